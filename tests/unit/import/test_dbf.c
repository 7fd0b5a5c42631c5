/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The table of a shapefile: layouts that are refused, columns and rows that are odd, values as
 * given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shp_assert.h"

/* Three squares, AD C 12 and NO N 6: header 97 bytes, rows of 19, 155 bytes with the end mark. */

/* For points, whose fields the caller gives. */
static shp_build *with_point(void)
{
    return shp_build_new(SHP_BUILD_POINT);
}

static void end_point(shp_build *b, const char *row)
{
    const double at[] = { 1, 2 };
    shp_build_part(b, at, 1);
    shp_build_end(b, row);
}

/* Writes, frees, opens and reads the first record. */
static void read_first(shp_probe *probe, shp_build *b)
{
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(probe, "t.shp", NULL);
    assert_int_equal(probe->opened, KBS_OK);
    assert_int_equal(shp_probe_next(probe), KBS_OK);
}

static void layout__not_a_table(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_u8(&b->dbf, 0, 0x04); /* dBASE 7 */
    assert_shp_refused(b, KBS_INPUT, "shp.not-table", "t.dbf", 0, "04 7e 0b 18", NULL);
    b = shp_three_squares();
    shp_build_put(&b->dbf, 0, "PK\003\004", 4);
    assert_shp_refused(b, KBS_INPUT, "shp.not-table", "t.dbf", 0, "ZIP", NULL);
}

static void layout__known_versions(void **state)
{
    (void)state;
    static const uint8_t versions[] = { 0x03, 0x30, 0x31, 0x32, 0x43, 0x63,
                                        0x83, 0x8B, 0xCB, 0xF5, 0xFB };
    for (size_t i = 0; i < sizeof versions; i++) {
        shp_build *b = shp_three_squares();
        shp_build_put_u8(&b->dbf, 0, versions[i]);
        assert_shp_noted(b, NULL, NULL, 0, NULL, NULL);
    }
}

static void layout__cut(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_cut(&b->dbf, 31);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "31", "33");
    b = shp_three_squares();
    shp_build_cut(&b->dbf, 96);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "96", "97");
    b = shp_three_squares();
    shp_build_cut(&b->dbf, 153);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "153", "154");
    /* Without the end mark nothing is missing. */
    b = shp_three_squares();
    shp_build_cut(&b->dbf, 154);
    assert_shp_noted(b, NULL, NULL, 0, NULL, NULL);
}

static void layout__header_length(void **state)
{
    (void)state;
    static const struct {
        uint16_t length;
        const char *found;
        const char *expected;
    } cases[] = { { 0, "0", "33" }, { 32, "32", "33" }, { 96, "96", "97" }, { 99, "99", "97" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = shp_three_squares();
        shp_build_put_le16(&b->dbf, 8, cases[i].length);
        assert_shp_refused(b, KBS_INPUT, "shp.table-header", "t.dbf", 0, cases[i].found,
                           cases[i].expected);
    }
    shp_build *b = shp_three_squares();
    shp_build_put_le16(&b->dbf, 8, 65535);
    assert_shp_refused(b, KBS_INPUT, "shp.table-cut", "t.dbf", 0, "155", "65535");
    /* So short that it ends within the fields: what is left does not make up a row. */
    b = shp_three_squares();
    shp_build_put_le16(&b->dbf, 8, 65);
    assert_shp_refused(b, KBS_INPUT, "shp.table-row-length", "t.dbf", 0, "19", "13");
}

/* Puts `count` bytes behind the end mark of the fields. */
static shp_build *with_padding(const char *padding, size_t count)
{
    shp_build *b = shp_three_squares();
    const size_t end = 97;
    uint8_t rows[64];
    const size_t behind = b->dbf.length - end;
    memcpy(rows, b->dbf.data + end, behind);
    shp_build_cut(&b->dbf, end);
    shp_build_append(&b->dbf, padding, count);
    shp_build_append(&b->dbf, rows, behind);
    shp_build_put_le16(&b->dbf, 8, (uint16_t)(end + count));
    return b;
}

static void layout__padding_behind_the_fields(void **state)
{
    (void)state;
    static const char path[264] = "parcels.dbc";
    assert_shp_noted(with_padding("", 1), NULL, NULL, 0, NULL, NULL);
    assert_shp_noted(with_padding(path, 263), NULL, NULL, 0, NULL, NULL); /* Visual FoxPro */
    assert_shp_refused(with_padding(path, 2), KBS_INPUT, "shp.table-header", "t.dbf", 0, "99",
                       "97");
    assert_shp_refused(with_padding(path, 262), KBS_INPUT, "shp.table-header", "t.dbf", 0, "359",
                       "97");
}

static void layout__end_mark_of_the_fields(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_u8(&b->dbf, 96, 0);
    assert_shp_noted(b, "shp.table-end-mark", "t.dbf", 0, "0", "13");
}

static void layout__row_length(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_put_le16(&b->dbf, 10, 1);
    assert_shp_refused(b, KBS_INPUT, "shp.table-row-length", "t.dbf", 0, "1", "19");
    b = shp_three_squares();
    shp_build_put_le16(&b->dbf, 10, 0);
    assert_shp_refused(b, KBS_INPUT, "shp.table-row-length", "t.dbf", 0, "0", "19");
    b = shp_three_squares();
    shp_build_put_u8(&b->dbf, shp_build_field_at(2) + 16, 255);
    assert_shp_refused(b, KBS_INPUT, "shp.table-row-length", "t.dbf", 0, "19", "268");
}

static void layout__255_fields_and_one_more(void **state)
{
    (void)state;
    char name[16];
    shp_probe probe;
    for (size_t count = 255; count <= 256; count++) {
        shp_build *b = with_point();
        for (size_t i = 0; i < 255; i++) {
            snprintf(name, sizeof name, "F%zu", i);
            shp_build_field(b, name, 'C', 1);
        }
        if (count == 256) {
            shp_build_field(b, "F255", 'C', 1);
        }
        end_point(b, "a|b");
        shp_build_done(b);
        if (count == 255) {
            read_first(&probe, b);
            assert_int_equal(probe.layer.column_count, 255);
            assert_string_equal(shp_probe_value(&probe, "F1"), "b");
            shp_probe_release(&probe);
        } else {
            assert_shp_refused(b, KBS_INPUT, "shp.table-fields", "t.dbf", 0, NULL, "255");
        }
    }
}

static void layout__no_fields(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_point();
    end_point(b, "");
    shp_build_done(b);
    read_first(&probe, b);
    assert_int_equal(probe.layer.column_count, 0);
    shp_probe_release(&probe);
}

static void layout__bytes_behind_the_rows(void **state)
{
    (void)state;
    shp_build *b = shp_three_squares();
    shp_build_append(&b->dbf, "12345", 5);
    assert_shp_noted(b, "shp.table-tail", "t.dbf", 0, "6", NULL);
}

static void rows__marks(void **state)
{
    (void)state;
    /* A byte too many or too few shifts all rows behind it: nothing there can be believed. */
    shp_build *b = shp_three_squares();
    shp_build_put_u8(&b->dbf, shp_build_row(b, 3), 0);
    assert_shp_refused(b, KBS_INPUT, "shp.table-row", "t.dbf", 3, "0", "32");
    b = shp_three_squares();
    shp_build_put_u8(&b->dbf, shp_build_row(b, 2), 'x');
    assert_shp_refused(b, KBS_INPUT, "shp.table-row", "t.dbf", 2, "120", "32");
}

static void rows__deleted(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_delete(b, 1);
    shp_build_delete(b, 3);
    shp_build_put_le32(&b->shp, shp_build_content(b, 3), SHP_BUILD_NULL);
    shp_build_write(b, "t");
    shp_build_free(b);
    shp_probe_open(&probe, "t.shp", NULL);
    assert_int_equal(probe.records, 1);
    assert_int_equal(probe.excluded, 2);
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_int_equal(probe.record.number, 2);
    assert_int_equal(probe.record.byte, 236);
    assert_string_equal(shp_probe_value(&probe, "AD"), "iki");
    assert_true(probe.record.shape.vertices[0].east == 110);
    assert_int_equal(shp_probe_next(&probe), KBS_END);
    assert_int_equal(shp_probe_finish(&probe), KBS_OK);
    assert_shp_finding(&probe, "shp.deleted", KBS_NOTE, "t.dbf", 1, "1", NULL);
    assert_int_equal(probe.findings.count, 1);
    shp_probe_release(&probe);
}

static void rows__all_deleted(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    for (uint32_t i = 1; i <= 3; i++) {
        shp_build_delete(b, i);
    }
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.records, 0);
    assert_int_equal(probe.excluded, 3);
    assert_int_equal(probe.given, 0);
    shp_probe_release(&probe);
}

static void columns__types(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_point();
    shp_build_field(b, "METIN", 'C', 10);
    shp_build_field(b, "SAYI", 'N', 8);
    shp_build_field(b, "ONDALIK", 'F', 8);
    shp_build_field(b, "GUN", 'D', 8);
    shp_build_field(b, "EVET", 'L', 1);
    end_point(b, "bir iki|12.50|-3|20230231|T");
    end_point(b, "||||?");
    end_point(b, "  x|*****|1,5|00000000|N");
    shp_build_done(b);
    read_first(&probe, b);
    const import_column *columns = probe.layer.columns;
    assert_int_equal(probe.layer.column_count, 5);
    assert_int_equal(columns[0].type, 'C');
    assert_int_equal(columns[1].type, 'N');
    assert_int_equal(columns[2].type, 'N');
    assert_int_equal(columns[3].type, 'D');
    assert_int_equal(columns[4].type, 'L');
    /* As it stands there: what is a number or a date is for the import to say. */
    assert_string_equal(shp_probe_value(&probe, "METIN"), "bir iki");
    assert_string_equal(shp_probe_value(&probe, "SAYI"), "12.50");
    assert_string_equal(shp_probe_value(&probe, "ONDALIK"), "-3");
    assert_string_equal(shp_probe_value(&probe, "GUN"), "20230231");
    assert_string_equal(shp_probe_value(&probe, "EVET"), "T");
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(probe.record.values[i].type, IMPORT_VALUE_NULL);
    }
    assert_int_equal(shp_probe_next(&probe), KBS_OK);
    assert_string_equal(shp_probe_value(&probe, "METIN"), "x");
    assert_string_equal(shp_probe_value(&probe, "SAYI"), "*****");
    assert_string_equal(shp_probe_value(&probe, "ONDALIK"), "1,5");
    assert_string_equal(shp_probe_value(&probe, "GUN"), "00000000");
    assert_string_equal(shp_probe_value(&probe, "EVET"), "N");
    assert_int_equal(probe.findings.count, 0);
    shp_probe_release(&probe);
}

static void columns__binary_and_memo(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_point();
    shp_build_field(b, "NOT", 'M', 10);
    shp_build_field(b, "TAM", 'I', 4);
    shp_build_field(b, "AD", 'C', 5);
    end_point(b, "         1|abcd|son");
    shp_build_done(b);
    read_first(&probe, b);
    assert_int_equal(probe.layer.columns[0].type, 'B');
    assert_int_equal(probe.layer.columns[1].type, 'B');
    assert_int_equal(probe.record.values[0].type, IMPORT_VALUE_NULL);
    assert_int_equal(probe.record.values[1].type, IMPORT_VALUE_NULL);
    assert_string_equal(shp_probe_value(&probe, "AD"), "son");
    assert_shp_finding(&probe, "shp.column-memo", KBS_NOTE, "t.dbf", 0, NULL, NULL);
    assert_string_equal(shp_probe_finding(&probe, "shp.column-memo")->field, "NOT");
    assert_shp_finding(&probe, "shp.column-type", KBS_NOTE, "t.dbf", 0, "I", "C N F D L");
    assert_string_equal(shp_probe_finding(&probe, "shp.column-type")->field, "TAM");
    assert_int_equal(probe.findings.count, 2);
    shp_probe_release(&probe);
}

static void columns__odd_widths(void **state)
{
    (void)state;
    shp_probe probe;
    static const struct {
        char type;
        uint8_t width;
        const char *found;
    } cases[] = {
        { 'C', 0, "0" }, { 'N', 0, "0" }, { 'N', 34, "34" }, { 'D', 7, "7" }, { 'L', 2, "2" }
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char type[2] = { cases[i].type, '\0' };
        shp_build *b = with_point();
        shp_build_field(b, "X", cases[i].type, cases[i].width);
        shp_build_field(b, "AD", 'C', 5);
        end_point(b, "1|son");
        shp_build_done(b);
        read_first(&probe, b);
        assert_shp_finding(&probe, "shp.column-width", KBS_NOTE, "t.dbf", 0, cases[i].found, type);
        assert_string_equal(shp_probe_value(&probe, "X"), cases[i].width == 0 ? "" : "1");
        assert_string_equal(shp_probe_value(&probe, "AD"), "son");
        shp_probe_release(&probe);
    }
}

static void columns__names_empty_and_repeated(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_point();
    shp_build_field(b, "AD", 'C', 2);
    shp_build_field(b, "AD", 'C', 2);
    shp_build_field(b, "", 'C', 2);
    shp_build_field(b, "AD_2", 'C', 2);
    shp_build_field(b, "AD", 'C', 2);
    shp_build_field(b, "   ", 'C', 2);
    shp_build_field(b, " ada ", 'C', 2);
    shp_build_field(b, "ONBIRHARFLI", 'C', 2);
    end_point(b, "a|b|c|d|e|f|g|h");
    shp_build_done(b);
    read_first(&probe, b);
    static const char *const names[] = { "AD",   "AD_2",     "COLUMN_3", "AD_2_2",
                                         "AD_3", "COLUMN_6", "ada",      "ONBIRHARFLI" };
    static const char *const values[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(probe.layer.columns[i].name, names[i]);
        assert_string_equal(shp_probe_value(&probe, names[i]), values[i]);
    }
    assert_int_equal(shp_probe_count(&probe, "shp.column-repeated"), 3);
    assert_int_equal(shp_probe_count(&probe, "shp.column-empty"), 2);
    const kbs_finding *f = shp_probe_finding(&probe, "shp.column-repeated");
    assert_string_equal(f->found, "AD");
    assert_string_equal(f->expected, "AD_2");
    assert_int_equal(f->byte, 64);
    f = shp_probe_finding(&probe, "shp.column-empty");
    assert_string_equal(f->expected, "COLUMN_3");
    assert_int_equal(f->byte, 96);
    shp_probe_release(&probe);
}

static void columns__rubbish_behind_the_name(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_put(&b->dbf, shp_build_field_at(1) + 3, "\xCD\xCD\xCD\xCD", 4);
    read_first(&probe, b);
    assert_string_equal(probe.layer.columns[0].name, "AD");
    assert_string_equal(probe.layer.encoding_source, "bytes");
    assert_int_equal(probe.layer.encoding, BASE_ENCODING_ASCII);
    shp_probe_release(&probe);
}

static void values__nul_ends_a_text(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = shp_three_squares();
    shp_build_put(&b->dbf, shp_build_value(b, 1, 1), "ev \0\xFF\xFErest", 10);
    shp_build_put(&b->dbf, shp_build_value(b, 1, 2), "\0\0\0\0\0\0", 6);
    read_first(&probe, b);
    assert_string_equal(shp_probe_value(&probe, "AD"), "ev");
    assert_int_equal(probe.record.values[0].length, 2);
    assert_int_equal(probe.record.values[1].type, IMPORT_VALUE_NULL);
    assert_int_equal(probe.layer.encoding, BASE_ENCODING_ASCII);
    shp_probe_release(&probe);
}

/* Texts of every length in fields of every width, with blanks on both sides: the reader looks at
 * eight bytes at a time, so each length is another case. */
static void values__blanks_at_the_ends(void **state)
{
    (void)state;
    char row[64];
    char text[64];
    shp_probe probe;
    for (size_t width = 1; width <= 26; width++) {
        shp_build *b = with_point();
        size_t count = 0;
        shp_build_field(b, "X", 'C', (uint8_t)width);
        for (size_t before = 0; before <= width; before++) {
            for (size_t length = 0; before + length <= width; length++) {
                memset(row, ' ', sizeof row);
                memset(row + before, 'q', length);
                if (length > 2) {
                    row[before + 1] = ' ';
                }
                row[before + length] = '\0';
                end_point(b, row);
            }
        }
        shp_build_done(b);
        shp_build_write(b, "t");
        shp_build_free(b);
        shp_probe_open(&probe, "t.shp", NULL);
        for (size_t before = 0; before <= width; before++) {
            for (size_t length = 0; before + length <= width; length++) {
                memset(text, 'q', sizeof text);
                text[1] = length > 2 ? ' ' : 'q';
                text[length] = '\0';
                assert_int_equal(shp_probe_next(&probe), KBS_OK);
                assert_string_equal(shp_probe_value(&probe, "X"), text);
                count++;
            }
        }
        assert_int_equal(count, probe.records);
        shp_probe_release(&probe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout__not_a_table),
        cmocka_unit_test(layout__known_versions),
        cmocka_unit_test(layout__cut),
        cmocka_unit_test(layout__header_length),
        cmocka_unit_test(layout__padding_behind_the_fields),
        cmocka_unit_test(layout__end_mark_of_the_fields),
        cmocka_unit_test(layout__row_length),
        cmocka_unit_test(layout__255_fields_and_one_more),
        cmocka_unit_test(layout__no_fields),
        cmocka_unit_test(layout__bytes_behind_the_rows),
        cmocka_unit_test(rows__marks),
        cmocka_unit_test(rows__deleted),
        cmocka_unit_test(rows__all_deleted),
        cmocka_unit_test(columns__types),
        cmocka_unit_test(columns__binary_and_memo),
        cmocka_unit_test(columns__odd_widths),
        cmocka_unit_test(columns__names_empty_and_repeated),
        cmocka_unit_test(columns__rubbish_behind_the_name),
        cmocka_unit_test(values__nul_ends_a_text),
        cmocka_unit_test(values__blanks_at_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
