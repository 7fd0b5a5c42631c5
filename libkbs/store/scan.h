/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads rows of a kind: all, by id, or those that meet a box; at the present or at a past revision. */
#ifndef STORE_SCAN_H
#define STORE_SCAN_H

#include "store/city_handle.h"
#include "store/kinds.h"

typedef struct store_scan store_scan;

/* A row as read; borrowed until the next call on the scan. Neighbourhood names are given as text. */
typedef struct store_scanned {
    int64_t id;
    store_value values[STORE_MOST_FIELDS];
    double measure;
    const char *unread; /* "" = none */
    int64_t record, from_revision, until_revision; /* 0 = current */
    const void *blob;
    size_t blob_length;
} store_scanned;

/* In the order of ids. `box` NULL: everywhere; else only rows whose box meets it (by R-tree). known_on 0: current rows; else the rows as of that
 * revision; -1: all rows, closed ones too. `columns` false: only id, measure and geometry are read. */
kbs_code store_scan_new(store_scan **out, kbs_city *city, kbs_kind kind, const kbs_box *box, int64_t known_on, bool columns);
kbs_code store_scan_next(store_scan *scan, store_scanned *row); /* KBS_END */
void store_scan_free(store_scan *scan);
kbs_code store_row_by_id(kbs_city *city, kbs_kind kind, int64_t id, bool (*take)(const store_scanned *row, void *user), void *user);
/* Number of current rows. */
kbs_code store_kind_count(kbs_city *city, kbs_kind kind, int64_t *count);

#endif
