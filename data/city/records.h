/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes what stands on one block, and on one quarter, into the layers. */
#ifndef CITY_RECORDS_H
#define CITY_RECORDS_H

#include "layers.h"
#include "plan.h"
#include "restrictions.h"

struct records {
    const struct town *town;
    struct layers *layers;
    const struct restrictions *restrictions;
    struct cases cases;
    struct mesh mesh;
    struct plot plot;
    struct streets streets;
    int64_t parcels, buildings, addresses, points, plans;
    int next_block; /* numbers of blocks run through the whole town */
};

/* How many parcels the quarter would have; writes nothing. */
int64_t records_count_quarter(struct records *r, const struct quarter *q);

/* Writes the quarter; a rural one stops when the town has its parcels. */
void records_write_quarter(struct records *r, struct quarter *q);

/* The roads between quarters: known when all quarters are. */
void records_write_main_roads(struct records *r);

/* A polyline along the board's straight edges, bent. */
void records_write_road(struct records *r, const struct spot *points, int count, const char *name,
                        enum road_class kind, double width);

/* For the file that writes a block. */
void records_write_block(struct records *r, const struct quarter *q, const struct block *b,
                         int number, int *next_rural);

#endif
