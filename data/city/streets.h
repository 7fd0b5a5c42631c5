/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The streets of one quarter and the blocks between them. */
#ifndef CITY_STREETS_H
#define CITY_STREETS_H

#include "random.h"
#include "town.h"

enum { STREETS_ROADS = 256, STREETS_SEGMENTS = 3072, STREETS_BLOCKS = 384 };

enum road_class { ROAD_BOULEVARD, ROAD_RING, ROAD_AVENUE, ROAD_STREET, ROAD_LANE, ROAD_TRACK };

struct road {
    char name[NAME_SIZE];
    enum road_class kind;
    double width;
    int next_house[2]; /* odd and even side */
};

struct segment { /* a piece of a centre line, straight on the board */
    struct spot from, to;
    int road;
    bool border; /* between quarters: drawn once for the town */
};

enum block_use {
    BLOCK_HOUSES,
    BLOCK_HOUSES_AND_PARK, /* one end of the block is a park */
    BLOCK_ESTATE,          /* one large parcel with several blocks of flats */
    BLOCK_WORKSHOPS,
    BLOCK_FIELDS,
    BLOCK_SQUARE, /* the market square with its mosque */
    BLOCK_PUBLIC, /* mosque and health centre, or town offices */
    BLOCK_SCHOOL,
    BLOCK_PARK,
    BLOCK_RIVERSIDE,
    BLOCK_CEMETERY,
    BLOCK_SPORT,
    BLOCK_GREEN, /* what is too small to build on */
    BLOCK_WATER  /* the bed of the stream */
};

struct block {
    struct shape outline;
    struct spot axis; /* its rows of parcels run along this */
    enum block_use use;
    bool main_road; /* touches a road that borders the quarter */
};

struct streets {
    struct road road[STREETS_ROADS];
    int road_count;
    struct segment segment[STREETS_SEGMENTS];
    int segment_count;
    struct block block[STREETS_BLOCKS];
    int block_count;
    struct random random;
};

void streets_make(struct streets *s, const struct town *t, const struct quarter *q);
int streets_nearest(const struct streets *s, struct spot p); /* the road of the nearest segment */

/* For the files of this folder that lay out one kind of quarter each. */
int streets_add_road(struct streets *s, const char *name, enum road_class kind, double width);
void streets_add_segment(struct streets *s, struct spot from, struct spot to, int road,
                         bool border);
struct block *streets_add_block(struct streets *s, const struct shape *outline, struct spot axis,
                                enum block_use use);
void streets_new_name(struct streets *s, const struct town *t, const struct quarter *q, bool avenue,
                      char *out);
void lay_grid(struct streets *s, const struct town *t, const struct quarter *q,
              const struct shape *net, const struct shape *gross, struct spot axis);
void lay_lanes(struct streets *s, const struct town *t, const struct quarter *q,
               const struct shape *net, const struct shape *gross);
void choose_uses(struct streets *s, const struct quarter *q);

#endif
