/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Shells and holes of a shapefile record, which lists rings without saying what belongs to what. A ring lies in the smallest ring
 * that holds it; the number of rings around it says whether it is a shell (even) or a hole (odd). The format wants shells
 * clockwise and holes counter-clockwise: where that agrees nothing was changed. Rings that cross are put somewhere; the check of the
 * shape finds them. So it does with the rings that are left as shells when tens of thousands lie around each other and the search
 * for their places is given up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "geo/edge_index.h"
#include "geo/measure.h"
#include "geo/ring_check.h"

typedef struct ring_info {
    double area_m2; /* without sign */
    kbs_box box;
    uint32_t ring;
    uint32_t parent; /* its ring number; NO_RING: none */
    uint32_t depth;
    bool clockwise;
} ring_info;

static const uint32_t NO_RING = UINT32_MAX;
/* Rings looked at as possible shells, over all; some seconds' worth. */
static const uint64_t most_candidates = 20000000;

typedef struct grouping {
    const geo_shape *shape;
    ring_info *rings; /* largest first, so that a ring's place is behind all that may hold it */
    geo_edge_index **indexes; /* of rings that were asked about, made when needed */
    geo_box_tree *tree;
    uint32_t *found;
    size_t found_capacity;
    uint64_t candidates;
} grouping;

static int compare_area(const void *left, const void *right)
{
    const ring_info *a = left, *b = right;
    if (a->area_m2 != b->area_m2) {
        return a->area_m2 > b->area_m2 ? -1 : 1;
    }
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

static int compare_ring(const void *left, const void *right)
{
    const ring_info *a = left, *b = right;
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

static bool box_holds(kbs_box outer, kbs_box inner)
{
    return outer.east_min <= inner.east_min && outer.east_max >= inner.east_max &&
           outer.north_min <= inner.north_min && outer.north_max >= inner.north_max;
}

/* Does the outer ring hold the inner one? The first vertex that is not on its border tells, else a point inside. */
static bool ring_holds(const geo_shape *shape, const geo_edge_index *outer, uint32_t inner)
{
    size_t count;
    const geo_vertex *v = geo_shape_ring(shape, inner, &count);
    for (size_t i = 1; i < count; i++) {
        geo_location location = geo_edge_index_locate(outer, v[i]);
        if (location != GEO_ON_BORDER) {
            return location == GEO_INSIDE;
        }
    }
    uint32_t ends[2];
    const geo_shape area = geo_shape_of_ring(shape, inner, ends);
    return geo_edge_index_locate(outer, geo_shape_inner_point(&area)) == GEO_INSIDE;
}

/* Finds the smallest ring around one: of those before it whose boxes hold its box the last that holds it. False = no memory. */
static bool find_parent(grouping *g, uint32_t place)
{
    ring_info *info = &g->rings[place];
    size_t count;
    if (g->candidates > most_candidates) {
        return true;
    }
    if (!geo_box_tree_find(g->tree, info->box, &g->found, &g->found_capacity, &count)) {
        return false;
    }
    g->candidates += count;
    while (count > 0) {
        uint32_t candidate = g->found[--count];
        const ring_info *outer = &g->rings[candidate];
        if (candidate >= place || !box_holds(outer->box, info->box)) {
            continue;
        }
        if (g->indexes[candidate] == NULL) {
            uint32_t ends[2];
            const geo_shape area = geo_shape_of_ring(g->shape, outer->ring, ends);
            g->indexes[candidate] = geo_edge_index_new(&area);
            if (g->indexes[candidate] == NULL) {
                return false;
            }
        }
        if (ring_holds(g->shape, g->indexes[candidate], info->ring)) {
            info->parent = outer->ring;
            info->depth = outer->depth + 1;
            return true;
        }
    }
    return true;
}

static ring_info describe_ring(const geo_shape *shape, uint32_t ring)
{
    size_t count;
    double area_m2;
    const geo_vertex *v = geo_shape_ring(shape, ring, &count);
    int direction = geo_ring_direction(v, count, &area_m2);
    return (ring_info){ .area_m2 =
                            isnan(area_m2) ? 0 : fabs(area_m2), /* NaN would spoil the order */
                        .box = geo_vertices_box(v, count),
                        .ring = ring,
                        .parent = NO_RING,
                        .clockwise = direction <= 0 };
}

static bool start_grouping(grouping *g)
{
    size_t count = g->shape->ring_count;
    kbs_box *boxes = base_new_array(count, sizeof *boxes);
    g->rings = base_new_array(count, sizeof *g->rings);
    g->indexes = base_new_array(count, sizeof *g->indexes);
    if (boxes != NULL && g->rings != NULL && g->indexes != NULL) {
        for (uint32_t ring = 0; ring < count; ring++) {
            g->rings[ring] = describe_ring(g->shape, ring);
        }
        qsort(g->rings, count, sizeof *g->rings, compare_area);
        for (size_t i = 0; i < count; i++) {
            boxes[i] = g->rings[i].box;
        }
        g->tree = geo_box_tree_new(boxes, count);
    }
    base_free(boxes);
    return g->tree != NULL;
}

static void end_grouping(grouping *g)
{
    for (size_t i = 0; g->indexes != NULL && i < g->shape->ring_count; i++) {
        geo_edge_index_free(g->indexes[i]);
    }
    base_free(g->rings);
    base_free(g->indexes);
    base_free(g->found);
    geo_box_tree_free(g->tree);
}

static bool append_ring(geo_shape *to, const geo_shape *from, uint32_t ring)
{
    size_t count;
    const geo_vertex *v = geo_shape_ring(from, ring, &count);
    if (count > 0) {
        geo_vertex *room = geo_shape_extend(to, count);
        if (room == NULL) {
            return false;
        }
        memcpy(room, v, count * sizeof *v);
    }
    return geo_shape_end_ring(to);
}

/* Writes shells in their order, each followed by its holes; the rings are in their own order again. */
static bool write_parts(const grouping *g, geo_shape *out)
{
    size_t count = g->shape->ring_count;
    uint32_t *first_hole = base_new_array(count, sizeof *first_hole);
    uint32_t *next_hole = base_new_array(count, sizeof *next_hole);
    bool ok = first_hole != NULL && next_hole != NULL;
    if (ok) {
        memset(first_hole, 0xff, count * sizeof *first_hole); /* NO_RING */
        for (size_t i = count; i-- > 0;) {
            const ring_info *info = &g->rings[i];
            if (info->depth % 2 == 1) {
                next_hole[i] = first_hole[info->parent];
                first_hole[info->parent] = (uint32_t)i;
            }
        }
    }
    for (uint32_t ring = 0; ok && ring < count; ring++) {
        if (g->rings[ring].depth % 2 == 1) {
            continue;
        }
        ok = append_ring(out, g->shape, ring);
        for (uint32_t hole = first_hole[ring]; ok && hole != NO_RING; hole = next_hole[hole]) {
            ok = append_ring(out, g->shape, hole);
        }
        ok = ok && geo_shape_end_part(out);
    }
    base_free(first_hole);
    base_free(next_hole);
    return ok;
}

bool geo_shape_group_rings(geo_shape *shape, bool *changed)
{
    *changed = false;
    if (!geo_type_is_area(shape->type) || shape->ring_count == 0) {
        return true;
    }
    if (shape->ring_count == 1) {
        size_t count;
        double area_m2;
        const geo_vertex *v = geo_shape_ring(shape, 0, &count);
        *changed = geo_ring_direction(v, count, &area_m2) > 0;
        shape->type = GEO_POLYGON;
        return true;
    }
    grouping g = { .shape = shape };
    geo_shape out;
    geo_shape_init(&out);
    geo_shape_clear(&out, GEO_POLYGON);
    bool ok = start_grouping(&g);
    for (uint32_t i = 0; ok && i < shape->ring_count; i++) {
        ok = find_parent(&g, i);
    }
    if (ok) {
        qsort(g.rings, shape->ring_count, sizeof *g.rings, compare_ring);
        ok = write_parts(&g, &out);
    }
    for (size_t ring = 0; ok && ring < shape->ring_count; ring++) {
        *changed = *changed || g.rings[ring].clockwise != (g.rings[ring].depth % 2 == 0);
    }
    end_grouping(&g);
    if (ok) {
        out.type = out.part_count > 1 ? GEO_MULTIPOLYGON : GEO_POLYGON;
        geo_shape_release(shape);
        *shape = out;
    } else {
        geo_shape_release(&out);
    }
    return ok;
}
