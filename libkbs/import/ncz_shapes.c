/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Frames, and the kinds of objects whose layout is known at second hand only: circle, arc, contour, sheet, triangle, insertion
 * of a block. What these give is compared with the box that the record states. */
#include <math.h>
#include <string.h>

#include "import/ncz_object.h"

#define FULL_TURN 6.283185307179586
#define TURN_TOLERANCE 1e-6
#define EXTENT_TOLERANCE_M 0.02 /* single precision of a contour's steps, chords of an arc */
#define RAD_PER_DEGREE (FULL_TURN / 360)

/* How far the vertices reach beyond the stated box or stay behind it. */
static double extent_difference(const drawing *d, const ncz_record *r)
{
    kbs_box box = geo_vertices_box(drawing_vertices(d, r->object), r->object->vertex_count);
    double east = fmax(fabs(box.east_min - r->box.east_min), fabs(box.east_max - r->box.east_max));
    double north =
        fmax(fabs(box.north_min - r->box.north_min), fabs(box.north_max - r->box.north_max));
    return fmax(east, north);
}

static void check_extent(ncz *z, const ncz_record *r)
{
    double difference_m = extent_difference(z->out, r);
    if (difference_m <= EXTENT_TOLERANCE_M) {
        return;
    }
    base_buffer text;
    base_buffer_init(&text, 512);
    base_buffer_fixed(&text, difference_m, 3);
    (void)ncz_say(z, FINDING_NCZ_EXTENT, ncz_record_place(z, r, NULL),
                  text.failed ? NULL : text.data, NULL);
    base_buffer_release(&text);
}

static bool add_ring(ncz *z, ncz_record *r, const geo_vertex *corners, size_t count)
{
    for (size_t i = 0; i <= count; i++) {
        const geo_vertex *v = &corners[i == count ? 0 : i];
        if (!drawing_add_vertex(z->out, r->object, v->east, v->north)) {
            return false;
        }
    }
    r->object->flags |= DRAWING_CLOSED;
    return true;
}

/* A rectangle by two opposite corners and the direction of its first side. */
ncz_outcome ncz_read_rectangle(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, 124)) {
        return NCZ_REFUSED;
    }
    double north = base_get_f64(ncz_field(r, 104)), east = base_get_f64(ncz_field(r, 112));
    if (!ncz_is_coordinate(north) || !ncz_is_coordinate(east)) {
        return ncz_refuse_coordinate(z, r, "second point", ncz_is_coordinate(north) ? east : north);
    }
    float stated = ncz_f32(ncz_field(r, 120));
    if (!ncz_add(z, r, DRAWING_SHEET) || !ncz_name(z, r, NCZ_COMMON_BYTES, NCZ_NAME_ROOM)) {
        return NCZ_FAILED;
    }
    r->object->angle = ncz_angle(z, r, (double)stated);
    double c = cos((double)r->object->angle), s = sin((double)r->object->angle);
    double d_east = east - r->east, d_north = north - r->north;
    double along = d_east * c + d_north * s;
    const geo_vertex corners[4] = {
        { r->east, r->north },
        { r->east + along * c, r->north + along * s },
        { east, north },
        { east - along * c, north - along * s },
    };
    if (!add_ring(z, r, corners, 4)) {
        return NCZ_FAILED;
    }
    check_extent(z, r);
    return NCZ_KEPT;
}

/* A map sheet: its box. */
ncz_outcome ncz_read_sheet(ncz *z, ncz_record *r)
{
    const geo_vertex corners[4] = { { r->box.east_min, r->box.north_min },
                                    { r->box.east_max, r->box.north_min },
                                    { r->box.east_max, r->box.north_max },
                                    { r->box.east_min, r->box.north_max } };
    if (!ncz_has(z, r, NCZ_COMMON_BYTES + 1)) {
        return NCZ_REFUSED;
    }
    return ncz_add(z, r, DRAWING_SHEET) && ncz_name(z, r, NCZ_COMMON_BYTES, 255) &&
                   add_ring(z, r, corners, 4)
               ? NCZ_KEPT
               : NCZ_FAILED;
}

static ncz_outcome refuse_radius(ncz *z, const ncz_record *r, double radius_m)
{
    base_buffer text;
    base_buffer_init(&text, 512);
    base_buffer_double(&text, radius_m);
    (void)ncz_say(z, FINDING_NCZ_RADIUS, ncz_record_place(z, r, NULL),
                  text.failed || !isfinite(radius_m) ? "?" : text.data, NULL);
    base_buffer_release(&text);
    return NCZ_REFUSED;
}

/* The radius of a circle is half the height of its box. */
ncz_outcome ncz_read_circle(ncz *z, ncz_record *r)
{
    double radius_m = (r->box.north_max - r->box.north_min) / 2;
    if (!(radius_m > 0 && radius_m <= DRAWING_MOST_RADIUS_M)) {
        return refuse_radius(z, r, radius_m);
    }
    if (!ncz_add(z, r, DRAWING_CIRCLE) ||
        !drawing_add_arc(z->out, r->object, r->east, r->north, radius_m, 0, 0)) {
        return NCZ_FAILED;
    }
    r->object->flags |= DRAWING_CLOSED;
    r->object->text_height_m = (float)radius_m;
    check_extent(z, r);
    return NCZ_KEPT;
}

/* From the start angle counter-clockwise to the end angle, from east; the zero of the angles is not sure, the box tells when it
 * is another. */
ncz_outcome ncz_read_arc(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, 120)) {
        return NCZ_REFUSED;
    }
    double radius_m = base_get_f64(ncz_field(r, 86));
    double start = base_get_f64(ncz_field(r, 104)), end = base_get_f64(ncz_field(r, 112));
    if (!(radius_m > 0 && radius_m <= DRAWING_MOST_RADIUS_M)) {
        return refuse_radius(z, r, radius_m);
    }
    if (!ncz_is_coordinate(start) || !ncz_is_coordinate(end)) {
        return ncz_refuse_coordinate(z, r, "angle", ncz_is_coordinate(start) ? end : start);
    }
    if (fabs(start) > FULL_TURN + TURN_TOLERANCE || fabs(end) > FULL_TURN + TURN_TOLERANCE) {
        start *= RAD_PER_DEGREE;
        end *= RAD_PER_DEGREE;
    }
    if (!ncz_add(z, r, DRAWING_ARC) ||
        !drawing_add_arc(z->out, r->object, r->east, r->north, radius_m, start, end)) {
        return NCZ_FAILED;
    }
    r->object->text_height_m = (float)radius_m;
    check_extent(z, r);
    return NCZ_KEPT;
}

/* Steps, each the way from the first point. The first point belongs to the line when it lies in the box. */
ncz_outcome ncz_read_contour(ncz *z, ncz_record *r)
{
    size_t head = NCZ_AT_STEPS + r->gis;
    uint64_t steps = r->block->size < head ? 0 : (r->block->size - head) / NCZ_STEP_BYTES;
    if (steps == 0 || steps > NCZ_MOST_VERTICES) {
        (void)ncz_say_numbers(z, steps == 0 ? FINDING_NCZ_VERTICES_FEW : FINDING_NCZ_VERTICES_MANY,
                              ncz_record_place(z, r, NULL), (int64_t)steps,
                              steps == 0 ? 2 : NCZ_MOST_VERTICES);
        return NCZ_REFUSED;
    }
    if (!ncz_add(z, r, DRAWING_CONTOUR)) {
        return NCZ_FAILED;
    }
    bool inside = r->east >= r->box.east_min - EXTENT_TOLERANCE_M &&
                  r->east <= r->box.east_max + EXTENT_TOLERANCE_M &&
                  r->north >= r->box.north_min - EXTENT_TOLERANCE_M &&
                  r->north <= r->box.north_max + EXTENT_TOLERANCE_M;
    if (inside && !drawing_add_vertex(z->out, r->object, r->east, r->north)) {
        return NCZ_FAILED;
    }
    for (uint64_t i = 0; i < steps; i++) {
        const uint8_t *p =
            ncz_file_at(&z->file, r->block->at + head + i * NCZ_STEP_BYTES, NCZ_STEP_BYTES);
        if (p == NULL) {
            return NCZ_FAILED;
        }
        double north = r->north + (double)ncz_f32(p), east = r->east + (double)ncz_f32(p + 4);
        if (!ncz_is_coordinate(north) || !ncz_is_coordinate(east)) {
            return ncz_refuse_coordinate(z, r, "vertex", ncz_is_coordinate(north) ? east : north);
        }
        if (i == 0 && inside && north == r->north && east == r->east) {
            continue; /* the first step is the first point itself */
        }
        if (!drawing_add_vertex(z->out, r->object, east, north)) {
            return NCZ_FAILED;
        }
    }
    if (r->object->vertex_count < 2) {
        (void)ncz_say_numbers(z, FINDING_NCZ_VERTICES_FEW, ncz_record_place(z, r, NULL),
                              r->object->vertex_count, 2);
        return NCZ_REFUSED;
    }
    check_extent(z, r);
    return NCZ_KEPT;
}

ncz_outcome ncz_read_triangle(ncz *z, ncz_record *r)
{
    geo_vertex corners[3] = { { r->east, r->north } };
    if (!ncz_has(z, r, 122)) {
        return NCZ_REFUSED;
    }
    for (size_t i = 1; i < 3; i++) {
        const uint8_t *p = ncz_field(r, i == 1 ? 86 : 106);
        corners[i] = (geo_vertex){ base_get_f64(p + 8), base_get_f64(p) };
        if (!ncz_is_coordinate(corners[i].east) || !ncz_is_coordinate(corners[i].north)) {
            return ncz_refuse_coordinate(z, r, "corner",
                                         ncz_is_coordinate(corners[i].north) ? corners[i].east
                                                                             : corners[i].north);
        }
    }
    if (!ncz_add(z, r, DRAWING_TRIANGLE) || !add_ring(z, r, corners, 3)) {
        return NCZ_FAILED;
    }
    check_extent(z, r);
    return NCZ_KEPT;
}

ncz_outcome ncz_read_insert(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, NCZ_INSERT_BYTES)) {
        return NCZ_REFUSED;
    }
    float angle = ncz_f32(ncz_field(r, NCZ_AT_INSERT_ANGLE));
    if (!ncz_add(z, r, DRAWING_INSERT) ||
        !drawing_add_vertex(z->out, r->object, r->east, r->north) ||
        !ncz_name(z, r, NCZ_COMMON_BYTES, NCZ_INSERT_NAME_ROOM)) {
        return NCZ_FAILED;
    }
    r->object->angle = ncz_angle(z, r, (double)angle);
    return NCZ_KEPT;
}
