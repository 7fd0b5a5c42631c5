/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to SQLite (and SpatiaLite, which is needed only to lay out its metadata in a new file). No other file includes their headers.
 * A database belongs to one thread. Statements are prepared once and reset on every way out. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/finding.h"

typedef struct store_database store_database;
typedef struct store_statement store_statement;

typedef enum store_mode {
    STORE_READ = 1,
    STORE_READ_IMMUTABLE = 2,
    STORE_WRITE = 3,
    STORE_CREATE = 4 /* a new file; fails when it is there and not empty */
} store_mode;

/* Opens with the limits, flags and pragmas of reliability: NOFOLLOW, DEFENSIVE, no extensions, trusted_schema off, attached 0, busy
 * timeout 5 s, cell_size_check, WAL + synchronous FULL for writers. Does not look at the schema. */
kbs_code store_database_open(store_database **out, const char *path, store_mode mode,
                             base_findings *report);
void store_database_close(store_database *database); /* NULL is nothing */
/* Lays out SpatiaLite's metadata tables and the rows of spatial_ref_sys for this one system, in the open transaction. */
kbs_code store_database_init_spatial(store_database *database, int srid, const char *crs_name,
                                     const char *proj4, const char *wkt, base_findings *report);
/* One or more statements that are constants of ours. */
kbs_code store_database_run(store_database *database, const char *sql, base_findings *report);
/* Absolute path, links of the folder resolved; borrowed. */
const char *store_database_real_path(const store_database *database);
/* Prepares; caller ends with store_statement_free. */
kbs_code store_database_prepare(store_database *database, store_statement **out, const char *sql,
                                base_findings *report);
void store_database_file(const store_database *database, const char **path);
/* Writes to shadow tables are refused except between these two, which lift and restore DEFENSIVE. */
kbs_code store_database_allow_shadow(store_database *database, bool allow, base_findings *report);
/* CREATE INDEX and DROP INDEX are refused except while this is on: for bulk imports. */
void store_database_allow_indexing(store_database *database, bool allow);
/* Everything may be created while this is on: only in a new file. */
void store_database_set_laying_out(store_database *database, bool laying_out);
/* How long a lock of others is waited for. */
#define STORE_PATIENCE_MS 5000
void store_database_set_patience(store_database *database, int milliseconds);
/* Its schema was compared and is ours. */
void store_database_set_known(store_database *database);
bool store_database_in_transaction(const store_database *database);
typedef enum store_journal {
    STORE_JOURNAL_WAL = 0,
    STORE_JOURNAL_TRUNCATE = 1,
    STORE_JOURNAL_DELETE = 2
} store_journal;
/* True when the file now has this journal. `wait`: up to 5 s for others to go away; else not at all. */
bool store_database_set_journal(store_database *database, store_journal journal, bool wait);
/* Brings the whole WAL into the file and empties it, with up to 5 s of patience; what stays is done by the next one. */
void store_database_checkpoint(store_database *database);
/* A consistent copy (VACUUM INTO); the new file is not flushed. */
kbs_code store_database_copy_to(store_database *database, const char *path, base_findings *report);
/* Called by SQLite every ~10 000 virtual machine steps; true stops the running statement (KBS_CANCELLED). NULL = none. */
void store_database_set_cancel(store_database *database, bool (*cancelled)(void *user), void *user);
/* Changes when another connection has committed. */
uint32_t store_database_version(store_database *database);
/* Pages that are kept in memory. */
#define STORE_WRITE_CACHE_KIB 65536
void store_database_set_cache(store_database *database, int kibibytes);
/* Of the row that was inserted last. */
int64_t store_database_last_id(const store_database *database);
/* Turns the last SQLite error into a finding and returns its code (busy, full, corrupt, read-only, memory …). */
kbs_code store_database_fail(store_database *database, base_findings *report);

/* Did the last call of SQLite fail? */
bool store_database_failed(const store_database *database);

void store_statement_free(store_statement *statement); /* NULL is nothing */
void store_statement_reset(store_statement *statement);
/* Parameters from 1; texts and blobs are borrowed until the reset. */
void store_bind_null(store_statement *statement, int parameter);
void store_bind_int(store_statement *statement, int parameter, int64_t value);
void store_bind_real(store_statement *statement, int parameter, double value);
void store_bind_text(store_statement *statement, int parameter,
                     const char *text); /* NULL binds NULL */
void store_bind_text_n(store_statement *statement, int parameter, const char *text, size_t length);
void store_bind_blob(store_statement *statement, int parameter, const void *bytes, size_t length);
/* KBS_OK: a row is there; KBS_END: no more (the statement was reset). Anything else: report has the reason. */
kbs_code store_step(store_statement *statement, base_findings *report);
/* Runs a statement that gives no rows, then resets it. */
kbs_code store_step_done(store_statement *statement, base_findings *report);
/* Columns from 0; borrowed until the next step. */
bool store_column_is_null(const store_statement *statement, int column);
int64_t store_column_int(const store_statement *statement, int column);
double store_column_real(const store_statement *statement, int column);
const char *store_column_text(const store_statement *statement, int column); /* NULL gives "" */
const char *store_column_text_n(const store_statement *statement, int column, size_t *length);
const void *store_column_blob(const store_statement *statement, int column, size_t *length);

const char *store_sqlite_version(void);
const char *store_spatialite_version(void);

#endif
