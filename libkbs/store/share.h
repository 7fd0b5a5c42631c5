/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The kept shares: what plan areas and restrictions lie over each current parcel. Derived data: rewritten when parcels, plan areas or
 * restrictions change. A parcel without rows is wholly uncovered. */
#ifndef STORE_SHARE_H
#define STORE_SHARE_H

#include "store/city_handle.h"

typedef enum store_share_kind {
    STORE_SHARE_PLAN_AREA = 1,
    STORE_SHARE_OVERLAP =
        3, /* `sources` in `others`, the first in source_id; area of the part that exactly these cover */
    STORE_SHARE_RESTRICTION = 4,
    STORE_SHARE_TOUCH = 5 /* a plan area that only touches */
} store_share_kind;

typedef struct store_share {
    int64_t parcel_id;
    int32_t ordinal;
    store_share_kind kind;
    int64_t source_id; /* row id in plan_area or restriction */
    double area_m2;    /* exact */
    double length_m;
    const char *others; /* overlap: further row ids, "12+15"; NULL */
    bool touches_only;
} store_share;

/* Inside the writer's transaction. Rows must come in the order of (parcel_id, ordinal). */
typedef struct store_share_writer store_share_writer;
/* `all`: forget all kept shares first (fast); else only those of the parcels that are written. */
kbs_code store_share_writer_new(store_share_writer **out, kbs_city *city, bool all);
kbs_code store_share_writer_parcel(store_share_writer *writer,
                                   int64_t parcel_id); /* forget its rows */
kbs_code store_share_writer_add(store_share_writer *writer, const store_share *share);
void store_share_writer_free(store_share_writer *writer);
/* Parcels whose shares could not be computed (too complex, damaged): answers compute again and say so. */
kbs_code store_share_mark_dirty(kbs_city *city, int64_t parcel_id);

#endif
