/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Numbers in: plain, Turkish, keys. strtod in the C locale is the judge of rounding. */
#include "test_base.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

typedef struct plain_case {
    const char *text;
    double value;
} plain_case;

static const plain_case plain_good[] = {
    { "0", 0.0 },
    { "-0", 0.0 },
    { "12", 12.0 },
    { "12.", 12.0 },
    { ".5", 0.5 },
    { "+1.25", 1.25 },
    { "  -3.5\t", -3.5 },
    { "487012.35", 487012.35 },
    { "1e5", 1e5 },
    { "1E-3", 1e-3 },
    { "1.7976931348623157e308", 1.7976931348623157e308 },
    { "4.9406564584124654e-324", 4.9406564584124654e-324 },
    { "2.2250738585072011e-308", 2.2250738585072011e-308 }, /* once hung PHP and Java */
    { "1e-400", 0.0 },
    { "0e999999999999", 0.0 },
    { "9007199254740993", 9007199254740992.0 }, /* a tie: to even */
    { "9007199254740995", 9007199254740996.0 },
    { "9007199254740993.0000000000000001", 9007199254740994.0 }, /* just above the tie */
    { "0.1000000000000000055511151231257827021181583404541015625", 0.1 },
    { "000000000000000000000000000000000000001.50", 1.5 },
};

static const char *const plain_bad[] = {
    "",         " ",     "-",        "+",    ".",   "-.",    "e5",    "1e",
    "1e+",      "1e5.0", "0x10",     "nan",  "inf", "-inf",  "NaN",   "1,5",
    "1.2.3",    "1 2",   "12a",      "--1",  "1-",  "1_0",   "1e999", "1e400",
    "INFINITY", "0b1",   "\xD9\xA3", "1.5f", "$1",  "1e5e5", "*****",
};

static void plain__good_and_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plain_good / sizeof plain_good[0]; i++) {
        double value = 99;
        assert_true(base_number_parse(plain_good[i].text, strlen(plain_good[i].text), &value));
        assert_true(value == plain_good[i].value);
    }
    for (size_t i = 0; i < sizeof plain_bad / sizeof plain_bad[0]; i++) {
        double value = 99;
        assert_false(base_number_parse(plain_bad[i], strlen(plain_bad[i]), &value));
        assert_true(value == 0.0);
    }
    double value;
    assert_false(base_number_parse("1\0", 2, &value));
    assert_true(base_number_parse("12345", 3, &value)); /* the length rules, not a NUL */
    assert_true(value == 123.0);
}

static void plain__very_long(void **state)
{
    (void)state;
    char digits[401];
    double value;
    memset(digits, '7', sizeof digits);
    assert_false(base_number_parse(digits, 400, &value));
    assert_false(base_number_parse(digits, 129, &value));
    assert_true(base_number_parse(digits, 128, &value));
    assert_true(fabs(value / 7.777777777777778e127 - 1) < 1e-15);
    memset(digits, ' ', sizeof digits); /* blanks around do not count */
    digits[390] = '5';
    assert_true(base_number_parse(digits, sizeof digits, &value));
    assert_true(value == 5.0);
}

static void random_decimal(uint64_t *seed, char text[200])
{
    size_t length = 0;
    const unsigned digits =
        1 + (unsigned)(test_random(seed) % (test_random(seed) % 8 == 0 ? 60 : 20));
    const unsigned point = (unsigned)(test_random(seed) % (digits + 1));
    if (test_random(seed) % 3 == 0) {
        text[length++] = '-';
    }
    for (unsigned i = 0; i < digits; i++) {
        if (i == point) {
            text[length++] = '.';
        }
        text[length++] = (char)('0' + test_random(seed) % 10);
    }
    text[length] = '\0';
    if (test_random(seed) % 2 == 0) {
        const int exponent =
            (int)(test_random(seed) % (test_random(seed) % 4 == 0 ? 660 : 44)) - 22;
        snprintf(text + length, 200 - length, "e%d", exponent > 300 ? 300 - exponent : exponent);
    }
}

static void plain__is_what_strtod_reads(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 300000; i++) {
        char text[200];
        double value;
        random_decimal(&seed, text);
        const double expected = strtod(text, NULL);
        if (isfinite(expected)) {
            assert_true(base_number_parse(text, strlen(text), &value));
            assert_true(value == expected);
        } else {
            assert_false(base_number_parse(text, strlen(text), &value));
        }
    }
}

/* The middle between two neighbouring doubles, and one digit above and below it: the hardest to round. */
static void plain__ties(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 20000; i++) {
        const uint64_t mantissa = (UINT64_C(1) << 52) + (test_random(&seed) >> 12);
        char text[120];
        double value;
        snprintf(text, sizeof text, "%llu.%s", (unsigned long long)mantissa,
                 i % 3 == 0   ? "5"
                 : i % 3 == 1 ? "4999999999"
                              : "50001");
        assert_true(base_number_parse(text, strlen(text), &value));
        assert_true(value == strtod(text, NULL));
        snprintf(text, sizeof text, "%llue-%d", (unsigned long long)(mantissa * 2 + 1), i % 19);
        assert_true(base_number_parse(text, strlen(text), &value));
        assert_true(value == strtod(text, NULL));
    }
}

static void integer__range(void **state)
{
    (void)state;
    int64_t value;
    assert_true(base_number_parse_int(" 42 ", 4, &value));
    assert_int_equal(value, 42);
    assert_true(base_number_parse_int("+7", 2, &value));
    assert_int_equal(value, 7);
    assert_true(base_number_parse_int("9223372036854775807", 19, &value));
    assert_true(value == INT64_MAX);
    assert_true(base_number_parse_int("-9223372036854775808", 20, &value));
    assert_true(value == INT64_MIN);
    assert_false(base_number_parse_int("9223372036854775808", 19, &value));
    assert_int_equal(value, 0);
    assert_false(base_number_parse_int("-9223372036854775809", 20, &value));
    assert_false(base_number_parse_int("99999999999999999999999", 23, &value));
    static const char *const bad[] = { "", " ", "-", "1.0", "1e3", "0x1", "12a", "- 1", "1 2" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(base_number_parse_int(bad[i], strlen(bad[i]), &value));
    }
}

typedef struct turkish_case {
    const char *text;
    base_number_form form;
    double value;
} turkish_case;

static const turkish_case turkish[] = {
    { "48.353,71", BASE_NUMBER_TURKISH, 48353.71 },
    { "4.514,2", BASE_NUMBER_TURKISH, 4514.2 },
    { "3.935", BASE_NUMBER_AMBIGUOUS, 3.935 },
    { "-3.935", BASE_NUMBER_AMBIGUOUS, -3.935 },
    { "123.456", BASE_NUMBER_AMBIGUOUS, 123.456 },
    { "3.935 m2", BASE_NUMBER_AMBIGUOUS, 3.935 },
    { "8379", BASE_NUMBER_PLAIN, 8379.0 },
    { "5179.9", BASE_NUMBER_PLAIN, 5179.9 },
    { "1234.567", BASE_NUMBER_PLAIN, 1234.567 }, /* 4 digits are no group */
    { "0.935", BASE_NUMBER_PLAIN, 0.935 },       /* no group begins with 0 */
    { "3.9350", BASE_NUMBER_PLAIN, 3.935 },
    { "2620,4", BASE_NUMBER_TURKISH, 2620.4 },
    { "1,234", BASE_NUMBER_TURKISH, 1.234 }, /* the comma is the decimal mark */
    { "1.234.567", BASE_NUMBER_TURKISH, 1234567.0 },
    { "1.234.567,8", BASE_NUMBER_TURKISH, 1234567.8 },
    { "-1.234,5", BASE_NUMBER_TURKISH, -1234.5 },
    { "0,40", BASE_NUMBER_TURKISH, 0.4 },
    { ",5", BASE_NUMBER_TURKISH, 0.5 },
    { ".5", BASE_NUMBER_PLAIN, 0.5 },
    { "12.", BASE_NUMBER_PLAIN, 12.0 },
    { "+12", BASE_NUMBER_PLAIN, 12.0 },
    { " 12 ", BASE_NUMBER_PLAIN, 12.0 },
    { "1.234,56 m2", BASE_NUMBER_TURKISH, 1234.56 },
    { "1.234,56 M2", BASE_NUMBER_TURKISH, 1234.56 },
    { "500 m²", BASE_NUMBER_PLAIN, 500.0 },
    { "12,50m", BASE_NUMBER_TURKISH, 12.5 },
    { "40 %", BASE_NUMBER_PLAIN, 0.4 },
    { "%40", BASE_NUMBER_PLAIN, 0.4 },
    { "% 40", BASE_NUMBER_PLAIN, 0.4 },
    { "%7", BASE_NUMBER_PLAIN, 0.07 },
    { "12,5%", BASE_NUMBER_TURKISH, 0.125 },
    { "1,234.56", BASE_NUMBER_PLAIN, 1234.56 }, /* English, and nothing else it could be */
    { "1,234,567.8", BASE_NUMBER_PLAIN, 1234567.8 },
    { "1,234,567", BASE_NUMBER_PLAIN, 1234567.0 },
    { "12 345,6", BASE_NUMBER_TURKISH, 12345.6 },
    { "12\xC2\xA0"
      "345,6",
      BASE_NUMBER_TURKISH, 12345.6 },
    { "12\xE2\x80\xAF"
      "345,6",
      BASE_NUMBER_TURKISH, 12345.6 },
    { "12 345", BASE_NUMBER_PLAIN, 12345.0 },
    { "12 345.6", BASE_NUMBER_PLAIN, 12345.6 },
    { "\xC2\xA0"
      "12\xC2\xA0",
      BASE_NUMBER_PLAIN, 12.0 },
    { "1e5", BASE_NUMBER_PLAIN, 1e5 },
    { " 1.5E+2 ", BASE_NUMBER_PLAIN, 150.0 },
    { "", BASE_NUMBER_EMPTY, 0 },
    { "   ", BASE_NUMBER_EMPTY, 0 },
    { "-", BASE_NUMBER_EMPTY, 0 },
    { ".", BASE_NUMBER_EMPTY, 0 },
    { " - ", BASE_NUMBER_EMPTY, 0 },
    { "–", BASE_NUMBER_EMPTY, 0 },
    { "null", BASE_NUMBER_EMPTY, 0 },
    { "NULL", BASE_NUMBER_EMPTY, 0 },
    { "0.40-0.60", BASE_NUMBER_BAD, 0 },
    { "12.34,5", BASE_NUMBER_BAD, 0 },
    { "1.23.456", BASE_NUMBER_BAD, 0 },
    { "1234.567,8", BASE_NUMBER_BAD, 0 },
    { "0.123,4", BASE_NUMBER_BAD, 0 },
    { "1.234,567.8", BASE_NUMBER_BAD, 0 },
    { "1,23,4", BASE_NUMBER_BAD, 0 },
    { "12,34.5", BASE_NUMBER_BAD, 0 },
    { "1.234 567,8", BASE_NUMBER_BAD, 0 },
    { "12 34", BASE_NUMBER_BAD, 0 },
    { "1 2", BASE_NUMBER_BAD, 0 },
    { "12,", BASE_NUMBER_BAD, 0 },
    { "1.234.", BASE_NUMBER_BAD, 0 },
    { "1.234,", BASE_NUMBER_BAD, 0 },
    { ",", BASE_NUMBER_BAD, 0 },
    { "..", BASE_NUMBER_BAD, 0 },
    { ".,5", BASE_NUMBER_BAD, 0 },
    { "+", BASE_NUMBER_BAD, 0 },
    { "- 5", BASE_NUMBER_BAD, 0 },
    { "--5", BASE_NUMBER_BAD, 0 },
    { "%", BASE_NUMBER_BAD, 0 },
    { "%40%", BASE_NUMBER_BAD, 0 },
    { "m2", BASE_NUMBER_BAD, 0 },
    { "12 km", BASE_NUMBER_BAD, 0 },
    { "12 mm", BASE_NUMBER_BAD, 0 },
    { "12 m m", BASE_NUMBER_BAD, 0 },
    { "1e5 m", BASE_NUMBER_BAD, 0 },
    { "1e5%", BASE_NUMBER_BAD, 0 },
    { "1,5e3", BASE_NUMBER_BAD, 0 },
    { "1e999", BASE_NUMBER_BAD, 0 },
    { "0x10", BASE_NUMBER_BAD, 0 },
    { "nan", BASE_NUMBER_BAD, 0 },
    { "inf", BASE_NUMBER_BAD, 0 },
    { "*****", BASE_NUMBER_BAD, 0 },
    { "yok", BASE_NUMBER_BAD, 0 },
    { "12 kat", BASE_NUMBER_BAD, 0 },
    { "1\xFF", BASE_NUMBER_BAD, 0 },
    { "\xD9\xA3", BASE_NUMBER_BAD, 0 }, /* an Arabic digit */
};

static void check_turkish(void)
{
    for (size_t i = 0; i < sizeof turkish / sizeof turkish[0]; i++) {
        const turkish_case *c = &turkish[i];
        double value = 99;
        const base_number_form form = base_number_parse_turkish(c->text, strlen(c->text), &value);
        if (form != c->form || !(value == c->value)) {
            fail_msg("\"%s\": form %d, value %.17g; expected %d, %.17g", c->text, (int)form, value,
                     (int)c->form, c->value);
        }
    }
}

static void turkish__by_hand(void **state)
{
    (void)state;
    check_turkish();
    char digits[401];
    double value;
    memset(digits, '1', sizeof digits);
    assert_int_equal(base_number_parse_turkish(digits, 400, &value), BASE_NUMBER_BAD);
    assert_int_equal(base_number_parse_turkish(digits, 65, &value), BASE_NUMBER_BAD);
    assert_int_equal(base_number_parse_turkish(digits, 64, &value), BASE_NUMBER_PLAIN);
    memset(digits, '.', sizeof digits);
    assert_int_equal(base_number_parse_turkish(digits, 64, &value), BASE_NUMBER_BAD);
    assert_int_equal(base_number_parse_turkish("12\0", 3, &value), BASE_NUMBER_BAD);
    assert_int_equal(base_number_parse_turkish("48.353,71", 6, &value), BASE_NUMBER_AMBIGUOUS);
}

/* glibc never frees what it reads from LOCPATH, under which the test finds its locale. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:__argz_add_sep\nleak:__argz_create_sep\n";
}

/* The same under a locale with a decimal comma, where strtod and printf of C go wrong. */
static void locale__changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "tr_TR.UTF-8", "tr_TR.utf8", "tr_TR", "de_DE.UTF-8",
                                         "de_DE.utf8" };
    const char *set = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && set == NULL; i++) {
        set = setlocale(LC_ALL, names[i]) == NULL ? NULL : names[i];
    }
    if (set == NULL) {
        skip();
    }
    assert_true(strtod("3,5", NULL) == 3.5); /* the locale is really on */
    check_turkish();
    plain__good_and_bad(NULL);
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    base_buffer_fixed(&buffer, 1234567.125, 2);
    assert_buffer(&buffer, "1234567.12");
    base_buffer_fixed(&buffer, 1e17, 2);
    assert_buffer(&buffer, "100000000000000000.00");
    base_buffer_double(&buffer, 1.0 / 3.0);
    assert_buffer(&buffer, "0.3333333333333333");
    base_buffer_double(&buffer, 1.5e300);
    assert_buffer(&buffer, "1.5e300");
    base_buffer_double(&buffer, 5e-324);
    assert_buffer(&buffer, "5e-324");
    base_buffer_release(&buffer);
    setlocale(LC_ALL, "C");
    /* And where only this thread has it. */
    locale_t comma = newlocale(LC_ALL_MASK, set, (locale_t)0);
    assert_true(comma != (locale_t)0);
    const locale_t before = uselocale(comma);
    check_turkish();
    plain__good_and_bad(NULL);
    uselocale(before);
    freelocale(comma);
}

typedef struct key_case {
    const char *text, *key; /* key NULL: refused */
} key_case;

static void key__by_hand(void **state)
{
    (void)state;
    static const key_case cases[] = {
        { "12", "12" },
        { "012", "12" },
        { "00012", "12" },
        { "12.0", "12" },
        { "12,000000", "12" },
        { "012.00", "12" },
        { "0", "0" },
        { "000", "0" },
        { "0.0", "0" },
        { "12/a", "12/A" },
        { "12/i", "12/İ" },
        { "12/ı", "12/I" },
        { "5ş", "5Ş" },
        { "ç1â", "Ç1Â" },
        { "  12  ", "12" },
        { "\xC2\xA0"
          "12\r\n",
          "12" },
        { "101 / 05", "101/5" },
        { "101 - b", "101-B" },
        { "A 12", "A 12" },
        { "A   12", "A 12" },
        { "1 2", "1 2" }, /* two numbers are not put together */
        { "A012", "A012" },
        { "12.50", "12.50" },
        { "12.", "12." },
        { ".0", ".0" },
        { "-5", "-5" },
        { "ß", "ß" },
        { "", NULL },
        { "   ", NULL },
        { "1\n2", "1 2" },
        { "1\x01", NULL },
        { "1\x7F", NULL },
        { "1\xC2\x85", NULL },
        { "\xC7", NULL },
        { "1234567890123456", NULL }, /* 16 bytes and the NUL are more than 16 */
        { "123456789012345", "123456789012345" },
        { "00000000000000000000000000001", "1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char key[16];
        const bool good =
            base_number_normalize_key(cases[i].text, strlen(cases[i].text), key, sizeof key);
        if (good != (cases[i].key != NULL) || strcmp(key, good ? cases[i].key : "") != 0) {
            fail_msg("\"%s\": \"%s\"", cases[i].text, key);
        }
    }
    char none[1] = "";
    assert_false(base_number_normalize_key("1", 1, none, 0));
    assert_false(base_number_normalize_key("1", 1, none, 1));
    assert_false(base_number_normalize_key("1\0", 2, none, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain__good_and_bad),
        cmocka_unit_test(plain__very_long),
        cmocka_unit_test(plain__is_what_strtod_reads),
        cmocka_unit_test(plain__ties),
        cmocka_unit_test(integer__range),
        cmocka_unit_test(turkish__by_hand),
        cmocka_unit_test(locale__changes_nothing),
        cmocka_unit_test(key__by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
