/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From loose lines to areas: small drawings worked out by hand, and random ones judged by GEOS (GEOSNode, GEOSPolygonize). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "geo/ring_check.h"
#include "import/nesting.h"

#define E 500000.0
#define N 4400000.0
#define MOST_LINES 4000

/* Lines of a test, and what became of them. */
typedef struct drawn {
    geo_vertex vertices[20000];
    import_net_line lines[MOST_LINES];
    size_t vertex_count, line_count;
    import_line_net net;
    import_net_areas areas;
} drawn;

static drawn *drawn_new(void)
{
    drawn *d = calloc(1, sizeof *d);
    assert_non_null(d);
    import_net_init(&d->net);
    return d;
}

static void drawn_free(drawn *d)
{
    import_net_areas_release(&d->areas);
    import_net_release(&d->net);
    free(d);
}

/* A line through `count` pairs of metres from E, N. */
static void draw(drawn *d, const double *pairs, size_t count)
{
    d->lines[d->line_count++] = (import_net_line){ d->vertices + d->vertex_count, count };
    for (size_t i = 0; i < count; i++) {
        d->vertices[d->vertex_count++] = (geo_vertex){ E + pairs[2 * i], N + pairs[2 * i + 1] };
    }
}
#define DRAW(d, ...)                                                                               \
    draw(d, (const double[]){ __VA_ARGS__ }, sizeof((const double[]){ __VA_ARGS__ }) / 16)

static void finish(drawn *d, double snap_m)
{
    assert_int_equal(import_net_snap(&d->net, d->lines, d->line_count, snap_m), IMPORT_NET_DONE);
    assert_int_equal(import_net_node(&d->net, snap_m), IMPORT_NET_DONE);
    assert_true(import_net_polygonise(&d->areas, &d->net));
    assert_int_equal(d->areas.area_count, d->areas.expected);
}

static double total_m2(const drawn *d)
{
    double sum = 0;
    for (size_t i = 0; i < d->areas.area_count; i++) {
        sum += d->areas.areas[i].area_m2;
    }
    return sum;
}

static void assert_near(double a, double b, double within)
{
    if (!(fabs(a - b) <= within)) {
        fprintf(stderr, "%.9f is not %.9f\n", a, b);
        fail();
    }
}

/* Every area is sound by the exact check, and its shape has the area that the net says. */
static void assert_sound(const drawn *d)
{
    geo_shape shape;
    geo_shape_init(&shape);
    for (size_t i = 0; i < d->areas.area_count; i++) {
        assert_true(import_net_area_shape(&d->areas, &d->net, i, &shape));
        geo_defect_place place = geo_shape_check(&shape, NULL, 5.0);
        if (place.defect != GEO_SOUND) {
            fprintf(stderr, "area %zu: %s\n", i, geo_defect_name(place.defect));
            fail();
        }
        assert_near(geo_shape_area_m2(&shape), d->areas.areas[i].area_m2, 1e-6);
    }
    geo_shape_release(&shape);
}

static void square__of_four_lines(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 20, 0);
    DRAW(d, 20, 0, 20, 30);
    DRAW(d, 0, 30, 20, 30);
    DRAW(d, 0, 30, 0, 0);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 1);
    assert_near(d->areas.areas[0].area_m2, 600, 1e-9);
    assert_int_equal(d->areas.dangle_count, 0);
    assert_int_equal(d->areas.areas[0].line, 0);
    assert_true(d->areas.areas[0].moved_m == 0);
    drawn_free(d);
}

static void cross__makes_four_of_one(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 20, 0, 20, 20, 0, 20, 0, 0);
    DRAW(d, 10, -1, 10, 21);
    DRAW(d, -2, 5, 22, 5);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 4);
    assert_near(total_m2(d), 400, 1e-6);
    assert_int_equal(d->areas.dangle_count, 4);
    double overshoots = 0;
    for (size_t i = 0; i < 4; i++) {
        overshoots += d->areas.dangles[i].length_m;
    }
    assert_near(overshoots, 6, 1e-6);
    assert_sound(d);
    drawn_free(d);
}

static void snap__missed_corner_is_closed_and_told(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 20, 0);
    DRAW(d, 20, 0, 20, 30);
    DRAW(d, 20, 30, 0, 30);
    DRAW(d, 0.006, 30.008, 0, 0); /* 1 cm beside */
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 1);
    assert_near(d->areas.areas[0].moved_m, 0.01, 1e-6);
    drawn_free(d);
    d = drawn_new();
    DRAW(d, 0, 0, 20, 0);
    DRAW(d, 20, 0, 20, 30);
    DRAW(d, 20, 30, 0, 30);
    DRAW(d, -0.06, 29.92, 0, 0); /* 10 cm */
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 0);
    assert_int_equal(d->areas.dangle_count, 1); /* one chain with two free ends is told once */
    drawn_free(d);
}

static void snap__short_edges_of_one_line_stay(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    /* A corner cut by 1.5 cm, drawn twice: as an area and as loose lines around it. */
    DRAW(d, 0, 0, 20, 0, 20, 19.985, 19.985, 20, 0, 20, 0, 0);
    DRAW(d, 20, 19.985, 19.985, 20);
    DRAW(d, 20, 0, 20, 19.985);
    DRAW(d, 19.985, 20, 0, 20);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 1);
    assert_near(d->areas.areas[0].area_m2, 400 - 0.015 * 0.015 / 2, 1e-9);
    assert_true(d->areas.areas[0].moved_m == 0);
    assert_int_equal(d->net.doubled[1] + d->net.doubled[2] + d->net.doubled[3], 3);
    drawn_free(d);
}

static void snap__ring_that_missed_itself(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 20, 0, 20, 20, 0, 20, 0, 0.012);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 1);
    assert_near(d->areas.areas[0].area_m2, 400, 1e-9);
    assert_near(d->areas.areas[0].moved_m, 0.012, 1e-6);
    drawn_free(d);
}

static void tee__short_by_a_centimetre_meets(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 40, 0, 40, 20, 0, 20, 0, 0);
    DRAW(d, 20, 0.01, 20, 20.01); /* short below, long above */
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 2);
    assert_int_equal(d->areas.dangle_count, 0);
    /* The south border bends up by a centimetre over 40 m, the north border too. */
    assert_near(total_m2(d), 800, 1e-6);
    drawn_free(d);
}

static void island__is_a_hole_of_its_surrounding(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 40, 0, 40, 40, 0, 40, 0, 0);
    DRAW(d, 10, 10, 20, 10, 20, 20, 10, 20, 10, 10);
    DRAW(d, 12, 12, 14, 12, 14, 14, 12, 14, 12, 12);
    DRAW(d, 20, 10, 30, 10, 30, 20, 20, 20);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 4);
    assert_near(d->areas.areas[0].area_m2, 1600 - 200, 1e-9);
    assert_near(d->areas.areas[1].area_m2, 100 - 4, 1e-9);
    assert_near(total_m2(d), 1600, 1e-9);
    assert_sound(d);
    import_area_finder *finder = import_area_finder_new(&d->areas, &d->net);
    assert_non_null(finder);
    uint32_t area;
    assert_true(import_area_find(finder, (geo_vertex){ E + 13, N + 13 }, &area));
    assert_near(d->areas.areas[area].area_m2, 4, 1e-9);
    assert_true(import_area_find(finder, (geo_vertex){ E + 5, N + 5 }, &area));
    assert_int_equal(area, 0);
    assert_true(import_area_find(finder, (geo_vertex){ E + 20, N + 15 }, &area)); /* on a border */
    assert_int_equal(area, IMPORT_NO_AREA);
    assert_true(import_area_find(finder, (geo_vertex){ E + 50, N + 15 }, &area));
    assert_int_equal(area, IMPORT_NO_AREA);
    import_area_finder_free(finder);
    drawn_free(d);
}

static void pinch__hole_that_touches_its_shell(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 40, 0, 40, 40, 0, 40, 0, 0);
    DRAW(d, 0, 0, 20, 10, 10, 20, 0, 0);     /* touches in a corner, from inside */
    DRAW(d, 40, 40, 50, 40, 50, 50, 40, 40); /* and one from outside */
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 3);
    assert_near(d->areas.areas[0].area_m2, 1600 - 150, 1e-9);
    assert_sound(d);
    drawn_free(d);
}

static void bridge__between_two_areas(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0);
    DRAW(d, 30, 0, 40, 0, 40, 10, 30, 10, 30, 0);
    DRAW(d, 10, 5, 30, 5);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 2);
    assert_int_equal(d->areas.bridge_count, 1);
    assert_int_equal(d->areas.dangle_count, 0);
    assert_near(total_m2(d), 200, 1e-9);
    drawn_free(d);
}

static void overlap__long_line_over_two_short_ones(void **state)
{
    (void)state;
    drawn *d = drawn_new();
    DRAW(d, 0, 0, 10, 0, 20, 0);
    DRAW(d, 20, 0, 20, 10, 0, 10, 0, 0);
    DRAW(d, 0, 0, 20, 0);
    finish(d, 0.02);
    assert_int_equal(d->areas.area_count, 1);
    assert_int_equal(d->net.pieces[2], 2);
    assert_int_equal(d->net.doubled[2], 2);
    drawn_free(d);
}

/* What GEOS makes of the same lines: count and sorted areas. */
typedef struct judged {
    size_t count;
    double areas[20000];
} judged;

static int compare_doubles(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : (p > q ? 1 : 0);
}

static void judge(const drawn *d, judged *out)
{
    GEOSContextHandle_t h = GEOS_init_r();
    GEOSGeometry **parts = calloc(d->line_count, sizeof *parts);
    assert_non_null(parts);
    for (size_t i = 0; i < d->line_count; i++) {
        GEOSCoordSequence *seq = GEOSCoordSeq_create_r(h, (unsigned)d->lines[i].count, 2);
        for (unsigned k = 0; k < d->lines[i].count; k++) {
            geo_vertex v = d->lines[i].vertices[k];
            GEOSCoordSeq_setXY_r(h, seq, k, v.east, v.north);
        }
        parts[i] = GEOSGeom_createLineString_r(h, seq);
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(h, GEOS_MULTILINESTRING, parts, (unsigned)d->line_count);
    GEOSGeometry *noded = GEOSNode_r(h, all);
    assert_non_null(noded);
    const GEOSGeometry *input = noded;
    GEOSGeometry *faces = GEOSPolygonize_r(h, &input, 1);
    assert_non_null(faces);
    out->count = (size_t)GEOSGetNumGeometries_r(h, faces);
    for (size_t i = 0; i < out->count; i++) {
        assert_true(GEOSArea_r(h, GEOSGetGeometryN_r(h, faces, (int)i), &out->areas[i]));
    }
    qsort(out->areas, out->count, sizeof out->areas[0], compare_doubles);
    GEOSGeom_destroy_r(h, faces);
    GEOSGeom_destroy_r(h, noded);
    GEOSGeom_destroy_r(h, all);
    free(parts);
    GEOS_finish_r(h);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static double random_in(uint64_t *seed, double width)
{
    return (double)(next_random(seed) >> 11) / 9007199254740992.0 * width;
}

static void compare_with_geos(drawn *d, uint64_t seed, double within)
{
    static judged expected;
    static double areas[20000];
    size_t ours = 0, theirs = 0;
    judge(d, &expected);
    for (size_t i = 0; i < d->areas.area_count; i++) {
        areas[i] = d->areas.areas[i].area_m2;
    }
    qsort(areas, d->areas.area_count, sizeof areas[0], compare_doubles);
    /* Slivers below what rounding makes are nobody's business. */
    while (ours < d->areas.area_count && areas[ours] < within) {
        ours++;
    }
    while (theirs < expected.count && expected.areas[theirs] < within) {
        theirs++;
    }
    if (d->areas.area_count - ours != expected.count - theirs) {
        fprintf(stderr, "seed %llu: %zu areas, GEOS %zu\n", (unsigned long long)seed,
                d->areas.area_count - ours, expected.count - theirs);
        fail();
    }
    for (; ours < d->areas.area_count; ours++, theirs++) {
        assert_near(areas[ours], expected.areas[theirs], within);
    }
    assert_sound(d);
}

static void random__crossing_lines_agree_with_geos(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t s = seed * 7919;
        drawn *d = drawn_new();
        size_t lines = 10 + seed * 2;
        for (size_t i = 0; i < lines; i++) {
            DRAW(d, random_in(&s, 100), random_in(&s, 100), random_in(&s, 100), random_in(&s, 100));
        }
        finish(d, 0);
        compare_with_geos(d, seed, 1e-3);
        drawn_free(d);
    }
}

static void random__grid_with_missing_pieces_agrees_with_geos(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t s = seed * 104729;
        drawn *d = drawn_new();
        for (int i = 0; i < 12; i++) {
            for (int k = 0; k < 12; k++) {
                if (next_random(&s) % 10 < 7) {
                    DRAW(d, i * 10, k * 10, i * 10 + 10, k * 10);
                }
                if (next_random(&s) % 10 < 7) {
                    DRAW(d, i * 10, k * 10, i * 10, k * 10 + 10);
                }
                if (next_random(&s) % 10 < 2) { /* twice, the other way around */
                    DRAW(d, i * 10 + 10, k * 10, i * 10, k * 10);
                }
            }
        }
        finish(d, 0.02);
        compare_with_geos(d, seed, 1e-6);
        drawn_free(d);
    }
}

/* A drawing whose ends miss their corners by up to 9 mm has the areas of the clean one. */
static void random__sloppy_ends_give_the_clean_areas(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t s = seed * 15485863;
        drawn *clean = drawn_new(), *sloppy = drawn_new();
        geo_vertex corners[8][8];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 8; k++) {
                corners[i][k] =
                    (geo_vertex){ i * 20 + random_in(&s, 6), k * 20 + random_in(&s, 6) };
            }
        }
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 8; k++) {
                for (int way = 0; way < 2; way++) {
                    if ((way == 0 ? i : k) == 7) {
                        continue;
                    }
                    geo_vertex a = corners[i][k],
                               b = way == 0 ? corners[i + 1][k] : corners[i][k + 1];
                    DRAW(clean, a.east, a.north, b.east, b.north);
                    DRAW(sloppy, a.east + random_in(&s, 0.006), a.north + random_in(&s, 0.006),
                         b.east + random_in(&s, 0.006), b.north + random_in(&s, 0.006));
                }
            }
        }
        finish(clean, 0.02);
        finish(sloppy, 0.02);
        assert_int_equal(clean->areas.area_count, 49);
        assert_int_equal(sloppy->areas.area_count, 49);
        assert_int_equal(sloppy->areas.dangle_count, 0);
        for (size_t i = 0; i < 49; i++) {
            assert_near(sloppy->areas.areas[i].area_m2, clean->areas.areas[i].area_m2, 1.0);
            assert_true(sloppy->areas.areas[i].moved_m < 0.0085);
        }
        assert_sound(sloppy);
        drawn_free(clean);
        drawn_free(sloppy);
    }
}

/* Nearly parallel lines, fans and lines through one point: the worst for rounding. */
static void random__bundles_are_noded_soundly(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t s = seed * 32452843;
        drawn *d = drawn_new();
        double e = random_in(&s, 50) + 25, n = random_in(&s, 50) + 25;
        for (int i = 0; i < 25; i++) { /* through one point, which no double hits */
            double angle = random_in(&s, 3.14159265);
            DRAW(d, e - 30 * cos(angle), n - 30 * sin(angle), e + 31 * cos(angle),
                 n + 31 * sin(angle));
        }
        for (int i = 0; i < 25; i++) {
            DRAW(d, 0, random_in(&s, 0.5), 100, 50 + random_in(&s, 0.5));
        }
        finish(d, seed % 2 == 0 ? 0.02 : 0);
        assert_sound(d);
        drawn_free(d);
    }
}

static void memory__each_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 0;; n++) {
        drawn *d = drawn_new();
        DRAW(d, 0, 0, 20, 0, 20, 20, 0, 20, 0, 0);
        DRAW(d, 10, -1, 10, 21);
        DRAW(d, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2);
        base_memory_fail_at(n);
        bool done = import_net_snap(&d->net, d->lines, d->line_count, 0.02) == IMPORT_NET_DONE &&
                    import_net_node(&d->net, 0.02) == IMPORT_NET_DONE &&
                    import_net_polygonise(&d->areas, &d->net);
        base_memory_fail_at(SIZE_MAX);
        size_t areas = d->areas.area_count;
        drawn_free(d);
        if (done) {
            assert_int_equal(areas, 3);
            assert_true(n > 20);
            break;
        }
        assert_true(n < 500);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(square__of_four_lines),
        cmocka_unit_test(cross__makes_four_of_one),
        cmocka_unit_test(snap__missed_corner_is_closed_and_told),
        cmocka_unit_test(snap__short_edges_of_one_line_stay),
        cmocka_unit_test(snap__ring_that_missed_itself),
        cmocka_unit_test(tee__short_by_a_centimetre_meets),
        cmocka_unit_test(island__is_a_hole_of_its_surrounding),
        cmocka_unit_test(pinch__hole_that_touches_its_shell),
        cmocka_unit_test(bridge__between_two_areas),
        cmocka_unit_test(overlap__long_line_over_two_short_ones),
        cmocka_unit_test(random__crossing_lines_agree_with_geos),
        cmocka_unit_test(random__grid_with_missing_pieces_agrees_with_geos),
        cmocka_unit_test(random__sloppy_ends_give_the_clean_areas),
        cmocka_unit_test(random__bundles_are_noded_soundly),
        cmocka_unit_test(memory__each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
