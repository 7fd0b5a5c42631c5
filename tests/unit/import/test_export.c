/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Exports, read back by GDAL: every row, every value, every coordinate, in the order of ids; and no
 * half-written file. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <kbs/kbs.h>

#include "geo/measure.h"
#include "import/export_format.h"
#include "import/text_drawings.h"
#include "source_probe.h"
#include "store/kinds.h"

#define LAND "Tarla \xC5\x9E\xC4\xB0\xC4\x9E \xC4\xB1\xC3\xA7" /* Tarla ŞİĞ ıç */
#define TM30 "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::5254\"}},"
#define SQUARE(east)                                                                               \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" #east ",4420000],[" #east ".5,4420000],[" #east    \
    ".5,4420020],[" #east ",4420020],[" #east ",4420000]]]}"

static kbs_city *city;

static void import(const char *text, kbs_kind kind, bool replace)
{
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    const kbs_ledger *ledger = NULL;
    options.kind = kind;
    options.replace = replace;
    options.dataset = kbs_kind_name(kind);
    probe_write_text("source.geojson", text);
    kbs_code code = kbs_import(city, "source.geojson", &options, &ledger);
    if (code != KBS_OK) {
        char reason[1024];
        kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, reason, sizeof reason);
        fprintf(stderr, "%s\n", reason);
    }
    assert_int_equal(code, KBS_OK);
    kbs_ledger_free(ledger);
}

static void clean(void)
{
    probe_remove_tree("out");
    assert_int_equal(mkdir("out", 0700), 0);
}

static int make_city(void **state)
{
    (void)state;
    static const char *const files[] = { "city.kbs", "city.kbs-wal", "city.kbs-shm" };
    for (size_t i = 0; i < 3; i++) {
        (void)unlink(files[i]);
    }
    GDALAllRegister();
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    options.crs = "EPSG:5254";
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_int_equal(kbs_city_create(city, "city.kbs", &options), KBS_OK);
    import("{\"type\":\"FeatureCollection\"," TM30 "\"features\":["
           "{\"type\":\"Feature\",\"properties\":{\"mahalle\":\"\xC3\x87"
           "ankaya\",\"ada\":\"101\",\"parsel\":\"5\",\"alan\":48353.71,"
           "\"nitelik\":\"" LAND "\"},\"geometry\":" SQUARE(
               487000) "},"
                       "{\"type\":\"Feature\",\"properties\":{\"mahalle\":\"Merkez\",\"ada\":"
                       "\"101\",\"parsel\":\"6\",\"alan\":0.1,\"nitelik\":\"=1+1\","
                       "\"mevki\":\"-5\"},\"geometry\":" SQUARE(
                           487100) "},"
                                   "{\"type\":\"Feature\",\"properties\":{\"mahalle\":\"Merkez\","
                                   "\"ada\":\"7\",\"parsel\":\"12/A\",\"nitelik\":\"@a\",\"mevki\":"
                                   "\"+x \\\"y\\\", "
                                   "z\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[["
                                   "[[487200,4420000],[487210,4420000],[487210,"
                                   "4420010],[487200,4420000]],[[487206,4420002],[487208,4420002],["
                                   "487208,4420004],[487206,4420002]]],[[[487300,4420000],"
                                   "[487301,4420000],[487301,4420001],[487300,4420000]]]]}}]}",
           KBS_PARCEL, false);
    import("{\"type\":\"FeatureCollection\"," TM30 "\"features\":["
           "{\"type\":\"Feature\",\"properties\":{\"plan_id\":\"p1\",\"kullanim\":\"Konut\","
           "\"taks\":0.4,\"kaks\":1.3333333333333333,"
           "\"onay_tar\":\"2024-02-29\",\"notlar\":\"kisa\"},\"geometry\":" SQUARE(487000) "}]}",
           KBS_PLAN_AREA, false);
    import("{\"type\":\"FeatureCollection\"," TM30 "\"features\":["
           "{\"type\":\"Feature\",\"properties\":{\"yol_id\":\"y1\",\"ad\":\"Atat\xC3\xBCrk "
           "Cd.\",\"genislik\":12.5},\"geometry\":"
           "{\"type\":\"LineString\",\"coordinates\":[[487000,4420000],[487003,4420004]]}}]}",
           KBS_ROAD, false);
    import("{\"type\":\"FeatureCollection\"," TM30 "\"features\":["
           "{\"type\":\"Feature\",\"properties\":{\"nokta_id\":\"n1\",\"ad\":\"P.1\",\"kot\":901."
           "25},\"geometry\":"
           "{\"type\":\"Point\",\"coordinates\":[487000.125,4420000.25]}}]}",
           KBS_POINT, false);
    return 0;
}

static int free_city(void **state)
{
    (void)state;
    kbs_city_free(city);
    return 0;
}

static kbs_code export(kbs_kind kind, const char *path, const char *format, const char *crs,
                       int64_t *written)
{
    kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
    options.kind = kind;
    options.format = format;
    options.crs = crs;
    return kbs_export(city, path, &options, written);
}

static void assert_exported(kbs_kind kind, const char *path, const char *crs, int64_t rows)
{
    int64_t written = -1;
    kbs_code code = export(kind, path, NULL, crs, &written);
    if (code != KBS_OK) {
        char reason[1024];
        kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, reason, sizeof reason);
        fprintf(stderr, "%s: %s\n", path, reason);
    }
    assert_int_equal(code, KBS_OK);
    assert_int_equal(written, rows);
}

static void assert_error(kbs_code code, kbs_code expected, const char *finding)
{
    assert_int_equal(code, expected);
    if (strcmp(kbs_city_error(city)->code, finding) != 0) {
        char reason[1024];
        kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, reason, sizeof reason);
        fprintf(stderr, "%s instead of %s: %s\n", kbs_city_error(city)->code, finding, reason);
        fail();
    }
}

/* Names in the folder "out", sorted by their letters, with a blank between them. */
static const char *listing(void)
{
    static char text[4096];
    struct dirent **entries;
    int count = scandir("out", &entries, NULL, alphasort);
    text[0] = '\0';
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.' || strlen(entries[i]->d_name) > 2) {
            strcat(text, text[0] == '\0' ? "" : " ");
            strcat(text, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return text;
}

static const char *field_text(OGRFeatureH feature, const char *name)
{
    int field = OGR_F_GetFieldIndex(feature, name);
    assert_true(field >= 0);
    return OGR_F_GetFieldAsString(feature, field);
}

static double field_number(OGRFeatureH feature, const char *name)
{
    int field = OGR_F_GetFieldIndex(feature, name);
    assert_true(field >= 0);
    return OGR_F_GetFieldAsDouble(feature, field);
}

/* ---- every format ---- */

static void format__all_rows_and_values(void **state)
{
    (void)state;
    static const struct {
        const char *path, *files, *area, *crs;
        double coordinate_error, area_error;
        bool geometry_only, degrees;
    } cases[] = {
        { "out/p.gpkg", "p.gpkg", "registered_area_m2", "5254", 0, 0, false, false },
        { "out/p.shp", "p.cpg p.dbf p.prj p.shp p.shx", "registered", "5254", 0, 0, false, false },
        { "out/p.fgb", "p.fgb", "registered_area_m2", "5254", 0, 0, false, false },
        { "out/p.gml", "p.gml p.xsd", "registered_area_m2", "5254", 0, 0, false, false },
        { "out/p.geojson", "p.geojson", "registered_area_m2", "4326", 1e-10, 1e-3, false, true },
        { "out/p.geojsonl", "p.geojsonl", "registered_area_m2", "4326", 1e-10, 1e-3, false, true },
        { "out/p.kml", "p.kml", "registered_area_m2", "4326", 1e-10, 1e-3, false, true },
        { "out/p.mif", "p.mid p.mif", "registered_area_m2", NULL, 1e-9, 1e-9, false, false },
        { "out/p.tab", "p.dat p.id p.map p.tab", "registered_area_m2", NULL, 1e-6, 1e-4, false,
          false },
        { "out/p.csv", "p.csv", "registered_area_m2", NULL, 0, 0, false, false },
        { "out/p.dxf", "p.dxf", NULL, NULL, 1e-9, 1e-9, true, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        clean();
        assert_exported(KBS_PARCEL, cases[i].path, NULL, 3);
        assert_string_equal(listing(), cases[i].files);
        GDALDatasetH dataset = GDALOpenEx(cases[i].path, GDAL_OF_VECTOR, NULL, NULL, NULL);
        assert_non_null(dataset);
        OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
        assert_int_equal(OGR_L_GetFeatureCount(layer, 1), cases[i].geometry_only ? 5 + 3 : 3);
        if (cases[i].crs != NULL) {
            OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(layer);
            assert_non_null(crs);
            assert_int_equal(OSRAutoIdentifyEPSG(crs) >= 0, 1);
            const char *number = OSRGetAuthorityCode(crs, NULL);
            assert_non_null(number);
            assert_string_equal(number, cases[i].crs);
        }
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        assert_non_null(feature);
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        assert_non_null(geometry);
        OGREnvelope box;
        OGR_G_GetEnvelope(geometry, &box);
        if (!cases[i].degrees) {
            assert_true(fabs(box.MinX - 487000) <= cases[i].coordinate_error);
            assert_true(fabs(box.MinY - 4420000) <= cases[i].coordinate_error);
            assert_true(fabs(box.MaxX - 487000.5) <= cases[i].coordinate_error);
        } else {
            assert_true(box.MinX > 29.84 && box.MaxX < 29.85 && box.MinY > 39.91 &&
                        box.MaxY < 39.92);
        }
        if (cases[i].geometry_only) {
            assert_string_equal(field_text(feature, "Layer"), "PARSEL");
        } else {
            const char *name =
                strcmp(cases[i].area, "registered") == 0 ? "neighbourh" : "neighbourhood";
            assert_string_equal(field_text(feature, name), "\xC3\x87"
                                                           "ankaya");
            assert_string_equal(field_text(feature, "block"), "101");
            assert_string_equal(field_text(feature, "parcel"), "5");
            assert_string_equal(field_text(feature, "land_type"), LAND);
            assert_true(field_number(feature, cases[i].area) == 48353.71);
            assert_true(fabs(field_number(feature, "area_m2") - 10) < 1e-9);
            assert_true(field_number(feature, "id") == 1);
            OGR_F_Destroy(feature);
            feature = OGR_L_GetNextFeature(layer);
            assert_string_equal(field_text(feature, "parcel"), "6");
            assert_true(field_number(feature, cases[i].area) == 0.1);
            OGR_F_Destroy(feature);
            feature = OGR_L_GetNextFeature(layer);
            assert_string_equal(field_text(feature, "parcel"), "12/A");
            assert_true(field_number(feature, "id") == 3);
            if (!cases[i].degrees) { /* a hole and a second part: 50 - 2 + 0.5 */
                assert_true(fabs(OGR_G_Area(OGR_F_GetGeometryRef(feature)) - 48.5) <=
                            cases[i].area_error);
            }
        }
        OGR_F_Destroy(feature);
        GDALClose(dataset);
    }
}

/* What our own readers make of it: the same values and the same bits of each coordinate. */
static void format__round_trip_through_our_readers(void **state)
{
    (void)state;
    static const char *const names[] = { "out/p.gpkg", "out/p.fgb", "out/p.gml" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        source_probe p;
        clean();
        assert_exported(KBS_PARCEL, names[i], NULL, 3);
        probe_run(&p, names[i], NULL);
        assert_probe_read(&p, 3, 0, 0);
        assert_string_equal(p.source.layer.crs, "EPSG:5254");
        assert_probe_text(&p, 0, "neighbourhood",
                          "\xC3\x87"
                          "ankaya");
        assert_probe_text(&p, 0, "land_type", LAND);
        assert_probe_number(&p, 0, "registered_area_m2", 48353.71);
        assert_probe_text(&p, 0, "locality", NULL);
        assert_probe_text(&p, 2, "locality", "+x \"y\", z");
        assert_true(p.records[0].shape.vertices[0].east == 487000);
        assert_true(p.area_m2 == 10 + 10 + 48.5);
        probe_release(&p);
    }
}

static void kind__lines_points_dates(void **state)
{
    (void)state;
    static const char *const extensions[] = { "gpkg", "shp", "fgb", "geojson", "gml",
                                              "kml",  "csv", "tab", "mif" };
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        char path[64];
        clean();
        snprintf(path, sizeof path, "out/a.%s", extensions[i]);
        assert_exported(KBS_PLAN_AREA, path, NULL, 1);
        GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
        OGRFeatureH feature = OGR_L_GetNextFeature(GDALDatasetGetLayer(dataset, 0));
        assert_non_null(feature);
        bool is_shp = strcmp(extensions[i], "shp") == 0;
        const char *date = field_text(feature, is_shp ? "approval_d" : "approval_date");
        assert_true(strcmp(date, "2024-02-29") == 0 || strcmp(date, "2024/02/29") == 0);
        assert_string_equal(field_text(feature, "use"), "Konut");
        assert_true(field_number(feature, is_shp ? "coverage_r" : "coverage_ratio") == 0.4);
        assert_true(fabs(field_number(feature, is_shp ? "floor_area" : "floor_area_ratio") -
                         4.0 / 3) < 1e-11);
        OGR_F_Destroy(feature);
        GDALClose(dataset);
        snprintf(path, sizeof path, "out/r.%s", extensions[i]);
        assert_exported(KBS_ROAD, path, "EPSG:4326", 1);
        snprintf(path, sizeof path, "out/n.%s", extensions[i]);
        assert_exported(KBS_POINT, path, NULL, 1);
        dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
        feature = OGR_L_GetNextFeature(GDALDatasetGetLayer(dataset, 0));
        assert_string_equal(field_text(feature, "name"), "P.1");
        assert_true(field_number(feature, "height_m") == 901.25);
        OGR_F_Destroy(feature);
        GDALClose(dataset);
    }
}

/* ---- files for NetCAD ---- */

static void assert_file(const char *path, const char *text)
{
    char found[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(found, 1, sizeof found - 1, file);
    assert_int_equal(fclose(file), 0);
    found[length] = '\0';
    assert_string_equal(found, text);
}

static void ncn__as_netcad_writes(void **state)
{
    (void)state;
    clean();
    assert_exported(KBS_POINT, "out/n.ncn", NULL, 1);
    assert_file("out/n.ncn", "P.1 487000.125 4420000.250 901.250 0 \"\" \"\" \"\"\r\n");
    assert_error(export(KBS_PARCEL, "out/p.ncn", NULL, NULL, NULL), KBS_USAGE, "export.ncn");
    assert_error(export(KBS_POINT, "out/w.ncn", NULL, "EPSG:4326", NULL), KBS_USAGE, "export.ncn");
    assert_int_equal(export(KBS_POINT, "out/m.txt", "NCN", NULL, NULL), KBS_OK);
    assert_string_equal(listing(), "m.txt n.ncn");
}

/* What our reader of DXF makes of it: outlines, holes and parts as closed lines, the number of the
 * parcel inside of it. */
static void dxf__read_back(void **state)
{
    (void)state;
    drawing d;
    base_findings findings;
    clean();
    assert_exported(KBS_PARCEL, "out/p.dxf", NULL, 3);
    drawing_init(&d);
    base_findings_init(&findings);
    assert_int_equal(drawing_format_dxf.read(&d, "out/p.dxf", "p.dxf", &findings), KBS_OK);
    assert_int_equal(findings.count, 0);
    assert_int_equal(d.object_count, 5 + 3);
    assert_int_equal(d.found, 8);
    double area = 0;
    size_t outlines = 0;
    for (size_t i = 0; i < d.object_count; i++) {
        const drawing_object *o = &d.objects[i];
        const char *layer = drawing_text_of(&d, d.layers[o->layer].name);
        if (o->type == DRAWING_LINE) {
            assert_int_equal(o->flags, DRAWING_CLOSED);
            assert_string_equal(layer, "PARSEL");
            area += fabs(geo_ring_area_m2(drawing_vertices(&d, o), o->vertex_count));
            outlines++;
        } else {
            assert_string_equal(layer, "PARSEL_NO");
        }
    }
    assert_int_equal(outlines, 5);
    assert_true(area == 10 + 10 + 50 + 2 + 0.5); /* the hole is a ring of its own */
    assert_string_equal(drawing_text_of(&d, d.objects[1].name), "101/5");
    const geo_vertex *inside = drawing_vertices(&d, &d.objects[1]);
    assert_true(inside->east > 487000 && inside->east < 487000.5 && inside->north > 4420000 &&
                inside->north < 4420020);
    assert_string_equal(drawing_text_of(&d, d.objects[7].name), "7/12/A");
    drawing_release(&d);
    assert_exported(KBS_ROAD, "out/r.dxf", NULL, 1);
    assert_int_equal(drawing_format_dxf.read(&d, "out/r.dxf", "r.dxf", &findings), KBS_OK);
    assert_int_equal(d.object_count, 2);
    assert_int_equal(d.objects[0].flags, 0);
    assert_string_equal(drawing_text_of(&d, d.objects[1].name), "Atat\xC3\xBCrk Cd.");
    drawing_release(&d);
    assert_exported(KBS_POINT, "out/n.dxf", NULL, 1);
    assert_int_equal(drawing_format_dxf.read(&d, "out/n.dxf", "n.dxf", &findings), KBS_OK);
    assert_int_equal(d.objects[0].type, DRAWING_POINT);
    assert_true(d.objects[0].height_m == 901.25f);
    drawing_release(&d);
    base_findings_release(&findings);
}

/* ---- coordinate systems ---- */

static void crs__transformed_as_gdal_does(void **state)
{
    (void)state;
    clean();
    assert_exported(KBS_POINT, "out/n.gpkg", "EPSG:5255", 1);
    GDALDatasetH dataset = GDALOpenEx("out/n.gpkg", GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    OGRFeatureH feature = OGR_L_GetNextFeature(layer);
    OGRGeometryH point = OGR_F_GetGeometryRef(feature);
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(from, 5254), OGRERR_NONE);
    assert_int_equal(OSRImportFromEPSG(to, 5255), OGRERR_NONE);
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH transformation = OCTNewCoordinateTransformation(from, to);
    double east = 487000.125, north = 4420000.25;
    assert_true(OCTTransform(transformation, 1, &east, &north, NULL));
    assert_true(fabs(OGR_G_GetX(point, 0) - east) < 1e-6);
    assert_true(fabs(OGR_G_GetY(point, 0) - north) < 1e-6);
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL), "5255");
    OCTDestroyCoordinateTransformation(transformation);
    OSRRelease(from);
    OSRRelease(to);
    OGR_F_Destroy(feature);
    GDALClose(dataset);
}

static void crs__what_the_format_demands(void **state)
{
    (void)state;
    clean();
    assert_error(export(KBS_PARCEL, "out/p.kml", NULL, "EPSG:5254", NULL), KBS_USAGE, "export.crs");
    assert_exported(KBS_PARCEL, "out/p.kml", "EPSG:4326", 3);
    assert_error(export(KBS_PARCEL, "out/p.gpkg", NULL, "EPSG:999999", NULL), KBS_INPUT,
                 "crs.unknown");
    assert_string_equal(listing(), "p.kml");
    assert_exported(KBS_PARCEL, "out/p.geojson", "EPSG:5254",
                    3); /* asked for: the older form with its crs member */
    source_probe p;
    probe_run(&p, "out/p.geojson", NULL);
    assert_string_equal(p.source.layer.crs, "urn:ogc:def:crs:EPSG::5254");
    assert_true(p.records[0].shape.vertices[0].east == 487000);
    probe_release(&p);
}

/* ---- files ---- */

static void file__exists_or_cannot_be(void **state)
{
    (void)state;
    kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
    options.kind = KBS_PARCEL;
    clean();
    probe_write_text("out/p.gpkg", "mine");
    assert_error(kbs_export(city, "out/p.gpkg", &options, NULL), KBS_USAGE, "file.exists");
    char text[8] = "";
    FILE *file = fopen("out/p.gpkg", "rb");
    assert_int_equal(fread(text, 1, 7, file), 4);
    fclose(file);
    assert_string_equal(text, "mine");
    options.replace = true;
    assert_int_equal(kbs_export(city, "out/p.gpkg", &options, NULL), KBS_OK);
    assert_string_equal(listing(), "p.gpkg");
    assert_error(kbs_export(city, "nowhere/p.gpkg", &options, NULL), KBS_IO, "file.no-folder");
    assert_error(kbs_export(city, "/vsimem/p.gpkg", &options, NULL), KBS_IO, "file.no-folder");
    assert_int_equal(mkdir("out/folder.gpkg", 0700), 0);
    assert_error(kbs_export(city, "out/folder.gpkg", &options, NULL), KBS_INPUT, "file.name");
    assert_error(kbs_export(city, "out/p.xyz", &options, NULL), KBS_USAGE, "export.format");
    assert_error(kbs_export(city, "out/p", &options, NULL), KBS_USAGE, "export.format");
    options.format = "No Such Driver";
    assert_error(kbs_export(city, "out/p.gpkg", &options, NULL), KBS_USAGE, "export.format");
    options.format = "PostgreSQL"; /* speaks to a server */
    assert_error(kbs_export(city, "out/p.gpkg", &options, NULL), KBS_USAGE, "export.format");
    options.format = "GeoJSONSeq"; /* by its name, whatever the extension */
    assert_int_equal(kbs_export(city, "out/p.txt", &options, NULL), KBS_OK);
    options.format = "OGR_GMT"; /* a driver of GDAL that we know nothing of */
    options.crs = "EPSG:4326";
    assert_int_equal(kbs_export(city, "out/p.gmt", &options, NULL), KBS_OK);
    options.format = NULL;
    options.crs = NULL;
    options.kind = (kbs_kind)99;
    assert_error(kbs_export(city, "out/q.gpkg", &options, NULL), KBS_USAGE, "call.argument");
    options.kind = KBS_PARCEL;
    options.size = 3;
    assert_error(kbs_export(city, "out/q.gpkg", &options, NULL), KBS_USAGE, "call.argument");
    assert_error(kbs_export(city, "out/q.gpkg", NULL, NULL), KBS_USAGE, "call.argument");
    options.size = sizeof options;
    assert_error(kbs_export(city, NULL, &options, NULL), KBS_USAGE, "call.argument");
    assert_string_equal(listing(), "folder.gpkg p.gmt p.gpkg p.txt");
}

/* Parts of a shapefile are replaced together, and an index that another program made for the old
 * one goes. */
static void file__shapefile_is_replaced_whole(void **state)
{
    (void)state;
    kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
    options.kind = KBS_PARCEL;
    clean();
    assert_exported(KBS_PARCEL, "out/p.shp", NULL, 3);
    probe_write_text("out/p.qix", "index of the old file");
    probe_write_text("out/p.txt", "not ours");
    assert_error(kbs_export(city, "out/p.shp", &options, NULL), KBS_USAGE, "file.exists");
    assert_string_equal(listing(), "p.cpg p.dbf p.prj p.qix p.shp p.shx p.txt");
    options.replace = true;
    assert_int_equal(kbs_export(city, "out/p.shp", &options, NULL), KBS_OK);
    assert_string_equal(listing(), "p.cpg p.dbf p.prj p.shp p.shx p.txt");
    char text[16] = "";
    FILE *file = fopen("out/p.cpg", "rb");
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_true(length >= 5 && memcmp(text, "UTF-8", 5) == 0);
    /* one part is in the way: nothing new stays behind */
    clean();
    probe_write_text("out/p.dbf", "mine");
    options.replace = false;
    assert_error(kbs_export(city, "out/p.shp", &options, NULL), KBS_USAGE, "file.exists");
    assert_string_equal(listing(), "p.dbf");
}

static bool stop_at_once(const kbs_progress *report, void *user)
{
    assert_string_equal(report->stage, "write");
    assert_int_equal(report->total, 3);
    ++*(int *)user;
    return false;
}

static void cancel__leaves_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "out/p.gpkg", "out/p.shp", "out/p.csv", "out/p.tab" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int calls = 0;
        int64_t written = 7;
        kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
        options.kind = KBS_PARCEL;
        options.progress = stop_at_once;
        options.user = &calls;
        clean();
        assert_error(kbs_export(city, names[i], &options, &written), KBS_CANCELLED,
                     "call.cancelled");
        assert_int_equal(calls, 1);
        assert_int_equal(written, 0);
        assert_string_equal(listing(), "");
    }
}

/* ---- values ---- */

static void csv__no_formulas(void **state)
{
    (void)state;
    char text[4096];
    clean();
    assert_exported(KBS_PARCEL, "out/p.csv", NULL, 3);
    FILE *file = fopen("out/p.csv", "rb");
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    assert_non_null(strstr(text, "WKT,neighbourhood,block,parcel,registered_area_m2,map_sheet,land_"
                                 "type,locality,area_m2,id\n"));
    assert_non_null(strstr(text, ",101,6,0.1,,'=1+1,-5,10,2\n")); /* -5 is a number and stays one */
    assert_non_null(strstr(text, ",7,12/A,,,'@a,\"'+x \"\"y\"\", z\",48.5,3\n"));
}

static void shapefile__text_that_does_not_fit(void **state)
{
    (void)state;
    char text[2048], note[301];
    memset(note, 'n', 300);
    note[300] = '\0';
    snprintf(text, sizeof text,
             "{\"type\":\"FeatureCollection\"," TM30
             "\"features\":[{\"type\":\"Feature\",\"properties\":{\"kisit_id\":\"k1\","
             "\"aciklama\":\"%s\"},\"geometry\":" SQUARE(487000) "}]}",
             note);
    import(text, KBS_RESTRICTION, false);
    clean();
    assert_error(export(KBS_RESTRICTION, "out/k.shp", NULL, NULL, NULL), KBS_USAGE,
                 "export.text-long");
    assert_string_equal(kbs_city_error(city)->field, "note");
    assert_string_equal(kbs_city_error(city)->key, "k1");
    assert_error(export(KBS_RESTRICTION, "out/k.tab", NULL, NULL, NULL), KBS_USAGE,
                 "export.text-long");
    assert_string_equal(listing(), "");
    assert_exported(KBS_RESTRICTION, "out/k.gpkg", NULL, 1);
    GDALDatasetH dataset = GDALOpenEx("out/k.gpkg", GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRFeatureH feature = OGR_L_GetNextFeature(GDALDatasetGetLayer(dataset, 0));
    assert_string_equal(field_text(feature, "note"), note);
    OGR_F_Destroy(feature);
    GDALClose(dataset);
}

/* No kind may have two fields with one short name, and none may be longer than a DBF allows. */
static void shapefile__short_names(void **state)
{
    (void)state;
    static const char *const added[] = { "area_m2", "length_m", "id", "from_revision",
                                         "until_revision" };
    for (int kind = 1; kind <= KBS_KIND_COUNT; kind++) {
        const store_kind *k = store_kind_of((kbs_kind)kind);
        const char *names[STORE_MOST_FIELDS + 5];
        size_t count = 0;
        for (size_t i = 0; i < k->field_count; i++) {
            names[count++] = k->fields[i].name;
        }
        for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
            names[count++] = added[i];
        }
        for (size_t i = 0; i < count; i++) {
            const char *name = export_short_name(names[i]);
            assert_true(strlen(name) <= 10);
            assert_memory_equal(name, names[i],
                                strlen(name)); /* its first letters, so that the profile finds it */
            assert_true(strlen(names[i]) <= 10 || strlen(name) == 10);
            for (size_t other = 0; other < i; other++) {
                assert_string_not_equal(name, export_short_name(names[other]));
            }
        }
    }
}

static void closed__rows_with_their_revisions(void **state)
{
    (void)state;
    kbs_export_options options = KBS_EXPORT_OPTIONS_INIT;
    int64_t written = 0;
    import("{\"type\":\"FeatureCollection\"," TM30 "\"features\":["
           "{\"type\":\"Feature\",\"properties\":{\"yol_id\":\"y1\",\"ad\":\"Yeni "
           "Ad\",\"genislik\":15},\"geometry\":"
           "{\"type\":\"LineString\",\"coordinates\":[[487000,4420000],[487003,4420004]]}}]}",
           KBS_ROAD, true);
    clean();
    assert_exported(KBS_ROAD, "out/r.gpkg", NULL, 1);
    options.kind = KBS_ROAD;
    options.closed = true;
    assert_int_equal(kbs_export(city, "out/all.gpkg", &options, &written), KBS_OK);
    assert_int_equal(written, 2);
    GDALDatasetH dataset = GDALOpenEx("out/all.gpkg", GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    OGRFeatureH old = OGR_L_GetNextFeature(layer), current = OGR_L_GetNextFeature(layer);
    assert_non_null(current);
    assert_string_equal(field_text(old, "name"), "Atat\xC3\xBCrk Cd.");
    assert_string_equal(field_text(current, "name"), "Yeni Ad");
    assert_true(field_number(old, "until_revision") == field_number(current, "from_revision"));
    assert_false(
        OGR_F_IsFieldSetAndNotNull(current, OGR_F_GetFieldIndex(current, "until_revision")));
    OGR_F_Destroy(old);
    OGR_F_Destroy(current);
    GDALClose(dataset);
}

/* A bit of a coordinate fell over on the disk: the row is named, and no file is written. Runs last:
 * the city is of no use after it. */
static void damaged__row_is_named(void **state)
{
    (void)state;
    uint8_t wanted[8];
    double value = 4420020;
    memcpy(wanted, &value, 8);
    kbs_city_close(city);
    FILE *file = fopen("city.kbs", "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t length = (size_t)ftell(file), changed = 0;
    uint8_t *bytes = malloc(length);
    assert_non_null(bytes);
    rewind(file);
    assert_int_equal(fread(bytes, 1, length, file), length);
    for (size_t i = 0; i + 8 <= length; i++) {
        if (memcmp(bytes + i, wanted, 8) == 0) {
            bytes[i + 4] ^= 0x20;
            changed++;
        }
    }
    rewind(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    free(bytes);
    assert_true(changed > 0);
    assert_int_equal(kbs_city_open(city, "city.kbs", NULL), KBS_OK);
    clean();
    assert_error(export(KBS_PARCEL, "out/p.gpkg", NULL, NULL, NULL), KBS_CORRUPT, "export.damaged");
    assert_string_equal(kbs_city_error(city)->key, "\xC3\x87"
                                                   "ankaya/101/5");
    assert_string_equal(listing(), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format__all_rows_and_values),
        cmocka_unit_test(format__round_trip_through_our_readers),
        cmocka_unit_test(ncn__as_netcad_writes),
        cmocka_unit_test(dxf__read_back),
        cmocka_unit_test(kind__lines_points_dates),
        cmocka_unit_test(crs__transformed_as_gdal_does),
        cmocka_unit_test(crs__what_the_format_demands),
        cmocka_unit_test(file__exists_or_cannot_be),
        cmocka_unit_test(file__shapefile_is_replaced_whole),
        cmocka_unit_test(cancel__leaves_nothing),
        cmocka_unit_test(csv__no_formulas),
        cmocka_unit_test(shapefile__text_that_does_not_fit),
        cmocka_unit_test(shapefile__short_names),
        cmocka_unit_test(closed__rows_with_their_revisions),
        cmocka_unit_test(damaged__row_is_named),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
