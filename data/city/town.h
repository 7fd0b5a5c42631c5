/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The plan of the whole town: ring roads around the old centre, boulevards outwards, and between
 * them the quarters (neighbourhoods), in the order in which the town grew. */
#ifndef CITY_TOWN_H
#define CITY_TOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "bend.h"
#include "names.h"
#include "shape.h"

enum { TOWN_RINGS = 64, TOWN_BOULEVARDS = 6 };

enum quarter_kind {
    QUARTER_OLD,      /* the centre: crooked lanes, attached houses */
    QUARTER_INNER,    /* attached and block order, shops along the main roads */
    QUARTER_GRID,     /* flats with gardens on a grid of its own angle */
    QUARTER_VILLA,    /* houses with gardens */
    QUARTER_INDUSTRY, /* small industrial estate */
    QUARTER_RURAL     /* orchards and fields, block 0, no plan */
};

struct quarter {
    int ring, sector;
    double from, to;  /* angles of its sides; from < to */
    double order;     /* the town grows by this */
    double closeness; /* 0 in the centre, 1 at the edge of the town */
    enum quarter_kind kind;
    int number; /* in order of growth */
    bool built;
    char name[NAME_SIZE];
};

struct town {
    uint64_t seed;
    int64_t parcels;
    struct bend bend;
    int rings;                 /* quarters lie in rings 0 .. rings - 1 */
    double radius[TOWN_RINGS]; /* ring i ends at radius[i] */
    double wobble[TOWN_RINGS][4];
    int sectors[TOWN_RINGS];
    int first_quarter[TOWN_RINGS];
    double boulevard[TOWN_BOULEVARDS]; /* angles */
    double edge_radius;                /* about where the town ends */
    double bank_half, bank_street;     /* linear park along the stream; width of its streets */
    struct quarter *quarter;           /* by ring, then sector */
    int quarter_count;
    int *by_order; /* numbers of quarters, innermost first */
};

void town_plan(struct town *t, int64_t parcels, uint64_t seed);
void town_free(struct town *t);

double town_ring_radius(const struct town *t, int ring, double angle);
double town_ring_width(int ring);                                 /* metres */
double town_side_width(const struct town *t, int ring, int side); /* the road before sector side */
bool town_side_is_boulevard(const struct town *t, int ring, int side, int *boulevard);

/* The points of the outer boundary of a ring between two angles, both included; the corners of all
 * quarters on both sides are among them. Returns how many. */
int town_arc(const struct town *t, int ring, double from, double to, double widen, struct spot *out,
             int max);

/* The quarter up to the centre lines of its roads, and what its roads leave of it. */
void town_quarter_gross(const struct town *t, const struct quarter *q, struct shape *s);
bool town_quarter_net(const struct town *t, const struct quarter *q, struct shape *s);

#endif
