/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The areas that a net of lines encloses. The net must be noded: pieces meet in corners alone. */
#ifndef IMPORT_POLYGONISE_H
#define IMPORT_POLYGONISE_H

#include "import/line_net.h"

#define IMPORT_NO_AREA UINT32_MAX

/* Pieces from a free end up to where they meet what encloses something. */
typedef struct import_dangle {
    uint32_t corner; /* the free end */
    uint32_t line;   /* that ends there */
    double length_m;
} import_dangle;

/* A closed way around one side of something, every corner once; shells counter-clockwise. */
typedef struct import_net_ring {
    size_t first, count; /* in `way`; the first corner is not repeated */
    double area_m2;      /* > 0 for shells */
    bool is_shell;
    uint32_t area;      /* that it bounds; IMPORT_NO_AREA: the outside */
    uint32_t next_hole; /* of the same area; IMPORT_NO_AREA at the end */
} import_net_ring;

typedef struct import_net_area {
    uint32_t shell, first_hole; /* rings */
    kbs_box box;
    double area_m2;    /* without its holes */
    uint32_t line;     /* the first of the lines around it */
    float moved_m;     /* how far a vertex was moved to one of its corners at most */
    uint32_t moved_at; /* that corner */
} import_net_area;

typedef struct import_net_areas {
    import_net_area *areas;
    import_net_ring *rings;
    uint32_t *way;          /* corners */
    uint32_t *left, *right; /* by edge of the net: the area on each side, seen from a to b */
    import_dangle *dangles;
    uint32_t *bridges; /* edges that join two things and enclose nothing */
    size_t area_count, ring_count, way_count, dangle_count, bridge_count;
    size_t area_capacity, ring_capacity, way_capacity, dangle_capacity, bridge_capacity;
    size_t expected; /* how many areas there must be, by Euler's formula */
} import_net_areas;

/* Areas in the order of their first edge. False = no memory. */
bool import_net_polygonise(import_net_areas *out, const import_line_net *net);
void import_net_areas_release(import_net_areas *areas);
/* The area as a polygon with its holes. False = no memory. */
bool import_net_area_shape(const import_net_areas *areas, const import_line_net *net, size_t area,
                           geo_shape *out);

#endif
