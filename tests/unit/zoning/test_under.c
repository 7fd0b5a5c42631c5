/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parcels under plans and restrictions: the same numbers as the parcels' own answers, in the order of keys. */
#include "test_city.h"

#include "geo/shape.h"

#define CITY "under.kbs"

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Işıklar", "3", "1", 100, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "10", 40, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 20, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_end(&import, false);
    import = import_begin(city, KBS_PLAN_AREA, 10);
    test_row_text(&import.row, "plan_number", "NİP-7");
    import_cover(&import, "P1", "Konut", -10, -10, 42, 60);
    import_cover(&import, "P2", "Park", 32, -10, 23, 60);
    test_row_text(&import.row, "plan_number", "NİP-8");
    import_cover(&import, "P3", "Okul", 60, -10, 20, 60); /* touches 101/10 */
    import_end(&import, false);
    import = import_begin(city, KBS_RESTRICTION, 10);
    import_cover(&import, "S1", "Sit", -10, -10, 200, 20);
    import_end(&import, false);
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

static void assert_row(const kbs_zoning_under *under, size_t at, const char *parcel,
                       const char *source_id, double area_m2, double share)
{
    assert_true(at < under->row_count);
    const kbs_zoning_under_row *row = &under->rows[at];
    assert_string_equal(row->parcel, parcel);
    assert_string_equal(row->plan_area != NULL ? row->plan_area->source_id
                                               : row->restriction->source_id,
                        source_id);
    assert_true(row->area_m2 == area_m2);
    assert_true(row->share == share);
}

static void under_plan__rows_by_key(void **state)
{
    const kbs_zoning_under *under = NULL;
    assert_ok(*state, kbs_zoning_under_plan(*state, "nip-7", &under));
    assert_int_equal(under->row_count, 4);
    assert_row(under, 0, "1", "P1", 600.0, 1.0);
    assert_row(under, 1, "2", "P1", 360.0, 0.6);
    assert_row(under, 2, "2", "P2", 240.0, 0.4);
    assert_row(under, 3, "10", "P2", 450.0, 0.75);
    assert_int_equal(under->parcel_count, 3);
    assert_int_equal(under->plan_area_count, 2);
    assert_true(under->area_m2 == 1650.0);
    assert_int_equal(under->revision, 3);
    kbs_zoning_under_free(under);
    assert_ok(*state, kbs_zoning_under_plan(*state, "P3", &under));
    assert_int_equal(under->row_count, 0);
    assert_int_equal(under->plan_area_count, 1);
    kbs_zoning_under_free(under);
    kbs_zoning_under_free(NULL);
}

static void under_restriction__rows_by_key(void **state)
{
    const kbs_zoning_under *under = NULL;
    assert_ok(*state, kbs_zoning_under_restriction(*state, "S1", &under));
    assert_int_equal(under->row_count, 4);
    assert_row(under, 0, "1", "S1", 200.0, 0.333333);
    assert_string_equal(under->rows[3].neighbourhood, "Işıklar");
    kbs_zoning_under_free(under);
}

static void under__what_is_not_there(void **state)
{
    kbs_city *city = *state;
    const kbs_zoning_under *under = NULL;
    assert_code(city, kbs_zoning_under_plan(city, "NİP-9", &under), KBS_NOT_FOUND);
    assert_finding(city, "under.plan-near");
    assert_string_equal(kbs_city_error(city)->expected, "NİP-7, NİP-8");
    assert_code(city, kbs_zoning_under_restriction(city, "sit alanı", &under), KBS_NOT_FOUND);
    assert_finding(city, "under.restriction-unknown");
    assert_code(city, kbs_zoning_under_restriction(city, "", &under), KBS_USAGE);
    assert_code(city, kbs_zoning_under_plan(city, NULL, &under), KBS_USAGE);
    assert_null(under);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(under_plan__rows_by_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(under_restriction__rows_by_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(under__what_is_not_there, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
