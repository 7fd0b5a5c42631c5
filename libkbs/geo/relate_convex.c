/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Most parcels are convex, and for these one question decides nearly all: does an edge of the other border enter the inside? It does not
 * exactly when a line separates the two, and then one through an edge of the parcel or through the edge itself does (the theorem of the
 * separating axis: the inside of P - f has the origin outside one of its edges, which are those of P and of f). When no edge
 * enters, the inside lies in the other area or outside of it as a whole, and any of its points tells. */
#include "geo/relate.h"

enum { MOST_EDGES = 64 };

/* All turns to the left or straight on; a ring that does not cross itself is then convex. */
static bool is_convex(const geo_shape *area)
{
    size_t count;
    if (area->ring_count != 1) {
        return false;
    }
    const geo_vertex *v = geo_shape_ring(area, 0, &count);
    bool left = false, right = false;
    for (size_t i = 1; i < count && !(left && right); i++) {
        int turn = geo_orientation(v[i - 1], v[i], v[i + 1 < count ? i + 1 : 1]);
        left = left || turn > 0;
        right = right || turn < 0;
    }
    return left != right;
}

typedef enum separation { SEP_NONE, SEP_TOUCHING, SEP_APART } separation;

/* Is the edge on the outer side of the line through one of the area's edges? `first` is tried first, and where it was is kept. */
static separation separate_by_area(const geo_near_edges *a, geo_border_edge edge, size_t *first)
{
    for (size_t i = 0; i < a->count; i++) {
        size_t k = *first + i < a->count ? *first + i : *first + i - a->count;
        geo_border_edge side = a->edges[k];
        int from = geo_orientation(side.from, side.to, edge.from);
        if (from > 0) {
            continue;
        }
        int to = geo_orientation(side.from, side.to, edge.to);
        if (to <= 0) {
            *first = k;
            return from < 0 && to < 0 ? SEP_APART : SEP_TOUCHING;
        }
    }
    return SEP_NONE;
}

/* Is the area on one side of the line through the edge? */
static separation separate_by_edge(const geo_near_edges *a, geo_border_edge edge)
{
    bool left = false, right = false, on = false;
    for (size_t i = 0; i < a->count && !(left && right); i++) {
        int side = geo_orientation(edge.from, edge.to, a->edges[i].from);
        left = left || side > 0;
        right = right || side < 0;
        on = on || side == 0;
    }
    return left && right ? SEP_NONE : on ? SEP_TOUCHING : SEP_APART;
}

/* A point strictly inside: the middle of the vertices, if rounding leaves it there. */
static bool find_inside(const geo_near_edges *a, geo_vertex *point)
{
    geo_vertex base = a->edges[0].from;
    double east = 0, north = 0;
    for (size_t i = 0; i < a->count; i++) {
        east += a->edges[i].from.east - base.east;
        north += a->edges[i].from.north - base.north;
    }
    *point =
        (geo_vertex){ base.east + east / (double)a->count, base.north + north / (double)a->count };
    for (size_t i = 0; i < a->count; i++) {
        if (geo_orientation(a->edges[i].from, a->edges[i].to, *point) <= 0) {
            return false;
        }
    }
    return true;
}

static bool any_meet(const geo_near_edges *a, const geo_near_edges *b)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t k = 0; k < b->count; k++) {
            if (geo_segments_meet(a->edges[i].from, a->edges[i].to, b->edges[k].from,
                                  b->edges[k].to) != GEO_APART) {
                return true;
            }
        }
    }
    return false;
}

geo_convex_answer geo_convex_relate(const geo_relate_input *input, geo_relation *out)
{
    const geo_near_edges *a = input->a_edges, *b = input->b_edges;
    geo_vertex point;
    *out = (geo_relation){ 0 };
    if (a->count == 0 || a->count > MOST_EDGES || b->count > MOST_EDGES || !is_convex(input->a)) {
        return GEO_CONVEX_UNKNOWN;
    }
    bool touching = false;
    size_t first = 0;
    for (size_t i = 0; i < b->count; i++) {
        separation s = separate_by_area(a, b->edges[i], &first);
        if (s == SEP_NONE) {
            s = separate_by_edge(a, b->edges[i]);
        }
        if (s == SEP_NONE) {
            return GEO_CONVEX_ENTERED;
        }
        touching = touching || s == SEP_TOUCHING;
    }
    if (!find_inside(a, &point)) {
        return GEO_CONVEX_UNKNOWN;
    }
    out->covered = out->interiors_meet = geo_edge_index_locate(input->b, point) == GEO_INSIDE;
    out->borders_meet = touching && any_meet(a, b);
    return GEO_CONVEX_FREE;
}
