/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One record of a NetCAD drawing while it is read. Kinds of objects stand in ncz_objects.c (what every drawing has) and
 * ncz_shapes.c (frames, and what is known at second hand). */
#ifndef IMPORT_NCZ_OBJECT_H
#define IMPORT_NCZ_OBJECT_H

#include <string.h>

#include "base/bytes.h"
#include "import/ncz.h"

#define NCZ_MOST_HEAD_BYTES 512u /* holds all of a record but vertices */

typedef struct ncz_record {
    const ncz_block *block;
    const uint8_t *head; /* the first bytes of the record, in the window: until vertices are read */
    size_t head_length;
    size_t gis; /* how far all behind the common part is moved */
    uint16_t layer;
    double east, north; /* first point */
    kbs_box box;
    bool has_layer;
    drawing_object *object; /* once it is added */
} ncz_record;

/* What a reader of a kind of objects answers. */
typedef enum ncz_outcome {
    NCZ_KEPT = 0,
    NCZ_REFUSED, /* a finding says why */
    NCZ_FAILED   /* drawing or file: no memory, a limit, a read */
} ncz_outcome;

static inline const uint8_t *ncz_field(const ncz_record *r, size_t at)
{
    return r->head + at + r->gis;
}

static inline float ncz_f32(const uint8_t *p)
{
    const uint32_t bits = base_get_le32(p);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline bool ncz_is_coordinate(double value)
{
    return value >= -NCZ_MOST_COORDINATE && value <= NCZ_MOST_COORDINATE;
}

/* Where the record stands, for findings. The key is its type, and its name once it is known. */
ncz_place ncz_record_place(ncz *z, const ncz_record *r, const char *field);
/* ncz.coordinate, with the value. */
ncz_outcome ncz_refuse_coordinate(ncz *z, const ncz_record *r, const char *field, double value);
/* Adds the object; its common fields are filled. */
bool ncz_add(ncz *z, ncz_record *r, drawing_type type);
/* The short string at `at` (moved by the insert) as the object's name; its room holds `room` bytes or ends with the record. */
bool ncz_name(ncz *z, ncz_record *r, size_t at, size_t room);
/* An angle in radians from 0 to a turn; 0 and a finding where it is no number. */
float ncz_angle(ncz *z, const ncz_record *r, double angle);
/* A height of letters or size of a symbol; 0 and a finding where it is no number. */
float ncz_size(ncz *z, const ncz_record *r, float value);

/* The record has at least these bytes (counted as in a record without the insert), else ncz.record-short. */
bool ncz_has(ncz *z, const ncz_record *r, size_t bytes);

ncz_outcome ncz_read_rectangle(ncz *z, ncz_record *r);
ncz_outcome ncz_read_sheet(ncz *z, ncz_record *r);
ncz_outcome ncz_read_circle(ncz *z, ncz_record *r);
ncz_outcome ncz_read_arc(ncz *z, ncz_record *r);
ncz_outcome ncz_read_contour(ncz *z, ncz_record *r);
ncz_outcome ncz_read_triangle(ncz *z, ncz_record *r);
ncz_outcome ncz_read_insert(ncz *z, ncz_record *r);
ncz_outcome ncz_read_polyline(ncz *z, ncz_record *r);

#endif
