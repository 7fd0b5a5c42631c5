/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lists of findings, and the catalogue of their texts (data/messages/, embedded at build time). */
#ifndef BASE_FINDING_H
#define BASE_FINDING_H

#include <kbs/error.h>

#include "base/finding_codes.h" /* generated: enum base_finding_code { FINDING_SHP_CUT, … , FINDING_CODE_COUNT } */
#include "base/memory.h"

/* A finding to fill in: severity and code from the catalogue, record 0, byte -1, the rest empty. */
kbs_finding base_finding_of(base_finding_code code);

/* A list that owns copies of its texts. */
typedef struct base_findings {
    kbs_finding *items;
    size_t count, capacity;
    base_arena *texts;
    bool failed;     /* memory was out: an item could not be kept */
    kbs_code result; /* result of the last fatal one */
} base_findings;

void base_findings_init(base_findings *list);
void base_findings_release(base_findings *list);
void base_findings_clear(base_findings *list);
/* Copies the finding; `found` is escaped and cut to 80 characters, `expected` to 400. `list` may be NULL (nothing is kept). */
void base_findings_add(base_findings *list, const kbs_finding *finding);
/* Adds as fatal and returns the kbs_code that the catalogue ties to this code (KBS_INPUT, KBS_IO, …). Every failure ends in
 * one call of this. */
kbs_code base_findings_fail(base_findings *list, const kbs_finding *finding);
/* For the most frequent case: a code with file, found and expected (each may be NULL). */
kbs_code base_findings_fail_with(base_findings *list, base_finding_code code, const char *file,
                                 const char *found, const char *expected);
/* The finding for "memory is out": needs no memory itself; returns KBS_MEMORY. */
kbs_code base_findings_no_memory(base_findings *list);
/* The last fatal finding, or the last one; "memory is out" when that one could not be kept; NULL when empty. */
const kbs_finding *base_findings_last(const base_findings *list);
/* Appends copies of all of `from`. */
void base_findings_join(base_findings *list, const base_findings *from);

/* The catalogue's row. */
typedef struct base_finding_text {
    const char *code;
    kbs_severity severity;
    kbs_code result;
    const char *text
        [2]; /* by kbs_lang, with {found} {expected} {file} {layer} {record} {key} {field} {byte} {line} {column} {east} {north} */
    const char *advice[2]; /* "" = none */
} base_finding_text;
const base_finding_text *base_finding_catalogue(base_finding_code code);
/* By name ("shp.cut"); NULL when there is none. */
const base_finding_text *base_finding_catalogue_by_name(const char *code);

#endif
