/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes a shapefile: .shp, .shx, .dbf, .prj, .cpg. One record at a time, little memory. */
#ifndef CITY_SHAPEFILE_WRITER_H
#define CITY_SHAPEFILE_WRITER_H

#include "bend.h"
#include "text_encoding.h"

enum shapefile_type { SHAPEFILE_POINT = 1, SHAPEFILE_LINE = 3, SHAPEFILE_POLYGON = 5 };

struct shapefile_field {
    const char *name; /* at most 10 letters, ASCII */
    char type;        /* C text, N number, D date as YYYYMMDD */
    int width, decimals;
};

struct shapefile;

struct shapefile *shapefile_create(const char *folder, const char *name, enum shapefile_type type,
                                   const struct shapefile_field *fields, int field_count,
                                   enum encoding encoding);
void shapefile_close(struct shapefile *s);

/* The geometry of the next record. Rings are counter-clockwise and not closed, the outer one
 * first; they are written as the format wants them. */
void shapefile_add_point(struct shapefile *s, struct ground p);
void shapefile_add_line(struct shapefile *s, const struct ground *points, int count);
void shapefile_add_polygon(struct shapefile *s, const struct ground *points, const int *counts,
                           int rings);

/* Then its fields, in their order. */
void shapefile_text(struct shapefile *s, const char *value);
void shapefile_number(struct shapefile *s, double value);
void shapefile_empty(struct shapefile *s);

#endif
