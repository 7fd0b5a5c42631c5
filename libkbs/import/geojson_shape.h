/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One GeoJSON geometry from the stream into a shape. What is wrong with it refuses the record,
 * never the source, and is told with the place of the first bad token. */
#ifndef IMPORT_GEOJSON_SHAPE_H
#define IMPORT_GEOJSON_SHAPE_H

#include "geo/shape.h"
#include "import/json_token.h"

#define GEOJSON_FOUND 48 /* bytes kept of the token that was wrong */
#define GEOJSON_FIELD 80 /* bytes of a place such as "geometry/coordinates/0/3/1" */

/* The first thing that is wrong with a record. */
typedef struct geojson_problem {
    bool is_set;
    base_finding_code code;
    char found[GEOJSON_FOUND];
    char field[GEOJSON_FIELD];
    const char *expected; /* static text; NULL */
    uint64_t byte;
    int64_t line, column;
    bool has_coordinate;
    double east, north; /* of the last good position before it */
} geojson_problem;

/* Notes the problem at the present token, unless there is one already. */
void geojson_problem_set(geojson_problem *problem, const json_stream *json, base_finding_code code,
                         const char *field, const char *expected);

/* A geometry as it is put together. */
typedef struct geojson_builder {
    geo_shape shape;   /* what came out, also of a collection whose members are of one family */
    geo_shape scratch; /* coordinates of one geometry, before its type is known */
    bool has_height;   /* some position has a third number */
    bool has_measure;  /* some position has a fourth number */
} geojson_builder;

void geojson_builder_init(geojson_builder *builder);
void geojson_builder_release(geojson_builder *builder);
void geojson_builder_clear(geojson_builder *builder);

/* A geometry object whose members come one by one: a key and its value are given when
 * `geojson_geometry_takes` says so. */
typedef struct geojson_geometry {
    char type[24]; /* "" = none yet */
    bool has_type, has_coordinates, has_geometries;
    int levels;    /* arrays around a position: 0 = a bare position, 3 = of a multi-polygon; -1 = no
                      position seen */
    bool is_empty; /* "coordinates": [] */
    bool is_inner; /* a member of a collection of one record */
    bool no_collection; /* it must not be a collection itself */
    uint64_t byte;      /* where the coordinates begin */
    int64_t line, column;
} geojson_geometry;

/* Reads the value of a member of a geometry object; the stream is at the value's first token. */
kbs_code geojson_geometry_member(geojson_geometry *geometry, const char *key, json_stream *json,
                                 geojson_builder *builder, geojson_problem *problem);
/* After the last member: adds what was read to builder->shape. */
kbs_code geojson_geometry_finish(geojson_geometry *geometry, json_stream *json,
                                 geojson_builder *builder, geojson_problem *problem);
/* A whole geometry value, whose first token is the present one. null leaves the shape at GEO_NONE.
 */
kbs_code geojson_geometry_read(json_stream *json, geojson_builder *builder, bool is_inner,
                               geojson_problem *problem);
/* The array of a "bbox" member: 4 or 6 numbers, else a problem. */
kbs_code geojson_bbox_read(json_stream *json, geojson_problem *problem);
/* The key of the present token, cut to `size` - 1 bytes; "" when longer. */
void geojson_key(const json_stream *json, char *key, size_t size);

#endif
