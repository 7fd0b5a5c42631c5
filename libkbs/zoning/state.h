/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What zoning keeps with a city handle: prepared statements, the catalogue, and memory that is used
 * again from answer to answer. */
#ifndef ZONING_STATE_H
#define ZONING_STATE_H

#include "geo/proj.h"
#include "store/parcel.h"
#include "store/parcel_place.h"
#include "zoning/catalogue.h"
#include "zoning/clocks.h"
#include "zoning/parts.h"

/* One parcel as collected from the store. */
typedef struct zoning_collected {
    store_parcel row; /* its texts are in `texts`, its blob is not to be used */
    base_buffer texts;
    geo_shape shape;
    bool shape_is_damaged;
    bool shares_are_damaged; /* what was kept cannot be right: computed anew */
    zoning_parts parts;      /* the kept shares */
} zoning_collected;

typedef struct zoning_state {
    kbs_city *city;
    zoning_catalogue *catalogue;
    store_parcel_finder *finder;
    store_places *places; /* made when the first point is asked */
    zoning_moment moment; /* the clocks of all questions */
    double deadline_s;    /* of one answer that must be computed */
    zoning_collected collected;
    geo_transform *transform; /* from transform_crs to the city's system; NULL until asked */
    char *transform_crs;
    void *candidates; /* of the point being asked (point.c) */
    size_t candidate_capacity;
    struct zoning_address_list *addresses; /* read when the first address is asked */
} zoning_state;

/* The state of an open city, made at the first need; the city frees it. */
kbs_code zoning_state_of(kbs_city *city, zoning_state **out);

/* After store_parcel_seek_...: reads the first parcel with its shares. KBS_END when there is none.
 * When the walk has a second parcel, it stops there and *more is its neighbourhood, else 0. */
kbs_code zoning_collect(zoning_state *state, int64_t *more);
/* The kept shares are dirty or cannot be right: the answer needs a read transaction, and what was
 * collected must come from it. */
bool zoning_needs_computing(const zoning_state *state);
/* The answer about what was collected, from the kept shares or computed. */
kbs_code zoning_answer_collected(zoning_state *state, const kbs_zoning **out);

#endif
