/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What lies beyond a place on the border of a parcel: a neighbour, a road, a park, a gap, nothing. */
#ifndef ZONING_EDGE_BEYOND_H
#define ZONING_EDGE_BEYOND_H

#include "zoning/edge_scene.h"

typedef struct zoning_beyond {
    kbs_edge_beyond what;
    const zoning_land *parcel; /* the neighbour, also across a gap or road; NULL: none in reach */
    const zoning_land *road;   /* recorded road; NULL: none */
    const zoning_land *plan_area; /* of the ground at the probe, when it is no building land; else
                                     the one that covers the probe, or NULL */
    double gap_m;                 /* free way to the next parcel; HUGE_VAL: none in reach */
    double width_m;               /* of the road; KBS_NO_VALUE: not known */
    bool width_is_measured;
} zoning_beyond;

/* Belongs to one thread. */
typedef struct zoning_looker {
    const zoning_scene *scene;
    int64_t self;         /* id of the parcel itself; 0: it is not in the scene */
    const geo_shape *own; /* the parcel, shells turning left */
    uint32_t *found;
    size_t found_capacity;
    bool no_memory;
} zoning_looker;

void zoning_looker_release(zoning_looker *looker);
/* Looks from `place` in the direction of `outward` (of length 1). */
zoning_beyond zoning_look(zoning_looker *looker, geo_vertex place, geo_vertex outward);

#endif
