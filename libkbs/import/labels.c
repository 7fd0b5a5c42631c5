/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which number belongs to which area: the insertion point of the text lies inside. An area with one number is a parcel; with two it is not known
 * which; a number in no area stands for a parcel whose border does not close. Of areas of other kinds no number is asked. */
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "import/parcel_lines.h"
#include "import/parcel_name.h"

#define NONE DRAWING_NO_OBJECT
#define BLOCK_TEXT_FACTOR                                                                          \
    1.4f /* the number of a block is drawn so much larger than those of its parcels */
#define MOST_SHOWN 6

static geo_vertex place_of(const parcel_lines *work, uint32_t object)
{
    return drawing_vertices(work->d, &work->d->objects[object])[0];
}

/* A number inside an area that has a name already should say the same. */
static void compare_with_name(parcel_lines *work, uint32_t label, uint32_t area)
{
    import_parcel_name text, name;
    const char *said = parcel_lines_text(work, label);
    const char *named = parcel_lines_text(work, work->named.objects[area]);
    (void)import_parcel_name_split(said, strlen(said), &text);
    (void)import_parcel_name_split(named, strlen(named), &name);
    bool same_block = text.block[0] == '\0' || strcmp(text.block, name.block) == 0;
    bool is_block = text.block[0] == '\0' && strcmp(text.parcel, name.block) == 0;
    if (!(same_block && strcmp(text.parcel, name.parcel) == 0) && !is_block) {
        parcel_lines_say(work, FINDING_DRAWING_LABEL_DIFFERS, label, NULL, said, named);
    }
}

/* A label goes to the named area, or to the area of the net, around it; or it is alone. */
static bool place_label(parcel_lines *work, uint32_t label)
{
    geo_vertex place = place_of(work, label);
    uint32_t area = NONE;
    if (!named_areas_find(&work->named, place, &area)) {
        return false;
    }
    if (area != NONE) {
        compare_with_name(work, label, area);
        return true;
    }
    if (work->finder != NULL && !import_area_find(work->finder, place, &area)) {
        return false;
    }
    if (area == IMPORT_NO_AREA && work->finder == NULL) {
        parcel_lines_say(work, FINDING_DRAWING_LABEL_OUTSIDE, label, NULL,
                         parcel_lines_text(work, label), NULL);
        return true; /* no loose border is drawn that should have closed around it */
    }
    if (area == IMPORT_NO_AREA) {
        parcel_lines_say(work, FINDING_DRAWING_LABEL_ALONE, label, NULL,
                         parcel_lines_text(work, label), NULL);
        return parcel_lines_add(work, (drawing_record){ .object = label,
                                                        .area = IMPORT_NO_AREA,
                                                        .block = NONE,
                                                        .first_hole = DRAWING_NO_HOLES,
                                                        .refused = true });
    }
    work->next_label[label] = work->first_label[area];
    work->first_label[area] = label;
    return true;
}

/* Labels from the last to the first, so that the list of an area has them in the order of the drawing; those that are alone are told in it too. */
static bool place_labels(parcel_lines *work)
{
    size_t first = work->record_count;
    for (size_t i = work->d->object_count; i-- > 0;) {
        if (work->choice->fates[i] == DRAWING_LABEL && !place_label(work, (uint32_t)i)) {
            return false;
        }
    }
    for (size_t a = first, b = work->record_count; a + 1 < b; a++) {
        drawing_record record = work->records[a];
        work->records[a] = work->records[--b];
        work->records[b] = record;
    }
    return true;
}

static bool same_text(const parcel_lines *work, uint32_t a, uint32_t b)
{
    return strcmp(parcel_lines_text(work, a), parcel_lines_text(work, b)) == 0;
}

/* The number that is so much larger than all others of the area that it is the block's; NONE. */
static uint32_t largest_label(const parcel_lines *work, uint32_t first)
{
    uint32_t best = first;
    for (uint32_t l = first; l != NONE; l = work->next_label[l]) {
        if (work->d->objects[l].text_height_m > work->d->objects[best].text_height_m) {
            best = l;
        }
    }
    char block[IMPORT_NUMBER_BYTES];
    const char *text = parcel_lines_text(work, best);
    for (uint32_t l = first; l != NONE; l = work->next_label[l]) {
        bool smaller = work->d->objects[best].text_height_m >=
                       BLOCK_TEXT_FACTOR * work->d->objects[l].text_height_m;
        if (l != best && (!smaller || same_text(work, l, best))) {
            return NONE;
        }
    }
    return import_block_name(text, strlen(text), block) ? best : NONE;
}

/* What names the area: its only label, or the only one beside a block's number; NONE when it has several. */
static uint32_t choose_label(const parcel_lines *work, uint32_t first, uint32_t *block)
{
    uint32_t chosen = NONE, other = NONE;
    *block = NONE;
    if (work->next_label[first] != NONE) {
        uint32_t large = largest_label(work, first);
        for (uint32_t l = first; l != NONE; l = work->next_label[l]) {
            if (l != large && chosen == NONE) {
                chosen = l;
            } else if (l != large && !same_text(work, l, chosen)) {
                other = l;
            }
        }
        *block = large;
        return other == NONE ? chosen : NONE;
    }
    return first;
}

static void refuse_many(parcel_lines *work, uint32_t first)
{
    base_buffer list;
    size_t shown = 0;
    base_buffer_init(&list, 4096);
    for (uint32_t l = first; l != NONE && shown < MOST_SHOWN; l = work->next_label[l], shown++) {
        base_buffer_text(&list, shown == 0 ? "" : ", ");
        base_buffer_text(&list, parcel_lines_text(work, l));
    }
    parcel_lines_say(work, FINDING_DRAWING_LABELS_MANY, first, NULL, list.data, NULL);
    base_buffer_release(&list);
}

/* A corner that was moved to close the border. */
static bool note_moved(parcel_lines *work, uint32_t object, const import_net_area *area)
{
    if (!(area->moved_m > 0)) {
        return false;
    }
    base_buffer moved, tolerance;
    base_buffer_init(&moved, 64);
    base_buffer_init(&tolerance, 64);
    parcel_lines_number(&moved, (double)area->moved_m, 4, " m");
    parcel_lines_number(&tolerance, work->snap_m, 3, " m");
    parcel_lines_say(work, FINDING_DRAWING_CORNER_MOVED, object, &work->net.corners[area->moved_at],
                     moved.data, tolerance.data);
    base_buffer_release(&moved);
    base_buffer_release(&tolerance);
    return true;
}

/* Texts such as "YOL", by area: what says that an area without a number is no parcel. */
static bool list_words(const parcel_lines *work, uint32_t **words)
{
    *words = base_new_array(work->areas.area_count + 1, sizeof **words);
    bool done = *words != NULL;
    if (done) {
        memset(*words, 0xFF, work->areas.area_count * sizeof **words);
    }
    for (size_t i = 0; done && i < work->d->object_count; i++) {
        const drawing_object *object = &work->d->objects[i];
        uint32_t area = IMPORT_NO_AREA;
        if (object->type == DRAWING_TEXT && object->vertex_count > 0 &&
            work->choice->roles[object->layer] != DRAWING_ROLE_IGNORED &&
            drawing_text_is_no_parcel(work->patterns, parcel_lines_text(work, (uint32_t)i))) {
            done = import_area_find(work->finder, place_of(work, (uint32_t)i), &area);
            if (area != IMPORT_NO_AREA) {
                (*words)[area] = (uint32_t)i;
            }
        }
    }
    return done;
}

/* An area without a number: a road, an empty block, or a parcel that nobody named. */
static drawing_record judge_unlabelled(parcel_lines *work, uint32_t area, uint32_t word,
                                       geo_vertex inside, bool *is_record)
{
    const import_net_area *a = &work->areas.areas[area];
    uint32_t line = work->line_object[a->line];
    base_buffer size;
    base_buffer_init(&size, 64);
    parcel_lines_number(&size, a->area_m2, 2, " m²");
    *is_record = word == NONE && a->line < work->first_block_line;
    if (word != NONE) {
        parcel_lines_say(work, FINDING_DRAWING_AREA_NO_PARCEL, word, &inside,
                         parcel_lines_text(work, word), size.data);
    } else {
        parcel_lines_say(
            work, *is_record ? FINDING_DRAWING_AREA_UNLABELLED : FINDING_DRAWING_AREA_OF_BLOCK,
            line, &inside, size.data, NULL);
    }
    base_buffer_release(&size);
    return (drawing_record){ .object = line, .refused = true };
}

/* What becomes of one area of the net. */
static bool take_area(parcel_lines *work, uint32_t area, uint32_t word, geo_shape *shape)
{
    const import_net_area *a = &work->areas.areas[area];
    uint32_t label = work->first_label[area], known = NONE, block = NONE;
    bool parcels = work->choice->kind == KBS_PARCEL, is_record = true;
    drawing_record record = { .object = work->line_object[a->line] };
    if (!import_net_area_shape(&work->areas, &work->net, area, shape)) {
        return false;
    }
    geo_vertex inside = geo_shape_inner_point(shape);
    if (label == NONE && !named_areas_find(&work->named, inside, &known)) {
        return false;
    }
    if (known != NONE) {
        work->known_areas++;
        return true;
    }
    if (parcels && label == NONE) {
        record = judge_unlabelled(work, area, word, inside, &is_record);
    } else if (parcels) {
        record.object = choose_label(work, label, &block);
        record.refused = record.object == NONE;
        record.is_named = true;
        if (record.refused) {
            refuse_many(work, label);
            record.object = label;
        }
    }
    if (!is_record) {
        return true;
    }
    record.area = area;
    record.block = block;
    record.first_hole = DRAWING_NO_HOLES;
    record.mended = !record.refused && note_moved(work, record.object, a);
    work->area_record[area] = (uint32_t)work->record_count;
    return parcel_lines_add(work, record);
}

bool parcel_lines_label(parcel_lines *work)
{
    size_t areas = work->areas.area_count, objects = work->d->object_count;
    uint32_t *words = NULL;
    geo_shape shape;
    geo_shape_init(&shape);
    work->next_label = base_new_array(objects + 1, sizeof *work->next_label);
    work->first_label = base_new_array(areas + 1, sizeof *work->first_label);
    work->area_record = base_new_array(areas + 1, sizeof *work->area_record);
    bool done = work->next_label != NULL && work->first_label != NULL && work->area_record != NULL;
    if (done) {
        memset(work->next_label, 0xFF, objects * sizeof *work->next_label);
        memset(work->first_label, 0xFF, areas * sizeof *work->first_label);
        memset(work->area_record, 0xFF, areas * sizeof *work->area_record);
        done = place_labels(work) && (areas == 0 || list_words(work, &words));
    }
    for (uint32_t a = 0; done && a < areas; a++) {
        done = take_area(work, a, words[a], &shape);
    }
    base_free(words);
    geo_shape_release(&shape);
    return done;
}
