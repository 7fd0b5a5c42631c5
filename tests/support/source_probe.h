/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A source opened by import_open and read to its end, with copies of all records and all findings,
 * for tests. Include after cmocka. */
#ifndef TEST_SOURCE_PROBE_H
#define TEST_SOURCE_PROBE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "geo/measure.h"
#include "import/reader.h"

typedef struct probe_record {
    int64_t number, line, byte;
    bool refused;
    geo_shape shape;
    import_value *values; /* texts are copies and end with NUL */
} probe_record;

typedef struct source_probe {
    kbs_code opened, ended, finished; /* ended: KBS_END when all went well */
    import_opened source;             /* open until the probe is released */
    base_findings findings;
    probe_record *records;
    size_t count, capacity;
    int64_t refused, without_shape;
    double area_m2, length_m; /* in the units of the source */
    char sha256[BASE_SHA256_HEX];
    uint64_t bytes;
    char work[32];
} source_probe;

/* What a test of a table is at, shown when it fails. */
static const char *probe_case = "";

static inline void probe_write(const char *path, const void *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static inline void probe_write_text(const char *path, const char *text)
{
    probe_write(path, text, strlen(text));
}

static inline int probe_remove_one(const char *path, const struct stat *status, int flag,
                                   struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

static inline void probe_remove_tree(const char *path)
{
    (void)nftw(path, probe_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void probe_keep(source_probe *p, const import_record *record)
{
    if (p->count == p->capacity) {
        p->capacity = p->capacity == 0 ? 16 : p->capacity * 2;
        p->records = realloc(p->records, p->capacity * sizeof *p->records);
        assert_non_null(p->records);
    }
    probe_record *kept = &p->records[p->count++];
    memset(kept, 0, sizeof *kept);
    kept->number = record->number;
    kept->line = record->line;
    kept->byte = record->byte;
    kept->refused = record->refused;
    kept->values = calloc(p->source.layer.column_count + 1, sizeof *kept->values);
    assert_non_null(kept->values);
    geo_shape_init(&kept->shape);
    if (record->refused) {
        p->refused++;
        return;
    }
    assert_true(geo_shape_copy(&kept->shape, &record->shape));
    p->without_shape += kept->shape.type == GEO_NONE ? 1 : 0;
    p->area_m2 += geo_shape_area_m2(&kept->shape);
    p->length_m += geo_shape_length_m(&kept->shape);
    for (size_t i = 0; i < p->source.layer.column_count; i++) {
        kept->values[i] = record->values[i];
        if (record->values[i].type == IMPORT_VALUE_TEXT) {
            char *text = calloc(record->values[i].length + 1, 1);
            assert_non_null(text);
            memcpy(text, record->values[i].text, record->values[i].length);
            kept->values[i].text = text;
        }
    }
}

static inline void probe_read(source_probe *p)
{
    import_record record;
    memset(&record, 0, sizeof record);
    geo_shape_init(&record.shape);
    record.values = calloc(p->source.layer.column_count + 1, sizeof *record.values);
    assert_non_null(record.values);
    while ((p->ended = p->source.reader->next(p->source.state, &record, &p->findings)) == KBS_OK) {
        probe_keep(p, &record);
    }
    if (p->ended == KBS_END) {
        p->finished = import_opened_finish(&p->source, p->sha256, &p->bytes, &p->findings);
    }
    free(record.values);
    geo_shape_release(&record.shape);
}

/* Opens only; probe_read and probe_release follow. */
static inline void probe_open(source_probe *p, const char *path,
                              const import_reader_options *options)
{
    memset(p, 0, sizeof *p);
    strcpy(p->work, "workXXXXXX");
    assert_non_null(mkdtemp(p->work));
    base_findings_init(&p->findings);
    p->opened = import_open(&p->source, path, p->work, options, &p->findings);
}

static inline void probe_run(source_probe *p, const char *path,
                             const import_reader_options *options)
{
    probe_open(p, path, options);
    if (p->opened == KBS_OK) {
        probe_read(p);
    }
}

/* Writes the text to `path` and reads it with default options. */
static inline void probe_run_text(source_probe *p, const char *path, const char *text)
{
    probe_write_text(path, text);
    probe_run(p, path, NULL);
}

static inline void probe_release(source_probe *p)
{
    for (size_t i = 0; i < p->count; i++) {
        for (size_t c = 0; c < p->source.layer.column_count; c++) {
            if (p->records[i].values[c].type == IMPORT_VALUE_TEXT) {
                free((char *)p->records[i].values[c].text);
            }
        }
        free(p->records[i].values);
        geo_shape_release(&p->records[i].shape);
    }
    free(p->records);
    import_opened_close(&p->source);
    base_findings_release(&p->findings);
    probe_remove_tree(p->work);
}

static inline size_t probe_count(const source_probe *p, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < p->findings.count; i++) {
        count += strcmp(p->findings.items[i].code, code) == 0 ? 1 : 0;
    }
    return count;
}

static inline const kbs_finding *probe_finding(const source_probe *p, const char *code)
{
    for (size_t i = 0; i < p->findings.count; i++) {
        if (strcmp(p->findings.items[i].code, code) == 0) {
            return &p->findings.items[i];
        }
    }
    return NULL;
}

static inline void probe_show(const source_probe *p)
{
    fprintf(stderr, "%s\n", probe_case);
    for (size_t i = 0; i < p->findings.count; i++) {
        char text[1024];
        kbs_finding_text(&p->findings.items[i], KBS_LANG_EN, text, sizeof text);
        fprintf(stderr, "  %s: %s\n", p->findings.items[i].code, text);
    }
}

static inline bool probe_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* There is exactly one finding of this code, with this severity, record, field and found text (NULL
 * = none). Returns it. */
static inline const kbs_finding *assert_probe_finding(const source_probe *p, const char *code,
                                                      kbs_severity severity, int64_t record,
                                                      const char *field, const char *found)
{
    const kbs_finding *f = probe_finding(p, code);
    if (f == NULL || probe_count(p, code) != 1 || f->severity != severity || f->record != record ||
        !probe_same(f->field, field) || !probe_same(f->found, found)) {
        fprintf(stderr, "expected %s severity %d record %lld field %s found %s; got:\n", code,
                (int)severity, (long long)record, field == NULL ? "-" : field,
                found == NULL ? "-" : found);
        probe_show(p);
        if (f != NULL) {
            fprintf(stderr, "  severity %d record %lld field %s found %s\n", (int)f->severity,
                    (long long)f->record, f->field == NULL ? "-" : f->field,
                    f->found == NULL ? "-" : f->found);
        }
        fail();
    }
    return f;
}

/* The source was refused while opening, with this finding alone (notes aside); its place in the
 * text is asked when line > 0. */
static inline void assert_probe_refused(source_probe *p, kbs_code result, const char *code,
                                        int64_t line, int64_t column)
{
    const kbs_finding *last = base_findings_last(&p->findings);
    if (p->opened != result || last == NULL || strcmp(last->code, code) != 0 ||
        (line > 0 && last->line != line) || (column > 0 && last->column != column)) {
        fprintf(stderr, "expected %s to be refused with %s at %lld:%lld; got %s, %s at %lld:%lld\n",
                p->source.source.name, code, (long long)line, (long long)column,
                kbs_code_name(p->opened), last == NULL ? "-" : last->code,
                last == NULL ? 0 : (long long)last->line,
                last == NULL ? 0 : (long long)last->column);
        probe_show(p);
        fail();
    }
}

/* Everything was read, with so many records, and nothing but these findings was said. */
static inline void assert_probe_read(const source_probe *p, int64_t records, int64_t refused,
                                     size_t findings)
{
    if (p->opened != KBS_OK || p->ended != KBS_END || p->finished != KBS_OK ||
        (int64_t)p->count != records || p->source.layer.records != records ||
        p->refused != refused || p->findings.count != findings) {
        fprintf(stderr,
                "opened %s ended %s finished %s; %zu records of %lld, %lld refused, %zu findings\n",
                kbs_code_name(p->opened), kbs_code_name(p->ended), kbs_code_name(p->finished),
                p->count, (long long)p->source.layer.records, (long long)p->refused,
                p->findings.count);
        probe_show(p);
        fail();
    }
}

static inline size_t probe_column(const source_probe *p, const char *name)
{
    for (size_t i = 0; i < p->source.layer.column_count; i++) {
        if (strcmp(p->source.layer.columns[i].name, name) == 0) {
            return i;
        }
    }
    fprintf(stderr, "no column %s\n", name);
    fail();
    return 0;
}

/* Record n (from 0) has this text, or number, or nothing, in the column. */
static inline void assert_probe_text(const source_probe *p, size_t n, const char *column,
                                     const char *text)
{
    const import_value *value = &p->records[n].values[probe_column(p, column)];
    assert_int_equal(value->type, text == NULL ? IMPORT_VALUE_NULL : IMPORT_VALUE_TEXT);
    if (text != NULL) {
        assert_string_equal(value->text, text);
    }
}

static inline void assert_probe_number(const source_probe *p, size_t n, const char *column,
                                       double number)
{
    const import_value *value = &p->records[n].values[probe_column(p, column)];
    assert_int_equal(value->type, IMPORT_VALUE_NUMBER);
    assert_true(value->number == number);
}

/* A file under the folder with real data; skips the test when there is none. */
static inline const char *probe_sample(const char *name)
{
    static char path[4096];
    const char *folder = getenv("KBS_SAMPLES");
    if (folder == NULL || folder[0] == '\0') {
        skip();
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (access(path, R_OK) != 0) {
        skip();
    }
    return path;
}

/* Removes what a format may have left of a file, with all its parts. */
static inline void probe_remove_family(const char *stem)
{
    static const char *const extensions[] = { "gpkg", "gpkg-wal", "gpkg-shm", "gpkg-journal",
                                              "fgb",  "gml",      "xsd",      "gfs",
                                              "kml",  "tab",      "dat",      "map",
                                              "id",   "ind",      "mif",      "mid" };
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s.%s", stem, extensions[i]);
        (void)unlink(path);
    }
}

#endif
