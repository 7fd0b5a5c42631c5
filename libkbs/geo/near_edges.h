/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The edges of an area that lie near a box, and what all the others come to. Between edge_index.c, common_area.c and relate.c. */
#ifndef GEO_NEAR_EDGES_H
#define GEO_NEAR_EDGES_H

#include "geo/edge_index.h"

/* An edge with the area on its left. */
typedef struct geo_border_edge {
    geo_vertex from, to;
} geo_border_edge;

typedef struct geo_near_edges {
    geo_border_edge *edges; /* those whose own box meets the box that was asked for */
    size_t count, capacity;
    /* What the edges wholly west of the box add to the winding number along the level line through the box's upper side: +1 for
     * each that crosses it downwards, -1 upwards. With no edge near, 1 means that the box is inside and 0 that it is outside. */
    int winding;
} geo_near_edges;

void geo_near_edges_release(geo_near_edges *near);
/* Room for `need` edges; false = no memory. */
bool geo_near_edges_reserve(geo_near_edges *near, size_t need);
/* False = no memory. */
bool geo_edge_index_near(const geo_edge_index *index, kbs_box box, geo_near_edges *near);
/* All edges of an area, with the area on their left; *area_m2 is exactly geo_shape_area_m2. */
bool geo_near_edges_of_shape(const geo_shape *area, geo_near_edges *near, double *area_m2);

#endif
