/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Newer quarters: rows of blocks between parallel streets, with cross streets. */
#include <math.h>

#include "streets.h"

enum { ROWS_MAX = 48, CROSS_MAX = 32 };

struct grid {
    const struct town *town;
    const struct quarter *quarter;
    const struct shape *net, *gross;
    struct spot axis, across;
    int rows;
    double
        row_edge[ROWS_MAX + 1]; /* centre lines of the streets between rows, and the outer edges */
    double row_width[ROWS_MAX + 1];
    int crosses;
    double cross[CROSS_MAX], cross_width[CROSS_MAX];
    bool open[ROWS_MAX][CROSS_MAX]; /* the cross street runs through the row */
};

struct grid_style {
    double depth, depth_spread; /* of a block */
    double length_low, length_high;
    double street, avenue; /* widths */
    double closed;         /* share of rows that a cross street leaves out */
};

static struct grid_style style_of(enum quarter_kind kind)
{
    switch (kind) {
    case QUARTER_OLD:
    case QUARTER_INNER:
        return (struct grid_style){ 47.0, 3.0, 70.0, 125.0, 10.0, 12.0, 0.18 };
    case QUARTER_GRID:
        return (struct grid_style){ 59.0, 4.0, 90.0, 170.0, 10.0, 15.0, 0.25 };
    case QUARTER_VILLA:
    case QUARTER_RURAL:
        return (struct grid_style){ 68.0, 5.0, 110.0, 200.0, 7.0, 12.0, 0.35 };
    case QUARTER_INDUSTRY:
        return (struct grid_style){ 88.0, 6.0, 120.0, 220.0, 15.0, 20.0, 0.3 };
    }
    return (struct grid_style){ 59.0, 4.0, 90.0, 170.0, 10.0, 15.0, 0.25 };
}

static void plan_rows(struct grid *g, struct streets *s, const struct grid_style *style)
{
    const struct extent v = shape_extent(g->net, g->across);
    const double depth =
        style->depth + random_between(&s->random, -style->depth_spread, style->depth_spread);
    int rows = (int)((v.high - v.low + style->street) / (depth + style->street) + 0.5);

    rows = rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
    g->rows = rows;
    const double step = (v.high - v.low + style->street) / (double)rows;

    for (int i = 0; i <= rows; i++) {
        const bool avenue = i % 3 == 2 && rows > 3;
        const double shift = i > 0 && i < rows ? random_between(&s->random, -2.5, 2.5) : 0.0;

        g->row_width[i] = avenue ? style->avenue : style->street;
        g->row_edge[i] = v.low - style->street / 2.0 + step * (double)i + shift;
    }
    g->row_edge[0] = v.low - 100.0;
    g->row_edge[rows] = v.high + 100.0;
}

static void plan_crosses(struct grid *g, struct streets *s, const struct grid_style *style)
{
    const struct extent u = shape_extent(g->net, g->axis);
    double place =
        u.low + random_between(&s->random, style->length_low * 0.6, style->length_high * 0.8);

    g->crosses = 0;
    while (place < u.high - style->length_low * 0.5 && g->crosses < CROSS_MAX) {
        g->cross[g->crosses] = place;
        g->cross_width[g->crosses] = g->crosses % 3 == 1 ? style->avenue : style->street;
        for (int i = 0; i < g->rows; i++) {
            g->open[i][g->crosses] = !random_chance(&s->random, style->closed);
        }
        g->crosses++;
        place += random_between(&s->random, style->length_low, style->length_high);
    }
}

/* Cuts one piece of a row at its cross streets into blocks. */
static void cut_row(struct grid *g, struct streets *s, struct shape *rest, int row)
{
    static struct shape pieces[SHAPE_PIECES];
    const struct extent u = shape_extent(rest, g->axis);

    for (int j = 0; j < g->crosses && rest->count > 0; j++) {
        const double half = g->cross_width[j] / 2.0;

        if (!g->open[row][j]) {
            continue;
        }
        if (g->cross[j] < u.low + 26.0 || g->cross[j] > u.high - 26.0) {
            g->open[row][j] = false; /* it would leave a splinter */
            continue;
        }
        const int count =
            shape_cut(rest, line_reversed((struct line){ g->axis, g->cross[j] - half }), pieces);

        for (int i = 0; i < count; i++) {
            (void)streets_add_block(s, &pieces[i], g->axis, BLOCK_HOUSES);
        }
        (void)shape_keep(rest, (struct line){ g->axis, g->cross[j] + half });
    }
    if (rest->count > 0) {
        (void)streets_add_block(s, rest, g->axis, BLOCK_HOUSES);
    }
}

static void cut_blocks(struct grid *g, struct streets *s)
{
    static struct shape above[SHAPE_PIECES];
    static struct shape pieces[SHAPE_PIECES];

    for (int i = 0; i < g->rows; i++) {
        const double low = g->row_edge[i] + g->row_width[i] / 2.0;
        const double high = g->row_edge[i + 1] - g->row_width[i + 1] / 2.0;
        const int above_count = shape_cut(g->net, (struct line){ g->across, low }, above);

        for (int a = 0; a < above_count; a++) {
            const int count =
                shape_cut(&above[a], line_reversed((struct line){ g->across, high }), pieces);

            for (int k = 0; k < count; k++) {
                struct shape rest;

                shape_copy(&rest, &pieces[k]);
                cut_row(g, s, &rest, i);
            }
        }
    }
}

static void draw_chords(struct grid *g, struct streets *s, struct line l, struct extent within,
                        double width, bool avenue)
{
    struct extent chords[4];
    char name[NAME_SIZE];
    const int count = shape_chords(g->gross, l, chords, 4);

    for (int i = 0; i < count; i++) {
        const double low = chords[i].low > within.low ? chords[i].low : within.low;
        const double high = chords[i].high < within.high ? chords[i].high : within.high;

        if (high - low < 18.0) {
            continue;
        }
        streets_new_name(s, g->town, g->quarter, avenue, name);
        const int road = streets_add_road(s, name, avenue ? ROAD_AVENUE : ROAD_STREET, width);
        const struct spot along = spot_turned(l.normal);
        const struct spot foot = { l.normal.u * l.offset, l.normal.v * l.offset };

        streets_add_segment(s, (struct spot){ foot.u + along.u * low, foot.v + along.v * low },
                            (struct spot){ foot.u + along.u * high, foot.v + along.v * high }, road,
                            false);
    }
}

static void draw_streets(struct grid *g, struct streets *s, const struct grid_style *style)
{
    for (int i = 1; i < g->rows; i++) {
        draw_chords(g, s, (struct line){ g->across, g->row_edge[i] },
                    (struct extent){ -HUGE_VAL, HUGE_VAL }, g->row_width[i],
                    g->row_width[i] > style->street);
    }
    /* A cross street is one road over all rows in a row that it runs through. The chord runs
     * along the turned axis, which is the direction across. */
    for (int j = 0; j < g->crosses; j++) {
        for (int i = 0; i < g->rows; i++) {
            const int first = i;

            if (!g->open[i][j]) {
                continue;
            }
            while (i + 1 < g->rows && g->open[i + 1][j]) {
                i++;
            }
            draw_chords(g, s, (struct line){ g->axis, g->cross[j] },
                        (struct extent){ g->row_edge[first], g->row_edge[i + 1] },
                        g->cross_width[j], g->cross_width[j] > style->street);
        }
    }
}

/* Some quarters keep one end for a school, a cemetery, a park or an estate, larger than a row. */
static bool keep_end(struct streets *s, const struct town *t, const struct quarter *q,
                     struct shape *net, struct shape *gross, struct spot axis)
{
    static const enum block_use uses[] = { BLOCK_ESTATE, BLOCK_CEMETERY, BLOCK_SCHOOL, BLOCK_PARK,
                                           BLOCK_SPORT };
    const struct extent u = shape_extent(net, axis);
    struct shape end;

    if ((q->kind != QUARTER_GRID && q->kind != QUARTER_VILLA) || shape_area(net) < 70000.0 ||
        u.high - u.low < 280.0) {
        return false;
    }
    const double place = u.low + random_between(&s->random, 95.0, 125.0);
    const double half = 6.0;

    shape_copy(&end, net);
    if (!shape_keep(&end, line_reversed((struct line){ axis, place - half })) ||
        shape_area(&end) < 5000.0 || !shape_keep(net, (struct line){ axis, place + half })) {
        return false;
    }
    struct grid g = { .town = t, .quarter = q, .gross = gross };

    draw_chords(&g, s, (struct line){ axis, place }, (struct extent){ -HUGE_VAL, HUGE_VAL },
                2.0 * half, true);
    (void)shape_keep(gross, (struct line){ axis, place });
    /* a long end becomes two blocks with different uses */
    const struct spot across = spot_turned(axis);
    const struct extent v = shape_extent(&end, across);
    const double middle = (v.low + v.high) / 2.0;
    const int first = q->number % 5;
    struct shape other;

    shape_copy(&other, &end);
    if (v.high - v.low > 210.0 && shape_keep(&other, (struct line){ across, middle + 5.0 }) &&
        shape_keep(&end, line_reversed((struct line){ across, middle - 5.0 }))) {
        const struct spot inner = { axis.u * (place - half), axis.v * (place - half) };
        const int road = streets_add_road(s, "Okul Sokağı", ROAD_STREET, 10.0);

        streets_add_segment(
            s,
            (struct spot){ inner.u + across.u * middle + axis.u * half,
                           inner.v + across.v * middle + axis.v * half },
            (struct spot){ axis.u * u.low + across.u * middle, axis.v * u.low + across.v * middle },
            road, false);
        (void)streets_add_block(s, &other, axis, uses[(first + 2) % 5]);
    }
    (void)streets_add_block(s, &end, axis, uses[first]);
    return true;
}

void lay_grid(struct streets *s, const struct town *t, const struct quarter *q,
              const struct shape *net, const struct shape *gross, struct spot axis)
{
    static struct grid g;
    static struct shape own_net;
    static struct shape own_gross;
    const struct grid_style style = style_of(q->kind);

    shape_copy(&own_net, net);
    shape_copy(&own_gross, gross);
    (void)keep_end(s, t, q, &own_net, &own_gross, axis);
    g.town = t;
    g.quarter = q;
    g.net = &own_net;
    g.gross = &own_gross;
    g.axis = axis;
    g.across = spot_turned(axis);
    plan_rows(&g, s, &style);
    plan_crosses(&g, s, &style);
    cut_blocks(&g, s);
    draw_streets(&g, s, &style);
}
