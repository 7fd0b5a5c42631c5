/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD drawings as a whole: what is no drawing, the run of blocks and what damages it, tables that stand anywhere, objects
 * inside of other blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ncz_assert.h"

#define E0 487000.0
#define N0 4420000.0

static ncz_build *new_drawing(void)
{
    ncz_build *b = ncz_build_new();
    (void)ncz_build_layers(b, "0|PARSEL|YAZI");
    (void)ncz_build_mproj(b, 3, 1, 33);
    return b;
}

/* So many points, named 1, 2, …: damage may then stay below 1 % of the file. */
static void add_points(ncz_build *b, size_t count)
{
    for (size_t i = 1; i <= count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu", i);
        (void)ncz_build_point(b, name, E0, N0);
    }
}

static void assert_bid(const void *bytes, size_t length, int expected)
{
    assert_int_equal(drawing_format_ncz.bid("x", bytes, length, length), expected);
}

static void bid__by_content(void **state)
{
    (void)state;
    ncz_build *b = ncz_build_new();
    assert_bid(b->data, b->length, 100);
    assert_bid(b->data, 125, 80);
    assert_bid(b->data, 5, 80);
    assert_bid(b->data, 4, 0);
    assert_bid(b->data, 0, 0);
    assert_bid("<?xml version", 13, 0);
    ncz_build_put_u8(b, 1, 121);
    assert_bid(b->data, b->length, 0);
    ncz_build_free(b);
    bool listed = false;
    for (size_t i = 0; drawing_formats[i] != NULL; i++) {
        listed = listed || drawing_formats[i] == &drawing_format_ncz;
    }
    assert_true(listed);
}

static void refused__no_drawing(void **state)
{
    (void)state;
    static const char zeros[1000];
    static const struct {
        const char *bytes;
        size_t length;
        const char *code, *found;
    } cases[] = {
        { "PK\x03\x04 and so on", 14, "source.other-format", "ZIP" },
        { "\x1F\x8B\x08 and so on", 13, "source.other-format", "GZIP" },
        { "<?xml version=\"1.0\"?><Kullanicilar/>", 36, "source.other-format", "XML" },
        { "%PDF-1.4 and so on", 18, "source.other-format", "PDF" },
        { zeros, sizeof zeros, "source.zeros", NULL },
        { "\xFF\xFE"
          "a\0b\0c\0d\0",
          10, "source.utf16", NULL },
        { "Merhaba, bu bir metindir.", 25, "ncz.not-drawing", "77" },
        { "x", 1, "ncz.not-drawing", "120" },
        { "\x01\x79\0\0\0 and so on", 15, "ncz.not-drawing", "1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = ncz_build_new_bare();
        b->length = 0;
        ncz_build_append(b, cases[i].bytes, cases[i].length);
        ncz_build_write(b, "t.ncz");
        ncz_build_free(b);
        ncz_probe_read(&p, "t.ncz");
        assert_int_equal(p.code, KBS_INPUT);
        assert_ncz_codes(&p, cases[i].code);
        if (cases[i].found != NULL) {
            assert_string_equal(p.findings.items[0].found, cases[i].found);
        }
        assert_string_equal(p.findings.items[0].file, "t.ncz");
        ncz_probe_release(&p);
    }
}

static void refused__no_file(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_probe_read(&p, "not-there.ncz");
    assert_int_equal(p.code, KBS_INPUT);
    assert_ncz_codes(&p, "file.missing");
    ncz_probe_release(&p);
    ncz_probe_read(&p, ".");
    assert_ncz_codes(&p, "file.not-regular");
    ncz_probe_release(&p);
}

static void header__size(void **state)
{
    (void)state;
    static const struct {
        int32_t more;
        kbs_code code;
        const char *codes;
    } cases[] = { { 0, KBS_OK, "" },
                  { 1, KBS_INPUT, "ncz.cut" },
                  { -1, KBS_OK, "ncz.longer" },
                  { 100000, KBS_INPUT, "ncz.cut" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        add_points(b, 1);
        ncz_build_done(b);
        ncz_build_put_le32(b, 5, (uint32_t)((int32_t)b->length + cases[i].more));
        ncz_build_write(b, "t.ncz");
        ncz_build_free(b);
        ncz_probe_read(&p, "t.ncz");
        assert_int_equal(p.code, cases[i].code);
        assert_ncz_codes(&p, cases[i].codes);
        ncz_probe_release(&p);
    }
}

/* What somebody appended to a drawing is not part of it. */
static void header__bytes_behind_the_drawing(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    add_points(b, 2);
    ncz_build_done(b);
    ncz_build_append(b, "appended by a mail program", 26);
    ncz_build_write(b, "t.ncz");
    ncz_build_free(b);
    ncz_probe_read(&p, "t.ncz");
    assert_int_equal(p.code, KBS_OK);
    assert_ncz_codes(&p, "ncz.longer");
    assert_int_equal(p.d.object_count, 2);
    ncz_probe_release(&p);
}

static void tables__behind_the_objects(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    b->layer = 1;
    add_points(b, 1);
    (void)ncz_build_mproj(b, 3, 1, 30);
    (void)ncz_build_layers(b, "0|PARSEL");
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "");
    assert_string_equal(ncz_layer_of(&p, 0), "PARSEL");
    assert_string_equal(p.d.crs, "EPSG:5254");
    ncz_probe_release(&p);
}

static void layers__number_beyond_the_table(void **state)
{
    (void)state;
    static const uint8_t numbers[] = { 2, 3, 255, 0 };
    ncz_probe p;
    size_t at[4];
    ncz_build *b = new_drawing();
    for (size_t i = 0; i < 4; i++) {
        b->layer = numbers[i];
        at[i] = ncz_build_point(b, "1", E0, N0);
    }
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.layer-outside ncz.layer-outside");
    assert_int_equal(p.findings.items[0].byte, at[1]);
    assert_string_equal(p.findings.items[0].found, "3");
    assert_string_equal(p.findings.items[0].expected, "3");
    assert_string_equal(p.findings.items[1].found, "255");
    assert_string_equal(p.findings.items[1].layer, "?");
    assert_string_equal(ncz_layer_of(&p, 0), "YAZI");
    assert_string_equal(ncz_layer_of(&p, 1), "?");
    assert_string_equal(ncz_layer_of(&p, 2), "?");
    assert_string_equal(ncz_layer_of(&p, 3), "0");
    assert_int_equal(p.d.layer_count, 4);
    assert_int_equal(p.d.layers[3].objects[DRAWING_POINT], 2);
    ncz_probe_release(&p);
}

static void layers__no_table(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    (void)ncz_build_mproj(b, 3, 1, 33);
    add_points(b, 3);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_ncz_codes(&p, "ncz.layers-missing");
    assert_int_equal(p.d.layer_count, 1);
    assert_string_equal(ncz_layer_of(&p, 2), "?");
    ncz_probe_release(&p);
}

static void layers__more_than_the_block_holds(void **state)
{
    (void)state;
    static const uint16_t counts[] = { 4, 65535 };
    for (size_t i = 0; i < 2; i++) {
        ncz_probe p;
        ncz_build *b = ncz_build_new();
        size_t at = ncz_build_layers(b, "0|PARSEL|YAZI");
        ncz_build_put_u8(b, at + 16, (uint8_t)counts[i]);
        ncz_build_put_u8(b, at + 17, (uint8_t)(counts[i] >> 8));
        add_points(b, 1);
        ncz_probe_build(&p, b);
        assert_int_equal(p.code, KBS_INPUT);
        assert_ncz_codes(&p, "ncz.layers-cut");
        assert_string_equal(p.findings.items[0].expected, "3");
        ncz_probe_release(&p);
    }
}

static void layers__name_longer_than_its_room(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new();
    size_t at = ncz_build_layers(b, "0|ABCDEFGHIJKLMNOPQRST");
    ncz_build_put_u8(b, at + 18 + 29 + 4, 21);
    (void)ncz_build_mproj(b, 3, 1, 33);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.name-cut");
    assert_string_equal(p.findings.items[0].found, "21");
    assert_string_equal(p.findings.items[0].expected, "20");
    assert_string_equal(drawing_text_of(&p.d, p.d.layers[1].name), "ABCDEFGHIJKLMNOPQRST");
    ncz_probe_release(&p);
}

static void layers__two_tables(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    (void)ncz_build_layers(b, "X|Y");
    add_points(b, 1);
    ncz_probe_build(&p, b);
    assert_ncz_codes(&p, "ncz.layers-twice");
    assert_string_equal(ncz_layer_of(&p, 0), "0");
    assert_int_equal(p.d.layer_count, 3);
    ncz_probe_release(&p);
}

/* All kinds of blocks that a drawing may have, and kinds that nobody knows. */
static void blocks__all_kinds_are_passed_over(void **state)
{
    (void)state;
    static const uint8_t known[] = { 2, 3, 4, 5, 8, 11, 12, 13, 14, 23, 26, 27, 28, 29 };
    static const uint8_t payload[80];
    ncz_probe p;
    ncz_build *b = new_drawing();
    for (size_t i = 0; i < sizeof known; i++) {
        (void)ncz_build_block(b, known[i], payload, known[i] == 13 ? 0 : sizeof payload);
        (void)ncz_build_point(b, "1", E0, N0);
    }
    (void)ncz_build_block(b, 40, payload, 7);
    (void)ncz_build_block(b, 40, payload, 0);
    (void)ncz_build_block(b, 7, payload, 9);
    (void)ncz_build_point(b, "son", E0, N0);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.object_count, sizeof known + 1);
    assert_ncz_ledger(&p);
    assert_ncz_codes(&p, "ncz.block-unknown ncz.block-unknown");
    assert_string_equal(p.findings.items[0].expected, "7");
    assert_string_equal(p.findings.items[1].expected, "40");
    assert_string_equal(p.findings.items[1].found, "2");
    ncz_probe_release(&p);
}

static void nested__is_counted_not_imported(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_block(b, 5, "what stands before the records", 30);
    b->nested = 2;
    (void)ncz_build_line(b, 0, 0, 1, 1);
    (void)ncz_build_line(b, 0, 0, -1, 1);
    b->nested = 3;
    (void)ncz_build_circle(b, 0, 0, 1);
    b->nested = 0;
    ncz_build_append(b, "and behind them", 15);
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    add_points(b, 2);
    at = ncz_build_insert(b, "AGAC", E0, N0, 0);
    b->nested = 2;
    (void)ncz_build_line(b, 0, 0, 1, 1);
    b->nested = 0;
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.object_count, 3);
    assert_int_equal(p.d.found, 7);
    assert_int_equal(ncz_skipped(&p, "nested"), 4);
    assert_ncz_ledger(&p);
    assert_ncz_codes(&p, "ncz.second-hand ncz.nested");
    ncz_probe_release(&p);
}

/* A smart object states a length that is 81 too small; the next object is found without loss. */
static void smart__length_too_small(void **state)
{
    (void)state;
    static const size_t properties[] = { 0, 1, 60, 81, 5000 };
    for (int gis = 0; gis < 2; gis++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        b->key = gis ? "x" : NULL;
        for (size_t i = 0; i < 5; i++) {
            (void)ncz_build_smart(b, E0, N0, properties[i]);
            if (i != 2) {
                (void)ncz_build_point(b, "1", E0, N0);
            }
        }
        ncz_probe_build(&p, b);
        assert_int_equal(p.code, KBS_OK);
        assert_int_equal(p.d.object_count, 4);
        assert_int_equal(ncz_skipped(&p, "akıllı nesne (15)"), 5);
        assert_ncz_ledger(&p);
        assert_ncz_codes(&p, "ncz.type-skipped");
        ncz_probe_release(&p);
    }
}

/* The same with a length that is right, and as the last object. */
static void smart__length_right(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    size_t at = ncz_build_smart(b, E0, N0, 60);
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    add_points(b, 2);
    at = ncz_build_smart(b, E0, N0, 60);
    ncz_build_put_le32(b, at + 1, (uint32_t)(b->length - at - 5));
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.object_count, 2);
    assert_int_equal(p.d.found, 4);
    assert_ncz_codes(&p, "ncz.type-skipped");
    ncz_probe_release(&p);
}

static void resync__bytes_between_objects(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    add_points(b, 30);
    size_t at = b->length;
    ncz_build_append(b, "\x07\xFF\xFF\xFF\xFF these are no block", 24);
    add_points(b, 30);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.object_count, 60);
    assert_ncz_codes(&p, "ncz.bytes-skipped");
    const kbs_finding *f = &p.findings.items[0];
    assert_int_equal(f->byte, at);
    assert_string_equal(f->found, "24");
    assert_int_equal(f->severity, KBS_REFUSED);
    ncz_probe_release(&p);
}

/* A length that is too large, none, or beyond the file: that object is lost and said, the next ones are not. */
static void resync__wrong_length(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 0xFFFFFFFF, 0x7FFFFFFF, 0, 1, 80, 105, 113, 1000 };
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        ncz_probe p;
        ncz_build *b = new_drawing();
        add_points(b, 70);
        size_t at = ncz_build_point(b, "bad", E0, N0);
        ncz_build_put_le32(b, at + 1, lengths[i]);
        add_points(b, 70);
        ncz_probe_build(&p, b);
        assert_int_equal(p.code, KBS_OK);
        assert_ncz_ledger(&p);
        assert_int_equal(p.d.object_count, 140);
        assert_ncz_codes(&p, "ncz.bytes-skipped");
        assert_int_equal(p.findings.items[0].byte, at);
        assert_string_equal(p.findings.items[0].found, "109");
        ncz_probe_release(&p);
    }
}

/* Behind a damaged place the layer table, the coordinate system and the version are found too. */
static void resync__finds_tables(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = ncz_build_new_bare();
    add_points(b, 60);
    ncz_build_append(b, "\x07\xFF\xFF\xFF\xFF no block", 14);
    (void)ncz_build_version(b, "8.5.6.1095");
    add_points(b, 1);
    ncz_build_append(b, "\x07\xFF\xFF\xFF\xFF no block", 14);
    (void)ncz_build_layers(b, "0|PARSEL");
    ncz_build_append(b, "\x07\xFF\xFF\xFF\xFF no block", 14);
    (void)ncz_build_mproj(b, 3, 1, 33);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_ncz_codes(&p, "ncz.bytes-skipped ncz.bytes-skipped ncz.bytes-skipped");
    assert_string_equal(p.d.version, "8.5.6.1095");
    assert_string_equal(p.d.crs, "EPSG:5255");
    assert_int_equal(p.d.layer_count, 2);
    ncz_probe_release(&p);
}

static void resync__more_than_one_percent(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    add_points(b, 15);
    ncz_build_append(b, "\x07\xFF\xFF\xFF\xFF these are no block", 24);
    add_points(b, 1);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_INPUT);
    assert_ncz_codes(&p, "ncz.bytes-skipped ncz.damaged");
    assert_string_equal(p.findings.items[1].found, "24");
    assert_int_equal(p.d.object_count, 0);
    ncz_probe_release(&p);
}

static void resync__nothing_behind(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    add_points(b, 200);
    size_t at = b->length;
    ncz_build_append(b, "\x15\x50", 2);
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_INPUT);
    assert_ncz_codes(&p, "ncz.no-object-after");
    assert_int_equal(p.findings.items[0].byte, at);
    ncz_probe_release(&p);
}

/* No more than 1 000 findings of a kind are told, and how many more there were. */
static void findings__are_limited(void **state)
{
    (void)state;
    ncz_probe p;
    ncz_build *b = new_drawing();
    for (size_t i = 0; i < 1500; i++) {
        size_t at = ncz_build_point(b, "1", E0, N0);
        ncz_build_put_f64(b, at + 8, NAN);
    }
    ncz_probe_build(&p, b);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.found, 1500);
    assert_int_equal(ncz_skipped(&p, "refused"), 1500);
    assert_int_equal(ncz_finding_count(&p, "ncz.coordinate"), 1000);
    const kbs_finding *more = ncz_finding(&p, "ncz.more");
    assert_non_null(more);
    assert_string_equal(more->found, "500");
    assert_string_equal(more->expected, "ncz.coordinate");
    ncz_probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bid__by_content),
        cmocka_unit_test(refused__no_drawing),
        cmocka_unit_test(refused__no_file),
        cmocka_unit_test(header__size),
        cmocka_unit_test(header__bytes_behind_the_drawing),
        cmocka_unit_test(tables__behind_the_objects),
        cmocka_unit_test(layers__number_beyond_the_table),
        cmocka_unit_test(layers__no_table),
        cmocka_unit_test(layers__more_than_the_block_holds),
        cmocka_unit_test(layers__name_longer_than_its_room),
        cmocka_unit_test(layers__two_tables),
        cmocka_unit_test(blocks__all_kinds_are_passed_over),
        cmocka_unit_test(nested__is_counted_not_imported),
        cmocka_unit_test(smart__length_too_small),
        cmocka_unit_test(smart__length_right),
        cmocka_unit_test(resync__bytes_between_objects),
        cmocka_unit_test(resync__wrong_length),
        cmocka_unit_test(resync__finds_tables),
        cmocka_unit_test(resync__more_than_one_percent),
        cmocka_unit_test(resync__nothing_behind),
        cmocka_unit_test(findings__are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
