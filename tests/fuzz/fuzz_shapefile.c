/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A shapefile whose parts are the input: never a crash, never success with fewer records than were
 * counted, shapes whose rings lie within their vertices, and the same answer twice.  Byte 0
 * chooses: 1 no attributes, 2 a .cpg that says UTF-8, 4 a .prj. Then the lengths of .shp and .shx
 * as two bytes each, little endian; then .shp, .shx and, what is left, .dbf. The same bytes of a
 * length that is not there make a shorter part. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "import/reader.h"

#define HEAD 5u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool true_always)
{
    if (!true_always) {
        abort();
    }
}

static void write_part(const char *path, const void *bytes, size_t size)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    expect(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    (void)close(file);
}

static void write_parts(const uint8_t *data, size_t size)
{
    size_t left = size - HEAD;
    size_t shp = (size_t)data[1] | (size_t)data[2] << 8;
    size_t shx = (size_t)data[3] | (size_t)data[4] << 8;
    shp = shp < left ? shp : left;
    left -= shp;
    shx = shx < left ? shx : left;
    left -= shx;
    write_part("f.shp", data + HEAD, shp);
    write_part("f.shx", data + HEAD + shp, shx);
    write_part("f.dbf", data + HEAD + shp + shx, left);
    if ((data[0] & 2) != 0) {
        write_part("f.cpg", "UTF-8", 5);
    } else {
        (void)unlink("f.cpg");
    }
    if ((data[0] & 4) != 0) {
        write_part("f.prj", "GEOGCS[\"x\"]", 11);
    } else {
        (void)unlink("f.prj");
    }
}

static void check_shape(const geo_shape *shape)
{
    uint32_t last = 0;
    for (size_t i = 0; i < shape->ring_count; i++) {
        expect(shape->ring_end[i] > last && shape->ring_end[i] <= shape->vertex_count);
        last = shape->ring_end[i];
    }
    expect(last == shape->vertex_count);
    last = 0;
    for (size_t i = 0; i < shape->part_count; i++) {
        expect(shape->part_end[i] > last && shape->part_end[i] <= shape->ring_count);
        last = shape->part_end[i];
    }
    expect(last == shape->ring_count);
    for (size_t i = 0; i < shape->vertex_count; i++) {
        expect(fabs(shape->vertices[i].east) <= 1e8 && fabs(shape->vertices[i].north) <= 1e8);
    }
    expect((shape->type == GEO_NONE) == (shape->vertex_count == 0));
}

/* The answer of one run. */
typedef struct outcome {
    kbs_code opened, ended, finished;
    int64_t given;
    uint64_t sum; /* of the bytes of all values */
    size_t findings;
} outcome;

static void check_record(const import_record *record, const import_layer *layer, outcome *answer)
{
    answer->given++;
    if (!record->refused) {
        check_shape(&record->shape);
    }
    for (size_t i = 0; i < layer->column_count; i++) {
        const import_value *value = &record->values[i];
        expect(value->type == IMPORT_VALUE_NULL || value->length > 0);
        for (size_t k = 0; value->type == IMPORT_VALUE_TEXT && k < value->length; k++) {
            answer->sum = 31 * answer->sum + (uint8_t)value->text[k];
        }
    }
}

static void read_records(void *state, const import_layer *layer, outcome *answer,
                         base_findings *report)
{
    import_record record;
    memset(&record, 0, sizeof record);
    geo_shape_init(&record.shape);
    record.values = base_new_array(layer->column_count + 1, sizeof *record.values);
    expect(record.values != NULL);
    while ((answer->ended = import_reader_shapefile.next(state, &record, report)) == KBS_OK) {
        check_record(&record, layer, answer);
    }
    geo_shape_release(&record.shape);
    base_free(record.values);
}

static outcome run(bool no_attributes)
{
    static const import_source source = { .path = "f.shp", .name = "f.shp" };
    const import_reader_options options = { .no_attributes = no_attributes };
    outcome answer = { .opened = KBS_OK };
    base_findings report;
    import_layer layer;
    void *state = NULL;
    base_findings_init(&report);
    answer.opened = import_reader_shapefile.open(&state, &source, &options, &layer, &report);
    if (answer.opened == KBS_OK) {
        read_records(state, &layer, &answer, &report);
    }
    if (answer.ended == KBS_END) {
        uint64_t bytes = 0;
        base_sha256 *sha = base_sha256_new();
        expect(sha != NULL);
        answer.finished = import_reader_shapefile.finish(state, sha, &bytes, &report);
        base_sha256_free(sha);
        expect(answer.finished == KBS_OK && answer.given == layer.records);
    } else {
        expect(base_findings_last(&report) != NULL &&
               base_findings_last(&report)->severity == KBS_FATAL);
    }
    answer.findings = report.count;
    import_reader_shapefile.close(state);
    base_findings_release(&report);
    return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD) {
        return 0;
    }
    write_parts(data, size);
    const outcome first = run((data[0] & 1) != 0);
    const outcome second = run((data[0] & 1) != 0);
    expect(first.opened == second.opened && first.ended == second.ended &&
           first.given == second.given && first.sum == second.sum &&
           first.findings == second.findings);
    return 0;
}
