/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parts of a parcel: which plan areas and restrictions meet it, with which exact area, and
 * where plan areas overlap. The same code computes the kept shares and the answers that are
 * computed when asked. */
#ifndef ZONING_PARTS_H
#define ZONING_PARTS_H

#include "geo/geos.h"
#include "store/share.h"
#include "zoning/ground.h"

/* What sums and differences of the areas of a parcel's parts may be off: below it a remainder is
 * nothing. */
double zoning_noise_m2(double parcel_area_m2);

/* A plan area on display: computed, never kept. */
#define ZONING_PART_NOTICE ((store_share_kind)100)

typedef struct zoning_part {
    store_share_kind kind;
    int64_t source_id; /* row of the plan area or restriction; of an overlap its first plan area */
    double area_m2;    /* exact; of an overlap the part that exactly its members cover */
    double length_m;   /* of the lines of a restriction inside the parcel */
    bool touches_only; /* of a restriction: no area, no length, no point inside */
    uint32_t first_member; /* of an overlap: its plan areas, ascending, in zoning_parts.members */
    uint32_t member_count; /* 0 for all others */
} zoning_part;

/* Plan areas by id, then overlaps, then restrictions by id. Reused from parcel to parcel. */
typedef struct zoning_parts {
    zoning_part *items;
    size_t count, capacity;
    int64_t *members;
    size_t member_count, member_capacity;
} zoning_parts;

void zoning_parts_init(zoning_parts *parts);
void zoning_parts_release(zoning_parts *parts);
void zoning_parts_clear(zoning_parts *parts);
/* Appends one; `members` may be NULL when member_count is 0. False = no memory. */
bool zoning_parts_add(zoning_parts *parts, const zoning_part *part, const int64_t *members);

typedef enum zoning_outcome {
    ZONING_DONE = 0,
    ZONING_TOO_COMPLEX, /* not computed within the deadline or the limits; the parts are then not all there */
    ZONING_NO_MEMORY
} zoning_outcome;

/* Finds parts; belongs to one thread, the ground is shared. Keeps what it learns about pairs of
 * plan areas. */
typedef struct zoning_finder zoning_finder;
zoning_finder *zoning_finder_new(const zoning_ground *ground); /* NULL = no memory */
void zoning_finder_free(zoning_finder *finder);
/* Appends the parts of a parcel (an area), within a deadline that covers its overlays. */
zoning_outcome zoning_finder_find(zoning_finder *finder, const geo_shape *parcel, double deadline_s,
                                  zoning_parts *out);

#endif
