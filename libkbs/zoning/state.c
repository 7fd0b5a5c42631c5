/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The state of a handle, and the step from the store's rows to an answer. */
#include "zoning/state.h"

#include <string.h>

#include "base/number.h"
#include "geo/blob.h"
#include "store/names.h"
#include "zoning/address_list.h"
#include "zoning/answer.h"
#include "zoning/compute.h"

#define MOST_TEXT_BYTES ((size_t)1 << 20)
#define MOST_SHARES 100000u

static void release(void *memory)
{
    zoning_state *state = memory;
    if (state != NULL) {
        zoning_catalogue_free(state->catalogue);
        store_parcel_finder_free(state->finder);
        store_places_free(state->places);
        base_buffer_release(&state->collected.texts);
        geo_shape_release(&state->collected.shape);
        zoning_parts_release(&state->collected.parts);
        geo_transform_free(state->transform);
        base_free(state->transform_crs);
        base_free(state->candidates);
        zoning_address_list_free(state->addresses);
        base_free(state);
    }
}

kbs_code zoning_state_of(kbs_city *city, zoning_state **out)
{
    zoning_state *state = city->attached[STORE_ATTACH_ZONING].state;
    *out = state;
    if (state != NULL) {
        return KBS_OK;
    }
    state = base_new(sizeof *state);
    if (state == NULL) {
        return base_findings_no_memory(&city->error);
    }
    state->city = city;
    state->deadline_s = ZONING_REQUEST_DEADLINE_S;
    base_buffer_init(&state->collected.texts, MOST_TEXT_BYTES);
    geo_shape_init(&state->collected.shape);
    zoning_parts_init(&state->collected.parts);
    state->catalogue = zoning_catalogue_new(city);
    kbs_code code = state->catalogue != NULL ? store_parcel_finder_new(&state->finder, city)
                                             : base_findings_no_memory(&city->error);
    if (code != KBS_OK) {
        release(state);
        return code;
    }
    city->attached[STORE_ATTACH_ZONING].state = state;
    city->attached[STORE_ATTACH_ZONING].release = release;
    *out = state;
    return KBS_OK;
}

/* Copies the texts of the row, which end with the step. */
static bool keep_texts(zoning_collected *c)
{
    const char **const texts[] = { &c->row.block, &c->row.parcel, &c->row.map_sheet,
                                   &c->row.land_type };
    size_t starts[4];
    base_buffer_clear(&c->texts);
    for (size_t i = 0; i < 4; i++) {
        starts[i] = c->texts.length;
        base_buffer_add(&c->texts, *texts[i], strlen(*texts[i]) + 1);
    }
    for (size_t i = 0; !c->texts.failed && i < 4; i++) {
        *texts[i] = c->texts.data + starts[i];
    }
    return !c->texts.failed;
}

/* Members of an overlap: the first, then "12+15". Returns their number, 0 when the text is none
 * such. */
static uint32_t read_members(const store_share *share, int64_t *members, uint32_t most)
{
    uint32_t count = 0;
    members[count++] = share->source_id;
    for (const char *at = share->others != NULL ? share->others : ""; *at != '\0';) {
        size_t length = strcspn(at, "+");
        if (count == most || !base_number_parse_int(at, length, &members[count++])) {
            return 0;
        }
        at += length + (at[length] == '+');
    }
    return count;
}

/* The number comes from the file. */
static bool is_share_kind(int kind)
{
    return kind == STORE_SHARE_PLAN_AREA || kind == STORE_SHARE_OVERLAP ||
           kind == STORE_SHARE_RESTRICTION || kind == STORE_SHARE_TOUCH;
}

static bool add_share(zoning_collected *c, const store_share *share)
{
    enum { MOST_MEMBERS = 256 };
    int64_t members[MOST_MEMBERS];
    zoning_part part = { .kind = share->kind,
                         .source_id = share->source_id,
                         .area_m2 = share->area_m2,
                         .length_m = share->length_m,
                         .touches_only = share->touches_only };
    if (!is_share_kind((int)share->kind)) {
        c->shares_are_damaged = true;
        return true;
    }
    if (share->kind == STORE_SHARE_OVERLAP) {
        part.member_count = read_members(share, members, MOST_MEMBERS);
        c->shares_are_damaged = c->shares_are_damaged || part.member_count == 0;
    }
    return zoning_parts_add(&c->parts, &part, members);
}

static kbs_code begin_collecting(zoning_state *state)
{
    zoning_collected *c = &state->collected;
    kbs_code code = store_parcel_read(state->finder, &c->row);
    if (code != KBS_OK) {
        return code;
    }
    geo_blob_defect defect =
        geo_blob_decode(&c->shape, c->row.blob, c->row.blob_length, state->city->srid);
    c->shape_is_damaged = defect != GEO_BLOB_OK;
    c->shares_are_damaged = false;
    zoning_parts_clear(&c->parts);
    return defect == GEO_BLOB_NO_MEMORY || !keep_texts(c)
               ? base_findings_no_memory(&state->city->error)
               : KBS_OK;
}

kbs_code zoning_collect(zoning_state *state, int64_t *more)
{
    zoning_collected *c = &state->collected;
    *more = 0;
    kbs_code code = store_parcel_step(state->finder);
    if (code == KBS_OK) {
        code = begin_collecting(state);
    }
    int32_t last_ordinal = INT32_MIN;
    while (code == KBS_OK) {
        store_share share;
        if (store_parcel_read_share(state->finder, &share)) {
            c->shares_are_damaged = c->shares_are_damaged || share.ordinal <= last_ordinal ||
                                    c->parts.count > MOST_SHARES;
            last_ordinal = share.ordinal;
            if (!c->shares_are_damaged && !add_share(c, &share)) {
                code = base_findings_no_memory(&state->city->error);
                break;
            }
        }
        code = store_parcel_step(state->finder);
        if (code == KBS_OK && store_parcel_id(state->finder) != c->row.id) {
            *more = store_parcel_neighbourhood(state->finder);
            store_parcel_stop(state->finder);
            return KBS_OK;
        }
        if (code == KBS_END) {
            return KBS_OK;
        }
    }
    store_parcel_stop(state->finder);
    return code;
}

bool zoning_needs_computing(const zoning_state *state)
{
    const zoning_collected *c = &state->collected;
    return !c->shape_is_damaged && (c->row.dirty || c->shares_are_damaged ||
                                    !zoning_parts_are_sound(&c->parts, c->row.area_m2));
}

kbs_code zoning_answer_collected(zoning_state *state, const kbs_zoning **out)
{
    zoning_collected *c = &state->collected;
    kbs_city *city = state->city;
    const char *neighbourhood = store_name_text(city, c->row.neighbourhood);
    zoning_answer_setup setup = {
        .catalogue = state->catalogue,
        .parcel = { .id = c->row.id,
                    .neighbourhood = neighbourhood != NULL ? neighbourhood : "",
                    .block = c->row.block,
                    .parcel = c->row.parcel,
                    .map_sheet = c->row.map_sheet,
                    .land_type = c->row.land_type,
                    .area_m2 = c->row.area_m2,
                    .registered_area_m2 = c->row.registered_area_m2,
                    .from_revision = c->row.from_revision,
                    .shape = c->shape_is_damaged ? NULL : &c->shape },
        .parts = &c->parts,
        .revision = c->row.city_revision,
        .moment = state->moment,
        .crs = city->crs,
        .not_determined = "",
    };
    kbs_code code = KBS_OK;
    if (c->shape_is_damaged) {
        setup.not_determined = base_finding_catalogue(FINDING_ZONING_GEOMETRY_DAMAGED)->code;
    } else if (zoning_needs_computing(state)) {
        setup.computed_now = true;
        code = zoning_compute(city, &state->moment, &c->shape, state->deadline_s, &c->parts,
                              &setup.not_determined);
    }
    if (code == KBS_OK) {
        code = zoning_answer_new(out, &setup);
    }
    if (code == KBS_MEMORY && city->error.count == 0) {
        code = base_findings_no_memory(&city->error);
    }
    return code;
}
