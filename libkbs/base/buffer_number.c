/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How numbers are written: fixed decimals exactly as C's "%.Nf" in the C locale, and the shortest
 * form that reads back. */
#include "base/buffer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

/* Writes digits backwards, ending before `end`; at least `width` of them. */
static char *put_digits(char *end, uint64_t value, int width)
{
    char *at = end;
    for (; value != 0 || width > 0; width--) {
        *--at = (char)('0' + value % 10);
        value /= 10;
    }
    return at;
}

void base_buffer_int(base_buffer *buffer, int64_t value)
{
    char text[24];
    char *end = text + sizeof text;
    const uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char *at = put_digits(end, size, 1);
    if (value < 0) {
        *--at = '-';
    }
    base_buffer_add(buffer, at, (size_t)(end - at));
}

/* From 2^53 on doubles are whole numbers: no digit behind the point is anything but 0, and "%.0f"
 * needs no point. */
static void put_large(base_buffer *buffer, double value, int decimals)
{
    char text[320];
    const int length = snprintf(text, sizeof text, "%.0f", value);
    base_buffer_add(buffer, text, (size_t)length);
    if (decimals > 0) {
        base_buffer_char(buffer, '.');
        base_buffer_add(buffer, "00000000000000000", (size_t)decimals);
    }
}

/* |value| * 10^decimals, rounded to a whole number, exactly; ties to even. value < 2^53, decimals
 * <= 17, so the product of mantissa and power has at most 53 + 57 bits. */
static base_u128 scaled(double value, int decimals)
{
    int power;
    const double fraction = frexp(value, &power);
    const uint64_t mantissa = (uint64_t)ldexp(fraction, 53);
    const int shift = 53 - power;
    const base_u128 product = (base_u128)mantissa * base_power_of_ten[decimals];
    if (shift >= 112) {
        return 0; /* less than a quarter of the last decimal */
    }
    base_u128 whole = product >> shift;
    if (shift > 0) {
        const base_u128 rest = product & (((base_u128)1 << shift) - 1);
        const base_u128 half = (base_u128)1 << (shift - 1);
        if (rest > half || (rest == half && (whole & 1) != 0)) {
            whole++;
        }
    }
    return whole;
}

void base_buffer_fixed(base_buffer *buffer, double value, int decimals)
{
    if (!isfinite(value)) {
        base_buffer_text(buffer, "null");
        return;
    }
    decimals = decimals < 0 ? 0 : decimals > 17 ? 17 : decimals;
    if (fabs(value) >= 0x1p53) {
        put_large(buffer, value, decimals);
        return;
    }
    const base_u128 whole = scaled(fabs(value), decimals);
    const uint64_t power = base_power_of_ten[decimals];
    uint64_t integer, fraction;
    if (whole >> 64 == 0) {
        integer = (uint64_t)whole / power;
        fraction = (uint64_t)whole % power;
    } else {
        integer = (uint64_t)(whole / power);
        fraction = (uint64_t)(whole % power);
    }
    char text[48];
    char *end = text + sizeof text;
    char *at = end;
    if (decimals > 0) {
        at = put_digits(at, fraction, decimals);
        *--at = '.';
    }
    at = put_digits(at, integer, 1);
    if (value < 0 && whole != 0) {
        *--at = '-';
    }
    base_buffer_add(buffer, at, (size_t)(end - at));
}

/* Writes digits[0].digits[1..] * 10^exponent, with a plain point for sizes that people read, else
 * with an exponent. */
static void put_decimal(base_buffer *buffer, const char *digits, int count, int exponent)
{
    char text[64];
    int length = 0;
    if (exponent >= -7 && exponent < 0) {
        length = snprintf(text, sizeof text, "0.%.*s%.*s", -1 - exponent, "000000", count, digits);
    } else if (exponent >= 0 && exponent < 17) {
        const int whole = exponent + 1;
        const int given = count < whole ? count : whole;
        length = snprintf(text, sizeof text, "%.*s%.*s", given, digits, whole - given,
                          "0000000000000000");
        if (count > whole) {
            length += snprintf(text + length, sizeof text - (size_t)length, ".%.*s", count - whole,
                               digits + whole);
        }
    } else {
        length = snprintf(text, sizeof text, "%c%s%.*se%d", digits[0], count > 1 ? "." : "",
                          count - 1, digits + 1, exponent);
    }
    base_buffer_add(buffer, text, (size_t)length);
}

/* The usual case: at most 15 digits with few decimals. A decimal of at most 15 digits is the only
 * one of its length for its double, so the first that reads back is the shortest. */
static bool put_short(base_buffer *buffer, double size)
{
    for (int decimals = 0; decimals <= 9; decimals++) {
        const double power = (double)base_power_of_ten[decimals];
        const double whole = nearbyint(size * power);
        if (whole >= 1e15) {
            return false;
        }
        if (whole / power == size) {
            base_buffer_fixed(buffer, size, decimals);
            return true;
        }
    }
    return false;
}

/* The digits of `size` rounded to `wanted` significant ones, as digits[0].digits[1..] * 10^exponent;
 * returns how many. Whatever the locale's point is, it is no digit. */
static int print_digits(double size, int wanted, char digits[24], int *exponent)
{
    char text[48];
    int count = 0;
    snprintf(text, sizeof text, "%.*e", wanted - 1, size);
    const char *c = text;
    for (; *c != 'e' && *c != '\0'; c++) {
        if (*c >= '0' && *c <= '9') {
            digits[count++] = *c;
        }
    }
    *exponent = 0;
    for (const char *e = c + 2; *e >= '0' && *e <= '9'; e++) {
        *exponent = *exponent * 10 + (*e - '0');
    }
    *exponent = c[1] == '-' ? -*exponent : *exponent;
    return count;
}

/* The same by arithmetic, for sizes of coordinates and shares; 0 where it cannot be done. */
static int compute_digits(double size, int wanted, char digits[24], int *exponent)
{
    if (size < 0.1 || size >= 0x1p53) {
        return 0;
    }
    int before = 0; /* digits before the point */
    while (before < 16 && base_power_of_ten[before] <= (uint64_t)size) {
        before++;
    }
    const int decimals = wanted - before;
    if (decimals < 0 || decimals > 17) {
        return 0;
    }
    char text[24];
    char *end = text + sizeof text;
    const char *at = put_digits(end, (uint64_t)scaled(size, decimals), 1);
    const int count = (int)(end - at);
    memcpy(digits, at, (size_t)count);
    *exponent = count - decimals - 1;
    return count;
}

static void put_shortest(base_buffer *buffer, double size)
{
    char digits[24];
    int count = 0, exponent = 0;
    /* Doubles below the normal ones have fewer digits than 15. */
    for (int wanted = size < DBL_MIN ? 1 : 15; wanted <= 17; wanted++) {
        count = compute_digits(size, wanted, digits, &exponent);
        if (count == 0) {
            count = print_digits(size, wanted, digits, &exponent);
        }
        double back;
        if (base_decimal_to_double(digits, (size_t)count, exponent - (count - 1), &back) &&
            back == size) {
            break;
        }
    }
    while (count > 1 && digits[count - 1] == '0') {
        count--;
    }
    put_decimal(buffer, digits, count, exponent);
}

void base_buffer_double(base_buffer *buffer, double value)
{
    if (!isfinite(value)) {
        base_buffer_text(buffer, "null");
        return;
    }
    const double size = fabs(value);
    if (value < 0) {
        base_buffer_char(buffer, '-');
    }
    if (size == 0) {
        base_buffer_char(buffer, '0');
    } else if (size < 1e-3 || !put_short(buffer, size)) {
        put_shortest(buffer, size);
    }
}
