/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Making and opening a city, and what is refused. */
#include "test_store.h"

#include <sys/stat.h>

static const char path[] = "city.kbs";

static kbs_city *new_handle(void)
{
    kbs_city *city = NULL;
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    return city;
}

/* Opens and must fail with this code and finding. */
static void assert_refused(const char *file, kbs_code code, const char *finding)
{
    kbs_city *city = new_handle();
    assert_code(city, kbs_city_open(city, file, NULL), code);
    assert_finding(city, finding);
    assert_string_equal(kbs_city_error(city)->file, file);
    kbs_city_free(city);
}

static void write_file(const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void copy_file(const char *from, const char *to)
{
    char buffer[65536];
    size_t count;
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    while ((count = fread(buffer, 1, sizeof buffer, in)) > 0) {
        assert_int_equal(fwrite(buffer, 1, count, out), count);
    }
    fclose(in);
    fclose(out);
}

static void city__new_one_says_what_it_is(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    const kbs_city_info *info = NULL;
    char text[128];
    assert_ok(city, kbs_city_info_get(city, &info));
    assert_string_equal(info->path, path);
    assert_string_equal(info->name, "Örnekköy");
    assert_string_equal(info->crs, "EPSG:5254");
    assert_string_equal(info->crs_name, "TUREF / TM30");
    assert_int_equal(info->schema_version, 1);
    assert_int_equal(info->revision, 0);
    assert_int_equal(info->revision_count, 0);
    assert_true(info->extent.east_min > info->extent.east_max);
    assert_int_equal(info->kinds[3].kind, KBS_PLAN_AREA);
    assert_true(info->file_bytes > 100000);
    kbs_city_info_free(info);
    kbs_city_free(city);
    assert_int_equal(test_number(path, "PRAGMA application_id"), 0x4B425343);
    assert_int_equal(test_number(path, "PRAGMA page_size"), 8192);
    assert_int_equal(test_number(path, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"),
                     0);
    test_text(path,
              "SELECT group_concat(srid) FROM (SELECT srid FROM spatial_ref_sys ORDER BY srid)",
              text, sizeof text);
    assert_string_equal(text, "4326,5254");
    test_text(path,
              "SELECT group_concat(f_table_name || ' ' || geometry_type) FROM (SELECT * FROM "
              "geometry_columns ORDER BY 1)",
              text, sizeof text);
    assert_string_equal(
        text,
        "address 1,building 6,neighbourhood 6,parcel 6,plan_area 6,point 1,restriction 0,road 0");
    assert_int_equal(
        test_number(path,
                    "SELECT count(*) FROM views_geometry_columns WHERE view_name LIKE 'current_%'"),
        8);
}

static void city__existing_file_is_never_overwritten(void **state)
{
    (void)state;
    kbs_city *city = new_handle();
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    options.crs = "EPSG:5254";
    test_remove(path);
    write_file(path, "important", 9);
    assert_code(city, kbs_city_create(city, path, &options), KBS_USAGE);
    assert_finding(city, "city.exists");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, 9);

    /* What an earlier city left beside its name would be played into the new one. */
    test_remove(path);
    write_file("city.kbs-wal", "old", 3);
    assert_code(city, kbs_city_create(city, path, &options), KBS_USAGE);
    assert_finding(city, "city.side-files-left");
    assert_false(test_exists(path, ""));
    test_remove(path);
    kbs_city_free(city);
}

static void city__coordinate_system_must_be_metric(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        kbs_code code;
        const char *finding;
    } cases[] = {
        { NULL, KBS_USAGE, "city.crs-missing" },
        { "EPSG:4326", KBS_INPUT, "city.crs-not-metric" },
        { "EPSG:2236", KBS_INPUT, "city.crs-not-metric" }, /* Florida East, US survey feet */
        { "EPSG:999999", KBS_INPUT, "crs.unknown" },
    };
    kbs_city *city = new_handle();
    test_remove(path);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
        options.crs = cases[i].crs;
        assert_code(city, kbs_city_create(city, path, &options), cases[i].code);
        assert_finding(city, cases[i].finding);
        assert_false(test_exists(path, ""));
    }
    kbs_city_free(city);
}

static void city__calls_in_the_wrong_order(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    const kbs_city_info *info = NULL;
    assert_code(city, kbs_city_open(city, path, NULL), KBS_USAGE);
    assert_finding(city, "city.already-open");
    kbs_city_close(city);
    kbs_city_close(city);
    assert_code(city, kbs_city_info_get(city, &info), KBS_USAGE);
    assert_finding(city, "city.not-open");
    assert_null(info);
    assert_code(city, kbs_city_open(city, NULL, NULL), KBS_USAGE);
    assert_finding(city, "call.argument");
    options.writable = options.immutable = true;
    assert_code(city, kbs_city_open(city, path, &options), KBS_USAGE);
    options.writable = false;
    assert_ok(city, kbs_city_open(city, path, &options)); /* a closed handle may be opened again */
    assert_code(city, store_city_enter_writable(city), KBS_USAGE);
    assert_finding(city, "city.not-writable");
    kbs_city_free(city);
    kbs_city_free(NULL);
    kbs_city_close(NULL);
    assert_null(kbs_city_error(NULL));
    assert_int_equal(kbs_city_new(NULL), KBS_USAGE);
    assert_int_equal(kbs_city_open(NULL, path, NULL), KBS_USAGE);
}

static void city__options_may_be_older_or_newer(void **state)
{
    (void)state;
    kbs_city_free(test_city(path));
    kbs_city *city = new_handle();
    struct {
        kbs_city_open_options known;
        char later[16];
    } newer = { KBS_CITY_OPEN_OPTIONS_INIT, { 0 } };
    newer.known.size = sizeof newer;
    assert_ok(city, kbs_city_open(city, path, &newer.known));
    kbs_city_close(city);
    newer.later[3] = 1;
    assert_code(city, kbs_city_open(city, path, &newer.known), KBS_USAGE);
    kbs_city_open_options older = KBS_CITY_OPEN_OPTIONS_INIT;
    older.size = sizeof(size_t) + sizeof(bool);
    older.writable = true;
    older.immutable = true; /* beyond the size: not looked at */
    assert_ok(city, kbs_city_open(city, path, &older));
    assert_true(city->writable);
    kbs_city_close(city);
    older.size = 3;
    assert_code(city, kbs_city_open(city, path, &older), KBS_USAGE);
    kbs_city_free(city);
}

static void city__what_is_no_city(void **state)
{
    (void)state;
    test_remove("no.kbs");
    assert_refused("no.kbs", KBS_NOT_FOUND, "city.missing");
    assert_refused("no-folder/no.kbs", KBS_NOT_FOUND, "city.missing");
    assert_refused(".", KBS_INPUT, "city.not-a-city");
    write_file("no.kbs", "", 0);
    assert_refused("no.kbs", KBS_INPUT, "city.empty");
    char text[4096];
    memset(text, 'x', sizeof text);
    write_file("no.kbs", text, sizeof text);
    assert_refused("no.kbs", KBS_INPUT, "city.not-a-city");
    test_remove("no.kbs");
    write_file("other.db", "", 0);
    test_tamper("other.db", "PRAGMA user_version = 1; CREATE TABLE IF NOT EXISTS parcel(id)");
    assert_refused("other.db", KBS_INPUT, "city.not-a-city");
    test_remove("other.db");
    kbs_city_free(test_city(path));
    unlink("link.kbs");
    assert_int_equal(symlink(path, "link.kbs"), 0);
    assert_refused("link.kbs", KBS_INPUT, "city.symbolic-link");
    unlink("link.kbs");
    /* A link in the way to the file is no matter. */
    unlink("here");
    assert_int_equal(symlink(".", "here"), 0);
    kbs_city *city = new_handle();
    assert_ok(city, kbs_city_open(city, "here/city.kbs", NULL));
    kbs_city_free(city);
    unlink("here");
}

static void city__names_of_files_are_only_names(void **state)
{
    (void)state;
    static const char *const names[] = { "file:uri.kbs", "a b'\";--%41?x=1#y.kbs", "şehir ıİ.kbs",
                                         ":memory:" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        kbs_city *city = test_city(names[i]);
        kbs_city_free(city);
        assert_true(test_exists(names[i], ""));
        kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
        options.immutable = true;
        city = new_handle();
        assert_ok(city, kbs_city_open(city, names[i], &options));
        kbs_city_free(city);
        test_remove(names[i]);
    }
}

static void city__other_versions_are_told_apart(void **state)
{
    (void)state;
    kbs_city_free(test_city(path));
    test_tamper(path, "PRAGMA user_version = 2");
    assert_refused(path, KBS_INPUT, "city.newer-schema");
    test_tamper(path, "PRAGMA user_version = 0");
    assert_refused(path, KBS_INPUT, "city.older-schema");
    test_tamper(path, "PRAGMA user_version = 1");
    kbs_city_free(test_open(path, false));
}

static void city__foreign_objects_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *add, *name;
    } cases[] = {
        { "CREATE TABLE extra(a)", "extra" },
        { "CREATE VIEW extra AS SELECT 1", "extra" },
        { "CREATE INDEX extra ON parcel(record)", "extra" },
        { "CREATE TRIGGER extra AFTER INSERT ON parcel BEGIN DELETE FROM revision; END", "extra" },
        { "CREATE VIRTUAL TABLE extra USING fts5(a)", "extra" },
        { "CREATE VIRTUAL TABLE layer_styles USING rtree(a, b, c)", "layer_styles" },
        { "CREATE VIEW layer_styles AS SELECT 1", "layer_styles" },
        { "DROP VIEW current_parcel; CREATE VIEW current_parcel AS SELECT * FROM parcel",
          "current_parcel" },
        { "ALTER TABLE parcel ADD COLUMN owner TEXT", "parcel" },
        { "DROP VIEW vector_layers; CREATE VIEW vector_layers AS SELECT 1", "vector_layers" },
        { "DROP TABLE parcel; CREATE VIRTUAL TABLE parcel USING fts5(a)", "parcel" },
        { "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE "
          "road', 'CREATE TABLE  road') "
          "WHERE name = 'road'",
          "road" },
    };
    char clean[] = "clean.kbs";
    kbs_city_free(test_city(clean));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_remove(path);
        copy_file(clean, path);
        test_tamper(path, cases[i].add);
        kbs_city *city = new_handle();
        assert_code(city, kbs_city_open(city, path, NULL), KBS_INPUT);
        assert_finding(city, "city.foreign-object");
        if (strncmp(kbs_city_error(city)->found, cases[i].name, strlen(cases[i].name)) != 0) {
            print_error("%s: found %s\n", cases[i].add, kbs_city_error(city)->found);
            fail();
        }
        kbs_city_free(city);
    }
    test_remove(path);
    copy_file(clean, path);
    test_tamper(path, "DROP VIEW current_road");
    assert_refused(path, KBS_CORRUPT, "city.missing-object");
    test_remove(path);
    test_remove(clean);
}

static void city__tables_of_qgis_are_allowed(void **state)
{
    (void)state;
    kbs_city_free(test_city(path));
    test_tamper(
        path,
        "CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT, styleName VARCHAR(30) "
        "UNIQUE);"
        "CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB); ANALYZE");
    kbs_city_free(test_open(path, true));
}

static void city__dangerous_environment_is_refused(void **state)
{
    (void)state;
    kbs_city_free(test_city(path));
    setenv("SPATIALITE_SECURITY", "relaxed", 1);
    assert_refused(path, KBS_USAGE, "city.spatialite-security");
    unsetenv("SPATIALITE_SECURITY");
    kbs_city_free(test_open(path, false));
}

/* Two handles of one process on one file: closing one must not take the locks of the other away. */
static void city__handles_do_not_disturb_each_other(void **state)
{
    (void)state;
    kbs_city *writer_city = test_city(path);
    test_add_grid(writer_city, "d", 0, 10, 10);
    store_writer *writer = test_begin(writer_city, KBS_PARCEL, "d", 10);
    for (int i = 0; i < 3; i++) {
        const kbs_city_info *info = NULL;
        kbs_city *other = test_open(path, i == 1);
        assert_ok(other, kbs_city_info_get(other, &info));
        assert_int_equal(info->revision, 1);
        kbs_city_info_free(info);
        kbs_city_free(other);
    }
    kbs_city *late = test_open(path, true);
    store_writer *second = NULL;
    store_database_set_patience(late->database, 50);
    assert_code(late, store_writer_new(&second, late, KBS_PARCEL, "d", 10), KBS_BUSY);
    kbs_city_free(late);
    store_writer_free(writer);
    kbs_city_free(writer_city);
}

static bool take_row(const store_scanned *row, void *user)
{
    int64_t *id = user;
    *id = row->id;
    return row->measure == 600.0;
}

static void city__rows_by_id_and_counts(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    int64_t count = 0;
    int64_t id = 0;
    test_add_grid(city, "d", 0, 25, 25);
    assert_ok(city, store_row_by_id(city, KBS_PARCEL, 7, take_row, &id));
    assert_int_equal(id, 7);
    assert_ok(city, store_row_by_id(city, KBS_PARCEL, 25, take_row, &id));
    assert_int_equal(id, 25);
    assert_code(city, store_row_by_id(city, KBS_PARCEL, 26, take_row, &id), KBS_NOT_FOUND);
    assert_code(city, store_row_by_id(city, KBS_ROAD, 1, take_row, &id), KBS_NOT_FOUND);
    assert_ok(city, store_kind_count(city, KBS_PARCEL, &count));
    assert_int_equal(count, 25);
    assert_ok(city, store_kind_count(city, KBS_ROAD, &count));
    assert_int_equal(count, 0);
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(city__new_one_says_what_it_is),
        cmocka_unit_test(city__existing_file_is_never_overwritten),
        cmocka_unit_test(city__coordinate_system_must_be_metric),
        cmocka_unit_test(city__calls_in_the_wrong_order),
        cmocka_unit_test(city__options_may_be_older_or_newer),
        cmocka_unit_test(city__what_is_no_city),
        cmocka_unit_test(city__names_of_files_are_only_names),
        cmocka_unit_test(city__other_versions_are_told_apart),
        cmocka_unit_test(city__foreign_objects_are_refused),
        cmocka_unit_test(city__tables_of_qgis_are_allowed),
        cmocka_unit_test(city__dangerous_environment_is_refused),
        cmocka_unit_test(city__handles_do_not_disturb_each_other),
        cmocka_unit_test(city__rows_by_id_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
