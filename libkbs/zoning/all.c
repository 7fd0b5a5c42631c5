/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The zoning status of all parcels in the order of their keys: neighbourhoods by the Turkish
 * alphabet, blocks and parcels as numbers where they are numbers. The list of ids is sorted in
 * memory (40 bytes a parcel); answers are made one at a time. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/names.h"
#include "zoning/past.h"
#include "zoning/status.h"

#define MOST_PARCELS 20000000u

/* A number of the key. Most are plain digits and compare as integers; the others keep their
 * text. */
typedef struct number {
    const char *text; /* NULL: plain digits */
    uint64_t value;   /* of the plain ones */
} number;

typedef struct entry {
    int64_t id;
    uint32_t rank; /* of the neighbourhood */
    number block, parcel;
} entry;

typedef struct name {
    int64_t id;
    const char *text;
    uint32_t rank;
} name;

typedef struct listing {
    zoning_state *state;
    kbs_city *city;
    base_arena *texts;
    name *names; /* by id */
    size_t name_count, name_capacity;
    entry *entries;
    size_t count, capacity;
} listing;

static int compare_name_texts(const void *a, const void *b)
{
    return base_text_compare(((const name *)a)->text, ((const name *)b)->text);
}

static int compare_name_ids(const void *a, const void *b)
{
    int64_t p = ((const name *)a)->id;
    int64_t q = ((const name *)b)->id;
    return (p > q) - (p < q);
}

static bool take_name(int64_t id, const char *text, const char *loose, void *user)
{
    listing *list = user;
    (void)loose;
    void *items = list->names;
    bool grown = base_array_grow(&items, &list->name_capacity, list->name_count + 1,
                                 sizeof *list->names, UINT32_MAX);
    list->names = items;
    if (grown) {
        list->names[list->name_count++] = (name){ id, text, 0 };
    }
    return grown;
}

static kbs_code rank_names(listing *list)
{
    kbs_code code = store_name_each(list->city, take_name, list);
    if (code != KBS_OK || list->name_count == 0) {
        return code;
    }
    qsort(list->names, list->name_count, sizeof *list->names, compare_name_texts);
    for (size_t i = 0; i < list->name_count; i++) {
        list->names[i].rank = (uint32_t)i + 1;
    }
    qsort(list->names, list->name_count, sizeof *list->names, compare_name_ids);
    return KBS_OK;
}

static uint32_t rank_of(const listing *list, int64_t id)
{
    name wanted = { .id = id };
    const name *found = list->name_count == 0 ? NULL
                                              : bsearch(&wanted, list->names, list->name_count,
                                                        sizeof *list->names, compare_name_ids);
    return found != NULL ? found->rank : 0;
}

/* Up to 18 digits without a leading zero are plain. */
static bool take_number(listing *list, const char *text, number *out)
{
    uint64_t value = 0;
    size_t length = 0;
    for (; length <= 18 && text[length] >= '0' && text[length] <= '9'; length++) {
        value = value * 10 + (uint64_t)(text[length] - '0');
    }
    bool plain =
        length > 0 && length <= 18 && text[length] == '\0' && (text[0] != '0' || length == 1);
    out->value = plain ? value : 0;
    out->text = plain ? NULL : base_arena_text(list->texts, text);
    return plain || out->text != NULL;
}

static bool take_key(const store_parcel_key *key, void *user)
{
    listing *list = user;
    void *items = list->entries;
    bool grown = base_array_grow(&items, &list->capacity, list->count + 1, sizeof *list->entries,
                                 MOST_PARCELS);
    list->entries = items;
    if (!grown) {
        return false;
    }
    entry *added = &list->entries[list->count++];
    added->id = key->id;
    added->rank = rank_of(list, key->neighbourhood);
    return take_number(list, key->block, &added->block) &&
           take_number(list, key->parcel, &added->parcel);
}

/* The digits of a plain number. */
static const char *digits_of(const number *n, char digits[24])
{
    if (n->text != NULL) {
        return n->text;
    }
    char *at = digits + 23;
    uint64_t left = n->value;
    *at = '\0';
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    return at;
}

static int compare_numbers(const number *a, const number *b)
{
    char first[24];
    char second[24];
    if (a->text == NULL && b->text == NULL) {
        return (a->value > b->value) - (a->value < b->value);
    }
    return base_text_compare(digits_of(a, first), digits_of(b, second));
}

static int compare_entries(const void *a, const void *b)
{
    const entry *p = a;
    const entry *q = b;
    if (p->rank != q->rank) {
        return p->rank < q->rank ? -1 : 1;
    }
    int order = compare_numbers(&p->block, &q->block);
    if (order == 0) {
        order = compare_numbers(&p->parcel, &q->parcel);
    }
    return order != 0 ? order : (p->id > q->id) - (p->id < q->id);
}

static kbs_code make_list(listing *list)
{
    list->texts = base_arena_new();
    if (list->texts == NULL) {
        return base_findings_no_memory(&list->city->error);
    }
    kbs_code code = rank_names(list);
    if (code == KBS_OK) {
        code = zoning_parcel_each(list->state, take_key, list);
    }
    if (code == KBS_OK && list->count > 1) {
        qsort(list->entries, list->count, sizeof *list->entries, compare_entries);
    }
    return code;
}

static kbs_code visit_one(zoning_state *state, int64_t id, kbs_zoning_visit_cb visit, void *user)
{
    const kbs_zoning *answer = NULL;
    kbs_code code = zoning_collect_id(state, id);
    if (code == KBS_OK) {
        code = zoning_answer_collected(state, &answer);
    }
    if (code == KBS_OK && !visit(answer, user)) {
        code =
            base_findings_fail_with(&state->city->error, FINDING_CALL_CANCELLED, NULL, NULL, NULL);
    }
    kbs_zoning_free(answer);
    return code == KBS_END ? base_findings_fail_with(&state->city->error, FINDING_CITY_DAMAGED,
                                                     state->city->path, "parcel", NULL)
                           : code;
}

static kbs_code visit_all(zoning_state *state, kbs_zoning_visit_cb visit, void *user)
{
    int64_t revision = 0;
    listing list = { .state = state, .city = state->city };
    kbs_code code = store_city_revision(state->city, &revision); /* takes the snapshot */
    if (code == KBS_OK) {
        code = make_list(&list);
    }
    for (size_t i = 0; code == KBS_OK && i < list.count; i++) {
        code = visit_one(state, list.entries[i].id, visit, user);
    }
    base_arena_free(list.texts);
    base_free(list.names);
    base_free(list.entries);
    return code;
}

kbs_code kbs_zoning_all(kbs_city *city, kbs_zoning_visit_cb visit, void *user)
{
    zoning_state *state = NULL;
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (visit == NULL) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = "visit";
        finding.found = "NULL";
        finding.expected = "a function";
        return base_findings_fail(&city->error, &finding);
    }
    code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = store_city_begin_read(city);
    }
    if (code == KBS_OK) {
        code = visit_all(state, visit, user);
        store_parcel_stop(state->finder);
        store_city_end_read(city);
    }
    return code;
}
