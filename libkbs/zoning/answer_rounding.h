/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parts of a parcel at the printed precision. */
#ifndef ZONING_ANSWER_ROUNDING_H
#define ZONING_ANSWER_ROUNDING_H

#include "base/memory.h"
#include "zoning/parts.h"

typedef struct zoning_amount {
    double exact_m2;
    int64_t hundredths; /* of m² */
    int64_t millionths; /* of the parcel */
} zoning_amount;

typedef struct zoning_rounded_plan_area {
    int64_t id;
    zoning_amount amount; /* nothing for one that only touches */
} zoning_rounded_plan_area;

typedef struct zoning_rounded_overlap {
    const uint32_t *members; /* positions in plan_areas, ascending */
    uint32_t member_count;
    zoning_amount amount;
} zoning_rounded_overlap;

typedef struct zoning_rounded {
    zoning_rounded_plan_area *plan_areas; /* by id */
    size_t plan_area_count;
    zoning_rounded_overlap *overlaps; /* in the order of the parts */
    size_t overlap_count;
    zoning_amount uncovered;
} zoning_rounded;

/* Everything lives in the arena. The parts must be sound (zoning_parts_are_sound). False = no
 * memory. */
bool zoning_round_parts(zoning_rounded *out, const zoning_parts *parts, double parcel_area_m2,
                        base_arena *arena);

#endif
