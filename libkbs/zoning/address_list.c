/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads the addresses. Streets and door numbers repeat, so each is folded and kept once. */
#include "zoning/address_list.h"

#include <stdlib.h>
#include <string.h>

#include "store/address.h"
#include "zoning/address_text.h"

#define MOST_ADDRESSES 50000000u
#define MOST_FOLDED_BYTES 65536u

/* What is known already, by its text: index + 1 in an open table. */
typedef struct known {
    uint32_t *slots;
    size_t slot_count, count;
} known;

typedef struct number {
    const char *text, *folded;
} number;

typedef struct reading {
    zoning_address_list *list;
    known streets, numbers;
    number *number_items;
    size_t number_count, number_capacity;
    base_buffer folded;
} reading;

static uint64_t hash_of(int64_t neighbourhood, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)neighbourhood;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash * UINT64_C(0x9E3779B97F4A7C15) >> 16;
}

static void put(known *k, uint64_t hash, uint32_t value)
{
    size_t at = (size_t)(hash % k->slot_count);
    while (k->slots[at] != 0) {
        at = at + 1 == k->slot_count ? 0 : at + 1;
    }
    k->slots[at] = value;
}

/* Room for one more; `hash_at` tells the hash of an item when all are put again. */
static bool make_room(known *k, reading *r, uint64_t (*hash_at)(const reading *r, size_t index))
{
    if ((k->count + 1) * 2 <= k->slot_count) {
        return true;
    }
    size_t slot_count = k->slot_count * 2 + 1024;
    uint32_t *slots = base_new_array(slot_count, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    base_free(k->slots);
    k->slots = slots;
    k->slot_count = slot_count;
    for (size_t i = 0; i < k->count; i++) {
        put(k, hash_at(r, i), (uint32_t)i + 1);
    }
    return true;
}

static uint64_t street_hash(const reading *r, size_t index)
{
    return hash_of(r->list->streets[index].neighbourhood, r->list->streets[index].text);
}

static uint64_t number_hash(const reading *r, size_t index)
{
    return hash_of(0, r->number_items[index].text);
}

static const char *keep_folded(reading *r)
{
    return r->folded.failed
               ? NULL
               : base_arena_text_n(r->list->texts, r->folded.length > 0 ? r->folded.data : "",
                                   r->folded.length);
}

/* The index of a street, which may be new; false = no memory. */
static bool street_of(reading *r, int64_t neighbourhood, const char *text, uint32_t *out)
{
    zoning_address_list *list = r->list;
    if (!make_room(&r->streets, r, street_hash)) {
        return false;
    }
    uint64_t hash = hash_of(neighbourhood, text);
    size_t at = (size_t)(hash % r->streets.slot_count);
    for (; r->streets.slots[at] != 0; at = at + 1 == r->streets.slot_count ? 0 : at + 1) {
        const zoning_street *street = &list->streets[r->streets.slots[at] - 1];
        if (street->neighbourhood == neighbourhood && strcmp(street->text, text) == 0) {
            *out = r->streets.slots[at] - 1;
            return true;
        }
    }
    void *items = list->streets;
    bool grown = base_array_grow(&items, &list->street_capacity, list->street_count + 1,
                                 sizeof *list->streets, MOST_ADDRESSES);
    list->streets = items;
    if (!grown) {
        return false;
    }
    base_buffer_clear(&r->folded);
    const char *kind = zoning_street_fold(&r->folded, text, strlen(text));
    zoning_street street = { .neighbourhood = neighbourhood,
                             .text = base_arena_text(list->texts, text),
                             .folded = keep_folded(r),
                             .kind = kind };
    list->streets[list->street_count] = street;
    *out = (uint32_t)list->street_count++;
    r->streets.slots[at] = *out + 1;
    r->streets.count++;
    return street.text != NULL && street.folded != NULL;
}

static bool number_of(reading *r, const char *text, number *out)
{
    if (!make_room(&r->numbers, r, number_hash)) {
        return false;
    }
    size_t at = (size_t)(hash_of(0, text) % r->numbers.slot_count);
    for (; r->numbers.slots[at] != 0; at = at + 1 == r->numbers.slot_count ? 0 : at + 1) {
        *out = r->number_items[r->numbers.slots[at] - 1];
        if (strcmp(out->text, text) == 0) {
            return true;
        }
    }
    void *items = r->number_items;
    bool grown = base_array_grow(&items, &r->number_capacity, r->number_count + 1,
                                 sizeof *r->number_items, MOST_ADDRESSES);
    r->number_items = items;
    if (!grown) {
        return false;
    }
    base_buffer_clear(&r->folded);
    zoning_door_fold(&r->folded, text, strlen(text));
    *out = (number){ base_arena_text(r->list->texts, text), keep_folded(r) };
    r->number_items[r->number_count++] = *out;
    r->numbers.slots[at] = (uint32_t)r->number_count;
    r->numbers.count++;
    return out->text != NULL && out->folded != NULL;
}

static bool take_address(const store_address *address, void *user)
{
    reading *r = user;
    zoning_address_list *list = r->list;
    uint32_t street;
    number door;
    if (address->street[0] == '\0' || address->door[0] == '\0') {
        return true; /* nobody can ask for it */
    }
    void *items = list->doors;
    bool grown = base_array_grow(&items, &list->door_capacity, list->door_count + 1,
                                 sizeof *list->doors, MOST_ADDRESSES);
    list->doors = items;
    if (!grown || !street_of(r, address->neighbourhood, address->street, &street) ||
        !number_of(r, address->door, &door)) {
        return false;
    }
    list->doors[list->door_count++] =
        (zoning_door){ street, door.text, door.folded, address->parcel, address->id };
    return true;
}

static int compare_doors(const void *a, const void *b)
{
    const zoning_door *p = a;
    const zoning_door *q = b;
    if (p->street != q->street) {
        return p->street < q->street ? -1 : 1;
    }
    int order = strcmp(p->folded, q->folded);
    return order != 0 ? order : (p->id > q->id) - (p->id < q->id);
}

/* Sorts the doors and tells each street which are its own. */
static void finish(zoning_address_list *list)
{
    if (list->door_count > 1) {
        qsort(list->doors, list->door_count, sizeof *list->doors, compare_doors);
    }
    for (size_t i = 0; i < list->door_count; i++) {
        zoning_street *street = &list->streets[list->doors[i].street];
        if (street->end_door == 0) {
            street->first_door = i;
        }
        street->end_door = i + 1;
    }
}

void zoning_address_list_free(zoning_address_list *list)
{
    if (list != NULL) {
        base_arena_free(list->texts);
        base_free(list->streets);
        base_free(list->doors);
        base_free(list);
    }
}

static kbs_code read_all(kbs_city *city, zoning_address_list *list)
{
    reading r = { .list = list };
    base_buffer_init(&r.folded, MOST_FOLDED_BYTES);
    kbs_code code = store_address_each(city, take_address, &r);
    base_buffer_release(&r.folded);
    base_free(r.streets.slots);
    base_free(r.numbers.slots);
    base_free(r.number_items);
    return code;
}

kbs_code zoning_address_list_of(zoning_state *state, const zoning_address_list **out)
{
    int64_t revision = 0;
    kbs_code code = store_city_revision(state->city, &revision);
    *out = state->addresses;
    if (code != KBS_OK || (state->addresses != NULL && state->addresses->revision == revision)) {
        return code;
    }
    zoning_address_list_free(state->addresses);
    *out = NULL;
    state->addresses = base_new(sizeof *state->addresses);
    if (state->addresses == NULL) {
        return base_findings_no_memory(&state->city->error);
    }
    state->addresses->texts = base_arena_new();
    code = state->addresses->texts != NULL ? read_all(state->city, state->addresses)
                                           : base_findings_no_memory(&state->city->error);
    if (code != KBS_OK) {
        zoning_address_list_free(state->addresses);
        state->addresses = NULL;
        return code;
    }
    finish(state->addresses);
    state->addresses->revision = revision;
    *out = state->addresses;
    return KBS_OK;
}
