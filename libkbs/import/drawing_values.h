/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A record of a drawing as columns and a shape. */
#ifndef IMPORT_DRAWING_VALUES_H
#define IMPORT_DRAWING_VALUES_H

#include "geo/geos.h"
#include "import/parcel_lines.h"
#include "import/parcel_name.h"
#include "import/reader.h"

typedef struct drawing_values {
    const parcel_lines *work;
    geo_geos *geos; /* for holes */
    geo_shape hole, rest;
    char block[IMPORT_NUMBER_BYTES];
    char parcel[2 * IMPORT_NUMBER_BYTES];
} drawing_values;

/* The columns that records of the kind have. Static. */
const import_column *drawing_columns(kbs_kind kind, size_t *count);
bool drawing_values_init(drawing_values *values, const parcel_lines *work);
void drawing_values_release(drawing_values *values);
/* Fills all but `refused` of a record that is not refused. False = no memory. */
bool drawing_values_give(drawing_values *values, const drawing_record *from, import_record *to);

#endif
