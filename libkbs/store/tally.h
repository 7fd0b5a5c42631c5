/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the city keeps about the rows of a kind. */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "store/city_handle.h"
#include "store/kinds.h"

typedef struct store_tally {
    int64_t current, closed;
    double measure; /* sum over the current rows, m² or m */
    kbs_box extent; /* of the current rows; empty when there is none */
} store_tally;

/* As kept; zeroes when nothing was imported. */
kbs_code store_tally_read(kbs_city *city, const store_kind *kind, store_tally *tally);
kbs_code store_tally_write(kbs_city *city, const store_kind *kind, const store_tally *tally);
/* The extent of the current rows by reading all of them. */
kbs_code store_tally_extent(kbs_city *city, const store_kind *kind, kbs_box *extent);

#endif
