/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The first pass over GeoJSON: one walk over the tokens, nothing kept but names, counts and the
 * box. */
#include "import/geojson_scan.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

#define MOST_RECORDS 10000000
#define MOST_COORDINATE 1e8
#define TYPE_BYTES 24 /* the longest type word and its NUL */

/* One document while it is walked through. */
typedef struct document {
    geojson_survey *survey;
    json_stream *json;
    base_findings *report;
    char type[TYPE_BYTES]; /* "" = none yet, or no text */
    geojson_columns
        own; /* of its own "properties": counts only when it turns out to be a Feature */
    bool has_features, features_is_array, has_geometries;
    int64_t features, geometries;
} document;

static kbs_code fail(document *d, base_finding_code code, const char *found, const char *expected)
{
    kbs_finding finding = json_stream_finding(d->json, code);
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(d->report, &finding);
}

static kbs_code add_column(document *d, geojson_columns *columns, int *column)
{
    json_stream *json = d->json;
    kbs_code code = KBS_OK;
    switch (geojson_columns_add(columns, json->text, json->text_length, column)) {
    case GEOJSON_ADDED:
        break;
    case GEOJSON_NO_ROOM:
        code = fail(d, FINDING_SOURCE_FIELDS_MANY, NULL, "255");
        break;
    case GEOJSON_NAME_LONG: {
        char *name = base_text_copy_n(json->text, json->text_length);
        code = fail(d, FINDING_SOURCE_FIELD_LONG, name, "64");
        base_free(name);
        break;
    }
    case GEOJSON_NO_MEMORY:
        code = base_findings_no_memory(d->report);
        break;
    }
    return code;
}

static void mark_seen(geojson_columns *columns, int column, json_kind kind)
{
    uint8_t seen = 0;
    switch (kind) {
    case JSON_TEXT:
        seen = GEOJSON_SEEN_TEXT;
        break;
    case JSON_NUMBER:
        seen = GEOJSON_SEEN_NUMBER;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        seen = GEOJSON_SEEN_BOOL;
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        seen = GEOJSON_SEEN_OTHER;
        break;
    case JSON_DOCUMENT_END:
    case JSON_OBJECT_END:
    case JSON_ARRAY_END:
    case JSON_KEY:
    case JSON_NOT_A_NUMBER:
    case JSON_NULL:
        break;
    }
    columns->seen[column] |= seen;
}

/* The members of the object whose first token is the present one: next key, then its value; *more
 * is false at its end. */
static kbs_code next_member(json_stream *json, bool *more)
{
    kbs_code code = json_stream_next(json);
    *more = code == KBS_OK && json->kind == JSON_KEY;
    return code;
}

static kbs_code survey_properties(document *d, geojson_columns *columns)
{
    bool more = true;
    kbs_code code = next_member(d->json, &more);
    while (code == KBS_OK && more) {
        int column = 0;
        code = add_column(d, columns, &column);
        if (code == KBS_OK) {
            code = json_stream_next(d->json);
        }
        if (code == KBS_OK) {
            mark_seen(columns, column, d->json->kind);
            code = json_stream_skip(d->json);
        }
        if (code == KBS_OK) {
            code = next_member(d->json, &more);
        }
    }
    return code;
}

static void take_position(geojson_survey *survey, double east, double north)
{
    if (!(fabs(east) <= MOST_COORDINATE && fabs(north) <= MOST_COORDINATE)) {
        return;
    }
    survey->positions++;
    if (fabs(east) > 180 || fabs(north) > 90) {
        survey->positions_outside_degrees++;
    }
    survey->box = geo_box_join(survey->box, (kbs_box){ east, north, east, north });
}

/* Walks through a value and takes the first two numbers of each array as a position. Members named
 * "bbox" and the like are not meant: the caller comes here only below "geometry", "geometries" and
 * "coordinates". */
static kbs_code survey_positions(document *d)
{
    json_stream *json = d->json;
    if (json->kind != JSON_ARRAY && json->kind != JSON_OBJECT) {
        return KBS_OK;
    }
    unsigned outside = json->depth - 1;
    int number = 0;
    double east = NAN, north = NAN;
    bool is_box = false;
    kbs_code code = KBS_OK;
    while (code == KBS_OK && json->depth > outside) {
        code = json_stream_next(json);
        if (code != KBS_OK) {
            break;
        }
        if (json->kind == JSON_NUMBER && number < 2) {
            double *to = number == 0 ? &east : &north;
            if (!base_number_parse(json->text, json->text_length, to)) {
                *to = NAN;
            }
            number++;
            if (number == 2 && !is_box) {
                take_position(d->survey, east, north);
            }
        } else if (json->kind == JSON_ARRAY) {
            number = 0;
        } else if (json->kind == JSON_KEY) {
            is_box = json_stream_is(json, "bbox");
            number = 2; /* a lone number after a key is no position */
        }
    }
    return code;
}

/* One element of "features". */
static kbs_code survey_feature(document *d)
{
    bool more = true;
    kbs_code code = next_member(d->json, &more);
    while (code == KBS_OK && more) {
        bool properties = json_stream_is(d->json, "properties"),
             geometry = json_stream_is(d->json, "geometry");
        code = json_stream_next(d->json);
        if (code == KBS_OK && properties && d->json->kind == JSON_OBJECT) {
            code = survey_properties(d, &d->survey->columns);
        } else if (code == KBS_OK && geometry) {
            code = survey_positions(d);
        } else if (code == KBS_OK) {
            code = json_stream_skip(d->json);
        }
        if (code == KBS_OK) {
            code = next_member(d->json, &more);
        }
    }
    return code;
}

static kbs_code survey_features(document *d)
{
    d->has_features = true;
    d->features_is_array = d->json->kind == JSON_ARRAY;
    if (!d->features_is_array) {
        return json_stream_skip(d->json);
    }
    kbs_code code = json_stream_next(d->json);
    while (code == KBS_OK && d->json->kind != JSON_ARRAY_END) {
        if (++d->features > MOST_RECORDS) {
            return fail(d, FINDING_SOURCE_RECORDS_MANY, NULL, "10000000");
        }
        code = d->json->kind == JSON_OBJECT ? survey_feature(d) : json_stream_skip(d->json);
        if (code == KBS_OK) {
            code = json_stream_next(d->json);
        }
    }
    return code;
}

static kbs_code survey_geometries(document *d)
{
    d->has_geometries = d->json->kind == JSON_ARRAY;
    if (!d->has_geometries) {
        return json_stream_skip(d->json);
    }
    kbs_code code = json_stream_next(d->json);
    while (code == KBS_OK && d->json->kind != JSON_ARRAY_END) {
        if (++d->geometries > MOST_RECORDS) {
            return fail(d, FINDING_SOURCE_RECORDS_MANY, NULL, "10000000");
        }
        code = survey_positions(d);
        if (code == KBS_OK) {
            code = json_stream_next(d->json);
        }
    }
    return code;
}

static kbs_code keep_text(document *d, char **to)
{
    base_free(*to);
    *to = base_text_copy_n(d->json->text, d->json->text_length);
    return *to == NULL ? base_findings_no_memory(d->report) : KBS_OK;
}

/* {"type": "name", "properties": {"name": "…"}}; the still older {"type": "EPSG", "properties":
 * {"code": 5254}}. Walks the whole value; a name or code at the second level is taken. */
static kbs_code survey_crs(document *d)
{
    json_stream *json = d->json;
    d->survey->has_crs_member = true;
    if (json->kind != JSON_OBJECT) {
        return json_stream_skip(json);
    }
    unsigned outside = json->depth - 1;
    bool named = false;
    kbs_code code = KBS_OK;
    while (code == KBS_OK && json->depth > outside) {
        code = json_stream_next(json);
        if (code == KBS_OK && json->kind == JSON_KEY) {
            named = json->depth == outside + 2 &&
                    (json_stream_is(json, "name") || json_stream_is(json, "code"));
        } else if (code == KBS_OK && named &&
                   (json->kind == JSON_TEXT || json->kind == JSON_NUMBER)) {
            code = keep_text(d, &d->survey->crs);
            named = false;
        }
    }
    return code;
}

static void keep_type(document *d)
{
    json_stream *json = d->json;
    d->type[0] = '\0';
    if (json->kind == JSON_TEXT && json->text_length < TYPE_BYTES && json->text_length > 0 &&
        memchr(json->text, '\0', json->text_length) == NULL) {
        memcpy(d->type, json->text, json->text_length);
        d->type[json->text_length] = '\0';
    }
}

/* One member of the document's object; `key` is its first letters. */
static kbs_code survey_member(document *d, const char *key)
{
    json_kind kind = d->json->kind;
    if (strcmp(key, "type") == 0) {
        keep_type(d);
    } else if (strcmp(key, "features") == 0) {
        return survey_features(d);
    } else if (strcmp(key, "geometries") == 0) {
        return survey_geometries(d);
    } else if (strcmp(key, "geometry") == 0 || strcmp(key, "coordinates") == 0) {
        return survey_positions(d);
    } else if (strcmp(key, "crs") == 0) {
        return survey_crs(d);
    } else if (strcmp(key, "name") == 0 && kind == JSON_TEXT) {
        return keep_text(d, &d->survey->name);
    } else if (strcmp(key, "properties") == 0 && kind == JSON_OBJECT) {
        return survey_properties(d, &d->own);
    }
    return json_stream_skip(d->json);
}

static kbs_code survey_object(document *d)
{
    bool more = true;
    kbs_code code = next_member(d->json, &more);
    while (code == KBS_OK && more) {
        char key[16] = "";
        if (d->json->text_length < sizeof key) {
            memcpy(key, d->json->text, d->json->text_length);
        }
        code = json_stream_next(d->json);
        if (code == KBS_OK) {
            code = survey_member(d, key);
        }
        if (code == KBS_OK) {
            code = next_member(d->json, &more);
        }
    }
    return code;
}

static bool is_geometry_type(const char *type)
{
    static const char *const types[] = {
        "Point",           "LineString",   "Polygon",           "MultiPoint",
        "MultiLineString", "MultiPolygon", "GeometryCollection"
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(type, types[i]) == 0) {
            return true;
        }
    }
    return false;
}

static kbs_code merge_own_columns(document *d)
{
    for (size_t i = 0; i < d->own.count; i++) {
        int column;
        switch (geojson_columns_add(&d->survey->columns, d->own.items[i].name, d->own.lengths[i],
                                    &column)) {
        case GEOJSON_ADDED:
            d->survey->columns.seen[column] |= d->own.seen[i];
            break;
        case GEOJSON_NO_ROOM:
        case GEOJSON_NAME_LONG:
            return fail(d, FINDING_SOURCE_FIELDS_MANY, NULL, "255");
        case GEOJSON_NO_MEMORY:
            return base_findings_no_memory(d->report);
        }
    }
    return KBS_OK;
}

/* What the document turned out to be. `index` from 0. */
static kbs_code judge_document(document *d, int64_t index)
{
    geojson_survey *survey = d->survey;
    bool is_collection = strcmp(d->type, "FeatureCollection") == 0;
    bool is_feature = strcmp(d->type, "Feature") == 0;
    if (index > 0 && (is_collection || survey->form != GEOJSON_DOCUMENTS || !d->json->separated)) {
        return fail(d, FINDING_GEOJSON_DOCUMENTS, NULL, NULL);
    }
    if (is_collection) {
        survey->form = GEOJSON_COLLECTION;
        survey->records = d->features;
        return d->has_features && d->features_is_array
                   ? KBS_OK
                   : fail(d, FINDING_GEOJSON_FEATURES, NULL, NULL);
    }
    survey->form = GEOJSON_DOCUMENTS;
    if (!is_feature && !is_geometry_type(d->type)) {
        return fail(d, FINDING_GEOJSON_NOT_GEOJSON, d->type[0] == '\0' ? "-" : d->type,
                    "FeatureCollection, Feature, Polygon, …");
    }
    if (++survey->records > MOST_RECORDS) {
        return fail(d, FINDING_SOURCE_RECORDS_MANY, NULL, "10000000");
    }
    return is_feature ? merge_own_columns(d) : KBS_OK;
}

static kbs_code survey_document(document *d, int64_t index)
{
    d->type[0] = '\0';
    d->has_features = d->features_is_array = d->has_geometries = false;
    d->features = d->geometries = 0;
    geojson_columns_clear(&d->own);
    if (d->json->kind != JSON_OBJECT) {
        return fail(d, FINDING_GEOJSON_NOT_GEOJSON, NULL, "{");
    }
    bool separated = d->json->separated;
    kbs_code code = survey_object(d);
    d->json->separated = separated;
    return code == KBS_OK ? judge_document(d, index) : code;
}

kbs_code geojson_scan(geojson_survey *survey, json_stream *json, base_findings *report)
{
    document d = { .survey = survey, .json = json, .report = report };
    memset(survey, 0, sizeof *survey);
    survey->box = geo_box_empty();
    kbs_code code = KBS_OK;
    if (!geojson_columns_init(&survey->columns) || !geojson_columns_init(&d.own)) {
        code = base_findings_no_memory(report);
        goto done;
    }
    code = json_stream_rewind(json);
    if (code == KBS_OK) {
        code = json_stream_document(json);
    }
    int64_t index = 0;
    for (; code == KBS_OK; index++) {
        code = survey_document(&d, index);
        if (code == KBS_OK) {
            code = json_stream_document(json);
        }
    }
    if (code == KBS_END) {
        code = index == 0 ? fail(&d, FINDING_GEOJSON_NOT_GEOJSON, NULL, "{") : KBS_OK;
    }
    /* One bare GeometryCollection is a set of geometries, not one geometry. */
    if (code == KBS_OK && index == 1 && strcmp(d.type, "GeometryCollection") == 0 &&
        d.has_geometries && d.geometries > 0) {
        survey->form = GEOJSON_GEOMETRIES;
        survey->records = d.geometries;
    }
    survey->crs_is_unreadable = survey->has_crs_member && survey->crs == NULL;
    geojson_columns_finish(&survey->columns);
done:
    geojson_columns_release(&d.own);
    return code;
}

void geojson_survey_release(geojson_survey *survey)
{
    geojson_columns_release(&survey->columns);
    base_free(survey->name);
    base_free(survey->crs);
    survey->name = NULL;
    survey->crs = NULL;
}
