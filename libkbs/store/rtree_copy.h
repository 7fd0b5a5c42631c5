/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The nodes of an R-tree of SQLite, read into memory as they are and searched there. */
#ifndef STORE_RTREE_COPY_H
#define STORE_RTREE_COPY_H

#include "store/city_handle.h"

typedef struct store_rtree_cell {
    int64_t number; /* row id */
    float east_min, east_max, north_min, north_max;
} store_rtree_cell;

typedef struct store_rtree_copy store_rtree_copy;
/* Of idx_<table>_geometry, as the open transaction sees it. KBS_CORRUPT when the nodes are no
 * tree. */
kbs_code store_rtree_copy_new(store_rtree_copy **out, kbs_city *city, const char *table);
void store_rtree_copy_free(store_rtree_copy *copy); /* NULL is nothing */
/* Visits each cell whose box meets `box`; visit returns false to stop. */
void store_rtree_copy_search(const store_rtree_copy *copy, kbs_box box,
                             bool (*visit)(const store_rtree_cell *cell, void *user), void *user);

#endif
