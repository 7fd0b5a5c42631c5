/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The special cases that a city is made to hold: each at least once, listed by key in cases.csv. */
#ifndef CITY_CASES_H
#define CITY_CASES_H

#include <stdbool.h>

#include "names.h"
#include "random.h"

enum city_case {
    CASE_L_SHAPE,
    CASE_CONCAVE,
    CASE_FLAG,
    CASE_LANDLOCKED,
    CASE_LETTERED,
    CASE_HOLE,
    CASE_TRANSFORMER,
    CASE_TRIANGLE,
    CASE_CORNER,
    CASE_THROUGH,
    CASE_BESIDE_PARK,
    CASE_CURVED_FRONT,
    CASE_SPLIT_PLAN,
    CASE_PLAN_ROAD,
    CASE_PARTLY_UNPLANNED,
    CASE_PLAN_OVERLAP,
    CASE_TWO_RESTRICTIONS,
    CASE_BLOCK_ZERO,
    CASE_AREA_MISFIT,
    CASE_COUNT
};

enum { CASES_EACH = 3 };

struct case_entry {
    char neighbourhood[NAME_SIZE];
    char block[16];
    char parcel[16];
};

struct cases {
    struct case_entry entry[CASE_COUNT][CASES_EACH];
    int listed[CASE_COUNT]; /* entries, at most CASES_EACH */
    int made[CASE_COUNT];   /* how many were begun: the first is never left to chance */
};

/* True where the case should be made here: always for the first, later by chance. */
bool cases_want(struct cases *c, enum city_case which, struct random *r, double chance);
bool cases_full(const struct cases *c, enum city_case which);
void cases_list(struct cases *c, enum city_case which, const char *neighbourhood, const char *block,
                const char *parcel);
void cases_write(const struct cases *c, const char *folder); /* cases.csv, UTF-8 */

#endif
