/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* KAP tables: told from other text, read as a table to join, refused as a source of boundaries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "import/kap.h"
#include "source_probe.h"

#define REST ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"

static import_reader_options joined(void)
{
    return (import_reader_options){ .table_only = true };
}

static void row__is_told_by_its_columns(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_row;
    } cases[] = {
        { "1,101_1,4870.25,4870.00,Tarla" REST, true },
        { "1,101_1/B,,," REST, true },
        { "1,101_1,4870.25,4870.00,Tarla" REST ",", false }, /* 52 columns */
        { "1,101/1,4870.25,4870.00,Tarla" REST, false },
        { "1,_,4870.25,4870.00,Tarla" REST, false },
        { "1,1_2_3,4870.25,4870.00,Tarla" REST, false },
        { "", false },
        { "101 487012.35 4420117.80", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(kap_is_row(cases[i].line, strlen(cases[i].line)), cases[i].is_row);
    }
}

static void table__gives_the_known_columns(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = joined();
    probe_write_text("mal.kap", "\r\n7, 101_1 ,4870.25,1.234,Kavakl\xFD Tarla" REST "\r\n"
                                "7,101_2/B,12,yok," REST "\r\n"
                                "7,0_5,,,Ba\xF0" REST "\r\n");
    probe_run(&p, "mal.kap", &options);
    assert_probe_read(&p, 3, 0, 1);
    assert_int_equal(p.source.layer.encoding, BASE_ENCODING_CP1254);
    assert_string_equal(p.source.reader->format, "NetCAD KAP");
    const import_value *first = p.records[0].values;
    assert_string_equal(first[0].text, "101");
    assert_string_equal(first[1].text, "1");
    assert_true(first[2].type == IMPORT_VALUE_NUMBER && first[2].number == 4870.25);
    assert_true(first[3].type == IMPORT_VALUE_NUMBER && first[3].number == 1.234);
    assert_string_equal(first[4].text, "Kavakl\xFD Tarla");
    const import_value *second = p.records[1].values;
    assert_string_equal(second[1].text, "2/B");
    assert_true(second[2].type == IMPORT_VALUE_NUMBER && second[2].number == 12);
    assert_int_equal(second[3].type, IMPORT_VALUE_TEXT);
    assert_int_equal(second[4].type, IMPORT_VALUE_NULL);
    const import_value *third = p.records[2].values;
    assert_string_equal(third[0].text, "0");
    assert_string_equal(third[1].text, "5");
    assert_int_equal(third[2].type, IMPORT_VALUE_NULL);
    assert_probe_finding(&p, "kap.columns", KBS_NOTE, 0, NULL, "46");
    assert_int_equal(p.records[0].line, 2);
    probe_release(&p);
}

static void table__with_lines_that_are_no_rows(void **state)
{
    (void)state;
    source_probe p;
    import_reader_options options = joined();
    probe_write_text("mal.kap", "7,101_1,1,1,Arsa" REST "\n7,101_2,1\n7,101_3,1,1,Arsa" REST);
    probe_run(&p, "mal.kap", &options);
    assert_probe_read(&p, 3, 1, 2);
    assert_int_equal(assert_probe_finding(&p, "kap.row", KBS_NOTE, 0, NULL, NULL)->line, 2);
    probe_release(&p);
}

static void table__is_no_source_of_boundaries(void **state)
{
    (void)state;
    source_probe p;
    probe_run_text(&p, "mal.txt", "7,101_1/B,5,5,Tarla" REST "\n");
    assert_int_equal(p.opened, KBS_UNSUPPORTED);
    assert_probe_finding(&p, "road.expropriation", KBS_FATAL, 0, NULL, "KAP");
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row__is_told_by_its_columns),
        cmocka_unit_test(table__gives_the_known_columns),
        cmocka_unit_test(table__with_lines_that_are_no_rows),
        cmocka_unit_test(table__is_no_source_of_boundaries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
