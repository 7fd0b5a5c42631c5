/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What stands on the blocks of a quarter besides houses: park, school, mosque, what is left
 * over. */
#include <math.h>

#include "streets.h"

/* The house block with an area between low and high that lies nearest to the middle of the
 * quarter. */
static struct block *pick(struct streets *s, double low, double high)
{
    struct spot middle = { 0.0, 0.0 };
    struct block *best = NULL;
    double least = HUGE_VAL;

    for (int i = 0; i < s->block_count; i++) {
        const struct spot m = shape_middle(&s->block[i].outline);

        middle.u += m.u / (double)s->block_count;
        middle.v += m.v / (double)s->block_count;
    }
    for (int i = 0; i < s->block_count; i++) {
        struct block *b = &s->block[i];
        const double area = shape_area(&b->outline);
        const double far = spot_distance(shape_middle(&b->outline), middle);

        if (b->use == BLOCK_HOUSES && area >= low && area <= high && far < least) {
            least = far;
            best = b;
        }
    }
    return best;
}

static void give(struct block *b, enum block_use use)
{
    if (b != NULL) {
        b->use = use;
    }
}

static void set_leftovers(struct streets *s, enum quarter_kind kind)
{
    const double least = kind == QUARTER_OLD ? 90.0 : 330.0;

    for (int i = 0; i < s->block_count; i++) {
        struct block *b = &s->block[i];
        const double area = shape_area(&b->outline);
        const double thin = area / shape_girth(&b->outline);

        if (b->use == BLOCK_HOUSES && (area < least || thin < (kind == QUARTER_OLD ? 2.4 : 4.6))) {
            b->use = BLOCK_GREEN;
        } else if (b->use == BLOCK_HOUSES && kind == QUARTER_INDUSTRY) {
            b->use = BLOCK_WORKSHOPS;
        }
    }
    /* what is thinner than a pavement belongs to the road */
    int kept = 0;

    for (int i = 0; i < s->block_count; i++) {
        const double area = shape_area(&s->block[i].outline);

        if (area < 45.0 || area / shape_girth(&s->block[i].outline) < 1.2) {
            continue;
        }
        if (kept != i) {
            s->block[kept] = s->block[i];
        }
        kept++;
    }
    s->block_count = kept;
}

void choose_uses(struct streets *s, const struct quarter *q)
{
    set_leftovers(s, q->kind);
    switch (q->kind) {
    case QUARTER_RURAL:
        break;
    case QUARTER_OLD:
        give(pick(s, 1500.0, 3600.0), BLOCK_PUBLIC);
        break;
    case QUARTER_INDUSTRY: {
        for (int i = 0; i < s->block_count; i++) {
            s->block[i].use = s->block[i].use == BLOCK_WORKSHOPS ? BLOCK_HOUSES : s->block[i].use;
        }
        give(pick(s, 2000.0, 9000.0), BLOCK_PARK);
        set_leftovers(s, q->kind);
        break;
    }
    case QUARTER_INNER:
    case QUARTER_GRID:
    case QUARTER_VILLA:
        if (s->block_count > 6) {
            give(pick(s, 2200.0, 9500.0), BLOCK_PARK);
            give(pick(s, 1800.0, 9000.0),
                 q->number % 3 != 2 ? BLOCK_PUBLIC : BLOCK_HOUSES_AND_PARK);
        }
        if (q->number % 3 == 2 && s->block_count > 8) {
            give(pick(s, 5200.0, 16000.0), BLOCK_SCHOOL);
        }
        if (s->block_count > 5 && q->number % 2 == 0) {
            give(pick(s, 3600.0, 12000.0), BLOCK_HOUSES_AND_PARK);
        }
        if (q->kind == QUARTER_GRID && q->number % 4 == 3) {
            give(pick(s, 6000.0, 14000.0), BLOCK_ESTATE);
        }
        break;
    }
}
