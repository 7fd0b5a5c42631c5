/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One block divided into parcels. */
#ifndef CITY_PARCELS_H
#define CITY_PARCELS_H

#include "cases.h"
#include "mesh.h"
#include "streets.h"

enum { PLOT_PIECES = 256, LOT_PIECES = 8, PLOT_PLANS = 12, LABEL_SIZE = 16 };

enum lot_use {
    LOT_HOUSE,
    LOT_WORKSHOP,
    LOT_FIELD,
    LOT_PARK,
    LOT_SCHOOL,
    LOT_MOSQUE,
    LOT_HEALTH,
    LOT_OFFICES, /* of the municipality */
    LOT_SQUARE,
    LOT_CEMETERY,
    LOT_SPORT,
    LOT_ESTATE,
    LOT_TRANSFORMER
};

struct lot {
    enum lot_use use;
    int piece[LOT_PIECES]; /* pieces that make it up; the first has the front */
    int pieces;
    int hole;               /* the lot that lies inside this one, or -1 */
    int front;              /* its road lies towards -1: low, 1: high across, 0: not known */
    char label[LABEL_SIZE]; /* parcel number, may be "12/a" */
    unsigned cases;         /* bit per special case, by construction */
};

struct plan_rule;

/* A plan area inside the block. */
struct plan_piece {
    struct shape shape;
    const struct plan_rule *rule;
};

struct plot {
    const struct block *block;
    struct shape piece[PLOT_PIECES];
    int piece_count;
    struct lot lot[PLOT_PIECES];
    int lot_count;
    double park_cut; /* place along the axis where the park of BLOCK_HOUSES_AND_PARK begins */
    struct line cut[PLOT_PIECES]; /* between the lots of the first row */
    int cuts;
    double middle; /* place across of the line between the rows; both rows exist */
    bool two_rows;
    struct line row_line; /* between the rows */
    struct random random;
    struct plan_piece plan[PLOT_PLANS];
    int plan_count;
    bool plan_cut; /* a border of the plan runs through the block along plan_line ... */
    struct line plan_line;
    enum city_case plan_case; /* ... and makes this of the parcels it cuts */
};

/* Divides b; fields are divided into wanted parcels (0: as many as fit, others ignore it). */
void plot_divide(struct plot *p, const struct block *b, const struct quarter *q,
                 struct cases *cases, int wanted, struct random random);

/* For the files that divide one kind of block each. */
struct lot *plot_add_lot(struct plot *p, const struct shape *s, enum lot_use use, int front);
int plot_add_piece(struct plot *p, const struct shape *s);
void divide_rows(struct plot *p, const struct shape *s, const struct quarter *q,
                 struct cases *cases);
void divide_fields(struct plot *p, const struct shape *s, struct cases *cases, int wanted);
void vary_row(struct plot *p, int first, int count, struct cases *cases);
void add_transformer(struct plot *p, int lot, struct cases *cases);

#endif
