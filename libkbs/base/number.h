/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Decimal numbers in and out, whatever the locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A plain decimal: blanks around, sign, digits, one point, exponent; at most 128 characters without the blanks. No hex, no
 * inf, no nan, no other text, nothing beyond the largest double. The value is the double nearest to the text (correctly
 * rounded); 0 when false is returned. */
bool base_number_parse(const char *text, size_t length, double *out);
bool base_number_parse_int(const char *text, size_t length, int64_t *out);

typedef enum base_number_form {
    BASE_NUMBER_BAD = 0,
    BASE_NUMBER_EMPTY, /* blanks, "-", "." alone, "null" */
    BASE_NUMBER_PLAIN,
    BASE_NUMBER_TURKISH,  /* 48.353,71 or 0,40 */
    BASE_NUMBER_AMBIGUOUS /* "3.935": read as 3.935; may have been 3935 */
} base_number_form;
/* A number as people in Turkey write it: dot groups and decimal comma, or decimal point; a unit m, m2, m² or % behind it, or %
 * before it, is allowed ("%" divides by 100). More than one dot: groups. Also groups of blanks ("12 345,6"), and English
 * groups where they can be nothing else ("1,234.56", "1,234,567"; PLAIN). "1,234" is 1.234: the comma is the decimal mark.
 * At most 64 characters. *out is 0 for BAD and EMPTY. */
base_number_form base_number_parse_turkish(const char *text, size_t length, double *out);

/* Block and parcel numbers as text: blanks off (between two words one stays), "012" -> "12", "12.0" -> "12", "12,000000" -> "12", "12/a" -> "12/A" (Turkish capital),
 * "0" stays. `out` must hold `size` bytes. False when empty, longer than size - 1, or with a control character. */
bool base_number_normalize_key(const char *text, size_t length, char *out, size_t size);

#endif
