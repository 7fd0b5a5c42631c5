/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes a quarter: its outline, streets, points and blocks. */
#include <math.h>
#include <stdio.h>

#include "records.h"
#include "wave.h"

static const char *const class_names[] = { "Bulvar", "Çevre Yolu", "Cadde",
                                           "Sokak",  "Sokak",      "Kadastro Yolu" };

void records_write_road(struct records *r, const struct spot *points, int count, const char *name,
                        enum road_class kind, double width)
{
    enum { LINE_MAX = 4096 };
    static struct ground line[LINE_MAX];
    int total = 0;

    for (int i = 0; i + 1 < count; i++) {
        const int steps = bend_steps(&r->town->bend, points[i], points[i + 1]);

        for (int k = 0; k < steps && total + 1 < LINE_MAX; k++) {
            line[total++] = bend_ground(
                &r->town->bend, spot_along(points[i], points[i + 1], (double)k / (double)steps));
        }
    }
    line[total++] = bend_ground(&r->town->bend, points[count - 1]);
    shapefile_add_line(r->layers->roads, line, total);
    shapefile_text(r->layers->roads, name);
    shapefile_text(r->layers->roads, class_names[kind]);
    shapefile_number(r->layers->roads, width);
}

static void write_outline(struct records *r, const struct quarter *q)
{
    static struct shape s;
    static struct ground ring[SHAPE_MAX];

    town_quarter_gross(r->town, q, &s);
    for (int i = 0; i < s.count; i++) {
        s.at[i] = board_round(s.at[i]);
    }
    bend_densify(&r->town->bend, &s);
    const int count = bend_ring(&r->town->bend, s.at, s.count, ring);

    shapefile_add_polygon(r->layers->neighbourhoods, ring, &count, 1);
    shapefile_text(r->layers->neighbourhoods, q->name);
}

static void write_point(struct records *r, struct spot p)
{
    char name[24];

    shapefile_add_point(r->layers->points, bend_ground(&r->town->bend, p));
    r->points++;
    (void)snprintf(name, sizeof name, "P.%lld", (long long)r->points);
    shapefile_text(r->layers->points, name);
    shapefile_number(r->layers->points, bend_height(&r->town->bend, p));
}

/* The quarter's own streets, and a survey point near each of their ends. */
static void write_streets(struct records *r)
{
    for (int i = 0; i < r->streets.segment_count; i++) {
        const struct segment *g = &r->streets.segment[i];
        const struct road *road = &r->streets.road[g->road];
        const struct spot ends[2] = { g->from, g->to };

        if (g->border) {
            continue;
        }
        records_write_road(r, ends, 2, road->name, road->kind, road->width);
        if (road->kind != ROAD_TRACK) {
            const double length = spot_distance(g->from, g->to);

            write_point(r, spot_along(g->from, g->to, 1.7 / length));
            if (length > 160.0) {
                write_point(r, spot_along(g->from, g->to, 0.55));
            }
        }
    }
}

/* Far out, fields are missing here and there: the town has no edge drawn with a ruler. */
static bool left_out(const struct records *r, const struct quarter *q, const struct block *b, int i)
{
    struct random random =
        random_stream(r->town->seed, 42, (uint64_t)q->number * 4096 + (uint64_t)i);
    const struct spot m = shape_middle(&b->outline);
    const double far = sqrt(m.u * m.u + m.v * m.v) / r->town->edge_radius;

    return b->use == BLOCK_FIELDS && random_chance(&random, (far - 0.85) * 1.1);
}

static struct random block_random(const struct records *r, const struct quarter *q, int i)
{
    return random_stream(r->town->seed, 41, (uint64_t)q->number * 4096 + (uint64_t)i);
}

int64_t records_count_quarter(struct records *r, const struct quarter *q)
{
    struct cases cases = r->cases;
    int64_t count = 0;

    streets_make(&r->streets, r->town, q);
    for (int i = 0; i < r->streets.block_count; i++) {
        plot_divide(&r->plot, &r->streets.block[i], q, &cases, 0, block_random(r, q, i));
        count += r->plot.lot_count;
    }
    return count;
}

void records_write_quarter(struct records *r, struct quarter *q)
{
    int next_rural = 1;

    streets_make(&r->streets, r->town, q);
    for (int i = 0; i < r->streets.block_count; i++) {
        const struct block *b = &r->streets.block[i];
        const int64_t left = r->town->parcels - r->parcels;

        if (left <= 0 || left_out(r, q, b, i)) {
            continue;
        }
        plot_divide(&r->plot, b, q, &r->cases, left < 1000 ? (int)left : 0, block_random(r, q, i));
        records_write_block(r, q, b, r->next_block, &next_rural);
        if (b->use != BLOCK_FIELDS && b->use != BLOCK_WATER) {
            r->next_block++;
        }
    }
    write_streets(r);
    write_outline(r, q);
    q->built = true;
}

static bool town_at(const struct town *t, int ring, double angle)
{
    const double turn = 2.0 * CITY_PI;

    if (ring == 0) {
        return t->quarter[0].built;
    }
    for (int s = 0; s < t->sectors[ring]; s++) {
        const struct quarter *q = &t->quarter[t->first_quarter[ring] + s];
        const double a = angle - floor((angle - q->from) / turn) * turn;

        if (a >= q->from && a < q->to) {
            return q->built && q->kind != QUARTER_RURAL;
        }
    }
    return false;
}

static void write_arc(struct records *r, const struct quarter *q, int ring)
{
    static struct spot arc[SHAPE_MAX];
    char name[NAME_SIZE];
    const int count = town_arc(r->town, ring, q->from, q->to, 0.0, arc, SHAPE_MAX);

    name_ring(ring, name, sizeof name);
    records_write_road(r, arc, count, name, ROAD_RING, town_ring_width(ring));
}

static void write_side(struct records *r, const struct quarter *q, int side, double angle)
{
    const struct spot d = spot_direction(angle);
    const double inner = town_ring_radius(r->town, q->ring - 1, angle);
    const double outer = town_ring_radius(r->town, q->ring, angle);
    const struct spot ends[2] = { { d.u * inner, d.v * inner }, { d.u * outer, d.v * outer } };
    char name[NAME_SIZE];
    int boulevard = 0;

    if (town_side_is_boulevard(r->town, q->ring, side, &boulevard)) {
        name_boulevard(boulevard, name, sizeof name);
        records_write_road(r, ends, 2, name, ROAD_BOULEVARD,
                           town_side_width(r->town, q->ring, side));
    } else {
        name_avenue(r->town->seed, 7 + q->ring * 5 + side % r->town->sectors[q->ring], name,
                    sizeof name);
        records_write_road(r, ends, 2, name, ROAD_AVENUE, town_side_width(r->town, q->ring, side));
    }
}

/* Does the quarter behind the far side of q write the road between them? A rural one does so for a boulevard. */
static bool next_writes_side(const struct town *t, const struct quarter *q)
{
    const int sector = (q->sector + 1) % t->sectors[q->ring];
    const struct quarter *next = &t->quarter[t->first_quarter[q->ring] + sector];
    int boulevard;

    return town_at(t, q->ring, q->to + 0.001) ||
           (next->built && next->kind == QUARTER_RURAL &&
            town_side_is_boulevard(t, q->ring, sector, &boulevard));
}

void records_write_main_roads(struct records *r)
{
    const struct town *t = r->town;

    for (int k = 0; k < t->quarter_count; k++) {
        const struct quarter *q = &t->quarter[k];
        const double middle = (q->from + q->to) / 2.0;
        int boulevard;

        if (!q->built || (q->kind == QUARTER_RURAL &&
                          !town_side_is_boulevard(t, q->ring, q->sector, &boulevard))) {
            continue;
        }
        if (q->kind != QUARTER_RURAL) {
            write_arc(r, q, q->ring);
            if (q->ring > 0 && !town_at(t, q->ring - 1, middle)) {
                write_arc(r, q, q->ring - 1);
            }
        }
        if (q->ring > 0) {
            write_side(r, q, q->sector, q->from);
            if (q->kind != QUARTER_RURAL && !next_writes_side(t, q)) {
                write_side(r, q, q->sector + 1, q->to);
            }
        }
    }
}
