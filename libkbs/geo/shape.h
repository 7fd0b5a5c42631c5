/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One geometry: flat arrays of vertices, rings and parts. Coordinates in metres of the city's system unless said otherwise. */
#ifndef GEO_SHAPE_H
#define GEO_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kbs/types.h>

typedef enum geo_type {
    GEO_NONE = 0,
    GEO_POINT = 1,
    GEO_LINE = 2,
    GEO_POLYGON = 3,
    GEO_MULTIPOINT = 4,
    GEO_MULTILINE = 5,
    GEO_MULTIPOLYGON = 6
} geo_type;

/* A vertex: east, north. */
typedef struct geo_vertex {
    double east, north;
} geo_vertex;

/* Polygons: part i has rings part_end[i-1] .. part_end[i]-1, the first is the shell, the others its holes; ring j has vertices ring_end[j-1] ..
 * ring_end[j]-1, first = last vertex. Lines: each ring is one open line, each part one line. Points: one vertex a ring and part.
 * Single types have exactly one part. The arrays grow and are reused. */
typedef struct geo_shape {
    geo_type type;
    geo_vertex *vertices;
    uint32_t *ring_end;
    uint32_t *part_end;
    size_t vertex_count, ring_count, part_count;
    size_t vertex_capacity, ring_capacity, part_capacity;
} geo_shape;

#define GEO_MOST_VERTICES 10000000u
#define GEO_MOST_RINGS 1000000u

void geo_shape_init(geo_shape *shape);
void geo_shape_release(geo_shape *shape);
void geo_shape_clear(geo_shape *shape, geo_type type); /* keeps the memory */
/* Append a vertex to the ring being built; end the ring; end the part. False = no memory or over the limits. */
bool geo_shape_add_vertex(geo_shape *shape, double east, double north);
/* Appends `count` vertices that the caller fills; NULL when it fails. The pointer lives until the next call. */
geo_vertex *geo_shape_extend(geo_shape *shape, size_t count);
bool geo_shape_end_ring(geo_shape *shape);
bool geo_shape_end_part(geo_shape *shape);
bool geo_shape_copy(geo_shape *to, const geo_shape *from);

/* Vertices of ring j: pointer and count. */
const geo_vertex *geo_shape_ring(const geo_shape *shape, size_t ring, size_t *count);
/* Rings of part i: first_ring .. end_ring - 1. */
void geo_shape_part(const geo_shape *shape, size_t part, size_t *first_ring, size_t *end_ring);
/* Ring j as a polygon of its own that borrows its vertices (never release it); `ends` holds its counts and must live as long. */
geo_shape geo_shape_of_ring(const geo_shape *shape, size_t ring, uint32_t ends[2]);
kbs_box geo_shape_box(const geo_shape *shape);
kbs_box geo_vertices_box(const geo_vertex *vertices, size_t count);
bool geo_type_is_area(geo_type type);
const char *geo_type_name(geo_type type); /* "point", "multipolygon", …; for findings */

kbs_box geo_box_empty(void);
/* NaN counts as empty. */
static inline bool geo_box_is_empty(kbs_box box)
{
    return !(box.east_min <= box.east_max && box.north_min <= box.north_max);
}
kbs_box geo_box_join(kbs_box a, kbs_box b);
/* Also when only the borders meet; an empty box meets nothing. */
static inline bool geo_box_meets(kbs_box a, kbs_box b)
{
    return !geo_box_is_empty(a) && !geo_box_is_empty(b) && a.east_min <= b.east_max &&
           b.east_min <= a.east_max && a.north_min <= b.north_max && b.north_min <= a.north_max;
}

#endif
