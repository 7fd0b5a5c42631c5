/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a kbs_city is inside. Rooms above the store use it through the functions of store/; only the error list and the fields marked
 * "read" are for everybody. */
#ifndef STORE_CITY_HANDLE_H
#define STORE_CITY_HANDLE_H

#include <kbs/city.h>

#include "base/finding.h"
#include "store/database.h"

struct kbs_city {
    store_database *database; /* NULL: closed; read */
    base_findings error; /* findings of the last call; each public call clears it first; read */
    char *path;          /* read */
    char *name;
    char *crs; /* "EPSG:5254"; read */
    char *crs_name;
    char *crs_wkt;
    int srid; /* read */
    bool writable;
    /* State that rooms above keep with the handle (prepared statements, caches); freed by `release` before the database closes. */
    struct {
        void *state;
        void (*release)(void *state);
    } attached[4];
    /* Of the store alone. */
    unsigned read_depth;
    struct store_writer *writer; /* NULL: no import runs on this handle */
    store_statement *begin, *end, *revision;
    struct store_scan *by_id[KBS_KIND_COUNT]; /* of store_row_by_id, made at the first need */
    kbs_finding no_memory; /* what kbs_city_error answers when even a finding could not be kept */
};

typedef enum store_attachment {
    STORE_ATTACH_NAMES = 0,
    STORE_ATTACH_ZONING = 1,
    STORE_ATTACH_EXPORT = 2,
    STORE_ATTACH_OTHER = 3
} store_attachment;

/* For the beginning of each public call: clears the error; KBS_USAGE with "city.not-open" when the city is NULL or closed. */
kbs_code store_city_enter(kbs_city *city);
kbs_code store_city_enter_writable(kbs_city *city);
/* A read transaction, so that several statements see one revision; nests by count. */
kbs_code store_city_begin_read(kbs_city *city);
void store_city_end_read(kbs_city *city);
/* Newest revision as this transaction sees it; 0 = none. */
kbs_code store_city_revision(kbs_city *city, int64_t *out);

/* Opens the file, compares its schema and loads what the handle keeps. For open, create and backup; on failure the handle is closed. */
kbs_code store_city_attach(kbs_city *city, const char *path, store_mode mode);

#endif
