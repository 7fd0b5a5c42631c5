/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Questions by key and point, and all at once, on a small city whose answers are worked out by hand:
 *
 *     Çınar 101/1   0..20      plan P1 whole
 *     Çınar 101/2  20..40      P1 up to 32, P2 from there
 *     Çınar 101/10 40..60      P2 up to 55, the rest open
 *     Işıklar 101/2 at 100 m   under P3 and P4 at once
 *
 * All are 30 m deep. A restriction lies over the southern 10 m of the first three. */
#include "test_city.h"

#include "geo/proj.h"
#include "store/key_hint.h"
#include "store/parcel_place.h"
#include "zoning/catalogue.h"

#define CITY "status.kbs"

static kbs_city *make_city(void)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    test_row_real(&import.row, "registered_area_m2", 600.0);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 20, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "10", 40, 0, 20, 30);
    import_parcel(&import, "Işıklar", "101", "2", 100, 0, 20, 30);
    import_parcel(&import, "Işıklar", NULL, "7/A", 140, 0, 20, 30);
    import_end(&import, false);
    import = import_begin(city, KBS_PLAN_AREA, 10);
    import_cover(&import, "P1", "Konut", -10, -10, 42, 60);
    import_cover(&import, "P2", "Park", 32, -10, 23, 60);
    import_cover(&import, "P3", "Ticaret", 90, -10, 50, 60);
    import_cover(&import, "P4", "Okul", 110, -10, 50, 60);
    import_end(&import, false);
    import = import_begin(city, KBS_RESTRICTION, 10);
    import_cover(&import, "S1", "Sit", -10, -10, 70, 20);
    import_end(&import, false);
    return city;
}

static int set_up(void **state)
{
    kbs_city *writer = make_city();
    kbs_city_free(writer);
    *state = test_open(CITY, false);
    return 0;
}

static int tear_down(void **state)
{
    kbs_city_free(*state);
    test_remove(CITY);
    return 0;
}

static const kbs_zoning *by_key(kbs_city *city, const char *key)
{
    const kbs_zoning *answer = NULL;
    assert_ok(city, kbs_zoning_by_key(city, key, &answer));
    assert_non_null(answer);
    return answer;
}

static void assert_row(const kbs_zoning *answer, size_t at, kbs_row_kind kind,
                       const char *source_id, double area_m2)
{
    assert_true(at < answer->row_count);
    const kbs_zoning_row *row = &answer->rows[at];
    assert_int_equal(row->kind, kind);
    assert_true(row->area_m2 == area_m2);
    if (row->plan_area != NULL) {
        assert_string_equal(row->plan_area->source_id, source_id);
    } else if (row->restriction != NULL) {
        assert_string_equal(row->restriction->source_id, source_id);
    }
}

static void by_key__whole_parcel(void **state)
{
    const kbs_zoning *answer = by_key(*state, "Çınar/101/1");
    assert_string_equal(answer->neighbourhood, "Çınar");
    assert_string_equal(answer->block, "101");
    assert_string_equal(answer->parcel, "1");
    assert_true(answer->area_m2 == 600.0);
    assert_true(answer->registered_area_m2 == 600.0);
    assert_true(answer->area_tolerance_m2 == 6.80);
    assert_int_equal(answer->row_count, 2);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 600.0);
    assert_row(answer, 1, KBS_ROW_RESTRICTION, "S1", 200.0);
    assert_string_equal(answer->rows[0].plan_area->use, "Konut");
    assert_true(answer->rows[0].plan_area->floors == KBS_NO_VALUE);
    assert_int_equal(answer->rows[0].plan_area->revision, 2);
    assert_int_equal(answer->rows[0].plan_area->record, 1);
    assert_int_equal(answer->neighbour_count, 0);
    assert_false(answer->computed_now);
    assert_int_equal(answer->revision, 3);
    assert_int_equal(answer->parcel_revision, 1);
    assert_int_equal(answer->source_count, 3);
    assert_int_equal(answer->sources[2].kind, KBS_RESTRICTION);
    assert_string_equal(answer->sources[0].file, "test.shp");
    assert_string_equal(answer->crs, "EPSG:5254");
    assert_string_equal(answer->not_determined, "");
    assert_true(answer->east > TEST_EAST && answer->east < TEST_EAST + 20);
    kbs_zoning_free(answer);
}

static void by_key__split_open_and_overlapping(void **state)
{
    const kbs_zoning *answer = by_key(*state, "Çınar/101/2");
    assert_int_equal(answer->row_count, 3);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 360.0);
    assert_row(answer, 1, KBS_ROW_PLAN_AREA, "P2", 240.0);
    assert_true(answer->rows[0].share == 0.6);
    kbs_zoning_free(answer);
    answer = by_key(*state, "Çınar/101/10");
    assert_int_equal(answer->row_count, 3);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P2", 450.0);
    assert_row(answer, 1, KBS_ROW_UNCOVERED, NULL, 150.0);
    assert_row(answer, 2, KBS_ROW_RESTRICTION, "S1", 200.0);
    kbs_zoning_free(answer);
    answer = by_key(*state, "Işıklar/101/2");
    assert_int_equal(answer->row_count, 3);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P3", 600.0);
    assert_row(answer, 1, KBS_ROW_PLAN_AREA, "P4", 300.0);
    assert_row(answer, 2, KBS_ROW_OVERLAP, NULL, 300.0);
    assert_int_equal(answer->rows[2].overlap_count, 2);
    assert_ptr_equal(answer->rows[2].overlap[1], answer->rows[1].plan_area);
    kbs_zoning_free(answer);
}

static void by_key__touching_plan_area_is_a_neighbour(void **state)
{
    const kbs_zoning *answer = by_key(*state, "Işıklar/-/7/a");
    assert_string_equal(answer->block, "0");
    assert_string_equal(answer->parcel, "7/A");
    assert_int_equal(answer->row_count, 1);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P4", 600.0);
    assert_int_equal(answer->neighbour_count, 1);
    assert_string_equal(answer->neighbours[0]->source_id, "P3");
    kbs_zoning_free(answer);
}

static void by_key__spellings(void **state)
{
    static const char *const keys[] = {
        "çınar/101/1",     "ÇINAR/101/1", "Cinar/0101/01", "101/1", " Çınar Mahallesi / 101 / 1 ",
        "cinar mah./101/1"
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const kbs_zoning *answer = by_key(*state, keys[i]);
        assert_string_equal(answer->neighbourhood, "Çınar");
        assert_string_equal(answer->parcel, "1");
        kbs_zoning_free(answer);
    }
}

static void assert_refused(kbs_city *city, const char *key, kbs_code expected, const char *finding,
                           const char *expected_text)
{
    const kbs_zoning *answer = (const kbs_zoning *)city; /* must become NULL */
    assert_code(city, kbs_zoning_by_key(city, key, &answer), expected);
    assert_null(answer);
    assert_finding(city, finding);
    if (expected_text != NULL) {
        assert_string_equal(kbs_city_error(city)->expected, expected_text);
    }
}

static void by_key__no_answer(void **state)
{
    kbs_city *city = *state;
    assert_refused(city, "101/2", KBS_AMBIGUOUS, "zoning.key-ambiguous", "Çınar, Işıklar");
    assert_refused(city, "101", KBS_USAGE, "zoning.key-form", NULL);
    assert_refused(city, "101/5'--", KBS_USAGE, "zoning.key-form", NULL);
    assert_refused(city, "Çnar/101/1", KBS_NOT_FOUND, "zoning.neighbourhood-near", "Çınar");
    assert_refused(city, "Zonguldak/101/1", KBS_NOT_FOUND, "zoning.neighbourhood-unknown", NULL);
    assert_refused(city, "Çınar/101/12", KBS_NOT_FOUND, "zoning.parcel-near", "1, 2, 10");
    assert_refused(city, "Çınar/999/1", KBS_NOT_FOUND, "zoning.parcel-unknown", NULL);
    assert_refused(city, "999/1", KBS_NOT_FOUND, "zoning.parcel-unknown", NULL);
    const kbs_zoning *answer = NULL;
    assert_code(city, kbs_zoning_by_key(city, NULL, &answer), KBS_USAGE);
    assert_code(city, kbs_zoning_by_key(city, "101/1", NULL), KBS_USAGE);
    assert_code(NULL, kbs_zoning_by_key(NULL, "101/1", &answer), KBS_USAGE);
    kbs_city_close(city);
    assert_code(city, kbs_zoning_by_key(city, "101/1", &answer), KBS_USAGE);
    assert_finding(city, "city.not-open");
}

static void by_key__closed_parcel(void **state)
{
    kbs_city *city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "11", 0, 0, 20, 30); /* instead of all others */
    import_end(&import, true);
    kbs_city_free(city);
    assert_refused(*state, "Çınar/101/1", KBS_NOT_FOUND, "zoning.parcel-closed", "4");
    const kbs_zoning *answer =
        by_key(*state, "Çınar/101/11"); /* by the handle that was open before */
    assert_int_equal(answer->revision, 4);
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 600.0);
    kbs_zoning_free(answer);
    city = test_open(CITY, false);
    const kbs_city_info *info = NULL;
    assert_ok(city, kbs_city_info_get(city, &info));
    assert_int_equal(info->share_rows, 2); /* those of closed parcels are gone */
    kbs_city_info_free(info);
    kbs_city_free(city);
}

/* The first questions go to the index of the file, the later ones to the keys in memory. */
static void by_key__many_times(void **state)
{
    for (int i = 0; i < 2 * STORE_PARCEL_PATIENCE; i++) {
        const kbs_zoning *answer = by_key(*state, "cinar/101/2");
        assert_string_equal(answer->neighbourhood, "Çınar");
        assert_int_equal(answer->row_count, 3);
        assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 360.0);
        kbs_zoning_free(answer);
        assert_refused(*state, "Çınar/101/9", KBS_NOT_FOUND, "zoning.parcel-near", NULL);
        answer = by_key(*state, "Işıklar/101/2");
        assert_string_equal(answer->neighbourhood, "Işıklar");
        kbs_zoning_free(answer);
    }
}

/* Others replace the parcel whose row the hint names, and bring one that it does not know. */
static void by_key__hint_that_is_old(void **state)
{
    for (int i = 0; i < 2 * STORE_PARCEL_PATIENCE; i++) {
        kbs_zoning_free(by_key(*state, "Çınar/101/1"));
    }
    kbs_city *city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 10, 30);
    import_parcel(&import, "Çınar", "101", "12", 10, 0, 10, 30);
    import_end(&import, false);
    kbs_city_free(city);
    for (int i = 0; i < 3; i++) {
        const kbs_zoning *answer = by_key(*state, "Çınar/101/1");
        assert_int_equal(answer->revision, 4);
        assert_int_equal(answer->parcel_revision, 4);
        assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 300.0);
        kbs_zoning_free(answer);
        answer = by_key(*state, "Çınar/101/12");
        assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P1", 300.0);
        kbs_zoning_free(answer);
    }
}

/* Every key is found, no other is, and running out of memory at any place is told. */
static void key_hint__finds_all(void **state)
{
    static const char *const keys[][2] = {
        { "101", "1" }, { "101", "2" }, { "101", "10" }, { "0", "7/A" }
    };
    kbs_city *city = *state;
    store_key_hint *hint = NULL;
    size_t failures = 0;
    for (size_t n = 0; hint == NULL; n++, failures++) {
        base_memory_fail_at(n);
        kbs_code code = store_key_hint_new(&hint, city);
        base_memory_fail_at(SIZE_MAX);
        assert_true(code == KBS_OK ? hint != NULL : code == KBS_MEMORY && hint == NULL);
    }
    assert_true(failures > 2);
    size_t found = 0;
    for (int64_t name = 1; name <= 2; name++) {
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            found += store_key_hint_find(hint, name, keys[i][0], keys[i][1]) != 0;
        }
    }
    assert_int_equal(found, 5);
    assert_int_equal(store_key_hint_find(hint, 1, "101", "3"), 0);
    assert_int_equal(store_key_hint_find(hint, 3, "101", "1"), 0);
    assert_int_equal(store_key_hint_find(hint, 1, "1011", ""), 0);
    store_key_hint_free(hint);
}

/* More plan areas than are asked for one by one: the texts are the same either way. */
static void by_key__all_plan_areas_at_once(void **state)
{
    enum { MANY = 3 * ZONING_CATALOGUE_PATIENCE };
    char text[32];
    kbs_city *city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_PARCEL, MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "%d", i + 1);
        import_parcel(&import, "Uzun", "9", text, 30.0 * i, 1000, 20, 30);
    }
    import_end(&import, false);
    import = import_begin(city, KBS_PLAN_AREA, MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "U%d", i + 1);
        test_row_text(&import.row, "notes", i % 2 == 0 ? "not" : "");
        import_cover(&import, text, "Konut", 30.0 * i, 1000, 20, 30);
    }
    import_end(&import, false);
    kbs_city_free(city);
    for (int i = 0; i < MANY; i++) {
        char key[64];
        snprintf(key, sizeof key, "Uzun/9/%d", i + 1);
        snprintf(text, sizeof text, "U%d", i + 1);
        const kbs_zoning *answer = by_key(*state, key);
        assert_row(answer, 0, KBS_ROW_PLAN_AREA, text, 600.0);
        assert_string_equal(answer->rows[0].plan_area->notes, i % 2 == 0 ? "not" : "");
        kbs_zoning_free(answer);
    }
}

static void at_point(kbs_city *city, double east, double north, const char *parcel)
{
    const kbs_zoning *answer = NULL;
    assert_ok(city, kbs_zoning_at_point(city, TEST_EAST + east, TEST_NORTH + north, &answer));
    assert_string_equal(answer->parcel, parcel);
    kbs_zoning_free(answer);
}

/* The first questions go to the R-tree of the file, the later ones to its copy. */
static void at_point__inside_and_on_borders(void **state)
{
    for (int i = 0; i < 3 * STORE_PLACES_PATIENCE; i++) {
        at_point(*state, 10, 15, "1");
        at_point(*state, 20.001, 15, "2");
        at_point(*state, 20, 15, "1"); /* the smaller key */
        at_point(*state, 40, 0, "2");  /* 2 before 10 */
        at_point(*state, 60, 30, "10");
        at_point(*state, 140.5, 30, "7/A");
    }
}

static void refuse_point(kbs_city *city, double east, double north, kbs_code expected,
                         const char *finding)
{
    const kbs_zoning *answer = NULL;
    assert_code(city, kbs_zoning_at_point(city, east, north, &answer), expected);
    assert_null(answer);
    assert_finding(city, finding);
}

static void at_point__no_parcel(void **state)
{
    kbs_city *city = *state;
    refuse_point(city, TEST_EAST + 70, TEST_NORTH + 15, KBS_NOT_FOUND, "zoning.point-outside");
    refuse_point(city, TEST_EAST + 5000, TEST_NORTH, KBS_NOT_FOUND, "zoning.point-outside");
    refuse_point(city, TEST_NORTH + 10, TEST_EAST + 10, KBS_USAGE, "zoning.point-swapped");
    refuse_point(city, 32.8, 39.9, KBS_USAGE, "zoning.point-degrees");
    refuse_point(city, (double)NAN, 1.0, KBS_USAGE, "zoning.point-form");
    refuse_point(city, 1.0, (double)INFINITY, KBS_USAGE, "zoning.point-form");
    refuse_point(city, 1e9, 1.0, KBS_USAGE, "zoning.point-form");
}

static void at_point__in_another_system(void **state)
{
    kbs_city *city = *state;
    const kbs_zoning *answer = NULL;
    base_findings report;
    geo_transform *transform = NULL;
    geo_vertex point = { TEST_EAST + 10, TEST_NORTH + 15 };
    base_findings_init(&report);
    assert_int_equal(
        geo_transform_new(&transform, "EPSG:5254", "EPSG:4326", geo_box_empty(), &report), KBS_OK);
    assert_true(geo_transform_vertices(transform, &point, 1, NULL));
    geo_transform_free(transform);
    for (int i = 0; i < 2; i++) {
        assert_ok(city,
                  kbs_zoning_at_point_in(city, point.east, point.north, "EPSG:4326", &answer));
        assert_string_equal(answer->parcel, "1");
        kbs_zoning_free(answer);
    }
    assert_ok(city, kbs_zoning_at_point_in(city, TEST_EAST + 10, TEST_NORTH + 15, NULL, &answer));
    kbs_zoning_free(answer);
    assert_true(kbs_zoning_at_point_in(city, 1, 1, "http://example.org/crs", &answer) != KBS_OK);
    assert_null(answer);
    base_findings_release(&report);
}

static void at_point__sees_what_others_commit(void **state)
{
    for (int i = 0; i < 2 * STORE_PLACES_PATIENCE; i++) {
        at_point(*state, 10, 15, "1");
    }
    kbs_city *city = test_open(CITY, true);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "77", 60, 0, 20, 30);
    import_end(&import, false);
    kbs_city_free(city);
    at_point(*state, 70, 15, "77");
    at_point(*state, 10, 15, "1");
}

typedef struct seen {
    char keys[512];
    size_t count;
    size_t most;
} seen;

static bool see(const kbs_zoning *answer, void *user)
{
    seen *s = user;
    snprintf(s->keys + strlen(s->keys), sizeof s->keys - strlen(s->keys), "%s/%s/%s ",
             answer->neighbourhood, answer->block, answer->parcel);
    return ++s->count < s->most;
}

static void all__in_the_order_of_keys(void **state)
{
    kbs_city *city = *state;
    seen s = { .most = 100 };
    assert_ok(city, kbs_zoning_all(city, see, &s));
    assert_string_equal(s.keys,
                        "Çınar/101/1 Çınar/101/2 Çınar/101/10 Işıklar/0/7/A Işıklar/101/2 ");
    seen cut = { .most = 2 };
    assert_code(city, kbs_zoning_all(city, see, &cut), KBS_CANCELLED);
    assert_string_equal(cut.keys, "Çınar/101/1 Çınar/101/2 ");
    assert_code(city, kbs_zoning_all(city, NULL, NULL), KBS_USAGE);
}

static void run_sql(const char *sql)
{
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(CITY, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
}

/* The answer as JSON without the member that tells how it was made. */
static char *written(kbs_city *city, const char *key, bool computed_now)
{
    char *text = NULL;
    const kbs_zoning *answer = by_key(city, key);
    assert_int_equal(answer->computed_now, computed_now);
    assert_int_equal(kbs_zoning_write(answer, KBS_ZONING_CSV, KBS_LANG_EN, &text), KBS_OK);
    kbs_zoning_free(answer);
    return text;
}

/* Dirty parcels, and shares that cannot be right, are computed anew and give the same bytes. */
static void computed_now__is_the_same(void **state)
{
    static const char *const keys[] = { "Çınar/101/1", "Çınar/101/2", "Çınar/101/10",
                                        "Işıklar/101/2", "Işıklar/0/7/A" };
    static const char *const damages[] = {
        "INSERT INTO dirty SELECT id FROM parcel",
        "DELETE FROM dirty; UPDATE share SET kind = 9",
        "UPDATE share SET kind = 1, area_m2 = 601",
        "UPDATE share SET area_m2 = -5",
        "UPDATE share SET area_m2 = 'x', kind = 3, others = '4+'",
    };
    char *kept[5];
    for (size_t i = 0; i < 5; i++) {
        kept[i] = written(*state, keys[i], false);
    }
    for (size_t d = 0; d < 5; d++) {
        run_sql(damages[d]);
        for (size_t i = 0; i < 5; i++) {
            char *text = written(*state, keys[i], true);
            assert_string_equal(text, kept[i]);
            kbs_text_free(text);
        }
    }
    for (size_t i = 0; i < 5; i++) {
        kbs_text_free(kept[i]);
    }
}

static void damaged__parcel_and_plan_area(void **state)
{
    kbs_city *city = *state;
    run_sql("UPDATE parcel SET geometry = substr(geometry, 1, length(geometry) - 20) WHERE id = 2");
    const kbs_zoning *answer = by_key(city, "Çınar/101/2");
    assert_string_equal(answer->not_determined, "zoning.geometry-damaged");
    assert_int_equal(answer->row_count, 0);
    assert_true(answer->box.east_min > answer->box.east_max);
    kbs_zoning_free(answer);
    run_sql(
        "UPDATE plan_area SET geometry = substr(geometry, 1, length(geometry) - 20) WHERE id = 2");
    answer = by_key(city, "Çınar/101/10"); /* its shares were kept */
    assert_row(answer, 0, KBS_ROW_PLAN_AREA, "P2", 450.0);
    kbs_zoning_free(answer);
    run_sql("INSERT INTO dirty VALUES(3); INSERT INTO dirty VALUES(1)");
    answer = by_key(city, "Çınar/101/10");
    assert_string_equal(answer->not_determined, "zoning.cover-damaged");
    assert_true(answer->computed_now);
    kbs_zoning_free(answer);
    answer = by_key(city, "Çınar/101/1"); /* far from the damaged one */
    assert_string_equal(answer->not_determined, "");
    kbs_zoning_free(answer);
    run_sql("DELETE FROM plan_area WHERE id = 1; DELETE FROM dirty");
    const kbs_zoning *none = NULL;
    city = test_open(CITY, false); /* this one has not read the row yet */
    assert_code(city, kbs_zoning_by_key(city, "Çınar/101/1", &none), KBS_CORRUPT);
    assert_null(none);
    assert_finding(city, "zoning.shares-damaged");
    kbs_city_free(city);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(by_key__whole_parcel),
        TEST(by_key__split_open_and_overlapping),
        TEST(by_key__touching_plan_area_is_a_neighbour),
        TEST(by_key__spellings),
        TEST(by_key__no_answer),
        TEST(by_key__closed_parcel),
        TEST(by_key__many_times),
        TEST(by_key__hint_that_is_old),
        TEST(key_hint__finds_all),
        TEST(by_key__all_plan_areas_at_once),
        TEST(at_point__inside_and_on_borders),
        TEST(at_point__no_parcel),
        TEST(at_point__in_another_system),
        TEST(at_point__sees_what_others_commit),
        TEST(all__in_the_order_of_keys),
        TEST(computed_now__is_the_same),
        TEST(damaged__parcel_and_plan_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
