/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From parts that overlap to disjoint regions, rounded, and back. */
#include "zoning/answer_rounding.h"

#include <math.h>

#include "zoning/answer.h"
#include "zoning/area_tolerance.h"
#include "zoning/rounding.h"

/* Regions: one for each plan area (what it covers alone), then the uncovered one, then one for each
 * overlap. */
typedef struct regions {
    zoning_piece *areas;
    zoning_piece *shares;
    size_t count;
} regions;

/* Position of a plan area in the list by id; `count` when it is not there. */
static size_t position_of(const zoning_rounded *r, int64_t id)
{
    size_t low = 0;
    size_t high = r->plan_area_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->plan_areas[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < r->plan_area_count && r->plan_areas[low].id == id ? low : r->plan_area_count;
}

static bool is_over(const zoning_part *part)
{
    return part->kind == STORE_SHARE_PLAN_AREA || part->kind == STORE_SHARE_TOUCH;
}

static bool holds_id(const zoning_parts *parts, int64_t id)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind == STORE_SHARE_PLAN_AREA && parts->items[i].source_id == id) {
            return true;
        }
    }
    return false;
}

static bool overlap_is_sound(const zoning_parts *parts, const zoning_part *part)
{
    if (part->member_count < 2 || part->first_member > parts->member_count ||
        part->member_count > parts->member_count - part->first_member) {
        return false;
    }
    const int64_t *members = parts->members + part->first_member;
    for (uint32_t i = 0; i < part->member_count; i++) {
        if ((i > 0 && members[i] <= members[i - 1]) || !holds_id(parts, members[i])) {
            return false;
        }
    }
    return true;
}

bool zoning_parts_are_sound(const zoning_parts *parts, double parcel_area_m2)
{
    double most = parcel_area_m2 + 1e-3;
    int64_t last_id = INT64_MIN;
    if (!isfinite(parcel_area_m2) || parcel_area_m2 < 0.0 || parcel_area_m2 > 9e13) {
        return false;
    }
    for (size_t i = 0; i < parts->count; i++) {
        const zoning_part *part = &parts->items[i];
        if (!(part->area_m2 >= 0.0 && part->area_m2 <= most) ||
            !(part->length_m >= 0.0 && part->length_m <= 1e9)) {
            return false;
        }
        if (is_over(part)) {
            if (part->source_id <= last_id) {
                return false;
            }
            last_id = part->source_id;
        } else if (part->kind == STORE_SHARE_OVERLAP && !overlap_is_sound(parts, part)) {
            return false;
        }
    }
    return true;
}

static bool allocate(zoning_rounded *r, regions *g, const zoning_parts *parts, base_arena *arena)
{
    for (size_t i = 0; i < parts->count; i++) {
        r->plan_area_count += is_over(&parts->items[i]);
        r->overlap_count += parts->items[i].kind == STORE_SHARE_OVERLAP;
    }
    g->count = r->plan_area_count + 1 + r->overlap_count;
    r->plan_areas = base_arena_alloc(arena, r->plan_area_count + 1, sizeof *r->plan_areas);
    r->overlaps = base_arena_alloc(arena, r->overlap_count + 1, sizeof *r->overlaps);
    g->areas = base_arena_alloc(arena, g->count, sizeof *g->areas);
    g->shares = base_arena_alloc(arena, g->count, sizeof *g->shares);
    return r->plan_areas != NULL && r->overlaps != NULL && g->areas != NULL && g->shares != NULL;
}

/* Lists plan areas and overlaps with their exact areas. */
static bool collect(zoning_rounded *r, const zoning_parts *parts, base_arena *arena)
{
    size_t plan_areas = 0;
    size_t overlaps = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (is_over(&parts->items[i])) {
            r->plan_areas[plan_areas].id = parts->items[i].source_id;
            r->plan_areas[plan_areas++].amount.exact_m2 = parts->items[i].area_m2;
        }
    }
    for (size_t i = 0; i < parts->count; i++) {
        const zoning_part *part = &parts->items[i];
        if (part->kind != STORE_SHARE_OVERLAP) {
            continue;
        }
        uint32_t *members = base_arena_alloc(arena, part->member_count, sizeof *members);
        if (members == NULL) {
            return false;
        }
        for (uint32_t k = 0; k < part->member_count; k++) {
            members[k] = (uint32_t)position_of(r, parts->members[part->first_member + k]);
        }
        r->overlaps[overlaps++] =
            (zoning_rounded_overlap){ members, part->member_count, { part->area_m2, 0, 0 } };
    }
    return true;
}

static double noise_off(double area_m2, double noise_m2)
{
    return area_m2 <= noise_m2 ? 0.0 : area_m2;
}

/* The exact area of each region, in m², into areas[].exact; sets uncovered. */
static void measure_regions(zoning_rounded *r, regions *g, double parcel_area_m2)
{
    double noise = zoning_noise_m2(parcel_area_m2);
    size_t first_overlap = r->plan_area_count + 1;
    double covered = 0.0;
    for (size_t i = 0; i < r->plan_area_count; i++) {
        g->areas[i].exact = r->plan_areas[i].amount.exact_m2;
        covered += g->areas[i].exact;
    }
    for (size_t i = 0; i < r->overlap_count; i++) {
        const zoning_rounded_overlap *overlap = &r->overlaps[i];
        g->areas[first_overlap + i].exact = overlap->amount.exact_m2;
        covered -= overlap->amount.exact_m2 * (double)(overlap->member_count - 1);
        for (uint32_t k = 0; k < overlap->member_count; k++) {
            g->areas[overlap->members[k]].exact -= overlap->amount.exact_m2;
        }
    }
    for (size_t i = 0; i < r->plan_area_count; i++) {
        g->areas[i].exact = noise_off(g->areas[i].exact, noise);
    }
    r->uncovered.exact_m2 = noise_off(parcel_area_m2 - covered, noise);
    g->areas[r->plan_area_count].exact = r->uncovered.exact_m2;
}

/* Turns exact areas into hundredths and millionths. A region that prints as 0.00 m² has no share
 * either, since no row shows it. */
static void round_regions(regions *g, double parcel_area_m2)
{
    double scale = parcel_area_m2 > 0.0 ? 1e6 / parcel_area_m2 / 100.0 : 0.0;
    for (size_t i = 0; i < g->count; i++) {
        g->areas[i].exact *= 100.0;
    }
    zoning_round(g->areas, g->count, zoning_hundredths(parcel_area_m2),
                 ZONING_ROW_LEAST_M2 * 100.0);
    for (size_t i = 0; i < g->count; i++) {
        g->shares[i].exact = g->areas[i].units > 0 ? g->areas[i].exact * scale : 0.0;
    }
    zoning_round(g->shares, g->count, 1000000, 0.0);
}

static void add_region(zoning_amount *amount, const regions *g, size_t region)
{
    amount->hundredths += g->areas[region].units;
    amount->millionths += g->shares[region].units;
}

bool zoning_round_parts(zoning_rounded *out, const zoning_parts *parts, double parcel_area_m2,
                        base_arena *arena)
{
    regions g = { 0 };
    *out = (zoning_rounded){ 0 };
    if (!allocate(out, &g, parts, arena) || !collect(out, parts, arena)) {
        return false;
    }
    measure_regions(out, &g, parcel_area_m2);
    round_regions(&g, parcel_area_m2);
    size_t first_overlap = out->plan_area_count + 1;
    for (size_t i = 0; i < out->plan_area_count; i++) {
        add_region(&out->plan_areas[i].amount, &g, i);
    }
    add_region(&out->uncovered, &g, out->plan_area_count);
    for (size_t i = 0; i < out->overlap_count; i++) {
        zoning_rounded_overlap *overlap = &out->overlaps[i];
        add_region(&overlap->amount, &g, first_overlap + i);
        for (uint32_t k = 0; k < overlap->member_count; k++) {
            add_region(&out->plan_areas[overlap->members[k]].amount, &g, first_overlap + i);
        }
    }
    return true;
}
