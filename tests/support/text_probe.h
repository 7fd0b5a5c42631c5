/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A text drawing read from memory, with its findings, for tests. Include after cmocka. */
#ifndef TEST_TEXT_PROBE_H
#define TEST_TEXT_PROBE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import/text_drawings.h"

typedef struct text_probe {
    drawing d;
    kbs_code code;
    base_findings findings;
} text_probe;

/* The bytes are copied to a block of exactly their size, so that a sanitizer sees each byte that is
 * read too much. */
static inline void text_probe_bytes(text_probe *p, text_reader reader, const char *name,
                                    const char *bytes, size_t length)
{
    char *exact = malloc(length > 0 ? length : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    memset(p, 0, sizeof *p);
    drawing_init(&p->d);
    base_findings_init(&p->findings);
    p->code = reader(&p->d, exact, length, name, &p->findings);
    free(exact);
}

static inline void text_probe_run(text_probe *p, text_reader reader, const char *name,
                                  const char *text)
{
    text_probe_bytes(p, reader, name, text, strlen(text));
}

static inline void text_probe_file(text_probe *p, const drawing_format *format, const char *path)
{
    memset(p, 0, sizeof *p);
    drawing_init(&p->d);
    base_findings_init(&p->findings);
    p->code = format->read(&p->d, path, path, &p->findings);
}

static inline void text_probe_release(text_probe *p)
{
    drawing_release(&p->d);
    base_findings_release(&p->findings);
}

static inline void text_probe_show(const text_probe *p)
{
    fprintf(stderr, "%s, %zu objects\n", kbs_code_name(p->code), p->d.object_count);
    for (size_t i = 0; i < p->findings.count; i++) {
        char text[1024];
        kbs_finding_text(&p->findings.items[i], KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "  %s: %s\n", p->findings.items[i].code, text);
    }
}

static inline size_t text_probe_count(const text_probe *p, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < p->findings.count; i++) {
        count += strcmp(p->findings.items[i].code, code) == 0 ? 1 : 0;
    }
    return count;
}

/* The first finding of this code; the test ends when there is none. */
static inline const kbs_finding *text_probe_finding(const text_probe *p, const char *code)
{
    for (size_t i = 0; i < p->findings.count; i++) {
        if (strcmp(p->findings.items[i].code, code) == 0) {
            return &p->findings.items[i];
        }
    }
    fprintf(stderr, "no %s\n", code);
    text_probe_show(p);
    fail();
    return NULL;
}

static inline uint64_t text_probe_skipped(const text_probe *p)
{
    uint64_t count = 0;
    for (size_t i = 0; i < p->d.skipped_count; i++) {
        count += p->d.skipped[i].count;
    }
    return count;
}

/* All is read: nothing is lost, and so much was found. */
static inline void assert_text_read(const text_probe *p, size_t objects, size_t skipped,
                                    size_t findings)
{
    if (p->code != KBS_OK || p->d.object_count != objects || text_probe_skipped(p) != skipped ||
        p->findings.count != findings || p->d.found != objects + skipped) {
        fprintf(stderr, "found %llu, skipped %llu, findings %zu, ", (unsigned long long)p->d.found,
                (unsigned long long)text_probe_skipped(p), p->findings.count);
        text_probe_show(p);
        fail();
    }
}

static inline void assert_text_refused(const text_probe *p, kbs_code code, const char *finding,
                                       int64_t line)
{
    const kbs_finding *last = base_findings_last(&p->findings);
    if (p->code != code || last == NULL || strcmp(last->code, finding) != 0 ||
        (line > 0 && last->line != line)) {
        fprintf(stderr, "expected %s at line %lld; ", finding, (long long)line);
        text_probe_show(p);
        fail();
    }
}

static inline const drawing_object *text_probe_named(const text_probe *p, drawing_type type,
                                                     const char *name)
{
    for (size_t i = 0; i < p->d.object_count; i++) {
        if (p->d.objects[i].type == type &&
            strcmp(drawing_text_of(&p->d, p->d.objects[i].name), name) == 0) {
            return &p->d.objects[i];
        }
    }
    fprintf(stderr, "no object %s\n", name);
    text_probe_show(p);
    fail();
    return NULL;
}

static inline const char *text_probe_layer(const text_probe *p, const drawing_object *object)
{
    return drawing_text_of(&p->d, p->d.layers[object->layer].name);
}

static inline void assert_text_vertex(const text_probe *p, const drawing_object *object,
                                      size_t index, double east, double north, double tolerance)
{
    const geo_vertex *v = drawing_vertices(&p->d, object) + index;
    assert_true(index < object->vertex_count);
    if (!(fabs(v->east - east) <= tolerance && fabs(v->north - north) <= tolerance)) {
        fprintf(stderr, "vertex %zu is %.6f %.6f, not %.6f %.6f\n", index, v->east, v->north, east,
                north);
        fail();
    }
}

/* A file under the folder with real data; skips the test when there is none. */
static inline const char *text_probe_sample(const char *name)
{
    static char path[4096];
    const char *folder = getenv("KBS_SAMPLES");
    if (folder == NULL || folder[0] == '\0') {
        skip();
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (access(path, R_OK) != 0) {
        skip();
    }
    return path;
}

static inline int text_probe_bid(const drawing_format *format, const char *name, const char *text)
{
    size_t length = strlen(text);
    return format->bid(name, (const uint8_t *)text, length < 4096 ? length : 4096, length);
}

#endif
