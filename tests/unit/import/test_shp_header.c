/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Headers of .shp and .shx, the index, and the counts: what is refused as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "shp_assert.h"

/* Three squares: .shp 100 + 3 * (8 + 128) = 508 bytes, .shx 124. */

static void sound__nothing_is_said(void **state)
{
    (void)state;
    assert_shp_noted(shp_three_squares(), NULL, NULL, 0, NULL, NULL);
}

static void parts__index_missing(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    remove("t.shx");
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.index-missing", KBS_FATAL, "t.shx", 0, NULL, NULL);
    assert_int_equal(probe.findings.count, 1);
    shp_probe_release(&probe);
}

static void parts__table_missing(void **state)
{
    (void)state;
    shp_probe probe;
    const import_reader_options no_attributes = { .no_attributes = true };
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    remove("t.dbf");
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.table-missing", KBS_FATAL, "t.dbf", 0, NULL, NULL);
    shp_probe_release(&probe);

    shp_probe_run(&probe, "t.shp", &no_attributes);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.records, 3);
    assert_int_equal(probe.given, 3);
    assert_int_equal(probe.layer.column_count, 0);
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
}

static void parts__both_missing_are_both_named(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    remove("t.dbf");
    remove("t.shx");
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.table-missing", KBS_FATAL, "t.dbf", 0, NULL, NULL);
    assert_shp_finding(&probe, "shp.index-missing", KBS_FATAL, "t.shx", 0, NULL, NULL);
    shp_probe_release(&probe);
}

static void parts__the_index_given_instead(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_run(&probe, "t.shx", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.index-given", KBS_FATAL, "t.shx", 0, NULL, NULL);
    shp_probe_release(&probe);
}

static void parts__empty_files(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    b->shp.length = 0;
    assert_shp_refused(b, KBS_INPUT, "file.empty", "t.shp", 0, NULL, NULL);
    b = shp_three_squares();
    b->shx.length = 0;
    assert_shp_refused(b, KBS_INPUT, "file.empty", "t.shx", 0, NULL, NULL);
    b = shp_three_squares();
    b->dbf.length = 0;
    assert_shp_refused(b, KBS_INPUT, "file.empty", "t.dbf", 0, NULL, NULL);
}

static void header__file_code(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shp, 0, 0x01020304);
    assert_shp_refused(b, KBS_INPUT, "shp.not-shapefile", "t.shp", 0, "01 02 03 04", NULL);
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, 0, 0xCAFED00D);
    assert_shp_refused(b, KBS_INPUT, "shp.not-shapefile", "t.shx", 0, "ca fe d0 0d", NULL);
}

static void header__another_format_under_the_name(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_build_write_file("t.shp", "PK\003\004\024\000\000\000\010\000abcdefgh", 18);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.not-shapefile", KBS_FATAL, "t.shp", 0, "ZIP", NULL);
    shp_probe_release(&probe);
}

static void header__version(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_le32(&b->shp, 28, 1001);
    assert_shp_refused(b, KBS_INPUT, "shp.version", "t.shp", 0, "1001", "1000");
    b = shp_three_squares();
    shp_build_put_le32(&b->shx, 28, 0xFFFFFFFF);
    assert_shp_refused(b, KBS_INPUT, "shp.version", "t.shx", 0, "-1", "1000");
}

static void header__type(void **state)
{
    (void)state;
    static const uint32_t unknown[] = { 2, 4, 6, 7, 9, 10, 14, 30, 32, 100, 0x80000005 };
    static const char *const texts[] = { "2",  "4",  "6",  "7",   "9",         "10",
                                         "14", "30", "32", "100", "2147483653" };
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        shp_build *b = shp_three_squares();
        shp_build_put_le32(&b->shp, 32, unknown[i]);
        assert_shp_refused(b, KBS_INPUT, "shp.type-unknown", "t.shp", 0, texts[i], NULL);
    }
    shp_build *b = shp_three_squares();
    shp_build_put_le32(&b->shp, 32, 31);
    assert_shp_refused(b, KBS_UNSUPPORTED, "shp.multipatch", "t.shp", 0, "MultiPatch", NULL);
    b = shp_three_squares();
    shp_build_put_le32(&b->shx, 32, 15);
    assert_shp_noted(b, "shp.index-type", "t.shx", 0, "PolygonZ", "Polygon");
}

static void header__length(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shp, 24, 512 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.cut", "t.shp", 0, "508", "512");
    b = shp_three_squares();
    shp_build_put_be32(&b->shp, 24, 0xFFFFFFFF);
    assert_shp_refused(b, KBS_INPUT, "shp.cut", "t.shp", 0, "508", "8589934590");
    b = shp_three_squares();
    shp_build_put_be32(&b->shp, 24, 100 / 2);
    assert_shp_noted(b, "shp.longer", "t.shp", 0, "508", "100");
    b = shp_three_squares();
    shp_build_cut(&b->shp, 99);
    assert_shp_refused(b, KBS_INPUT, "shp.cut", "t.shp", 0, "99", "100");
    b = shp_three_squares();
    shp_build_cut(&b->shp, 507);
    assert_shp_refused(b, KBS_INPUT, "shp.cut", "t.shp", 0, "507", "508");
}

static void header__box(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_f64(&b->shp, 36, 99.0);
    assert_shp_noted(b, "shp.header-box", "t.shp", 0, NULL, NULL);
    b = shp_three_squares();
    shp_build_put_f64(&b->shp, 60, -1.7976931348623157e308);
    assert_shp_noted(b, "shp.header-box", "t.shp", 0, NULL, NULL);
    b = shp_three_squares();
    shp_build_put_f64(&b->shp, 36, 100.00000001); /* the last digits got lost in a text */
    assert_shp_noted(b, NULL, NULL, 0, NULL, NULL);
}

static void index__length(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shx, 24, 132 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.cut", "t.shx", 0, "124", "132");
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, 24, 122 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.index-size", "t.shx", 0, "122", NULL);
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, 24, 0);
    assert_shp_refused(b, KBS_INPUT, "shp.index-size", "t.shx", 0, "0", NULL);
    b = shp_three_squares();
    shp_build_append(&b->shx, "\0\0\0", 3);
    assert_shp_noted(b, "shp.longer", "t.shx", 0, "127", "124");
}

static void index__count_and_table(void **state)
{
    (void)state;
    /* The index has lost its last entry, and its header agrees. */
    shp_build *b = shp_three_squares();
    shp_build_cut(&b->shx, 116);
    shp_build_put_be32(&b->shx, 24, 116 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.count", "t.shp", 0, "2", "3");
    /* The table says that it has fewer rows, or more. */
    b = shp_three_squares();
    shp_build_put_le32(&b->dbf, 4, 2);
    assert_shp_refused(b, KBS_INPUT, "shp.count", "t.shp", 0, "3", "2");
    b = shp_three_squares();
    shp_build_put_le32(&b->dbf, 4, 4);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "155", "173");
    b = shp_three_squares();
    shp_build_put_le32(&b->dbf, 4, 0x7FFFFFFF);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "155", "40802189390");
}

/* Index and table are cut alike: only the bytes that are left over in .shp tell. */
static void index__bytes_that_no_entry_points_to(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_cut(&b->shx, 116);
    shp_build_put_be32(&b->shx, 24, 116 / 2);
    shp_build_put_le32(&b->dbf, 4, 2);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.given, 2);
    assert_shp_finding(&probe, "shp.unused-bytes", KBS_NOTE, "t.shp", 0, "136", NULL);
    assert_shp_finding(&probe, "shp.table-tail", KBS_NOTE, "t.dbf", 0, "20", NULL);
    shp_probe_release(&probe);
}

static void index__entries(void **state)
{
    (void)state;
    /* Beyond the end of .shp: offset, then length. */
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 3), 510 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.index-outside", "t.shx", 3, "646", "508");
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 2) + 4, 0xFFFFFFFF);
    assert_shp_refused(b, KBS_INPUT, "shp.index-outside", "t.shx", 2, "8589934834", "508");
    /* Into the header, into the record before it, before the record before it. */
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 1), 0);
    assert_shp_refused(b, KBS_INPUT, "shp.index-overlap", "t.shx", 1, "0", "100");
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 2), 232 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.index-overlap", "t.shx", 2, "232", "236");
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 3), 100 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.index-overlap", "t.shx", 3, "100", "372");
    /* Between two records. */
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 2), 238 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 2) + 4, 124 / 2);
    assert_shp_refused(b, KBS_INPUT, "shp.index-odd", "t.shx", 2, "238", "4");
}

/* Reads until the reading fails; the finding must be this one. */
static void assert_fails_at(shp_build *b, int64_t given, const char *code, const char *file,
                            int64_t record, const char *found, const char *expected)
{
    shp_probe probe;
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.opened, KBS_OK);
    assert_int_equal(probe.given, given);
    assert_int_equal(probe.ended, KBS_INPUT);
    assert_shp_finding(&probe, code, KBS_FATAL, file, record, found, expected);
    assert_int_equal(shp_probe_next(&probe), KBS_INPUT); /* and stays so */
    assert_int_equal(shp_probe_finish(&probe), KBS_INPUT);
    shp_probe_release(&probe);
}

static void index__length_differs_from_the_record(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 2) + 4, 124 / 2);
    assert_fails_at(b, 1, "shp.index-length", "t.shp", 2, "124", "128");
    b = shp_three_squares();
    shp_build_put_be32(&b->shp, shp_build_record(b, 3) + 4, 0xFFFFFFFF);
    assert_fails_at(b, 2, "shp.index-length", "t.shp", 3, "128", "8589934590");
    /* An entry that points into a gap finds no record header there. */
    b = shp_three_squares();
    shp_build_put_be32(&b->shx, shp_build_entry(b, 1), 104 / 2);
    shp_build_put_be32(&b->shx, shp_build_entry(b, 1) + 4, 124 / 2);
    assert_fails_at(b, 0, "shp.index-length", "t.shp", 1, "124", "167772160");
}

static void index__no_records_at_all(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_build_new(SHP_BUILD_POLYGON);
    shp_build_field(b, "AD", 'C', 12);
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.records, 0);
    assert_int_equal(probe.given, 0);
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
}

/* One record more than a layer may have, in files that are mostly holes. */
static void limits__records(void **state)
{
    (void)state;
    const uint32_t records = 10000001;
    const off_t shx = 100 + 8 * (off_t)records;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shx, 24, (uint32_t)(shx / 2));
    shp_build_write(b, "t");
    shp_build_free(b);
    assert_int_equal(truncate("t.shx", shx), 0);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.most-records", KBS_FATAL, "t.shx", 0, "10000001", "10000000");
    shp_probe_release(&probe);

    b = shp_three_squares();
    shp_build_put_le32(&b->dbf, 4, records);
    shp_build_write(b, "t");
    shp_build_free(b);
    assert_int_equal(truncate("t.dbf", 97 + 19 * (off_t)records), 0);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "shp.most-records", KBS_FATAL, "t.dbf", 0, "10000001", "10000000");
    shp_probe_release(&probe);
}

/* A part of more than 2 GiB, a hole again. */
static void limits__bytes_of_a_part(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_write(b, "t");
    shp_build_free(b);
    assert_int_equal(truncate("t.dbf", 2147483649), 0);
    shp_probe_run(&probe, "t.shp", NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_shp_finding(&probe, "file.too-large", KBS_FATAL, "t.dbf", 0, "2147483649", "2147483648");
    shp_probe_release(&probe);
    shp_build_remove("t");
}

static void records__numbers_out_of_sequence(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_be32(&b->shp, shp_build_record(b, 2), 7);
    shp_build_put_be32(&b->shp, shp_build_record(b, 3), 7);
    assert_shp_noted(b, "shp.record-numbers", "t.shp", 2, "2", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound__nothing_is_said),
        cmocka_unit_test(parts__index_missing),
        cmocka_unit_test(parts__table_missing),
        cmocka_unit_test(parts__both_missing_are_both_named),
        cmocka_unit_test(parts__the_index_given_instead),
        cmocka_unit_test(parts__empty_files),
        cmocka_unit_test(header__file_code),
        cmocka_unit_test(header__another_format_under_the_name),
        cmocka_unit_test(header__version),
        cmocka_unit_test(header__type),
        cmocka_unit_test(header__length),
        cmocka_unit_test(header__box),
        cmocka_unit_test(index__length),
        cmocka_unit_test(index__count_and_table),
        cmocka_unit_test(index__bytes_that_no_entry_points_to),
        cmocka_unit_test(index__entries),
        cmocka_unit_test(index__length_differs_from_the_record),
        cmocka_unit_test(index__no_records_at_all),
        cmocka_unit_test(limits__records),
        cmocka_unit_test(limits__bytes_of_a_part),
        cmocka_unit_test(records__numbers_out_of_sequence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
