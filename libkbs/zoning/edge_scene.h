/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The surroundings of parcels in memory: parcels, roads, plan areas and restrictions with a box tree
 * each. Built once, then read by many threads. Shells turn left, holes right. */
#ifndef ZONING_EDGE_SCENE_H
#define ZONING_EDGE_SCENE_H

#include <kbs/zoning.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "zoning/edge_use.h"

/* A row near by. */
typedef struct zoning_land {
    int64_t id;
    geo_shape shape;
    kbs_box box;
    zoning_use use;     /* of a plan area or a road */
    const char *name;   /* of a road */
    double width_m;     /* of a road; KBS_NO_VALUE: not given */
    zoning_order order; /* of a plan area */
    zoning_ban ban;     /* of a restriction */
    const kbs_plan_area *plan_area;
    const kbs_restriction *restriction;
} zoning_land;

typedef struct zoning_lands {
    zoning_land *items; /* in the order of their ids */
    size_t count, capacity;
    geo_box_tree *tree;
} zoning_lands;

typedef struct zoning_scene {
    zoning_lands parcels, roads, plan_areas, restrictions;
    base_arena *texts; /* of roads, plan areas and restrictions */
} zoning_scene;

bool zoning_scene_init(zoning_scene *scene); /* false = no memory */
void zoning_scene_release(zoning_scene *scene);
/* Each adds a row with an id above those of its kind before; the shape is copied, texts and records
 * must lie in scene->texts or live as long. False = no memory. */
bool zoning_scene_add_parcel(zoning_scene *scene, int64_t id, const geo_shape *shape);
bool zoning_scene_add_road(zoning_scene *scene, int64_t id, const geo_shape *shape,
                           const char *name, const char *road_class, double width_m);
bool zoning_scene_add_plan_area(zoning_scene *scene, const kbs_plan_area *plan_area,
                                const geo_shape *shape);
bool zoning_scene_add_restriction(zoning_scene *scene, const kbs_restriction *restriction,
                                  const geo_shape *shape);
/* Builds the trees; once, after the last row. False = no memory. */
bool zoning_scene_finish(zoning_scene *scene);
/* NULL when there is none. */
const zoning_land *zoning_lands_by_id(const zoning_lands *lands, int64_t id);

#endif
