/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Archives: which member is meant, and every lie that a directory can tell. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_probe.h"
#include "zip_build.h"

#define POINT(name, east)                                                                          \
    "{\"type\":\"Feature\",\"properties\":{\"AD\":\"" name "\"},"                                  \
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[" east ",40]}}"
#define KML(name)                                                                                  \
    "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>" name "</name>"     \
    "<Point><coordinates>29,40</coordinates></Point></Placemark></Document></kml>"

static void assert_refused(zip_build *zip, const char *code, const char *found,
                           const char *expected)
{
    source_probe p;
    zip_end(zip, "bad.zip");
    probe_run(&p, "bad.zip", NULL);
    assert_probe_refused(&p, KBS_INPUT, code, 0, 0);
    const kbs_finding *f = base_findings_last(&p.findings);
    assert_string_equal(f->file, "bad.zip");
    if (!probe_same(f->found, found) || !probe_same(f->expected, expected)) {
        fprintf(stderr, "found %s expected %s\n", f->found == NULL ? "-" : f->found,
                f->expected == NULL ? "-" : f->expected);
        probe_show(&p);
        fail();
    }
    probe_release(&p);
}

static void choice__the_only_source(void **state)
{
    (void)state;
    source_probe p;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip, "readme.txt", "what this is");
    zip_add_text(&zip, "plan/", "");
    zip_add_text(&zip, "plan/yollar.geojson", POINT("bir", "29"));
    zip_add_text(&zip, "__MACOSX/plan/._yollar.geojson", POINT("fork", "1"));
    zip_add_text(&zip, "plan/picture.png", "\x89PNG\r\n\x1A\n");
    zip_end(&zip, "one.zip");
    probe_run(&p, "one.zip", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.source.name, "one.zip/plan/yollar.geojson");
    assert_string_equal(p.source.layer.name, "yollar");
    assert_probe_text(&p, 0, "AD", "bir");
    /* the digest is of the archive, which is what the caller has */
    uint8_t digest[BASE_SHA256_BYTES];
    char hex[BASE_SHA256_HEX], bytes[4096];
    FILE *file = fopen("one.zip", "rb");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    base_sha256 *sha = base_sha256_new();
    base_sha256_add(sha, bytes, length);
    base_sha256_end(sha, digest);
    base_sha256_to_hex(digest, hex);
    base_sha256_free(sha);
    assert_string_equal(p.sha256, hex);
    assert_int_equal(p.bytes, length);
    probe_release(&p);
}

static void choice__several_need_a_name(void **state)
{
    (void)state;
    source_probe p;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip, "a/yollar.geojson", POINT("yol", "29"));
    zip_add_text(&zip, "b/PARSEL\xC4\xB0.geojson", POINT("parsel", "30"));
    zip_end(&zip, "two.zip");
    probe_run(&p, "two.zip", NULL);
    assert_probe_refused(&p, KBS_INPUT, "archive.which-one", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected,
                        "a/yollar.geojson, b/PARSEL\xC4\xB0.geojson");
    assert_int_equal(probe_count(&p, "layer.candidate"), 2);
    assert_string_equal(p.findings.items[0].layer, "a/yollar.geojson");
    probe_release(&p);
    static const char *const names[][2] = {
        { "a/yollar.geojson", "yol" }, { "yollar.geojson", "yol" },     { "YOLLAR", "yol" },
        { "parseli", "parsel" },       { "ParselI.GEOJSON", "parsel" },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        import_reader_options options = { .layer = names[i][0] };
        probe_run(&p, "two.zip", &options);
        assert_probe_read(&p, 1, 0, 0);
        assert_probe_text(&p, 0, "AD", names[i][1]);
        probe_release(&p);
    }
    import_reader_options options = { .layer = "binalar" };
    probe_run(&p, "two.zip", &options);
    assert_probe_refused(&p, KBS_INPUT, "archive.which-one", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->found, "binalar");
    probe_release(&p);
}

static void choice__kmz(void **state)
{
    (void)state;
    source_probe p;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip, "files/other.kml", KML("other"));
    zip_add_text(&zip, "doc.kml", KML("main"));
    zip_add_text(&zip, "files/pic.png", "\x89PNG\r\n\x1A\n");
    zip_end(&zip, "map.kmz");
    probe_run(&p, "map.kmz", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.source.name, "map.kmz/doc.kml");
    assert_probe_text(&p, 0, "Name", "main");
    probe_release(&p);
    zip_begin(&zip);
    zip_add_text(&zip, "doc.kml", KML("x"));
    zip_end(&zip, "zipped.kml"); /* a KMZ under the name of a KML is opened by its content */
    probe_run(&p, "zipped.kml", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.reader->format, "KML");
    probe_release(&p);
    zip_begin(&zip);
    zip_add_text(&zip, "files/pic.png", "\x89PNG\r\n\x1A\n");
    zip_end(&zip, "empty.kmz");
    probe_run(&p, "empty.kmz", NULL);
    assert_probe_refused(&p, KBS_INPUT, "archive.no-kml", 0, 0);
    probe_release(&p);
}

static void choice__nothing_or_broken(void **state)
{
    (void)state;
    source_probe p;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip, "dummyfile.txt", "");
    assert_refused(&zip, "archive.nothing-inside", NULL,
                   "shapefile, GeoPackage, GeoJSON, GML, KML, FlatGeobuf, MapInfo, NetCAD, DXF");
    zip_begin(&zip);
    assert_refused(&zip, "archive.nothing-inside", NULL,
                   "shapefile, GeoPackage, GeoJSON, GML, KML, FlatGeobuf, MapInfo, NetCAD, DXF");
    zip_begin(&zip);
    zip_add_text(&zip, "parcels.geojson", "<html>404</html>");
    zip_end(&zip, "page.zip");
    probe_run(&p, "page.zip", NULL);
    assert_probe_refused(&p, KBS_INPUT, "source.other-format", 0, 0);
    assert_string_equal(p.findings.items[0].file, "page.zip/parcels.geojson");
    probe_release(&p);
    probe_write("cut.zip", "PK\x03\x04 and nothing that follows", 30);
    probe_run(&p, "cut.zip", NULL);
    assert_probe_refused(&p, KBS_INPUT, "archive.damaged", 0, 0);
    probe_release(&p);
}

static void name__leads_out(void **state)
{
    (void)state;
    static const char *const names[] = { "../x.geojson",  "a/../../x.geojson", "/etc/x.geojson",
                                         "C:\\x.geojson", "a\\..\\x.geojson",  "./x.geojson",
                                         "a//x.geojson",  "tab\tx.geojson",    ".." };
    static const char *const shown[] = { "../x.geojson", "a/../../x.geojson", "/etc/x.geojson",
                                         "C:/x.geojson", "a/../x.geojson",    "./x.geojson",
                                         "a//x.geojson", "tab\\x09x.geojson", ".." };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        zip_build zip;
        zip_begin(&zip);
        zip_add_text(&zip, names[i], POINT("x", "29"));
        assert_refused(&zip, "archive.name", shown[i], NULL);
        assert_int_equal(access("../x.geojson", F_OK), -1);
    }
}

static void name__twice_and_links(void **state)
{
    (void)state;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip, "a/x.geojson", POINT("x", "29"));
    zip_add_text(&zip, "a\\x.geojson", POINT("y", "29"));
    assert_refused(&zip, "archive.name-twice", "a/x.geojson", NULL);
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "x.geojson",
                                .data = "/etc/passwd",
                                .length = 11,
                                .attributes = 0120777u << 16 });
    assert_refused(&zip, "archive.link", "x.geojson", NULL);
    zip_begin(&zip);
    zip_add(&zip, (zip_member){
                      .name = "device", .data = "", .length = 0, .attributes = 0020600u << 16 });
    assert_refused(&zip, "archive.link", "device", NULL);
}

static void name__in_turkish_dos_letters(void **state)
{
    (void)state;
    source_probe p;
    zip_build zip;
    zip_begin(&zip);
    zip_add_text(&zip,
                 "\x80"
                 "ankaya \x98mar.geojson",
                 POINT("x", "29")); /* Çankaya İmar in code page 857 */
    zip_end(&zip, "dos.zip");
    probe_run(&p, "dos.zip", NULL);
    assert_probe_read(&p, 1, 0, 0);
    assert_string_equal(p.source.source.name, "dos.zip/\xC3\x87"
                                              "ankaya \xC4\xB0mar.geojson");
    probe_release(&p);
}

static void member__encrypted_or_unknown_method(void **state)
{
    (void)state;
    zip_build zip;
    source_probe p;
    zip_begin(&zip);
    zip_add(&zip, (zip_member){
                      .name = "x.geojson", .data = "0123456789abcdef", .length = 16, .flags = 1 });
    assert_refused(&zip, "archive.encrypted", "x.geojson", NULL);
    zip_begin(&zip);
    zip_add(&zip, (zip_member){
                      .name = "x.geojson", .data = "0123456789abcdef", .length = 16, .method = 1 });
    zip_end(&zip, "method.zip");
    probe_run(&p, "method.zip", NULL);
    assert_probe_refused(&p, KBS_UNSUPPORTED, "archive.method", 0, 0);
    probe_release(&p);
}

static void member__wrong_checksum_and_sizes(void **state)
{
    (void)state;
    zip_build zip;
    const char *text = POINT("x", "29");
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "x.geojson",
                                .data = text,
                                .length = strlen(text),
                                .deflated = true,
                                .crc = 1 });
    assert_refused(&zip, "archive.crc", "x.geojson", NULL);
    zip_begin(&zip);
    zip_add(&zip,
            (zip_member){ .name = "big.txt", .data = text, .length = strlen(text), .crc = 1 });
    assert_refused(&zip, "archive.crc", "big.txt", NULL); /* also of members that are no source */
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "x.geojson",
                                .data = text,
                                .length = strlen(text),
                                .deflated = true,
                                .size = 10 });
    assert_refused(&zip, "archive.size", "x.geojson", NULL);
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "x.geojson",
                                .data = text,
                                .length = strlen(text),
                                .deflated = true,
                                .size = 100000 });
    assert_refused(&zip, "archive.size", "x.geojson", NULL);
}

static void member__nested_archive(void **state)
{
    (void)state;
    zip_build zip;
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "inner.zip", .data = "PK\x03\x04....", .length = 8 });
    assert_refused(&zip, "archive.nested", "inner.zip", NULL);
    zip_begin(&zip);
    zip_add(&zip,
            (zip_member){ .name = "hidden.geojson", .data = "\x1F\x8B\x08.....", .length = 8 });
    assert_refused(&zip, "archive.nested", "hidden.geojson", NULL);
    /* an office document beside the data is a ZIP too, and nobody's business */
    source_probe p;
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "letter.docx", .data = "PK\x03\x04....", .length = 8 });
    zip_add_text(&zip, "x.geojson", POINT("x", "29"));
    zip_end(&zip, "letter.zip");
    probe_run(&p, "letter.zip", NULL);
    assert_probe_read(&p, 1, 0, 0);
    probe_release(&p);
}

/* Zeros pack about 1000:1. One MiB is free, then 200:1 counts. */
static void limit__ratio(void **state)
{
    (void)state;
    zip_build zip;
    size_t length = 1048576u * 4;
    char *zeros = calloc(length, 1);
    assert_non_null(zeros);
    zip_begin(&zip);
    zip_add(&zip,
            (zip_member){ .name = "zeros.txt", .data = zeros, .length = length, .deflated = true });
    assert_refused(&zip, "archive.ratio", "zeros.txt", "200:1");
    source_probe p;
    zip_begin(&zip);
    zip_add(&zip, (zip_member){
                      .name = "zeros.txt", .data = zeros, .length = 1048576, .deflated = true });
    zip_add_text(&zip, "x.geojson", POINT("x", "29"));
    zip_end(&zip, "free.zip");
    probe_run(&p, "free.zip", NULL);
    assert_probe_read(&p, 1, 0, 0);
    probe_release(&p);
    free(zeros);
}

static void limit__members(void **state)
{
    (void)state;
    for (int count = 999; count <= 1000; count++) {
        zip_build zip;
        source_probe p;
        zip_begin(&zip);
        for (int i = 0; i < count; i++) {
            char name[32];
            snprintf(name, sizeof name, "f%d/note.txt", i);
            zip_add(&zip, (zip_member){ .name = name, .data = "x", .length = 1 });
        }
        zip_add_text(&zip, "x.geojson", POINT("x", "29"));
        zip_end(&zip, "many.zip");
        probe_run(&p, "many.zip", NULL);
        if (count == 999) {
            assert_probe_read(&p, 1, 0, 0);
        } else {
            assert_probe_refused(&p, KBS_INPUT, "archive.members-many", 0, 0);
        }
        probe_release(&p);
    }
}

/* Cut at every byte: never a crash, never records. */
static void cut__at_every_byte(void **state)
{
    (void)state;
    zip_build zip;
    char bytes[4096];
    zip_begin(&zip);
    zip_add_text(&zip, "x.geojson", POINT("x", "29"));
    zip_end(&zip, "whole.zip");
    FILE *file = fopen("whole.zip", "rb");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t n = 1; n < length; n++) {
        source_probe p;
        probe_write("part.zip", bytes, n);
        probe_run(&p, "part.zip", NULL);
        assert_int_not_equal(p.opened, KBS_OK);
        assert_int_equal(p.count, 0);
        probe_release(&p);
    }
}

static void samples__pyshp_and_cities(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options second = { .layer = "blockgroups2" };
    probe_run(&p, probe_sample("shp-edge/pyshp/blockgroups_multishapefile.zip"), NULL);
    assert_probe_refused(&p, KBS_INPUT, "archive.which-one", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected,
                        "blockgroups.shp, blockgroups2.shp");
    probe_release(&p);
    probe_run(&p, probe_sample("shp-edge/pyshp/blockgroups_multishapefile.zip"), &second);
    assert_int_equal(p.finished, KBS_OK);
    assert_int_equal(p.count, 663);
    probe_release(&p);
    probe_run(&p, probe_sample("shp-edge/pyshp/empty_zipfile.zip"), NULL);
    assert_probe_refused(&p, KBS_INPUT, "archive.nothing-inside", 0, 0);
    probe_release(&p);
    probe_run(&p, probe_sample("us-cambridge/parcels_fy2014.shp.zip"), NULL);
    assert_int_equal(p.finished, KBS_OK);
    assert_int_equal(p.count, 13116);
    assert_int_equal(p.without_shape, 1);
    probe_release(&p);
    probe_run(&p, probe_sample("netcad/tkgm/parsel_kmz_named_kml.kml"), NULL);
    assert_probe_read(&p, 1, 0, 1);
    assert_string_equal(p.source.reader->format, "KML");
    assert_probe_text(&p, 0, "Name", "TKGM Parsel Lokasyonu");
    assert_int_equal(p.records[0].shape.vertex_count, 18);
    assert_probe_finding(&p, "source.heights-dropped", KBS_NOTE, 0, NULL, "1");
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choice__the_only_source),
        cmocka_unit_test(choice__several_need_a_name),
        cmocka_unit_test(choice__kmz),
        cmocka_unit_test(choice__nothing_or_broken),
        cmocka_unit_test(name__leads_out),
        cmocka_unit_test(name__twice_and_links),
        cmocka_unit_test(name__in_turkish_dos_letters),
        cmocka_unit_test(member__encrypted_or_unknown_method),
        cmocka_unit_test(member__wrong_checksum_and_sizes),
        cmocka_unit_test(member__nested_archive),
        cmocka_unit_test(limit__ratio),
        cmocka_unit_test(limit__members),
        cmocka_unit_test(cut__at_every_byte),
        cmocka_unit_test(samples__pyshp_and_cities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
