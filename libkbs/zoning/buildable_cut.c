/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The envelope by GEOS: from the area, all points within the distance of an edge are taken away, edge after edge. */
#include <math.h>

#include "base/date.h"
#include "zoning/buildable_offset.h"
#include "zoning/edge_limits.h"

/* Half a circle about `centre`, from the direction `from` on to the left. */
static bool half_circle(geo_shape *out, geo_vertex centre, geo_vertex from, double radius_m)
{
    const double half = 3.14159265358979323846;
    double step = 2 * acos(fmax(0.0, 1 - ZONING_ARC_M / radius_m));
    size_t pieces = (size_t)ceil(half / step);
    pieces = pieces < 4 ? 4 : pieces;
    for (size_t i = 0; i <= pieces; i++) {
        double at = half * (double)i / (double)pieces;
        double east = from.east * cos(at) - from.north * sin(at);
        double north = from.east * sin(at) + from.north * cos(at);
        if (!geo_shape_add_vertex(out, centre.east + radius_m * east,
                                  centre.north + radius_m * north)) {
            return false;
        }
    }
    return true;
}

/* All points within the distance of the edge. */
static bool strip_shape(const zoning_strip *s, geo_shape *out)
{
    double de = s->to.east - s->from.east, dn = s->to.north - s->from.north;
    double length = hypot(de, dn);
    if (length < ZONING_VERTEX_M) {
        de = length = 1.0; /* a point: two halves of a circle */
        dn = 0.0;
    }
    geo_vertex right = { dn / length, -de / length };
    geo_vertex left = { -right.east, -right.north };
    geo_shape_clear(out, GEO_POLYGON);
    if (!half_circle(out, s->to, right, s->distance_m) ||
        !half_circle(out, s->from, left, s->distance_m)) {
        return false;
    }
    return geo_shape_add_vertex(out, out->vertices[0].east, out->vertices[0].north) &&
           geo_shape_end_ring(out) && geo_shape_end_part(out);
}

geo_outcome zoning_offset_by_cutting(zoning_offset *offset, geo_geos *geos, const geo_shape *before,
                                     const zoning_strip *strips, size_t count, int stage,
                                     double until, geo_shape *out)
{
    if (!geo_shape_copy(out, before)) {
        return GEO_NO_MEMORY;
    }
    for (size_t i = 0; i < count && out->vertex_count > 0; i++) {
        if (strips[i].stage != stage || strips[i].distance_m <= 0.0) {
            continue;
        }
        double left = until - base_clock_seconds();
        if (left <= 0.0) {
            return GEO_DEADLINE;
        }
        if (!strip_shape(&strips[i], &offset->spare)) {
            return GEO_NO_MEMORY;
        }
        if (!geo_box_meets(geo_shape_box(out), geo_shape_box(&offset->spare))) {
            continue;
        }
        geo_outcome outcome =
            geo_geos_overlay(geos, GEO_DIFFERENCE, out, &offset->spare, left, &offset->other);
        if (outcome != GEO_DONE) {
            return outcome;
        }
        geo_shape swapped = *out;
        *out = offset->other;
        offset->other = swapped;
    }
    return GEO_DONE;
}
