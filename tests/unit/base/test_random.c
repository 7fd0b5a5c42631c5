/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Properties over random bytes, the same each time: what comes out is UTF-8 whatever went in, folding twice is folding once,
 * and the order of texts is an order. */
#include "test_base.h"

#include "base/encoding.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/text.h"

enum { ROUNDS = 20000, MOST_BYTES = 60 };

/* Bytes, pieces that matter to folding and numbers, or a mix of the two. */
static size_t random_text(uint64_t *seed, char text[MOST_BYTES + 8])
{
    static const char *const pieces[] = {
        "I",
        "i",
        "İ",
        "ı",
        "\xCC\x87",
        "\xCC\x82",
        "\xCC\xA7",
        "\xCC\x86",
        "Ş",
        "ç",
        "â",
        " ",
        "\xC2\xA0",
        "\xE2\x80\x8B",
        "’",
        "–",
        "ß",
        "Ĳ",
        "ŉ",
        "\xC2\xAD",
        "1",
        "0",
        "12",
        ".",
        ",",
        "-",
        "%",
        "m2",
        "e",
        "Ω",
        "\xF0\x9F\x8F\xA0",
        "\xFF",
        "\xC5",
        "\xE2\x80",
        "ſ",
        "ĸ",
        "\xEF\xBB\xBF",
        "/",
        "A",
        "z",
        "\xCC\x88",
        "\xCC\xB8",
    };
    const size_t wanted = test_random(seed) % MOST_BYTES;
    const uint64_t kind = test_random(seed) % 3;
    size_t length = 0;
    while (length < wanted) {
        if (kind == 0 || (kind == 1 && test_random(seed) % 4 == 0)) {
            text[length++] = (char)(1 + test_random(seed) % 255);
        } else {
            const char *piece = pieces[test_random(seed) % (sizeof pieces / sizeof pieces[0])];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
    }
    text[length] = '\0';
    return length;
}

static void assert_utf8(const base_buffer *buffer)
{
    assert_false(buffer->failed);
    assert_true(base_text_is_utf8(buffer->data, buffer->length, NULL));
}

typedef void (*folding)(base_buffer *out, const char *utf8, size_t length);

static void fold__is_utf8_and_idempotent(void **state)
{
    (void)state;
    static const folding foldings[] = { base_text_fold, base_text_fold_loose, base_text_fold_name };
    base_buffer once, twice;
    base_buffer_init(&once, 10000);
    base_buffer_init(&twice, 10000);
    uint64_t seed = 101;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8];
        const size_t length = random_text(&seed, text);
        for (size_t k = 0; k < 3; k++) {
            foldings[k](&once, text, length);
            base_buffer_add(&once, "", 0);
            assert_utf8(&once);
            foldings[k](&twice, once.data, once.length);
            assert_buffer(&twice, once.data);
            base_buffer_clear(&once);
        }
    }
    base_buffer_release(&once);
    base_buffer_release(&twice);
}

/* Exactly equal texts are loosely equal. */
static void fold__loose_follows_exact(void **state)
{
    (void)state;
    base_buffer exact, direct, over;
    base_buffer_init(&exact, 10000);
    base_buffer_init(&direct, 10000);
    base_buffer_init(&over, 10000);
    uint64_t seed = 102;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8];
        const size_t length = random_text(&seed, text);
        base_text_fold(&exact, text, length);
        base_buffer_add(&exact, "", 0);
        base_text_fold_loose(&direct, text, length);
        base_buffer_add(&direct, "", 0);
        base_text_fold_loose(&over, exact.data, exact.length);
        assert_buffer(&over, direct.data);
        base_buffer_clear(&exact);
        base_buffer_clear(&direct);
    }
    base_buffer_release(&exact);
    base_buffer_release(&direct);
    base_buffer_release(&over);
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += (*text & 0xC0) != 0x80;
    }
    return count;
}

static void escape__is_utf8_short_and_stays(void **state)
{
    (void)state;
    base_buffer once, twice;
    base_buffer_init(&once, 10000);
    base_buffer_init(&twice, 10000);
    uint64_t seed = 103;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8];
        const size_t length = random_text(&seed, text);
        const size_t most = test_random(&seed) % 100;
        base_text_escape(&once, text, length, most);
        base_buffer_add(&once, "", 0);
        assert_utf8(&once);
        assert_true(count_characters(once.data) <= most);
        for (size_t k = 0; k < once.length; k++) {
            assert_true((unsigned char)once.data[k] >= 0x20 && once.data[k] != 0x7F);
        }
        base_text_escape(&twice, once.data, once.length, most);
        assert_buffer(&twice, once.data);
        base_buffer_clear(&once);
    }
    base_buffer_release(&once);
    base_buffer_release(&twice);
}

static void decode__is_utf8_and_counts(void **state)
{
    (void)state;
    base_buffer out;
    base_buffer_init(&out, 10000);
    uint64_t seed = 104;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8];
        const size_t length = random_text(&seed, text);
        const base_encoding encoding =
            (base_encoding)(test_random(&seed) % (BASE_ENCODING_ISO8859_2 + 1));
        size_t bad = 0, marks = 0;
        base_encoding_decode(&out, encoding, text, length, &bad);
        base_buffer_add(&out, "", 0);
        assert_utf8(&out);
        for (const char *at = out.data; (at = strstr(at, "\xEF\xBF\xBD")) != NULL; at += 3) {
            marks++;
        }
        assert_int_equal(marks, bad); /* no U+FFFD is among the pieces */
        if (encoding == BASE_ENCODING_UTF8 && bad == 0) {
            assert_string_equal(out.data, text);
        }
        base_buffer_clear(&out);
        base_encoding_guess guess;
        bool sure;
        memset(&guess, 0, sizeof guess);
        base_encoding_guess_feed(&guess, text, length);
        const base_encoding guessed = base_encoding_guess_result(&guess, &sure);
        assert_in_range(guessed, BASE_ENCODING_UNKNOWN, BASE_ENCODING_ISO8859_2);
        if (guessed == BASE_ENCODING_ASCII) {
            assert_int_equal(guess.high_bytes, 0);
        }
    }
    base_buffer_release(&out);
}

static void json__text_is_utf8(void **state)
{
    (void)state;
    base_buffer out;
    base_buffer_init(&out, 10000);
    uint64_t seed = 105;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8];
        random_text(&seed, text);
        base_json json = base_json_start(&out, false);
        base_json_text(&json, NULL, text);
        assert_utf8(&out);
        for (size_t k = 0; k < out.length; k++) {
            assert_true((unsigned char)out.data[k] >= 0x20);
        }
        base_buffer_clear(&out);
    }
    base_buffer_release(&out);
}

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void compare__is_an_order(void **state)
{
    (void)state;
    uint64_t seed = 106;
    for (int i = 0; i < ROUNDS; i++) {
        char a[MOST_BYTES + 8], b[MOST_BYTES + 8], c[MOST_BYTES + 8];
        random_text(&seed, a);
        random_text(&seed, b);
        random_text(&seed, c);
        a[test_random(&seed) % 6] = '\0'; /* short ones meet more often */
        b[test_random(&seed) % 6] = '\0';
        c[test_random(&seed) % 6] = '\0';
        const int ab = sign(base_text_compare(a, b));
        const int bc = sign(base_text_compare(b, c));
        const int ac = sign(base_text_compare(a, c));
        assert_int_equal(ab, -sign(base_text_compare(b, a)));
        assert_int_equal(ab == 0, strcmp(a, b) == 0);
        if (ab == bc && ab != 0) {
            assert_int_equal(ac, ab);
        }
    }
}

static void number__parsers_agree(void **state)
{
    (void)state;
    uint64_t seed = 107;
    for (int i = 0; i < ROUNDS * 5; i++) {
        static const char letters[] = "0123456789..,,-+ e%m2";
        char text[24];
        const size_t length = test_random(&seed) % 12;
        for (size_t k = 0; k < length; k++) {
            text[k] = letters[test_random(&seed) % (sizeof letters - 1)];
        }
        double plain, turkish;
        const bool read = base_number_parse(text, length, &plain);
        const base_number_form form = base_number_parse_turkish(text, length, &turkish);
        if (read) { /* all that is plain is read, with the same value */
            assert_true(form == BASE_NUMBER_PLAIN || form == BASE_NUMBER_AMBIGUOUS);
            assert_true(plain == turkish);
        }
        if (form == BASE_NUMBER_BAD || form == BASE_NUMBER_EMPTY) {
            assert_true(turkish == 0.0);
        }
    }
}

static void key__normal_stays_normal(void **state)
{
    (void)state;
    uint64_t seed = 108;
    for (int i = 0; i < ROUNDS; i++) {
        char text[MOST_BYTES + 8], once[40], twice[40];
        const size_t length = random_text(&seed, text);
        if (base_number_normalize_key(text, length, once, sizeof once)) {
            assert_true(base_text_is_utf8(once, strlen(once), NULL));
            assert_true(base_number_normalize_key(once, strlen(once), twice, sizeof twice));
            assert_string_equal(twice, once);
        } else {
            assert_string_equal(once, "");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fold__is_utf8_and_idempotent),
        cmocka_unit_test(fold__loose_follows_exact),
        cmocka_unit_test(escape__is_utf8_short_and_stays),
        cmocka_unit_test(decode__is_utf8_and_counts),
        cmocka_unit_test(json__text_is_utf8),
        cmocka_unit_test(compare__is_an_order),
        cmocka_unit_test(number__parsers_agree),
        cmocka_unit_test(key__normal_stays_normal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
