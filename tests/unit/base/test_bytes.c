/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The cursor over raw bytes. */
#include "test_base.h"

#include "base/bytes.h"

static void reads__in_order(void **state)
{
    (void)state;
    static const uint8_t data[] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x00, 0x00, 0x27,
                                    0x0A, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0,
                                    0,    0,    0,    0,    0,    0xF8, 0xBF, 0xAA };
    base_bytes bytes = base_bytes_of(data, sizeof data);
    assert_int_equal(base_bytes_left(&bytes), 28);
    assert_int_equal(base_bytes_u8(&bytes), 1);
    assert_int_equal(base_bytes_le16(&bytes), 0x0302);
    assert_int_equal(base_bytes_le32(&bytes), 0x07060504);
    assert_int_equal(base_bytes_be32(&bytes), 9994); /* the code of a shapefile */
    assert_true(base_bytes_le64(&bytes) == UINT64_C(0x1817161514131211));
    assert_true(base_bytes_f64(&bytes) == -1.5);
    const uint8_t *last = base_bytes_take(&bytes, 1);
    assert_ptr_equal(last, data + 27);
    assert_int_equal(base_bytes_left(&bytes), 0);
    assert_false(bytes.short_read);
    assert_non_null(base_bytes_take(&bytes, 0));
    assert_false(bytes.short_read);
}

static void reads__past_the_end_give_zero_and_stick(void **state)
{
    (void)state;
    static const uint8_t data[] = { 0xFF, 0xFF, 0xFF };
    base_bytes bytes = base_bytes_of(data, sizeof data);
    assert_int_equal(base_bytes_le32(&bytes), 0);
    assert_true(bytes.short_read);
    assert_int_equal(bytes.at, 0); /* nothing was consumed */
    assert_int_equal(base_bytes_le16(&bytes), 0xFFFF);
    assert_true(bytes.short_read);
    assert_true(base_bytes_f64(&bytes) == 0.0);
    assert_true(base_bytes_le64(&bytes) == 0);
    assert_int_equal(base_bytes_be32(&bytes), 0);
    assert_int_equal(base_bytes_u8(&bytes), 0xFF);
    assert_int_equal(base_bytes_u8(&bytes), 0);
    assert_null(base_bytes_take(&bytes, 1));
}

static void skip__checks_huge_counts(void **state)
{
    (void)state;
    static const uint8_t data[10] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    base_bytes bytes = base_bytes_of(data, sizeof data);
    assert_true(base_bytes_skip(&bytes, 4));
    assert_false(base_bytes_skip(&bytes, SIZE_MAX));
    assert_false(base_bytes_skip(&bytes, 7));
    assert_null(base_bytes_take(&bytes, SIZE_MAX - 1));
    assert_int_equal(base_bytes_u8(&bytes), 4);
    assert_true(base_bytes_skip(&bytes, 5));
    assert_int_equal(base_bytes_left(&bytes), 0);
}

static void empty__has_nothing(void **state)
{
    (void)state;
    base_bytes bytes = base_bytes_of(NULL, 0);
    assert_int_equal(base_bytes_u8(&bytes), 0);
    assert_true(bytes.short_read);
}

static void get__needs_no_alignment(void **state)
{
    (void)state;
    static const uint8_t data[] = { 0, 0x34, 0x12, 0x78, 0x56, 0, 0, 0, 0, 0, 0, 0x00, 0x40 };
    assert_int_equal(base_get_le16(data + 1), 0x1234);
    assert_int_equal(base_get_le32(data + 1), 0x56781234);
    assert_int_equal(base_get_be32(data + 1), 0x34127856);
    assert_true(base_get_f64(data + 5) == 2.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads__in_order),
        cmocka_unit_test(reads__past_the_end_give_zero_and_stick),
        cmocka_unit_test(skip__checks_huge_counts),
        cmocka_unit_test(empty__has_nothing),
        cmocka_unit_test(get__needs_no_alignment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
