/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Exact predicates against whole-number arithmetic of 128 bits, where floating point is wrong. */
#include "oracle.h"

#include "geo/predicate.h"

__extension__ typedef __int128 whole;

/* The value in units of 2^-bits, which must be whole. */
static whole scaled(double value, int bits)
{
    double units = ldexp(value, bits);
    assert_true(units == floor(units) && fabs(units) < 0x1p62);
    return (whole)(int64_t)units;
}

static int orientation_by_whole_numbers(geo_vertex a, geo_vertex b, geo_vertex c, int bits)
{
    whole left = (scaled(a.east, bits) - scaled(c.east, bits)) *
                 (scaled(b.north, bits) - scaled(c.north, bits));
    whole right = (scaled(a.north, bits) - scaled(c.north, bits)) *
                  (scaled(b.east, bits) - scaled(c.east, bits));
    return left > right ? 1 : left < right ? -1 : 0;
}

static int orientation_plain(geo_vertex a, geo_vertex b, geo_vertex c)
{
    double left = (a.east - c.east) * (b.north - c.north);
    double right = (a.north - c.north) * (b.east - c.east);
    return left > right ? 1 : left < right ? -1 : 0;
}

/* The classic picture: a grid of neighbouring doubles about the line through two other points. */
static void around_a_line(void **state)
{
    (void)state;
    const geo_vertex b = { 12, 12 }, c = { 24, 24 };
    unsigned plain_wrong = 0, on_line = 0;
    for (int i = 0; i < 256; i++) {
        for (int k = 0; k < 256; k++) {
            geo_vertex a = { 0.5 + i * 0x1p-53, 0.5 + k * 0x1p-53 };
            int expected = orientation_by_whole_numbers(a, b, c, 54);
            assert_int_equal(geo_orientation(a, b, c), expected);
            assert_int_equal(geo_orientation(b, c, a), expected);
            assert_int_equal(geo_orientation(c, b, a), -expected);
            plain_wrong += orientation_plain(a, b, c) != expected;
            on_line += expected == 0;
        }
    }
    assert_true(on_line > 100);
    assert_true(plain_wrong > 1000); /* the test is worth something */
}

/* The same at a place in TM30, with points that are nearly on a parcel's side. */
static void at_transverse_mercator(void **state)
{
    (void)state;
    test_random random = { 41 };
    unsigned near = 0;
    for (unsigned round = 0; round < 200000; round++) {
        geo_vertex a = { 487000 + random_between(&random, 0, 50),
                         4420000 + random_between(&random, 0, 50) };
        geo_vertex b = { 487000 + random_between(&random, 0, 50),
                         4420000 + random_between(&random, 0, 50) };
        double t = random_between(&random, -0.5, 1.5);
        geo_vertex c = { a.east + t * (b.east - a.east), a.north + t * (b.north - a.north) };
        int expected = orientation_by_whole_numbers(a, b, c, 34);
        assert_int_equal(geo_orientation(a, b, c), expected);
        near += fabs((a.east - c.east) * (b.north - c.north) -
                     (a.north - c.north) * (b.east - c.east)) < 1e-7;
    }
    assert_true(near > 100000); /* they are as near as they were meant to be */
}

/* Sizes that are far apart: differences are rounded, and the six products are needed. */
static void of_unlike_sizes(void **state)
{
    (void)state;
    test_random random = { 42 };
    unsigned plain_wrong = 0;
    for (unsigned round = 0; round < 200000; round++) {
        geo_vertex v[3];
        for (int i = 0; i < 3; i++) {
            double size = ldexp(1, -(int)random_below(&random, 20));
            v[i].east = floor(random_between(&random, -1, 1) * size * 0x1p45) * 0x1p-45;
            v[i].north = floor(v[i].east * 0x1p44) * 0x1p-44 + random_below(&random, 3) * 0x1p-45;
        }
        int expected = orientation_by_whole_numbers(v[0], v[1], v[2], 45);
        assert_int_equal(geo_orientation(v[0], v[1], v[2]), expected);
        plain_wrong += orientation_plain(v[0], v[1], v[2]) != expected;
    }
    assert_true(plain_wrong > 10);
}

/* Points that share coordinates, and the largest ones that are let in. */
static void at_the_ends(void **state)
{
    (void)state;
    const geo_vertex o = { 0, 0 }, p = { 1e8, 1e8 }, q = { -1e8, -1e8 };
    assert_int_equal(geo_orientation(o, o, p), 0);
    assert_int_equal(geo_orientation(o, p, p), 0);
    assert_int_equal(geo_orientation(q, o, p), 0);
    assert_int_equal(geo_orientation(q, (geo_vertex){ 0x1p-60, 0 }, p), 1);
    assert_int_equal(geo_orientation(q, (geo_vertex){ 0, 0x1p-60 }, p), -1);
    assert_int_equal(geo_orientation(q, p, (geo_vertex){ 0, 0x1p-60 }), 1);
    assert_int_equal(geo_orientation(q, p, (geo_vertex){ 0, -0x1p-60 }), -1);
}

/* ---- segments ---- */

typedef struct segment_case {
    double s[8]; /* a, b, c, d */
    geo_meeting meeting;
} segment_case;

static const segment_case segment_cases[] = {
    { { 0, 0, 4, 4, 0, 4, 4, 0 }, GEO_CROSS },   { { 0, 0, 4, 4, 5, 0, 6, 4 }, GEO_APART },
    { { 0, 0, 4, 4, 3, 2, 6, 0 }, GEO_APART }, /* boxes meet */
    { { 0, 0, 4, 4, 2, 2, 6, 0 }, GEO_TOUCH },   { { 0, 0, 4, 4, 4, 4, 6, 0 }, GEO_TOUCH },
    { { 0, 0, 4, 4, 4, 4, 8, 8 }, GEO_TOUCH }, /* on one line */
    { { 0, 0, 4, 4, 5, 5, 8, 8 }, GEO_APART },   { { 0, 0, 4, 4, 3, 3, 8, 8 }, GEO_OVERLAP },
    { { 0, 0, 4, 4, 1, 1, 2, 2 }, GEO_OVERLAP }, { { 0, 0, 4, 4, 0, 0, 4, 4 }, GEO_OVERLAP },
    { { 0, 0, 0, 4, 0, 3, 0, 9 }, GEO_OVERLAP }, /* upright */
    { { 0, 0, 0, 4, 0, 4, 0, 9 }, GEO_TOUCH },   { { 0, 0, 0, 4, 0, 5, 0, 9 }, GEO_APART },
    { { 0, 0, 4, 0, 2, 0, 2, 5 }, GEO_TOUCH },   { { 0, 0, 4, 0, 2, 1, 2, 5 }, GEO_APART },
    { { 1, 1, 1, 1, 0, 0, 4, 4 }, GEO_TOUCH }, /* a point */
    { { 1, 2, 1, 2, 0, 0, 4, 4 }, GEO_APART },   { { 5, 5, 5, 5, 0, 0, 4, 4 }, GEO_APART },
    { { 1, 1, 1, 1, 1, 1, 1, 1 }, GEO_TOUCH },   { { 1, 1, 1, 1, 2, 2, 2, 2 }, GEO_APART },
};

static void segments_meet(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof segment_cases / sizeof *segment_cases; i++) {
        const double *s = segment_cases[i].s;
        geo_vertex v[4];
        for (int k = 0; k < 4; k++) {
            v[k] = (geo_vertex){ s[2 * k] + 487000, s[2 * k + 1] + 4420000 };
        }
        for (int turned = 0; turned < 8; turned++) {
            int a = turned & 1, c = turned >> 1 & 1;
            geo_meeting got = turned & 4 ? geo_segments_meet(v[2 + c], v[3 - c], v[a], v[1 - a])
                                         : geo_segments_meet(v[a], v[1 - a], v[2 + c], v[3 - c]);
            if (got != segment_cases[i].meeting) {
                fail_msg("case %zu turned %d: %d, expected %d", i, turned, got,
                         segment_cases[i].meeting);
            }
        }
    }
}

/* A crossing that misses by the smallest step. */
static void segments_nearly_meet(void **state)
{
    (void)state;
    const geo_vertex a = { 487000, 4420000 }, b = { 487003, 4420001 };
    geo_vertex c = { 487001.5, 4420000.5 }; /* exactly on it */
    const geo_vertex d = { 487001, 4420009 };
    assert_int_equal(geo_segments_meet(a, b, c, d), GEO_TOUCH);
    c.north = nextafter(c.north, 5e6);
    assert_int_equal(geo_segments_meet(a, b, c, d), GEO_APART);
    c.north = nextafter(nextafter(c.north, 0), 0);
    assert_int_equal(geo_segments_meet(a, b, c, d), GEO_CROSS);
}

/* ---- points in areas ---- */

static void locates_by_hand(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape area;
    geo_shape_init(&area);
    shape_from_wkt(judge,
                   "MULTIPOLYGON(((0 0,10 0,10 10,5 5,0 10,0 0),(2 1,2 3,4 3,4 1,2 1)),((20 0,30 "
                   "0,25 8,20 0)))",
                   &area);
    static const struct {
        double east, north;
        geo_location location;
    } cases[] = {
        { 1, 1, GEO_INSIDE },     { 3, 2, GEO_OUTSIDE },    { 2, 2, GEO_ON_BORDER },
        { 0, 0, GEO_ON_BORDER },  { 5, 5, GEO_ON_BORDER },  { 5, 5.5, GEO_OUTSIDE },
        { 5, 4.5, GEO_INSIDE },   { 3, 7, GEO_ON_BORDER },  { 7, 0, GEO_ON_BORDER },
        { 15, 0, GEO_OUTSIDE },   { 15, 3, GEO_OUTSIDE },   { -1, 0, GEO_OUTSIDE },
        { -1, 10, GEO_OUTSIDE },  { 11, 0, GEO_OUTSIDE },   { 25, 1, GEO_INSIDE },
        { 25, 8, GEO_ON_BORDER }, { 25, 8.5, GEO_OUTSIDE }, { 1, 5, GEO_INSIDE },
        { 1, 3, GEO_INSIDE },     { -1, 5, GEO_OUTSIDE },   { 3, 3, GEO_ON_BORDER },
        { 4, 3, GEO_ON_BORDER },  { 4.5, 3, GEO_INSIDE },   { 1, 9, GEO_ON_BORDER },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_vertex point = { cases[i].east, cases[i].north };
        if (geo_shape_locate(&area, point) != cases[i].location) {
            fail_msg("%g %g: %d", point.east, point.north, geo_shape_locate(&area, point));
        }
    }
    reverse_rings(&area);
    assert_int_equal(geo_shape_locate(&area, (geo_vertex){ 1, 1 }), GEO_INSIDE);
    shape_from_wkt(judge, "POLYGON((0 0,4 0,0 4,0 0))", &area); /* an odd number of edges */
    assert_int_equal(geo_shape_locate(&area, (geo_vertex){ 1, 1 }), GEO_INSIDE);
    assert_int_equal(geo_shape_locate(&area, (geo_vertex){ 3, 3 }), GEO_OUTSIDE);
    assert_int_equal(geo_shape_locate(&area, (geo_vertex){ 2, 2 }), GEO_ON_BORDER);
    geo_shape_clear(&area, GEO_POLYGON);
    assert_int_equal(geo_shape_locate(&area, (geo_vertex){ 1, 1 }), GEO_OUTSIDE);
    geo_shape_release(&area);
    GEOS_finish_r(judge);
}

static void locates_like_geos(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    test_random random = { 43 };
    geo_shape area;
    geo_shape_init(&area);
    unsigned seen[3] = { 0 };
    for (unsigned round = 0; round < 600; round++) {
        make_cells(judge, &random, &area, 5, 20 + random_below(&random, 70));
        turn_shape(&area);
        GEOSGeometry *geometry = judge_geometry(judge, &area);
        for (int i = 0; i < 60; i++) {
            geo_vertex p = { floor(random_between(&random, -22, 18)),
                             floor(random_between(&random, -2, 37)) };
            GEOSGeometry *point = GEOSGeom_createPointFromXY_r(judge, p.east, p.north);
            bool covers = GEOSCovers_r(judge, geometry, point) == 1;
            bool contains = GEOSContains_r(judge, geometry, point) == 1;
            geo_location expected = contains ? GEO_INSIDE : covers ? GEO_ON_BORDER : GEO_OUTSIDE;
            geo_location got = geo_shape_locate(&area, p);
            if (got != expected) {
                print_shape("area", &area);
                fail_msg("%g %g: %d, expected %d", p.east, p.north, got, expected);
            }
            seen[got]++;
            GEOSGeom_destroy_r(judge, point);
        }
        GEOSGeom_destroy_r(judge, geometry);
    }
    assert_true(seen[GEO_OUTSIDE] > 1000 && seen[GEO_ON_BORDER] > 300 && seen[GEO_INSIDE] > 1000);
    geo_shape_release(&area);
    GEOS_finish_r(judge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(around_a_line),   cmocka_unit_test(at_transverse_mercator),
        cmocka_unit_test(of_unlike_sizes), cmocka_unit_test(at_the_ends),
        cmocka_unit_test(segments_meet),   cmocka_unit_test(segments_nearly_meet),
        cmocka_unit_test(locates_by_hand), cmocka_unit_test(locates_like_geos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
