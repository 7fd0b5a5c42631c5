/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* bench_zoning CITY [QUESTIONS]: the zoning room on a city that was imported before, which stays as
 * it is. Each line gives the time on the clock and the processor time, which a busy machine does
 * not change. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_common.h"

#include "geo/blob.h"
#include "store/writer.h"
#include "zoning/status.h"

#define WARM_UP 2000

typedef struct question {
    char key[200];
    double east, north;
} question;

typedef struct questions {
    question *items;
    size_t count, capacity;
    size_t answers, bytes;
    kbs_zoning_format format; /* 0: the answers are not written */
} questions;

static bool collect(const kbs_zoning *answer, void *user)
{
    questions *q = user;
    if (q->count == q->capacity) {
        size_t capacity = q->capacity == 0 ? 1024 : 2 * q->capacity;
        question *items = realloc(q->items, capacity * sizeof *items);
        if (items == NULL) {
            return false;
        }
        q->items = items;
        q->capacity = capacity;
    }
    question *item = &q->items[q->count++];
    (void)snprintf(item->key, sizeof item->key, "%s/%s/%s", answer->neighbourhood, answer->block,
                   answer->parcel);
    item->east = answer->east;
    item->north = answer->north;
    return true;
}

static bool count_answer(const kbs_zoning *answer, void *user)
{
    questions *q = user;
    q->answers++;
    if (q->format != 0) {
        char *text = NULL;
        if (kbs_zoning_write(answer, q->format, KBS_LANG_TR, &text) != KBS_OK) {
            return false;
        }
        q->bytes += strlen(text);
        kbs_text_free(text);
    }
    return true;
}

static void shuffle(questions *q)
{
    unsigned long long state = 1;
    for (size_t i = q->count; i > 1; i--) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        size_t k = (size_t)(state >> 33) % i;
        question kept = q->items[i - 1];
        q->items[i - 1] = q->items[k];
        q->items[k] = kept;
    }
}

static int compare(const void *a, const void *b)
{
    double p = *(const double *)a;
    double q = *(const double *)b;
    return (p > q) - (p < q);
}

static int ask(kbs_city *city, const questions *q, size_t count, bool by_point, double *micros)
{
    size_t asked = 0;
    double cpu = 0.0;
    for (size_t i = 0; i < WARM_UP + count; i++) {
        const question *item = &q->items[i % q->count];
        const kbs_zoning *answer = NULL;
        if (i == WARM_UP) {
            cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
        }
        double before = bench_seconds(CLOCK_MONOTONIC);
        kbs_code code = by_point ? kbs_zoning_at_point(city, item->east, item->north, &answer)
                                 : kbs_zoning_by_key(city, item->key, &answer);
        kbs_zoning_free(answer);
        double after = bench_seconds(CLOCK_MONOTONIC);
        if (code != KBS_OK) {
            return bench_fail("bench_zoning", city, item->key);
        }
        if (i >= WARM_UP) {
            micros[asked++] = (after - before) * 1e6;
        }
    }
    cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    qsort(micros, asked, sizeof *micros, compare);
    printf("%-28s median %7.2f us  p99 %8.2f us  mean of processor time %7.2f us\n",
           by_point ? "by point" : "by key", micros[asked / 2], micros[asked * 99 / 100],
           cpu / (double)asked * 1e6);
    return 0;
}

static int answer_all(kbs_city *city, kbs_zoning_format format, const char *name)
{
    questions q = { .format = format };
    double clock = bench_seconds(CLOCK_MONOTONIC);
    double cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (kbs_zoning_all(city, count_answer, &q) != KBS_OK) {
        return bench_fail("bench_zoning", city, "all");
    }
    clock = bench_seconds(CLOCK_MONOTONIC) - clock;
    cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("%-28s %9.0f parcels/s  %9.0f a core  %zu parcels, %zu bytes\n", name,
           (double)q.answers / clock, (double)q.answers / cpu, q.answers, q.bytes);
    return 0;
}

/* A restriction of two points at the corners of the city touches every parcel's box. It is rolled
 * back. */
static kbs_code touch_all(store_writer *writer, kbs_city *city, kbs_box box)
{
    const store_kind *kind = store_kind_of(KBS_RESTRICTION);
    store_value values[STORE_MOST_FIELDS] = { { 0 } };
    store_outcome outcome;
    int64_t other;
    geo_shape shape;
    base_buffer blob;
    base_sha256 *sha = base_sha256_new();
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_MULTIPOINT);
    base_buffer_init(&blob, 4096);
    bool made = sha != NULL && geo_shape_add_vertex(&shape, box.east_min, box.north_min) &&
                geo_shape_end_ring(&shape) && geo_shape_end_part(&shape) &&
                geo_shape_add_vertex(&shape, box.east_max, box.north_max) &&
                geo_shape_end_ring(&shape) && geo_shape_end_part(&shape);
    geo_blob_encode(&blob, &shape, city->srid, true);
    kbs_code code = made && !blob.failed ? KBS_OK : KBS_MEMORY;
    if (code == KBS_OK) {
        store_row row = {
            .values = values, .blob = blob.data, .blob_length = blob.length, .box = box, .record = 1
        };
        store_row_digest(sha, kind, &row, row.digest);
        code = store_writer_add(writer, &row, &outcome, &other);
    }
    base_sha256_free(sha);
    base_buffer_release(&blob);
    geo_shape_release(&shape);
    return code;
}

static int materialise(kbs_city *city, kbs_box box, size_t parcels, unsigned threads)
{
    store_writer *writer = NULL;
    base_findings report;
    base_findings_init(&report);
    kbs_code code = store_writer_new(&writer, city, KBS_RESTRICTION, "bench", 1);
    if (code == KBS_OK) {
        code = touch_all(writer, city, box);
    }
    if (code == KBS_OK) {
        code = store_writer_index(writer, NULL, NULL);
    }
    double clock = bench_seconds(CLOCK_MONOTONIC);
    double cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (code == KBS_OK) {
        code = zoning_materialise(city, KBS_RESTRICTION, writer, threads, NULL, NULL, &report);
    }
    clock = bench_seconds(CLOCK_MONOTONIC) - clock;
    cpu = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    store_writer_free(writer);
    base_findings_release(&report);
    if (code != KBS_OK) {
        return bench_fail("bench_zoning", city, "materialise");
    }
    char name[64];
    (void)snprintf(name, sizeof name, "shares of all, %u thread%s", threads,
                   threads == 1 ? "" : "s");
    printf("%-28s %9.0f parcels/s  %9.0f a core\n", name, (double)parcels / clock,
           (double)parcels / cpu);
    return 0;
}

int main(int argc, char **argv)
{
    const kbs_city_info *info = NULL;
    kbs_city *city = NULL;
    questions q = { 0 };
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    size_t count = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 20000;
    if (argc < 2 || count == 0) {
        fprintf(stderr, "usage: bench_zoning CITY [QUESTIONS]\n");
        return 2;
    }
    double *micros = calloc(count, sizeof *micros);
    options.writable = true;
    if (micros == NULL || kbs_city_new(&city) != KBS_OK ||
        kbs_city_open(city, argv[1], &options) != KBS_OK ||
        kbs_zoning_all(city, collect, &q) != KBS_OK || kbs_city_info_get(city, &info) != KBS_OK ||
        q.count == 0) {
        return bench_fail("bench_zoning", city, argv[1]);
    }
    printf("%zu parcels, %lld kept shares, %s\n", q.count, (long long)info->share_rows,
           kbs_version_details());
    kbs_box box =
        info->kinds[KBS_PARCEL - KBS_NEIGHBOURHOOD].current > 0 ? info->extent : (kbs_box){ 0 };
    shuffle(&q);
    int status = ask(city, &q, count, false, micros);
    status = status != 0 ? status : ask(city, &q, count, true, micros);
    status = status != 0 ? status : answer_all(city, (kbs_zoning_format)0, "all answers");
    status = status != 0 ? status : answer_all(city, KBS_ZONING_CSV, "all answers as CSV");
    status = status != 0 ? status : answer_all(city, KBS_ZONING_JSON, "all answers as JSON");
    status = status != 0 ? status : materialise(city, box, q.count, 1);
    status = status != 0 ? status : materialise(city, box, q.count, 2);
    kbs_city_info_free(info);
    kbs_city_free(city);
    free(q.items);
    free(micros);
    return status;
}
