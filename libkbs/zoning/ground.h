/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What lies over parcels, in memory: plan areas and restrictions with their edge indexes and a box
 * tree each. Built once, then read by many threads. */
#ifndef ZONING_GROUND_H
#define ZONING_GROUND_H

#include "geo/box_tree.h"
#include "geo/edge_index.h"

/* A plan area or a restriction. */
typedef struct zoning_cover {
    int64_t id;           /* of its row */
    geo_edge_index *area; /* NULL: a restriction of lines or points */
    geo_shape shape;      /* of lines or points; empty for areas */
    kbs_box box;
} zoning_cover;

typedef struct zoning_layer {
    zoning_cover *covers; /* in the order of their ids */
    size_t count, capacity;
    geo_box_tree *tree;
} zoning_layer;

typedef struct zoning_ground {
    zoning_layer plan_areas;
    zoning_layer restrictions;
} zoning_ground;

void zoning_ground_init(zoning_ground *ground);
void zoning_ground_release(zoning_ground *ground);
/* Adds a plan area (areas only) or a restriction (anything) with an id above all before it; the
 * shape is copied. False = no memory, or a plan area that is none. */
bool zoning_ground_add(zoning_ground *ground, kbs_kind kind, int64_t id, const geo_shape *shape);
/* Builds the trees. To be called once, after the last add. False = no memory. */
bool zoning_ground_finish(zoning_ground *ground);
bool zoning_ground_is_empty(const zoning_ground *ground);

#endif
