/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Each edge moves inward by its distance. Where two neighbours meet at a corner that opens to less than a straight line, their lines cut
 * each other; elsewhere the larger distance goes round the corner in an arc (all points that are as far from the corner as that). Edges
 * that vanish between their neighbours are taken out. What comes out is believed only after checks: it is simple, keeps all
 * distances, and each of its edges lies in front of the edge it belongs to, so that its border is border of the true area
 * everywhere. */
#include "zoning/buildable_offset.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "geo/predicate.h"
#include "zoning/edge_limits.h"

#define MOST_EDGES 512u
#define MOST_RING 20000u

typedef struct zoning_offset_edge {
    geo_vertex from, to, unit, inward;
    double length_m, distance_m;
    bool after_gap;        /* the edge before it was taken out: lines cut each other */
    geo_vertex begin, end; /* of the moved edge */
} offset_edge;

void zoning_offset_init(zoning_offset *offset)
{
    memset(offset, 0, sizeof *offset);
    geo_shape_init(&offset->spare);
    geo_shape_init(&offset->other);
}

void zoning_offset_release(zoning_offset *offset)
{
    base_free(offset->edges);
    base_free(offset->ring);
    geo_shape_release(&offset->spare);
    geo_shape_release(&offset->other);
    memset(offset, 0, sizeof *offset);
}

static geo_vertex moved(geo_vertex place, geo_vertex direction, double metres)
{
    return (geo_vertex){ place.east + direction.east * metres,
                         place.north + direction.north * metres };
}

static double dot(geo_vertex a, geo_vertex b)
{
    return a.east * b.east + a.north * b.north;
}

static double cross(geo_vertex a, geo_vertex b)
{
    return a.east * b.north - a.north * b.east;
}

static geo_vertex between(geo_vertex from, geo_vertex to)
{
    return (geo_vertex){ to.east - from.east, to.north - from.north };
}

static double distance_of(const zoning_strip *strip, int stage)
{
    return strip->stage <= stage ? strip->distance_m : 0.0;
}

/* Fills offset->edges; strips on one line with one distance become one edge. Returns their number, 0 = none or no memory. */
static size_t take_edges(zoning_offset *offset, const zoning_strip *strips, size_t count, int stage)
{
    size_t edges = 0;
    void *items = offset->edges;
    bool grown =
        base_array_grow(&items, &offset->edge_capacity, count, sizeof *offset->edges, MOST_EDGES);
    offset->edges = items;
    for (size_t i = 0; grown && i < count; i++) {
        geo_vertex way = between(strips[i].from, strips[i].to);
        double length = hypot(way.east, way.north);
        double distance = distance_of(&strips[i], stage);
        if (length < ZONING_VERTEX_M) {
            continue;
        }
        geo_vertex unit = { way.east / length, way.north / length };
        offset_edge *before = edges > 0 ? &offset->edges[edges - 1] : NULL;
        if (before != NULL && before->distance_m == distance &&
            fabs(cross(before->unit, unit)) < 1e-9 && dot(before->unit, unit) > 0) {
            before->to = strips[i].to;
            before->length_m += length;
            continue;
        }
        offset->edges[edges++] = (offset_edge){ .from = strips[i].from,
                                                .to = strips[i].to,
                                                .unit = unit,
                                                .inward = { -unit.north, unit.east },
                                                .length_m = length,
                                                .distance_m = distance };
    }
    return edges;
}

static bool put(zoning_offset *offset, geo_vertex vertex)
{
    void *items = offset->ring;
    bool grown = base_array_grow(&items, &offset->ring_capacity, offset->ring_count + 1,
                                 sizeof *offset->ring, MOST_RING);
    offset->ring = items;
    if (grown) {
        offset->ring[offset->ring_count++] = vertex;
    }
    return grown;
}

/* Where the moved lines of two edges cut each other; false when they hardly do. */
static bool cut(const offset_edge *a, const offset_edge *b, geo_vertex *out)
{
    double sine = cross(a->unit, b->unit);
    if (sine < 1e-9) {
        return false;
    }
    geo_vertex from = moved(a->from, a->inward, a->distance_m);
    geo_vertex to = moved(b->from, b->inward, b->distance_m);
    *out = moved(from, a->unit, cross(between(from, to), b->unit) / sine);
    return true;
}

typedef struct corner {
    geo_vertex first, last; /* where the edge before ends and the one after begins */
    geo_vertex centre;
    double radius_m; /* of the arc between; 0: none */
} corner;

/* The distance of the edge before goes on as a circle about that edge's end, up to the moved line of the edge after. */
static bool arc_of_before(const offset_edge *a, const offset_edge *b, corner *out)
{
    geo_vertex way = between(b->from, a->to);
    double apart = dot(way, b->inward) - b->distance_m, radius = a->distance_m;
    if (radius <= 0 || fabs(apart) > radius + 1e-12) {
        return false;
    }
    double at = dot(way, b->unit) + sqrt(fmax(0.0, radius * radius - apart * apart));
    out->radius_m = radius;
    out->centre = a->to;
    out->first = moved(a->to, a->inward, radius);
    out->last = moved(moved(b->from, b->inward, b->distance_m), b->unit, at);
    return at >= -ZONING_ENVELOPE_M;
}

/* The same about the beginning of the edge after, from the moved line of the edge before. */
static bool arc_of_after(const offset_edge *a, const offset_edge *b, corner *out)
{
    geo_vertex way = between(a->from, b->from);
    double apart = dot(way, a->inward) - a->distance_m, radius = b->distance_m;
    if (radius <= 0 || fabs(apart) > radius + 1e-12) {
        return false;
    }
    double at = dot(way, a->unit) - sqrt(fmax(0.0, radius * radius - apart * apart));
    out->radius_m = radius;
    out->centre = b->from;
    out->first = moved(moved(a->from, a->inward, a->distance_m), a->unit, at);
    out->last = moved(b->from, b->inward, radius);
    return at <= a->length_m + ZONING_ENVELOPE_M;
}

/* From one moved edge to the next that is left. False: this way does not know. */
static bool turn_corner(const offset_edge *a, const offset_edge *b, corner *out)
{
    geo_vertex met;
    bool meet = cut(a, b, &met);
    if (meet && dot(between(a->from, met), a->unit) <= a->length_m + ZONING_ENVELOPE_M &&
        dot(between(b->from, met), b->unit) >= -ZONING_ENVELOPE_M) {
        *out = (corner){ .first = met, .last = met };
        return true;
    }
    if (a->distance_m <= 0 && b->distance_m <= 0 && a->to.east == b->from.east &&
        a->to.north == b->from.north) {
        *out = (corner){ .first = b->from, .last = b->from };
        return true; /* neither moves */
    }
    bool before_first = a->distance_m >= b->distance_m;
    if (before_first ? arc_of_before(a, b, out) || arc_of_after(a, b, out)
                     : arc_of_after(a, b, out) || arc_of_before(a, b, out)) {
        return true;
    }
    *out = (corner){ .first = met, .last = met };
    return meet; /* for now: one of the two may vanish */
}

/* Begins and ends of the moved edges; false when a corner is not known. */
static bool move_edges(zoning_offset *offset, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        offset_edge *a = &offset->edges[i], *b = &offset->edges[(i + 1) % count];
        corner c;
        if (!turn_corner(a, b, &c)) {
            return false;
        }
        a->end = c.first;
        b->begin = c.last;
    }
    return true;
}

/* Takes the most reversed edge out. Returns the number of edges left, 0 when this way does not know. */
static size_t take_out(zoning_offset *offset, size_t count)
{
    size_t worst = count;
    double least = -ZONING_ENVELOPE_M;
    for (size_t i = 0; i < count; i++) {
        const offset_edge *e = &offset->edges[i];
        double length = dot(between(e->begin, e->end), e->unit);
        if (length < least) {
            least = length;
            worst = i;
        }
    }
    if (worst == count) {
        return count;
    }
    if (count <= 3) {
        return 0;
    }
    memmove(&offset->edges[worst], &offset->edges[worst + 1],
            (count - worst - 1) * sizeof *offset->edges);
    return count - 1;
}

/* Points of an arc about a corner, the first and the last included; it turns right. */
static bool put_arc(zoning_offset *offset, const corner *c)
{
    geo_vertex from = between(c->centre, c->first), to = between(c->centre, c->last);
    double angle = atan2(cross(from, to), dot(from, to));
    if (angle > 0) {
        angle = angle > 1e-9 ? angle - 6.283185307179586 : 0;
    }
    double step = 2 * acos(fmax(0.0, 1 - ZONING_ARC_M / c->radius_m));
    size_t pieces = step > 0 ? (size_t)ceil(-angle / step) : 1;
    for (size_t i = 1; i < pieces; i++) {
        double at = angle * (double)i / (double)pieces;
        geo_vertex turned = { from.east * cos(at) - from.north * sin(at),
                              from.east * sin(at) + from.north * cos(at) };
        if (!put(offset, moved(c->centre, turned, 1.0))) {
            return false;
        }
    }
    return put(offset, c->last);
}

static bool make_ring(zoning_offset *offset, size_t count)
{
    offset->ring_count = 0;
    for (size_t i = 0; i < count; i++) {
        const offset_edge *a = &offset->edges[i], *b = &offset->edges[(i + 1) % count];
        corner c;
        bool good = turn_corner(a, b, &c) && put(offset, c.first);
        if (good && c.radius_m > 0) {
            good = put_arc(offset, &c);
        }
        if (!good) {
            return false;
        }
    }
    return offset->ring_count >= 3;
}

/* The square of the distance from a point to a segment. */
static double square_to(geo_vertex p, geo_vertex a, geo_vertex b)
{
    geo_vertex way = between(a, b);
    double square = dot(way, way);
    double t = square > 0 ? dot(between(a, p), way) / square : 0;
    geo_vertex rest = between(moved(a, way, fmin(1.0, fmax(0.0, t))), p);
    return dot(rest, rest);
}

/* Does a-b cross c-d by more than the tolerance on all four sides? */
static bool truly_crosses(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d)
{
    geo_vertex ab = between(a, b), cd = between(c, d);
    double length_ab = hypot(ab.east, ab.north), length_cd = hypot(cd.east, cd.north);
    if (length_ab == 0 || length_cd == 0) {
        return false;
    }
    double side_c = cross(ab, between(a, c)) / length_ab,
           side_d = cross(ab, between(a, d)) / length_ab;
    double side_a = cross(cd, between(c, a)) / length_cd,
           side_b = cross(cd, between(c, b)) / length_cd;
    double e = ZONING_ENVELOPE_M;
    return ((side_c > e && side_d < -e) || (side_c < -e && side_d > e)) &&
           ((side_a > e && side_b < -e) || (side_a < -e && side_b > e));
}

/* Are the boxes of two segments further apart than this? */
static bool boxes_apart(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d, double metres)
{
    return fmin(a.east, b.east) - fmax(c.east, d.east) > metres ||
           fmin(c.east, d.east) - fmax(a.east, b.east) > metres ||
           fmin(a.north, b.north) - fmax(c.north, d.north) > metres ||
           fmin(c.north, d.north) - fmax(a.north, b.north) > metres;
}

static bool keeps_distance(geo_vertex p, geo_vertex q, const zoning_strip *s, double distance)
{
    double least = distance - ZONING_ARC_M - ZONING_ENVELOPE_M;
    if (boxes_apart(p, q, s->from, s->to, fmax(distance, 0.0))) {
        return true;
    }
    if (truly_crosses(p, q, s->from, s->to)) {
        return false;
    }
    double square = least * least;
    return least <= 0 ||
           (square_to(p, s->from, s->to) >= square && square_to(q, s->from, s->to) >= square &&
            square_to(s->from, p, q) >= square && square_to(s->to, p, q) >= square);
}

/* Each moved edge lies in front of its own. */
static bool lies_in_front(const offset_edge *e)
{
    double begin = dot(between(e->from, e->begin), e->unit);
    double end = dot(between(e->from, e->end), e->unit);
    return begin >= -ZONING_ENVELOPE_M && end <= e->length_m + ZONING_ENVELOPE_M;
}

static bool is_simple(const geo_vertex *ring, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        geo_vertex a = ring[i], b = ring[(i + 1) % count];
        kbs_box box = { fmin(a.east, b.east), fmin(a.north, b.north), fmax(a.east, b.east),
                        fmax(a.north, b.north) };
        for (size_t k = i + 2; k < count; k++) {
            geo_vertex c = ring[k], d = ring[(k + 1) % count];
            bool apart = (c.east < box.east_min && d.east < box.east_min) ||
                         (c.east > box.east_max && d.east > box.east_max) ||
                         (c.north < box.north_min && d.north < box.north_min) ||
                         (c.north > box.north_max && d.north > box.north_max);
            if (!apart && !(i == 0 && k + 1 == count) &&
                geo_segments_meet(a, b, c, d) != GEO_APART) {
                return false;
            }
        }
    }
    return true;
}

static bool check(const zoning_offset *offset, size_t edges, const zoning_strip *strips,
                  size_t count, int stage)
{
    for (size_t i = 0; i < edges; i++) {
        if (!lies_in_front(&offset->edges[i])) {
            return false;
        }
    }
    for (size_t k = 0; k < offset->ring_count; k++) {
        geo_vertex p = offset->ring[k], q = offset->ring[(k + 1) % offset->ring_count];
        for (size_t i = 0; i < count; i++) {
            if (!keeps_distance(p, q, &strips[i], distance_of(&strips[i], stage))) {
                return false;
            }
        }
    }
    return is_simple(offset->ring, offset->ring_count);
}

/* Vertices that repeat the one before say nothing, and would meet their neighbours' edges. */
static void drop_repeated(zoning_offset *offset)
{
    size_t kept = 0;
    for (size_t i = 0; i < offset->ring_count; i++) {
        geo_vertex v = offset->ring[i];
        geo_vertex before = kept > 0 ? offset->ring[kept - 1] : v;
        if (kept == 0 || fabs(v.east - before.east) > ZONING_ENVELOPE_M ||
            fabs(v.north - before.north) > ZONING_ENVELOPE_M) {
            offset->ring[kept++] = v;
        }
    }
    while (kept > 1 &&
           fabs(offset->ring[kept - 1].east - offset->ring[0].east) <= ZONING_ENVELOPE_M &&
           fabs(offset->ring[kept - 1].north - offset->ring[0].north) <= ZONING_ENVELOPE_M) {
        kept--;
    }
    offset->ring_count = kept;
}

static bool give(const zoning_offset *offset, geo_shape *out)
{
    geo_shape_clear(out, GEO_MULTIPOLYGON);
    bool good = true;
    for (size_t i = 0; i <= offset->ring_count; i++) {
        geo_vertex v = offset->ring[i % offset->ring_count];
        good = good && geo_shape_add_vertex(out, v.east, v.north);
    }
    return good && geo_shape_end_ring(out) && geo_shape_end_part(out);
}

bool zoning_offset_by_border(zoning_offset *offset, const zoning_strip *strips, size_t count,
                             int stage, geo_shape *out)
{
    size_t edges = count <= MOST_EDGES ? take_edges(offset, strips, count, stage) : 0;
    while (edges >= 3) {
        if (!move_edges(offset, edges)) {
            return false;
        }
        size_t left = take_out(offset, edges);
        if (left == edges) {
            break;
        }
        edges = left;
    }
    if (edges < 3 || !make_ring(offset, edges)) {
        return false;
    }
    drop_repeated(offset);
    return offset->ring_count >= 3 && check(offset, edges, strips, count, stage) &&
           give(offset, out) && geo_ring_area_m2(out->vertices, out->vertex_count) > 0;
}

geo_outcome zoning_offset_inside(zoning_offset *offset, geo_geos *geos, const geo_shape *before,
                                 bool is_ring, const zoning_strip *strips, size_t count, int stage,
                                 double until, geo_shape *out)
{
    if (is_ring && zoning_offset_by_border(offset, strips, count, stage, out)) {
        return GEO_DONE;
    }
    return zoning_offset_by_cutting(offset, geos, before, strips, count, stage, until, out);
}
