/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One area from a GeoJSON text: a Polygon or MultiPolygon, alone, as a Feature, or as the one feature of a collection. The import has
 * its own reader for whole files; this one is for a question. */
#ifndef GEO_GEOJSON_AREA_H
#define GEO_GEOJSON_AREA_H

#include "geo/shape.h"

typedef enum geo_geojson_outcome {
    GEO_GEOJSON_DONE = 0,
    GEO_GEOJSON_SYNTAX,   /* no JSON, or not what GeoJSON has there: `byte` */
    GEO_GEOJSON_FEATURES, /* a collection of no feature or of several: `feature_count` */
    GEO_GEOJSON_TYPE,     /* another geometry, or none: `type` */
    GEO_GEOJSON_LARGE,    /* more vertices than allowed */
    GEO_GEOJSON_NO_MEMORY
} geo_geojson_outcome;

typedef struct geo_geojson_found {
    size_t byte; /* where it stopped */
    size_t feature_count;
    char type[32]; /* of the geometry; "" = none */
    char crs[256]; /* the name in the old member "crs"; "" = none: WGS 84 degrees */
} geo_geojson_found;

/* Coordinates are taken as they stand, a third number is passed over; rings may be open, crossing, or not finite (1e999 is refused):
 * geo_shape_check finds that. Members that GeoJSON does not name are passed over, their brackets and texts alone are checked. */
geo_geojson_outcome geo_geojson_area(const char *text, size_t length, size_t most_vertices,
                                     geo_shape *shape, geo_geojson_found *found);

#endif
