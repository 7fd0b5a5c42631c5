/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A second table whose values fill what the records of the source leave empty, found by neighbourhood, block and parcel. Belongs to one thread. */
#ifndef IMPORT_JOIN_H
#define IMPORT_JOIN_H

#include "import/profile.h"
#include "store/kinds.h"

typedef struct import_join import_join;

typedef struct import_join_setup {
    const char *path;
    const char *city_path; /* beside it is room for what an archive holds */
    const store_kind *kind;
    base_encoding encoding; /* UNKNOWN = find out */
    const import_profile *profile, *builtin;
} import_join_setup;

/* Reads the whole table. The columns are matched as those of a source; without a column for the parcel it fails. Rows that cannot be read and rows of a
 * parcel that came before are told as notes: join.rows-unusable, join.duplicate. */
kbs_code import_join_open(import_join **out, const import_join_setup *setup, base_findings *report);
void import_join_free(import_join *join); /* NULL is nothing */

/* A record of the source by its key; neighbourhood folded, "" = it has none. */
typedef struct import_join_key {
    const char *neighbourhood, *block, *parcel;
    const char *file, *layer; /* for findings */
    int64_t record;
} import_join_key;

/* The values of the row for this parcel, by field of the kind; NULL when no row or more than one is meant (join.unmatched, join.ambiguous). Texts live
 * as long as the join; of a neighbourhood it is the name as written. */
const store_value *import_join_find(import_join *join, const import_join_key *key,
                                    base_findings *report);
/* How many found each other, and the rows that nobody asked for: join.done, join.row-unused. */
void import_join_report(const import_join *join, base_findings *report);

#endif
