/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Two revisions compared. Revision 1 parcels, 2 plans, 3 the plan again with one value changed and one area moved, 4 parcels: one gone, one
 * new, one larger, one imported again as it was, 5 a restriction. */
#include <stdio.h>

#include "test_city.h"

#define CITY "diff.kbs"

static void plans(kbs_city *city, double floors, double width)
{
    test_import import = import_begin(city, KBS_PLAN_AREA, 10);
    test_row_real(&import.row, "floors", floors);
    import_cover(&import, "P1", "Konut", 0, 0, 20, 30);
    test_row_real(&import.row, "floors", 5);
    import_cover(&import, "P2", "Ticaret", 100, 0, width, 30);
    import_cover(&import, "P3", "Okul", 200, 0, 20, 30);
    import_end(&import, true);
}

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "10", 100, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 200, 0, 20, 30);
    import_parcel(&import, "Işıklar", "5", "1", 300, 0, 20, 30);
    import_end(&import, false);
    plans(city, 3, 20);
    plans(city, 4, 15);
    import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 200, 0, 20, 31);
    import_parcel(&import, "Işıklar", "5", "1", 300, 0, 20, 30);
    import_parcel(&import, "Işıklar", "5", "2", 400, 0, 20, 30);
    import_end(&import, true);
    import = import_begin(city, KBS_RESTRICTION, 10);
    import_cover(&import, "S1", "Sit", 310, 0, 50, 30);
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

/* "block/parcel kind; " for each change. */
static bool list(const kbs_zoning_change *change, void *user)
{
    char *text = user;
    size_t length = strlen(text);
    const kbs_zoning *any = change->after != NULL ? change->after : change->before;
    (void)snprintf(text + length, 1000 - length, "%s/%s %s; ", any->block, any->parcel,
                   change->before == NULL ? "added"
                                          : (change->after == NULL ? "removed" : "changed"));
    return true;
}

static void assert_changes(kbs_city *city, const char *from, const char *to, const char *expected)
{
    char text[1000] = "";
    assert_ok(city, kbs_zoning_diff(city, from, to, list, text));
    assert_string_equal(text, expected);
}

static void diff__parcels_by_key(void **state)
{
    kbs_city *city = *state;
    assert_changes(city, "1", "2", "101/1 changed; 101/2 changed; 101/10 changed; ");
    assert_changes(city, "2", "3", "101/1 changed; 101/10 changed; ");
    assert_changes(city, "3", "4", "101/2 changed; 101/10 removed; 5/2 added; ");
    assert_changes(city, "4", "3", "101/2 changed; 101/10 added; 5/2 removed; ");
    assert_changes(city, "4", "5", "5/1 changed; ");
    assert_changes(city, "2", "5",
                   "101/1 changed; 101/2 changed; 101/10 removed; 5/1 changed; 5/2 added; ");
    assert_changes(city, "3", "3", "");
    assert_changes(city, "5", "9999-01-01", "");
}

static bool check_change(const kbs_zoning_change *change, void *user)
{
    char *text = NULL;
    int *seen = user;
    if (strcmp(change->after->parcel, "10") == 0) {
        assert_true(change->before->rows[0].area_m2 == 600.0);
        assert_true(change->after->rows[0].area_m2 == 450.0);
        assert_true(change->after->rows[1].area_m2 == 150.0);
        assert_int_equal(change->before->known_on, 2);
        assert_int_equal(change->after->known_on, 3);
        assert_int_equal(kbs_zoning_change_write(change, KBS_ZONING_TEXT, KBS_LANG_EN, &text),
                         KBS_OK);
        assert_string_equal(text, "Çınar/101/10: changed\n"
                                  "-     600.00 m²  plan-area  Ticaret [P2], floors 5.00\n"
                                  "+     450.00 m²  plan-area  Ticaret [P2], floors 5.00\n"
                                  "+     150.00 m²  uncovered  \n");
        kbs_text_free(text);
        assert_int_equal(kbs_zoning_change_write(change, KBS_ZONING_CSV, KBS_LANG_EN, &text),
                         KBS_USAGE);
        ++*seen;
    }
    return true;
}

static void diff__before_and_after(void **state)
{
    int seen = 0;
    assert_ok(*state, kbs_zoning_diff(*state, "2", "3", check_change, &seen));
    assert_int_equal(seen, 1);
    /* The clocks are as they were. */
    const kbs_zoning *answer = NULL;
    assert_ok(*state, kbs_zoning_by_key(*state, "Çınar/101/1", &answer));
    assert_false(answer->computed_now);
    kbs_zoning_free(answer);
}

static bool stop(const kbs_zoning_change *change, void *user)
{
    (void)change;
    (void)user;
    return false;
}

static void diff__what_is_refused(void **state)
{
    kbs_city *city = *state;
    char text[1000] = "";
    assert_code(city, kbs_zoning_diff(city, "1", "6", list, text), KBS_NOT_FOUND);
    assert_finding(city, "clock.revision-unknown");
    assert_code(city, kbs_zoning_diff(city, "one", "2", list, text), KBS_USAGE);
    assert_code(city, kbs_zoning_diff(city, NULL, "2", list, text), KBS_USAGE);
    assert_code(city, kbs_zoning_diff(city, "1", "2", stop, NULL), KBS_CANCELLED);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(diff__parcels_by_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(diff__before_and_after, set_up, tear_down),
        cmocka_unit_test_setup_teardown(diff__what_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
