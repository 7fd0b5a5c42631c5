/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* WKB with curves. Each function reads what may stand at its place, so the nesting is as deep as
 * the functions. */
#include "import/ogr_wkb.h"

#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "import/arc.h"

enum {
    WKB_POINT = 1,
    WKB_LINE = 2,
    WKB_POLYGON = 3,
    WKB_MULTIPOINT = 4,
    WKB_MULTILINE = 5,
    WKB_MULTIPOLYGON = 6,
    WKB_COLLECTION = 7,
    WKB_CIRCULAR = 8,
    WKB_COMPOUND = 9,
    WKB_CURVE_POLYGON = 10,
    WKB_MULTICURVE = 11,
    WKB_MULTISURFACE = 12,
    WKB_POLYHEDRAL = 15,
    WKB_TIN = 16,
    WKB_TRIANGLE = 17
};

typedef struct reading {
    base_bytes bytes;
    geo_shape *shape;
    double chord_error;
    ogr_wkb_facts *facts;
    double first_height;
    bool has_first_height;
    ogr_wkb_outcome outcome; /* OGR_WKB_OK until something is wrong */
} reading;

/* Type and layout of one geometry. */
typedef struct header {
    uint32_t type;
    bool has_z;
    size_t numbers; /* of a vertex */
} header;

static bool stop(reading *r, ogr_wkb_outcome outcome)
{
    if (r->outcome == OGR_WKB_OK) {
        r->outcome = outcome;
    }
    return false;
}

static bool read_header(reading *r, header *h)
{
    uint8_t order = base_bytes_u8(&r->bytes);
    uint32_t type = base_bytes_le32(&r->bytes);
    if (r->bytes.short_read || order != 1 || type >= 4000) {
        return stop(r, OGR_WKB_DAMAGED);
    }
    h->type = type % 1000;
    h->has_z = type / 1000 == 1 || type / 1000 == 3;
    h->numbers = type / 1000 == 0 ? 2 : type / 1000 == 3 ? 4 : 3;
    return true;
}

/* A count of things of at least `size` bytes each. */
static bool read_count(reading *r, size_t size, uint32_t *count)
{
    *count = base_bytes_le32(&r->bytes);
    bool fits = !r->bytes.short_read && *count <= base_bytes_left(&r->bytes) / size;
    return fits || stop(r, OGR_WKB_DAMAGED);
}

static geo_vertex read_vertex(reading *r, const header *h)
{
    geo_vertex v;
    v.east = base_bytes_f64(&r->bytes);
    v.north = base_bytes_f64(&r->bytes);
    double third = h->numbers > 2 ? base_bytes_f64(&r->bytes) : 0;
    if (h->numbers == 4) {
        (void)base_bytes_f64(&r->bytes);
    }
    if (h->has_z) {
        r->facts->has_height = true;
        if (!r->has_first_height) {
            r->has_first_height = true;
            r->first_height = third;
        } else if (third != r->first_height) {
            r->facts->is_level = false;
        }
    }
    return v;
}

static bool add(reading *r, geo_vertex v)
{
    return geo_shape_add_vertex(r->shape, v.east, v.north) || stop(r, OGR_WKB_NO_MEMORY);
}

static bool end_ring(reading *r)
{
    return geo_shape_end_ring(r->shape) || stop(r, OGR_WKB_NO_MEMORY);
}

static bool end_part(reading *r)
{
    return geo_shape_end_part(r->shape) || stop(r, OGR_WKB_NO_MEMORY);
}

/* Vertices of a line or ring. `joined`: the first one repeats the last of the piece before. */
static bool read_vertices(reading *r, const header *h, bool joined)
{
    uint32_t count;
    bool going = read_count(r, h->numbers * 8, &count);
    for (uint32_t i = 0; going && i < count; i++) {
        geo_vertex v = read_vertex(r, h);
        going = (joined && i == 0) || add(r, v);
    }
    return going;
}

/* A circular string: arcs of three vertices, each beginning where the one before ends. */
static bool read_circular(reading *r, const header *h, bool joined)
{
    uint32_t count;
    if (!read_count(r, h->numbers * 8, &count)) {
        return false;
    }
    if (count == 0) {
        return true;
    }
    if (count < 3 || count % 2 == 0) {
        return stop(r, OGR_WKB_DAMAGED);
    }
    geo_vertex start = read_vertex(r, h);
    bool going = joined || add(r, start);
    for (uint32_t i = 1; going && i < count; i += 2) {
        geo_vertex middle = read_vertex(r, h);
        geo_vertex end = read_vertex(r, h);
        going = import_arc_append(r->shape, start, middle, end, r->chord_error) ||
                stop(r, OGR_WKB_NO_MEMORY);
        start = end;
        r->facts->arcs++;
    }
    return going;
}

/* The body of a line, circular string or compound curve, as vertices of the ring at hand. */
static bool read_curve(reading *r, const header *h)
{
    uint32_t count;
    if (h->type == WKB_LINE) {
        return read_vertices(r, h, false);
    }
    if (h->type == WKB_CIRCULAR) {
        return read_circular(r, h, false);
    }
    if (h->type != WKB_COMPOUND) {
        return stop(r, OGR_WKB_DAMAGED);
    }
    bool going = read_count(r, 9, &count);
    for (uint32_t i = 0; going && i < count; i++) {
        header piece;
        going = read_header(r, &piece);
        if (going && piece.type == WKB_LINE) {
            going = read_vertices(r, &piece, i > 0);
        } else if (going) {
            going = piece.type == WKB_CIRCULAR ? read_circular(r, &piece, i > 0)
                                               : stop(r, OGR_WKB_DAMAGED);
        }
    }
    return going;
}

static bool read_line(reading *r, const header *h)
{
    size_t before = r->shape->vertex_count;
    if (!read_curve(r, h)) {
        return false;
    }
    return r->shape->vertex_count == before || (end_ring(r) && end_part(r));
}

static bool read_area(reading *r, const header *h)
{
    uint32_t count;
    size_t before = r->shape->ring_count;
    bool going = read_count(r, h->type == WKB_POLYGON ? 4 : 9, &count);
    for (uint32_t i = 0; going && i < count; i++) {
        header ring;
        size_t vertices = r->shape->vertex_count;
        if (h->type == WKB_POLYGON) {
            going = read_vertices(r, h, false);
        } else {
            going = read_header(r, &ring) && read_curve(r, &ring);
        }
        going = going && (r->shape->vertex_count == vertices || end_ring(r));
    }
    return going && (r->shape->ring_count == before || end_part(r));
}

static bool read_point(reading *r, const header *h)
{
    geo_vertex v = read_vertex(r, h);
    if (r->bytes.short_read) {
        return stop(r, OGR_WKB_DAMAGED);
    }
    if (isnan(v.east) && isnan(v.north)) {
        return true; /* how WKB writes an empty point */
    }
    return add(r, v) && end_ring(r) && end_part(r);
}

/* The family of a type, told by its single geo_type; GEO_NONE when it is none that a shape can be.
 */
static geo_type family_of(uint32_t type)
{
    switch (type) {
    case WKB_POINT:
    case WKB_MULTIPOINT:
        return GEO_POINT;
    case WKB_LINE:
    case WKB_CIRCULAR:
    case WKB_COMPOUND:
    case WKB_MULTILINE:
    case WKB_MULTICURVE:
        return GEO_LINE;
    case WKB_POLYGON:
    case WKB_CURVE_POLYGON:
    case WKB_MULTIPOLYGON:
    case WKB_MULTISURFACE:
        return GEO_POLYGON;
    default:
        return GEO_NONE;
    }
}

static bool is_multi(uint32_t type)
{
    return type == WKB_MULTIPOINT || type == WKB_MULTILINE || type == WKB_MULTIPOLYGON ||
           type == WKB_MULTICURVE || type == WKB_MULTISURFACE;
}

static bool read_single(reading *r, const header *h)
{
    switch (family_of(h->type)) {
    case GEO_POINT:
        return read_point(r, h);
    case GEO_LINE:
        return read_line(r, h);
    case GEO_POLYGON:
        return read_area(r, h);
    case GEO_NONE:
    case GEO_MULTIPOINT:
    case GEO_MULTILINE:
    case GEO_MULTIPOLYGON:
        break;
    }
    return stop(r, OGR_WKB_DAMAGED);
}

/* A single or multi type, whose header was read. */
static bool read_simple(reading *r, const header *h)
{
    uint32_t count;
    if (!is_multi(h->type)) {
        return read_single(r, h);
    }
    bool going = read_count(r, 5, &count);
    for (uint32_t i = 0; going && i < count; i++) {
        header member;
        going = read_header(r, &member);
        if (going && (is_multi(member.type) || family_of(member.type) != family_of(h->type))) {
            return stop(r, OGR_WKB_DAMAGED);
        }
        going = going && read_single(r, &member);
    }
    return going;
}

static bool is_surface(uint32_t type)
{
    return type == WKB_POLYHEDRAL || type == WKB_TIN || type == WKB_TRIANGLE;
}

/* Members of a collection; *family is the one they have in common. */
static bool read_collection(reading *r, geo_type *family)
{
    uint32_t count;
    bool going = read_count(r, 5, &count);
    for (uint32_t i = 0; going && i < count; i++) {
        header member;
        if (!read_header(r, &member)) {
            return false;
        }
        if (member.type == WKB_COLLECTION || is_surface(member.type)) {
            return stop(r, member.type == WKB_COLLECTION ? OGR_WKB_NESTED : OGR_WKB_SURFACE);
        }
        geo_type its = family_of(member.type);
        if (*family != GEO_NONE && its != *family) {
            return stop(r, OGR_WKB_MIXED);
        }
        *family = its;
        going = read_simple(r, &member);
    }
    return going;
}

static geo_type multi_of(geo_type family)
{
    return family == GEO_POINT  ? GEO_MULTIPOINT
           : family == GEO_LINE ? GEO_MULTILINE
                                : GEO_MULTIPOLYGON;
}

ogr_wkb_outcome ogr_wkb_read(geo_shape *shape, const void *wkb, size_t length, double chord_error,
                             ogr_wkb_facts *facts)
{
    reading r = { .bytes = base_bytes_of(wkb, length),
                  .shape = shape,
                  .chord_error = chord_error,
                  .facts = facts };
    header h;
    *facts = (ogr_wkb_facts){ .is_level = true };
    geo_shape_clear(shape, GEO_NONE);
    if (!read_header(&r, &h)) {
        return r.outcome;
    }
    if (is_surface(h.type)) {
        return OGR_WKB_SURFACE;
    }
    geo_type family = family_of(h.type);
    bool done = h.type == WKB_COLLECTION ? read_collection(&r, &family) : read_simple(&r, &h);
    if (done && (r.bytes.short_read || base_bytes_left(&r.bytes) != 0)) {
        done = stop(&r, OGR_WKB_DAMAGED);
    }
    if (!done) {
        geo_shape_clear(shape, GEO_NONE);
        return r.outcome;
    }
    if (shape->part_count > 0) {
        shape->type = is_multi(h.type) || h.type == WKB_COLLECTION ? multi_of(family) : family;
    }
    return OGR_WKB_OK;
}
