/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The plan of the whole town. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "town.h"
#include "wave.h"

static const double square_metres_per_parcel = 880.0; /* roads, parks and stream included */

static void plan_rings(struct town *t, struct random *r)
{
    const double size = (double)t->parcels / 3000.0;
    const double growth = sqrt(sqrt(size > 0.3 ? size : 0.3));
    double height = 275.0 + 35.0 * growth;

    t->edge_radius = sqrt((double)t->parcels * square_metres_per_parcel / CITY_PI);
    t->radius[0] = 178.0 + 18.0 * (growth < 3.0 ? growth : 3.0);
    t->rings = 1;
    while (t->radius[t->rings - 1] < t->edge_radius * 1.45 + 500.0) {
        if (t->rings >= TOWN_RINGS) {
            city_fail("the town has too many rings");
        }
        t->radius[t->rings] = t->radius[t->rings - 1] + height * random_between(r, 0.95, 1.05);
        t->rings++;
        height = height + 45.0 < 640.0 ? height + 45.0 : 640.0;
    }
    for (int i = 0; i < t->rings; i++) {
        const double strength = i == 0 ? 0.5 : 1.0;

        /* all rings are drawn out along the valley, each a little its own way */
        t->wobble[i][0] = 0.085 * strength * random_between(r, 0.75, 1.0);
        t->wobble[i][1] = CITY_PI / 2.0 + random_between(r, -0.3, 0.3);
        t->wobble[i][2] = 0.016 * strength * random_between(r, 0.5, 1.0);
        t->wobble[i][3] = random_between(r, 0.0, 2.0 * CITY_PI);
        if (i > 8) { /* far out, a small share of the radius is a long way */
            t->wobble[i][2] *= 8.0 / (double)i;
        }
    }
}

static void plan_boulevards(struct town *t, struct random *r)
{
    const double start = random_between(r, 0.15, 0.45);

    for (int i = 0; i < TOWN_BOULEVARDS; i++) {
        t->boulevard[i] =
            start + ((double)i + random_between(r, -0.16, 0.16)) * 2.0 * CITY_PI / TOWN_BOULEVARDS;
    }
}

/* The angle at which sector side of a ring stands: 0 is the first boulevard, sides between
 * boulevards are spread evenly and a little shifted. */
static double side_angle(const struct town *t, int ring, int side)
{
    const int each = t->sectors[ring] / TOWN_BOULEVARDS;
    const int round = side / t->sectors[ring];
    const int within = side % t->sectors[ring];
    const int b = within / each;
    const int step = within % each;
    const double low = t->boulevard[b];
    const double high =
        b + 1 < TOWN_BOULEVARDS ? t->boulevard[b + 1] : t->boulevard[0] + 2.0 * CITY_PI;
    double share = (double)step / (double)each;

    if (step > 0) {
        struct random r = random_stream(t->seed, 12, (uint64_t)(ring * 4096 + within));

        share += random_between(&r, -0.14, 0.14) / (double)each;
    }
    return low + (high - low) * share + (double)round * 2.0 * CITY_PI;
}

static int compare_order(const void *left, const void *right)
{
    const struct quarter *const *a = left;
    const struct quarter *const *b = right;

    if ((*a)->order < (*b)->order) {
        return -1;
    }
    return (*a)->order > (*b)->order ? 1 : 0;
}

/* Houses come first near the centre and along the boulevards; three slow waves make lobes and
 * bays. */
static void order_quarter(const struct town *t, struct quarter *q, struct random *r)
{
    const double middle = (q->from + q->to) / 2.0;
    const double inner = q->ring > 0 ? t->radius[q->ring - 1] : 0.0;
    const double radius = (inner + t->radius[q->ring]) / 2.0;
    const double waves = 0.20 * wave_sin(2.0 * middle + t->bend.phase[4]) +
                         0.16 * wave_sin(3.0 * middle + t->bend.phase[5]) +
                         0.06 * wave_sin(7.0 * middle + t->bend.phase[6]);

    q->order = q->ring == 0 ? 0.0 : radius * (1.0 + waves + random_between(r, -0.06, 0.06));
    q->closeness = q->order / t->edge_radius;
}

static void choose_kind(struct quarter *q, struct random *r)
{
    if (q->ring == 0) {
        q->kind = QUARTER_OLD;
    } else if (q->closeness < 0.42 || q->ring == 1) {
        q->kind = q->ring == 1 || random_chance(r, 0.6) ? QUARTER_INNER : QUARTER_GRID;
    } else if (q->closeness > 0.8 && random_chance(r, 0.62)) {
        q->kind = QUARTER_VILLA;
    } else {
        q->kind = random_chance(r, 0.12) ? QUARTER_VILLA : QUARTER_GRID;
    }
}

static void plan_quarters(struct town *t, struct random *r)
{
    t->quarter_count = 0;
    for (int i = 0; i < t->rings; i++) {
        const double inner = i > 0 ? t->radius[i - 1] : 0.0;
        const double girth = CITY_PI * (inner + t->radius[i]);
        const double wish = 400.0 + 22.0 * (double)i < 620.0 ? 400.0 + 22.0 * (double)i : 620.0;
        const int each = (int)(girth / wish / TOWN_BOULEVARDS + 0.5);

        t->sectors[i] = i == 0 ? 1 : TOWN_BOULEVARDS * (each > 1 ? each : 1);
        t->first_quarter[i] = t->quarter_count;
        t->quarter_count += t->sectors[i];
    }
    t->quarter = calloc((size_t)t->quarter_count, sizeof *t->quarter);
    t->by_order = calloc((size_t)t->quarter_count, sizeof *t->by_order);

    if (t->quarter == NULL || t->by_order == NULL) {
        city_fail("out of memory");
    }
    for (int i = 0, k = 0; i < t->rings; i++) {
        for (int s = 0; s < t->sectors[i]; s++, k++) {
            struct quarter *q = &t->quarter[k];

            q->ring = i;
            q->sector = s;
            q->from = i == 0 ? 0.0 : side_angle(t, i, s);
            q->to = i == 0 ? 2.0 * CITY_PI : side_angle(t, i, s + 1);
            order_quarter(t, q, r);
            choose_kind(q, r);
        }
    }
}

static void number_quarters(struct town *t)
{
    struct quarter **sorted = calloc((size_t)t->quarter_count, sizeof(struct quarter *));

    if (sorted == NULL) {
        city_fail("out of memory");
    }
    for (int k = 0; k < t->quarter_count; k++) {
        sorted[k] = &t->quarter[k];
    }
    qsort(sorted, (size_t)t->quarter_count, sizeof(struct quarter *), compare_order);
    for (int k = 0; k < t->quarter_count; k++) {
        t->by_order[k] = (int)(sorted[k] - t->quarter);
        sorted[k]->number = k;
        name_neighbourhood(t->seed, k, sorted[k]->name, sizeof sorted[k]->name);
    }
    free(sorted);
}

/* One small industrial estate for the sample, more in a large city: away from the stream, at
 * about two thirds of the way out, beside a boulevard. */
static void place_industry(struct town *t)
{
    const int wanted = 1 + (int)(t->parcels / 25000);

    for (int i = 0; i < wanted; i++) {
        struct random r = random_stream(t->seed, 13, (uint64_t)i);
        const double angle =
            i == 0 ? t->boulevard[1] + 0.1 : random_between(&r, 0.0, 2.0 * CITY_PI);
        const double goal = i == 0 ? 0.72 : random_between(&r, 0.4, 0.95);
        struct quarter *best = NULL;
        double least = HUGE_VAL;

        for (int k = 0; k < t->quarter_count; k++) {
            struct quarter *q = &t->quarter[k];
            const double aside = 1.0 - wave_cos((q->from + q->to) / 2.0 - angle);
            const double misfit = fabs(q->closeness - goal) + aside * 6.0;

            if (q->ring >= 2 && q->kind != QUARTER_INDUSTRY && misfit < least) {
                least = misfit;
                best = q;
            }
        }
        if (best != NULL) {
            best->kind = QUARTER_INDUSTRY;
            best->order *= 0.8; /* it is there before the houses around it */
        }
    }
}

void town_plan(struct town *t, int64_t parcels, uint64_t seed)
{
    struct random r = random_stream(seed, 11, 0);

    memset(t, 0, sizeof *t);
    t->seed = seed;
    t->parcels = parcels;
    for (int i = 0; i < 8; i++) {
        t->bend.phase[i] = random_between(&r, 0.0, 2.0 * CITY_PI);
    }
    t->bend.turn = spot_direction(random_between(&r, -0.75, -0.2));
    plan_rings(t, &r);
    plan_boulevards(t, &r);
    t->bank_half = 30.0;
    t->bank_street = 10.0;
    t->bend.stream_v = -(t->radius[0] + 62.0);
    t->bend.old_radius = t->radius[0] - 8.0;
    t->bend.villa_radius = t->edge_radius * 0.74;
    plan_quarters(t, &r);
    place_industry(t);
    number_quarters(t);
}

void town_free(struct town *t)
{
    free(t->quarter);
    free(t->by_order);
}

double town_ring_width(int ring)
{
    static const double widths[] = { 17.0, 15.0, 30.0, 20.0, 17.0, 40.0 };

    return widths[ring % 6];
}

bool town_side_is_boulevard(const struct town *t, int ring, int side, int *boulevard)
{
    const int each = t->sectors[ring] / TOWN_BOULEVARDS;

    if (ring == 0) {
        return false;
    }
    *boulevard = side % t->sectors[ring] / each;
    return side % each == 0;
}

double town_side_width(const struct town *t, int ring, int side)
{
    int boulevard;

    if (town_side_is_boulevard(t, ring, side, &boulevard)) {
        return boulevard % 2 == 0 ? 25.0 : 20.0;
    }
    return 12.0;
}
