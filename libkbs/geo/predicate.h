/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Exact predicates (adaptive precision, after J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 * Predicates", Discrete & Computational Geometry 18, 1997). */
#ifndef GEO_PREDICATE_H
#define GEO_PREDICATE_H

#include <math.h>

#include "geo/shape.h"

/* The slow way, without rounding. */
int geo_orientation_exact(geo_vertex a, geo_vertex b, geo_vertex c);

/* > 0: c lies left of the line a -> b; < 0: right; 0: exactly on it. The sign is always right. */
static inline int geo_orientation(geo_vertex a, geo_vertex b, geo_vertex c)
{
    double left = (a.east - c.east) * (b.north - c.north);
    double right = (a.north - c.north) * (b.east - c.east);
    double determinant = left - right;
    /* Differences and products have the right sign, so unlike signs decide; equal points end here too. */
    if (left == 0 || right == 0 || (left > 0) != (right > 0)) {
        return (determinant > 0) - (determinant < 0);
    }
    /* (3 + 16 u) u with u = 2^-53, half a unit in the last place of 1. */
    double bound = 3.3306690738754716e-16 * fabs(left + right);
    if (determinant > bound || -determinant > bound) {
        return determinant > 0 ? 1 : -1;
    }
    return geo_orientation_exact(a, b, c);
}

typedef enum geo_meeting {
    GEO_APART = 0,
    GEO_TOUCH = 1,  /* an end of one lies on the other */
    GEO_CROSS = 2,  /* they cross in their insides */
    GEO_OVERLAP = 3 /* they share a piece of line */
} geo_meeting;
/* How two closed segments a-b and c-d meet, exactly. */
geo_meeting geo_segments_meet(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d);

/* Which ends lie on the other segment. */
enum { GEO_A_ON_CD = 1, GEO_B_ON_CD = 2, GEO_C_ON_AB = 4, GEO_D_ON_AB = 8 };
/* The same, and *ends tells the ends that lie on the other segment (0 for apart and cross). */
geo_meeting geo_segments_meet_at(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d,
                                 unsigned *ends);

/* What a ray from the point to the east does with one edge a-b of a ring (its lower end belongs to it, its upper does not, so
 * that an odd number of hits over a ring means inside). */
typedef enum geo_side {
    GEO_RAY_MISSES = 0,
    GEO_RAY_HITS = 1,
    GEO_RAY_ON = 2 /* the point is on the edge */
} geo_side;
geo_side geo_ray_edge(geo_vertex a, geo_vertex b, geo_vertex point);

typedef enum geo_location { GEO_OUTSIDE = 0, GEO_ON_BORDER = 1, GEO_INSIDE = 2 } geo_location;
/* Where a point lies in an area (holes respected), exactly. Linear in the vertices; for large ones see geo/edge_index.h. */
geo_location geo_shape_locate(const geo_shape *area, geo_vertex point);

#endif
