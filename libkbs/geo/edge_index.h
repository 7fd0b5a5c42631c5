/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An area prepared for many questions: its border as a tree of chains of edges, so that a flood plain of 15 000 vertices costs no more
 * than the few edges near the parcel. Immutable after building: may be read by many threads. */
#ifndef GEO_EDGE_INDEX_H
#define GEO_EDGE_INDEX_H

#include "geo/predicate.h"
#include "geo/shape.h"

typedef struct geo_edge_index geo_edge_index;

/* The shape is copied. NULL = no memory or not an area. */
geo_edge_index *geo_edge_index_new(const geo_shape *area);
void geo_edge_index_free(geo_edge_index *index);
kbs_box geo_edge_index_box(const geo_edge_index *index);
double geo_edge_index_area_m2(const geo_edge_index *index);
const geo_shape *geo_edge_index_shape(const geo_edge_index *index);

geo_location geo_edge_index_locate(const geo_edge_index *index, geo_vertex point);

/* How two areas lie to each other. */
typedef struct geo_common {
    double
        area_m2; /* of the common part; error below 1e-6 m² + 1e-12 of the parcel's area, see geo/common_area.c. Exactly 0 when only the
                     * borders meet or nothing does, exactly geo_shape_area_m2 of `a` when a lies in b; never so otherwise */
    bool meets;  /* they have at least a point in common, exactly decided */
    bool
        too_complex; /* not determined: more pairs of edges than some seconds allow; the two above are then 0 and false */
} geo_common;

/* The area of the common part of two sound areas as a sum over pairs of edges (no overlay, no nodes): for each pair the integral of the
 * lower of the two edges over their common span of east, signed by their directions. Holes and concave shapes need no special case.
 * Only edges of `b` near the box of `a` are looked at. `scratch` belongs to one thread. */
typedef struct geo_scratch geo_scratch;
geo_scratch *geo_scratch_new(void);
void geo_scratch_free(geo_scratch *scratch);
/* False = no memory. */
bool geo_common_area(const geo_shape *a, const geo_edge_index *b, geo_scratch *scratch,
                     geo_common *out);

#endif
