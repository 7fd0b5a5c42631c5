/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rings that do not cross: does each part's inside hang together, do holes lie in their shell and not in each other, do parts lie
 * apart? */
#include <stdlib.h>

#include "base/memory.h"
#include "geo/border.h"
#include "geo/box_tree.h"
#include "geo/edge_index.h"

/* Pairs of holes, and of parts, whose boxes meet and that are looked at: some seconds' worth. */
enum { MOST_HOLE_PAIRS = 10000000, MOST_PART_PAIRS = 1000000 };

/* ---- one piece ---- */

static int compare_doubles(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_touches(const void *left, const void *right)
{
    const geo_ring_touch *a = left, *b = right;
    int order = compare_doubles(a->where.east, b->where.east);
    if (order == 0) {
        order = compare_doubles(a->where.north, b->where.north);
    }
    if (order == 0) {
        order = a->part < b->part ? -1 : a->part > b->part;
    }
    return order != 0 ? order : a->ring < b->ring ? -1 : a->ring > b->ring;
}

static uint32_t root_of(uint32_t *parent, uint32_t ring)
{
    while (parent[ring] != ring) {
        parent[ring] = parent[parent[ring]];
        ring = parent[ring];
    }
    return ring;
}

/* Rings and the points where they touch make a graph; a way round in it cuts off a piece of the part's inside. The
 * touches are sorted by point, part and ring; rings at one point are joined one after the other, and two that were joined before close a way round. */
static geo_defect_place check_one_piece(uint32_t ring_count, geo_ring_touches *touches)
{
    geo_defect_place place = { 0 };
    if (touches->count == 0) {
        return place;
    }
    uint32_t *parent = base_new_array(ring_count, sizeof *parent);
    if (parent == NULL) {
        return geo_place_of(GEO_TOO_COMPLEX, 0, touches->items[0].where);
    }
    for (uint32_t i = 0; i < ring_count; i++) {
        parent[i] = i;
    }
    qsort(touches->items, touches->count, sizeof *touches->items, compare_touches);
    for (size_t i = 1; i < touches->count; i++) {
        const geo_ring_touch *before = &touches->items[i - 1], *here = &touches->items[i];
        if (before->where.east != here->where.east || before->where.north != here->where.north ||
            before->part != here->part || before->ring == here->ring) {
            continue;
        }
        uint32_t a = root_of(parent, before->ring), b = root_of(parent, here->ring);
        if (a == b) {
            place = geo_place_of(GEO_RING_TOUCH, here->ring, here->where);
            break;
        }
        parent[b] = a;
    }
    base_free(parent);
    return place;
}

/* ---- rings in rings ---- */

/* Where the first vertex of a ring lies that is not on the other's border; on the border when all are. */
static geo_location ring_in_ring(const geo_border *border, uint32_t ring,
                                 const geo_edge_index *other)
{
    for (uint32_t i = border->ring_start[ring]; i < border->ring_start[ring + 1]; i++) {
        geo_location location = geo_edge_index_locate(other, border->corners[i]);
        if (location != GEO_ON_BORDER) {
            return location;
        }
    }
    return GEO_ON_BORDER;
}

typedef struct hole_visit {
    const geo_border *border;
    const geo_edge_index *hole;
    uint32_t first, hole_ring; /* ring of index 0 in the tree; the hole itself */
    uint32_t nested;           /* a ring inside it */
    uint64_t pairs;
    bool found;
} hole_visit;

static bool visit_hole(uint32_t index, void *user)
{
    hole_visit *visit = user;
    uint32_t ring = visit->first + index;
    visit->found =
        ring != visit->hole_ring && ring_in_ring(visit->border, ring, visit->hole) == GEO_INSIDE;
    visit->nested = ring;
    return !visit->found && ++visit->pairs < MOST_HOLE_PAIRS;
}

/* Holes first + 1 … end - 1 of the shell `first`: none holds another. */
static geo_defect_place check_holes_apart(const geo_shape *area, const geo_border *border,
                                          uint32_t first, uint32_t end)
{
    geo_defect_place place = { 0 };
    size_t holes = end - first - 1;
    kbs_box *boxes = holes > 1 ? base_new_array(holes, sizeof *boxes) : NULL;
    geo_box_tree *tree = NULL;
    for (uint32_t i = 0; boxes != NULL && i < holes; i++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(area, first + 1 + i, &count);
        boxes[i] = geo_vertices_box(v, count);
    }
    if (boxes != NULL) {
        tree = geo_box_tree_new(boxes, holes);
    }
    if (holes > 1 && tree == NULL) {
        place = geo_place_of(GEO_TOO_COMPLEX, first, area->vertices[0]);
    }
    hole_visit visit = { .border = border, .first = first + 1 };
    for (uint32_t i = 0; tree != NULL && i < holes && place.defect == GEO_SOUND; i++) {
        uint32_t ends[2];
        const geo_shape hole = geo_shape_of_ring(area, first + 1 + i, ends);
        geo_edge_index *index = geo_edge_index_new(&hole);
        visit.hole = index;
        visit.hole_ring = first + 1 + i;
        if (index != NULL) {
            geo_box_tree_search(tree, boxes[i], visit_hole, &visit);
        }
        if (index == NULL || visit.pairs >= MOST_HOLE_PAIRS) {
            place = geo_place_of(GEO_TOO_COMPLEX, first, area->vertices[0]);
        }
        if (visit.found) {
            geo_vertex where = border->corners[border->ring_start[visit.nested]];
            place = geo_place_of(GEO_HOLE_OUTSIDE, visit.nested, where);
        }
        geo_edge_index_free(index);
    }
    geo_box_tree_free(tree);
    base_free(boxes);
    return place;
}

/* The rings first … end - 1 of one part. That all vertices of a hole lie on the shell was refused before: it then touches
 * the shell in more than one point. */
static geo_defect_place check_holes(const geo_shape *area, const geo_border *border, uint32_t first,
                                    uint32_t end)
{
    uint32_t ends[2];
    const geo_shape shell = geo_shape_of_ring(area, first, ends);
    geo_edge_index *index = geo_edge_index_new(&shell);
    if (index == NULL) {
        return geo_place_of(GEO_TOO_COMPLEX, first, area->vertices[0]);
    }
    geo_defect_place place = { 0 };
    for (uint32_t ring = first + 1; ring < end && place.defect == GEO_SOUND; ring++) {
        if (ring_in_ring(border, ring, index) != GEO_INSIDE) {
            geo_vertex where = border->corners[border->ring_start[ring]];
            place = geo_place_of(GEO_HOLE_OUTSIDE, ring, where);
        }
    }
    geo_edge_index_free(index);
    return place.defect == GEO_SOUND ? check_holes_apart(area, border, first, end) : place;
}

/* ---- parts ---- */

/* Copies one part as a polygon. */
static bool copy_part(const geo_shape *area, size_t part, geo_shape *out)
{
    size_t first, end;
    geo_shape_part(area, part, &first, &end);
    geo_shape_clear(out, GEO_POLYGON);
    for (size_t ring = first; ring < end; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(area, ring, &count);
        geo_vertex *to = geo_shape_extend(out, count);
        if (to == NULL) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            to[i] = v[i];
        }
        if (!geo_shape_end_ring(out)) {
            return false;
        }
    }
    return geo_shape_end_part(out);
}

typedef struct parts_check {
    const geo_shape *area;
    geo_box_tree *tree;
    kbs_box *boxes;
    geo_scratch *scratch;
    geo_shape one, other;
    geo_edge_index *index; /* of `one` */
    uint32_t part;
    uint32_t inside; /* a part that has area in common with `part` */
    uint64_t pairs;
    bool failed, found;
} parts_check;

static bool visit_part(uint32_t other, void *user)
{
    parts_check *check = user;
    geo_common common;
    if (other <= check->part) {
        return true;
    }
    if (++check->pairs > MOST_PART_PAIRS || !copy_part(check->area, other, &check->other) ||
        !geo_common_area(&check->other, check->index, check->scratch, &common) ||
        common.too_complex) {
        check->failed = true;
        return false;
    }
    check->found = common.area_m2 > 0;
    check->inside = other;
    return !check->found;
}

static bool start_parts(parts_check *check)
{
    size_t parts = check->area->part_count;
    check->scratch = geo_scratch_new();
    check->boxes = base_new_array(parts, sizeof *check->boxes);
    if (check->scratch == NULL || check->boxes == NULL) {
        return false;
    }
    for (size_t part = 0; part < parts; part++) {
        size_t first, end, count;
        geo_shape_part(check->area, part, &first, &end);
        const geo_vertex *v = geo_shape_ring(check->area, first, &count);
        check->boxes[part] = geo_vertices_box(v, count);
    }
    check->tree = geo_box_tree_new(check->boxes, parts);
    return check->tree != NULL;
}

/* Parts whose edges do not cross have an area in common only when one lies in the other. */
static geo_defect_place check_parts(const geo_shape *area)
{
    parts_check check = { .area = area };
    geo_defect_place place = { 0 };
    check.failed = !start_parts(&check);
    for (uint32_t part = 0; part < area->part_count && !check.failed && !check.found; part++) {
        check.part = part;
        check.index = copy_part(area, part, &check.one) ? geo_edge_index_new(&check.one) : NULL;
        check.failed = check.index == NULL;
        if (!check.failed) {
            geo_box_tree_search(check.tree, check.boxes[part], visit_part, &check);
        }
        geo_edge_index_free(check.index);
    }
    if (check.failed) {
        place = geo_place_of(GEO_TOO_COMPLEX, 0, area->vertices[0]);
    } else if (check.found) {
        size_t first, end, count;
        geo_shape_part(area, check.inside, &first, &end);
        place =
            geo_place_of(GEO_NESTED_SHELLS, (uint32_t)first, *geo_shape_ring(area, first, &count));
    }
    geo_shape_release(&check.one);
    geo_shape_release(&check.other);
    geo_scratch_free(check.scratch);
    geo_box_tree_free(check.tree);
    base_free(check.boxes);
    return place;
}

geo_defect_place geo_border_check_nesting(const geo_shape *area, const geo_border *border,
                                          geo_ring_touches *touches)
{
    geo_defect_place place = check_one_piece(border->ring_count, touches);
    for (size_t part = 0; part < area->part_count && place.defect == GEO_SOUND; part++) {
        size_t first, end;
        geo_shape_part(area, part, &first, &end);
        if (end - first > 1) {
            place = check_holes(area, border, (uint32_t)first, (uint32_t)end);
        }
    }
    if (place.defect == GEO_SOUND && area->part_count > 1) {
        place = check_parts(area);
    }
    return place;
}
