/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The n-th allocation fails, n = 0, 1, 2 …, until the whole scenario passes many times in a row (some allocations can be done without): each
 * time KBS_MEMORY, no leak (a sanitizer looks), and the city is as it was. */
#include "test_store.h"

/* So many passes in a row mean that there was no n-th allocation any more. */
#define ENOUGH 40

static const char path[] = "memory.kbs";
static const char copy[] = "memory-copy.kbs";

static void make_city(void)
{
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 30, 30);
    kbs_city_free(city);
}

/* Reads in all ways. */
static kbs_code read_all(kbs_city *city)
{
    kbs_box box = { TEST_EAST, TEST_NORTH, TEST_EAST + 100, TEST_NORTH + 100 };
    const kbs_city_info *info = NULL;
    const kbs_findings *findings = NULL;
    store_scan *scan = NULL;
    store_scanned row;
    int64_t id;
    kbs_code code = kbs_city_info_get(city, &info);
    kbs_city_info_free(info);
    for (int pass = 0; code == KBS_OK && pass < 2; pass++) {
        code = store_scan_new(&scan, city, KBS_PARCEL, pass == 0 ? &box : NULL, 0, true);
        while (code == KBS_OK) {
            code = store_scan_next(scan, &row);
        }
        code = code == KBS_END ? KBS_OK : code;
        store_scan_free(scan);
        scan = NULL;
    }
    if (code == KBS_OK) {
        code = store_name_find(city, "cinar", 5, &id);
    }
    if (code == KBS_OK) {
        code = kbs_city_check_integrity(city, NULL, NULL, &findings);
        kbs_findings_free(findings);
    }
    return code;
}

static kbs_code import(kbs_city *city, test_row *rows, size_t count, int64_t expected)
{
    store_writer *writer = NULL;
    store_outcome outcome;
    int64_t closed;
    kbs_revision revision = { .file = "m" };
    kbs_code code = store_writer_new(&writer, city, KBS_PARCEL, "d", expected);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = store_name_id(city, "Yeni", 4, &rows[i].values[0].integer);
        if (code == KBS_OK) {
            code = store_writer_add(writer, &rows[i].row, &outcome, NULL);
        }
    }
    if (code == KBS_OK) {
        code = store_writer_close_vanished(writer, &closed);
    }
    if (code == KBS_OK) {
        code = store_writer_commit(writer, &revision, NULL);
    }
    store_writer_free(writer);
    return code;
}

static kbs_code open_city(kbs_city **city, bool writable)
{
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    options.writable = writable;
    kbs_code code = kbs_city_new(city);
    return code == KBS_OK ? kbs_city_open(*city, path, &options) : code;
}

static void check_code(kbs_city *city, kbs_code code, size_t n)
{
    if (code != KBS_OK && code != KBS_MEMORY) {
        print_error("allocation %zu: %s %s\n", n, kbs_code_name(code),
                    city == NULL ? "" : kbs_city_error(city)->code);
    }
    assert_true(code == KBS_OK || code == KBS_MEMORY);
    if (code == KBS_MEMORY && city != NULL) {
        assert_non_null(kbs_city_error(city));
        assert_string_equal(kbs_city_error(city)->code, "memory.out");
    }
}

static void memory__reading(void **state)
{
    (void)state;
    make_city();
    int passed = 0;
    size_t n = 0;
    for (; passed < ENOUGH && n < 20000; n++) {
        kbs_city *city = NULL;
        base_memory_fail_at(n);
        kbs_code code = open_city(&city, false);
        if (code == KBS_OK) {
            code = read_all(city);
        }
        base_memory_fail_at(SIZE_MAX);
        check_code(city, code, n);
        passed = code == KBS_OK ? passed + 1 : 0;
        kbs_city_free(city);
    }
    print_message("%zu places\n", n);
    assert_true(passed == ENOUGH && n > 200);
}

static void check_importing(int64_t expected, bool first)
{
    enum { ROWS = 250 }; /* enough for a bulk R-tree */
    test_row *rows = calloc(ROWS, sizeof *rows);
    int passed = 0;
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        char parcel[32];
        snprintf(parcel, sizeof parcel, "%d", (int)i);
        test_row_init(&rows[i], KBS_PARCEL);
        test_row_text(&rows[i], "neighbourhood", "yeni");
        test_row_text(&rows[i], "block", "7");
        test_row_text(&rows[i], "parcel", parcel);
        test_row_rectangle(&rows[i], (double)i, 0, 20, 30);
        rows[i].row.record = (int64_t)i + 1;
        test_row_digest(&rows[i]);
    }
    if (first) {
        kbs_city_free(test_city(path));
    } else {
        make_city();
    }
    for (; passed < ENOUGH && n < 20000; n++) {
        kbs_city *city = NULL;
        int64_t before = -1;
        assert_int_equal(open_city(&city, true), KBS_OK);
        assert_ok(city, store_city_revision(city, &before));
        base_memory_fail_at(n);
        kbs_code code = import(city, rows, ROWS, expected);
        base_memory_fail_at(SIZE_MAX);
        check_code(city, code, n);
        passed = code == KBS_OK ? passed + 1 : 0;
        if (passed == 0) {
            int64_t revision = -1;
            assert_ok(city, store_city_revision(city, &revision));
            assert_int_equal(revision, before);
        }
        kbs_city_free(city);
        if (first && passed > 0 && passed < ENOUGH) {
            kbs_city_free(test_city(path)); /* so that the next one is the first import again */
        }
    }
    print_message("%zu places\n", n);
    assert_true(passed == ENOUGH && n > 40 + ENOUGH);
    kbs_city *city = test_open(path, false);
    const kbs_findings *findings = NULL;
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
    kbs_findings_free(findings);
    kbs_city_free(city);
    assert_int_equal(test_number(path, "SELECT count(*) FROM parcel WHERE until_revision IS NULL"),
                     ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        test_row_release(&rows[i]);
    }
    free(rows);
}

static void memory__first_import_in_bulk(void **state)
{
    (void)state;
    check_importing(5000, true);
}

static void memory__import_row_by_row(void **state)
{
    (void)state;
    check_importing(10, false);
}

static void memory__creating(void **state)
{
    (void)state;
    int passed = 0;
    size_t n = 0;
    for (; passed < ENOUGH && n < 5000; n += n < 60 ? 1 : 7) {
        kbs_city *city = NULL;
        kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
        options.crs = "EPSG:5254";
        test_remove(path);
        assert_int_equal(kbs_city_new(&city), KBS_OK);
        base_memory_fail_at(n);
        kbs_code code = kbs_city_create(city, path, &options);
        base_memory_fail_at(SIZE_MAX);
        if (code == KBS_INPUT && strcmp(kbs_city_error(city)->code, "crs.unknown") == 0) {
            code = KBS_MEMORY; /* how a definition is read is tested in geo */
            base_findings_no_memory(&city->error);
        }
        check_code(city, code, n);
        passed = code == KBS_OK ? passed + 1 : 0;
        kbs_city_free(city);
        if (passed == 0 && test_exists(path, "")) {
            kbs_city_free(test_open(
                path, true)); /* it was made, and only then something failed: it is whole */
        }
    }
    print_message("%zu places\n", n);
    assert_true(passed == ENOUGH && n > 50);
}

static void memory__backing_up(void **state)
{
    (void)state;
    make_city();
    int passed = 0;
    size_t n = 0;
    for (; passed < ENOUGH && n < 20000; n += n < 100 ? 1 : 11) {
        kbs_city *city = NULL;
        test_remove(copy);
        assert_int_equal(open_city(&city, false), KBS_OK);
        base_memory_fail_at(n);
        kbs_code code = kbs_city_backup(city, copy, false, NULL, NULL);
        base_memory_fail_at(SIZE_MAX);
        check_code(city, code, n);
        passed = code == KBS_OK ? passed + 1 : 0;
        assert_int_equal(passed > 0, test_exists(copy, ""));
        kbs_city_free(city);
    }
    print_message("%zu places\n", n);
    assert_true(passed == ENOUGH && n > 100);
    test_remove(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory__reading),           cmocka_unit_test(memory__first_import_in_bulk),
        cmocka_unit_test(memory__import_row_by_row), cmocka_unit_test(memory__creating),
        cmocka_unit_test(memory__backing_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
