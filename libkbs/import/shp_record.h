/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The geometry of one record of a .shp. Checked here: lengths, counts, part starts, type,
 * coordinates that are numbers within range. Not checked here: whether rings are closed, cross,
 * have an area or lie in each other; that is one check for all formats. */
#ifndef IMPORT_SHP_RECORD_H
#define IMPORT_SHP_RECORD_H

#include "import/shp_header.h"

typedef struct shp_records {
    shp_part *shp;
    const char *shx_name;
    uint32_t type; /* of the file */
    /* What went by. */
    kbs_box box; /* of all vertices that were taken */
    uint64_t refused;
    uint64_t numbers_wrong; /* record numbers that are not their place in the index */
    int64_t first_number_wrong;
    uint64_t boxes_wrong; /* record boxes that are not the one of their vertices */
    int64_t first_box_wrong;
} shp_records;

/* Reads record `record` (from 1) at `entry` into `shape`: GEO_NONE for a null shape, polygons as
 * one part with all rings. A damaged record gives KBS_OK, *refused true and a finding. Entries must
 * come in ascending order. */
kbs_code shp_record_read(shp_records *records, shp_entry entry, int64_t record, geo_shape *shape,
                         bool *refused, base_findings *report);
/* For a deleted row: checks the record's header only and tells whether it has a geometry. */
kbs_code shp_record_skip(shp_records *records, shp_entry entry, int64_t record, bool *has_geometry,
                         base_findings *report);
/* Is the box that a file states the one of its vertices, but for the last digits? */
bool shp_box_is_near(kbs_box stated, kbs_box computed);

#endif
