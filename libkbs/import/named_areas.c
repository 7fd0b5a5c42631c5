/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Areas that are drawn as areas. */
#include "import/named_areas.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/edge_index.h"
#include "geo/measure.h"
#include "geo/predicate.h"

#define MOST_OVERLAPS 1000000u

bool named_areas_init(named_areas *areas, const drawing *d, uint32_t *objects, size_t count)
{
    memset(areas, 0, sizeof *areas);
    areas->d = d;
    areas->objects = objects;
    areas->count = count;
    areas->boxes = base_new_array(count + 1, sizeof *areas->boxes);
    areas->sizes_m2 = base_new_array(count + 1, sizeof *areas->sizes_m2);
    if (areas->boxes == NULL || areas->sizes_m2 == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const drawing_object *object = &d->objects[objects[i]];
        const geo_vertex *v = drawing_vertices(d, object);
        areas->boxes[i] = geo_vertices_box(v, object->vertex_count);
        areas->sizes_m2[i] = fabs(geo_ring_area_m2(v, object->vertex_count));
    }
    areas->tree = geo_box_tree_new(areas->boxes, count);
    return areas->tree != NULL;
}

void named_areas_release(named_areas *areas)
{
    base_free(areas->objects);
    base_free(areas->boxes);
    base_free(areas->sizes_m2);
    base_free(areas->found);
    geo_box_tree_free(areas->tree);
    memset(areas, 0, sizeof *areas);
}

static geo_location locate(const named_areas *areas, size_t index, geo_vertex point)
{
    const drawing_object *object = &areas->d->objects[areas->objects[index]];
    const geo_vertex *v = drawing_vertices(areas->d, object);
    bool inside = false;
    for (size_t i = 0; i < object->vertex_count; i++) {
        switch (geo_ray_edge(v[i], v[i + 1 == object->vertex_count ? 0 : i + 1], point)) {
        case GEO_RAY_MISSES:
            break;
        case GEO_RAY_HITS:
            inside = !inside;
            break;
        case GEO_RAY_ON:
            return GEO_ON_BORDER;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}

bool named_areas_find(named_areas *areas, geo_vertex point, uint32_t *index)
{
    kbs_box box = { point.east, point.north, point.east, point.north };
    size_t count = 0;
    *index = DRAWING_NO_OBJECT;
    if (!geo_box_tree_find(areas->tree, box, &areas->found, &areas->found_capacity, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t candidate = areas->found[i];
        bool smaller =
            *index == DRAWING_NO_OBJECT || areas->sizes_m2[candidate] < areas->sizes_m2[*index];
        if (smaller && locate(areas, candidate, point) == GEO_INSIDE) {
            *index = candidate;
        }
    }
    return true;
}

bool drawing_ring_shape(const drawing *d, const drawing_object *object, geo_shape *out)
{
    const geo_vertex *v = drawing_vertices(d, object);
    size_t last = object->vertex_count - 1;
    bool added = true;
    geo_shape_clear(out, GEO_POLYGON);
    for (size_t i = 0; added && i < last; i++) {
        added = geo_shape_add_vertex(out, v[i].east, v[i].north);
    }
    bool meets = v[last].east == v[0].east && v[last].north == v[0].north;
    bool closed = (object->flags & DRAWING_CLOSED) != 0;
    if (closed &&
        !meets) { /* closed by the drawing's own word: the last corner is one of its own */
        added = added && geo_shape_add_vertex(out, v[last].east, v[last].north);
    }
    return added && geo_shape_add_vertex(out, v[0].east, v[0].north) && geo_shape_end_ring(out) &&
           geo_shape_end_part(out);
}

/* Every vertex of the one lies inside the other, and none of the other on the one's border or inside it. */
static bool is_apart_inside(const named_areas *areas, size_t inner, size_t outer)
{
    const drawing_object *p = &areas->d->objects[areas->objects[inner]];
    const drawing_object *q = &areas->d->objects[areas->objects[outer]];
    const geo_vertex *v = drawing_vertices(areas->d, p), *w = drawing_vertices(areas->d, q);
    for (size_t i = 0; i < p->vertex_count; i++) {
        if (locate(areas, outer, v[i]) != GEO_INSIDE) {
            return false;
        }
    }
    for (size_t i = 0; i < q->vertex_count; i++) {
        if (locate(areas, inner, w[i]) != GEO_OUTSIDE) {
            return false;
        }
    }
    return true;
}

typedef struct overlap_search {
    named_areas *areas;
    double snap_m;
    named_overlap *list;
    size_t count, capacity;
    geo_scratch *scratch;
    geo_shape shape, other;
} overlap_search;

static bool keep(overlap_search *s, size_t a, size_t b, double area_m2)
{
    void *items = s->list;
    if (s->count >= MOST_OVERLAPS) {
        return true;
    }
    if (!base_array_grow(&items, &s->capacity, s->count + 1, sizeof *s->list, MOST_OVERLAPS)) {
        return false;
    }
    s->list = items;
    double least = 1e-6 * s->areas->sizes_m2[a] + 1e-6;
    double other = 1e-6 * s->areas->sizes_m2[b] + 1e-6;
    s->list[s->count++] = (named_overlap){
        .a = (uint32_t)a,
        .b = (uint32_t)b,
        .area_m2 = area_m2,
        .a_in_b = area_m2 >= s->areas->sizes_m2[a] - least && is_apart_inside(s->areas, a, b),
        .b_in_a = area_m2 >= s->areas->sizes_m2[b] - other && is_apart_inside(s->areas, b, a),
    };
    return true;
}

static bool boxes_overlap(kbs_box a, kbs_box b)
{
    return a.east_min < b.east_max && b.east_min < a.east_max && a.north_min < b.north_max &&
           b.north_min < a.north_max;
}

/* One area with all later ones that it may lie over. */
static bool search_one(overlap_search *s, size_t a)
{
    named_areas *areas = s->areas;
    const drawing *d = areas->d;
    size_t count = 0;
    if (!drawing_ring_shape(d, &d->objects[areas->objects[a]], &s->shape) ||
        !geo_box_tree_find(areas->tree, areas->boxes[a], &areas->found, &areas->found_capacity,
                           &count)) {
        return false;
    }
    geo_edge_index *index = NULL;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        size_t b = areas->found[i];
        if (b <= a || !boxes_overlap(areas->boxes[a], areas->boxes[b])) {
            continue;
        }
        index = index == NULL ? geo_edge_index_new(&s->shape) : index;
        geo_common common = { .area_m2 = 0 };
        done = index != NULL && drawing_ring_shape(d, &d->objects[areas->objects[b]], &s->other) &&
               geo_common_area(&s->other, index, s->scratch, &common);
        double border_m = geo_shape_length_m(&s->shape), other_m = geo_shape_length_m(&s->other);
        double explained_m2 = s->snap_m * (border_m < other_m ? border_m : other_m) / 2;
        if (done && common.area_m2 > explained_m2) {
            done = keep(s, a, b, common.area_m2);
        }
    }
    geo_edge_index_free(index);
    return done;
}

bool named_areas_overlaps(named_areas *areas, double snap_m, named_overlap **out, size_t *count)
{
    overlap_search s = { .areas = areas, .snap_m = snap_m, .scratch = geo_scratch_new() };
    bool done = s.scratch != NULL;
    geo_shape_init(&s.shape);
    geo_shape_init(&s.other);
    for (size_t a = 0; done && a < areas->count; a++) {
        done = search_one(&s, a);
    }
    geo_scratch_free(s.scratch);
    geo_shape_release(&s.shape);
    geo_shape_release(&s.other);
    if (!done) {
        base_free(s.list);
        s.list = NULL;
        s.count = 0;
    }
    *out = s.list;
    *count = s.count;
    return done;
}
