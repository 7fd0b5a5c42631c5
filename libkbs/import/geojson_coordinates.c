/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Coordinates of GeoJSON: one loop over the tokens, a counter for each open array. */
#include "import/geojson_coordinates.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

#define MOST_LEVELS                                                                                \
    5 /* arrays in arrays that any type can use, and one more to see that it is too deep */
#define MOST_RING_VERTICES 1000000u
#define MOST_RINGS 100000u

typedef struct walk {
    json_stream *json;
    geojson_builder *builder;
    geojson_problem *problem;
    int depth;                       /* open arrays */
    uint32_t items[MOST_LEVELS + 1]; /* seen so far in each of them */
    int position_depth;              /* depth at which positions stand; 0 = not known yet */
    bool in_position;
    size_t ring_start;
    double place[2]; /* east and north of the position being read */
} walk;

/* "coordinates/0/3/1": where the walk stands. */
static void place_of(const walk *w, int depth, char *field)
{
    base_buffer text;
    base_buffer_init(&text, 256);
    base_buffer_text(&text, "coordinates");
    for (int i = 1; i <= depth && i <= MOST_LEVELS; i++) {
        base_buffer_char(&text, '/');
        base_buffer_int(&text, w->items[i]);
    }
    size_t length = text.failed || text.length >= GEOJSON_FIELD ? 0 : text.length;
    if (length > 0) {
        memcpy(field, text.data, length);
    }
    field[length] = '\0';
    base_buffer_release(&text);
}

/* `depth` of the arrays whose index belongs to the place: one less for what is wrong with an array
 * as a whole. */
static void complain_at(walk *w, int depth, base_finding_code code, const char *expected)
{
    if (w->problem->is_set) {
        return;
    }
    char field[GEOJSON_FIELD];
    place_of(w, depth, field);
    geojson_problem_set(w->problem, w->json, code, field, expected);
    const geo_shape *shape = &w->builder->scratch;
    if (shape->vertex_count > 0) {
        w->problem->has_coordinate = true;
        w->problem->east = shape->vertices[shape->vertex_count - 1].east;
        w->problem->north = shape->vertices[shape->vertex_count - 1].north;
    }
}

static void complain(walk *w, base_finding_code code, const char *expected)
{
    complain_at(w, w->depth, code, expected);
}

static kbs_code no_memory(walk *w)
{
    return base_findings_no_memory(w->json->report);
}

static void take_number(walk *w)
{
    if (w->depth == 0 || w->depth > MOST_LEVELS) {
        complain(w, FINDING_GEOJSON_NESTING, "[[[[E,N]]]]");
        return;
    }
    uint32_t index = w->items[w->depth];
    if (index == 0) {
        w->in_position = true;
        if (w->position_depth == 0) {
            w->position_depth = w->depth;
        }
    }
    if (!w->in_position || w->depth != w->position_depth) {
        complain(w, FINDING_GEOJSON_UNEVEN, NULL);
        return;
    }
    double value = NAN;
    bool is_number =
        base_number_parse(w->json->text, w->json->text_length, &value) && isfinite(value);
    if (!is_number) {
        complain(w, FINDING_GEOJSON_NOT_A_NUMBER, NULL);
    }
    if (index < 2) {
        w->place[index] = value;
    } else if (index == 2) {
        w->builder->has_height = true;
    } else if (index == 3) {
        w->builder->has_measure = true;
    } else {
        complain(w, FINDING_GEOJSON_POSITION, "2..4");
    }
}

static void open_array(walk *w)
{
    if (w->in_position) {
        complain(w, FINDING_GEOJSON_NOT_A_NUMBER, NULL);
        w->in_position = false;
    } else if (w->position_depth != 0 && w->depth >= w->position_depth) {
        complain(w, FINDING_GEOJSON_UNEVEN, NULL);
    }
    w->depth++;
    if (w->depth <= MOST_LEVELS) {
        w->items[w->depth] = 0;
    }
}

static kbs_code end_position(walk *w)
{
    geo_shape *shape = &w->builder->scratch;
    w->in_position = false;
    if (w->items[w->depth] < 2) {
        complain_at(w, w->depth - 1, FINDING_GEOJSON_POSITION, "2..4");
    }
    if (w->problem->is_set) {
        return KBS_OK;
    }
    if (shape->vertex_count - w->ring_start == MOST_RING_VERTICES) {
        complain(w, FINDING_GEOJSON_VERTICES_MANY, "1000000");
        return KBS_OK;
    }
    return geo_shape_add_vertex(shape, w->place[0], w->place[1]) ? KBS_OK : no_memory(w);
}

/* An array ends that holds arrays: one of positions is a ring, one of rings a part. */
static kbs_code end_list(walk *w)
{
    geo_shape *shape = &w->builder->scratch;
    int above = w->position_depth == 0 ? 0 : w->position_depth - w->depth;
    if (w->items[w->depth] == 0) {
        complain_at(w, w->depth - 1, FINDING_GEOJSON_EMPTY, NULL);
    }
    if (w->problem->is_set) {
        return KBS_OK;
    }
    if (above == 1) {
        if (shape->ring_count == MOST_RINGS) {
            complain(w, FINDING_GEOJSON_VERTICES_MANY, "100000");
            return KBS_OK;
        }
        w->ring_start = shape->vertex_count;
        return geo_shape_end_ring(shape) ? KBS_OK : no_memory(w);
    }
    return above == 2 && !geo_shape_end_part(shape) ? no_memory(w) : KBS_OK;
}

static kbs_code close_array(walk *w)
{
    kbs_code code = KBS_OK;
    if (w->depth <= MOST_LEVELS) {
        bool is_outermost_empty = w->depth == 1 && w->items[1] == 0;
        if (w->in_position && w->depth == w->position_depth) {
            code = end_position(w);
        } else if (!is_outermost_empty) {
            if (w->items[w->depth] == 0 && w->position_depth == w->depth) {
                complain_at(w, w->depth - 1, FINDING_GEOJSON_POSITION, "2..4");
            }
            code = end_list(w);
        }
    } else {
        complain(w, FINDING_GEOJSON_NESTING, "[[[[E,N]]]]");
    }
    w->depth--;
    return code;
}

/* An item of the innermost open array is over. */
static void count_item(walk *w)
{
    if (w->depth >= 1 && w->depth <= MOST_LEVELS && w->items[w->depth] < UINT32_MAX) {
        w->items[w->depth]++;
    }
}

static kbs_code take_token(walk *w)
{
    kbs_code code = KBS_OK;
    switch (w->json->kind) {
    case JSON_NUMBER:
        take_number(w);
        count_item(w);
        break;
    case JSON_ARRAY:
        open_array(w);
        break;
    case JSON_ARRAY_END:
        code = close_array(w);
        count_item(w);
        break;
    case JSON_OBJECT:
        complain(w, FINDING_GEOJSON_NOT_A_NUMBER, NULL);
        code = json_stream_skip(w->json);
        count_item(w);
        break;
    case JSON_TEXT:
    case JSON_NOT_A_NUMBER:
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        complain(w, FINDING_GEOJSON_NOT_A_NUMBER, NULL);
        count_item(w);
        break;
    case JSON_DOCUMENT_END:
    case JSON_OBJECT_END:
    case JSON_KEY:
        break;
    }
    return code;
}

kbs_code geojson_coordinates_read(geojson_geometry *geometry, json_stream *json,
                                  geojson_builder *builder, geojson_problem *problem)
{
    walk w = { .json = json, .builder = builder, .problem = problem };
    geo_shape_clear(&builder->scratch, GEO_NONE);
    geometry->levels = -1;
    geometry->byte = json->byte;
    geometry->line = json->line;
    geometry->column = json->column;
    if (json->kind != JSON_ARRAY) {
        complain(&w, FINDING_GEOJSON_TYPE, "[");
        return json_stream_skip(json);
    }
    kbs_code code = take_token(&w);
    while (code == KBS_OK && w.depth > 0) {
        code = json_stream_next(json);
        if (code == KBS_OK) {
            code = take_token(&w);
        }
    }
    geometry->is_empty = w.position_depth == 0;
    geometry->levels = w.position_depth - 1;
    return code;
}
