/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The table that ties an address to the parcel it lies in. */
#ifndef STORE_ADDRESS_H
#define STORE_ADDRESS_H

#include "store/city_handle.h"

/* Inside the writer's transaction. */
typedef struct store_address_ties store_address_ties;
/* `all`: forget all ties first. */
kbs_code store_address_ties_new(store_address_ties **out, kbs_city *city, bool all);
void store_address_ties_free(store_address_ties *ties); /* NULL is nothing */
/* Ties an address; parcel 0: it lies in none. */
kbs_code store_address_tie(store_address_ties *ties, int64_t address, int64_t parcel);
/* Forgets the ties of addresses that this revision closed. */
kbs_code store_address_forget_closed(kbs_city *city, int64_t revision);

/* Every current address with the parcel that it is tied to (0 = none), in no promised order; texts are borrowed for the call;
 * visit returns false for no memory. */
typedef struct store_address {
    int64_t id, neighbourhood; /* neighbourhood_name id, 0 = none */
    int64_t parcel;
    const char *street, *door;
} store_address;
kbs_code store_address_each(kbs_city *city, bool (*visit)(const store_address *address, void *user),
                            void *user);

#endif
