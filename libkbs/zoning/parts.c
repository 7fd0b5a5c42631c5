/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finds the parts of one parcel: candidates from the box tree, exact common areas by sums over edge
 * pairs (no overlay), and an overlay only where plan areas overlap each other inside the parcel. */
#include "zoning/parts.h"

#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "geo/measure.h"
#include "zoning/overlap.h"

#define MOST_PARTS 1000000u

/* Shorter than this, a line only touches the parcel. In m. */
static const double length_noise_m = 1e-6;

struct zoning_finder {
    const zoning_ground *ground;
    geo_scratch *scratch;
    geo_geos *geos; /* made when the first line asks for it */
    zoning_overlaps *overlaps;
    uint32_t *found;
    size_t found_capacity;
    zoning_covering *coverings;
    size_t covering_count, covering_capacity;
};

double zoning_noise_m2(double parcel_area_m2)
{
    return 1e-6 + 1e-12 * parcel_area_m2;
}

void zoning_parts_init(zoning_parts *parts)
{
    memset(parts, 0, sizeof *parts);
}

void zoning_parts_release(zoning_parts *parts)
{
    base_free(parts->items);
    base_free(parts->members);
    zoning_parts_init(parts);
}

void zoning_parts_clear(zoning_parts *parts)
{
    parts->count = 0;
    parts->member_count = 0;
}

bool zoning_parts_add(zoning_parts *parts, const zoning_part *part, const int64_t *members)
{
    void *items = parts->items;
    bool grown = base_array_grow(&items, &parts->capacity, parts->count + 1, sizeof *parts->items,
                                 MOST_PARTS);
    parts->items = items;
    if (!grown) {
        return false;
    }
    zoning_part *added = &parts->items[parts->count];
    *added = *part;
    added->first_member = (uint32_t)parts->member_count;
    if (part->member_count > 0) {
        size_t need = parts->member_count + part->member_count;
        items = parts->members;
        grown = base_array_grow(&items, &parts->member_capacity, need, sizeof *parts->members,
                                MOST_PARTS);
        parts->members = items;
        if (!grown) {
            return false;
        }
        memcpy(parts->members + parts->member_count, members, part->member_count * sizeof *members);
        parts->member_count = need;
    }
    parts->count++;
    return true;
}

zoning_finder *zoning_finder_new(const zoning_ground *ground)
{
    zoning_finder *finder = base_new(sizeof *finder);
    if (finder == NULL) {
        return NULL;
    }
    finder->ground = ground;
    finder->scratch = geo_scratch_new();
    finder->overlaps = zoning_overlaps_new(ground);
    if (finder->scratch == NULL || finder->overlaps == NULL) {
        zoning_finder_free(finder);
        return NULL;
    }
    return finder;
}

void zoning_finder_free(zoning_finder *finder)
{
    if (finder == NULL) {
        return;
    }
    geo_scratch_free(finder->scratch);
    geo_geos_free(finder->geos);
    zoning_overlaps_free(finder->overlaps);
    base_free(finder->found);
    base_free(finder->coverings);
    base_free(finder);
}

static bool add_covering(zoning_finder *finder, uint32_t cover, double area_m2)
{
    void *items = finder->coverings;
    bool grown = base_array_grow(&items, &finder->covering_capacity, finder->covering_count + 1,
                                 sizeof *finder->coverings, MOST_PARTS);
    finder->coverings = items;
    if (grown) {
        finder->coverings[finder->covering_count++] = (zoning_covering){ cover, area_m2 };
    }
    return grown;
}

static zoning_outcome find_plan_areas(zoning_finder *finder, const geo_shape *parcel, kbs_box box,
                                      zoning_parts *out)
{
    const zoning_layer *layer = &finder->ground->plan_areas;
    size_t count = 0;
    finder->covering_count = 0;
    if (!geo_box_tree_find(layer->tree, box, &finder->found, &finder->found_capacity, &count)) {
        return ZONING_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const zoning_cover *cover = &layer->covers[finder->found[i]];
        geo_common common;
        if (!geo_common_area(parcel, cover->area, finder->scratch, &common)) {
            return ZONING_NO_MEMORY;
        }
        if (common.too_complex) {
            return ZONING_TOO_COMPLEX;
        }
        if (!common.meets) {
            continue;
        }
        bool covers = common.area_m2 > 0.0;
        zoning_part part = { .kind = covers ? STORE_SHARE_PLAN_AREA : STORE_SHARE_TOUCH,
                             .source_id = cover->id,
                             .area_m2 = common.area_m2 };
        if (covers && !add_covering(finder, finder->found[i], part.area_m2)) {
            return ZONING_NO_MEMORY;
        }
        if (!zoning_parts_add(out, &part, NULL)) {
            return ZONING_NO_MEMORY;
        }
    }
    return ZONING_DONE;
}

static bool is_points(const geo_shape *shape)
{
    return shape->type == GEO_POINT || shape->type == GEO_MULTIPOINT;
}

/* Sets touches_only; *meets is false when all points lie outside. */
static void lay_points(const geo_shape *points, const geo_shape *parcel, zoning_part *part,
                       bool *meets)
{
    part->touches_only = true;
    *meets = false;
    for (size_t i = 0; i < points->vertex_count; i++) {
        geo_location location = geo_shape_locate(parcel, points->vertices[i]);
        *meets = *meets || location != GEO_OUTSIDE;
        part->touches_only = part->touches_only && location != GEO_INSIDE;
    }
}

static zoning_outcome lay_lines(zoning_finder *finder, const geo_shape *lines,
                                const geo_shape *parcel, double until, zoning_part *part,
                                bool *meets)
{
    double left_s = until - base_clock_seconds();
    if (finder->geos == NULL) {
        finder->geos = geo_geos_new();
        if (finder->geos == NULL) {
            return ZONING_NO_MEMORY;
        }
    }
    if (left_s <= 0.0) {
        return ZONING_TOO_COMPLEX;
    }
    geo_outcome outcome =
        geo_geos_line_in_area(finder->geos, lines, parcel, left_s, &part->length_m, meets);
    if (outcome != GEO_DONE) {
        return outcome == GEO_NO_MEMORY ? ZONING_NO_MEMORY : ZONING_TOO_COMPLEX;
    }
    part->touches_only = part->length_m <= length_noise_m;
    part->length_m = part->touches_only ? 0.0 : part->length_m;
    return ZONING_DONE;
}

static zoning_outcome lay_area(zoning_finder *finder, const zoning_cover *cover,
                               const geo_shape *parcel, zoning_part *part, bool *meets)
{
    geo_common common;
    if (!geo_common_area(parcel, cover->area, finder->scratch, &common)) {
        return ZONING_NO_MEMORY;
    }
    *meets = common.meets;
    part->area_m2 = common.area_m2;
    part->touches_only = common.area_m2 <= 0.0;
    return common.too_complex ? ZONING_TOO_COMPLEX : ZONING_DONE;
}

static zoning_outcome find_restrictions(zoning_finder *finder, const geo_shape *parcel, kbs_box box,
                                        double until, zoning_parts *out)
{
    const zoning_layer *layer = &finder->ground->restrictions;
    size_t count = 0;
    if (!geo_box_tree_find(layer->tree, box, &finder->found, &finder->found_capacity, &count)) {
        return ZONING_NO_MEMORY;
    }
    zoning_outcome worst = ZONING_DONE;
    for (size_t i = 0; i < count; i++) {
        const zoning_cover *cover = &layer->covers[finder->found[i]];
        zoning_part part = { .kind = STORE_SHARE_RESTRICTION, .source_id = cover->id };
        zoning_outcome outcome = ZONING_DONE;
        bool meets = false;
        if (cover->area != NULL) {
            outcome = lay_area(finder, cover, parcel, &part, &meets);
        } else if (is_points(&cover->shape)) {
            lay_points(&cover->shape, parcel, &part, &meets);
        } else {
            outcome = lay_lines(finder, &cover->shape, parcel, until, &part, &meets);
        }
        if (outcome == ZONING_DONE && meets && !zoning_parts_add(out, &part, NULL)) {
            outcome = ZONING_NO_MEMORY;
        }
        if (outcome == ZONING_NO_MEMORY) {
            return outcome;
        }
        worst = outcome == ZONING_DONE ? worst : outcome;
    }
    return worst;
}

zoning_outcome zoning_finder_find(zoning_finder *finder, const geo_shape *parcel, double deadline_s,
                                  zoning_parts *out)
{
    kbs_box box = geo_shape_box(parcel);
    zoning_outcome plan = find_plan_areas(finder, parcel, box, out);
    bool needs_clock = finder->covering_count > 1 || finder->ground->restrictions.count > 0;
    double until = needs_clock ? base_clock_seconds() + deadline_s : 0.0;
    if (plan == ZONING_DONE && finder->covering_count > 1) {
        plan = zoning_overlaps_find(
            finder->overlaps, parcel, finder->coverings, finder->covering_count,
            zoning_noise_m2(geo_shape_area_m2(parcel)), until, finder->scratch, out);
    }
    if (plan == ZONING_NO_MEMORY) {
        return plan;
    }
    zoning_outcome restrictions = find_restrictions(finder, parcel, box, until, out);
    return restrictions == ZONING_DONE ? plan : restrictions;
}
