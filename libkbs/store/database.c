/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Opening and closing a connection to SQLite: limits, flags, pragmas, authorizer. See also statement.c, failure.c, spatial.c.
 *
 * The file itself is never opened by anything but SQLite: closing any descriptor of it would drop the locks of every
 * connection that this process has on it (POSIX). */
#include "store/database_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define STEPS_BETWEEN_CANCEL 10000

static int progress(void *user)
{
    const store_database *database = user;
    return database->cancelled != NULL && database->cancelled(database->cancel_user) ? 1 : 0;
}

static bool is_in(const char *name, const char *const *list)
{
    for (; name != NULL && *list != NULL; list++) {
        if (sqlite3_stricmp(name, *list) == 0) {
            return true;
        }
    }
    return false;
}

/* What our own statements need, and no more: they are constants, so this is the second lock on the door, for a schema that
 * was changed under a connection. */
static int authorize(void *user, int action, const char *first, const char *second,
                     const char *third, const char *trigger)
{
    static const char *const pragmas[] = { "integrity_check",
                                           "journal_mode",
                                           "user_version",
                                           "application_id",
                                           "synchronous",
                                           "cache_size",
                                           "mmap_size",
                                           "page_count",
                                           "page_size",
                                           "wal_autocheckpoint",
                                           NULL };
    static const char *const functions[] = { "count",    "max",    "min",    "sum",        "total",
                                             "coalesce", "length", "substr", "rtreecheck", "lower",
                                             "like",     "ifnull", "exists", NULL };
    const store_database *database = user;
    (void)third;
    if (database->laying_out || database->attaching) {
        return SQLITE_OK;
    }
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return trigger == NULL ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_INDEX:
    case SQLITE_REINDEX:
        return database->indexing ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return is_in(first, pragmas) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
        return is_in(second, functions) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int open_handle(store_database *database)
{
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char *name = database->real_path; /* begins with "/", so it is never taken for an URI */
    char *uri = NULL;
    switch (database->mode) {
    case STORE_READ:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case STORE_READ_IMMUTABLE:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = uri = store_path_immutable_uri(database->real_path);
        break;
    case STORE_WRITE:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case STORE_CREATE:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    int result =
        name == NULL ? SQLITE_NOMEM : sqlite3_open_v2(name, &database->handle, flags, NULL);
    base_free(uri);
    return result;
}

static void set_flags(store_database *database)
{
    static const struct {
        int option, on;
    } flags[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },       { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },  { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },         { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 }, { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 }
    };
    static const struct {
        int category, most;
    } limits[] = {
        { SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024 }, { SQLITE_LIMIT_SQL_LENGTH, 100000 },
        { SQLITE_LIMIT_EXPR_DEPTH, 100 },           { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 },  { SQLITE_LIMIT_VARIABLE_NUMBER, 256 },
        { SQLITE_LIMIT_WORKER_THREADS, 1 }
    };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        sqlite3_db_config(database->handle, flags[i].option, flags[i].on, NULL);
    }
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        sqlite3_limit(database->handle, limits[i].category, limits[i].most);
    }
    store_database_set_patience(database, STORE_PATIENCE_MS);
    sqlite3_progress_handler(database->handle, STEPS_BETWEEN_CANCEL, progress, database);
}

/* Pragmas are texts of ours with one number of ours. */
static int set_pragmas(store_database *database)
{
    static const char *const common =
        "PRAGMA cell_size_check=ON; PRAGMA foreign_keys=OFF; PRAGMA recursive_triggers=OFF;";
    static const char *const create =
        "PRAGMA page_size=8192; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA "
        "journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;";
    /* Old contents are not overwritten with zeroes: rows are closed, not deleted. */
    static const char *const write =
        "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA secure_delete=OFF;";
    /* No mmap: a mapped page is looked through by cell_size_check each time it is used, a cached one only when it is read. That
     * is 140 000 instead of 56 000 instructions for a question by key. */
    static const char *const read = "PRAGMA cache_size=-8192;";
    int result = sqlite3_exec(database->handle, common, NULL, NULL, NULL);
    if (result == SQLITE_OK) {
        const char *own = database->mode == STORE_CREATE
                              ? create
                              : (database->mode == STORE_WRITE ? write : read);
        result = sqlite3_exec(database->handle, own, NULL, NULL, NULL);
    }
    return result;
}

kbs_code store_database_open(store_database **out, const char *path, store_mode mode,
                             base_findings *report)
{
    kbs_code code = KBS_OK;
    *out = NULL;
    store_database *database = base_new(sizeof *database);
    if (database == NULL) {
        return base_findings_no_memory(report);
    }
    database->mode = mode;
    database->path = base_text_copy(path);
    if (database->path == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    /* The only look at the environment: with this variable set, SpatiaLite's functions in any other program that
     * opens the city read and write any file, and somebody who set it here has that in mind. */
    const char *security = getenv("SPATIALITE_SECURITY");
    if (security != NULL) {
        code =
            base_findings_fail_with(report, FINDING_CITY_SPATIALITE_SECURITY, path, security, NULL);
        goto done;
    }
    code = store_path_resolve(path, &database->real_path, report);
    if (code == KBS_OK) {
        code = store_path_look(database, report);
    }
    if (code != KBS_OK) {
        goto done;
    }
    int result = open_handle(database);
    if (result == SQLITE_OK) {
        set_flags(database);
        database->laying_out = true;
        sqlite3_set_authorizer(database->handle, authorize, database);
        result = set_pragmas(database);
        database->laying_out = false;
    }
    if (result != SQLITE_OK) {
        code = store_failure(database, result,
                             database->handle == NULL ? sqlite3_errstr(result)
                                                      : sqlite3_errmsg(database->handle),
                             report);
        goto done;
    }
    *out = database;
    database = NULL;
done:
    store_database_close(database);
    return code;
}

void store_database_close(store_database *database)
{
    if (database == NULL) {
        return;
    }
    while (database->statements != NULL) {
        store_statement_free(database->statements);
    }
    if (database->handle != NULL) {
        sqlite3_close(database->handle);
        store_spatial_release(database);
    }
    base_free(database->real_path);
    base_free(database->path);
    base_free(database);
}

void store_database_file(const store_database *database, const char **path)
{
    *path = database->path;
}

const char *store_database_real_path(const store_database *database)
{
    return database->real_path;
}

kbs_code store_database_run(store_database *database, const char *sql, base_findings *report)
{
    int result = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
    return result == SQLITE_OK
               ? KBS_OK
               : store_failure(database, result, sqlite3_errmsg(database->handle), report);
}

void store_database_set_laying_out(store_database *database, bool laying_out)
{
    database->laying_out = laying_out;
}

void store_database_set_known(store_database *database)
{
    database->known = true;
}

void store_database_allow_indexing(store_database *database, bool allow)
{
    database->indexing = allow;
}

kbs_code store_database_allow_shadow(store_database *database, bool allow, base_findings *report)
{
    int result =
        sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, allow ? 0 : 1, NULL);
    return result == SQLITE_OK
               ? KBS_OK
               : store_failure(database, result, sqlite3_errmsg(database->handle), report);
}

void store_database_set_cancel(store_database *database, bool (*cancelled)(void *user), void *user)
{
    database->cancelled = cancelled;
    database->cancel_user = user;
}

void store_database_set_patience(store_database *database, int milliseconds)
{
    database->patience_ms = milliseconds;
    sqlite3_busy_timeout(database->handle, milliseconds);
}

uint32_t store_database_version(store_database *database)
{
    uint32_t version = 0;
    sqlite3_file_control(database->handle, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return version;
}

void store_database_set_cache(store_database *database, int kibibytes)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", kibibytes);
    /* Not a failure: it goes on with the cache that it has. */
    (void)sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
}

int64_t store_database_last_id(const store_database *database)
{
    return sqlite3_last_insert_rowid(database->handle);
}

bool store_database_in_transaction(const store_database *database)
{
    return sqlite3_get_autocommit(database->handle) == 0;
}

/* The journal as SQLite then reports it, compared with what was asked. */
bool store_database_set_journal(store_database *database, store_journal journal, bool wait)
{
    static const char *const texts[] = { [STORE_JOURNAL_WAL] = "PRAGMA journal_mode=WAL",
                                         [STORE_JOURNAL_TRUNCATE] = "PRAGMA journal_mode=TRUNCATE",
                                         [STORE_JOURNAL_DELETE] = "PRAGMA journal_mode=DELETE" };
    static const char *const names[] = { [STORE_JOURNAL_WAL] = "wal",
                                         [STORE_JOURNAL_TRUNCATE] = "truncate",
                                         [STORE_JOURNAL_DELETE] = "delete" };
    sqlite3_stmt *statement = NULL;
    bool done = false;
    sqlite3_busy_timeout(database->handle, wait ? database->patience_ms : 0);
    if (sqlite3_prepare_v2(database->handle, texts[journal], -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(statement, 0);
        done = mode != NULL && strcmp(mode, names[journal]) == 0;
    }
    sqlite3_finalize(statement);
    sqlite3_busy_timeout(database->handle, database->patience_ms);
    return done;
}

void store_database_checkpoint(store_database *database)
{
    /* Not an error when readers hold it back: the next one will do it. */
    (void)sqlite3_wal_checkpoint_v2(database->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                    NULL);
}

kbs_code store_database_copy_to(store_database *database, const char *path, base_findings *report)
{
    sqlite3_stmt *statement = NULL;
    database->attaching = true;
    sqlite3_limit(database->handle, SQLITE_LIMIT_ATTACHED, 1);
    int result = sqlite3_prepare_v2(database->handle, "VACUUM INTO ?1", -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    kbs_code code = result == SQLITE_DONE
                        ? KBS_OK
                        : store_failure(database, result, sqlite3_errmsg(database->handle), report);
    sqlite3_finalize(statement);
    sqlite3_limit(database->handle, SQLITE_LIMIT_ATTACHED, 0);
    database->attaching = false;
    return code;
}

kbs_code store_database_fail(store_database *database, base_findings *report)
{
    return store_failure(database, sqlite3_extended_errcode(database->handle),
                         sqlite3_errmsg(database->handle), report);
}

bool store_database_failed(const store_database *database)
{
    int result = sqlite3_errcode(database->handle);
    return result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE;
}

const char *store_sqlite_version(void)
{
    return sqlite3_libversion();
}
