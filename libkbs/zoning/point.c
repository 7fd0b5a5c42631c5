/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The zoning status at a point. Boxes give candidates, the exact predicate decides. A point
 * strictly inside a parcel is answered by it; one on a border by the parcel with the smallest key
 * of those that meet there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/predicate.h"
#include "store/names.h"
#include "store/tally.h"
#include "zoning/past.h"
#include "zoning/point.h"
#include "zoning/status.h"

#define MOST_COORDINATE 1e8

/* A candidate: the nearer the middle of its box, the sooner it is looked at. Boxes that lie over
 * each other are given to parcels that do not. */
typedef struct candidate {
    double distance;
    int64_t id;
} candidate;

static int compare_candidates(const void *a, const void *b)
{
    const candidate *p = a;
    const candidate *q = b;
    if (p->distance != q->distance) {
        return p->distance < q->distance ? -1 : 1;
    }
    return (p->id > q->id) - (p->id < q->id);
}

/* Fills state->candidates from what the boxes gave, nearest first. */
static kbs_code sort_candidates(zoning_state *state, geo_vertex point, const store_place *places,
                                size_t count)
{
    void *items = state->candidates;
    if (!base_array_grow(&items, &state->candidate_capacity, count, sizeof(candidate), SIZE_MAX)) {
        return base_findings_no_memory(&state->city->error);
    }
    state->candidates = items;
    candidate *candidates = state->candidates;
    for (size_t i = 0; i < count; i++) {
        double east = ((double)places[i].east_min + (double)places[i].east_max) / 2 - point.east;
        double north =
            ((double)places[i].north_min + (double)places[i].north_max) / 2 - point.north;
        candidates[i] = (candidate){ east * east + north * north, places[i].id };
    }
    if (count > 1) {
        qsort(candidates, count, sizeof *candidates, compare_candidates);
    }
    return KBS_OK;
}

static kbs_box box_of(geo_vertex point)
{
    return (kbs_box){ point.east, point.north, point.east, point.north };
}

/* Candidates as the open transaction sees them. */
static kbs_code find_candidates(zoning_state *state, geo_vertex point, size_t *count)
{
    const store_place *places = NULL;
    kbs_code code = state->places != NULL ? KBS_OK : store_places_new(&state->places, state->city);
    *count = 0;
    if (code == KBS_OK) {
        code = store_places_find(state->places, box_of(point), &places, count);
    }
    return code == KBS_OK ? sort_candidates(state, point, places, *count) : code;
}

/* A parcel on whose border the point lies, with its key. */
typedef struct border_parcel {
    int64_t id;   /* 0: none yet */
    char *key[3]; /* neighbourhood, block, parcel */
} border_parcel;

static void border_parcel_release(border_parcel *best)
{
    for (size_t i = 0; i < 3; i++) {
        base_free(best->key[i]);
        best->key[i] = NULL;
    }
}

/* Takes the collected parcel when its key is smaller than that of the best one. False = no
 * memory. */
static bool keep_smaller(zoning_state *state, border_parcel *best)
{
    const store_parcel *row = &state->collected.row;
    const char *name = store_name_text(state->city, row->neighbourhood);
    const char *const key[3] = { name != NULL ? name : "", row->block, row->parcel };
    int order = best->id == 0 ? -1 : 0;
    for (size_t i = 0; i < 3 && order == 0; i++) {
        order = base_text_compare(key[i], best->key[i]);
    }
    if (order >= 0) {
        return true;
    }
    border_parcel_release(best);
    best->id = row->id;
    for (size_t i = 0; i < 3; i++) {
        best->key[i] = base_text_copy(key[i]);
        if (best->key[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* Looks at the candidates in their order. KBS_OK: a parcel that holds the point inside is
 * collected, or *best is set, or neither. */
static kbs_code look_at_candidates(zoning_state *state, geo_vertex point, size_t count,
                                   border_parcel *best, bool *inside)
{
    const candidate *candidates = state->candidates;
    for (size_t i = 0; i < count; i++) {
        kbs_code code = zoning_collect_id(state, candidates[i].id);
        if (code != KBS_OK && code != KBS_END) {
            return code;
        }
        if (code == KBS_END ||
            state->collected.shape_is_damaged) { /* a closed row, or one that has no place */
            continue;
        }
        geo_location location = geo_shape_locate(&state->collected.shape, point);
        *inside = location == GEO_INSIDE;
        if (*inside) {
            return KBS_OK;
        }
        if (location == GEO_ON_BORDER && !keep_smaller(state, best)) {
            return base_findings_no_memory(&state->city->error);
        }
    }
    return KBS_OK;
}

/* Leaves the parcel of the point collected; KBS_END when there is none. */
static kbs_code collect_at(zoning_state *state, geo_vertex point)
{
    size_t count;
    bool inside = false;
    border_parcel best = { 0 };
    kbs_code code = find_candidates(state, point, &count);
    if (code == KBS_OK) {
        code = look_at_candidates(state, point, count, &best, &inside);
    }
    if (code == KBS_OK && !inside) {
        code = best.id != 0 ? zoning_collect_id(state, best.id) : KBS_END;
    }
    border_parcel_release(&best);
    return code;
}

static bool holds(kbs_box box, double east, double north)
{
    return east >= box.east_min && east <= box.east_max && north >= box.north_min &&
           north <= box.north_max;
}

static void write_point(base_buffer *text, double east, double north)
{
    base_buffer_init(text, 256);
    base_buffer_double(text, east);
    base_buffer_char(text, ',');
    base_buffer_double(text, north);
}

/* The finding for a point without a parcel: what is wrong with the point, if that can be seen. */
static kbs_code no_parcel_at(zoning_state *state, geo_vertex point)
{
    kbs_city *city = state->city;
    store_tally tally;
    kbs_code code = store_tally_read(city, store_kind_of(KBS_PARCEL), &tally);
    if (code != KBS_OK) {
        return code;
    }
    base_finding_code reason = FINDING_ZONING_POINT_OUTSIDE;
    bool in_city = tally.current > 0 && holds(tally.extent, point.east, point.north);
    if (!in_city && fabs(point.east) <= 180.0 && fabs(point.north) <= 180.0) {
        reason = FINDING_ZONING_POINT_DEGREES;
    } else if (!in_city && tally.current > 0 && holds(tally.extent, point.north, point.east)) {
        reason = FINDING_ZONING_POINT_SWAPPED;
    }
    base_buffer text;
    write_point(&text, point.east, point.north);
    kbs_finding finding = base_finding_of(reason);
    finding.found = text.data;
    finding.expected = city->crs;
    finding.has_coordinate = true;
    finding.east = point.east;
    finding.north = point.north;
    code = text.failed ? base_findings_no_memory(&city->error)
                       : base_findings_fail(&city->error, &finding);
    base_buffer_release(&text);
    return code;
}

/* The normal case: the copy of the boxes gives the parcel, one statement reads it, and what that statement saw is the version of the
 * database that the copy is of. KBS_END when it is not so clear: a border, a kept answer that must be computed, another version. */
static kbs_code answer_quickly(zoning_state *state, geo_vertex point, const kbs_zoning **out)
{
    const store_place *places = NULL;
    size_t count = 0;
    uint32_t version = 0;
    if (state->places == NULL ||
        !store_places_find_in_copy(state->places, box_of(point), &places, &count, &version)) {
        return KBS_END;
    }
    kbs_code code = sort_candidates(state, point, places, count);
    const candidate *candidates = state->candidates;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        const zoning_collected *c = &state->collected;
        code = zoning_collect_id(state, candidates[i].id);
        if (code != KBS_OK || c->row.version != version || c->shape_is_damaged) {
            return code == KBS_OK ? KBS_END : code;
        }
        switch (geo_shape_locate(&c->shape, point)) {
        case GEO_INSIDE:
            return zoning_needs_computing(state) ? KBS_END : zoning_answer_collected(state, out);
        case GEO_ON_BORDER:
            return KBS_END;
        case GEO_OUTSIDE:
            break;
        }
    }
    return code == KBS_OK ? KBS_END : code;
}

kbs_code zoning_answer_at(zoning_state *state, geo_vertex point, const kbs_zoning **out)
{
    kbs_code code =
        zoning_moment_is_now(&state->moment) ? answer_quickly(state, point, out) : KBS_END;
    if (code != KBS_END) {
        return code;
    }
    code = store_city_begin_read(state->city);
    if (code != KBS_OK) {
        return code;
    }
    code = collect_at(state, point);
    if (code == KBS_OK) {
        code = zoning_answer_collected(state, out);
    } else if (code == KBS_END) {
        code = no_parcel_at(state, point);
    }
    store_parcel_stop(state->finder);
    store_city_end_read(state->city);
    return code;
}

static kbs_code check_point(kbs_city *city, double east, double north)
{
    if (fabs(east) <= MOST_COORDINATE && fabs(north) <= MOST_COORDINATE) {
        return KBS_OK;
    }
    return base_findings_fail_with(&city->error, FINDING_ZONING_POINT_FORM, NULL,
                                   isfinite(east) && isfinite(north) ? "a coordinate over 1e8"
                                                                     : "NaN or infinity",
                                   "two finite numbers, at most 1e8");
}

/* Entering, with the checks that both calls share. */
static kbs_code enter(kbs_city *city, double east, double north, const kbs_zoning **out,
                      zoning_state **state)
{
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (out == NULL) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = "out";
        finding.found = "NULL";
        finding.expected = "a place for the answer";
        return base_findings_fail(&city->error, &finding);
    }
    code = check_point(city, east, north);
    return code == KBS_OK ? zoning_state_of(city, state) : code;
}

kbs_code kbs_zoning_at_point(kbs_city *city, double east, double north, const kbs_zoning **out)
{
    zoning_state *state = NULL;
    kbs_code code = enter(city, east, north, out, &state);
    return code == KBS_OK ? zoning_answer_at(state, (geo_vertex){ east, north }, out) : code;
}

/* Keeps the transformation that was asked for last: making one costs milliseconds. */
static kbs_code prepare_transform(zoning_state *state, const char *crs)
{
    kbs_city *city = state->city;
    if (state->transform != NULL && strcmp(state->transform_crs, crs) == 0) {
        return KBS_OK;
    }
    geo_transform_free(state->transform);
    base_free(state->transform_crs);
    state->transform = NULL;
    state->transform_crs = base_text_copy(crs);
    if (state->transform_crs == NULL) {
        return base_findings_no_memory(&city->error);
    }
    return geo_transform_new(&state->transform, crs, city->crs, geo_box_empty(), &city->error);
}

kbs_code kbs_zoning_at_point_in(kbs_city *city, double east, double north, const char *crs,
                                const kbs_zoning **out)
{
    zoning_state *state = NULL;
    kbs_code code = enter(city, east, north, out, &state);
    if (code != KBS_OK) {
        return code;
    }
    if (crs == NULL) {
        return zoning_answer_at(state, (geo_vertex){ east, north }, out);
    }
    code = prepare_transform(state, crs);
    if (code != KBS_OK) {
        return code;
    }
    geo_vertex point = { east, north };
    if (!geo_transform_vertices(state->transform, &point, 1, NULL) ||
        fabs(point.east) > MOST_COORDINATE || fabs(point.north) > MOST_COORDINATE) {
        base_buffer text;
        write_point(&text, east, north);
        code = base_findings_fail_with(&city->error, FINDING_ZONING_POINT_NOT_TRANSFORMED, NULL,
                                       text.data, city->crs);
        base_buffer_release(&text);
        return code;
    }
    return zoning_answer_at(state, point, out);
}
