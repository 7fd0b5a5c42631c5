/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The steps from a drawing to records, in their order, and what they share. */
#include "import/parcel_lines.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "import/parcel_name.h"

/* The ends of an open line that was meant to be a ring are within a metre, or within a tenth of its length. */
#define RING_GAP_M 1.0
#define RING_GAP_SHARE 0.1
#define MOST_RECORDS 20000000u

const char *parcel_lines_text(const parcel_lines *work, uint32_t object)
{
    return drawing_text_of(work->d, work->d->objects[object].name);
}

void parcel_lines_number(base_buffer *out, double value, int decimals, const char *unit)
{
    base_buffer_clear(out);
    base_buffer_fixed(out, value, decimals);
    base_buffer_text(out, unit);
}

void parcel_lines_say(const parcel_lines *work, base_finding_code code, uint32_t object,
                      const geo_vertex *where, const char *found, const char *expected)
{
    const drawing_object *o = &work->d->objects[object];
    const char *text = parcel_lines_text(work, object);
    import_parcel_name name;
    kbs_finding finding = base_finding_of(code);
    finding.file = work->file;
    finding.layer = drawing_text_of(work->d, work->d->layers[o->layer].name);
    finding.record = (int64_t)object + 1;
    finding.key = import_parcel_name_split(text, strlen(text), &name) ? text : NULL;
    finding.byte = work->d->places_are_lines ? -1 : o->place;
    finding.line = work->d->places_are_lines ? o->place : 0;
    geo_vertex first = drawing_vertices(work->d, o)[0];
    finding.has_coordinate = true;
    finding.in_source_crs = true;
    finding.east = where == NULL ? first.east : where->east;
    finding.north = where == NULL ? first.north : where->north;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(work->report, &finding);
}

bool parcel_lines_add(parcel_lines *work, drawing_record record)
{
    void *items = work->records;
    if (!base_array_grow(&items, &work->record_capacity, work->record_count + 1,
                         sizeof *work->records, MOST_RECORDS)) {
        return false;
    }
    work->records = items;
    work->records[work->record_count++] = record;
    return true;
}

static drawing_record record_of(uint32_t object)
{
    return (drawing_record){ .object = object,
                             .area = IMPORT_NO_AREA,
                             .block = DRAWING_NO_OBJECT,
                             .first_hole = DRAWING_NO_HOLES };
}

/* What the ledger says of a shape that is not quite what was drawn. */
static void note_ring(parcel_lines *work, drawing_record *record)
{
    const drawing_object *object = &work->d->objects[record->object];
    double gap_m = drawing_gap_m(work->d, object);
    base_buffer gap, tolerance;
    base_buffer_init(&gap, 64);
    base_buffer_init(&tolerance, 64);
    if (gap_m > 0 && (object->flags & DRAWING_CLOSED) == 0) {
        parcel_lines_number(&gap, gap_m, 3, " m");
        parcel_lines_number(&tolerance, work->snap_m, 3, " m");
        parcel_lines_say(work, FINDING_DRAWING_RING_CLOSED, record->object, NULL, gap.data,
                         tolerance.data);
        record->mended = true;
    }
    if ((object->flags & DRAWING_CURVE) != 0) {
        parcel_lines_say(work, FINDING_DRAWING_CURVE, record->object, NULL, NULL, NULL);
        record->mended = true;
    }
    base_buffer_release(&gap);
    base_buffer_release(&tolerance);
}

static double length_m(const drawing *d, const drawing_object *object)
{
    const geo_vertex *v = drawing_vertices(d, object);
    double sum = 0;
    for (size_t i = 1; i < object->vertex_count; i++) {
        sum += hypot(v[i].east - v[i - 1].east, v[i].north - v[i - 1].north);
    }
    return sum;
}

/* Named like a parcel and not closed: a ring that was to be closed is refused; of a neighbour often only a piece is drawn, which is no parcel
 * (its ends are far apart for its length). */
static bool refuse_open(parcel_lines *work, uint32_t object)
{
    const drawing_object *o = &work->d->objects[object];
    double gap_m = drawing_gap_m(work->d, o);
    bool ring = gap_m <= RING_GAP_M || gap_m <= RING_GAP_SHARE * length_m(work->d, o);
    base_buffer gap;
    base_buffer_init(&gap, 64);
    parcel_lines_number(&gap, gap_m, 3, " m");
    parcel_lines_say(work, ring ? FINDING_DRAWING_RING_OPEN : FINDING_DRAWING_PIECE, object, NULL,
                     gap.data, NULL);
    base_buffer_release(&gap);
    return ring;
}

/* Objects that are records by themselves, in their order, and those that are refused by themselves. */
static bool take_objects(parcel_lines *work)
{
    bool parcels = work->choice->kind == KBS_PARCEL;
    for (size_t i = 0; i < work->d->object_count; i++) {
        drawing_record record = record_of((uint32_t)i);
        switch ((drawing_fate)work->choice->fates[i]) {
        case DRAWING_RECORD:
            record.is_named = parcels;
            if (drawing_is_ring(work->d, &work->d->objects[i], work->snap_m) &&
                drawing_role_of_kind(work->choice->kind) != DRAWING_ROLE_ROAD) {
                note_ring(work, &record);
            }
            break;
        case DRAWING_OPEN:
            record.refused = refuse_open(work, record.object);
            if (!record.refused) {
                continue;
            }
            break;
        case DRAWING_BROKEN:
            parcel_lines_say(work, FINDING_GEOMETRY_OUT_OF_RANGE, record.object, NULL, NULL, NULL);
            record.refused = true;
            break;
        case DRAWING_NOT_TAKEN:
        case DRAWING_BORDER:
        case DRAWING_LABEL:
        case DRAWING_BLOCK_AREA:
        case DRAWING_BLOCK_TEXT:
        case DRAWING_FATE_COUNT:
            continue;
        }
        if (!parcel_lines_add(work, record)) {
            return false;
        }
    }
    return true;
}

/* The rings among the records. */
static bool list_named(parcel_lines *work)
{
    size_t count = 0;
    uint32_t *objects = base_new_array(work->record_count + 1, sizeof *objects);
    if (objects == NULL) {
        return false;
    }
    for (size_t i = 0; i < work->record_count; i++) {
        const drawing_record *record = &work->records[i];
        if (!record->refused &&
            drawing_is_ring(work->d, &work->d->objects[record->object], work->snap_m)) {
            objects[count++] = record->object;
        }
    }
    return named_areas_init(&work->named, work->d, objects, count);
}

kbs_code parcel_lines_make(parcel_lines *out, const drawing *d, const drawing_choice *choice,
                           const drawing_patterns *patterns, double snap_m, const char *file,
                           base_findings *report)
{
    memset(out, 0, sizeof *out);
    out->d = d;
    out->choice = choice;
    out->patterns = patterns;
    out->snap_m = snap_m;
    out->file = file;
    out->report = report;
    import_net_init(&out->net);
    kbs_code code = KBS_OK;
    bool done = take_objects(out) && list_named(out);
    if (done && choice->counts[DRAWING_BORDER] + choice->counts[DRAWING_BLOCK_AREA] > 0) {
        done = parcel_lines_build_net(out, &code);
    }
    if (code != KBS_OK) {
        return code;
    }
    done = done && parcel_lines_label(out) && parcel_lines_find_holes(out);
    if (done && choice->kind == KBS_PARCEL) {
        done = parcel_lines_find_blocks(out);
    }
    done = done && (out->finder == NULL || parcel_lines_report(out));
    return done ? KBS_OK : base_findings_no_memory(report);
}

void parcel_lines_release(parcel_lines *work)
{
    base_free(work->records);
    base_free(work->holes);
    base_free(work->lines);
    base_free(work->line_object);
    base_free(work->next_label);
    base_free(work->first_label);
    base_free(work->area_record);
    named_areas_release(&work->named);
    import_area_finder_free(work->finder);
    import_net_areas_release(&work->areas);
    import_net_release(&work->net);
    memset(work, 0, sizeof *work);
}
