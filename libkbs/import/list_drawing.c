/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The layers of a drawing for a listing. */
#include <string.h>

#include "import/drawing_roles.h"
#include "import/listing.h"
#include "import/read_drawing.h"

#define MOST_TEXTS 5

static bool add_counts(import_listing *listing, kbs_source_layer *out, const drawing_layer *layer)
{
    kbs_source_count *counts = base_arena_alloc(listing->texts, DRAWING_TYPE_COUNT, sizeof *counts);
    for (size_t t = 0; counts != NULL && t < DRAWING_TYPE_COUNT; t++) {
        if (layer->objects[t] > 0) {
            counts[out->count_count++] =
                (kbs_source_count){ drawing_type_name((drawing_type)t, KBS_LANG_EN),
                                    layer->objects[t] };
            out->records += layer->objects[t];
        }
    }
    out->counts = counts;
    return counts != NULL;
}

static bool has_text(const kbs_source_layer *layer, const char *text)
{
    for (size_t i = 0; i < layer->text_count; i++) {
        if (strcmp(layer->texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* The first different texts of each layer. */
static bool add_texts(import_listing *listing, const drawing *d)
{
    const char **texts =
        base_arena_alloc(listing->texts, d->layer_count * MOST_TEXTS + 1, sizeof *texts);
    for (size_t i = 0; texts != NULL && i < d->layer_count; i++) {
        listing->layers[i].texts = texts + i * MOST_TEXTS;
    }
    for (size_t i = 0; texts != NULL && i < d->object_count; i++) {
        const drawing_object *object = &d->objects[i];
        kbs_source_layer *layer = &listing->layers[object->layer];
        const char *text = drawing_text_of(d, object->name);
        if (text[0] == '\0' || layer->text_count == MOST_TEXTS || has_text(layer, text)) {
            continue;
        }
        const char *copy = base_arena_text(listing->texts, text);
        if (copy == NULL) {
            return false;
        }
        texts[object->layer * MOST_TEXTS + layer->text_count++] = copy;
    }
    return texts != NULL;
}

static bool add_skipped(import_listing *listing, const drawing *d)
{
    kbs_source_count *skipped =
        base_arena_alloc(listing->texts, d->skipped_count + 1, sizeof *skipped);
    for (size_t i = 0; skipped != NULL && i < d->skipped_count; i++) {
        const char *what = base_arena_text(listing->texts, drawing_text_of(d, d->skipped[i].what));
        if (what == NULL) {
            return false;
        }
        skipped[i] = (kbs_source_count){ what, (int64_t)d->skipped[i].count };
    }
    listing->shown.skipped = skipped;
    listing->shown.skipped_count = d->skipped_count;
    return skipped != NULL;
}

bool import_listing_add_drawing(import_listing *listing, const import_opened *opened)
{
    const uint8_t *roles;
    const drawing *d = drawing_of_reader(opened->state, &roles);
    for (size_t i = 0; i < d->layer_count; i++) {
        kbs_source_layer *layer =
            import_listing_add_layer(listing, drawing_text_of(d, d->layers[i].name));
        if (layer == NULL || !add_counts(listing, layer, &d->layers[i])) {
            return false;
        }
        layer->becomes = drawing_role_name((drawing_role)roles[i]);
        layer->box = d->layers[i].box;
        listing->shown.box = geo_box_join(listing->shown.box, layer->box);
    }
    listing->shown.is_drawing = true;
    listing->shown.version = base_arena_text(listing->texts, d->version);
    return listing->shown.version != NULL && add_texts(listing, d) && add_skipped(listing, d);
}
