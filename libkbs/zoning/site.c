/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The public calls about sites. */
#include "store/names.h"
#include "zoning/buildable.h"
#include "zoning/compute.h"
#include "zoning/edge_limits.h"
#include "zoning/edge_load.h"
#include "zoning/site_private.h"
#include "zoning/state.h"

void kbs_site_free(const kbs_site *shown)
{
    if (shown != NULL) {
        base_arena_free(((const site *)(const void *)shown)->arena);
    }
}

static kbs_code refuse_null(kbs_city *city, const char *field, const char *expected)
{
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.field = field;
    finding.found = "NULL";
    finding.expected = expected;
    return base_findings_fail(&city->error, &finding);
}

/* The parcel that was collected, within a scene. In a read transaction. */
static kbs_code make_collected(zoning_state *state, zoning_site_maker *maker, const kbs_site **out)
{
    zoning_collected *c = &state->collected;
    const char *neighbourhood = store_name_text(state->city, c->row.neighbourhood);
    zoning_site_input input = { .parcel_id = c->row.id,
                                .neighbourhood = neighbourhood != NULL ? neighbourhood : "",
                                .block = c->row.block,
                                .parcel = c->row.parcel,
                                .shape = &c->shape,
                                .parts = &c->parts,
                                .crs = state->city->crs,
                                .revision = c->row.city_revision,
                                .not_determined = "" };
    kbs_code code = KBS_OK;
    if (c->shape_is_damaged) {
        input.not_determined = base_finding_catalogue(FINDING_ZONING_GEOMETRY_DAMAGED)->code;
    } else if (c->shape.vertex_count > ZONING_MOST_SITE_VERTICES) {
        input.not_determined = base_finding_catalogue(FINDING_ZONING_TOO_COMPLEX)->code;
    } else if (zoning_needs_computing(state)) {
        code = zoning_compute(state->city, NULL, &c->shape, state->deadline_s, &c->parts,
                              &input.not_determined);
    }
    if (code == KBS_OK) {
        code = zoning_site_make(maker, &input, out);
    }
    if (code == KBS_MEMORY && state->city->error.count == 0) {
        code = base_findings_no_memory(&state->city->error);
    }
    return code;
}

/* KBS_END: there is no such parcel. */
static kbs_code collect(zoning_state *state, int64_t parcel_id)
{
    int64_t more;
    kbs_code code = store_parcel_seek_id(state->finder, parcel_id);
    return code == KBS_OK ? zoning_collect(state, &more) : code;
}

static kbs_code answer_one(zoning_state *state, int64_t parcel_id, const kbs_site **out)
{
    zoning_scene scene;
    zoning_site_maker maker;
    kbs_code code = collect(state, parcel_id);
    if (code == KBS_END) {
        base_buffer number;
        base_buffer_init(&number, 64);
        base_buffer_int(&number, parcel_id);
        code = base_findings_fail_with(&state->city->error, FINDING_ZONING_PARCEL_UNKNOWN, NULL,
                                       number.failed ? "" : number.data, NULL);
        base_buffer_release(&number);
    }
    if (code != KBS_OK) {
        return code;
    }
    kbs_box box = geo_shape_box(&state->collected.shape);
    box = (kbs_box){ box.east_min - ZONING_REACH_M, box.north_min - ZONING_REACH_M,
                     box.east_max + ZONING_REACH_M, box.north_max + ZONING_REACH_M };
    bool ready = zoning_scene_init(&scene);
    ready = zoning_site_maker_init(&maker, &scene, true) && ready;
    code = ready ? zoning_scene_load(&scene, state->city, state->catalogue, &box)
                 : base_findings_no_memory(&state->city->error);
    if (code == KBS_OK) {
        code = make_collected(state, &maker, out);
    }
    zoning_site_maker_release(&maker);
    zoning_scene_release(&scene);
    return code;
}

kbs_code kbs_zoning_site(kbs_city *city, int64_t parcel_id, const kbs_site **out)
{
    zoning_state *state = NULL;
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (out == NULL) {
        return refuse_null(city, "out", "a place for the site");
    }
    code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = store_city_begin_read(city);
    }
    if (code == KBS_OK) {
        code = answer_one(state, parcel_id, out);
        store_parcel_stop(state->finder);
        store_city_end_read(city);
    }
    return code;
}

static kbs_code visit_all(zoning_state *state, bool geometry, kbs_site_visit_cb visit, void *user)
{
    zoning_scene scene;
    zoning_site_maker maker;
    int64_t revision = 0;
    kbs_code code = store_city_revision(state->city, &revision); /* takes the snapshot */
    bool ready = zoning_scene_init(&scene);
    ready = zoning_site_maker_init(&maker, &scene, geometry) && ready;
    if (code == KBS_OK) {
        code = ready ? zoning_scene_load(&scene, state->city, state->catalogue, NULL)
                     : base_findings_no_memory(&state->city->error);
    }
    for (size_t i = 0; code == KBS_OK && i < scene.parcels.count; i++) {
        const kbs_site *made = NULL;
        code = collect(state, scene.parcels.items[i].id);
        if (code == KBS_OK) {
            code = make_collected(state, &maker, &made);
        }
        if (code == KBS_OK && !visit(made, user)) {
            code = base_findings_fail_with(&state->city->error, FINDING_CALL_CANCELLED, NULL, NULL,
                                           NULL);
        }
        kbs_site_free(made);
    }
    zoning_site_maker_release(&maker);
    zoning_scene_release(&scene);
    return code == KBS_END ? base_findings_fail_with(&state->city->error, FINDING_CITY_DAMAGED,
                                                     state->city->path, "parcel", NULL)
                           : code;
}

kbs_code kbs_zoning_site_all(kbs_city *city, bool geometry, kbs_site_visit_cb visit, void *user)
{
    zoning_state *state = NULL;
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (visit == NULL) {
        return refuse_null(city, "visit", "a function");
    }
    code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = store_city_begin_read(city);
    }
    if (code == KBS_OK) {
        code = visit_all(state, geometry, visit, user);
        store_parcel_stop(state->finder);
        store_city_end_read(city);
    }
    return code;
}
