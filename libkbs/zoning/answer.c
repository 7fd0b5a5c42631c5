/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The answer tree. Rounding starts from the regions that do not overlap: what one plan area covers
 * alone, what two or more cover together, what none covers. They are rounded to add up to the
 * parcel; a plan area is the sum of its regions, so that every identity of kbs_zoning_row holds in
 * whole hundredths. */
#include "zoning/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <kbs/version.h>

#include "geo/measure.h"
#include "zoning/answer_rounding.h"
#include "zoning/area_tolerance.h"

typedef struct answer {
    kbs_zoning shown; /* first: kbs_zoning_free casts back */
    base_arena *arena;
    geo_shape outline;  /* its arrays are in the arena; type GEO_NONE: there is none */
    uint32_t single[2]; /* ends of the ring and the part where there is one of each */
} answer;

/* An answer being made. */
typedef struct making {
    answer *answer;
    const zoning_answer_setup *setup;
    zoning_rounded rounded;
    const kbs_plan_area **plan_areas; /* by position in rounded.plan_areas */
    kbs_zoning_row *rows;
    size_t row_count;
} making;

void kbs_zoning_free(const kbs_zoning *shown)
{
    if (shown != NULL) {
        base_arena_free(((const answer *)(const void *)shown)->arena);
    }
}

static void *take(making *m, size_t count, size_t size)
{
    return base_arena_alloc(m->answer->arena, count > 0 ? count : 1, size);
}

const geo_shape *zoning_answer_outline(const kbs_zoning *shown)
{
    const answer *made = (const answer *)(const void *)shown;
    return made->outline.type == GEO_NONE ? NULL : &made->outline;
}

/* A copy that lives as long as the answer. */
static bool keep_outline(making *m, const geo_shape *shape)
{
    geo_shape *kept = &m->answer->outline;
    kept->vertices = take(m, shape->vertex_count, sizeof *kept->vertices);
    bool single = shape->ring_count == 1 && shape->part_count == 1; /* nearly always */
    kept->ring_end =
        single ? &m->answer->single[0] : take(m, shape->ring_count, sizeof *kept->ring_end);
    kept->part_end =
        single ? &m->answer->single[1] : take(m, shape->part_count, sizeof *kept->part_end);
    if (kept->vertices == NULL || kept->ring_end == NULL || kept->part_end == NULL) {
        return false;
    }
    memcpy(kept->vertices, shape->vertices, shape->vertex_count * sizeof *kept->vertices);
    memcpy(kept->ring_end, shape->ring_end, shape->ring_count * sizeof *kept->ring_end);
    memcpy(kept->part_end, shape->part_end, shape->part_count * sizeof *kept->part_end);
    kept->vertex_count = shape->vertex_count;
    kept->ring_count = shape->ring_count;
    kept->part_count = shape->part_count;
    kept->type = shape->type;
    return true;
}

static kbs_code fill_parcel(making *m)
{
    const zoning_parcel *parcel = &m->setup->parcel;
    kbs_zoning *shown = &m->answer->shown;
    base_arena *arena = m->answer->arena;
    shown->neighbourhood = base_arena_text(arena, parcel->neighbourhood);
    shown->block = base_arena_text(arena, parcel->block);
    shown->parcel = base_arena_text(arena, parcel->parcel);
    shown->map_sheet = base_arena_text(arena, parcel->map_sheet);
    shown->land_type = base_arena_text(arena, parcel->land_type);
    shown->crs = base_arena_text(arena, m->setup->crs);
    shown->not_determined = base_arena_text(arena, m->setup->not_determined);
    if (shown->neighbourhood == NULL || shown->block == NULL || shown->parcel == NULL ||
        shown->map_sheet == NULL || shown->land_type == NULL || shown->crs == NULL ||
        shown->not_determined == NULL) {
        return KBS_MEMORY;
    }
    shown->parcel_id = parcel->id;
    shown->exact_area_m2 = parcel->area_m2;
    shown->area_m2 = (double)zoning_hundredths(parcel->area_m2) / 100.0;
    shown->registered_area_m2 = parcel->registered_area_m2;
    shown->area_tolerance_m2 = kbs_area_tolerance_m2(parcel->area_m2);
    shown->parcel_revision = parcel->from_revision;
    shown->revision = m->setup->revision;
    shown->known_on =
        m->setup->moment.known_on != 0 ? m->setup->moment.known_on : m->setup->revision;
    shown->valid_on = m->setup->moment.valid_on;
    shown->computed_now = m->setup->computed_now;
    shown->versions = kbs_version_details();
    shown->box = geo_box_empty();
    if (parcel->shape != NULL) {
        geo_vertex inner = geo_shape_inner_point(parcel->shape);
        shown->east = inner.east;
        shown->north = inner.north;
        shown->box = geo_shape_box(parcel->shape);
        if (!keep_outline(m, parcel->shape)) {
            return KBS_MEMORY;
        }
    }
    return KBS_OK;
}

/* Copies each plan area once; rows, overlaps and neighbours point to the copies. */
static kbs_code fetch_plan_areas(making *m)
{
    size_t count = m->rounded.plan_area_count;
    m->plan_areas = take(m, count, sizeof *m->plan_areas);
    kbs_code code = m->plan_areas != NULL ? KBS_OK : KBS_MEMORY;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = zoning_catalogue_plan_area(m->setup->catalogue, m->rounded.plan_areas[i].id,
                                          m->answer->arena, &m->plan_areas[i]);
    }
    return code;
}

static kbs_zoning_row *new_row(making *m, kbs_row_kind kind, const zoning_amount *amount)
{
    kbs_zoning_row *row = &m->rows[m->row_count++];
    row->kind = kind;
    row->area_m2 = (double)amount->hundredths / 100.0;
    row->share = (double)amount->millionths / 1e6;
    row->exact_area_m2 = amount->exact_m2;
    return row;
}

static void add_plan_areas(making *m)
{
    size_t neighbour_count = 0;
    const kbs_plan_area **neighbours = take(m, m->rounded.plan_area_count, sizeof *neighbours);
    for (size_t i = 0; neighbours != NULL && i < m->rounded.plan_area_count; i++) {
        const zoning_rounded_plan_area *plan_area = &m->rounded.plan_areas[i];
        if (plan_area->amount.hundredths > 0) {
            new_row(m, KBS_ROW_PLAN_AREA, &plan_area->amount)->plan_area = m->plan_areas[i];
        } else {
            neighbours[neighbour_count++] = m->plan_areas[i];
        }
    }
    m->answer->shown.neighbours = neighbours;
    m->answer->shown.neighbour_count = neighbour_count;
}

static kbs_code add_overlap(making *m, const zoning_rounded_overlap *overlap)
{
    const kbs_plan_area **members = take(m, overlap->member_count, sizeof *members);
    if (members == NULL) {
        return KBS_MEMORY;
    }
    for (size_t i = 0; i < overlap->member_count; i++) {
        members[i] = m->plan_areas[overlap->members[i]];
    }
    kbs_zoning_row *row = new_row(m, KBS_ROW_OVERLAP, &overlap->amount);
    row->overlap = members;
    row->overlap_count = overlap->member_count;
    return KBS_OK;
}

/* A row that takes no part in the sum. */
static kbs_zoning_row *add_apart(making *m, kbs_row_kind kind, const zoning_part *part)
{
    double area_m2 = m->setup->parcel.area_m2;
    zoning_amount amount = { .exact_m2 = part->area_m2,
                             .hundredths = zoning_hundredths(part->area_m2) };
    amount.millionths = area_m2 > 0.0 ? llround(part->area_m2 / area_m2 * 1e6) : 0;
    kbs_zoning_row *row = new_row(m, kind, &amount);
    row->length_m = part->length_m;
    row->touches_only = part->touches_only;
    return row;
}

static kbs_code add_restriction(making *m, const zoning_part *part)
{
    return zoning_catalogue_restriction(m->setup->catalogue, part->source_id, m->answer->arena,
                                        &add_apart(m, KBS_ROW_RESTRICTION, part)->restriction);
}

static kbs_code add_notice(making *m, const zoning_part *part)
{
    return zoning_catalogue_plan_area(m->setup->catalogue, part->source_id, m->answer->arena,
                                      &add_apart(m, KBS_ROW_NOTICE, part)->plan_area);
}

static int64_t first_id(const kbs_zoning_row *row)
{
    switch (row->kind) {
    case KBS_ROW_PLAN_AREA:
    case KBS_ROW_NOTICE:
        return row->plan_area->id;
    case KBS_ROW_RESTRICTION:
        return row->restriction->id;
    case KBS_ROW_OVERLAP:
        return row->overlap[0]->id;
    case KBS_ROW_UNCOVERED:
        break;
    }
    return 0;
}

/* By kind, then falling printed area, then falling length, then ids: nothing that two ways of
 * computing could order differently. */
static int compare_rows(const void *a, const void *b)
{
    const kbs_zoning_row *p = a;
    const kbs_zoning_row *q = b;
    if (p->kind != q->kind) {
        return p->kind < q->kind ? -1 : 1;
    }
    if (p->area_m2 != q->area_m2) {
        return p->area_m2 > q->area_m2 ? -1 : 1;
    }
    int64_t p_length = zoning_hundredths(p->length_m);
    int64_t q_length = zoning_hundredths(q->length_m);
    if (p_length != q_length) {
        return p_length > q_length ? -1 : 1;
    }
    if (first_id(p) != first_id(q)) {
        return first_id(p) < first_id(q) ? -1 : 1;
    }
    for (size_t i = 0; i < p->overlap_count && i < q->overlap_count; i++) {
        if (p->overlap[i]->id != q->overlap[i]->id) {
            return p->overlap[i]->id < q->overlap[i]->id ? -1 : 1;
        }
    }
    return (p->overlap_count > q->overlap_count) - (p->overlap_count < q->overlap_count);
}

/* Most parcels have one row, or come in order. */
static bool is_sorted(const making *m)
{
    for (size_t i = 1; i < m->row_count; i++) {
        if (compare_rows(&m->rows[i - 1], &m->rows[i]) > 0) {
            return false;
        }
    }
    return true;
}

static kbs_code fill_rows(making *m)
{
    const zoning_parts *parts = m->setup->parts;
    m->rows = take(m, parts->count + 1, sizeof *m->rows);
    if (m->rows == NULL) {
        return KBS_MEMORY;
    }
    add_plan_areas(m);
    if (m->answer->shown.neighbours == NULL) {
        return KBS_MEMORY;
    }
    if (m->rounded.uncovered.hundredths > 0) {
        new_row(m, KBS_ROW_UNCOVERED, &m->rounded.uncovered);
    }
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < m->rounded.overlap_count; i++) {
        if (m->rounded.overlaps[i].amount.hundredths > 0) {
            code = add_overlap(m, &m->rounded.overlaps[i]);
        }
    }
    for (size_t i = 0; code == KBS_OK && i < parts->count; i++) {
        if (parts->items[i].kind == STORE_SHARE_RESTRICTION) {
            code = add_restriction(m, &parts->items[i]);
        } else if (parts->items[i].kind == ZONING_PART_NOTICE &&
                   parts->items[i].area_m2 > ZONING_ROW_LEAST_M2) {
            code = add_notice(m, &parts->items[i]);
        }
    }
    if (code == KBS_OK && !is_sorted(m)) {
        qsort(m->rows, m->row_count, sizeof *m->rows, compare_rows);
    }
    m->answer->shown.rows = m->rows;
    m->answer->shown.row_count = m->row_count;
    return code;
}

/* Puts a revision into the ascending list, once. There are few of them, whatever the number of
 * rows. */
static size_t add_source(int64_t *ids, size_t count, int64_t id)
{
    size_t at = count;
    while (at > 0 && ids[at - 1] > id) {
        at--;
    }
    if (at > 0 && ids[at - 1] == id) {
        return count;
    }
    memmove(ids + at + 1, ids + at, (count - at) * sizeof *ids);
    ids[at] = id;
    return count + 1;
}

/* The revisions that the parcel, its plan areas and its restrictions name, each once. */
static kbs_code fill_sources(making *m)
{
    size_t most = 1 + m->rounded.plan_area_count + m->row_count;
    int64_t *ids = take(m, most, sizeof *ids);
    if (ids == NULL) {
        return KBS_MEMORY;
    }
    int64_t of_parcel = m->answer->shown.parcel_revision; /* 0: a free area */
    size_t count = of_parcel != 0 ? add_source(ids, 0, of_parcel) : 0;
    for (size_t i = 0; i < m->rounded.plan_area_count; i++) {
        count = add_source(ids, count, m->plan_areas[i]->revision);
    }
    for (size_t i = 0; i < m->row_count; i++) {
        if (m->rows[i].restriction != NULL) {
            count = add_source(ids, count, m->rows[i].restriction->revision);
        } else if (m->rows[i].kind == KBS_ROW_NOTICE) {
            count = add_source(ids, count, m->rows[i].plan_area->revision);
        }
    }
    kbs_revision *sources = take(m, count, sizeof *sources);
    kbs_code code = sources != NULL ? KBS_OK : KBS_MEMORY;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code =
            zoning_catalogue_revision(m->setup->catalogue, ids[i], m->answer->arena, &sources[i]);
    }
    m->answer->shown.sources = sources;
    m->answer->shown.source_count = count;
    return code;
}

static kbs_code fill(making *m)
{
    kbs_code code = fill_parcel(m);
    if (code == KBS_OK && m->setup->not_determined[0] == '\0') {
        bool rounded = zoning_round_parts(&m->rounded, m->setup->parts, m->setup->parcel.area_m2,
                                          m->answer->arena);
        code = rounded ? fetch_plan_areas(m) : KBS_MEMORY;
        if (code == KBS_OK) {
            code = fill_rows(m);
        }
    }
    return code == KBS_OK ? fill_sources(m) : code;
}

kbs_code zoning_answer_new(const kbs_zoning **out, const zoning_answer_setup *setup)
{
    *out = NULL;
    base_arena *arena = base_arena_new();
    answer *made = arena != NULL ? base_arena_alloc(arena, 1, sizeof *made) : NULL;
    if (made == NULL) {
        base_arena_free(arena);
        return KBS_MEMORY;
    }
    made->arena = arena;
    making m = { .answer = made, .setup = setup };
    kbs_code code = fill(&m);
    if (code != KBS_OK) {
        base_arena_free(arena);
        return code;
    }
    *out = &made->shown;
    return KBS_OK;
}
