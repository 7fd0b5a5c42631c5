/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which code page a table is read in, who says so, and when nobody does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shp_assert.h"

/* "Işık Çığ Mahallesi", "ŞÜKRÜ" and the like in windows-1254; the same in cp857 and UTF-8. */
#define ISIK_1254 "I\xFE\xFDk \xC7\xFD\xF0 Mahallesi"
#define SUKRU_1254 "\xDE\xDCKR\xDC \xDDZM\xDDR"
#define ISIK_857 "I\x9F\x8Dk \x80\x8D\xA7 Mahallesi"
#define SUKRU_857 "\x9E\x9AKR\x9A \x98ZM\x98R"
#define ISIK_UTF8 "I\xC5\x9F\xC4\xB1k \xC3\x87\xC4\xB1\xC4\x9F Mahallesi"
#define SUKRU_UTF8 "\xC5\x9E\xC3\x9CKR\xC3\x9C \xC4\xB0ZM\xC4\xB0R"

/* A point a text, in a column AD of 24 bytes; NULL texts are not written. */
static shp_build *with_texts(const char *first, const char *second, const char *third)
{
    const char *const texts[] = { first, second, third };
    const double at[] = { 1, 2 };
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b, "AD", 'C', 24);
    for (size_t i = 0; i < 3; i++) {
        if (texts[i] != NULL) {
            shp_build_part(b, at, 1);
            shp_build_end(b, texts[i]);
        }
    }
    return b;
}

/* Reads all; the layer says this about the code page. */
static void assert_decided(shp_build *b, const import_reader_options *options,
                           base_encoding encoding, const char *source, size_t findings)
{
    shp_probe probe;
    shp_build_done(b);
    shp_probe_build(&probe, b, options);
    if (probe.finished != KBS_OK || probe.ended != KBS_END) {
        assert_shp_finding(&probe, "(none)", KBS_NOTE, "", 0, NULL, NULL);
    }
    assert_int_equal(probe.layer.encoding, encoding);
    assert_string_equal(probe.layer.encoding_source, source);
    assert_int_equal(probe.findings.count, findings);
    shp_probe_release(&probe);
}

static void assert_undecided(shp_build *b, kbs_code result, const char *code, int64_t record,
                             const char *found, const char *expected)
{
    shp_build_done(b);
    assert_shp_refused(b, result, code, "t.dbf", record, found, expected);
}

static void ascii__needs_no_decision(void **state)
{
    (void)state;
    assert_decided(with_texts("Merkez", "Koy", NULL), NULL, BASE_ENCODING_ASCII, "bytes", 0);
}

static void option__goes_before_all(void **state)
{
    (void)state;
    const import_reader_options cp857 = { .encoding = BASE_ENCODING_CP857 };
    shp_build *b = with_texts(ISIK_857, SUKRU_857, NULL);
    b->cpg = "UTF-8";
    b->language = 0xCA;
    assert_decided(b, &cp857, BASE_ENCODING_CP857, "option", 0);
}

static void cpg__names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        base_encoding encoding;
    } cases[] = {
        { "1254", BASE_ENCODING_CP1254 },
        { "ANSI 1254\r\n", BASE_ENCODING_CP1254 },
        { "windows-1254", BASE_ENCODING_CP1254 },
        { "ISO 88599", BASE_ENCODING_ISO8859_9 },
        { "88591", BASE_ENCODING_ISO8859_1 },
        { "OEM 857", BASE_ENCODING_CP857 },
        { " 1252 \n", BASE_ENCODING_CP1252 },
        { "\xEF\xBB\xBF"
          "1254",
          BASE_ENCODING_CP1254 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_build *b = with_texts(SUKRU_1254, NULL, NULL);
        b->cpg = cases[i].text;
        assert_decided(b, NULL, cases[i].encoding, "cpg", 0);
    }
    shp_build *b = with_texts(ISIK_UTF8, SUKRU_UTF8, NULL);
    b->cpg = "UTF-8";
    b->language = 0x57;
    assert_decided(b, NULL, BASE_ENCODING_UTF8, "cpg", 0);
}

static void cpg__nonsense_is_said_and_passed_by(void **state)
{
    (void)state;
    static const char *const texts[] = { "/etc/passwd", "hello", "..\\..\\x1254",
                                         "1254 1254 1254 1254 1254 1254 1254 1254" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        shp_probe probe;
        shp_build *b = with_texts("Merkez", NULL, NULL);
        b->cpg = texts[i];
        shp_build_done(b);
        shp_probe_build(&probe, b, NULL);
        assert_int_equal(probe.finished, KBS_OK);
        assert_shp_finding(&probe, "shp.cpg-unknown", KBS_NOTE, "t.cpg", 0, texts[i], NULL);
        assert_string_equal(probe.layer.encoding_source, "bytes");
        shp_probe_release(&probe);
    }
    /* An empty one says nothing at all. */
    shp_build *b = with_texts("Merkez", NULL, NULL);
    b->cpg = "";
    assert_decided(b, NULL, BASE_ENCODING_ASCII, "bytes", 0);
    b = with_texts("Merkez", NULL, NULL);
    b->cpg = " \r\n";
    assert_decided(b, NULL, BASE_ENCODING_ASCII, "bytes", 0);
    /* Then the language byte decides. */
    b = with_texts(SUKRU_857, NULL, NULL);
    b->cpg = "nothing";
    b->language = 0x6B;
    assert_decided(b, NULL, BASE_ENCODING_CP857, "dbf language byte", 1);
}

static void cpg__a_code_page_that_is_not_read(void **state)
{
    (void)state;
    shp_build *b = with_texts("\xE1\xE2\xE3", NULL, NULL);
    b->cpg = "1253";
    assert_undecided(b, KBS_UNSUPPORTED, "shp.encoding-foreign", 1, "\\xE1\\xE2\\xE3", "1253");
    /* Harmless where there is nothing to decode. */
    b = with_texts("abc", NULL, NULL);
    b->cpg = "1253";
    assert_decided(b, NULL, BASE_ENCODING_ASCII, "bytes", 0);
}

static void cpg__says_utf8_but_the_bytes_do_not(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_texts(ISIK_UTF8, "Merkez", SUKRU_1254);
    b->cpg = "UTF-8";
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.opened, KBS_OK);
    assert_int_equal(probe.ended, KBS_INPUT);
    assert_int_equal(probe.given, 2);
    const kbs_finding *f = shp_probe_finding(&probe, "shp.not-utf8");
    assert_shp_finding(&probe, "shp.not-utf8", KBS_FATAL, "t.dbf", 3,
                       "\\xDE\\xDCKR\\xDC \\xDDZM\\xDDR", NULL);
    assert_string_equal(f->field, "AD");
    assert_int_equal(f->byte, 65 + 2 * 25 + 1);
    assert_non_null(strstr(kbs_finding_advice(f, KBS_LANG_EN), "--encoding windows-1254"));
    shp_probe_release(&probe);
}

/* The other way round nothing is broken, so it is only said. */
static void cpg__says_1254_but_all_is_utf8(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_texts(ISIK_UTF8, "Merkez", SUKRU_UTF8);
    b->cpg = "1254";
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.layer.encoding, BASE_ENCODING_CP1254);
    assert_shp_finding(&probe, "shp.encoding-doubt", KBS_NOTE, "t.dbf", 0, "2", "windows-1254");
    shp_probe_release(&probe);
    /* One text that is none takes the doubt away. */
    b = with_texts(ISIK_UTF8, SUKRU_1254, SUKRU_UTF8);
    b->cpg = "1254";
    assert_decided(b, NULL, BASE_ENCODING_CP1254, "cpg", 0);
}

static void language__known(void **state)
{
    (void)state;
    shp_build *b = with_texts(SUKRU_1254, NULL, NULL);
    b->language = 0xCA;
    assert_decided(b, NULL, BASE_ENCODING_CP1254, "dbf language byte", 0);
    b = with_texts(SUKRU_857, NULL, NULL);
    b->language = 0x6B;
    assert_decided(b, NULL, BASE_ENCODING_CP857, "dbf language byte", 0);
}

static void language__not_read(void **state)
{
    (void)state;
    shp_build *b = with_texts("\xD6\xD0\xCE\xC4", NULL, NULL);
    b->language = 0x7A; /* GBK */
    assert_undecided(b, KBS_UNSUPPORTED, "shp.encoding-foreign", 1, "\\xD6\\xD0\\xCE\\xC4", "0x7A");
    b = with_texts("abc", NULL, NULL);
    b->language = 0x7A;
    assert_decided(b, NULL, BASE_ENCODING_ASCII, "bytes", 0);
}

/* "ANSI" is what programs write that did not think about letters. */
static void language__ansi(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 0x57, 0x03 };
    for (size_t i = 0; i < sizeof bytes; i++) {
        /* No letter that windows-1252 and windows-1254 read differently: as it is stated. */
        shp_build *b = with_texts("B\xE2timent", "\xC7\xFCr\xFCk", NULL);
        b->language = bytes[i];
        assert_decided(b, NULL, BASE_ENCODING_CP1252, "dbf language byte", 0);
        /* Turkish for sure. */
        shp_probe probe;
        b = with_texts("Merkez", ISIK_1254, SUKRU_1254);
        b->language = bytes[i];
        shp_build_done(b);
        shp_probe_build(&probe, b, NULL);
        assert_int_equal(probe.finished, KBS_OK);
        assert_int_equal(probe.layer.encoding, BASE_ENCODING_CP1254);
        assert_string_equal(probe.layer.encoding_source, "bytes");
        assert_shp_finding(&probe, "shp.encoding-turkish", KBS_NOTE, "t.dbf", 2,
                           "I\\xFE\\xFDk \\xC7\\xFD\\xF0 Mahallesi", "windows-1252");
        shp_probe_release(&probe);
        /* UTF-8 for sure. */
        b = with_texts("Merkez", ISIK_UTF8, SUKRU_UTF8);
        b->language = bytes[i];
        shp_build_done(b);
        shp_probe_build(&probe, b, NULL);
        assert_int_equal(probe.finished, KBS_OK);
        assert_int_equal(probe.layer.encoding, BASE_ENCODING_UTF8);
        assert_shp_finding(&probe, "shp.encoding-utf8", KBS_NOTE, "t.dbf", 2,
                           "I\xC5\x9F\xC4\xB1k \xC3\x87\xC4\xB1\xC4\x9F Mahallesi", "windows-1252");
        shp_probe_release(&probe);
    }
}

/* "ANSI" with letters of windows-1254 that do not make a Turkish text: nobody decides that here. */
static void language__ansi_undecided(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_texts("\xFE\xB1\xB2\xB9\xD0", NULL, NULL);
    b->language = 0x57;
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    const kbs_finding *f = shp_probe_finding(&probe, "shp.encoding-unknown");
    assert_non_null(f);
    assert_string_equal(f->field, "AD");
    assert_true(strncmp(f->expected, "windows-1254, ", 14) == 0);
    assert_non_null(strstr(f->expected, "windows-1252"));
    shp_probe_release(&probe);
}

static void bytes__utf8_is_accepted_and_stated(void **state)
{
    (void)state;
    assert_decided(with_texts("Merkez", ISIK_UTF8, SUKRU_UTF8), NULL, BASE_ENCODING_UTF8, "bytes",
                   0);
}

static void bytes__turkish_code_pages(void **state)
{
    (void)state;
    assert_decided(with_texts("Merkez", ISIK_1254, SUKRU_1254), NULL, BASE_ENCODING_CP1254, "bytes",
                   0);
    assert_decided(with_texts("Merkez", ISIK_857, SUKRU_857), NULL, BASE_ENCODING_CP857, "bytes",
                   0);
}

/* Chinese, Greek and Russian letters that no byte test can tell from others: never a guess. */
static void bytes__undecided(void **state)
{
    (void)state;
    shp_probe probe;
    static const char *const texts[] = { "\xB1\xB2\xB3\xB9", "\xE1\xE8\xDE\xED\xE1", "\xC3\x28" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        shp_build *b = with_texts("abc", texts[i], NULL);
        shp_build_done(b);
        shp_probe_build(&probe, b, NULL);
        assert_int_equal(probe.opened, KBS_INPUT);
        const kbs_finding *f = shp_probe_finding(&probe, "shp.encoding-unknown");
        assert_non_null(f);
        assert_int_equal(f->record, 2);
        assert_non_null(strstr(f->expected, "windows-1252"));
        assert_non_null(strstr(kbs_finding_advice(f, KBS_LANG_EN), "--encoding"));
        assert_int_equal(probe.findings.count, 1);
        shp_probe_release(&probe);
    }
}

/* Only code pages that have a letter for each byte are named: 0x81 is none in windows-1254. */
static void bytes__candidates(void **state)
{
    (void)state;
    shp_probe probe;
    shp_build *b = with_texts("\x81\xB1\xB2\xB9", NULL, NULL);
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    const kbs_finding *f = shp_probe_finding(&probe, "shp.encoding-unknown");
    assert_non_null(f);
    assert_null(strstr(f->expected, "windows-1254"));
    assert_non_null(strstr(f->expected, "cp857"));
    shp_probe_release(&probe);
}

static void bytes__deleted_rows_do_not_count(void **state)
{
    (void)state;
    shp_build *b = with_texts("abc", "\xB1\xB2\xB3\xB9", "def");
    shp_build_delete(b, 2);
    shp_probe probe;
    shp_build_done(b);
    shp_build_delete(b, 2);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_int_equal(probe.layer.encoding, BASE_ENCODING_ASCII);
    shp_probe_release(&probe);
}

/* 24 bytes take 12 letters of two bytes; the 13th of this text is cut by the field. */
static void utf8__cut_by_the_width_of_the_field(void **state)
{
    (void)state;
    static const char text[] = "x\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F"
                               "\xC5\x9F\xC5\x9F\xC5\x9F\xC5\x9F";
    for (int stated = 0; stated < 2; stated++) {
        shp_probe probe;
        shp_build *b = with_texts("abc", text, NULL);
        b->cpg = stated ? "UTF-8" : NULL;
        shp_build_done(b);
        shp_build_write(b, "t");
        shp_build_free(b);
        shp_probe_open(&probe, "t.shp", NULL);
        assert_int_equal(probe.opened, KBS_OK);
        assert_int_equal(probe.layer.encoding, BASE_ENCODING_UTF8);
        assert_int_equal(shp_probe_next(&probe), KBS_OK);
        assert_int_equal(shp_probe_next(&probe), KBS_OK);
        assert_int_equal(probe.record.values[0].length, 23);
        assert_memory_equal(probe.record.values[0].text, text, 23);
        assert_int_equal(shp_probe_next(&probe), KBS_END);
        assert_int_equal(shp_probe_finish(&probe), KBS_OK);
        assert_shp_finding(&probe, "shp.text-cut", KBS_NOTE, "t.dbf", 2, "1", NULL);
        assert_string_equal(shp_probe_finding(&probe, "shp.text-cut")->field, "AD");
        shp_probe_release(&probe);
    }
    /* The same bytes with blanks behind them were not cut by the field: they are wrong. */
    shp_build *b = with_texts("\xC5\x9F\xC5", NULL, NULL);
    b->cpg = "UTF-8";
    shp_probe probe;
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.ended, KBS_INPUT);
    assert_int_equal(shp_probe_count(&probe, "shp.not-utf8"), 1);
    shp_probe_release(&probe);
}

/* Letters of two, three and four bytes, cut behind each of them; what stands before is kept. */
static void utf8__cut_in_every_place(void **state)
{
    (void)state;
    static const struct {
        const char *text; /* fills a field of four bytes */
        size_t kept;      /* SIZE_MAX: that is no cut letter */
    } cases[] = {
        { "abc\xC5", 3 },           { "abc\xE2", 3 },
        { "ab\xE2\x98", 2 },        { "abc\xF0", 3 },
        { "ab\xF0\x9F", 2 },        { "a\xF0\x9F\x8F", 1 },
        { "ab \xC5", 2 },           { "   \xC5", 0 },
        { "abc\xC1", SIZE_MAX },    { "abc\xF5", SIZE_MAX },
        { "abc\x9F", SIZE_MAX },    { "ab\xE2\x41", SIZE_MAX },
        { "ab\xC5\xC5", SIZE_MAX }, { "\xF0\x9F\x8F\x41", SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shp_probe probe;
        const double at[] = { 1, 2 };
        shp_build *b = shp_build_new(SHP_BUILD_POINT);
        shp_build_field(b, "AD", 'C', 4);
        shp_build_part(b, at, 1);
        shp_build_end(b, cases[i].text);
        b->cpg = "UTF-8";
        shp_build_done(b);
        shp_build_write(b, "t");
        shp_build_free(b);
        shp_probe_open(&probe, "t.shp", NULL);
        assert_int_equal(probe.opened, KBS_OK);
        if (cases[i].kept == SIZE_MAX) {
            assert_int_equal(shp_probe_next(&probe), KBS_INPUT);
            assert_int_equal(shp_probe_count(&probe, "shp.not-utf8"), 1);
        } else {
            assert_int_equal(shp_probe_next(&probe), KBS_OK);
            const import_value *value = &probe.record.values[0];
            assert_int_equal(value->type,
                             cases[i].kept == 0 ? IMPORT_VALUE_NULL : IMPORT_VALUE_TEXT);
            assert_int_equal(value->length, cases[i].kept);
        }
        shp_probe_release(&probe);
    }
}

static void names__are_decoded_too(void **state)
{
    (void)state;
    shp_probe probe;
    const double at[] = { 1, 2 };
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b,
                    "\xDDL\xC7"
                    "E",
                    'C', 4);
    shp_build_field(b, "Y\xDCKSEKL\xDDK", 'N', 4);
    b->cpg = "1254";
    shp_build_part(b, at, 1);
    shp_build_end(b, "a|1");
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_string_equal(probe.layer.columns[0].name, "\xC4\xB0L\xC3\x87"
                                                     "E");
    assert_string_equal(probe.layer.columns[1].name, "Y\xC3\x9CKSEKL\xC4\xB0K");
    shp_probe_release(&probe);

    /* Ten bytes of UTF-8 that end in the middle of a letter; and a byte that cannot be. */
    b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b, "YUKSEKLI\xC4\x9E\xC4", 'C', 4);
    shp_build_field(b, "A\xFF", 'C', 4);
    b->cpg = "UTF-8";
    shp_build_part(b, at, 1);
    shp_build_end(b, "a|1");
    shp_build_done(b);
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.finished, KBS_OK);
    assert_string_equal(probe.layer.columns[0].name, "YUKSEKLI\xC4\x9E");
    assert_string_equal(probe.layer.columns[1].name, "A\xEF\xBF\xBD");
    assert_shp_finding(&probe, "shp.column-letters", KBS_NOTE, "t.dbf", 0, "A\xEF\xBF\xBD",
                       "UTF-8");
    shp_probe_release(&probe);
}

/* Letters in a name need a decision as much as letters in a text. */
static void names__need_a_decision(void **state)
{
    (void)state;
    const double at[] = { 1, 2 };
    shp_build *b = shp_build_new(SHP_BUILD_POINT);
    shp_build_field(b, "AD\xB1\xB2", 'C', 4);
    shp_build_part(b, at, 1);
    shp_build_end(b, "a");
    shp_build_done(b);
    shp_probe probe;
    shp_probe_build(&probe, b, NULL);
    assert_int_equal(probe.opened, KBS_INPUT);
    assert_int_equal(shp_probe_finding(&probe, "shp.encoding-unknown")->record, 0);
    shp_probe_release(&probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii__needs_no_decision),
        cmocka_unit_test(option__goes_before_all),
        cmocka_unit_test(cpg__names),
        cmocka_unit_test(cpg__nonsense_is_said_and_passed_by),
        cmocka_unit_test(cpg__a_code_page_that_is_not_read),
        cmocka_unit_test(cpg__says_utf8_but_the_bytes_do_not),
        cmocka_unit_test(cpg__says_1254_but_all_is_utf8),
        cmocka_unit_test(language__known),
        cmocka_unit_test(language__not_read),
        cmocka_unit_test(language__ansi),
        cmocka_unit_test(language__ansi_undecided),
        cmocka_unit_test(bytes__utf8_is_accepted_and_stated),
        cmocka_unit_test(bytes__turkish_code_pages),
        cmocka_unit_test(bytes__undecided),
        cmocka_unit_test(bytes__candidates),
        cmocka_unit_test(bytes__deleted_rows_do_not_count),
        cmocka_unit_test(utf8__cut_by_the_width_of_the_field),
        cmocka_unit_test(utf8__cut_in_every_place),
        cmocka_unit_test(names__are_decoded_too),
        cmocka_unit_test(names__need_a_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
