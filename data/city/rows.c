/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Blocks in one or two rows of parcels, and the odd forms that inheritance and division leave. */
#include <math.h>

#include "parcels.h"

struct row_style {
    double width, spread; /* of a lot along the road; share by which widths differ */
    double askew;         /* how far the cuts stand off square, radians */
    double one_row;       /* a block shallower than this has one row */
};

static struct row_style style_of(const struct quarter *q, const struct block *b)
{
    switch (q->kind) {
    case QUARTER_OLD:
        return (struct row_style){ 9.6, 0.3, 0.1, 21.0 };
    case QUARTER_INNER:
        return (struct row_style){ b->main_road ? 12.5 : 14.5, 0.18, 0.02, 30.0 };
    case QUARTER_GRID:
        return (struct row_style){ 19.5, 0.14, 0.0, 36.0 };
    case QUARTER_VILLA:
    case QUARTER_RURAL:
        return (struct row_style){ 24.0, 0.15, 0.03, 42.0 };
    case QUARTER_INDUSTRY:
        return (struct row_style){ 33.0, 0.2, 0.0, 50.0 };
    }
    return (struct row_style){ 20.0, 0.1, 0.0, 36.0 };
}

/* A cut across the row: its normal is the axis, a little turned about the row's middle line. */
static struct line cut_line(struct spot axis, double place, double across, double askew)
{
    const struct spot normal = spot_in_frame(axis, sqrt(1.0 - askew * askew), askew);
    const struct spot through = spot_in_frame(axis, place, across);

    return (struct line){ normal, spot_dot(normal, through) };
}

/* Adds what a cut left over as lots of their own, all but the largest, which is kept in rest. */
static void keep_largest(struct plot *p, const struct shape *pieces, int count, struct shape *rest,
                         enum lot_use use, int front)
{
    int best = 0;

    for (int i = 1; i < count; i++) {
        best = shape_area(&pieces[i]) > shape_area(&pieces[best]) ? i : best;
    }
    for (int i = 0; i < count; i++) {
        if (i != best) {
            (void)plot_add_lot(p, &pieces[i], use, front);
        }
    }
    rest->count = 0;
    if (count > 0) {
        shape_copy(rest, &pieces[best]);
    }
}

/* Cuts a row into lots from low to high along the axis. A splinter at either end stays with its
 * neighbour. */
static void cut_lots(struct plot *p, const struct shape *row, const struct row_style *style,
                     int front, enum lot_use use)
{
    static struct shape before[SHAPE_PIECES];
    static struct shape after[SHAPE_PIECES];
    static struct shape rest;
    const struct spot axis = p->block->axis;
    const struct extent u = shape_extent(row, axis);
    const struct extent v = shape_extent(row, spot_turned(axis));
    const int lots = (int)((u.high - u.low) / style->width + 0.5);
    const double step = (u.high - u.low) / (double)(lots > 0 ? lots : 1);
    const double least = 0.52 * step * (v.high - v.low);
    double place = u.low;

    shape_copy(&rest, row);
    for (int i = 1; i < lots; i++) {
        const double askew = style->askew * random_between(&p->random, -1.0, 1.0);

        place = u.low + step * ((double)i + style->spread * random_between(&p->random, -1.0, 1.0));
        place = floor(place * 10.0 + 0.5) / 10.0;
        const struct line l = cut_line(axis, place, (v.low + v.high) / 2.0, askew);
        const int before_count = shape_cut(&rest, line_reversed(l), before);
        const int after_count = shape_cut(&rest, l, after);
        double before_area = 0.0;
        double after_area = 0.0;

        for (int k = 0; k < before_count; k++) {
            before_area += shape_area(&before[k]);
        }
        for (int k = 0; k < after_count; k++) {
            after_area += shape_area(&after[k]);
        }
        if (before_area < least || after_area < least || before_count != 1) {
            continue;
        }
        if (p->cuts < PLOT_PIECES) {
            p->cut[p->cuts++] = l;
        }
        (void)plot_add_lot(p, &before[0], use, front);
        keep_largest(p, after, after_count, &rest, use, front);
    }
    (void)plot_add_lot(p, &rest, use, front);
}

static void one_row(struct plot *p, const struct shape *s, const struct row_style *style,
                    enum lot_use use, struct cases *cases)
{
    const int first = p->lot_count;

    cut_lots(p, s, style, -1, use);
    for (int i = first + 1; i + 1 < p->lot_count; i++) {
        p->lot[i].cases |= 1u << CASE_THROUGH;
        cases->made[CASE_THROUGH]++;
    }
    /* a through lot halved from corner to corner: two triangles, each with a road */
    if (p->lot_count - first > 3 && cases_want(cases, CASE_TRIANGLE, &p->random, 0.1)) {
        struct lot *lot = &p->lot[first + 1 + random_index(&p->random, p->lot_count - first - 2)];
        const struct spot axis = p->block->axis;
        const struct shape *whole = &p->piece[lot->piece[0]];
        const struct extent u = shape_extent(whole, axis);
        const struct extent v = shape_extent(whole, spot_turned(axis));
        const double length =
            sqrt((u.high - u.low) * (u.high - u.low) + (v.high - v.low) * (v.high - v.low));
        const struct spot normal =
            spot_in_frame(axis, -(v.high - v.low) / length, (u.high - u.low) / length);
        struct shape low;
        struct shape high;

        if (shape_halve(
                whole, (struct line){ normal, spot_dot(normal, spot_in_frame(axis, u.low, v.low)) },
                &low, &high)) {
            lot->cases = 0;
            shape_copy(&p->piece[lot->piece[0]], &low);
            (void)plot_add_lot(p, &high, use, 1);
        }
    }
}

void divide_rows(struct plot *p, const struct shape *s, const struct quarter *q,
                 struct cases *cases)
{
    const struct row_style style = style_of(q, p->block);
    const enum lot_use use = p->block->use == BLOCK_WORKSHOPS ? LOT_WORKSHOP : LOT_HOUSE;
    const struct spot across = spot_turned(p->block->axis);
    const struct extent v = shape_extent(s, across);
    static struct shape pieces[SHAPE_PIECES];

    if (v.high - v.low < style.one_row) {
        one_row(p, s, &style, use, cases);
        return;
    }
    p->middle = (v.low + v.high) / 2.0 + (v.high - v.low) * random_between(&p->random, -0.05, 0.05);
    const struct spot through =
        spot_in_frame(p->block->axis, shape_extent(s, p->block->axis).low, p->middle);
    const double askew = style.askew * random_between(&p->random, -0.4, 0.4);
    const struct spot normal = spot_in_frame(across, sqrt(1.0 - askew * askew), askew);
    const struct line l = { normal, spot_dot(normal, through) };

    p->two_rows = true;
    p->row_line = l;
    for (int front = -1; front <= 1; front += 2) {
        const int count = shape_cut(s, front < 0 ? line_reversed(l) : l, pieces);

        for (int i = 0; i < count; i++) {
            struct shape row;
            const int first = p->lot_count;

            shape_copy(&row, &pieces[i]);
            cut_lots(p, &row, &style, front, use);
            if (use == LOT_HOUSE) {
                vary_row(p, first, p->lot_count - first, cases);
            }
        }
    }
}
