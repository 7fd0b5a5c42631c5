/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The schema of a city as a list of statements: made from them, and compared with them at every opening. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/memory.h"
#include "base/sha256.h"
#include "store/database.h"
#include "store/kinds.h"

#define STORE_SCHEMA_VERSION 1
#define STORE_APPLICATION_ID 0x4B425343 /* "KBSC" */

/* One object; `sql` is what stands in sqlite_schema, to the letter. */
typedef struct store_object {
    const char *name;
    const char *sql;
    bool by_sqlite; /* a table that the R-tree makes for itself */
} store_object;

typedef struct store_schema {
    base_arena *arena;
    store_object *objects; /* in the order in which they are made */
    size_t count, capacity;
} store_schema;

/* False = no memory. */
bool store_schema_init(store_schema *schema);
void store_schema_release(store_schema *schema);
/* Makes all tables in a new file, in the open transaction, SpatiaLite's rows about them too. */
kbs_code store_schema_create(store_database *database, int srid, base_findings *report);
/* Application id, version, and each object of the file against what is ours, SpatiaLite's, or allowed. */
kbs_code store_schema_check(store_database *database, base_findings *report);

/* The statements of a kind's indexes, for dropping and making them again. NULL = no memory. */
typedef struct store_index {
    const char *name;
    const char *sql;
    bool of_closed; /* holds closed rows alone */
} store_index;
#define STORE_MOST_INDEXES 4
size_t store_schema_indexes(base_arena *arena, const store_kind *kind,
                            store_index indexes[STORE_MOST_INDEXES]);

/* Is this an object of SpatiaLite's metadata with just this statement? (store/spatialite_objects.c) */
bool store_is_spatialite_object(base_sha256 *sha, const char *name, const char *sql, size_t length);
bool store_is_spatialite_name(const char *name);

#endif
