/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes the rows of one import: one transaction, one revision. Unchanged rows stay, changed ones are closed and written anew. Into an
 * empty table it runs in bulk: key index and R-tree are built at the end. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/sha256.h"
#include "store/city_handle.h"
#include "store/kinds.h"

typedef struct store_writer store_writer;

/* One row to write; everything is borrowed for the call. */
typedef struct store_row {
    const store_value *values; /* field_count of the kind, in its order */
    const void *blob;          /* SpatiaLite geometry, made by geo_blob_encode */
    size_t blob_length;
    kbs_box box;
    double measure;     /* area_m2 or length_m */
    int64_t record;     /* in the source */
    const char *unread; /* JSON object of values that could not be read; NULL = none */
    uint8_t digest[BASE_SHA256_BYTES]; /* of values and blob: store_row_digest */
} store_row;

/* The digest of a row's content (values, unread and blob, not its record number): the same for the same content. For the reading thread. STORE_NAME values
 * must not depend on ids: pass the name's exact fold as text in `values[i].text` beside the id. */
void store_row_digest(base_sha256 *sha, const store_kind *kind, const store_row *row,
                      uint8_t digest[BASE_SHA256_BYTES]);

typedef enum store_outcome {
    STORE_INSERTED = 1,
    STORE_UPDATED = 2, /* the old row was closed, this one written */
    STORE_UNCHANGED = 3,
    STORE_DUPLICATE =
        4 /* the same key came before in this source: not written; `other_record` says where */
} store_outcome;

/* BEGIN IMMEDIATE and makes the next revision number. `expected` rows by the independent count. */
kbs_code store_writer_new(store_writer **out, kbs_city *city, kbs_kind kind, const char *dataset,
                          int64_t expected);
/* Rolls back unless store_writer_commit was called. NULL is nothing. */
void store_writer_free(store_writer *writer);
int64_t store_writer_revision(const store_writer *writer);
kbs_code store_writer_add(store_writer *writer, const store_row *row, store_outcome *outcome,
                          int64_t *other_record);
/* Closes current rows of this dataset that the source did not bring (neither written nor unchanged). */
kbs_code store_writer_close_vanished(store_writer *writer, int64_t *closed);
/* Key index and R-tree are complete after this; rows can be searched. */
kbs_code store_writer_index(store_writer *writer, kbs_progress_cb progress, void *user);
/* Boxes of all that this import wrote or closed, for the shares: borrowed, valid until free. */
void store_writer_touched(const store_writer *writer, const kbs_box **boxes, size_t *count,
                          const int64_t **new_ids, size_t *new_count);
/* What stands in the revision beside kbs_revision: format, mapping as text, records that the source itself marks as deleted. Copied. */
void store_writer_provenance(store_writer *writer, const char *format, const char *mapping,
                             int64_t excluded);
/* Writes revision (its digest is computed here) and ledger, commits, flushes. After KBS_OK the revision is on disk. The writer can only be freed then. */
kbs_code store_writer_commit(store_writer *writer, kbs_revision *revision,
                             const base_findings *ledger);

#endif
