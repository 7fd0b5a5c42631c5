/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The schema: our list of SpatiaLite's objects against the linked SpatiaLite, our description of R-tree tables against the linked SQLite, and
 * the eye of others on a city: SpatiaLite's own functions. */
#include "test_store.h"

#include <spatialite.h>

#include "store/schema.h"

static const char path[] = "schema.kbs";

static void schema__list_is_what_spatialite_makes(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int count = 0;
    base_sha256 *sha = base_sha256_new();
    void *cache = spatialite_alloc_connection();
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    spatialite_init_ex(db, cache, 0);
    assert_int_equal(
        sqlite3_exec(db, "BEGIN; SELECT InitSpatialMetadata(0, 'NONE'); COMMIT", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *sql = (const char *)sqlite3_column_text(statement, 1);
        assert_true(store_is_spatialite_name(name));
        if (!store_is_spatialite_object(sha, name, sql, strlen(sql))) {
            print_error("SpatiaLite %s makes another %s: add its SHA-256 to spatialite_objects.c\n",
                        spatialite_version(), name);
            fail();
        }
        assert_false(store_is_spatialite_object(sha, name, sql, strlen(sql) - 1));
        count++;
    }
    assert_int_equal(count, 96);
    assert_false(store_is_spatialite_name("parcel"));
    assert_false(store_is_spatialite_name(""));
    assert_false(store_is_spatialite_name("zzz"));
    base_sha256_free(sha);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
}

static void schema__every_object_stands_in_the_file_to_the_letter(void **state)
{
    (void)state;
    store_schema schema;
    kbs_city_free(test_city(path));
    assert_true(store_schema_init(&schema));
    assert_int_equal(schema.count, 85);
    for (size_t i = 0; i < schema.count; i++) {
        sqlite3 *db = NULL;
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", -1,
                                            &statement, NULL),
                         SQLITE_OK);
        sqlite3_bind_text(statement, 1, schema.objects[i].name, -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_string_equal((const char *)sqlite3_column_text(statement, 0), schema.objects[i].sql);
        sqlite3_finalize(statement);
        sqlite3_close(db);
    }
    store_schema_release(&schema);
}

static void schema__kinds_are_sound(void **state)
{
    (void)state;
    assert_null(store_kind_of((kbs_kind)0));
    assert_null(store_kind_of((kbs_kind)9));
    for (int k = 1; k <= KBS_KIND_COUNT; k++) {
        const store_kind *kind = store_kind_of((kbs_kind)k);
        assert_int_equal(kind->kind, k);
        assert_true(kind->field_count > 0 && kind->field_count <= STORE_MOST_FIELDS);
        for (size_t i = 0; i < kind->field_count; i++) {
            assert_int_equal(store_kind_field(kind, kind->fields[i].name), i);
            assert_true(kind->fields[i].minimum <= kind->fields[i].maximum);
        }
        assert_int_equal(store_kind_field(kind, "nothing"), -1);
        /* Every kind can tell its rows apart. */
        assert_true(store_kind_identity(kind) == STORE_BY_KEY ||
                    store_kind_field(kind, "source_id") >= 0);
    }
    assert_int_equal(store_kind_field(store_kind_of(KBS_PLAN_AREA), "rear_setback_m"), 10);
    assert_true(store_kind_of(KBS_PLAN_AREA)->fields[5].maximum == 1.0); /* TAKS is a ratio */
}

/* What QGIS and the spatialite shell see. */
static void schema__spatialite_takes_the_city_as_its_own(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    test_add_grid(city, "d", 0, 1500, 1500);
    test_add_grid(city, "d", 2000, 3, 3);
    kbs_city_free(city);
    static const struct {
        const char *sql;
        double expected;
    } cases[] = {
        { "SELECT CheckSpatialMetaData()", 3 },
        { "SELECT count(*) FROM vector_layers", 16 },
        { "SELECT count(*) FROM vector_layers WHERE table_name = 'current_parcel' AND "
          "geometry_type = 6 AND srid = 5254",
          1 },
        { "SELECT sum(ST_Area(geometry)) FROM current_parcel", 1503 * 600.0 },
        { "SELECT min(ST_IsValid(geometry)) FROM parcel", 1 },
        { "SELECT count(*) FROM parcel WHERE GeometryType(geometry) <> 'MULTIPOLYGON' OR "
          "ST_SRID(geometry) <> 5254",
          0 },
        { "SELECT CheckSpatialIndex('parcel', 'geometry')", 1 },
        { "SELECT count(*) FROM parcel WHERE ST_Intersects(geometry, BuildMbr(486005, 4420005, "
          "486025, 4420035, 5254)) AND rowid IN (SELECT "
          "rowid FROM SpatialIndex WHERE f_table_name = 'parcel' AND search_frame = "
          "BuildMbr(486005, 4420005, 486025, 4420035, 5254))",
          4 },
    };
    sqlite3 *db = NULL;
    void *cache = spatialite_alloc_connection();
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    spatialite_init_ex(db, cache, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, cases[i].sql, -1, &statement, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        if (fabs(sqlite3_column_double(statement, 0) - cases[i].expected) > 1e-6) {
            print_error("%s: %f\n", cases[i].sql, sqlite3_column_double(statement, 0));
            fail();
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
    kbs_city_free(test_open(path, true)); /* and it left nothing behind that is foreign */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema__list_is_what_spatialite_makes),
        cmocka_unit_test(schema__every_object_stands_in_the_file_to_the_letter),
        cmocka_unit_test(schema__kinds_are_sound),
        cmocka_unit_test(schema__spatialite_takes_the_city_as_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
