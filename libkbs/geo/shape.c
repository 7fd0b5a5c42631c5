/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Geometries as flat arrays, and boxes. */
#include "geo/shape.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

void geo_shape_init(geo_shape *shape)
{
    memset(shape, 0, sizeof *shape);
}

void geo_shape_release(geo_shape *shape)
{
    base_free(shape->vertices);
    base_free(shape->ring_end);
    base_free(shape->part_end);
    geo_shape_init(shape);
}

void geo_shape_clear(geo_shape *shape, geo_type type)
{
    shape->type = type;
    shape->vertex_count = 0;
    shape->ring_count = 0;
    shape->part_count = 0;
}

/* Room for `need` items in one of the arrays of indexes. */
static bool grow_indexes(uint32_t **items, size_t *capacity, size_t need)
{
    if (need <= *capacity) {
        return true;
    }
    void *memory = *items;
    bool ok = base_array_grow(&memory, capacity, need, sizeof **items, GEO_MOST_RINGS);
    *items = memory;
    return ok;
}

static bool grow_vertices(geo_shape *shape, size_t need)
{
    if (need <= shape->vertex_capacity) {
        return true;
    }
    void *memory = shape->vertices;
    bool ok = base_array_grow(&memory, &shape->vertex_capacity, need, sizeof *shape->vertices,
                              GEO_MOST_VERTICES);
    shape->vertices = memory;
    return ok;
}

bool geo_shape_add_vertex(geo_shape *shape, double east, double north)
{
    if (!grow_vertices(shape, shape->vertex_count + 1)) {
        return false;
    }
    shape->vertices[shape->vertex_count++] = (geo_vertex){ east, north };
    return true;
}

geo_vertex *geo_shape_extend(geo_shape *shape, size_t count)
{
    if (count > GEO_MOST_VERTICES || !grow_vertices(shape, shape->vertex_count + count)) {
        return NULL;
    }
    geo_vertex *first = shape->vertices + shape->vertex_count;
    shape->vertex_count += count;
    return first;
}

bool geo_shape_end_ring(geo_shape *shape)
{
    if (!grow_indexes(&shape->ring_end, &shape->ring_capacity, shape->ring_count + 1)) {
        return false;
    }
    shape->ring_end[shape->ring_count++] = (uint32_t)shape->vertex_count;
    return true;
}

bool geo_shape_end_part(geo_shape *shape)
{
    if (!grow_indexes(&shape->part_end, &shape->part_capacity, shape->part_count + 1)) {
        return false;
    }
    shape->part_end[shape->part_count++] = (uint32_t)shape->ring_count;
    return true;
}

bool geo_shape_copy(geo_shape *to, const geo_shape *from)
{
    if (to == from) {
        return true;
    }
    geo_shape_clear(to, from->type);
    if (!grow_vertices(to, from->vertex_count) ||
        !grow_indexes(&to->ring_end, &to->ring_capacity, from->ring_count) ||
        !grow_indexes(&to->part_end, &to->part_capacity, from->part_count)) {
        return false;
    }
    if (from->vertex_count > 0) {
        memcpy(to->vertices, from->vertices, from->vertex_count * sizeof *from->vertices);
    }
    if (from->ring_count > 0) {
        memcpy(to->ring_end, from->ring_end, from->ring_count * sizeof *from->ring_end);
    }
    if (from->part_count > 0) {
        memcpy(to->part_end, from->part_end, from->part_count * sizeof *from->part_end);
    }
    to->vertex_count = from->vertex_count;
    to->ring_count = from->ring_count;
    to->part_count = from->part_count;
    return true;
}

const geo_vertex *geo_shape_ring(const geo_shape *shape, size_t ring, size_t *count)
{
    size_t first = ring == 0 ? 0 : shape->ring_end[ring - 1];
    *count = shape->ring_end[ring] - first;
    return first == 0 ? shape->vertices : shape->vertices + first; /* there may be none at all */
}

void geo_shape_part(const geo_shape *shape, size_t part, size_t *first_ring, size_t *end_ring)
{
    *first_ring = part == 0 ? 0 : shape->part_end[part - 1];
    *end_ring = shape->part_end[part];
}

geo_shape geo_shape_of_ring(const geo_shape *shape, size_t ring, uint32_t ends[2])
{
    size_t first = ring == 0 ? 0 : shape->ring_end[ring - 1];
    ends[0] = shape->ring_end[ring] - (uint32_t)first;
    ends[1] = 1;
    return (geo_shape){ .type = GEO_POLYGON,
                        .vertices = first == 0 ? shape->vertices : shape->vertices + first,
                        .ring_end = ends,
                        .part_end = ends + 1,
                        .vertex_count = ends[0],
                        .ring_count = 1,
                        .part_count = 1 };
}

kbs_box geo_vertices_box(const geo_vertex *vertices, size_t count)
{
    kbs_box box = geo_box_empty();
    for (size_t i = 0; i < count; i++) {
        geo_vertex v = vertices[i];
        box.east_min = v.east < box.east_min ? v.east : box.east_min;
        box.east_max = v.east > box.east_max ? v.east : box.east_max;
        box.north_min = v.north < box.north_min ? v.north : box.north_min;
        box.north_max = v.north > box.north_max ? v.north : box.north_max;
    }
    return box;
}

kbs_box geo_shape_box(const geo_shape *shape)
{
    return geo_vertices_box(shape->vertices, shape->vertex_count);
}

const char *geo_type_name(geo_type type)
{
    switch (type) {
    case GEO_NONE:
        return "none";
    case GEO_POINT:
        return "point";
    case GEO_LINE:
        return "line";
    case GEO_POLYGON:
        return "polygon";
    case GEO_MULTIPOINT:
        return "multipoint";
    case GEO_MULTILINE:
        return "multiline";
    case GEO_MULTIPOLYGON:
        return "multipolygon";
    }
    return "?";
}

bool geo_type_is_area(geo_type type)
{
    return type == GEO_POLYGON || type == GEO_MULTIPOLYGON;
}

kbs_box geo_box_empty(void)
{
    return (kbs_box){ INFINITY, INFINITY, -INFINITY, -INFINITY };
}

kbs_box geo_box_join(kbs_box a, kbs_box b)
{
    if (geo_box_is_empty(a)) {
        return b;
    }
    if (geo_box_is_empty(b)) {
        return a;
    }
    a.east_min = b.east_min < a.east_min ? b.east_min : a.east_min;
    a.north_min = b.north_min < a.north_min ? b.north_min : a.north_min;
    a.east_max = b.east_max > a.east_max ? b.east_max : a.east_max;
    a.north_max = b.north_max > a.north_max ? b.north_max : a.north_max;
    return a;
}
