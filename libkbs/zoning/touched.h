/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which parcels must be looked at again after an import. */
#ifndef ZONING_TOUCHED_H
#define ZONING_TOUCHED_H

#include "store/writer.h"

typedef struct zoning_touched {
    bool all;     /* every parcel */
    int64_t *ids; /* else these, ascending */
    size_t count, capacity;
    kbs_box box;     /* that holds the geometries of these */
    int64_t parcels; /* current ones in the city */
} zoning_touched;

void zoning_touched_init(zoning_touched *touched);
void zoning_touched_release(zoning_touched *touched);
/* For new and closed parcels, plan areas or restrictions. Above a fifth of the city it is all. */
kbs_code zoning_touched_find(zoning_touched *touched, kbs_city *city, kbs_kind kind,
                             const store_writer *writer);

#endif
