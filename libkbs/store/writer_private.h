/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the files of the writer share: writer.c (begin, add, end), writer_close.c, writer_index.c, writer_commit.c. */
#ifndef STORE_WRITER_PRIVATE_H
#define STORE_WRITER_PRIVATE_H

#include "base/buffer.h"
#include "store/key_set.h"
#include "store/schema.h"
#include "store/tally.h"
#include "store/writer.h"

/* The bytes of a row's digest that are kept with it. */
#define STORE_KEPT_DIGEST 16
#define STORE_MOST_ROWS 20000000u

struct store_writer {
    kbs_city *city;
    const store_kind *kind;
    bool bulk; /* the key indexes are gone until store_writer_index */
    bool begun, committed, indexed, journal_changed;
    int64_t revision, dataset;
    int64_t first_id,
        next_id; /* of rows: ids have no gaps, so first_id - 1 rows were there before */
    base_arena *arena;
    store_statement *insert, *find, *find_content, *close, *look;
    store_statement *forget[3]; /* of what is derived from closed rows */
    store_key_set
        *keys; /* bulk: keys of this source; else: ids of rows that it brought unchanged */
    base_buffer key;
    kbs_box *boxes; /* of new rows; after store_writer_index those of closed rows behind them */
    size_t box_count, box_capacity;
    size_t new_count;
    kbs_box *closed_boxes;
    size_t closed_box_count, closed_box_capacity;
    int64_t *new_ids;
    int64_t *closed_ids;
    size_t closed_count, closed_capacity;
    base_sha256 *sha;
    int64_t inserted, updated, unchanged, vanished;
    store_tally tally;
    bool extent_shrinks; /* a closed row lay on the border of the extent */
    const char *format, *mapping;
    int64_t excluded;
    char digest[BASE_SHA256_HEX];
    char time_utc[21];
};

/* Closes one current row and keeps its box. */
kbs_code store_writer_close_row(store_writer *writer, int64_t id);
/* Writes idx_<table>_geometry anew: boxes of the rows 1..count. */
kbs_code store_rtree_write(store_database *database, const store_kind *kind, const kbs_box *boxes,
                           size_t count, base_findings *report);

#endif
