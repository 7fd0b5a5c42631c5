/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A shapefile read from end to end by the reader, for tests. */
#include "shp_probe.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static void read_head(import_source *source, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in != NULL) {
        source->head_length = fread(source->head, 1, sizeof source->head, in);
        fclose(in);
    }
}

void shp_probe_open(shp_probe *probe, const char *path, const import_reader_options *options)
{
    static const import_reader_options defaults = { .layer = NULL };
    import_source source = { .path = path, .name = base_file_name(path) };
    memset(probe, 0, sizeof *probe);
    base_findings_init(&probe->findings);
    geo_shape_init(&probe->record.shape);
    read_head(&source, path);
    probe->opened =
        import_reader_shapefile.open(&probe->state, &source, options != NULL ? options : &defaults,
                                     &probe->layer, &probe->findings);
    if (probe->opened == KBS_OK) {
        probe->records = probe->layer.records;
        probe->excluded = probe->layer.excluded;
        probe->record.values =
            base_new_array(probe->layer.column_count + 1, sizeof *probe->record.values);
        if (probe->record.values == NULL) {
            probe->opened = base_findings_no_memory(&probe->findings);
        }
    }
}

kbs_code shp_probe_next(shp_probe *probe)
{
    probe->ended = import_reader_shapefile.next(probe->state, &probe->record, &probe->findings);
    if (probe->ended == KBS_OK) {
        probe->given++;
        probe->refused += probe->record.refused ? 1 : 0;
        probe->without_shape += !probe->record.refused && probe->record.shape.type == GEO_NONE;
    }
    return probe->ended;
}

kbs_code shp_probe_finish(shp_probe *probe)
{
    uint8_t digest[BASE_SHA256_BYTES];
    base_sha256 *sha = base_sha256_new();
    if (sha == NULL) {
        probe->finished = KBS_MEMORY;
        return KBS_MEMORY;
    }
    probe->finished =
        import_reader_shapefile.finish(probe->state, sha, &probe->bytes, &probe->findings);
    base_sha256_end(sha, digest);
    base_sha256_to_hex(digest, probe->sha256);
    base_sha256_free(sha);
    return probe->finished;
}

void shp_probe_run(shp_probe *probe, const char *path, const import_reader_options *options)
{
    shp_probe_open(probe, path, options);
    if (probe->opened != KBS_OK) {
        return;
    }
    while (shp_probe_next(probe) == KBS_OK) {
    }
    if (probe->ended == KBS_END) {
        (void)shp_probe_finish(probe);
    }
}

void shp_probe_release(shp_probe *probe)
{
    import_reader_shapefile.close(probe->state);
    geo_shape_release(&probe->record.shape);
    base_free(probe->record.values);
    base_findings_release(&probe->findings);
}

const kbs_finding *shp_probe_finding(const shp_probe *probe, const char *code)
{
    for (size_t i = 0; i < probe->findings.count; i++) {
        if (strcmp(probe->findings.items[i].code, code) == 0) {
            return &probe->findings.items[i];
        }
    }
    return NULL;
}

size_t shp_probe_count(const shp_probe *probe, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < probe->findings.count; i++) {
        count += strcmp(probe->findings.items[i].code, code) == 0 ? 1 : 0;
    }
    return count;
}

const char *shp_probe_value(const shp_probe *probe, const char *column)
{
    static char texts[4][512];
    static size_t turn;
    char *text = texts[turn++ % 4];
    text[0] = '\0';
    for (size_t i = 0; i < probe->layer.column_count; i++) {
        const import_value *value = &probe->record.values[i];
        if (strcmp(probe->layer.columns[i].name, column) != 0) {
            continue;
        }
        if (value->type == IMPORT_VALUE_TEXT && value->length < sizeof texts[0]) {
            memcpy(text, value->text, value->length);
            text[value->length] = '\0';
        }
        return text;
    }
    return "(no such column)";
}
