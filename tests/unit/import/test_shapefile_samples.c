/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Real shapefiles, with GDAL as the judge: the same number of records, the same rings, the same
 * values. Where a file is refused, the reason is the one that a person would want. Skipped where
 * the files are not there (KBS_SAMPLES). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>

#include "base/number.h"
#include "shp_assert.h"

static const char *samples_folder(void)
{
    const char *folder = getenv("KBS_SAMPLES");
    return folder == NULL || *folder == '\0' ? NULL : folder;
}

static const char *sample(char path[1024], const char *name)
{
    snprintf(path, 1024, "%s/%s", samples_folder(), name);
    return path;
}

static bool is_there(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in != NULL) {
        fclose(in);
    }
    return in != NULL;
}

/* ---- the judge ---- */

static bool same_vertex(geo_vertex v, OGRGeometryH line, int i)
{
    return v.east == OGR_G_GetX(line, i) && v.north == OGR_G_GetY(line, i);
}

/* One of our rings against one of GDAL's, in the same or in the opposite direction. */
static bool same_ring(const geo_shape *shape, size_t ring, OGRGeometryH line)
{
    size_t count = 0;
    const geo_vertex *vertices = geo_shape_ring(shape, ring, &count);
    bool forward = (size_t)OGR_G_GetPointCount(line) == count;
    bool backward = forward;
    for (size_t i = 0; i < count && (forward || backward); i++) {
        forward = forward && same_vertex(vertices[i], line, (int)i);
        backward = backward && same_vertex(vertices[i], line, (int)(count - 1 - i));
    }
    return forward || backward;
}

/* Finds each of GDAL's rings, lines or points among ours and counts them. GDAL sorts rings into
 * polygons, so the order differs; `used` marks ours that were found. */
static size_t match_rings(const geo_shape *shape, bool *used, OGRGeometryH geometry)
{
    size_t count = 0;
    const int parts = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < parts; i++) {
        count += match_rings(shape, used, OGR_G_GetGeometryRef(geometry, i));
    }
    if (parts > 0 || OGR_G_GetPointCount(geometry) == 0) {
        return count;
    }
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        if (!used[ring] && same_ring(shape, ring, geometry)) {
            used[ring] = true;
            return 1;
        }
    }
    fail_msg("record has a ring that GDAL reads differently");
    return 0;
}

static void compare_shape(const geo_shape *shape, OGRGeometryH geometry)
{
    if (geometry == NULL) {
        assert_int_equal(shape->type, GEO_NONE);
        return;
    }
    bool *used = calloc(shape->ring_count + 1, sizeof *used);
    assert_non_null(used);
    assert_int_equal(match_rings(shape, used, geometry), shape->ring_count);
    free(used);
}

/* A value against GDAL's; texts are compared as bytes, because it opened the file without
 * recoding. */
static void compare_value(const import_value *value, OGRFeatureH feature, int field)
{
    char text[512];
    const OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, field));
    if (!OGR_F_IsFieldSetAndNotNull(feature, field)) {
        /* GDAL takes "****" and the date "00000000" for nothing; here they are texts. */
        assert_true(value->type == IMPORT_VALUE_NULL || value->text[0] == '*' ||
                    (type == OFTDate && memcmp(value->text, "00000000", 8) == 0));
        return;
    }
    const char *expected = OGR_F_GetFieldAsString(feature, field);
    if (value->type == IMPORT_VALUE_NULL) {
        assert_int_equal(strspn(expected, " "), strlen(expected));
        return;
    }
    assert_true(value->length < sizeof text);
    memcpy(text, value->text, value->length);
    text[value->length] = '\0';
    if (type == OFTInteger || type == OFTInteger64 || type == OFTReal) {
        double number = 0;
        assert_true(base_number_parse(text, value->length, &number));
        assert_true(number == OGR_F_GetFieldAsDouble(feature, field));
    } else if (type == OFTString) {
        while (*expected == ' ') {
            expected++;
        }
        assert_string_equal(text, expected);
    }
}

static GDALDatasetH open_judge(const char *path)
{
    static const char *const drivers[] = { "ESRI Shapefile", NULL };
    static const char *const options[] = { "ENCODING=", NULL };
    GDALAllRegister();
    return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
}

/* Reads with both and compares all; returns how many vertices were compared. */
static size_t compare_with_judge(const char *path, const import_reader_options *options)
{
    shp_probe probe;
    size_t vertices = 0;
    GDALDatasetH judge = open_judge(path);
    assert_non_null(judge);
    OGRLayerH layer = GDALDatasetGetLayer(judge, 0);
    shp_probe_open(&probe, path, options);
    assert_int_equal(probe.opened, KBS_OK);
    assert_int_equal(probe.records, OGR_L_GetFeatureCount(layer, 1));
    assert_int_equal(probe.layer.column_count, OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)));
    while (shp_probe_next(&probe) == KBS_OK) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        assert_non_null(feature);
        assert_int_equal(OGR_F_GetFID(feature) + 1, probe.record.number);
        if (!probe.record.refused) {
            compare_shape(&probe.record.shape, OGR_F_GetGeometryRef(feature));
            vertices += probe.record.shape.vertex_count;
        }
        for (int i = 0; i < (int)probe.layer.column_count; i++) {
            if (probe.layer.columns[i].type != 'B') {
                compare_value(&probe.record.values[i], feature, i);
            }
        }
        OGR_F_Destroy(feature);
    }
    assert_int_equal(probe.ended, KBS_END);
    assert_int_equal(shp_probe_finish(&probe), KBS_OK);
    assert_null(OGR_L_GetNextFeature(layer));
    shp_probe_release(&probe);
    GDALClose(judge);
    return vertices;
}

/* ---- what is known of each file ---- */

/* What SOURCES.md of the folder says, and what the reader has to say about it. */
typedef struct known {
    const char *path;
    int64_t records, without_shape, refused;
    base_encoding encoding;
    const char *source; /* who decided on the code page */
    const char *notes;  /* codes, in the order in which they come, with blanks between */
} known;

#define PLU "fr-simplu3d/44118_PLU_20150219/"
#define MAPSHAPER "shp-edge/mapshaper/"
#define ISSUES "shp-edge/mapshaper-issues/"

static const known files[] = {
    { ISSUES "166/a_utm.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "166/b_utm.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "166/c_utm.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "166/d_geo.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "166/e_merc.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "193/three_points.shp", 3, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { ISSUES "518_519_shp_reading/data_corruption_error.shp", 8, 0, 0, BASE_ENCODING_UTF8, "cpg",
      "shp.heights shp.record-numbers" },
    { ISSUES "518_519_shp_reading/max_callstack_error.shp", 138, 0, 0, BASE_ENCODING_ASCII, NULL,
      "shp.record-numbers shp.header-box" },
    { ISSUES "invalid_coords/invalid_coordinates.shp", 1, 0, 1, BASE_ENCODING_ASCII, "bytes",
      "shp.column-width shp.coordinate" },
    { ISSUES "point_shapefile_import_error/points.shp", 2, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "geo_lines.shp", 6, 0, 0, BASE_ENCODING_CP1252, "dbf language byte",
      "shp.unused-bytes" },
    { MAPSHAPER "latin1-property.shp", 1, 0, 0, BASE_ENCODING_CP1252, "dbf language byte", "" },
    { MAPSHAPER "nad27/popctr_state1970.shp", 51, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "six_counties.shp", 6, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "three_points.shp", 3, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "two_states.shp", 2, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "two_states_mercator.shp", 2, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { MAPSHAPER "utf8-property.shp", 1, 0, 0, BASE_ENCODING_UTF8, "cpg", "" },
    { "shp-edge/pyshp/blockgroups.shp", 663, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "shp-edge/pyshp/corrupt_too_long.shp", 10, 0, 0, BASE_ENCODING_ASCII, "bytes",
      "shp.longer shp.table-tail shp.unused-bytes" },
    { "shp-encodings/encoding_1250.shp", 18, 0, 0, BASE_ENCODING_CP1250, "cpg", "" },
    { "shp-encodings/encoding_1251.shp", 18, 0, 0, BASE_ENCODING_CP1251, "cpg", "" },
    { "shp-encodings/encoding_1254.shp", 18, 0, 0, BASE_ENCODING_CP1254, "cpg", "" },
    { "shp-encodings/encoding_437.shp", 18, 0, 0, BASE_ENCODING_CP437, "cpg", "" },
    { "shp-encodings/encoding_88591.shp", 18, 0, 0, BASE_ENCODING_ISO8859_1, "cpg", "" },
    { "shp-encodings/encoding_88592.shp", 18, 0, 0, BASE_ENCODING_ISO8859_2, "cpg", "" },
    { "shp-encodings/encodings_utf-8.shp", 18, 0, 0, BASE_ENCODING_UTF8, "cpg", "" },
    { PLU "DOC_URBA.shp", 404, 404, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { PLU "DOC_URBA_COM.shp", 410, 410, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { PLU "INFO_SURF.shp", 5, 0, 0, BASE_ENCODING_CP1252, "dbf language byte", "" },
    { PLU "PRESCRIPTION_LIN.shp", 466, 0, 0, BASE_ENCODING_CP1252, "dbf language byte", "" },
    { PLU "PRESCRIPTION_PCT.shp", 57, 0, 0, BASE_ENCODING_CP1252, "dbf language byte", "" },
    { PLU "PRESCRIPTION_SURF.shp", 172, 0, 0, BASE_ENCODING_CP1252, "dbf language byte", "" },
    { PLU "ZONE_URBA.shp", 124, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "fr-simplu3d/demo-01/DOC_URBA.shp", 1, 0, 1, BASE_ENCODING_ASCII, "bytes", "shp.coordinate" },
    { "fr-simplu3d/demo-01/PARCELLE.shp", 84, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "fr-simplu3d/demo-01/ZONE_URBA.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "fr-simplu3d/demo-02/PARCELLE.SHP", 626, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "fr-simplu3d/demo-02/ZONE_URBA.shp", 1, 0, 0, BASE_ENCODING_ASCII, "bytes", "" },
    { "us-minneapolis-formats/primary_zoning.shp", 2193, 0, 0, BASE_ENCODING_UTF8, "cpg", "" },
};

static void codes_of(const base_findings *findings, char text[512])
{
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < findings->count && at < 400; i++) {
        at += (size_t)snprintf(text + at, 512 - at, "%s%s", i == 0 ? "" : " ",
                               findings->items[i].code);
    }
}

static void known__files(void **state)
{
    (void)state;
    char path[1024];
    char codes[512];
    if (samples_folder() == NULL) {
        skip();
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const known *k = &files[i];
        shp_probe probe;
        if (!is_there(sample(path, k->path))) {
            continue;
        }
        shp_probe_run(&probe, path, NULL);
        codes_of(&probe.findings, codes);
        if (probe.finished != KBS_OK || probe.records != k->records || probe.given != k->records ||
            probe.without_shape != k->without_shape || probe.refused != k->refused ||
            (k->source != NULL && (probe.layer.encoding != k->encoding ||
                                   strcmp(probe.layer.encoding_source, k->source) != 0)) ||
            strcmp(codes, k->notes) != 0) {
            fail_msg("%s: %d %d, %d of %d records, %d without shape, %d refused; %s", k->path,
                     probe.opened, probe.finished, (int)probe.given, (int)probe.records,
                     (int)probe.without_shape, (int)probe.refused, codes);
        }
        shp_probe_release(&probe);
    }
}

static void judged__files(void **state)
{
    (void)state;
    char path[1024];
    size_t vertices = 0;
    if (samples_folder() == NULL) {
        skip();
    }
    CPLPushErrorHandler(CPLQuietErrorHandler);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (is_there(sample(path, files[i].path))) {
            vertices += compare_with_judge(path, NULL);
        }
    }
    CPLPopErrorHandler();
    assert_true(vertices > 100000);
}

/* Layers that say nothing of their code page: refused without --encoding, right with it. */
static void judged__with_the_code_page_given(void **state)
{
    (void)state;
    static const char *const paths[] = { "fr-simplu3d/demo-01/BATIMENT.shp",
                                         "fr-simplu3d/demo-01/TRONCON_ROUTE.shp",
                                         "fr-simplu3d/demo-02/BATIMENT.shp",
                                         "fr-simplu3d/demo-02/TRONCON_ROUTE.shp" };
    const import_reader_options latin = { .encoding = BASE_ENCODING_CP1252 };
    char path[1024];
    if (samples_folder() == NULL) {
        skip();
    }
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        shp_probe probe;
        if (!is_there(sample(path, paths[i]))) {
            continue;
        }
        shp_probe_run(&probe, path, NULL);
        assert_int_equal(probe.opened, KBS_INPUT);
        const kbs_finding *f = shp_probe_finding(&probe, "shp.encoding-unknown");
        assert_non_null(f);
        assert_int_equal(f->record, 1);
        assert_non_null(f->field);
        assert_non_null(strstr(f->expected, "windows-1252"));
        shp_probe_release(&probe);
        assert_true(compare_with_judge(path, &latin) > 100);
    }
}

/* Files that are refused, and why. */
static void refused__files(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        kbs_code code;
        const char *codes;
    } cases[] = {
        { ISSUES "68/cell1.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { ISSUES "68/clipper.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { ISSUES "193/gauss_kruger.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { MAPSHAPER "ignore-properties.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { MAPSHAPER "polygons.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { MAPSHAPER "two_states_merc_copy.shp", KBS_INPUT, "shp.table-missing shp.index-missing" },
        { "shp-edge/pyshp/latin1.shp", KBS_INPUT, "shp.index-missing" },
        { "shp-encodings/mapshaper-dbf/ldid/chinese.shp", KBS_UNSUPPORTED, "shp.encoding-foreign" },
        { MAPSHAPER "two_states.shx", KBS_INPUT, "shp.index-given" },
    };
    char path[1024];
    char codes[512];
    if (samples_folder() == NULL) {
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_probe probe;
        if (!is_there(sample(path, cases[i].path))) {
            continue;
        }
        shp_probe_run(&probe, path, NULL);
        codes_of(&probe.findings, codes);
        assert_int_equal(probe.opened, cases[i].code);
        assert_string_equal(codes, cases[i].codes);
        shp_probe_release(&probe);
    }
}

/* Seven code pages of one table: each row that a code page can hold is the row of the UTF-8
 * table. */
static void encodings__one_table_in_seven(void **state)
{
    (void)state;
    static const char *const names[] = { "1250", "1251", "1254", "437", "88591", "88592" };
    char path[1024];
    size_t whole = 0;
    if (samples_folder() == NULL || !is_there(sample(path, "shp-encodings/encodings_utf-8.shp"))) {
        skip();
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        shp_probe utf8, other;
        char name[64];
        base_buffer decoded;
        base_buffer_init(&decoded, 4096);
        shp_probe_open(&utf8, sample(path, "shp-encodings/encodings_utf-8.shp"), NULL);
        snprintf(name, sizeof name, "shp-encodings/encoding_%s.shp", names[i]);
        shp_probe_open(&other, sample(path, name), NULL);
        while (shp_probe_next(&utf8) == KBS_OK) {
            size_t bad = 0;
            assert_int_equal(shp_probe_next(&other), KBS_OK);
            const import_value *expected = &utf8.record.values[1];
            const import_value *value = &other.record.values[1];
            base_buffer_clear(&decoded);
            base_encoding_decode(&decoded, other.layer.encoding, value->text, value->length, &bad);
            assert_int_equal(bad, 0);
            whole += decoded.length == expected->length &&
                     memcmp(decoded.data, expected->text, decoded.length) == 0;
        }
        assert_int_equal(shp_probe_next(&other), KBS_END);
        base_buffer_release(&decoded);
        shp_probe_release(&utf8);
        shp_probe_release(&other);
    }
    /* Counted with Python's codecs: rows of the six tables that are the UTF-8 row after
     * decoding. */
    assert_int_equal(whole, 10);
}

static void copy_out(const char *from, const char *to)
{
    assert_int_equal(CPLCopyFile(to, from), 0);
}

/* Two layers of a whole city, out of their archives. */
static void judged__cambridge(void **state)
{
    (void)state;
    static const char *const names[] = { "parcels_fy2014", "road_surfaces" };
    static const char *const extensions[] = { "shp", "shx", "dbf", "prj", "cpg" };
    static const int64_t records[] = { 13116, 205 };
    static const int64_t without_shape[] = { 1, 0 };
    char path[1024], from[2048], to[256];
    if (samples_folder() == NULL ||
        !is_there(sample(path, "us-cambridge/parcels_fy2014.shp.zip"))) {
        skip();
    }
    for (size_t i = 0; i < 2; i++) {
        shp_probe probe;
        for (size_t k = 0; k < 5; k++) {
            snprintf(from, sizeof from, "/vsizip/%s/us-cambridge/%s.shp.zip/%s.%s",
                     samples_folder(), names[i], names[i], extensions[k]);
            snprintf(to, sizeof to, "%s.%s", names[i], extensions[k]);
            copy_out(from, to);
        }
        snprintf(to, sizeof to, "%s.shp", names[i]);
        shp_probe_run(&probe, to, NULL);
        assert_int_equal(probe.finished, KBS_OK);
        assert_int_equal(probe.given, records[i]);
        assert_int_equal(probe.without_shape, without_shape[i]);
        assert_int_equal(probe.refused, 0);
        assert_int_equal(probe.findings.count, 0);
        shp_probe_release(&probe);
        assert_true(compare_with_judge(to, NULL) > 100000);
        shp_build_remove(names[i]);
    }
}

/* Tables alone, with a .shp of points made for them. */
static void tables__alone(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        uint32_t rows;
        const char *codes; /* all that is said */
    } cases[] = {
        { "shp-edge/dbf/POLYGON.dbf", 2, "shp.table-end-mark" },
        { "shp-edge/dbf/comma_separated.dbf", 7, "" },
        { "shp-edge/dbf/duplicate_fields.dbf", 5, "shp.column-repeated shp.column-repeated" },
        { "shp-edge/dbf/periphereies.dbf", 13, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/big5.dbf", 1, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/eucjp.dbf", 2, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/gbk.dbf", 1, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/latin1.dbf", 1, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/shiftjis.dbf", 2, "shp.encoding-unknown" },
        { "shp-encodings/mapshaper-dbf/utf8.dbf", 1, "" },
    };
    const double at[] = { 1, 2 };
    char path[1024];
    char codes[512];
    if (samples_folder() == NULL) {
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_probe probe;
        if (!is_there(sample(path, cases[i].path))) {
            continue;
        }
        shp_build *b = shp_build_new(SHP_BUILD_POINT);
        for (uint32_t k = 0; k < cases[i].rows; k++) {
            shp_build_part(b, at, 1);
            shp_build_end(b, "");
        }
        shp_build_done(b);
        shp_build_write(b, "table");
        shp_build_free(b);
        copy_out(path, "table.dbf");
        shp_probe_run(&probe, "table.shp", NULL);
        codes_of(&probe.findings, codes);
        assert_string_equal(codes, cases[i].codes);
        if (strcmp(codes, "shp.encoding-unknown") != 0) {
            assert_int_equal(probe.finished, KBS_OK);
            assert_int_equal(probe.given, cases[i].rows);
        }
        if (strstr(cases[i].path, "comma") != NULL) {
            assert_true(memchr(probe.record.values[0].text, ',', probe.record.values[0].length) !=
                        NULL);
        }
        shp_probe_release(&probe);
        shp_build_remove("table");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known__files),
        cmocka_unit_test(judged__files),
        cmocka_unit_test(judged__with_the_code_page_given),
        cmocka_unit_test(refused__files),
        cmocka_unit_test(encodings__one_table_in_seven),
        cmocka_unit_test(judged__cambridge),
        cmocka_unit_test(tables__alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
