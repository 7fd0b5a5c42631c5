/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Areas against whole-number arithmetic, lengths, points inside, turning. */
#include "oracle.h"

#include "geo/measure.h"
#include "geo/predicate.h"
#include "geo/ring_check.h"

#define EAST0 487000.0
#define NORTH0 4420000.0

__extension__ typedef __int128 whole;

/* Coordinates in units of 2^-34 m are whole numbers at TM30; the doubled area is then exact. */
static double exact_ring_area(const geo_vertex *v, size_t count)
{
    whole sum = 0;
    for (size_t i = 1; i < count; i++) {
        int64_t e0 = (int64_t)ldexp(v[i - 1].east, 34) - (int64_t)ldexp(v[0].east, 34);
        int64_t n0 = (int64_t)ldexp(v[i - 1].north, 34) - (int64_t)ldexp(v[0].north, 34);
        int64_t e1 = (int64_t)ldexp(v[i].east, 34) - (int64_t)ldexp(v[0].east, 34);
        int64_t n1 = (int64_t)ldexp(v[i].north, 34) - (int64_t)ldexp(v[0].north, 34);
        sum += (whole)e0 * n1 - (whole)e1 * n0;
    }
    return ldexp((double)sum, -69);
}

static void area_is_exact_enough(void **state)
{
    (void)state;
    test_random random = { 51 };
    geo_shape shape;
    geo_shape_init(&shape);
    double worst = 0;
    for (unsigned round = 0; round < 20000; round++) {
        geo_shape_clear(&shape, GEO_POLYGON);
        geo_vertex middle = { EAST0 + random_between(&random, 0, 1000),
                              NORTH0 + random_between(&random, 0, 1000) };
        add_star(&random, &shape, middle, 17, 4 + random_below(&random, 20), false);
        assert_true(geo_shape_end_part(&shape));
        double exact = exact_ring_area(shape.vertices, shape.vertex_count);
        double got = geo_ring_area_m2(shape.vertices, shape.vertex_count);
        worst = fmax(worst, fabs(got - exact));
        assert_true(geo_shape_area_m2(&shape) == fabs(got));
        double stated;
        assert_int_equal(geo_ring_direction(shape.vertices, shape.vertex_count, &stated),
                         exact > 0 ? 1 : -1);
        assert_true(stated == got);
    }
    assert_true(worst < 1e-11);
    geo_shape_release(&shape);
}

static void area_by_hand(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape;
    geo_shape_init(&shape);
    shape_from_wkt(judge,
                   "POLYGON((0 0,30 0,30 20,0 20,0 0),(1 1,1 2,2 2,2 1,1 1),(4 4,8 4,4 7,4 4))",
                   &shape);
    for (int turned = 0; turned < 2; turned++) {
        for (int moved = 0; moved < 2; moved++) {
            assert_true(geo_shape_area_m2(&shape) == 600 - 1 - 6);
            shift_shape(&shape, EAST0, NORTH0);
        }
        reverse_rings(&shape);
        shift_shape(&shape, -2 * EAST0, -2 * NORTH0);
    }
    shape_from_wkt(judge, "MULTIPOLYGON(((0 0,4 0,0 3,0 0)),((9 9,9 10,10 10,10 9,9 9)))", &shape);
    assert_true(geo_shape_area_m2(&shape) == 7);
    assert_true(geo_shape_length_m(&shape) == 12 + 4);
    shape_from_wkt(judge, "MULTILINESTRING((0 0,3 4,3 5),(0 0,0 7))", &shape);
    assert_true(geo_shape_length_m(&shape) == 13);
    assert_true(geo_shape_area_m2(&shape) == 0);
    shape_from_wkt(judge, "MULTIPOINT(1 2,3 4)", &shape);
    assert_true(geo_shape_length_m(&shape) == 0 && geo_shape_area_m2(&shape) == 0);
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

/* Slivers whose area is below its rounding still turn the right way. */
static void direction_of_slivers(void **state)
{
    (void)state;
    double area;
    geo_vertex ring[4] = { { EAST0, NORTH0 },
                           { EAST0 + 3, NORTH0 + 1 },
                           { EAST0 + 1.5, NORTH0 + 0.5 },
                           { EAST0, NORTH0 } };
    assert_int_equal(geo_ring_direction(ring, 4, &area), 0);
    ring[2].north = nextafter(ring[2].north, 5e6);
    assert_int_equal(geo_ring_direction(ring, 4, &area), 1);
    ring[2].north = nextafter(nextafter(ring[2].north, 0), 0);
    assert_int_equal(geo_ring_direction(ring, 4, &area), -1);
    assert_int_equal(geo_ring_direction(ring, 3, &area), 0);
    assert_int_equal(geo_ring_direction(ring, 0, &area), 0);
    geo_vertex point[5] = { { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 1 } };
    assert_int_equal(geo_ring_direction(point, 5, &area), 0);
    /* the western corner twice */
    geo_vertex twice[6] = { { 5, 0 }, { 0, 5 }, { 0, 5 }, { 0, 5 }, { 5, 0x1p-50 }, { 5, 0 } };
    assert_int_equal(geo_ring_direction(twice, 6, &area), -1);
}

static void check_inner(const geo_shape *shape, unsigned round)
{
    geo_vertex point = geo_shape_inner_point(shape);
    if (geo_shape_locate(shape, point) != GEO_INSIDE) {
        print_shape("shape", shape);
        fail_msg("round %u: %.17g %.17g is not inside", round, point.east, point.north);
    }
}

static void inner_points_are_inside(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    test_random random = { 52 };
    geo_shape shape;
    geo_shape_init(&shape);
    unsigned sound = 0;
    for (unsigned round = 0; round < 10000; round++) {
        if (round % 3 == 0) {
            make_cells(judge, &random, &shape, 2 + random_below(&random, 6),
                       20 + random_below(&random, 70));
        } else {
            make_stars(&random, &shape, round % 3 == 1 ? 40 : 3000, round % 2 == 0);
        }
        shift_shape(&shape, EAST0, NORTH0);
        if (geo_shape_check(&shape, NULL, 1).defect == GEO_SOUND) {
            check_inner(&shape, round);
            sound++;
        }
    }
    assert_true(sound > 6000);
    /* a comb whose middle height is cut more often than the small array holds */
    geo_shape_clear(&shape, GEO_POLYGON);
    for (int i = 0; i < 200; i++) {
        assert_true(geo_shape_add_vertex(&shape, i, i % 2 == 0 ? 0 : 100 + i % 7));
    }
    assert_true(geo_shape_add_vertex(&shape, 199, -1) && geo_shape_add_vertex(&shape, 0, -1));
    assert_true(geo_shape_add_vertex(&shape, 0, 0) && geo_shape_end_ring(&shape) &&
                geo_shape_end_part(&shape));
    check_inner(&shape, 0);
    /* a frame one step wide somewhere, wide elsewhere */
    shape_from_wkt(
        judge,
        "POLYGON((0 0,9 0,9 9,0 9,0 0),(0.000001 1,0.000001 8,8.999999 8,8.999999 1,0.000001 1))",
        &shape);
    check_inner(&shape, 1);
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

static void inner_point_of_the_rest(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape;
    geo_shape_init(&shape);
    shape_from_wkt(judge, "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((10 10,20 10,20 20,10 20,10 10)))",
                   &shape);
    geo_vertex point = geo_shape_inner_point(&shape);
    assert_true(point.east == 15 && point.north == 15); /* in the larger part */
    shape_from_wkt(judge, "LINESTRING(0 0,1 1,5 5)", &shape);
    point = geo_shape_inner_point(&shape);
    assert_true(point.east == 1 && point.north == 1);
    shape_from_wkt(judge, "POINT(3 4)", &shape);
    point = geo_shape_inner_point(&shape);
    assert_true(point.east == 3 && point.north == 4);
    geo_shape_clear(&shape, GEO_MULTIPOLYGON);
    point = geo_shape_inner_point(&shape);
    assert_true(point.east == 0 && point.north == 0);
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

static void turns_rings(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    geo_shape shape;
    geo_shape_init(&shape);
    for (int given = 0; given < 2; given++) {
        for (int wanted = 0; wanted < 2; wanted++) {
            shape_from_wkt(
                judge,
                "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1)),((20 0,20 5,25 5,20 0)))",
                &shape);
            if (given) {
                reverse_rings(&shape);
            }
            geo_shape_orient(&shape, wanted == 1);
            for (size_t ring = 0; ring < 3; ring++) {
                size_t count;
                const geo_vertex *v = geo_shape_ring(&shape, ring, &count);
                bool counter_clockwise = geo_ring_area_m2(v, count) > 0;
                assert_int_equal(counter_clockwise, (ring == 1) != (wanted == 1));
                assert_memory_equal(&v[0], &v[count - 1], sizeof *v);
            }
            assert_true(geo_shape_area_m2(&shape) == 81 - 0.5 + 12.5);
        }
    }
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_is_exact_enough),    cmocka_unit_test(area_by_hand),
        cmocka_unit_test(direction_of_slivers),    cmocka_unit_test(inner_points_are_inside),
        cmocka_unit_test(inner_point_of_the_rest), cmocka_unit_test(turns_rings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
