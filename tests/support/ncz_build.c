/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Builds NetCAD drawings for tests. */
#include "ncz_build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void end_when(int bad, const char *why)
{
    if (bad) {
        fprintf(stderr, "ncz_build: %s\n", why);
        abort();
    }
}

void ncz_build_append(ncz_build *b, const void *what, size_t count)
{
    if (b->length + count > b->capacity) {
        b->capacity = 2 * (b->length + count) + 256;
        b->data = realloc(b->data, b->capacity);
        end_when(b->data == NULL, "no memory");
    }
    if (what == NULL) {
        memset(b->data + b->length, 0, count);
    } else if (count > 0) {
        memcpy(b->data + b->length, what, count);
    }
    b->length += count;
}

void ncz_build_put(ncz_build *b, size_t at, const void *what, size_t count)
{
    end_when(at > b->length || count > b->length - at, "beyond the drawing");
    memcpy(b->data + at, what, count);
}

void ncz_build_put_u8(ncz_build *b, size_t at, uint8_t value)
{
    ncz_build_put(b, at, &value, 1);
}

static void put_little(ncz_build *b, size_t at, uint64_t value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ncz_build_put_u8(b, at + i, (uint8_t)(value >> (8 * i)));
    }
}

void ncz_build_put_le32(ncz_build *b, size_t at, uint32_t value)
{
    put_little(b, at, value, 4);
}

void ncz_build_put_f32(ncz_build *b, size_t at, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_little(b, at, bits, 4);
}

void ncz_build_put_f64(ncz_build *b, size_t at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_little(b, at, bits, 8);
}

/* A length byte, and the text in a room whose rest holds garbage, as NetCAD leaves it. */
static void put_short(ncz_build *b, size_t at, const char *text, size_t room)
{
    size_t length = strlen(text);
    end_when(length > room, "text too long");
    ncz_build_put_u8(b, at, (uint8_t)length);
    for (size_t i = length; i < room; i++) {
        ncz_build_put_u8(b, at + 1 + i, (uint8_t)(0xA0 + i));
    }
    ncz_build_put(b, at + 1, text, length);
}

size_t ncz_build_block(ncz_build *b, uint8_t kind, const void *payload, size_t length)
{
    size_t at = b->length;
    ncz_build_append(b, &kind, 1);
    ncz_build_append(b, NULL, 4);
    ncz_build_put_le32(b, at + 1, (uint32_t)length);
    ncz_build_append(b, payload, length);
    return at;
}

ncz_build *ncz_build_new_bare(void)
{
    ncz_build *b = calloc(1, sizeof *b);
    uint8_t payload[120];
    end_when(b == NULL, "no memory");
    memset(payload, 0xFF, sizeof payload);
    (void)ncz_build_block(b, 1, payload, sizeof payload);
    return b;
}

ncz_build *ncz_build_new(void)
{
    ncz_build *b = ncz_build_new_bare();
    (void)ncz_build_version(b, "5.2.0.1035");
    return b;
}

void ncz_build_free(ncz_build *b)
{
    if (b != NULL) {
        free(b->data);
        free(b);
    }
}

void ncz_build_done(ncz_build *b)
{
    ncz_build_put_le32(b, 5, (uint32_t)b->length);
}

size_t ncz_build_version(ncz_build *b, const char *version)
{
    size_t at = ncz_build_block(b, 25, NULL, strlen(version) + 1);
    put_short(b, at + 5, version, strlen(version));
    return at;
}

size_t ncz_build_layers(ncz_build *b, const char *names)
{
    static const uint8_t head[11] = { 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1 };
    size_t at = ncz_build_block(b, 6, NULL, 13), count = 0;
    ncz_build_put(b, at + 5, head, sizeof head);
    while (names != NULL) {
        char name[64];
        const char *bar = strchr(names, '|');
        size_t length = bar == NULL ? strlen(names) : (size_t)(bar - names);
        end_when(length >= sizeof name, "layer name too long");
        memcpy(name, names, length);
        name[length] = '\0';
        ncz_build_append(b, NULL, 29);
        size_t item = at + 18 + 29 * count;
        ncz_build_put_u8(b, item, 0xFD);
        put_short(b, item + 4, name, 20);
        ncz_build_put_u8(b, item + 25, (uint8_t)count);
        ncz_build_put_u8(b, item + 27, 1);
        count++;
        names = bar == NULL ? NULL : bar + 1;
    }
    put_little(b, at + 16, count, 2);
    ncz_build_put_le32(b, at + 1, (uint32_t)(13 + 29 * count));
    return at;
}

size_t ncz_build_named(ncz_build *b, const char *name, const void *data, size_t length)
{
    size_t at = ncz_build_block(b, 28, NULL, 11);
    put_short(b, at + 5, name, 10);
    ncz_build_append(b, data, length);
    ncz_build_put_le32(b, at + 1, (uint32_t)(11 + length));
    return at;
}

size_t ncz_build_styles(ncz_build *b, const uint32_t *colours, size_t count)
{
    size_t at = ncz_build_named(b, "LEX.ST2", NULL, 8 + 256 * (count + 1));
    ncz_build_put_le32(b, at + 16, 100);
    ncz_build_put_le32(b, at + 20, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 3; k++) {
            ncz_build_put_u8(b, at + 79 + 256 * i + k, (uint8_t)(colours[i] >> (16 - 8 * k)));
        }
    }
    return at;
}

size_t ncz_build_mproj(ncz_build *b, uint8_t projection, uint8_t datum, uint32_t zone)
{
    size_t at = ncz_build_named(b, "MPROJ", NULL, 137);
    int is_ed50 = datum == 4 || datum == 254;
    ncz_build_put_u8(b, at + 16, projection);
    ncz_build_put_u8(b, at + 17, datum);
    ncz_build_put_le32(b, at + 21, zone);
    ncz_build_put_f64(b, at + 25, is_ed50 ? 6378388.0 : 6378137.0);
    ncz_build_put_f64(b, at + 33, is_ed50 ? 6356911.946 : 6356752.314);
    return at;
}

/* --- objects --- */

static void put_box(ncz_build *b, size_t at, double east, double north, double to_east,
                    double to_north)
{
    ncz_build_put_f64(b, at + 50, fmin(north, to_north));
    ncz_build_put_f64(b, at + 58, fmin(east, to_east));
    ncz_build_put_f64(b, at + 66, fmax(north, to_north));
    ncz_build_put_f64(b, at + 74, fmax(east, to_east));
}

static size_t begin(ncz_build *b, uint8_t type, double east, double north, size_t length)
{
    int gis = b->class_name != NULL || b->key != NULL;
    size_t insert = gis ? 28 : 0;
    size_t at = ncz_build_block(b, gis ? 22 : 21, NULL, 81 + insert + length);
    ncz_build_put_u8(b, at + 5, b->nested);
    ncz_build_put_u8(b, at + 6, type);
    ncz_build_put_u8(b, at + 7, b->layer);
    ncz_build_put_f64(b, at + 8, north);
    ncz_build_put_f64(b, at + 16, east);
    ncz_build_put_f32(b, at + 24, b->height_m);
    ncz_build_put_u8(b, at + 35, b->layer);
    ncz_build_put_u8(b, at + 37, b->colour);
    put_box(b, at, east, north, east, north);
    if (gis) {
        put_short(b, at + 86, b->class_name == NULL ? "" : b->class_name, 10);
        put_short(b, at + 97, b->key == NULL ? "" : b->key, 16);
    }
    return at;
}

/* Where the fields behind the common part begin, as if there were no insert. */
static size_t fields(const ncz_build *b, size_t at)
{
    return b->data[at] == 22 ? at + 28 : at;
}

size_t ncz_build_object(ncz_build *b, uint8_t type, double east, double north, const void *payload,
                        size_t length)
{
    size_t at = begin(b, type, east, north, length);
    if (payload != NULL) {
        ncz_build_put(b, fields(b, at) + 86, payload, length);
    }
    return at;
}

size_t ncz_build_point(ncz_build *b, const char *name, double east, double north)
{
    size_t at = begin(b, 1, east, north, 23);
    put_short(b, fields(b, at) + 86, name, 16);
    return at;
}

size_t ncz_build_line(ncz_build *b, double east, double north, double to_east, double to_north)
{
    size_t at = begin(b, 2, east, north, 20);
    ncz_build_put_f64(b, fields(b, at) + 86, to_north);
    ncz_build_put_f64(b, fields(b, at) + 94, to_east);
    put_box(b, at, east, north, to_east, to_north);
    return at;
}

size_t ncz_build_polyline(ncz_build *b, const char *name, uint8_t flags, const double *v,
                          size_t vertices)
{
    size_t at = begin(b, 7, 0, 0, 27 + 24 * vertices);
    size_t from = fields(b, at);
    put_short(b, from + 86, name, 10);
    ncz_build_put_le32(b, from + 97, 1);
    ncz_build_put_u8(b, from + 101, flags);
    double box[4] = { 1e30, 1e30, -1e30, -1e30 };
    for (size_t i = 0; i < vertices; i++) {
        ncz_build_put_f64(b, from + 113 + 24 * i, v[2 * i + 1]);
        ncz_build_put_f64(b, from + 121 + 24 * i, v[2 * i]);
        ncz_build_put_f64(b, from + 129 + 24 * i, (double)b->height_m);
        box[0] = fmin(box[0], v[2 * i]);
        box[1] = fmin(box[1], v[2 * i + 1]);
        box[2] = fmax(box[2], v[2 * i]);
        box[3] = fmax(box[3], v[2 * i + 1]);
    }
    if (vertices > 0) {
        put_box(b, at, box[0], box[1], box[2], box[3]);
    }
    return at;
}

size_t ncz_build_circle(ncz_build *b, double east, double north, double radius_m)
{
    size_t at = begin(b, 3, east, north, 8);
    ncz_build_put_f64(b, fields(b, at) + 86, radius_m);
    put_box(b, at, east - radius_m, north - radius_m, east + radius_m, north + radius_m);
    return at;
}

size_t ncz_build_arc(ncz_build *b, double east, double north, double radius_m, double start,
                     double end)
{
    size_t at = begin(b, 4, east, north, 34);
    ncz_build_put_f64(b, fields(b, at) + 86, radius_m);
    ncz_build_put_f64(b, fields(b, at) + 104, start);
    ncz_build_put_f64(b, fields(b, at) + 112, end);
    put_box(b, at, east - radius_m, north - radius_m, east + radius_m, north + radius_m);
    return at;
}

size_t ncz_build_text(ncz_build *b, const char *text, double east, double north, float height_m,
                      float angle)
{
    size_t length = strlen(text);
    size_t at = begin(b, 5, east, north, 12 + length);
    size_t from = fields(b, at);
    ncz_build_put_f32(b, at + 46, 1);
    ncz_build_put_f32(b, from + 86, height_m);
    ncz_build_put_f32(b, from + 90, angle);
    ncz_build_put_u8(b, from + 94, 'M');
    put_short(b, from + 97, text, length);
    return at;
}

size_t ncz_build_symbol(ncz_build *b, uint8_t library, uint16_t number, double east, double north,
                        float size, float angle)
{
    size_t at = begin(b, 6, east, north, 11);
    ncz_build_put_f32(b, fields(b, at) + 86, size);
    ncz_build_put_f32(b, fields(b, at) + 90, angle);
    put_little(b, fields(b, at) + 94, number, 2);
    ncz_build_put_u8(b, fields(b, at) + 96, library);
    return at;
}

size_t ncz_build_rectangle(ncz_build *b, const char *name, double east, double north,
                           double to_east, double to_north, float angle)
{
    size_t at = begin(b, 10, east, north, 38);
    put_short(b, fields(b, at) + 86, name, 16);
    ncz_build_put_f64(b, fields(b, at) + 104, to_north);
    ncz_build_put_f64(b, fields(b, at) + 112, to_east);
    ncz_build_put_f32(b, fields(b, at) + 120, angle);
    put_box(b, at, east, north, to_east, to_north);
    return at;
}

size_t ncz_build_sheet(ncz_build *b, const char *name, double east, double north, double to_east,
                       double to_north)
{
    size_t at = begin(b, 11, east, north, 17);
    put_short(b, fields(b, at) + 86, name, 16);
    put_box(b, at, east, north, to_east, to_north);
    return at;
}

size_t ncz_build_triangle(ncz_build *b, const double *v)
{
    size_t at = begin(b, 12, v[0], v[1], 40);
    double east = fmin(v[0], fmin(v[2], v[4])), to_east = fmax(v[0], fmax(v[2], v[4]));
    double north = fmin(v[1], fmin(v[3], v[5])), to_north = fmax(v[1], fmax(v[3], v[5]));
    for (size_t i = 0; i < 2; i++) {
        ncz_build_put_f64(b, fields(b, at) + 86 + 20 * i, v[3 + 2 * i]);
        ncz_build_put_f64(b, fields(b, at) + 94 + 20 * i, v[2 + 2 * i]);
    }
    put_box(b, at, east, north, to_east, to_north);
    return at;
}

size_t ncz_build_contour(ncz_build *b, const double *v, size_t vertices)
{
    size_t at = begin(b, 9, v[0], v[1], 36 + 18 * (vertices - 1));
    double box[4] = { v[0], v[1], v[0], v[1] };
    for (size_t i = 1; i < vertices; i++) {
        size_t step = fields(b, at) + 122 + 18 * (i - 1);
        ncz_build_put_f32(b, step, (float)(v[2 * i + 1] - v[1]));
        ncz_build_put_f32(b, step + 4, (float)(v[2 * i] - v[0]));
        box[0] = fmin(box[0], v[2 * i]);
        box[1] = fmin(box[1], v[2 * i + 1]);
        box[2] = fmax(box[2], v[2 * i]);
        box[3] = fmax(box[3], v[2 * i + 1]);
    }
    put_box(b, at, box[0], box[1], box[2], box[3]);
    return at;
}

size_t ncz_build_insert(ncz_build *b, const char *name, double east, double north, float angle)
{
    size_t at = begin(b, 13, east, north, 36);
    put_short(b, fields(b, at) + 86, name, 31);
    ncz_build_put_f32(b, fields(b, at) + 118, angle);
    return at;
}

size_t ncz_build_deleted(ncz_build *b, double east, double north)
{
    return begin(b, 0, east, north, 20);
}

size_t ncz_build_smart(ncz_build *b, double east, double north, size_t properties)
{
    size_t at = begin(b, 15, east, north, properties);
    for (size_t i = 0; i < properties; i++) {
        ncz_build_put_u8(b, fields(b, at) + 86 + i, (uint8_t)("{GUID}=value;"[i % 13]));
    }
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5 - 81));
    return at;
}

void ncz_build_write(const ncz_build *b, const char *path)
{
    FILE *file = fopen(path, "wb");
    end_when(file == NULL || fwrite(b->data, 1, b->length, file) != b->length || fclose(file) != 0,
             "cannot write");
}
