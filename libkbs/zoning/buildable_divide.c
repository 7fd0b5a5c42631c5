/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Overlays are made only where more than slivers of other areas lie in the parcel. */
#include "zoning/buildable_divide.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "geo/measure.h"
#include "geo/predicate.h"
#include "zoning/edge_limits.h"

static void add_area(zoning_division *d, const zoning_land *area, double area_m2)
{
    if (d->count == ZONING_MOST_DIVISIONS) {
        d->too_many = true;
        return;
    }
    size_t at = d->count++;
    for (; at > 0 && (d->areas_m2[at - 1] < area_m2); at--) {
        d->areas[at] = d->areas[at - 1];
        d->areas_m2[at] = d->areas_m2[at - 1];
    }
    d->areas[at] = area;
    d->areas_m2[at] = area_m2;
}

/* A plan area by its row, when it is known and its plan is not on display, annulled or superseded. */
static const zoning_land *area_in_force(const zoning_scene *scene, int64_t id)
{
    const zoning_land *area = zoning_lands_by_id(&scene->plan_areas, id);
    const char *status = area != NULL ? area->plan_area->plan_status : NULL;
    bool out_of_force =
        status != NULL && (strcmp(status, "on-display") == 0 || strcmp(status, "annulled") == 0 ||
                           strcmp(status, "superseded") == 0);
    return out_of_force ? NULL : area;
}

/* What several plan areas in force cover was counted for each of them. */
static void count_overlap(zoning_division *d, const zoning_scene *scene, const zoning_parts *parts,
                          const zoning_part *part)
{
    size_t in_force = 0;
    for (size_t k = 0; k < part->member_count; k++) {
        in_force += area_in_force(scene, parts->members[part->first_member + k]) != NULL;
    }
    if (in_force > 1) {
        d->uncovered_m2 += part->area_m2 * (double)(in_force - 1);
        d->overlap_m2 += part->area_m2;
    }
}

void zoning_division_list(zoning_division *d, const zoning_scene *scene, const zoning_parts *parts,
                          double parcel_area_m2)
{
    double largest = 0;
    memset(d, 0, sizeof *d);
    d->sliver_m2 = ZONING_SLIVER_M * sqrt(parcel_area_m2);
    d->uncovered_m2 = parcel_area_m2;
    for (size_t i = 0; i < parts->count; i++) {
        const zoning_part *part = &parts->items[i];
        if (part->kind == STORE_SHARE_OVERLAP) {
            count_overlap(d, scene, parts, part);
        }
        const zoning_land *area =
            part->kind == STORE_SHARE_PLAN_AREA ? area_in_force(scene, part->source_id) : NULL;
        if (area == NULL) {
            continue;
        }
        d->uncovered_m2 -= part->area_m2;
        if (part->area_m2 <= d->sliver_m2) {
            continue;
        }
        if (part->area_m2 > largest) {
            largest = part->area_m2;
            d->governing = area;
        }
        if (area->use == ZONING_USE_BUILDING || area->use == ZONING_USE_PUBLIC) {
            add_area(d, area, part->area_m2);
        } else if (d->special_count < ZONING_MOST_DIVISIONS) {
            d->special[d->special_count++] = area;
        } else {
            d->too_many = true;
        }
    }
    if (d->count > 0) {
        d->governing = d->areas[0];
    }
}

static bool overlay(zoning_division *d, zoning_site_maker *maker, geo_overlay operation,
                    const geo_shape *a, const geo_shape *b, geo_shape *out)
{
    double left = maker->until - base_clock_seconds();
    if (d->outcome == GEO_DONE) {
        d->outcome =
            left > 0.0 ? geo_geos_overlay(maker->geos, operation, a, b, left, out) : GEO_DEADLINE;
    }
    return d->outcome == GEO_DONE;
}

/* to = to + piece */
static void join(zoning_division *d, zoning_site_maker *maker, geo_shape *to,
                 const geo_shape *piece)
{
    if (to->vertex_count == 0) {
        d->outcome = geo_shape_copy(to, piece) ? d->outcome : GEO_NO_MEMORY;
    } else if (overlay(d, maker, GEO_UNION, to, piece, &maker->spare)) {
        geo_shape kept = *to;
        *to = maker->spare;
        maker->spare = kept;
    }
}

/* Does the land reach into the parcel? Touching is not reaching. */
static bool reaches_into(const geo_shape *land, const geo_shape *own)
{
    for (size_t i = 0; i < own->vertex_count; i++) {
        if (geo_shape_locate(land, own->vertices[i]) == GEO_INSIDE) {
            return true;
        }
    }
    for (size_t i = 0; i + 1 < own->vertex_count; i++) {
        for (size_t r = 0; r < land->ring_count; r++) {
            size_t count;
            const geo_vertex *v = geo_shape_ring(land, r, &count);
            for (size_t k = 0; k + 1 < count; k++) {
                if (geo_segments_meet(own->vertices[i], own->vertices[i + 1], v[k], v[k + 1]) ==
                    GEO_CROSS) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Roads that are areas, where they lie in the parcel. */
static void cede_to_roads(zoning_division *d, zoning_site_maker *maker)
{
    zoning_looker *looker = &maker->looker;
    size_t count = 0;
    if (!geo_box_tree_find(maker->scene->roads.tree, geo_shape_box(&maker->own), &looker->found,
                           &looker->found_capacity, &count)) {
        d->outcome = GEO_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count && d->outcome == GEO_DONE; i++) {
        const zoning_land *road = &maker->scene->roads.items[looker->found[i]];
        if (geo_type_is_area(road->shape.type) && road->use != ZONING_USE_BARRIER &&
            reaches_into(&road->shape, &maker->own) &&
            overlay(d, maker, GEO_INTERSECTION, &maker->own, &road->shape, &maker->before) &&
            geo_shape_area_m2(&maker->before) > d->sliver_m2) {
            join(d, maker, &maker->ceded, &maker->before);
        }
    }
}

/* One polygon of a shape as a shape of its own. */
static bool take_part(const geo_shape *shape, size_t part, geo_shape *out)
{
    size_t first, end;
    geo_shape_part(shape, part, &first, &end);
    geo_shape_clear(out, GEO_MULTIPOLYGON);
    for (size_t r = first; r < end; r++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, r, &count);
        for (size_t i = 0; i < count; i++) {
            if (!geo_shape_add_vertex(out, v[i].east, v[i].north)) {
                return false;
            }
        }
        if (!geo_shape_end_ring(out)) {
            return false;
        }
    }
    return geo_shape_end_part(out);
}

/* Does it lie along a front, and is it as thin as a road's share? */
static bool is_road_strip(const zoning_site_maker *maker, const geo_shape *shape)
{
    double thickness = 2 * geo_shape_area_m2(shape) / geo_shape_length_m(shape);
    for (size_t i = 0; thickness <= ZONING_CESSION_MOST_M && i < maker->pieces.count; i++) {
        const zoning_piece *piece = &maker->pieces.items[i];
        geo_vertex inside = {
            (piece->from.east + piece->to.east) / 2 - piece->unit.north * 2 * ZONING_ON_BORDER_M,
            (piece->from.north + piece->to.north) / 2 + piece->unit.east * 2 * ZONING_ON_BORDER_M
        };
        if (piece->edge_class == KBS_EDGE_FRONT && geo_shape_locate(shape, inside) != GEO_OUTSIDE) {
            return true;
        }
    }
    return false;
}

/* What the plan leaves open: its roads along the fronts, else land without a plan. */
static void cut_uncovered(zoning_division *d, zoning_site_maker *maker)
{
    d->outcome = geo_shape_copy(&maker->before, &maker->own) ? d->outcome : GEO_NO_MEMORY;
    const zoning_land *const *lists[2] = { d->areas, d->special };
    const size_t counts[2] = { d->count, d->special_count };
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < counts[k]; i++) {
            if (overlay(d, maker, GEO_DIFFERENCE, &maker->before, &lists[k][i]->shape,
                        &maker->after)) {
                geo_shape kept = maker->before;
                maker->before = maker->after;
                maker->after = kept;
            }
        }
    }
    for (size_t i = 0; d->outcome == GEO_DONE && i < maker->before.part_count; i++) {
        if (!take_part(&maker->before, i, &maker->part)) {
            d->outcome = GEO_NO_MEMORY;
        } else if (geo_shape_area_m2(&maker->part) > d->sliver_m2) {
            bool road = is_road_strip(maker, &maker->part);
            d->has_unplanned = d->has_unplanned || !road;
            join(d, maker, road ? &maker->ceded : &maker->green, &maker->part);
        }
    }
}

bool zoning_division_cut(zoning_division *d, zoning_site_maker *maker)
{
    geo_shape_clear(&maker->ceded, GEO_MULTIPOLYGON);
    geo_shape_clear(&maker->green, GEO_MULTIPOLYGON);
    d->outcome = GEO_DONE;
    if (d->count == 0) {
        return true;
    }
    for (size_t i = 0; i < d->special_count; i++) {
        bool road =
            d->special[i]->use == ZONING_USE_ROAD || d->special[i]->use == ZONING_USE_PEDESTRIAN;
        if (overlay(d, maker, GEO_INTERSECTION, &maker->own, &d->special[i]->shape,
                    &maker->before)) {
            join(d, maker, road ? &maker->ceded : &maker->green, &maker->before);
        }
    }
    if (d->uncovered_m2 > d->sliver_m2) {
        cut_uncovered(d, maker);
    }
    cede_to_roads(d, maker);
    d->is_whole = d->count == 1 && maker->ceded.vertex_count == 0 && maker->green.vertex_count == 0;
    return d->outcome != GEO_NO_MEMORY;
}

/* part = part - other */
static void reduce(zoning_division *d, zoning_site_maker *maker, const geo_shape *other)
{
    if (other->vertex_count > 0 &&
        overlay(d, maker, GEO_DIFFERENCE, &maker->part, other, &maker->spare)) {
        geo_shape kept = maker->part;
        maker->part = maker->spare;
        maker->spare = kept;
    }
}

void zoning_division_part(const zoning_division *division, zoning_site_maker *maker,
                          zoning_part_making *m, size_t i)
{
    zoning_division d = *division;
    if (!geo_shape_copy(&maker->part, &maker->own)) {
        m->no_memory = true;
        return;
    }
    if (!d.is_whole) {
        /* the largest takes what the others leave, slivers too */
        for (size_t k = 1; i == 0 && k < d.count; k++) {
            reduce(&d, maker, &d.areas[k]->shape);
        }
        if (i > 0 &&
            overlay(&d, maker, GEO_INTERSECTION, &maker->own, &d.areas[i]->shape, &maker->spare)) {
            geo_shape kept = maker->part;
            maker->part = maker->spare;
            maker->spare = kept;
        }
        reduce(&d, maker, &maker->ceded);
        reduce(&d, maker, &maker->green);
        geo_shape_orient(&maker->part, true);
    }
    if (d.outcome == GEO_NO_MEMORY) {
        m->no_memory = true;
        return;
    }
    if (d.too_many) {
        zoning_part_miss(m, "fewer_plan_areas");
    }
    if (d.overlap_m2 > d.sliver_m2) {
        zoning_part_miss(m, "one_plan_area");
    }
    if (d.outcome != GEO_DONE) {
        zoning_part_miss(m, d.outcome == GEO_DEADLINE ? "overlay_in_time" : "sound_overlay");
        geo_shape_clear(&maker->part, GEO_MULTIPOLYGON);
    }
    zoning_part_make(m);
}
