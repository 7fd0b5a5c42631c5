/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A city with one mistake of each kind, and what looks like a mistake and is none. */
#include <stdio.h>

#include "test_city.h"

#include <kbs/check.h>

#include "geo/geos.h"

#define CITY "check.kbs"

static void ring_of_parcels(test_import *import, const char *block, double east)
{
    import_parcel(import, "Çınar", block, "1", east, 0, 30, 10);
    import_parcel(import, "Çınar", block, "2", east, 20, 30, 10);
    import_parcel(import, "Çınar", block, "3", east, 10, 10, 10);
    import_parcel(import, "Çınar", block, "4", east + 20, 10, 10, 10);
}

static void add_parcels(kbs_city *city)
{
    test_import import = import_begin(city, KBS_PARCEL, 50);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 20.2, 0, 19.8, 30); /* a strip of 20 cm before it */
    import_parcel(&import, "Çınar", "101", "3", 39, 0, 21, 30);     /* 1 m over its neighbour */
    import_parcel(&import, "Çınar", "102", "1", 100, 0, 20, 30);
    import_parcel(&import, "Çınar", "102", "2", 105, 5, 5, 5); /* inside */
    import_parcel(&import, "Çınar", "103", "1", 200, 0, 20, 30);
    import_parcel(&import, "Işıklar", "3", "1", 200, 0, 20, 30); /* the same */
    ring_of_parcels(&import, "104", 300);                        /* a hole of 100 m² */
    ring_of_parcels(&import, "105", 400);
    import_parcel(&import, "Çınar", "106", "1", 410, 10, 10, 10); /* fills the hole */
    import_parcel(&import, "Çınar", "107", "1", 500, 0, 20, 30);
    import_parcel(&import, "Çınar", "107", "2", 520.002, 0, 20, 30); /* other digits */
    import_parcel(&import, "Çınar", "107", "3", 540.001, 0, 20, 30);
    test_row_real(&import.row, "registered_area_m2", 606.80);
    import_parcel(&import, "Çınar", "108", "1", 600, 0, 20, 30); /* the tolerance is 6.80 */
    test_row_real(&import.row, "registered_area_m2", 606.81);
    import_parcel(&import, "Çınar", "109", "1", 700, 0, 20, 30);
    import_end(&import, false);
}

static void add_others(kbs_city *city)
{
    test_import import = import_begin(city, KBS_PLAN_AREA, 10);
    test_row_text(&import.row, "plan_scale", "1/1000");
    import_cover(&import, "P1", "Park", 0, 0, 20, 30);
    import_cover(&import, "P2", "Yol", 18, 0, 20, 30); /* 2 m over P1 */
    import_cover(&import, "P3", "Konut Alanı", 100, 0, 20, 30);
    test_row_text(&import.row, "plan_scale", "1/5000");
    import_cover(&import, "P4", NULL, 0, 0, 40, 30); /* another scale */
    import_end(&import, false);
    import = import_begin(city, KBS_BUILDING, 10);
    test_row_text(&import.row, "source_id", "B1");
    test_row_rectangle(&import.row, 15, 5, 10, 10); /* partly inside */
    import_add(&import);
    test_row_text(&import.row, "source_id", "B2");
    test_row_rectangle(&import.row, 60, 5, 10, 10); /* only touches 101/3 */
    import_add(&import);
    import_end(&import, false);
    import = import_begin(city, KBS_ADDRESS, 10);
    test_row_text(&import.row, "street", "Ada Sokak");
    test_row_text(&import.row, "door_number", "1");
    test_row_point(&import.row, 5, 5);
    import_add(&import);
    test_row_text(&import.row, "door_number", "2");
    test_row_point(&import.row, 80, 5);
    import_add(&import);
    import_end(&import, false);
}

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    add_parcels(city);
    add_others(city);
    kbs_city_free(city);
    *state = test_open(CITY, false);
    return 0;
}

static int tear_down(void **state)
{
    kbs_city_free(*state);
    test_remove(CITY);
    return 0;
}

static void check__one_of_each(void **state)
{
    static const struct {
        const char *code, *key, *found, *expected;
    } wanted[] = {
        { "check.area-misfit", "Çınar/109/1", "600.00", "606.81" },
        { "check.parcel-overlap", "Çınar/101/2", "30.00", "Çınar/101/3" },
        { "check.parcel-inside", "Çınar/102/2", "25.00", "Çınar/102/1" },
        { "check.parcel-duplicate", "Işıklar/3/1", "600.00", "Çınar/103/1" },
        { "check.gap", "Çınar/101", "6.00", NULL },
        { "check.gap", "Çınar/104", "100.00", NULL },
        { "check.plan-without-values", "P3", "Konut Alanı", NULL },
        { "check.plan-without-use", "P4", NULL, NULL },
        { "check.plan-overlap", "P1", "60.00", "P2" },
        { "check.address-orphan", "Ada Sokak 2", NULL, NULL },
        { "check.building-orphan", "B2", NULL, NULL },
    };
    const kbs_findings *findings = NULL;
    assert_ok(*state, kbs_city_check(*state, NULL, &findings));
    for (size_t i = 0; i < findings->count && i < sizeof wanted / sizeof wanted[0]; i++) {
        const kbs_finding *f = &findings->items[i];
        assert_string_equal(f->code, wanted[i].code);
        assert_string_equal(f->key, wanted[i].key);
        assert_string_equal(f->found == NULL ? "" : f->found,
                            wanted[i].found == NULL ? "" : wanted[i].found);
        assert_string_equal(f->expected == NULL ? "" : f->expected,
                            wanted[i].expected == NULL ? "" : wanted[i].expected);
        assert_true(f->has_coordinate);
    }
    assert_int_equal(findings->count, sizeof wanted / sizeof wanted[0]);
    assert_true(findings->items[5].east > TEST_EAST + 310 &&
                findings->items[5].east < TEST_EAST + 320);
    char *text = NULL;
    assert_int_equal(kbs_findings_geojson(findings, "EPSG:5254", KBS_LANG_TR, &text), KBS_OK);
    assert_non_null(strstr(text, "\"geometry\":{\"type\":\"Point\",\"coordinates\":[29."));
    kbs_text_free(text);
    kbs_findings_free(findings);
}

static void check__tolerance_and_limit(void **state)
{
    kbs_check_options options = KBS_CHECK_OPTIONS_INIT;
    const kbs_findings *findings = NULL;
    options.tolerance_m = 0.0009; /* now the border of other digits shows: a strip and an overlap */
    assert_ok(*state, kbs_city_check(*state, &options, &findings));
    assert_int_equal(findings->count, 13);
    kbs_findings_free(findings);
    options.most = 3;
    assert_ok(*state, kbs_city_check(*state, &options, &findings));
    assert_int_equal(findings->count, 4);
    assert_string_equal(findings->items[3].code, "check.cut");
    kbs_findings_free(findings);
}

/* 500 blocks of three parcels, a strip in every seventh. */
static void check__threads_change_nothing(void **state)
{
    kbs_check_options options = KBS_CHECK_OPTIONS_INIT;
    const kbs_findings *one = NULL, *three = NULL;
    kbs_city *city = test_city("threads.kbs");
    test_import import = import_begin(city, KBS_PARCEL, 2000);
    (void)state;
    for (int i = 0; i < 500; i++) {
        char block[16];
        double east = i % 25 * 100, north = i / 25 * 100;
        (void)snprintf(block, sizeof block, "%d", 100 + i);
        import_parcel(&import, "Çınar", block, "1", east, north, 20, 30);
        import_parcel(&import, "Çınar", block, "2", east + 20, north, i % 7 == 0 ? 19.9 : 20, 30);
        import_parcel(&import, "Çınar", block, "3", east + 40, north, 20, 30);
    }
    import_end(&import, false);
    options.threads = 1;
    assert_ok(city, kbs_city_check(city, &options, &one));
    options.threads = 3;
    assert_ok(city, kbs_city_check(city, &options, &three));
    assert_int_equal(one->count, 72);
    assert_int_equal(three->count, 72);
    for (size_t i = 0; i < one->count; i++) {
        assert_string_equal(one->items[i].key, three->items[i].key);
        assert_string_equal(one->items[i].found, "3.00");
        assert_string_equal(three->items[i].found, "3.00");
    }
    kbs_findings_free(one);
    kbs_findings_free(three);
    options.most = 50;
    assert_ok(city, kbs_city_check(city, &options, &three));
    assert_int_equal(three->count, 51);
    kbs_findings_free(three);
    kbs_city_free(city);
    test_remove("threads.kbs");
}

static bool stop(const kbs_progress *report, void *user)
{
    (void)report;
    (void)user;
    return false;
}

static void check__cancelled(void **state)
{
    kbs_check_options options = KBS_CHECK_OPTIONS_INIT;
    const kbs_findings *findings = NULL;
    options.progress = stop;
    assert_code(*state, kbs_city_check(*state, &options, &findings), KBS_CANCELLED);
    assert_null(findings);
    assert_int_equal(kbs_city_check(*state, NULL, NULL), KBS_USAGE);
}

/* An L whose arms are 0.4 m apart on one side: closing fills the slit and no corner. */
static void narrow_gaps__keeps_corners(void **state)
{
    static const double points[][2] = { { 0, 0 },    { 20, 0 }, { 20, 20 }, { 10.4, 20 },
                                        { 10.4, 5 }, { 10, 5 }, { 10, 20 }, { 5, 20 },
                                        { 5, 10 },   { 0, 10 }, { 0, 0 } };
    geo_shape area, gaps;
    (void)state;
    geo_geos *geos = geo_geos_new();
    assert_non_null(geos);
    geo_shape_init(&area);
    geo_shape_init(&gaps);
    geo_shape_clear(&area, GEO_MULTIPOLYGON);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        assert_true(geo_shape_add_vertex(&area, points[i][0], points[i][1]));
    }
    assert_true(geo_shape_end_ring(&area) && geo_shape_end_part(&area));
    assert_int_equal(geo_geos_narrow_gaps(geos, &area, 0.5, 5.0, &gaps), GEO_DONE);
    assert_int_equal(gaps.part_count, 1);
    kbs_box box = geo_shape_box(&gaps);
    assert_true(box.east_min > 9.999 && box.east_max < 10.401 && box.north_min > 4.999 &&
                box.north_max < 20.001);
    geo_shape_release(&area);
    geo_shape_release(&gaps);
    geo_geos_free(geos);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(check__one_of_each, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check__tolerance_and_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check__cancelled, set_up, tear_down),
        cmocka_unit_test(check__threads_change_nothing),
        cmocka_unit_test(narrow_gaps__keeps_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
