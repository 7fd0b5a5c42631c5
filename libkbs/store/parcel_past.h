/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Keys of parcels as of a revision. */
#ifndef STORE_PARCEL_PAST_H
#define STORE_PARCEL_PAST_H

#include "store/parcel.h"

/* Rows of a key (neighbourhood 0: of any) that were known on a revision (0: the current ones); visit returns false to stop. */
kbs_code store_parcel_ids_at(kbs_city *city, int64_t neighbourhood, const char *block,
                             const char *parcel, int64_t known_on,
                             bool (*visit)(int64_t id, int64_t neighbourhood, void *user),
                             void *user);
/* As store_parcel_each, as of a revision. */
kbs_code store_parcel_each_at(kbs_city *city, int64_t known_on,
                              bool (*visit)(const store_parcel_key *key, void *user), void *user);

#endif
