/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parcels of a NetCAD report: a ring as a list of point names, resolved when all points are
 * known, and its areas held against the points. */
#ifndef IMPORT_CKS_PARCEL_H
#define IMPORT_CKS_PARCEL_H

#include "import/text_lines.h"

typedef struct cks_parcel {
    drawing_text name;
    size_t ring_start, ring_length; /* in the texts of the rings */
    double computed_m2;             /* as the report computed it (HesapAlan); NaN = not stated */
    double adjusted_m2;             /* after the correction (Deng.Alan); NaN = not stated */
    int64_t line;
} cks_parcel;

typedef struct cks_parcels {
    cks_parcel *items;
    size_t count, capacity;
    base_buffer rings; /* names joined by commas */
    int decimals;      /* fewest decimals of the coordinates; what they were rounded to */
} cks_parcels;

/* Adds the parcels to the drawing as closed lines of the layer; the points are there already.
 * Parcels whose ring cannot be closed are refused. */
kbs_code cks_parcels_resolve(text_lines *lines, drawing *d, const cks_parcels *parcels,
                             uint16_t layer);

#endif
