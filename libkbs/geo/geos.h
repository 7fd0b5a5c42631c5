/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to GEOS (reentrant interface only). One geo_geos belongs to one thread. Every call has a deadline:
 * seconds from its start, HUGE_VAL for none. Areal results are always of type GEO_MULTIPOLYGON. */
#ifndef GEO_GEOS_H
#define GEO_GEOS_H

#include "geo/shape.h"

typedef struct geo_geos geo_geos;
geo_geos *geo_geos_new(void); /* made under a mutex; NULL = no memory */
void geo_geos_free(geo_geos *geos);

typedef enum geo_outcome {
    GEO_DONE = 0,
    GEO_FAILED,   /* GEOS threw: geo_geos_message */
    GEO_DEADLINE, /* not within the time */
    GEO_NO_MEMORY
} geo_outcome;

const char *geo_geos_message(const geo_geos *geos); /* of the last call that was not GEO_DONE */
const char *geo_geos_version(void);

/* OGC validity; when not valid, *reason (static-like, until the next call) and *where are set. */
geo_outcome geo_geos_is_valid(geo_geos *geos, const geo_shape *shape, double deadline_s,
                              bool *valid, const char **reason, geo_vertex *where);
/* GEOS' structure-keeping repair (MakeValid, method structure, keep collapsed off); only the areal part of the answer is kept. */
geo_outcome geo_geos_make_valid(geo_geos *geos, const geo_shape *shape, double deadline_s,
                                geo_shape *out);

typedef enum geo_overlay { GEO_INTERSECTION = 1, GEO_UNION = 2, GEO_DIFFERENCE = 3 } geo_overlay;
/* Overlay of two areas; only the areal part of the answer is kept (it may be empty: type GEO_MULTIPOLYGON with no part). */
geo_outcome geo_geos_overlay(geo_geos *geos, geo_overlay operation, const geo_shape *a,
                             const geo_shape *b, double deadline_s, geo_shape *out);
/* The union of the parts of one shape, which may overlap. */
geo_outcome geo_geos_union_parts(geo_geos *geos, const geo_shape *areas, double deadline_s,
                                 geo_shape *out);
/* What is narrower than `width_m` between or beside the parts of an area: its closing (grown by half the width and shrunk again, corners
 * kept) without itself. */
geo_outcome geo_geos_narrow_gaps(geo_geos *geos, const geo_shape *areas, double width_m,
                                 double deadline_s, geo_shape *out);
/* Length of the part of lines `line` inside area `area`, metres; and whether they meet at all. Points: length 0. */
geo_outcome geo_geos_line_in_area(geo_geos *geos, const geo_shape *line, const geo_shape *area,
                                  double deadline_s, double *length_m, bool *meets);

#endif
