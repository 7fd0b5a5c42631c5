/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How fast the shapefile reader is by itself, on one thread, with all its checks and the digest:
 * bench_shapefile FILE.shp [ROUNDS]  Prints a line a round: records a second over the whole of
 * open, next and finish, and the seconds of each of the three. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "import/reader.h"

typedef struct sums {
    uint64_t records, vertices, texts, text_bytes;
} sums;

static int say(const base_findings *report)
{
    for (size_t i = 0; i < report->count; i++) {
        char text[1200];
        kbs_finding_text(&report->items[i], KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
    return 3;
}

static kbs_code read_all(void *state, const import_layer *layer, sums *total, base_findings *report)
{
    import_record record;
    memset(&record, 0, sizeof record);
    geo_shape_init(&record.shape);
    record.values = base_new_array(layer->column_count + 1, sizeof *record.values);
    kbs_code code = record.values == NULL ? KBS_MEMORY : KBS_OK;
    while (code == KBS_OK) {
        code = import_reader_shapefile.next(state, &record, report);
        if (code == KBS_OK) {
            total->records++;
            total->vertices += record.shape.vertex_count;
            for (size_t i = 0; i < layer->column_count; i++) {
                total->texts += record.values[i].type == IMPORT_VALUE_TEXT;
                total->text_bytes += record.values[i].length;
            }
        }
    }
    geo_shape_release(&record.shape);
    base_free(record.values);
    return code;
}

static int run(const char *path, base_findings *report)
{
    const import_source source = { .path = path, .name = base_file_name(path) };
    const import_reader_options options = { .layer = NULL };
    import_layer layer;
    void *state = NULL;
    sums total = { 0 };
    uint64_t bytes = 0;
    base_sha256 *sha = base_sha256_new();
    const double start = base_clock_seconds();
    kbs_code code = import_reader_shapefile.open(&state, &source, &options, &layer, report);
    const double opened = base_clock_seconds();
    if (code == KBS_OK) {
        code = read_all(state, &layer, &total, report);
    }
    const double read = base_clock_seconds();
    if (code == KBS_END && sha != NULL) {
        code = import_reader_shapefile.finish(state, sha, &bytes, report);
    }
    const double finished = base_clock_seconds();
    import_reader_shapefile.close(state);
    base_sha256_free(sha);
    if (code != KBS_OK) {
        return say(report);
    }
    printf("%.0f records/s  (open %.3f s, read %.3f s, finish %.3f s; %llu records, %llu vertices, "
           "%llu values, %.0f MiB, %.2f GiB/s)\n",
           (double)total.records / (finished - start), opened - start, read - opened,
           finished - read, (unsigned long long)total.records, (unsigned long long)total.vertices,
           (unsigned long long)total.texts, (double)bytes / 1048576.0,
           (double)bytes / 1073741824.0 / (finished - start));
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE.shp [ROUNDS]\n", argv[0]);
        return 2;
    }
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
    for (long i = 0; i < rounds; i++) {
        base_findings report;
        base_findings_init(&report);
        const int status = run(argv[1], &report);
        base_findings_release(&report);
        if (status != 0) {
            return status;
        }
    }
    return 0;
}
