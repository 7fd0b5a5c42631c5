/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading and writing the numbers and bodies that WKB and SpatiaLite's BLOB share. Only blob.c and wkb.c include it. */
#ifndef GEO_WKB_CURSOR_H
#define GEO_WKB_CURSOR_H

#include "base/bytes.h"
#include "geo/blob.h"

/* A cursor that knows whether the numbers have to be turned around. */
typedef struct geo_wkb_cursor {
    base_bytes bytes;
    bool big_endian;
    size_t dimensions; /* doubles per vertex: 2..4; only the first two are kept */
} geo_wkb_cursor;

uint32_t geo_wkb_u32(geo_wkb_cursor *cursor);
/* A count of things of at least `smallest` bytes, which the bytes left can hold; false when they cannot. */
bool geo_wkb_count(geo_wkb_cursor *cursor, size_t smallest, uint32_t *count);
/* Four doubles: east min, north min, east max, north max; an empty box when they are not there. */
void geo_wkb_box(geo_wkb_cursor *cursor, kbs_box *box);
/* `count` vertices into the ring being built; the caller checked the count. */
geo_blob_defect geo_wkb_vertices(geo_wkb_cursor *cursor, size_t count, geo_shape *shape);
/* The body of a point, line or polygon as one part; when `strict`, lines of fewer than 2 and
 * rings of fewer than 4 vertices are BAD_COUNT. */
geo_blob_defect geo_wkb_simple_body(geo_wkb_cursor *cursor, geo_type type, bool strict,
                                    geo_shape *shape);

/* Class of the parts: polygon for multipolygon, …; a simple type is its own. */
geo_type geo_wkb_part_type(geo_type type);
/* Bytes of the body of part i, and its writing; returns the place behind it. */
size_t geo_wkb_part_size(const geo_shape *shape, size_t part);
uint8_t *geo_wkb_write_part(uint8_t *at, const geo_shape *shape, size_t part);
uint8_t *geo_wkb_write_u32(uint8_t *at, uint32_t value);
uint8_t *geo_wkb_write_vertices(uint8_t *at, const geo_vertex *vertices, size_t count);

#endif
