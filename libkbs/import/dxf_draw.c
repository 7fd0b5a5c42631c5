/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From an entity of a DXF to an object of a drawing. Blocks are not drawn out: an insertion is a
 * point with the block's name, its attributes are texts. */
#include "import/dxf_draw.h"

#include <math.h>
#include <string.h>

#include "import/dxf_text.h"

#define DEGREE (3.14159265358979323846 / 180)
#define LEAST_HEIGHT_M 0.001
#define MOST_KINDS 100u /* kinds of entities that are counted by their own names */
#define MOST_TYPE 32u
#define POLYLINE_MESHES (16 | 64)
#define VERTEX_NOT_ON_LINE 16 /* control point of a curve; the curve's vertices follow */

drawing_object *dxf_draw_begin(dxf_drawing *r, const dxf_entity *e, drawing_type type)
{
    uint16_t layer;
    const char *name = e->layer.length > 0 ? e->layer.text : "0";
    size_t length = e->layer.length > 0 ? e->layer.length : 1;
    if (!dxf_layers_find(&r->layers, &r->pairs.lines, r->d, name, length, DRAWING_BY_LAYER,
                         &layer)) {
        return NULL;
    }
    drawing_object *object = drawing_add_object(r->d, type, layer, e->line);
    if (object != NULL) {
        bool is_true = e->true_colour >= 0 && e->true_colour <= 0xFFFFFF;
        object->colour = is_true ? (uint32_t)e->true_colour : dxf_colour(e->colour);
    }
    return object;
}

dxf_drawn dxf_draw_refuse(dxf_drawing *r, const dxf_entity *e, base_finding_code code,
                          const char *found, const char *expected)
{
    char type[MOST_TYPE];
    text_lines *lines = &r->pairs.lines;
    int64_t here = lines->number;
    size_t length = e->type.length < sizeof type ? e->type.length : sizeof type - 1;
    memcpy(type, e->type.text, length);
    type[length] = '\0';
    lines->number = e->line;
    lines->key = type;
    text_lines_tell(lines, code, found, found == NULL ? 0 : strlen(found), expected);
    lines->number = here;
    lines->key = NULL;
    return DXF_REFUSED;
}

/* ---- texts and points ---- */

static bool plain_text(dxf_drawing *r, const dxf_entity *e, bool is_formatted)
{
    base_buffer *chunks = &r->parts.chunks;
    base_buffer_add(chunks, e->text.text, e->text.length);
    base_buffer_clear(&r->text);
    if (chunks->failed) {
        return false;
    }
    base_buffer whole;
    base_buffer_init(&whole, 64u * 1048576);
    base_encoding_decode(&whole, r->pairs.lines.encoding, chunks->data, chunks->length,
                         &r->pairs.lines.bad_letters);
    dxf_text_plain(&r->text, whole.data, whole.length, is_formatted);
    bool is_done = !whole.failed && !r->text.failed;
    base_buffer_release(&whole);
    return is_done;
}

static bool skip(dxf_drawing *r, dxf_word type)
{
    bool is_plain = type.length < MOST_TYPE && r->d->skipped_count < MOST_KINDS;
    const char *what =
        is_plain ? text_lines_decode(&r->pairs.lines, type.text, type.length) : "other";
    return what != NULL && drawing_skip(r->d, what, 1, 0);
}

static bool skip_named(dxf_drawing *r, const char *what)
{
    return drawing_skip(r->d, what, 1, 0);
}

/* One vertex: where a text, a point or a block stands. */
static dxf_drawn draw_single(dxf_drawing *r, drawing_type type, size_t which, int side,
                             drawing_object **object)
{
    const dxf_entity *e = &r->entity;
    if (!e->has_point[which]) {
        return dxf_draw_refuse(r, e, FINDING_DXF_SHORT, NULL, NULL);
    }
    if (side == 0) {
        return dxf_draw_refuse(r, e, FINDING_DXF_EXTRUSION, NULL, NULL);
    }
    *object = dxf_draw_begin(r, e, type);
    bool is_added = *object != NULL && drawing_add_vertex(r->d, *object, side * e->point[which][0],
                                                          e->point[which][1]);
    if (is_added && fabs(e->point[which][2]) >= LEAST_HEIGHT_M) {
        (*object)->height_m = (float)e->point[which][2];
        (*object)->flags |= DRAWING_HAS_HEIGHT;
    }
    return is_added ? DXF_DRAWN : DXF_NO_MEMORY;
}

static dxf_drawn draw_text(dxf_drawing *r, bool is_formatted, bool has_tag)
{
    const dxf_entity *e = &r->entity;
    drawing_object *object;
    bool is_aligned = !is_formatted && (e->align_across != 0 || e->align_up != 0);
    int side = is_formatted ? 1 : dxf_entity_side(e); /* MTEXT is in the drawing's system */
    if (!plain_text(r, e, is_formatted)) {
        return DXF_NO_MEMORY;
    }
    dxf_drawn drawn =
        draw_single(r, DRAWING_TEXT, is_aligned && e->has_point[1] ? 1 : 0, side, &object);
    if (drawn != DXF_DRAWN) {
        return drawn;
    }
    double angle = e->start * DEGREE;
    if (is_formatted && e->has_point[1]) {
        angle = atan2(e->point[1][1], e->point[1][0]);
    }
    object->text_height_m = (float)fmin(fabs(e->size), 1e6);
    object->angle = (float)(isfinite(angle) ? fmod(angle, 360 * DEGREE) : 0);
    bool is_named = drawing_add_text(r->d, r->text.data == NULL ? "" : r->text.data, r->text.length,
                                     &object->name) &&
                    (!has_tag || text_lines_text(&r->pairs.lines, r->d, e->name.text,
                                                 e->name.length, &object->class_name));
    return is_named ? DXF_DRAWN : DXF_NO_MEMORY;
}

static dxf_drawn draw_insert(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    drawing_object *object;
    dxf_drawn drawn = draw_single(r, DRAWING_INSERT, 0, dxf_entity_side(e), &object);
    if (drawn == DXF_DRAWN) {
        object->angle = (float)fmod(e->start * DEGREE, 360 * DEGREE);
        if (!text_lines_text(&r->pairs.lines, r->d, e->name.text, e->name.length, &object->name)) {
            drawn = DXF_NO_MEMORY;
        }
    }
    return drawn;
}

static dxf_drawn draw_line(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    drawing_object *object;
    if (!e->has_point[1]) {
        return dxf_draw_refuse(r, e, FINDING_DXF_SHORT, NULL, NULL);
    }
    dxf_drawn drawn = draw_single(r, DRAWING_LINE, 0, 1, &object);
    if (drawn == DXF_DRAWN && !drawing_add_vertex(r->d, object, e->point[1][0], e->point[1][1])) {
        drawn = DXF_NO_MEMORY;
    }
    return drawn;
}

/* ---- polylines of VERTEXes ---- */

static bool end_with(dxf_drawing *r, const dxf_entity *e, dxf_drawn drawn, size_t objects,
                     size_t vertices)
{
    if (drawn != DXF_REFUSED) {
        return drawn == DXF_DRAWN;
    }
    r->d->object_count = objects;
    r->d->vertex_count = vertices;
    return skip(r, e->type);
}

static bool end_polyline(dxf_drawing *r, bool has_end)
{
    size_t objects = r->d->object_count, vertices = r->d->vertex_count;
    const dxf_entity *e = &r->polyline;
    r->has_polyline = false;
    if (!has_end) {
        (void)dxf_draw_refuse(r, e, FINDING_DXF_SEQEND, NULL, NULL);
        return skip(r, e->type);
    }
    if (e->is_faulty) {
        return skip(r, e->type);
    }
    return end_with(r, e, dxf_draw_path(r, e, &r->polyline_parts), objects, vertices);
}

static bool take_vertex(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    if (!r->has_polyline) {
        (void)dxf_draw_refuse(r, e, FINDING_DXF_VERTEX, NULL, NULL);
        return true; /* part of no entity that was counted */
    }
    r->polyline.is_faulty = r->polyline.is_faulty || e->is_faulty;
    if (e->is_faulty || (e->flags & VERTEX_NOT_ON_LINE) != 0) {
        return true;
    }
    dxf_vertex vertex = { e->point[0][0], e->has_point[0] ? e->point[0][1] : NAN, e->to };
    return dxf_parts_add_vertex(&r->polyline_parts, vertex);
}

static bool begin_polyline(dxf_drawing *r)
{
    if ((r->entity.flags & POLYLINE_MESHES) != 0) {
        r->entity.is_faulty = true; /* its vertices are no line */
    }
    r->polyline = r->entity;
    r->polyline_parts.vertex_count = 0;
    r->has_polyline = true;
    return true;
}

bool dxf_draw_end(dxf_drawing *r)
{
    return !r->has_polyline || end_polyline(r, false);
}

/* ---- all ---- */

static dxf_drawn draw_known(dxf_drawing *r, bool *is_known)
{
    dxf_word type = r->entity.type;
    drawing_object *object;
    *is_known = true;
    if (dxf_word_is(type, "LINE")) {
        return draw_line(r);
    }
    if (dxf_word_is(type, "LWPOLYLINE")) {
        return dxf_draw_path(r, &r->entity, &r->parts);
    }
    if (dxf_word_is(type, "TEXT") || dxf_word_is(type, "ATTRIB")) {
        return draw_text(r, false, type.length == 6);
    }
    if (dxf_word_is(type, "MTEXT")) {
        return draw_text(r, true, false);
    }
    if (dxf_word_is(type, "POINT")) {
        return draw_single(r, DRAWING_POINT, 0, 1, &object);
    }
    if (dxf_word_is(type, "INSERT")) {
        return draw_insert(r);
    }
    if (dxf_word_is(type, "ARC")) {
        return dxf_draw_arc(r);
    }
    if (dxf_word_is(type, "CIRCLE")) {
        return dxf_draw_circle(r);
    }
    if (dxf_word_is(type, "ELLIPSE")) {
        return dxf_draw_ellipse(r);
    }
    if (dxf_word_is(type, "SPLINE")) {
        return dxf_draw_spline(r);
    }
    *is_known = false;
    return DXF_DRAWN;
}

bool dxf_draw(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    bool is_known;
    if (dxf_word_is(e->type, "VERTEX")) {
        return take_vertex(r);
    }
    bool is_end = dxf_word_is(e->type, "SEQEND");
    if (r->has_polyline && !end_polyline(r, is_end)) {
        return false;
    }
    if (is_end) {
        return true;
    }
    if (e->is_paper) {
        return skip_named(r, "paper space");
    }
    if (e->is_faulty) {
        return skip(r, e->type); /* the finding is told */
    }
    if (dxf_word_is(e->type, "POLYLINE")) {
        return begin_polyline(r);
    }
    size_t objects = r->d->object_count, vertices = r->d->vertex_count;
    dxf_drawn drawn = draw_known(r, &is_known);
    return is_known ? end_with(r, e, drawn, objects, vertices) : skip(r, e->type);
}
