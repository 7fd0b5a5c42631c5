/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* All addresses of the city in memory, by street and door as they are compared: about 40 bytes an address. Read when the first
 * address is asked, and again when the city has another revision. */
#ifndef ZONING_ADDRESS_LIST_H
#define ZONING_ADDRESS_LIST_H

#include "zoning/state.h"

typedef struct zoning_street {
    int64_t neighbourhood; /* 0 = none */
    const char *text;      /* as the city has it */
    const char *folded, *kind;
    size_t first_door, end_door;
} zoning_street;

typedef struct zoning_door {
    uint32_t street;
    const char *text, *folded;
    int64_t parcel; /* 0 = it lies in none */
    int64_t id;     /* of the address */
} zoning_door;

typedef struct zoning_address_list {
    int64_t revision;
    base_arena *texts;
    zoning_street *streets; /* in no promised order */
    size_t street_count, street_capacity;
    zoning_door *doors; /* by street, then by folded number */
    size_t door_count, door_capacity;
} zoning_address_list;

/* In a read transaction; kept with the state. */
kbs_code zoning_address_list_of(zoning_state *state, const zoning_address_list **out);
void zoning_address_list_free(zoning_address_list *list); /* NULL is nothing */

#endif
