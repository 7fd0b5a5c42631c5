/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the tests of the store share: a fresh city, rows from a few numbers, SQLite beside the library as an independent reader. */
#ifndef TEST_STORE_H
#define TEST_STORE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <kbs/city.h>

#include "base/text.h"
#include "geo/blob.h"
#include "geo/measure.h"
#include "store/names.h"
#include "store/scan.h"
#include "store/share.h"
#include "store/writer.h"

#define TEST_EAST 486000.0
#define TEST_NORTH 4420000.0

/* Shows the finding when a call did not return what it should. */
static inline void test_expect_code(kbs_city *city, kbs_code found, kbs_code expected,
                                    const char *call, int line)
{
    if (found != expected) {
        char text[1024] = "";
        if (city != NULL && found != KBS_OK) {
            kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, text, sizeof text);
        }
        print_error("line %d: %s gave %s, not %s: %s\n", line, call, kbs_code_name(found),
                    kbs_code_name(expected), text);
        fail();
    }
}
#define assert_code(city, call, expected) test_expect_code(city, call, expected, #call, __LINE__)
#define assert_ok(city, call) assert_code(city, call, KBS_OK)

static inline void assert_finding(const kbs_city *city, const char *code)
{
    assert_string_equal(kbs_city_error(city)->code, code);
}

static inline void test_remove(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal", "-lock" };
    char name[256];
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

static inline bool test_exists(const char *path, const char *tail)
{
    char name[256];
    snprintf(name, sizeof name, "%s%s", path, tail);
    return access(name, F_OK) == 0;
}

/* A new city in TUREF / TM30, open for writing. */
static inline kbs_city *test_city(const char *path)
{
    kbs_city *city = NULL;
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    options.crs = "EPSG:5254";
    options.name = "Örnekköy";
    test_remove(path);
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_ok(city, kbs_city_create(city, path, &options));
    return city;
}

static inline kbs_city *test_open(const char *path, bool writable)
{
    kbs_city *city = NULL;
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    options.writable = writable;
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    assert_ok(city, kbs_city_open(city, path, &options));
    return city;
}

/* A row in the making; texts are kept here. */
typedef struct test_row {
    const store_kind *kind;
    store_value values[STORE_MOST_FIELDS];
    char texts[STORE_MOST_FIELDS][96];
    base_buffer blob;
    base_buffer folded;
    store_row row;
} test_row;

static inline void test_row_init(test_row *r, kbs_kind kind)
{
    memset(r, 0, sizeof *r);
    r->kind = store_kind_of(kind);
    r->row.values = r->values;
    base_buffer_init(&r->blob, 1 << 24);
    base_buffer_init(&r->folded, 1 << 16);
}

static inline void test_row_release(test_row *r)
{
    base_buffer_release(&r->blob);
    base_buffer_release(&r->folded);
}

static inline void test_row_text(test_row *r, const char *field, const char *text)
{
    int i = store_kind_field(r->kind, field);
    assert_true(i >= 0);
    if (text == NULL) {
        r->values[i] = (store_value){ .type = STORE_VALUE_NULL };
        return;
    }
    snprintf(r->texts[i], sizeof r->texts[i], "%s", text);
    r->values[i] = (store_value){ .type = STORE_VALUE_TEXT,
                                  .text = r->texts[i],
                                  .length = strlen(r->texts[i]) };
}

static inline void test_row_real(test_row *r, const char *field, double value)
{
    int i = store_kind_field(r->kind, field);
    assert_true(i >= 0);
    r->values[i] = (store_value){ .type = STORE_VALUE_REAL, .real = value };
}

/* A name needs the city: its id, and its exact fold for the digest. */
static inline void test_row_name(test_row *r, kbs_city *city, const char *field, const char *name)
{
    int i = store_kind_field(r->kind, field);
    assert_true(i >= 0);
    base_buffer_clear(&r->folded);
    base_text_fold(&r->folded, name, strlen(name));
    test_row_text(r, field, r->folded.data == NULL ? "" : r->folded.data);
    assert_ok(city, store_name_id(city, name, strlen(name), &r->values[i].integer));
}

/* The geometry from a shape; measure, box and BLOB follow. */
static inline void test_row_shape(test_row *r, const geo_shape *shape)
{
    base_buffer_clear(&r->blob);
    geo_blob_encode(&r->blob, shape, 5254, true);
    assert_false(r->blob.failed);
    r->row.blob = r->blob.data;
    r->row.blob_length = r->blob.length;
    r->row.box = geo_shape_box(shape);
    r->row.measure = geo_type_is_area(shape->type)
                         ? geo_shape_area_m2(shape)
                         : (shape->type == GEO_POINT ? 0.0 : geo_shape_length_m(shape));
}

/* A rectangle, metres from the origin of the test city. */
static inline void test_row_rectangle(test_row *r, double east, double north, double width,
                                      double height)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    double e = TEST_EAST + east;
    double n = TEST_NORTH + north;
    assert_true(geo_shape_add_vertex(&shape, e, n) && geo_shape_add_vertex(&shape, e + width, n) &&
                geo_shape_add_vertex(&shape, e + width, n + height) &&
                geo_shape_add_vertex(&shape, e, n + height) && geo_shape_add_vertex(&shape, e, n));
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    test_row_shape(r, &shape);
    geo_shape_release(&shape);
}

static inline void test_row_line(test_row *r, double east, double north, double east_2,
                                 double north_2)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_LINE);
    assert_true(geo_shape_add_vertex(&shape, TEST_EAST + east, TEST_NORTH + north) &&
                geo_shape_add_vertex(&shape, TEST_EAST + east_2, TEST_NORTH + north_2));
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    test_row_shape(r, &shape);
    geo_shape_release(&shape);
}

static inline void test_row_point(test_row *r, double east, double north)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POINT);
    assert_true(geo_shape_add_vertex(&shape, TEST_EAST + east, TEST_NORTH + north));
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    test_row_shape(r, &shape);
    geo_shape_release(&shape);
}

static inline void test_row_digest(test_row *r)
{
    base_sha256 *sha = base_sha256_new();
    assert_non_null(sha);
    store_row_digest(sha, r->kind, &r->row, r->row.digest);
    base_sha256_free(sha);
}

static inline store_outcome test_add(kbs_city *city, store_writer *writer, test_row *r,
                                     int64_t record, int64_t *other)
{
    store_outcome outcome = 0;
    r->row.record = record;
    test_row_digest(r);
    assert_ok(city, store_writer_add(writer, &r->row, &outcome, other));
    return outcome;
}

static inline store_writer *test_begin(kbs_city *city, kbs_kind kind, const char *dataset,
                                       int64_t expected)
{
    store_writer *writer = NULL;
    assert_ok(city, store_writer_new(&writer, city, kind, dataset, expected));
    return writer;
}

static inline void test_commit(kbs_city *city, store_writer *writer)
{
    kbs_revision revision = {
        .file = "test.shp", .layer = "test", .crs = "EPSG:5254", .accuracy_m = 0.0
    };
    assert_ok(city, store_writer_commit(writer, &revision, NULL));
    store_writer_free(writer);
}

/* A parcel of the row. */
static inline void test_parcel(test_row *r, kbs_city *city, const char *name, const char *block,
                               const char *parcel)
{
    test_row_name(r, city, "neighbourhood", name);
    test_row_text(r, "block", block);
    test_row_text(r, "parcel", parcel);
}

/* One revision of `count` parcels "1/1" … in a grid of 100 columns, each 20 by 30 m, beginning with parcel `first`. */
static inline void test_add_grid(kbs_city *city, const char *dataset, int64_t first, int64_t count,
                                 int64_t expected)
{
    test_row r;
    test_row_init(&r, KBS_PARCEL);
    store_writer *writer = test_begin(city, KBS_PARCEL, dataset, expected);
    for (int64_t i = first; i < first + count; i++) {
        char block[32];
        char parcel[32];
        snprintf(block, sizeof block, "%d", (int)(i / 10 + 1));
        snprintf(parcel, sizeof parcel, "%d", (int)(i % 10 + 1));
        test_parcel(&r, city, i % 2 == 0 ? "Çınar" : "Işıklar", block, parcel);
        test_row_rectangle(&r, (double)(i % 100) * 20.0, (double)(i / 100) * 30.0, 20.0, 30.0);
        assert_int_equal(test_add(city, writer, &r, i + 1, NULL), STORE_INSERTED);
    }
    test_commit(city, writer);
    test_row_release(&r);
}

/* One number by SQLite alone, in a connection of its own. */
static inline int64_t test_number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 2000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
        fail();
    }
    int64_t result = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return result;
}

static inline void test_text(const char *path, const char *sql, char *out, size_t size)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(out, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* Changes a city behind the library's back. */
static inline void test_tamper(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 2000);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        print_error("%s: %s\n", sql, message);
        fail();
    }
    sqlite3_close(db);
}

#endif
