/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which parcels may lie at a place: by the R-tree of the city file at first, by a copy of its nodes
 * in memory when many ask. A look-up in SQLite's R-tree costs 10 µs, one in the copy 1 µs; making
 * the copy costs 30 ms and 24 MB for a million parcels. */
#ifndef STORE_PARCEL_PLACE_H
#define STORE_PARCEL_PLACE_H

#include "store/city_handle.h"

/* A row of the parcel table, current or closed, and its box, rounded outward. */
typedef struct store_place {
    int64_t id;
    float east_min, east_max, north_min, north_max;
} store_place;

typedef struct store_places store_places;
kbs_code store_places_new(store_places **out, kbs_city *city);
void store_places_free(store_places *places); /* NULL is nothing */
/* All rows whose box meets `box`, in no promised order; borrowed until the next call. Inside a read
 * transaction (store_city_begin_read) or the writer's. */
kbs_code store_places_find(store_places *places, kbs_box box, const store_place **found,
                           size_t *count);

/* The same from the copy alone, without a transaction; *version is that of the database when the copy
 * was right (store_database_version). False when there is no copy yet, or no memory. */
bool store_places_find_in_copy(store_places *places, kbs_box box, const store_place **found,
                               size_t *count, uint32_t *version);

/* After this many look-ups the copy is made. */
#define STORE_PLACES_PATIENCE 8

#endif
