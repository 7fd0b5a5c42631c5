/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lines and curves of a DXF: polylines with bulges, circles, arcs, ellipses, splines. A curve is chords
 * within 1 mm of it; a spline is its points and says so. */
#include <math.h>

#include "import/dxf_draw.h"

#define PI 3.14159265358979323846
#define CHORD_ERROR_M 0.001
#define MOST_RADIUS_M 1e7
#define MOST_BULGE 1e4 /* and most that the second axis of an ellipse is longer than the first */
#define WHOLE_TURN (2 * PI - 1e-5) /* ends of ellipses have six decimals */
#define MOST_CHORDS 100000.0
#define MOST_CURVE_VERTICES 20000000u
#define MOST_DEGREE 25
#define FLAG_CLOSED 1

double dxf_chord_count(double radius_m, double turn)
{
    double widest = radius_m <= 4 * CHORD_ERROR_M ? PI / 4 : 2 * acos(1 - CHORD_ERROR_M / radius_m);
    double count = ceil(fabs(turn) / fmin(widest, PI / 4));
    return fmin(fmax(count, 1), MOST_CHORDS);
}

/* A radius that can be drawn; counts its chords. */
static dxf_drawn check_radius(dxf_drawing *r, const dxf_entity *e, double radius_m)
{
    if (!(radius_m > 0 && radius_m <= MOST_RADIUS_M)) {
        return dxf_draw_refuse(r, e, FINDING_DXF_RADIUS, NULL, NULL);
    }
    r->curve_vertices += (uint64_t)dxf_chord_count(radius_m, 2 * PI);
    if (r->curve_vertices > MOST_CURVE_VERTICES) {
        (void)text_lines_fail(&r->pairs.lines, FINDING_DXF_CURVES_MANY, NULL, 0, "20000000");
        return DXF_NO_MEMORY;
    }
    return DXF_DRAWN;
}

/* ---- polylines ---- */

/* From the last vertex to `to` along the arc whose bulge (the tangent of a quarter of its turn,
 * > 0 counter-clockwise) is given. */
static dxf_drawn add_segment(dxf_drawing *r, const dxf_entity *e, drawing_object *object,
                             geo_vertex from, geo_vertex to, double bulge)
{
    double across = to.east - from.east, up = to.north - from.north;
    double chord = hypot(across, up);
    if (!(fabs(bulge) <= MOST_BULGE)) {
        return dxf_draw_refuse(r, e, FINDING_DXF_RADIUS, NULL, NULL);
    }
    if (fabs(bulge) * chord / 2 >= CHORD_ERROR_M) {
        double turn = 4 * atan(bulge);
        double radius = chord * (1 + bulge * bulge) / (4 * fabs(bulge));
        double left = (1 - bulge * bulge) / (4 * bulge);
        geo_vertex centre = { (from.east + to.east) / 2 - up * left,
                              (from.north + to.north) / 2 + across * left };
        double first = atan2(from.north - centre.north, from.east - centre.east);
        double count = dxf_chord_count(radius, turn);
        dxf_drawn checked = check_radius(r, e, radius);
        for (double i = 1; checked == DXF_DRAWN && i < count; i++) {
            double angle = first + turn * (i / count);
            if (!drawing_add_vertex(r->d, object, centre.east + radius * cos(angle),
                                    centre.north + radius * sin(angle))) {
                return DXF_NO_MEMORY;
            }
        }
        if (checked != DXF_DRAWN) {
            return checked;
        }
    }
    return drawing_add_vertex(r->d, object, to.east, to.north) ? DXF_DRAWN : DXF_NO_MEMORY;
}

static geo_vertex place_of(const dxf_vertex *vertex, int side)
{
    return (geo_vertex){ side < 0 ? -vertex->east : vertex->east, vertex->north };
}

static bool are_whole(const dxf_vertex *vertices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (isnan(vertices[i].north)) {
            return false;
        }
    }
    return true;
}

static dxf_drawn add_segments(dxf_drawing *r, const dxf_entity *e, const dxf_parts *parts, int side,
                              drawing_object *object)
{
    const dxf_vertex *v = parts->vertices;
    bool is_closed = (e->flags & FLAG_CLOSED) != 0;
    geo_vertex first = place_of(&v[0], side), at = first;
    dxf_drawn drawn =
        drawing_add_vertex(r->d, object, first.east, first.north) ? DXF_DRAWN : DXF_NO_MEMORY;
    for (size_t i = 1; drawn == DXF_DRAWN && i < parts->vertex_count; i++) {
        geo_vertex to = place_of(&v[i], side);
        drawn = add_segment(r, e, object, at, to, side * v[i - 1].bulge);
        at = to;
    }
    bool is_repeated = at.east == first.east && at.north == first.north;
    if (drawn == DXF_DRAWN && is_closed && !is_repeated) {
        drawn = add_segment(r, e, object, at, first, side * v[parts->vertex_count - 1].bulge);
    }
    if (drawn == DXF_DRAWN && (is_closed || is_repeated) && object->vertex_count >= 4) {
        object->flags |= DRAWING_CLOSED;
    }
    return drawn;
}

dxf_drawn dxf_draw_path(dxf_drawing *r, const dxf_entity *e, const dxf_parts *parts)
{
    int side = dxf_entity_side(e);
    if (e->announced >= 0 && (uint64_t)e->announced != parts->vertex_count) {
        base_buffer found, expected;
        base_buffer_init(&found, 32);
        base_buffer_init(&expected, 32);
        base_buffer_int(&found, (int64_t)parts->vertex_count);
        base_buffer_int(&expected, e->announced);
        dxf_drawn drawn = dxf_draw_refuse(r, e, FINDING_DXF_COUNT, found.data, expected.data);
        base_buffer_release(&found);
        base_buffer_release(&expected);
        return drawn;
    }
    if (parts->vertex_count < 2 || !are_whole(parts->vertices, parts->vertex_count)) {
        return dxf_draw_refuse(r, e, FINDING_DXF_SHORT, NULL, NULL);
    }
    if (side == 0) {
        return dxf_draw_refuse(r, e, FINDING_DXF_EXTRUSION, NULL, NULL);
    }
    drawing_object *object = dxf_draw_begin(r, e, DRAWING_LINE);
    return object == NULL ? DXF_NO_MEMORY : add_segments(r, e, parts, side, object);
}

dxf_drawn dxf_draw_spline(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    bool has_fit = r->parts.fit_count >= 2;
    const dxf_vertex *v = has_fit ? r->parts.fit : r->parts.vertices;
    size_t count = has_fit ? r->parts.fit_count : r->parts.vertex_count;
    if (e->degree < 1 || e->degree > MOST_DEGREE || count < 2 || !are_whole(v, count)) {
        return dxf_draw_refuse(r, e, FINDING_DXF_SPLINE, NULL, NULL);
    }
    drawing_object *object = dxf_draw_begin(r, e, DRAWING_LINE);
    for (size_t i = 0; object != NULL && i < count; i++) {
        if (!drawing_add_vertex(r->d, object, v[i].east, v[i].north)) {
            return DXF_NO_MEMORY;
        }
    }
    if (object == NULL) {
        return DXF_NO_MEMORY;
    }
    bool is_repeated = v[0].east == v[count - 1].east && v[0].north == v[count - 1].north;
    size_t corners = is_repeated ? count - 1 : count;
    bool is_closed = corners > 2 && ((e->flags & FLAG_CLOSED) != 0 || is_repeated);
    if (is_closed && !is_repeated && !drawing_add_vertex(r->d, object, v[0].east, v[0].north)) {
        return DXF_NO_MEMORY;
    }
    object->flags = (uint8_t)(DRAWING_CURVE | (is_closed ? DRAWING_CLOSED : 0));
    r->curves++;
    return DXF_DRAWN;
}

/* ---- circles, arcs, ellipses ---- */

/* What circles and arcs share: the object with its centre moved to where it is seen from above. */
static dxf_drawn begin_round(dxf_drawing *r, drawing_type type, drawing_object **object,
                             geo_vertex *centre)
{
    const dxf_entity *e = &r->entity;
    int side = dxf_entity_side(e);
    if (!e->has_point[0]) {
        return dxf_draw_refuse(r, e, FINDING_DXF_SHORT, NULL, NULL);
    }
    if (side == 0) {
        return dxf_draw_refuse(r, e, FINDING_DXF_EXTRUSION, NULL, NULL);
    }
    dxf_drawn checked = check_radius(r, e, e->size);
    if (checked != DXF_DRAWN) {
        return checked;
    }
    *object = dxf_draw_begin(r, e, type);
    *centre = (geo_vertex){ side * e->point[0][0], e->point[0][1] };
    if (*object == NULL) {
        return DXF_NO_MEMORY;
    }
    (*object)->text_height_m = (float)e->size;
    return DXF_DRAWN;
}

/* The last vertex of a ring is its first one, to the last bit. */
static void close_ring(dxf_drawing *r, drawing_object *object)
{
    r->d->vertices[r->d->vertex_count - 1] = r->d->vertices[object->first_vertex];
    object->flags |= DRAWING_CLOSED;
}

dxf_drawn dxf_draw_circle(dxf_drawing *r)
{
    drawing_object *object;
    geo_vertex centre;
    dxf_drawn drawn = begin_round(r, DRAWING_CIRCLE, &object, &centre);
    if (drawn != DXF_DRAWN) {
        return drawn;
    }
    if (!drawing_add_arc(r->d, object, centre.east, centre.north, r->entity.size, 0, 2 * PI)) {
        return DXF_NO_MEMORY;
    }
    close_ring(r, object);
    return DXF_DRAWN;
}

dxf_drawn dxf_draw_arc(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    drawing_object *object;
    geo_vertex centre;
    double start = fmod(e->start, 360) * PI / 180, end = fmod(e->end, 360) * PI / 180;
    if (start == end) {
        return dxf_draw_refuse(r, e, FINDING_DXF_RADIUS, NULL, NULL);
    }
    dxf_drawn drawn = begin_round(r, DRAWING_ARC, &object, &centre);
    if (drawn != DXF_DRAWN) {
        return drawn;
    }
    bool is_mirrored = dxf_entity_side(e) < 0;
    double from = is_mirrored ? PI - end : start, to = is_mirrored ? PI - start : end;
    return drawing_add_arc(r->d, object, centre.east, centre.north, e->size, from, to)
               ? DXF_DRAWN
               : DXF_NO_MEMORY;
}

/* Centre and axis are in the drawing's system; 11 is the end of the long axis from the centre. */
dxf_drawn dxf_draw_ellipse(dxf_drawing *r)
{
    const dxf_entity *e = &r->entity;
    double across = e->point[1][0], up = e->point[1][1];
    double first_axis = hypot(across, up), side = dxf_entity_side(e);
    double radius = first_axis * fmax(1, e->ratio);
    double turn = fmod(e->to - e->from, 2 * PI);
    turn = turn <= 1e-9 ? turn + 2 * PI : turn;
    if (!e->has_point[0] || !e->has_point[1] || !(e->ratio > 0 && e->ratio <= MOST_BULGE) ||
        !isfinite(turn)) {
        return dxf_draw_refuse(r, e, FINDING_DXF_RADIUS, NULL, NULL);
    }
    if (side == 0) {
        return dxf_draw_refuse(r, e, FINDING_DXF_EXTRUSION, NULL, NULL);
    }
    dxf_drawn checked = check_radius(r, e, radius);
    if (checked != DXF_DRAWN) {
        return checked;
    }
    bool is_whole = turn >= WHOLE_TURN;
    turn = is_whole ? 2 * PI : turn;
    drawing_object *object = dxf_draw_begin(r, e, is_whole ? DRAWING_CIRCLE : DRAWING_ARC);
    double count = dxf_chord_count(radius, turn);
    for (double i = 0; object != NULL && i <= count; i++) {
        double angle = e->from + turn * (i / count);
        double along = cos(angle), aside = side * e->ratio * sin(angle);
        if (!drawing_add_vertex(r->d, object, e->point[0][0] + along * across - aside * up,
                                e->point[0][1] + along * up + aside * across)) {
            return DXF_NO_MEMORY;
        }
    }
    if (object != NULL && is_whole) {
        close_ring(r, object);
    }
    return object == NULL ? DXF_NO_MEMORY : DXF_DRAWN;
}
