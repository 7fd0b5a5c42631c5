/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The implementation plan: what may be built on a block, and where its borders run. */
#ifndef CITY_PLAN_H
#define CITY_PLAN_H

#include "parcels.h"

/* Values below 0 are not given by the plan. */
struct plan_rule {
    const char *use;   /* as the official legend names it */
    const char *order; /* A detached, B attached, BL block, I (twin) ... */
    int floors;
    double coverage, floor_ratio;   /* TAKS, KAKS */
    double height_m;                /* Yencok */
    double front_m, side_m, rear_m; /* setbacks */
    const char *note;
};

struct plan_sheet { /* the plan that a quarter's areas belong to */
    char pin[32];
    char name[120];
    char approved[40]; /* YYYYMMDD */
};

void plan_make(struct plot *p, const struct quarter *q, struct cases *cases);
void plan_sheet_of(const struct quarter *q, struct plan_sheet *sheet);
const struct plan_rule *plan_rule_of_lot(const struct plot *p, int lot);

#endif
