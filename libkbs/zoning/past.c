/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Closed rows stay in the tables with the revisions from and until which they were known, so the parcel of a past day is one row; its
 * parts are not kept and are computed. */
#include "zoning/past.h"

#include "geo/blob.h"
#include "store/parcel_past.h"
#include "store/scan.h"

/* A row being taken over. */
typedef struct taking {
    zoning_state *state;
    bool of_the_time, no_memory;
} taking;

/* Copies a text; returns where it begins in the buffer. */
static size_t keep(zoning_collected *c, const store_scanned *row, const char *field)
{
    int at = store_kind_field(store_kind_of(KBS_PARCEL), field);
    const store_value *value = at >= 0 ? &row->values[at] : NULL;
    size_t start = c->texts.length;
    if (value != NULL && value->type == STORE_VALUE_TEXT) {
        base_buffer_add(&c->texts, value->text, value->length);
    }
    base_buffer_char(&c->texts, '\0');
    return start;
}

static bool keep_texts(zoning_collected *c, const store_scanned *row)
{
    static const char *const fields[] = { "block", "parcel", "map_sheet", "land_type" };
    const char **const texts[] = { &c->row.block, &c->row.parcel, &c->row.map_sheet,
                                   &c->row.land_type };
    size_t starts[4];
    base_buffer_clear(&c->texts);
    for (size_t i = 0; i < 4; i++) {
        starts[i] = keep(c, row, fields[i]);
    }
    for (size_t i = 0; !c->texts.failed && i < 4; i++) {
        *texts[i] = c->texts.data + starts[i];
    }
    return !c->texts.failed;
}

static bool take_row(const store_scanned *row, void *user)
{
    taking *t = user;
    zoning_collected *c = &t->state->collected;
    int64_t known_on = t->state->moment.known_on;
    t->of_the_time = known_on == 0
                         ? row->until_revision == 0
                         : row->from_revision <= known_on &&
                               (row->until_revision == 0 || row->until_revision > known_on);
    if (!t->of_the_time) {
        return true;
    }
    const store_kind *kind = store_kind_of(KBS_PARCEL);
    const store_value *registered = &row->values[store_kind_field(kind, "registered_area_m2")];
    geo_blob_defect defect =
        geo_blob_decode(&c->shape, row->blob, row->blob_length, t->state->city->srid);
    c->row = (store_parcel){
        .id = row->id,
        .neighbourhood = row->values[store_kind_field(kind, "neighbourhood")].integer,
        .area_m2 = row->measure,
        .registered_area_m2 =
            registered->type == STORE_VALUE_REAL ? registered->real : KBS_NO_VALUE,
        .from_revision = row->from_revision,
        .dirty = true, /* its parts are not those that are kept */
    };
    c->shape_is_damaged = defect != GEO_BLOB_OK;
    c->shares_are_damaged = false;
    zoning_parts_clear(&c->parts);
    t->no_memory = defect == GEO_BLOB_NO_MEMORY || !keep_texts(c, row);
    return true;
}

static kbs_code collect_past_id(zoning_state *state, int64_t id)
{
    taking t = { .state = state };
    kbs_code code = store_row_by_id(state->city, KBS_PARCEL, id, take_row, &t);
    if (code == KBS_OK && t.no_memory) {
        return base_findings_no_memory(&state->city->error);
    }
    if (code == KBS_NOT_FOUND || (code == KBS_OK && !t.of_the_time)) {
        return KBS_END;
    }
    if (code == KBS_OK) {
        code = store_city_revision(state->city, &state->collected.row.city_revision);
    }
    return code;
}

kbs_code zoning_collect_id(zoning_state *state, int64_t id)
{
    int64_t more;
    if (!zoning_moment_is_now(&state->moment)) {
        return collect_past_id(state, id);
    }
    kbs_code code = store_parcel_seek_id(state->finder, id);
    return code == KBS_OK ? zoning_collect(state, &more) : code;
}

/* The ids of a key: the first, and the neighbourhood of another one. */
typedef struct key_rows {
    int64_t id, more;
} key_rows;

static bool take_id(int64_t id, int64_t neighbourhood, void *user)
{
    key_rows *rows = user;
    if (rows->id == 0) {
        rows->id = id;
    } else {
        rows->more = neighbourhood;
    }
    return true;
}

kbs_code zoning_collect_past_key(zoning_state *state, int64_t neighbourhood, const zoning_key *key,
                                 int64_t *more)
{
    key_rows rows = { 0 };
    kbs_code code = store_parcel_ids_at(state->city, neighbourhood, key->block, key->parcel,
                                        state->moment.known_on, take_id, &rows);
    *more = rows.more;
    if (code != KBS_OK) {
        return code;
    }
    return rows.id == 0 ? KBS_END : collect_past_id(state, rows.id);
}

kbs_code zoning_parcel_each(zoning_state *state,
                            bool (*visit)(const store_parcel_key *key, void *user), void *user)
{
    return state->moment.known_on == 0
               ? store_parcel_each(state->city, visit, user)
               : store_parcel_each_at(state->city, state->moment.known_on, visit, user);
}
