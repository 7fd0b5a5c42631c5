/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How two areas lie to each other, decided exactly: where a floating-point area of the common part is too near to nothing, or to
 * all, to be believed. Both areas have to be sound (geo_shape_check). */
#ifndef GEO_RELATE_H
#define GEO_RELATE_H

#include "geo/near_edges.h"

typedef struct geo_relation {
    bool borders_meet;   /* at least a point of one border lies on the other */
    bool interiors_meet; /* the common part has an area */
    bool covered;        /* a lies in b */
    bool too_complex;    /* not decided within the work that is allowed */
} geo_relation;

typedef struct geo_relate_input {
    const geo_shape *a;
    const geo_near_edges *a_edges; /* all of a */
    const geo_edge_index *a_index; /* may be NULL where there are few pairs of edges */
    kbs_box a_box;
    const geo_edge_index *b;
    const geo_near_edges *b_edges; /* those near a_box */
} geo_relate_input;

/* `candidates` and `touching` are memory that is reused. False = no memory. */
bool geo_areas_relate(const geo_relate_input *input, geo_near_edges *candidates,
                      geo_near_edges *touching, geo_relation *out);

#endif
