/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Restrictions that lie over the town. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "random.h"
#include "restrictions.h"
#include "wave.h"

static struct restriction *add(struct restrictions *r, const char *kind, const char *authority,
                               const char *degree, const char *note)
{
    if (r->count == r->room) {
        const int room = r->room * 2 + 16;
        struct restriction *bigger = realloc(r->item, (size_t)room * sizeof *bigger);

        if (bigger == NULL) {
            city_fail("out of memory");
        }
        r->item = bigger;
        r->room = room;
    }
    struct restriction *item = &r->item[r->count++];

    *item = (struct restriction){
        .kind = kind, .authority = authority, .degree = degree, .note = note
    };
    item->u = item->v = (struct extent){ HUGE_VAL, -HUGE_VAL };
    return item;
}

static void add_spot(struct restriction *item, struct spot p)
{
    if (item->count == item->room) {
        const int room = item->room * 2 + 64;
        struct spot *bigger = realloc(item->at, (size_t)room * sizeof *bigger);

        if (bigger == NULL) {
            city_fail("out of memory");
        }
        item->at = bigger;
        item->room = room;
    }
    item->at[item->count++] = board_round(p);
    item->u.low = p.u < item->u.low ? p.u : item->u.low;
    item->u.high = p.u > item->u.high ? p.u : item->u.high;
    item->v.low = p.v < item->v.low ? p.v : item->v.low;
    item->v.high = p.v > item->v.high ? p.v : item->v.high;
}

/* How wide the water spreads on one bank at u. */
static double flood_half(const struct town *t, double u, int bank)
{
    const double *phase = t->bend.phase;

    return 64.0 + 24.0 * wave_sin(u / 165.0 + phase[bank]) +
           13.0 * wave_sin(u / 61.0 + phase[bank + 2]) + 4.0 * wave_sin(u / 17.0 + phase[bank + 4]);
}

static void add_band(struct restrictions *r, const struct town *t, double fixed_half,
                     const char *kind, const char *authority, const char *degree, const char *note)
{
    struct restriction *item = add(r, kind, authority, degree, note);
    const double reach = t->edge_radius * 1.3;
    const int steps = (int)(2.0 * reach / 9.0) + 1;

    for (int side = 0; side < 2; side++) {
        for (int i = 0; i <= steps; i++) {
            const int k = side == 0 ? i : steps - i;
            const double u = -reach + 2.0 * reach * (double)k / (double)steps;
            const double half = fixed_half > 0.0 ? fixed_half : flood_half(t, u, side);

            add_spot(item, (struct spot){ u, t->bend.stream_v + (side == 0 ? -half : half) });
        }
    }
}

static void add_blob(struct restrictions *r, struct spot middle, double radius,
                     struct random *random, const char *kind, const char *authority,
                     const char *degree, const char *note)
{
    struct restriction *item = add(r, kind, authority, degree, note);
    const int steps = (int)(radius * 2.0 * CITY_PI / 11.0) + 12;
    const double phase = random_between(random, 0.0, 6.0);
    const double other = random_between(random, 0.0, 6.0);

    for (int i = 0; i < steps; i++) {
        const double angle = 2.0 * CITY_PI * (double)i / (double)steps;
        const double reach = radius * (1.0 + 0.16 * wave_sin(2.0 * angle + phase) +
                                       0.07 * wave_sin(5.0 * angle + other));
        const struct spot d = spot_direction(angle);

        add_spot(item, (struct spot){ middle.u + d.u * reach, middle.v + d.v * reach });
    }
}

/* A corridor along a line with one bend in the middle, both sides parallel to it. */
static void add_corridor(struct restrictions *r, struct spot from, struct spot bend, struct spot to,
                         double half, const char *degree, const char *note)
{
    struct restriction *item = add(r, "ENH", "TEİAŞ", degree, note);
    const double first = spot_distance(from, bend);
    const double second = spot_distance(bend, to);
    const struct spot a = { -(bend.v - from.v) / first, (bend.u - from.u) / first };
    const struct spot b = { -(to.v - bend.v) / second, (to.u - bend.u) / second };
    const double scale = 1.0 / (1.0 + spot_dot(a, b)); /* mitre */
    const struct spot m = { (a.u + b.u) * scale, (a.v + b.v) * scale };

    add_spot(item, (struct spot){ from.u - a.u * half, from.v - a.v * half });
    add_spot(item, (struct spot){ bend.u - m.u * half, bend.v - m.v * half });
    add_spot(item, (struct spot){ to.u - b.u * half, to.v - b.v * half });
    add_spot(item, (struct spot){ to.u + b.u * half, to.v + b.v * half });
    add_spot(item, (struct spot){ bend.u + m.u * half, bend.v + m.v * half });
    add_spot(item, (struct spot){ from.u + a.u * half, from.v + a.v * half });
}

static void add_power_lines(struct restrictions *r, const struct town *t)
{
    const double e = t->edge_radius;
    const int more = (int)(t->parcels / 60000);

    add_corridor(r, (struct spot){ -1.25 * e, 0.62 * e }, (struct spot){ -0.62 * e, -0.2 * e },
                 (struct spot){ -0.3 * e, -1.3 * e }, 15.0, "154 kV",
                 "154 kV enerji iletim hattı emniyet koridoru");
    for (int i = 0; i < more; i++) {
        struct random random = random_stream(t->seed, 31, (uint64_t)i);
        const struct spot from = spot_direction(random_between(&random, 0.0, 6.28));
        const struct spot bend = spot_direction(random_between(&random, 0.0, 6.28));

        add_corridor(r, (struct spot){ 1.2 * e * from.u, 1.2 * e * from.v },
                     (struct spot){ 0.5 * e * bend.u, 0.5 * e * bend.v },
                     (struct spot){ -1.2 * e * from.v, 1.2 * e * from.u }, 25.0, "380 kV",
                     "380 kV enerji iletim hattı emniyet koridoru");
    }
}

static void add_sites(struct restrictions *r, const struct town *t)
{
    static const char board[] = "Kültür Varlıklarını Koruma Bölge Kurulu";
    struct random random = random_stream(t->seed, 32, 0);
    const double old = t->radius[0];
    const struct spot mound = { old * 0.55, t->bend.stream_v + 96.0 };
    const int more = (int)(t->parcels / 4000);

    add_blob(r, mound, 62.0, &random, "SİT", board, "1. Derece",
             "Höyük; 1. derece arkeolojik sit alanı");
    add_blob(r, mound, 118.0, &random, "SİT", board, "3. Derece", "3. derece arkeolojik sit alanı");
    add_blob(r, (struct spot){ -old * 0.1, old * 0.15 }, old * 0.6, &random, "SİT", board,
             "Kentsel", "Çarşı ve çevresi kentsel sit alanı");
    add_blob(r, (struct spot){ 0.66 * t->edge_radius, 0.5 * t->edge_radius }, 95.0, &random,
             "ÖNLEMLİ ALAN", "AFAD", "ÖA-2.1",
             "Stabilite sorunlu; parsel bazında zemin etüdü gerekir");
    for (int i = 0; i < more; i++) {
        const struct spot d = spot_direction(random_between(&random, 0.0, 6.28));
        const double far = t->edge_radius * sqrt(random_unit(&random));
        const struct spot m = { d.u * far, d.v * far };

        if (i % 2 == 0) {
            add_blob(r, m, random_between(&random, 60.0, 170.0), &random, "SİT", board, "3. Derece",
                     "3. derece arkeolojik sit alanı");
        } else {
            add_blob(r, m, random_between(&random, 80.0, 240.0), &random, "ÖNLEMLİ ALAN", "AFAD",
                     "ÖA-2.1", "Stabilite sorunlu; parsel bazında zemin etüdü gerekir");
        }
    }
}

/* The belt around a workshop estate: its outline drawn out by a quarter. */
static void add_health_belts(struct restrictions *r, const struct town *t)
{
    static struct shape s;

    for (int k = 0; k < t->quarter_count; k++) {
        const struct quarter *q = &t->quarter[k];

        if (q->kind != QUARTER_INDUSTRY || q->closeness > 1.0) {
            continue;
        }
        town_quarter_gross(t, q, &s);
        const struct spot m = shape_middle(&s);
        struct restriction *item =
            add(r, "SAĞLIK KORUMA BANDI", "İl Sağlık Müdürlüğü", "", "Küçük sanayi sitesi çevresi");

        for (int i = 0; i < s.count; i++) {
            add_spot(item, spot_along(m, s.at[i], 1.25));
        }
    }
}

void restrictions_make(struct restrictions *r, const struct town *t)
{
    *r = (struct restrictions){ 0 };
    add_band(r, t, 0.0, "TAŞKIN", "DSİ", "Q500",
             "500 yıllık taşkın yayılım alanı; subasman kotu DSİ görüşüne göre");
    add_band(r, t, 20.0, "DERE KORUMA BANDI", "DSİ", "",
             "Dere şev üstünden işletme bandı; yapı yapılamaz");
    add_power_lines(r, t);
    add_sites(r, t);
    add_health_belts(r, t);
}

void restrictions_write(const struct restrictions *r, const struct town *t, struct layers *layers)
{
    for (int i = 0; i < r->count; i++) {
        const struct restriction *item = &r->item[i];
        struct ground *ring = NULL;
        int count = 0;
        char id[24];

        for (int k = 0; k < item->count; k++) {
            const struct spot a = item->at[k];
            const struct spot b = item->at[k + 1 < item->count ? k + 1 : 0];
            const int steps = bend_steps(&t->bend, a, b);
            struct ground *bigger = realloc(ring, (size_t)(count + steps) * sizeof *ring);

            if (bigger == NULL) {
                city_fail("out of memory");
            }
            ring = bigger;
            for (int j = 0; j < steps; j++) {
                ring[count++] = bend_ground(&t->bend, spot_along(a, b, (double)j / (double)steps));
            }
        }
        shapefile_add_polygon(layers->restrictions, ring, &count, 1);
        free(ring);
        (void)snprintf(id, sizeof id, "K%05d", i + 1);
        shapefile_text(layers->restrictions, id);
        shapefile_text(layers->restrictions, item->kind);
        shapefile_text(layers->restrictions, item->authority);
        shapefile_text(layers->restrictions, item->degree);
        shapefile_text(layers->restrictions, item->note);
    }
}

void restrictions_free(struct restrictions *r)
{
    for (int i = 0; i < r->count; i++) {
        free(r->item[i].at);
    }
    free(r->item);
}

static bool contains(const struct restriction *item, struct spot p)
{
    bool inside = false;

    for (int i = 0, j = item->count - 1; i < item->count; j = i++) {
        const struct spot a = item->at[i];
        const struct spot b = item->at[j];

        if ((a.v > p.v) != (b.v > p.v) && p.u < (b.u - a.u) * (p.v - a.v) / (b.v - a.v) + a.u) {
            inside = !inside;
        }
    }
    return inside;
}

/* Counts only where a good part of s lies inside, so that the answer is beyond doubt after
 * bending. */
int restrictions_touching(const struct restrictions *r, const struct shape *s)
{
    const struct extent u = shape_extent(s, (struct spot){ 1.0, 0.0 });
    const struct extent v = shape_extent(s, (struct spot){ 0.0, 1.0 });
    const struct spot middle = shape_middle(s);
    int touching = 0;

    for (int i = 0; i < r->count; i++) {
        const struct restriction *item = &r->item[i];
        bool inside = false;

        if (u.high < item->u.low || u.low > item->u.high || v.high < item->v.low ||
            v.low > item->v.high) {
            continue;
        }
        /* a point a third of the way from a corner to the middle lies well inside a convex
         * parcel */
        for (int k = 0; k < s->count && !inside; k++) {
            inside = contains(item, spot_along(s->at[k], middle, 0.33));
        }
        touching += inside;
    }
    return touching;
}
