/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Inside the door to PROJ. Only proj.c and proj_identify.c include this. */
#ifndef GEO_PROJ_DOOR_H
#define GEO_PROJ_DOOR_H

#include <proj.h>
#include <stdbool.h>

#define PROJ_MOST_MESSAGE 256

/* A context, the last thing that PROJ said in it, and the last path it was given. */
typedef struct geo_proj_session {
    PJ_CONTEXT *context;
    char message[PROJ_MOST_MESSAGE];
    char path[PROJ_MOST_MESSAGE];
} geo_proj_session;

/* EPSG's own system; NULL when there is none. Caller destroys it. */
PJ *geo_proj_from_epsg(PJ_CONTEXT *context, int epsg);
/* The code that a system itself states; 0 = none. */
int geo_proj_own_code(const PJ *system);
/* The code found by name and numbers together; 0 when PROJ is not sure. */
int geo_proj_identified_code(PJ_CONTEXT *context, const PJ *system);
/* For definitions whose datum has an unknown name: the system of the same name and numbers; 0 = none. */
int geo_proj_named_code(PJ_CONTEXT *context, const PJ *system);
/* For definitions that leave their datum open: the national grid whose numbers these are; 0 = none. */
int geo_proj_assumed_code(PJ_CONTEXT *context, const PJ *system);
/* Equal in all numbers: ellipsoid, prime meridian, projection, unit. Names and datum are not compared. */
bool geo_proj_same_numbers(PJ_CONTEXT *context, const PJ *a, const PJ *b);

#endif
