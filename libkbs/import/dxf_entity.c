/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Entities of a DXF, pair by pair. */
#include "import/dxf_entity.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

#define MOST_COORDINATE 1e8
#define MOST_CHUNKS (16u * 1048576)

void dxf_parts_init(dxf_parts *parts)
{
    memset(parts, 0, sizeof *parts);
    base_buffer_init(&parts->chunks, MOST_CHUNKS);
}

void dxf_parts_release(dxf_parts *parts)
{
    base_free(parts->vertices);
    base_free(parts->fit);
    base_buffer_release(&parts->chunks);
}

static bool add_vertex(dxf_vertex **vertices, size_t *count, size_t *capacity, dxf_vertex vertex)
{
    void *items = *vertices;
    bool grown =
        base_array_grow(&items, capacity, *count + 1, sizeof **vertices, DXF_MOST_ENTITY_VERTICES);
    *vertices = items;
    if (grown) {
        (*vertices)[(*count)++] = vertex;
    }
    return grown;
}

bool dxf_parts_add_vertex(dxf_parts *parts, dxf_vertex vertex)
{
    return add_vertex(&parts->vertices, &parts->vertex_count, &parts->vertex_capacity, vertex);
}

bool dxf_word_is(dxf_word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.text, text, word.length) == 0;
}

int dxf_entity_side(const dxf_entity *entity)
{
    const double *n = entity->extrusion;
    if (fabs(n[0]) > 1e-6 || fabs(n[1]) > 1e-6 || n[2] == 0) {
        return 0;
    }
    return n[2] > 0 ? 1 : -1;
}

typedef struct reading {
    dxf_entity *entity;
    dxf_parts *parts;
    dxf_pairs *pairs;
    bool is_known, is_polyline, is_spline, is_ellipse, is_mtext;
} reading;

/* Entities whose numbers are read; of others only layer and space are. */
static bool is_known(dxf_word type)
{
    static const char *const types[] = { "POINT",      "LINE",     "CIRCLE", "ARC",    "ELLIPSE",
                                         "LWPOLYLINE", "POLYLINE", "VERTEX", "SPLINE", "TEXT",
                                         "MTEXT",      "INSERT",   "ATTRIB", "LAYER" };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (dxf_word_is(type, types[i])) {
            return true;
        }
    }
    return false;
}

static void fault(reading *r)
{
    if (!r->entity->is_faulty) {
        text_lines_tell(&r->pairs->lines, FINDING_DXF_NUMBER, r->pairs->value, r->pairs->length,
                        NULL);
    }
    r->entity->is_faulty = true;
}

static double number_of(reading *r)
{
    double value;
    if (!base_number_parse(r->pairs->value, r->pairs->length, &value) || !isfinite(value)) {
        fault(r);
        return 0;
    }
    return value;
}

static double coordinate_of(reading *r)
{
    double value = number_of(r);
    if (fabs(value) > MOST_COORDINATE) {
        fault(r);
        return 0;
    }
    return value;
}

static int64_t integer_of(reading *r)
{
    int64_t value;
    if (!base_number_parse_int(r->pairs->value, r->pairs->length, &value)) {
        fault(r);
        return 0;
    }
    return value;
}

/* 10 begins a vertex where an entity has many, 20 and 42 go on with it. */
static bool read_vertex(reading *r)
{
    dxf_parts *parts = r->parts;
    dxf_vertex *last = parts->vertex_count == 0 ? NULL : &parts->vertices[parts->vertex_count - 1];
    switch (r->pairs->code) {
    case 10:
        return dxf_parts_add_vertex(parts, (dxf_vertex){ coordinate_of(r), NAN, 0 });
    case 20:
        if (last != NULL) {
            last->north = coordinate_of(r);
        }
        return true;
    case 42:
        if (last != NULL && r->is_polyline) {
            last->bulge = number_of(r);
        }
        return true;
    default:
        return true;
    }
}

static bool read_fit_point(reading *r)
{
    dxf_parts *parts = r->parts;
    if (r->pairs->code == 11) {
        return add_vertex(&parts->fit, &parts->fit_count, &parts->fit_capacity,
                          (dxf_vertex){ coordinate_of(r), NAN, 0 });
    }
    if (parts->fit_count > 0) {
        parts->fit[parts->fit_count - 1].north = coordinate_of(r);
    }
    return true;
}

static void read_point(reading *r)
{
    int code = r->pairs->code;
    size_t which = (size_t)(code % 10), axis = (size_t)(code / 10 - 1);
    r->entity->point[which][axis] = coordinate_of(r);
    r->entity->has_point[which] = axis == 1 || r->entity->has_point[which];
}

static void read_integer(reading *r)
{
    dxf_entity *e = r->entity;
    struct {
        int code;
        int64_t *to;
    } fields[] = { { 62, &e->colour },    { 66, &e->attributes_follow }, { 70, &e->flags },
                   { 71, &e->degree },    { 72, &e->align_across },      { 73, &e->align_up },
                   { 90, &e->announced }, { 420, &e->true_colour } };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].code == r->pairs->code) {
            *fields[i].to = integer_of(r);
            return;
        }
    }
    if (r->pairs->code == 67) {
        e->is_paper = integer_of(r) != 0;
    }
}

static void read_real(reading *r)
{
    dxf_entity *e = r->entity;
    struct {
        int code;
        double *to;
    } fields[] = { { 40, r->is_ellipse ? &e->ratio : &e->size },
                   { 41, &e->from },
                   { 42, &e->to },
                   { 50, &e->start },
                   { 51, &e->end },
                   { 210, &e->extrusion[0] },
                   { 220, &e->extrusion[1] },
                   { 230, &e->extrusion[2] } };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].code == r->pairs->code) {
            *fields[i].to = number_of(r);
            return;
        }
    }
}

static bool read_text(reading *r)
{
    dxf_word word = { r->pairs->value, r->pairs->length };
    switch (r->pairs->code) {
    case 1: /* blanks at its ends belong to an MTEXT that goes on */
        r->entity->text = (dxf_word){ r->pairs->lines.line, r->pairs->lines.line_length };
        break;
    case 2:
        r->entity->name = word;
        break;
    case 3:
        if (r->is_mtext) { /* blanks at the ends of a piece belong to the text */
            base_buffer_add(&r->parts->chunks, r->pairs->lines.line, r->pairs->lines.line_length);
        }
        break;
    case 8:
        r->entity->layer = word;
        break;
    default:
        break;
    }
    return !r->parts->chunks.failed;
}

static bool read_pair(reading *r)
{
    int code = r->pairs->code;
    bool is_many = r->is_polyline || r->is_spline;
    if (is_many && (code == 10 || code == 20 || code == 42)) {
        return read_vertex(r);
    }
    if (r->is_spline && (code == 11 || code == 21)) {
        return read_fit_point(r);
    }
    if (code < 10) {
        return read_text(r);
    }
    if (!r->is_known && code != 67) {
        return true;
    }
    if (code == 10 || code == 20 || code == 30 || code == 11 || code == 21 || code == 31) {
        read_point(r);
    } else if ((code >= 62 && code <= 90) || code == 420) {
        read_integer(r);
    } else if ((code >= 40 && code <= 51 && !r->is_spline) || (code >= 210 && code <= 230)) {
        read_real(r);
    }
    return true;
}

static void begin(reading *r)
{
    dxf_entity *e = r->entity;
    memset(e, 0, sizeof *e);
    e->type = (dxf_word){ r->pairs->value, r->pairs->length };
    e->layer = e->name = e->text = (dxf_word){ "", 0 };
    e->line = r->pairs->line;
    e->extrusion[2] = 1;
    e->announced = e->true_colour = -1;
    e->colour = 256;
    r->parts->vertex_count = r->parts->fit_count = 0;
    base_buffer_clear(&r->parts->chunks);
    r->is_known = is_known(e->type);
    r->is_polyline = dxf_word_is(e->type, "LWPOLYLINE");
    r->is_spline = dxf_word_is(e->type, "SPLINE");
    r->is_ellipse = dxf_word_is(e->type, "ELLIPSE");
    r->is_mtext = dxf_word_is(e->type, "MTEXT");
}

bool dxf_entity_read(dxf_entity *entity, dxf_parts *parts, dxf_pairs *pairs)
{
    reading r = { .entity = entity, .parts = parts, .pairs = pairs };
    begin(&r);
    while (dxf_pairs_next(pairs)) {
        if (pairs->code == 0) {
            return true;
        }
        if (!read_pair(&r)) {
            return false;
        }
    }
    return false;
}
