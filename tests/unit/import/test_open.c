/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What any file can be instead of what its name says, and what opening makes of it. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_probe.h"

#define SQUARE                                                                                     \
    "{\"type\":\"Polygon\",\"coordinates\":[[[29.0,40.0],[29.1,40.0],[29.1,40.1],[29.0,40.1],[29." \
    "0,40.0]]]}"
#define FEATURE                                                                                    \
    "{\"type\":\"Feature\",\"properties\":{\"ADA\":\"101\",\"PARSEL\":5},\"geometry\":" SQUARE "}"

static void assert_refused_bytes(const char *path, const void *bytes, size_t count, kbs_code result,
                                 const char *code, const char *found, const char *expected)
{
    source_probe p;
    probe_write(path, bytes, count);
    probe_run(&p, path, NULL);
    assert_probe_refused(&p, result, code, 0, 0);
    assert_int_equal(p.findings.count, 1);
    const kbs_finding *f = &p.findings.items[0];
    assert_string_equal(f->file, path);
    if (!probe_same(f->found, found) || !probe_same(f->expected, expected)) {
        probe_show(&p);
        fail();
    }
    probe_release(&p);
}

static void assert_refused_text(const char *path, const char *text, const char *code,
                                const char *found, const char *expected)
{
    assert_refused_bytes(path, text, strlen(text), KBS_INPUT, code, found, expected);
}

static void file__not_there_or_no_file(void **state)
{
    (void)state;
    source_probe p;
    probe_run(&p, "nothing.geojson", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.missing", 0, 0);
    probe_release(&p);
    probe_remove_tree("folder.geojson");
    probe_remove_tree("pipe.geojson");
    assert_int_equal(mkdir("folder.geojson", 0700), 0);
    probe_run(&p, "folder.geojson", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.not-regular", 0, 0);
    probe_release(&p);
    assert_int_equal(mkfifo("pipe.geojson", 0600), 0);
    probe_run(&p, "pipe.geojson", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.not-regular", 0, 0);
    probe_release(&p);
    probe_run(&p, "/dev/zero", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.not-regular", 0, 0);
    probe_release(&p);
    probe_run(&p, "/vsicurl/http://127.0.0.1:9/x.geojson", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.missing", 0, 0);
    probe_release(&p);
    probe_run(&p, "PG:dbname=x", NULL);
    assert_probe_refused(&p, KBS_INPUT, "file.missing", 0, 0);
    probe_release(&p);
}

static void file__no_permission(void **state)
{
    (void)state;
    source_probe p;
    if (geteuid() == 0) {
        skip(); /* root reads everything */
    }
    probe_write_text("secret.geojson", FEATURE);
    assert_int_equal(chmod("secret.geojson", 0), 0);
    probe_run(&p, "secret.geojson", NULL);
    assert_probe_refused(&p, KBS_IO, "file.permission", 0, 0);
    probe_release(&p);
}

static void content__empty_zeros_noise(void **state)
{
    (void)state;
    static const uint8_t zeros[5000] = { 0 };
    uint8_t noise[300];
    assert_refused_bytes("empty.geojson", "", 0, KBS_INPUT, "file.empty", NULL, NULL);
    assert_refused_bytes("zeros.geojson", zeros, sizeof zeros, KBS_INPUT, "source.zeros", NULL,
                         "GeoJSON");
    assert_refused_bytes("zeros.shp", zeros, sizeof zeros, KBS_INPUT, "source.zeros", NULL,
                         "shapefile");
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (uint8_t)(i * 167 + i * i * 3 + 130);
    }
    assert_refused_bytes("noise.gml", noise, sizeof noise, KBS_INPUT, "source.not-format",
                         "82 2C DC 92 4E 10 D8 A6 7A 54 34 1A 06", "GML");
    assert_refused_bytes(
        "noise.xyz", noise, sizeof noise, KBS_UNSUPPORTED, "source.unknown-format",
        "82 2C DC 92 4E 10 D8 A6 7A 54 34 1A 06",
        "shapefile, GeoPackage, GeoJSON, GML, KML, FlatGeobuf, MapInfo, NetCAD, DXF");
}

static void content__another_format_under_this_name(void **state)
{
    (void)state;
    static const char html[] = "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>";
    static const char lfs[] =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    static const char vrt[] =
        "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x"
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
    assert_refused_text("page.geojson", html, "source.other-format", "HTML", "GeoJSON");
    assert_refused_text("page.gml", html, "source.other-format", "HTML", "GML");
    assert_refused_text("pointer.shp", lfs, "source.other-format", "Git LFS pointer", "shapefile");
    assert_refused_text("pointer.gpkg", lfs, "source.other-format", "Git LFS pointer",
                        "GeoPackage");
    assert_refused_text("paper.gml", "%PDF-1.4\n%\xE2\xE3", "source.other-format", "PDF", "GML");
    assert_refused_text("drawing.shp", "AC1027 and more", "source.other-format", "DWG",
                        "shapefile");
    assert_refused_text("virtual.shp", vrt, "source.other-format", "GDAL VRT", "shapefile");
    assert_refused_text("map.gml", "<kml xmlns=\"http://www.opengis.net/kml/2.2\"/>",
                        "source.other-format", "KML", "GML");
    assert_refused_text("map.gpkg", FEATURE, "source.other-format", "JSON", "GeoPackage");
    assert_refused_bytes(
        "plain.gpkg",
        "SQLite format 3\0and more that is no geopackage at all, which says so in byte 68...", 80,
        KBS_INPUT, "source.other-format", "SQLite", "GeoPackage");
    assert_refused_bytes(
        "tables.xyz", "SQLite format 3\0and more", 24, KBS_UNSUPPORTED, "source.unsupported",
        "SQLite", "shapefile, GeoPackage, GeoJSON, GML, KML, FlatGeobuf, MapInfo, NetCAD, DXF");
    assert_refused_text("parcels.dbf", "anything", "source.part", "shapefile", ".shp");
    assert_refused_text("parcels.mid", "anything", "source.part", "MapInfo MIF", ".mif");
}

static void content__utf16(void **state)
{
    (void)state;
    char with_mark[2 + 2 * sizeof FEATURE] = "\xFF\xFE", without[2 * sizeof FEATURE];
    for (size_t i = 0; i < sizeof FEATURE - 1; i++) {
        with_mark[2 + 2 * i] = without[2 * i + 1] = FEATURE[i];
        with_mark[3 + 2 * i] = without[2 * i] = '\0';
    }
    assert_refused_bytes("mark.geojson", with_mark, 2 * sizeof FEATURE, KBS_INPUT, "source.utf16",
                         NULL, NULL);
    assert_refused_bytes("no_mark.geojson", without, 2 * (sizeof FEATURE - 1), KBS_INPUT,
                         "source.utf16", NULL, NULL);
}

static void content__netcad_owner_list(void **state)
{
    (void)state;
    static const char owners[] =
        "101_1,1250.50,TARLA,AD,SOYAD,BABA,E,1/2,\r\n101_2,800,ARSA,AD,SOYAD,BABA,K,1/1,\r\n";
    assert_refused_bytes("malik.kml", owners, strlen(owners), KBS_UNSUPPORTED, "source.owner-list",
                         NULL, "KML");
    assert_refused_text("words.kml", "only some words", "source.not-format",
                        "6F 6E 6C 79 20 73 6F 6D 65 20 77 6F 72", "KML");
}

static void name__of_every_kind_works(void **state)
{
    (void)state;
    static const char *const names[] = { "with blank.geojson",
                                         "\xC3\x87"
                                         "ankaya \xC4\xB0mar \xC4\x9F\xC3\xBC.geojson",
                                         "it's \"quoted\".geojson",
                                         "new\nline.geojson",
                                         "\xFF\xFE bad utf8.geojson",
                                         "NO_EXTENSION",
                                         "some.thing",
                                         ".geojson" };
    char longest[256];
    memset(longest, 'n', 255);
    memcpy(longest + 247, ".geojson", 9);
    for (size_t i = 0; i <= sizeof names / sizeof names[0]; i++) {
        source_probe p;
        const char *name = i == sizeof names / sizeof names[0] ? longest : names[i];
        probe_run_text(&p, name, "\xEF\xBB\xBF" FEATURE "\n");
        assert_probe_read(&p, 1, 0, 0);
        assert_string_equal(p.source.source.name, name);
        assert_string_equal(p.source.reader->format, "GeoJSON");
        probe_release(&p);
    }
}

static void digest__is_of_the_file(void **state)
{
    (void)state;
    source_probe p;
    uint8_t digest[BASE_SHA256_BYTES];
    char hex[BASE_SHA256_HEX];
    base_sha256 *sha = base_sha256_new();
    base_sha256_add(sha, FEATURE, strlen(FEATURE));
    base_sha256_end(sha, digest);
    base_sha256_to_hex(digest, hex);
    base_sha256_free(sha);
    probe_run_text(&p, "digest.geojson", FEATURE);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.sha256, hex);
    assert_int_equal(p.bytes, strlen(FEATURE));
    probe_release(&p);
}

static void file__changed_while_it_was_read(void **state)
{
    (void)state;
    source_probe p;
    probe_write_text("growing.geojson", FEATURE);
    probe_open(&p, "growing.geojson", NULL);
    assert_int_equal(p.opened, KBS_OK);
    probe_write_text("growing.geojson", FEATURE "\n" FEATURE);
    probe_read(&p);
    assert_int_equal(p.ended, KBS_END);
    assert_int_equal(p.finished, KBS_IO);
    assert_probe_finding(&p, "file.changed", KBS_FATAL, 0, NULL, "329");
    probe_release(&p);
}

static void layer__named_by_its_file(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .layer = "Parseller" };
    probe_write_text("parseller.geojson", FEATURE);
    probe_run(&p, "parseller.geojson", &options);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.layer.name, "parseller");
    probe_release(&p);
    options.layer = "yollar";
    probe_run(&p, "parseller.geojson", &options);
    assert_probe_refused(&p, KBS_USAGE, "layer.missing", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected, "parseller");
    probe_release(&p);
}

static void looks_like__table(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } cases[] = {
        { "PK\x03\x04....", 8, "ZIP" },
        { "\x1F\x8B....", 6, "GZIP" },
        { "%PDF-1.7", 8, "PDF" },
        { "AC1032..", 8, "DWG" },
        { "\x00\x00\x27\x0A....", 8, "shapefile" },
        { "<html>", 6, "HTML" },
        { "\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>", 28, "XML" },
        { "<?xml version=\"1.0\"?><!-- <kml> --><gml:x "
          "xmlns:gml=\"http://www.opengis.net/gml/3.2\"/>",
          87, "GML" },
        { "  {\"a\":1}", 9, "JSON" },
        { "0\r\nSECTION", 10, "DXF" },
        { "\x01\x78\x00\x00\x00....", 9, "NetCAD NCZ" },
        { "\x00\x00\x00\x00", 4, "all zero bytes" },
        { "a\0b\0c\0d\0e\0", 10, "UTF-16 text" },
        { "just words", 10, NULL },
        { "", 0, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *looks = import_looks_like((const uint8_t *)cases[i].bytes, cases[i].length);
        if (!probe_same(looks, cases[i].name)) {
            fprintf(stderr, "case %zu: %s\n", i, looks == NULL ? "-" : looks);
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file__not_there_or_no_file),
        cmocka_unit_test(file__no_permission),
        cmocka_unit_test(content__empty_zeros_noise),
        cmocka_unit_test(content__another_format_under_this_name),
        cmocka_unit_test(content__utf16),
        cmocka_unit_test(content__netcad_owner_list),
        cmocka_unit_test(name__of_every_kind_works),
        cmocka_unit_test(digest__is_of_the_file),
        cmocka_unit_test(file__changed_while_it_was_read),
        cmocka_unit_test(layer__named_by_its_file),
        cmocka_unit_test(looks_like__table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
