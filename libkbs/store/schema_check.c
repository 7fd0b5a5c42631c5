/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is this file a city, and only that? A prepared file may hold a trigger, a view or a virtual table that reads files when it is
 * touched, so every object must be ours to the letter, SpatiaLite's by its hash, or a plain table that QGIS adds. */
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static int compare_objects(const void *a, const void *b)
{
    return strcmp(((const store_object *)a)->name, ((const store_object *)b)->name);
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Tables that others add and that harm nobody: styles and projects of QGIS, statistics of ANALYZE. Plain tables and their
 * automatic indexes only. */
static bool is_allowed(const char *type, const char *table, const char *sql)
{
    static const char *const names[] = { "layer_styles", "qgis_projects", "sqlite_stat1",
                                         "sqlite_stat4" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(table, names[i]) == 0) {
            return (strcmp(type, "table") == 0 && starts_with(sql, "CREATE TABLE ")) ||
                   (strcmp(type, "index") == 0 && *sql == '\0');
        }
    }
    return false;
}

typedef struct object_check {
    store_schema schema;
    bool *seen; /* which of ours were met */
    base_sha256 *sha;
    const char *path;
} object_check;

static kbs_code check_object(object_check *check, const store_statement *row, base_findings *report)
{
    store_schema *schema = &check->schema;
    size_t length;
    const char *type = store_column_text(row, 0);
    const char *table = store_column_text(row, 2);
    const char *sql = store_column_text_n(row, 3, &length);
    store_object wanted = { .name = store_column_text(row, 1) };
    const store_object *found =
        bsearch(&wanted, schema->objects, schema->count, sizeof wanted, compare_objects);
    if (found != NULL && strcmp(found->sql, sql) == 0) {
        check->seen[found - schema->objects] = true;
        return KBS_OK;
    }
    if (found == NULL && (store_is_spatialite_object(check->sha, wanted.name, sql, length) ||
                          is_allowed(type, table, sql))) {
        return KBS_OK;
    }
    /* SQLite's automatic indexes have no statement; they belong to a table of SpatiaLite that was looked at by itself. */
    if (found == NULL && strcmp(type, "index") == 0 && length == 0 &&
        starts_with(wanted.name, "sqlite_autoindex_") && store_is_spatialite_name(table)) {
        return KBS_OK;
    }
    return base_findings_fail_with(report, FINDING_CITY_FOREIGN_OBJECT, check->path, wanted.name,
                                   NULL);
}

static kbs_code check_objects(store_database *database, base_findings *report)
{
    object_check check = { .seen = NULL };
    store_statement *statement = NULL;
    store_database_file(database, &check.path);
    if (!store_schema_init(&check.schema)) {
        return base_findings_no_memory(report);
    }
    qsort(check.schema.objects, check.schema.count, sizeof check.schema.objects[0],
          compare_objects);
    check.seen = base_new_array(check.schema.count, sizeof *check.seen);
    check.sha = base_sha256_new();
    kbs_code code =
        check.seen == NULL || check.sha == NULL ? base_findings_no_memory(report) : KBS_OK;
    if (code == KBS_OK) {
        code = store_database_prepare(
            database, &statement, "SELECT type, name, tbl_name, sql FROM sqlite_schema", report);
    }
    while (code == KBS_OK && (code = store_step(statement, report)) == KBS_OK) {
        code = check_object(&check, statement, report);
    }
    code = code == KBS_END ? KBS_OK : code;
    for (size_t i = 0; code == KBS_OK && i < check.schema.count; i++) {
        if (!check.seen[i]) {
            code = base_findings_fail_with(report, FINDING_CITY_MISSING_OBJECT, check.path,
                                           check.schema.objects[i].name, NULL);
        }
    }
    store_statement_free(statement);
    base_sha256_free(check.sha);
    base_free(check.seen);
    store_schema_release(&check.schema);
    return code;
}

static kbs_code pragma(store_database *database, const char *sql, int64_t *value,
                       base_findings *report)
{
    store_statement *statement = NULL;
    *value = 0;
    kbs_code code = store_database_prepare(database, &statement, sql, report);
    if (code == KBS_OK) {
        code = store_step(statement, report);
    }
    if (code == KBS_OK) {
        *value = store_column_int(statement, 0);
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code fail_version(int64_t version, const char *path, base_findings *report)
{
    base_buffer found;
    base_buffer expected;
    base_buffer_init(&found, 32);
    base_buffer_init(&expected, 32);
    base_buffer_int(&found, version);
    base_buffer_int(&expected, STORE_SCHEMA_VERSION);
    kbs_code code = base_findings_fail_with(
        report,
        version > STORE_SCHEMA_VERSION ? FINDING_CITY_NEWER_SCHEMA : FINDING_CITY_OLDER_SCHEMA,
        path, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return code;
}

kbs_code store_schema_check(store_database *database, base_findings *report)
{
    int64_t application = 0;
    int64_t version = 0;
    const char *path;
    store_database_file(database, &path);
    kbs_code code = pragma(database, "PRAGMA application_id", &application, report);
    if (code == KBS_OK && application != STORE_APPLICATION_ID) {
        return base_findings_fail_with(report, FINDING_CITY_NOT_A_CITY, path, NULL, NULL);
    }
    if (code == KBS_OK) {
        code = pragma(database, "PRAGMA user_version", &version, report);
    }
    if (code == KBS_OK && version != STORE_SCHEMA_VERSION) {
        return fail_version(version, path, report);
    }
    if (code == KBS_OK) {
        code = check_objects(database, report);
    }
    if (code == KBS_OK) {
        store_database_set_known(database);
    }
    return code;
}
