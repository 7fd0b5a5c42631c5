/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Building a drawing, object by object. */
#include "import/drawing.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

#define MOST_TEXT_BYTES 1000000000u
#define CHORD_ERROR_M 0.001
#define MOST_CHORDS 100000.0
#define MOST_RADIUS_M 1e7
#define FULL_TURN 6.283185307179586

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
    base_buffer_release(&d->texts);
    drawing_init(d);
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
    return !d->texts.failed;
}

const char *drawing_text_of(const drawing *d, drawing_text text)
{
    return text < d->texts.length ? d->texts.data + text : "";
}

bool drawing_add_layer(drawing *d, const char *name, uint32_t colour, uint16_t *layer)
{
    void *items = d->layers;
    bool grown = base_array_grow(&items, &d->layer_capacity, d->layer_count + 1, sizeof *d->layers,
                                 DRAWING_MOST_LAYERS);
    d->layers = items;
    if (!grown) {
        return false;
    }
    drawing_layer *added = &d->layers[d->layer_count];
    *added = (drawing_layer){ .colour = colour, .box = geo_box_empty() };
    *layer = (uint16_t)d->layer_count++;
    return drawing_add_text(d, name, strlen(name), &added->name);
}

bool drawing_find_layer(drawing *d, const char *name, uint16_t *layer)
{
    for (size_t i = 0; i < d->layer_count; i++) {
        if (strcmp(drawing_text_of(d, d->layers[i].name), name) == 0) {
            *layer = (uint16_t)i;
            return true;
        }
    }
    return drawing_add_layer(d, name, DRAWING_BY_LAYER, layer);
}

drawing_object *drawing_add_object(drawing *d, drawing_type type, uint16_t layer, int64_t place)
{
    void *items = d->objects;
    bool grown = base_array_grow(&items, &d->object_capacity, d->object_count + 1,
                                 sizeof *d->objects, DRAWING_MOST_OBJECTS);
    d->objects = items;
    if (!grown || layer >= d->layer_count) {
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

bool drawing_add_vertex(drawing *d, drawing_object *object, double east, double north)
{
    void *items = d->vertices;
    bool grown = base_array_grow(&items, &d->vertex_capacity, d->vertex_count + 1,
                                 sizeof *d->vertices, DRAWING_MOST_VERTICES);
    d->vertices = items;
    if (!grown) {
        return false;
    }
    d->vertices[d->vertex_count++] = (geo_vertex){ east, north };
    object->vertex_count++;
    return true;
}

const geo_vertex *drawing_vertices(const drawing *d, const drawing_object *object)
{
    return d->vertices == NULL ? NULL : d->vertices + object->first_vertex;
}

/* A chord over the angle a is r (1 - cos(a/2)) from its arc. */
static double chord_count(double radius_m, double turn)
{
    double widest =
        radius_m <= CHORD_ERROR_M ? FULL_TURN / 4 : 2 * acos(1 - CHORD_ERROR_M / radius_m);
    double count = ceil(turn / (widest < FULL_TURN / 4 ? widest : FULL_TURN / 4));
    return count < 1 ? 1 : count;
}

bool drawing_add_arc(drawing *d, drawing_object *object, double east, double north, double radius_m,
                     double start, double end)
{
    double turn = fmod(end - start, FULL_TURN);
    turn = turn <= 0 ? turn + FULL_TURN : turn;
    if (!(radius_m > 0 && radius_m <= MOST_RADIUS_M) || !isfinite(turn)) {
        return false;
    }
    double count = chord_count(radius_m, turn);
    count = count < MOST_CHORDS ? count : MOST_CHORDS;
    for (double i = 0; i <= count; i++) {
        double angle = start + turn * (i / count);
        if (!drawing_add_vertex(d, object, east + radius_m * cos(angle),
                                north + radius_m * sin(angle))) {
            return false;
        }
    }
    return true;
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
    void *items = d->skipped;
    bool grown = base_array_grow(&items, &d->skipped_capacity, d->skipped_count + 1,
                                 sizeof *d->skipped, DRAWING_MOST_LAYERS);
    d->skipped = items;
    if (!grown) {
        return false;
    }
    drawing_skipped *added = &d->skipped[d->skipped_count++];
    *added = (drawing_skipped){ .count = count, .bytes = bytes };
    return drawing_add_text(d, what, strlen(what), &added->what);
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
