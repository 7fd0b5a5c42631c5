/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A site as JSON, as docs/schema/site.json describes it. What is not given or not determined is null. Coordinates have three
 * decimals, areas and lengths two, as they are printed. */
#include "base/json_write.h"
#include "zoning/site_write.h"

static void text_or_null(base_json *json, const char *key, const char *text)
{
    base_json_text(json, key, text != NULL && text[0] != '\0' ? text : NULL);
}

static void fixed_or_null(base_json *json, const char *key, double value, int decimals)
{
    if (value == KBS_NO_VALUE) {
        base_json_null(json, key);
    } else {
        base_json_fixed(json, key, value, decimals);
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

static void id_or_null(base_json *json, const char *key, int64_t id)
{
    if (id == 0) {
        base_json_null(json, key);
    } else {
        base_json_int(json, key, id);
    }
}

static void write_vertices(base_json *json, const char *key, const double *at, size_t count)
{
    base_json_array(json, key);
    for (size_t i = 0; i < count; i++) {
        base_json_array(json, NULL);
        base_json_fixed(json, NULL, at[2 * i], 3);
        base_json_fixed(json, NULL, at[2 * i + 1], 3);
        base_json_array_end(json);
    }
    base_json_array_end(json);
}

/* Coordinates as GeoJSON's MultiPolygon has them, in the city's system. */
static void write_area(base_json *json, const kbs_site_area *area)
{
    size_t ring = 0, corner = 0;
    base_json_fixed(json, "area_m2", area->area_m2, 2);
    base_json_array(json, "coordinates");
    for (size_t part = 0; part < area->part_count; part++) {
        base_json_array(json, NULL);
        for (; ring < area->part_end[part]; ring++) {
            size_t end = area->ring_end[ring];
            write_vertices(json, NULL, area->coordinates + 2 * corner, end - corner);
            corner = end;
        }
        base_json_array_end(json);
    }
    base_json_array_end(json);
}

static void write_edge(base_json *json, const kbs_site_edge *e)
{
    base_json_object(json, NULL);
    base_json_text(json, "class", kbs_edge_class_name(e->edge_class));
    base_json_text(json, "beyond", kbs_edge_beyond_name(e->beyond));
    base_json_bool(json, "parcel_front", e->is_parcel_front);
    base_json_fixed(json, "length_m", e->length_m, 2);
    base_json_object(json, "road");
    id_or_null(json, "id", e->road_id);
    text_or_null(json, "name", e->road_name);
    fixed_or_null(json, "width_m", e->road_width_m, 2);
    base_json_bool(json, "measured", e->road_width_is_measured);
    base_json_object_end(json);
    id_or_null(json, "neighbour_id", e->neighbour_id);
    number_or_null(json, "setback_m", e->setback_m);
    text_or_null(json, "setback_rule", e->setback_rule);
    base_json_text(json, "rule", e->rule);
    base_json_text(json, "reason_en", e->reason_en);
    base_json_text(json, "reason_tr", e->reason_tr);
    write_vertices(json, "coordinates", e->coordinates, e->corner_count);
    base_json_object_end(json);
}

static void write_subtraction(base_json *json, const kbs_subtraction *s)
{
    base_json_object(json, NULL);
    base_json_text(json, "kind", kbs_subtraction_kind_name(s->kind));
    base_json_text(json, "rule", s->rule);
    id_or_null(json, "restriction_id", s->restriction != NULL ? s->restriction->id : 0);
    text_or_null(json, "restriction_type", s->restriction != NULL ? s->restriction->type : "");
    write_area(json, &s->area);
    base_json_object_end(json);
}

static const char *binding_name(kbs_binding binding)
{
    switch (binding) {
    case KBS_BINDING_COVERAGE:
        return "coverage";
    case KBS_BINDING_ENVELOPE:
        return "envelope";
    case KBS_BINDING_NONE:
        break;
    }
    return NULL;
}

static void write_figures(base_json *json, const kbs_buildable *b)
{
    number_or_null(json, "coverage_ratio", b->coverage_ratio);
    text_or_null(json, "coverage_rule", b->coverage_rule);
    fixed_or_null(json, "coverage_area_m2", b->coverage_area_m2, 2);
    fixed_or_null(json, "base_area_m2", b->base_area_m2, 2);
    base_json_text(json, "base_bound_by", binding_name(b->binding));
    fixed_or_null(json, "floor_area_m2", b->floor_area_m2, 2);
    text_or_null(json, "floor_area_rule", b->floor_area_rule);
    number_or_null(json, "floors", b->floors);
    text_or_null(json, "floors_rule", b->floors_rule);
    number_or_null(json, "height_max_m", b->height_max_m);
}

static void write_buildable(base_json *json, const kbs_buildable *b)
{
    base_json_object(json, NULL);
    base_json_int(json, "plan_area_id", b->plan_area->id);
    text_or_null(json, "plan_area_source_id", b->plan_area->source_id);
    text_or_null(json, "use", b->plan_area->use);
    text_or_null(json, "building_order", b->plan_area->building_order);
    base_json_fixed(json, "part_area_m2", b->part_area_m2, 2);
    base_json_fixed(json, "net_area_m2", b->net_area_m2, 2);
    base_json_array(json, "subtractions");
    for (size_t i = 0; i < b->subtraction_count; i++) {
        write_subtraction(json, &b->subtractions[i]);
    }
    base_json_array_end(json);
    if (b->has_envelope) {
        base_json_object(json, "envelope");
        write_area(json, &b->envelope);
        base_json_bool(json, "least", b->is_least);
        base_json_object_end(json);
    } else {
        base_json_null(json, "envelope");
    }
    write_figures(json, b);
    base_json_array(json, "missing");
    for (size_t i = 0; i < b->missing_count; i++) {
        base_json_text(json, NULL, b->missing[i]);
    }
    base_json_array_end(json);
    base_json_object_end(json);
}

void zoning_site_write_json(base_buffer *out, const kbs_site *site)
{
    base_json writer = base_json_start(out, false);
    base_json *json = &writer;
    base_json_object(json, NULL);
    base_json_text(json, "format", "kbs-site-1");
    text_or_null(json, "neighbourhood", site->neighbourhood);
    text_or_null(json, "block", site->block);
    base_json_text(json, "parcel", site->parcel);
    base_json_int(json, "parcel_id", site->parcel_id);
    text_or_null(json, "form", site->form);
    base_json_number(json, "exact_area_m2", site->exact_area_m2);
    fixed_or_null(json, "depth_m", site->depth_m, 2);
    text_or_null(json, "not_determined", site->not_determined);
    base_json_array(json, "edges");
    for (size_t i = 0; i < site->edge_count; i++) {
        write_edge(json, &site->edges[i]);
    }
    base_json_array_end(json);
    base_json_array(json, "buildable");
    for (size_t i = 0; i < site->buildable_count; i++) {
        write_buildable(json, &site->buildable[i]);
    }
    base_json_array_end(json);
    base_json_text(json, "crs", site->crs);
    base_json_int(json, "revision", site->revision);
    base_json_bool(json, "information_only", true);
    base_json_object_end(json);
    base_buffer_char(out, '\n');
}
