/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From a record to a row: values, then geometry in the order that reliability asks for: finite, in range, transformed, sound, encoded. */
#include "import/take.h"

#include <math.h>
#include <string.h>

#include "geo/blob.h"
#include "geo/measure.h"
#include "geo/ring_check.h"
#include "import/tkgm.h"
#include "import/values.h"

#define MOST_COORDINATE 1e8  /* |east|, |north|; larger is damage */
#define CHECK_DEADLINE_S 5.0 /* for the soundness of one geometry */
#define REPAIR_DEADLINE_S 5.0
#define MOST_BLOB_BYTES (1u << 30)

struct import_taker {
    import_taker_setup setup;
    import_value_reader values;
    geo_geos *geos;
    base_sha256 *sha;
    geo_shape mended;
    base_buffer blob;
    base_buffer label;
    int state_column; /* of data of the land registry; -1 */
};

/* One record at hand. */
typedef struct record_at {
    import_taker *taker;
    import_record *record;
    import_row *row;
    bool refused;
    bool is_transformed; /* coordinates are the city's from here on */
} record_at;

import_batch *import_batch_new(void)
{
    import_batch *batch = base_new(sizeof *batch);
    if (batch != NULL) {
        batch->arena = base_arena_new();
        if (batch->arena == NULL) {
            base_free(batch);
            batch = NULL;
        }
    }
    return batch;
}

void import_batch_free(import_batch *batch)
{
    if (batch != NULL) {
        base_arena_free(batch->arena);
        base_free(batch);
    }
}

import_taker *import_taker_new(const import_taker_setup *setup)
{
    import_taker *taker = base_new(sizeof *taker);
    if (taker == NULL) {
        return NULL;
    }
    taker->setup = *setup;
    geo_shape_init(&taker->mended);
    base_buffer_init(&taker->blob, MOST_BLOB_BYTES);
    base_buffer_init(&taker->label, 4096);
    bool is_judged = setup->kind->kind == KBS_PARCEL && !setup->all_states;
    taker->state_column = is_judged ? tkgm_state_column(setup->layer) : -1;
    taker->geos = geo_geos_new();
    taker->sha = base_sha256_new();
    if (taker->geos == NULL || taker->sha == NULL ||
        !import_value_reader_init(&taker->values, &taker->setup)) {
        import_taker_free(taker);
        return NULL;
    }
    return taker;
}

void import_taker_free(import_taker *taker)
{
    if (taker != NULL) {
        import_value_reader_release(&taker->values);
        geo_shape_release(&taker->mended);
        base_buffer_release(&taker->blob);
        base_buffer_release(&taker->label);
        geo_geos_free(taker->geos);
        base_sha256_free(taker->sha);
        base_free(taker);
    }
}

base_findings *import_taker_report(const import_taker *taker)
{
    return taker->setup.report;
}

void import_label_write(base_buffer *out, const store_kind *kind, const store_value *values,
                        const import_name *name)
{
    const char *separator = "";
    for (size_t f = 0; f < kind->field_count; f++) {
        const store_field *field = &kind->fields[f];
        const char *text = values[f].text;
        size_t length = values[f].length;
        if (!field->in_key && strcmp(field->name, "source_id") != 0) {
            continue;
        }
        if (field->type == STORE_NAME) {
            text = name == NULL ? NULL : name->text;
            length = name == NULL ? 0 : name->length;
        } else if (values[f].type != STORE_VALUE_TEXT) {
            continue;
        }
        if (text != NULL && length > 0) {
            base_buffer_text(out, separator);
            base_buffer_add(out, text, length);
            separator = "/";
        }
    }
}

const char *import_row_label(import_taker *taker, const store_value *values,
                             const import_name *name)
{
    base_buffer_clear(&taker->label);
    import_label_write(&taker->label, taker->setup.kind, values, name);
    return taker->label.failed || taker->label.data == NULL ? "" : taker->label.data;
}

/* Adds a finding of the record; `where` is in the source's system unless `transformed`. */
static void report(record_at *at, base_finding_code code, const geo_vertex *where,
                   const char *found, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    const char *label = import_row_label(at->taker, at->row->values, at->row->name);
    finding.file = at->taker->setup.file;
    finding.layer = at->taker->setup.layer->name;
    finding.record = at->record->number;
    finding.byte = at->record->byte;
    finding.line = at->record->line;
    finding.key = label[0] == '\0' ? NULL : label;
    finding.found = found;
    finding.expected = expected;
    if (where != NULL) {
        finding.has_coordinate = true;
        finding.east = where->east;
        finding.north = where->north;
        finding.in_source_crs = !at->is_transformed;
    }
    base_findings_add(at->taker->setup.report, &finding);
    if (finding.severity == KBS_REFUSED) {
        at->refused = true;
    } else if (finding.severity == KBS_MENDED) {
        at->row->mended = true;
    }
}

static bool type_fits(store_geometry wanted, geo_type type)
{
    switch (wanted) {
    case STORE_AREAS:
        return geo_type_is_area(type);
    case STORE_LINES_OR_AREAS:
        return type == GEO_LINE || type == GEO_MULTILINE || geo_type_is_area(type);
    case STORE_POINTS:
        return type == GEO_POINT;
    case STORE_ANY:
        return type != GEO_NONE;
    }
    return false;
}

static const char *wanted_name(store_geometry wanted)
{
    switch (wanted) {
    case STORE_AREAS:
        return "polygon";
    case STORE_LINES_OR_AREAS:
        return "line, polygon";
    case STORE_POINTS:
        return "point";
    case STORE_ANY:
        return "polygon, line, point";
    }
    return "?";
}

/* Type, emptiness, finite values within range. */
static void check_raw(record_at *at)
{
    geo_shape *shape = &at->record->shape;
    const import_taker_setup *setup = &at->taker->setup;
    if (shape->type == GEO_NONE || shape->vertex_count == 0) {
        report(at, FINDING_GEOMETRY_MISSING, NULL, NULL, wanted_name(setup->kind->geometry));
        return;
    }
    for (size_t i = 0; i < shape->vertex_count; i++) {
        geo_vertex v = shape->vertices[i];
        if (!isfinite(v.east) || !isfinite(v.north)) {
            report(at, FINDING_GEOMETRY_NOT_FINITE, NULL,
                   isnan(v.east) || isnan(v.north) ? "NaN" : "∞", NULL);
            return;
        }
        bool degrees_wrong =
            setup->source_is_geographic && (fabs(v.east) > 180.0 || fabs(v.north) > 90.0);
        if (fabs(v.east) > MOST_COORDINATE || fabs(v.north) > MOST_COORDINATE || degrees_wrong) {
            report(at, degrees_wrong ? FINDING_GEOMETRY_NOT_DEGREES : FINDING_GEOMETRY_OUT_OF_RANGE,
                   &v, NULL, NULL);
            return;
        }
    }
    if (shape->type == GEO_MULTIPOINT && shape->vertex_count == 1) {
        shape->type = GEO_POINT;
    }
    if (!type_fits(setup->kind->geometry, shape->type)) {
        report(at, FINDING_GEOMETRY_WRONG_TYPE, &shape->vertices[0], geo_type_name(shape->type),
               wanted_name(setup->kind->geometry));
    }
}

static void group_rings(record_at *at)
{
    bool changed = false;
    geo_shape *shape = &at->record->shape;
    if (at->record->rings_are_loose && geo_type_is_area(shape->type)) {
        if (!geo_shape_group_rings(shape, &changed)) {
            report(at, FINDING_GEOMETRY_TOO_COMPLEX, &at->row->place, NULL, NULL);
        } else if (changed) {
            report(at, FINDING_GEOMETRY_ORIENTATION, &at->row->place, NULL, NULL);
        }
    }
}

/* Some areas reach over the border of the system's area of use, but a vertex farther away than the area is large (0, 0 above all) is a
 * slip. */
static bool is_far_outside(kbs_box box, kbs_box allowed)
{
    double width = allowed.east_max - allowed.east_min;
    double height = allowed.north_max - allowed.north_min;
    return box.east_min < allowed.east_min - width || box.east_max > allowed.east_max + width ||
           box.north_min < allowed.north_min - height || box.north_max > allowed.north_max + height;
}

/* Into the city's system; wholly outside its area of use, or far outside with one vertex, is refused. */
static void transform(record_at *at)
{
    geo_shape *shape = &at->record->shape;
    const import_taker_setup *setup = &at->taker->setup;
    size_t bad = 0;
    if (setup->transform != NULL && !geo_transform_is_identity(setup->transform) &&
        !geo_transform_vertices(setup->transform, shape->vertices, shape->vertex_count, &bad)) {
        report(at, FINDING_GEOMETRY_OUTSIDE_CRS, &at->row->place, NULL, NULL);
        return;
    }
    kbs_box box = geo_shape_box(shape);
    if (!geo_box_is_empty(setup->allowed) &&
        (!geo_box_meets(box, setup->allowed) || is_far_outside(box, setup->allowed))) {
        report(at, FINDING_GEOMETRY_OUTSIDE_CRS, &at->row->place, NULL, NULL);
        return;
    }
    at->row->place = shape->vertices[0]; /* from here on in the city's system */
    at->is_transformed = true;
}

static base_finding_code defect_code(geo_defect defect)
{
    switch (defect) {
    case GEO_SOUND:
    case GEO_EMPTY:
        return FINDING_GEOMETRY_MISSING;
    case GEO_NOT_FINITE:
        return FINDING_GEOMETRY_NOT_FINITE;
    case GEO_OUT_OF_RANGE:
        return FINDING_GEOMETRY_OUT_OF_RANGE;
    case GEO_OPEN_RING:
        return FINDING_GEOMETRY_OPEN_RING;
    case GEO_FEW_VERTICES:
        return FINDING_GEOMETRY_FEW_VERTICES;
    case GEO_ZERO_AREA:
        return FINDING_GEOMETRY_ZERO_AREA;
    case GEO_REPEATED_VERTEX:
        return FINDING_GEOMETRY_REPEATED_VERTEX;
    case GEO_SPIKE:
        return FINDING_GEOMETRY_SPIKE;
    case GEO_SELF_CROSSING:
        return FINDING_GEOMETRY_SELF_CROSSING;
    case GEO_RING_TOUCH:
        return FINDING_GEOMETRY_RING_TOUCH;
    case GEO_HOLE_OUTSIDE:
        return FINDING_GEOMETRY_HOLE_OUTSIDE;
    case GEO_NESTED_SHELLS:
        return FINDING_GEOMETRY_NESTED_SHELLS;
    case GEO_PARTS_OVERLAP:
        return FINDING_GEOMETRY_PARTS_OVERLAP;
    case GEO_TOO_COMPLEX:
        return FINDING_GEOMETRY_TOO_COMPLEX;
    }
    return FINDING_GEOMETRY_MISSING;
}

static bool is_repairable(geo_defect defect)
{
    return defect == GEO_SPIKE || defect == GEO_SELF_CROSSING || defect == GEO_RING_TOUCH ||
           defect == GEO_HOLE_OUTSIDE || defect == GEO_NESTED_SHELLS || defect == GEO_PARTS_OVERLAP;
}

/* An upright wall, as models of buildings have them: with heights an area, seen from above a line. */
static bool is_wall(const import_record *record, const geo_defect_place *place)
{
    bool may_be = place->defect == GEO_FEW_VERTICES || place->defect == GEO_ZERO_AREA;
    return may_be && record->has_heights && geo_type_is_area(record->shape.type) &&
           geo_shape_ring_is_flat(&record->shape, place->ring);
}

static void write_metres(base_buffer *out, const char *before, double value, int decimals,
                         const char *after)
{
    base_buffer_text(out, before);
    base_buffer_fixed(out, value, decimals);
    base_buffer_text(out, after);
}

/* Repairs on request: what changed is stated with both areas. */
static bool repair(record_at *at, const geo_defect_place *place)
{
    import_taker *taker = at->taker;
    geo_shape *shape = &at->record->shape;
    double before = geo_shape_area_m2(shape);
    if (geo_geos_make_valid(taker->geos, shape, REPAIR_DEADLINE_S, &taker->mended) != GEO_DONE ||
        taker->mended.vertex_count == 0 ||
        geo_shape_check(&taker->mended, taker->geos, CHECK_DEADLINE_S).defect != GEO_SOUND ||
        !geo_shape_copy(shape, &taker->mended)) {
        return false;
    }
    base_buffer found, expected;
    base_buffer_init(&found, 200);
    base_buffer_init(&expected, 200);
    base_buffer_text(&found, geo_defect_name(place->defect));
    write_metres(&found, ", ", before, 2, " m²");
    write_metres(&expected, "", geo_shape_area_m2(shape), 2, " m²");
    report(at, FINDING_GEOMETRY_REPAIRED, &place->where, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return true;
}

static void check_sound(record_at *at)
{
    geo_shape *shape = &at->record->shape;
    import_taker *taker = at->taker;
    if (!geo_type_is_area(shape->type) && shape->type != GEO_LINE && shape->type != GEO_MULTILINE) {
        return;
    }
    size_t repeated = geo_shape_drop_repeated(shape);
    geo_defect_place place = geo_shape_check(shape, taker->geos, CHECK_DEADLINE_S);
    if (place.defect == GEO_SOUND) {
        if (repeated > 0) {
            base_buffer count;
            base_buffer_init(&count, 40);
            base_buffer_int(&count, (int64_t)repeated);
            report(at, FINDING_GEOMETRY_REPEATED_VERTEX, &at->row->place, count.data, NULL);
            base_buffer_release(&count);
        }
        return;
    }
    if (taker->setup.repair && is_repairable(place.defect) && repair(at, &place)) {
        return;
    }
    base_buffer gap;
    base_buffer_init(&gap, 60);
    if (place.defect == GEO_OPEN_RING) {
        write_metres(&gap, "", place.gap_m, 3, " m");
    }
    const geo_vertex *where =
        isfinite(place.where.east) && isfinite(place.where.north) ? &place.where : &at->row->place;
    base_finding_code code =
        is_wall(at->record, &place) ? FINDING_GEOMETRY_UPRIGHT_WALL : defect_code(place.defect);
    report(at, code, where, gap.length == 0 ? NULL : gap.data, NULL);
    base_buffer_release(&gap);
}

/* The area of areas for kinds that keep areas, the length of lines for kinds that keep lengths. */
static double measure(const store_kind *kind, const geo_shape *shape)
{
    bool line = shape->type == GEO_LINE || shape->type == GEO_MULTILINE;
    if (kind->measure == NULL) {
        return 0.0;
    }
    if (strcmp(kind->measure, "area_m2") == 0) {
        return geo_shape_area_m2(shape); /* 0 for lines and points */
    }
    return line ? geo_shape_length_m(shape) : 0.0;
}

/* Box, measure and BLOB of a sound shape. */
static kbs_code encode(record_at *at, import_batch *batch)
{
    geo_shape *shape = &at->record->shape;
    import_taker *taker = at->taker;
    store_row *row = &at->row->row;
    bool area = geo_type_is_area(shape->type);
    if (area) {
        geo_shape_orient(shape, true);
    }
    row->box = geo_shape_box(shape);
    row->measure = measure(taker->setup.kind, shape);
    base_buffer_clear(&taker->blob);
    geo_blob_encode(&taker->blob, shape, taker->setup.srid, true);
    char *blob = taker->blob.failed
                     ? NULL
                     : base_arena_text_n(batch->arena, taker->blob.data, taker->blob.length);
    if (blob == NULL) {
        return base_findings_no_memory(taker->setup.report);
    }
    row->blob = blob;
    row->blob_length = taker->blob.length;
    return KBS_OK;
}

static void check_state(record_at *at)
{
    int column = at->taker->state_column;
    if (column < 0 || tkgm_is_active(&at->record->values[column])) {
        return;
    }
    const import_value *value = &at->record->values[column];
    base_buffer found;
    base_buffer_init(&found, 400);
    if (value->type == IMPORT_VALUE_TEXT) {
        base_buffer_add(&found, value->text, value->length < 80 ? value->length : 80);
    } else {
        base_buffer_double(&found, value->number);
    }
    report(at, FINDING_TKGM_NOT_ACTIVE, &at->row->place, found.data, NULL);
    base_buffer_release(&found);
}

kbs_code import_take(import_taker *taker, import_record *record, import_batch *batch, bool *kept)
{
    const store_kind *kind = taker->setup.kind;
    import_row *row = &batch->rows[batch->count];
    record_at at = { .taker = taker, .record = record, .row = row };
    memset(row, 0, sizeof *row);
    *kept = false;
    row->values = base_arena_alloc(batch->arena, kind->field_count, sizeof *row->values);
    if (row->values == NULL) {
        return base_findings_no_memory(taker->setup.report);
    }
    row->row.values = row->values;
    row->row.record = record->number;
    row->byte = record->byte;
    row->line = record->line;
    row->mended = record->mended;
    if (record->shape.type != GEO_NONE && record->shape.vertex_count > 0) {
        row->place = record->shape.vertices[0];
    }
    kbs_code code = import_values_read(&taker->values, record, row, batch->arena, &at.refused);
    void (*const steps[])(record_at *) = { check_state, check_raw, group_rings, transform,
                                           check_sound };
    for (size_t i = 0; code == KBS_OK && !at.refused && i < sizeof steps / sizeof steps[0]; i++) {
        steps[i](&at);
    }
    if (code == KBS_OK && !at.refused) {
        code = encode(&at, batch);
    }
    if (code == KBS_OK && !at.refused) {
        store_row_digest(taker->sha, kind, &row->row, row->row.digest);
        batch->count++;
        *kept = true;
    }
    return code;
}
