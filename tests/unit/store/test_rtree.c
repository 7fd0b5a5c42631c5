/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The R-tree written in bulk: SQLite's own check takes it for one of its own, and it finds what looking at every box finds. */
#include "test_store.h"

static const char path[] = "rtree.kbs";

static uint64_t random_state;

static double random_real(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static kbs_box random_box(double span, double size)
{
    double east = TEST_EAST + random_real() * span;
    double north = TEST_NORTH + random_real() * span;
    return (kbs_box){ east, north, east + random_real() * size, north + random_real() * size };
}

/* Adds rows as roads (two vertices span any box) and keeps their boxes. */
static void add(kbs_city *city, kbs_box *boxes, size_t first, size_t count, const char *dataset)
{
    test_row r;
    test_row_init(&r, KBS_ROAD);
    store_writer *writer = test_begin(city, KBS_ROAD, dataset, (int64_t)count);
    for (size_t i = first; i < first + count; i++) {
        kbs_box box = random_box(3000, 40);
        char id[32];
        snprintf(id, sizeof id, "%d", (int)i);
        test_row_text(&r, "source_id", id);
        test_row_line(&r, box.east_min - TEST_EAST, box.north_min - TEST_NORTH,
                      box.east_max - TEST_EAST, box.north_max - TEST_NORTH);
        boxes[i] = r.row.box;
        assert_int_equal(test_add(city, writer, &r, (int64_t)i + 1, NULL), STORE_INSERTED);
    }
    test_commit(city, writer);
    test_row_release(&r);
}

static void check_tree(void)
{
    char text[64];
    test_text(path, "SELECT rtreecheck('main', 'idx_road_geometry')", text, sizeof text);
    assert_string_equal(text, "ok");
    test_text(path, "PRAGMA integrity_check", text, sizeof text);
    assert_string_equal(text, "ok");
}

static void check_searches(kbs_city *city, const kbs_box *boxes, size_t count)
{
    int64_t in_tree = test_number(path, "SELECT count(*) FROM idx_road_geometry");
    assert_int_equal(in_tree, count);
    for (int round = 0; round < 60; round++) {
        kbs_box wanted = random_box(3000, round % 3 == 0 ? 5 : 800);
        store_scan *scan;
        store_scanned row;
        size_t at = 0;
        kbs_code code;
        assert_ok(city, store_scan_new(&scan, city, KBS_ROAD, &wanted, 0, false));
        while ((code = store_scan_next(scan, &row)) == KBS_OK) {
            while (at < count && !geo_box_meets(boxes[at], wanted)) {
                at++;
            }
            assert_int_equal(row.id, at + 1);
            at++;
        }
        assert_code(city, code, KBS_END);
        while (at < count && !geo_box_meets(boxes[at], wanted)) {
            at++;
        }
        assert_int_equal(at, count);
        store_scan_free(scan);
    }
}

static void rtree__bulk_is_an_ordinary_tree(void **state)
{
    (void)state;
    /* Round the sizes where a node and a level become full: 51, 51², and one more level. */
    static const size_t sizes[] = { 1, 50, 51, 52, 200, 201, 1000, 2601, 2602, 5000 };
    kbs_box *boxes = calloc(20000, sizeof *boxes);
    random_state = 1;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        kbs_city *city = test_city(path);
        add(city, boxes, 0, sizes[i], "a");
        check_tree();
        check_searches(city, boxes, sizes[i]);
        kbs_city_free(city);
    }
    free(boxes);
}

/* Bulk, then rows one by one, then bulk over old and new together, then one by one again; closed rows stay in it. */
static void rtree__grows_either_way(void **state)
{
    (void)state;
    static const size_t steps[] = { 3000, 40, 2500, 600, 7 };
    kbs_box *boxes = calloc(20000, sizeof *boxes);
    kbs_city *city = test_city(path);
    size_t total = 0;
    random_state = 7;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        char dataset[16];
        snprintf(dataset, sizeof dataset, "d%d", (int)i);
        add(city, boxes, total, steps[i], dataset);
        total += steps[i];
        check_tree();
        check_searches(city, boxes, total);
    }
    int64_t closed = 0;
    store_writer *writer = test_begin(city, KBS_ROAD, "d0", 1);
    assert_ok(city, store_writer_close_vanished(writer, &closed));
    assert_int_equal(closed, 3000);
    test_commit(city, writer);
    assert_int_equal(test_number(path, "SELECT count(*) FROM idx_road_geometry"), total);
    const kbs_findings *findings = NULL;
    assert_ok(city, kbs_city_check_integrity(city, NULL, NULL, &findings));
    kbs_findings_free(findings);
    kbs_city_free(city);
    free(boxes);
}

/* Boxes in the tree are f32, rounded outward: nothing that meets is lost, half a metre too much at most. */
static void rtree__boxes_are_rounded_outward(void **state)
{
    (void)state;
    kbs_box *boxes = calloc(400, sizeof *boxes);
    kbs_city *city = test_city(path);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    random_state = 3;
    add(city, boxes, 0, 400, "a");
    kbs_city_free(city);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(
                         db,
                         "SELECT pkid, xmin, xmax, ymin, ymax FROM idx_road_geometry ORDER BY pkid",
                         -1, &statement, NULL),
                     SQLITE_OK);
    for (int i = 0; i < 400; i++) {
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(statement, 0), i + 1);
        assert_true(sqlite3_column_double(statement, 1) <= boxes[i].east_min &&
                    sqlite3_column_double(statement, 1) > boxes[i].east_min - 0.04);
        assert_true(sqlite3_column_double(statement, 2) >= boxes[i].east_max &&
                    sqlite3_column_double(statement, 2) < boxes[i].east_max + 0.04);
        assert_true(sqlite3_column_double(statement, 3) <= boxes[i].north_min &&
                    sqlite3_column_double(statement, 3) > boxes[i].north_min - 0.51);
        assert_true(sqlite3_column_double(statement, 4) >= boxes[i].north_max &&
                    sqlite3_column_double(statement, 4) < boxes[i].north_max + 0.51);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    free(boxes);
}

/* Outside the one step of the bulk build SQLite itself refuses writes to the R-tree's tables. */
static void rtree__shadow_tables_are_closed(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_add_grid(city, "a", 0, 1500, 1500);
    base_findings report;
    base_findings_init(&report);
    assert_int_not_equal(
        store_database_run(city->database, "DELETE FROM idx_parcel_geometry_node", &report),
        KBS_OK);
    assert_int_not_equal(store_database_run(city->database, "CREATE TABLE t(a)", &report), KBS_OK);
    assert_int_not_equal(store_database_run(city->database, "DROP INDEX parcel_key", &report),
                         KBS_OK);
    assert_int_not_equal(store_database_run(city->database, "ATTACH 'x.db' AS x", &report), KBS_OK);
    assert_int_not_equal(store_database_run(city->database, "PRAGMA writable_schema = 1", &report),
                         KBS_OK);
    assert_int_not_equal(store_database_run(city->database, "SELECT load_extension('x')", &report),
                         KBS_OK);
    assert_int_not_equal(
        store_database_run(city->database, "SELECT * FROM current_parcel", &report), KBS_OK);
    base_findings_release(&report);
    assert_int_equal(test_number(path, "SELECT count(*) FROM idx_parcel_geometry"), 1500);
    assert_false(test_exists("x.db", ""));
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rtree__bulk_is_an_ordinary_tree),
        cmocka_unit_test(rtree__grows_either_way),
        cmocka_unit_test(rtree__boxes_are_rounded_outward),
        cmocka_unit_test(rtree__shadow_tables_are_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
