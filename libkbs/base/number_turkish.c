/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Numbers as people in Turkey write them, and block and parcel numbers. */
#include "base/number.h"

#include <string.h>

#include "base/decimal.h"
#include "base/fold.h"
#include "base/utf8.h"

/* No area, ratio or height is longer; 400 digits are a fault in the file. */
#define MOST_CHARACTERS 64

/* Length of the blank at p: also no-break, narrow and thin blanks, which programs put between
 * groups of digits. */
static size_t blank_at(const char *p, const char *end)
{
    static const char *const wide[] = { "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89",
                                        "\xE2\x80\x87" };
    if (*p == ' ' || (*p >= '\t' && *p <= '\r')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        const size_t length = strlen(wide[i]);
        if ((size_t)(end - p) >= length && memcmp(p, wide[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* Length of the blank that ends at `end`. */
static size_t blank_before(const char *start, const char *end)
{
    if ((uint8_t)end[-1] < 0x80) {
        return blank_at(end - 1, end);
    }
    for (size_t length = 2; length <= 3 && length <= (size_t)(end - start); length++) {
        if (blank_at(end - length, end) == length) {
            return length;
        }
    }
    return 0;
}

static void trim(const char **start, const char **end)
{
    size_t length;
    while (*start < *end && (length = blank_at(*start, *end)) > 0) {
        *start += length;
    }
    while (*start < *end && (length = blank_before(*start, *end)) > 0) {
        *end -= length;
    }
}

static bool is(const char *start, const char *end, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(end - start) != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        const char c = start[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i]) {
            return false;
        }
    }
    return true;
}

static bool ends_with(const char *start, const char *end, const char *word)
{
    const size_t length = strlen(word);
    return (size_t)(end - start) > length && is(end - length, end, word);
}

/* Takes off one unit behind the number or a "%" on either side. */
static bool take_unit(const char **start, const char **end, bool *percent)
{
    static const char *const units[] = { "m\xC2\xB2", "m2", "m" };
    if (**start == '%') {
        *percent = true;
        (*start)++;
    } else if ((*end)[-1] == '%') {
        *percent = true;
        (*end)--;
    } else {
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
            if (ends_with(*start, *end, units[i])) {
                *end -= strlen(units[i]);
                break;
            }
        }
    }
    trim(start, end);
    return *start < *end;
}

/* What stands in the number, counted in one pass. */
typedef struct scan {
    size_t digit_count, mark_count;
    size_t dots, commas, blanks;
    char digits[MOST_CHARACTERS];
    char marks[MOST_CHARACTERS];       /* each dot, comma or blank, in order */
    uint8_t marks_at[MOST_CHARACTERS]; /* digits before it */
} scan;

static bool scan_number(const char *at, const char *end, scan *s)
{
    while (at < end) {
        if (*at >= '0' && *at <= '9') {
            s->digits[s->digit_count++] = *at++;
            continue;
        }
        const size_t blank = blank_at(at, end);
        if (blank == 0 && *at != '.' && *at != ',') {
            return false;
        }
        const char mark = blank > 0 ? ' ' : *at;
        s->dots += mark == '.';
        s->commas += mark == ',';
        s->blanks += mark == ' ';
        s->marks[s->mark_count] = mark;
        s->marks_at[s->mark_count++] = (uint8_t)s->digit_count;
        at += blank > 0 ? blank : 1;
    }
    return s->digit_count > 0;
}

/* The first `count` marks part the digits before `until` into groups: 1..3 digits, no leading 0,
 * then 3 each. */
static bool are_groups(const scan *s, size_t count, size_t until)
{
    if (count == 0) {
        return true;
    }
    if (s->marks_at[0] < 1 || s->marks_at[0] > 3 || s->digits[0] == '0') {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t next = i + 1 < count ? s->marks_at[i + 1] : until;
        if (s->marks[i] != s->marks[0] || next - s->marks_at[i] != 3) {
            return false;
        }
    }
    return true;
}

/* Which form, and how many digits stand before the decimal mark. `exponent` gets minus the number
 * of decimals. */
static base_number_form judge(const scan *s, int64_t *exponent)
{
    const size_t all = s->digit_count;
    *exponent = 0;
    if (s->mark_count == 0) {
        return BASE_NUMBER_PLAIN;
    }
    const size_t last = s->mark_count - 1;
    const char mark = s->marks[last];
    const size_t before = s->marks_at[last];
    const size_t same = mark == '.' ? s->dots : mark == ',' ? s->commas : s->blanks;
    if (mark == ' ' || same > 1) {
        /* Only groups: "12 345", "1.234.567", "1,234,567". */
        if (same != s->mark_count || !are_groups(s, s->mark_count, all)) {
            return BASE_NUMBER_BAD;
        }
        return mark == '.' ? BASE_NUMBER_TURKISH : BASE_NUMBER_PLAIN;
    }
    if (!are_groups(s, last, before) || (last > 0 && before == all)) {
        return BASE_NUMBER_BAD;
    }
    *exponent = -(int64_t)(all - before);
    if (mark == ',') {
        return before == all ? BASE_NUMBER_BAD : BASE_NUMBER_TURKISH;
    }
    const bool may_be_group =
        last == 0 && before >= 1 && before <= 3 && s->digits[0] != '0' && all - before == 3;
    return may_be_group ? BASE_NUMBER_AMBIGUOUS : BASE_NUMBER_PLAIN;
}

static bool is_empty(const char *start, const char *end)
{
    return start == end || is(start, end, "-") || is(start, end, ".") || is(start, end, "null") ||
           is(start, end, "\xE2\x80\x93") || is(start, end, "\xE2\x80\x94");
}

base_number_form base_number_parse_turkish(const char *text, size_t length, double *out)
{
    const char *start = text;
    const char *end = text + length;
    *out = 0.0;
    trim(&start, &end);
    if (is_empty(start, end)) {
        return BASE_NUMBER_EMPTY;
    }
    bool percent = false;
    const ptrdiff_t bare = end - start;
    if (bare > MOST_CHARACTERS || !take_unit(&start, &end, &percent)) {
        return BASE_NUMBER_BAD;
    }
    const bool negative = *start == '-';
    const char *body = start + (*start == '-' || *start == '+' ? 1 : 0);
    scan s; /* its arrays are filled as far as they are used */
    s.digit_count = s.mark_count = s.dots = s.commas = s.blanks = 0;
    int64_t exponent;
    base_number_form form;
    if (body == end || blank_at(body, end) > 0) {
        return BASE_NUMBER_BAD;
    }
    if (!scan_number(body, end, &s)) {
        /* Only a plain number may have an exponent, and then no unit. */
        const bool plain = end - start == bare && base_number_parse(start, (size_t)bare, out);
        return plain ? BASE_NUMBER_PLAIN : BASE_NUMBER_BAD;
    }
    form = judge(&s, &exponent);
    if (form == BASE_NUMBER_BAD) {
        return BASE_NUMBER_BAD;
    }
    double value;
    if (!base_decimal_to_double(s.digits, s.digit_count, exponent - (percent ? 2 : 0), &value)) {
        return BASE_NUMBER_BAD;
    }
    *out = negative ? -value : value;
    return form;
}
