/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Starts with the parcel as one region that nothing covers; each plan area then splits the regions
 * that it partly covers. So no two regions have the same set of plan areas, and there are only as
 * many as the geometry really has. */
#include "zoning/overlap_cut.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "geo/measure.h"

#define SET_WORDS (ZONING_CUT_MOST_COVERINGS / 64u)

typedef struct region {
    geo_shape shape;
    double area_m2;
    uint64_t set[SET_WORDS]; /* bit i: coverings[i] covers it */
} region;

typedef struct cutting {
    geo_geos *geos;
    region *regions;
    size_t count, capacity;
    double noise_m2;
    double until;
} cutting;

static zoning_outcome overlay(cutting *c, geo_overlay operation, const geo_shape *a,
                              const geo_shape *b, geo_shape *out)
{
    double left_s = c->until - base_clock_seconds();
    if (left_s <= 0.0) {
        return ZONING_TOO_COMPLEX;
    }
    geo_outcome outcome = geo_geos_overlay(c->geos, operation, a, b, left_s, out);
    if (outcome == GEO_DONE) {
        return ZONING_DONE;
    }
    return outcome == GEO_NO_MEMORY ? ZONING_NO_MEMORY : ZONING_TOO_COMPLEX;
}

/* Appends a region that takes over the shape. */
static zoning_outcome add_region(cutting *c, geo_shape *shape, double area_m2,
                                 const uint64_t set[SET_WORDS])
{
    if (c->count == ZONING_CUT_MOST_REGIONS) {
        return ZONING_TOO_COMPLEX;
    }
    void *items = c->regions;
    bool grown = base_array_grow(&items, &c->capacity, c->count + 1, sizeof *c->regions,
                                 ZONING_CUT_MOST_REGIONS);
    c->regions = items;
    if (!grown) {
        return ZONING_NO_MEMORY;
    }
    region *added = &c->regions[c->count++];
    added->shape = *shape;
    added->area_m2 = area_m2;
    memcpy(added->set, set, sizeof added->set);
    geo_shape_init(shape);
    return ZONING_DONE;
}

static void set_add(uint64_t set[SET_WORDS], size_t member)
{
    set[member / 64] |= UINT64_C(1) << (member % 64);
}

static bool set_has(const uint64_t set[SET_WORDS], size_t member)
{
    return (set[member / 64] >> (member % 64) & 1) != 0;
}

/* Splits region `at` by the plan area: what it covers becomes a new region, unless that is nothing
 * or all of it. */
static zoning_outcome split(cutting *c, size_t at, const geo_shape *plan_area, size_t member)
{
    geo_shape inside;
    geo_shape outside;
    geo_shape_init(&inside);
    geo_shape_init(&outside);
    zoning_outcome outcome =
        overlay(c, GEO_INTERSECTION, &c->regions[at].shape, plan_area, &inside);
    double inside_m2 = outcome == ZONING_DONE ? geo_shape_area_m2(&inside) : 0.0;
    if (outcome != ZONING_DONE || inside_m2 <= c->noise_m2) {
        goto done;
    }
    if (inside_m2 >= c->regions[at].area_m2 - c->noise_m2) {
        set_add(c->regions[at].set, member);
        goto done;
    }
    outcome = overlay(c, GEO_DIFFERENCE, &c->regions[at].shape, plan_area, &outside);
    if (outcome == ZONING_DONE) {
        uint64_t set[SET_WORDS];
        memcpy(set, c->regions[at].set, sizeof set);
        set_add(set, member);
        outcome = add_region(c, &inside, inside_m2, set);
    }
    if (outcome == ZONING_DONE) {
        geo_shape whole = c->regions[at].shape;
        c->regions[at].shape = outside;
        c->regions[at].area_m2 = geo_shape_area_m2(&outside);
        outside = whole;
    }
done:
    geo_shape_release(&inside);
    geo_shape_release(&outside);
    return outcome;
}

static zoning_outcome split_all(cutting *c, const zoning_ground *ground,
                                const zoning_covering *coverings, size_t count)
{
    for (size_t member = 0; member < count; member++) {
        const zoning_cover *cover = &ground->plan_areas.covers[coverings[member].cover];
        size_t before = c->count;
        for (size_t i = 0; i < before; i++) {
            if (!geo_box_meets(geo_shape_box(&c->regions[i].shape), cover->box)) {
                continue;
            }
            zoning_outcome outcome = split(c, i, geo_edge_index_shape(cover->area), member);
            if (outcome != ZONING_DONE) {
                return outcome;
            }
        }
    }
    return ZONING_DONE;
}

/* Are the regions of each plan area together as large as its part in the parcel, which was summed
 * without an overlay? */
static bool adds_up(const cutting *c, const zoning_covering *coverings, size_t count)
{
    for (size_t member = 0; member < count; member++) {
        double sum = 0.0;
        for (size_t i = 0; i < c->count; i++) {
            sum += set_has(c->regions[i].set, member) ? c->regions[i].area_m2 : 0.0;
        }
        double allowed = 1e-4 + (double)c->count * c->noise_m2;
        if (fabs(sum - coverings[member].area_m2) > allowed) {
            return false;
        }
    }
    return true;
}

static zoning_outcome add_parts(const cutting *c, const zoning_ground *ground,
                                const zoning_covering *coverings, size_t count, zoning_parts *out)
{
    for (size_t i = 0; i < c->count; i++) {
        int64_t members[ZONING_CUT_MOST_COVERINGS];
        uint32_t member_count = 0;
        for (size_t member = 0; member < count; member++) {
            if (set_has(c->regions[i].set, member)) {
                members[member_count++] = ground->plan_areas.covers[coverings[member].cover].id;
            }
        }
        if (member_count < 2 || c->regions[i].area_m2 <= c->noise_m2) {
            continue;
        }
        zoning_part part = { .kind = STORE_SHARE_OVERLAP,
                             .source_id = members[0],
                             .area_m2 = c->regions[i].area_m2,
                             .member_count = member_count };
        if (!zoning_parts_add(out, &part, members)) {
            return ZONING_NO_MEMORY;
        }
    }
    return ZONING_DONE;
}

zoning_outcome zoning_overlap_cut(geo_geos *geos, const zoning_ground *ground,
                                  const geo_shape *parcel, const zoning_covering *coverings,
                                  size_t count, double noise_m2, double until, zoning_parts *out)
{
    cutting c = { .geos = geos, .noise_m2 = noise_m2, .until = until };
    uint64_t nothing[SET_WORDS] = { 0 };
    geo_shape whole;
    geo_shape_init(&whole);
    zoning_outcome outcome = geo_shape_copy(&whole, parcel) ? ZONING_DONE : ZONING_NO_MEMORY;
    if (outcome == ZONING_DONE) {
        outcome = add_region(&c, &whole, geo_shape_area_m2(parcel), nothing);
    }
    if (outcome == ZONING_DONE) {
        outcome = split_all(&c, ground, coverings, count);
    }
    if (outcome == ZONING_DONE && !adds_up(&c, coverings, count)) {
        outcome = ZONING_TOO_COMPLEX;
    }
    if (outcome == ZONING_DONE) {
        outcome = add_parts(&c, ground, coverings, count, out);
    }
    for (size_t i = 0; i < c.count; i++) {
        geo_shape_release(&c.regions[i].shape);
    }
    base_free(c.regions);
    geo_shape_release(&whole);
    return outcome;
}
