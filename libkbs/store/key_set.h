/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The keys that one import met, with the record that brought each: exact, in memory, about 40 bytes a key. */
#ifndef STORE_KEY_SET_H
#define STORE_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct store_key_set store_key_set;

/* Room for `expected` keys is made at once (it may become more, and fewer cost nothing but the room). NULL = no memory. */
store_key_set *store_key_set_new(int64_t expected);
void store_key_set_free(store_key_set *set);
typedef enum store_key_outcome {
    STORE_KEY_NEW = 0,
    STORE_KEY_THERE = 1,
    STORE_KEY_NO_MEMORY = 2
} store_key_outcome;
/* Adds a key; when it is there already, *other is the record that brought it. */
store_key_outcome store_key_set_add(store_key_set *set, const void *key, size_t length,
                                    int64_t record, int64_t *other);
bool store_key_set_has(const store_key_set *set, const void *key, size_t length, int64_t *record);

#endif
