/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads rows of a kind: all, by id, or those that meet a box; at the present or at a past revision. */
#ifndef STORE_SCAN_H
#define STORE_SCAN_H

#include "base/buffer.h"
#include "base/sha256.h"
#include "store/city_handle.h"
#include "store/kinds.h"

typedef struct store_scan store_scan;

/* A row as read; borrowed until the next call on the scan. Neighbourhood names are given as text. */
typedef struct store_scanned {
    int64_t id;
    store_value values[STORE_MOST_FIELDS];
    double measure;
    const char *unread;                            /* "" = none */
    int64_t record, from_revision, until_revision; /* 0 = current */
    const void *blob;
    size_t blob_length;
    const void *digest; /* as kept with the row (its first bytes); NULL when columns are not read */
    size_t digest_length;
} store_scanned;

/* Is the row, which was read with its columns, what was imported? Its digest is computed (full, when `digest` is not NULL) and compared with the kept one:
 * about 0.5 µs. A bit that fell over on the disk shows here. */
bool store_scanned_is_sound(kbs_city *city, const store_kind *kind, const store_scanned *row,
                            base_sha256 *sha, uint8_t digest[BASE_SHA256_BYTES]);
/* What people call the row: "Çankaya/101/5", or its source id; "" when it has neither. */
void store_scanned_label(const store_kind *kind, const store_scanned *row, base_buffer *out);

/* In the order of ids. `box` NULL: everywhere; else only rows whose box meets it (by R-tree). known_on 0: current rows; else the rows as of that
 * revision; -1: all rows, closed ones too. `columns` false: only id, measure and geometry are read. */
kbs_code store_scan_new(store_scan **out, kbs_city *city, kbs_kind kind, const kbs_box *box,
                        int64_t known_on, bool columns);
kbs_code store_scan_next(store_scan *scan, store_scanned *row); /* KBS_END */
void store_scan_free(store_scan *scan);
kbs_code store_row_by_id(kbs_city *city, kbs_kind kind, int64_t id,
                         bool (*take)(const store_scanned *row, void *user), void *user);
/* Number of current rows. */
kbs_code store_kind_count(kbs_city *city, kbs_kind kind, int64_t *count);

#endif
