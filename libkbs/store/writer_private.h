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

/* Rows that one statement of a bulk import writes. */
#define STORE_ROWS_AT_ONCE 8u

/* A row that waits for the others. */
typedef struct store_waiting_row {
    store_row row;
    store_value values[STORE_MOST_FIELDS];
    base_buffer bytes; /* of its texts and its geometry */
} store_waiting_row;

struct store_writer {
    kbs_city *city;
    const store_kind *kind;
    bool bulk; /* the key indexes are gone until store_writer_index */
    bool begun, committed, indexed, journal_changed;
    int64_t revision, dataset;
    int64_t first_id; /* of rows: ids have no gaps, so first_id - 1 rows were there before */
    int64_t next_id;
    base_arena *arena;
    store_statement *insert, *insert_many, *find, *find_content, *close, *look;
    store_statement *forget[3]; /* of what is derived from closed rows */
    store_waiting_row waiting[STORE_ROWS_AT_ONCE];
    size_t waiting_count;
    store_key_set *keys; /* bulk: keys of this source; else: ids of unchanged rows */
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

bool store_value_is_empty(const store_value *value);
/* The id of a name; a missing one in a key is the empty name. 0 = no value. */
kbs_code store_writer_name_of(store_writer *writer, const store_field *field,
                              const store_value *value, int64_t *id);
/* Binds a value as its field keeps it. */
kbs_code store_writer_bind(store_writer *writer, store_statement *statement, int parameter,
                           const store_field *field, const store_value *value);
kbs_code store_writer_prepare_insert(store_writer *writer);
/* The row gets the next id. In bulk it may be written by a later call only, at the latest by store_writer_flush. */
kbs_code store_writer_insert(store_writer *writer, const store_row *row);
kbs_code store_writer_flush(store_writer *writer);
/* Closes one current row and keeps its box. */
kbs_code store_writer_close_row(store_writer *writer, int64_t id);
/* Writes idx_<table>_geometry anew: boxes of the rows 1..count. */
kbs_code store_rtree_write(store_database *database, const store_kind *kind, const kbs_box *boxes,
                           size_t count, base_findings *report);

#endif
