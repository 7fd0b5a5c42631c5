/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Regions that several plan areas cover. In the normal case plan areas overlap in pairs: the common
 * part of a pair is made once for the whole city and then asked like any other area. Where three or
 * more overlap in one place, the parcel is cut by one after the other (overlap_cut.c). Every result
 * depends on the geometries alone, never on what was asked before. */
#include "zoning/overlap.h"

#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "zoning/overlap_cut.h"

/* Limits of one parcel; beyond them its overlaps are not determined. */
#define MOST_COVERINGS 4096u
#define MOST_PAIRS 4096u

/* Pairs kept at once; then the memory of pairs starts anew. A power of two. */
#define MOST_KEPT_PAIRS 8192u
#define PAIR_SLOTS (2u * MOST_KEPT_PAIRS)

/* Above this product of vertices a pair is not looked at as a whole. */
static const double most_pair_work = 1e9;

typedef enum pair_state {
    PAIR_UNKNOWN = 0,
    PAIR_APART,  /* no common part worth a row */
    PAIR_COMMON, /* `common` is their common part */
    PAIR_LOCAL   /* too large to say: cut inside each parcel */
} pair_state;

typedef struct pair {
    uint32_t first, second; /* covers, first < second */
    pair_state state;
    geo_edge_index *common;
} pair;

/* A pair that overlaps inside the parcel at hand. */
typedef struct meeting {
    uint32_t a, b; /* positions among the coverings, a < b */
    double area_m2;
} meeting;

struct zoning_overlaps {
    const zoning_ground *ground;
    geo_geos *geos;
    pair *pairs; /* open addressing; NULL until needed */
    size_t pair_count;
    meeting *meetings;
    size_t meeting_count, meeting_capacity;
};

zoning_overlaps *zoning_overlaps_new(const zoning_ground *ground)
{
    zoning_overlaps *overlaps = base_new(sizeof *overlaps);
    if (overlaps != NULL) {
        overlaps->ground = ground;
    }
    return overlaps;
}

static void forget_pairs(zoning_overlaps *overlaps)
{
    for (size_t i = 0; overlaps->pairs != NULL && i < PAIR_SLOTS; i++) {
        geo_edge_index_free(overlaps->pairs[i].common);
        overlaps->pairs[i] = (pair){ 0 };
    }
    overlaps->pair_count = 0;
}

void zoning_overlaps_free(zoning_overlaps *overlaps)
{
    if (overlaps == NULL) {
        return;
    }
    forget_pairs(overlaps);
    geo_geos_free(overlaps->geos);
    base_free(overlaps->pairs);
    base_free(overlaps->meetings);
    base_free(overlaps);
}

/* The slot of a pair, empty (PAIR_UNKNOWN) when it is new. NULL = no memory. */
static pair *pair_slot(zoning_overlaps *overlaps, uint32_t first, uint32_t second)
{
    if (overlaps->pairs == NULL) {
        overlaps->pairs = base_new_array(PAIR_SLOTS, sizeof *overlaps->pairs);
        if (overlaps->pairs == NULL) {
            return NULL;
        }
    }
    if (overlaps->pair_count == MOST_KEPT_PAIRS) {
        forget_pairs(overlaps);
    }
    uint64_t hash = ((uint64_t)first * UINT64_C(0x9E3779B97F4A7C15)) ^
                    ((uint64_t)second * UINT64_C(0xC2B2AE3D27D4EB4F));
    for (size_t at = (size_t)(hash >> 40);; at++) {
        pair *slot = &overlaps->pairs[at & (PAIR_SLOTS - 1)];
        if (slot->state == PAIR_UNKNOWN) {
            slot->first = first;
            slot->second = second;
            return slot;
        }
        if (slot->first == first && slot->second == second) {
            return slot;
        }
    }
}

/* Makes the common part of a pair. */
static zoning_outcome learn_common(zoning_overlaps *overlaps, pair *p, const geo_shape *a,
                                   const geo_shape *b, double until)
{
    double left_s = until - base_clock_seconds();
    geo_shape common;
    if (overlaps->geos == NULL) {
        overlaps->geos = geo_geos_new();
    }
    if (overlaps->geos == NULL) {
        return ZONING_NO_MEMORY;
    }
    if (left_s <= 0.0) {
        return ZONING_TOO_COMPLEX;
    }
    geo_shape_init(&common);
    geo_outcome outcome = geo_geos_overlay(overlaps->geos, GEO_INTERSECTION, a, b, left_s, &common);
    if (outcome == GEO_DONE && common.vertex_count > 0) {
        p->common = geo_edge_index_new(&common);
        p->state = PAIR_COMMON;
    } else {
        p->state = PAIR_LOCAL;
    }
    geo_shape_release(&common);
    bool no_memory = outcome == GEO_NO_MEMORY || (p->state == PAIR_COMMON && p->common == NULL);
    p->state = no_memory ? PAIR_UNKNOWN : p->state;
    return no_memory ? ZONING_NO_MEMORY : ZONING_DONE;
}

/* Finds out how two plan areas lie to each other. */
static zoning_outcome learn_pair(zoning_overlaps *overlaps, pair *p, double until,
                                 geo_scratch *scratch)
{
    const zoning_cover *first = &overlaps->ground->plan_areas.covers[p->first];
    const zoning_cover *second = &overlaps->ground->plan_areas.covers[p->second];
    const geo_shape *a = geo_edge_index_shape(first->area);
    const geo_shape *b = geo_edge_index_shape(second->area);
    if ((double)a->vertex_count * (double)b->vertex_count > most_pair_work) {
        p->state = PAIR_LOCAL;
        return ZONING_DONE;
    }
    bool a_is_small = a->vertex_count <= b->vertex_count;
    geo_common common;
    if (!geo_common_area(a_is_small ? a : b, a_is_small ? second->area : first->area, scratch,
                         &common)) {
        return ZONING_NO_MEMORY;
    }
    if (common.too_complex) {
        p->state = PAIR_LOCAL;
        return ZONING_DONE;
    }
    if (common.area_m2 <= ZONING_PAIR_LEAST_M2) {
        p->state = PAIR_APART;
        return ZONING_DONE;
    }
    return learn_common(overlaps, p, a, b, until);
}

static bool add_meeting(zoning_overlaps *overlaps, uint32_t a, uint32_t b, double area_m2)
{
    void *items = overlaps->meetings;
    bool grown = base_array_grow(&items, &overlaps->meeting_capacity, overlaps->meeting_count + 1,
                                 sizeof *overlaps->meetings, MOST_PAIRS);
    overlaps->meetings = items;
    if (grown) {
        overlaps->meetings[overlaps->meeting_count++] = (meeting){ a, b, area_m2 };
    }
    return grown;
}

/* Looks at one pair of coverings; *local is set when it cannot be said from the pair alone. */
static zoning_outcome meet(zoning_overlaps *overlaps, const geo_shape *parcel,
                           const zoning_covering *coverings, uint32_t a, uint32_t b,
                           double noise_m2, double until, geo_scratch *scratch, bool *local)
{
    pair *p = pair_slot(overlaps, coverings[a].cover, coverings[b].cover);
    if (p == NULL) {
        return ZONING_NO_MEMORY;
    }
    if (p->state == PAIR_UNKNOWN) {
        zoning_outcome outcome = learn_pair(overlaps, p, until, scratch);
        if (outcome != ZONING_DONE) {
            return outcome;
        }
        overlaps->pair_count++;
    }
    geo_common common = { 0 };
    if (p->state == PAIR_COMMON && !geo_common_area(parcel, p->common, scratch, &common)) {
        return ZONING_NO_MEMORY;
    }
    if (common.too_complex) {
        return ZONING_TOO_COMPLEX;
    }
    bool meets = p->state == PAIR_LOCAL || common.area_m2 > noise_m2;
    *local = *local || p->state == PAIR_LOCAL;
    if (meets && overlaps->meeting_count == MOST_PAIRS) {
        return ZONING_TOO_COMPLEX;
    }
    return meets && !add_meeting(overlaps, a, b, common.area_m2) ? ZONING_NO_MEMORY : ZONING_DONE;
}

static zoning_outcome meet_all(zoning_overlaps *overlaps, const geo_shape *parcel,
                               const zoning_covering *coverings, size_t count, double noise_m2,
                               double until, geo_scratch *scratch, bool *local)
{
    const zoning_cover *covers = overlaps->ground->plan_areas.covers;
    for (uint32_t a = 0; a < count; a++) {
        kbs_box box = covers[coverings[a].cover].box;
        for (uint32_t b = a + 1; b < count; b++) {
            if (!geo_box_meets(box, covers[coverings[b].cover].box)) {
                continue;
            }
            zoning_outcome outcome =
                meet(overlaps, parcel, coverings, a, b, noise_m2, until, scratch, local);
            if (outcome != ZONING_DONE) {
                return outcome;
            }
        }
        if (count > 64 && base_clock_seconds() > until) {
            return ZONING_TOO_COMPLEX;
        }
    }
    return ZONING_DONE;
}

/* Do three of the coverings overlap pair by pair? Only then can three of them have a common part.
 * The meetings are sorted by a, then b. */
static bool has_triangle(const zoning_overlaps *overlaps)
{
    const meeting *m = overlaps->meetings;
    bool partner[MOST_COVERINGS];
    for (size_t from = 0; from < overlaps->meeting_count;) {
        size_t to = from;
        memset(partner, 0, sizeof partner);
        for (; to < overlaps->meeting_count && m[to].a == m[from].a; to++) {
            partner[m[to].b] = true;
        }
        for (size_t i = to; to - from > 1 && i < overlaps->meeting_count; i++) {
            if (partner[m[i].a] && partner[m[i].b]) {
                return true;
            }
        }
        from = to;
    }
    return false;
}

static zoning_outcome add_pairs(const zoning_overlaps *overlaps, const zoning_covering *coverings,
                                zoning_parts *out)
{
    const zoning_cover *covers = overlaps->ground->plan_areas.covers;
    for (size_t i = 0; i < overlaps->meeting_count; i++) {
        const meeting *m = &overlaps->meetings[i];
        int64_t members[2] = { covers[coverings[m->a].cover].id, covers[coverings[m->b].cover].id };
        double smaller = coverings[m->a].area_m2 < coverings[m->b].area_m2
                             ? coverings[m->a].area_m2
                             : coverings[m->b].area_m2;
        zoning_part part = { .kind = STORE_SHARE_OVERLAP,
                             .source_id = members[0],
                             .member_count = 2 };
        part.area_m2 = m->area_m2 < smaller ? m->area_m2 : smaller;
        if (!zoning_parts_add(out, &part, members)) {
            return ZONING_NO_MEMORY;
        }
    }
    return ZONING_DONE;
}

/* Cuts the parcel by all coverings that overlap another one. */
static zoning_outcome cut_parcel(zoning_overlaps *overlaps, const geo_shape *parcel,
                                 const zoning_covering *coverings, size_t count, double noise_m2,
                                 double until, zoning_parts *out)
{
    zoning_covering chosen[ZONING_CUT_MOST_COVERINGS];
    size_t chosen_count = 0;
    bool overlapping[MOST_COVERINGS] = { false };
    for (size_t i = 0; i < overlaps->meeting_count; i++) {
        overlapping[overlaps->meetings[i].a] = true;
        overlapping[overlaps->meetings[i].b] = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (overlapping[i] && chosen_count == ZONING_CUT_MOST_COVERINGS) {
            return ZONING_TOO_COMPLEX;
        }
        if (overlapping[i]) {
            chosen[chosen_count++] = coverings[i];
        }
    }
    if (overlaps->geos == NULL) {
        overlaps->geos = geo_geos_new();
        if (overlaps->geos == NULL) {
            return ZONING_NO_MEMORY;
        }
    }
    return zoning_overlap_cut(overlaps->geos, overlaps->ground, parcel, chosen, chosen_count,
                              noise_m2, until, out);
}

zoning_outcome zoning_overlaps_find(zoning_overlaps *overlaps, const geo_shape *parcel,
                                    const zoning_covering *coverings, size_t count, double noise_m2,
                                    double until, geo_scratch *scratch, zoning_parts *out)
{
    if (count > MOST_COVERINGS) {
        return ZONING_TOO_COMPLEX;
    }
    bool local = false;
    overlaps->meeting_count = 0;
    zoning_outcome outcome =
        meet_all(overlaps, parcel, coverings, count, noise_m2, until, scratch, &local);
    if (outcome != ZONING_DONE || overlaps->meeting_count == 0) {
        return outcome;
    }
    if (local || has_triangle(overlaps)) {
        return cut_parcel(overlaps, parcel, coverings, count, noise_m2, until, out);
    }
    return add_pairs(overlaps, coverings, out);
}
