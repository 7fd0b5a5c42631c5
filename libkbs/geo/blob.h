/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* SpatiaLite's geometry BLOB, decoded and encoded by ourselves: SpatiaLite's own functions crash on damaged ones. Two-dimensional,
 * little endian on the way out, both byte orders on the way in; Z and M are refused (we never write them). */
#ifndef GEO_BLOB_H
#define GEO_BLOB_H

#include "base/buffer.h"
#include "geo/shape.h"

typedef enum geo_blob_defect {
    GEO_BLOB_OK = 0,
    GEO_BLOB_TOO_SHORT,
    GEO_BLOB_BAD_MARK,  /* first, 38th or last byte */
    GEO_BLOB_BAD_SRID,  /* not the expected one */
    GEO_BLOB_BAD_CLASS, /* unknown, with Z or M, compressed, or not the expected type */
    GEO_BLOB_BAD_COUNT, /* a count that the bytes left cannot hold, 0, a line below 2 or a ring below 4 vertices */
    GEO_BLOB_TRAILING, /* bytes between the last vertex and the last byte */
    GEO_BLOB_NOT_FINITE,
    GEO_BLOB_BAD_BOX, /* not the box of the vertices */
    GEO_BLOB_OPEN_RING,
    GEO_BLOB_NO_MEMORY
} geo_blob_defect;

const char *geo_blob_defect_name(geo_blob_defect defect);
/* Decodes into a shape that is reused. srid < 0: any. */
geo_blob_defect geo_blob_decode(geo_shape *shape, const void *blob, size_t length, int32_t srid);
/* Only the box that the BLOB states (its marks and length are checked). */
geo_blob_defect geo_blob_box(const void *blob, size_t length, kbs_box *box);
/* Appends the BLOB. `as_multi`: polygons and lines are written as multi types of one part. out->failed tells of
 * memory, and of a shape without vertices, which has no BLOB. */
void geo_blob_encode(base_buffer *out, const geo_shape *shape, int32_t srid, bool as_multi);
/* WKB (little endian, ISO) for GEOS, GDAL and callers. */
void geo_wkb_encode(base_buffer *out, const geo_shape *shape);
/* From WKB, both byte orders; Z and M are dropped (*dropped_z says so, may be NULL); curves and collections are refused as BAD_CLASS.
 * Empty geometries, open rings and numbers that are not finite pass: geo_shape_check finds them and says where. */
geo_blob_defect geo_wkb_decode(geo_shape *shape, const void *wkb, size_t length, bool *dropped_z);

#endif
