/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Divides a parcel by its plan areas: parts to build on, what goes to roads, what goes to parks. */
#ifndef ZONING_BUILDABLE_DIVIDE_H
#define ZONING_BUILDABLE_DIVIDE_H

#include "zoning/buildable.h"

#define ZONING_MOST_DIVISIONS 16u

typedef struct zoning_division {
    const zoning_land *areas[ZONING_MOST_DIVISIONS]; /* to build on, the largest first */
    double areas_m2[ZONING_MOST_DIVISIONS];
    size_t count;
    const zoning_land *governing; /* the first of them; else the largest plan area; NULL: none */
    const zoning_land *special[ZONING_MOST_DIVISIONS]; /* roads and parks of the plan */
    size_t special_count;
    double uncovered_m2, overlap_m2, sliver_m2;
    bool too_many;
    geo_outcome outcome; /* of the cutting: when not done, no part can be made */
    bool is_whole;       /* one plan area has it all */
    bool has_unplanned;  /* something is left open that is no road */
} zoning_division;

void zoning_division_list(zoning_division *division, const zoning_scene *scene,
                          const zoning_parts *parts, double parcel_area_m2);
/* Fills maker->ceded and maker->green. False = no memory. */
bool zoning_division_cut(zoning_division *division, zoning_site_maker *maker);
/* Fills maker->part with the i-th part and makes it. */
void zoning_division_part(const zoning_division *division, zoning_site_maker *maker,
                          zoning_part_making *m, size_t i);

#endif
