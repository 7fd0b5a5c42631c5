/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Shapefiles byte by byte, for tests. It shares no code with the reader: first a sound shapefile is
 * built in memory, then bytes of it may be damaged, then it is written to the disk.
 *
 *     shp_build *b = shp_build_new(SHP_BUILD_POLYGON);
 *     shp_build_field(b, "PARSEL", 'N', 6);
 *     shp_build_square(b, 0, 0, 10);
 *     shp_build_end(b, "5");                    // one text a field: "5", or several: "5|ÇAY"
 *     shp_build_done(b);
 *     shp_build_put_le32(&b->shp, shp_build_content(b, 1) + 36, 99);   // number of parts
 *     shp_build_write(b, "parcels");            // parcels.shp, parcels.shx, parcels.dbf, …
 *     shp_build_free(b);
 *
 * Where memory is out or the disk is full the program ends: this is for tests. */
#ifndef TEST_SHP_BUILD_H
#define TEST_SHP_BUILD_H

#include <stddef.h>
#include <stdint.h>

enum {
    SHP_BUILD_NULL = 0,
    SHP_BUILD_POINT = 1,
    SHP_BUILD_LINE = 3,
    SHP_BUILD_POLYGON = 5,
    SHP_BUILD_MULTIPOINT = 8,
    SHP_BUILD_Z = 10, /* added to a type: heights (and measures) */
    SHP_BUILD_M = 20  /* added to a type: measures */
};

/* The bytes of one file. */
typedef struct shp_bytes {
    uint8_t *data;
    size_t length;
    size_t capacity;
} shp_bytes;

typedef struct shp_build {
    shp_bytes shp, shx, dbf;
    const char *prj, *cpg; /* NULL = none is written */
    uint32_t type;
    uint8_t language; /* byte 29 of the table */
    /* What follows is kept by the functions below. */
    size_t field_count;
    uint8_t field_widths[256];
    char field_types[256];
    uint32_t record_count;
    shp_bytes vertices; /* of the record that is being built, pairs of f64 */
    uint32_t part_starts[65536];
    uint32_t part_count;
} shp_build;

shp_build *shp_build_new(uint32_t type);
void shp_build_free(shp_build *build);

/* Fields first, before the first record. */
void shp_build_field(shp_build *build, const char *name, char type, uint8_t width);

/* The geometry of the next record: vertices in the order east, north, east, north, …; each call
 * begins a new part. No call at all: a null shape. */
void shp_build_part(shp_build *build, const double *east_north, size_t vertices);
/* A part of five vertices, clockwise: a shell. */
void shp_build_square(shp_build *build, double east, double north, double side);
/* Ends the record. `row` has the texts of its fields with '|' between them, cut at the width.
 * Numbers are set to the right, all else to the left. */
void shp_build_end(shp_build *build, const char *row);
/* Marks record `record` (from 1) as deleted in the table. */
void shp_build_delete(shp_build *build, uint32_t record);
/* After the last record: headers with lengths, counts and box, and the end mark of the table. */
void shp_build_done(shp_build *build);

/* Where things are, for damage; records and fields count from 1. */
size_t shp_build_entry(const shp_build *build, uint32_t record);   /* in .shx */
size_t shp_build_record(const shp_build *build, uint32_t record);  /* its header in .shp */
size_t shp_build_content(const shp_build *build, uint32_t record); /* its content in .shp */
size_t shp_build_row(const shp_build *build, uint32_t record);     /* its row in .dbf */
size_t shp_build_value(const shp_build *build, uint32_t record, size_t field);
size_t shp_build_field_at(size_t field); /* its description in .dbf */

/* Damage. Offsets beyond the file end the program. */
void shp_build_put(shp_bytes *bytes, size_t at, const void *what, size_t count);
void shp_build_put_u8(shp_bytes *bytes, size_t at, uint8_t value);
void shp_build_put_le16(shp_bytes *bytes, size_t at, uint16_t value);
void shp_build_put_le32(shp_bytes *bytes, size_t at, uint32_t value);
void shp_build_put_be32(shp_bytes *bytes, size_t at, uint32_t value);
void shp_build_put_f64(shp_bytes *bytes, size_t at, double value);
void shp_build_cut(shp_bytes *bytes, size_t length);
void shp_build_append(shp_bytes *bytes, const void *what, size_t count);
uint32_t shp_build_get_be32(const shp_bytes *bytes, size_t at);

/* Writes stem.shp, .shx and .dbf, and .prj and .cpg where they are given; a .prj or .cpg that is
 * not given is removed. */
void shp_build_write(const shp_build *build, const char *stem);
void shp_build_write_file(const char *path, const void *bytes, size_t count);
/* Removes the five files of a stem. */
void shp_build_remove(const char *stem);

#endif
