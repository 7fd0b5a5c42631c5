/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Makes the site of one parcel: edges, and what may be built under each plan area. */
#ifndef ZONING_BUILDABLE_H
#define ZONING_BUILDABLE_H

#include "zoning/buildable_offset.h"
#include "zoning/buildable_rule.h"
#include "zoning/parts.h"

/* Belongs to one thread; the scene is shared. */
typedef struct zoning_site_maker {
    const zoning_scene *scene;
    geo_geos *geos;
    zoning_looker looker;
    zoning_pieces pieces;
    zoning_groups groups;
    zoning_offset offset;
    geo_shape own, part, before, after, spare;
    geo_shape ceded, green; /* what goes to roads and to parks, of the parcel being made */
    zoning_strip *strips;
    size_t strip_count, strip_capacity;
    bool geometry; /* rings of areas are wanted */
    double until;
} zoning_site_maker;

bool zoning_site_maker_init(zoning_site_maker *maker, const zoning_scene *scene, bool geometry);
void zoning_site_maker_release(zoning_site_maker *maker);

typedef struct zoning_site_input {
    int64_t parcel_id;
    const char *neighbourhood, *block, *parcel;
    const geo_shape *shape;
    const zoning_parts *parts; /* the shares of the parcel */
    const char *crs;
    int64_t revision;
    const char *not_determined; /* "" or why there is no answer */
} zoning_site_input;

/* KBS_OK or KBS_MEMORY. The caller frees the site with kbs_site_free. */
kbs_code zoning_site_make(zoning_site_maker *maker, const zoning_site_input *input,
                          const kbs_site **out);

/* One part of the parcel while it is made (buildable_part.c). */
typedef struct zoning_part_making {
    zoning_site_maker *maker;
    base_arena *arena;
    kbs_buildable *out;
    const zoning_land *plan_area;
    const zoning_parts *parts;
    double parcel_area_m2;
    bool is_first; /* it carries the cessions */
    const char **missing;
    kbs_subtraction *subtractions;
    bool no_memory;
} zoning_part_making;
#define ZONING_MOST_MISSING 12u
#define ZONING_MOST_SUBTRACTIONS 64u

/* maker->part is the part of the parcel. */
void zoning_part_make(zoning_part_making *m);
/* maker->part becomes strips with the distances of the plan area; adds what is missing. False: the
 * envelope cannot be determined. */
bool zoning_part_strips(zoning_part_making *m, const zoning_setbacks *setbacks);
void zoning_part_miss(zoning_part_making *m, const char *what);
/* An area for the answer; rings only where they are wanted. */
kbs_site_area zoning_site_area(base_arena *arena, const geo_shape *shape, bool geometry,
                               bool *no_memory);

#endif
