/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The handle: new, open, close, free, and the error of the last call. */
#include <kbs/city.h>

#include <string.h>

#include "store/city_handle.h"
#include "store/options.h"
#include "store/scan.h"
#include "store/schema.h"
#include "store/writer.h"

kbs_code kbs_city_new(kbs_city **out)
{
    if (out == NULL) {
        return KBS_USAGE;
    }
    kbs_city *city = base_new(sizeof *city);
    *out = city;
    if (city == NULL) {
        return KBS_MEMORY;
    }
    base_findings_init(&city->error);
    city->no_memory = base_finding_of(FINDING_MEMORY_OUT);
    return KBS_OK;
}

void kbs_city_close(kbs_city *city)
{
    if (city == NULL || city->database == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof city->attached / sizeof city->attached[0]; i++) {
        if (city->attached[i].release != NULL) {
            city->attached[i].release(city->attached[i].state);
        }
        city->attached[i].state = NULL;
        city->attached[i].release = NULL;
    }
    for (size_t i = 0; i < KBS_KIND_COUNT; i++) {
        store_scan_free(city->by_id[i]);
        city->by_id[i] = NULL;
    }
    store_database_close(city->database); /* ends the statements too */
    city->database = NULL;
    city->begin = city->end = city->revision = NULL;
    city->read_depth = 0;
    char **const texts[] = { &city->path, &city->name, &city->crs, &city->crs_name,
                             &city->crs_wkt };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        base_free(*texts[i]);
        *texts[i] = NULL;
    }
    city->srid = 0;
    city->writable = false;
}

void kbs_city_free(kbs_city *city)
{
    if (city != NULL) {
        kbs_city_close(city);
        base_findings_release(&city->error);
        base_free(city);
    }
}

const kbs_finding *kbs_city_error(const kbs_city *city)
{
    if (city == NULL) {
        return NULL;
    }
    const kbs_finding *last = base_findings_last(&city->error);
    return last == NULL ? &city->no_memory : last;
}

/* The keys of kbs_city. */
static kbs_code load_keys(kbs_city *city)
{
    struct {
        const char *key;
        char **text;
    } texts[] = { { "name", &city->name },
                  { "crs", &city->crs },
                  { "crs_name", &city->crs_name },
                  { "crs_wkt", &city->crs_wkt } };
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "SELECT key, value FROM kbs_city", &city->error);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        const char *key = store_column_text(statement, 0);
        if (strcmp(key, "srid") == 0) {
            city->srid = (int)store_column_int(statement, 1);
        }
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            if (strcmp(key, texts[i].key) == 0 && *texts[i].text == NULL) {
                *texts[i].text = base_text_copy(store_column_text(statement, 1));
                if (*texts[i].text == NULL) {
                    code = base_findings_no_memory(&city->error);
                }
            }
        }
    }
    store_statement_free(statement);
    for (size_t i = 0; code == KBS_END && i < sizeof texts / sizeof texts[0]; i++) {
        if (*texts[i].text == NULL || city->srid <= 0) {
            return base_findings_fail_with(&city->error, FINDING_CITY_MISSING_OBJECT, city->path,
                                           texts[i].key, NULL);
        }
    }
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code prepare_statements(kbs_city *city)
{
    kbs_code code = store_database_prepare(city->database, &city->begin, "BEGIN", &city->error);
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &city->end, "COMMIT", &city->error);
    }
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &city->revision,
                                      "SELECT max(id) FROM revision", &city->error);
    }
    return code;
}

/* The WAL, or the reason why there is none. */
static kbs_code set_wal(kbs_city *city)
{
    if (store_database_set_journal(city->database, STORE_JOURNAL_WAL, true)) {
        return KBS_OK;
    }
    if (store_database_failed(city->database)) {
        return store_database_fail(city->database, &city->error);
    }
    /* SQLite kept another journal without calling it a failure: no shared memory here. */
    return base_findings_fail_with(&city->error, FINDING_CITY_SIDE_FILES, city->path, "no WAL",
                                   NULL);
}

static kbs_code attach(kbs_city *city, const char *path, store_mode mode)
{
    kbs_code code = store_database_open(&city->database, path, mode, &city->error);
    if (code == KBS_OK) {
        city->writable = mode == STORE_WRITE;
        city->path = base_text_copy(path);
        code = city->path == NULL ? base_findings_no_memory(&city->error)
                                  : store_schema_check(city->database, &city->error);
    }
    if (code == KBS_OK && mode == STORE_WRITE) {
        code = set_wal(city);
    }
    if (code == KBS_OK) {
        code = prepare_statements(city);
    }
    if (code == KBS_OK) {
        code = load_keys(city);
    }
    if (code != KBS_OK) {
        kbs_city_close(city);
    }
    return code;
}

/* A process that died in the first import left a journal, which a reader cannot roll back. Opening the file for writing does it, and
 * whoever may do that may as well do it now. False when it cannot be done. */
static bool recover(const char *path)
{
    store_database *database = NULL;
    bool done = false;
    if (store_database_open(&database, path, STORE_WRITE, NULL) == KBS_OK &&
        store_database_run(database, "PRAGMA user_version", NULL) == KBS_OK) {
        done = true;
        store_database_set_journal(database, STORE_JOURNAL_DELETE, false);
        store_database_set_journal(database, STORE_JOURNAL_WAL, false);
    }
    store_database_close(database);
    return done;
}

kbs_code store_city_attach(kbs_city *city, const char *path, store_mode mode)
{
    kbs_code code = attach(city, path, mode);
    if (code == KBS_IO && mode == STORE_READ &&
        strcmp(kbs_city_error(city)->code,
               base_finding_catalogue(FINDING_CITY_NEEDS_RECOVERY)->code) == 0 &&
        recover(path)) {
        base_findings_clear(&city->error);
        code = attach(city, path, mode);
    }
    return code;
}

kbs_code kbs_city_open(kbs_city *city, const char *path, const kbs_city_open_options *given)
{
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
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
    if (code == KBS_OK && options.writable && options.immutable) {
        code = store_argument_fail(&city->error, "immutable", "true", "false for a writable city");
    }
    if (code != KBS_OK) {
        return code;
    }
    store_mode mode =
        options.writable ? STORE_WRITE : (options.immutable ? STORE_READ_IMMUTABLE : STORE_READ);
    return store_city_attach(city, path, mode);
}

kbs_code store_city_enter(kbs_city *city)
{
    if (city == NULL) {
        return KBS_USAGE;
    }
    base_findings_clear(&city->error);
    return city->database != NULL
               ? KBS_OK
               : base_findings_fail_with(&city->error, FINDING_CITY_NOT_OPEN, NULL, NULL, NULL);
}

kbs_code store_city_enter_writable(kbs_city *city)
{
    kbs_code code = store_city_enter(city);
    if (code == KBS_OK && !city->writable) {
        code = base_findings_fail_with(&city->error, FINDING_CITY_NOT_WRITABLE, city->path, NULL,
                                       NULL);
    }
    return code;
}

kbs_code store_city_begin_read(kbs_city *city)
{
    kbs_code code = KBS_OK;
    if (city->read_depth == 0 && city->writer == NULL) {
        code = store_step_done(city->begin, &city->error);
    }
    if (code == KBS_OK) {
        city->read_depth++;
    }
    return code;
}

void store_city_end_read(kbs_city *city)
{
    if (city->read_depth > 0 && --city->read_depth == 0 && city->writer == NULL) {
        /* Nothing was written: there is nothing that could fail. */
        kbs_code ended = store_step_done(city->end, NULL);
        (void)ended;
    }
}

kbs_code store_city_revision(kbs_city *city, int64_t *out)
{
    *out = 0;
    kbs_code code = store_step(city->revision, &city->error);
    if (code == KBS_OK) {
        *out = store_column_int(city->revision, 0);
        store_statement_reset(city->revision);
    }
    return code == KBS_END ? KBS_OK : code;
}
