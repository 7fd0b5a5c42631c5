/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The two clocks of a question: what was known on a revision, and which plans are valid on a day. */
#ifndef ZONING_CLOCKS_H
#define ZONING_CLOCKS_H

#include <kbs/types.h>

#include "store/scan.h"

/* Both 0: the present, and plans of every status. */
typedef struct zoning_moment {
    int64_t known_on;  /* rows as of this revision; 0 = the current ones */
    kbs_date valid_on; /* year 0 = plans of every status and every date */
} zoning_moment;

bool zoning_moment_is_now(const zoning_moment *moment);

typedef enum zoning_standing {
    ZONING_STANDS = 0, /* it counts */
    ZONING_ON_DISPLAY, /* askıda: a notice */
    ZONING_STANDS_NOT  /* annulled, superseded, not yet or no more in force */
} zoning_standing;
/* Of a plan area's row, read with its columns; the rules are in docs/zoning.md. */
zoning_standing zoning_plan_standing(const store_scanned *row, kbs_date on);
/* The revision that a text names: a number, or a time up to which it is the newest. KBS_USAGE, KBS_NOT_FOUND with a finding. */
kbs_code zoning_read_revision(kbs_city *city, const char *text, int64_t *out);

#endif
