/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GeoJSON: forms, values, coordinate systems, and the table of what is wrong and how it is told. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <gdal.h>
#include <jansson.h>
#include <ogr_api.h>

#include "source_probe.h"

#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define FEATURE(properties, geometry)                                                              \
    "{\"type\":\"Feature\",\"properties\":" properties ",\"geometry\":" geometry "}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[29,40]}"
#define RING "[[29,40],[30,40],[30,41],[29,41],[29,40]]"
#define POLYGON "{\"type\":\"Polygon\",\"coordinates\":[" RING "]}"

/* ---- forms ---- */

static void form__collection(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "t.geojson",
        "{\"name\":\"Parseller\",\"features\":[" FEATURE("{\"a\":1}", POLYGON) ",\n" FEATURE(
            "{\"b\":2}", "null") "],\"type\":\"FeatureCollection\"}");
    assert_probe_read(&p, 2, 0, 0);
    assert_string_equal(p.source.layer.name, "Parseller");
    assert_string_equal(p.source.layer.crs, "urn:ogc:def:crs:OGC:1.3:CRS84");
    assert_string_equal(p.source.layer.crs_source, "format");
    assert_int_equal(p.source.layer.encoding, BASE_ENCODING_UTF8);
    assert_true(p.source.layer.box.east_min == 29 && p.source.layer.box.north_max == 41);
    assert_int_equal(p.records[0].number, 1);
    assert_int_equal(p.records[0].line, 1);
    assert_int_equal(p.records[0].byte, 32);
    assert_int_equal(p.records[1].number, 2);
    assert_int_equal(p.records[1].line, 2);
    assert_int_equal(p.records[0].shape.type, GEO_POLYGON);
    assert_int_equal(p.records[0].shape.vertex_count, 5);
    assert_int_equal(p.records[1].shape.type, GEO_NONE);
    assert_true(p.area_m2 == 1);
    probe_release(&p);
    probe_run_text(&p, "t.geojson", COLLECTION(""));
    assert_probe_read(&p, 0, 0, 0);
    probe_release(&p);
}

static void form__documents(void **state)
{
    (void)state;
    source_probe p;
    static const char *const texts[] = {
        FEATURE("{\"a\":1}", POINT) "\n" FEATURE("{\"b\":2}", POINT) "\n", /* one a line */
        "\x1E" FEATURE("{\"a\":1}", POINT) "\n\x1E" FEATURE("{\"b\":2}", POINT) "\n", /* RFC 8142 */
        "\xEF\xBB\xBF" FEATURE("{\"a\":1}", POINT) "\r\n\r\n" FEATURE(
            "{\"b\":2}", POINT), /* mark, blank line, no last end */
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        probe_run_text(&p, "t.geojsonl", texts[i]);
        assert_probe_read(&p, 2, 0, 0);
        assert_int_equal(p.source.layer.column_count, 2);
        assert_probe_number(&p, 0, "a", 1);
        assert_probe_text(&p, 0, "b", NULL);
        assert_probe_number(&p, 1, "b", 2);
        assert_string_equal(p.source.layer.name, "t");
        probe_release(&p);
    }
    probe_run_text(&p, "t.json", POLYGON);
    assert_probe_read(&p, 1, 0, 0);
    assert_int_equal(p.records[0].shape.type, GEO_POLYGON);
    probe_release(&p);
    /* a bare collection is a set of geometries, one record each */
    probe_run_text(&p, "t.json",
                   "{\"type\":\"GeometryCollection\",\"geometries\":[" POINT "," POLYGON "]}");
    assert_probe_read(&p, 2, 0, 0);
    assert_int_equal(p.records[0].shape.type, GEO_POINT);
    assert_int_equal(p.records[1].shape.type, GEO_POLYGON);
    probe_release(&p);
}

static void geometry__every_type(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        geo_type type;
        size_t vertices, rings, parts;
    } cases[] = {
        { POINT, GEO_POINT, 1, 1, 1 },
        { "{\"coordinates\":[[1,2],[3,4]],\"type\":\"MultiPoint\"}", GEO_MULTIPOINT, 2, 2, 2 },
        { "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4],[5,6]]}", GEO_LINE, 3, 1, 1 },
        { "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8]]]}",
          GEO_MULTILINE, 4, 2, 2 },
        { POLYGON, GEO_POLYGON, 5, 1, 1 },
        { "{\"coordinates\":[" RING
          ",[[29.2,40.2],[29.2,40.4],[29.4,40.4],[29.2,40.2]]],\"type\":\"Polygon\"}",
          GEO_POLYGON, 9, 2, 1 },
        { "{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[[[1,2],[3,2],[3,4],[1,2]]]]}",
          GEO_MULTIPOLYGON, 9, 2, 2 },
        { "{\"type\":\"GeometryCollection\",\"geometries\":[" POLYGON "," POLYGON "]}",
          GEO_MULTIPOLYGON, 10, 2, 2 },
        { "{\"type\":\"GeometryCollection\",\"geometries\":[" POINT "]}", GEO_MULTIPOINT, 1, 1, 1 },
        { "{\"type\":\"GeometryCollection\",\"geometries\":[]}", GEO_NONE, 0, 0, 0 },
        { "null", GEO_NONE, 0, 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        char text[1024];
        snprintf(text, sizeof text,
                 COLLECTION("{\"geometry\":%s,\"type\":\"Feature\",\"properties\":null}"),
                 cases[i].text);
        probe_run_text(&p, "t.geojson", text);
        assert_probe_read(&p, 1, 0, 0);
        assert_int_equal(p.records[0].shape.type, cases[i].type);
        assert_int_equal(p.records[0].shape.vertex_count, cases[i].vertices);
        assert_int_equal(p.records[0].shape.ring_count, cases[i].rings);
        assert_int_equal(p.records[0].shape.part_count, cases[i].parts);
        probe_release(&p);
    }
}

static void geometry__heights_and_turn_are_noted_once(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "t.geojson",
        COLLECTION(FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[1,2,3]}") "," FEATURE(
            "{}", "{\"type\":\"Point\",\"coordinates\":[1,2,3,4]}") "," FEATURE("{}", POINT)));
    assert_probe_read(&p, 3, 0, 1);
    assert_probe_finding(&p, "source.heights-dropped", KBS_NOTE, 0, NULL, "2");
    probe_release(&p);
    probe_run_text(&p, "t.geojson",
                   COLLECTION(FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],["
                                            "1,1],[0,0]]]}") "," FEATURE("{}", POLYGON)));
    assert_probe_read(&p, 2, 0, 1);
    assert_probe_finding(&p, "geojson.turn", KBS_NOTE, 0, NULL, "1");
    probe_release(&p);
}

/* ---- values ---- */

static void values__as_they_are(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(&p, "t.geojson",
                   COLLECTION(FEATURE(
                       "{\"t\":\"  \\u00C7ankaya \\\"x\\\" \\/ "
                       "\\uD83C\\uDFE0\\t\",\"n\":0.4e-1,\"i\":-12,\"big\":12345678901234567890,"
                       "\"yes\":true,\"no\":false,\"o\":{ \"a\" : [ 1 , \"b c\" ] },\"l\":[ "
                       "],\"z\":null,\"e\":\"\"}",
                       "null")));
    assert_probe_read(&p, 1, 0, 0);
    assert_int_equal(p.source.layer.column_count, 10);
    assert_probe_text(&p, 0, "t",
                      "\xC3\x87"
                      "ankaya \"x\" / \xF0\x9F\x8F\xA0");
    assert_probe_number(&p, 0, "n", 0.04);
    assert_probe_number(&p, 0, "i", -12);
    assert_probe_text(&p, 0, "big", "12345678901234567890"); /* as a number it would lose digits */
    assert_probe_text(&p, 0, "yes", "true");
    assert_probe_text(&p, 0, "no", "false");
    assert_probe_text(&p, 0, "o", "{\"a\":[1,\"b c\"]}");
    assert_probe_text(&p, 0, "l", "[]");
    assert_probe_text(&p, 0, "z", NULL);
    assert_probe_text(&p, 0, "e", "");
    probe_release(&p);
}

static void values__columns_are_the_union(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "t.geojson",
        COLLECTION(FEATURE("{\"b\":1,\"a\":\"x\"}", "null") "," FEATURE(
            "{\"c\":true,\"a\":null}",
            "null") "," FEATURE("{\"d\":[1],\"b\":2.5}", "null") "," FEATURE("{\"c\":1}", "null")));
    assert_probe_read(&p, 4, 0, 0);
    static const import_column expected[] = {
        { "b", 'N' }, { "a", 'C' }, { "c", 'C' }, { "d", 'B' }
    };
    assert_int_equal(p.source.layer.column_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(p.source.layer.columns[i].name, expected[i].name);
        assert_int_equal(p.source.layer.columns[i].type, expected[i].type);
    }
    assert_probe_text(&p, 1, "b", NULL); /* not the value of the record before */
    probe_release(&p);
}

static void values__not_a_number_is_empty(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(&p, "t.geojson", COLLECTION(FEATURE("{\"h\":NaN,\"g\":1}", POINT)));
    assert_probe_read(&p, 1, 0, 1);
    assert_probe_finding(&p, "geojson.value-not-a-number", KBS_NOTE, 1, "h", "NaN");
    assert_probe_text(&p, 0, "h", NULL);
    probe_release(&p);
}

static void values__limits(void **state)
{
    (void)state;
    source_probe p;
    size_t room = 400000;
    char *text = malloc(room);
    assert_non_null(text);
    for (int over = 0; over <= 1; over++) { /* 65 536 bytes of text, and one more */
        int at = snprintf(text, room,
                          "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"t\":\"");
        memset(text + at, 'x', 65536 + (size_t)over);
        strcpy(text + at + 65536 + over, "\"}}");
        probe_run_text(&p, "t.geojson", text);
        if (over == 0) {
            assert_probe_read(&p, 1, 0, 0);
            assert_int_equal(p.records[0].values[0].length, 65536);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "geojson.text-long", 1, 53);
        }
        probe_release(&p);
    }
    for (int count = 255; count <= 256; count++) { /* fields */
        int at = snprintf(text, room, "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{");
        for (int i = 0; i < count; i++) {
            at += snprintf(text + at, room - (size_t)at, "%s\"f%d\":%d", i == 0 ? "" : ",", i, i);
        }
        strcpy(text + at, "}}");
        probe_run_text(&p, "t.geojson", text);
        if (count == 255) {
            assert_probe_read(&p, 1, 0, 0);
            assert_probe_number(&p, 0, "f254", 254);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "source.fields-many", 0, 0);
        }
        probe_release(&p);
    }
    for (int length = 64; length <= 65; length++) { /* bytes of a field's name */
        char name[66];
        memset(name, 'n', 65);
        name[length] = '\0';
        snprintf(text, room,
                 COLLECTION("{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"%s\":1}}"),
                 name);
        probe_run_text(&p, "t.geojson", text);
        if (length == 64) {
            assert_probe_read(&p, 1, 0, 0);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "source.field-long", 0, 0);
        }
        probe_release(&p);
    }
    free(text);
}

static void value__json_too_long_refuses_the_record(void **state)
{
    (void)state;
    source_probe p;
    size_t room = 300000;
    char *text = malloc(room);
    assert_non_null(text);
    int at =
        snprintf(text, room,
                 "{\"type\":\"FeatureCollection\",\"features\":[" FEATURE(
                     "{\"a\":1}",
                     POINT) ",{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":[1");
    for (int i = 0; i < 40000; i++) {
        at += snprintf(text + at, room - (size_t)at, ", 2");
    }
    strcpy(text + at, "]}}]}");
    probe_run_text(&p, "t.geojson", text);
    assert_probe_read(&p, 2, 1, 1);
    assert_probe_finding(&p, "geojson.value-long", KBS_REFUSED, 2, "a", NULL);
    probe_release(&p);
    free(text);
}

/* ---- coordinate systems ---- */

static void crs__member(void **state)
{
    (void)state;
    source_probe p;
    static const struct {
        const char *member, *crs, *source, *code;
    } cases[] = {
        { "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::5254\"}},",
          "urn:ogc:def:crs:EPSG::5254", "crs member", NULL },
        { "\"crs\":{\"properties\":{\"code\":5254},\"type\":\"EPSG\"},", "5254", "crs member",
          NULL },
        { "\"crs\":{\"type\":\"link\",\"properties\":{\"href\":\"http://127.0.0.1:9/"
          "crs\",\"type\":\"proj4\"}},",
          NULL, NULL, "geojson.crs" },
        { "\"crs\":null,", NULL, NULL, "geojson.crs" },
        { "\"name\":\"urn:ogc:def:crs:EPSG::5254\",", "urn:ogc:def:crs:OGC:1.3:CRS84", "format",
          NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int last = 0; last <= 1; last++) { /* before and after the features */
            char text[1024], member[256];
            strcpy(member, cases[i].member);
            if (last == 1) {
                member[strlen(member) - 1] = '\0';
            }
            snprintf(
                text, sizeof text,
                "{%s\"type\":\"FeatureCollection\",\"features\":[" FEATURE("{}", POINT) "]%s%s}",
                last == 0 ? member : "", last == 0 ? "" : ",", last == 0 ? "" : member);
            probe_run_text(&p, "t.geojson", text);
            assert_probe_read(&p, 1, 0, cases[i].code == NULL ? 0 : 1);
            assert_true(probe_same(p.source.layer.crs, cases[i].crs));
            assert_true(probe_same(p.source.layer.crs_source, cases[i].source));
            if (cases[i].code != NULL) {
                assert_probe_finding(&p, cases[i].code, KBS_NOTE, 0, NULL, NULL);
            }
            probe_release(&p);
        }
    }
}

static void crs__metres_without_a_name(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "t.geojson",
        COLLECTION(FEATURE(
            "{}",
            "{\"type\":\"LineString\",\"coordinates\":[[487012.35,4420117.8],[487100,4420200]]}")));
    assert_probe_read(&p, 1, 0, 1);
    assert_null(p.source.layer.crs);
    assert_probe_finding(&p, "geojson.metres", KBS_NOTE, 0, NULL, NULL);
    assert_true(p.source.layer.box.east_min == 487012.35);
    assert_true(p.source.layer.box.north_max == 4420200);
    probe_release(&p);
}

/* ---- what refuses the whole source ---- */

static void source__structure_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        int64_t line, column;
    } cases[] = {
        { "{\"type\":\"FeatureCollection\",\"features\":[", "geojson.cut", 1, 41 },
        { "{\"type\":\"FeatureCollection\",\n\"features\":[{\"a\":\"x", "geojson.cut", 2, 20 },
        { "{\"type\":\"FeatureCollection\"", "geojson.cut", 1, 28 },
        { "{\"type\":\"FeatureCollection\",\"features\":[]} x", "geojson.syntax", 1, 44 },
        { "{\"type\":\"FeatureCollection\",\"features\":[]}\n" POINT, "geojson.documents", 2, 0 },
        { POINT " " POINT, "geojson.documents", 1, 0 },
        { POINT "\n" COLLECTION(""), "geojson.documents", 2, 0 },
        { "{\"type\":\"FeatureCollection\", // comment\n\"features\":[]}", "geojson.syntax", 1,
          30 },
        { "{'type':'FeatureCollection'}", "geojson.syntax", 1, 2 },
        { "{\"type\":\"FeatureCollection\",\"features\":[],}", "geojson.syntax", 1, 43 },
        { "{\"type\":\"FeatureCollection\" \"features\":[]}", "geojson.syntax", 1, 29 },
        { "{\"type\" \"FeatureCollection\"}", "geojson.syntax", 1, 9 },
        { COLLECTION(FEATURE("{\"a\":012}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":1.}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":.5}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":+5}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":0x10}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":1e}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":True}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"x\\q\"}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\u00G0\"}", "null")), "geojson.syntax", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":1,\"b\":2,\n\"a\":3}", "null")), "geojson.key-twice", 2, 1 },
        { COLLECTION("{\"type\":\"Feature\",\"type\":\"Feature\"}"), "geojson.key-twice", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\xC7"
                             "ankaya\"}",
                             "null")),
          "geojson.utf8", 1, 78 },
        { COLLECTION(FEATURE("{\"a\":\"\xED\xA0\x80\"}", "null")), "geojson.utf8", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\uD800\"}", "null")), "geojson.surrogate", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\uDC00\\uD800\"}", "null")), "geojson.surrogate", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\uD800x\"}", "null")), "geojson.surrogate", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\u0000\"}", "null")), "geojson.text-control", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"\\u0007\"}", "null")), "geojson.text-control", 0, 0 },
        { COLLECTION(FEATURE("{\"a\":\"x\ty\"}", "null")), "geojson.text-control", 1, 79 },
        { COLLECTION(FEATURE("{\"a\":\"x\ny\"}", "null")), "geojson.text-control", 0, 0 },
        { "{\"type\":\"featurecollection\",\"features\":[]}", "geojson.not-geojson", 0, 0 },
        { "{\"type\":null,\"features\":[]}", "geojson.not-geojson", 0, 0 },
        { "{\"features\":[]}", "geojson.not-geojson", 0, 0 },
        { "{\"type\":\"Topology\",\"objects\":{}}", "geojson.not-geojson", 0, 0 },
        { "{\"type\":\"FeatureCollection\"}", "geojson.features", 0, 0 },
        { "{\"type\":\"FeatureCollection\",\"features\":{}}", "geojson.features", 0, 0 },
        { POINT "\n[1,2]", "geojson.not-geojson", 2, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        probe_case = cases[i].text;
        probe_run_text(&p, "t.geojson", cases[i].text);
        assert_probe_refused(&p, KBS_INPUT, cases[i].code, cases[i].line, cases[i].column);
        assert_int_equal(p.findings.count, 1);
        assert_string_equal(p.findings.items[0].file, "t.geojson");
        probe_release(&p);
    }
}

static void source__nested_too_deep(void **state)
{
    (void)state;
    for (int depth = 30; depth <= 31;
         depth++) { /* and two around it: the document and its foreign member */
        source_probe p;
        char text[256] = "{\"type\":\"FeatureCollection\",\"features\":[],\"x\":[";
        for (int i = 0; i < depth; i++) {
            strcat(text, "[");
        }
        for (int i = 0; i < depth; i++) {
            strcat(text, "]");
        }
        strcat(text, "]}");
        probe_run_text(&p, "t.geojson", text);
        if (depth == 30) {
            assert_probe_read(&p, 0, 0, 0);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "geojson.depth", 1, 78);
        }
        probe_release(&p);
    }
}

static void source__too_many_keys(void **state)
{
    (void)state;
    for (int count = 510; count <= 511; count++) { /* and "type" and "features" */
        source_probe p;
        char text[16384] = "{\"type\":\"FeatureCollection\",\"features\":[]";
        for (int i = 0; i < count; i++) {
            char member[24];
            snprintf(member, sizeof member, ",\"k%d\":0", i);
            strcat(text, member);
        }
        strcat(text, "}");
        probe_run_text(&p, "t.geojson", text);
        if (count == 510) {
            assert_probe_read(&p, 0, 0, 0);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "geojson.keys-many", 0, 0);
        }
        probe_release(&p);
    }
}

/* ---- what refuses a record ---- */

static void record__is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *feature, *code, *field, *found;
    } cases[] = {
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[NaN,40]}"), "geojson.not-a-number",
          "coordinates/0", "NaN" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[29,Infinity]}"),
          "geojson.not-a-number", "coordinates/1", "Infinity" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[-Infinity,1]}"),
          "geojson.not-a-number", "coordinates/0", "-Infinity" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[1e999,1]}"), "geojson.not-a-number",
          "coordinates/0", "1e999" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[\"29\",\"40\"]}"),
          "geojson.not-a-number", "coordinates/0", "29" },
        { FEATURE("{}",
                  "{\"type\":\"Polygon\",\"coordinates\":[[[29,40],[30,40],[30,null],[29,40]]]}"),
          "geojson.not-a-number", "coordinates/0/2/1", "null" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[true,1]}"), "geojson.not-a-number",
          "coordinates/0", "true" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[{\"a\":[1,2]},1]}"),
          "geojson.not-a-number", "coordinates/0", "{" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[29,[40]]}"), "geojson.not-a-number",
          "coordinates/1", "[" },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":[29]}"), "geojson.position",
          "coordinates", NULL },
        { FEATURE("{}", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[1,2,3,4,5]]}"),
          "geojson.position", "coordinates/1/4", "5" },
        { FEATURE("{}", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3]]}"),
          "geojson.position", "coordinates/1", NULL },
        { FEATURE("{}", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[]]}"), "geojson.position",
          "coordinates/1", NULL },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[[29,40],[30,40],[30,41],[29,40]]}"),
          "geojson.nesting", "coordinates", NULL },
        { FEATURE("{}", "{\"type\":\"Point\",\"coordinates\":" RING "}"), "geojson.nesting",
          "coordinates", NULL },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[[[[[[29,40]]]]]]}"),
          "geojson.nesting", NULL, NULL },
        { FEATURE("{}",
                  "{\"type\":\"Polygon\",\"coordinates\":[[[29,40],[[30,40]],[30,41],[29,40]]]}"),
          "geojson.uneven", "coordinates/0/1/0", "[" },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[[[29,40],5]]}"), "geojson.uneven",
          "coordinates/0/1", "5" },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[]}"), "geojson.empty",
          "coordinates", NULL },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":[[]]}"), "geojson.empty",
          "coordinates/0", NULL },
        { FEATURE("{}", "{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[]]}"),
          "geojson.empty", "coordinates/1", NULL },
        { FEATURE("{}", "{\"type\":\"Polygon\",\"coordinates\":\"x\"}"), "geojson.type",
          "coordinates", "x" },
        { FEATURE("{}", "{\"type\":\"Circle\",\"coordinates\":[1,2]}"), "geojson.type", "type",
          "Circle" },
        { FEATURE("{}", "{\"type\":\"polygon\",\"coordinates\":[1,2]}"), "geojson.type", "type",
          "polygon" },
        { FEATURE("{}", "{\"type\":5,\"coordinates\":[1,2]}"), "geojson.type", "type", "5" },
        { FEATURE("{}", "{\"coordinates\":[1,2]}"), "geojson.member", "type", NULL },
        { FEATURE("{}", "{\"type\":\"Point\"}"), "geojson.member", "coordinates", NULL },
        { FEATURE("{}", "\"POINT (29 40)\""), "geojson.type", "geometry", "POINT (29 40)" },
        { FEATURE("{}", "[]"), "geojson.type", "geometry", "[" },
        { FEATURE("{}", "{\"type\":\"GeometryCollection\",\"geometries\":[" POINT "," POLYGON "]}"),
          "geojson.mixed-collection", "geometries", NULL },
        { FEATURE("{}", "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":"
                        "\"GeometryCollection\",\"geometries\":[" POINT "]}]}"),
          "geojson.nested-collection", "geometries", "[" },
        { FEATURE("{}", "{\"type\":\"GeometryCollection\",\"geometries\":[null]}"), "geojson.type",
          "geometries", "null" },
        { FEATURE("{}", "{\"type\":\"GeometryCollection\"}"), "geojson.member", "geometries",
          NULL },
        { FEATURE("[]", POINT), "geojson.type", "properties", "[" },
        { FEATURE("5", POINT), "geojson.type", "properties", "5" },
        { "{\"type\":\"Feature\",\"geometry\":" POINT "}", "geojson.member", "properties", NULL },
        { "{\"type\":\"Feature\",\"properties\":{}}", "geojson.member", "geometry", NULL },
        { "{\"properties\":{},\"geometry\":" POINT "}", "geojson.member", "type", NULL },
        { POINT, "geojson.type", "type", "Point" },
        { "{\"type\":\"Feature\",\"id\":{},\"properties\":{},\"geometry\":" POINT "}",
          "geojson.type", "id", "{" },
        { "{\"type\":\"Feature\",\"bbox\":[1,2],\"properties\":{},\"geometry\":" POINT "}",
          "geojson.bbox", "bbox", NULL },
        { "{\"type\":\"Feature\",\"coordinates\":[1,2],\"properties\":{},\"geometry\":" POINT "}",
          "geojson.both", "coordinates", NULL },
        { "null", "geojson.type", NULL, "null" },
        { "7", "geojson.type", NULL, "7" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        char text[2048];
        probe_case = cases[i].feature;
        snprintf(text, sizeof text,
                 "{\"type\":\"FeatureCollection\",\"features\":[" FEATURE(
                     "{\"n\":1}", POLYGON) ",\n%s,\n" FEATURE("{\"n\":3}", POLYGON) "]}",
                 cases[i].feature);
        probe_run_text(&p, "t.geojson", text);
        assert_probe_read(&p, 3, 1, 1);
        assert_true(p.records[1].refused);
        const kbs_finding *f = &p.findings.items[0];
        if (cases[i].field == NULL && strcmp(cases[i].code, "geojson.nesting") == 0) {
            assert_string_equal(f->code, cases[i].code);
        } else {
            f = assert_probe_finding(&p, cases[i].code, KBS_REFUSED, 2, cases[i].field,
                                     cases[i].found);
        }
        assert_int_equal(f->line, 2);
        assert_string_equal(f->layer, "t");
        assert_probe_number(&p, 2, "n", 3); /* the next record is not touched by it */
        assert_int_equal(p.records[2].shape.vertex_count, 5);
        probe_release(&p);
    }
}

static void record__place_has_the_last_good_position(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "t.geojson",
        COLLECTION(
            FEATURE("{}", "{\"type\":\"LineString\",\"coordinates\":[[29.5,40.5],\n[30,null]]}")));
    assert_probe_read(&p, 1, 1, 1);
    const kbs_finding *f =
        assert_probe_finding(&p, "geojson.not-a-number", KBS_REFUSED, 1, "coordinates/1/1", "null");
    assert_int_equal(f->line, 2);
    assert_int_equal(f->column, 5);
    assert_true(f->has_coordinate && f->east == 29.5 && f->north == 40.5);
    probe_release(&p);
}

/* ---- windows, cuts, and jansson's opinion ---- */

/* A file of several windows, so that tokens fall on their borders at many places. */
static void window__borders_lose_nothing(void **state)
{
    (void)state;
    source_probe p;
    const int features = 20000;
    size_t room = (size_t)features * 200, at = 0;
    char *text = malloc(room);
    assert_non_null(text);
    at += (size_t)sprintf(text, "{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (int i = 0; i < features; i++) {
        at += (size_t)sprintf(text + at,
                              "%s{\"type\":\"Feature\",\"properties\":{\"n\":%d,\"t\":\"%.*"
                              "s\\u00e7%d\"},\"geometry\":"
                              "{\"type\":\"Point\",\"coordinates\":[%d.5,%d.25]}}",
                              i == 0 ? "" : ",\n", i, i % 41,
                              "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", i, i % 180,
                              i % 90);
    }
    sprintf(text + at, "]}");
    assert_true(strlen(text) > 2 * 1048576);
    probe_run_text(&p, "t.geojson", text);
    assert_probe_read(&p, features, 0, 0);
    for (int i = 0; i < features; i++) {
        char expected[80];
        sprintf(expected, "%.*s\xC3\xA7%d", i % 41,
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", i);
        assert_true(p.records[i].values[0].number == i);
        assert_string_equal(p.records[i].values[1].text, expected);
        assert_true(p.records[i].shape.vertices[0].east == i % 180 + 0.5);
        assert_int_equal(p.records[i].line, i + 2);
        assert_memory_equal(text + p.records[i].byte, "{\"type\":\"Feature\"", 17);
    }
    probe_release(&p);
    free(text);
}

/* Cut at every byte, and with one byte changed at every place: what we call JSON, jansson must call
 * JSON too, and what we refuse for its syntax jansson must refuse, but for what we allow (NaN) and
 * forbid (control characters, depth) on purpose. */
static void syntax__agrees_with_jansson(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"type\":\"FeatureCollection\",\"name\":\"\xC3\x96\\u00fc\",\"features\":[" FEATURE(
            "{\"a\":-1.5e+3,\"b\":[true,false,null,{}],\"c\":\"\\\\\"}", POLYGON) "]}";
    char text[sizeof whole];
    size_t length = sizeof whole - 1, refused = 0;
    for (size_t i = 0; i < length * 3; i++) {
        source_probe p;
        json_error_t error;
        size_t at = i % length, count = length;
        memcpy(text, whole, sizeof whole);
        if (i < length) {
            count = at + 1;
        } else {
            text[at] = (char)(i < 2 * length ? text[at] ^ 1 : ' ');
        }
        probe_write("t.geojson", text, count);
        probe_run(&p, "t.geojson", NULL);
        json_t *tree = json_loadb(text, count, JSON_REJECT_DUPLICATES, &error);
        const kbs_finding *last = base_findings_last(&p.findings);
        bool syntax = p.opened != KBS_OK && (strcmp(last->code, "geojson.syntax") == 0 ||
                                             strcmp(last->code, "geojson.cut") == 0 ||
                                             strcmp(last->code, "geojson.utf8") == 0);
        if (p.opened == KBS_OK ? tree == NULL : syntax && tree != NULL) {
            fprintf(stderr, "%.*s\n  ours: %s; jansson: %s\n", (int)count, text,
                    p.opened == KBS_OK ? "ok" : last->code, tree == NULL ? error.text : "ok");
            fail();
        }
        refused += p.opened != KBS_OK ? 1 : 0;
        json_decref(tree);
        probe_release(&p);
    }
    assert_true(refused > length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(form__collection),
        cmocka_unit_test(form__documents),
        cmocka_unit_test(geometry__every_type),
        cmocka_unit_test(geometry__heights_and_turn_are_noted_once),
        cmocka_unit_test(values__as_they_are),
        cmocka_unit_test(values__columns_are_the_union),
        cmocka_unit_test(values__not_a_number_is_empty),
        cmocka_unit_test(values__limits),
        cmocka_unit_test(value__json_too_long_refuses_the_record),
        cmocka_unit_test(crs__member),
        cmocka_unit_test(crs__metres_without_a_name),
        cmocka_unit_test(source__structure_is_wrong),
        cmocka_unit_test(source__nested_too_deep),
        cmocka_unit_test(source__too_many_keys),
        cmocka_unit_test(record__is_wrong),
        cmocka_unit_test(record__place_has_the_last_good_position),
        cmocka_unit_test(window__borders_lose_nothing),
        cmocka_unit_test(syntax__agrees_with_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
