/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Building a drawing, object by object. */
#include "import/drawing.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

#define MOST_SKIPPED 10000u
#define MOST_TEXT_BYTES 1000000000u
#define CHORD_ERROR_M 0.001
#define FULL_TURN 6.283185307179586
#define LARGEST_CHORD_ANGLE (FULL_TURN / 8) /* a small circle is still an octagon */
#define SAME_ANGLE 1e-12                    /* of two angles that were computed to be the same */

const char *drawing_type_name(drawing_type type, kbs_lang lang)
{
    static const char *const names[DRAWING_TYPE_COUNT][2] = {
        [DRAWING_POINT] = { "point", "nokta" },
        [DRAWING_LINE] = { "line", "çizgi" },
        [DRAWING_ARC] = { "arc", "yay" },
        [DRAWING_CIRCLE] = { "circle", "daire" },
        [DRAWING_TEXT] = { "text", "yazı" },
        [DRAWING_SYMBOL] = { "symbol", "sembol" },
        [DRAWING_INSERT] = { "block", "blok" },
        [DRAWING_SHEET] = { "sheet", "pafta" },
        [DRAWING_TRIANGLE] = { "triangle", "üçgen" },
        [DRAWING_CONTOUR] = { "contour", "eş yükselti eğrisi" },
    };
    return names[type][lang == KBS_LANG_TR ? 1 : 0];
}

void drawing_init(drawing *d)
{
    memset(d, 0, sizeof *d);
    base_buffer_init(&d->texts, MOST_TEXT_BYTES);
}

void drawing_release(drawing *d)
{
    base_free(d->layers);
    base_free(d->objects);
    base_free(d->vertices);
    base_free(d->skipped);
    base_free(d->layer_index);
    base_buffer_release(&d->texts);
    drawing_init(d);
}

/* Room for one more. */
static bool grow(drawing *d, void **items, size_t *capacity, size_t count, size_t size, size_t most)
{
    d->full = d->full || count >= most;
    return base_array_grow(items, capacity, count + 1, size, most);
}

bool drawing_add_text(drawing *d, const char *text, size_t length, drawing_text *out)
{
    if (d->texts.length == 0) {
        base_buffer_add(&d->texts, "", 1);
    }
    *out = 0;
    if (length > 0) {
        *out = (drawing_text)d->texts.length;
        base_buffer_add(&d->texts, text, length);
        base_buffer_add(&d->texts, "", 1);
    }
    d->full = d->full || (d->texts.failed && d->texts.length + length >= MOST_TEXT_BYTES);
    return !d->texts.failed;
}

const char *drawing_text_of(const drawing *d, drawing_text text)
{
    return text < d->texts.length ? d->texts.data + text : "";
}

/* FNV-1a. */
static uint32_t hash_of(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++) {
        hash = (hash ^ (uint8_t)*name) * 16777619u;
    }
    return hash;
}

/* The place of a name in the index: where it is, or the free place where it belongs. */
static size_t index_place(const drawing *d, const char *name)
{
    size_t place = hash_of(name) & (d->layer_index_size - 1);
    while (d->layer_index[place] != 0 &&
           strcmp(drawing_text_of(d, d->layers[d->layer_index[place] - 1].name), name) != 0) {
        place = (place + 1) & (d->layer_index_size - 1);
    }
    return place;
}

/* Of layers with one name the first is found. */
static void index_layer(drawing *d, size_t layer)
{
    size_t place = index_place(d, drawing_text_of(d, d->layers[layer].name));
    if (d->layer_index[place] == 0) {
        d->layer_index[place] = (uint32_t)layer + 1;
    }
}

/* The index is never more than half full, so that a search ends. */
static bool index_grow(drawing *d)
{
    if (d->layer_count < d->layer_index_size / 2) {
        return true;
    }
    size_t size = d->layer_index_size == 0 ? 64 : d->layer_index_size * 2;
    uint32_t *larger = base_new_array(size, sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    base_free(d->layer_index);
    d->layer_index = larger;
    d->layer_index_size = size;
    for (size_t i = 0; i < d->layer_count; i++) {
        index_layer(d, i);
    }
    return true;
}

bool drawing_add_layer(drawing *d, const char *name, uint32_t colour, uint16_t *layer)
{
    drawing_text text;
    void *items = d->layers;
    bool grown =
        grow(d, &items, &d->layer_capacity, d->layer_count, sizeof *d->layers, DRAWING_MOST_LAYERS);
    d->layers = items;
    if (!grown || !index_grow(d) || !drawing_add_text(d, name, strlen(name), &text)) {
        return false;
    }
    d->layers[d->layer_count] =
        (drawing_layer){ .name = text, .colour = colour, .box = geo_box_empty() };
    index_layer(d, d->layer_count);
    *layer = (uint16_t)d->layer_count++;
    return true;
}

bool drawing_find_layer(drawing *d, const char *name, uint16_t *layer)
{
    if (d->layer_index_size > 0) {
        uint32_t found = d->layer_index[index_place(d, name)];
        if (found != 0) {
            *layer = (uint16_t)(found - 1);
            return true;
        }
    }
    return drawing_add_layer(d, name, DRAWING_BY_LAYER, layer);
}

bool drawing_reserve(drawing *d, size_t objects, size_t vertices)
{
    void *object_items = d->objects, *vertex_items = d->vertices;
    d->full = d->full || objects > DRAWING_MOST_OBJECTS || vertices > DRAWING_MOST_VERTICES;
    bool grown = base_array_grow(&object_items, &d->object_capacity, objects, sizeof *d->objects,
                                 DRAWING_MOST_OBJECTS) &&
                 base_array_grow(&vertex_items, &d->vertex_capacity, vertices, sizeof *d->vertices,
                                 DRAWING_MOST_VERTICES);
    d->objects = object_items;
    d->vertices = vertex_items;
    if (grown) {
        base_prefer_large_pages(d->objects, objects * sizeof *d->objects);
        base_prefer_large_pages(d->vertices, vertices * sizeof *d->vertices);
    }
    return grown;
}

drawing_object *drawing_add_object(drawing *d, drawing_type type, uint16_t layer, int64_t place)
{
    void *items = d->objects;
    bool grown = layer < d->layer_count && grow(d, &items, &d->object_capacity, d->object_count,
                                                sizeof *d->objects, DRAWING_MOST_OBJECTS);
    d->objects = items;
    if (!grown) {
        return NULL;
    }
    drawing_object *added = &d->objects[d->object_count++];
    *added = (drawing_object){ .type = (uint8_t)type,
                               .layer = layer,
                               .first_vertex = (uint32_t)d->vertex_count,
                               .colour = DRAWING_BY_LAYER,
                               .place = place };
    return added;
}

void drawing_drop_object(drawing *d)
{
    if (d->object_count > 0) {
        d->vertex_count = d->objects[--d->object_count].first_vertex;
    }
}

bool drawing_grow_vertices(drawing *d)
{
    void *items = d->vertices;
    bool grown = grow(d, &items, &d->vertex_capacity, d->vertex_count, sizeof *d->vertices,
                      DRAWING_MOST_VERTICES);
    d->vertices = items;
    return grown;
}

const geo_vertex *drawing_vertices(const drawing *d, const drawing_object *object)
{
    return d->vertices == NULL ? NULL : d->vertices + object->first_vertex;
}

/* A chord over the angle a is r (1 - cos(a/2)) = 2 r sin²(a/4) from its arc. */
static double chord_count(double radius_m, double turn)
{
    double widest = radius_m <= CHORD_ERROR_M ? LARGEST_CHORD_ANGLE
                                              : 4 * asin(sqrt(CHORD_ERROR_M / (2 * radius_m)));
    return fmax(ceil(turn / fmin(widest, LARGEST_CHORD_ANGLE)), 1);
}

bool drawing_add_arc(drawing *d, drawing_object *object, double east, double north, double radius_m,
                     double start, double end)
{
    double turn = fmod(end - start, FULL_TURN);
    turn = turn < 0 ? turn + FULL_TURN : turn;
    if (!(radius_m > 0 && radius_m <= DRAWING_MOST_RADIUS_M) || !isfinite(turn)) {
        return false;
    }
    bool is_full = turn < SAME_ANGLE || turn > FULL_TURN - SAME_ANGLE;
    turn = is_full ? FULL_TURN : turn;
    double wanted = chord_count(radius_m, turn);
    bool is_coarse = wanted > DRAWING_MOST_CHORDS;
    size_t count = is_coarse ? DRAWING_MOST_CHORDS : (size_t)wanted;
    d->coarse_arcs += is_coarse;
    for (size_t i = 0; i < count + (is_full ? 0 : 1); i++) {
        double angle = start + turn * ((double)i / (double)count);
        if (!drawing_add_vertex(d, object, east + radius_m * cos(angle),
                                north + radius_m * sin(angle))) {
            return false;
        }
    }
    geo_vertex first = d->vertices[d->vertex_count - count - (is_full ? 0 : 1)];
    return !is_full || drawing_add_vertex(d, object, first.east, first.north);
}

bool drawing_skip(drawing *d, const char *what, uint64_t count, uint64_t bytes)
{
    for (size_t i = 0; i < d->skipped_count; i++) {
        if (strcmp(drawing_text_of(d, d->skipped[i].what), what) == 0) {
            d->skipped[i].count += count;
            d->skipped[i].bytes += bytes;
            return true;
        }
    }
    drawing_text text;
    void *items = d->skipped;
    bool grown =
        grow(d, &items, &d->skipped_capacity, d->skipped_count, sizeof *d->skipped, MOST_SKIPPED);
    d->skipped = items;
    if (!grown || !drawing_add_text(d, what, strlen(what), &text)) {
        return false;
    }
    d->skipped[d->skipped_count++] =
        (drawing_skipped){ .what = text, .count = count, .bytes = bytes };
    return true;
}

void drawing_count(drawing *d)
{
    for (size_t i = 0; i < d->layer_count; i++) {
        memset(d->layers[i].objects, 0, sizeof d->layers[i].objects);
        d->layers[i].box = geo_box_empty();
    }
    for (size_t i = 0; i < d->object_count; i++) {
        const drawing_object *object = &d->objects[i];
        drawing_layer *layer = &d->layers[object->layer];
        layer->objects[object->type]++;
        layer->box = geo_box_join(
            layer->box, geo_vertices_box(drawing_vertices(d, object), object->vertex_count));
    }
}

kbs_code drawing_failed(const drawing *d, const char *name, base_findings *report)
{
    return d->full ? base_findings_fail_with(report, FINDING_DRAWING_TOO_LARGE, name, NULL, NULL)
                   : base_findings_no_memory(report);
}
