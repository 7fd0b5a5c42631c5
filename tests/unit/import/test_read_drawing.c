/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A drawing from its file to its records: every object is a record, has a reason, or is counted by layer and type; in a ZIP and under a false name too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ncz_build.h"
#include "source_probe.h"
#include "zip_build.h"

#define E 500000.0
#define N 4400000.0

static void add_box(ncz_build *b, const char *name, double east, double width)
{
    const double ring[] = { E + east, N,        E + east + width, N,        E + east + width,
                            N + 30,   E + east, N + 30,           E + east, N };
    ncz_build_polyline(b, name, 1, ring, 5);
}

/* Two parcels on layer 1, one on layer 2 with nothing in its name, and one of everything on layer 2. */
static void build(const char *path)
{
    static const double triangle[] = { E, N, E + 1, N, E, N + 1 };
    ncz_build *b = ncz_build_new();
    ncz_build_layers(b, "0|PARSEL|DETAY|PARSEL_NO");
    ncz_build_mproj(b, 3, 1, 30);
    b->layer = 1;
    add_box(b, "101/1", 0, 20);
    add_box(b, "101/2", 20, 10);
    b->layer = 2;
    add_box(b, "101/3", 40, 10);
    add_box(b, "", 60, 10);
    ncz_build_point(b, "P1", E, N);
    ncz_build_circle(b, E, N, 5);
    ncz_build_arc(b, E, N, 5, 0, 1);
    ncz_build_text(b, "not", E, N, 2, 0);
    ncz_build_symbol(b, 0, 1, E, N, 1, 0);
    ncz_build_sheet(b, "I29", E, N, E + 10, N + 10);
    ncz_build_triangle(b, triangle);
    ncz_build_contour(b, triangle, 3);
    ncz_build_insert(b, "BLOK", E, N, 0);
    ncz_build_deleted(b, E, N);
    b->layer = 3;
    ncz_build_text(b, "101/1", E + 5, N + 5, 2, 0);
    ncz_build_done(b);
    ncz_build_write(b, path);
    ncz_build_free(b);
}

static void assert_left(const source_probe *p, const char *code, const char *layer)
{
    const kbs_finding *f = assert_probe_finding(p, code, KBS_NOTE, 0, NULL, "1");
    assert_string_equal(f->layer, layer);
    assert_string_equal(f->expected, "parcel");
}

static void assert_whole(const source_probe *p)
{
    assert_int_equal(p->opened, KBS_OK);
    assert_int_equal(p->ended, KBS_END);
    assert_int_equal(p->finished, KBS_OK);
    assert_int_equal(p->count, 3);
    assert_int_equal(p->source.layer.records, 3);
    assert_int_equal(p->source.layer.excluded, 1);
    assert_string_equal(p->source.layer.format, "NetCAD NCZ");
    assert_string_equal(p->source.layer.crs, "EPSG:5254");
    assert_string_equal(p->source.layer.crs_source, "MPROJ");
    assert_probe_text(p, 0, "ADA", "101");
    assert_probe_text(p, 0, "PARSEL", "1");
    assert_probe_text(p, 2, "KATMAN", "DETAY");
    assert_true(p->area_m2 > 1199.999999 && p->area_m2 < 1200.000001);
}

static void every__object_is_accounted_for(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .kind = KBS_PARCEL };
    build("d.ncz");
    probe_run(&p, "d.ncz", &options);
    assert_whole(&p);
    assert_left(&p, "drawing.points-left", "DETAY");
    assert_left(&p, "drawing.lines-left", "DETAY");
    assert_left(&p, "drawing.circles-left", "DETAY");
    assert_left(&p, "drawing.arcs-left", "DETAY");
    assert_left(&p, "drawing.texts-left", "DETAY");
    assert_left(&p, "drawing.symbols-left", "DETAY");
    assert_left(&p, "drawing.sheets-left", "DETAY");
    assert_left(&p, "drawing.triangles-left", "DETAY");
    assert_left(&p, "drawing.contours-left", "DETAY");
    assert_left(&p, "drawing.inserts-left", "DETAY");
    assert_probe_finding(&p, "drawing.by-name", KBS_NOTE, 0, NULL, "1");
    probe_release(&p);
}

static void any__name_and_a_zip(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .kind = KBS_PARCEL };
    static char bytes[1 << 16];
    build("d.ncz");
    FILE *file = fopen("d.ncz", "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    probe_write("drawing.txt", bytes, length);
    probe_run(&p, "drawing.txt", &options);
    assert_whole(&p);
    probe_release(&p);
    zip_build zip;
    zip_begin(&zip);
    zip_add(&zip, (zip_member){ .name = "is/106-20.NCZ", .data = bytes, .length = length });
    zip_end(&zip, "d.zip");
    probe_run(&p, "d.zip", &options);
    assert_whole(&p);
    assert_string_equal(p.source.source.name, "d.zip/is/106-20.NCZ");
    probe_release(&p);
}

static void layers__by_name_and_alone(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .kind = KBS_BUILDING, .layer = "detay" };
    build("d.ncz");
    probe_run(&p, "d.ncz", &options);
    assert_int_equal(p.opened, KBS_OK);
    assert_string_equal(p.source.layer.name, "DETAY");
    assert_int_equal(p.count,
                     3); /* two rings and a circle; the arc is a border that encloses nothing */
    probe_release(&p);
    options.layer = "YOK";
    probe_run(&p, "d.ncz", &options);
    assert_probe_refused(&p, KBS_USAGE, "layer.missing", 0, 0);
    probe_release(&p);
    options = (import_reader_options){ .kind = KBS_ROAD };
    probe_run(&p, "d.ncz", &options);
    assert_probe_refused(&p, KBS_INPUT, "drawing.no-layer", 0, 0);
    assert_string_equal(base_findings_last(&p.findings)->expected, "PARSEL, DETAY, PARSEL_NO");
    probe_release(&p);
    ncz_build *b = ncz_build_new();
    ncz_build_layers(b, "CIZGI");
    add_box(b, "7", 0, 10);
    ncz_build_done(b);
    ncz_build_write(b, "one.ncz");
    ncz_build_free(b);
    options.kind = KBS_BUILDING;
    probe_run(&p, "one.ncz", &options);
    assert_int_equal(p.count, 1);
    assert_string_equal(probe_finding(&p, "drawing.only-layer")->layer, "CIZGI");
    probe_release(&p);
}

static void lines__in_named_areas_and_nothing_at_all(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = { .kind = KBS_PARCEL };
    ncz_build *b = ncz_build_new();
    ncz_build_layers(b, "0|PARSEL");
    b->layer = 1;
    add_box(b, "101/1", 0, 20);
    add_box(b, "", 5, 5);
    ncz_build_done(b);
    ncz_build_write(b, "known.ncz");
    ncz_build_free(b);
    probe_run(&p, "known.ncz", &options);
    assert_int_equal(p.count, 1);
    assert_probe_finding(&p, "drawing.areas-known", KBS_NOTE, 0, NULL, "3");
    probe_release(&p);
    b = ncz_build_new();
    ncz_build_layers(b, "0|PARSEL");
    b->layer = 1;
    ncz_build_line(b, E, N, E + 10, N);
    ncz_build_done(b);
    ncz_build_write(b, "nothing.ncz");
    ncz_build_free(b);
    probe_run(&p, "nothing.ncz", &options);
    assert_int_equal(p.opened, KBS_OK);
    assert_int_equal(p.ended, KBS_INPUT);
    assert_string_equal(base_findings_last(&p.findings)->code, "drawing.nothing");
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every__object_is_accounted_for),
        cmocka_unit_test(any__name_and_a_zip),
        cmocka_unit_test(layers__by_name_and_alone),
        cmocka_unit_test(lines__in_named_areas_and_nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
