/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Well-known binary: OGC's and ISO's form, and the flags that PostGIS and GDAL set for Z, M and SRID. Only the structure is
 * checked here; whether rings are closed and coordinates finite is asked by geo_shape_check, which names the place. */
#include <string.h>

#include "geo/wkb_cursor.h"

_Static_assert(sizeof(double) == 8 && sizeof(geo_vertex) == 16, "vertices are copied as they are");

/* ISO adds thousands, the older forms set high bits. */
#define EWKB_Z 0x80000000u
#define EWKB_M 0x40000000u
#define EWKB_SRID 0x20000000u

static bool host_is_big_endian(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 0;
}

uint32_t geo_wkb_u32(geo_wkb_cursor *cursor)
{
    return cursor->big_endian ? base_bytes_be32(&cursor->bytes) : base_bytes_le32(&cursor->bytes);
}

bool geo_wkb_count(geo_wkb_cursor *cursor, size_t smallest, uint32_t *count)
{
    *count = geo_wkb_u32(cursor);
    return !cursor->bytes.short_read && *count <= base_bytes_left(&cursor->bytes) / smallest;
}

static double turned(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = (bits & 0x00000000ffffffffu) << 32 | bits >> 32;
    bits = (bits & 0x0000ffff0000ffffu) << 16 | (bits >> 16 & 0x0000ffff0000ffffu);
    bits = (bits & 0x00ff00ff00ff00ffu) << 8 | (bits >> 8 & 0x00ff00ff00ff00ffu);
    memcpy(&value, &bits, sizeof value);
    return value;
}

geo_blob_defect geo_wkb_vertices(geo_wkb_cursor *cursor, size_t count, geo_shape *shape)
{
    size_t stride = cursor->dimensions * sizeof(double);
    if (count == 0) {
        return GEO_BLOB_OK;
    }
    const uint8_t *from = base_bytes_take(&cursor->bytes, count * stride);
    if (from == NULL) {
        return GEO_BLOB_TOO_SHORT;
    }
    if (shape->vertex_count + count > GEO_MOST_VERTICES) {
        return GEO_BLOB_BAD_COUNT;
    }
    geo_vertex *to = geo_shape_extend(shape, count);
    if (to == NULL) {
        return GEO_BLOB_NO_MEMORY;
    }
    if (stride == sizeof *to) {
        memcpy(to, from, count * sizeof *to);
    } else {
        for (size_t i = 0; i < count; i++) {
            memcpy(&to[i], from + i * stride, sizeof *to);
        }
    }
    if (cursor->big_endian != host_is_big_endian()) {
        for (size_t i = 0; i < count; i++) {
            to[i] = (geo_vertex){ turned(to[i].east), turned(to[i].north) };
        }
    }
    return GEO_BLOB_OK;
}

void geo_wkb_box(geo_wkb_cursor *cursor, kbs_box *box)
{
    double corner[4] = { 0, 0, -1, -1 };
    const uint8_t *from = base_bytes_take(&cursor->bytes, sizeof corner);
    if (from != NULL) {
        memcpy(corner, from, sizeof corner);
        for (int i = 0; i < 4 && cursor->big_endian != host_is_big_endian(); i++) {
            corner[i] = turned(corner[i]);
        }
    }
    *box = (kbs_box){ corner[0], corner[1], corner[2], corner[3] };
}

/* One counted run of vertices as a ring. */
static geo_blob_defect counted_ring(geo_wkb_cursor *cursor, uint32_t fewest, geo_shape *shape)
{
    uint32_t count;
    if (!geo_wkb_count(cursor, cursor->dimensions * sizeof(double), &count) || count < fewest) {
        return GEO_BLOB_BAD_COUNT;
    }
    geo_blob_defect defect = geo_wkb_vertices(cursor, count, shape);
    if (defect != GEO_BLOB_OK) {
        return defect;
    }
    if (shape->ring_count == GEO_MOST_RINGS) {
        return GEO_BLOB_BAD_COUNT;
    }
    return geo_shape_end_ring(shape) ? GEO_BLOB_OK : GEO_BLOB_NO_MEMORY;
}

geo_blob_defect geo_wkb_simple_body(geo_wkb_cursor *cursor, geo_type type, bool strict,
                                    geo_shape *shape)
{
    geo_blob_defect defect = GEO_BLOB_OK;
    uint32_t rings = 1;
    if (type == GEO_POINT) {
        defect = geo_wkb_vertices(cursor, 1, shape);
        if (defect == GEO_BLOB_OK && !geo_shape_end_ring(shape)) {
            defect = GEO_BLOB_NO_MEMORY;
        }
    } else if (type == GEO_LINE) {
        defect = counted_ring(cursor, strict ? 2 : 0, shape);
    } else {
        if (!geo_wkb_count(cursor, sizeof(uint32_t), &rings) || (strict && rings == 0)) {
            return GEO_BLOB_BAD_COUNT;
        }
        for (uint32_t i = 0; i < rings && defect == GEO_BLOB_OK; i++) {
            defect = counted_ring(cursor, strict ? 4 : 0, shape);
        }
    }
    if (defect != GEO_BLOB_OK || rings == 0) {
        return defect; /* a polygon without rings is no part */
    }
    return geo_shape_end_part(shape) ? GEO_BLOB_OK : GEO_BLOB_NO_MEMORY;
}

geo_type geo_wkb_part_type(geo_type type)
{
    switch (type) {
    case GEO_MULTIPOINT:
        return GEO_POINT;
    case GEO_MULTILINE:
        return GEO_LINE;
    case GEO_MULTIPOLYGON:
        return GEO_POLYGON;
    case GEO_NONE:
    case GEO_POINT:
    case GEO_LINE:
    case GEO_POLYGON:
        break;
    }
    return type;
}

/* ---- reading ---- */

typedef struct wkb_head {
    geo_type type;
    bool has_z_or_m;
} wkb_head;

/* Byte order, class, dimensions; sets the cursor to them. */
static geo_blob_defect read_head(geo_wkb_cursor *cursor, wkb_head *head)
{
    uint8_t order = base_bytes_u8(&cursor->bytes);
    if (cursor->bytes.short_read) {
        return GEO_BLOB_TOO_SHORT;
    }
    if (order > 1) {
        return GEO_BLOB_BAD_MARK;
    }
    cursor->big_endian = order == 0;
    uint32_t class = geo_wkb_u32(cursor);
    uint32_t flags = class & (EWKB_Z | EWKB_M | EWKB_SRID);
    class &= ~flags;
    if ((flags & EWKB_SRID) != 0) {
        base_bytes_skip(&cursor->bytes, 4);
    }
    if (cursor->bytes.short_read) {
        return GEO_BLOB_TOO_SHORT;
    }
    uint32_t iso = class / 1000; /* 1 Z, 2 M, 3 both */
    uint32_t type = class % 1000;
    if (iso > 3 || type < GEO_POINT || type > GEO_MULTIPOLYGON) {
        return GEO_BLOB_BAD_CLASS;
    }
    size_t z = (flags & EWKB_Z) != 0 || (iso & 1u) != 0;
    size_t m = (flags & EWKB_M) != 0 || (iso & 2u) != 0;
    cursor->dimensions = 2 + z + m;
    head->type = (geo_type)type;
    head->has_z_or_m = z + m > 0;
    return GEO_BLOB_OK;
}

static geo_blob_defect read_parts(geo_wkb_cursor *cursor, geo_type type, geo_shape *shape,
                                  bool *dropped)
{
    uint32_t count;
    if (!geo_wkb_count(cursor, 9, &count)) { /* byte order, class and a count at least */
        return GEO_BLOB_BAD_COUNT;
    }
    for (uint32_t i = 0; i < count; i++) {
        wkb_head part;
        geo_blob_defect defect = read_head(cursor, &part);
        if (defect != GEO_BLOB_OK) {
            return defect;
        }
        if (part.type != geo_wkb_part_type(type)) {
            return GEO_BLOB_BAD_CLASS;
        }
        *dropped = *dropped || part.has_z_or_m;
        defect = geo_wkb_simple_body(cursor, part.type, false, shape);
        if (defect != GEO_BLOB_OK) {
            return defect;
        }
    }
    return GEO_BLOB_OK;
}

geo_blob_defect geo_wkb_decode(geo_shape *shape, const void *wkb, size_t length, bool *dropped_z)
{
    geo_wkb_cursor cursor = { .bytes = base_bytes_of(wkb, length), .dimensions = 2 };
    wkb_head head = { GEO_NONE, false };
    geo_shape_clear(shape, GEO_NONE);
    geo_blob_defect defect = read_head(&cursor, &head);
    bool dropped = head.has_z_or_m;
    if (defect == GEO_BLOB_OK) {
        shape->type = head.type;
        defect = head.type == geo_wkb_part_type(head.type)
                     ? geo_wkb_simple_body(&cursor, head.type, false, shape)
                     : read_parts(&cursor, head.type, shape, &dropped);
    }
    if (defect == GEO_BLOB_OK && base_bytes_left(&cursor.bytes) != 0) {
        defect = GEO_BLOB_TRAILING;
    }
    if (defect != GEO_BLOB_OK) {
        geo_shape_clear(shape, GEO_NONE);
    }
    if (dropped_z != NULL) {
        *dropped_z = dropped;
    }
    return defect;
}

/* ---- writing ---- */

uint8_t *geo_wkb_write_u32(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
    return at + 4;
}

uint8_t *geo_wkb_write_vertices(uint8_t *at, const geo_vertex *vertices, size_t count)
{
    if (count == 0) {
        return at;
    }
    if (!host_is_big_endian()) {
        memcpy(at, vertices, count * sizeof *vertices);
    } else {
        for (size_t i = 0; i < count; i++) {
            geo_vertex v = { turned(vertices[i].east), turned(vertices[i].north) };
            memcpy(at + i * sizeof v, &v, sizeof v);
        }
    }
    return at + count * sizeof *vertices;
}

size_t geo_wkb_part_size(const geo_shape *shape, size_t part)
{
    size_t first, end;
    geo_shape_part(shape, part, &first, &end);
    geo_type type = geo_wkb_part_type(shape->type);
    size_t before = first == 0 ? 0 : shape->ring_end[first - 1];
    size_t vertices = end == first ? 0 : shape->ring_end[end - 1] - before;
    size_t counts = type == GEO_POINT ? 0 : type == GEO_LINE ? 1 : 1 + (end - first);
    return vertices * sizeof(geo_vertex) + counts * sizeof(uint32_t);
}

uint8_t *geo_wkb_write_part(uint8_t *at, const geo_shape *shape, size_t part)
{
    size_t first, end;
    geo_shape_part(shape, part, &first, &end);
    geo_type type = geo_wkb_part_type(shape->type);
    if (type == GEO_POLYGON) {
        at = geo_wkb_write_u32(at, (uint32_t)(end - first));
    }
    for (size_t ring = first; ring < end; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        if (type != GEO_POINT) {
            at = geo_wkb_write_u32(at, (uint32_t)count);
        }
        at = geo_wkb_write_vertices(at, v, count);
    }
    return at;
}

/* A point without a vertex is written as two NaN, which is how empty points are told in WKB. */
static void encode_empty_point(base_buffer *out)
{
    static const uint8_t head[5] = { 1, GEO_POINT };
    static const uint8_t nan_bytes[8] = { 0, 0, 0, 0, 0, 0, 0xf8, 0x7f };
    base_buffer_add(out, head, sizeof head);
    base_buffer_add(out, nan_bytes, sizeof nan_bytes);
    base_buffer_add(out, nan_bytes, sizeof nan_bytes);
}

void geo_wkb_encode(base_buffer *out, const geo_shape *shape)
{
    geo_type part_type = geo_wkb_part_type(shape->type);
    bool multi = part_type != shape->type;
    if (shape->type == GEO_POINT && shape->part_count == 0) {
        encode_empty_point(out);
        return;
    }
    size_t size = 5 + (multi || shape->part_count == 0 ? 4u : 0u);
    for (size_t part = 0; part < shape->part_count; part++) {
        size += geo_wkb_part_size(shape, part) + (multi ? 5 : 0);
    }
    uint8_t *at = base_buffer_extend(out, size);
    if (at == NULL) {
        return;
    }
    *at++ = 1;
    at = geo_wkb_write_u32(at, (uint32_t)shape->type);
    if (multi || shape->part_count == 0) {
        at = geo_wkb_write_u32(at, (uint32_t)shape->part_count);
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        if (multi) {
            *at++ = 1;
            at = geo_wkb_write_u32(at, (uint32_t)part_type);
        }
        at = geo_wkb_write_part(at, shape, part);
    }
}
