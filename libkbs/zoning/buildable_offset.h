/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The part of an area that keeps a distance of its own from each of its edges. */
#ifndef ZONING_BUILDABLE_OFFSET_H
#define ZONING_BUILDABLE_OFFSET_H

#include "geo/geos.h"

/* An edge of the area, which lies on its left, and what a building must keep from it. */
typedef struct zoning_strip {
    geo_vertex from, to;
    double distance_m;
    uint32_t ring; /* of the area */
    int stage;     /* which subtraction it belongs to */
} zoning_strip;

/* Memory of one thread. */
typedef struct zoning_offset {
    struct zoning_offset_edge *edges;
    size_t edge_capacity;
    geo_vertex *ring;
    size_t ring_count, ring_capacity;
    geo_shape spare, other;
} zoning_offset;

void zoning_offset_init(zoning_offset *offset);
void zoning_offset_release(zoning_offset *offset);

/* The strips are the closed border of an area, edge after edge. Gives the points of the area that are nowhere nearer to an edge than
 * its distance, counting strips up to `stage`: exact but for arcs about corners, which are chords
 * (ZONING_ARC_M). First by offsetting the border (`is_ring`: it is one ring), checked; where that is
 * not the whole truth, by cutting the strips of this stage off `before`, what the stages before left,
 * with GEOS. `until`: a time of base_clock_seconds. */
geo_outcome zoning_offset_inside(zoning_offset *offset, geo_geos *geos, const geo_shape *before,
                                 bool is_ring, const zoning_strip *strips, size_t count, int stage,
                                 double until, geo_shape *out);
/* The two ways, for tests. The first returns false when it does not know. */
bool zoning_offset_by_border(zoning_offset *offset, const zoning_strip *strips, size_t count,
                             int stage, geo_shape *out);
geo_outcome zoning_offset_by_cutting(zoning_offset *offset, geo_geos *geos, const geo_shape *before,
                                     const zoning_strip *strips, size_t count, int stage,
                                     double until, geo_shape *out);

#endif
