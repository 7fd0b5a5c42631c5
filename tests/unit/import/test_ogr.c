/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The formats that GDAL reads: the same answer whatever the format, and nothing lost when a file is
 * damaged. GDAL itself makes the files. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "source_probe.h"

#define PI 3.14159265358979323846

/* ---- files made by GDAL ---- */

typedef struct made_layer {
    GDALDatasetH dataset;
    OGRLayerH layer;
} made_layer;

static made_layer make(const char *driver, const char *path, const char *layer, int epsg,
                       OGRwkbGeometryType type, const char *option)
{
    char *options[] = { (char *)option, NULL };
    made_layer made;
    GDALAllRegister();
    OGRSpatialReferenceH crs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(crs, epsg), OGRERR_NONE);
    OSRSetAxisMappingStrategy(crs, OAMS_TRADITIONAL_GIS_ORDER);
    made.dataset = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(made.dataset);
    made.layer =
        GDALDatasetCreateLayer(made.dataset, layer, crs, type, option == NULL ? NULL : options);
    assert_non_null(made.layer);
    OSRRelease(crs);
    return made;
}

static void add_field(made_layer made, const char *name, OGRFieldType type)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    assert_int_equal(OGR_L_CreateField(made.layer, field, 0), OGRERR_NONE);
    OGR_Fld_Destroy(field);
}

/* NULL text leaves the field empty. */
static void add_feature(made_layer made, const char *wkt, const char *name, int number, double area)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(made.layer));
    OGRGeometryH geometry = NULL;
    char *text = (char *)wkt;
    if (wkt != NULL) {
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        assert_int_equal(OGR_F_SetGeometryDirectly(feature, geometry), OGRERR_NONE);
    }
    if (name != NULL) {
        OGR_F_SetFieldString(feature, OGR_F_GetFieldIndex(feature, "ad"), name);
        OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "no"), number);
        OGR_F_SetFieldDouble(feature, OGR_F_GetFieldIndex(feature, "alan"), area);
    }
    assert_int_equal(OGR_L_CreateFeature(made.layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

static void run_sql(const char *path, const char *sql)
{
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH answer = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    if (answer != NULL) {
        GDALDatasetReleaseResultSet(dataset, answer);
    }
    GDALClose(dataset);
}

#define NAME                                                                                       \
    "\xC3\x87"                                                                                     \
    "ankaya \xC5\x9E\xC4\xB0\xC4\x9E \xC4\xB1" /* Çankaya ŞİĞ ı */

/* Two parcels; the second is quoted on purpose. */
static void make_parcels(const char *driver, const char *path, const char *layer, int epsg,
                         const char *option)
{
    bool degrees = epsg == 4326;
    made_layer made = make(driver, path, layer, epsg, wkbUnknown, option);
    add_field(made, "ad", OFTString);
    add_field(made, "no", OFTInteger);
    add_field(made, "alan", OFTReal);
    add_feature(made,
                degrees ? "POLYGON((29 40,29.5 40,29.5 40.25,29 40.25,29 40))"
                        : "POLYGON((487000 4420000,487020 4420000,487020 4420030,487000 "
                          "4420030,487000 4420000))",
                NAME, 5, 48353.71);
    add_feature(made,
                degrees ? "POLYGON((30 40,30.5 40,30.5 40.25,30 40.25,30 40))"
                        : "POLYGON((487020 4420000,487040 4420000,487040 4420030,487020 "
                          "4420030,487020 4420000))",
                "a, \"b\"", 6, 0.125);
    GDALClose(made.dataset);
}

static void format__same_answer_from_all(void **state)
{
    (void)state;
    static const struct {
        const char *driver, *path, *layer, *shown, *option, *format;
        int epsg;
    } cases[] = {
        { "GPKG", "same.gpkg", "parsel", "parsel", NULL, "GPKG", 5254 },
        { "FlatGeobuf", "same.fgb", "parsel", "parsel", "SPATIAL_INDEX=NO", "FlatGeobuf", 5254 },
        { "GML", "same.gml", "parsel", "parsel", NULL, "GML", 5254 },
        { "GML", "same.gml", "parsel", "parsel", NULL, "GML", 4326 },
        { "KML", "same.kml", "parsel", "parsel", NULL, "KML", 4326 },
        { "MapInfo File", "same.mif", "same", "same", "ENCODING=CP1254", "MapInfo File", 5254 },
        { "MapInfo File", "same.tab", "same", "same", "ENCODING=CP1254", "MapInfo File", 5254 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        bool degrees = cases[i].epsg == 4326, is_tab = strcmp(cases[i].path, "same.tab") == 0;
        probe_case = cases[i].path;
        probe_remove_family("same");
        make_parcels(cases[i].driver, cases[i].path, cases[i].layer, cases[i].epsg,
                     cases[i].option);
        probe_run(&p, cases[i].path, NULL);
        assert_probe_read(&p, 2, 0, 0);
        assert_string_equal(p.source.reader->format, cases[i].format);
        assert_string_equal(p.source.layer.name, cases[i].shown);
        assert_probe_text(&p, 0, "ad", NAME);
        assert_probe_text(&p, 1, "ad", "a, \"b\"");
        assert_probe_number(&p, 0, "no", 5);
        assert_probe_number(&p, 0, "alan", 48353.71);
        assert_probe_number(&p, 1, "alan", 0.125);
        /* east first, whatever the format and its order of axes */
        const geo_vertex *v = p.records[0].shape.vertices;
        double tolerance = is_tab ? 0.02 : 0; /* MapInfo tables keep coordinates as integers */
        assert_true(fabs(v->east - (degrees ? 29 : 487000)) <= tolerance);
        assert_true(fabs(v->north - (degrees ? 40 : 4420000)) <= tolerance);
        assert_true(fabs(p.area_m2 - (degrees ? 0.25 : 1200)) <= (is_tab ? 2 : 0));
        assert_true(fabs(p.source.layer.box.east_max - (degrees ? 30.5 : 487040)) <= tolerance);
        if (strcmp(cases[i].format, "MapInfo File") !=
            0) { /* which has no place for a number of EPSG */
            assert_string_equal(p.source.layer.crs, degrees ? "EPSG:4326" : "EPSG:5254");
        } else {
            assert_non_null(strstr(p.source.layer.crs, "Longitude of natural origin\",30"));
        }
        probe_release(&p);
    }
}

static void format__dates_flags_and_large_numbers(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("types");
    made_layer made = make("GPKG", "types.gpkg", "t", 5254, wkbPoint, NULL);
    add_field(made, "gun", OFTDate);
    add_field(made, "an", OFTDateTime);
    add_field(made, "buyuk", OFTInteger64);
    OGRFieldDefnH flag = OGR_Fld_Create("var", OFTInteger);
    OGR_Fld_SetSubType(flag, OFSTBoolean);
    assert_int_equal(OGR_L_CreateField(made.layer, flag, 0), OGRERR_NONE);
    OGR_Fld_Destroy(flag);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(made.layer));
    OGR_F_SetFieldDateTime(feature, 0, 2024, 2, 29, 0, 0, 0, 0);
    OGR_F_SetFieldDateTime(feature, 1, 2023, 12, 1, 9, 5, 7, 100);
    OGR_F_SetFieldInteger64(feature, 2, INT64_C(9007199254740993));
    OGR_F_SetFieldInteger(feature, 3, 1);
    assert_int_equal(OGR_L_CreateFeature(made.layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
    GDALClose(made.dataset);
    probe_run(&p, "types.gpkg", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_int_equal(p.records[0].shape.type, GEO_NONE);
    assert_probe_text(&p, 0, "gun", "2024-02-29");
    assert_probe_text(&p, 0, "an", "2023-12-01T09:05:07");
    assert_probe_text(&p, 0, "buyuk", "9007199254740993"); /* one more than a double can tell */
    assert_probe_text(&p, 0, "var", "true");
    assert_int_equal(p.source.layer.columns[probe_column(&p, "gun")].type, 'D');
    assert_int_equal(p.source.layer.columns[probe_column(&p, "var")].type, 'L');
    probe_release(&p);
}

/* ---- geometry ---- */

static void geometry__heights_collections_surfaces(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("shapes");
    made_layer made = make("GPKG", "shapes.gpkg", "t", 5254, wkbUnknown, NULL);
    add_feature(made, "POLYGON Z((0 0 5,10 0 5,10 10 5,0 0 5))", NULL, 0, 0);
    add_feature(made,
                "GEOMETRYCOLLECTION(POLYGON((0 0,1 0,1 1,0 0)),MULTIPOLYGON(((2 0,3 0,3 1,2 0))))",
                NULL, 0, 0);
    add_feature(made, "GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))", NULL, 0, 0);
    add_feature(made, "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(0 0)))", NULL, 0, 0);
    add_feature(made, "TIN(((0 0,1 0,0 1,0 0)))", NULL, 0, 0);
    add_feature(made, "POLYHEDRALSURFACE(((0 0,1 0,0 1,0 0)))", NULL, 0, 0);
    add_feature(made, "POLYGON EMPTY", NULL, 0, 0);
    add_feature(made, "POINT EMPTY", NULL, 0, 0);
    add_feature(made, NULL, NULL, 0, 0);
    GDALClose(made.dataset);
    probe_run(&p, "shapes.gpkg", NULL);
    assert_probe_read(&p, 9, 4, 5);
    assert_probe_finding(&p, "source.heights-dropped", KBS_NOTE, 0, NULL, "1");
    assert_probe_finding(&p, "ogr.mixed-collection", KBS_REFUSED, 3, NULL, NULL);
    assert_probe_finding(&p, "ogr.nested-collection", KBS_REFUSED, 4, NULL, NULL);
    assert_int_equal(probe_count(&p, "ogr.no-footprint"), 2);
    assert_true(p.records[4].refused && p.records[5].refused);
    assert_int_equal(p.records[0].shape.vertex_count, 4);
    assert_int_equal(p.records[1].shape.type, GEO_MULTIPOLYGON);
    assert_int_equal(p.records[1].shape.part_count, 2);
    assert_true(p.area_m2 == 51);
    assert_int_equal(p.without_shape, 3);
    probe_release(&p);
}

/* Chords stay within 1 mm of the arc: a circle of radius r loses at most 2 pi r times two thirds of
 * a millimetre. */
static void geometry__arcs_become_chords(void **state)
{
    (void)state;
    static const double radii[] = { 0.5, 10, 250, 5000 };
    source_probe p;
    probe_remove_family("arcs");
    made_layer made = make("GPKG", "arcs.gpkg", "t", 5254, wkbUnknown, NULL);
    for (size_t i = 0; i < 4; i++) {
        char wkt[512];
        double r = radii[i];
        snprintf(wkt, sizeof wkt,
                 "CURVEPOLYGON(CIRCULARSTRING(487000 4420000,%.17g 4420000,487000 4420000))",
                 487000 + 2 * r);
        add_feature(made, wkt, NULL, 0, 0);
    }
    /* a half disc on a rectangle, in pieces */
    add_feature(
        made,
        "CURVEPOLYGON(COMPOUNDCURVE((0 0,10 0),CIRCULARSTRING(10 0,15 5,10 10),(10 10,0 10,0 0)))",
        NULL, 0, 0);
    add_feature(made, "CIRCULARSTRING(0 0,1 0,2 0)", NULL, 0,
                0); /* no arc at all: three points on one line */
    add_feature(made, "LINESTRING(0 0,1 1)", NULL, 0, 0);
    GDALClose(made.dataset);
    probe_run(&p, "arcs.gpkg", NULL);
    assert_probe_read(&p, 7, 0, 1);
    assert_probe_finding(&p, "ogr.curves-linearised", KBS_NOTE, 0, NULL, "6");
    for (size_t i = 0; i < 4; i++) {
        const geo_shape *shape = &p.records[i].shape;
        double r = radii[i], area = geo_shape_area_m2(shape), worst = 0;
        double chord_error =
            r > 850 ? r * (1 - cos(PI / 2048)) : 0.001; /* at most 2 048 chords a turn */
        assert_int_equal(shape->type, GEO_POLYGON);
        assert_true(shape->vertex_count <= 2049);
        assert_true(area < PI * r * r);
        assert_true(area > PI * r * r - 2 * PI * r * chord_error);
        for (size_t k = 0; k + 1 < shape->vertex_count; k++) {
            geo_vertex a = shape->vertices[k], b = shape->vertices[k + 1];
            double middle =
                hypot((a.east + b.east) / 2 - 487000 - r, (a.north + b.north) / 2 - 4420000);
            assert_true(fabs(hypot(a.east - 487000 - r, a.north - 4420000) - r) < 1e-8);
            worst = fmax(worst, r - middle);
        }
        assert_true(worst <= chord_error * 1.000001);
    }
    assert_true(fabs(geo_shape_area_m2(&p.records[4].shape) - (100 + PI * 25 / 2)) < 0.02);
    assert_int_equal(p.records[4].shape.ring_count, 1);
    assert_int_equal(p.records[5].shape.vertex_count, 3);
    probe_release(&p);
}

/* ---- GeoPackage ---- */

static void geopackage__which_layer(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("layers");
    made_layer made = make("GPKG", "layers.gpkg", "Yol Ekseni", 5254, wkbLineString, NULL);
    add_feature(made, "LINESTRING(0 0,1 1)", NULL, 0, 0);
    OGRLayerH second = GDALDatasetCreateLayer(made.dataset, "parsel",
                                              OGR_L_GetSpatialRef(made.layer), wkbPolygon, NULL);
    assert_non_null(second);
    assert_non_null(GDALDatasetCreateLayer(made.dataset, "tablo", NULL, wkbNone,
                                           NULL)); /* no geometry: never meant by itself */
    GDALClose(made.dataset);
    probe_run(&p, "layers.gpkg", NULL);
    assert_probe_refused(&p, KBS_INPUT, "layer.which-one", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected, "Yol Ekseni, parsel");
    assert_int_equal(probe_count(&p, "layer.candidate"), 2);
    probe_release(&p);
    import_reader_options options = { .layer = "YOL_EKSEN\xC4\xB0" };
    probe_run(&p, "layers.gpkg", &options);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.layer.name, "Yol Ekseni");
    probe_release(&p);
    options.layer = "bina";
    probe_run(&p, "layers.gpkg", &options);
    assert_probe_refused(&p, KBS_USAGE, "layer.missing", 0, 0);
    probe_release(&p);
}

/* A view runs what somebody wrote into the file. */
static void geopackage__views_are_no_layers(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .layer = "gorunum" };
    probe_remove_family("view");
    make_parcels("GPKG", "view.gpkg", "parsel", 5254, NULL);
    run_sql("view.gpkg", "CREATE VIEW gorunum AS SELECT fid AS OGC_FID, geom, ad FROM parsel");
    run_sql("view.gpkg", "INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) "
                         "VALUES ('gorunum', 'gorunum', "
                         "'features', 5254)");
    run_sql("view.gpkg",
            "INSERT INTO gpkg_geometry_columns VALUES ('gorunum', 'geom', 'POLYGON', 5254, 0, 0)");
    probe_run(&p, "view.gpkg", &options);
    assert_probe_refused(&p, KBS_UNSUPPORTED, "ogr.not-a-table", 0, 0);
    probe_release(&p);
    options.layer = "parsel";
    probe_run(&p, "view.gpkg", &options);
    assert_probe_read(&p, 2, 0, 0);
    probe_release(&p);
}

/* The count that GDAL keeps beside the table may be old or false; ours is asked of the table. */
static void geopackage__kept_count_is_not_believed(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("count");
    make_parcels("GPKG", "count.gpkg", "parsel", 5254, NULL);
    run_sql("count.gpkg", "UPDATE gpkg_ogr_contents SET feature_count = 7");
    probe_run(&p, "count.gpkg", NULL);
    assert_probe_read(&p, 2, 0, 0);
    probe_release(&p);
}

static void geopackage__text_that_is_no_utf8(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("text");
    make_parcels("GPKG", "text.gpkg", "parsel", 5254, NULL);
    run_sql("text.gpkg", "UPDATE parsel SET ad = CAST(X'41C72042' AS TEXT) WHERE fid = 2");
    probe_run(&p, "text.gpkg", NULL);
    assert_probe_read(&p, 2, 1, 1);
    assert_probe_finding(&p, "ogr.text-not-utf8", KBS_REFUSED, 2, "ad", "A\\xC7 B");
    probe_release(&p);
}

static void geopackage__damaged(void **state)
{
    (void)state;
    source_probe p;
    char bytes[200000];
    probe_remove_family("whole");
    make_parcels("GPKG", "whole.gpkg", "parsel", 5254, NULL);
    FILE *file = fopen("whole.gpkg", "rb");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(length > 50000 && length < sizeof bytes);
    for (size_t n = 4096; n < length;
         n += 4096) { /* cut: an error, or all records, never a part in silence */
        probe_write("cut.gpkg", bytes, n);
        probe_run(&p, "cut.gpkg", NULL);
        bool whole = p.opened == KBS_OK && p.ended == KBS_END && p.finished == KBS_OK;
        assert_true(whole ? p.count == 2 : base_findings_last(&p.findings)->severity == KBS_FATAL);
        probe_release(&p);
    }
    run_sql("whole.gpkg", "UPDATE parsel SET geom = X'47500001' WHERE fid = 1");
    probe_run(&p, "whole.gpkg", NULL);
    assert_true(p.opened != KBS_OK || p.ended != KBS_END || p.without_shape == 1);
    probe_release(&p);
}

/* ---- FlatGeobuf ---- */

static void flatgeobuf__cut_or_lying(void **state)
{
    (void)state;
    source_probe p;
    uint8_t bytes[16384];
    probe_remove_family("flat");
    made_layer made = make("FlatGeobuf", "flat.fgb", "t", 5254, wkbPoint, NULL); /* with an index */
    add_field(made, "ad", OFTString);
    add_field(made, "no", OFTInteger);
    add_field(made, "alan", OFTReal);
    for (int i = 0; i < 40; i++) {
        char wkt[64];
        snprintf(wkt, sizeof wkt, "POINT(%d 4420000)", 487000 + i);
        add_feature(made, wkt, "x", i, i);
    }
    GDALClose(made.dataset);
    FILE *file = fopen("flat.fgb", "rb");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    probe_run(&p, "flat.fgb", NULL);
    assert_probe_read(&p, 40, 0, 0);
    probe_release(&p);
    for (size_t n = 8; n < length; n += 7) {
        probe_write("flat_cut.fgb", bytes, n);
        probe_run(&p, "flat_cut.fgb", NULL);
        assert_int_not_equal(p.opened, KBS_OK);
        assert_int_equal(base_findings_last(&p.findings)->severity, KBS_FATAL);
        probe_release(&p);
    }
    /* one feature less at the end: GDAL alone would read 39 of 40 and say nothing of it */
    size_t last = length;
    for (size_t at = 0; at < 400 && last == length; at++) {
        size_t from = length - at - 4;
        uint32_t size = (uint32_t)bytes[from] | (uint32_t)bytes[from + 1] << 8 |
                        (uint32_t)bytes[from + 2] << 16 | (uint32_t)bytes[from + 3] << 24;
        last = at > 0 && size == at ? from : last;
    }
    probe_write("flat_less.fgb", bytes, last);
    probe_run(&p, "flat_less.fgb", NULL);
    assert_probe_refused(&p, KBS_INPUT, "ogr.count", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->found, "39");
    assert_string_equal(base_findings_last(&p.findings)->expected, "40");
    probe_release(&p);
}

/* ---- MapInfo ---- */

static void mapinfo__parts_and_lies(void **state)
{
    (void)state;
    source_probe p;
    char text[8192];
    probe_remove_family("info");
    make_parcels("MapInfo File", "info.tab", "info", 5254, "ENCODING=CP1254");
    /* one record more in the header of the .dat than there are */
    FILE *file = fopen("info.dat", "r+b");
    assert_int_equal(fseek(file, 4, SEEK_SET), 0);
    assert_int_equal(fputc(3, file), 3);
    fclose(file);
    probe_run(&p, "info.tab", NULL);
    assert_probe_refused(&p, KBS_INPUT, "ogr.cut", 0, 0);
    probe_release(&p);
    assert_int_equal(unlink("info.dat"), 0);
    probe_run(&p, "info.tab", NULL);
    assert_probe_refused(&p, KBS_INPUT, "ogr.part-missing", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected, "dat");
    probe_release(&p);
    /* a line of the .mid is gone */
    probe_remove_family("pair");
    make_parcels("MapInfo File", "pair.mif", "pair", 5254, "ENCODING=CP1254");
    file = fopen("pair.mid", "rb");
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    *(strchr(text, '\n') + 1) = '\0';
    probe_write_text("pair.mid", text);
    probe_run(&p, "pair.mif", NULL);
    assert_probe_refused(&p, KBS_INPUT, "ogr.count", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->found, "1");
    assert_string_equal(base_findings_last(&p.findings)->expected, "2");
    probe_release(&p);
}

static void mapinfo__tables_that_point_elsewhere(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "!table\n!version 300\n!charset WindowsTurkish\n\nDefinition Table\n  Type NATIVE Charset "
        "\"WindowsTurkish\"\n  Fields 2\n"
        "    Table Char (100) ;\n    Description Char (25) ;\nbegin_metadata\n\"\\IsSeamless\" = "
        "\"TRUE\"\nend_metadata\n",
        "!table\n!version 300\n!charset WindowsTurkish\n\nDefinition Table\n  File "
        "\"/etc/passwd\"\n  Type \"RASTER\"\n",
        "!table\n!version 100\nOpen Table \"/etc/a\" Hide\nOpen Table \"/etc/b\" Hide\nCreate View "
        "x As\nSelect a\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        source_probe p;
        probe_run_text(&p, "points.tab", tables[i]);
        assert_probe_refused(&p, KBS_UNSUPPORTED, "ogr.table-kind", 0, 0);
        probe_release(&p);
    }
}

/* No charset stated: the bytes show it, or the option says it. */
static void mapinfo__encoding(void **state)
{
    (void)state;
    static const char header[] =
        "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\nCoordSys Earth Projection 8, 104, "
        "\"m\", 30, 0, 1, "
        "500000, 0\nColumns 1\n  ad Char(40)\nData\n\nPoint 487000 4420000\nPoint 487001 4420000\n";
    source_probe p;
    probe_write_text("neutral.mif", header);
    probe_write_text("neutral.mid", "\"\xC7"
                                    "ANKAYA MAHALLES\xDD\"\n\"\xDEi\xFEli \xE7"
                                    "ar\xFE\xFDs\xFD\"\n");
    probe_run(&p, "neutral.mif", NULL);
    assert_probe_read(&p, 2, 0, 0);
    assert_int_equal(p.source.layer.encoding, BASE_ENCODING_CP1254);
    assert_string_equal(p.source.layer.encoding_source, "bytes");
    assert_probe_text(&p, 0, "ad",
                      "\xC7"
                      "ANKAYA MAHALLES\xDD"); /* as in the file: import decodes */
    probe_release(&p);
    import_reader_options options = { .encoding = BASE_ENCODING_CP857 };
    probe_run(&p, "neutral.mif", &options);
    assert_probe_read(&p, 2, 0, 0);
    assert_int_equal(p.source.layer.encoding, BASE_ENCODING_CP857);
    assert_string_equal(p.source.layer.encoding_source, "option");
    probe_release(&p);
    probe_write_text("neutral.mid", "\"\xE3\xF5\xE3\"\n\"\xF5\"\n");
    probe_run(&p, "neutral.mif", NULL);
    assert_probe_refused(&p, KBS_INPUT, "ogr.encoding", 0, 0);
    probe_release(&p);
}

/* The schema beside it names another element: GDAL then finds nothing, and we say that records are
 * missing. */
static void gml__schema_that_hides_records(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("hides");
    make_parcels("GML", "hides.gml", "parsel", 5254, NULL);
    char xsd[8192];
    FILE *file = fopen("hides.xsd", "rb");
    size_t length = fread(xsd, 1, sizeof xsd - 1, file);
    fclose(file);
    xsd[length] = '\0';
    for (char *at = xsd; (at = strstr(at, "\"parsel")) != NULL; at += 7) {
        memcpy(at, "\"qarsel", 7);
    }
    probe_write_text("hides.xsd", xsd);
    probe_run(&p, "hides.gml", NULL);
    bool whole = p.finished == KBS_OK && p.opened == KBS_OK && p.count == 2;
    assert_true(whole || base_findings_last(&p.findings)->severity == KBS_FATAL);
    probe_release(&p);
}

/* ---- real files ---- */

/* One layer in six formats: the same records, areas and lengths. */
static void samples__minneapolis(void **state)
{
    (void)state;
    static const char *const names[] = { "geojson", "gpkg", "kml", "gml" };
    double area = 0, length = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char name[128];
        source_probe p;
        snprintf(name, sizeof name, "us-minneapolis-formats/primary_zoning.%s.zip", names[i]);
        probe_run(&p, probe_sample(name), NULL);
        assert_int_equal(p.finished, KBS_OK);
        assert_int_equal(p.opened, KBS_OK);
        assert_int_equal(p.count, 2193);
        assert_int_equal(p.source.layer.records, 2193);
        assert_int_equal(p.refused, 0);
        if (i == 0) {
            area = p.area_m2;
            length = p.length_m;
        }
        assert_true(fabs(p.area_m2 - area) < 1e-12);
        assert_true(fabs(p.length_m - length) < 1e-9);
        assert_probe_text(&p, 0, "ZONE_CODE", "C2");
        assert_true(p.source.layer.box.east_max < -93 && p.source.layer.box.north_min > 44);
        probe_release(&p);
    }
}

/* German plans: numbers of features as counted by another reader of XML; areas with curves against
 * GDAL's own linearisation. */
static void samples__xplan(void **state)
{
    (void)state;
    static const struct {
        const char *file, *layer, *crs;
        int64_t records;
        const char *with_arcs; /* records; NULL = none */
    } cases[] = {
        { "BP2070_xplan41.zip", "BP_BaugebietsTeilFlaeche", "EPSG:31467", 37, NULL },
        { "BP2070_xplan51.zip", "BP_BaugebietsTeilFlaeche", "EPSG:31467", 37, NULL },
        { "BP2135_xplan51.zip", "BP_UeberbaubareGrundstuecksFlaeche", "EPSG:31467", 22, NULL },
        { "LA22_xplan51.zip", "BP_UeberbaubareGrundstuecksFlaeche", "EPSG:31467", 225, NULL },
        { "LA67_xplan51.zip", "BP_BaugebietsTeilFlaeche", "EPSG:31467", 3, NULL },
        { "BPlan004_6-0.zip", "BP_BesondererNutzungszweckFlaeche", "EPSG:25832", 1, "1" },
        { "Blankenese29_xplan60.gml", "BP_BaugebietsTeilFlaeche", "EPSG:25832", 42, "7" },
        { "HafenCity7.gml", "BP_UeberbaubareGrundstuecksFlaeche", "EPSG:25832", 25, "4" },
        { "Rotherbaum27.gml", "BP_BaugebietsTeilFlaeche", "EPSG:25832", 4, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        char name[128];
        import_reader_options options = { .layer = cases[i].layer };
        probe_case = cases[i].file;
        snprintf(name, sizeof name, "de-xplan/%s", cases[i].file);
        probe_run(&p, probe_sample(name), &options);
        assert_probe_read(&p, cases[i].records, 0, cases[i].with_arcs == NULL ? 0 : 1);
        assert_string_equal(p.source.layer.crs, cases[i].crs);
        if (cases[i].with_arcs != NULL) {
            assert_probe_finding(&p, "ogr.curves-linearised", KBS_NOTE, 0, NULL,
                                 cases[i].with_arcs);
        }
        if (strstr(cases[i].file, ".gml") != NULL) {
            const char *const open_options[] = { "WRITE_GFS=NO", NULL };
            GDALAllRegister();
            GDALDatasetH dataset =
                GDALOpenEx(p.source.source.path, GDAL_OF_VECTOR, NULL, open_options, NULL);
            assert_non_null(dataset);
            OGRLayerH layer = GDALDatasetGetLayerByName(dataset, cases[i].layer);
            double theirs = 0;
            for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)) != NULL;) {
                OGRGeometryH flat =
                    OGR_G_GetLinearGeometry(OGR_F_GetGeometryRef(feature), 0.05, NULL);
                theirs += OGR_G_Area(flat);
                OGR_G_DestroyGeometry(flat);
                OGR_F_Destroy(feature);
            }
            GDALClose(dataset);
            assert_true(fabs(theirs - p.area_m2) < 0.5); /* both are chords, of other lengths */
        }
        probe_release(&p);
    }
}

static void samples__city_model_has_no_footprint(void **state)
{
    (void)state;
    static const char *const names[] = { "F-3239541-A.gml", "M-2826521-A.gml.zip",
                                         "M-3244705-A.gml.zip" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        source_probe p;
        char name[128];
        import_reader_options options = { .layer = "Building" };
        snprintf(name, sizeof name, "tr-ankara-citygml/%s", names[i]);
        probe_run(&p, probe_sample(name), &options);
        assert_int_equal(p.finished, KBS_OK);
        assert_int_equal(p.count, 1);
        assert_int_equal(p.refused, 1);
        assert_probe_finding(&p, "ogr.no-footprint", KBS_REFUSED, 1, NULL, NULL);
        assert_string_equal(p.source.layer.crs, "EPSG:5255");
        probe_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format__same_answer_from_all),
        cmocka_unit_test(format__dates_flags_and_large_numbers),
        cmocka_unit_test(geometry__heights_collections_surfaces),
        cmocka_unit_test(geometry__arcs_become_chords),
        cmocka_unit_test(geopackage__which_layer),
        cmocka_unit_test(geopackage__views_are_no_layers),
        cmocka_unit_test(geopackage__kept_count_is_not_believed),
        cmocka_unit_test(geopackage__text_that_is_no_utf8),
        cmocka_unit_test(geopackage__damaged),
        cmocka_unit_test(flatgeobuf__cut_or_lying),
        cmocka_unit_test(mapinfo__parts_and_lies),
        cmocka_unit_test(mapinfo__tables_that_point_elsewhere),
        cmocka_unit_test(mapinfo__encoding),
        cmocka_unit_test(gml__schema_that_hides_records),
        cmocka_unit_test(samples__minneapolis),
        cmocka_unit_test(samples__xplan),
        cmocka_unit_test(samples__city_model_has_no_footprint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
