/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Collects plan areas and restrictions for the computation of parts. */
#include "zoning/ground.h"

#include <string.h>

#include "base/memory.h"

#define MOST_COVERS 10000000u

void zoning_ground_init(zoning_ground *ground)
{
    memset(ground, 0, sizeof *ground);
}

static void layer_release(zoning_layer *layer)
{
    for (size_t i = 0; i < layer->count; i++) {
        geo_edge_index_free(layer->covers[i].area);
        geo_shape_release(&layer->covers[i].shape);
    }
    base_free(layer->covers);
    geo_box_tree_free(layer->tree);
    memset(layer, 0, sizeof *layer);
}

void zoning_ground_release(zoning_ground *ground)
{
    layer_release(&ground->plan_areas);
    layer_release(&ground->restrictions);
}

bool zoning_ground_add(zoning_ground *ground, kbs_kind kind, int64_t id, const geo_shape *shape)
{
    zoning_layer *layer = kind == KBS_PLAN_AREA ? &ground->plan_areas : &ground->restrictions;
    bool is_area = geo_type_is_area(shape->type);
    if (kind == KBS_PLAN_AREA && !is_area) {
        return false;
    }
    void *items = layer->covers;
    bool grown = base_array_grow(&items, &layer->capacity, layer->count + 1, sizeof *layer->covers,
                                 MOST_COVERS);
    layer->covers = items;
    if (!grown) {
        return false;
    }
    zoning_cover *cover = &layer->covers[layer->count];
    *cover = (zoning_cover){ .id = id, .box = geo_shape_box(shape) };
    geo_shape_init(&cover->shape);
    if (is_area) {
        cover->area = geo_edge_index_new(shape);
        if (cover->area == NULL) {
            return false;
        }
    } else if (!geo_shape_copy(&cover->shape, shape)) {
        geo_shape_release(&cover->shape);
        return false;
    }
    layer->count++;
    return true;
}

static bool layer_finish(zoning_layer *layer)
{
    kbs_box *boxes = base_new_array(layer->count > 0 ? layer->count : 1, sizeof *boxes);
    if (boxes == NULL) {
        return false;
    }
    for (size_t i = 0; i < layer->count; i++) {
        boxes[i] = layer->covers[i].box;
    }
    layer->tree = geo_box_tree_new(boxes, layer->count);
    base_free(boxes);
    return layer->tree != NULL;
}

bool zoning_ground_finish(zoning_ground *ground)
{
    return layer_finish(&ground->plan_areas) && layer_finish(&ground->restrictions);
}

bool zoning_ground_is_empty(const zoning_ground *ground)
{
    return ground->plan_areas.count == 0 && ground->restrictions.count == 0;
}
