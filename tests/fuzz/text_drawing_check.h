/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What holds of every drawing that a reader of text says it has read: nothing is lost between the
 * count and the objects, vertices are finite and where the objects say, rings are closed, texts are
 * UTF-8. */
#ifndef FUZZ_TEXT_DRAWING_CHECK_H
#define FUZZ_TEXT_DRAWING_CHECK_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/text_drawings.h"

static inline void fuzz_expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

static inline void fuzz_check_text(const drawing *d, drawing_text text)
{
    fuzz_expect(text == 0 || text < d->texts.length);
    const char *plain = drawing_text_of(d, text);
    fuzz_expect(base_text_is_utf8(plain, strlen(plain), NULL));
}

static inline void fuzz_check_object(const drawing *d, const drawing_object *object)
{
    fuzz_expect(object->type < DRAWING_TYPE_COUNT && object->layer < d->layer_count);
    fuzz_expect(object->vertex_count > 0 && object->first_vertex <= d->vertex_count &&
                object->vertex_count <= d->vertex_count - object->first_vertex);
    fuzz_expect(object->place > 0);
    const geo_vertex *v = drawing_vertices(d, object);
    for (size_t i = 0; i < object->vertex_count; i++) {
        fuzz_expect(fabs(v[i].east) <= 1e9 && fabs(v[i].north) <= 1e9);
    }
    if ((object->flags & DRAWING_CLOSED) != 0) {
        geo_vertex last = v[object->vertex_count - 1];
        fuzz_expect(object->vertex_count >= 4 && v[0].east == last.east &&
                    v[0].north == last.north);
    }
    fuzz_expect(isfinite(object->height_m) && isfinite(object->text_height_m) &&
                isfinite(object->angle) && isfinite(object->stated_area_m2));
    fuzz_check_text(d, object->name);
    fuzz_check_text(d, object->class_name);
    fuzz_check_text(d, object->key);
}

static inline void fuzz_check_drawing(const drawing *d)
{
    uint64_t skipped = 0;
    size_t vertices = 0;
    for (size_t i = 0; i < d->object_count; i++) {
        fuzz_check_object(d, &d->objects[i]);
        fuzz_expect(d->objects[i].first_vertex == vertices);
        vertices += d->objects[i].vertex_count;
    }
    for (size_t i = 0; i < d->skipped_count; i++) {
        fuzz_check_text(d, d->skipped[i].what);
        skipped += d->skipped[i].count;
    }
    for (size_t i = 0; i < d->layer_count; i++) {
        fuzz_check_text(d, d->layers[i].name);
    }
    fuzz_expect(vertices == d->vertex_count);
    fuzz_expect(d->found == d->object_count + skipped);
}

static inline void fuzz_read(text_reader reader, const drawing_format *format, const uint8_t *data,
                             size_t size)
{
    drawing d;
    base_findings report;
    drawing_init(&d);
    base_findings_init(&report);
    int bid = format->bid("fuzz", data, size < 4096 ? size : 4096, size);
    fuzz_expect(bid >= 0 && bid <= 100);
    kbs_code code = reader(&d, (const char *)data, size, "fuzz", &report);
    if (code == KBS_OK) {
        fuzz_check_drawing(&d);
    } else {
        fuzz_expect(code == KBS_INPUT || code == KBS_UNSUPPORTED);
        const kbs_finding *last = base_findings_last(&report);
        fuzz_expect(last != NULL && last->severity == KBS_FATAL);
    }
    base_findings_release(&report);
    drawing_release(&d);
}

#endif
