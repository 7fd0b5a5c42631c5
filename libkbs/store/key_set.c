/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A hash table with open addressing over keys that lie one behind the other in blocks of memory. */
#include "store/key_set.h"

#include <string.h>

#include "base/date.h"
#include "base/memory.h"

#define MOST_KEYS 20000000u
#define BLOCK_BYTES ((size_t)1 << 20)
#define MOST_BLOCKS 65536u
#define FIRST_SLOTS ((size_t)1024)
#define MOST_SLOTS_AT_FIRST ((size_t)1 << 22) /* the number of records comes from the source */

typedef struct key_entry {
    const uint8_t *key;
    int64_t record;
    uint32_t length;
    uint32_t hash;
} key_entry;

/* The hash stands beside the index, so that a slot of another key is passed by without looking at that key. */
typedef struct key_slot {
    uint32_t hash;
    uint32_t index; /* + 1; 0 = empty */
} key_slot;

struct store_key_set {
    key_entry *entries;
    size_t count, capacity;
    key_slot *slots;
    size_t slot_count; /* a power of two, at least twice the count */
    uint8_t **blocks;
    size_t block_count, block_capacity;
    size_t block_used, block_size; /* of the last one */
    uint64_t seed;
};

/* Mixes eight bytes a step. The seed differs from run to run so that nobody can prepare keys that all fall into one slot; no
 * answer depends on it. */
static uint32_t hash_of(const store_key_set *set, const uint8_t *key, size_t length)
{
    uint64_t hash = set->seed ^ (length * UINT64_C(0x9E3779B97F4A7C15));
    while (length > 0) {
        uint64_t piece = 0;
        size_t count = length < 8 ? length : 8;
        memcpy(&piece, key, count);
        hash = (hash ^ piece) * UINT64_C(0xFF51AFD7ED558CCD);
        hash ^= hash >> 32;
        hash *= UINT64_C(0xC4CEB9FE1A85EC53);
        hash ^= hash >> 29;
        key += count;
        length -= count;
    }
    return (uint32_t)(hash ^ (hash >> 32));
}

void store_key_set_free(store_key_set *set)
{
    if (set != NULL) {
        for (size_t i = 0; i < set->block_count; i++) {
            base_free(set->blocks[i]);
        }
        base_free(set->blocks);
        base_free(set->entries);
        base_free(set->slots);
        base_free(set);
    }
}

static bool grow_slots(store_key_set *set, size_t wanted)
{
    key_slot *slots = base_new_array(wanted, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    base_prefer_large_pages(slots, wanted * sizeof *slots);
    for (size_t i = 0; i < set->count; i++) {
        size_t slot = set->entries[i].hash & (wanted - 1);
        while (slots[slot].index != 0) {
            slot = (slot + 1) & (wanted - 1);
        }
        slots[slot] = (key_slot){ set->entries[i].hash, (uint32_t)i + 1 };
    }
    base_free(set->slots);
    set->slots = slots;
    set->slot_count = wanted;
    return true;
}

store_key_set *store_key_set_new(int64_t expected)
{
    store_key_set *set = base_new(sizeof *set);
    size_t slots = FIRST_SLOTS;
    if (set == NULL) {
        return NULL;
    }
    double now = base_clock_seconds();
    memcpy(&set->seed, &now, sizeof set->seed);
    set->seed ^= (uint64_t)(uintptr_t)set * UINT64_C(0x9E3779B97F4A7C15);
    while (slots < MOST_SLOTS_AT_FIRST && (int64_t)(slots / 2) < expected) {
        slots *= 2;
    }
    if (!grow_slots(set, slots)) {
        store_key_set_free(set);
        return NULL;
    }
    return set;
}

static uint8_t *keep(store_key_set *set, const void *key, size_t length)
{
    if (set->block_count == 0 || set->block_size - set->block_used < length) {
        size_t size = length > BLOCK_BYTES ? length : BLOCK_BYTES;
        void *items = set->blocks;
        bool grown = base_array_grow(&items, &set->block_capacity, set->block_count + 1,
                                     sizeof set->blocks[0], MOST_BLOCKS);
        set->blocks = items;
        if (!grown) {
            return NULL;
        }
        uint8_t *block = base_new(size);
        if (block == NULL) {
            return NULL;
        }
        set->blocks[set->block_count++] = block;
        set->block_size = size;
        set->block_used = 0;
    }
    uint8_t *kept = set->blocks[set->block_count - 1] + set->block_used;
    memcpy(kept, key, length);
    set->block_used += length;
    return kept;
}

/* The slot that has the key, or the empty one where it belongs. */
static size_t slot_of(const store_key_set *set, const void *key, size_t length, uint32_t hash)
{
    size_t slot = hash & (set->slot_count - 1);
    for (; set->slots[slot].index != 0; slot = (slot + 1) & (set->slot_count - 1)) {
        if (set->slots[slot].hash == hash) {
            const key_entry *entry = &set->entries[set->slots[slot].index - 1];
            if (entry->length == length && memcmp(entry->key, key, length) == 0) {
                break;
            }
        }
    }
    return slot;
}

store_key_outcome store_key_set_add(store_key_set *set, const void *key, size_t length,
                                    int64_t record, int64_t *other)
{
    if ((set->count + 1) * 2 > set->slot_count && !grow_slots(set, set->slot_count * 2)) {
        return STORE_KEY_NO_MEMORY;
    }
    uint32_t hash = hash_of(set, key, length);
    size_t slot = slot_of(set, key, length, hash);
    if (set->slots[slot].index != 0) {
        *other = set->entries[set->slots[slot].index - 1].record;
        return STORE_KEY_THERE;
    }
    void *items = set->entries;
    bool grown =
        base_array_grow(&items, &set->capacity, set->count + 1, sizeof set->entries[0], MOST_KEYS);
    set->entries = items;
    if (length > UINT32_MAX || !grown) {
        return STORE_KEY_NO_MEMORY;
    }
    const uint8_t *kept = keep(set, key, length);
    if (kept == NULL) {
        return STORE_KEY_NO_MEMORY;
    }
    set->entries[set->count++] = (key_entry){ kept, record, (uint32_t)length, hash };
    set->slots[slot] = (key_slot){ hash, (uint32_t)set->count };
    return STORE_KEY_NEW;
}

bool store_key_set_has(const store_key_set *set, const void *key, size_t length, int64_t *record)
{
    if (set->count == 0) {
        return false;
    }
    size_t slot = slot_of(set, key, length, hash_of(set, key, length));
    if (set->slots[slot].index == 0) {
        return false;
    }
    *record = set->entries[set->slots[slot].index - 1].record;
    return true;
}
