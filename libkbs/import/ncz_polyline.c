/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Polylines of a NetCAD drawing: where parcels and roads live. Closed is what its flag says, never what its ends look like; an
 * area repeats its first vertex. */
#include <math.h>
#include <string.h>

#include "import/ncz_object.h"

#define LEAST_HEIGHT_M 0.001

/* How many vertices the record has; 0 and a finding when it cannot be read. */
static uint64_t count_vertices(ncz *z, const ncz_record *r)
{
    if (!ncz_has(z, r, NCZ_AT_VERTICES)) {
        return 0;
    }
    uint64_t bytes = r->block->size - NCZ_AT_VERTICES - r->gis;
    uint64_t count = bytes / NCZ_VERTEX_BYTES, remainder = bytes % NCZ_VERTEX_BYTES;
    ncz_place place = ncz_record_place(z, r, NULL);
    if (remainder != 0) {
        (void)ncz_say_numbers(z, FINDING_NCZ_VERTICES_REMAINDER, place, (int64_t)remainder,
                              (int64_t)count);
        return 0;
    }
    if (count < 2) {
        (void)ncz_say_numbers(z, FINDING_NCZ_VERTICES_FEW, place, (int64_t)count, 2);
        return 0;
    }
    if (count > NCZ_MOST_VERTICES) {
        (void)ncz_say_numbers(z, FINDING_NCZ_VERTICES_MANY, place, (int64_t)count,
                              NCZ_MOST_VERTICES);
        return 0;
    }
    return count;
}

static void set_height(ncz *z, ncz_record *r, double height_m)
{
    if (!ncz_is_coordinate(height_m)) {
        z->bad_heights++;
    } else if (fabs(height_m) >= LEAST_HEIGHT_M) {
        r->object->height_m = (float)height_m;
        r->object->flags |= DRAWING_HAS_HEIGHT;
    }
}

static ncz_outcome read_vertices(ncz *z, ncz_record *r, uint64_t count)
{
    uint64_t at = r->block->at + NCZ_AT_VERTICES + r->gis;
    for (uint64_t i = 0; i < count; i++) {
        const uint8_t *p = ncz_file_at(&z->file, at + i * NCZ_VERTEX_BYTES, NCZ_VERTEX_BYTES);
        if (p == NULL) {
            return NCZ_FAILED;
        }
        double north = base_get_f64(p), east = base_get_f64(p + 8);
        if (!ncz_is_coordinate(north) || !ncz_is_coordinate(east)) {
            return ncz_refuse_coordinate(z, r, "vertex", ncz_is_coordinate(north) ? east : north);
        }
        if (i == 0) {
            set_height(z, r, base_get_f64(p + 16));
        }
        if (!drawing_add_vertex(z->out, r->object, east, north)) {
            return NCZ_FAILED;
        }
    }
    return NCZ_KEPT;
}

/* The ring of an area ends in its first vertex, exactly. */
static bool close_ring(ncz *z, ncz_record *r)
{
    geo_vertex *v = z->out->vertices + r->object->first_vertex;
    geo_vertex first = v[0], last = v[r->object->vertex_count - 1];
    double gap_m = hypot(last.east - first.east, last.north - first.north);
    if (gap_m > 0) {
        base_buffer text;
        base_buffer_init(&text, 512);
        base_buffer_fixed(&text, gap_m, 3);
        (void)ncz_say(z, FINDING_NCZ_RING_OPEN, ncz_record_place(z, r, NULL),
                      text.failed ? NULL : text.data, NULL);
        base_buffer_release(&text);
        if (!drawing_add_vertex(z->out, r->object, first.east, first.north)) {
            return false;
        }
    } else {
        v[r->object->vertex_count - 1] =
            first; /* 0 and -0 are the same place and not the same bits */
    }
    if (r->object->vertex_count < 4) {
        (void)ncz_say_numbers(z, FINDING_NCZ_AREA_FLAT, ncz_record_place(z, r, NULL),
                              (int64_t)r->object->vertex_count - 1, 3);
        return true;
    }
    r->object->flags |= DRAWING_CLOSED;
    return true;
}

ncz_outcome ncz_read_polyline(ncz *z, ncz_record *r)
{
    uint64_t count = count_vertices(z, r);
    if (count == 0) {
        return NCZ_REFUSED;
    }
    uint8_t flags = *ncz_field(r, NCZ_AT_FLAGS);
    if (!ncz_add(z, r, DRAWING_LINE) || !ncz_name(z, r, NCZ_COMMON_BYTES, NCZ_AREA_NAME_ROOM)) {
        return NCZ_FAILED;
    }
    ncz_outcome outcome = read_vertices(z, r, count);
    if (outcome != NCZ_KEPT) {
        return outcome;
    }
    if ((flags & NCZ_FLAG_FILLED) != 0) {
        r->object->flags |= DRAWING_FILLED;
    }
    if ((flags & (NCZ_FLAG_SPLINE | NCZ_FLAG_SMOOTH)) != 0) {
        r->object->flags |= DRAWING_CURVE;
        z->curves++;
    }
    return (flags & NCZ_FLAG_CLOSED) == 0 || close_ring(z, r) ? NCZ_KEPT : NCZ_FAILED;
}
