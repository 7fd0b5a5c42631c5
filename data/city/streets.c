/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The streets of one quarter: its frame, the banks of the stream, the corners of its blocks. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "streets.h"
#include "wave.h"

int streets_add_road(struct streets *s, const char *name, enum road_class kind, double width)
{
    if (s->road_count >= STREETS_ROADS) {
        city_fail("a quarter has too many roads");
    }
    struct road *road = &s->road[s->road_count];

    (void)snprintf(road->name, sizeof road->name, "%s", name);
    road->kind = kind;
    road->width = width;
    road->next_house[0] = 1;
    road->next_house[1] = 2;
    return s->road_count++;
}

void streets_add_segment(struct streets *s, struct spot from, struct spot to, int road, bool border)
{
    if (s->segment_count >= STREETS_SEGMENTS) {
        city_fail("a quarter has too many pieces of road");
    }
    s->segment[s->segment_count++] = (struct segment){ from, to, road, border };
}

struct block *streets_add_block(struct streets *s, const struct shape *outline, struct spot axis,
                                enum block_use use)
{
    if (s->block_count >= STREETS_BLOCKS) {
        city_fail("a quarter has too many blocks");
    }
    struct block *b = &s->block[s->block_count++];

    shape_copy(&b->outline, outline);
    b->axis = axis;
    b->use = use;
    b->main_road = false;
    return b;
}

void streets_new_name(struct streets *s, const struct town *t, const struct quarter *q, bool avenue,
                      char *out)
{
    if (avenue) {
        name_avenue(t->seed, q->number * 2 + s->road_count % 2, out, NAME_SIZE);
        for (int i = 0; i < s->road_count; i++) {
            if (strcmp(s->road[i].name, out) == 0) {
                name_street(t->seed, q->number, s->road_count, out, NAME_SIZE);
            }
        }
    } else {
        name_street(t->seed, q->number, s->road_count, out, NAME_SIZE);
    }
}

int streets_nearest(const struct streets *s, struct spot p)
{
    double least = HUGE_VAL;
    int road = 0;

    for (int i = 0; i < s->segment_count; i++) {
        const struct segment *g = &s->segment[i];
        const double d = segment_distance(p, g->from, g->to) - s->road[g->road].width / 2.0;

        if (d < least) {
            least = d;
            road = g->road;
        }
    }
    return road;
}

static void add_arc(struct streets *s, const struct town *t, const struct quarter *q, int ring)
{
    struct spot arc[SHAPE_MAX];
    char name[NAME_SIZE];
    const int count = town_arc(t, ring, q->from, q->to, 0.0, arc, SHAPE_MAX);

    name_ring(ring, name, sizeof name);
    const int road = streets_add_road(s, name, ROAD_RING, town_ring_width(ring));

    for (int i = 0; i + 1 < count; i++) {
        streets_add_segment(s, arc[i], arc[i + 1], road, true);
    }
}

static void add_side(struct streets *s, const struct town *t, const struct quarter *q, int side,
                     double angle)
{
    const struct spot d = spot_direction(angle);
    const double inner = town_ring_radius(t, q->ring - 1, angle);
    const double outer = town_ring_radius(t, q->ring, angle);
    char name[NAME_SIZE];
    int boulevard = 0;
    const bool main_one = town_side_is_boulevard(t, q->ring, side, &boulevard);

    if (main_one) {
        name_boulevard(boulevard, name, sizeof name);
    } else {
        name_avenue(t->seed, 7 + q->ring * 5 + side % t->sectors[q->ring], name, sizeof name);
    }
    const int road = streets_add_road(s, name, main_one ? ROAD_BOULEVARD : ROAD_AVENUE,
                                      town_side_width(t, q->ring, side));

    streets_add_segment(s, (struct spot){ d.u * inner, d.v * inner },
                        (struct spot){ d.u * outer, d.v * outer }, road, true);
}

/* Cuts a corner off straight (a few metres, as plans do), or rounds it where a main road is met. */
static void add_corner(struct shape *out, struct spot before, struct spot corner, struct spot after,
                       double cut, bool round)
{
    const double in = spot_distance(before, corner);
    const double away = spot_distance(corner, after);
    const double room = (in < away ? in : away) * 0.42;
    const double size = cut < room ? cut : room;
    const struct spot from = spot_along(corner, before, size / in);
    const struct spot to = spot_along(corner, after, size / away);
    const int steps = round ? 6 : 1;

    for (int k = 0; k <= steps; k++) {
        const double share = (double)k / (double)steps;

        shape_add(
            out, spot_along(spot_along(from, corner, share), spot_along(corner, to, share), share));
    }
}

static double turn_at(struct spot before, struct spot corner, struct spot after)
{
    const double in = spot_distance(before, corner);
    const double away = spot_distance(corner, after);

    if (in < 0.01 || away < 0.01) {
        return 0.0;
    }
    const double cross =
        (corner.u - before.u) * (after.v - corner.v) - (corner.v - before.v) * (after.u - corner.u);
    const double dot =
        (corner.u - before.u) * (after.u - corner.u) + (corner.v - before.v) * (after.v - corner.v);

    return dot > 0.8 * in * away
               ? 0.0
               : cross / (in * away); /* sine of the turn, where it is over 37 degrees */
}

/* Drops vertices that lie closer than a step to the one before: at such a side no corner can be
 * cut. */
static void drop_short_sides(struct shape *s, double step)
{
    int kept = 0;

    for (int i = 0; i < s->count; i++) {
        if (kept == 0 || spot_distance(s->at[kept - 1], s->at[i]) >= step) {
            s->at[kept++] = s->at[i];
        }
    }
    while (kept > 3 && spot_distance(s->at[kept - 1], s->at[0]) < step) {
        kept--;
    }
    s->count = kept;
}

static void shape_corners(struct block *b, const struct shape *net, const struct quarter *q)
{
    struct shape from;
    const double minor = q->kind == QUARTER_OLD ? 1.2 : q->kind == QUARTER_INDUSTRY ? 6.0 : 3.0;

    drop_short_sides(&b->outline, q->kind == QUARTER_OLD ? 0.5 : 1.0);
    shape_copy(&from, &b->outline);
    b->outline.count = 0;
    for (int i = 0; i < from.count; i++) {
        const struct spot before = from.at[(i + from.count - 1) % from.count];
        const struct spot corner = from.at[i];
        const struct spot after = from.at[(i + 1) % from.count];

        if (turn_at(before, corner, after) < 0.3) {
            shape_add(&b->outline, corner);
            continue;
        }
        const bool main_road = shape_edge_distance(net, corner) < 0.01;

        b->main_road = b->main_road || main_road;
        add_corner(&b->outline, before, corner, after,
                   main_road && q->kind != QUARTER_OLD ? 7.5 : minor,
                   main_road || q->kind == QUARTER_VILLA);
    }
}

static void lay_water(struct streets *s, const struct town *t, const struct shape *net, double half)
{
    static struct shape pieces[SHAPE_PIECES];
    const struct spot up = { 0.0, 1.0 };
    const int count = shape_cut(net, (struct line){ up, t->bend.stream_v - half }, pieces);

    for (int i = 0; i < count; i++) {
        if (shape_keep(&pieces[i], line_reversed((struct line){ up, t->bend.stream_v + half }))) {
            (void)streets_add_block(s, &pieces[i], (struct spot){ 1.0, 0.0 }, BLOCK_WATER);
        }
    }
}

/* The stream runs through the quarter: a linear park on each bank, a street along each park. */
static void lay_banks(struct streets *s, const struct town *t, const struct quarter *q,
                      const struct shape *net, const struct shape *gross)
{
    static struct shape pieces[SHAPE_PIECES];
    const double stream_half = 4.5;
    char name[NAME_SIZE];

    if (q->kind != QUARTER_RURAL) {
        lay_water(s, t, net, stream_half);
    }
    for (int side = -1; side <= 1; side += 2) {
        const struct line up = { { 0.0, (double)side }, t->bend.stream_v * (double)side };
        const double near = q->kind == QUARTER_RURAL ? t->bank_half : stream_half;
        const int count = shape_cut(net, (struct line){ up.normal, up.offset + near }, pieces);

        for (int i = 0; i < count && q->kind != QUARTER_RURAL; i++) {
            if (shape_keep(&pieces[i],
                           line_reversed((struct line){ up.normal, up.offset + t->bank_half }))) {
                (void)streets_add_block(s, &pieces[i], (struct spot){ 1.0, 0.0 }, BLOCK_RIVERSIDE);
            }
        }
        const struct line axis = { up.normal, up.offset + t->bank_half + t->bank_street / 2.0 };
        struct extent chords[4];
        const int chord_count = shape_chords(gross, axis, chords, 4);

        (void)snprintf(name, sizeof name,
                       side > 0 ? "Kuzey Dere Boyu Caddesi" : "Güney Dere Boyu Caddesi");
        for (int i = 0; i < chord_count; i++) {
            const struct spot along = spot_turned(axis.normal);
            const int road = streets_add_road(
                s, name, q->kind == QUARTER_RURAL ? ROAD_TRACK : ROAD_AVENUE, t->bank_street);

            streets_add_segment(
                s, (struct spot){ along.u * chords[i].low, axis.offset * axis.normal.v },
                (struct spot){ along.u * chords[i].high, axis.offset * axis.normal.v }, road,
                false);
        }
    }
}

/* Rows follow the outer road of the quarter, or stand a little askew to it. */
static struct spot choose_axis(struct streets *s, const struct quarter *q)
{
    const double askew = random_chance(&s->random, 0.45) ? random_between(&s->random, -0.5, 0.5)
                                                         : random_between(&s->random, -0.06, 0.06);

    return spot_direction((q->from + q->to) / 2.0 + CITY_PI / 2.0 + askew);
}

static void lay_piece(struct streets *s, const struct town *t, const struct quarter *q,
                      const struct shape *net, const struct shape *gross, struct spot axis)
{
    if (q->kind == QUARTER_OLD || q->kind == QUARTER_RURAL) {
        lay_lanes(s, t, q, net, gross);
    } else if (shape_area(net) < 2600.0 || shape_area(net) / shape_girth(net) < 9.0) {
        (void)streets_add_block(s, net, shape_long_axis(net), BLOCK_GREEN);
    } else {
        lay_grid(s, t, q, net, gross, axis);
    }
}

static void lay_all(struct streets *s, const struct town *t, const struct quarter *q,
                    const struct shape *net, const struct shape *gross)
{
    static struct shape net_pieces[SHAPE_PIECES];
    static struct shape gross_pieces[SHAPE_PIECES];
    const struct extent v = shape_extent(gross, (struct spot){ 0.0, 1.0 });
    const double reach = t->bank_half + t->bank_street;

    if (v.low > t->bend.stream_v + reach || v.high < t->bend.stream_v - reach) {
        lay_piece(s, t, q, net, gross, choose_axis(s, q));
        return;
    }
    lay_banks(s, t, q, net, gross);
    for (int side = -1; side <= 1; side += 2) {
        const struct line up = { { 0.0, (double)side }, t->bend.stream_v * (double)side };
        const int net_count =
            shape_cut(net, (struct line){ up.normal, up.offset + reach }, net_pieces);
        const int gross_count =
            shape_cut(gross, (struct line){ up.normal, up.offset + reach - t->bank_street / 2.0 },
                      gross_pieces);

        for (int i = 0; i < net_count; i++) {
            const struct spot inside = shape_middle(&net_pieces[i]);

            for (int k = 0; k < gross_count; k++) {
                if (shape_contains(&gross_pieces[k], inside) || gross_count == 1) {
                    lay_piece(s, t, q, &net_pieces[i], &gross_pieces[k], (struct spot){ 1.0, 0.0 });
                    break;
                }
            }
        }
    }
}

void streets_make(struct streets *s, const struct town *t, const struct quarter *q)
{
    static struct shape net;
    static struct shape gross;

    s->road_count = 0;
    s->segment_count = 0;
    s->block_count = 0;
    s->random = random_stream(t->seed, 21, (uint64_t)q->number);
    town_quarter_gross(t, q, &gross);
    if (!town_quarter_net(t, q, &net)) {
        return;
    }
    add_arc(s, t, q, q->ring);
    if (q->ring > 0) {
        add_arc(s, t, q, q->ring - 1);
        add_side(s, t, q, q->sector, q->from);
        add_side(s, t, q, q->sector + 1, q->to);
    }
    lay_all(s, t, q, &net, &gross);
    choose_uses(s, q);
    for (int i = 0; i < s->block_count; i++) {
        if (q->kind != QUARTER_RURAL && s->block[i].use != BLOCK_WATER) {
            shape_corners(&s->block[i], &net, q);
        }
        bend_densify(&t->bend, &s->block[i].outline);
    }
}
