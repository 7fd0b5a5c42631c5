/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The reader as a whole: who it says it is for, its digest, files that change under it, missing
 * memory, large files, and damage at every byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/memory.h"
#include "shp_assert.h"

static int bid_for(const char *path, const void *head, size_t length)
{
    import_source source = { .path = path, .name = path, .head_length = length };
    memcpy(source.head, head, length);
    return import_reader_shapefile.bid(&source);
}

static void bid__by_content_and_neighbours(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    assert_int_equal(bid_for("t.shp", b->shp.data, 100), 100);
    assert_int_equal(bid_for("t.txt", b->shp.data, 100), 100);
    assert_int_equal(bid_for("t.shp", "<?xml version", 13), 10); /* damaged, with its other parts */
    assert_int_equal(bid_for("t.txt", "<?xml version", 13), 0);
    assert_int_equal(bid_for("u.shp", "<?xml version", 13), 0); /* only the name */
    assert_int_equal(bid_for("t.shp", "\0\0\x27", 3), 10);
    shp_build_free(b);
}

/* SHA-256 over the SHA-256 of each part in the order .shp .shx .dbf .prj .cpg. */
static void expect_digest(const char *const *paths, char hex[BASE_SHA256_HEX], uint64_t *bytes)
{
    uint8_t part[BASE_SHA256_BYTES];
    static uint8_t content[4096];
    base_sha256 *inner = base_sha256_new();
    base_sha256 *outer = base_sha256_new();
    *bytes = 0;
    for (; *paths != NULL; paths++) {
        FILE *in = fopen(*paths, "rb");
        assert_non_null(in);
        size_t length = fread(content, 1, sizeof content, in);
        fclose(in);
        base_sha256_add(inner, content, length);
        base_sha256_end(inner, part);
        base_sha256_add(outer, part, sizeof part);
        *bytes += length;
    }
    base_sha256_end(outer, part);
    base_sha256_to_hex(part, hex);
    base_sha256_free(inner);
    base_sha256_free(outer);
}

static void digest__over_the_parts(void **state)
{
    (void)state;
    static const char *const all[] = { "t.shp", "t.shx", "t.dbf", "t.prj", "t.cpg", NULL };
    static const char *const three[] = { "t.shp", "t.shx", "t.dbf", NULL };
    static const char *const two[] = { "t.shp", "t.shx", NULL };
    const import_reader_options no_attributes = { .no_attributes = true };
    char hex[BASE_SHA256_HEX];
    uint64_t bytes = 0;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_append(&b->shp, "tail", 4); /* bytes that no record has count too */
    b->prj = "PROJCS[\"x\"]";
    b->cpg = "1254";
    shp_probe_build(&probe, b, NULL);
    expect_digest(all, hex, &bytes);
    assert_string_equal(probe.sha256, hex);
    assert_int_equal(probe.bytes, bytes);
    assert_int_equal(bytes, 512 + 124 + 155 + 11 + 4);
    shp_probe_release(&probe);

    shp_probe_build(&probe, shp_three_squares(), NULL);
    expect_digest(three, hex, &bytes);
    assert_string_equal(probe.sha256, hex);
    shp_probe_release(&probe);

    shp_probe_run(&probe, "t.shp", &no_attributes);
    expect_digest(two, hex, &bytes);
    assert_string_equal(probe.sha256, hex);
    shp_probe_release(&probe);
}

/* Opens, lets `change` work on the files, reads on. */
static void assert_change_is_noticed(void (*change)(void), const char *file)
{
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_OK);
    change();
    while (shp_probe_next(&probe) == KBS_OK) {
    }
    kbs_code code = probe.ended == KBS_END ? shp_probe_finish(&probe) : probe.ended;
    assert_int_equal(code, KBS_IO);
    const kbs_finding *last = base_findings_last(&probe.findings);
    assert_string_equal(last->code, "file.changed");
    assert_string_equal(last->file, file);
    shp_probe_release(&probe);
}

static void grow_shp(void)
{
    FILE *out = fopen("t.shp", "ab");
    assert_non_null(out);
    fputs("more", out);
    fclose(out);
}

static void shrink_shp(void)
{
    assert_int_equal(truncate("t.shp", 300), 0);
}

static void shrink_dbf(void)
{
    assert_int_equal(truncate("t.dbf", 120), 0);
}

static void shrink_shx(void)
{
    assert_int_equal(truncate("t.shx", 0), 0);
}

static void touch_prj(void)
{
    FILE *out = fopen("t.prj", "ab");
    assert_non_null(out);
    fputs(" ", out);
    fclose(out);
}

static void changed__while_reading(void **state)
{
    (void)state;
    assert_change_is_noticed(grow_shp, "t.shp");
    assert_change_is_noticed(shrink_shp, "t.shp");
    assert_change_is_noticed(shrink_dbf, "t.dbf");
    assert_change_is_noticed(shrink_shx, "t.shx");
    shp_probe probe;
    shp_build *b = shp_three_squares();
    b->prj = "PROJCS[\"x\"]";
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(&probe, "t.shp", NULL);
    touch_prj();
    while (shp_probe_next(&probe) == KBS_OK) {
    }
    assert_int_equal(shp_probe_finish(&probe), KBS_IO);
    assert_shp_finding(&probe, "file.changed", KBS_FATAL, "t.prj", 0, "12", "11");
    shp_probe_release(&probe);
}

/* A row that is marked as deleted after they were counted: a record would be missing. */
static void changed__lost_records(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    const double at[] = { 1, 2 };
    shp_build_field(b, "AD", 'C', 254);
    for (int i = 0; i < 9000; i++) { /* more than a window of table */
        shp_build_part(b, at, 1);
        shp_build_end(b, "a");
    }
    shp_build_done(b);
    shp_build_write(b, "big");
    shp_probe_open(&probe, "big.shp", NULL);
    assert_int_equal(probe.records, 9000);
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    FILE *table = fopen("big.dbf", "r+b");
    assert_non_null(table);
    fseek(table, (long)shp_build_row(b, 8999), SEEK_SET);
    fputc('*', table);
    fclose(table);
    while (shp_probe_next(&probe) == KBS_OK) {
    }
    assert_int_equal(probe.ended, KBS_END);
    assert_int_equal(probe.given, 8999);
    assert_int_not_equal(shp_probe_finish(&probe), KBS_OK);
    shp_probe_release(&probe);
    shp_build_free(b);
    shp_build_remove("big");
}

/* A mark that is neither after all of them were looked at. */
static void changed__marks(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_probe_open(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_OK);
    shp_build_put_u8(&b->dbf, shp_build_row(b, 2), '?');
    shp_build_write_file("t.dbf", b->dbf.data, b->dbf.length);
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_int_equal(shp_probe_next(&probe), KBS_INPUT);
    assert_shp_finding(&probe, "shp.table-row", KBS_FATAL, "t.dbf", 2, "63", "32");
    shp_probe_release(&probe);
    shp_build_free(b);
}

/* Not read to the end: that must not pass for a whole file. */
static void finish__too_early(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(&probe, "t.shp", NULL);
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_int_equal(shp_probe_finish(&probe), KBS_INTERNAL);
    assert_shp_finding(&probe, "shp.lost-records", KBS_FATAL, "t.shp", 0, "1", "3");
    shp_probe_release(&probe);
}

static void layer__name_of_the_file(void **state)
{
    (void)state;
    shp_probe probe;
    const import_reader_options right = { .layer = "t" };
    const import_reader_options wrong = { .layer = "roads" };
    shp_probe_build(&probe, shp_three_squares(), &right);
    assert_int_equal(probe.finished, KBS_OK);
    assert_string_equal(probe.layer.name, "t");
    assert_int_equal(probe.given, 3);
    shp_probe_release(&probe);
    shp_probe_run(&probe, "t.shp", &wrong);
    assert_int_equal(probe.opened, KBS_USAGE);
    assert_string_equal(base_findings_last(&probe.findings)->code, "layer.missing");
    shp_probe_release(&probe);
}

static void close__nothing(void **state)
{
    (void)state;
    import_reader_shapefile.close(NULL);
}

/* Records and rows across the borders of many windows, each with its own values. */
static void large__more_than_a_window(void **state)
{
    (void)state;
    enum { COUNT = 30000 };
    char row[64];
    shp_build *b = shp_build_new(SHP_BUILD_LINE);
    shp_build_field(b, "NO", 'N', 10);
    shp_build_field(b, "AD", 'C', 120);
    for (int i = 0; i < COUNT; i++) {
        double line[40];
        const size_t vertices = 2 + (size_t)(i % 19);
        for (size_t k = 0; k < vertices; k++) {
            line[2 * k] = i;
            line[2 * k + 1] = (double)k;
        }
        snprintf(row, sizeof row, "%d|ad %d", i, 7 * i);
        shp_build_part(b, line, vertices);
        shp_build_end(b, row);
    }
    shp_build_done(b);
    shp_build_write(b, "big");
    shp_build_free(b);
    shp_probe probe;
    shp_probe_open(&probe, "big.shp", NULL);
    assert_int_equal(probe.records, COUNT);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(shp_probe_next(&probe), KBS_OK);
        const geo_shape *shape = &probe.record.shape;
        assert_int_equal(probe.record.number, i + 1);
        assert_int_equal(shape->vertex_count, 2 + i % 19);
        assert_true(shape->vertices[0].east == i);
        assert_true(shape->vertices[shape->vertex_count - 1].north ==
                    (double)(shape->vertex_count - 1));
        snprintf(row, sizeof row, "%d", i);
        assert_string_equal(shp_probe_value(&probe, "NO"), row);
        snprintf(row, sizeof row, "ad %d", 7 * i);
        assert_string_equal(shp_probe_value(&probe, "AD"), row);
    }
    assert_int_equal(shp_probe_next(&probe), KBS_END);
    assert_int_equal(shp_probe_finish(&probe), KBS_OK);
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
    shp_build_remove("big");
}

/* A small shapefile with all that a damage can hit: two rings, a null shape, a deleted row, text
 * beyond ASCII. */
static shp_build *small_sample(void)
{
    shp_build *b = shp_build_new(SHP_BUILD_POLYGON + SHP_BUILD_M);
    shp_build_field(b, "AD", 'C', 8);
    shp_build_field(b, "NO", 'N', 3);
    shp_build_square(b, 100, 200, 30);
    shp_build_square(b, 110, 210, 10);
    shp_build_end(b, "\xC3\x87"
                     "ay|1");
    shp_build_end(b, "bos|2");
    shp_build_square(b, 200, 200, 10);
    shp_build_end(b, "silik|3");
    shp_build_square(b, 300, 200, 10);
    shp_build_end(b, "son|4");
    shp_build_done(b);
    shp_build_delete(b, 3);
    b->cpg = "UTF-8";
    b->prj = "GEOGCS[\"x\"]";
    return b;
}

/* Success with all records, or a failure with a fatal finding; never success with fewer. */
static bool assert_whole_or_failed(const shp_probe *probe, int64_t records)
{
    if (probe->opened == KBS_OK && probe->ended == KBS_END && probe->finished == KBS_OK) {
        assert_int_equal(probe->given, records);
        assert_int_equal(probe->records, records);
        return true;
    }
    assert_non_null(base_findings_last(&probe->findings));
    assert_int_equal(base_findings_last(&probe->findings)->severity, KBS_FATAL);
    return false;
}

static void cut_everywhere(shp_bytes shp_build_part_bytes(shp_build *), const char *path,
                           size_t may_succeed_from)
{
    shp_build *b = small_sample();
    shp_build_write(b, "t");
    const shp_bytes bytes = shp_build_part_bytes(b);
    for (size_t length = 0; length < bytes.length; length++) {
        shp_probe probe;
        shp_build_write_file(path, bytes.data, length);
        shp_probe_run(&probe, "t.shp", NULL);
        if (assert_whole_or_failed(&probe, 3)) {
            assert_true(length >= may_succeed_from);
        } else {
            assert_true(length < may_succeed_from);
        }
        assert_int_equal(probe.refused, 0);
        shp_probe_release(&probe);
    }
    shp_build_free(b);
}

static shp_bytes the_shp(shp_build *b)
{
    return b->shp;
}

static shp_bytes the_shx(shp_build *b)
{
    return b->shx;
}

static shp_bytes the_dbf(shp_build *b)
{
    return b->dbf;
}

static void cut__at_every_byte(void **state)
{
    (void)state;
    shp_build *b = small_sample();
    const size_t shp = b->shp.length, shx = b->shx.length, dbf = b->dbf.length;
    shp_build_free(b);
    cut_everywhere(the_shp, "t.shp", shp);
    cut_everywhere(the_shx, "t.shx", shx);
    cut_everywhere(the_dbf, "t.dbf", dbf - 1); /* only the end mark may be missing */
}

/* What a run gave, as one number: shapes, values and record numbers. */
static void run_with_print(shp_probe *probe, uint8_t print[BASE_SHA256_BYTES])
{
    base_sha256 *sha = base_sha256_new();
    assert_non_null(sha);
    shp_probe_open(probe, "t.shp", NULL);
    while (probe->opened == KBS_OK && shp_probe_next(probe) == KBS_OK) {
        const import_record *record = &probe->record;
        const geo_shape *shape = &record->shape;
        base_sha256_add(sha, &record->number, sizeof record->number);
        base_sha256_add(sha, &shape->type, sizeof shape->type);
        base_sha256_add(sha, shape->vertices, shape->vertex_count * sizeof *shape->vertices);
        base_sha256_add(sha, shape->ring_end, shape->ring_count * sizeof *shape->ring_end);
        base_sha256_add(sha, shape->part_end, shape->part_count * sizeof *shape->part_end);
        for (size_t i = 0; i < probe->layer.column_count; i++) {
            const import_value *value = &record->values[i];
            const char *name = probe->layer.columns[i].name;
            base_sha256_add(sha, name, strlen(name) + 1);
            base_sha256_add(sha, &value->type, sizeof value->type);
            base_sha256_add(sha, value->text, value->length);
        }
    }
    if (probe->opened == KBS_OK && probe->ended == KBS_END) {
        (void)shp_probe_finish(probe);
    }
    base_sha256_end(sha, print);
    base_sha256_free(sha);
}

/* Bytes of which the reader cannot see that they are wrong: coordinates, where a second ring starts
 * (it is then open, which is for others to see), texts and names. */
static bool is_content(const shp_build *b, size_t part, size_t at)
{
    if (part == 1) {
        return false;
    }
    if (part == 2) {
        /* Names and first letters of types; rows with their marks. */
        return (at >= 32 && at < 96 && at % 32 < 12) || at >= shp_build_row(b, 1);
    }
    for (uint32_t i = 1; i <= b->record_count; i++) {
        const size_t rings = i == 1 ? 2 : 1;
        const size_t first = shp_build_content(b, i) + 48; /* where a second ring starts */
        if (i != 2 && at >= first && at < first + 4 * (rings - 1) + 16 * 5 * rings) {
            return true;
        }
    }
    return false;
}

/* Each byte of each part changed in several ways: never a crash, never success with fewer records,
 * and what is read in another way than before without a word is content. */
static void damage__every_byte(void **state)
{
    (void)state;
    static const char *const paths[] = { "t.shp", "t.shx", "t.dbf" };
    uint8_t sound[BASE_SHA256_BYTES];
    uint8_t print[BASE_SHA256_BYTES];
    size_t read = 0, failed = 0;
    shp_probe probe;
    shp_build *b = small_sample();
    shp_build_write(b, "t");
    run_with_print(&probe, sound);
    const size_t notes = probe.findings.count;
    assert_int_equal(notes, 2); /* measures are not taken, a deleted row has a geometry */
    shp_probe_release(&probe);
    shp_bytes *const parts[] = { &b->shp, &b->shx, &b->dbf };
    for (size_t p = 0; p < 3; p++) {
        for (size_t at = 0; at < parts[p]->length; at++) {
            const uint8_t was = parts[p]->data[at];
            const uint8_t others[] = { 0, 255, (uint8_t)(was ^ 1), (uint8_t)(was ^ 0x80),
                                       (uint8_t)(was + 1) };
            for (size_t i = 0; i < sizeof others; i++) {
                parts[p]->data[at] = others[i];
                shp_build_write_file(paths[p], parts[p]->data, parts[p]->length);
                run_with_print(&probe, print);
                /* A damaged mark can delete a row or bring one back; nothing else changes the
                 * number. */
                const bool is_mark =
                    p == 2 && at >= shp_build_row(b, 1) && (at - shp_build_row(b, 1)) % 12 == 0;
                const bool whole = assert_whole_or_failed(&probe, is_mark ? probe.given : 3);
                const bool same = memcmp(print, sound, sizeof print) == 0;
                if (whole && !same && probe.findings.count == notes && !is_content(b, p, at)) {
                    fprintf(stderr, "%s, byte %zu: %u read as %u without a word\n", paths[p], at,
                            was, others[i]);
                    fail();
                }
                read += whole ? 1 : 0;
                failed += whole ? 0 : 1;
                shp_probe_release(&probe);
            }
            parts[p]->data[at] = was;
        }
        shp_build_write_file(paths[p], parts[p]->data, parts[p]->length);
    }
    shp_build_free(b);
    assert_true(read > 4000);
    assert_true(failed > 400);
}

/* Points with columns that have no name or the same one, and one coordinate that is none. */
static shp_build *odd_points(void)
{
    const double at[] = { 1, 2 };
    const double none[] = { 1e300, 2 };
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b, "AD", 'C', 4);
    shp_build_field(b, "AD", 'C', 4);
    shp_build_field(b, "", 'M', 4);
    shp_build_part(b, at, 1);
    shp_build_end(b, "a|b|c");
    shp_build_part(b, none, 1);
    shp_build_end(b, "a|b|c");
    shp_build_done(b);
    b->cpg = "nonsense";
    return b;
}

static shp_build *multipoints(void)
{
    double at[200] = { 0 };
    shp_build *b = shp_build_new(SHP_BUILD_MULTIPOINT);
    shp_build_field(b, "AD", 'C', 4);
    shp_build_part(b, at, 100);
    shp_build_end(b, "a");
    shp_build_done(b);
    return b;
}

static shp_build *lines(void)
{
    const double line[] = { 0, 0, 1, 1 };
    shp_build *b = shp_build_new(SHP_BUILD_LINE);
    shp_build_field(b, "AD", 'C', 4);
    for (int i = 0; i < 100; i++) {
        shp_build_part(b, line, 2);
    }
    shp_build_end(b, "a");
    shp_build_done(b);
    return b;
}

/* Refused, because nothing says what the letters are. */
static shp_build *undecided_letters(void)
{
    const double at[] = { 1, 2 };
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b, "AD", 'C', 4);
    shp_build_part(b, at, 1);
    shp_build_end(b, "\xB1\xB2\xB3\xB9");
    shp_build_done(b);
    return b;
}

static kbs_code code_of(const shp_probe *probe)
{
    return probe->opened != KBS_OK   ? probe->opened
           : probe->ended != KBS_END ? probe->ended
                                     : probe->finished;
}

/* The n-th allocation fails, for all n: a clean failure for want of memory, until none fails and
 * the answer is the one with memory. */
static void fail_each_allocation(shp_build *b)
{
    shp_probe probe;
    size_t n = 0;
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_run(&probe, "t.shp", NULL);
    const kbs_code expected = code_of(&probe);
    const size_t findings = probe.findings.count;
    shp_probe_release(&probe);
    for (bool failed = true; failed; n++) {
        base_memory_fail_at(n);
        shp_probe_run(&probe, "t.shp", NULL);
        base_memory_fail_at(SIZE_MAX);
        failed = code_of(&probe) == KBS_MEMORY;
        if (!failed) {
            /* A fatal finding itself may be what there was no memory for; its code is known all the
             * same. */
            failed = probe.findings.failed;
            assert_int_equal(code_of(&probe), expected);
            assert_true(failed || probe.findings.count == findings);
        }
        shp_probe_release(&probe);
        assert_true(n < 10000);
    }
    assert_true(n > 20);
}

static void memory__every_allocation_fails_once(void **state)
{
    (void)state;
    fail_each_allocation(small_sample());
    fail_each_allocation(odd_points());
    fail_each_allocation(multipoints());
    fail_each_allocation(lines());
    fail_each_allocation(undecided_letters());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bid__by_content_and_neighbours),
        cmocka_unit_test(digest__over_the_parts),
        cmocka_unit_test(changed__while_reading),
        cmocka_unit_test(changed__lost_records),
        cmocka_unit_test(changed__marks),
        cmocka_unit_test(finish__too_early),
        cmocka_unit_test(layer__name_of_the_file),
        cmocka_unit_test(close__nothing),
        cmocka_unit_test(large__more_than_a_window),
        cmocka_unit_test(cut__at_every_byte),
        cmocka_unit_test(damage__every_byte),
        cmocka_unit_test(memory__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
