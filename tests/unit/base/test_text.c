/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* UTF-8 checked, texts escaped, edit distance. */
#include "test_base.h"

#include "base/text.h"
#include "base/utf8.h"

static void utf8__good(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",
        "Ada 101 Parsel 5, all of it in ASCII",
        "İstanbul Büyükşehir Belediyesi",
        "€\xF0\x9F\x8F\xA0", /* 3 and 4 bytes */
        "\xC2\x80",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t bad_at = 99;
        assert_true(base_text_is_utf8(good[i], strlen(good[i]), &bad_at));
        assert_true(base_text_is_utf8(good[i], strlen(good[i]), NULL));
    }
    assert_true(base_text_is_utf8("a\0b", 3, NULL));
}

typedef struct bad_case {
    const char *text;
    size_t at;
} bad_case;

static void utf8__bad(void **state)
{
    (void)state;
    static const bad_case cases[] = {
        { "\x80", 0 },
        { "abc\xFF", 3 },
        { "\xC0\xAF", 0 },              /* overlong "/" */
        { "\xC1\xBF", 0 },              /* overlong */
        { "ab\xE0\x9F\xBF", 2 },        /* overlong */
        { "\xF0\x8F\xBF\xBF", 0 },      /* overlong */
        { "\xED\xA0\x80", 0 },          /* surrogate */
        { "\xED\xBF\xBF", 0 },          /* surrogate */
        { "\xF4\x90\x80\x80", 0 },      /* beyond U+10FFFF */
        { "\xF5\x80\x80\x80", 0 },      /* no such lead */
        { "ÇA\xDENKAYA", 3 },           /* windows-1254 */
        { "12345678\xE2\x82", 8 },      /* cut */
        { "1234567890123456\xC4", 16 }, /* cut behind two words of ASCII */
        { "\xF0\x9F\x8F", 0 },
        { "\xE2\x28\xA1", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad_at = 99;
        assert_false(base_text_is_utf8(cases[i].text, strlen(cases[i].text), &bad_at));
        assert_int_equal(bad_at, cases[i].at);
    }
}

static void utf8__every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x110000; c++) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        char bytes[4];
        uint32_t back = 0;
        const size_t length = base_utf8_put(bytes, c);
        const size_t taken = base_utf8_get((const uint8_t *)bytes, length, &back);
        if (c == 0x110000) {
            assert_int_equal(taken, 0);
            break;
        }
        assert_int_equal(taken, length);
        assert_int_equal(back, c);
    }
}

static void utf8__cut_leaves_whole_characters(void **state)
{
    (void)state;
    const char *text = "aç€\xF0\x9F\x8F\xA0"; /* 1 + 2 + 3 + 4 bytes */
    static const size_t expected[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };
    for (size_t length = 0; length <= 10; length++) {
        assert_int_equal(base_utf8_cut(text, length), expected[length]);
    }
}

typedef struct escape_case {
    const char *text;
    size_t most;
    const char *expected;
} escape_case;

static void escape__by_hand(void **state)
{
    (void)state;
    static const escape_case cases[] = {
        { "", 10, "" },
        { "Çankaya", 7, "Çankaya" },
        { "Çankaya", 6, "Çanka…" },
        { "Çankaya", 1, "…" },
        { "Çankaya", 0, "" },
        { "a\nb\tc", 80, "a\\x0Ab\\x09c" },
        { "\x1B[31m", 80, "\\x1B[31m" },
        { "\xC7"
          "ankaya",
          80, "\\xC7ankaya" }, /* windows-1254 */
        { "a\xC2\x85"
          "b",
          80, "a\\xC2\\x85b" }, /* a C1 control */
        { "a\xE2\x80\xAE"
          "b",
          80, "a\\xE2\\x80\\xAEb" }, /* right-to-left override */
        { "\x7F", 80, "\\x7F" },
        { "\xE2\x82", 80, "\\xE2\\x82" },
        { "abc\n", 6, "abc…" }, /* the escape is 4 characters and is not cut in two */
        { "abc\n", 7, "abc\\x0A" },
        { "abcdefgh\n", 8, "abcdefg…" },
        { "C:\\veri", 80, "C:\\veri" },
    };
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        base_text_escape(&buffer, cases[i].text, strlen(cases[i].text), cases[i].most);
        assert_buffer(&buffer, cases[i].expected);
    }
    base_text_escape(&buffer, "a\0b", 3, 80);
    assert_buffer(&buffer, "a\\x00b");
    base_buffer_text(&buffer, "before ");
    base_text_escape(&buffer, "Çankaya", strlen("Çankaya"), 3);
    assert_buffer(&buffer, "before Ça…");
    base_buffer_release(&buffer);
}

static void escape__a_full_buffer_fails(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 3);
    base_text_escape(&buffer, "abcdef", 6, 5);
    assert_true(buffer.failed);
    base_buffer_release(&buffer);
}

static void distance__by_hand(void **state)
{
    (void)state;
    assert_int_equal(base_text_distance("cankaya", "cankaya", 5), 0);
    assert_int_equal(base_text_distance("ÇANKAYA", "cankaya", 5), 0); /* both are folded */
    assert_int_equal(base_text_distance("cankaya", "cnkaya", 5), 1);
    assert_int_equal(base_text_distance("cankaya", "cankayya", 5), 1);
    assert_int_equal(base_text_distance("cankaya", "camkaya", 5), 1);
    assert_int_equal(base_text_distance("cankaya", "acnkaya", 5), 1); /* a swap */
    assert_int_equal(base_text_distance("kitten", "sitting", 9), 3);
    assert_int_equal(base_text_distance("kitten", "sitting", 2), 2);
    assert_int_equal(base_text_distance("", "ada", 9), 3);
    assert_int_equal(base_text_distance("ada", "", 9), 3);
    assert_int_equal(base_text_distance("", "", 9), 0);
    char huge[300];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    assert_int_equal(base_text_distance(huge, huge, 4), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8__good),
        cmocka_unit_test(utf8__bad),
        cmocka_unit_test(utf8__every_character_comes_back),
        cmocka_unit_test(utf8__cut_leaves_whole_characters),
        cmocka_unit_test(escape__by_hand),
        cmocka_unit_test(escape__a_full_buffer_fails),
        cmocka_unit_test(distance__by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
