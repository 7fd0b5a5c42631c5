/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Pairs of areas. The common area comes from the exact sum over edges; only where it is large enough to tell, GEOS makes the common part,
 * whose mean width (twice its area over its border) separates an overlap from borders that were written with other digits. */
#include <string.h>

#include "geo/measure.h"
#include "zoning/check.h"

typedef struct pair {
    const zoning_check_item *first, *second; /* by id */
    double common_m2;
} pair;

/* How much of an area may be missing when two borders differ by the tolerance. */
static double slack_m2(const zoning_checking *c, const zoning_check_item *item)
{
    return c->tolerance_m * geo_shape_length_m(geo_edge_index_shape(item->area));
}

static bool holds(const zoning_checking *c, const pair *p, const zoning_check_item *inner)
{
    double slack = slack_m2(c, inner);
    return inner->area_m2 - p->common_m2 <=
           (slack < inner->area_m2 / 2 ? slack : inner->area_m2 / 2);
}

static void tell(zoning_checking *c, base_finding_code code, kbs_kind kind,
                 const zoning_check_item *of, const zoning_check_item *with, double area_m2,
                 const geo_vertex *place)
{
    zoning_check_add_area(c, code, kind, of->id, of->label, area_m2, with->label, place);
}

/* Parcels that are the same or lie in one another. */
static bool tell_nested(zoning_checking *c, const pair *p)
{
    bool first_in = holds(c, p, p->first);
    bool second_in = holds(c, p, p->second);
    if (!first_in && !second_in) {
        return false;
    }
    const zoning_check_item *inner = second_in ? p->second : p->first;
    const zoning_check_item *outer = second_in ? p->first : p->second;
    geo_vertex place = geo_shape_inner_point(geo_edge_index_shape(inner->area));
    tell(c, first_in && second_in ? FINDING_CHECK_PARCEL_DUPLICATE : FINDING_CHECK_PARCEL_INSIDE,
         KBS_PARCEL, inner, outer, p->common_m2, &place);
    return true;
}

static kbs_code tell_overlap(zoning_checking *c, kbs_kind kind, const pair *p)
{
    geo_shape common;
    geo_shape_init(&common);
    geo_outcome outcome =
        geo_geos_overlay(c->geos, GEO_INTERSECTION, geo_edge_index_shape(p->first->area),
                         geo_edge_index_shape(p->second->area), ZONING_CHECK_DEADLINE_S, &common);
    base_finding_code code =
        kind == KBS_PARCEL ? FINDING_CHECK_PARCEL_OVERLAP : FINDING_CHECK_PLAN_OVERLAP;
    if (outcome == GEO_NO_MEMORY) {
        geo_shape_release(&common);
        return base_findings_no_memory(&c->city->error);
    }
    bool known = outcome == GEO_DONE && common.part_count > 0;
    double length_m = known ? geo_shape_length_m(&common) : 0.0;
    if (!known) { /* the area is certain, the place is not */
        geo_vertex place = geo_shape_inner_point(geo_edge_index_shape(p->first->area));
        tell(c, code, kind, p->first, p->second, p->common_m2, &place);
    } else if (2 * p->common_m2 >= c->tolerance_m * length_m) {
        geo_vertex place = geo_shape_inner_point(&common);
        tell(c, code, kind, p->first, p->second, p->common_m2, &place);
    }
    geo_shape_release(&common);
    return KBS_OK;
}

static kbs_code look_at_pair(zoning_checking *c, const zoning_check_layer *layer, pair *p)
{
    geo_common common;
    if (layer->kind != KBS_PARCEL && strcmp(p->first->group, p->second->group) != 0) {
        return KBS_OK; /* plans of two scales or of two times lie over each other */
    }
    if (!geo_common_area(geo_edge_index_shape(p->first->area), p->second->area, c->scratch,
                         &common)) {
        return base_findings_no_memory(&c->city->error);
    }
    p->common_m2 = common.area_m2;
    if (common.area_m2 < ZONING_CHECK_LEAST_M2) {
        return KBS_OK;
    }
    return layer->kind == KBS_PARCEL && tell_nested(c, p) ? KBS_OK
                                                          : tell_overlap(c, layer->kind, p);
}

kbs_code zoning_check_overlaps(zoning_checking *c, const zoning_check_layer *layer)
{
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < layer->count; i++) {
        size_t count = 0;
        code = zoning_check_near(c, layer, layer->items[i].box, &count);
        for (size_t k = 0; code == KBS_OK && k < count; k++) {
            if (c->near[k] > i) {
                pair p = { .first = &layer->items[i], .second = &layer->items[c->near[k]] };
                code = look_at_pair(c, layer, &p);
            }
        }
        if (code == KBS_OK) {
            code = zoning_check_tick(c, "overlaps", i, layer->count);
        }
    }
    return code;
}
