/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Collects the surroundings. */
#include "zoning/edge_scene.h"

#include <string.h>

#include "geo/measure.h"

#define MOST_LANDS 100000000u

bool zoning_scene_init(zoning_scene *scene)
{
    memset(scene, 0, sizeof *scene);
    scene->texts = base_arena_new();
    return scene->texts != NULL;
}

static void release(zoning_lands *lands)
{
    for (size_t i = 0; i < lands->count; i++) {
        geo_shape_release(&lands->items[i].shape);
    }
    base_free(lands->items);
    geo_box_tree_free(lands->tree);
}

void zoning_scene_release(zoning_scene *scene)
{
    release(&scene->parcels);
    release(&scene->roads);
    release(&scene->plan_areas);
    release(&scene->restrictions);
    base_arena_free(scene->texts);
    memset(scene, 0, sizeof *scene);
}

/* NULL = no memory. */
static zoning_land *add(zoning_lands *lands, int64_t id, const geo_shape *shape)
{
    void *items = lands->items;
    bool grown = base_array_grow(&items, &lands->capacity, lands->count + 1, sizeof *lands->items,
                                 MOST_LANDS);
    lands->items = items;
    if (!grown) {
        return NULL;
    }
    zoning_land *land = &lands->items[lands->count];
    *land = (zoning_land){ .id = id, .name = "", .width_m = KBS_NO_VALUE };
    geo_shape_init(&land->shape);
    if (!geo_shape_copy(&land->shape, shape)) {
        geo_shape_release(&land->shape);
        return NULL;
    }
    if (geo_type_is_area(shape->type)) {
        geo_shape_orient(&land->shape, true);
    }
    land->box = geo_shape_box(&land->shape);
    lands->count++;
    return land;
}

bool zoning_scene_add_parcel(zoning_scene *scene, int64_t id, const geo_shape *shape)
{
    return add(&scene->parcels, id, shape) != NULL;
}

bool zoning_scene_add_road(zoning_scene *scene, int64_t id, const geo_shape *shape,
                           const char *name, const char *road_class, double width_m)
{
    const char *kept = base_arena_text(scene->texts, name);
    zoning_land *road = kept != NULL ? add(&scene->roads, id, shape) : NULL;
    if (road == NULL) {
        return false;
    }
    road->name = kept;
    road->use = zoning_use_of_road(road_class);
    road->width_m = width_m > 0.0 ? width_m : KBS_NO_VALUE;
    return true;
}

bool zoning_scene_add_plan_area(zoning_scene *scene, const kbs_plan_area *plan_area,
                                const geo_shape *shape)
{
    zoning_land *land = add(&scene->plan_areas, plan_area->id, shape);
    if (land == NULL) {
        return false;
    }
    land->plan_area = plan_area;
    land->use = zoning_use_of_plan(plan_area->use, plan_area->use_code);
    land->order = zoning_order_of(plan_area->building_order);
    return true;
}

bool zoning_scene_add_restriction(zoning_scene *scene, const kbs_restriction *restriction,
                                  const geo_shape *shape)
{
    zoning_land *land = add(&scene->restrictions, restriction->id, shape);
    if (land == NULL) {
        return false;
    }
    land->restriction = restriction;
    land->ban = zoning_ban_of(restriction->type, restriction->degree, restriction->note);
    return true;
}

static bool finish(zoning_lands *lands)
{
    kbs_box *boxes = base_new_array(lands->count > 0 ? lands->count : 1, sizeof *boxes);
    if (boxes == NULL) {
        return false;
    }
    for (size_t i = 0; i < lands->count; i++) {
        boxes[i] = lands->items[i].box;
    }
    lands->tree = geo_box_tree_new(boxes, lands->count);
    base_free(boxes);
    return lands->tree != NULL;
}

bool zoning_scene_finish(zoning_scene *scene)
{
    return finish(&scene->parcels) && finish(&scene->roads) && finish(&scene->plan_areas) &&
           finish(&scene->restrictions);
}

const zoning_land *zoning_lands_by_id(const zoning_lands *lands, int64_t id)
{
    size_t low = 0, high = lands->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lands->items[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < lands->count && lands->items[low].id == id ? &lands->items[low] : NULL;
}
