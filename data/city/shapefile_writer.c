/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes a shapefile (ESRI white paper of July 1998) and its dBASE III table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shapefile_writer.h"

enum { HEADER_SIZE = 100, BUFFER_SIZE = 1 << 18, TEXT_MAX = 254 };

struct shapefile {
    FILE *shp, *shx, *dbf;
    enum shapefile_type type;
    enum encoding encoding;
    const struct shapefile_field *fields;
    int field_count;
    int next_field; /* of the record that is being written; field_count when it is whole */
    uint32_t records;
    uint64_t shp_size;
    bool any;
    int64_t low[2], high[2]; /* extent, mm */
};

static const char projection[] =
    "PROJCS[\"TUREF_TM30\",GEOGCS[\"GCS_TUREF\",DATUM[\"D_Turkish_National_Reference_Frame\","
    "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",30.0],PARAMETER[\"Scale_Factor\",1.0],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

static void put(FILE *f, const void *bytes, size_t count)
{
    if (fwrite(bytes, 1, count, f) != count) {
        city_fail("cannot write (disk full?)");
    }
}

static void put_big(FILE *f, uint32_t value)
{
    const unsigned char b[4] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16 & 0xff),
                                 (unsigned char)(value >> 8 & 0xff),
                                 (unsigned char)(value & 0xff) };

    put(f, b, sizeof b);
}

static void put_little(FILE *f, uint32_t value)
{
    const unsigned char b[4] = { (unsigned char)(value & 0xff), (unsigned char)(value >> 8 & 0xff),
                                 (unsigned char)(value >> 16 & 0xff),
                                 (unsigned char)(value >> 24) };

    put(f, b, sizeof b);
}

/* A coordinate in metres as a little-endian IEEE double; the division rounds the same way
 * everywhere. */
static void put_metres(FILE *f, int64_t mm)
{
    const double metres = (double)mm / 1000.0;
    uint64_t bits;

    memcpy(&bits, &metres, sizeof bits);
    put_little(f, (uint32_t)(bits & 0xffffffffu));
    put_little(f, (uint32_t)(bits >> 32));
}

static FILE *create(const char *folder, const char *name, const char *suffix)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix) >= (int)sizeof path) {
        city_fail("the name of the folder is too long");
    }
    FILE *f = fopen(path, "wb");

    if (f == NULL) {
        (void)fprintf(stderr, "kbs-make-city: cannot write %s\n", path);
        exit(4);
    }
    (void)setvbuf(f, NULL, _IOFBF, BUFFER_SIZE);
    return f;
}

static void finish(FILE *f)
{
    const int bad = ferror(f);

    if (fclose(f) != 0 || bad) {
        city_fail("cannot write (disk full?)");
    }
}

static void put_shape_header(const struct shapefile *s, FILE *f, uint64_t size)
{
    put_big(f, 9994);
    for (int i = 0; i < 5; i++) {
        put_big(f, 0);
    }
    put_big(f, (uint32_t)(size / 2));
    put_little(f, 1000);
    put_little(f, (uint32_t)s->type);
    put_metres(f, s->low[0]);
    put_metres(f, s->low[1]);
    put_metres(f, s->high[0]);
    put_metres(f, s->high[1]);
    for (int i = 0; i < 4; i++) { /* no heights, no measures */
        put_metres(f, 0);
    }
}

static void put_table_header(const struct shapefile *s)
{
    uint32_t width = 1;
    /* version 3, a fixed date so that the same city is the same file */
    const unsigned char start[4] = { 3, 125, 1, 1 };
    unsigned char rest[20] = { 0 };

    for (int i = 0; i < s->field_count; i++) {
        width += (uint32_t)s->fields[i].width;
    }
    put(s->dbf, start, sizeof start);
    put_little(s->dbf, s->records);
    put_little(s->dbf, (uint32_t)(32 * s->field_count + 33) | width << 16);
    rest[17] = s->encoding == ENCODING_CP1254 ? 0xca : 0; /* language driver; UTF-8 has none */
    put(s->dbf, rest, sizeof rest);
    for (int i = 0; i < s->field_count; i++) {
        unsigned char field[32] = { 0 };

        memcpy(field, s->fields[i].name, strlen(s->fields[i].name));
        field[11] = (unsigned char)s->fields[i].type;
        field[16] = (unsigned char)s->fields[i].width;
        field[17] = (unsigned char)s->fields[i].decimals;
        put(s->dbf, field, sizeof field);
    }
    put(s->dbf, "\r", 1);
}

struct shapefile *shapefile_create(const char *folder, const char *name, enum shapefile_type type,
                                   const struct shapefile_field *fields, int field_count,
                                   enum encoding encoding)
{
    struct shapefile *s = calloc(1, sizeof *s);

    if (s == NULL) {
        city_fail("out of memory");
    }
    s->type = type;
    s->encoding = encoding;
    s->fields = fields;
    s->field_count = field_count;
    s->next_field = field_count;
    s->shp = create(folder, name, ".shp");
    s->shx = create(folder, name, ".shx");
    s->dbf = create(folder, name, ".dbf");
    s->shp_size = HEADER_SIZE;
    put_shape_header(s, s->shp, HEADER_SIZE);
    put_shape_header(s, s->shx, HEADER_SIZE);
    put_table_header(s);

    FILE *prj = create(folder, name, ".prj");

    put(prj, projection, strlen(projection));
    finish(prj);

    FILE *cpg = create(folder, name, ".cpg");
    const char *const page = encoding == ENCODING_CP1254 ? "1254" : "UTF-8";

    put(cpg, page, strlen(page));
    finish(cpg);
    return s;
}

void shapefile_close(struct shapefile *s)
{
    if (s->next_field != s->field_count) {
        city_fail("a record was left unfinished");
    }
    put(s->dbf, "\x1a", 1);
    if (fseek(s->shp, 0, SEEK_SET) != 0 || fseek(s->shx, 0, SEEK_SET) != 0 ||
        fseek(s->dbf, 0, SEEK_SET) != 0) {
        city_fail("cannot go back to a file's start");
    }
    put_shape_header(s, s->shp, s->shp_size);
    put_shape_header(s, s->shx, HEADER_SIZE + (uint64_t)s->records * 8);
    put_table_header(s);
    finish(s->shp);
    finish(s->shx);
    finish(s->dbf);
    free(s);
}

/* Record header, index entry, and the start of the table's row. content is in bytes. */
static void begin_record(struct shapefile *s, uint32_t content)
{
    if (s->next_field != s->field_count) {
        city_fail("a record was left unfinished");
    }
    if (s->shp_size + content + 8 > INT32_MAX) {
        city_fail("a shapefile would pass 2 GiB");
    }
    s->records++;
    put_big(s->shx, (uint32_t)(s->shp_size / 2));
    put_big(s->shx, content / 2);
    put_big(s->shp, s->records);
    put_big(s->shp, content / 2);
    put_little(s->shp, (uint32_t)s->type);
    s->shp_size += content + 8;
    put(s->dbf, " ", 1);
    s->next_field = 0;
}

static void widen(struct shapefile *s, const int64_t low[2], const int64_t high[2])
{
    for (int i = 0; i < 2; i++) {
        s->low[i] = !s->any || low[i] < s->low[i] ? low[i] : s->low[i];
        s->high[i] = !s->any || high[i] > s->high[i] ? high[i] : s->high[i];
    }
    s->any = true;
}

static void put_box(struct shapefile *s, const struct ground *points, int count)
{
    int64_t low[2] = { points[0].east_mm, points[0].north_mm };
    int64_t high[2] = { points[0].east_mm, points[0].north_mm };

    for (int i = 1; i < count; i++) {
        low[0] = points[i].east_mm < low[0] ? points[i].east_mm : low[0];
        low[1] = points[i].north_mm < low[1] ? points[i].north_mm : low[1];
        high[0] = points[i].east_mm > high[0] ? points[i].east_mm : high[0];
        high[1] = points[i].north_mm > high[1] ? points[i].north_mm : high[1];
    }
    widen(s, low, high);
    put_metres(s->shp, low[0]);
    put_metres(s->shp, low[1]);
    put_metres(s->shp, high[0]);
    put_metres(s->shp, high[1]);
}

static void put_point(struct shapefile *s, struct ground p)
{
    put_metres(s->shp, p.east_mm);
    put_metres(s->shp, p.north_mm);
}

void shapefile_add_point(struct shapefile *s, struct ground p)
{
    const int64_t at[2] = { p.east_mm, p.north_mm };

    begin_record(s, 20);
    widen(s, at, at);
    put_point(s, p);
}

void shapefile_add_line(struct shapefile *s, const struct ground *points, int count)
{
    begin_record(s, (uint32_t)(44 + 4 + 16 * count));
    put_box(s, points, count);
    put_little(s->shp, 1);
    put_little(s->shp, (uint32_t)count);
    put_little(s->shp, 0);
    for (int i = 0; i < count; i++) {
        put_point(s, points[i]);
    }
}

void shapefile_add_polygon(struct shapefile *s, const struct ground *points, const int *counts,
                           int rings)
{
    int total = 0;
    int start = 0;

    for (int r = 0; r < rings; r++) {
        total += counts[r];
    }
    begin_record(s, (uint32_t)(44 + 4 * rings + 16 * (total + rings)));
    put_box(s, points, total);
    put_little(s->shp, (uint32_t)rings);
    put_little(s->shp, (uint32_t)(total + rings));
    for (int r = 0; r < rings; r++) {
        put_little(s->shp, (uint32_t)(start + r));
        start += counts[r];
    }
    start = 0;
    for (int r = 0; r < rings; r++) {
        /* the outer ring clockwise, holes counter-clockwise; each closed */
        for (int i = 0; i <= counts[r]; i++) {
            const int k = r == 0 ? (counts[r] - i) % counts[r] : i % counts[r];

            put_point(s, points[start + k]);
        }
        start += counts[r];
    }
}

static const struct shapefile_field *take_field(struct shapefile *s)
{
    if (s->next_field >= s->field_count) {
        city_fail("a record has too many values");
    }
    return &s->fields[s->next_field++];
}

void shapefile_text(struct shapefile *s, const char *value)
{
    const struct shapefile_field *field = take_field(s);
    char text[TEXT_MAX + 1];

    memset(text, ' ', sizeof text);
    (void)encode_text(s->encoding, value, text, (size_t)field->width);
    put(s->dbf, text, (size_t)field->width);
}

void shapefile_number(struct shapefile *s, double value)
{
    const struct shapefile_field *field = take_field(s);
    char text[64];

    if (snprintf(text, sizeof text, "%*.*f", field->width, field->decimals, value) !=
        field->width) {
        city_fail("a number is wider than its column");
    }
    put(s->dbf, text, (size_t)field->width);
}

void shapefile_empty(struct shapefile *s)
{
    shapefile_text(s, "");
}
