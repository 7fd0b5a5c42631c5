/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Plain decimal numbers in; numbers as people in Turkey write them stand in number_turkish.c. */
#include "base/number.h"

#include "base/decimal.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && is_blank((*text)[*length - 1])) {
        (*length)--;
    }
}

/* "e-12" at *at up to `end`. The value stops growing where no double is left. */
static bool read_exponent(const char *at, const char *end, int64_t *out)
{
    bool negative = false;
    if (at < end && (*at == '+' || *at == '-')) {
        negative = *at++ == '-';
    }
    if (at == end) {
        return false;
    }
    int64_t value = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9') {
            return false;
        }
        value = value > 100000 ? value : value * 10 + (*at - '0');
    }
    *out = negative ? -value : value;
    return true;
}

bool base_number_parse(const char *text, size_t length, double *out)
{
    *out = 0.0;
    trim(&text, &length);
    if (length == 0 || length > BASE_DECIMAL_MOST_DIGITS) {
        return false;
    }
    const char *at = text;
    const char *end = text + length;
    const bool negative = *at == '-';
    if (*at == '-' || *at == '+') {
        at++;
    }
    char digits[BASE_DECIMAL_MOST_DIGITS];
    size_t count = 0;
    int64_t exponent = 0;
    bool point = false;
    for (; at < end; at++) {
        if (*at >= '0' && *at <= '9') {
            digits[count++] = *at;
            exponent -= point ? 1 : 0;
        } else if (*at == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (count == 0) {
        return false;
    }
    if (at < end) {
        int64_t given = 0;
        if ((*at != 'e' && *at != 'E') || !read_exponent(at + 1, end, &given)) {
            return false;
        }
        exponent += given;
    }
    double value;
    if (!base_decimal_to_double(digits, count, exponent, &value)) {
        return false;
    }
    *out = negative ? -value : value;
    return true;
}

bool base_number_parse_int(const char *text, size_t length, int64_t *out)
{
    *out = 0;
    trim(&text, &length);
    const bool negative = length > 0 && *text == '-';
    const bool sign = length > 0 && (*text == '-' || *text == '+');
    const uint64_t most = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    size_t at = sign ? 1 : 0;
    if (at == length) {
        return false;
    }
    uint64_t value = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') {
            return false;
        }
        const uint64_t digit = (uint64_t)(text[at] - '0');
        if (value > (most - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}
