/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* SpatiaLite's geometry BLOB. Layout: 00, byte order (1 little, 0 big), SRID i32, box as four f64 (east min, north min, east
 * max, north max), 7C, class u32, body, FE. A part of a multi kind is 69, its own class, its body. All counts are compared
 * with the bytes left before anything is allocated. Classes with Z (+1 000), M, both, compressed (+1 000 000) and mixed
 * collections (7) are refused: libkbs does not write them. */
#include <math.h>

#include "geo/wkb_cursor.h"

enum {
    MARK_START = 0x00,
    MARK_BOX = 0x7C,
    MARK_PART = 0x69,
    MARK_END = 0xFE,
    HEAD_BYTES = 43,                  /* up to and with the class */
    FEWEST_BYTES = HEAD_BYTES + 4 + 1 /* a count and the last mark */
};

const char *geo_blob_defect_name(geo_blob_defect defect)
{
    switch (defect) {
    case GEO_BLOB_OK:
        return "ok";
    case GEO_BLOB_TOO_SHORT:
        return "too short";
    case GEO_BLOB_BAD_MARK:
        return "bad mark";
    case GEO_BLOB_BAD_SRID:
        return "wrong SRID";
    case GEO_BLOB_BAD_CLASS:
        return "unknown class";
    case GEO_BLOB_BAD_COUNT:
        return "impossible count";
    case GEO_BLOB_TRAILING:
        return "bytes after the end";
    case GEO_BLOB_NOT_FINITE:
        return "coordinate is not finite";
    case GEO_BLOB_BAD_BOX:
        return "wrong box";
    case GEO_BLOB_OPEN_RING:
        return "open ring";
    case GEO_BLOB_NO_MEMORY:
        return "no memory";
    }
    return "unknown";
}

/* The part before the body. */
typedef struct blob_head {
    int32_t srid;
    kbs_box box;
    uint32_t class;
} blob_head;

/* Reads the head and leaves the cursor at the body, without the last mark. */
static geo_blob_defect read_head(const void *blob, size_t length, geo_wkb_cursor *cursor,
                                 blob_head *head)
{
    const uint8_t *bytes = blob;
    if (length < FEWEST_BYTES) {
        return GEO_BLOB_TOO_SHORT;
    }
    if (bytes[0] != MARK_START || bytes[1] > 1 || bytes[38] != MARK_BOX ||
        bytes[length - 1] != MARK_END) {
        return GEO_BLOB_BAD_MARK;
    }
    *cursor = (geo_wkb_cursor){ .bytes = base_bytes_of(bytes, length - 1),
                                .big_endian = bytes[1] == 0,
                                .dimensions = 2 };
    base_bytes_skip(&cursor->bytes, 2);
    head->srid = (int32_t)geo_wkb_u32(cursor);
    geo_wkb_box(cursor, &head->box);
    base_bytes_skip(&cursor->bytes, 1);
    head->class = geo_wkb_u32(cursor);
    return GEO_BLOB_OK;
}

static geo_blob_defect read_parts(geo_wkb_cursor *cursor, geo_type part_type, geo_shape *shape)
{
    uint32_t count;
    if (!geo_wkb_count(cursor, 9, &count) || count == 0) { /* mark, class and a count at least */
        return GEO_BLOB_BAD_COUNT;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint8_t mark = base_bytes_u8(&cursor->bytes);
        uint32_t class = geo_wkb_u32(cursor);
        if (cursor->bytes.short_read) {
            return GEO_BLOB_TOO_SHORT;
        }
        if (mark != MARK_PART) {
            return GEO_BLOB_BAD_MARK;
        }
        if (class != (uint32_t)part_type) {
            return GEO_BLOB_BAD_CLASS;
        }
        geo_blob_defect defect = geo_wkb_simple_body(cursor, part_type, true, shape);
        if (defect != GEO_BLOB_OK) {
            return defect;
        }
    }
    return GEO_BLOB_OK;
}

/* What the bytes say against what a geometry must be. */
static geo_blob_defect check_vertices(const geo_shape *shape, kbs_box stated)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        if (!isfinite(shape->vertices[i].east) || !isfinite(shape->vertices[i].north)) {
            return GEO_BLOB_NOT_FINITE;
        }
    }
    kbs_box box = geo_shape_box(shape);
    if (box.east_min != stated.east_min || box.north_min != stated.north_min ||
        box.east_max != stated.east_max || box.north_max != stated.north_max) {
        return GEO_BLOB_BAD_BOX;
    }
    if (geo_type_is_area(shape->type)) {
        for (size_t ring = 0; ring < shape->ring_count; ring++) {
            size_t count;
            const geo_vertex *v = geo_shape_ring(shape, ring, &count);
            if (v[0].east != v[count - 1].east || v[0].north != v[count - 1].north) {
                return GEO_BLOB_OPEN_RING;
            }
        }
    }
    return GEO_BLOB_OK;
}

static geo_blob_defect decode(geo_shape *shape, const void *blob, size_t length, int32_t srid)
{
    geo_wkb_cursor cursor;
    blob_head head;
    geo_blob_defect defect = read_head(blob, length, &cursor, &head);
    if (defect != GEO_BLOB_OK) {
        return defect;
    }
    if (srid >= 0 && head.srid != srid) {
        return GEO_BLOB_BAD_SRID;
    }
    if (head.class < GEO_POINT || head.class > GEO_MULTIPOLYGON) {
        return GEO_BLOB_BAD_CLASS;
    }
    shape->type = (geo_type)head.class;
    geo_type part_type = geo_wkb_part_type(shape->type);
    defect = part_type == shape->type ? geo_wkb_simple_body(&cursor, part_type, true, shape)
                                      : read_parts(&cursor, part_type, shape);
    if (defect != GEO_BLOB_OK) {
        return defect;
    }
    if (base_bytes_left(&cursor.bytes) != 0) {
        return GEO_BLOB_TRAILING;
    }
    return check_vertices(shape, head.box);
}

geo_blob_defect geo_blob_decode(geo_shape *shape, const void *blob, size_t length, int32_t srid)
{
    geo_shape_clear(shape, GEO_NONE);
    geo_blob_defect defect = decode(shape, blob, length, srid);
    if (defect != GEO_BLOB_OK) {
        geo_shape_clear(shape, GEO_NONE);
    }
    return defect;
}

geo_blob_defect geo_blob_box(const void *blob, size_t length, kbs_box *box)
{
    geo_wkb_cursor cursor;
    blob_head head;
    *box = geo_box_empty();
    geo_blob_defect defect = read_head(blob, length, &cursor, &head);
    if (defect != GEO_BLOB_OK) {
        return defect;
    }
    if (geo_box_is_empty(head.box) || !isfinite(head.box.east_min) ||
        !isfinite(head.box.east_max) || !isfinite(head.box.north_min) ||
        !isfinite(head.box.north_max)) {
        return GEO_BLOB_BAD_BOX;
    }
    *box = head.box;
    return GEO_BLOB_OK;
}

void geo_blob_encode(base_buffer *out, const geo_shape *shape, int32_t srid, bool as_multi)
{
    geo_type part_type = geo_wkb_part_type(shape->type);
    bool multi =
        part_type != shape->type || shape->part_count != 1 || (as_multi && part_type != GEO_POINT);
    if (shape->type == GEO_NONE || shape->vertex_count == 0) {
        out->failed = true;
        return;
    }
    size_t size = HEAD_BYTES + 1 + (multi ? 4u : 0u);
    for (size_t part = 0; part < shape->part_count; part++) {
        size += geo_wkb_part_size(shape, part) + (multi ? 5u : 0u);
    }
    uint8_t *at = base_buffer_extend(out, size);
    if (at == NULL) {
        return;
    }
    kbs_box box = geo_shape_box(shape);
    const geo_vertex corners[2] = { { box.east_min, box.north_min },
                                    { box.east_max, box.north_max } };
    *at++ = MARK_START;
    *at++ = 1;
    at = geo_wkb_write_u32(at, (uint32_t)srid);
    at = geo_wkb_write_vertices(at, corners, 2);
    *at++ = MARK_BOX;
    at = geo_wkb_write_u32(at, (uint32_t)part_type + (multi ? 3u : 0u));
    if (multi) {
        at = geo_wkb_write_u32(at, (uint32_t)shape->part_count);
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        if (multi) {
            *at++ = MARK_PART;
            at = geo_wkb_write_u32(at, (uint32_t)part_type);
        }
        at = geo_wkb_write_part(at, shape, part);
    }
    *at = MARK_END;
}
