/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GeoJSON from outside: both passes agree on the number of records, what is refused says why, and
 * what is given is sound enough for the import: rings and parts that count up, finite coordinates,
 * texts that are UTF-8. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "import/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

static void check_shape(const geo_shape *shape)
{
    uint32_t before = 0;
    expect((shape->type == GEO_NONE) == (shape->vertex_count == 0));
    for (size_t i = 0; i < shape->vertex_count; i++) {
        expect(isfinite(shape->vertices[i].east) && isfinite(shape->vertices[i].north));
    }
    for (size_t i = 0; i < shape->ring_count; i++) {
        expect(shape->ring_end[i] > before && shape->ring_end[i] <= shape->vertex_count);
        before = shape->ring_end[i];
    }
    expect(before == shape->vertex_count);
    before = 0;
    for (size_t i = 0; i < shape->part_count; i++) {
        expect(shape->part_end[i] > before && shape->part_end[i] <= shape->ring_count);
        before = shape->part_end[i];
    }
    expect(before == shape->ring_count);
}

static void check_values(const import_record *record, const import_layer *layer)
{
    for (size_t i = 0; i < layer->column_count; i++) {
        const import_value *value = &record->values[i];
        if (value->type == IMPORT_VALUE_TEXT) {
            expect(value->length <= 65536 && base_text_is_utf8(value->text, value->length, NULL));
        } else if (value->type == IMPORT_VALUE_NUMBER) {
            expect(isfinite(value->number));
        }
    }
}

static void read_all(void *state, const import_layer *layer, base_findings *report)
{
    import_record record;
    memset(&record, 0, sizeof record);
    geo_shape_init(&record.shape);
    record.values = calloc(layer->column_count + 1, sizeof *record.values);
    base_sha256 *sha = base_sha256_new();
    uint64_t bytes = 0;
    int64_t count = 0;
    kbs_code code;
    expect(record.values != NULL && sha != NULL);
    while ((code = import_reader_geojson.next(state, &record, report)) == KBS_OK) {
        size_t findings = report->count;
        expect(record.number == ++count);
        if (record.refused) {
            expect(findings > 0 && report->items[findings - 1].severity == KBS_REFUSED);
            expect(report->items[findings - 1].record == count);
        } else {
            check_shape(&record.shape);
            check_values(&record, layer);
        }
    }
    expect(code == KBS_END && count == layer->records);
    expect(import_reader_geojson.finish(state, sha, &bytes, report) == KBS_OK);
    base_sha256_free(sha);
    geo_shape_release(&record.shape);
    free(record.values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    import_source source = { .path = path, .name = "x.geojson", .size = size };
    import_layer layer;
    base_findings report;
    void *state = NULL;
    import_reader_options options = { .layer = NULL };
    int file = memfd_create("x.geojson", MFD_CLOEXEC);
    expect(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    source.head_length = size < sizeof source.head ? size : sizeof source.head;
    memcpy(source.head, data, source.head_length);
    base_findings_init(&report);
    int sure = import_reader_geojson.bid(&source);
    expect(sure >= 0 && sure <= 100);
    if (import_reader_geojson.open(&state, &source, &options, &layer, &report) == KBS_OK) {
        read_all(state, &layer, &report);
        import_reader_geojson.close(state);
    } else {
        expect(state == NULL && base_findings_last(&report)->severity == KBS_FATAL);
    }
    base_findings_release(&report);
    close(file);
    return 0;
}
