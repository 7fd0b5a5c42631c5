/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The growing buffer and how numbers are written; C's own printf and strtod, in the C locale, are the judges. */
#include "test_base.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static void add__grows_and_ends_with_nul(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (int i = 0; i < 100; i++) {
        base_buffer_char(&buffer, (char)('a' + i % 26));
        assert_int_equal(buffer.data[buffer.length], 0);
    }
    base_buffer_text(&buffer, "xyz");
    base_buffer_add(&buffer, "q\0r", 3);
    assert_int_equal(buffer.length, 106);
    assert_memory_equal(buffer.data + 97, "tuvxyzq\0r", 10);
    base_buffer_release(&buffer);
    assert_null(buffer.data);
    base_buffer_text(&buffer, "again");
    assert_buffer(&buffer, "again");
    base_buffer_release(&buffer);
}

static void ceiling__is_exact_and_sticks(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 5);
    base_buffer_text(&buffer, "12345");
    assert_false(buffer.failed);
    assert_string_equal(buffer.data, "12345");
    base_buffer_char(&buffer, '6');
    assert_true(buffer.failed);
    base_buffer_add(&buffer, "", 0);
    assert_true(buffer.failed);
    assert_null(base_buffer_extend(&buffer, 0));
    assert_null(base_buffer_take(&buffer));
    base_buffer_text(&buffer, "1"); /* taken: new again, with the same ceiling */
    assert_buffer(&buffer, "1");
    base_buffer_release(&buffer);
    base_buffer_init(&buffer, 0);
    base_buffer_text(&buffer, "");
    assert_false(buffer.failed);
    base_buffer_text(&buffer, "x");
    assert_true(buffer.failed);
    base_buffer_release(&buffer);
}

static void extend__huge_counts_fail(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, SIZE_MAX);
    base_buffer_char(&buffer, 'a');
    assert_null(base_buffer_extend(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    base_buffer_clear(&buffer);
    assert_false(buffer.failed);
    assert_null(base_buffer_extend(&buffer, SIZE_MAX - 1));
    base_buffer_release(&buffer);
}

static void take__gives_the_text(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 100);
    char *empty = base_buffer_take(&buffer);
    assert_string_equal(empty, "");
    base_free(empty);
    base_buffer_text(&buffer, "parsel");
    char *text = base_buffer_take(&buffer);
    assert_string_equal(text, "parsel");
    assert_null(buffer.data);
    assert_int_equal(buffer.length, 0);
    base_free(text);
}

static void memory__any_allocation_may_fail(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t n = 0;; n++) {
        base_buffer buffer;
        base_buffer_init(&buffer, 100000);
        base_memory_fail_at(n);
        for (int i = 0; i < 1000; i++) {
            base_buffer_text(&buffer, "0123456789");
        }
        base_memory_fail_at(SIZE_MAX);
        const bool failed = buffer.failed;
        char *text = base_buffer_take(&buffer);
        assert_int_equal(failed, text == NULL);
        if (text != NULL) {
            assert_int_equal(strlen(text), 10000);
            base_free(text);
            break;
        }
        failures++;
    }
    assert_in_range(failures, 3, 20);
}

static void integers__in_full_range(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    base_buffer_int(&buffer, 0);
    assert_buffer(&buffer, "0");
    base_buffer_int(&buffer, -7);
    assert_buffer(&buffer, "-7");
    base_buffer_int(&buffer, INT64_MAX);
    assert_buffer(&buffer, "9223372036854775807");
    base_buffer_int(&buffer, INT64_MIN);
    assert_buffer(&buffer, "-9223372036854775808");
    base_buffer_release(&buffer);
}

static void bytes__little_endian(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    base_buffer_u8(&buffer, 0xFE);
    base_buffer_le32(&buffer, 0x01020304);
    base_buffer_le64(&buffer, UINT64_C(0x1112131415161718));
    base_buffer_f64(&buffer, 1.0);
    assert_int_equal(buffer.length, 21);
    assert_memory_equal(buffer.data,
                        "\xFE\x04\x03\x02\x01\x18\x17\x16\x15\x14\x13\x12\x11\0\0\0\0\0\0\xF0\x3F",
                        21);
    base_buffer_release(&buffer);
}

typedef struct fixed_case {
    double value;
    int decimals;
    const char *text;
} fixed_case;

static void fixed__by_hand(void **state)
{
    (void)state;
    static const fixed_case cases[] = {
        { 0.0, 2, "0.00" },
        { -0.0, 2, "0.00" },
        { -0.004, 2, "0.00" },
        { -0.005, 2, "-0.01" }, /* the double is a little more than 0.005 away from 0 */
        { 0.125, 2, "0.12" },   /* ties go to even */
        { 0.375, 2, "0.38" },
        { 2.5, 0, "2" },
        { 3.5, 0, "4" },
        { 0.5, 0, "0" },
        { -1.5, 0, "-2" },
        { 999.995, 2, "1000.00" }, /* the double lies above */
        { 1.005, 2, "1.00" },      /* the double lies below */
        { 487012.35, 2, "487012.35" },
        { 4420117.8, 3, "4420117.800" },
        { 9007199254740991.0, 1, "9007199254740991.0" },
        { 9007199254740992.0, 1, "9007199254740992.0" },
        { 1e22, 2, "10000000000000000000000.00" },
        { 0.1, 17, "0.10000000000000001" },
        { 5e-324, 17, "0.00000000000000000" },
        { 123456789.125, 17, "123456789.12500000000000000" },
        { 1e300, 0,
          "10000000000000000525047602552044202487044685811081591549158541155118024579889081"
          "95786371375080447864043704443832883878176942523235360430575644792184786706982848"
          "38720092657580373783023379478809005936895323497079994508111903896764088007465274"
          "2780142494579258788820056842838115669472196386865459400540160" },
    };
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        base_buffer_fixed(&buffer, cases[i].value, cases[i].decimals);
        assert_buffer(&buffer, cases[i].text);
    }
    base_buffer_fixed(&buffer, NAN, 2);
    assert_buffer(&buffer, "null");
    base_buffer_fixed(&buffer, -INFINITY, 2);
    assert_buffer(&buffer, "null");
    base_buffer_fixed(&buffer, 1.5, -3);
    assert_buffer(&buffer, "2");
    base_buffer_release(&buffer);
}

/* Doubles of all sizes, and decimals of a few digits as areas have. */
static double random_double(uint64_t *seed, int kind)
{
    double value;
    const uint64_t bits = test_random(seed);
    switch (kind) {
    case 0:
        memcpy(&value, &bits, sizeof value);
        return isfinite(value) ? value : 1.0;
    case 1:
        return (double)(int64_t)(bits % 2000000000) / 1000.0 - 1000000.0;
    case 2:
        return (double)(bits % 4000000) / 8.0 * 0.125; /* exact ties */
    case 3:
        return ldexp((double)(bits >> 11), (int)(bits % 120) - 100);
    default:
        return (double)(bits % 100000) * pow(10.0, (double)(bits / 100000 % 20) - 10.0);
    }
}

static void fixed__is_what_printf_writes(void **state)
{
    (void)state;
    uint64_t seed = 20240229;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (int i = 0; i < 200000; i++) {
        const double value = random_double(&seed, i % 5);
        const int decimals = (int)(test_random(&seed) % 18);
        char expected[400];
        snprintf(expected, sizeof expected, "%.*f", decimals, value);
        const char *text = expected;
        if (expected[0] == '-' && strspn(expected + 1, "0.") == strlen(expected + 1)) {
            text++; /* "-0.00" is what we never write */
        }
        base_buffer_fixed(&buffer, value, decimals);
        assert_buffer(&buffer, text);
    }
    base_buffer_release(&buffer);
}

typedef struct double_case {
    double value;
    const char *text;
} double_case;

static void double__by_hand(void **state)
{
    (void)state;
    static const double_case cases[] = {
        { 0.0, "0" },
        { -0.0, "0" },
        { 1.0, "1" },
        { -2.5, "-2.5" },
        { 0.1, "0.1" },
        { 0.30000000000000004, "0.30000000000000004" },
        { 487012.35, "487012.35" },
        { 100.0, "100" },
        { 1e16, "10000000000000000" },
        { 1e17, "1e17" },
        { 1.5e300, "1.5e300" },
        { 0.001, "0.001" },
        { 1.25e-7, "0.000000125" },
        { 1.25e-8, "1.25e-8" },
        { 5e-324, "5e-324" },
        { DBL_MAX, "1.7976931348623157e308" },
        { 1.0 / 3.0, "0.3333333333333333" },
        { 9007199254740993.0, "9007199254740992" },
        { 123456789012345680.0, "1.2345678901234568e17" },
    };
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        base_buffer_double(&buffer, cases[i].value);
        assert_buffer(&buffer, cases[i].text);
    }
    base_buffer_double(&buffer, NAN);
    assert_buffer(&buffer, "null");
    base_buffer_release(&buffer);
}

static size_t count_digits(const char *text)
{
    size_t count = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text >= '0' && *text <= '9' && (count > 0 || *text != '0')) {
            count++;
            zeros = *text == '0' ? zeros + 1 : 0;
        }
    }
    return count - zeros;
}

static void double__reads_back_and_none_is_shorter(void **state)
{
    (void)state;
    uint64_t seed = 7;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (int i = 0; i < 100000; i++) {
        const double value = random_double(&seed, i % 5);
        base_buffer_double(&buffer, value);
        assert_true(strtod(buffer.data, NULL) == value);
        const size_t digits = count_digits(buffer.data);
        if (value != 0 && digits > 15) {
            char shorter[40];
            snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, value);
            assert_true(strtod(shorter, NULL) != value);
        }
        base_buffer_clear(&buffer);
    }
    base_buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(add__grows_and_ends_with_nul),
        cmocka_unit_test(ceiling__is_exact_and_sticks),
        cmocka_unit_test(extend__huge_counts_fail),
        cmocka_unit_test(take__gives_the_text),
        cmocka_unit_test(memory__any_allocation_may_fail),
        cmocka_unit_test(integers__in_full_range),
        cmocka_unit_test(bytes__little_endian),
        cmocka_unit_test(fixed__by_hand),
        cmocka_unit_test(fixed__is_what_printf_writes),
        cmocka_unit_test(double__by_hand),
        cmocka_unit_test(double__reads_back_and_none_is_shorter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
