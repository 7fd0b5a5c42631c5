/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* ISO WKB as GDAL writes it into a shape: heights are dropped, arcs become chords, collections of
 * one family become a multi type. geo/blob.h reads the plain types only; this one is for what comes
 * from outside. */
#ifndef IMPORT_OGR_WKB_H
#define IMPORT_OGR_WKB_H

#include "geo/shape.h"

typedef enum ogr_wkb_outcome {
    OGR_WKB_OK = 0,   /* also an empty geometry: GEO_NONE */
    OGR_WKB_SURFACE,  /* a surface in space (TIN, triangle, polyhedral surface) */
    OGR_WKB_NESTED,   /* a collection in a collection */
    OGR_WKB_MIXED,    /* points, lines and areas in one collection */
    OGR_WKB_DAMAGED,  /* not WKB */
    OGR_WKB_NO_MEMORY /* or more vertices than a shape may have */
} ogr_wkb_outcome;

typedef struct ogr_wkb_facts {
    bool has_height;
    bool is_level; /* all heights are the same, or there are none */
    size_t arcs;   /* that became chords */
} ogr_wkb_facts;

/* `chord_error`: of arcs, in the unit of the coordinates. */
ogr_wkb_outcome ogr_wkb_read(geo_shape *shape, const void *wkb, size_t length, double chord_error,
                             ogr_wkb_facts *facts);

#endif
