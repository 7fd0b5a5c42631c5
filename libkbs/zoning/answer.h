/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Makes the public answer out of a parcel and its parts: rounds, classifies, orders, and copies all
 * texts, so that the answer stands alone in one arena. */
#ifndef ZONING_ANSWER_H
#define ZONING_ANSWER_H

#include "zoning/catalogue.h"
#include "zoning/clocks.h"
#include "zoning/parts.h"

/* A part smaller than this is no row: it would print as 0.00. A plan area with no more is among the
 * neighbours. In m². */
#define ZONING_ROW_LEAST_M2 0.005

/* The parcel as the store gave it; borrowed. */
typedef struct zoning_parcel {
    int64_t id;
    const char *neighbourhood, *block, *parcel, *map_sheet, *land_type;
    double area_m2;
    double registered_area_m2; /* KBS_NO_VALUE: not given */
    int64_t from_revision;
    const geo_shape *shape; /* NULL: damaged */
} zoning_parcel;

typedef struct zoning_answer_setup {
    zoning_catalogue *catalogue;
    zoning_parcel parcel;
    const zoning_parts *parts;
    int64_t revision; /* the newest of the city */
    zoning_moment moment;
    const char *crs;
    bool computed_now;
    const char *not_determined; /* code of a finding; "": the answer is there */
} zoning_answer_setup;

/* Do the parts belong to a parcel of this area? False tells of kept shares that cannot be right. */
bool zoning_parts_are_sound(const zoning_parts *parts, double parcel_area_m2);
/* KBS_OK, KBS_MEMORY, KBS_CORRUPT (a row that a part names is not in the city) or what the store
 * says. The caller frees the answer with kbs_zoning_free. The parts must be sound. */
kbs_code zoning_answer_new(const kbs_zoning **out, const zoning_answer_setup *setup);
/* The outline of an answer's parcel or area, in the city's system; NULL = it could not be read. */
const geo_shape *zoning_answer_outline(const kbs_zoning *answer);

#endif
