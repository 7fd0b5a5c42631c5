/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Numbers of blocks for parcels whose own number names none: from the area of the block around the parcel; or from the block's number drawn inside
 * one of the parcels that hang together (between blocks lie roads); or from a larger number beside the parcel's own. */
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "import/parcel_lines.h"
#include "import/parcel_name.h"

#define NONE DRAWING_NO_OBJECT

typedef struct block_finder {
    parcel_lines *work;
    named_areas areas; /* of blocks */
    uint32_t *numbers; /* by block area: the object whose text is its number */
    uint32_t *parent;  /* by area of the net: of those that hang together */
    uint32_t *cluster; /* by area: number of the cluster that it is the root of */
    bool *ambiguous;   /* by area */
    uint64_t without;  /* parcels */
    uint32_t first_without;
} block_finder;

static bool is_block_name(const parcel_lines *work, uint32_t object)
{
    char number[IMPORT_NUMBER_BYTES];
    const char *text = parcel_lines_text(work, object);
    return import_block_name(text, strlen(text), number);
}

static geo_vertex place_of(const parcel_lines *work, uint32_t object)
{
    return drawing_vertices(work->d, &work->d->objects[object])[0];
}

/* The areas of blocks, and the numbers of those that are named themselves. */
static bool list_block_areas(block_finder *f)
{
    const parcel_lines *work = f->work;
    size_t count = 0;
    uint32_t *objects =
        base_new_array(work->choice->counts[DRAWING_BLOCK_AREA] + 1, sizeof *objects);
    f->numbers = base_new_array(work->choice->counts[DRAWING_BLOCK_AREA] + 1, sizeof *f->numbers);
    if (objects == NULL || f->numbers == NULL) {
        base_free(objects);
        return false;
    }
    for (size_t i = 0; i < work->d->object_count; i++) {
        if (work->choice->fates[i] == DRAWING_BLOCK_AREA) {
            f->numbers[count] = is_block_name(work, (uint32_t)i) ? (uint32_t)i : NONE;
            objects[count++] = (uint32_t)i;
        }
    }
    return named_areas_init(&f->areas, work->d, objects, count);
}

static uint32_t root_of(block_finder *f, uint32_t area)
{
    while (f->parent[area] != area) {
        f->parent[area] = f->parent[f->parent[area]];
        area = f->parent[area];
    }
    return area;
}

/* Parcels with a common border hang together. */
static bool join_neighbours(block_finder *f)
{
    const parcel_lines *work = f->work;
    size_t count = work->areas.area_count;
    f->parent = base_new_array(count + 1, sizeof *f->parent);
    f->cluster = base_new_array(count + 1, sizeof *f->cluster);
    f->ambiguous = base_new_array(count + 1, sizeof *f->ambiguous);
    if (f->parent == NULL || f->cluster == NULL || f->ambiguous == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        f->parent[i] = i;
        f->cluster[i] = NONE;
    }
    for (size_t e = 0; e < work->net.edge_count && count > 0; e++) {
        uint32_t left = work->areas.left[e], right = work->areas.right[e];
        if (left != IMPORT_NO_AREA && right != IMPORT_NO_AREA && work->first_label[left] != NONE &&
            work->first_label[right] != NONE) {
            f->parent[root_of(f, left)] = root_of(f, right);
        }
    }
    return true;
}

static void number_cluster(block_finder *f, uint32_t area, uint32_t text)
{
    uint32_t root = root_of(f, area);
    if (f->cluster[root] == NONE) {
        f->cluster[root] = text;
    } else if (strcmp(parcel_lines_text(f->work, f->cluster[root]),
                      parcel_lines_text(f->work, text)) != 0) {
        if (!f->ambiguous[root]) {
            parcel_lines_say(f->work, FINDING_DRAWING_BLOCK_AMBIGUOUS, text, NULL,
                             parcel_lines_text(f->work, f->cluster[root]),
                             parcel_lines_text(f->work, text));
        }
        f->ambiguous[root] = true;
    }
}

/* Numbers of blocks go to the block area around them, or to the parcels that they lie in. */
static bool place_numbers(block_finder *f)
{
    parcel_lines *work = f->work;
    for (size_t i = 0; i < work->d->object_count; i++) {
        uint32_t object = (uint32_t)i, at = NONE;
        if (work->choice->fates[i] != DRAWING_BLOCK_TEXT) {
            continue;
        }
        if (!named_areas_find(&f->areas, place_of(work, object), &at)) {
            return false;
        }
        if (at != NONE) {
            f->numbers[at] = f->numbers[at] == NONE ? object : f->numbers[at];
            continue;
        }
        if (work->finder != NULL && !import_area_find(work->finder, place_of(work, object), &at)) {
            return false;
        }
        if (at != IMPORT_NO_AREA) {
            number_cluster(f, at, object);
        }
    }
    for (size_t i = 0; i < work->record_count; i++) {
        const drawing_record *record = &work->records[i];
        if (record->area != IMPORT_NO_AREA && record->block != NONE) {
            number_cluster(f, record->area, record->block);
        }
    }
    return true;
}

/* Somewhere inside the record. */
static bool inner_point(const parcel_lines *work, const drawing_record *record, geo_shape *shape,
                        geo_vertex *out)
{
    bool made = record->area == IMPORT_NO_AREA
                    ? drawing_ring_shape(work->d, &work->d->objects[record->object], shape)
                    : import_net_area_shape(&work->areas, &work->net, record->area, shape);
    if (made) {
        *out = geo_shape_inner_point(shape);
    }
    return made;
}

static bool number_record(block_finder *f, drawing_record *record, geo_shape *shape)
{
    parcel_lines *work = f->work;
    import_parcel_name name;
    geo_vertex inside;
    uint32_t at = NONE;
    const char *text = parcel_lines_text(work, record->object);
    if (record->refused || !import_parcel_name_split(text, strlen(text), &name) ||
        (name.block[0] != '\0' && !name.letter_only)) {
        return true;
    }
    if (!inner_point(work, record, shape, &inside) || !named_areas_find(&f->areas, inside, &at)) {
        return false;
    }
    uint32_t block = at != NONE ? f->numbers[at] : NONE;
    if (block == NONE && record->area != IMPORT_NO_AREA) {
        uint32_t root = root_of(f, record->area);
        block = f->ambiguous[root] ? NONE : f->cluster[root];
    }
    record->block = block;
    if (block == NONE && name.block[0] == '\0') {
        f->first_without = f->without == 0 ? record->object : f->first_without;
        f->without++;
    }
    return true;
}

bool parcel_lines_find_blocks(parcel_lines *work)
{
    block_finder f = { .work = work };
    geo_shape shape;
    geo_shape_init(&shape);
    bool done = list_block_areas(&f) && join_neighbours(&f) && place_numbers(&f);
    for (size_t i = 0; done && i < work->record_count; i++) {
        done = number_record(&f, &work->records[i], &shape);
    }
    if (done && f.without > 0) {
        base_buffer count;
        base_buffer_init(&count, 64);
        base_buffer_int(&count, (int64_t)f.without);
        parcel_lines_say(work, FINDING_DRAWING_BLOCK_UNKNOWN, f.first_without, NULL, count.data,
                         NULL);
        base_buffer_release(&count);
    }
    geo_shape_release(&shape);
    named_areas_release(&f.areas);
    base_free(f.numbers);
    base_free(f.parent);
    base_free(f.cluster);
    base_free(f.ambiguous);
    return done;
}
