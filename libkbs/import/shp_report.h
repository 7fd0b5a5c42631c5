/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings of the shapefile reader: the place and the two facts in one call. */
#ifndef IMPORT_SHP_REPORT_H
#define IMPORT_SHP_REPORT_H

#include "base/finding.h"

typedef struct shp_place {
    const char *file;
    int64_t record;    /* from 1; 0 = none */
    int64_t byte;      /* offset; -1 = none */
    const char *field; /* may be NULL */
} shp_place;

/* Adds the finding. A fatal code returns its kbs_code, any other KBS_OK. `found` and `expected` may
 * be NULL. */
kbs_code shp_report(base_findings *report, base_finding_code code, shp_place place,
                    const char *found, const char *expected);
/* The same with two numbers. */
kbs_code shp_report_numbers(base_findings *report, base_finding_code code, shp_place place,
                            int64_t found, int64_t expected);
/* A finding that stands for `count` cases, the first of which is at `place`; nothing when there
 * were none. */
void shp_note_count(base_findings *report, base_finding_code code, shp_place place, uint64_t count);

#define SHP_DECIMAL_SIZE 24u
/* The number in decimal digits; returns `text`. */
const char *shp_decimal(char text[SHP_DECIMAL_SIZE], int64_t value);
/* What a file seems to be: its kind where it is known, else its first bytes as "41 42 43 44".
 * Returns static text or `text`. */
#define SHP_LOOKS_SIZE 16u
const char *shp_looks(char text[SHP_LOOKS_SIZE], const uint8_t *head, size_t length);

#endif
