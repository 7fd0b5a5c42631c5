/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parcels one by one, with their kept shares: the statements of a zoning answer, prepared once and
 * kept. One statement gives the parcel, its shares and the number of the city's revision, so that
 * an answer is of one moment without a transaction. */
#ifndef STORE_PARCEL_H
#define STORE_PARCEL_H

#include "store/city_handle.h"
#include "store/share.h"

/* A current parcel; texts and blob are borrowed until the next step. */
typedef struct store_parcel {
    int64_t id, neighbourhood; /* neighbourhood_name id */
    const char *block, *parcel, *map_sheet, *land_type;
    double area_m2;
    double registered_area_m2; /* -1 = not given */
    int64_t from_revision;
    const void *blob;
    size_t blob_length;
    int64_t city_revision;
    uint32_t version; /* of the database, as the walk saw it (store_database_version) */
    bool dirty;
} store_parcel;

/* After this many questions with a neighbourhood the keys are read into memory (store/key_hint.h). */
#define STORE_PARCEL_PATIENCE 64

typedef struct store_parcel_finder store_parcel_finder;
kbs_code store_parcel_finder_new(store_parcel_finder **out, kbs_city *city);
void store_parcel_finder_free(store_parcel_finder *finder); /* NULL is nothing */

/* Start: the parcels of a key (neighbourhood 0: of any), or one by its id; then a step for each
 * share, at least one for each parcel: KBS_OK or KBS_END. After KBS_OK either of the two reads
 * gives what the step brought. Texts of the key are borrowed until the end. */
kbs_code store_parcel_seek_key(store_parcel_finder *finder, int64_t neighbourhood,
                               const char *block, const char *parcel);
kbs_code store_parcel_seek_id(store_parcel_finder *finder, int64_t id);
kbs_code store_parcel_step(store_parcel_finder *finder);
int64_t store_parcel_id(const store_parcel_finder *finder);
int64_t store_parcel_neighbourhood(const store_parcel_finder *finder);
kbs_code store_parcel_read(store_parcel_finder *finder, store_parcel *out);
/* False when this parcel has no share. `others` is borrowed until the next step. */
bool store_parcel_read_share(const store_parcel_finder *finder, store_share *out);
/* Leaves the walk before its end. */
void store_parcel_stop(store_parcel_finder *finder);

/* Newest revision in which a parcel of this key was closed; 0 = none. */
kbs_code store_parcel_closed_in(store_parcel_finder *finder, int64_t neighbourhood,
                                const char *block, const char *parcel, int64_t *revision);
/* The parcel numbers of a block, each with its neighbourhood, in no promised order, at most 1 000;
 * visit returns false to stop. */
kbs_code store_parcel_block(store_parcel_finder *finder, const char *block,
                            bool (*visit)(int64_t neighbourhood, const char *parcel, void *user),
                            void *user);

/* Ids and keys of all current parcels, in no promised order, texts borrowed for the call; visit
 * returns false for no memory. */
typedef struct store_parcel_key {
    int64_t id, neighbourhood;
    const char *block, *parcel;
} store_parcel_key;
kbs_code store_parcel_each(kbs_city *city, bool (*visit)(const store_parcel_key *key, void *user),
                           void *user);

#endif
