/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The answer: rows that add up, what is a row and what a neighbour, order, sources. No city is
 * needed. */
#include "test_zoning.h"

#include "zoning/answer.h"

typedef struct fixture {
    zoning_catalogue *catalogue;
    zoning_parts parts;
    geo_shape shape;
    const kbs_zoning *answer;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    memset(&f, 0, sizeof f);
    f.catalogue = zoning_catalogue_new(NULL);
    zoning_parts_init(&f.parts);
    f.shape = test_box(0, 0, 20, 30);
    *state = &f;
    kbs_revision revision = { .id = 1, .kind = KBS_PARCEL, .file = "parsel.shp" };
    return f.catalogue != NULL && zoning_catalogue_put_revision(f.catalogue, &revision) ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    kbs_zoning_free(f->answer);
    zoning_catalogue_free(f->catalogue);
    zoning_parts_release(&f->parts);
    geo_shape_release(&f->shape);
    return 0;
}

static void know_plan_area(fixture *f, int64_t id, const char *use, int64_t revision)
{
    kbs_plan_area p = {
        .id = id, .use = use, .floors = KBS_NO_VALUE, .coverage_ratio = 0.4, .revision = revision
    };
    kbs_revision r = { .id = revision, .kind = KBS_PLAN_AREA, .file = "plan.shp" };
    assert_true(zoning_catalogue_put_plan_area(f->catalogue, &p));
    assert_true(zoning_catalogue_put_revision(f->catalogue, &r));
}

static void add_part(fixture *f, store_share_kind kind, int64_t id, double area_m2)
{
    zoning_part part = { .kind = kind, .source_id = id, .area_m2 = area_m2 };
    assert_true(zoning_parts_add(&f->parts, &part, NULL));
}

static void add_overlap(fixture *f, const int64_t *members, uint32_t count, double area_m2)
{
    zoning_part part = { .kind = STORE_SHARE_OVERLAP,
                         .source_id = members[0],
                         .area_m2 = area_m2,
                         .member_count = count };
    assert_true(zoning_parts_add(&f->parts, &part, members));
}

static kbs_code try_answer(fixture *f, double area_m2)
{
    zoning_answer_setup setup = {
        .catalogue = f->catalogue,
        .parcel = { .id = 7,
                    .neighbourhood = "Çınar",
                    .block = "101",
                    .parcel = "5",
                    .map_sheet = "",
                    .land_type = "Arsa",
                    .area_m2 = area_m2,
                    .registered_area_m2 = KBS_NO_VALUE,
                    .from_revision = 1,
                    .shape = &f->shape },
        .parts = &f->parts,
        .revision = 9,
        .crs = "EPSG:5254",
        .not_determined = "",
    };
    kbs_zoning_free(f->answer);
    f->answer = NULL;
    return zoning_answer_new(&f->answer, &setup);
}

static int64_t whole(double value, double scale)
{
    double scaled = value * scale;
    assert_near(scaled, nearbyint(scaled), 1e-6);
    return (int64_t)nearbyint(scaled);
}

/* The identities of kbs_zoning_row, in whole hundredths and millionths. */
static void assert_adds_up(const kbs_zoning *answer)
{
    int64_t hundredths = 0;
    int64_t millionths = 0;
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        int64_t times = row->kind == KBS_ROW_OVERLAP ? -(int64_t)(row->overlap_count - 1) : 1;
        if (row->kind != KBS_ROW_RESTRICTION) {
            assert_true(row->area_m2 > 0.0);
            hundredths += times * whole(row->area_m2, 100.0);
            millionths += times * whole(row->share, 1e6);
        }
    }
    assert_int_equal(hundredths, whole(answer->area_m2, 100.0));
    assert_int_equal(millionths, 1000000);
}

static void answer_ok(fixture *f, double area_m2)
{
    assert_true(zoning_parts_are_sound(&f->parts, area_m2));
    assert_int_equal(try_answer(f, area_m2), KBS_OK);
    assert_non_null(f->answer);
    assert_adds_up(f->answer);
}

static void assert_row(const kbs_zoning *answer, size_t at, kbs_row_kind kind, double area_m2,
                       double share)
{
    assert_true(at < answer->row_count);
    assert_int_equal(answer->rows[at].kind, kind);
    assert_near(answer->rows[at].area_m2, area_m2, 1e-9);
    assert_near(answer->rows[at].share, share, 1e-9);
}

static void answer__nothing_is_wholly_uncovered(void **state)
{
    fixture *f = *state;
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 1);
    assert_row(f->answer, 0, KBS_ROW_UNCOVERED, 600.0, 1.0);
    assert_int_equal(f->answer->source_count, 1);
    assert_string_equal(f->answer->block, "101");
    assert_string_equal(f->answer->crs, "EPSG:5254");
    assert_near(f->answer->area_tolerance_m2, 6.80, 1e-9);
    assert_near(f->answer->east, TEST_EAST + 10, 1e-6);
    assert_int_equal(f->answer->revision, 9);
}

/* 100 m² in three thirds: 33.34 + 33.33 + 33.33. */
static void answer__three_thirds(void **state)
{
    fixture *f = *state;
    for (int64_t id = 1; id <= 3; id++) {
        know_plan_area(f, id, "Konut", 2);
        add_part(f, STORE_SHARE_PLAN_AREA, id, 100.0 / 3);
    }
    answer_ok(f, 100.0);
    assert_int_equal(f->answer->row_count, 3);
    assert_row(f->answer, 0, KBS_ROW_PLAN_AREA, 33.34, 0.333334);
    assert_row(f->answer, 1, KBS_ROW_PLAN_AREA, 33.33, 0.333333);
    assert_row(f->answer, 2, KBS_ROW_PLAN_AREA, 33.33, 0.333333);
    assert_int_equal(f->answer->rows[0].plan_area->id, 1);
    assert_int_equal(f->answer->rows[2].plan_area->id, 3);
    assert_int_equal(f->answer->source_count, 2);
    assert_string_equal(f->answer->sources[1].file, "plan.shp");
}

/* Two that overlap by 120 and leave 40 open. */
static void answer__overlap_and_uncovered(void **state)
{
    fixture *f = *state;
    know_plan_area(f, 4, "Konut", 2);
    know_plan_area(f, 9, "Park", 3);
    add_part(f, STORE_SHARE_PLAN_AREA, 4, 300.0);
    add_part(f, STORE_SHARE_PLAN_AREA, 9, 380.0);
    add_overlap(f, (int64_t[]){ 4, 9 }, 2, 120.0);
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 4);
    assert_row(f->answer, 0, KBS_ROW_PLAN_AREA, 380.0, 0.633333);
    assert_row(f->answer, 1, KBS_ROW_PLAN_AREA, 300.0, 0.5);
    assert_row(f->answer, 2, KBS_ROW_UNCOVERED, 40.0, 0.066667);
    assert_row(f->answer, 3, KBS_ROW_OVERLAP, 120.0, 0.2);
    assert_int_equal(f->answer->rows[3].overlap_count, 2);
    assert_ptr_equal(f->answer->rows[3].overlap[0], f->answer->rows[1].plan_area);
    assert_int_equal(f->answer->source_count, 3);
}

static void answer__sliver_is_a_neighbour(void **state)
{
    fixture *f = *state;
    know_plan_area(f, 1, "Konut", 2);
    know_plan_area(f, 2, "Park", 2);
    know_plan_area(f, 3, "Yol", 2);
    add_part(f, STORE_SHARE_PLAN_AREA, 1, 599.996);
    add_part(f, STORE_SHARE_PLAN_AREA, 2, 0.004);
    add_part(f, STORE_SHARE_TOUCH, 3, 0.0);
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 1);
    assert_row(f->answer, 0, KBS_ROW_PLAN_AREA, 600.0, 1.0);
    assert_near(f->answer->rows[0].exact_area_m2, 599.996, 1e-12);
    assert_int_equal(f->answer->neighbour_count, 2);
    assert_string_equal(f->answer->neighbours[0]->use, "Park");
    assert_string_equal(f->answer->neighbours[1]->use, "Yol");
}

/* An overlap too small for a row is taken back from the plan areas, so that they still add up. */
static void answer__overlap_too_small_for_a_row(void **state)
{
    fixture *f = *state;
    know_plan_area(f, 1, "Konut", 2);
    know_plan_area(f, 2, "Park", 2);
    add_part(f, STORE_SHARE_PLAN_AREA, 1, 300.002);
    add_part(f, STORE_SHARE_PLAN_AREA, 2, 300.001);
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 2);
    add_overlap(f, (int64_t[]){ 1, 2 }, 2, 0.003);
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 2);
    assert_row(f->answer, 0, KBS_ROW_PLAN_AREA, 300.0, 0.500001); /* 0.50000083 */
    assert_row(f->answer, 1, KBS_ROW_PLAN_AREA, 300.0, 0.499999);
}

static void answer__restrictions(void **state)
{
    fixture *f = *state;
    for (int64_t id = 1; id <= 4; id++) {
        kbs_restriction r = { .id = id, .type = "Sit", .revision = 1 };
        assert_true(zoning_catalogue_put_restriction(f->catalogue, &r));
    }
    zoning_part parts[] = {
        { .kind = STORE_SHARE_RESTRICTION, .source_id = 1, .touches_only = true },
        { .kind = STORE_SHARE_RESTRICTION, .source_id = 2, .length_m = 20.0 },
        { .kind = STORE_SHARE_RESTRICTION, .source_id = 3, .area_m2 = 123.456 },
        { .kind = STORE_SHARE_RESTRICTION, .source_id = 4, .area_m2 = 600.0 },
    };
    for (size_t i = 0; i < 4; i++) {
        assert_true(zoning_parts_add(&f->parts, &parts[i], NULL));
    }
    answer_ok(f, 600.0);
    assert_int_equal(f->answer->row_count, 5);
    const int64_t order[] = { 4, 3, 2, 1 };
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(f->answer->rows[i + 1].restriction->id, order[i]);
    }
    assert_row(f->answer, 1, KBS_ROW_RESTRICTION, 600.0, 1.0);
    assert_row(f->answer, 2, KBS_ROW_RESTRICTION, 123.46, 0.20576);
    assert_near(f->answer->rows[3].length_m, 20.0, 0.0);
    assert_true(f->answer->rows[4].touches_only);
}

/* Random regions of up to five plan areas: the parts are made from known disjoint regions, so every
 * sum is known. */
static void answer__random_regions_add_up(void **state)
{
    fixture *f = *state;
    uint64_t seed = 99;
    for (int64_t id = 1; id <= 5; id++) {
        know_plan_area(f, id, "Konut", 2);
    }
    for (int trial = 0; trial < 20000; trial++) {
        double areas[5] = { 0 };
        double parcel_m2 = 0.0;
        double regions[32];
        double scale = trial % 4 == 0 ? 0.02 : (trial % 4 == 1 ? 5.0 : 5000.0);
        zoning_parts_clear(&f->parts);
        for (unsigned set = 0; set < 32; set++) {
            regions[set] = test_random(&seed) < 0.6 ? 0.0 : scale * test_random(&seed);
            parcel_m2 += regions[set];
            for (unsigned i = 0; i < 5; i++) {
                areas[i] += (set >> i & 1) != 0 ? regions[set] : 0.0;
            }
        }
        for (unsigned i = 0; i < 5; i++) {
            add_part(f, areas[i] > 0.0 ? STORE_SHARE_PLAN_AREA : STORE_SHARE_TOUCH, i + 1,
                     areas[i]);
        }
        for (unsigned set = 0; set < 32; set++) {
            int64_t members[5];
            uint32_t count = 0;
            for (unsigned i = 0; i < 5; i++) {
                if ((set >> i & 1) != 0) {
                    members[count++] = i + 1;
                }
            }
            if (count >= 2 && regions[set] > 0.0) {
                add_overlap(f, members, count, regions[set]);
            }
        }
        if (parcel_m2 < 0.05) {
            continue; /* too small to print */
        }
        answer_ok(f, parcel_m2);
        for (size_t i = 0; i < f->answer->row_count; i++) {
            const kbs_zoning_row *row = &f->answer->rows[i];
            assert_near(row->area_m2, row->exact_area_m2,
                        0.01 * 16 + 1e-9); /* a plan area is at most 16 regions */
            assert_true(row->kind == KBS_ROW_PLAN_AREA ||
                        fabs(row->area_m2 - row->exact_area_m2) < 0.0501);
        }
    }
}

static void answer__unsound_parts(void **state)
{
    fixture *f = *state;
    know_plan_area(f, 1, "Konut", 2);
    add_part(f, STORE_SHARE_PLAN_AREA, 1, 600.0);
    assert_true(zoning_parts_are_sound(&f->parts, 600.0));
    assert_false(zoning_parts_are_sound(&f->parts, 599.0));
    assert_false(zoning_parts_are_sound(&f->parts, (double)NAN));
    f->parts.items[0].area_m2 = (double)NAN;
    assert_false(zoning_parts_are_sound(&f->parts, 600.0));
    f->parts.items[0].area_m2 = 600.0;
    add_part(f, STORE_SHARE_TOUCH, 1, 0.0);
    assert_false(zoning_parts_are_sound(&f->parts, 600.0)); /* twice */
    f->parts.count = 1;
    add_overlap(f, (int64_t[]){ 1, 2 }, 2, 10.0);
    assert_false(zoning_parts_are_sound(&f->parts, 600.0)); /* 2 is not over the parcel */
    f->parts.count = 1;
    add_overlap(f, (int64_t[]){ 1 }, 1, 10.0);
    assert_false(zoning_parts_are_sound(&f->parts, 600.0));
    f->parts.count = 1;
    add_part(f, STORE_SHARE_PLAN_AREA, 5, 600.0); /* not in the catalogue */
    assert_int_equal(try_answer(f, 600.0), KBS_CORRUPT);
    assert_null(f->answer);
}

/* Every allocation may fail: KBS_MEMORY, no answer, nothing leaks (the sanitizer looks). */
static void answer__memory_runs_out(void **state)
{
    fixture *f = *state;
    know_plan_area(f, 1, "Konut", 2);
    add_part(f, STORE_SHARE_PLAN_AREA, 1, 100.0);
    kbs_code code = KBS_MEMORY;
    size_t n = 0;
    for (; code != KBS_OK && n < 1000; n++) {
        base_memory_fail_at(n);
        code = try_answer(f, 600.0);
        base_memory_fail_at(SIZE_MAX);
        assert_true(code == KBS_OK || (code == KBS_MEMORY && f->answer == NULL));
    }
    assert_true(n > 1);
    assert_int_equal(code, KBS_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answer__nothing_is_wholly_uncovered),
        TEST(answer__three_thirds),
        TEST(answer__overlap_and_uncovered),
        TEST(answer__sliver_is_a_neighbour),
        TEST(answer__overlap_too_small_for_a_row),
        TEST(answer__restrictions),
        TEST(answer__random_regions_add_up),
        TEST(answer__unsound_parts),
        TEST(answer__memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
