/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which parcels can have another answer: those that are new, changed or gone, and those near a plan area or restriction that is. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/blob.h"
#include "store/names.h"
#include "store/scan.h"
#include "zoning/diff.h"

#define MOST_IDS 100000000u

typedef struct id_list {
    int64_t *items;
    size_t count, capacity;
} id_list;

static bool add_id(id_list *ids, int64_t id)
{
    void *items = ids->items;
    bool grown =
        base_array_grow(&items, &ids->capacity, ids->count + 1, sizeof *ids->items, MOST_IDS);
    ids->items = items;
    if (grown) {
        ids->items[ids->count++] = id;
    }
    return grown;
}

static bool is_known(const store_scanned *row, int64_t revision)
{
    return row->from_revision <= revision &&
           (row->until_revision == 0 || row->until_revision > revision);
}

/* Parcels whose boxes meet that of a row; without a readable box nothing is known, and the answers beside it say so. */
static kbs_code add_near(id_list *ids, zoning_state *state, const store_scanned *row)
{
    kbs_box box;
    const store_place *places = NULL;
    size_t count = 0;
    if (geo_blob_box(row->blob, row->blob_length, &box) != GEO_BLOB_OK) {
        return KBS_OK;
    }
    kbs_code code = store_places_find(state->places, box, &places, &count);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = add_id(ids, places[i].id) ? KBS_OK : base_findings_no_memory(&state->city->error);
    }
    return code;
}

/* Rows of a kind that are known on one of the two revisions alone. */
static kbs_code add_changed(id_list *ids, zoning_state *state, kbs_kind kind, int64_t from,
                            int64_t to)
{
    store_scan *scan = NULL;
    store_scanned row;
    kbs_code code = store_scan_new(&scan, state->city, kind, NULL, -1, false);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        if (is_known(&row, from) == is_known(&row, to)) {
            continue;
        }
        if (kind != KBS_PARCEL) {
            code = add_near(ids, state, &row);
        } else if (!add_id(ids, row.id)) {
            code = base_findings_no_memory(&state->city->error);
        }
    }
    store_scan_free(scan);
    return code == KBS_END ? KBS_OK : code;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t p = *(const int64_t *)a;
    int64_t q = *(const int64_t *)b;
    return (p > q) - (p < q);
}

/* A row being taken into the keys. */
typedef struct taking {
    zoning_diff_keys *keys;
    zoning_state *state;
    int64_t from, to;
    bool no_memory;
} taking;

static const char *keep(base_arena *texts, const store_value *value)
{
    return value->type == STORE_VALUE_TEXT ? base_arena_text_n(texts, value->text, value->length)
                                           : base_arena_text(texts, "");
}

static bool take_key(const store_scanned *row, void *user)
{
    taking *t = user;
    const store_kind *kind = store_kind_of(KBS_PARCEL);
    bool before = is_known(row, t->from), after = is_known(row, t->to);
    if (!before && !after) {
        return true;
    }
    void *items = t->keys->items;
    bool grown = base_array_grow(&items, &t->keys->capacity, t->keys->count + 1,
                                 sizeof *t->keys->items, MOST_IDS);
    t->keys->items = items;
    if (!grown) {
        t->no_memory = true;
        return true;
    }
    const store_value *neighbourhood = &row->values[store_kind_field(kind, "neighbourhood")];
    zoning_diff_key key = {
        .neighbourhood = neighbourhood->integer,
        .name = keep(t->keys->texts, neighbourhood),
        .block = keep(t->keys->texts, &row->values[store_kind_field(kind, "block")]),
        .parcel = keep(t->keys->texts, &row->values[store_kind_field(kind, "parcel")]),
        .from_id = before ? row->id : 0,
        .to_id = after ? row->id : 0,
    };
    t->no_memory = t->no_memory || key.name == NULL || key.block == NULL || key.parcel == NULL;
    t->keys->items[t->keys->count++] = key;
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    const zoning_diff_key *p = a;
    const zoning_diff_key *q = b;
    int order = base_text_compare(p->name, q->name);
    if (order == 0) {
        order = base_text_compare(p->block, q->block);
    }
    if (order == 0) {
        order = base_text_compare(p->parcel, q->parcel);
    }
    return order != 0
               ? order
               : (p->neighbourhood > q->neighbourhood) - (p->neighbourhood < q->neighbourhood);
}

/* The rows of one key become one item. */
static void join_rows(zoning_diff_keys *keys)
{
    size_t kept = 0;
    if (keys->count > 1) {
        qsort(keys->items, keys->count, sizeof *keys->items, compare_keys);
    }
    for (size_t i = 0; i < keys->count; i++) {
        const zoning_diff_key *key = &keys->items[i];
        if (kept > 0 && compare_keys(&keys->items[kept - 1], key) == 0) {
            zoning_diff_key *last = &keys->items[kept - 1];
            last->from_id = key->from_id != 0 ? key->from_id : last->from_id;
            last->to_id = key->to_id != 0 ? key->to_id : last->to_id;
        } else {
            keys->items[kept++] = *key;
        }
    }
    keys->count = kept;
}

static kbs_code take_keys(zoning_diff_keys *keys, zoning_state *state, id_list *ids, int64_t from,
                          int64_t to)
{
    taking t = { .keys = keys, .state = state, .from = from, .to = to };
    kbs_code code = KBS_OK;
    if (ids->count > 1) {
        qsort(ids->items, ids->count, sizeof *ids->items, compare_ids);
    }
    for (size_t i = 0; code == KBS_OK && i < ids->count; i++) {
        if (i == 0 || ids->items[i] != ids->items[i - 1]) {
            code = store_row_by_id(state->city, KBS_PARCEL, ids->items[i], take_key, &t);
            code = code == KBS_NOT_FOUND ? KBS_OK : code;
        }
    }
    if (code == KBS_OK && t.no_memory) {
        code = base_findings_no_memory(&state->city->error);
    }
    join_rows(keys);
    return code;
}

kbs_code zoning_diff_keys_find(zoning_diff_keys *keys, zoning_state *state, int64_t from,
                               int64_t to)
{
    static const kbs_kind kinds[] = { KBS_PARCEL, KBS_PLAN_AREA, KBS_RESTRICTION };
    id_list ids = { 0 };
    keys->texts = base_arena_new();
    kbs_code code = keys->texts != NULL ? KBS_OK : base_findings_no_memory(&state->city->error);
    if (code == KBS_OK && state->places == NULL) {
        code = store_places_new(&state->places, state->city);
    }
    for (size_t i = 0; code == KBS_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        code = add_changed(&ids, state, kinds[i], from, to);
    }
    if (code == KBS_OK) {
        code = take_keys(keys, state, &ids, from, to);
    }
    base_free(ids.items);
    return code;
}

void zoning_diff_keys_release(zoning_diff_keys *keys)
{
    base_arena_free(keys->texts);
    base_free(keys->items);
    *keys = (zoning_diff_keys){ 0 };
}
