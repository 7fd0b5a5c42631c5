/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Cuts a parcel by plan areas that overlap each other in threes or more. */
#ifndef ZONING_OVERLAP_CUT_H
#define ZONING_OVERLAP_CUT_H

#include "zoning/overlap.h"

#define ZONING_CUT_MOST_COVERINGS 256u
#define ZONING_CUT_MOST_REGIONS 1024u

/* Appends a part for each region that two or more of the coverings share exactly. Checks that the
 * regions of every plan area are as large as its part that is known; where they are not, the
 * overlay lost something and the outcome is ZONING_TOO_COMPLEX. `until` is a time of
 * base_clock_seconds. */
zoning_outcome zoning_overlap_cut(geo_geos *geos, const zoning_ground *ground,
                                  const geo_shape *parcel, const zoning_covering *coverings,
                                  size_t count, double noise_m2, double until, zoning_parts *out);

#endif
