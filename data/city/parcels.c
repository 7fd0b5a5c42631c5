/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One block divided into parcels: by what the block is for. */
#include <math.h>
#include <stdio.h>

#include "parcels.h"

int plot_add_piece(struct plot *p, const struct shape *s)
{
    if (p->piece_count >= PLOT_PIECES) {
        city_fail("a block has too many parcels");
    }
    shape_copy(&p->piece[p->piece_count], s);
    return p->piece_count++;
}

struct lot *plot_add_lot(struct plot *p, const struct shape *s, enum lot_use use, int front)
{
    const int piece = plot_add_piece(p, s);

    if (p->lot_count >= PLOT_PIECES) {
        city_fail("a block has too many parcels");
    }
    struct lot *lot = &p->lot[p->lot_count++];

    *lot = (struct lot){ .use = use, .piece = { piece }, .pieces = 1, .hole = -1, .front = front };
    return lot;
}

/* Cuts s at a place along the axis (across: false) or across it, and gives both parts a use; the
 * whole gets the first use where the cut does not leave two pieces. */
static void cut_in_two(struct plot *p, const struct shape *s, bool across, double share,
                       enum lot_use low_use, enum lot_use high_use)
{
    const struct spot normal = across ? spot_turned(p->block->axis) : p->block->axis;
    const struct extent x = shape_extent(s, normal);
    struct shape low;
    struct shape high;

    if (!shape_halve(s, (struct line){ normal, x.low + (x.high - x.low) * share }, &low, &high)) {
        (void)plot_add_lot(p, s, low_use, 0);
        return;
    }
    (void)plot_add_lot(p, &low, low_use, 0);
    (void)plot_add_lot(p, &high, high_use, 0);
}

/* The mosque and the municipality's inn at one end, the square itself on the rest. */
static void divide_square(struct plot *p, const struct shape *s)
{
    const struct extent x = shape_extent(s, p->block->axis);
    struct shape low;
    struct shape high;

    if (!shape_halve(s, (struct line){ p->block->axis, x.low + (x.high - x.low) * 0.42 }, &low,
                     &high)) {
        (void)plot_add_lot(p, s, LOT_SQUARE, 0);
        return;
    }
    cut_in_two(p, &low, true, 0.6, LOT_MOSQUE, LOT_OFFICES);
    (void)plot_add_lot(p, &high, LOT_SQUARE, 0);
}

static void divide_with_park(struct plot *p, const struct shape *s, const struct quarter *q,
                             struct cases *cases)
{
    const struct extent x = shape_extent(s, p->block->axis);
    struct shape low;
    struct shape high;

    p->park_cut = x.low + (x.high - x.low) * random_between(&p->random, 0.6, 0.68);
    if (!shape_halve(s, (struct line){ p->block->axis, p->park_cut }, &low, &high)) {
        p->park_cut = x.high + 1.0;
        divide_rows(p, s, q, cases);
        return;
    }
    divide_rows(p, &low, q, cases);
    /* the last lot of each row has the park beside it, along some length */
    for (int i = 0; i < p->lot_count; i++) {
        const struct line beside = { p->block->axis, p->park_cut - 0.05 };
        struct extent chord;

        if (p->lot[i].pieces == 1 &&
            shape_chords(&p->piece[p->lot[i].piece[0]], beside, &chord, 1) == 1 &&
            chord.high - chord.low > 9.0) {
            p->lot[i].cases |= 1u << CASE_BESIDE_PARK;
        }
    }
    (void)plot_add_lot(p, &high, LOT_PARK, 0);
}

/* A square of 5.40 by 4.60 m inside the lot, as far from its edges as the middle is. */
void add_transformer(struct plot *p, int lot, struct cases *cases)
{
    const struct shape *outer = &p->piece[p->lot[lot].piece[0]];
    const struct spot m = shape_middle(outer);
    const struct spot axis = p->block->axis;
    struct shape box = { .count = 0 };

    if (p->lot[lot].pieces != 1 || !shape_contains(outer, m) ||
        shape_edge_distance(outer, m) < 9.0) {
        return;
    }
    const double halves[4][2] = { { -2.7, -2.3 }, { 2.7, -2.3 }, { 2.7, 2.3 }, { -2.7, 2.3 } };

    for (int i = 0; i < 4; i++) {
        const struct spot d = spot_in_frame(axis, halves[i][0], halves[i][1]);

        shape_add(&box, (struct spot){ m.u + d.u, m.v + d.v });
    }
    p->lot[lot].hole = p->lot_count;
    p->lot[lot].cases |= 1u << CASE_HOLE;
    plot_add_lot(p, &box, LOT_TRANSFORMER, 0)->cases |= 1u << CASE_TRANSFORMER;
    cases->made[CASE_HOLE]++;
    cases->made[CASE_TRANSFORMER]++;
}

static void number_lots(struct plot *p)
{
    int number = 1;

    for (int i = 0; i < p->lot_count; i++) {
        struct lot *lot = &p->lot[i];
        const unsigned lettered = 1u << CASE_LETTERED;

        if ((lot->cases & lettered) != 0 && i + 1 < p->lot_count &&
            (p->lot[i + 1].cases & lettered) != 0) {
            (void)snprintf(lot->label, sizeof lot->label, "%d/a", number);
            (void)snprintf(p->lot[i + 1].label, sizeof p->lot[i + 1].label, "%d/b", number);
            i++;
        } else {
            (void)snprintf(lot->label, sizeof lot->label, "%d", number);
        }
        number++;
    }
}

static enum lot_use whole_use(enum block_use use)
{
    switch (use) {
    case BLOCK_SCHOOL:
        return LOT_SCHOOL;
    case BLOCK_CEMETERY:
        return LOT_CEMETERY;
    case BLOCK_SPORT:
        return LOT_SPORT;
    case BLOCK_ESTATE:
        return LOT_ESTATE;
    case BLOCK_WORKSHOPS:
        return LOT_WORKSHOP;
    case BLOCK_FIELDS:
        return LOT_FIELD;
    case BLOCK_HOUSES:
    case BLOCK_HOUSES_AND_PARK:
        return LOT_HOUSE;
    case BLOCK_SQUARE:
        return LOT_SQUARE;
    case BLOCK_PUBLIC:
        return LOT_MOSQUE;
    case BLOCK_PARK:
    case BLOCK_RIVERSIDE:
    case BLOCK_GREEN:
    case BLOCK_WATER:
        return LOT_PARK;
    }
    return LOT_PARK;
}

void plot_divide(struct plot *p, const struct block *b, const struct quarter *q,
                 struct cases *cases, int wanted, struct random random)
{
    p->block = b;
    p->piece_count = 0;
    p->lot_count = 0;
    p->cuts = 0;
    p->two_rows = false;
    p->plan_count = 0;
    p->park_cut = HUGE_VAL;
    p->random = random;
    switch (b->use) {
    case BLOCK_HOUSES:
    case BLOCK_WORKSHOPS:
        divide_rows(p, &b->outline, q, cases);
        break;
    case BLOCK_HOUSES_AND_PARK:
        divide_with_park(p, &b->outline, q, cases);
        break;
    case BLOCK_FIELDS:
        divide_fields(p, &b->outline, cases, wanted);
        break;
    case BLOCK_SQUARE:
        divide_square(p, &b->outline);
        break;
    case BLOCK_PUBLIC:
        cut_in_two(p, &b->outline, false, random_between(&p->random, 0.42, 0.58), LOT_MOSQUE,
                   q->number % 2 == 0 ? LOT_HEALTH : LOT_OFFICES);
        break;
    case BLOCK_ESTATE:
    case BLOCK_SCHOOL:
    case BLOCK_PARK:
    case BLOCK_RIVERSIDE:
    case BLOCK_CEMETERY:
    case BLOCK_SPORT:
    case BLOCK_GREEN:
        (void)plot_add_lot(p, &b->outline, whole_use(b->use), 0);
        if (b->use == BLOCK_ESTATE || b->use == BLOCK_SPORT ||
            ((b->use == BLOCK_SCHOOL || b->use == BLOCK_PARK) &&
             cases_want(cases, CASE_HOLE, &p->random, 0.15))) {
            add_transformer(p, 0, cases);
        }
        break;
    case BLOCK_WATER:
        break; /* not registered: no parcel */
    }
    number_lots(p);
}
