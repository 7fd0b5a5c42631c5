/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A new city: made whole under a temporary name, then renamed. */
#include <kbs/city.h>
#include <kbs/version.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/date.h"
#include "geo/proj.h"
#include "store/city_handle.h"
#include "store/options.h"
#include "store/schema.h"
#include "store/side_files.h"
#include "store/temporary.h"

static kbs_code write_key(store_database *database, const char *key, const char *value,
                          base_findings *report)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        database, &statement, "INSERT INTO kbs_city(key, value) VALUES(?1, ?2)", report);
    if (code == KBS_OK) {
        store_bind_text(statement, 1, key);
        store_bind_text(statement, 2, value == NULL ? "" : value);
        code = store_step_done(statement, report);
    }
    store_statement_free(statement);
    return code;
}

static kbs_code write_keys(store_database *database, const geo_crs *crs, const char *name,
                           base_findings *report)
{
    char now[21];
    base_buffer srid;
    base_buffer_init(&srid, 32);
    base_buffer_int(&srid, geo_crs_epsg(crs));
    base_clock_utc(now);
    const char *const keys[][2] = { { "name", name },
                                    { "crs", geo_crs_code(crs) },
                                    { "crs_name", geo_crs_name(crs) },
                                    { "crs_wkt", geo_crs_wkt(crs) },
                                    { "srid", srid.data },
                                    { "created", now },
                                    { "library", KBS_VERSION } };
    kbs_code code = srid.failed ? base_findings_no_memory(report) : KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < sizeof keys / sizeof keys[0]; i++) {
        code = write_key(database, keys[i][0], keys[i][1], report);
    }
    base_buffer_release(&srid);
    return code;
}

static kbs_code make(const char *temporary, const geo_crs *crs, const char *name,
                     base_findings *report)
{
    store_database *database = NULL;
    kbs_code code = store_database_open(&database, temporary, STORE_CREATE, report);
    if (code != KBS_OK) {
        return code;
    }
    store_database_set_laying_out(database, true);
    code = store_database_run(database, "BEGIN IMMEDIATE", report);
    if (code == KBS_OK) {
        code = store_database_init_spatial(database, geo_crs_epsg(crs), geo_crs_name(crs),
                                           geo_crs_proj4(crs), geo_crs_wkt(crs), report);
    }
    if (code == KBS_OK) {
        code = store_schema_create(database, geo_crs_epsg(crs), report);
    }
    if (code == KBS_OK) {
        code = write_keys(database, crs, name, report);
    }
    if (code == KBS_OK) {
        code = store_database_run(database, "COMMIT", report);
    }
    if (code == KBS_OK) {
        /* Removes the emptied journal. */
        store_database_set_journal(database, STORE_JOURNAL_DELETE, true);
    }
    store_database_close(database);
    return code;
}

static kbs_code check_crs(geo_crs **crs, const char *definition, base_findings *report)
{
    kbs_code code = geo_crs_new(crs, definition, report);
    if (code != KBS_OK) {
        return code;
    }
    if (!geo_crs_is_projected_metric(*crs)) {
        return base_findings_fail_with(report, FINDING_CITY_CRS_NOT_METRIC, NULL,
                                       geo_crs_name(*crs), NULL);
    }
    if (geo_crs_epsg(*crs) <= 0) {
        return base_findings_fail_with(report, FINDING_CITY_CRS_NO_CODE, NULL, geo_crs_name(*crs),
                                       NULL);
    }
    return KBS_OK;
}

static kbs_code create(kbs_city *city, const char *path, const kbs_city_create_options *options)
{
    geo_crs *crs = NULL;
    store_temporary temporary = { NULL, -1 };
    kbs_code code = check_crs(&crs, options->crs, &city->error);
    if (code == KBS_OK && access(path, F_OK) == 0) {
        code = base_findings_fail_with(&city->error, FINDING_CITY_EXISTS, path, NULL, NULL);
    }
    if (code == KBS_OK) {
        code = store_side_files_check(path, &city->error);
    }
    if (code == KBS_OK) {
        /* Tells also why the file cannot be made (no folder, no permission, full disk), which SQLite does not. */
        code = store_temporary_new(&temporary, path, &city->error);
    }
    if (code == KBS_OK) {
        code = make(temporary.path, crs, options->name, &city->error);
    }
    if (code == KBS_OK) {
        code = store_temporary_publish(&temporary, path, false, &city->error);
    }
    store_temporary_free(&temporary);
    geo_crs_free(crs);
    return code;
}

kbs_code kbs_city_create(kbs_city *city, const char *path, const kbs_city_create_options *given)
{
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    if (city == NULL) {
        return KBS_USAGE;
    }
    base_findings_clear(&city->error);
    if (city->database != NULL) {
        return base_findings_fail_with(&city->error, FINDING_CITY_ALREADY_OPEN, city->path, NULL,
                                       NULL);
    }
    kbs_code code = store_options_copy(&options, sizeof options, given, "options", &city->error);
    if (code == KBS_OK && path == NULL) {
        code = store_argument_fail(&city->error, "path", "NULL", "a file name");
    }
    if (code == KBS_OK && options.crs == NULL) {
        code = base_findings_fail_with(&city->error, FINDING_CITY_CRS_MISSING, path, NULL, NULL);
    }
    if (code == KBS_OK) {
        code = create(city, path, &options);
    }
    return code == KBS_OK ? store_city_attach(city, path, STORE_WRITE) : code;
}
