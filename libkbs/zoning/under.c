/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The question the other way round: which parcels lie under a plan or a restriction. Boxes give candidates; each is answered as if
 * its key had been asked, and its rows that name what was asked are kept, so that both ways agree to the last digit. */
#include "zoning/under.h"

#include <stdlib.h>
#include <string.h>

#include <kbs/version.h>

#include "base/text.h"
#include "zoning/past.h"

#define MOST_ROWS 100000000u
#define MOST_TEXT_BYTES 255u

typedef struct under {
    kbs_zoning_under shown; /* first: kbs_zoning_under_free casts back */
    base_arena *arena;
    kbs_zoning_under_row *rows;
    size_t count, capacity;
} under;

typedef struct id_list {
    int64_t *items;
    size_t count, capacity;
} id_list;

void kbs_zoning_under_free(const kbs_zoning_under *shown)
{
    if (shown != NULL) {
        under *u = (under *)(uintptr_t)(const void *)shown;
        base_free(u->rows);
        base_arena_free(u->arena);
        base_free(u);
    }
}

static int compare_ids(const void *a, const void *b)
{
    int64_t p = *(const int64_t *)a;
    int64_t q = *(const int64_t *)b;
    return (p > q) - (p < q);
}

/* Adds the parcels whose boxes meet that of a cover. */
static kbs_code add_candidates(id_list *ids, zoning_state *state, kbs_box box)
{
    const store_place *places = NULL;
    size_t count = 0;
    kbs_code code =
        geo_box_is_empty(box) ? KBS_OK : store_places_find(state->places, box, &places, &count);
    void *items = ids->items;
    if (code == KBS_OK && !base_array_grow(&items, &ids->capacity, ids->count + count,
                                           sizeof *ids->items, MOST_ROWS)) {
        code = base_findings_no_memory(&state->city->error);
    }
    ids->items = items;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        ids->items[ids->count++] = places[i].id;
    }
    return code;
}

/* Each parcel once, by id. */
static kbs_code find_candidates(id_list *ids, zoning_state *state,
                                const zoning_asked_covers *covers)
{
    size_t kept = 0;
    kbs_code code = state->places != NULL ? KBS_OK : store_places_new(&state->places, state->city);
    for (size_t i = 0; code == KBS_OK && i < covers->count; i++) {
        code = add_candidates(ids, state, covers->items[i].box);
    }
    if (ids->count > 1) {
        qsort(ids->items, ids->count, sizeof *ids->items, compare_ids);
    }
    for (size_t i = 0; i < ids->count; i++) {
        if (kept == 0 || ids->items[kept - 1] != ids->items[i]) {
            ids->items[kept++] = ids->items[i];
        }
    }
    ids->count = kept;
    return code;
}

static const zoning_asked_cover *cover_of(const zoning_asked_covers *covers, int64_t id)
{
    zoning_asked_cover wanted = { .id = id };
    return bsearch(&wanted, covers->items, covers->count, sizeof *covers->items, compare_ids);
}

static bool add_row(under *u, const kbs_zoning *answer, const kbs_zoning_row *row,
                    const zoning_asked_cover *cover)
{
    void *items = u->rows;
    bool grown = base_array_grow(&items, &u->capacity, u->count + 1, sizeof *u->rows, MOST_ROWS);
    u->rows = items;
    if (!grown) {
        return false;
    }
    kbs_zoning_under_row *added = &u->rows[u->count++];
    *added = (kbs_zoning_under_row){
        .neighbourhood = base_arena_text(u->arena, answer->neighbourhood),
        .block = base_arena_text(u->arena, answer->block),
        .parcel = base_arena_text(u->arena, answer->parcel),
        .parcel_id = answer->parcel_id,
        .parcel_area_m2 = answer->area_m2,
        .not_determined = base_arena_text(u->arena, answer->not_determined),
    };
    if (row != NULL) {
        added->area_m2 = row->area_m2;
        added->share = row->share;
        added->exact_area_m2 = row->exact_area_m2;
        added->length_m = row->length_m;
        added->plan_area = cover->plan_area;
        added->restriction = cover->restriction;
    }
    return added->neighbourhood != NULL && added->block != NULL && added->parcel != NULL &&
           added->not_determined != NULL;
}

/* Keeps the rows of an answer that name a cover. A parcel that could not be determined is kept without one. */
static bool take_answer(under *u, const kbs_zoning *answer, const zoning_asked_covers *covers)
{
    size_t before = u->count;
    bool good = true;
    if (answer->not_determined[0] != '\0') {
        good = add_row(u, answer, NULL, NULL);
    }
    for (size_t i = 0; good && i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        const zoning_asked_cover *cover = NULL;
        if (u->shown.kind == KBS_PLAN_AREA && row->plan_area != NULL) {
            cover = cover_of(covers, row->plan_area->id);
        } else if (u->shown.kind == KBS_RESTRICTION && row->restriction != NULL &&
                   !row->touches_only) {
            cover = cover_of(covers, row->restriction->id);
        }
        good = cover == NULL || add_row(u, answer, row, cover);
    }
    u->shown.parcel_count += u->count > before ? 1 : 0;
    return good;
}

static kbs_code answer_candidate(under *u, zoning_state *state, int64_t id,
                                 const zoning_asked_covers *covers)
{
    const kbs_zoning *answer = NULL;
    kbs_code code = zoning_collect_id(state, id);
    if (code == KBS_END) {
        return KBS_OK; /* a closed row */
    }
    if (code == KBS_OK) {
        code = zoning_answer_collected(state, &answer);
    }
    if (code == KBS_OK && !take_answer(u, answer, covers)) {
        code = base_findings_no_memory(&state->city->error);
    }
    kbs_zoning_free(answer);
    return code;
}

static int64_t cover_id(const kbs_zoning_under_row *row)
{
    return row->plan_area != NULL ? row->plan_area->id
                                  : (row->restriction != NULL ? row->restriction->id : 0);
}

static int compare_rows(const void *a, const void *b)
{
    const kbs_zoning_under_row *p = a;
    const kbs_zoning_under_row *q = b;
    int order = base_text_compare(p->neighbourhood, q->neighbourhood);
    if (order == 0) {
        order = base_text_compare(p->block, q->block);
    }
    if (order == 0) {
        order = base_text_compare(p->parcel, q->parcel);
    }
    if (order == 0) {
        order = (p->parcel_id > q->parcel_id) - (p->parcel_id < q->parcel_id);
    }
    int64_t p_cover = cover_id(p);
    int64_t q_cover = cover_id(q);
    return order != 0 ? order : (p_cover > q_cover) - (p_cover < q_cover);
}

/* The covers as the answer shows them. */
static kbs_code show_covers(under *u, zoning_state *state, const zoning_asked_covers *covers)
{
    bool is_plan = u->shown.kind == KBS_PLAN_AREA;
    const kbs_plan_area **plan_areas =
        base_arena_alloc(u->arena, covers->count > 0 ? covers->count : 1, sizeof *plan_areas);
    const kbs_restriction **restrictions =
        base_arena_alloc(u->arena, covers->count > 0 ? covers->count : 1, sizeof *restrictions);
    if (plan_areas == NULL || restrictions == NULL) {
        return base_findings_no_memory(&state->city->error);
    }
    for (size_t i = 0; i < covers->count; i++) {
        plan_areas[i] = covers->items[i].plan_area;
        restrictions[i] = covers->items[i].restriction;
    }
    u->shown.plan_areas = plan_areas;
    u->shown.plan_area_count = is_plan ? covers->count : 0;
    u->shown.restrictions = restrictions;
    u->shown.restriction_count = is_plan ? 0 : covers->count;
    return KBS_OK;
}

static kbs_code fill(under *u, zoning_state *state, const char *text)
{
    id_list ids = { 0 };
    zoning_asked_covers covers = { 0 };
    kbs_code code = store_city_revision(state->city, &u->shown.revision); /* takes the snapshot */
    u->shown.known_on = state->moment.known_on != 0 ? state->moment.known_on : u->shown.revision;
    u->shown.valid_on = state->moment.valid_on;
    if (code == KBS_OK) {
        code = zoning_asked_covers_find(&covers, state, u->shown.kind, text, u->arena);
    }
    if (code == KBS_OK) {
        code = show_covers(u, state, &covers);
    }
    if (code == KBS_OK) {
        code = find_candidates(&ids, state, &covers);
    }
    for (size_t i = 0; code == KBS_OK && i < ids.count; i++) {
        code = answer_candidate(u, state, ids.items[i], &covers);
    }
    if (u->count > 1) {
        qsort(u->rows, u->count, sizeof *u->rows, compare_rows);
    }
    for (size_t i = 0; i < u->count; i++) {
        u->shown.area_m2 += u->rows[i].area_m2;
    }
    u->shown.rows = u->rows;
    u->shown.row_count = u->count;
    zoning_asked_covers_release(&covers);
    base_free(ids.items);
    return code;
}

static kbs_code make(under **out, zoning_state *state, kbs_kind kind, const char *text)
{
    kbs_city *city = state->city;
    under *u = *out = base_new(sizeof *u);
    if (u == NULL) {
        return base_findings_no_memory(&city->error);
    }
    u->arena = base_arena_new();
    u->shown.kind = kind;
    u->shown.asked = u->arena == NULL ? NULL : base_arena_text(u->arena, text);
    u->shown.crs = u->arena == NULL ? NULL : base_arena_text(u->arena, city->crs);
    u->shown.versions = kbs_version_details();
    if (u->shown.asked == NULL || u->shown.crs == NULL) {
        return base_findings_no_memory(&city->error);
    }
    kbs_code code = store_city_begin_read(city);
    if (code == KBS_OK) {
        code = fill(u, state, text);
        store_parcel_stop(state->finder);
        store_city_end_read(city);
    }
    return code;
}

static kbs_code ask(kbs_city *city, kbs_kind kind, const char *text, const kbs_zoning_under **out)
{
    zoning_state *state = NULL;
    under *made = NULL;
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    size_t length = text == NULL ? 0 : strlen(text);
    if (out == NULL || length == 0 || length > MOST_TEXT_BYTES) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = out == NULL ? "out" : "id";
        finding.found = out == NULL || text == NULL ? "NULL" : text;
        finding.expected = out == NULL ? "a place for the answer" : "1 to 255 bytes";
        return base_findings_fail(&city->error, &finding);
    }
    code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = make(&made, state, kind, text);
    }
    if (code != KBS_OK) {
        kbs_zoning_under_free(made == NULL ? NULL : &made->shown);
        return code;
    }
    *out = &made->shown;
    return KBS_OK;
}

kbs_code kbs_zoning_under_plan(kbs_city *city, const char *plan, const kbs_zoning_under **out)
{
    return ask(city, KBS_PLAN_AREA, plan, out);
}

kbs_code kbs_zoning_under_restriction(kbs_city *city, const char *source_id,
                                      const kbs_zoning_under **out)
{
    return ask(city, KBS_RESTRICTION, source_id, out);
}
