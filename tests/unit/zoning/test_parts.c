/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parts of a parcel, worked out by hand, and against GEOS on random plans. The parcel is 20 m wide
 * and 30 m deep. */
#include "test_zoning.h"

#include "geo/measure.h"
#include "zoning/overlap.h"
#include "zoning/overlap_cut.h"
#include "zoning/parts.h"

#define PATIENT_S 30.0

typedef struct fixture {
    zoning_ground ground;
    int64_t next_id;
    zoning_finder *finder;
    zoning_parts parts;
    geo_shape parcel;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    memset(&f, 0, sizeof f);
    zoning_ground_init(&f.ground);
    zoning_parts_init(&f.parts);
    f.parcel = test_box(0, 0, 20, 30);
    f.next_id = 1;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    zoning_finder_free(f->finder);
    zoning_ground_release(&f->ground);
    zoning_parts_release(&f->parts);
    geo_shape_release(&f->parcel);
    return 0;
}

/* Adds and releases the shape; returns its id. */
static int64_t add(fixture *f, kbs_kind kind, geo_shape shape)
{
    assert_true(zoning_ground_add(&f->ground, kind, f->next_id, &shape));
    geo_shape_release(&shape);
    return f->next_id++;
}

static int64_t add_plan(fixture *f, double east_min, double north_min, double east_max,
                        double north_max)
{
    return add(f, KBS_PLAN_AREA, test_box(east_min, north_min, east_max, north_max));
}

static zoning_outcome find(fixture *f, double deadline_s)
{
    if (f->finder == NULL) {
        assert_true(zoning_ground_finish(&f->ground));
        f->finder = zoning_finder_new(&f->ground);
        assert_non_null(f->finder);
    }
    zoning_parts_clear(&f->parts);
    return zoning_finder_find(f->finder, &f->parcel, deadline_s, &f->parts);
}

static void assert_part(const fixture *f, size_t at, store_share_kind kind, int64_t source_id,
                        double area_m2)
{
    assert_true(at < f->parts.count);
    const zoning_part *part = &f->parts.items[at];
    assert_int_equal(part->kind, kind);
    assert_int_equal(part->source_id, source_id);
    assert_near(part->area_m2, area_m2, 1e-7);
}

/* The overlap with exactly these members; fails when there is none. */
static void assert_overlap(const fixture *f, const int64_t *members, size_t count, double area_m2)
{
    for (size_t i = 0; i < f->parts.count; i++) {
        const zoning_part *part = &f->parts.items[i];
        if (part->kind == STORE_SHARE_OVERLAP && part->member_count == count &&
            memcmp(f->parts.members + part->first_member, members, count * sizeof *members) == 0) {
            assert_near(part->area_m2, area_m2, 1e-6);
            assert_int_equal(part->source_id, members[0]);
            return;
        }
    }
    fail_msg("no such overlap");
}

static void parts__parcel_split_by_two_zones(void **state)
{
    fixture *f = *state;
    add_plan(f, -50, -50, 12, 80);
    add_plan(f, 12, -50, 90, 80);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 2);
    assert_part(f, 0, STORE_SHARE_PLAN_AREA, 1, 360.0);
    assert_part(f, 1, STORE_SHARE_PLAN_AREA, 2, 240.0);
}

static void parts__nothing_there(void **state)
{
    fixture *f = *state;
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 0);
}

static void parts__whole_parcel_covered_exactly(void **state)
{
    fixture *f = *state;
    add_plan(f, 0, 0, 20, 30);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 1);
    assert_true(f->parts.items[0].area_m2 == geo_shape_area_m2(&f->parcel));
}

/* A plan area with a hole of 10 m by 10 m in the parcel, and one of two parts. */
static void parts__hole_and_multipolygon(void **state)
{
    fixture *f = *state;
    const double shell[] = { -5, -5, 25, -5, 25, 35, -5, 35 };
    const double hole[] = { 5, 5, 15, 5, 15, 15, 5, 15 };
    geo_shape holed = test_shape(GEO_MULTIPOLYGON);
    test_add_ring(&holed, shell, 4);
    test_add_ring(&holed, hole, 4);
    assert_true(geo_shape_end_part(&holed));
    add(f, KBS_PLAN_AREA, holed);
    const double first[] = { 6, 6, 8, 6, 8, 8, 6, 8 };
    const double second[] = { 10, 6, 13, 6, 10, 10 };
    geo_shape two = test_shape(GEO_MULTIPOLYGON);
    test_add_ring(&two, first, 4);
    assert_true(geo_shape_end_part(&two));
    test_add_ring(&two, second, 3);
    assert_true(geo_shape_end_part(&two));
    add(f, KBS_PLAN_AREA, two);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 2);
    assert_part(f, 0, STORE_SHARE_PLAN_AREA, 1, 500.0);
    assert_part(f, 1, STORE_SHARE_PLAN_AREA, 2, 4.0 + 6.0);
}

static void parts__touching_is_no_area(void **state)
{
    fixture *f = *state;
    add_plan(f, 20, 0, 40, 30);     /* along a side */
    add_plan(f, 20, 30, 40, 60);    /* at a corner */
    add_plan(f, 20.001, 0, 40, 30); /* a millimetre away */
    add(f, KBS_RESTRICTION, test_box(-10, -10, 0, 40));
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 3);
    assert_part(f, 0, STORE_SHARE_TOUCH, 1, 0.0);
    assert_part(f, 1, STORE_SHARE_TOUCH, 2, 0.0);
    assert_part(f, 2, STORE_SHARE_RESTRICTION, 4, 0.0);
    assert_true(f->parts.items[2].touches_only);
}

static void parts__overlap_of_two(void **state)
{
    fixture *f = *state;
    add_plan(f, -5, -5, 12, 35);
    add_plan(f, 8, -5, 25, 35);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 3);
    assert_part(f, 0, STORE_SHARE_PLAN_AREA, 1, 360.0);
    assert_part(f, 1, STORE_SHARE_PLAN_AREA, 2, 360.0);
    assert_overlap(f, (int64_t[]){ 1, 2 }, 2, 120.0);
}

static void parts__overlaps_in_a_chain(void **state)
{
    fixture *f = *state;
    add_plan(f, 0, 0, 8, 30);
    add_plan(f, 6, 0, 14, 30);
    add_plan(f, 12, 0, 20, 30);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 5);
    assert_overlap(f, (int64_t[]){ 1, 2 }, 2, 60.0);
    assert_overlap(f, (int64_t[]){ 2, 3 }, 2, 60.0);
}

static void parts__overlap_of_three(void **state)
{
    fixture *f = *state;
    add_plan(f, 0, 0, 10, 30);
    add_plan(f, 5, 0, 15, 30);
    add_plan(f, -1, -1, 21, 31);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 6);
    assert_part(f, 0, STORE_SHARE_PLAN_AREA, 1, 300.0);
    assert_part(f, 1, STORE_SHARE_PLAN_AREA, 2, 300.0);
    assert_part(f, 2, STORE_SHARE_PLAN_AREA, 3, 600.0);
    assert_overlap(f, (int64_t[]){ 1, 3 }, 2, 150.0);
    assert_overlap(f, (int64_t[]){ 1, 2, 3 }, 3, 150.0);
    assert_overlap(f, (int64_t[]){ 2, 3 }, 2, 150.0);
}

/* Each two of three overlap, all three nowhere. */
static void parts__three_pairs_without_common_part(void **state)
{
    fixture *f = *state;
    const double hook[] = { 15, 0, 20, 0, 20, 20, 5, 20, 5, 15, 15, 15 };
    add_plan(f, 0, 0, 20, 10);
    add_plan(f, 0, 0, 10, 30);
    add(f, KBS_PLAN_AREA, test_polygon(hook, 6));
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 6);
    assert_overlap(f, (int64_t[]){ 1, 2 }, 2, 100.0);
    assert_overlap(f, (int64_t[]){ 1, 3 }, 2, 50.0);
    assert_overlap(f, (int64_t[]){ 2, 3 }, 2, 25.0);
}

static void parts__twenty_times_the_same(void **state)
{
    fixture *f = *state;
    int64_t members[20];
    for (int i = 0; i < 20; i++) {
        members[i] = add_plan(f, -1, 10, 21, 31);
    }
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 21);
    assert_overlap(f, members, 20, 400.0);
}

/* Overlap outside this parcel is none of its business. */
static void parts__overlap_elsewhere(void **state)
{
    fixture *f = *state;
    add_plan(f, 0, 0, 10, 30);
    const double bent[] = { 10, 0, 20, 0, 20, 40, 5, 40, 5, 31, 10, 31 };
    add(f, KBS_PLAN_AREA, test_polygon(bent, 6));
    add_plan(f, 0, 30, 20, 60);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 3);
    assert_part(f, 0, STORE_SHARE_PLAN_AREA, 1, 300.0);
    assert_part(f, 1, STORE_SHARE_PLAN_AREA, 2, 300.0);
    assert_part(f, 2, STORE_SHARE_TOUCH, 3, 0.0);
}

/* A border written with other digits is no overlap: ZONING_PAIR_LEAST_M2. */
static void parts__hair_overlap_is_none(void **state)
{
    fixture *f = *state;
    add_plan(f, 0, 0, 10 + 1e-6, 30);
    add_plan(f, 10, 0, 20, 30);
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 2);
}

static void parts__lines_and_points(void **state)
{
    fixture *f = *state;
    const double across[] = { -10, 10, 30, 10 };
    const double along[] = { -10, 30, 8, 30 };
    const double past[] = { -10, 31, 30, 31 };
    const double end[] = { 20, 15, 40, 15 };
    geo_shape lines = test_shape(GEO_MULTILINE);
    test_add_ring(&lines, across, 2);
    assert_true(geo_shape_end_part(&lines));
    add(f, KBS_RESTRICTION, lines);
    const double *others[] = { along, past, end };
    for (size_t i = 0; i < 3; i++) {
        geo_shape line = test_shape(GEO_MULTILINE);
        test_add_ring(&line, others[i], 2);
        assert_true(geo_shape_end_part(&line));
        add(f, KBS_RESTRICTION, line);
    }
    const double points[][2] = { { 3, 4 }, { 20, 7 }, { 21, 7 } };
    for (size_t i = 0; i < 3; i++) {
        geo_shape point = test_shape(GEO_POINT);
        test_add_ring(&point, points[i], 1);
        assert_true(geo_shape_end_part(&point));
        add(f, KBS_RESTRICTION, point);
    }
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    assert_int_equal(f->parts.count, 5);
    const struct {
        int64_t id;
        double length_m;
        bool touches_only;
    } expected[] = {
        { 1, 20.0, false }, { 2, 8.0, false }, { 4, 0.0, true }, { 5, 0.0, false }, { 6, 0.0, true }
    };
    for (size_t i = 0; i < 5; i++) {
        assert_part(f, i, STORE_SHARE_RESTRICTION, expected[i].id, 0.0);
        assert_near(f->parts.items[i].length_m, expected[i].length_m, 1e-7);
        assert_int_equal(f->parts.items[i].touches_only, expected[i].touches_only);
    }
}

static void parts__too_many_and_too_late(void **state)
{
    fixture *f = *state;
    for (unsigned i = 0; i <= ZONING_CUT_MOST_COVERINGS; i++) {
        add_plan(f, -1, -1, 21, 31);
    }
    assert_int_equal(find(f, PATIENT_S), ZONING_TOO_COMPLEX);
    assert_int_equal(find(f, 0.0), ZONING_TOO_COMPLEX);
}

/* --- against GEOS on random plans --- */

static geo_shape random_star(uint64_t *seed)
{
    double points[24];
    size_t count = 3 + (size_t)(test_random(seed) * 9);
    double east = -5 + 30 * test_random(seed);
    double north = -5 + 40 * test_random(seed);
    double turn = 7 * test_random(seed);
    for (size_t i = 0; i < count; i++) {
        double angle = turn + 6.283185307179586 * (double)i / (double)count;
        double radius = 3 + 14 * test_random(seed);
        points[2 * i] = east + radius * cos(angle);
        points[2 * i + 1] = north + radius * sin(angle);
    }
    return test_polygon(points, count);
}

/* Replaces *into by its overlay with `other`. */
static void overlay(geo_geos *geos, geo_overlay operation, geo_shape *into, const geo_shape *other)
{
    geo_shape out = test_shape(GEO_MULTIPOLYGON);
    assert_int_equal(geo_geos_overlay(geos, operation, into, other, PATIENT_S, &out), GEO_DONE);
    geo_shape_release(into);
    *into = out;
}

/* Areas that GEOS says are covered at least once, and at least twice. */
static void judge(geo_geos *geos, const fixture *f, double *once_m2, double *twice_m2)
{
    const zoning_layer *layer = &f->ground.plan_areas;
    geo_shape once = test_shape(GEO_MULTIPOLYGON);
    geo_shape twice = test_shape(GEO_MULTIPOLYGON);
    for (size_t i = 0; i < layer->count; i++) {
        geo_shape again = test_shape(GEO_MULTIPOLYGON);
        assert_true(geo_shape_copy(&again, geo_edge_index_shape(layer->covers[i].area)));
        overlay(geos, GEO_INTERSECTION, &again, &f->parcel);
        if (once.vertex_count > 0 && again.vertex_count > 0) {
            geo_shape both = test_shape(GEO_MULTIPOLYGON);
            assert_true(geo_shape_copy(&both, &again));
            overlay(geos, GEO_INTERSECTION, &both, &once);
            if (both.vertex_count > 0) {
                overlay(geos, GEO_UNION, &twice, &both);
            }
            geo_shape_release(&both);
        }
        if (again.vertex_count > 0) {
            overlay(geos, GEO_UNION, &once, &again);
        }
        geo_shape_release(&again);
    }
    *once_m2 = geo_shape_area_m2(&once);
    *twice_m2 = geo_shape_area_m2(&twice);
    geo_shape_release(&once);
    geo_shape_release(&twice);
}

static void random_plan(fixture *f, geo_geos *geos, uint64_t *seed)
{
    int plans = 1 + (int)(test_random(seed) * 6);
    for (int i = 0; i < plans; i++) {
        add(f, KBS_PLAN_AREA, random_star(seed));
    }
    assert_int_equal(find(f, PATIENT_S), ZONING_DONE);
    double sum = 0.0;
    double overlaps = 0.0;
    double twice = 0.0;
    for (size_t i = 0; i < f->parts.count; i++) {
        const zoning_part *part = &f->parts.items[i];
        assert_true(part->area_m2 >= 0.0 && part->area_m2 <= 600.0);
        sum += part->kind == STORE_SHARE_PLAN_AREA ? part->area_m2 : 0.0;
        if (part->kind == STORE_SHARE_OVERLAP) {
            assert_true(part->member_count >= 2);
            overlaps += part->area_m2 * (part->member_count - 1);
            twice += part->area_m2;
        }
    }
    double once_m2, twice_m2;
    judge(geos, f, &once_m2, &twice_m2);
    assert_near(sum - overlaps, once_m2, 1e-4);
    assert_near(twice, twice_m2, 1e-4);
}

static void parts__random_plans_against_geos(void **state)
{
    uint64_t seed = 7;
    geo_geos *geos = geo_geos_new();
    assert_non_null(geos);
    for (int trial = 0; trial < 400; trial++) {
        random_plan(*state, geos, &seed);
        assert_int_equal(tear_down(state), 0);
        assert_int_equal(set_up(state), 0);
    }
    geo_geos_free(geos);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts__nothing_there),
        TEST(parts__parcel_split_by_two_zones),
        TEST(parts__whole_parcel_covered_exactly),
        TEST(parts__hole_and_multipolygon),
        TEST(parts__touching_is_no_area),
        TEST(parts__overlap_of_two),
        TEST(parts__overlaps_in_a_chain),
        TEST(parts__overlap_of_three),
        TEST(parts__three_pairs_without_common_part),
        TEST(parts__twenty_times_the_same),
        TEST(parts__overlap_elsewhere),
        TEST(parts__hair_overlap_is_none),
        TEST(parts__lines_and_points),
        TEST(parts__too_many_and_too_late),
        TEST(parts__random_plans_against_geos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
