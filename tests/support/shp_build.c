/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Shapefiles byte by byte, for tests. */
#include "shp_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what, const char *where)
{
    fprintf(stderr, "shp_build: %s %s\n", what, where);
    exit(99);
}

void shp_build_append(shp_bytes *bytes, const void *what, size_t count)
{
    if (bytes->length + count > bytes->capacity) {
        size_t capacity = 2 * bytes->capacity + count + 64;
        bytes->data = realloc(bytes->data, capacity);
        if (bytes->data == NULL) {
            fail("no memory", "");
        }
        bytes->capacity = capacity;
    }
    if (count > 0) {
        memcpy(bytes->data + bytes->length, what, count);
        bytes->length += count;
    }
}

static void append_zeros(shp_bytes *bytes, size_t count)
{
    static const uint8_t zeros[256];
    while (count > 0) {
        size_t piece = count < sizeof zeros ? count : sizeof zeros;
        shp_build_append(bytes, zeros, piece);
        count -= piece;
    }
}

static void set_le32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

static void set_be32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static void set_f64(uint8_t *to, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++) {
        to[i] = (uint8_t)(bits >> (8 * i));
    }
}

static double get_f64(const uint8_t *from)
{
    uint64_t bits = 0;
    double value;
    for (int i = 0; i < 8; i++) {
        bits |= (uint64_t)from[i] << (8 * i);
    }
    memcpy(&value, &bits, sizeof value);
    return value;
}

void shp_build_put(shp_bytes *bytes, size_t at, const void *what, size_t count)
{
    if (at + count > bytes->length) {
        fail("damage beyond the file", "");
    }
    memcpy(bytes->data + at, what, count);
}

void shp_build_put_u8(shp_bytes *bytes, size_t at, uint8_t value)
{
    shp_build_put(bytes, at, &value, 1);
}

void shp_build_put_le16(shp_bytes *bytes, size_t at, uint16_t value)
{
    const uint8_t two[2] = { (uint8_t)value, (uint8_t)(value >> 8) };
    shp_build_put(bytes, at, two, sizeof two);
}

void shp_build_put_le32(shp_bytes *bytes, size_t at, uint32_t value)
{
    uint8_t four[4];
    set_le32(four, value);
    shp_build_put(bytes, at, four, sizeof four);
}

void shp_build_put_be32(shp_bytes *bytes, size_t at, uint32_t value)
{
    uint8_t four[4];
    set_be32(four, value);
    shp_build_put(bytes, at, four, sizeof four);
}

void shp_build_put_f64(shp_bytes *bytes, size_t at, double value)
{
    uint8_t eight[8];
    set_f64(eight, value);
    shp_build_put(bytes, at, eight, sizeof eight);
}

void shp_build_cut(shp_bytes *bytes, size_t length)
{
    if (length > bytes->length) {
        fail("cut beyond the file", "");
    }
    bytes->length = length;
}

uint32_t shp_build_get_be32(const shp_bytes *bytes, size_t at)
{
    const uint8_t *p = bytes->data + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static void append_be32(shp_bytes *bytes, uint32_t value)
{
    uint8_t four[4];
    set_be32(four, value);
    shp_build_append(bytes, four, sizeof four);
}

static void append_le32(shp_bytes *bytes, uint32_t value)
{
    uint8_t four[4];
    set_le32(four, value);
    shp_build_append(bytes, four, sizeof four);
}

static void append_f64(shp_bytes *bytes, double value)
{
    uint8_t eight[8];
    set_f64(eight, value);
    shp_build_append(bytes, eight, sizeof eight);
}

shp_build *shp_build_new(uint32_t type)
{
    shp_build *build = calloc(1, sizeof *build);
    if (build == NULL) {
        fail("no memory", "");
    }
    build->type = type;
    append_zeros(&build->shp, 100);
    append_zeros(&build->shx, 100);
    append_zeros(&build->dbf, 32);
    return build;
}

void shp_build_free(shp_build *build)
{
    free(build->shp.data);
    free(build->shx.data);
    free(build->dbf.data);
    free(build->vertices.data);
    free(build);
}

void shp_build_field(shp_build *build, const char *name, char type, uint8_t width)
{
    uint8_t field[32] = { 0 };
    size_t length = strlen(name);
    memcpy(field, name, length < 11 ? length : 11);
    field[11] = (uint8_t)type;
    field[16] = width;
    shp_build_append(&build->dbf, field, sizeof field);
    build->field_widths[build->field_count] = width;
    build->field_types[build->field_count++] = type;
}

void shp_build_part(shp_build *build, const double *east_north, size_t vertices)
{
    build->part_starts[build->part_count++] = (uint32_t)(build->vertices.length / 16);
    for (size_t i = 0; i < 2 * vertices; i++) {
        append_f64(&build->vertices, east_north[i]);
    }
}

void shp_build_square(shp_build *build, double east, double north, double side)
{
    const double ring[] = { east,         north,       east,  north + side, east + side,
                            north + side, east + side, north, east,         north };
    shp_build_part(build, ring, 5);
}

/* West, south, east, north of vertices. */
static void find_box(const uint8_t *vertices, size_t count, double box[4])
{
    for (size_t i = 0; i < count; i++) {
        double east = get_f64(vertices + 16 * i);
        double north = get_f64(vertices + 16 * i + 8);
        box[0] = i == 0 || east < box[0] ? east : box[0];
        box[1] = i == 0 || north < box[1] ? north : box[1];
        box[2] = i == 0 || east > box[2] ? east : box[2];
        box[3] = i == 0 || north > box[3] ? north : box[3];
    }
}

/* A list of heights or measures: for lists the range in front of it. Value i is i. */
static void append_measures(shp_bytes *shp, size_t count, int has_range)
{
    if (has_range) {
        append_f64(shp, 0);
        append_f64(shp, count == 0 ? 0 : (double)count - 1);
    }
    for (size_t i = 0; i < count; i++) {
        append_f64(shp, (double)i);
    }
}

static void append_content(shp_build *build)
{
    const uint32_t kind = build->type % 10;
    const size_t count = build->vertices.length / 16;
    double box[4] = { 0, 0, 0, 0 };
    append_le32(&build->shp, build->type);
    if (kind != SHP_BUILD_POINT) {
        find_box(build->vertices.data, count, box);
        for (int i = 0; i < 4; i++) {
            append_f64(&build->shp, box[i]);
        }
        if (kind != SHP_BUILD_MULTIPOINT) {
            append_le32(&build->shp, build->part_count);
        }
        append_le32(&build->shp, (uint32_t)count);
        for (uint32_t i = 0; kind != SHP_BUILD_MULTIPOINT && i < build->part_count; i++) {
            append_le32(&build->shp, build->part_starts[i]);
        }
    }
    shp_build_append(&build->shp, build->vertices.data, build->vertices.length);
    for (uint32_t lists = build->type / 10 == 1   ? 2
                          : build->type / 10 == 2 ? 1
                                                  : 0;
         lists > 0; lists--) {
        append_measures(&build->shp, count, kind != SHP_BUILD_POINT);
    }
}

static void end_fields(shp_build *build)
{
    const uint8_t mark = 0x0D;
    shp_build_append(&build->dbf, &mark, 1);
}

static void append_row(shp_build *build, const char *row)
{
    uint8_t value[256];
    const uint8_t present = ' ';
    shp_build_append(&build->dbf, &present, 1);
    for (size_t i = 0; i < build->field_count; i++) {
        const size_t width = build->field_widths[i];
        size_t length = strcspn(row, "|");
        const size_t taken = length < width ? length : width;
        const int to_the_right = build->field_types[i] == 'N' || build->field_types[i] == 'F';
        memset(value, ' ', sizeof value);
        memcpy(value + (to_the_right ? width - taken : 0), row, taken);
        shp_build_append(&build->dbf, value, width);
        row += length + (row[length] == '|' ? 1 : 0);
    }
}

void shp_build_end(shp_build *build, const char *row)
{
    const size_t at = build->shp.length;
    if (build->record_count++ == 0) {
        end_fields(build);
    }
    append_be32(&build->shp, build->record_count);
    append_be32(&build->shp, 0);
    if (build->part_count == 0) {
        append_le32(&build->shp, SHP_BUILD_NULL);
    } else {
        append_content(build);
    }
    const uint32_t words = (uint32_t)((build->shp.length - at - 8) / 2);
    set_be32(build->shp.data + at + 4, words);
    append_be32(&build->shx, (uint32_t)(at / 2));
    append_be32(&build->shx, words);
    append_row(build, row);
    build->vertices.length = 0;
    build->part_count = 0;
}

void shp_build_delete(shp_build *build, uint32_t record)
{
    shp_build_put_u8(&build->dbf, shp_build_row(build, record), '*');
}

/* The box of all records, from their vertices. */
static void find_file_box(const shp_build *build, double box[4])
{
    int first = 1;
    for (uint32_t i = 1; i <= build->record_count; i++) {
        const uint8_t *content = build->shp.data + shp_build_content(build, i);
        double own[4] = { 0, 0, 0, 0 };
        if (content[0] == SHP_BUILD_NULL) {
            continue;
        }
        if (build->type % 10 == SHP_BUILD_POINT) {
            find_box(content + 4, 1, own);
        } else {
            for (int k = 0; k < 4; k++) {
                own[k] = get_f64(content + 4 + 8 * k);
            }
        }
        for (int k = 0; k < 4; k++) {
            const int wider = k < 2 ? own[k] < box[k] : own[k] > box[k];
            box[k] = first || wider ? own[k] : box[k];
        }
        first = 0;
    }
}

static void set_header(const shp_build *build, shp_bytes *bytes, const double box[4])
{
    set_be32(bytes->data, 9994);
    set_be32(bytes->data + 24, (uint32_t)(bytes->length / 2));
    set_le32(bytes->data + 28, 1000);
    set_le32(bytes->data + 32, build->type);
    for (int i = 0; i < 4; i++) {
        set_f64(bytes->data + 36 + 8 * i, box[i]);
    }
}

static size_t row_length(const shp_build *build)
{
    size_t length = 1;
    for (size_t i = 0; i < build->field_count; i++) {
        length += build->field_widths[i];
    }
    return length;
}

void shp_build_done(shp_build *build)
{
    const uint8_t end_of_file = 0x1A;
    double box[4] = { 0, 0, 0, 0 };
    if (build->record_count == 0) {
        end_fields(build);
    }
    find_file_box(build, box);
    set_header(build, &build->shp, box);
    set_header(build, &build->shx, box);
    shp_build_append(&build->dbf, &end_of_file, 1);
    shp_build_put_u8(&build->dbf, 0, 0x03);
    shp_build_put_u8(&build->dbf, 1, 126);
    shp_build_put_u8(&build->dbf, 2, 11);
    shp_build_put_u8(&build->dbf, 3, 24);
    shp_build_put_le32(&build->dbf, 4, build->record_count);
    shp_build_put_le16(&build->dbf, 8, (uint16_t)(32 * build->field_count + 33));
    shp_build_put_le16(&build->dbf, 10, (uint16_t)row_length(build));
    shp_build_put_u8(&build->dbf, 29, build->language);
}

size_t shp_build_entry(const shp_build *build, uint32_t record)
{
    (void)build;
    return 100 + 8 * (size_t)(record - 1);
}

size_t shp_build_record(const shp_build *build, uint32_t record)
{
    return 2 * (size_t)shp_build_get_be32(&build->shx, shp_build_entry(build, record));
}

size_t shp_build_content(const shp_build *build, uint32_t record)
{
    return shp_build_record(build, record) + 8;
}

size_t shp_build_row(const shp_build *build, uint32_t record)
{
    return 32 * build->field_count + 33 + (size_t)(record - 1) * row_length(build);
}

size_t shp_build_value(const shp_build *build, uint32_t record, size_t field)
{
    size_t at = shp_build_row(build, record) + 1;
    for (size_t i = 1; i < field; i++) {
        at += build->field_widths[i - 1];
    }
    return at;
}

size_t shp_build_field_at(size_t field)
{
    return 32 * field;
}

void shp_build_write_file(const char *path, const void *bytes, size_t count)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes, 1, count, out) != count || fclose(out) != 0) {
        fail("cannot write", path);
    }
}

static const char *with_extension(char path[4096], const char *stem, const char *extension)
{
    if (snprintf(path, 4096, "%s.%s", stem, extension) >= 4096) {
        fail("name too long", stem);
    }
    return path;
}

void shp_build_write(const shp_build *build, const char *stem)
{
    char path[4096];
    shp_build_write_file(with_extension(path, stem, "shp"), build->shp.data, build->shp.length);
    shp_build_write_file(with_extension(path, stem, "shx"), build->shx.data, build->shx.length);
    shp_build_write_file(with_extension(path, stem, "dbf"), build->dbf.data, build->dbf.length);
    remove(with_extension(path, stem, "prj"));
    remove(with_extension(path, stem, "cpg"));
    if (build->prj != NULL) {
        shp_build_write_file(with_extension(path, stem, "prj"), build->prj, strlen(build->prj));
    }
    if (build->cpg != NULL) {
        shp_build_write_file(with_extension(path, stem, "cpg"), build->cpg, strlen(build->cpg));
    }
}

void shp_build_remove(const char *stem)
{
    static const char *const extensions[] = { "shp", "shx", "dbf", "prj", "cpg" };
    char path[4096];
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        remove(with_extension(path, stem, extensions[i]));
    }
}
