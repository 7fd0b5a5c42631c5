/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Inside the door to GEOS: the handle, and shapes to and from GEOS' geometries. Only geos.c and geos_shape.c include this. */
#ifndef GEO_GEOS_DOOR_H
#define GEO_GEOS_DOOR_H

#ifndef GEOS_USE_ONLY_R_API
#define GEOS_USE_ONLY_R_API
#endif
#include <geos_c.h>

#include "geo/geos.h"

#define GEOS_MOST_MESSAGE 256

struct geo_geos {
    GEOSContextHandle_t context;
    char message[GEOS_MOST_MESSAGE];
    char reason[GEOS_MOST_MESSAGE];
};

/* Keeps the text, cut to what fits. */
void geo_geos_keep(char kept[GEOS_MOST_MESSAGE], const char *message);

typedef struct geo_flaw {
    const char *text; /* in GEOS' words; NULL = none */
    geo_vertex where;
} geo_flaw;

/* What would make GEOS throw while a geometry is built, or must not reach it at all: coordinates that are not finite or
 * beyond 1e8, rings that are open or too short. */
geo_flaw geo_geos_find_flaw(const geo_shape *shape);
/* For a shape without flaw. NULL with the message set: GEOS threw or memory is out. Caller destroys it. */
GEOSGeometry *geo_geos_build(geo_geos *geos, const geo_shape *shape);
/* The areal part of a geometry as a multi-polygon, maybe without parts. False: no memory, or more than a shape may hold. */
bool geo_geos_take_areas(geo_geos *geos, const GEOSGeometry *geometry, geo_shape *out);

#endif
