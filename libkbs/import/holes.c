/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Areas that are drawn as areas and lie over each other. No drawing says "hole": a parcel with a hole is two closed polylines, one inside the other.
 * So an area inside another of the same layer, with borders that do not touch, is its hole, since land belongs to one parcel. On another layer it is
 * a state of the same land at another time (the parts of a subdivision over the whole), which overlaps and is told; parts of a subdivision touch
 * the border of the whole in any case. An unnamed ring inside a named area is not cut out: it may be a house. */
#include "base/memory.h"
#include "import/parcel_lines.h"

static bool is_parcel_hole(const parcel_lines *work, uint32_t outer, uint32_t inner)
{
    const drawing_object *a = &work->d->objects[work->named.objects[outer]];
    const drawing_object *b = &work->d->objects[work->named.objects[inner]];
    return a->layer == b->layer;
}

static bool add_hole(parcel_lines *work, uint32_t object)
{
    void *items = work->holes;
    if (!base_array_grow(&items, &work->hole_capacity, work->hole_count + 1, sizeof *work->holes,
                         SIZE_MAX)) {
        return false;
    }
    work->holes = items;
    work->holes[work->hole_count++] = object;
    return true;
}

static void say_overlap(const parcel_lines *work, const named_overlap *overlap)
{
    uint32_t a = work->named.objects[overlap->a], b = work->named.objects[overlap->b];
    const char *name = parcel_lines_text(work, a);
    base_buffer size;
    base_buffer_init(&size, 64);
    parcel_lines_number(&size, overlap->area_m2, 2, " m²");
    parcel_lines_say(work, FINDING_DRAWING_OVERLAP, b, NULL, size.data,
                     name[0] == '\0' ? "?" : name);
    base_buffer_release(&size);
}

/* The holes of one record, in the order of the drawing. */
static bool take_holes(parcel_lines *work, drawing_record *record, uint32_t index,
                       const named_overlap *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const named_overlap *o = &list[i];
        uint32_t inner = o->a == index && o->b_in_a ? o->b : o->a;
        bool holds = (o->a == index && o->b_in_a) || (o->b == index && o->a_in_b);
        if (!holds || !is_parcel_hole(work, index, inner)) {
            continue;
        }
        if (record->first_hole == DRAWING_NO_HOLES) {
            record->first_hole = (uint32_t)work->hole_count;
        }
        uint32_t object = work->named.objects[inner];
        parcel_lines_say(work, FINDING_DRAWING_HOLE, record->object, NULL,
                         parcel_lines_text(work, object), NULL);
        record->mended = true;
        if (!add_hole(work, object)) {
            return false;
        }
    }
    return record->first_hole == DRAWING_NO_HOLES || add_hole(work, DRAWING_NO_OBJECT);
}

bool parcel_lines_find_holes(parcel_lines *work)
{
    named_overlap *list = NULL;
    size_t count = 0;
    bool *has_hole = base_new_array(work->named.count + 1, sizeof *has_hole);
    bool parcels = work->choice->kind == KBS_PARCEL, done = has_hole != NULL;
    done = done && (!parcels || named_areas_overlaps(&work->named, work->snap_m, &list, &count));
    for (size_t i = 0; done && i < count; i++) {
        uint32_t outer = list[i].b_in_a ? list[i].a : list[i].b;
        uint32_t inner = list[i].b_in_a ? list[i].b : list[i].a;
        if ((list[i].b_in_a || list[i].a_in_b) && is_parcel_hole(work, outer, inner)) {
            has_hole[outer] = true;
        } else {
            say_overlap(work, &list[i]);
        }
    }
    uint32_t index = 0;
    for (size_t r = 0; done && r < work->record_count; r++) {
        drawing_record *record = &work->records[r];
        while (index < work->named.count && work->named.objects[index] < record->object) {
            index++;
        }
        if (record->area == IMPORT_NO_AREA && !record->refused && index < work->named.count &&
            work->named.objects[index] == record->object && has_hole[index]) {
            done = take_holes(work, record, index, list, count);
        }
    }
    base_free(list);
    base_free(has_hole);
    return done;
}
