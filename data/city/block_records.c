/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes one block: block, parcels, plan areas, buildings, addresses. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "buildings.h"
#include "records.h"

enum { NODES_MAX = 1024 };

/* A block while it is written: ring 0 of the mesh is its outline, then the pieces, then the
 * plan. */
struct writing {
    struct records *r;
    const struct quarter *q;
    const struct block *b;
    char block[LABEL_SIZE];
    struct random random;
};

static int ring_of_piece(int piece)
{
    return 1 + piece;
}

static int ring_nodes(const struct mesh *m, int ring, struct spot *out)
{
    const struct ring g = m->ring[ring];

    if (g.count > NODES_MAX) {
        city_fail("a ring has too many vertices");
    }
    memcpy(out, &m->node[g.first], (size_t)g.count * sizeof *out);
    return g.count;
}

static int lot_nodes(const struct records *r, const struct lot *lot, struct spot *out)
{
    int rings[LOT_PIECES];

    if (lot->pieces == 1) {
        return ring_nodes(&r->mesh, ring_of_piece(lot->piece[0]), out);
    }
    for (int i = 0; i < lot->pieces; i++) {
        rings[i] = ring_of_piece(lot->piece[i]);
    }
    return mesh_merge(&r->mesh, rings, lot->pieces, out, NODES_MAX);
}

static struct spot metres_from(struct ground origin, struct ground p)
{
    return (struct spot){ (double)(p.east_mm - origin.east_mm) / 1000.0,
                          (double)(p.north_mm - origin.north_mm) / 1000.0 };
}

/* Corners turn by more than 7.5 degrees; bends by less than 4.5, but visibly. What lies between makes
 * the form unclear: it counts as many corners. */
static void count_turns(const struct ground *n, int count, int *corners, int *bends)
{
    *corners = 0;
    *bends = 0;
    for (int i = 0; i < count; i++) {
        const struct spot a = metres_from(n[0], n[(i + count - 1) % count]);
        const struct spot b = metres_from(n[0], n[i]);
        const struct spot c = metres_from(n[0], n[(i + 1) % count]);
        const double in = spot_distance(a, b);
        const double out = spot_distance(b, c);
        const double sine = ((b.u - a.u) * (c.v - b.v) - (b.v - a.v) * (c.u - b.u)) / (in * out);
        const double cosine = ((b.u - a.u) * (c.u - b.u) + (b.v - a.v) * (c.v - b.v)) / (in * out);

        if (cosine < 0.99144) {
            (*corners)++;
        } else if (cosine < 0.99692) {
            *corners += 100;
        } else if (fabs(sine) > 0.002) {
            (*bends)++;
        }
    }
}

/* The legal tolerance between registered and computed area, m2 (Yanilma Siniri Yonetmeligi 8). */
static double area_tolerance(double area)
{
    static const double edge[] = { 0.0, 10.0, 100.0, 500.0, 1000.0, 5000.0, 25000.0 };
    static const double rate[] = { 0.05, 0.02, 0.01, 0.005, 0.004, 0.003, 0.0015 };
    double sum = 0.0;

    for (int i = 0; i < 7 && area > edge[i]; i++) {
        const double end = i < 6 && area > edge[i + 1] ? edge[i + 1] : area;

        sum += (end - edge[i]) * rate[i];
    }
    return sum;
}

static double registered_area(struct writing *w, double area, bool *misfit)
{
    struct random *r = &w->random;
    double registered = area + random_between(r, -0.04, 0.04);
    const double factor = random_between(r, 1.6, 5.0) * (random_chance(r, 0.5) ? 1.0 : -1.0);

    *misfit = cases_want(&w->r->cases, CASE_AREA_MISFIT, r, 0.03) && area > 60.0;
    if (*misfit) {
        registered = area + factor * area_tolerance(area);
        w->r->cases.made[CASE_AREA_MISFIT]++;
    }
    return floor(registered * 100.0 + 0.5) / 100.0;
}

static const char *quality_of(const struct writing *w, const struct lot *lot,
                              const struct building *b, int buildings, struct random *r)
{
    static const char *const fields[] = { "Tarla",        "Sulu Tarla",    "Bağ",
                                          "Elma Bahçesi", "Kiraz Bahçesi", "Ham Toprak" };

    switch (lot->use) {
    case LOT_HOUSE:
        if (buildings == 0) {
            return "Arsa";
        }
        if (b->use[0] != 'M') {
            return "Dükkân ve Arsası";
        }
        return b->floors > 3                 ? "Betonarme Apartman ve Arsası"
               : b->floors > 2               ? "Kârgir Apartman ve Arsası"
               : w->q->kind == QUARTER_VILLA ? "Bahçeli Kârgir Ev"
                                             : "Kârgir Ev ve Arsası";
    case LOT_WORKSHOP:
        return buildings > 0 ? "Betonarme İmalathane ve Arsası" : "Arsa";
    case LOT_FIELD:
        return fields[random_index(r, 6)];
    case LOT_PARK:
        return "Park";
    case LOT_SCHOOL:
        return "Okul ve Bahçesi";
    case LOT_MOSQUE:
        return "Kârgir Cami ve Avlusu";
    case LOT_HEALTH:
        return "Sağlık Ocağı ve Bahçesi";
    case LOT_OFFICES:
        return "Belediye Hizmet Binası ve Arsası";
    case LOT_SQUARE:
        return "Meydan";
    case LOT_CEMETERY:
        return "Mezarlık";
    case LOT_SPORT:
        return "Spor Alanı";
    case LOT_ESTATE:
        return "Sekiz Katlı Apartmanlar ve Arsası";
    case LOT_TRANSFORMER:
        return "Trafo Yeri";
    }
    return "Arsa";
}

/* A name in the manner of the 1/1000 sheets: the number of the 1/5000 sheet, then quarter and
 * quarter again. */
static void sheet_name(struct ground p, char *out, size_t size)
{
    const int64_t column = p.east_mm / 500000 - 900;
    const int64_t row = p.north_mm / 500000 - 8600;

    (void)snprintf(out, size, "J24%c%02d%c%c", (char)('A' + column / 16 % 4),
                   (int)(1 + (row / 4 * 4 + column / 4) % 25), (char)('A' + column % 4),
                   (char)('1' + row % 4));
}

static void list_cases(struct writing *w, const struct lot *lot, const struct ground *ring,
                       int count, bool misfit)
{
    struct cases *c = &w->r->cases;
    const struct plot *p = &w->r->plot;
    const struct shape *front = &p->piece[lot->piece[0]];
    unsigned found = lot->cases;
    int corners;
    int bends;

    count_turns(ring, count, &corners, &bends);
    found |= misfit ? 1u << CASE_AREA_MISFIT : 0;
    found &= ~(1u << CASE_TRIANGLE);
    if (lot->use == LOT_HOUSE && corners == 3) {
        found |= 1u << CASE_TRIANGLE;
    }
    if (lot->use == LOT_HOUSE && corners == 4 && bends >= 4 && count >= 9 &&
        (found & (1u << CASE_CORNER)) == 0) {
        found |= 1u << CASE_CURVED_FRONT;
    }
    if (p->plan_cut && lot->pieces == 1 && !cases_full(c, p->plan_case)) {
        struct shape low;
        struct shape high;

        if (shape_halve(front, p->plan_line, &low, &high)) {
            const double share = shape_area(&low) / shape_area(front);
            const double least = p->plan_case == CASE_PLAN_ROAD ? 0.04 : 0.18;

            found |= share > least && share < 0.82 ? 1u << p->plan_case : 0;
        }
    }
    if (lot->use == LOT_HOUSE && !cases_full(c, CASE_TWO_RESTRICTIONS) &&
        restrictions_touching(w->r->restrictions, front) >= 2) {
        found |= 1u << CASE_TWO_RESTRICTIONS;
    }
    for (int i = 0; i < CASE_COUNT; i++) {
        if ((found & (1u << i)) != 0) {
            cases_list(c, (enum city_case)i, w->q->name, w->block, lot->label);
        }
    }
}

static void write_parcel(struct writing *w, const struct lot *lot, const struct building *b,
                         int buildings)
{
    static struct spot nodes[NODES_MAX];
    static struct ground ring[2 * NODES_MAX];
    struct records *r = w->r;
    struct shapefile *layer = r->layers->parcels;
    int counts[2];
    int rings = 1;
    char sheet[24];
    bool misfit;

    const int node_count = lot_nodes(r, lot, nodes);

    counts[0] = bend_ring(&r->town->bend, nodes, node_count, ring);
    double area = ground_area(ring, counts[0]);

    if (lot->hole >= 0) {
        static struct spot hole[NODES_MAX];
        const int count =
            ring_nodes(&r->mesh, ring_of_piece(r->plot.lot[lot->hole].piece[0]), hole);

        counts[1] = bend_ring(&r->town->bend, hole, count, ring + counts[0]);
        area -= ground_area(ring + counts[0], count);
        rings = 2;
    }
    shapefile_add_polygon(layer, ring, counts, rings);
    sheet_name(ring[0], sheet, sizeof sheet);
    shapefile_text(layer, w->q->name);
    shapefile_text(layer, w->block);
    shapefile_text(layer, lot->label);
    shapefile_number(layer, registered_area(w, area, &misfit));
    shapefile_text(layer, quality_of(w, lot, b, buildings, &w->random));
    shapefile_text(layer, sheet);
    list_cases(w, lot, ring, counts[0], misfit);
    r->parcels++;
}

static void write_building(struct records *r, const struct building *b)
{
    static struct ground ring[SHAPE_MAX];
    struct shapefile *layer = r->layers->buildings;

    const int count = bend_ring(&r->town->bend, b->outline.at, b->outline.count, ring);

    shapefile_add_polygon(layer, ring, &count, 1);
    r->buildings++;
    shapefile_number(layer, (double)r->buildings);
    shapefile_number(layer, (double)b->floors);
    shapefile_number(layer, b->height_m);
    shapefile_text(layer, b->use);
}

/* The point where one enters the lot: behind the middle of its front. */
static struct spot entrance(const struct plot *p, const struct lot *lot)
{
    const struct shape *s = &p->piece[lot->piece[0]];
    const struct spot across = spot_turned(p->block->axis);
    const struct spot m = shape_middle(s);
    const struct extent v = shape_extent(s, across);
    const double place = lot->front < 0 ? v.low + 1.2 : v.high - 1.2;
    const struct spot at = spot_in_frame(p->block->axis, spot_dot(m, p->block->axis), place);

    return lot->front != 0 && shape_contains(s, at) && shape_edge_distance(s, at) > 0.3 ? at : m;
}

static void write_address(struct writing *w, const struct lot *lot)
{
    struct records *r = w->r;
    struct shapefile *layer = r->layers->addresses;
    const struct spot at = entrance(&r->plot, lot);
    struct road *road = &r->streets.road[streets_nearest(&r->streets, at)];
    int *next = &road->next_house[lot->front > 0 ? 1 : 0];
    char text[24];

    shapefile_add_point(layer, bend_ground(&r->town->bend, board_round(at)));
    r->addresses++;
    shapefile_text(layer, w->q->name);
    shapefile_text(layer, road->name);
    if (random_chance(&w->random, 0.04) && *next > 2) {
        (void)snprintf(text, sizeof text, "%d/A", *next - 2);
    } else {
        (void)snprintf(text, sizeof text, "%d", *next);
        *next += 2;
    }
    shapefile_text(layer, text);
    /* not every door has its number in the national address database yet */
    (void)snprintf(text, sizeof text, "%lld", 1200000013LL + 37LL * (long long)r->addresses);
    shapefile_text(layer, random_chance(&w->random, 0.05) ? "" : text);
}

static void put_if_given(struct shapefile *layer, double value)
{
    if (value < 0.0) {
        shapefile_empty(layer);
    } else {
        shapefile_number(layer, value);
    }
}

static void write_plans(struct writing *w, int first_ring)
{
    static struct spot nodes[NODES_MAX];
    static struct ground ring[NODES_MAX];
    struct records *r = w->r;
    struct shapefile *layer = r->layers->plans;
    struct plan_sheet sheet;
    char id[24];

    plan_sheet_of(w->q, &sheet);
    for (int i = 0; i < r->plot.plan_count; i++) {
        const struct plan_rule *rule = r->plot.plan[i].rule;
        const int count =
            bend_ring(&r->town->bend, nodes, ring_nodes(&r->mesh, first_ring + i, nodes), ring);

        if (count < 3 || ground_area(ring, count) < 0.05) {
            continue;
        }
        shapefile_add_polygon(layer, ring, &count, 1);
        r->plans++;
        (void)snprintf(id, sizeof id, "PA%06lld", (long long)r->plans);
        shapefile_text(layer, id);
        shapefile_text(layer, sheet.pin);
        shapefile_text(layer, rule->use);
        put_if_given(layer, rule->coverage);
        put_if_given(layer, rule->floor_ratio);
        put_if_given(layer, rule->height_m);
        put_if_given(layer, (double)rule->floors);
        shapefile_text(layer, rule->order);
        put_if_given(layer, rule->front_m);
        put_if_given(layer, rule->side_m);
        put_if_given(layer, rule->rear_m);
        shapefile_text(layer, sheet.name);
        shapefile_text(layer, rule->note);
        shapefile_text(layer, sheet.approved);
    }
}

static void write_block_outline(struct writing *w)
{
    static struct spot nodes[NODES_MAX];
    static struct ground ring[NODES_MAX];
    const int count = bend_ring(&w->r->town->bend, nodes, ring_nodes(&w->r->mesh, 0, nodes), ring);

    shapefile_add_polygon(w->r->layers->blocks, ring, &count, 1);
    shapefile_text(w->r->layers->blocks, w->q->name);
    shapefile_text(w->r->layers->blocks, w->block);
}

/* The pieces, the outline and the plan's borders share their vertices from here on. */
static int join_block(struct records *r, const struct block *b)
{
    const struct plot *p = &r->plot;

    mesh_clear(&r->mesh);
    (void)mesh_add(&r->mesh, &b->outline);
    for (int i = 0; i < p->piece_count; i++) {
        (void)mesh_add(&r->mesh, &p->piece[i]);
    }
    for (int i = 0; i < p->plan_count; i++) {
        static struct shape area;

        /* borders of the plan bend with the streets; parcels that they touch get the same
         * vertices */
        shape_copy(&area, &p->plan[i].shape);
        bend_densify(&r->town->bend, &area);
        (void)mesh_add(&r->mesh, &area);
    }
    mesh_join(&r->mesh);
    return 1 + p->piece_count;
}

void records_write_block(struct records *r, const struct quarter *q, const struct block *b,
                         int number, int *next_rural)
{
    static struct building buildings[BUILDINGS_MAX];
    struct plot *p = &r->plot;
    struct writing w = { .r = r, .q = q, .b = b };

    w.random = random_stream(r->town->seed, 51, (uint64_t)q->number * 65536 + (uint64_t)number);
    plan_make(p, q, &r->cases);
    const int first_plan = join_block(r, b);

    if (b->use == BLOCK_FIELDS) {
        (void)snprintf(w.block, sizeof w.block, "0");
        for (int i = 0; i < p->lot_count; i++) {
            (void)snprintf(p->lot[i].label, sizeof p->lot[i].label, "%d", (*next_rural)++);
        }
    } else {
        (void)snprintf(w.block, sizeof w.block, "%d", number);
    }
    write_plans(&w, first_plan);
    if (b->use == BLOCK_WATER) {
        return;
    }
    write_block_outline(&w);
    for (int i = 0; i < p->lot_count; i++) {
        const struct lot *lot = &p->lot[i];
        const int count = buildings_make(p, i, q, &w.random, buildings);

        write_parcel(&w, lot, buildings, count);
        for (int k = 0; k < count; k++) {
            write_building(r, &buildings[k]);
        }
        if (count > 0 && lot->use != LOT_TRANSFORMER && lot->use != LOT_FIELD) {
            write_address(&w, lot);
        }
    }
}
