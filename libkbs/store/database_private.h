/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the files behind the door to SQLite share: database.c, database_path.c, statement.c, failure.c, spatial.c. */
#ifndef STORE_DATABASE_PRIVATE_H
#define STORE_DATABASE_PRIVATE_H

#include <sqlite3.h>

#include "store/database.h"

struct store_database {
    sqlite3 *handle;
    char *path;      /* as the caller gave it, for findings */
    char *real_path; /* absolute, the folder's links resolved */
    store_mode mode;
    bool
        laying_out; /* the authorizer lets everything pass: only while a new file gets its tables */
    bool
        attaching; /* the same, only inside VACUUM INTO, which attaches its target and makes our tables there */
    bool
        known; /* its schema was compared: from here on a statement that fails is our defect, before it the file's */
    bool indexing; /* CREATE INDEX and DROP INDEX may pass: only while a bulk import runs */
    int patience_ms;
    void *spatialite; /* SpatiaLite's cache of this connection; NULL: not initialised */
    bool (*cancelled)(void *user);
    void *cancel_user;
    store_statement *statements; /* all that are alive, so that closing can end them */
};

struct store_statement {
    store_database *database;
    sqlite3_stmt *handle;
    int bind_error; /* the first bind that failed; SQLITE_OK */
    store_statement *next, *previous;
};

/* The absolute path with the links of its folder resolved; caller frees. */
kbs_code store_path_resolve(const char *path, char **out, base_findings *report);
/* What can be said about the file before SQLite opens it. */
kbs_code store_path_look(const store_database *database, base_findings *report);
/* "file:///…?immutable=1"; caller frees. NULL = no memory. */
char *store_path_immutable_uri(const char *path);
/* Ends SpatiaLite's cache after sqlite3_close. */
void store_spatial_release(store_database *database);
/* The finding for an extended result code; message is SQLite's, doing may be NULL. */
kbs_code store_failure(const store_database *database, int result, const char *message,
                       base_findings *report);

#endif
