/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The check as a whole: one read transaction, parts in a fixed order, findings in the order of ids. */
#include "zoning/check.h"

#include <math.h>

#include "base/buffer.h"
#include "base/date.h"
#include "store/integrity.h"

#define MOST_FINDINGS 100000u
#define TOLERANCE_M 0.01
#define PROGRESS_SECONDS 0.1

void zoning_check_add(zoning_checking *c, base_finding_code code, kbs_kind kind, int64_t id,
                      const char *key, const char *found, const char *expected,
                      const geo_vertex *place)
{
    if (c->found->count >= c->most) {
        c->cut = true;
        return;
    }
    kbs_finding finding = base_finding_of(code);
    finding.layer = kbs_kind_name(kind);
    finding.record = id;
    finding.key = key != NULL && key[0] != '\0' ? key : NULL;
    finding.found = found;
    finding.expected = expected;
    if (place != NULL && isfinite(place->east) && isfinite(place->north)) {
        finding.has_coordinate = true;
        finding.east = place->east;
        finding.north = place->north;
    }
    base_findings_add(c->found, &finding);
}

void zoning_check_add_area(zoning_checking *c, base_finding_code code, kbs_kind kind, int64_t id,
                           const char *key, double found_m2, const char *expected,
                           const geo_vertex *place)
{
    base_buffer text;
    base_buffer_init(&text, 512);
    base_buffer_fixed(&text, found_m2, 2);
    zoning_check_add(c, code, kind, id, key, text.data, expected, place);
    c->found->failed = c->found->failed || text.failed;
    base_buffer_release(&text);
}

kbs_code zoning_check_tick(zoning_checking *c, const char *stage, size_t done, size_t total)
{
    double now = c->progress != NULL && done % 64 == 0 ? base_clock_seconds() : 0.0;
    if (now == 0.0 || now - c->last_progress_s < PROGRESS_SECONDS) {
        return KBS_OK;
    }
    c->last_progress_s = now;
    kbs_progress report = { stage, done, total };
    return c->progress(&report, c->user)
               ? KBS_OK
               : base_findings_fail_with(&c->city->error, FINDING_CALL_CANCELLED, NULL, NULL, NULL);
}

kbs_code zoning_check_near(zoning_checking *c, const zoning_check_layer *layer, kbs_box box,
                           size_t *count)
{
    return geo_box_tree_find(layer->tree, box, &c->near, &c->near_capacity, count) ? KBS_OK
                                                                                   : KBS_MEMORY;
}

static kbs_code check_plan_areas(zoning_checking *c)
{
    zoning_check_layer plan_areas = { 0 };
    kbs_code code = zoning_check_layer_load(&plan_areas, c, KBS_PLAN_AREA);
    if (code == KBS_OK) {
        code = zoning_check_overlaps(c, &plan_areas);
    }
    zoning_check_layer_release(&plan_areas);
    return code;
}

static kbs_code check_all(zoning_checking *c)
{
    int64_t revision;
    kbs_code code = store_city_revision(c->city, &revision); /* takes the snapshot */
    if (code == KBS_OK) {
        code = zoning_check_layer_load(&c->parcels, c, KBS_PARCEL);
    }
    if (code == KBS_OK) {
        code = zoning_check_overlaps(c, &c->parcels);
    }
    if (code == KBS_OK) {
        code = zoning_check_gaps(c);
    }
    if (code == KBS_OK) {
        code = check_plan_areas(c);
    }
    if (code == KBS_OK) {
        code = zoning_check_orphans(c);
    }
    return code;
}

static kbs_code run(kbs_city *city, const kbs_check_options *options, base_findings *found)
{
    kbs_check_options nothing = KBS_CHECK_OPTIONS_INIT;
    const kbs_check_options *o = options != NULL ? options : &nothing;
    zoning_checking c = { .city = city,
                          .found = found,
                          .tolerance_m = o->tolerance_m > 0.0 ? o->tolerance_m : TOLERANCE_M,
                          .most = o->most > 0 ? o->most : MOST_FINDINGS,
                          .threads = o->threads,
                          .progress = o->progress,
                          .user = o->user,
                          .scratch = geo_scratch_new(),
                          .geos = geo_geos_new() };
    kbs_code code = c.scratch != NULL && c.geos != NULL ? store_city_begin_read(city)
                                                        : base_findings_no_memory(&city->error);
    if (code == KBS_OK) {
        code = check_all(&c);
        store_city_end_read(city);
    }
    if (code == KBS_OK && c.cut) {
        kbs_finding finding = base_finding_of(FINDING_CHECK_CUT);
        base_buffer text;
        base_buffer_init(&text, 64);
        base_buffer_int(&text, (int64_t)c.most);
        finding.found = text.data;
        base_findings_add(found, &finding);
        base_buffer_release(&text);
    }
    if ((code == KBS_OK && found->failed) || (code == KBS_MEMORY && city->error.count == 0)) {
        code = base_findings_no_memory(&city->error);
    }
    zoning_check_layer_release(&c.parcels);
    geo_scratch_free(c.scratch);
    geo_geos_free(c.geos);
    base_free(c.near);
    return code;
}

kbs_code kbs_city_check(kbs_city *city, const kbs_check_options *options, const kbs_findings **out)
{
    kbs_code code = store_city_enter(city);
    if (out == NULL || code != KBS_OK) {
        return out == NULL ? KBS_USAGE : code;
    }
    *out = NULL;
    store_findings *tree = base_new(sizeof *tree);
    if (tree == NULL) {
        return base_findings_no_memory(&city->error);
    }
    base_findings_init(&tree->list);
    code = run(city, options, &tree->list);
    if (code != KBS_OK) {
        kbs_findings_free(&tree->findings);
        return code;
    }
    tree->findings = (kbs_findings){ tree->list.items, tree->list.count };
    *out = &tree->findings;
    return KBS_OK;
}
