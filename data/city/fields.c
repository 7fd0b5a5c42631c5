/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Fields and orchards: a piece of land halved by area until it has the wanted number of parcels. */
#include <math.h>

#include "parcels.h"

enum { FIELDS_MAX = 64 };

struct field {
    struct shape shape;
    int parts;
};

static const double field_m2 = 4300.0;

/* The place on the normal at which the part below has share of the area: thirty halvings. */
static double place_by_area(const struct shape *s, struct spot normal, double share)
{
    struct extent x = shape_extent(s, normal);
    const double goal = shape_area(s) * share;

    for (int i = 0; i < 30; i++) {
        const double middle = (x.low + x.high) / 2.0;
        struct shape below;

        shape_copy(&below, s);
        const double area = shape_keep(&below, line_reversed((struct line){ normal, middle }))
                                ? shape_area(&below)
                                : 0.0;

        if (area < goal) {
            x.low = middle;
        } else {
            x.high = middle;
        }
    }
    return floor((x.low + x.high) * 50.0 + 0.5) / 100.0;
}

static bool halve(struct plot *p, const struct field *whole, struct field *low, struct field *high)
{
    const struct spot axis = shape_long_axis(&whole->shape);

    low->parts = whole->parts / 2;
    high->parts = whole->parts - low->parts;
    for (int attempt = 0; attempt < 6; attempt++) {
        const struct spot turn =
            spot_direction(random_between(&p->random, -0.16, 0.16) * (double)(attempt + 1));
        const struct spot normal = spot_in_frame(axis, turn.u, turn.v);
        const double share =
            (double)low->parts / (double)whole->parts * random_between(&p->random, 0.86, 1.14);
        const double place = place_by_area(&whole->shape, normal, share);

        if (shape_halve(&whole->shape, (struct line){ normal, place }, &low->shape, &high->shape)) {
            return true;
        }
    }
    return false;
}

void divide_fields(struct plot *p, const struct shape *s, struct cases *cases, int wanted)
{
    static struct field stack[FIELDS_MAX];
    static struct field whole;
    static struct field low;
    static struct field high;
    const int fit = (int)(shape_area(s) / field_m2 + 0.5);
    int depth = 0;

    shape_copy(&stack[0].shape, s);
    stack[0].parts = wanted > 0 && wanted < fit ? wanted : fit > 0 ? fit : 1;
    depth = 1;
    while (depth > 0) {
        whole = stack[--depth];
        if (whole.parts <= 1 || depth + 2 > FIELDS_MAX || !halve(p, &whole, &low, &high)) {
            plot_add_lot(p, &whole.shape, LOT_FIELD, 0)->cases |= 1u << CASE_BLOCK_ZERO;
            cases->made[CASE_BLOCK_ZERO]++;
            continue;
        }
        stack[depth++] = high;
        stack[depth++] = low;
    }
}
