/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An edge is cut where neighbours have a corner at it and where the use of the ground beside it changes. */
#include "zoning/edge_piece.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "zoning/edge_limits.h"

#define MOST_PIECES 200000u
#define MOST_CUTS 100000u

void zoning_pieces_release(zoning_pieces *pieces)
{
    base_free(pieces->items);
    base_free(pieces->ring_start);
    base_free(pieces->cuts);
    base_free(pieces->near);
    memset(pieces, 0, sizeof *pieces);
}

double zoning_turn_deg(geo_vertex from, geo_vertex to)
{
    double cross = from.east * to.north - from.north * to.east;
    double dot = from.east * to.east + from.north * to.north;
    return atan2(cross, dot) * (180.0 / 3.14159265358979323846);
}

static bool add_cut(zoning_pieces *p, double at)
{
    void *items = p->cuts;
    bool grown =
        base_array_grow(&items, &p->cut_capacity, p->cut_count + 1, sizeof *p->cuts, MOST_CUTS);
    p->cuts = items;
    if (grown) {
        p->cuts[p->cut_count++] = at;
    }
    return grown;
}

static zoning_piece *add_piece(zoning_pieces *p)
{
    void *items = p->items;
    bool grown = base_array_grow(&items, &p->capacity, p->count + 1, sizeof *p->items, MOST_PIECES);
    p->items = items;
    if (!grown) {
        return NULL;
    }
    zoning_piece *piece = &p->items[p->count++];
    memset(piece, 0, sizeof *piece);
    return piece;
}

typedef struct edge {
    geo_vertex from, unit, outward;
    double length_m;
} edge;

/* Corners of neighbours beside the edge. */
static bool cut_at_corners(zoning_pieces *p, const edge *e, const geo_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double de = shape->vertices[i].east - e->from.east;
        double dn = shape->vertices[i].north - e->from.north;
        double at = de * e->unit.east + dn * e->unit.north;
        double out = de * e->outward.east + dn * e->outward.north;
        if (at > 0 && at < e->length_m && out >= -ZONING_INTRUSION_M && out <= ZONING_SLIT_M &&
            !add_cut(p, at)) {
            return false;
        }
    }
    return true;
}

/* Where the border of an area crosses the line of the probes. */
static bool cut_at_border(zoning_pieces *p, const edge *e, const geo_shape *shape)
{
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        for (size_t i = 0; i + 1 < count; i++) {
            double ae = v[i].east - e->from.east, an = v[i].north - e->from.north;
            double be = v[i + 1].east - e->from.east, bn = v[i + 1].north - e->from.north;
            double side_a = ae * e->outward.east + an * e->outward.north - ZONING_PROBE_M;
            double side_b = be * e->outward.east + bn * e->outward.north - ZONING_PROBE_M;
            if ((side_a > 0) == (side_b > 0)) {
                continue;
            }
            double share = side_a / (side_a - side_b);
            double from = ae * e->unit.east + an * e->unit.north;
            double to = be * e->unit.east + bn * e->unit.north;
            double at = from + share * (to - from);
            if (at > 0 && at < e->length_m && !add_cut(p, at)) {
                return false;
            }
        }
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where a parcel beside the edge, a special use or an area of a road begins or ends. */
static bool find_cuts(zoning_pieces *p, zoning_looker *looker, const edge *e, size_t near_count)
{
    const zoning_scene *scene = looker->scene;
    geo_vertex to = { e->from.east + e->unit.east * e->length_m,
                      e->from.north + e->unit.north * e->length_m };
    kbs_box box =
        geo_box_join((kbs_box){ e->from.east, e->from.north, e->from.east, e->from.north },
                     (kbs_box){ to.east, to.north, to.east, to.north });
    box = (kbs_box){ box.east_min - ZONING_SLIT_M, box.north_min - ZONING_SLIT_M,
                     box.east_max + ZONING_SLIT_M, box.north_max + ZONING_SLIT_M };
    p->cut_count = 0;
    for (size_t i = 0; i < near_count; i++) {
        const zoning_land *parcel = &scene->parcels.items[p->near[i]];
        if (parcel->id != looker->self && geo_box_meets(parcel->box, box) &&
            !cut_at_corners(p, e, &parcel->shape)) {
            return false;
        }
    }
    const zoning_lands *areas[2] = { &scene->plan_areas, &scene->roads };
    for (size_t k = 0; k < 2; k++) {
        size_t count = 0;
        if (!geo_box_tree_find(areas[k]->tree, box, &looker->found, &looker->found_capacity,
                               &count)) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            const zoning_land *area = &areas[k]->items[looker->found[i]];
            bool matters =
                geo_type_is_area(area->shape.type) && (k == 1 || area->use != ZONING_USE_BUILDING);
            if (matters && !cut_at_border(p, e, &area->shape)) {
                return false;
            }
        }
    }
    if (p->cut_count > 1) {
        qsort(p->cuts, p->cut_count, sizeof *p->cuts, compare);
    }
    return add_cut(p, e->length_m);
}

static geo_vertex at(const edge *e, double metres)
{
    return (geo_vertex){ e->from.east + e->unit.east * metres,
                         e->from.north + e->unit.north * metres };
}

/* The middle decides; where that sees no neighbour, two more places tell how wide the free way is,
 * and whether the middle looked through a gap. */
static zoning_beyond look_along(zoning_looker *looker, const edge *e, double from, double to)
{
    zoning_beyond seen = zoning_look(looker, at(e, (from + to) / 2), e->outward);
    if (seen.what == KBS_BEYOND_PARCEL || to - from < 2.0) {
        return seen;
    }
    for (int i = 1; i <= 3; i += 2) {
        zoning_beyond more = zoning_look(looker, at(e, from + (to - from) * i / 4.0), e->outward);
        if (seen.what == KBS_BEYOND_NOTHING && more.what != KBS_BEYOND_PARCEL) {
            seen = more;
        } else if (more.what == seen.what && more.road == seen.road && more.gap_m < seen.gap_m) {
            seen.gap_m = more.gap_m;
            seen.parcel = more.parcel;
            if (seen.width_is_measured && more.width_is_measured) {
                seen.width_m = fmin(seen.width_m, more.width_m);
            }
        }
    }
    return seen;
}

static bool same_beyond(const zoning_beyond *a, const zoning_beyond *b)
{
    return a->what == b->what && a->road == b->road &&
           (a->what != KBS_BEYOND_PARCEL || a->parcel == b->parcel) &&
           (a->what == KBS_BEYOND_PARCEL || a->what == KBS_BEYOND_GAP || a->road != NULL ||
            a->plan_area == b->plan_area);
}

/* The pieces of one edge, those alike joined and those too short with the one before them. */
static bool cut_edge(zoning_pieces *p, zoning_looker *looker, const edge *e, uint32_t ring)
{
    size_t first = p->count;
    double from = 0;
    for (size_t i = 0; i < p->cut_count; i++) {
        double to = p->cuts[i];
        bool is_last = i + 1 == p->cut_count;
        if (to - from < ZONING_PIECE_LEAST_M && !(is_last && p->count == first)) {
            if (is_last) {
                zoning_piece *last = &p->items[p->count - 1];
                last->to = at(e, to);
                last->length_m += to - from;
            }
            continue;
        }
        zoning_beyond seen = look_along(looker, e, from, to);
        zoning_piece *last = p->count > first ? &p->items[p->count - 1] : NULL;
        if (last == NULL || !same_beyond(&last->beyond, &seen)) {
            last = add_piece(p);
            if (last == NULL) {
                return false;
            }
            last->from = at(e, from);
            last->unit = e->unit;
            last->ring = ring;
            last->beyond = seen;
        }
        last->to = at(e, to);
        last->length_m += to - from;
        from = to;
    }
    return !looker->no_memory;
}

static bool cut_ring(zoning_pieces *p, zoning_looker *looker, uint32_t ring, size_t near_count)
{
    size_t count;
    const geo_vertex *v = geo_shape_ring(looker->own, ring, &count);
    geo_vertex before = v[0];
    for (size_t i = 1; i < count; i++) {
        double de = v[i].east - before.east, dn = v[i].north - before.north;
        double length = hypot(de, dn);
        if (length < ZONING_VERTEX_M) {
            continue;
        }
        edge e = { .from = before, .unit = { de / length, dn / length }, .length_m = length };
        e.outward = (geo_vertex){ e.unit.north, -e.unit.east };
        if (!find_cuts(p, looker, &e, near_count) || !cut_edge(p, looker, &e, ring)) {
            return false;
        }
        before = v[i];
    }
    return true;
}

/* The parcels that lie beside this one. */
static bool find_near(zoning_pieces *p, zoning_looker *looker, size_t *count)
{
    kbs_box box = geo_shape_box(looker->own);
    box = (kbs_box){ box.east_min - ZONING_SLIT_M, box.north_min - ZONING_SLIT_M,
                     box.east_max + ZONING_SLIT_M, box.north_max + ZONING_SLIT_M };
    return geo_box_tree_find(looker->scene->parcels.tree, box, &p->near, &p->near_capacity, count);
}

bool zoning_pieces_find(zoning_pieces *p, zoning_looker *looker)
{
    size_t near_count = 0;
    p->count = 0;
    p->ring_count = 0;
    void *starts = p->ring_start;
    bool good = base_array_grow(&starts, &p->ring_capacity, looker->own->ring_count + 1,
                                sizeof *p->ring_start, GEO_MOST_RINGS + 1u);
    p->ring_start = starts;
    good = good && find_near(p, looker, &near_count);
    for (size_t ring = 0; good && ring < looker->own->ring_count; ring++) {
        p->ring_start[p->ring_count] = p->count;
        good = cut_ring(p, looker, (uint32_t)ring, near_count);
        p->ring_count += good && p->count > p->ring_start[p->ring_count];
    }
    if (good) {
        p->ring_start[p->ring_count] = p->count;
    }
    looker->no_memory = looker->no_memory || !good;
    return good;
}
