/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What stands on a parcel. */
#ifndef CITY_BUILDINGS_H
#define CITY_BUILDINGS_H

#include "plan.h"

struct building {
    struct shape outline;
    int floors;
    double height_m;
    const char *use;
};

enum { BUILDINGS_MAX = 12 };

/* The buildings of one lot; returns how many (0 on an empty one). */
int buildings_make(const struct plot *p, int lot, const struct quarter *q, struct random *r,
                   struct building *out);

#endif
