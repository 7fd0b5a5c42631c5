/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The border of a part as strips: what lies on the parcel's border has its distance from there; what a cession or a park cut off
 * lies along a road or a park from then on; a border to another plan area has none. */
#include <math.h>
#include <string.h>

#include "geo/predicate.h"
#include "zoning/buildable.h"
#include "zoning/edge_limits.h"

#define MOST_STRIPS 100000u

static bool add(zoning_part_making *m, geo_vertex from, geo_vertex to, uint32_t ring,
                zoning_distance distance, kbs_subtraction_kind kind)
{
    zoning_site_maker *maker = m->maker;
    void *items = maker->strips;
    bool grown = base_array_grow(&items, &maker->strip_capacity, maker->strip_count + 1,
                                 sizeof *maker->strips, MOST_STRIPS);
    maker->strips = items;
    if (!grown) {
        m->no_memory = true;
        return false;
    }
    if (distance.missing[0] != '\0') {
        zoning_part_miss(m, distance.missing);
        m->out->is_least = m->out->is_least || distance.is_least;
    }
    maker->strips[maker->strip_count++] =
        (zoning_strip){ from, to, fmax(distance.metres, 0.0), ring, (int)kind };
    return distance.metres != KBS_NO_VALUE;
}

static kbs_subtraction_kind kind_of(const zoning_piece *piece)
{
    bool open =
        piece->beyond.what == KBS_BEYOND_PARK || piece->beyond.what == KBS_BEYOND_PUBLIC_AREA;
    switch (piece->edge_class) {
    case KBS_EDGE_FRONT:
        return KBS_SUBTRACTION_FRONT;
    case KBS_EDGE_REAR:
        return open ? KBS_SUBTRACTION_PUBLIC : KBS_SUBTRACTION_REAR;
    case KBS_EDGE_SIDE:
    case KBS_EDGE_ATTACHED:
    case KBS_EDGE_UNDETERMINED:
        break;
    }
    return open ? KBS_SUBTRACTION_PUBLIC : KBS_SUBTRACTION_SIDE;
}

static bool add_piece(zoning_part_making *m, const zoning_setbacks *setbacks,
                      const zoning_piece *piece, geo_vertex from, geo_vertex to, uint32_t ring)
{
    zoning_distance d = zoning_distance_of(setbacks, piece->edge_class,
                                           (zoning_reason)piece->reason, piece->beyond.what);
    return add(m, from, to, ring, d, kind_of(piece));
}

/* How far along the piece a place is, or -1 when it is not on it. */
static double on_piece(const zoning_piece *piece, geo_vertex place)
{
    double de = place.east - piece->from.east, dn = place.north - piece->from.north;
    double along = de * piece->unit.east + dn * piece->unit.north;
    double beside = de * piece->unit.north - dn * piece->unit.east;
    bool is_on = fabs(beside) <= ZONING_ON_BORDER_M && along >= -ZONING_ON_BORDER_M &&
                 along <= piece->length_m + ZONING_ON_BORDER_M;
    return is_on ? fmin(fmax(along, 0.0), piece->length_m) : -1.0;
}

/* A border that is none of the parcel's: what lies on its other side? */
static bool add_inner(zoning_part_making *m, const zoning_setbacks *setbacks, geo_vertex from,
                      geo_vertex to, geo_vertex unit, uint32_t ring)
{
    zoning_distance none = { .metres = 0.0, .rule = "", .missing = "" };
    geo_vertex outside = { (from.east + to.east) / 2 + unit.north * 2 * ZONING_ON_BORDER_M,
                           (from.north + to.north) / 2 - unit.east * 2 * ZONING_ON_BORDER_M };
    if (geo_shape_locate(&m->maker->ceded, outside) != GEO_OUTSIDE) {
        return add(m, from, to, ring, setbacks->front, KBS_SUBTRACTION_FRONT);
    }
    if (geo_shape_locate(&m->maker->green, outside) != GEO_OUTSIDE) {
        return add(m, from, to, ring, setbacks->open, KBS_SUBTRACTION_PUBLIC);
    }
    return add(m, from, to, ring, none, KBS_SUBTRACTION_SIDE);
}

/* An edge of the part, cut where the pieces of the parcel end. */
static bool add_edge(zoning_part_making *m, const zoning_setbacks *setbacks, geo_vertex from,
                     geo_vertex to, uint32_t ring)
{
    const zoning_pieces *pieces = &m->maker->pieces;
    double length = hypot(to.east - from.east, to.north - from.north);
    if (length < ZONING_VERTEX_M) {
        return true;
    }
    geo_vertex unit = { (to.east - from.east) / length, (to.north - from.north) / length };
    bool good = true;
    for (double at = 0; at < length - ZONING_VERTEX_M && !m->no_memory;) {
        geo_vertex here = { from.east + unit.east * at, from.north + unit.north * at };
        geo_vertex step = { here.east + unit.east * 2 * ZONING_VERTEX_M,
                            here.north + unit.north * 2 * ZONING_VERTEX_M };
        const zoning_piece *found = NULL;
        double next = length;
        for (size_t i = 0; i < pieces->count && found == NULL; i++) {
            const zoning_piece *piece = &pieces->items[i];
            bool same_way = piece->unit.east * unit.east + piece->unit.north * unit.north > 0.999;
            double along = same_way ? on_piece(piece, step) : -1.0;
            if (along >= 0.0 && along < piece->length_m) {
                found = piece;
                next = fmin(length, at + piece->length_m - along + 2 * ZONING_VERTEX_M);
            }
        }
        next = length - next < 2 * ZONING_VERTEX_M ? length : next;
        geo_vertex there = { from.east + unit.east * next, from.north + unit.north * next };
        there = next == length ? to : there;
        here = at == 0 ? from : here;
        good = (found != NULL ? add_piece(m, setbacks, found, here, there, ring)
                              : add_inner(m, setbacks, here, there, unit, ring)) &&
               good;
        at = next;
    }
    return good;
}

bool zoning_part_strips(zoning_part_making *m, const zoning_setbacks *setbacks)
{
    zoning_site_maker *maker = m->maker;
    bool good = true;
    maker->strip_count = 0;
    bool whole = maker->part.vertex_count == maker->own.vertex_count &&
                 memcmp(maker->part.vertices, maker->own.vertices,
                        maker->own.vertex_count * sizeof *maker->own.vertices) == 0;
    for (size_t i = 0; whole && i < maker->pieces.count; i++) {
        const zoning_piece *piece = &maker->pieces.items[i];
        good = add_piece(m, setbacks, piece, piece->from, piece->to, piece->ring) && good;
    }
    for (size_t ring = 0; !whole && ring < maker->part.ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(&maker->part, ring, &count);
        for (size_t i = 0; i + 1 < count; i++) {
            good = add_edge(m, setbacks, v[i], v[i + 1], (uint32_t)ring) && good;
        }
    }
    return good && !m->no_memory;
}
