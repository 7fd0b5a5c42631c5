/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The set of keys, against a table that cannot be wrong. */
#include "test_store.h"

#include "store/key_set.h"

static void key_set__knows_what_it_was_given(void **state)
{
    (void)state;
    enum { KEYS = 60000 };
    store_key_set *set = store_key_set_new(0);
    int64_t other = 0;
    char key[32];
    for (int i = 0; i < KEYS; i++) {
        int length = snprintf(key, sizeof key, "%d/%d", i % 977, i / 977);
        assert_false(store_key_set_has(set, key, (size_t)length, &other));
        assert_int_equal(store_key_set_add(set, key, (size_t)length, i + 1, &other), STORE_KEY_NEW);
    }
    for (int i = KEYS - 1; i >= 0; i--) {
        int length = snprintf(key, sizeof key, "%d/%d", i % 977, i / 977);
        assert_int_equal(store_key_set_add(set, key, (size_t)length, 0, &other), STORE_KEY_THERE);
        assert_int_equal(other, i + 1);
        other = 0;
        assert_true(store_key_set_has(set, key, (size_t)length, &other));
        assert_int_equal(other, i + 1);
    }
    store_key_set_free(set);
}

/* Keys of any length and bytes; one is not another because it begins like it. */
static void key_set__lengths_and_zero_bytes(void **state)
{
    (void)state;
    store_key_set *set = store_key_set_new(1000);
    static const char zeroes[40] = { 0 };
    char *large = calloc(1, 3 << 20);
    int64_t other = 0;
    for (size_t length = 0; length < sizeof zeroes; length++) {
        assert_int_equal(store_key_set_add(set, zeroes, length, (int64_t)length + 1, &other),
                         STORE_KEY_NEW);
    }
    for (size_t length = 0; length < sizeof zeroes; length++) {
        assert_int_equal(store_key_set_add(set, zeroes, length, 0, &other), STORE_KEY_THERE);
        assert_int_equal(other, length + 1);
    }
    assert_int_equal(store_key_set_add(set, large, 3 << 20, 500, &other), STORE_KEY_NEW);
    large[(3 << 20) - 1] = 1;
    assert_int_equal(store_key_set_add(set, large, 3 << 20, 501, &other), STORE_KEY_NEW);
    assert_int_equal(store_key_set_add(set, large, 3 << 20, 502, &other), STORE_KEY_THERE);
    assert_int_equal(other, 501);
    free(large);
    store_key_set_free(set);
    store_key_set_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_set__knows_what_it_was_given),
        cmocka_unit_test(key_set__lengths_and_zero_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
