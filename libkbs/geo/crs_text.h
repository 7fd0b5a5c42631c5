/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a definition of a coordinate system says before PROJ sees it. Only a few forms are let through: PROJ itself would fetch
 * URLs and open grid files that a definition names. */
#ifndef GEO_CRS_TEXT_H
#define GEO_CRS_TEXT_H

#include "base/finding.h"

typedef enum geo_crs_text_kind {
    GEO_CRS_TEXT_REFUSED = 0,
    GEO_CRS_TEXT_EPSG, /* `epsg` is set */
    GEO_CRS_TEXT_WKT   /* `wkt` points into the definition, after blanks and a byte order mark */
} geo_crs_text_kind;

typedef struct geo_crs_text {
    geo_crs_text_kind kind;
    int epsg;
    const char *wkt;
    base_finding_code refusal; /* why it was refused */
} geo_crs_text;

/* The forms are those of geo_crs_new (geo/proj.h). CRS84 gives 4326, because east always comes first here. */
geo_crs_text geo_crs_text_read(const char *definition);

#endif
