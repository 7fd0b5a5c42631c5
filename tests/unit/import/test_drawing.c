/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The model of a drawing: layers by name, chords of arcs, what was skipped, limits and lack of memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "import/drawing.h"

#define TURN 6.283185307179586

static void layers__are_found_by_their_bytes(void **state)
{
    (void)state;
    drawing d;
    uint16_t first, again, other;
    drawing_init(&d);
    assert_true(drawing_add_layer(&d, "PARSEL", 0x112233, &first));
    assert_true(drawing_add_layer(&d, "PARSEL", 0x445566, &again));
    assert_int_not_equal(first, again);
    assert_true(drawing_find_layer(&d, "PARSEL", &again));
    assert_int_equal(again, first);
    assert_true(drawing_find_layer(&d, "parsel", &other));
    assert_int_equal(other, 2);
    assert_int_equal(d.layers[other].colour, DRAWING_BY_LAYER);
    assert_true(drawing_find_layer(&d, "", &other));
    assert_int_equal(other, 3);
    assert_string_equal(drawing_text_of(&d, d.layers[3].name), "");
    drawing_release(&d);
}

static void layers__as_many_as_there_may_be(void **state)
{
    (void)state;
    drawing d;
    base_findings report;
    uint16_t layer = 0;
    char name[16];
    drawing_init(&d);
    base_findings_init(&report);
    for (unsigned i = 0; i < DRAWING_MOST_LAYERS; i++) {
        snprintf(name, sizeof name, "L%u", i);
        assert_true(drawing_find_layer(&d, name, &layer));
        assert_int_equal(layer, i);
    }
    assert_true(drawing_find_layer(&d, "L40000", &layer));
    assert_int_equal(layer, 40000);
    assert_false(d.full);
    assert_false(drawing_find_layer(&d, "one more", &layer));
    assert_int_equal(drawing_failed(&d, "x.ncz", &report), KBS_INPUT);
    assert_string_equal(report.items[0].code, "drawing.too-large");
    assert_string_equal(report.items[0].file, "x.ncz");
    base_findings_release(&report);
    drawing_release(&d);
}

static void objects__need_a_layer(void **state)
{
    (void)state;
    drawing d;
    uint16_t layer;
    drawing_init(&d);
    assert_null(drawing_add_object(&d, DRAWING_POINT, 0, 1));
    assert_true(drawing_add_layer(&d, "0", DRAWING_BY_LAYER, &layer));
    assert_null(drawing_add_object(&d, DRAWING_POINT, 1, 1));
    assert_non_null(drawing_add_object(&d, DRAWING_POINT, 0, 1));
    drawing_release(&d);
}

/* The n-th object of a drawing with one layer. */
static drawing_object *add(drawing *d, drawing_type type)
{
    uint16_t layer;
    assert_true(drawing_find_layer(d, "0", &layer));
    drawing_object *o = drawing_add_object(d, type, layer, 1);
    assert_non_null(o);
    return o;
}

static void objects__dropped_are_gone(void **state)
{
    (void)state;
    drawing d;
    drawing_init(&d);
    drawing_drop_object(&d);
    assert_int_equal(d.object_count, 0);
    drawing_object *o = add(&d, DRAWING_POINT);
    assert_true(drawing_add_vertex(&d, o, 1, 2));
    o = add(&d, DRAWING_LINE);
    assert_true(drawing_add_vertex(&d, o, 3, 4) && drawing_add_vertex(&d, o, 5, 6));
    drawing_drop_object(&d);
    assert_int_equal(d.object_count, 1);
    assert_int_equal(d.vertex_count, 1);
    o = add(&d, DRAWING_LINE);
    assert_true(drawing_add_vertex(&d, o, 7, 8));
    assert_true(drawing_vertices(&d, o)[0].east == 7);
    drawing_release(&d);
}

/* Largest distance between the arc and its chords: all vertices lie on the circle, so it is at the middles. */
static double chord_error_m(const drawing *d, const drawing_object *o, double east, double north,
                            double radius_m)
{
    const geo_vertex *v = drawing_vertices(d, o);
    double worst = 0;
    for (uint32_t i = 0; i + 1 < o->vertex_count; i++) {
        double e = (v[i].east + v[i + 1].east) / 2 - east;
        double n = (v[i].north + v[i + 1].north) / 2 - north;
        worst = fmax(worst, radius_m - hypot(e, n));
        assert_true(fabs(hypot(v[i].east - east, v[i].north - north) - radius_m) <
                    1e-8 * radius_m + 1e-8);
    }
    return worst;
}

static void arc__full_circle_ends_in_its_first_vertex(void **state)
{
    (void)state;
    static const struct {
        double start, end;
    } turns[] = { { 0, 0 }, { 0, TURN }, { 0.1, 0.1 + TURN }, { -1, -1 }, { 100, 100 - TURN } };
    static const double radii_m[] = { 0.0004, 0.25, 5, 123.4, 849 };
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        for (size_t k = 0; k < sizeof radii_m / sizeof radii_m[0]; k++) {
            drawing d;
            drawing_init(&d);
            drawing_object *o = add(&d, DRAWING_CIRCLE);
            assert_true(drawing_add_arc(&d, o, 487000.123, 4420000.456, radii_m[k], turns[i].start,
                                        turns[i].end));
            const geo_vertex *v = drawing_vertices(&d, o);
            assert_true(o->vertex_count >= 9);
            assert_memory_equal(&v[0], &v[o->vertex_count - 1], sizeof v[0]);
            assert_true(chord_error_m(&d, o, 487000.123, 4420000.456, radii_m[k]) < 0.001 + 1e-8);
            drawing_release(&d);
        }
    }
}

/* 90 degrees counter-clockwise, also over the zero. */
static void arc__quarter(void **state)
{
    (void)state;
    static const struct {
        double start, end, from[2], to[2];
    } arcs[] = {
        { 0, TURN / 4, { 110, 200 }, { 100, 210 } },
        { TURN * 7 / 8, TURN / 8, { 107.0710678, 192.9289322 }, { 107.0710678, 207.0710678 } },
        { TURN / 4, -TURN / 2, { 100, 210 }, { 90, 200 } },
    };
    for (size_t i = 0; i < sizeof arcs / sizeof arcs[0]; i++) {
        drawing d;
        drawing_init(&d);
        drawing_object *o = add(&d, DRAWING_ARC);
        assert_true(drawing_add_arc(&d, o, 100, 200, 10, arcs[i].start, arcs[i].end));
        const geo_vertex *v = drawing_vertices(&d, o), *last = v + o->vertex_count - 1;
        assert_true(hypot(v->east - arcs[i].from[0], v->north - arcs[i].from[1]) < 1e-6);
        assert_true(hypot(last->east - arcs[i].to[0], last->north - arcs[i].to[1]) < 1e-6);
        /* By hand: 2 acos(1 - 0.001 / 10) = 0.0283 rad; 1.5708 / 0.0283 = 55.5 chords. */
        assert_int_equal(o->vertex_count, 57);
        assert_true(chord_error_m(&d, o, 100, 200, 10) <= 0.001);
        drawing_release(&d);
    }
}

static void arc__limits(void **state)
{
    (void)state;
    drawing d;
    drawing_init(&d);
    drawing_object *o = add(&d, DRAWING_ARC);
    assert_true(drawing_add_arc(&d, o, 0, 0, DRAWING_MOST_RADIUS_M, 0, 0));
    assert_int_equal(o->vertex_count, DRAWING_MOST_CHORDS + 1);
    assert_int_equal(d.coarse_arcs, 1);
    o = add(&d, DRAWING_CIRCLE);
    assert_true(drawing_add_arc(&d, o, 0, 0, 800, 0, 0));
    assert_int_equal(d.coarse_arcs, 1);
    size_t before = d.vertex_count;
    assert_false(drawing_add_arc(&d, o, 0, 0, 0, 0, 1));
    assert_false(drawing_add_arc(&d, o, 0, 0, -1, 0, 1));
    assert_false(drawing_add_arc(&d, o, 0, 0, NAN, 0, 1));
    assert_false(drawing_add_arc(&d, o, 0, 0, DRAWING_MOST_RADIUS_M * 2, 0, 1));
    assert_false(drawing_add_arc(&d, o, 0, 0, 1, NAN, 1));
    assert_false(drawing_add_arc(&d, o, 0, 0, 1, 0, INFINITY));
    assert_int_equal(d.vertex_count, before);
    drawing_release(&d);
}

static void skipped__is_added_up(void **state)
{
    (void)state;
    drawing d;
    drawing_init(&d);
    assert_true(drawing_skip(&d, "HATCH", 2, 100));
    assert_true(drawing_skip(&d, "ospiral (8)", 1, 40));
    assert_true(drawing_skip(&d, "HATCH", 3, 11));
    assert_int_equal(d.skipped_count, 2);
    assert_string_equal(drawing_text_of(&d, d.skipped[0].what), "HATCH");
    assert_int_equal(d.skipped[0].count, 5);
    assert_int_equal(d.skipped[0].bytes, 111);
    drawing_release(&d);
}

static void count__by_layer_and_type(void **state)
{
    (void)state;
    drawing d;
    uint16_t a, b;
    drawing_init(&d);
    assert_true(drawing_add_layer(&d, "A", 0, &a) && drawing_add_layer(&d, "B", 0, &b));
    drawing_object *o = drawing_add_object(&d, DRAWING_LINE, a, 1);
    assert_true(drawing_add_vertex(&d, o, 10, 20) && drawing_add_vertex(&d, o, 30, 5));
    o = drawing_add_object(&d, DRAWING_TEXT, a, 2);
    assert_true(drawing_add_vertex(&d, o, -1, 7));
    for (int round = 0; round < 2; round++) {
        drawing_count(&d);
        assert_int_equal(d.layers[a].objects[DRAWING_LINE], 1);
        assert_int_equal(d.layers[a].objects[DRAWING_TEXT], 1);
        assert_int_equal(d.layers[a].objects[DRAWING_POINT], 0);
        assert_true(d.layers[a].box.east_min == -1 && d.layers[a].box.east_max == 30);
        assert_true(d.layers[a].box.north_min == 5 && d.layers[a].box.north_max == 20);
        assert_true(geo_box_is_empty(d.layers[b].box));
    }
    drawing_release(&d);
}

static void texts__empty_is_zero(void **state)
{
    (void)state;
    drawing d;
    drawing_text none = 9, one = 0, two = 0;
    drawing_init(&d);
    assert_string_equal(drawing_text_of(&d, 0), "");
    assert_true(drawing_add_text(&d, NULL, 0, &none));
    assert_true(drawing_add_text(&d, "101/5 ve gerisi", 5, &one));
    assert_true(drawing_add_text(&d, "Ş", strlen("Ş"), &two));
    assert_int_equal(none, 0);
    assert_string_equal(drawing_text_of(&d, one), "101/5");
    assert_string_equal(drawing_text_of(&d, two), "Ş");
    assert_string_equal(drawing_text_of(&d, 4000000000u), "");
    drawing_release(&d);
}

static void names__in_both_languages(void **state)
{
    (void)state;
    for (drawing_type type = DRAWING_POINT; type < DRAWING_TYPE_COUNT; type++) {
        assert_true(strlen(drawing_type_name(type, KBS_LANG_EN)) > 2);
        assert_true(strlen(drawing_type_name(type, KBS_LANG_TR)) > 2);
    }
    assert_string_equal(drawing_type_name(DRAWING_TRIANGLE, KBS_LANG_TR), "üçgen");
}

static bool build_some(drawing *d)
{
    uint16_t layer;
    drawing_text text;
    drawing_object *o = NULL;
    return drawing_reserve(d, 20, 20) && drawing_find_layer(d, "A", &layer) &&
           (o = drawing_add_object(d, DRAWING_CIRCLE, layer, 1)) != NULL &&
           drawing_add_arc(d, o, 0, 0, 5, 0, 0) && drawing_add_text(d, "x", 1, &text) &&
           drawing_skip(d, "y", 1, 1);
}

static void memory__each_allocation_fails_once(void **state)
{
    (void)state;
    bool built = false;
    size_t failures = 0;
    for (size_t n = 0; !built; n++) {
        drawing d;
        base_findings report;
        drawing_init(&d);
        base_findings_init(&report);
        base_memory_fail_at(n);
        built = build_some(&d);
        base_memory_fail_at(SIZE_MAX);
        if (!built) {
            failures++;
            assert_int_equal(drawing_failed(&d, "x", &report), KBS_MEMORY);
        }
        base_findings_release(&report);
        drawing_release(&d);
    }
    assert_true(failures >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers__are_found_by_their_bytes),
        cmocka_unit_test(layers__as_many_as_there_may_be),
        cmocka_unit_test(objects__need_a_layer),
        cmocka_unit_test(objects__dropped_are_gone),
        cmocka_unit_test(arc__full_circle_ends_in_its_first_vertex),
        cmocka_unit_test(arc__quarter),
        cmocka_unit_test(arc__limits),
        cmocka_unit_test(skipped__is_added_up),
        cmocka_unit_test(count__by_layer_and_type),
        cmocka_unit_test(texts__empty_is_zero),
        cmocka_unit_test(names__in_both_languages),
        cmocka_unit_test(memory__each_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
