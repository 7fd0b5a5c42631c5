/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finds the plan areas of a plan number, or the plan area or restriction of a source id. */
#include <string.h>

#include "base/text.h"
#include "geo/blob.h"
#include "zoning/suggest.h"
#include "zoning/under.h"

#define MOST_FOLDED_BYTES 65536u
#define MOST_COVERS 10000000u
#define MOST_DISTANCE 3u

typedef struct looking {
    zoning_asked_covers *covers;
    base_buffer wanted, folded;
    zoning_suggestions near;
} looking;

static const char *fold(base_buffer *out, const store_value *value)
{
    base_buffer_clear(out);
    if (value->type == STORE_VALUE_TEXT) {
        base_text_fold_loose(out, value->text, value->length);
    }
    return out->data == NULL || out->failed || out->length == 0 ? "" : out->data;
}

static bool add(zoning_asked_covers *covers, const store_scanned *row)
{
    void *items = covers->items;
    zoning_asked_cover cover = { .id = row->id };
    bool grown = base_array_grow(&items, &covers->capacity, covers->count + 1,
                                 sizeof *covers->items, MOST_COVERS);
    covers->items = items;
    if (!grown) {
        return false;
    }
    if (geo_blob_box(row->blob, row->blob_length, &cover.box) != GEO_BLOB_OK) {
        cover.box = geo_box_empty(); /* answers beside it say that it is damaged */
    }
    covers->items[covers->count++] = cover;
    return true;
}

/* Is this row asked for by the field? Keeps it, or keeps its text when that is near. */
static bool look_at(looking *l, const store_scanned *row, int field)
{
    const char *text = fold(&l->folded, &row->values[field]);
    if (text[0] == '\0') {
        return true;
    }
    if (strcmp(text, l->wanted.data) == 0) {
        return add(l->covers, row);
    }
    size_t distance = base_text_distance(l->wanted.data, text, MOST_DISTANCE);
    if (distance < MOST_DISTANCE) {
        char shown[80];
        size_t length =
            row->values[field].length < sizeof shown ? row->values[field].length : sizeof shown - 1;
        memcpy(shown, row->values[field].text, length);
        shown[length] = '\0';
        zoning_suggest(&l->near, shown, distance);
    }
    return true;
}

static kbs_code look_in_field(looking *l, zoning_state *state, kbs_kind kind, const char *name)
{
    store_scan *scan = NULL;
    store_scanned row;
    int field = store_kind_field(store_kind_of(kind), name);
    kbs_code code = store_scan_new(&scan, state->city, kind, NULL, state->moment.known_on, true);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        if (!look_at(l, &row, field)) {
            code = base_findings_no_memory(&state->city->error);
        }
    }
    store_scan_free(scan);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code fetch(zoning_asked_covers *covers, zoning_state *state, kbs_kind kind,
                      base_arena *arena)
{
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < covers->count; i++) {
        zoning_asked_cover *cover = &covers->items[i];
        code = kind == KBS_PLAN_AREA ? zoning_catalogue_plan_area(state->catalogue, cover->id,
                                                                  arena, &cover->plan_area)
                                     : zoning_catalogue_restriction(state->catalogue, cover->id,
                                                                    arena, &cover->restriction);
    }
    return code == KBS_MEMORY ? base_findings_no_memory(&state->city->error) : code;
}

kbs_code zoning_asked_covers_find(zoning_asked_covers *covers, zoning_state *state, kbs_kind kind,
                                  const char *text, base_arena *arena)
{
    bool is_plan = kind == KBS_PLAN_AREA;
    looking l = { .covers = covers };
    if (!zoning_suggestions_start(&l.near, state)) {
        return base_findings_no_memory(&state->city->error);
    }
    base_buffer_init(&l.wanted, MOST_FOLDED_BYTES);
    base_buffer_init(&l.folded, MOST_FOLDED_BYTES);
    base_text_fold_loose(&l.wanted, text, strlen(text));
    base_buffer_text(&l.wanted, "");
    kbs_code code = l.wanted.failed ? base_findings_no_memory(&state->city->error) : KBS_OK;
    if (code == KBS_OK && is_plan) {
        code = look_in_field(&l, state, kind, "plan_number");
    }
    if (code == KBS_OK && covers->count == 0) {
        code = look_in_field(&l, state, kind, "source_id");
    }
    if (code == KBS_OK && covers->count == 0) {
        code = zoning_suggestions_fail(
            &l.near, is_plan ? FINDING_UNDER_PLAN_NEAR : FINDING_UNDER_RESTRICTION_NEAR,
            is_plan ? FINDING_UNDER_PLAN_UNKNOWN : FINDING_UNDER_RESTRICTION_UNKNOWN, text);
    } else {
        zoning_suggestions_end(&l.near);
    }
    base_buffer_release(&l.wanted);
    base_buffer_release(&l.folded);
    return code == KBS_OK ? fetch(covers, state, kind, arena) : code;
}

void zoning_asked_covers_release(zoning_asked_covers *covers)
{
    base_free(covers->items);
    *covers = (zoning_asked_covers){ 0 };
}
