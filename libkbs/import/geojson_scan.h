/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The first pass over a GeoJSON source: is it one, how many features has it, which columns, which
 * coordinate system, where does it lie. Everything that refuses the whole source is found here,
 * before the first record is given. */
#ifndef IMPORT_GEOJSON_SCAN_H
#define IMPORT_GEOJSON_SCAN_H

#include "import/geojson_columns.h"
#include "import/json_token.h"

typedef enum geojson_form {
    GEOJSON_COLLECTION = 1, /* one FeatureCollection: records are the elements of "features" */
    GEOJSON_GEOMETRIES =
        2, /* one bare GeometryCollection: records are the elements of "geometries" */
    GEOJSON_DOCUMENTS =
        3 /* a Feature or geometry, or many, one a line or after record separators */
} geojson_form;

typedef struct geojson_survey {
    geojson_form form;
    geojson_columns columns;
    int64_t records;
    char *name; /* member "name" of a collection; NULL */
    char *crs;  /* what the old "crs" member says; NULL */
    bool has_crs_member;
    bool crs_is_unreadable; /* it is a link, or null, or of no known form */
    kbs_box box;            /* of all positions that are numbers in range */
    int64_t positions, positions_outside_degrees;
} geojson_survey;

/* Reads the stream from its beginning to its end. A survey is to be released also after a failure.
 * geojson.not-geojson, geojson.features, geojson.documents, source.fields-many, source.field-long,
 * source.records-many, and what the tokens refuse. */
kbs_code geojson_scan(geojson_survey *survey, json_stream *json, base_findings *report);
void geojson_survey_release(geojson_survey *survey);

#endif
