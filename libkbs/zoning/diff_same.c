/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Compares what answers say. */
#include <math.h>
#include <string.h>

#include "zoning/diff.h"

#define PLACE_M 0.0005 /* half of what is printed of a place */

static bool is_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool plan_areas_are_same(const kbs_plan_area *a, const kbs_plan_area *b)
{
    return is_same(a->source_id, b->source_id) && is_same(a->use, b->use) &&
           is_same(a->use_code, b->use_code) && is_same(a->building_order, b->building_order) &&
           a->floors == b->floors && a->coverage_ratio == b->coverage_ratio &&
           a->floor_area_ratio == b->floor_area_ratio && a->height_max_m == b->height_max_m &&
           a->front_setback_m == b->front_setback_m && a->side_setback_m == b->side_setback_m &&
           a->rear_setback_m == b->rear_setback_m && is_same(a->plan_number, b->plan_number) &&
           is_same(a->plan_name, b->plan_name) && is_same(a->plan_scale, b->plan_scale) &&
           is_same(a->approval_date, b->approval_date) && is_same(a->notes, b->notes) &&
           is_same(a->plan_status, b->plan_status) && is_same(a->valid_from, b->valid_from) &&
           is_same(a->valid_until, b->valid_until) && is_same(a->unread, b->unread);
}

static bool restrictions_are_same(const kbs_restriction *a, const kbs_restriction *b)
{
    return is_same(a->source_id, b->source_id) && is_same(a->type, b->type) &&
           is_same(a->degree, b->degree) && is_same(a->authority, b->authority) &&
           is_same(a->note, b->note);
}

bool zoning_rows_are_same(const kbs_zoning_row *a, const kbs_zoning_row *b)
{
    if (a->kind != b->kind || a->area_m2 != b->area_m2 || a->share != b->share ||
        a->touches_only != b->touches_only || !(fabs(a->length_m - b->length_m) < 0.005) ||
        a->overlap_count != b->overlap_count) {
        return false;
    }
    for (size_t i = 0; i < a->overlap_count; i++) {
        if (!plan_areas_are_same(a->overlap[i], b->overlap[i])) {
            return false;
        }
    }
    return (a->plan_area == NULL || plan_areas_are_same(a->plan_area, b->plan_area)) &&
           (a->restriction == NULL || restrictions_are_same(a->restriction, b->restriction));
}

static bool boxes_are_same(kbs_box a, kbs_box b)
{
    return fabs(a.east_min - b.east_min) < PLACE_M && fabs(a.east_max - b.east_max) < PLACE_M &&
           fabs(a.north_min - b.north_min) < PLACE_M && fabs(a.north_max - b.north_max) < PLACE_M;
}

bool zoning_answers_are_same(const kbs_zoning *a, const kbs_zoning *b)
{
    bool same = a->area_m2 == b->area_m2 && a->registered_area_m2 == b->registered_area_m2 &&
                is_same(a->map_sheet, b->map_sheet) && is_same(a->land_type, b->land_type) &&
                is_same(a->not_determined, b->not_determined) && boxes_are_same(a->box, b->box) &&
                a->row_count == b->row_count && a->neighbour_count == b->neighbour_count;
    for (size_t i = 0; same && i < a->row_count; i++) {
        same = zoning_rows_are_same(&a->rows[i], &b->rows[i]);
    }
    for (size_t i = 0; same && i < a->neighbour_count; i++) {
        same = plan_areas_are_same(a->neighbours[i], b->neighbours[i]);
    }
    return same;
}
