/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Geometries of GeoJSON. The members of an object come in any order, so coordinates are read before
 * their type may be known. */
#include "import/geojson_shape.h"

#include <string.h>

#include "import/geojson_coordinates.h"

void geojson_key(const json_stream *json, char *key, size_t size)
{
    size_t length = json->text_length < size ? json->text_length : 0;
    if (length > 0) {
        memcpy(key, json->text, length);
    }
    key[length] = '\0';
}

void geojson_problem_set(geojson_problem *problem, const json_stream *json, base_finding_code code,
                         const char *field, const char *expected)
{
    if (problem->is_set) {
        return;
    }
    *problem = (geojson_problem){ .is_set = true,
                                  .code = code,
                                  .expected = expected,
                                  .byte = json->byte,
                                  .line = json->line,
                                  .column = json->column };
    size_t field_length = strlen(field);
    if (field_length < GEOJSON_FIELD) {
        memcpy(problem->field, field, field_length);
    }
    bool has_text = json->kind == JSON_TEXT || json->kind == JSON_NUMBER ||
                    json->kind == JSON_NOT_A_NUMBER || json->kind == JSON_TRUE ||
                    json->kind == JSON_FALSE || json->kind == JSON_NULL;
    if (has_text) {
        size_t length = json->text_length < GEOJSON_FOUND ? json->text_length : GEOJSON_FOUND - 1;
        while (length > 0 && length < json->text_length &&
               ((uint8_t)json->text[length] & 0xC0) == 0x80) {
            length--; /* not inside a letter */
        }
        memcpy(problem->found, json->text, length);
    } else if (json->kind == JSON_OBJECT || json->kind == JSON_ARRAY) {
        problem->found[0] = json->kind == JSON_OBJECT ? '{' : '[';
    }
}

void geojson_builder_init(geojson_builder *builder)
{
    memset(builder, 0, sizeof *builder);
    geo_shape_init(&builder->shape);
    geo_shape_init(&builder->scratch);
}

void geojson_builder_release(geojson_builder *builder)
{
    geo_shape_release(&builder->shape);
    geo_shape_release(&builder->scratch);
}

void geojson_builder_clear(geojson_builder *builder)
{
    geo_shape_clear(&builder->shape, GEO_NONE);
    builder->has_height = builder->has_measure = false;
}

/* The types, the arrays around a position that each needs, and what a collection of them becomes.
 */
static const struct geometry_type {
    const char *name;
    int levels;
    geo_type type, multi;
} geometry_types[] = {
    { "Point", 0, GEO_POINT, GEO_MULTIPOINT },
    { "MultiPoint", 1, GEO_MULTIPOINT, GEO_MULTIPOINT },
    { "LineString", 1, GEO_LINE, GEO_MULTILINE },
    { "MultiLineString", 2, GEO_MULTILINE, GEO_MULTILINE },
    { "Polygon", 2, GEO_POLYGON, GEO_MULTIPOLYGON },
    { "MultiPolygon", 3, GEO_MULTIPOLYGON, GEO_MULTIPOLYGON },
};

static const struct geometry_type *find_type(const char *name)
{
    for (size_t i = 0; i < sizeof geometry_types / sizeof geometry_types[0]; i++) {
        if (strcmp(geometry_types[i].name, name) == 0) {
            return &geometry_types[i];
        }
    }
    return NULL;
}

/* Appends the vertices of `from` as one ring or line or point. */
static bool add_ring(geo_shape *to, const geo_shape *from, size_t first, size_t end)
{
    bool added = true;
    for (size_t i = first; added && i < end; i++) {
        added = geo_shape_add_vertex(to, from->vertices[i].east, from->vertices[i].north);
    }
    return added && geo_shape_end_ring(to);
}

static bool append_points(geo_shape *to, const geo_shape *from)
{
    bool added = true;
    for (size_t i = 0; added && i < from->vertex_count; i++) {
        added = add_ring(to, from, i, i + 1) && geo_shape_end_part(to);
    }
    return added;
}

/* Rings of scratch `first`..`end`-1; a part after each of them when they are lines, one after all
 * when they are a polygon. */
static bool append_rings(geo_shape *to, const geo_shape *from, size_t first, size_t end,
                         bool are_lines)
{
    bool added = true;
    for (size_t i = first; added && i < end; i++) {
        added = add_ring(to, from, i == 0 ? 0 : from->ring_end[i - 1], from->ring_end[i]) &&
                (!are_lines || geo_shape_end_part(to));
    }
    return added && (are_lines || geo_shape_end_part(to));
}

static bool append(geo_shape *to, const geo_shape *from, const struct geometry_type *type)
{
    bool added = true;
    switch (type->type) {
    case GEO_POINT:
    case GEO_MULTIPOINT:
        added = append_points(to, from);
        break;
    case GEO_LINE:
    case GEO_MULTILINE:
        added = append_rings(to, from, 0, from->ring_count, true);
        break;
    case GEO_POLYGON:
        added = append_rings(to, from, 0, from->ring_count, false);
        break;
    case GEO_MULTIPOLYGON:
        for (size_t i = 0; added && i < from->part_count; i++) {
            added = append_rings(to, from, i == 0 ? 0 : from->part_end[i - 1], from->part_end[i],
                                 false);
        }
        break;
    case GEO_NONE:
        break;
    }
    return added;
}

static kbs_code read_collection(json_stream *json, geojson_builder *builder, bool is_inner,
                                geojson_problem *problem)
{
    if (json->kind != JSON_ARRAY) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_TYPE, "geometries", "[");
        return json_stream_skip(json);
    }
    if (is_inner) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_NESTED_COLLECTION, "geometries", NULL);
        return json_stream_skip(json);
    }
    kbs_code code = json_stream_next(json);
    while (code == KBS_OK && json->kind != JSON_ARRAY_END) {
        if (json->kind != JSON_OBJECT) {
            geojson_problem_set(problem, json, FINDING_GEOJSON_TYPE, "geometries", "{");
            code = json_stream_skip(json);
        } else {
            code = geojson_geometry_read(json, builder, true, problem);
        }
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
    }
    return code;
}

kbs_code geojson_bbox_read(json_stream *json, geojson_problem *problem)
{
    if (json->kind != JSON_ARRAY) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_BBOX, "bbox", "4, 6");
        return json_stream_skip(json);
    }
    size_t count = 0;
    kbs_code code = json_stream_next(json);
    while (code == KBS_OK && json->kind != JSON_ARRAY_END) {
        if (json->kind != JSON_NUMBER) {
            geojson_problem_set(problem, json, FINDING_GEOJSON_BBOX, "bbox", "4, 6");
        }
        count++;
        code = json_stream_skip(json);
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
    }
    if (code == KBS_OK && count != 4 && count != 6) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_BBOX, "bbox", "4, 6");
    }
    return code;
}

kbs_code geojson_geometry_member(geojson_geometry *geometry, const char *key, json_stream *json,
                                 geojson_builder *builder, geojson_problem *problem)
{
    if (strcmp(key, "type") == 0) {
        geometry->has_type = json->kind == JSON_TEXT;
        if (geometry->has_type) {
            geojson_key(json, geometry->type, sizeof geometry->type);
        }
        if (!geometry->has_type || (find_type(geometry->type) == NULL &&
                                    strcmp(geometry->type, "GeometryCollection") != 0)) {
            geojson_problem_set(problem, json, FINDING_GEOJSON_TYPE, "type",
                                "Point, LineString, Polygon, Multi…, GeometryCollection");
        }
        return json_stream_skip(json);
    }
    if (strcmp(key, "coordinates") == 0) {
        geometry->has_coordinates = true;
        return geojson_coordinates_read(geometry, json, builder, problem);
    }
    if (strcmp(key, "geometries") == 0) {
        geometry->has_geometries = true;
        return read_collection(json, builder, geometry->is_inner || geometry->no_collection,
                               problem);
    }
    return strcmp(key, "bbox") == 0 ? geojson_bbox_read(json, problem) : json_stream_skip(json);
}

/* Is the nesting of the coordinates what the type needs? */
static bool fits(const geojson_geometry *geometry, const struct geometry_type *type,
                 const json_stream *json, geojson_problem *problem)
{
    static const char *const nestings[] = { "[E,N]", "[[E,N]]", "[[[E,N]]]", "[[[[E,N]]]]" };
    if (!geometry->has_coordinates) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_MEMBER, "coordinates", NULL);
        return false;
    }
    if (geometry->is_empty) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_EMPTY, "coordinates", NULL);
    } else if (geometry->levels != type->levels) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_NESTING, "coordinates",
                            nestings[type->levels]);
    }
    if (problem->is_set) {
        problem->byte = geometry->byte;
        problem->line = geometry->line;
        problem->column = geometry->column;
    }
    return !problem->is_set;
}

kbs_code geojson_geometry_finish(geojson_geometry *geometry, json_stream *json,
                                 geojson_builder *builder, geojson_problem *problem)
{
    const struct geometry_type *type = find_type(geometry->type);
    geo_shape *shape = &builder->shape;
    if (!geometry->has_type) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_MEMBER, "type", NULL);
    }
    if (type == NULL) {
        if (!problem->is_set && !geometry->has_geometries) {
            geojson_problem_set(problem, json, FINDING_GEOJSON_MEMBER, "geometries", NULL);
        }
        return KBS_OK;
    }
    if (problem->is_set || !fits(geometry, type, json, problem)) {
        return KBS_OK;
    }
    if (shape->type != GEO_NONE && shape->type != type->multi) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_MIXED_COLLECTION, "geometries", NULL);
        return KBS_OK;
    }
    shape->type = geometry->is_inner ? type->multi : type->type;
    return append(shape, &builder->scratch, type) ? KBS_OK : base_findings_no_memory(json->report);
}

kbs_code geojson_geometry_read(json_stream *json, geojson_builder *builder, bool is_inner,
                               geojson_problem *problem)
{
    geojson_geometry geometry = { .levels = -1, .is_inner = is_inner };
    if (json->kind == JSON_NULL) {
        return KBS_OK;
    }
    if (json->kind != JSON_OBJECT) {
        geojson_problem_set(problem, json, FINDING_GEOJSON_TYPE, "geometry", "{ null");
        return json_stream_skip(json);
    }
    kbs_code code = json_stream_next(json);
    while (code == KBS_OK && json->kind == JSON_KEY) {
        char key[16];
        geojson_key(json, key, sizeof key);
        code = json_stream_next(json);
        if (code == KBS_OK) {
            code = geojson_geometry_member(&geometry, key, json, builder, problem);
        }
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
    }
    return code == KBS_OK ? geojson_geometry_finish(&geometry, json, builder, problem) : code;
}
