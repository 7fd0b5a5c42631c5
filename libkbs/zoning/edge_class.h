/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Front, side, rear, attached or undetermined: the rules EC-01 to EC-09 and SB-08. */
#ifndef ZONING_EDGE_CLASS_H
#define ZONING_EDGE_CLASS_H

#include "zoning/edge_piece.h"

typedef enum zoning_reason {
    ZONING_REASON_ROAD = 1,         /* faces a road: EC-02 */
    ZONING_REASON_PEDESTRIAN,       /* EC-09 */
    ZONING_REASON_GAP,              /* the way between two blocks: EC-02 */
    ZONING_REASON_TOUCHES_FRONT,    /* side: EC-04 */
    ZONING_REASON_REAR,             /* EC-03 */
    ZONING_REASON_NO_FRONT,         /* landlocked */
    ZONING_REASON_FLAG,             /* neck or shoulder of a flag */
    ZONING_REASON_NOTHING,          /* nothing is recorded beyond, so it may be a road */
    ZONING_REASON_ATTACHED,         /* SB-08 */
    ZONING_REASON_ATTACHED_UNKNOWN, /* block or twin: which side is attached is not given */
    ZONING_REASON_COUNT
} zoning_reason;
const char *zoning_reason_text(zoning_reason reason, kbs_lang lang);

typedef enum zoning_parcel_form {
    ZONING_FORM_INTERIOR = 0,
    ZONING_FORM_CORNER,
    ZONING_FORM_THROUGH,
    ZONING_FORM_SEVERAL_ROADS, /* three roads and more */
    ZONING_FORM_FLAG,
    ZONING_FORM_LANDLOCKED
} zoning_parcel_form;

/* Edges of one class side by side that belong together. */
typedef struct zoning_group {
    size_t first, count; /* pieces, going round their ring */
    uint32_t ring;       /* index in ring_start */
    double length_m;
    kbs_edge_class edge_class;
    const char *rule;
    zoning_reason reason;
    bool is_parcel_front;
} zoning_group;

typedef struct zoning_groups {
    zoning_group *items;
    size_t count, capacity;
    zoning_parcel_form form;
    double depth_m; /* EC-08; KBS_NO_VALUE */
} zoning_groups;

void zoning_groups_release(zoning_groups *groups);
/* Classes the pieces and groups them. `governing`: the plan area that the parcel is built by, NULL:
 * none. `roads_are_recorded`: the city knows roads near the parcel, so that open land is none. False = no
 * memory. */
bool zoning_groups_find(zoning_groups *groups, zoning_pieces *pieces, const zoning_land *governing,
                        bool roads_are_recorded);
/* The second half: groups pieces that are classed. groups->form is ZONING_FORM_FLAG or not. */
bool zoning_groups_make(zoning_groups *groups, zoning_pieces *pieces);
/* The i-th piece of a group. */
zoning_piece *zoning_group_piece(const zoning_group *group, const zoning_pieces *pieces, size_t i);

#endif
