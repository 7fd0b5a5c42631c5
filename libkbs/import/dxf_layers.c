/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Layers of a DXF by their spellings. */
#include "import/dxf_layers.h"

#include <string.h>

#include "base/text.h"

#define SLOTS 32768u

uint32_t dxf_colour(int64_t number)
{
    static const uint32_t colours[] = { 0xFF0000, 0xFFFF00, 0x00FF00, 0x00FFFF, 0x0000FF,
                                        0xFF00FF, 0xFFFFFF, 0x808080, 0xC0C0C0 };
    return number >= 1 && number <= 9 ? colours[number - 1] : DRAWING_BY_LAYER;
}

static size_t slot_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)name[i]) * 16777619u;
    }
    return hash % SLOTS;
}

/* The slot that holds the name, or the free one where it would be. */
static uint32_t *find_slot(dxf_layers *layers, const char *name, size_t length)
{
    size_t slot = slot_of(name, length);
    for (;;) {
        uint32_t index = layers->slots[slot];
        if (index == 0 || (layers->items[index - 1].length == length &&
                           memcmp(layers->items[index - 1].name, name, length) == 0)) {
            return &layers->slots[slot];
        }
        slot = (slot + 1) % SLOTS;
    }
}

static char *fold(text_lines *lines, const char *name, size_t length)
{
    base_buffer folded;
    base_buffer_init(&folded, (size_t)TEXT_LINES_MOST_LINE * 4);
    const char *decoded = text_lines_decode(lines, name, length);
    if (decoded != NULL) {
        base_text_fold_name(&folded, decoded, strlen(decoded));
        base_buffer_add(&folded, "", 1);
    }
    char *text = decoded == NULL ? NULL : base_buffer_take(&folded);
    base_buffer_release(&folded);
    return text;
}

static const dxf_spelling *find_folded(const dxf_layers *layers, const char *folded)
{
    for (size_t i = 0; folded[0] != '\0' && i < layers->count; i++) {
        if (strcmp(layers->items[i].folded, folded) == 0) {
            return &layers->items[i];
        }
    }
    return NULL;
}

static bool add_layer(text_lines *lines, drawing *d, const char *name, size_t length,
                      uint32_t colour, uint16_t *layer)
{
    const char *decoded = text_lines_decode(lines, name, length);
    return decoded != NULL && drawing_add_layer(d, decoded, colour, layer);
}

static bool add_spelling(dxf_layers *layers, text_lines *lines, drawing *d, dxf_spelling added,
                         uint32_t colour)
{
    void *items = layers->items;
    const dxf_spelling *same = find_folded(layers, added.folded);
    if (same != NULL) {
        const char *known = drawing_text_of(d, d->layers[same->layer].name);
        added.layer = same->layer;
        text_lines_tell(lines, FINDING_DXF_LAYER_MERGED, added.name, added.length, known);
    } else if (!add_layer(lines, d, added.name, added.length, colour, &added.layer)) {
        return false;
    }
    bool grown = base_array_grow(&items, &layers->capacity, layers->count + 1,
                                 sizeof *layers->items, DXF_MOST_LAYERS);
    layers->items = items;
    if (grown) {
        layers->items[layers->count++] = added;
    }
    return grown;
}

bool dxf_layers_find(dxf_layers *layers, text_lines *lines, drawing *d, const char *name,
                     size_t length, uint32_t colour, uint16_t *layer)
{
    if (layers->slots == NULL) {
        layers->slots = base_new_array(SLOTS, sizeof *layers->slots);
        if (layers->slots == NULL) {
            return false;
        }
    }
    uint32_t *slot = find_slot(layers, name, length);
    if (*slot == 0) {
        if (layers->count >= DXF_MOST_LAYERS) {
            (void)text_lines_fail(lines, FINDING_DXF_LAYERS_MANY, NULL, 0, "10000");
            return false;
        }
        dxf_spelling added = { name, length, fold(lines, name, length), 0 };
        if (added.folded == NULL || !add_spelling(layers, lines, d, added, colour)) {
            base_free(added.folded);
            return false;
        }
        *slot = (uint32_t)layers->count;
    }
    *layer = layers->items[*slot - 1].layer;
    return true;
}

void dxf_layers_release(dxf_layers *layers)
{
    for (size_t i = 0; i < layers->count; i++) {
        base_free(layers->items[i].folded);
    }
    base_free(layers->items);
    base_free(layers->slots);
    memset(layers, 0, sizeof *layers);
}
