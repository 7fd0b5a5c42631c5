/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A cursor over the text; objects are walked member by member, without recursion. */
#include "geo/geojson_area.h"

#include <string.h>

#include "base/number.h"

#define MOST_DEPTH 512u

typedef struct cursor {
    const char *text;
    size_t length, at;
    bool failed;
} cursor;

/* Where values of an object begin; 0 = it has no such member (no value begins at byte 0 of an object). */
typedef struct members {
    size_t type, coordinates, geometry, features, crs, properties, name;
} members;

static void skip_blanks(cursor *c)
{
    while (c->at < c->length && strchr(" \t\r\n", c->text[c->at]) != NULL &&
           c->text[c->at] != '\0') {
        c->at++;
    }
}

/* The character that comes next; '\0' at the end. */
static char peek(cursor *c)
{
    skip_blanks(c);
    return c->at < c->length ? c->text[c->at] : '\0';
}

static bool take(cursor *c, char expected)
{
    bool there = !c->failed && peek(c) == expected;
    c->failed = !there;
    c->at += there ? 1 : 0;
    return there;
}

/* Passes over a string; its inside, escapes as they stand, is [*start, *end). */
static bool take_string(cursor *c, size_t *start, size_t *end)
{
    if (!take(c, '"')) {
        return false;
    }
    *start = c->at;
    while (c->at < c->length && c->text[c->at] != '"') {
        if ((unsigned char)c->text[c->at] < ' ') {
            break;
        }
        c->at += c->text[c->at] == '\\' ? 2 : 1;
    }
    c->failed = c->at >= c->length || c->text[c->at] != '"';
    *end = c->failed ? *start : c->at++;
    return !c->failed;
}

static bool is_bare(char x)
{
    return (x >= '0' && x <= '9') || (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '+' ||
           x == '-' || x == '.';
}

/* Passes over a number, true, false or null. */
static bool take_bare(cursor *c, size_t *start, size_t *end)
{
    skip_blanks(c);
    *start = c->at;
    while (c->at < c->length && is_bare(c->text[c->at])) {
        c->at++;
    }
    *end = c->at;
    c->failed = c->failed || *end == *start;
    return !c->failed;
}

/* Passes over any value: brackets must pair. */
static bool skip_value(cursor *c)
{
    char open[MOST_DEPTH];
    size_t depth = 0, start, end;
    do {
        char next = peek(c);
        if (next == '{' || next == '[') {
            c->failed = depth == MOST_DEPTH;
            if (!c->failed) {
                open[depth++] = next == '{' ? '}' : ']';
                c->at++;
            }
        } else if (depth > 0 && next == open[depth - 1]) {
            depth--;
            c->at++;
        } else if (depth > 0 && (next == ',' || next == ':')) {
            c->at++;
        } else if (next == '"') {
            (void)take_string(c, &start, &end);
        } else {
            (void)take_bare(c, &start, &end);
        }
    } while (!c->failed && depth > 0);
    return !c->failed;
}

static bool is_name(const cursor *c, size_t start, size_t end, const char *name)
{
    return end - start == strlen(name) && memcmp(c->text + start, name, end - start) == 0;
}

/* Walks an object and notes where its values begin; the cursor is then behind it. */
static bool read_members(cursor *c, members *out)
{
    *out = (members){ 0 };
    size_t *const places[] = { &out->type, &out->coordinates, &out->geometry, &out->features,
                               &out->crs,  &out->properties,  &out->name };
    static const char *const names[] = { "type", "coordinates", "geometry", "features",
                                         "crs",  "properties",  "name" };
    size_t start, end;
    if (!take(c, '{')) {
        return false;
    }
    while (peek(c) != '}') {
        if (!take_string(c, &start, &end) || !take(c, ':')) {
            return false;
        }
        skip_blanks(c);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (is_name(c, start, end, names[i])) {
                *places[i] = c->at;
            }
        }
        if (!skip_value(c) || (peek(c) != '}' && !take(c, ','))) {
            return false;
        }
    }
    return take(c, '}');
}

/* The text of a string value, cut to the room; "" when it is no string. */
static void read_text(cursor *c, size_t at, char *out, size_t size)
{
    size_t start, end;
    out[0] = '\0';
    c->at = at;
    if (at > 0 && peek(c) == '"' && take_string(c, &start, &end)) {
        size_t length = end - start < size ? end - start : size - 1;
        memcpy(out, c->text + start, length);
        out[length] = '\0';
    }
}

/* "[" for the first of a list, "," for the next; false at its "]" or at a fault. */
static bool next_item(cursor *c, bool first)
{
    if (first ? !take(c, '[') : false) {
        return false;
    }
    if (peek(c) == ']') {
        c->at++;
        return false;
    }
    return first || take(c, ',');
}

static bool read_number(cursor *c, double *out)
{
    size_t start, end;
    if (!take_bare(c, &start, &end) || !base_number_parse(c->text + start, end - start, out)) {
        c->failed = true;
    }
    return !c->failed;
}

static bool read_position(cursor *c, geo_vertex *out)
{
    double values[2] = { 0, 0 }, value;
    size_t count = 0;
    for (bool first = true; next_item(c, first); first = false) {
        if (!read_number(c, &value)) {
            return false;
        }
        if (count < 2) {
            values[count] = value;
        }
        count++;
    }
    c->failed = c->failed || count < 2 || count > 4;
    *out = (geo_vertex){ values[0], values[1] };
    return !c->failed;
}

/* What a list of coordinates could not be read for. */
static geo_geojson_outcome outcome_of(const cursor *c, bool memory)
{
    return c->failed ? GEO_GEOJSON_SYNTAX : (memory ? GEO_GEOJSON_DONE : GEO_GEOJSON_NO_MEMORY);
}

static geo_geojson_outcome read_ring(cursor *c, size_t most, geo_shape *shape)
{
    geo_vertex v;
    for (bool first = true; next_item(c, first); first = false) {
        if (!read_position(c, &v)) {
            return GEO_GEOJSON_SYNTAX;
        }
        if (shape->vertex_count == most) {
            return GEO_GEOJSON_LARGE;
        }
        if (!geo_shape_add_vertex(shape, v.east, v.north)) {
            return GEO_GEOJSON_NO_MEMORY;
        }
    }
    size_t begin = shape->ring_count > 0 ? shape->ring_end[shape->ring_count - 1] : 0;
    c->failed = c->failed || shape->vertex_count == begin; /* a ring of nothing */
    return outcome_of(c, c->failed || geo_shape_end_ring(shape));
}

static geo_geojson_outcome read_polygon(cursor *c, size_t most, geo_shape *shape)
{
    geo_geojson_outcome outcome = GEO_GEOJSON_DONE;
    for (bool first = true; outcome == GEO_GEOJSON_DONE && next_item(c, first); first = false) {
        outcome = read_ring(c, most, shape);
    }
    size_t begin = shape->part_count > 0 ? shape->part_end[shape->part_count - 1] : 0;
    c->failed = c->failed || shape->ring_count == begin; /* a polygon of nothing */
    return outcome != GEO_GEOJSON_DONE ? outcome
                                       : outcome_of(c, c->failed || geo_shape_end_part(shape));
}

static geo_geojson_outcome read_multipolygon(cursor *c, size_t most, geo_shape *shape)
{
    geo_geojson_outcome outcome = GEO_GEOJSON_DONE;
    for (bool first = true; outcome == GEO_GEOJSON_DONE && next_item(c, first); first = false) {
        outcome = read_polygon(c, most, shape);
    }
    c->failed = c->failed || shape->part_count == 0;
    return outcome != GEO_GEOJSON_DONE ? outcome : outcome_of(c, true);
}

/* "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5254"}} of the older GeoJSON. */
static bool read_crs(cursor *c, size_t at, geo_geojson_found *found)
{
    members crs, properties;
    c->at = at;
    if (at == 0 || peek(c) != '{') {
        return true;
    }
    if (!read_members(c, &crs)) {
        return false;
    }
    c->at = crs.properties;
    if (crs.properties > 0 && peek(c) == '{') {
        if (!read_members(c, &properties)) {
            return false;
        }
        read_text(c, properties.name, found->crs, sizeof found->crs);
    }
    return !c->failed;
}

/* Goes to the one feature of a collection, counting all. */
static geo_geojson_outcome find_feature(cursor *c, size_t at, geo_geojson_found *found)
{
    size_t feature = 0;
    c->at = at;
    if (at == 0) {
        return GEO_GEOJSON_FEATURES;
    }
    for (bool first = true; next_item(c, first); first = false) {
        skip_blanks(c);
        feature = c->at;
        found->feature_count++;
        if (!skip_value(c)) {
            return GEO_GEOJSON_SYNTAX;
        }
    }
    c->at = c->failed ? c->at : feature;
    return c->failed ? GEO_GEOJSON_SYNTAX
                     : (found->feature_count == 1 ? GEO_GEOJSON_DONE : GEO_GEOJSON_FEATURES);
}

/* Goes to the geometry object; *at_geometry are its members. */
static geo_geojson_outcome find_geometry(cursor *c, geo_geojson_found *found, members *geometry)
{
    if (!read_members(c, geometry) || peek(c) != '\0' || c->at != c->length) {
        return GEO_GEOJSON_SYNTAX;
    }
    if (!read_crs(c, geometry->crs, found)) {
        return GEO_GEOJSON_SYNTAX;
    }
    read_text(c, geometry->type, found->type, sizeof found->type);
    if (strcmp(found->type, "FeatureCollection") == 0) {
        geo_geojson_outcome outcome = find_feature(c, geometry->features, found);
        if (outcome != GEO_GEOJSON_DONE) {
            return outcome;
        }
        if (!read_members(c, geometry)) {
            return GEO_GEOJSON_SYNTAX;
        }
        read_text(c, geometry->type, found->type, sizeof found->type);
    }
    if (strcmp(found->type, "Feature") == 0) {
        found->type[0] = '\0';
        c->at = geometry->geometry;
        if (c->at == 0 || peek(c) != '{') {
            return GEO_GEOJSON_TYPE;
        }
        if (!read_members(c, geometry)) {
            return GEO_GEOJSON_SYNTAX;
        }
        read_text(c, geometry->type, found->type, sizeof found->type);
    }
    return c->failed ? GEO_GEOJSON_SYNTAX : GEO_GEOJSON_DONE;
}

geo_geojson_outcome geo_geojson_area(const char *text, size_t length, size_t most_vertices,
                                     geo_shape *shape, geo_geojson_found *found)
{
    cursor c = { .text = text, .length = length };
    members geometry = { 0 };
    memset(found, 0, sizeof *found);
    geo_shape_clear(shape, GEO_MULTIPOLYGON);
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        c.at = 3; /* a byte order mark */
    }
    geo_geojson_outcome outcome = find_geometry(&c, found, &geometry);
    if (outcome == GEO_GEOJSON_DONE) {
        bool single = strcmp(found->type, "Polygon") == 0;
        if ((!single && strcmp(found->type, "MultiPolygon") != 0) || geometry.coordinates == 0) {
            outcome = GEO_GEOJSON_TYPE;
        } else {
            c.at = geometry.coordinates;
            outcome = single ? read_polygon(&c, most_vertices, shape)
                             : read_multipolygon(&c, most_vertices, shape);
        }
    }
    found->byte = c.at < length ? c.at : length;
    return outcome;
}
