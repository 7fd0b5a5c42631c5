/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD drawings: every kind of object, plain and with the GIS insert; layers and colours; what is skipped and how it is
 * counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ncz_assert.h"

#define E0 487000.0
#define N0 4420000.0

static const double square[] = { E0, N0, E0 + 40, N0, E0 + 40, N0 + 25, E0, N0 + 25, E0, N0 };

/* With the layers 0, PARSEL, YAZI, and TUREF TM33. */
static ncz_build *new_drawing(void)
{
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0|PARSEL|YAZI");
    (void)ncz_build_mproj(b, 3, 1, 33);
    return b;
}

static void assert_kept(const ncz_probe *p, size_t objects)
{
    assert_int_equal(p->code, KBS_OK);
    assert_int_equal(p->d.object_count, objects);
    assert_ncz_ledger(p);
}

static void point__name_height_place(void **state)
{
    (void)state;
    static const struct {
        float stated, kept;
    } heights[] = {
        { 881.25f, 881.25f }, { 0, 0 }, { -0.0000088f, 0 }, { 0.0005f, 0 }, { -12.5f, -12.5f }
    };
    for (size_t i = 0; i < sizeof heights / sizeof heights[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        b->layer = 1;
        b->height_m = heights[i].stated;
        size_t at = ncz_build_point(b, "P.7/12", E0, N0);
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, "");
        const drawing_object *o = &p.d.objects[0];
        assert_int_equal(o->type, DRAWING_POINT);
        assert_string_equal(ncz_name_of(&p, 0), "P.7/12");
        assert_string_equal(ncz_layer_of(&p, 0), "PARSEL");
        assert_int_equal(o->place, at);
        assert_int_equal(o->colour, DRAWING_BY_LAYER);
        assert_ncz_vertex(&p, 0, 0, E0, N0, 0);
        assert_true(o->height_m == heights[i].kept);
        assert_int_equal((o->flags & DRAWING_HAS_HEIGHT) != 0, heights[i].kept != 0);
        ncz_probe_release(&p);
    }
}

static void height__no_number_is_no_height(void **state)
{
    (void)state;
    static const float bad[] = { NAN, INFINITY, 3e8f };
    for (size_t i = 0; i < 3; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        b->height_m = bad[i];
        (void)ncz_build_point(b, "1", E0, N0);
        (void)ncz_build_polyline(b, "1", 0, square, 2);
        ncz_probe_build(&p, b);
        assert_kept(&p, 2);
        assert_ncz_codes(&p, "ncz.height");
        assert_string_equal(p.findings.items[0].found, "2");
        assert_int_equal(p.d.objects[0].flags & DRAWING_HAS_HEIGHT, 0);
        assert_true(p.d.objects[0].height_m == 0);
        ncz_probe_release(&p);
    }
}

static void line__two_ends(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_line(b, E0, N0, E0 + 3, N0 - 4);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_int_equal(p.d.objects[0].type, DRAWING_LINE);
    assert_int_equal(p.d.objects[0].vertex_count, 2);
    assert_int_equal(p.d.objects[0].flags, 0);
    assert_ncz_vertex(&p, 0, 0, E0, N0, 0);
    assert_ncz_vertex(&p, 0, 1, E0 + 3, N0 - 4, 0);
    ncz_probe_release(&p);
}

/* Closed is what the flag says: the same ring with and without it. */
static void polyline__flags(void **state)
{
    (void)state;
    static const struct {
        uint8_t flags, kept;
        const char *codes;
    } cases[] = {
        { 17, DRAWING_CLOSED, "" },
        { 16, 0, "" },
        { 19, DRAWING_CLOSED | DRAWING_FILLED, "" },
        { 18, DRAWING_FILLED, "" },
        { 4, DRAWING_CURVE, "ncz.curve" },
        { 65, DRAWING_CLOSED | DRAWING_CURVE, "ncz.curve" },
        { 0xA8, 0, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        (void)ncz_build_polyline(b, "106/20", cases[i].flags, square, 5);
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, cases[i].codes);
        assert_int_equal(p.d.objects[0].type, DRAWING_LINE);
        assert_int_equal(p.d.objects[0].flags, cases[i].kept);
        assert_int_equal(p.d.objects[0].vertex_count, 5);
        assert_string_equal(ncz_name_of(&p, 0), "106/20");
        assert_ncz_vertex(&p, 0, 2, E0 + 40, N0 + 25, 0);
        ncz_probe_release(&p);
    }
}

static void polyline__open_ring_is_closed_and_said(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_polyline(b, "106/A", 1, square, 4);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.ring-open");
    const kbs_finding *f = &p.findings.items[0];
    assert_string_equal(f->found, "25.000");
    assert_string_equal(f->key, "opline (7) 106/A");
    assert_string_equal(f->layer, "0");
    assert_int_equal(f->byte, at);
    assert_int_equal(f->record, 1);
    assert_int_equal(f->severity, KBS_MENDED);
    assert_int_equal(p.d.objects[0].vertex_count, 5);
    assert_ncz_vertex(&p, 0, 4, E0, N0, 0);
    ncz_probe_release(&p);
}

/* 0 and -0: the ring is closed, and ends in the same bits. */
static void polyline__ends_in_the_same_bits(void **state)
{
    (void)state;
    static const double ring[] = { 0.0, 0, 5, 0, 5, 5, -0.0, 0 };
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0");
    (void)ncz_build_polyline(b, "", 1, ring, 4);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.crs-missing");
    const geo_vertex *v = drawing_vertices(&p.d, &p.d.objects[0]);
    assert_memory_equal(&v[0], &v[3], sizeof v[0]);
    ncz_probe_release(&p);
}

static void polyline__too_few_corners(void **state)
{
    (void)state;
    static const struct {
        uint8_t flags;
        size_t vertices;
        const char *codes;
    } cases[] = {
        { 0, 0, "ncz.vertices-few" },
        { 1, 1, "ncz.vertices-few" },
        { 1, 2, "ncz.ring-open ncz.area-flat" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        (void)ncz_build_polyline(b, "5", cases[i].flags, square, cases[i].vertices);
        ncz_probe_build(&p, b);
        assert_ncz_codes(&p, cases[i].codes);
        assert_ncz_ledger(&p);
        assert_int_equal(p.d.object_count, cases[i].vertices < 2 ? 0 : 1);
        assert_int_equal(ncz_skipped(&p, "refused"), cases[i].vertices < 2 ? 1 : 0);
        if (p.d.object_count == 1) {
            assert_int_equal(p.d.objects[0].flags & DRAWING_CLOSED, 0);
        }
        ncz_probe_release(&p);
    }
}

static void polyline__remainder(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_polyline(b, "5", 0, square, 3);
    ncz_build_append(b, "1234567", 7);
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    ncz_probe_build(&p, b);
    assert_kept(&p, 0);
    assert_ncz_codes(&p, "ncz.vertices-remainder");
    assert_string_equal(p.findings.items[0].found, "7");
    assert_string_equal(p.findings.items[0].expected, "3");
    ncz_probe_release(&p);
}

/* More than one window of the reader, and just over the limit of one object. */
static void polyline__long(void **state)
{
    (void)state;
    static const size_t counts[] = { 40000, 1000000, 1000001 };
    for (size_t i = 0; i < 3; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        double *line = calloc(counts[i], 2 * sizeof *line);
        assert_non_null(line);
        for (size_t k = 0; k < counts[i]; k++) {
            line[2 * k] = E0 + (double)k * 0.01;
            line[2 * k + 1] = N0 + (double)(k % 7);
        }
        (void)ncz_build_polyline(b, "YOL", 0, line, counts[i]);
        (void)ncz_build_point(b, "son", E0, N0);
        ncz_probe_build(&p, b);
        assert_ncz_ledger(&p);
        assert_ncz_codes(&p, i == 2 ? "ncz.vertices-many" : "");
        if (i < 2) {
            assert_int_equal(p.d.objects[0].vertex_count, counts[i]);
            assert_ncz_vertex(&p, 0, counts[i] - 1, line[2 * counts[i] - 2],
                              line[2 * counts[i] - 1], 0);
        }
        assert_string_equal(ncz_name_of(&p, p.d.object_count - 1), "son");
        free(line);
        ncz_probe_release(&p);
    }
}

static void text__angle_height_letters(void **state)
{
    (void)state;
    static const struct {
        float stated, kept;
    } angles[] = {
        { 0.8762f, 0.8762f }, { -1.5708f, 4.712385f }, { 25.13f, 6.280444f }, { 6.2827f, 6.2827f }
    };
    for (size_t i = 0; i < sizeof angles / sizeof angles[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        b->layer = 2;
        (void)ncz_build_text(b,
                             "AH\xDE"
                             "AP \xDD\xD0\xDC \xFD\xFE\xF0",
                             E0, N0, 2.5f, angles[i].stated);
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, "");
        assert_int_equal(p.d.objects[0].type, DRAWING_TEXT);
        assert_string_equal(ncz_name_of(&p, 0), "AHŞAP İĞÜ ışğ");
        assert_true(p.d.objects[0].text_height_m == 2.5f);
        assert_true(fabsf(p.d.objects[0].angle - angles[i].kept) < 1e-5f);
        ncz_probe_release(&p);
    }
}

static void text__longest_and_none(void **state)
{
    (void)state;
    ncz_probe p;
    char longest[256];
    ncz_build *b = new_drawing();
    memset(longest, 'x', 255);
    longest[255] = '\0';
    (void)ncz_build_text(b, longest, E0, N0, 2, 0);
    (void)ncz_build_text(b, "", E0, N0, 2, 0);
    ncz_probe_build(&p, b);
    assert_kept(&p, 2);
    assert_ncz_codes(&p, "");
    assert_string_equal(ncz_name_of(&p, 0), longest);
    assert_string_equal(ncz_name_of(&p, 1), "");
    ncz_probe_release(&p);
}

static void text__length_beyond_the_record(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_text(b, "KISA", E0, N0, 2, 0);
    ncz_build_put_u8(b, at + 97, 200);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.name-cut ncz.length-odd");
    assert_string_equal(p.findings.items[0].found, "200");
    assert_string_equal(p.findings.items[0].expected, "4");
    assert_string_equal(ncz_name_of(&p, 0), "KISA");
    ncz_probe_release(&p);
}

static void text__unknown_letters(void **state)
{
    (void)state;
    static const char *const letters[] = { "a\x81", "a\x8D", "a\x8F", "a\x90", "a\x9D" };
    for (size_t i = 0; i < 5; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        (void)ncz_build_text(b, letters[i], E0, N0, 2, 0);
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, "ncz.letter-unknown");
        assert_string_equal(ncz_name_of(&p, 0), "a\xEF\xBF\xBD");
        ncz_probe_release(&p);
    }
}

/* A NUL does not hide what is behind it. */
static void text__zero_inside(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_text(b, "101x5", E0, N0, 2, 0);
    ncz_build_put_u8(b, at + 98 + 3, 0);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.letter-unknown");
    assert_string_equal(ncz_name_of(&p, 0), "101\xEF\xBF\xBD"
                                            "5");
    ncz_probe_release(&p);
}

static void text__size_and_angle_are_no_numbers(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_text(b, "5", E0, N0, NAN, INFINITY);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.value ncz.value");
    assert_string_equal(p.findings.items[0].field, "size");
    assert_string_equal(p.findings.items[1].field, "angle");
    assert_true(p.d.objects[0].text_height_m == 0 && p.d.objects[0].angle == 0);
    ncz_probe_release(&p);
}

static void symbol__library_and_number(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_symbol(b, 2, 1240, E0, N0, 0.5f, 1);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "");
    assert_int_equal(p.d.objects[0].type, DRAWING_SYMBOL);
    assert_string_equal(ncz_name_of(&p, 0), "2:1240");
    assert_true(p.d.objects[0].text_height_m == 0.5f && p.d.objects[0].angle == 1);
    ncz_probe_release(&p);
}

/* A rectangle of 30 by 40 m turned by 30 degrees: its corners by hand. */
static void rectangle__rotated(void **state)
{
    (void)state;
    const double c = 0.8660254037844386, s = 0.5;
    const double corners[4][2] = { { E0, N0 },
                                   { E0 + 40 * c, N0 + 40 * s },
                                   { E0 + 40 * c - 30 * s, N0 + 40 * s + 30 * c },
                                   { E0 - 30 * s, N0 + 30 * c } };
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_rectangle(b, "CIZPEN-2", E0, N0, corners[2][0], corners[2][1],
                                    0.5235987755982988f);
    ncz_build_put_f64(b, at + 58, corners[3][0]); /* the box of all corners */
    ncz_build_put_f64(b, at + 74, corners[1][0]);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "");
    assert_int_equal(p.d.objects[0].type, DRAWING_SHEET);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CLOSED);
    assert_int_equal(p.d.objects[0].vertex_count, 5);
    assert_string_equal(ncz_name_of(&p, 0), "CIZPEN-2");
    for (size_t i = 0; i < 5; i++) {
        assert_ncz_vertex(&p, 0, i, corners[i % 4][0], corners[i % 4][1], 2e-6);
    }
    ncz_probe_release(&p);
}

static void circle__too_large_for_its_chords_is_told(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_circle(b, E0, N0, 5000);
    (void)ncz_build_circle(b, E0, N0, 800);
    ncz_probe_build(&p, b);
    assert_kept(&p, 2);
    assert_ncz_codes(&p, "ncz.second-hand drawing.arc-coarse");
    assert_string_equal(p.findings.items[1].found, "1");
    ncz_probe_release(&p);
}

static void second_hand__all_kinds_are_named(void **state)
{
    (void)state;
    const double line[] = { E0, N0, E0 + 5, N0 + 5, E0 + 10, N0 };
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_circle(b, E0, N0, 5);
    (void)ncz_build_contour(b, line, 3);
    (void)ncz_build_sheet(b, "G23-C-15-A-3-D", E0, N0, E0 + 700, N0 + 500);
    (void)ncz_build_triangle(b, line);
    (void)ncz_build_insert(b, "A\xD0\x41\xC7", E0 + 1, N0 + 2, 1.5f);
    (void)ncz_build_circle(b, E0, N0, 6);
    ncz_probe_build(&p, b);
    assert_kept(&p, 6);
    assert_ncz_codes(&p, "ncz.second-hand ncz.second-hand ncz.second-hand ncz.second-hand "
                         "ncz.second-hand");
    assert_string_equal(p.findings.items[0].expected, "ocircle (3)");
    assert_string_equal(p.findings.items[0].found, "2");
    assert_string_equal(p.findings.items[1].expected, "oizohdr (9)");
    assert_string_equal(p.findings.items[2].expected, "ostpafta (11)");
    assert_string_equal(p.findings.items[3].expected, "otriang (12)");
    assert_string_equal(p.findings.items[4].expected, "oblock (13)");

    assert_int_equal(p.d.objects[0].type, DRAWING_CIRCLE);
    assert_true(p.d.objects[0].text_height_m == 5);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CLOSED);
    assert_ncz_vertex(&p, 0, 0, E0 + 5, N0, 1e-9);
    assert_int_equal(p.d.objects[1].type, DRAWING_CONTOUR);
    assert_int_equal(p.d.objects[1].vertex_count, 3);
    assert_ncz_vertex(&p, 1, 0, E0, N0, 0);
    assert_ncz_vertex(&p, 1, 1, E0 + 5, N0 + 5, 1e-5);
    assert_ncz_vertex(&p, 1, 2, E0 + 10, N0, 1e-5);
    assert_int_equal(p.d.objects[2].type, DRAWING_SHEET);
    assert_string_equal(ncz_name_of(&p, 2), "G23-C-15-A-3-D");
    assert_int_equal(p.d.objects[2].vertex_count, 5);
    assert_ncz_vertex(&p, 2, 2, E0 + 700, N0 + 500, 0);
    assert_int_equal(p.d.objects[3].type, DRAWING_TRIANGLE);
    assert_int_equal(p.d.objects[3].vertex_count, 4);
    assert_int_equal(p.d.objects[3].flags, DRAWING_CLOSED);
    assert_ncz_vertex(&p, 3, 1, E0 + 5, N0 + 5, 0);
    assert_ncz_vertex(&p, 3, 3, E0, N0, 0);
    assert_int_equal(p.d.objects[4].type, DRAWING_INSERT);
    assert_string_equal(ncz_name_of(&p, 4), "AĞAÇ");
    assert_true(p.d.objects[4].angle == 1.5f);
    assert_ncz_vertex(&p, 4, 0, E0 + 1, N0 + 2, 0);
    ncz_probe_release(&p);
}

/* Radians, degrees beyond a turn, over the zero; with the box of the arc itself. */
static void arc__radians_and_degrees(void **state)
{
    (void)state;
    static const struct {
        double start, end, from[2], to[2], box[4];
    } arcs[] = {
        { 0, 1.5707963267948966, { 10, 0 }, { 0, 10 }, { 0, 0, 10, 10 } },
        { 0, 90, { 10, 0 }, { 0, 10 }, { 0, 0, 10, 10 } },
        { 315,
          45,
          { 7.071068, -7.071068 },
          { 7.071068, 7.071068 },
          { 7.071068, -7.071068, 10, 7.071068 } },
    };
    for (size_t i = 0; i < sizeof arcs / sizeof arcs[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        size_t at = ncz_build_arc(b, E0, N0, 10, arcs[i].start, arcs[i].end);
        for (size_t k = 0; k < 2; k++) {
            ncz_build_put_f64(b, at + 50 + 16 * k, N0 + arcs[i].box[1 + 2 * k]);
            ncz_build_put_f64(b, at + 58 + 16 * k, E0 + arcs[i].box[2 * k]);
        }
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, "ncz.second-hand");
        const drawing_object *o = &p.d.objects[0];
        assert_int_equal(o->type, DRAWING_ARC);
        assert_int_equal(o->flags, 0);
        assert_true(o->text_height_m == 10);
        assert_ncz_vertex(&p, 0, 0, E0 + arcs[i].from[0], N0 + arcs[i].from[1], 1e-5);
        assert_ncz_vertex(&p, 0, o->vertex_count - 1, E0 + arcs[i].to[0], N0 + arcs[i].to[1], 1e-5);
        ncz_probe_release(&p);
    }
}

/* An arc that does not fill the box that is stated for it: the zero of its angles may be another. */
static void arc__box_of_another_arc(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_arc(b, E0, N0, 10, 0, 1);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_ncz_codes(&p, "ncz.extent ncz.second-hand");
    /* By hand: the box begins 10 m west of the centre, the arc 10 cos 1 = 5.403 m east of it. */
    assert_string_equal(p.findings.items[0].found, "15.403");
    ncz_probe_release(&p);
}

static void arc__no_radius(void **state)
{
    (void)state;
    static const double radii_m[] = { 0, -1, NAN, INFINITY, 2e7 };
    for (size_t i = 0; i < sizeof radii_m / sizeof radii_m[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        size_t at = ncz_build_arc(b, E0, N0, 10, 0, 1);
        ncz_build_put_f64(b, at + 86, radii_m[i]);
        ncz_probe_build(&p, b);
        assert_kept(&p, 0);
        assert_ncz_codes(&p, "ncz.radius");
        assert_int_equal(ncz_skipped(&p, "refused"), 1);
        ncz_probe_release(&p);
    }
}

/* A first point outside of the box is no vertex; a first step of 0, 0 is the first point again. */
static void contour__first_point(void **state)
{
    (void)state;
    const double line[] = { E0, N0, E0 + 5, N0 + 5, E0 + 10, N0 + 6 };
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_contour(b, line, 3);
    ncz_build_put_f64(b, at + 50, N0 + 5);
    ncz_build_put_f64(b, at + 58, E0 + 5);
    at = ncz_build_contour(b, line, 3);
    ncz_build_put_f32(b, at + 122, 0);
    ncz_build_put_f32(b, at + 126, 0);
    ncz_probe_build(&p, b);
    assert_kept(&p, 2);
    assert_ncz_codes(&p, "ncz.second-hand");
    assert_int_equal(p.d.objects[0].vertex_count, 2);
    assert_ncz_vertex(&p, 0, 0, E0 + 5, N0 + 5, 1e-5);
    assert_int_equal(p.d.objects[1].vertex_count, 2);
    assert_ncz_vertex(&p, 1, 0, E0, N0, 0);
    ncz_probe_release(&p);
}

/* Each kind with the insert of 28 bytes says the same as without. */
static void gis__every_kind_moves(void **state)
{
    (void)state;
    const double line[] = { E0, N0, E0 + 5, N0 + 5, E0 + 10, N0 };
    ncz_probe p;
    ncz_build *b = new_drawing();
    for (int gis = 0; gis < 2; gis++) {
        b->class_name = gis ? "PARSEL" : NULL;
        b->key = gis ? "7654321" : NULL;
        (void)ncz_build_point(b, "12", E0, N0);
        (void)ncz_build_line(b, E0, N0, E0 + 1, N0 + 1);
        (void)ncz_build_circle(b, E0, N0, 5);
        (void)ncz_build_arc(b, E0, N0, 5, 0, 0);
        (void)ncz_build_text(b, "yaz\xFD", E0, N0, 2.5f, 0.25f);
        (void)ncz_build_symbol(b, 1, 3, E0, N0, 2.5f, 0.25f);
        (void)ncz_build_polyline(b, "101/3", 17, square, 5);
        (void)ncz_build_contour(b, line, 3);
        (void)ncz_build_rectangle(b, "CIZPEN", E0, N0, E0 + 9, N0 + 9, 0);
        (void)ncz_build_sheet(b, "G23", E0, N0, E0 + 9, N0 + 9);
        (void)ncz_build_triangle(b, line);
        (void)ncz_build_insert(b, "AGAC", E0, N0, 1);
    }
    ncz_probe_build(&p, b);
    assert_kept(&p, 24);
    assert_int_equal(p.findings.count, 6); /* second hand */
    for (size_t i = 0; i < 12; i++) {
        const drawing_object *a = &p.d.objects[i], *g = &p.d.objects[i + 12];
        assert_int_equal(a->type, g->type);
        assert_int_equal(a->flags, g->flags);
        assert_int_equal(a->vertex_count, g->vertex_count);
        assert_memory_equal(drawing_vertices(&p.d, a), drawing_vertices(&p.d, g),
                            a->vertex_count * sizeof(geo_vertex));
        assert_string_equal(ncz_name_of(&p, i), ncz_name_of(&p, i + 12));
        assert_true(a->text_height_m == g->text_height_m && a->angle == g->angle);
        assert_string_equal(drawing_text_of(&p.d, a->class_name), "");
        assert_string_equal(drawing_text_of(&p.d, a->key), "");
        assert_string_equal(drawing_text_of(&p.d, g->class_name), "PARSEL");
        assert_string_equal(drawing_text_of(&p.d, g->key), "7654321");
    }
    ncz_probe_release(&p);
}

static void gis__classes_change(void **state)
{
    (void)state;
    static const char *const classes[] = { "PARSEL", "PARSEL", "", "YOL", "PARSEL" };
    ncz_probe p;
    ncz_build *b = new_drawing();
    b->key = "@TAB282567";
    for (size_t i = 0; i < 5; i++) {
        b->class_name = classes[i];
        (void)ncz_build_point(b, "1", E0, N0);
    }
    ncz_probe_build(&p, b);
    assert_kept(&p, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(drawing_text_of(&p.d, p.d.objects[i].class_name), classes[i]);
        assert_string_equal(drawing_text_of(&p.d, p.d.objects[i].key), "@TAB282567");
    }
    ncz_probe_release(&p);
}

static void skipped__by_type(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_object(b, 8, E0, N0, NULL, 40);
    (void)ncz_build_object(b, 14, E0, N0, NULL, 4);
    (void)ncz_build_object(b, 14, E0, N0, NULL, 4);
    (void)ncz_build_object(b, 77, E0, N0, NULL, 10);
    (void)ncz_build_object(b, 255, E0, N0, NULL, 10);
    (void)ncz_build_deleted(b, E0, N0);
    (void)ncz_build_point(b, "1", E0, N0);
    ncz_probe_build(&p, b);
    assert_kept(&p, 1);
    assert_int_equal(p.d.found, 6);
    assert_int_equal(p.d.deleted, 1);
    assert_int_equal(ncz_skipped(&p, "ospiral (8)"), 1);
    assert_int_equal(ncz_skipped(&p, "omark (14)"), 2);
    assert_int_equal(ncz_skipped(&p, "type 77"), 1);
    assert_int_equal(ncz_skipped(&p, "type 255"), 1);
    assert_ncz_codes(&p, "ncz.type-skipped ncz.type-skipped ncz.type-skipped ncz.type-skipped");
    assert_string_equal(p.findings.items[1].found, "2");
    assert_string_equal(p.findings.items[1].expected, "omark (14)");
    assert_int_equal(p.findings.items[1].severity, KBS_REFUSED);
    for (size_t i = 0; i < p.d.skipped_count; i++) {
        assert_true(p.d.skipped[i].bytes > 86);
    }
    ncz_probe_release(&p);
}

static void layers__names_colours(void **state)
{
    (void)state;
    static const uint32_t colours[] = { 0x010203, 0xA1B2C3, 0xFF0000 };
    for (int styled = 0; styled < 3; styled++) {
        ncz_probe p;
        ncz_build *b = ncz_build_new();
        (void)ncz_build_point(b, "1", E0, N0);
        (void)ncz_build_layers(b, "0|@ROL|\xC7\x45\xDE\x4D\x45_\xDD\xD0\xDC\xDE");
        if (styled > 0) {
            (void)ncz_build_styles(b, colours, styled == 1 ? 3 : 2);
        }
        (void)ncz_build_mproj(b, 3, 1, 33);
        ncz_probe_build(&p, b);
        assert_kept(&p, 1);
        assert_ncz_codes(&p, styled == 2 ? "ncz.styles-differ" : "");
        assert_int_equal(p.d.layer_count, 3);
        assert_string_equal(drawing_text_of(&p.d, p.d.layers[1].name), "@ROL");
        assert_string_equal(drawing_text_of(&p.d, p.d.layers[2].name), "ÇEŞME_İĞÜŞ");
        /* Without styles the known palette: 0, 1 and 2 are (nearly) black, blue and green. */
        assert_int_equal(p.d.layers[0].colour, styled == 1 ? 0x010203 : 0x000001);
        assert_int_equal(p.d.layers[1].colour, styled == 1 ? 0xA1B2C3 : 0x0000FF);
        assert_int_equal(p.d.layers[2].colour, styled == 1 ? 0xFF0000 : 0x00FF00);
        ncz_probe_release(&p);
    }
}

static void colour__of_objects(void **state)
{
    (void)state;
    static const struct {
        uint8_t index;
        uint32_t colour;
    } cases[] = {
        { 0, DRAWING_BY_LAYER }, { 1, 0x0000FF }, { 255, 0xFF0000 }, { 99, DRAWING_BY_LAYER }
    };
    ncz_probe p;
    ncz_build *b = new_drawing();
    for (size_t i = 0; i < 4; i++) {
        b->colour = cases[i].index;
        (void)ncz_build_point(b, "1", E0, N0);
    }
    ncz_probe_build(&p, b);
    assert_kept(&p, 4);
    assert_ncz_codes(&p, "ncz.colour-unknown");
    assert_string_equal(p.findings.items[0].found, "1");
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(p.d.objects[i].colour, cases[i].colour);
    }
    ncz_probe_release(&p);
}

static void version__is_kept_and_cut(void **state)
{
    (void)state;
    static const struct {
        const char *stated, *kept;
    } cases[] = {
        { "8.5.6.1095", "8.5.6.1095" },
        { "", "" },
        { "0123456789012345678901234567890123456789", "0123456789012345678901234567890" },
        { "012345678901234567890123456789\xDE\xDE", "012345678901234567890123456789" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = ncz_build_new_bare();
        (void)ncz_build_version(b, cases[i].stated);
        (void)ncz_build_layers(b, "0");
        ncz_probe_build(&p, b);
        assert_kept(&p, 0);
        assert_string_equal(p.d.version, cases[i].kept);
        ncz_probe_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point__name_height_place),
        cmocka_unit_test(height__no_number_is_no_height),
        cmocka_unit_test(line__two_ends),
        cmocka_unit_test(polyline__flags),
        cmocka_unit_test(polyline__open_ring_is_closed_and_said),
        cmocka_unit_test(polyline__ends_in_the_same_bits),
        cmocka_unit_test(polyline__too_few_corners),
        cmocka_unit_test(polyline__remainder),
        cmocka_unit_test(polyline__long),
        cmocka_unit_test(text__angle_height_letters),
        cmocka_unit_test(text__longest_and_none),
        cmocka_unit_test(text__length_beyond_the_record),
        cmocka_unit_test(text__unknown_letters),
        cmocka_unit_test(text__zero_inside),
        cmocka_unit_test(text__size_and_angle_are_no_numbers),
        cmocka_unit_test(symbol__library_and_number),
        cmocka_unit_test(rectangle__rotated),
        cmocka_unit_test(circle__too_large_for_its_chords_is_told),
        cmocka_unit_test(second_hand__all_kinds_are_named),
        cmocka_unit_test(arc__radians_and_degrees),
        cmocka_unit_test(arc__box_of_another_arc),
        cmocka_unit_test(arc__no_radius),
        cmocka_unit_test(contour__first_point),
        cmocka_unit_test(gis__every_kind_moves),
        cmocka_unit_test(gis__classes_change),
        cmocka_unit_test(skipped__by_type),
        cmocka_unit_test(layers__names_colours),
        cmocka_unit_test(colour__of_objects),
        cmocka_unit_test(version__is_kept_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
