/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to GEOS: validity with its place, overlays worked out by hand, lines in areas, deadlines, threads. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/pipe.h"
#include "geo/geos.h"
#include "geo/measure.h"

#define PATIENT_S 30.0
#define EAST0 487000.0 /* a place in TM30: overlays must not depend on small numbers */
#define NORTH0 4420000.0

/* --- shapes --- */

static void add_ring(geo_shape *shape, const double (*points)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(geo_shape_add_vertex(shape, EAST0 + points[i][0], NORTH0 + points[i][1]));
    }
    assert_true(geo_shape_end_ring(shape));
}

static geo_shape ring_of(geo_type type, const double (*points)[2], size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, type);
    add_ring(&shape, points, count);
    assert_true(geo_shape_end_part(&shape));
    return shape;
}

static geo_shape square(double west, double south, double side)
{
    const double points[][2] = { { west, south },
                                 { west + side, south },
                                 { west + side, south + side },
                                 { west, south + side },
                                 { west, south } };
    return ring_of(GEO_POLYGON, points, 5);
}

static geo_shape line(double e1, double n1, double e2, double n2)
{
    const double points[][2] = { { e1, n1 }, { e2, n2 } };
    return ring_of(GEO_LINE, points, 2);
}

/* Teeth that reach across the whole field; two of them, one turned, cross in teeth × teeth places. */
static geo_shape comb(unsigned teeth, bool turned)
{
    geo_shape shape;
    double length = 2.0 * teeth;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    for (unsigned i = 0; i < teeth; i++) {
        const double tooth[][2] = {
            { 2.0 * i, 0.0 }, { 2.0 * i, length }, { 2.0 * i + 1.0, length }, { 2.0 * i + 1.0, 0.0 }
        };
        for (size_t k = 0; k < 4; k++) {
            double a = tooth[k][0], b = tooth[k][1];
            assert_true(turned ? geo_shape_add_vertex(&shape, b, a)
                               : geo_shape_add_vertex(&shape, a, b));
        }
    }
    const double back[][2] = { { length - 1.0, -1.0 }, { 0.0, -1.0 }, { 0.0, 0.0 } };
    for (size_t k = 0; k < 3; k++) {
        double a = back[k][0], b = back[k][1];
        assert_true(turned ? geo_shape_add_vertex(&shape, b, a)
                           : geo_shape_add_vertex(&shape, a, b));
    }
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    return shape;
}

static void expect_area(geo_geos *geos, geo_overlay operation, const geo_shape *a,
                        const geo_shape *b, double area_m2)
{
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_overlay(geos, operation, a, b, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.type, GEO_MULTIPOLYGON);
    assert_true(fabs(geo_shape_area_m2(&out) - area_m2) < 1e-6);
    geo_shape_release(&out);
}

static void expect_valid(geo_geos *geos, const geo_shape *shape, const char *reason, double east,
                         double north)
{
    bool valid = false;
    const char *found = NULL;
    geo_vertex where = { 0.0, 0.0 };
    assert_int_equal(geo_geos_is_valid(geos, shape, PATIENT_S, &valid, &found, &where), GEO_DONE);
    assert_int_equal(valid, reason == NULL);
    if (reason != NULL) {
        assert_string_equal(found, reason);
        assert_true(fabs(where.east - EAST0 - east) < 1e-6);
        assert_true(fabs(where.north - NORTH0 - north) < 1e-6);
    }
}

/* --- validity --- */

static void valid__square_with_hole(void **state)
{
    geo_shape shape = square(0, 0, 10);
    const double hole[][2] = { { 2, 2 }, { 2, 4 }, { 4, 4 }, { 4, 2 }, { 2, 2 } };
    shape.part_count = 0;
    add_ring(&shape, hole, 5);
    assert_true(geo_shape_end_part(&shape));
    expect_valid(*state, &shape, NULL, 0, 0);
    geo_shape_release(&shape);
}

static void invalid__bow_tie_crosses_in_its_middle(void **state)
{
    const double points[][2] = { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 }, { 0, 0 } };
    geo_shape shape = ring_of(GEO_POLYGON, points, 5);
    expect_valid(*state, &shape, "Self-intersection", 5, 5);
    geo_shape_release(&shape);
}

static void invalid__two_parts_overlap(void **state)
{
    geo_shape shape = square(0, 0, 10);
    const double other[][2] = { { 5, -5 }, { 20, -5 }, { 20, 20 }, { 5, 20 }, { 5, -5 } };
    bool valid = true;
    const char *reason = NULL;
    geo_vertex where;
    shape.type = GEO_MULTIPOLYGON;
    add_ring(&shape, other, 5);
    assert_true(geo_shape_end_part(&shape));
    assert_int_equal(geo_geos_is_valid(*state, &shape, PATIENT_S, &valid, &reason, &where),
                     GEO_DONE);
    assert_false(valid);
    assert_string_equal(reason, "Self-intersection");
    assert_true(where.east == EAST0 + 5.0 &&
                (where.north == NORTH0 || where.north == NORTH0 + 10.0));
    geo_shape_release(&shape);
}

static void invalid__what_never_reaches_geos(void **state)
{
    const double open[][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };
    const double two[][2] = { { 3, 4 }, { 10, 0 }, { 3, 4 } };
    geo_shape shape = ring_of(GEO_POLYGON, open, 4);
    expect_valid(*state, &shape, "Ring is not closed", 0, 0);
    geo_shape_release(&shape);
    shape = ring_of(GEO_POLYGON, two, 3);
    expect_valid(*state, &shape, "Too few points in geometry component", 3, 4);
    geo_shape_release(&shape);
    shape = square(0, 0, 10);
    shape.vertices[2].north = NAN;
    bool valid = true;
    const char *reason = NULL;
    geo_vertex where;
    assert_int_equal(geo_geos_is_valid(*state, &shape, PATIENT_S, &valid, &reason, &where),
                     GEO_DONE);
    assert_false(valid);
    assert_string_equal(reason, "Invalid Coordinate");
    shape.vertices[2].north = 1e308;
    assert_int_equal(geo_geos_is_valid(*state, &shape, PATIENT_S, &valid, &reason, &where),
                     GEO_DONE);
    assert_false(valid);
    assert_string_equal(reason, "Coordinate out of range");
    geo_shape_release(&shape);
}

/* --- overlay --- */

static void overlay__two_squares(void **state)
{
    geo_shape a = square(0, 0, 10);
    geo_shape b = square(5, 5, 10);
    expect_area(*state, GEO_INTERSECTION, &a, &b, 25.0);
    expect_area(*state, GEO_UNION, &a, &b, 175.0);
    expect_area(*state, GEO_DIFFERENCE, &a, &b, 75.0);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

/* A U of arms 2 wide and 10 high on a base of 10 x 2, crossed by a bar of 10 x 2 that misses the base: two parts. */
static void overlay__concave_gives_two_parts(void **state)
{
    const double u[][2] = { { 0, 0 }, { 10, 0 }, { 10, 12 }, { 8, 12 }, { 8, 2 },
                            { 2, 2 }, { 2, 12 }, { 0, 12 },  { 0, 0 } };
    const double bar[][2] = { { -1, 5 }, { 11, 5 }, { 11, 7 }, { -1, 7 }, { -1, 5 } };
    geo_shape a = ring_of(GEO_POLYGON, u, 9);
    geo_shape b = ring_of(GEO_POLYGON, bar, 5);
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.part_count, 2);
    assert_int_equal(out.ring_count, 2);
    assert_true(fabs(geo_shape_area_m2(&out) - 8.0) < 1e-6);
    geo_shape_release(&out);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void overlay__hole_stays_a_hole(void **state)
{
    geo_shape a = square(0, 0, 10);
    geo_shape b = square(4, 4, 2);
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_overlay(*state, GEO_DIFFERENCE, &a, &b, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.part_count, 1);
    assert_int_equal(out.ring_count, 2);
    assert_true(fabs(geo_shape_area_m2(&out) - 96.0) < 1e-6);
    expect_area(*state, GEO_INTERSECTION, &out, &b, 0.0);
    expect_area(*state, GEO_UNION, &out, &b, 100.0);
    geo_shape_release(&out);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void overlay__neighbours_have_no_common_area(void **state)
{
    geo_shape a = square(0, 0, 10);
    geo_shape b = square(10, 0, 10);
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.type, GEO_MULTIPOLYGON);
    assert_int_equal(out.part_count, 0);
    geo_shape_release(&out);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void overlay__infinity_is_refused_with_its_reason(void **state)
{
    geo_shape a = square(0, 0, 10);
    geo_shape b = square(5, 5, 10);
    geo_shape out;
    geo_shape_init(&out);
    b.vertices[1].east = HUGE_VAL;
    assert_int_equal(geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, PATIENT_S, &out),
                     GEO_FAILED);
    assert_string_equal(geo_geos_message(*state), "Invalid Coordinate");
    assert_int_equal(out.part_count, 0);
    geo_shape_release(&out);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void make_valid__bow_tie_becomes_two_triangles(void **state)
{
    const double points[][2] = { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 }, { 0, 0 } };
    geo_shape shape = ring_of(GEO_POLYGON, points, 5);
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_make_valid(*state, &shape, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.part_count, 2);
    assert_true(fabs(geo_shape_area_m2(&out) - 50.0) < 1e-6);
    expect_valid(*state, &out, NULL, 0, 0);
    geo_shape_release(&out);
    geo_shape_release(&shape);
}

/* --- lines --- */

static void expect_line(geo_geos *geos, const geo_shape *what, const geo_shape *area,
                        double length_m, bool meets)
{
    double found_m = -1.0;
    bool met = !meets;
    assert_int_equal(geo_geos_line_in_area(geos, what, area, PATIENT_S, &found_m, &met), GEO_DONE);
    assert_int_equal(met, meets);
    assert_true(fabs(found_m - length_m) < 1e-6);
}

static void line__length_inside(void **state)
{
    geo_shape area = square(0, 0, 10);
    geo_shape through = line(-5, 5, 15, 5);
    geo_shape diagonal = line(0, 0, 20, 20);
    geo_shape top = line(-10, 10, 10, 10);
    geo_shape touching = line(-5, 5, 0, 5);
    geo_shape border = line(10, 2, 10, 6);
    geo_shape away = line(30, 0, 30, 10);
    expect_line(*state, &through, &area, 10.0, true);
    expect_line(*state, &diagonal, &area, 10.0 * sqrt(2.0), true);
    expect_line(*state, &top, &area, 10.0, true);
    expect_line(*state, &touching, &area, 0.0, true);
    expect_line(*state, &border, &area, 4.0, true);
    expect_line(*state, &away, &area, 0.0, false);
    geo_shape_release(&through);
    geo_shape_release(&diagonal);
    geo_shape_release(&top);
    geo_shape_release(&touching);
    geo_shape_release(&border);
    geo_shape_release(&away);
    geo_shape_release(&area);
}

static void line__point_meets_and_has_no_length(void **state)
{
    const double inside[][2] = { { 3, 3 } };
    const double outside[][2] = { { 30, 3 } };
    geo_shape area = square(0, 0, 10);
    geo_shape in = ring_of(GEO_POINT, inside, 1);
    geo_shape out = ring_of(GEO_POINT, outside, 1);
    expect_line(*state, &in, &area, 0.0, true);
    expect_line(*state, &out, &area, 0.0, false);
    geo_shape_release(&in);
    geo_shape_release(&out);
    geo_shape_release(&area);
}

/* --- deadline --- */

/* Time of the processor and not of the wall: the machine may be busy with other things. */
static double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void deadline__combs_stop_in_time(void **state)
{
    geo_shape a = comb(1000, false);
    geo_shape b = comb(1000, true);
    geo_shape out;
    geo_shape_init(&out);
    expect_valid(*state, &a, NULL, 0, 0);
    double start = base_clock_seconds();
    double cpu_start = cpu_seconds();
    geo_outcome outcome = geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, 0.5, &out);
    double taken_s = base_clock_seconds() - start;
    assert_int_equal(outcome, GEO_DEADLINE);
    assert_string_equal(geo_geos_message(*state), "not done within its time");
    assert_int_equal(out.part_count, 0);
    assert_true(taken_s >= 0.45);
    assert_true(taken_s < 20.0);
    assert_true(cpu_seconds() - cpu_start < 1.0);
    /* The handle is as good as before. */
    geo_shape_release(&a);
    geo_shape_release(&b);
    a = square(0, 0, 10);
    b = square(5, 5, 10);
    expect_area(*state, GEO_INTERSECTION, &a, &b, 25.0);
    geo_shape_release(&a);
    geo_shape_release(&b);
    geo_shape_release(&out);
}

static void deadline__small_combs_are_done(void **state)
{
    geo_shape a = comb(20, false);
    geo_shape b = comb(20, true);
    geo_shape out;
    geo_shape_init(&out);
    assert_int_equal(geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, PATIENT_S, &out), GEO_DONE);
    assert_int_equal(out.part_count, 400);
    assert_true(fabs(geo_shape_area_m2(&out) - 400.0) < 1e-6);
    geo_shape_release(&a);
    geo_shape_release(&b);
    geo_shape_release(&out);
}

/* --- threads: the flag that stops is one for the process, so others' deadlines must not stop ours --- */

typedef struct worker {
    bool late; /* asks for what cannot be done in time */
    unsigned wrong;
} worker;

static void work_late(geo_geos *geos, worker *mine)
{
    geo_shape a = comb(400, false);
    geo_shape b = comb(400, true);
    geo_shape out;
    geo_shape_init(&out);
    for (unsigned i = 0; i < 5; i++) {
        if (geo_geos_overlay(geos, GEO_INTERSECTION, &a, &b, 0.02, &out) != GEO_DEADLINE) {
            mine->wrong++;
        }
    }
    geo_shape_release(&a);
    geo_shape_release(&b);
    geo_shape_release(&out);
}

static void work_in_time(geo_geos *geos, worker *mine)
{
    geo_shape a = comb(10, false);
    geo_shape b = comb(10, true);
    geo_shape out;
    geo_shape_init(&out);
    for (unsigned i = 0; i < 100; i++) {
        if (geo_geos_overlay(geos, GEO_INTERSECTION, &a, &b, PATIENT_S, &out) != GEO_DONE ||
            fabs(geo_shape_area_m2(&out) - 100.0) >= 1e-6) {
            mine->wrong++;
        }
    }
    geo_shape_release(&a);
    geo_shape_release(&b);
    geo_shape_release(&out);
}

static void work(void *user)
{
    worker *mine = user;
    geo_geos *geos = geo_geos_new();
    if (geos == NULL) {
        mine->wrong++;
    } else if (mine->late) {
        work_late(geos, mine);
    } else {
        work_in_time(geos, mine);
    }
    geo_geos_free(geos);
}

static void threads__deadlines_of_others_change_nothing(void **state)
{
    worker workers[8] = { { .late = true }, { .late = true } };
    base_thread *threads[8];
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        threads[i] = base_thread_start(work, &workers[i]);
        assert_non_null(threads[i]);
    }
    for (size_t i = 0; i < 8; i++) {
        base_thread_join(threads[i]);
        assert_int_equal(workers[i].wrong, 0);
    }
}

/* --- memory --- */

static void memory__each_allocation_fails_once(void **state)
{
    geo_shape a = square(0, 0, 10);
    geo_shape b = square(5, 5, 10);
    const double island[][2] = { { 40, 40 }, { 50, 40 }, { 50, 50 }, { 40, 40 } };
    geo_outcome outcome = GEO_NO_MEMORY;
    size_t n = 0;
    b.type = GEO_MULTIPOLYGON;
    add_ring(&b, island, 4);
    assert_true(geo_shape_end_part(&b));
    for (; outcome != GEO_DONE && n < 100; n++) {
        geo_shape out;
        geo_shape_init(&out);
        base_memory_fail_at(n);
        outcome = geo_geos_overlay(*state, GEO_INTERSECTION, &a, &b, PATIENT_S, &out);
        base_memory_fail_at(SIZE_MAX);
        assert_true(outcome == GEO_DONE ? fabs(geo_shape_area_m2(&out) - 25.0) < 1e-6
                                        : outcome == GEO_NO_MEMORY);
        geo_shape_release(&out);
    }
    assert_int_equal(outcome, GEO_DONE);
    assert_true(n > 4); /* the arrays of rings and parts, and those of the result */
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void version__names_3_and_more(void **state)
{
    (void)state;
    assert_int_equal(strncmp(geo_geos_version(), "3.", 2), 0);
}

static int open_geos(void **state)
{
    *state = geo_geos_new();
    return *state == NULL ? -1 : 0;
}

static int close_geos(void **state)
{
    geo_geos_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid__square_with_hole),
        cmocka_unit_test(invalid__bow_tie_crosses_in_its_middle),
        cmocka_unit_test(invalid__two_parts_overlap),
        cmocka_unit_test(invalid__what_never_reaches_geos),
        cmocka_unit_test(overlay__two_squares),
        cmocka_unit_test(overlay__concave_gives_two_parts),
        cmocka_unit_test(overlay__hole_stays_a_hole),
        cmocka_unit_test(overlay__neighbours_have_no_common_area),
        cmocka_unit_test(overlay__infinity_is_refused_with_its_reason),
        cmocka_unit_test(make_valid__bow_tie_becomes_two_triangles),
        cmocka_unit_test(line__length_inside),
        cmocka_unit_test(line__point_meets_and_has_no_length),
        cmocka_unit_test(deadline__combs_stop_in_time),
        cmocka_unit_test(deadline__small_combs_are_done),
        cmocka_unit_test(threads__deadlines_of_others_change_nothing),
        cmocka_unit_test(memory__each_allocation_fails_once),
        cmocka_unit_test(version__names_3_and_more),
    };
    return cmocka_run_group_tests_name("geo/geos", tests, open_geos, close_geos);
}
