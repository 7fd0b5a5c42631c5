/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Gaps between the parcels of a block: holes in their union, and strips narrower than GAP_WIDTH_M between them, as far as no other
 * parcel lies there. A gap that is wider and open to the outside is a road, or cannot be told from one. */
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "zoning/check.h"

#define GAP_WIDTH_M 0.5

/* A block on its way. */
typedef struct block {
    const zoning_check_item *const *parcels; /* of one group, by id */
    size_t count;
    geo_shape joined, filled, part;
} block;

static bool add_ring(geo_shape *out, const geo_shape *from, size_t ring)
{
    size_t count;
    const geo_vertex *vertices = geo_shape_ring(from, ring, &count);
    geo_vertex *room = geo_shape_extend(out, count);
    if (room == NULL) {
        return false;
    }
    memcpy(room, vertices, count * sizeof *room);
    return geo_shape_end_ring(out);
}

/* Appends the parts of an area to a shape. */
static bool add_parts(geo_shape *out, const geo_shape *from, bool shells_only)
{
    for (size_t part = 0; part < from->part_count; part++) {
        size_t first, end;
        geo_shape_part(from, part, &first, &end);
        for (size_t ring = first; ring < (shells_only ? first + 1 : end); ring++) {
            if (!add_ring(out, from, ring)) {
                return false;
            }
        }
        if (!geo_shape_end_part(out)) {
            return false;
        }
    }
    return true;
}

/* The area of a candidate that no parcel covers; parcels of the city may overlap, then it is too small and nothing is told. */
static kbs_code uncovered_m2(zoning_checking *c, const geo_shape *candidate, double *out)
{
    size_t count = 0;
    kbs_code code = zoning_check_near(c, &c->parcels, geo_shape_box(candidate), &count);
    *out = geo_shape_area_m2(candidate);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        geo_common common;
        if (!geo_common_area(candidate, c->parcels.items[c->near[i]].area, c->scratch, &common)) {
            code = base_findings_no_memory(&c->city->error);
        } else {
            *out -= common.area_m2;
        }
    }
    return code;
}

static kbs_code look_at_candidate(zoning_checking *c, const block *b, const geo_shape *candidate)
{
    double open_m2 = 0.0;
    double area_m2 = geo_shape_area_m2(candidate);
    if (area_m2 < ZONING_CHECK_LEAST_M2 ||
        2 * area_m2 < c->tolerance_m * geo_shape_length_m(candidate)) {
        return KBS_OK;
    }
    kbs_code code = uncovered_m2(c, candidate, &open_m2);
    if (code == KBS_OK && open_m2 >= ZONING_CHECK_LEAST_M2 &&
        2 * open_m2 >= c->tolerance_m * geo_shape_length_m(candidate)) {
        geo_vertex place = geo_shape_inner_point(candidate);
        zoning_check_add_area(c, FINDING_CHECK_GAP, KBS_PARCEL, 0, b->parcels[0]->group, open_m2,
                              NULL, &place);
    }
    return code;
}

/* Each hole of the union, as an area. */
static kbs_code look_at_holes(zoning_checking *c, block *b)
{
    kbs_code code = KBS_OK;
    for (size_t part = 0; part < b->joined.part_count; part++) {
        size_t first, end;
        geo_shape_part(&b->joined, part, &first, &end);
        for (size_t ring = first + 1; code == KBS_OK && ring < end; ring++) {
            geo_shape_clear(&b->part, GEO_MULTIPOLYGON);
            code = add_ring(&b->part, &b->joined, ring) && geo_shape_end_part(&b->part)
                       ? look_at_candidate(c, b, &b->part)
                       : base_findings_no_memory(&c->city->error);
        }
    }
    return code;
}

/* Each strip beside or between the shells. `strips` is a list of parts. */
static kbs_code look_at_strips(zoning_checking *c, block *b, const geo_shape *strips)
{
    kbs_code code = KBS_OK;
    for (size_t part = 0; code == KBS_OK && part < strips->part_count; part++) {
        size_t first, end;
        bool good = true;
        geo_shape_part(strips, part, &first, &end);
        geo_shape_clear(&b->part, GEO_MULTIPOLYGON);
        for (size_t ring = first; good && ring < end; ring++) {
            good = add_ring(&b->part, strips, ring);
        }
        code = good && geo_shape_end_part(&b->part) ? look_at_candidate(c, b, &b->part)
                                                    : base_findings_no_memory(&c->city->error);
    }
    return code;
}

static kbs_code not_checked(zoning_checking *c, const block *b, geo_outcome outcome)
{
    if (outcome == GEO_NO_MEMORY) {
        return base_findings_no_memory(&c->city->error);
    }
    geo_vertex place = geo_shape_inner_point(geo_edge_index_shape(b->parcels[0]->area));
    zoning_check_add(c, FINDING_CHECK_BLOCK_NOT_CHECKED, KBS_PARCEL, 0, b->parcels[0]->group,
                     geo_geos_message(c->geos), NULL, &place);
    return KBS_OK;
}

static kbs_code check_block(zoning_checking *c, block *b)
{
    geo_shape_clear(&b->filled, GEO_MULTIPOLYGON);
    for (size_t i = 0; i < b->count; i++) {
        if (!add_parts(&b->filled, geo_edge_index_shape(b->parcels[i]->area), false)) {
            return base_findings_no_memory(&c->city->error);
        }
    }
    geo_outcome outcome =
        geo_geos_union_parts(c->geos, &b->filled, ZONING_CHECK_DEADLINE_S, &b->joined);
    if (outcome != GEO_DONE) {
        return not_checked(c, b, outcome);
    }
    kbs_code code = look_at_holes(c, b);
    geo_shape_clear(&b->filled, GEO_MULTIPOLYGON);
    if (code == KBS_OK && !add_parts(&b->filled, &b->joined, true)) {
        code = base_findings_no_memory(&c->city->error);
    }
    if (code != KBS_OK || b->filled.part_count == 0) {
        return code;
    }
    outcome =
        geo_geos_narrow_gaps(c->geos, &b->filled, GAP_WIDTH_M, ZONING_CHECK_DEADLINE_S, &b->joined);
    return outcome == GEO_DONE ? look_at_strips(c, b, &b->joined) : not_checked(c, b, outcome);
}

static int compare_groups(const void *a, const void *b)
{
    const zoning_check_item *p = *(const zoning_check_item *const *)a;
    const zoning_check_item *q = *(const zoning_check_item *const *)b;
    int order = strcmp(p->group, q->group);
    return order != 0 ? order : (p->id > q->id) - (p->id < q->id);
}

static kbs_code check_blocks(zoning_checking *c, const zoning_check_item *const *sorted)
{
    block b = { 0 };
    kbs_code code = KBS_OK;
    size_t count = c->parcels.count, end;
    geo_shape_init(&b.joined);
    geo_shape_init(&b.filled);
    geo_shape_init(&b.part);
    for (size_t at = 0; code == KBS_OK && at < count; at = end) {
        for (end = at + 1; end < count && strcmp(sorted[end]->group, sorted[at]->group) == 0;) {
            end++;
        }
        b.parcels = sorted + at;
        b.count = end - at;
        if (sorted[at]->group[0] != '\0' && b.count > 1) {
            code = check_block(c, &b);
        }
        if (code == KBS_OK) {
            code = zoning_check_tick(c, "gaps", at / 64 * 64, count);
        }
    }
    geo_shape_release(&b.joined);
    geo_shape_release(&b.filled);
    geo_shape_release(&b.part);
    return code;
}

kbs_code zoning_check_gaps(zoning_checking *c)
{
    size_t count = c->parcels.count;
    const zoning_check_item **sorted = base_new_array(count > 0 ? count : 1, sizeof *sorted);
    if (sorted == NULL) {
        return base_findings_no_memory(&c->city->error);
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &c->parcels.items[i];
    }
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, compare_groups);
    }
    kbs_code code = check_blocks(c, sorted);
    base_free(sorted);
    return code;
}
