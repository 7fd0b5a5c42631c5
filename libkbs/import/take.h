/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One record of a source becomes one row of the city, or a finding that says why not. Runs on the reading thread and knows no store. */
#ifndef IMPORT_TAKE_H
#define IMPORT_TAKE_H

#include "geo/geos.h"
#include "geo/proj.h"
#include "import/profile.h"
#include "import/reader.h"
#include "store/writer.h"

/* A neighbourhood name met in the source; lives as long as the taker. */
typedef struct import_name {
    const char *text;   /* as written, UTF-8 */
    const char *folded; /* exact fold */
    size_t length, folded_length;
    size_t index; /* from 0, in the order of appearance */
} import_name;

/* A row ready to be written; everything in it lives in its batch's arena or in the taker. */
typedef struct import_row {
    store_row row;
    store_value *values;     /* the same as row.values, still to get the id of the name */
    const import_name *name; /* NULL: the kind has no neighbourhood field, or it is empty */
    int name_field;          /* index of that field; -1 */
    int64_t byte, line;
    geo_vertex place; /* first vertex in the source's system */
    bool mended;
} import_row;

#define IMPORT_BATCH_ROWS 512

typedef struct import_batch {
    import_row rows[IMPORT_BATCH_ROWS];
    size_t count;
    base_arena *arena;
} import_batch;

import_batch *import_batch_new(void); /* NULL = no memory */
void import_batch_free(import_batch *batch);

typedef struct import_taker import_taker;

typedef struct import_taker_setup {
    const store_kind *kind;
    const import_layer *layer;
    const import_match *match;
    const char *file; /* for findings */
    geo_transform *transform;
    bool source_is_geographic;
    kbs_box
        allowed; /* of the city's system, metres; rows wholly outside are refused; empty = anything */
    int32_t srid;
    bool repair;
    bool all_states; /* also parcels that the land registry does not call active */
    base_findings *report;
    struct import_join *join; /* fills empty fields; NULL = none */
} import_taker_setup;

/* NULL = no memory. Everything in the setup is borrowed. */
import_taker *import_taker_new(const import_taker_setup *setup);
void import_taker_free(import_taker *taker);
base_findings *import_taker_report(const import_taker *taker);

/* Adds a row to the batch (which must have room), or a refused finding to the report: *kept says which. Fails only for memory. */
kbs_code import_take(import_taker *taker, import_record *record, import_batch *batch, bool *kept);

/* What a row calls itself in findings: "Çankaya/101/5", "101/5", a name, a source id; "" when nothing. Valid until the next call. */
const char *import_row_label(import_taker *taker, const store_value *values,
                             const import_name *name);
/* The same for another thread's use, into a buffer of its own. */
void import_label_write(base_buffer *out, const store_kind *kind, const store_value *values,
                        const import_name *name);

#endif
