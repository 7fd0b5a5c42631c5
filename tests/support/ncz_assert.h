/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What tests of the reader of NetCAD drawings ask again and again. Include after cmocka. */
#ifndef TEST_NCZ_ASSERT_H
#define TEST_NCZ_ASSERT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/drawing.h"
#include "ncz_build.h"

/* A drawing as read, with what was found. */
typedef struct ncz_probe {
    drawing d;
    base_findings findings;
    kbs_code code;
} ncz_probe;

static inline void ncz_probe_read(ncz_probe *p, const char *path)
{
    drawing_init(&p->d);
    base_findings_init(&p->findings);
    p->code = drawing_format_ncz.read(&p->d, path, path, &p->findings);
}

/* Ends the drawing, writes it, frees it, reads it. */
static inline void ncz_probe_build(ncz_probe *p, ncz_build *b)
{
    ncz_build_done(b);
    ncz_build_write(b, "t.ncz");
    ncz_build_free(b);
    ncz_probe_read(p, "t.ncz");
}

static inline void ncz_probe_release(ncz_probe *p)
{
    drawing_release(&p->d);
    base_findings_release(&p->findings);
}

static inline const kbs_finding *ncz_finding(const ncz_probe *p, const char *code)
{
    for (size_t i = 0; i < p->findings.count; i++) {
        if (strcmp(p->findings.items[i].code, code) == 0) {
            return &p->findings.items[i];
        }
    }
    return NULL;
}

static inline size_t ncz_finding_count(const ncz_probe *p, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < p->findings.count; i++) {
        count += strcmp(p->findings.items[i].code, code) == 0;
    }
    return count;
}

static inline void ncz_print_findings(const ncz_probe *p)
{
    char text[1024];
    for (size_t i = 0; i < p->findings.count; i++) {
        (void)kbs_finding_text(&p->findings.items[i], KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s: %s\n", p->findings.items[i].code, text);
    }
}

/* The codes of all findings, each once a time, in their order: "ncz.box ncz.crs-missing". */
static inline void assert_ncz_codes(const ncz_probe *p, const char *expected)
{
    char codes[4096] = "";
    for (size_t i = 0; i < p->findings.count; i++) {
        size_t at = strlen(codes);
        snprintf(codes + at, sizeof codes - at, "%s%s", at > 0 ? " " : "",
                 p->findings.items[i].code);
    }
    if (strcmp(codes, expected) != 0) {
        ncz_print_findings(p);
    }
    assert_string_equal(codes, expected);
}

static inline const char *ncz_name_of(const ncz_probe *p, size_t object)
{
    return drawing_text_of(&p->d, p->d.objects[object].name);
}

static inline const char *ncz_layer_of(const ncz_probe *p, size_t object)
{
    return drawing_text_of(&p->d, p->d.layers[p->d.objects[object].layer].name);
}

static inline uint64_t ncz_skipped(const ncz_probe *p, const char *what)
{
    for (size_t i = 0; i < p->d.skipped_count; i++) {
        if (strcmp(drawing_text_of(&p->d, p->d.skipped[i].what), what) == 0) {
            return p->d.skipped[i].count;
        }
    }
    return 0;
}

/* Kept and skipped are what was found. */
static inline void assert_ncz_ledger(const ncz_probe *p)
{
    uint64_t sum = p->d.object_count;
    for (size_t i = 0; i < p->d.skipped_count; i++) {
        sum += p->d.skipped[i].count;
    }
    assert_int_equal(sum, p->d.found);
}

static inline void assert_ncz_vertex(const ncz_probe *p, size_t object, size_t vertex, double east,
                                     double north, double tolerance_m)
{
    const drawing_object *o = &p->d.objects[object];
    assert_true(object < p->d.object_count && vertex < o->vertex_count);
    geo_vertex v = drawing_vertices(&p->d, o)[vertex];
    if (!(fabs(v.east - east) <= tolerance_m && fabs(v.north - north) <= tolerance_m)) {
        fprintf(stderr, "object %zu vertex %zu: E %.6f N %.6f, expected E %.6f N %.6f\n", object,
                vertex, v.east, v.north, east, north);
        fail();
    }
}

#endif
