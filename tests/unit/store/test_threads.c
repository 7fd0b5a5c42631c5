/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Many handles on one file, each in its own thread, while another thread imports: each reader sees whole revisions only. */
#include "test_store.h"

#include "base/pipe.h"

#define READERS 6
#define REVISIONS 5
#define ROWS 200

static const char path[] = "threads.kbs";

typedef struct reader {
    int64_t seen[64]; /* number of current rows, as often as it looked */
    size_t count;
    bool failed;
} reader;

static kbs_code count_current(kbs_city *city, int64_t *rows, int64_t *revision)
{
    store_scan *scan = NULL;
    store_scanned row;
    *rows = 0;
    kbs_code code = store_city_begin_read(city);
    if (code != KBS_OK) {
        return code;
    }
    code = store_city_revision(city, revision);
    if (code == KBS_OK) {
        code = store_scan_new(&scan, city, KBS_PARCEL, NULL, 0, true);
    }
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        (*rows)++;
    }
    store_scan_free(scan);
    store_city_end_read(city);
    return code == KBS_END ? KBS_OK : code;
}

static void read_often(void *user)
{
    reader *r = user;
    for (int i = 0; i < 4 && !r->failed; i++) {
        kbs_city *city = NULL;
        kbs_code code = kbs_city_new(&city);
        if (code == KBS_OK) {
            code = kbs_city_open(city, path, NULL);
        }
        for (int k = 0; code == KBS_OK && k < 10; k++) {
            int64_t rows = 0;
            int64_t revision = 0;
            code = count_current(city, &rows, &revision);
            if (rows != revision * ROWS) {
                r->failed = true;
            }
            r->seen[r->count++] = rows;
        }
        r->failed = r->failed || code != KBS_OK;
        kbs_city_free(city);
    }
}

static void threads__readers_see_whole_revisions(void **state)
{
    (void)state;
    static reader readers[READERS];
    base_thread *threads[READERS];
    kbs_city *city = test_city(path);
    test_add_grid(city, "0", 0, ROWS, ROWS);
    store_database_set_patience(city->database, 20); /* a checkpoint need not wait here */
    for (size_t i = 0; i < READERS; i++) {
        threads[i] = base_thread_start(read_often, &readers[i]);
        assert_non_null(threads[i]);
    }
    for (int i = 1; i < REVISIONS; i++) {
        char dataset[16];
        snprintf(dataset, sizeof dataset, "%d", i);
        test_add_grid(city, dataset, (int64_t)i * ROWS, ROWS, ROWS);
    }
    for (size_t i = 0; i < READERS; i++) {
        base_thread_join(threads[i]);
        assert_false(readers[i].failed);
        assert_int_equal(readers[i].count, 40);
        for (size_t k = 1; k < readers[i].count; k++) {
            assert_true(readers[i].seen[k] >= readers[i].seen[k - 1]);
        }
    }
    kbs_city_free(city);
}

static void make_city(void *user)
{
    char name[64];
    snprintf(name, sizeof name, "threads-%d.kbs", *(int *)user);
    kbs_city *city = test_city(name);
    test_add_grid(city, "d", 0, 20, 20);
    kbs_city_free(city);
    test_remove(name);
}

/* SpatiaLite, which lays out a new file, keeps a table for the whole process. */
static void threads__cities_are_made_side_by_side(void **state)
{
    (void)state;
    int numbers[4] = { 0, 1, 2, 3 };
    base_thread *threads[4];
    for (int i = 0; i < 4; i++) {
        threads[i] = base_thread_start(make_city, &numbers[i]);
        assert_non_null(threads[i]);
    }
    for (int i = 0; i < 4; i++) {
        base_thread_join(threads[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads__readers_see_whole_revisions),
        cmocka_unit_test(threads__cities_are_made_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
