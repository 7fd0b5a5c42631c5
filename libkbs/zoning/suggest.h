/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What was perhaps meant: a short sorted list that ends in a finding. */
#ifndef ZONING_SUGGEST_H
#define ZONING_SUGGEST_H

#include "zoning/state.h"

typedef struct zoning_suggestion {
    const char *text; /* in the arena */
    size_t distance;  /* smaller comes first */
} zoning_suggestion;

typedef struct zoning_suggestions {
    zoning_state *state;
    base_arena *arena;
    zoning_suggestion *items;
    size_t count, capacity;
    bool no_memory;
    const char *wanted;    /* what was looked for, loosely folded, or the parcel number */
    int64_t neighbourhood; /* of the block; 0 = any */
} zoning_suggestions;

/* False = no memory. */
bool zoning_suggestions_start(zoning_suggestions *s, zoning_state *state);
void zoning_suggestions_end(zoning_suggestions *s);
/* Keeps a copy of the text; beyond 1 000 nothing more is kept. */
void zoning_suggest(zoning_suggestions *s, const char *text, size_t distance);
/* Ends the suggestions with a finding: `with` when there are some, the best five in `expected`; else `without`. Returns its code. */
kbs_code zoning_suggestions_fail(zoning_suggestions *s, base_finding_code with,
                                 base_finding_code without, const char *found);

#endif
