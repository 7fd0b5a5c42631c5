/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Restrictions that lie over the town: flood plain, power line, archaeological sites, belts. */
#ifndef CITY_RESTRICTIONS_H
#define CITY_RESTRICTIONS_H

#include "layers.h"
#include "town.h"

struct restriction {
    struct spot *at;
    int count, room;
    struct extent u, v;
    const char *kind, *authority, *degree, *note;
};

struct restrictions {
    struct restriction *item;
    int count, room;
};

void restrictions_make(struct restrictions *r, const struct town *t);
void restrictions_write(const struct restrictions *r, const struct town *t, struct layers *layers);
void restrictions_free(struct restrictions *r);

/* How many restrictions clearly reach into s. */
int restrictions_touching(const struct restrictions *r, const struct shape *s);

#endif
