/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What stands on a parcel: attached rows, houses in gardens, workshops, towers, a mosque. */
#include <math.h>

#include "buildings.h"

/* The place a building may take: the lot's extents in the block's frame, less the setbacks. */
struct site {
    const struct shape *lot;
    struct spot axis;
    struct extent along, across;
    int front;
};

static void add_rectangle(struct shape *out, struct spot axis, struct extent along,
                          struct extent across)
{
    out->count = 0;
    shape_add(out, spot_in_frame(axis, along.low, across.low));
    shape_add(out, spot_in_frame(axis, along.high, across.low));
    shape_add(out, spot_in_frame(axis, along.high, across.high));
    shape_add(out, spot_in_frame(axis, along.low, across.high));
}

/* An L: the corner at the high end, away from the front, is left out. */
static void add_angle(struct shape *out, struct spot axis, struct extent along,
                      struct extent across, int front)
{
    const double u = along.low + (along.high - along.low) * 0.58;
    const double v = across.low + (across.high - across.low) * (front < 0 ? 0.6 : 0.4);

    out->count = 0;
    if (front < 0) {
        shape_add(out, spot_in_frame(axis, along.low, across.low));
        shape_add(out, spot_in_frame(axis, along.high, across.low));
        shape_add(out, spot_in_frame(axis, along.high, v));
        shape_add(out, spot_in_frame(axis, u, v));
        shape_add(out, spot_in_frame(axis, u, across.high));
        shape_add(out, spot_in_frame(axis, along.low, across.high));
    } else {
        shape_add(out, spot_in_frame(axis, along.low, across.low));
        shape_add(out, spot_in_frame(axis, u, across.low));
        shape_add(out, spot_in_frame(axis, u, v));
        shape_add(out, spot_in_frame(axis, along.high, v));
        shape_add(out, spot_in_frame(axis, along.high, across.high));
        shape_add(out, spot_in_frame(axis, along.low, across.high));
    }
}

/* Every corner and the middle of every side lies in the lot, at least clear metres from its
 * edge. */
static bool stands_inside(const struct shape *building, const struct shape *lot, double clear)
{
    for (int i = 0; i < building->count; i++) {
        const struct spot a = building->at[i];
        const struct spot m = spot_along(a, building->at[(i + 1) % building->count], 0.5);

        if (!shape_contains(lot, a) || !shape_contains(lot, m) ||
            shape_edge_distance(lot, a) < clear || shape_edge_distance(lot, m) < clear) {
            return false;
        }
    }
    return true;
}

static struct site site_of(const struct plot *p, int lot)
{
    const struct lot *l = &p->lot[lot];
    int best = l->piece[0];

    for (int i = 1; i < l->pieces && l->front != 0; i++) {
        /* a flag lot's strip is no place to build */
        if (shape_area(&p->piece[l->piece[0]]) < 70.0 &&
            shape_area(&p->piece[l->piece[i]]) > shape_area(&p->piece[best])) {
            best = l->piece[i];
        }
    }
    const struct shape *s = &p->piece[best];

    return (struct site){ s, p->block->axis, shape_extent(s, p->block->axis),
                          shape_extent(s, spot_turned(p->block->axis)),
                          l->front == 0 ? -1 : l->front };
}

/* A house in its garden: behind the front setback, centred between the side setbacks. */
static bool detached(const struct site *site, const struct plan_rule *rule, struct random *r,
                     struct building *b)
{
    const double width = site->along.high - site->along.low - 2.0 * rule->side_m;
    const double depth = site->across.high - site->across.low - rule->front_m - rule->rear_m;
    const double coverage = rule->coverage > 0.0 ? rule->coverage : 0.4;
    const double base = shape_area(site->lot) * coverage * random_between(r, 0.7, 1.0);
    const double middle = (site->along.low + site->along.high) / 2.0;
    double half = (width < 26.0 ? width : 26.0) / 2.0;

    if (width < 5.5 || depth < 6.0) {
        return false;
    }
    if (rule->floors <= 2 && half > 7.5) {
        half = random_between(r, 5.0, 7.5);
    }
    for (int attempt = 0; attempt < 4; attempt++, half *= 0.8) {
        double deep = base / (2.0 * half);

        deep = deep < depth ? deep : depth;
        deep = deep < 20.0 ? deep : 20.0;
        if (deep < 5.0) {
            deep = 5.0 < depth ? 5.0 : depth;
        }
        const struct extent across =
            site->front < 0 ? (struct extent){ site->across.low + rule->front_m,
                                               site->across.low + rule->front_m + deep }
                            : (struct extent){ site->across.high - rule->front_m - deep,
                                               site->across.high - rule->front_m };
        const struct extent along = { middle - half, middle + half };

        if (half > 4.5 && deep > 9.0 && random_chance(r, 0.25)) {
            add_angle(&b->outline, site->axis, along, across, site->front);
        } else {
            add_rectangle(&b->outline, site->axis, along, across);
        }
        if (stands_inside(&b->outline, site->lot, 1.2)) {
            return true;
        }
    }
    return false;
}

/* A house that touches its neighbours: the lot from its front line to a depth of 9 to 15 m. */
static bool attached(const struct site *site, const struct plan_rule *rule, struct random *r,
                     struct building *b)
{
    const double front = rule->front_m > 0.0 ? rule->front_m : 0.0;
    const double room = site->across.high - site->across.low - front - 2.5;
    double depth = random_between(r, 9.0, 13.5);
    const struct spot across = spot_turned(site->axis);

    depth = depth < room ? depth : room;
    if (depth < 5.0 || site->along.high - site->along.low < 4.0) {
        return false;
    }
    shape_copy(&b->outline, site->lot);
    const struct extent band =
        site->front < 0
            ? (struct extent){ site->across.low + front, site->across.low + front + depth }
            : (struct extent){ site->across.high - front - depth, site->across.high - front };

    return shape_keep(&b->outline, (struct line){ across, band.low }) &&
           shape_keep(&b->outline, line_reversed((struct line){ across, band.high })) &&
           shape_area(&b->outline) > 25.0;
}

/* Blocks of flats in rows on a large parcel. */
static int estate(const struct site *site, struct random *r, struct building *out)
{
    int count = 0;
    const double length = random_between(r, 20.0, 26.0);

    for (double v = site->across.low + 12.0; v + 15.0 < site->across.high - 5.0; v += 36.0) {
        for (double u = site->along.low + 9.0;
             u + length < site->along.high - 5.0 && count < BUILDINGS_MAX; u += length + 15.0) {
            struct building *b = &out[count];

            add_rectangle(&b->outline, site->axis, (struct extent){ u, u + length },
                          (struct extent){ v, v + 15.0 });
            b->floors = 8;
            b->height_m = 24.5;
            b->use = "Mesken";
            /* the middle stays free: the transformer stands there */
            count += stands_inside(&b->outline, site->lot, 5.0) &&
                     spot_distance(shape_middle(&b->outline), shape_middle(site->lot)) > 17.0;
        }
    }
    return count;
}

/* A public building in the middle of its parcel, of a given size at most. */
static int public_building(const struct site *site, double length, double depth, int floors,
                           const char *use, struct random *r, struct building *b)
{
    const double clear = length > 4.0 ? 3.0 : 0.8;
    const struct spot m = shape_middle(site->lot);
    const double u = spot_dot(m, site->axis);
    const double v = spot_dot(m, spot_turned(site->axis));
    double size = 1.0;

    for (int attempt = 0; attempt < 8; attempt++, size *= 0.84) {
        const struct extent along = { u - length * size / 2.0, u + length * size / 2.0 };
        const struct extent across = { v - depth * size / 2.0, v + depth * size / 2.0 };

        if (length > 30.0) {
            add_angle(&b->outline, site->axis, along, across, random_chance(r, 0.5) ? -1 : 1);
        } else {
            add_rectangle(&b->outline, site->axis, along, across);
        }
        if (stands_inside(&b->outline, site->lot, clear)) {
            b->floors = floors;
            b->height_m = 0.5 + 3.6 * (double)floors;
            b->use = use;
            return 1;
        }
    }
    return 0;
}

static double built_share(enum quarter_kind kind)
{
    switch (kind) {
    case QUARTER_OLD:
        return 0.95;
    case QUARTER_INNER:
        return 0.9;
    case QUARTER_GRID:
        return 0.8;
    case QUARTER_VILLA:
        return 0.6;
    case QUARTER_INDUSTRY:
        return 0.75;
    case QUARTER_RURAL:
        return 0.06;
    }
    return 0.8;
}

static int house(const struct site *site, const struct plan_rule *rule, const struct quarter *q,
                 struct random *r, struct building *b)
{
    const bool in_row = rule->order[0] == 'B' && rule->order[1] == '\0';
    const int most = rule->floors > 0 ? rule->floors : 2;

    if (!random_chance(r, built_share(q->kind)) ||
        !(in_row ? attached(site, rule, r, b) : detached(site, rule, r, b))) {
        return 0;
    }
    /* older houses are lower than the plan allows; a few stand higher */
    b->floors = random_chance(r, 0.55) ? most : 1 + random_index(r, most);
    b->floors += random_chance(r, 0.03) ? 1 : 0;
    b->height_m = 0.5 + 3.0 * (double)b->floors;
    b->use =
        rule->use[0] == 'T' ? (random_chance(r, 0.6) ? "Mesken ve İşyeri" : "İşyeri") : "Mesken";
    return 1;
}

int buildings_make(const struct plot *p, int lot, const struct quarter *q, struct random *r,
                   struct building *out)
{
    static const struct plan_rule farm = { "", "A", 1, 0.05, -1, 3.5, 10, 5, 5, "" };
    const struct site site = site_of(p, lot);
    const struct plan_rule *rule = plan_rule_of_lot(p, lot);

    switch (p->lot[lot].use) {
    case LOT_HOUSE:
        return rule != NULL ? house(&site, rule, q, r, out) : 0;
    case LOT_WORKSHOP: {
        const int count = rule != NULL ? house(&site, rule, q, r, out) : 0;

        if (count > 0) {
            out->use = random_chance(r, 0.7) ? "Sanayi" : "Depo";
            out->height_m = 6.5 + 0.5 * (double)random_index(r, 4);
        }
        return count;
    }
    case LOT_FIELD: {
        const int count = house(&site, &farm, q, r, out);

        if (count > 0) {
            out->floors = 1;
            out->height_m = 3.5;
            out->use = "Bağ Evi";
        }
        return count;
    }
    case LOT_ESTATE:
        return estate(&site, r, out);
    case LOT_SCHOOL:
        return public_building(&site, 52.0, 34.0, 3, "Okul", r, out);
    case LOT_MOSQUE:
        return public_building(&site, 17.0, 17.0, 1, "Cami", r, out);
    case LOT_HEALTH:
        return public_building(&site, 26.0, 15.0, 2, "Aile Sağlığı Merkezi", r, out);
    case LOT_OFFICES:
        return public_building(&site, 28.0, 14.0, 3, "Belediye Hizmet Binası", r, out);
    case LOT_SPORT:
        return public_building(&site, 24.0, 12.0, 1, "Spor Tesisi", r, out);
    case LOT_TRANSFORMER:
        return public_building(&site, 3.0, 2.6, 1, "Trafo", r, out);
    case LOT_PARK:
    case LOT_SQUARE:
    case LOT_CEMETERY:
        return 0;
    }
    return 0;
}
