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
    const geo_edge_index *a_index; /* to locate points in a; may be NULL where it has few edges */
    kbs_box a_box;
    const geo_edge_index *b;
    const geo_near_edges *b_edges; /* those near a_box */
} geo_relate_input;

/* A pair of edges that touch. */
typedef struct geo_touch {
    uint32_t a, b; /* places in a_edges and b_edges */
    unsigned ends; /* of GEO_A_ON_CD …, a-b being a's edge and c-d b's */
} geo_touch;

/* Memory that is used again. */
typedef struct geo_touch_list {
    geo_touch *items;
    size_t count, capacity;
} geo_touch_list;

/* What a convex area's inside is to another area; the quick and exact answer for most parcels. */
typedef enum geo_convex_answer {
    GEO_CONVEX_UNKNOWN = 0, /* not convex, or too many edges: ask geo_areas_relate */
    GEO_CONVEX_FREE,        /* the other's border does not enter the inside: *out tells all */
    GEO_CONVEX_ENTERED      /* it does: the areas overlap, neither nothing nor all of a */
} geo_convex_answer;
geo_convex_answer geo_convex_relate(const geo_relate_input *input, geo_relation *out);

/* False = no memory. */
bool geo_areas_relate(const geo_relate_input *input, geo_touch_list *touches, geo_relation *out);

#endif
