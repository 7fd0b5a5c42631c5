/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Questions at another time. Revision 1 brings two parcels, 2 the plans, 3 joins the parcels to one and closes the second, 4 changes a plan. */
#include <stdio.h>

#include "test_city.h"

#define CITY "clocks.kbs"

static void plan(test_import *import, const char *source_id, const char *status, const char *from,
                 const char *until, double east, double width)
{
    test_row_text(&import->row, "plan_status", status);
    test_row_text(&import->row, "valid_from", from);
    test_row_text(&import->row, "valid_until", until);
    import_cover(import, source_id, "Konut", east, 0, width, 30);
}

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 20, 0, 20, 30);
    import_end(&import, false);
    import = import_begin(city, KBS_PLAN_AREA, 10);
    plan(&import, "old", "superseded", "2001-01-01", "2020-05-01", 0, 20);
    plan(&import, "new", "in-force", "2020-05-01", NULL, 0, 10);
    plan(&import, "shown", "on-display", "2026-01-01", "2026-02-01", 5, 10);
    plan(&import, "void", "annulled", "2001-01-01", NULL, 0, 20);
    import_end(&import, false);
    import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 40, 30);
    import_end(&import, true);
    import = import_begin(city, KBS_PLAN_AREA, 10);
    plan(&import, "new", "in-force", "2020-05-01", NULL, 0, 40);
    import_end(&import, true);
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

static void set(kbs_city *city, const char *known_on, const char *valid_on)
{
    kbs_zoning_clocks clocks = KBS_ZONING_CLOCKS_INIT;
    clocks.known_on = known_on;
    clocks.valid_on = valid_on;
    assert_ok(city, kbs_zoning_clocks_set(city, &clocks));
}

/* The rows as one text: "kind source area;". */
static void assert_rows(const kbs_zoning *answer, const char *expected)
{
    char text[500] = "";
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        size_t length = strlen(text);
        (void)snprintf(text + length, sizeof text - length, "%s %s %.0f;",
                       kbs_row_kind_name(row->kind),
                       row->plan_area != NULL ? row->plan_area->source_id : "-", row->area_m2);
    }
    assert_string_equal(text, expected);
}

static const kbs_zoning *by_key(kbs_city *city, const char *key)
{
    const kbs_zoning *answer = NULL;
    assert_ok(city, kbs_zoning_by_key(city, key, &answer));
    return answer;
}

static void known_on__parcels_and_plans_of_then(void **state)
{
    kbs_city *city = *state;
    const kbs_zoning *answer = by_key(city, "Çınar/101/1");
    assert_rows(answer, "plan-area new 1200;");
    assert_true(answer->area_m2 == 1200.0);
    assert_int_equal(answer->known_on, 4);
    assert_int_equal(answer->valid_on.year, 0);
    kbs_zoning_free(answer);
    set(city, "1", NULL);
    answer = by_key(city, "101/2");
    assert_rows(answer, "uncovered - 600;");
    assert_int_equal(answer->known_on, 1);
    assert_int_equal(answer->revision, 4);
    assert_true(answer->computed_now);
    assert_int_equal(answer->source_count, 1);
    kbs_zoning_free(answer);
    set(city, "3", NULL);
    answer = by_key(city, "101/1");
    assert_true(answer->area_m2 == 1200.0);
    kbs_zoning_free(answer);
    const kbs_zoning *none = NULL;
    assert_code(city, kbs_zoning_by_key(city, "Çınar/101/2", &none), KBS_NOT_FOUND);
    assert_ok(city, kbs_zoning_clocks_set(city, NULL));
    answer = by_key(city, "Çınar/101/1");
    assert_false(answer->computed_now);
    kbs_zoning_free(answer);
}

static void known_on__point_all_and_under(void **state)
{
    kbs_city *city = *state;
    const kbs_zoning *answer = NULL;
    set(city, "2", NULL);
    assert_ok(city, kbs_zoning_at_point(city, TEST_EAST + 30, TEST_NORTH + 5, &answer));
    assert_string_equal(answer->parcel, "2");
    kbs_zoning_free(answer);
    const kbs_zoning_under *under = NULL;
    assert_ok(city, kbs_zoning_under_plan(city, "new", &under));
    assert_int_equal(under->row_count, 1);
    assert_true(under->rows[0].area_m2 == 300.0);
    assert_int_equal(under->known_on, 2);
    kbs_zoning_under_free(under);
    set(city, "4", NULL);
    assert_ok(city, kbs_zoning_at_point(city, TEST_EAST + 30, TEST_NORTH + 5, &answer));
    assert_string_equal(answer->parcel, "1");
    kbs_zoning_free(answer);
}

static bool count_parcels(const kbs_zoning *answer, void *user)
{
    (void)answer;
    ++*(int *)user;
    return true;
}

static void known_on__all(void **state)
{
    int count = 0;
    set(*state, "2", NULL);
    assert_ok(*state, kbs_zoning_all(*state, count_parcels, &count));
    assert_int_equal(count, 2);
    set(*state, "3", NULL);
    assert_ok(*state, kbs_zoning_all(*state, count_parcels, &count));
    assert_int_equal(count, 3);
}

static void valid_on__only_plans_in_force_count(void **state)
{
    static const struct {
        const char *day, *rows;
    } cases[] = {
        { "2000-12-31", "uncovered - 600;" },
        { "2001-01-01", "plan-area old 600;" },
        { "2020-04-30", "plan-area old 600;" },
        { "2020-05-01", "plan-area new 300;uncovered - 300;" },
        { "2025-12-31", "plan-area new 300;uncovered - 300;" },
        { "2026-01-01", "plan-area new 300;uncovered - 300;notice shown 300;" },
        { "2026-01-31", "plan-area new 300;uncovered - 300;notice shown 300;" },
        { "2026-02-01", "plan-area new 300;uncovered - 300;" },
    };
    kbs_city *city = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set(city, "2", cases[i].day);
        const kbs_zoning *answer = by_key(city, "101/1");
        assert_rows(answer, cases[i].rows);
        kbs_zoning_free(answer);
    }
    set(city, "2", "2026-01-15");
    const kbs_zoning *answer = by_key(city, "101/1");
    char *text = NULL;
    assert_int_equal(kbs_zoning_write(answer, KBS_ZONING_JSON, KBS_LANG_EN, &text), KBS_OK);
    assert_non_null(strstr(text, "\"known_on\": 2,\n  \"valid_on\": \"2026-01-15\""));
    kbs_text_free(text);
    assert_int_equal(kbs_zoning_write(answer, KBS_ZONING_TEXT, KBS_LANG_TR, &text), KBS_OK);
    assert_non_null(strstr(text, "Askıda (henüz sayılmaz)"));
    assert_non_null(strstr(text, "2026-01-15"));
    kbs_text_free(text);
    kbs_zoning_free(answer);
}

/* Without a day everything counts, computed or kept. */
static void valid_on__none_is_every_status(void **state)
{
    set(*state, "2", NULL);
    const kbs_zoning *answer = by_key(*state, "101/1");
    size_t plan_areas = 0;
    for (size_t i = 0; i < answer->row_count; i++) {
        plan_areas += answer->rows[i].kind == KBS_ROW_PLAN_AREA ? 1 : 0;
    }
    assert_int_equal(plan_areas, 4);
    kbs_zoning_free(answer);
}

static void assert_refused(kbs_city *city, const char *known_on, const char *valid_on,
                           kbs_code code, const char *finding)
{
    kbs_zoning_clocks clocks = KBS_ZONING_CLOCKS_INIT;
    clocks.known_on = known_on;
    clocks.valid_on = valid_on;
    assert_code(city, kbs_zoning_clocks_set(city, &clocks), code);
    assert_finding(city, finding);
}

static void clocks__what_is_refused(void **state)
{
    kbs_city *city = *state;
    assert_refused(city, "5", NULL, KBS_NOT_FOUND, "clock.revision-unknown");
    assert_refused(city, "0", NULL, KBS_NOT_FOUND, "clock.revision-unknown");
    assert_refused(city, "1999-01-01", NULL, KBS_NOT_FOUND, "clock.time-before");
    assert_refused(city, "yesterday", NULL, KBS_USAGE, "clock.time-form");
    assert_refused(city, "2026-01", NULL, KBS_USAGE, "clock.time-form");
    assert_refused(city, "", NULL, KBS_USAGE, "clock.time-form");
    assert_refused(city, NULL, "2026-02-30", KBS_USAGE, "clock.date-form");
    set(city, "9999-01-01T00:00:00Z", NULL);
    const kbs_zoning *answer = by_key(city, "101/1");
    assert_int_equal(answer->known_on, 4);
    kbs_zoning_free(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(known_on__parcels_and_plans_of_then, set_up, tear_down),
        cmocka_unit_test_setup_teardown(known_on__point_all_and_under, set_up, tear_down),
        cmocka_unit_test_setup_teardown(known_on__all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(valid_on__only_plans_in_force_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(valid_on__none_is_every_status, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clocks__what_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
