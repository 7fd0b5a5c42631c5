/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the tests of this room share: cmocka, random numbers that are the same each time, texts compared. */
#ifndef TEST_BASE_H
#define TEST_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buffer.h"

/* splitmix64 */
static inline uint64_t test_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* The buffer holds `expected` and has not failed; it is cleared for the next case. */
static inline void assert_buffer(base_buffer *buffer, const char *expected)
{
    assert_false(buffer->failed);
    base_buffer_add(buffer, "", 0);
    assert_string_equal(buffer->data, expected);
    assert_int_equal(buffer->length, strlen(expected));
    base_buffer_clear(buffer);
}

#endif
