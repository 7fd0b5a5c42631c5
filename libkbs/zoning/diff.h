/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parts of a comparison of two revisions. */
#ifndef ZONING_DIFF_H
#define ZONING_DIFF_H

#include "zoning/state.h"

/* A key that may have another answer: its rows on the two revisions, 0 = none. */
typedef struct zoning_diff_key {
    int64_t neighbourhood;
    const char *name, *block, *parcel;
    int64_t from_id, to_id;
} zoning_diff_key;

typedef struct zoning_diff_keys {
    base_arena *texts;
    zoning_diff_key *items; /* in the order of keys */
    size_t count, capacity;
} zoning_diff_keys;

/* The keys whose own row changed between the revisions, or whose box meets a plan area or restriction that did. In a read transaction. */
kbs_code zoning_diff_keys_find(zoning_diff_keys *keys, zoning_state *state, int64_t from,
                               int64_t to);
void zoning_diff_keys_release(zoning_diff_keys *keys);

/* Do two answers say the same, whatever rows of the city they come from? */
bool zoning_answers_are_same(const kbs_zoning *a, const kbs_zoning *b);
bool zoning_rows_are_same(const kbs_zoning_row *a, const kbs_zoning_row *b);

#endif
