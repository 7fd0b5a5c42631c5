/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Exact predicates (adaptive precision, after J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 * Predicates", Discrete & Computational Geometry 18, 1997). */
#ifndef GEO_PREDICATE_H
#define GEO_PREDICATE_H

#include "geo/shape.h"

/* > 0: c lies left of the line a -> b; < 0: right; 0: exactly on it. The sign is always right. */
int geo_orientation(geo_vertex a, geo_vertex b, geo_vertex c);

typedef enum geo_meeting {
    GEO_APART = 0,
    GEO_TOUCH = 1,  /* an end of one lies on the other */
    GEO_CROSS = 2,  /* they cross in their insides */
    GEO_OVERLAP = 3 /* they share a piece of line */
} geo_meeting;
/* How two closed segments meet, exactly. */
geo_meeting geo_segments_meet(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d);

/* What a ray from the point to the east does with one edge a-b of a ring (its lower end belongs to it, its upper does not, so
 * that an odd number of hits over a ring means inside). */
typedef enum geo_side { GEO_RAY_MISSES = 0, GEO_RAY_HITS = 1, GEO_RAY_ON = 2 /* the point is on the edge */ } geo_side;
geo_side geo_ray_edge(geo_vertex a, geo_vertex b, geo_vertex point);

typedef enum geo_location { GEO_OUTSIDE = 0, GEO_ON_BORDER = 1, GEO_INSIDE = 2 } geo_location;
/* Where a point lies in an area (holes respected), exactly. Linear in the vertices; for large ones see geo/edge_index.h. */
geo_location geo_shape_locate(const geo_shape *area, geo_vertex point);

#endif
