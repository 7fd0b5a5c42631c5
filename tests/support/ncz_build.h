/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD drawings (NCZ) byte by byte, for tests. It shares no code with the reader: first a sound drawing is built in memory,
 * then bytes of it may be damaged, then it is written to the disk.
 *
 *     ncz_build *b = ncz_build_new();
 *     ncz_build_layers(b, "0|PARSEL|YAZI");
 *     ncz_build_mproj(b, 3, 1, 30);
 *     b->layer = 1;
 *     size_t at = ncz_build_polyline(b, "101/5", 1, vertices, 5);   // east, north, east, north, …
 *     ncz_build_done(b);
 *     ncz_build_put_u8(b, at + 7, 99);                              // its layer
 *     ncz_build_write(b, "drawing.ncz");
 *     ncz_build_free(b);
 *
 * Each function that adds a block returns its offset in the file. Texts are bytes of windows-1254. Where memory is out or the
 * disk is full the program ends: this is for tests. */
#ifndef TEST_NCZ_BUILD_H
#define TEST_NCZ_BUILD_H

#include <stddef.h>
#include <stdint.h>

#define NCZ_BUILD_HEADER 125u /* size of the first block: the offset of what follows */

typedef struct ncz_build {
    uint8_t *data;
    size_t length, capacity;
    /* Of the objects that are added next. */
    uint8_t layer, colour;
    uint8_t nested; /* byte 5: objects inside of other blocks have their type there */
    float height_m;
    const char *class_name, *key; /* one of them not NULL: kind 22 */
} ncz_build;

/* Begins with the file header and the block of the version. */
ncz_build *ncz_build_new(void);
/* The file header alone. */
ncz_build *ncz_build_new_bare(void);
void ncz_build_free(ncz_build *build);
/* Writes the size of the file into its header. */
void ncz_build_done(ncz_build *build);

/* Blocks. */
size_t ncz_build_block(ncz_build *build, uint8_t kind, const void *payload, size_t length);
size_t ncz_build_version(ncz_build *build, const char *version);
/* Names with '|' between them. The colour index of layer i is i. */
size_t ncz_build_layers(ncz_build *build, const char *names);
/* LEX.ST2: colours 0xRRGGBB. */
size_t ncz_build_styles(ncz_build *build, const uint32_t *colours, size_t count);
size_t ncz_build_mproj(ncz_build *build, uint8_t projection, uint8_t datum, uint32_t zone);
size_t ncz_build_named(ncz_build *build, const char *name, const void *data, size_t length);

/* Objects. */
size_t ncz_build_point(ncz_build *build, const char *name, double east, double north);
size_t ncz_build_line(ncz_build *build, double east, double north, double to_east, double to_north);
size_t ncz_build_polyline(ncz_build *build, const char *name, uint8_t flags,
                          const double *east_north, size_t vertices);
size_t ncz_build_circle(ncz_build *build, double east, double north, double radius_m);
/* Angles in radians or degrees, as they are; the box of the whole circle. */
size_t ncz_build_arc(ncz_build *build, double east, double north, double radius_m, double start,
                     double end);
size_t ncz_build_text(ncz_build *build, const char *text, double east, double north, float height_m,
                      float angle);
size_t ncz_build_symbol(ncz_build *build, uint8_t library, uint16_t number, double east,
                        double north, float size, float angle);
/* Opposite corners. */
size_t ncz_build_rectangle(ncz_build *build, const char *name, double east, double north,
                           double to_east, double to_north, float angle);
size_t ncz_build_sheet(ncz_build *build, const char *name, double east, double north,
                       double to_east, double to_north);
size_t ncz_build_triangle(ncz_build *build, const double *east_north);
/* The first vertex is the origin, the others are steps from it. */
size_t ncz_build_contour(ncz_build *build, const double *east_north, size_t vertices);
size_t ncz_build_insert(ncz_build *build, const char *name, double east, double north, float angle);
/* Any type: the common part at a place, then `length` bytes. */
size_t ncz_build_object(ncz_build *build, uint8_t type, double east, double north,
                        const void *payload, size_t length);
size_t ncz_build_deleted(ncz_build *build, double east, double north);
/* NetCAD 8: its length is 81 too small. */
size_t ncz_build_smart(ncz_build *build, double east, double north, size_t properties);

/* Damage. Offsets beyond the drawing end the program. */
void ncz_build_put(ncz_build *build, size_t at, const void *what, size_t count);
void ncz_build_put_u8(ncz_build *build, size_t at, uint8_t value);
void ncz_build_put_le32(ncz_build *build, size_t at, uint32_t value);
void ncz_build_put_f32(ncz_build *build, size_t at, float value);
void ncz_build_put_f64(ncz_build *build, size_t at, double value);
void ncz_build_append(ncz_build *build, const void *what, size_t count);

void ncz_build_write(const ncz_build *build, const char *path);

#endif
