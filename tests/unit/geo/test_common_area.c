/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The area of the common part: by hand, against GEOS over random pairs, on exact coordinates with every degenerate contact, and
 * the laws that shares obey (parts of a partition add up, moving changes nothing). */
#include "oracle.h"

#include "base/memory.h"
#include "geo/edge_index.h"
#include "geo/measure.h"

/* A place in TM30. */
#define EAST0 487000.0
#define NORTH0 4420000.0

typedef struct fixture {
    GEOSContextHandle_t judge;
    geo_scratch *scratch;
    geo_shape a, b;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->judge = judge_new();
    f->scratch = geo_scratch_new();
    assert_non_null(f->scratch);
    geo_shape_init(&f->a);
    geo_shape_init(&f->b);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    geo_shape_release(&f->a);
    geo_shape_release(&f->b);
    geo_scratch_free(f->scratch);
    GEOS_finish_r(f->judge);
    free(f);
    return 0;
}

static geo_common common_of(fixture *f, const geo_shape *a, const geo_shape *b)
{
    geo_edge_index *index = geo_edge_index_new(b);
    assert_non_null(index);
    geo_common common;
    assert_true(geo_common_area(a, index, f->scratch, &common));
    assert_false(common.too_complex);
    geo_edge_index_free(index);
    return common;
}

/* ---- by hand ---- */

typedef struct hand_case {
    const char *a, *b;
    double area_m2;
    bool meets;
} hand_case;

#define SQUARE "POLYGON((0 0,10 0,10 10,0 10,0 0))"

static const hand_case hand_cases[] = {
    { SQUARE, SQUARE, 100, true },
    { SQUARE, "POLYGON((5 5,15 5,15 15,5 15,5 5))", 25, true },
    { SQUARE, "POLYGON((5 5,5 15,15 15,15 5,5 5))", 25, true }, /* the other way round */
    { SQUARE, "POLYGON((10 0,20 0,20 10,10 10,10 0))", 0, true },
    { SQUARE, "POLYGON((10 10,20 10,20 20,10 20,10 10))", 0, true },
    { SQUARE, "POLYGON((0 10,10 10,10 20,0 20,0 10))", 0, true },
    { SQUARE, "POLYGON((11 0,20 0,20 10,11 10,11 0))", 0, false },
    { SQUARE, "POLYGON((9 11,20 -20,20 20,9 11))", 200.0 / 341, true },
    { SQUARE, "POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5))", 100, true },
    { SQUARE, "POLYGON((2 2,4 2,4 4,2 4,2 2))", 4, true },
    /* the parcel in a hole, filling it, and reaching over it */
    { SQUARE, "POLYGON((-9 -9,19 -9,19 19,-9 19,-9 -9),(-1 -1,-1 11,11 11,11 -1,-1 -1))", 0,
      false },
    { SQUARE, "POLYGON((-9 -9,19 -9,19 19,-9 19,-9 -9),(0 0,0 10,10 10,10 0,0 0))", 0, true },
    { SQUARE, "POLYGON((-9 -9,19 -9,19 19,-9 19,-9 -9),(2 2,2 8,8 8,8 2,2 2))", 64, true },
    /* parts */
    { SQUARE, "MULTIPOLYGON(((-5 0,5 0,5 5,-5 5,-5 0)),((6 6,12 6,12 12,6 12,6 6)))", 41, true },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20 0,30 0,30 10,20 10,20 0)))",
      "POLYGON((5 5,25 5,25 15,5 15,5 5))", 50, true },
    /* a triangle over a triangle, common vertex in the middle of an edge */
    { "POLYGON((0 0,8 0,0 8,0 0))", "POLYGON((4 4,4 0,8 8,4 4))", 8.0 / 3, true },
    /* an edge along a part of the other's edge, from outside and from inside */
    { SQUARE, "POLYGON((2 10,8 10,5 14,2 10))", 0, true },
    { SQUARE, "POLYGON((2 10,5 6,8 10,2 10))", 12, true },
    { "POLYGON((2 10,5 6,8 10,2 10))", SQUARE, 12, true },
    /* a vertex on an edge from outside, from inside */
    { SQUARE, "POLYGON((10 5,14 2,14 8,10 5))", 0, true },
    { SQUARE, "POLYGON((10 5,6 2,6 8,10 5))", 12, true },
    /* wholly above, below, left and right of a wide one with a notch */
    { SQUARE, "POLYGON((-30 -30,40 -30,40 40,6 40,5 20,4 40,-30 40,-30 -30))", 100, true },
    { SQUARE, "POLYGON((-30 -30,40 -30,40 -1,6 -1,5 5,4 -1,-30 -1,-30 -30))", 25.0 / 6, true },
};

static void by_hand(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof hand_cases / sizeof *hand_cases; i++) {
        for (int moved = 0; moved < 2; moved++) {
            shape_from_wkt(f->judge, hand_cases[i].a, &f->a);
            shape_from_wkt(f->judge, hand_cases[i].b, &f->b);
            shift_shape(&f->a, moved * EAST0, moved * NORTH0);
            shift_shape(&f->b, moved * EAST0, moved * NORTH0);
            geo_common ab = common_of(f, &f->a, &f->b);
            geo_common ba = common_of(f, &f->b, &f->a);
            if (fabs(ab.area_m2 - hand_cases[i].area_m2) > 1e-10 ||
                fabs(ba.area_m2 - hand_cases[i].area_m2) > 1e-10 ||
                ab.meets != hand_cases[i].meets || ba.meets != hand_cases[i].meets) {
                fail_msg("case %zu moved %d: %.15g and %.15g, expected %.15g; meets %d, %d", i,
                         moved, ab.area_m2, ba.area_m2, hand_cases[i].area_m2, ab.meets, ba.meets);
            }
        }
    }
}

/* Exactly all and exactly nothing, not nearly. */
static void exact_ends(void **state)
{
    fixture *f = *state;
    shape_from_wkt(f->judge, "POLYGON((0.1 0.2,10.3 0.7,9.9 11.3,0.3 9.7,0.1 0.2))", &f->a);
    shift_shape(&f->a, EAST0, NORTH0);
    assert_true(geo_shape_copy(&f->b, &f->a));
    assert_true(common_of(f, &f->a, &f->b).area_m2 == geo_shape_area_m2(&f->a));
    reverse_rings(&f->b);
    assert_true(common_of(f, &f->a, &f->b).area_m2 == geo_shape_area_m2(&f->a));
    /* one vertex moved in by the smallest step there is */
    f->b.vertices[3].east = nextafter(f->b.vertices[3].east, 0);
    assert_true(common_of(f, &f->a, &f->b).area_m2 < geo_shape_area_m2(&f->a));
    assert_true(common_of(f, &f->b, &f->a).area_m2 == geo_shape_area_m2(&f->b));
}

/* Two neighbours that share a border of odd numbers: their common area is 0, not 1e-12; drawn over it by one step it is not. */
static void exact_neighbours(void **state)
{
    fixture *f = *state;
    shape_from_wkt(f->judge, "POLYGON((0.1 0.2,10.3 0.7,9.9 11.3,0.3 9.7,0.1 0.2))", &f->a);
    shape_from_wkt(f->judge, "POLYGON((10.3 0.7,21.7 1.9,22.3 13.1,9.9 11.3,10.3 0.7))", &f->b);
    shift_shape(&f->a, EAST0, NORTH0);
    shift_shape(&f->b, EAST0, NORTH0);
    geo_common common = common_of(f, &f->a, &f->b);
    assert_true(common.area_m2 == 0);
    assert_true(common.meets);
    f->b.vertices[3].east = nextafter(f->b.vertices[3].east, 0);
    common = common_of(f, &f->a, &f->b);
    assert_true(common.area_m2 > 0);
    assert_true(common.area_m2 < 1e-8);
    shift_shape(&f->b, 1e-9, 0);
    f->b.vertices[3].east += 1e-9;
    f->b.vertices[0].east += 1e-9;
    f->b.vertices[4].east += 1e-9;
    common = common_of(f, &f->a, &f->b);
    assert_true(common.area_m2 == 0);
    assert_false(common.meets);
}

/* Concave parcels along a border of kilometres, on slanted lines that hold their vertices exactly: rounding of the far ends must
 * not look like a strip in common, or like a strip that is missing. */
static void exact_along_long_borders(void **state)
{
    fixture *f = *state;
    test_random random = { 27 };
    static const int corners[7][2] = { { 0, 0 }, { 10, 0 }, { 10, 4 }, { 5, 4 },
                                       { 5, 9 }, { 0, 9 },  { 0, 0 } };
    for (int round = 0; round < 400; round++) {
        double east = EAST0 + random_below(&random, 1000) / 1024.0;
        double north = NORTH0 + random_below(&random, 1000) / 1024.0;
        double u = 1 + random_below(&random, 5),
               v = 1 + random_below(&random, 5); /* along (u, v), across (-v, u) */
        double reach = 10 + random_below(&random, 4000);
        const double beside[2][5][2] = {
            { { -reach, 0 }, { -reach, -reach }, { reach, -reach }, { reach, 0 }, { -reach, 0 } },
            { { -reach, 0 }, { reach, 0 }, { reach, reach }, { -reach, reach }, { -reach, 0 } },
        };
        geo_shape_clear(&f->a, GEO_POLYGON);
        for (int i = 0; i < 7; i++) {
            double along = corners[i][0], across = corners[i][1];
            assert_true(geo_shape_add_vertex(&f->a, east + along * u - across * v,
                                             north + along * v + across * u));
        }
        assert_true(geo_shape_end_ring(&f->a) && geo_shape_end_part(&f->a));
        for (int side = 0; side < 2; side++) {
            geo_shape_clear(&f->b, GEO_POLYGON);
            for (int i = 0; i < 5; i++) {
                double along = beside[side][i][0], across = beside[side][i][1];
                assert_true(geo_shape_add_vertex(&f->b, east + along * u - across * v,
                                                 north + along * v + across * u));
            }
            assert_true(geo_shape_end_ring(&f->b) && geo_shape_end_part(&f->b));
            geo_common common = common_of(f, &f->a, &f->b);
            assert_true(common.meets);
            assert_true(common.area_m2 == (side == 0 ? 0 : geo_shape_area_m2(&f->a)));
        }
    }
}

/* ---- against GEOS ---- */

typedef struct verdict {
    double area_m2;
    bool meets, interiors, covered;
} verdict;

static verdict judge_pair(GEOSContextHandle_t judge, const geo_shape *a, const geo_shape *b)
{
    GEOSGeometry *p = judge_geometry(judge, a);
    GEOSGeometry *q = judge_geometry(judge, b);
    GEOSGeometry *common = GEOSIntersection_r(judge, p, q);
    assert_non_null(common);
    verdict v;
    assert_int_equal(GEOSArea_r(judge, common, &v.area_m2), 1);
    v.meets = GEOSIntersects_r(judge, p, q) == 1;
    v.interiors = GEOSRelatePattern_r(judge, p, q, "T********") == 1;
    v.covered = GEOSCoveredBy_r(judge, p, q) == 1;
    GEOSGeom_destroy_r(judge, common);
    GEOSGeom_destroy_r(judge, p);
    GEOSGeom_destroy_r(judge, q);
    return v;
}

/* Compares one pair, as it is and moved by `east`, `north` (whole numbers, so that nothing is rounded). */
static void compare_pair(fixture *f, const char *what, unsigned round, bool exact, double east,
                         double north)
{
    verdict v = judge_pair(f->judge, &f->a, &f->b);
    for (int moved = 0; moved < 2; moved++) {
        double all = geo_shape_area_m2(&f->a);
        geo_common common = common_of(f, &f->a, &f->b);
        double near = moved ? 1e-6 : 1e-7 + 1e-12 * all;
        bool right = fabs(common.area_m2 - v.area_m2) <= near;
        if (exact) {
            right = right && common.meets == v.meets && (common.area_m2 > 0) == v.interiors &&
                    (common.area_m2 == all) == v.covered;
        }
        if (!right) {
            print_shape("a", &f->a);
            print_shape("b", &f->b);
            fail_msg("%s %u moved %d: area %.15g meets %d; GEOS %.15g meets %d interiors %d "
                     "covered %d, all %.15g",
                     what, round, moved, common.area_m2, common.meets, v.area_m2, v.meets,
                     v.interiors, v.covered, all);
        }
        shift_shape(&f->a, east, north);
        shift_shape(&f->b, east, north);
    }
}

static void random_stars(void **state)
{
    fixture *f = *state;
    test_random random = { 20 };
    unsigned compared = 0;
    for (unsigned round = 0; round < 2500; round++) {
        bool grid = round % 2 == 0;
        double size = grid ? 30 + random_below(&random, 3) * 100 : 60;
        make_stars(&random, &f->a, size, grid);
        make_stars(&random, &f->b, size, grid);
        if (judge_valid(f->judge, &f->a) && judge_valid(f->judge, &f->b)) {
            compare_pair(f, "stars", round, grid, EAST0, NORTH0);
            compared++;
        }
    }
    assert_true(compared > 1200);
}

/* Unions of chessboard cells, one of them moved by whole cells, halves or thirds of a cell, both turned by 3-4-5: all kinds of shared and
 * touching borders on exact coordinates. */
static void random_cells(void **state)
{
    fixture *f = *state;
    test_random random = { 21 };
    for (unsigned round = 0; round < 1500; round++) {
        make_cells(f->judge, &random, &f->a, 2 + random_below(&random, 5),
                   20 + random_below(&random, 70));
        make_cells(f->judge, &random, &f->b, 2 + random_below(&random, 5),
                   20 + random_below(&random, 70));
        double scale = 6;
        for (size_t i = 0; i < f->a.vertex_count; i++) {
            f->a.vertices[i].east *= scale;
            f->a.vertices[i].north *= scale;
        }
        double b_scale = round % 3 == 0 ? 6 : round % 3 == 1 ? 4 : 3;
        for (size_t i = 0; i < f->b.vertex_count; i++) {
            f->b.vertices[i].east *= b_scale;
            f->b.vertices[i].north *= b_scale;
        }
        shift_shape(&f->b, (double)random_below(&random, 10) - 3,
                    (double)random_below(&random, 10) - 3);
        for (unsigned turns = random_below(&random, 3); turns > 0; turns--) {
            turn_shape(&f->a);
            turn_shape(&f->b);
        }
        if (random_below(&random, 2) == 0) {
            reverse_rings(&f->a);
        }
        compare_pair(f, "cells", round, true, EAST0, NORTH0);
    }
}

/* Triangles and quadrilaterals on a small grid meet in every way there is. */
static void random_small(void **state)
{
    fixture *f = *state;
    test_random random = { 22 };
    unsigned compared = 0;
    for (unsigned round = 0; round < 12000; round++) {
        geo_shape *shapes[2] = { &f->a, &f->b };
        for (int k = 0; k < 2; k++) {
            geo_shape_clear(shapes[k], GEO_POLYGON);
            unsigned corners = 3 + random_below(&random, 3);
            for (unsigned i = 0; i < corners; i++) {
                assert_true(geo_shape_add_vertex(shapes[k], random_below(&random, 6),
                                                 random_below(&random, 6)));
            }
            geo_vertex v = shapes[k]->vertices[0];
            assert_true(geo_shape_add_vertex(shapes[k], v.east, v.north));
            assert_true(geo_shape_end_ring(shapes[k]));
            assert_true(geo_shape_end_part(shapes[k]));
        }
        if (judge_valid(f->judge, &f->a) && judge_valid(f->judge, &f->b)) {
            compare_pair(f, "small", round, true, EAST0, NORTH0);
            compared++;
        }
    }
    assert_true(compared > 1200);
}

/* Large ones with many edges go another way inside (cells are halved). */
static void random_large(void **state)
{
    fixture *f = *state;
    test_random random = { 23 };
    for (unsigned round = 0; round < 40; round++) {
        geo_shape *shapes[2] = { &f->a, &f->b };
        for (int k = 0; k < 2; k++) {
            geo_shape_clear(shapes[k], GEO_POLYGON);
            geo_vertex middle = { random_between(&random, 0, 1000),
                                  random_between(&random, 0, 1000) };
            add_star(&random, shapes[k], middle, 1500,
                     k == 0 ? 40 + 30 * (round % 10) : 500 + 50 * round, false);
            assert_true(geo_shape_end_part(shapes[k]));
            for (size_t i = 0; i < shapes[k]->vertex_count;
                 i++) { /* so that moving rounds nothing */
                geo_vertex *v = &shapes[k]->vertices[i];
                *v = (geo_vertex){ floor(v->east * 1024) / 1024, floor(v->north * 1024) / 1024 };
            }
        }
        compare_pair(f, "large", round, false, EAST0, NORTH0);
    }
}

/* Identical large ones, also with every second vertex left out of a border that is straight there. */
static void large_identical(void **state)
{
    fixture *f = *state;
    geo_shape_clear(&f->a, GEO_POLYGON);
    geo_shape_clear(&f->b, GEO_POLYGON);
    enum { TEETH = 3000 };
    for (int i = 0; i <= TEETH; i++) {
        double north = i % 2 == 0 ? 0 : 40;
        assert_true(geo_shape_add_vertex(&f->a, i * 4, north));
        assert_true(geo_shape_add_vertex(&f->b, i * 4, north));
        if (i < TEETH) {
            assert_true(geo_shape_add_vertex(&f->b, i * 4 + 2, 20));
        }
    }
    geo_shape *shapes[2] = { &f->a, &f->b };
    for (int k = 0; k < 2; k++) {
        assert_true(geo_shape_add_vertex(shapes[k], TEETH * 4, -50));
        assert_true(geo_shape_add_vertex(shapes[k], 0, -50));
        assert_true(geo_shape_add_vertex(shapes[k], 0, 0));
        assert_true(geo_shape_end_ring(shapes[k]) && geo_shape_end_part(shapes[k]));
        shift_shape(shapes[k], EAST0, NORTH0);
    }
    double all = geo_shape_area_m2(&f->a);
    assert_true(fabs(all - (TEETH * 4.0 * 50 + TEETH * 4.0 * 20)) < 1e-6);
    assert_true(common_of(f, &f->a, &f->b).area_m2 == all);
    assert_true(common_of(f, &f->b, &f->a).area_m2 == geo_shape_area_m2(&f->b));
    f->b.vertices[3].north -= 1e-6;
    double area = common_of(f, &f->a, &f->b).area_m2;
    assert_true(area < all);
    assert_true(area > all - 1e-5);
}

/* ---- laws ---- */

/* A square field is cut by random lines into convex pieces; a parcel's shares in them add up to it. */
static void partition_adds_up(void **state)
{
    fixture *f = *state;
    test_random random = { 24 };
    for (unsigned round = 0; round < 200; round++) {
        double cuts[2][9];
        for (int k = 0; k < 2; k++) {
            cuts[k][0] = -100;
            for (int i = 1; i < 8; i++) {
                cuts[k][i] = cuts[k][i - 1] + random_between(&random, 1, 30);
            }
            cuts[k][8] = 400;
        }
        geo_shape_clear(&f->a, GEO_POLYGON);
        geo_vertex middle = { 20, 20 };
        add_star(&random, &f->a, middle, 60, 3 + random_below(&random, 20), false);
        assert_true(geo_shape_end_part(&f->a));
        double skew = random_between(&random, -0.5, 0.5);
        shift_shape(&f->a, EAST0, NORTH0);
        double sum = 0;
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 8; k++) {
                geo_shape_clear(&f->b, GEO_POLYGON);
                const int corner[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
                for (int c = 0; c < 5; c++) {
                    double e = cuts[0][i + corner[c][0]], n = cuts[1][k + corner[c][1]];
                    assert_true(
                        geo_shape_add_vertex(&f->b, EAST0 + e + skew * n, NORTH0 + n - skew * e));
                }
                assert_true(geo_shape_end_ring(&f->b) && geo_shape_end_part(&f->b));
                sum += common_of(f, &f->a, &f->b).area_m2;
            }
        }
        double all = geo_shape_area_m2(&f->a);
        if (fabs(sum - all) > 1e-9 * all) {
            print_shape("a", &f->a);
            fail_msg("round %u: parts add up to %.15g, all is %.15g", round, sum, all);
        }
    }
}

/* A parcel of ten square kilometres against a zone with 15 000 vertices, by GEOS at a local origin. */
static void ten_square_kilometres(void **state)
{
    fixture *f = *state;
    test_random random = { 25 };
    for (int round = 0; round < 4; round++) {
        geo_vertex middle = { 1600, 1600 };
        geo_shape_clear(&f->a, GEO_POLYGON);
        add_star(&random, &f->a, middle, 2200, 40, false);
        assert_true(geo_shape_end_part(&f->a));
        geo_shape_clear(&f->b, GEO_POLYGON);
        for (int i = 0; i < 15000; i++) {
            double angle = i * 6.283185307179586 / 15000;
            double length = 1500 + 200 * sin(7 * angle) + random_between(&random, 0, 2);
            assert_true(
                geo_shape_add_vertex(&f->b, 800 + length * cos(angle), 1600 + length * sin(angle)));
        }
        geo_vertex first = f->b.vertices[0];
        assert_true(geo_shape_add_vertex(&f->b, first.east, first.north));
        assert_true(geo_shape_end_ring(&f->b) && geo_shape_end_part(&f->b));
        shift_shape(&f->a, EAST0, NORTH0);
        shift_shape(&f->b, EAST0, NORTH0);
        geo_common common = common_of(f, &f->a, &f->b);
        shift_shape(&f->a, -EAST0,
                    -NORTH0); /* exact: what the shift rounded off is off now for both */
        shift_shape(&f->b, -EAST0, -NORTH0);
        verdict v = judge_pair(f->judge, &f->a, &f->b);
        assert_true(v.area_m2 > 1e6);
        if (fabs(common.area_m2 - v.area_m2) > 1e-6) {
            fail_msg("%.12g, GEOS %.12g", common.area_m2, v.area_m2);
        }
    }
}

/* Teeth that run north, or east when turned. */
static void make_comb(geo_shape *shape, int teeth, double length, bool turned)
{
    geo_shape_clear(shape, GEO_POLYGON);
    for (int i = 0; i < teeth; i++) {
        const double path[4][2] = {
            { 2 * i, 1 }, { 2 * i, length }, { 2 * i + 1, length }, { 2 * i + 1, 1 }
        };
        for (int k = 0; k < 4; k++) {
            assert_true(geo_shape_add_vertex(shape, path[k][turned], path[k][!turned]));
        }
    }
    assert_true(geo_shape_add_vertex(shape, turned ? 0 : 2 * teeth, turned ? 2 * teeth : 0));
    assert_true(geo_shape_add_vertex(shape, 0, 0));
    geo_vertex first = shape->vertices[0];
    assert_true(geo_shape_add_vertex(shape, first.east, first.north));
    assert_true(geo_shape_end_ring(shape) && geo_shape_end_part(shape));
}

/* Two combs of n teeth cross in n * n places: the sum ends, right or as too complex. */
static void combs_end(void **state)
{
    fixture *f = *state;
    make_comb(&f->a, 120, 1000, false);
    make_comb(&f->b, 120, 1000, true);
    assert_true(judge_valid(f->judge, &f->a));
    verdict v = judge_pair(f->judge, &f->a, &f->b);
    geo_common common = common_of(f, &f->a, &f->b);
    assert_true(fabs(common.area_m2 - v.area_m2) < 1e-6);
    make_comb(&f->a, 20000, 40000, false);
    make_comb(&f->b, 20000, 40000, true);
    geo_edge_index *index = geo_edge_index_new(&f->b);
    assert_true(geo_common_area(&f->a, index, f->scratch, &common));
    assert_true(common.too_complex);
    assert_false(common.meets);
    assert_true(common.area_m2 == 0);
    geo_edge_index_free(index);
}

/* An edge that more vertices touch than can be gone over, exactly. */
static void touches_end(void **state)
{
    fixture *f = *state;
    enum { TEETH = 12000 };
    shape_from_wkt(f->judge, "POLYGON((-10 -10,30000 -10,30000 0,-10 0,-10 -10))", &f->b);
    geo_shape_clear(&f->a, GEO_POLYGON); /* concave, its teeth stand on b's upper side */
    for (int i = 0; i < TEETH; i++) {
        assert_true(geo_shape_add_vertex(&f->a, 2 * i, 0) &&
                    geo_shape_add_vertex(&f->a, 2 * i + 1, 1));
    }
    assert_true(geo_shape_add_vertex(&f->a, 2 * TEETH, 9) && geo_shape_add_vertex(&f->a, 0, 9));
    assert_true(geo_shape_add_vertex(&f->a, 0, 0) && geo_shape_end_ring(&f->a) &&
                geo_shape_end_part(&f->a));
    geo_edge_index *index = geo_edge_index_new(&f->b);
    geo_common common;
    assert_true(geo_common_area(&f->a, index, f->scratch, &common));
    assert_true(common.too_complex || (common.meets && common.area_m2 == 0));
    geo_edge_index_free(index);
    f->a.vertices[2 * TEETH - 1].north = -0.5; /* one tooth goes in: the insides meet */
    index = geo_edge_index_new(&f->b);
    assert_true(geo_common_area(&f->a, index, f->scratch, &common));
    assert_true(common.meets);
    assert_true(common.area_m2 > 0 && common.area_m2 < 1);
    geo_edge_index_free(index);
}

/* ---- memory and odd input ---- */

static void no_area(void **state)
{
    fixture *f = *state;
    shape_from_wkt(f->judge, SQUARE, &f->b);
    geo_edge_index *index = geo_edge_index_new(&f->b);
    geo_common common;
    shape_from_wkt(f->judge, "LINESTRING(1 1,2 2)", &f->a);
    assert_true(geo_common_area(&f->a, index, f->scratch, &common));
    assert_false(common.meets);
    geo_shape_clear(&f->a, GEO_MULTIPOLYGON);
    assert_true(geo_common_area(&f->a, index, f->scratch, &common));
    assert_false(common.meets);
    assert_true(common.area_m2 == 0);
    geo_edge_index_free(index);
    assert_null(geo_edge_index_new(&(geo_shape){ .type = GEO_LINE }));
    index = geo_edge_index_new(&f->a); /* an area without parts */
    assert_non_null(index);
    assert_true(geo_common_area(&f->b, index, f->scratch, &common));
    assert_false(common.meets);
    geo_edge_index_free(index);
}

static void out_of_memory(void **state)
{
    fixture *f = *state;
    test_random random = { 26 };
    geo_vertex middle = { 0, 0 };
    geo_shape_clear(&f->a, GEO_POLYGON);
    geo_shape_clear(&f->b, GEO_POLYGON);
    add_star(&random, &f->a, middle, 100, 200, false);
    add_star(&random, &f->b, middle, 100, 200, false);
    assert_true(geo_shape_end_part(&f->a) && geo_shape_end_part(&f->b));
    double expected = common_of(f, &f->a, &f->b).area_m2;
    bool done = false;
    size_t failures = 0;
    for (size_t n = 0; !done; n++) {
        base_memory_fail_at(n);
        geo_scratch *scratch = geo_scratch_new();
        geo_edge_index *index = scratch != NULL ? geo_edge_index_new(&f->b) : NULL;
        geo_common common = { 0 };
        done = index != NULL && geo_common_area(&f->a, index, scratch, &common);
        base_memory_fail_at(SIZE_MAX);
        failures += !done;
        assert_true(!done || common.area_m2 == expected);
        geo_edge_index_free(index);
        geo_scratch_free(scratch);
    }
    assert_true(failures >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exact_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exact_neighbours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exact_along_long_borders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_stars, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_identical, set_up, tear_down),
        cmocka_unit_test_setup_teardown(partition_adds_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ten_square_kilometres, set_up, tear_down),
        cmocka_unit_test_setup_teardown(combs_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(touches_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_area, set_up, tear_down),
        cmocka_unit_test_setup_teardown(out_of_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
