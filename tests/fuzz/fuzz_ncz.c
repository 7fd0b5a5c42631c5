/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A NetCAD drawing from outside: what is kept and what is skipped are what was found, what is kept is sound (coordinates, rings,
 * layers, texts in UTF-8), and a failure says why and leaves nothing. A size of 0 in the header is set right, so that what
 * grows or shrinks is read all the same. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "import/drawing.h"

#define SIZE_AT 5u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

static void check_text(const drawing *d, drawing_text text)
{
    const char *bytes = drawing_text_of(d, text);
    expect(text == 0 || text < d->texts.length);
    expect(base_text_is_utf8(bytes, strlen(bytes), NULL));
}

static void check_object(const drawing *d, const drawing_object *o, uint32_t first_vertex)
{
    const geo_vertex *v = drawing_vertices(d, o);
    expect(o->type < DRAWING_TYPE_COUNT && o->layer < d->layer_count && o->place > 0);
    expect(o->first_vertex == first_vertex && o->vertex_count >= 1);
    expect((size_t)o->first_vertex + o->vertex_count <= d->vertex_count);
    for (uint32_t i = 0; i < o->vertex_count; i++) {
        /* A chord of a circle may lie beyond the limit of what the file itself may say. */
        expect(fabs(v[i].east) <= 1.2e8 && fabs(v[i].north) <= 1.2e8);
    }
    if ((o->flags & DRAWING_CLOSED) != 0) {
        expect(o->vertex_count >= 4 && memcmp(&v[0], &v[o->vertex_count - 1], sizeof v[0]) == 0);
    }
    expect(isfinite(o->height_m) && isfinite(o->text_height_m) && isfinite(o->angle));
    check_text(d, o->name);
    check_text(d, o->class_name);
    check_text(d, o->key);
}

static void check_drawing(const drawing *d)
{
    uint64_t accounted = d->object_count;
    uint32_t vertices = 0;
    for (size_t i = 0; i < d->object_count; i++) {
        check_object(d, &d->objects[i], vertices);
        vertices += d->objects[i].vertex_count;
    }
    expect(vertices == d->vertex_count);
    for (size_t i = 0; i < d->layer_count; i++) {
        check_text(d, d->layers[i].name);
    }
    for (size_t i = 0; i < d->skipped_count; i++) {
        check_text(d, d->skipped[i].what);
        accounted += d->skipped[i].count;
    }
    expect(accounted == d->found);
    expect(base_text_is_utf8(d->version, strlen(d->version), NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[64];
    static const uint8_t zeros[4];
    drawing d;
    base_findings report;
    if (file < 0) {
        file = memfd_create("x.ncz", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    expect(file >= 0 && ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    if (size >= SIZE_AT + 4 && memcmp(data + SIZE_AT, zeros, 4) == 0) {
        const uint8_t fitted[4] = { (uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16),
                                    (uint8_t)(size >> 24) };
        expect(pwrite(file, fitted, 4, SIZE_AT) == 4);
    }
    drawing_init(&d);
    base_findings_init(&report);
    int sure = drawing_format_ncz.bid("x.ncz", data, size < 4096 ? size : 4096, size);
    expect(sure >= 0 && sure <= 100);
    if (drawing_format_ncz.read(&d, path, "x.ncz", &report) == KBS_OK) {
        check_drawing(&d);
        expect(sure > 0);
    } else {
        const kbs_finding *last = base_findings_last(&report);
        expect(last != NULL && last->severity == KBS_FATAL);
        expect(strcmp(last->code, "internal.defect") != 0);
        expect(strcmp(last->code, "source.records-lost") != 0);
        expect(d.object_count == 0 && d.objects == NULL && d.texts.data == NULL);
    }
    drawing_release(&d);
    base_findings_release(&report);
    return 0;
}
