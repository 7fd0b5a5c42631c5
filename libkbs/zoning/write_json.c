/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An answer as JSON, as docs/schema/zoning.json describes it. Order and names of keys and the
 * number of digits are a contract: they do not change with the language, and what is not given is
 * null. */
#include <math.h>

#include "base/date.h"
#include "zoning/area_tolerance.h"
#include "zoning/write.h"

/* Not given: null. */
static void text_or_null(base_json *json, const char *key, const char *text)
{
    base_json_text(json, key, text[0] != '\0' ? text : NULL);
}

/* 0: there is none. */
static void int_or_null(base_json *json, const char *key, int64_t value)
{
    if (value == 0) {
        base_json_null(json, key);
    } else {
        base_json_int(json, key, value);
    }
}

static void number_or_null(base_json *json, const char *key, double value)
{
    if (value == KBS_NO_VALUE) {
        base_json_null(json, key);
    } else {
        base_json_number(json, key, value);
    }
}

void zoning_json_plan_area(base_json *json, const char *key, const kbs_plan_area *p)
{
    base_json_object(json, key);
    base_json_int(json, "id", p->id);
    text_or_null(json, "source_id", p->source_id);
    text_or_null(json, "use", p->use);
    text_or_null(json, "use_code", p->use_code);
    text_or_null(json, "building_order", p->building_order);
    number_or_null(json, "floors", p->floors);
    number_or_null(json, "coverage_ratio", p->coverage_ratio);
    number_or_null(json, "floor_area_ratio", p->floor_area_ratio);
    number_or_null(json, "height_max_m", p->height_max_m);
    number_or_null(json, "front_setback_m", p->front_setback_m);
    number_or_null(json, "side_setback_m", p->side_setback_m);
    number_or_null(json, "rear_setback_m", p->rear_setback_m);
    text_or_null(json, "plan_number", p->plan_number);
    text_or_null(json, "plan_name", p->plan_name);
    text_or_null(json, "plan_scale", p->plan_scale);
    text_or_null(json, "approval_date", p->approval_date);
    text_or_null(json, "notes", p->notes);
    text_or_null(json, "plan_status", p->plan_status);
    text_or_null(json, "valid_from", p->valid_from);
    text_or_null(json, "valid_until", p->valid_until);
    text_or_null(json, "unread", p->unread);
    base_json_int(json, "revision", p->revision);
    base_json_int(json, "record", p->record);
    base_json_object_end(json);
}

void zoning_json_restriction(base_json *json, const char *key, const kbs_restriction *r)
{
    base_json_object(json, key);
    base_json_int(json, "id", r->id);
    text_or_null(json, "source_id", r->source_id);
    text_or_null(json, "type", r->type);
    text_or_null(json, "degree", r->degree);
    text_or_null(json, "authority", r->authority);
    text_or_null(json, "note", r->note);
    base_json_int(json, "revision", r->revision);
    base_json_int(json, "record", r->record);
    base_json_object_end(json);
}

static void write_overlap(base_json *json, const kbs_zoning_row *row)
{
    base_json_array(json, "plan_areas");
    for (size_t i = 0; i < row->overlap_count; i++) {
        base_json_object(json, NULL);
        base_json_int(json, "id", row->overlap[i]->id);
        text_or_null(json, "source_id", row->overlap[i]->source_id);
        text_or_null(json, "use_code", row->overlap[i]->use_code);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_row(base_json *json, const kbs_zoning_row *row)
{
    base_json_object(json, NULL);
    base_json_text(json, "kind", kbs_row_kind_name(row->kind));
    base_json_fixed(json, "area_m2", row->area_m2, 2);
    base_json_fixed(json, "share", row->share, 6);
    base_json_number(json, "exact_area_m2", row->exact_area_m2);
    switch (row->kind) {
    case KBS_ROW_PLAN_AREA:
    case KBS_ROW_NOTICE:
        zoning_json_plan_area(json, "plan_area", row->plan_area);
        break;
    case KBS_ROW_UNCOVERED:
        break;
    case KBS_ROW_OVERLAP:
        write_overlap(json, row);
        break;
    case KBS_ROW_RESTRICTION:
        base_json_fixed(json, "length_m", row->length_m, 2);
        base_json_bool(json, "touches_only", row->touches_only);
        zoning_json_restriction(json, "restriction", row->restriction);
        break;
    }
    base_json_object_end(json);
}

static void write_source(base_json *json, const kbs_revision *r)
{
    base_json_object(json, NULL);
    base_json_int(json, "revision", r->id);
    base_json_text(json, "time_utc", r->time_utc);
    base_json_text(json, "kind", kbs_kind_name(r->kind));
    base_json_text(json, "file", r->file);
    text_or_null(json, "layer", r->layer);
    text_or_null(json, "dataset", r->dataset);
    text_or_null(json, "sha256", r->sha256);
    text_or_null(json, "crs", r->crs);
    text_or_null(json, "transformation", r->transformation);
    if (r->accuracy_m < 0.0) {
        base_json_null(json, "accuracy_m");
    } else {
        base_json_number(json, "accuracy_m", r->accuracy_m);
    }
    text_or_null(json, "encoding", r->encoding);
    text_or_null(json, "plan_number", r->plan_number);
    base_json_object_end(json);
}

void zoning_json_clocks(base_json *json, int64_t known_on, kbs_date valid_on)
{
    char date[11];
    base_date_format(valid_on, date);
    base_json_int(json, "known_on", known_on);
    base_json_text(json, "valid_on", date[0] != '\0' ? date : NULL);
}

/* The registered area against the computed one: rule AT-01. */
static void write_area_check(base_json *json, const kbs_zoning *answer)
{
    if (answer->parcel_id == 0) { /* a free area has no register */
        base_json_null(json, "area_check");
        return;
    }
    base_json_object(json, "area_check");
    base_json_text(json, "rule", "AT-01");
    base_json_fixed(json, "tolerance_m2", answer->area_tolerance_m2, 2);
    if (answer->registered_area_m2 == KBS_NO_VALUE) {
        base_json_null(json, "difference_m2");
        base_json_null(json, "within_tolerance");
    } else {
        int64_t difference = zoning_hundredths(answer->registered_area_m2) -
                             zoning_hundredths(answer->exact_area_m2);
        int64_t size = difference < 0 ? -difference : difference;
        base_json_fixed(json, "difference_m2", (double)difference / 100.0, 2);
        base_json_bool(json, "within_tolerance",
                       size <= zoning_hundredths(answer->area_tolerance_m2));
    }
    base_json_object_end(json);
}

static void write_place(base_json *json, const kbs_zoning *answer)
{
    bool known = answer->box.east_min <= answer->box.east_max;
    if (known) {
        base_json_object(json, "point");
        base_json_fixed(json, "east", answer->east, 3);
        base_json_fixed(json, "north", answer->north, 3);
        base_json_object_end(json);
        base_json_object(json, "box");
        base_json_fixed(json, "east_min", answer->box.east_min, 3);
        base_json_fixed(json, "north_min", answer->box.north_min, 3);
        base_json_fixed(json, "east_max", answer->box.east_max, 3);
        base_json_fixed(json, "north_max", answer->box.north_max, 3);
        base_json_object_end(json);
    } else {
        base_json_null(json, "point");
        base_json_null(json, "box");
    }
    base_json_text(json, "crs", answer->crs);
}

void zoning_json_members(base_json *json, const kbs_zoning *answer)
{
    base_json_text(json, "format", "kbs-zoning-1");
    text_or_null(json, "neighbourhood", answer->neighbourhood);
    text_or_null(json, "block", answer->block);
    text_or_null(json, "parcel", answer->parcel);
    int_or_null(json, "parcel_id", answer->parcel_id);
    text_or_null(json, "map_sheet", answer->map_sheet);
    text_or_null(json, "land_type", answer->land_type);
    base_json_fixed(json, "area_m2", answer->area_m2, 2);
    base_json_number(json, "exact_area_m2", answer->exact_area_m2);
    number_or_null(json, "registered_area_m2", answer->registered_area_m2);
    write_area_check(json, answer);
    write_place(json, answer);
    text_or_null(json, "not_determined", answer->not_determined);
    base_json_array(json, "rows");
    for (size_t i = 0; i < answer->row_count; i++) {
        write_row(json, &answer->rows[i]);
    }
    base_json_array_end(json);
    base_json_array(json, "neighbours");
    for (size_t i = 0; i < answer->neighbour_count; i++) {
        zoning_json_plan_area(json, NULL, answer->neighbours[i]);
    }
    base_json_array_end(json);
    base_json_bool(json, "computed_now", answer->computed_now);
    zoning_json_clocks(json, answer->known_on, answer->valid_on);
    base_json_int(json, "revision", answer->revision);
    int_or_null(json, "parcel_revision", answer->parcel_revision);
    base_json_array(json, "sources");
    for (size_t i = 0; i < answer->source_count; i++) {
        write_source(json, &answer->sources[i]);
    }
    base_json_array_end(json);
    base_json_text(json, "versions", answer->versions);
    base_json_bool(json, "information_only", true);
}

void zoning_write_json(base_buffer *out, const kbs_zoning *answer)
{
    base_json writer = base_json_start(out, true);
    base_json *json = &writer;
    base_json_object(json, NULL);
    zoning_json_members(json, answer);
    base_json_object_end(json);
    base_buffer_char(out, '\n');
}
