/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Keys of parcels in memory, 16 bytes each: where the row of a key probably is. Only a hint: the caller reads that row and compares
 * the key, and asks the index of the file when it is another one, so a hint that is old costs time and never an answer. */
#ifndef STORE_KEY_HINT_H
#define STORE_KEY_HINT_H

#include "store/parcel.h"

typedef struct store_key_hint store_key_hint;

/* Reads the keys of all current parcels once (half a second for a million). */
kbs_code store_key_hint_new(store_key_hint **out, kbs_city *city);
void store_key_hint_free(store_key_hint *hint); /* NULL is nothing */
/* The id of the row that may have this key; 0 = none is known. */
int64_t store_key_hint_find(const store_key_hint *hint, int64_t neighbourhood, const char *block,
                            const char *parcel);

#endif
