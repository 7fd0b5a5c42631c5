/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An open table of row ids under 32 bits of the hash of their keys. Two keys with the same bits stand in it one after the other; the
 * first is given, and when that is the wrong one the caller finds out. */
#include "store/key_hint.h"

#include "base/memory.h"

#define FIRST_SLOTS 1024u
#define MOST_SLOTS ((size_t)1 << 25)

typedef struct hint_slot {
    uint32_t mark; /* upper bits of the hash */
    uint32_t id;   /* 0 = empty */
} hint_slot;

struct store_key_hint {
    hint_slot *slots;
    size_t slot_count; /* a power of two, at most two thirds full */
    size_t count;
};

static uint64_t add_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    }
    return (hash ^ '/') * UINT64_C(0x100000001B3);
}

/* FNV-1a over the key, then a mix, since both ends of the hash are used. */
static uint64_t hash_of(int64_t neighbourhood, const char *block, const char *parcel)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ (uint64_t)neighbourhood;
    hash = add_text(add_text(hash * UINT64_C(0x100000001B3), block), parcel);
    hash ^= hash >> 32;
    return hash * UINT64_C(0x9E3779B97F4A7C15);
}

static void put(store_key_hint *hint, hint_slot slot)
{
    size_t at = (size_t)slot.mark;
    while (hint->slots[at & (hint->slot_count - 1)].id != 0) {
        at++;
    }
    hint->slots[at & (hint->slot_count - 1)] = slot;
}

static bool grow(store_key_hint *hint)
{
    store_key_hint larger = { NULL, hint->slot_count * 2, hint->count };
    if (larger.slot_count > MOST_SLOTS) {
        return false;
    }
    larger.slots = base_new_array(larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL) {
        return false;
    }
    base_prefer_large_pages(larger.slots, larger.slot_count * sizeof *larger.slots);
    for (size_t i = 0; i < hint->slot_count; i++) {
        if (hint->slots[i].id != 0) {
            put(&larger, hint->slots[i]);
        }
    }
    base_free(hint->slots);
    *hint = larger;
    return true;
}

static bool add(store_key_hint *hint, const store_parcel_key *key)
{
    if (key->id <= 0 || key->id > UINT32_MAX) {
        return true; /* this one is found in the file */
    }
    if (hint->count >= hint->slot_count / 3 * 2 && !grow(hint)) {
        return false;
    }
    uint64_t hash = hash_of(key->neighbourhood, key->block, key->parcel);
    put(hint, (hint_slot){ (uint32_t)(hash >> 32), (uint32_t)key->id });
    hint->count++;
    return true;
}

static bool take(const store_parcel_key *key, void *user)
{
    return add(user, key);
}

kbs_code store_key_hint_new(store_key_hint **out, kbs_city *city)
{
    *out = NULL;
    store_key_hint *hint = base_new(sizeof *hint);
    if (hint != NULL) {
        hint->slot_count = FIRST_SLOTS;
        hint->slots = base_new_array(FIRST_SLOTS, sizeof *hint->slots);
    }
    kbs_code code = hint == NULL || hint->slots == NULL ? base_findings_no_memory(&city->error)
                                                        : store_parcel_each(city, take, hint);
    if (code != KBS_OK) {
        store_key_hint_free(hint);
        return code;
    }
    *out = hint;
    return KBS_OK;
}

void store_key_hint_free(store_key_hint *hint)
{
    if (hint != NULL) {
        base_free(hint->slots);
        base_free(hint);
    }
}

int64_t store_key_hint_find(const store_key_hint *hint, int64_t neighbourhood, const char *block,
                            const char *parcel)
{
    uint32_t mark = (uint32_t)(hash_of(neighbourhood, block, parcel) >> 32);
    for (size_t at = mark;; at++) {
        const hint_slot *slot = &hint->slots[at & (hint->slot_count - 1)];
        if (slot->id == 0 || slot->mark == mark) {
            return (int64_t)slot->id;
        }
    }
}
