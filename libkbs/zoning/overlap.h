/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where plan areas overlap inside a parcel: the regions that exactly two or more of them cover. */
#ifndef ZONING_OVERLAP_H
#define ZONING_OVERLAP_H

#include "zoning/parts.h"

/* Two plan areas whose common part is smaller than this, over the whole city, do not overlap:
 * neighbours whose shared border was written with other digits. In m². */
#define ZONING_PAIR_LEAST_M2 1e-4

/* A plan area over the parcel. */
typedef struct zoning_covering {
    uint32_t cover; /* index in ground->plan_areas */
    double area_m2; /* of its part inside the parcel */
} zoning_covering;

typedef struct zoning_overlaps zoning_overlaps;
zoning_overlaps *zoning_overlaps_new(const zoning_ground *ground); /* NULL = no memory */
void zoning_overlaps_free(zoning_overlaps *overlaps);
/* Appends a part for each region of `parcel` that two or more of the coverings (ascending by cover)
 * share. `until` is a time of base_clock_seconds. */
zoning_outcome zoning_overlaps_find(zoning_overlaps *overlaps, const geo_shape *parcel,
                                    const zoning_covering *coverings, size_t count, double noise_m2,
                                    double until, geo_scratch *scratch, zoning_parts *out);

#endif
