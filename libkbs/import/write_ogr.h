/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to GDAL for writing: one dataset with one layer. A warning while writing is a failure
 * too: it says that a value was cut or changed. A writer belongs to one thread. */
#ifndef IMPORT_WRITE_OGR_H
#define IMPORT_WRITE_OGR_H

#include "base/finding.h"
#include "geo/shape.h"
#include "store/kinds.h"

/* Registers what is needed; false when GDAL has no driver of this short name that makes vector
 * files. */
bool ogr_can_write(const char *driver);

typedef struct ogr_field {
    const char *name;
    store_type type; /* STORE_TEXT, STORE_REAL, STORE_INTEGER or STORE_DATE */
} ogr_field;

typedef struct ogr_writer_setup {
    const char *driver; /* GDAL's short name */
    const char *path;   /* of the main file, which must not exist */
    const char *shown;  /* the file that the caller named, for findings */
    const char *layer;
    int epsg;        /* of the coordinate system; 0 = it has none, then its WKT counts */
    const char *wkt; /* of the coordinate system */
    store_geometry geometry;
    const ogr_field *fields; /* none: the format has no fields of ours */
    size_t field_count;
    bool dates_are_texts;
    const char *const *dataset_options; /* NULL-ended, or NULL */
    const char *const *layer_options;
} ogr_writer_setup;

typedef struct ogr_writer ogr_writer;

kbs_code ogr_writer_new(ogr_writer **out, const ogr_writer_setup *setup, base_findings *report);
/* One feature; `values` by field, texts UTF-8 and not NUL-terminated; `key` names it in findings.
 */
kbs_code ogr_writer_add(ogr_writer *writer, const store_value *values, const geo_shape *shape,
                        const char *key, base_findings *report);
/* Ends the file; all is written after KBS_OK. The writer can only be freed then. */
kbs_code ogr_writer_close(ogr_writer *writer, base_findings *report);
void ogr_writer_free(ogr_writer *writer); /* NULL is nothing */

#endif
