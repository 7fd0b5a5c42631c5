/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How fast the store takes ready rows: bench_writer [rows] [file]. Rows (7 vertices, a grid of 25 m parcels, 1 000 parcels a
 * neighbourhood) are made and digested outside the clock; what is timed is adding them, key index, R-tree, digest, commit
 * and checkpoint. Then the same rows again, all unchanged, and opening. Wall clock and processor time are printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <kbs/city.h>

#include "base/date.h"
#include "geo/blob.h"
#include "geo/measure.h"
#include "store/names.h"
#include "store/writer.h"

#define CHUNK 512 /* as many as import hands over at a time */

typedef struct ready_row {
    store_value values[7];
    char block[24], parcel[24], name[40], fold[40];
    uint8_t blob[256];
    store_row row;
} ready_row;

typedef struct maker {
    ready_row *rows;
    geo_shape shape;
    base_buffer blob;
    base_sha256 *sha;
} maker;

typedef struct stopwatch {
    double wall, cpu;
} stopwatch;

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void start(stopwatch *watch)
{
    watch->wall -= base_clock_seconds();
    watch->cpu -= cpu_seconds();
}

static void stop(stopwatch *watch)
{
    watch->wall += base_clock_seconds();
    watch->cpu += cpu_seconds();
}

static void print_line(const char *what, const stopwatch *watch, int64_t rows)
{
    printf("%-10s %8.3f s  %8.3f s cpu  %7.2f us a row  %9.0f rows/s  %9.0f rows/s cpu\n", what,
           watch->wall, watch->cpu, watch->wall / (double)rows * 1e6, (double)rows / watch->wall,
           (double)rows / watch->cpu);
}

static void need(kbs_city *city, kbs_code code, const char *doing)
{
    char text[1024] = "";
    if (code != KBS_OK) {
        if (city != NULL) {
            kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, text, sizeof text);
        }
        fprintf(stderr, "%s: %s\n", doing, text);
        exit(1);
    }
}

static store_value text_value(const char *text)
{
    return (store_value){ .type = STORE_VALUE_TEXT, .text = text, .length = strlen(text) };
}

static void make_row(maker *at, ready_row *ready, int64_t number)
{
    static const double corners[7][2] = { { 0, 0 },   { 12, 0 }, { 24, 1 }, { 25, 28 },
                                          { 13, 29 }, { 1, 28 }, { 0, 0 } };
    double east = 486000.0 + (double)(number % 1000) * 30.0;
    double north = 4420000.0 + (double)(number / 1000) * 30.0;
    geo_shape_clear(&at->shape, GEO_POLYGON);
    for (int i = 0; i < 7; i++) {
        geo_shape_add_vertex(&at->shape, east + corners[i][0], north + corners[i][1]);
    }
    geo_shape_end_ring(&at->shape);
    geo_shape_end_part(&at->shape);
    base_buffer_clear(&at->blob);
    geo_blob_encode(&at->blob, &at->shape, 5254, true);
    memcpy(ready->blob, at->blob.data, at->blob.length);
    snprintf(ready->block, sizeof ready->block, "%d", (int)(number / 9 % 5000 + 100));
    snprintf(ready->parcel, sizeof ready->parcel, "%d", (int)(number % 9 + 1 + number / 45000 * 9));
    snprintf(ready->name, sizeof ready->name, "Mahalle %d", (int)(number / 1000));
    snprintf(ready->fold, sizeof ready->fold, "mahalle %d", (int)(number / 1000));
    ready->values[0] = text_value(ready->fold);
    ready->values[1] = text_value(ready->block);
    ready->values[2] = text_value(ready->parcel);
    ready->values[3] = (store_value){ .type = STORE_VALUE_REAL, .real = 690.25 };
    ready->values[4] = text_value("30K-IV-D");
    ready->values[5] = text_value("Arsa");
    ready->values[6] = (store_value){ .type = STORE_VALUE_NULL };
    ready->row = (store_row){ .values = ready->values,
                              .blob = ready->blob,
                              .blob_length = at->blob.length,
                              .box = geo_shape_box(&at->shape),
                              .measure = geo_shape_area_m2(&at->shape),
                              .record = number + 1 };
    store_row_digest(at->sha, store_kind_of(KBS_PARCEL), &ready->row, ready->row.digest);
}

static void add_all(maker *at, kbs_city *city, store_writer *writer, int64_t rows,
                    store_outcome expected, stopwatch *watch)
{
    for (int64_t first = 0; first < rows; first += CHUNK) {
        int64_t count = rows - first < CHUNK ? rows - first : CHUNK;
        for (int64_t i = 0; i < count; i++) {
            make_row(at, &at->rows[i], first + i);
        }
        start(watch);
        for (int64_t i = 0; i < count; i++) {
            ready_row *ready = &at->rows[i];
            store_outcome outcome = 0;
            need(city,
                 store_name_id(city, ready->name, strlen(ready->name), &ready->values[0].integer),
                 "name");
            need(city, store_writer_add(writer, &ready->row, &outcome, NULL), "add");
            if (outcome != expected) {
                fprintf(stderr, "row %d: outcome %d\n", (int)(first + i), (int)outcome);
                exit(1);
            }
        }
        stop(watch);
    }
}

static void import(maker *at, kbs_city *city, int64_t rows, store_outcome expected)
{
    stopwatch add = { 0, 0 };
    stopwatch index = { 0, 0 };
    stopwatch commit = { 0, 0 };
    store_writer *writer = NULL;
    kbs_revision revision = { .file = "bench", .records_in_source = rows, .imported = rows };
    start(&add);
    need(city, store_writer_new(&writer, city, KBS_PARCEL, "bench", rows), "begin");
    stop(&add);
    add_all(at, city, writer, rows, expected, &add);
    start(&index);
    need(city, store_writer_index(writer, NULL, NULL), "index");
    stop(&index);
    start(&commit);
    need(city, store_writer_commit(writer, &revision, NULL), "commit");
    store_writer_free(writer);
    stop(&commit);
    stopwatch total = { add.wall + index.wall + commit.wall, add.cpu + index.cpu + commit.cpu };
    print_line("  add", &add, rows);
    print_line("  index", &index, rows);
    print_line("  commit", &commit, rows);
    print_line(expected == STORE_INSERTED ? "first" : "unchanged", &total, rows);
}

int main(int argc, char **argv)
{
    enum { OPENINGS = 200 };
    int64_t rows = argc > 1 ? atoll(argv[1]) : 100000;
    const char *path = argc > 2 ? argv[2] : "bench_writer.kbs";
    kbs_city *city = NULL;
    kbs_city_create_options options = KBS_CITY_CREATE_OPTIONS_INIT;
    maker at = { .rows = calloc(CHUNK, sizeof(ready_row)), .sha = base_sha256_new() };
    struct rusage usage;
    stopwatch watch = { 0, 0 };
    options.crs = "EPSG:5254";
    geo_shape_init(&at.shape);
    base_buffer_init(&at.blob, 1 << 20);
    unlink(path);
    need(NULL, kbs_city_new(&city), "new");
    start(&watch);
    need(city, kbs_city_create(city, path, &options), "create");
    stop(&watch);
    printf("create     %8.1f ms\n", watch.wall * 1e3);
    import(&at, city, rows, STORE_INSERTED);
    getrusage(RUSAGE_SELF, &usage);
    printf("peak       %8ld MiB\n", usage.ru_maxrss / 1024);
    import(&at, city, rows, STORE_UNCHANGED);
    kbs_city_free(city);
    watch = (stopwatch){ 0, 0 };
    start(&watch);
    for (int i = 0; i < OPENINGS; i++) {
        need(NULL, kbs_city_new(&city), "new");
        need(city, kbs_city_open(city, path, NULL), "open");
        kbs_city_free(city);
    }
    stop(&watch);
    printf("open       %8.3f ms, %.3f ms cpu\n", watch.wall * 1e3 / OPENINGS,
           watch.cpu * 1e3 / OPENINGS);
    geo_shape_release(&at.shape);
    base_buffer_release(&at.blob);
    base_sha256_free(at.sha);
    free(at.rows);
    return 0;
}
