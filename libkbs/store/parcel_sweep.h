/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Geometries of many parcels in the order of their ids, for work on all of them or on a chosen
 * few. */
#ifndef STORE_PARCEL_SWEEP_H
#define STORE_PARCEL_SWEEP_H

#include "store/city_handle.h"

typedef struct store_parcel_sweep store_parcel_sweep;
/* The current parcels: all (ids NULL) or those of the list, which is borrowed and ascends; ids that
 * are not current are passed over. */
kbs_code store_parcel_sweep_new(store_parcel_sweep **out, kbs_city *city, const int64_t *ids,
                                size_t count);
void store_parcel_sweep_free(store_parcel_sweep *sweep); /* NULL is nothing */
/* KBS_END after the last. The blob is borrowed until the next call. */
kbs_code store_parcel_sweep_next(store_parcel_sweep *sweep, int64_t *id, const void **blob,
                                 size_t *length);

/* Ids of the parcels that this revision closed; the first code but KBS_OK of a visit ends it. */
kbs_code store_parcel_closed_by(kbs_city *city, int64_t revision,
                                kbs_code (*visit)(int64_t id, void *user), void *user);

#endif
