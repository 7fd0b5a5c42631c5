/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Decimal digits to the nearest double. Up to 19 digits and exponents to ±19, that is all
 * coordinates and areas, are done here exactly in 128 bits; the rest goes to strtod as digits and
 * an exponent without a point, so that no locale matters. */
#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint64_t base_power_of_ten[20] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000),
};

static int bit_length(base_u128 value)
{
    const uint64_t high = (uint64_t)(value >> 64);
    return high != 0              ? 128 - __builtin_clzll(high)
           : (uint64_t)value != 0 ? 64 - __builtin_clzll((uint64_t)value)
                                  : 0;
}

/* value * 2^power rounded to 53 bits, ties to even; `more` says that the true value is a little
 * larger than `value`. */
static double round_to_double(base_u128 value, int power, bool more)
{
    const int extra = bit_length(value) - 53;
    if (extra <= 0) {
        return ldexp((double)(uint64_t)value, power);
    }
    uint64_t kept = (uint64_t)(value >> extra);
    const base_u128 rest = value & (((base_u128)1 << extra) - 1);
    const base_u128 half = (base_u128)1 << (extra - 1);
    if (rest > half || (rest == half && (more || (kept & 1) != 0))) {
        kept++;
    }
    return ldexp((double)kept, power + extra);
}

static double small_decimal(uint64_t mantissa, int exponent)
{
    if (exponent >= 0) {
        return round_to_double((base_u128)mantissa * base_power_of_ten[exponent], 0, false);
    }
    const uint64_t divisor = base_power_of_ten[-exponent];
    if (mantissa <= UINT64_C(1) << 53) {
        return (double)mantissa / (double)divisor; /* both exact, so one rounding */
    }
    /* The quotient gets at least 63 bits, more than the 54 that rounding looks at. */
    const int shift = 64 + __builtin_clzll(mantissa);
    const base_u128 dividend = (base_u128)mantissa << shift;
    return round_to_double(dividend / divisor, -shift, dividend % divisor != 0);
}

static bool large_decimal(const char *digits, size_t count, int64_t exponent, double *out)
{
    char text[BASE_DECIMAL_MOST_DIGITS + 16];
    memcpy(text, digits, count);
    snprintf(text + count, sizeof text - count, "e%d", (int)exponent);
    *out = strtod(text, NULL);
    return isfinite(*out);
}

bool base_decimal_to_double(const char *digits, size_t count, int64_t exponent, double *out)
{
    while (count > 0 && digits[0] == '0') {
        digits++;
        count--;
    }
    while (count > 0 && digits[count - 1] == '0') {
        count--;
        exponent++;
    }
    *out = 0.0;
    if (count == 0) {
        return true;
    }
    if (count > BASE_DECIMAL_MOST_DIGITS || exponent > 400) {
        return false;
    }
    if (exponent < -600) {
        return true; /* under half of the smallest double, whatever the digits */
    }
    if (count > 19 || exponent > 19 || exponent < -19) {
        return large_decimal(digits, count, exponent, out);
    }
    uint64_t mantissa = 0;
    for (size_t i = 0; i < count; i++) {
        mantissa = mantissa * 10 + (uint64_t)(digits[i] - '0');
    }
    *out = small_decimal(mantissa, (int)exponent);
    return true;
}
