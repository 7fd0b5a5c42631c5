/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One GeoJSON feature (or bare geometry) from the stream into values and a shape. */
#ifndef IMPORT_GEOJSON_RECORD_H
#define IMPORT_GEOJSON_RECORD_H

#include "import/geojson_scan.h"
#include "import/geojson_shape.h"

/* What is kept from record to record. */
typedef struct geojson_record {
    const geojson_survey *survey;
    geojson_builder builder; /* shape of the record */
    geojson_problem problem;
    base_buffer texts; /* of the record's values */
    base_buffer copy;  /* of one array or object, without blanks */
    size_t *offsets;   /* of each value's text in `texts`; SIZE_MAX = not there */
} geojson_record;

bool geojson_record_init(geojson_record *record, const geojson_survey *survey);
void geojson_record_release(geojson_record *record);

/* Reads the value whose first token is the present one. `in_collection`: it must be a Feature; else
 * it may also be a geometry. Whatever is wrong with it is in record->problem; a code other than
 * KBS_OK means that the source cannot be read on. */
kbs_code geojson_record_read(geojson_record *record, json_stream *json, bool in_collection,
                             import_record *out);

#endif
