/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lists of findings, sentences, and the whole catalogue. */
#include "test_base.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/finding.h"
#include "base/finding_table.h"
#include "base/text.h"

#define NBSP "\xC2\xA0"

static kbs_finding argument_finding(void)
{
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.field = "crs";
    finding.found = "EPSG:0";
    finding.expected = "EPSG:nnnn";
    return finding;
}

static void assert_sentence(const kbs_finding *finding, kbs_lang lang, const char *expected)
{
    char text[1024];
    const size_t length = kbs_finding_text(finding, lang, text, sizeof text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void of__is_empty_but_for_code_and_severity(void **state)
{
    (void)state;
    const kbs_finding finding = base_finding_of(FINDING_FILE_EMPTY);
    assert_string_equal(finding.code, "file.empty");
    assert_int_equal(finding.severity, KBS_FATAL);
    assert_null(finding.file);
    assert_null(finding.layer);
    assert_null(finding.key);
    assert_null(finding.field);
    assert_null(finding.found);
    assert_null(finding.expected);
    assert_int_equal(finding.record, 0);
    assert_int_equal(finding.byte, -1);
    assert_int_equal(finding.line, 0);
    assert_false(finding.has_coordinate);
}

static void list__owns_its_texts(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    char file[] = "parcels.shp", layer[] = "katman", key[] = "101/5", field[] = "TAKS",
         found[] = "a\nb", expected[] = "0..1";
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.severity = KBS_REFUSED;
    finding.file = file;
    finding.layer = layer;
    finding.key = key;
    finding.field = field;
    finding.found = found;
    finding.expected = expected;
    finding.record = 42;
    finding.byte = 7;
    finding.has_coordinate = true;
    finding.east = 1.5;
    base_findings_add(&list, &finding);
    memset(file, 'x', 3);
    memset(layer, 'x', 3);
    memset(key, 'x', 3);
    memset(field, 'x', 3);
    memset(found, 'x', 3);
    memset(expected, 'x', 3);
    assert_int_equal(list.count, 1);
    const kbs_finding *kept = &list.items[0];
    assert_string_equal(kept->code, "call.argument");
    assert_string_equal(kept->file, "parcels.shp");
    assert_string_equal(kept->layer, "katman");
    assert_string_equal(kept->key, "101/5");
    assert_string_equal(kept->field, "TAKS");
    assert_string_equal(kept->found, "a\\x0Ab"); /* escaped */
    assert_string_equal(kept->expected, "0..1");
    assert_int_equal(kept->record, 42);
    assert_int_equal(kept->byte, 7);
    assert_true(kept->has_coordinate && kept->east == 1.5);
    assert_int_equal(list.result, KBS_OK); /* refused is not fatal */
    assert_ptr_equal(base_findings_last(&list), kept);
    base_findings_release(&list);
    assert_null(base_findings_last(&list));
    assert_null(base_findings_last(NULL));
}

static void list__cuts_long_texts_by_characters(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    char text[400] = "", expected[400] = "";
    for (int i = 0; i < 90; i++) {
        strcat(text, "ş");
        strcat(expected, i < 79 ? "ş" : "");
    }
    strcat(expected, "…");
    kbs_finding finding = argument_finding();
    finding.found = text;
    base_findings_add(&list, &finding);
    assert_string_equal(list.items[0].found, expected);
    text[160] = '\0'; /* 80 characters fit */
    base_findings_add(&list, &finding);
    assert_string_equal(list.items[1].found, text);
    finding.found = list.items[0].found; /* what was cut and escaped stays as it is */
    base_findings_add(&list, &finding);
    assert_string_equal(list.items[2].found, expected);
    base_findings_release(&list);
}

static void list__shares_what_repeats(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    kbs_finding finding = argument_finding();
    finding.file = "parcels.shp";
    base_findings_add(&list, &finding);
    base_findings_add(&list, &finding);
    finding.file = "roads.shp";
    base_findings_add(&list, &finding);
    assert_ptr_equal(list.items[0].file, list.items[1].file);
    assert_string_equal(list.items[2].file, "roads.shp");
    assert_string_equal(list.items[0].file, "parcels.shp");
    base_findings_release(&list);
}

static void list__grows(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    for (int i = 1; i <= 5000; i++) {
        char key[16];
        snprintf(key, sizeof key, "101/%d", i);
        kbs_finding finding = argument_finding();
        finding.severity = KBS_MENDED;
        finding.record = i;
        finding.key = key;
        base_findings_add(&list, &finding);
    }
    assert_int_equal(list.count, 5000);
    assert_string_equal(list.items[0].key, "101/1");
    assert_string_equal(list.items[4999].key, "101/5000");
    assert_int_equal(list.items[4999].record, 5000);
    base_findings other;
    base_findings_init(&other);
    base_findings_join(&other, &list);
    base_findings_release(&list);
    assert_int_equal(other.count, 5000);
    assert_string_equal(other.items[2499].key, "101/2500");
    base_findings_clear(&other);
    assert_int_equal(other.count, 0);
    assert_null(base_findings_last(&other));
    base_findings_release(&other);
}

static void fail__gives_the_code_of_the_catalogue(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    assert_int_equal(base_findings_fail_with(&list, FINDING_CALL_CANCELLED, NULL, NULL, NULL),
                     KBS_CANCELLED);
    assert_int_equal(list.result, KBS_CANCELLED);
    assert_int_equal(base_findings_fail_with(&list, FINDING_FILE_EMPTY, "a.shp", "0", "1"),
                     KBS_INPUT);
    assert_int_equal(list.result, KBS_INPUT);
    const kbs_finding *last = base_findings_last(&list);
    assert_string_equal(last->code, "file.empty");
    assert_string_equal(last->file, "a.shp");
    assert_string_equal(last->found, "0");
    assert_string_equal(last->expected, "1");
    kbs_finding refused = argument_finding();
    refused.severity = KBS_REFUSED; /* under --strict it stops the work */
    assert_int_equal(base_findings_fail(&list, &refused), KBS_USAGE);
    assert_int_equal(base_findings_last(&list)->severity, KBS_FATAL);
    kbs_finding note = argument_finding();
    note.severity = KBS_NOTE;
    base_findings_add(&list, &note);
    assert_string_equal(base_findings_last(&list)->code,
                        "call.argument"); /* the fatal one, not the note */
    assert_int_equal(base_findings_last(&list)->severity, KBS_FATAL);
    kbs_finding unknown = { .code = "no.such-code", .severity = KBS_FATAL };
    assert_int_equal(base_findings_fail(&list, &unknown), KBS_INTERNAL);
    assert_string_equal(base_findings_last(&list)->code, "no.such-code");
    base_findings_release(&list);
    assert_int_equal(base_findings_fail(NULL, &refused), KBS_USAGE);
    base_findings_add(NULL, &refused);
}

static void memory__out_needs_none(void **state)
{
    (void)state;
    base_findings list;
    base_findings_init(&list);
    base_memory_fail_at(0);
    assert_int_equal(base_findings_no_memory(&list), KBS_MEMORY);
    assert_int_equal(list.result, KBS_MEMORY);
    char text[1024];
    kbs_finding_text(base_findings_last(&list), KBS_LANG_EN, text, sizeof text);
    base_memory_fail_at(SIZE_MAX);
    assert_string_equal(text, "not enough memory; nothing was changed");
    assert_int_equal(base_findings_no_memory(NULL), KBS_MEMORY);
    base_findings_release(&list);
}

/* Whatever allocation fails, the list is whole and says that something is missing. */
static void memory__any_allocation_may_fail(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t n = 0;; n++) {
        base_findings list;
        base_findings_init(&list);
        base_memory_fail_at(n);
        for (int i = 0; i < 200; i++) {
            char key[64];
            snprintf(key, sizeof key, "a rather long key, so that blocks fill up: %d", i);
            kbs_finding finding = argument_finding();
            finding.severity = i == 199 ? KBS_FATAL : KBS_REFUSED;
            finding.key = key;
            base_findings_add(&list, &finding);
        }
        base_memory_fail_at(SIZE_MAX);
        assert_int_equal(list.result, KBS_USAGE);
        assert_int_equal(list.count == 200, !list.failed);
        assert_non_null(base_findings_last(&list));
        for (size_t i = 0; i < list.count; i++) {
            assert_non_null(list.items[i].key);
            assert_string_equal(list.items[i].field, "crs");
        }
        const bool failed = list.failed;
        base_findings_release(&list);
        if (!failed) {
            break;
        }
        failures++;
    }
    assert_in_range(failures, 5, 50);
}

static void sentence__place_and_text(void **state)
{
    (void)state;
    kbs_finding finding = base_finding_of(FINDING_INTERNAL_DEFECT);
    finding.found = "x";
    assert_sentence(&finding, KBS_LANG_EN, "a defect of libkbs: x");
    finding.file = "parcels.shp";
    finding.layer = "X";
    finding.record = 42;
    finding.key = "101/5";
    finding.field = "TAKS";
    assert_sentence(&finding, KBS_LANG_EN,
                    "parcels.shp, layer X, record 42 (101/5), field TAKS: a defect of libkbs: x");
    assert_sentence(&finding, KBS_LANG_TR,
                    "parcels.shp, katman X, kayıt 42 (101/5), alan TAKS: libkbs hatası: x");
    finding = base_finding_of(FINDING_CALL_CANCELLED);
    finding.file = "a.geojson";
    finding.line = 12;
    finding.column = 3456;
    finding.byte = 271936;
    assert_sentence(&finding, KBS_LANG_EN,
                    "a.geojson, line 12, column 3" NBSP "456, byte 271" NBSP
                    "936: cancelled; nothing was changed");
    assert_sentence(&finding, KBS_LANG_TR,
                    "a.geojson, satır 12, sütun 3" NBSP "456, bayt 271" NBSP
                    "936: iptal edildi; hiçbir şey değişmedi");
    finding = base_finding_of(FINDING_CALL_CANCELLED);
    finding.key = "101/5"; /* without a record: no brackets */
    finding.byte = 0;
    assert_sentence(&finding, KBS_LANG_EN, "101/5, byte 0: cancelled; nothing was changed");
    finding = argument_finding(); /* the field stands in the text, so it is not said twice */
    assert_sentence(&finding, KBS_LANG_EN,
                    "argument crs is wrong: found EPSG:0, expected EPSG:nnnn");
    assert_sentence(&finding, KBS_LANG_TR, "crs değeri yanlış: EPSG:0 verildi, beklenen EPSG:nnnn");
    finding.found = NULL;
    finding.expected = "";
    assert_sentence(&finding, KBS_LANG_EN, "argument crs is wrong: found ?, expected \"\"");
}

static void sentence__coordinate(void **state)
{
    (void)state;
    kbs_finding finding = base_finding_of(FINDING_CALL_CANCELLED);
    finding.has_coordinate = true;
    finding.east = 487012.35;
    finding.north = 4420117.8;
    assert_sentence(&finding, KBS_LANG_EN,
                    "cancelled; nothing was changed (E 487012.35, N 4420117.80)");
    assert_sentence(&finding, KBS_LANG_TR,
                    "iptal edildi; hiçbir şey değişmedi (sağa 487012,35, yukarı 4420117,80)");
    finding.east = 32.85;
    finding.north = -39.9;
    assert_sentence(&finding, KBS_LANG_EN,
                    "cancelled; nothing was changed (E 32.8500000, N -39.9000000)");
    finding.east = NAN;
    finding.north = 1e300;
    char text[1024];
    const size_t length = kbs_finding_text(&finding, KBS_LANG_TR, text, sizeof text);
    assert_int_equal(length, strlen(text));
    assert_non_null(strstr(text, "(sağa ?, yukarı 1000000000000000"));
}

static void sentence__text_from_outside_is_escaped(void **state)
{
    (void)state;
    kbs_finding finding = argument_finding();
    finding.file = "a\n\x1B[2Jb.shp";
    finding.found = "{expected}{file}\r";
    assert_sentence(&finding, KBS_LANG_EN,
                    "a\\x0A\\x1B[2Jb.shp: argument crs is wrong: found {expected}{file}\\x0D, "
                    "expected EPSG:nnnn");
}

static void sentence__is_cut_at_1_kib(void **state)
{
    (void)state;
    char text[2000], part[1024], huge[500];
    kbs_finding finding = argument_finding();
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    char letters[900] = "";
    for (int i = 0; i < 400; i++) {
        strcat(letters, "ş");
    }
    finding.file = letters;
    finding.layer = letters;
    finding.key = letters;
    finding.found = letters;
    finding.expected = huge;
    for (int lang = KBS_LANG_EN; lang <= KBS_LANG_TR; lang++) {
        const size_t length = kbs_finding_text(&finding, (kbs_lang)lang, text, sizeof text);
        assert_int_equal(length, strlen(text));
        assert_in_range(length, 1015, 1023);
        assert_true(base_text_is_utf8(text, length, NULL));
        assert_string_equal(text + length - 3, "…");
        for (size_t size = 0; size < 1024; size++) {
            memset(part, '#', sizeof part);
            assert_int_equal(kbs_finding_text(&finding, (kbs_lang)lang, part, size), length);
            assert_int_equal(part[size], '#'); /* nothing behind the end */
            if (size > 0) {
                const size_t got = strlen(part);
                assert_true(got < size && got + 4 >= (size <= length ? size : length));
                assert_true(base_text_is_utf8(part, got, NULL));
                assert_memory_equal(part, text, got);
            }
        }
    }
}

static void sentence__of_nothing(void **state)
{
    (void)state;
    char text[10] = "x";
    assert_int_equal(kbs_finding_text(NULL, KBS_LANG_EN, text, sizeof text), 0);
    assert_string_equal(text, "");
    const kbs_finding unknown = { .code = "no.such-code", .severity = KBS_NOTE, .byte = -1 };
    assert_sentence(&unknown, KBS_LANG_EN, "no.such-code");
    assert_string_equal(kbs_finding_advice(&unknown, KBS_LANG_EN), "");
    assert_string_equal(kbs_finding_advice(NULL, KBS_LANG_TR), "");
}

static void catalogue__is_found_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < FINDING_CODE_COUNT; i++) {
        const base_finding_text *row = base_finding_catalogue((base_finding_code)i);
        assert_ptr_equal(base_finding_catalogue_by_name(row->code), row);
    }
    assert_null(base_finding_catalogue_by_name("no.such-code"));
    assert_null(base_finding_catalogue_by_name(""));
    assert_null(base_finding_catalogue_by_name("zzz.zzz"));
    assert_null(base_finding_catalogue_by_name(NULL));
}

/* ^[a-z0-9]+(\.[a-z0-9-]+)+$ */
static bool is_code(const char *code)
{
    const char *at = code;
    while ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9')) {
        at++;
    }
    if (at == code || *at != '.') {
        return false;
    }
    while (*at == '.') {
        const char *start = ++at;
        while ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-') {
            at++;
        }
        if (at == start) {
            return false;
        }
    }
    return *at == '\0';
}

static const char *const placeholders[] = { "{found}",  "{expected}", "{file}",  "{layer}",
                                            "{record}", "{key}",      "{field}", "{byte}",
                                            "{line}",   "{column}",   "{east}",  "{north}" };

/* A bit for each placeholder; fails on what is none. */
static unsigned placeholders_of(const char *code, const char *text)
{
    unsigned seen = 0;
    for (const char *at = strpbrk(text, "{}"); at != NULL; at = strpbrk(at, "{}")) {
        size_t which = 0;
        while (which < sizeof placeholders / sizeof placeholders[0] &&
               strncmp(at, placeholders[which], strlen(placeholders[which])) != 0) {
            which++;
        }
        if (which == sizeof placeholders / sizeof placeholders[0]) {
            fail_msg("%s: \"%s\": unknown placeholder", code, text);
        }
        seen |= 1u << which;
        at += strlen(placeholders[which]);
    }
    return seen;
}

static void catalogue__every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < FINDING_CODE_COUNT; i++) {
        const base_finding_text *row = &base_finding_table[i];
        if (!is_code(row->code)) {
            fail_msg("\"%s\" is no code", row->code);
        }
        assert_in_range(row->severity, KBS_NOTE, KBS_FATAL);
        assert_in_range(row->result, KBS_NOT_FOUND, KBS_CANCELLED);
        for (int lang = 0; lang < 2; lang++) {
            const char *text = row->text[lang], *advice = row->advice[lang];
            if (*text == '\0' || text[strlen(text) - 1] == '.' || text[strlen(text) - 1] == ' ') {
                fail_msg("%s: empty text, or one that ends with a point or blank", row->code);
            }
            if (!base_text_is_utf8(text, strlen(text), NULL) ||
                !base_text_is_utf8(advice, strlen(advice), NULL)) {
                fail_msg("%s: not UTF-8", row->code);
            }
            if (strpbrk(advice, "{}") != NULL) {
                fail_msg("%s: advice is static text, it has no placeholders", row->code);
            }
        }
        if (placeholders_of(row->code, row->text[0]) != placeholders_of(row->code, row->text[1])) {
            fail_msg("%s: the languages have different placeholders", row->code);
        }
        if ((*row->advice[0] == '\0') != (*row->advice[1] == '\0')) {
            fail_msg("%s: advice in one language only", row->code);
        }
        if (strcmp(row->text[0], row->text[1]) == 0) {
            fail_msg("%s: both languages say the same", row->code);
        }
    }
}

/* Every row as a sentence with everything given: whole UTF-8, no placeholder left. */
static void catalogue__every_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < FINDING_CODE_COUNT; i++) {
        kbs_finding finding = base_finding_of((base_finding_code)i);
        finding.file = "parcels.shp";
        finding.layer = "parsel";
        finding.record = 42;
        finding.key = "101/5";
        finding.field = "TAKS";
        finding.byte = 100;
        finding.line = 3;
        finding.column = 4;
        finding.has_coordinate = true;
        finding.east = 487012.35;
        finding.north = 4420117.8;
        finding.found = "bulunan";
        finding.expected = "beklenen";
        for (int lang = 0; lang < 2; lang++) {
            char text[1024];
            const size_t length = kbs_finding_text(&finding, (kbs_lang)lang, text, sizeof text);
            assert_true(length > 0 && length < sizeof text);
            assert_true(base_text_is_utf8(text, length, NULL));
            const char *mark =
                strchr(text, '?'); /* alone: a letter that was lost; "?" is the name of a layer */
            bool is_name = mark != NULL && mark > text && mark[-1] == '"' && mark[1] == '"';
            if (strpbrk(text, "{}") != NULL || (mark != NULL && !is_name)) {
                fail_msg("%s: %s", finding.code, text);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of__is_empty_but_for_code_and_severity),
        cmocka_unit_test(list__owns_its_texts),
        cmocka_unit_test(list__cuts_long_texts_by_characters),
        cmocka_unit_test(list__shares_what_repeats),
        cmocka_unit_test(list__grows),
        cmocka_unit_test(fail__gives_the_code_of_the_catalogue),
        cmocka_unit_test(memory__out_needs_none),
        cmocka_unit_test(memory__any_allocation_may_fail),
        cmocka_unit_test(sentence__place_and_text),
        cmocka_unit_test(sentence__coordinate),
        cmocka_unit_test(sentence__text_from_outside_is_escaped),
        cmocka_unit_test(sentence__is_cut_at_1_kib),
        cmocka_unit_test(sentence__of_nothing),
        cmocka_unit_test(catalogue__is_found_by_name),
        cmocka_unit_test(catalogue__every_row),
        cmocka_unit_test(catalogue__every_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
