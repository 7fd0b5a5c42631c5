/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What may be built on one part of the parcel: the envelope, subtraction by subtraction, then the figures. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "geo/measure.h"
#include "zoning/buildable.h"
#include "zoning/edge_limits.h"

void zoning_part_miss(zoning_part_making *m, const char *what)
{
    for (size_t i = 0; i < m->out->missing_count; i++) {
        if (strcmp(m->missing[i], what) == 0) {
            return;
        }
    }
    if (m->out->missing_count < ZONING_MOST_MISSING) {
        m->missing[m->out->missing_count++] = what;
    }
}

kbs_site_area zoning_site_area(base_arena *arena, const geo_shape *shape, bool geometry,
                               bool *no_memory)
{
    kbs_site_area out = { .area_m2 = geo_shape_area_m2(shape) };
    if (!geometry || shape->vertex_count == 0) {
        return out;
    }
    double *coordinates = base_arena_alloc(arena, 2 * shape->vertex_count, sizeof *coordinates);
    uint32_t *rings = base_arena_alloc(arena, shape->ring_count, sizeof *rings);
    uint32_t *parts = base_arena_alloc(arena, shape->part_count, sizeof *parts);
    if (coordinates == NULL || rings == NULL || parts == NULL) {
        *no_memory = true;
        return out;
    }
    for (size_t i = 0; i < shape->vertex_count; i++) {
        coordinates[2 * i] = shape->vertices[i].east;
        coordinates[2 * i + 1] = shape->vertices[i].north;
    }
    memcpy(rings, shape->ring_end, shape->ring_count * sizeof *rings);
    memcpy(parts, shape->part_end, shape->part_count * sizeof *parts);
    out.coordinates = coordinates;
    out.ring_end = rings;
    out.part_end = parts;
    out.ring_count = shape->ring_count;
    out.part_count = shape->part_count;
    return out;
}

/* Copies into the answer, which outlives the surroundings. */
static const kbs_plan_area *keep_plan_area(zoning_part_making *m, const kbs_plan_area *from)
{
    kbs_plan_area *kept = base_arena_alloc(m->arena, 1, sizeof *kept);
    if (kept == NULL) {
        m->no_memory = true;
        return from;
    }
    *kept = *from;
    const char **const texts[] = {
        &kept->source_id,   &kept->use,         &kept->use_code,   &kept->building_order,
        &kept->plan_number, &kept->plan_name,   &kept->plan_scale, &kept->approval_date,
        &kept->notes,       &kept->plan_status, &kept->valid_from, &kept->valid_until,
        &kept->unread,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = base_arena_text(m->arena, *texts[i]);
        m->no_memory = m->no_memory || *texts[i] == NULL;
    }
    return kept;
}

static const kbs_restriction *keep_restriction(zoning_part_making *m, const kbs_restriction *from)
{
    kbs_restriction *kept = from != NULL ? base_arena_alloc(m->arena, 1, sizeof *kept) : NULL;
    if (kept == NULL) {
        m->no_memory = m->no_memory || from != NULL;
        return NULL;
    }
    *kept = *from;
    const char **const texts[] = { &kept->source_id, &kept->type, &kept->degree, &kept->authority,
                                   &kept->note };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = base_arena_text(m->arena, *texts[i]);
        m->no_memory = m->no_memory || *texts[i] == NULL;
    }
    return kept;
}

static void subtract(zoning_part_making *m, kbs_subtraction_kind kind, const char *rule,
                     const kbs_restriction *restriction, kbs_site_area area)
{
    if (m->out->subtraction_count < ZONING_MOST_SUBTRACTIONS) {
        m->subtractions[m->out->subtraction_count++] =
            (kbs_subtraction){ kind, rule, keep_restriction(m, restriction), area };
    } else {
        zoning_part_miss(m, "too_many_subtractions");
    }
}

/* An overlay that failed is a reason, never an area. */
static bool done(zoning_part_making *m, geo_outcome outcome)
{
    switch (outcome) {
    case GEO_DONE:
        return true;
    case GEO_NO_MEMORY:
        m->no_memory = true;
        break;
    case GEO_DEADLINE:
        zoning_part_miss(m, "overlay_in_time");
        break;
    case GEO_FAILED:
        zoning_part_miss(m, "sound_overlay");
        break;
    }
    return false;
}

static bool overlay(zoning_part_making *m, geo_overlay operation, const geo_shape *a,
                    const geo_shape *b, geo_shape *out)
{
    double left = m->maker->until - base_clock_seconds();
    return done(m, left > 0.0 ? geo_geos_overlay(m->maker->geos, operation, a, b, left, out)
                              : GEO_DEADLINE);
}

/* What lay in `before` and is no more in `after`. */
static bool subtract_difference(zoning_part_making *m, kbs_subtraction_kind kind, const char *rule,
                                const kbs_restriction *restriction)
{
    zoning_site_maker *maker = m->maker;
    kbs_site_area area = { .area_m2 = geo_shape_area_m2(&maker->before) -
                                      geo_shape_area_m2(&maker->after) };
    if (area.area_m2 <= zoning_noise_m2(m->parcel_area_m2)) {
        return true;
    }
    if (maker->geometry) {
        double exact = area.area_m2;
        if (!overlay(m, GEO_DIFFERENCE, &maker->before, &maker->after, &maker->spare)) {
            return false;
        }
        area = zoning_site_area(m->arena, &maker->spare, true, &m->no_memory);
        area.area_m2 = exact;
    }
    subtract(m, kind, rule, restriction, area);
    return !m->no_memory;
}

static void swap(geo_shape *a, geo_shape *b)
{
    geo_shape kept = *a;
    *a = *b;
    *b = kept;
}

/* The strips of the setbacks, class by class. maker->before becomes the envelope. */
static bool subtract_strips(zoning_part_making *m, const zoning_setbacks *s)
{
    static const int stages[] = { KBS_SUBTRACTION_FRONT, KBS_SUBTRACTION_PUBLIC,
                                  KBS_SUBTRACTION_SIDE, KBS_SUBTRACTION_REAR };
    const char *const rules[] = { s->front.rule, s->open.rule, s->side.rule, s->rear.rule };
    zoning_site_maker *maker = m->maker;
    if (!geo_shape_copy(&maker->before, &maker->part)) {
        m->no_memory = true;
        return false;
    }
    for (size_t k = 0; k < sizeof stages / sizeof stages[0]; k++) {
        bool any = false;
        for (size_t i = 0; i < maker->strip_count; i++) {
            any = any || (maker->strips[i].stage == stages[k] && maker->strips[i].distance_m > 0);
        }
        if (!any) {
            continue;
        }
        if (!done(m, zoning_offset_inside(&maker->offset, maker->geos, &maker->before,
                                          maker->part.ring_count == 1, maker->strips,
                                          maker->strip_count, stages[k], maker->until,
                                          &maker->after)) ||
            !subtract_difference(m, (kbs_subtraction_kind)stages[k], rules[k], NULL)) {
            return false;
        }
        swap(&maker->before, &maker->after);
    }
    return true;
}

/* Restrictions that forbid building, and the building line (SB-09). */
static bool subtract_restrictions(zoning_part_making *m)
{
    zoning_site_maker *maker = m->maker;
    for (size_t i = 0; i < m->parts->count; i++) {
        const zoning_part *part = &m->parts->items[i];
        const zoning_land *land =
            part->kind == STORE_SHARE_RESTRICTION && !part->touches_only
                ? zoning_lands_by_id(&maker->scene->restrictions, part->source_id)
                : NULL;
        if (land == NULL || land->ban == ZONING_BAN_NONE) {
            continue;
        }
        if (!geo_type_is_area(land->shape.type)) {
            /* a line has two sides, and a ban on a point has no extent */
            zoning_part_miss(m, land->ban == ZONING_BAN_BEYOND ? "side_of_building_line"
                                                               : "extent_of_restriction");
            return false;
        }
        bool line = land->ban == ZONING_BAN_BEYOND;
        if (!overlay(m, line ? GEO_INTERSECTION : GEO_DIFFERENCE, &maker->before, &land->shape,
                     &maker->after) ||
            !subtract_difference(m,
                                 line ? KBS_SUBTRACTION_BUILDING_LINE : KBS_SUBTRACTION_RESTRICTION,
                                 line ? "SB-09" : "restriction", land->restriction)) {
            return false;
        }
        swap(&maker->before, &maker->after);
    }
    return true;
}

/* TK-01 to TK-04, KA-01, KA-02. */
static void fill_figures(zoning_part_making *m, const zoning_setbacks *s)
{
    kbs_buildable *b = m->out;
    const kbs_plan_area *p = b->plan_area;
    zoning_ratio taks = zoning_coverage_of(p, m->plan_area->order);
    b->coverage_ratio = taks.ratio;
    b->coverage_rule = taks.rule;
    bool limited = taks.ratio != KBS_NO_VALUE;
    b->coverage_area_m2 = limited ? taks.ratio * b->net_area_m2 : KBS_NO_VALUE;
    if (taks.missing[0] != '\0') {
        zoning_part_miss(m, taks.missing);
    } else if (b->has_envelope) {
        bool coverage = limited && b->coverage_area_m2 <= b->envelope.area_m2;
        b->binding = coverage ? KBS_BINDING_COVERAGE : KBS_BINDING_ENVELOPE;
        b->base_area_m2 = coverage ? b->coverage_area_m2 : b->envelope.area_m2;
    }
    b->floors = s->floors;
    b->floors_rule = s->floors_rule;
    b->height_max_m = p->height_max_m;
    if (p->floor_area_ratio != KBS_NO_VALUE) {
        b->floor_area_m2 = p->floor_area_ratio * b->net_area_m2;
        b->floor_area_rule = "KA-01";
    } else if (limited && s->floors != KBS_NO_VALUE) {
        b->floor_area_m2 = b->coverage_area_m2 * s->floors;
        b->floor_area_rule = "KA-02";
    } else {
        zoning_part_miss(m, "floor_area_ratio");
    }
    if (s->floors == KBS_NO_VALUE) {
        zoning_part_miss(m, "floors");
    }
}

void zoning_part_make(zoning_part_making *m)
{
    zoning_site_maker *maker = m->maker;
    kbs_buildable *b = m->out;
    b->plan_area = keep_plan_area(m, m->plan_area->plan_area);
    b->part_area_m2 = b->net_area_m2 = geo_shape_area_m2(&maker->part);
    b->coverage_area_m2 = b->base_area_m2 = b->floor_area_m2 = KBS_NO_VALUE;
    b->coverage_rule = b->floor_area_rule = "";
    b->missing = m->missing;
    b->subtractions = m->subtractions;
    if (m->is_first && maker->ceded.vertex_count > 0) {
        kbs_site_area area =
            zoning_site_area(m->arena, &maker->ceded, maker->geometry, &m->no_memory);
        subtract(m, KBS_SUBTRACTION_CESSION, "plan", NULL, area);
        b->part_area_m2 += area.area_m2;
    }
    if (m->is_first && maker->green.vertex_count > 0) {
        kbs_site_area area =
            zoning_site_area(m->arena, &maker->green, maker->geometry, &m->no_memory);
        subtract(m, KBS_SUBTRACTION_OTHER_USE, "plan", NULL, area);
        b->part_area_m2 += area.area_m2;
    }
    zoning_setbacks s = zoning_setbacks_of(b->plan_area, m->plan_area->order);
    if (m->plan_area->order == ZONING_ORDER_UNKNOWN) {
        zoning_part_miss(m, "building_order");
    } else if (zoning_part_strips(m, &s) && subtract_strips(m, &s) && subtract_restrictions(m)) {
        b->envelope = zoning_site_area(m->arena, &maker->before, maker->geometry, &m->no_memory);
        b->has_envelope = true;
    }
    fill_figures(m, &s);
}
