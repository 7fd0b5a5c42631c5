/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Features of GeoJSON. */
#include "import/geojson_record.h"

#include <string.h>

#include "base/number.h"

#define MOST_TEXTS (64u * 1024 * 1024) /* bytes of all texts of one record */
#define EXACT_DIGITS                                                                               \
    15 /* an integer of more digits would lose some as a number, so it stays a text */

bool geojson_record_init(geojson_record *record, const geojson_survey *survey)
{
    memset(record, 0, sizeof *record);
    record->survey = survey;
    geojson_builder_init(&record->builder);
    base_buffer_init(&record->texts, MOST_TEXTS);
    base_buffer_init(&record->copy, JSON_MOST_TEXT);
    record->offsets = base_new_array(survey->columns.count + 1, sizeof *record->offsets);
    return record->offsets != NULL;
}

void geojson_record_release(geojson_record *record)
{
    geojson_builder_release(&record->builder);
    base_buffer_release(&record->texts);
    base_buffer_release(&record->copy);
    base_free(record->offsets);
}

/* A feature or geometry while its members come. */
typedef struct reading {
    geojson_record *record;
    json_stream *json;
    import_record *out;
    geojson_geometry geometry; /* when the object itself is one */
    geojson_problem
        own_problem; /* of the object's own coordinates: counts only when it is a geometry */
    geojson_problem bbox_problem;
    bool is_feature, has_properties, has_geometry;
} reading;

static void complain(reading *r, base_finding_code code, const char *field, const char *expected)
{
    geojson_problem_set(&r->record->problem, r->json, code, field, expected);
}

static void keep_text(reading *r, int column, const char *text, size_t length)
{
    static const char blanks[] = " \t\r\n";
    while (length > 0 && memchr(blanks, text[length - 1], 4) != NULL) {
        length--;
    }
    while (length > 0 && memchr(blanks, text[0], 4) != NULL) {
        text++;
        length--;
    }
    import_value *value = &r->out->values[column];
    r->record->offsets[column] = r->record->texts.length;
    base_buffer_add(&r->record->texts, text, length);
    value->type = IMPORT_VALUE_TEXT;
    value->length = length;
}

static size_t digits_of(const char *text, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' || text[i] == 'e' || text[i] == 'E') {
            return 0; /* no integer */
        }
        digits += text[i] >= '0' && text[i] <= '9' ? 1 : 0;
    }
    return digits;
}

static void keep_number(reading *r, int column)
{
    import_value *value = &r->out->values[column];
    const char *text = r->json->text;
    size_t length = r->json->text_length;
    if (digits_of(text, length) > EXACT_DIGITS ||
        !base_number_parse(text, length, &value->number)) {
        keep_text(r, column, text, length);
        return;
    }
    value->type = IMPORT_VALUE_NUMBER;
}

/* An array or object as a value: its JSON text without blanks. */
static kbs_code keep_json(reading *r, int column)
{
    json_stream *json = r->json;
    base_buffer *copy = &r->record->copy;
    base_buffer_clear(copy);
    base_buffer_char(copy, json->kind == JSON_OBJECT ? '{' : '[');
    json->copy = copy;
    kbs_code code = json_stream_skip(json);
    json->copy = NULL;
    if (code == KBS_OK && copy->failed) {
        complain(r, FINDING_GEOJSON_VALUE_LONG, r->record->survey->columns.items[column].name,
                 "65536");
    } else if (code == KBS_OK) {
        keep_text(r, column, copy->data, copy->length);
    }
    return code;
}

static void note_no_number(reading *r, int column)
{
    kbs_finding finding = json_stream_finding(r->json, FINDING_GEOJSON_VALUE_NOT_A_NUMBER);
    char *found = base_text_copy_n(r->json->text, r->json->text_length);
    finding.record = r->out->number;
    finding.field = r->record->survey->columns.items[column].name;
    finding.found = found;
    base_findings_add(r->json->report, &finding);
    base_free(found);
}

static kbs_code keep_value(reading *r, int column)
{
    json_stream *json = r->json;
    switch (json->kind) {
    case JSON_TEXT:
        keep_text(r, column, json->text, json->text_length);
        break;
    case JSON_NUMBER:
        keep_number(r, column);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        keep_text(r, column, json->text, json->text_length);
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        return keep_json(r, column);
    case JSON_NOT_A_NUMBER:
        note_no_number(r, column);
        break;
    case JSON_NULL:
    case JSON_DOCUMENT_END:
    case JSON_OBJECT_END:
    case JSON_ARRAY_END:
    case JSON_KEY:
        break;
    }
    return KBS_OK;
}

static kbs_code read_properties(reading *r)
{
    json_stream *json = r->json;
    r->has_properties = true;
    if (json->kind == JSON_NULL) {
        return KBS_OK;
    }
    if (json->kind != JSON_OBJECT) {
        complain(r, FINDING_GEOJSON_TYPE, "properties", "{ null");
        return json_stream_skip(json);
    }
    size_t guess = 0;
    kbs_code code = json_stream_next(json);
    while (code == KBS_OK && json->kind == JSON_KEY) {
        int column =
            geojson_columns_find(&r->record->survey->columns, json->text, json->text_length, guess);
        code = json_stream_next(json);
        if (code == KBS_OK) {
            /* A name that the first pass did not see belongs to the "properties" of something that
             * is no feature. */
            code = column >= 0 ? keep_value(r, column) : json_stream_skip(json);
        }
        guess = column >= 0 ? (size_t)column + 1 : guess;
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
    }
    return code;
}

static kbs_code read_id(reading *r)
{
    json_kind kind = r->json->kind;
    if (kind != JSON_TEXT && kind != JSON_NUMBER) {
        complain(r, FINDING_GEOJSON_TYPE, "id", "\" 0-9");
    }
    return json_stream_skip(r->json);
}

/* The member "type" of an object that may be a Feature or a geometry. */
static kbs_code read_type(reading *r, bool in_collection)
{
    if (json_stream_is(r->json, "Feature") && r->json->kind == JSON_TEXT) {
        r->is_feature = true;
        return KBS_OK;
    }
    if (in_collection) {
        complain(r, FINDING_GEOJSON_TYPE, "type", "Feature");
        return json_stream_skip(r->json);
    }
    return geojson_geometry_member(&r->geometry, "type", r->json, &r->record->builder,
                                   &r->own_problem);
}

static kbs_code read_member(reading *r, const char *key, bool in_collection)
{
    geojson_record *record = r->record;
    if (strcmp(key, "type") == 0) {
        return read_type(r, in_collection);
    }
    if (strcmp(key, "geometry") == 0) {
        r->has_geometry = true;
        return geojson_geometry_read(r->json, &record->builder, false, &record->problem);
    }
    if (strcmp(key, "properties") == 0) {
        return read_properties(r);
    }
    if (strcmp(key, "bbox") == 0) {
        return geojson_bbox_read(r->json, &r->bbox_problem);
    }
    if (strcmp(key, "id") == 0) {
        return read_id(r);
    }
    bool is_own = strcmp(key, "coordinates") == 0 || strcmp(key, "geometries") == 0;
    if (is_own && !in_collection) {
        return geojson_geometry_member(&r->geometry, key, r->json, &record->builder,
                                       &r->own_problem);
    }
    r->geometry.has_coordinates = r->geometry.has_coordinates || is_own;
    return json_stream_skip(r->json);
}

/* What the object turned out to be. */
static kbs_code finish_object(reading *r, bool in_collection)
{
    geojson_problem *problem = &r->record->problem;
    kbs_code code = KBS_OK;
    if (r->is_feature || in_collection) {
        if (!r->is_feature) {
            complain(r, FINDING_GEOJSON_MEMBER, "type", "Feature");
        } else if (!r->has_geometry) {
            complain(r, FINDING_GEOJSON_MEMBER, "geometry", NULL);
        } else if (!r->has_properties) {
            complain(r, FINDING_GEOJSON_MEMBER, "properties", NULL);
        } else if (r->geometry.has_coordinates || r->geometry.has_geometries) {
            complain(r, FINDING_GEOJSON_BOTH, "coordinates", NULL);
        }
    } else {
        *problem = r->own_problem;
        if (r->has_geometry || r->has_properties) {
            complain(r, FINDING_GEOJSON_BOTH, r->has_geometry ? "geometry" : "properties", NULL);
        }
        code = geojson_geometry_finish(&r->geometry, r->json, &r->record->builder, problem);
    }
    if (r->bbox_problem.is_set && !problem->is_set) {
        *problem = r->bbox_problem;
    }
    return code;
}

static kbs_code read_object(reading *r, bool in_collection)
{
    json_stream *json = r->json;
    kbs_code code = json_stream_next(json);
    while (code == KBS_OK && json->kind == JSON_KEY) {
        char key[16];
        geojson_key(json, key, sizeof key);
        code = json_stream_next(json);
        if (code == KBS_OK) {
            code = read_member(r, key, in_collection);
        }
        if (code == KBS_OK) {
            code = json_stream_next(json);
        }
    }
    return code == KBS_OK ? finish_object(r, in_collection) : code;
}

kbs_code geojson_record_read(geojson_record *record, json_stream *json, bool in_collection,
                             import_record *out)
{
    bool no_collection = record->survey->form == GEOJSON_GEOMETRIES;
    reading r = { .record = record,
                  .json = json,
                  .out = out,
                  .geometry = { .levels = -1, .no_collection = no_collection } };
    size_t columns = record->survey->columns.count;
    record->problem.is_set = false;
    base_buffer_clear(&record->texts);
    for (size_t i = 0; i < columns; i++) {
        out->values[i] = (import_value){ .type = IMPORT_VALUE_NULL };
        record->offsets[i] = SIZE_MAX;
    }
    kbs_code code;
    if (json->kind == JSON_OBJECT) {
        code = read_object(&r, in_collection);
    } else {
        complain(&r, FINDING_GEOJSON_TYPE, "", "{");
        code = json_stream_skip(json);
    }
    if (code == KBS_OK && record->texts.failed) {
        code = base_findings_no_memory(json->report);
    }
    for (size_t i = 0; code == KBS_OK && i < columns; i++) {
        if (record->offsets[i] != SIZE_MAX) {
            out->values[i].text =
                record->texts.data == NULL ? "" : record->texts.data + record->offsets[i];
        }
    }
    return code;
}
