/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GML and KML: what is refused before GDAL sees it, and records whose coordinates are wrong. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_probe.h"

#define NAME                                                                                       \
    "\xC3\x87"                                                                                     \
    "ankaya \xC5\x9E\xC4\xB0\xC4\x9E \xC4\xB1" /* Çankaya ŞİĞ ı */

/* ---- GML ---- */

#define GML_HEAD                                                                                   \
    "<w:FeatureCollection xmlns:w=\"http://www.opengis.net/wfs\" "                                 \
    "xmlns:gml=\"http://www.opengis.net/gml\" "                                                    \
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"
#define GML_POINT(name, position)                                                                  \
    "<gml:featureMember><t><ad>" name                                                              \
    "</ad><g><gml:Point srsName=\"EPSG:5254\"><gml:pos>" position                                  \
    "</gml:pos></gml:Point></g></t></gml:featureMember>\n"
#define GML_END "</w:FeatureCollection>\n"

static void gml__refused_before_gdal_sees_it(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        kbs_code result;
        int64_t line;
    } cases[] = {
        { "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n" GML_HEAD GML_POINT(
              "&a;", "1 2") GML_END,
          "xml.doctype", KBS_INPUT, 2 },
        { "<?xml version=\"1.0\"?>\n<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\">\n" GML_HEAD
              GML_END,
          "xml.doctype", KBS_INPUT, 2 },
        { GML_HEAD GML_POINT("x", "1 2"), "xml.cut", KBS_INPUT, 0 },
        { GML_HEAD "<a></b>" GML_END, "xml.syntax", KBS_INPUT, 2 },
        { GML_HEAD GML_POINT("x & y", "1 2") GML_END, "xml.syntax", KBS_INPUT, 2 },
        { GML_HEAD GML_POINT("\xC7"
                             "ankaya",
                             "1 2") GML_END,
          "xml.syntax", KBS_INPUT, 2 },
        { GML_HEAD GML_END "<more/>", "xml.syntax", KBS_INPUT, 3 },
        { "<?xml version=\"1.0\" encoding=\"EBCDIC\"?>" GML_HEAD GML_END, "xml.encoding",
          KBS_UNSUPPORTED, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        source_probe p;
        probe_case = cases[i].text;
        probe_remove_family("bad");
        probe_run_text(&p, "bad.gml", cases[i].text);
        assert_probe_refused(&p, cases[i].result, cases[i].code, cases[i].line, 0);
        probe_release(&p);
    }
}

static void gml__depth(void **state)
{
    (void)state;
    for (int depth = 29; depth <= 30; depth++) { /* and three around it */
        source_probe p;
        char text[4096] = GML_HEAD "<gml:featureMember><t>";
        for (int i = 0; i < depth; i++) {
            strcat(text, "<a>");
        }
        for (int i = 0; i < depth; i++) {
            strcat(text, "</a>");
        }
        strcat(text, "</t></gml:featureMember>" GML_END);
        probe_remove_family("deep");
        probe_run_text(&p, "deep.gml", text);
        if (depth == 29) {
            assert_int_equal(p.finished, KBS_OK);
            assert_int_equal(p.count, 1);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "xml.depth", 2, 0);
        }
        probe_release(&p);
    }
}

static void gml__records_with_bad_coordinates(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("records");
    probe_run_text(
        &p, "records.gml",
        GML_HEAD GML_POINT("iyi", "487000 4420000") GML_POINT("harf", "487000 44x") GML_POINT(
            "virgul",
            "487000,5 4420000,5") "<gml:featureMember><t><ad>gonderme</ad><g><gml:MultiSurface "
                                  "srsName=\"EPSG:5254\"><gml:surfaceMember "
                                  "xlink:href=\"#s1\"/></gml:MultiSurface></g></t></"
                                  "gml:featureMember>\n" GML_POINT("son", "487001 4420001")
                                      GML_END);
    assert_probe_read(&p, 5, 3, 3);
    assert_int_equal(probe_count(&p, "xml.not-a-number"), 2);
    assert_string_equal(probe_finding(&p, "xml.not-a-number")->found, "44x");
    assert_int_equal(probe_finding(&p, "xml.not-a-number")->line, 3);
    assert_probe_finding(&p, "xml.reference", KBS_REFUSED, 4, NULL, "#s1");
    assert_probe_text(&p, 0, "ad", "iyi");
    assert_probe_text(&p, 4, "ad", "son");
    assert_true(p.records[4].shape.vertices[0].east == 487001);
    probe_release(&p);
    /* GDAL gives up at one coordinate alone; the reason is told with its place all the same */
    probe_remove_family("records");
    probe_run_text(&p, "records.gml",
                   GML_HEAD GML_POINT("iyi", "487000 4420000") GML_POINT("tek", "487000") GML_END);
    assert_probe_refused(&p, KBS_INPUT, "xml.tuple", 3, 0);
    assert_int_equal(base_findings_last(&p.findings)->record, 2);
    probe_release(&p);
}

/* A .gfs that lies beside the file is not looked at, and none is written there. */
static void gml__neighbours_are_left_alone(void **state)
{
    (void)state;
    source_probe p;
    probe_remove_family("side");
    probe_write_text("side.gml", GML_HEAD GML_POINT("x", "487000 4420000") GML_END);
    probe_run(&p, "side.gml", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_int_equal(access("side.gfs", F_OK), -1);
    probe_release(&p);
    probe_write_text(
        "side.gfs",
        "<GMLFeatureClassList><GMLFeatureClass><Name>other</Name><ElementPath>other</ElementPath>"
        "</GMLFeatureClass></GMLFeatureClassList>");
    probe_run(&p, "side.gml", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.layer.name, "t");
    probe_release(&p);
    probe_remove_family("side");
}

/* ---- KML ---- */

#define KML_HEAD                                                                                   \
    "<?xml version=\"1.0\"?>\n<kml "                                                               \
    "xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>D</name>\n"
#define KML_POINT(name, coordinates)                                                               \
    "<Placemark><name>" name "</name><Point><coordinates>" coordinates                             \
    "</coordinates></Point></Placemark>\n"
#define KML_END "</Document></kml>\n"

static void kml__records_with_bad_coordinates(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(
        &p, "bad.kml",
        KML_HEAD KML_POINT("iyi", "29,40") KML_POINT("bosluk", "29, 40") KML_POINT("tek", "29")
            KML_POINT("dort", "29,40,1,2") KML_POINT("ters", "40,129") KML_POINT("harf", "29,4o")
                KML_POINT(
                    "yukseklik",
                    "\n 29.5,40.5,100 \n") "<Placemark><name>yok</name></Placemark>\n" KML_END);
    assert_probe_read(&p, 8, 5, 6);
    assert_probe_finding(&p, "xml.blank-after-comma", KBS_REFUSED, 2, NULL, "");
    assert_int_equal(probe_count(&p, "xml.tuple"), 2);
    assert_probe_finding(&p, "xml.not-degrees", KBS_REFUSED, 5, NULL, "129");
    const kbs_finding *f = assert_probe_finding(&p, "xml.not-a-number", KBS_REFUSED, 6, NULL, "4o");
    assert_int_equal(f->line, 8);
    assert_probe_finding(&p, "source.heights-dropped", KBS_NOTE, 0, NULL, "1");
    assert_true(p.records[6].shape.vertices[0].north == 40.5);
    assert_int_equal(p.records[7].shape.type, GEO_NONE);
    for (size_t i = 0; i < p.source.layer.column_count; i++) { /* how to draw it is no attribute */
        assert_string_not_equal(p.source.layer.columns[i].name, "tessellate");
    }
    probe_release(&p);
}

static void kml__folders_are_layers(void **state)
{
    (void)state;
    static const char text[] =
        KML_HEAD "<Folder><name>bos</name></Folder><Folder><name>A</name>" KML_POINT("a1", "29,40")
            KML_POINT("a2", "29, 40") "<Folder><name>A</name>" KML_POINT(
                "aa1", "29,41") "</Folder></Folder>"
                                "<Folder><name>B</name>" KML_POINT(
                                    "b1", "30,40") "<NetworkLink><Link><href>http://127.0.0.1:9/"
                                                   "x.kml</href></Link>"
                                                   "</NetworkLink></Folder>" KML_POINT(
                                                       "d1", "31,40") KML_END;
    source_probe p;
    probe_run_text(&p, "folders.kml", text);
    assert_probe_refused(&p, KBS_INPUT, "layer.which-one", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected, "D, A, A (#2), B");
    probe_release(&p);
    static const struct {
        const char *layer, *first;
        int64_t records, refused;
    } cases[] = {
        { "D", "d1", 1, 0 }, { "A", "a1", 2, 1 }, { "A (#2)", "aa1", 1, 0 }, { "B", "b1", 1, 0 }
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        import_reader_options options = { .layer = cases[i].layer };
        probe_case = cases[i].layer;
        probe_run(&p, "folders.kml", &options);
        assert_probe_read(&p, cases[i].records, cases[i].refused, cases[i].refused > 0 ? 2 : 1);
        assert_probe_text(&p, 0, "Name", cases[i].first);
        assert_probe_finding(&p, "xml.network-link", KBS_NOTE, 0, NULL, "1");
        if (cases[i].refused > 0) {
            assert_probe_finding(&p, "xml.blank-after-comma", KBS_REFUSED, 2, NULL, "");
        }
        probe_release(&p);
    }
}

static void kml__doctype(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(&p, "laughs.kml",
                   "<!DOCTYPE kml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c "
                   "\"&b;&b;&b;&b;\">]>\n"
                   "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>" KML_POINT(
                       "&c;", "29,40") KML_END);
    assert_probe_refused(&p, KBS_INPUT, "xml.doctype", 1, 0);
    probe_release(&p);
}

/* ---- XML in a Turkish code page ---- */

static void xml__in_windows_1254(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(&p, "eski.kml",
                   "<?xml version=\"1.0\" encoding=\"windows-1254\"?>\n<kml "
                   "xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n" KML_POINT(
                       "\xC7"
                       "ankaya \xDE\xDD\xD0 \xFD",
                       "29,40") KML_POINT("tek", "29") KML_END);
    assert_probe_read(&p, 2, 1, 2);
    assert_probe_text(&p, 0, "Name", NAME);
    assert_probe_finding(&p, "xml.recoded", KBS_NOTE, 0, NULL, "windows-1254");
    assert_int_equal(assert_probe_finding(&p, "xml.tuple", KBS_REFUSED, 2, NULL, "29")->line, 4);
    assert_int_equal(p.source.layer.encoding, BASE_ENCODING_UTF8);
    assert_string_equal(p.source.layer.encoding_source, "declaration");
    probe_release(&p);
    probe_remove_family("eski");
    probe_run_text(
        &p, "eski.gml",
        "<?xml version='1.0' encoding='ISO-8859-9' standalone='yes'?>" GML_HEAD GML_POINT(
            "\xC7"
            "ankaya \xDE\xDD\xD0 \xFD",
            "487000 4420000") GML_END);
    assert_probe_read(&p, 1, 0, 1);
    assert_probe_text(&p, 0, "ad", NAME);
    assert_probe_finding(&p, "xml.recoded", KBS_NOTE, 0, NULL, "ISO-8859-9");
    probe_release(&p);
    /* it says windows-1254, but 81 is no letter there */
    probe_run_text(&p, "eski.kml",
                   "<?xml version=\"1.0\" encoding=\"windows-1254\"?><kml "
                   "xmlns=\"http://www.opengis.net/kml/2.2\"><Document>" KML_POINT("\x81"
                                                                                   "evre",
                                                                                   "29,40")
                       KML_END);
    assert_probe_read(&p, 1, 0, 1);
    assert_probe_finding(&p, "xml.recoded-badly", KBS_NOTE, 0, NULL, "windows-1254");
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gml__refused_before_gdal_sees_it),
        cmocka_unit_test(gml__depth),
        cmocka_unit_test(gml__records_with_bad_coordinates),
        cmocka_unit_test(gml__neighbours_are_left_alone),
        cmocka_unit_test(kml__records_with_bad_coordinates),
        cmocka_unit_test(kml__folders_are_layers),
        cmocka_unit_test(kml__doctype),
        cmocka_unit_test(xml__in_windows_1254),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
