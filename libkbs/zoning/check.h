/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the parts of a check share. */
#ifndef ZONING_CHECK_H
#define ZONING_CHECK_H

#include <kbs/check.h>

#include "geo/box_tree.h"
#include "geo/edge_index.h"
#include "geo/geos.h"
#include "store/city_handle.h"

/* Smaller overlaps and gaps are not told, whatever their width: they would print as 0.00 or 0.01. */
#define ZONING_CHECK_LEAST_M2 0.02
/* Of one overlay. */
#define ZONING_CHECK_DEADLINE_S 2.0

typedef struct zoning_check_item {
    int64_t id;
    const char *label; /* "Çankaya/101/5", a source id, or "" */
    const char
        *group; /* parcels: "Çankaya/101", "" without a block; plan areas: scale and status */
    kbs_box box;
    geo_edge_index *area;
    double area_m2;
} zoning_check_item;

/* All current areas of a kind. */
typedef struct zoning_check_layer {
    kbs_kind kind;
    zoning_check_item *items; /* by id */
    size_t count, capacity;
    geo_box_tree *tree;
    base_arena *texts;
} zoning_check_layer;

typedef struct zoning_checking {
    kbs_city *city;
    base_findings *found;
    double tolerance_m;
    size_t most;
    unsigned threads; /* 0: as many as there are cores */
    bool cut;         /* there were more */
    kbs_progress_cb progress;
    void *user;
    double last_progress_s;
    geo_scratch *scratch;
    geo_geos *geos;
    zoning_check_layer parcels;
    uint32_t *near; /* of look-ups in trees */
    size_t near_capacity;
} zoning_checking;

/* A finding; `place` NULL: none; key, found, expected may be NULL. */
void zoning_check_add(zoning_checking *c, base_finding_code code, kbs_kind kind, int64_t id,
                      const char *key, const char *found, const char *expected,
                      const geo_vertex *place);
/* The same with an area for `found`, in m² to 0.01. */
void zoning_check_add_area(zoning_checking *c, base_finding_code code, kbs_kind kind, int64_t id,
                           const char *key, double found_m2, const char *expected,
                           const geo_vertex *place);
/* KBS_CANCELLED when the caller wants to stop. */
kbs_code zoning_check_tick(zoning_checking *c, const char *stage, size_t done, size_t total);
/* Items whose boxes meet `box`, ascending, in c->near. KBS_MEMORY without a finding. */
kbs_code zoning_check_near(zoning_checking *c, const zoning_check_layer *layer, kbs_box box,
                           size_t *count);

/* Reads the layer; checks of single rows (area misfits, plan values, damaged geometry) are done on the way. */
kbs_code zoning_check_layer_load(zoning_check_layer *layer, zoning_checking *c, kbs_kind kind);
void zoning_check_layer_release(zoning_check_layer *layer);
/* Pairs that overlap, lie in each other, or are the same. */
kbs_code zoning_check_overlaps(zoning_checking *c, const zoning_check_layer *layer);
/* Gaps between the parcels of a block. */
kbs_code zoning_check_gaps(zoning_checking *c);
/* Addresses and buildings outside every parcel. */
kbs_code zoning_check_orphans(zoning_checking *c);

#endif
