/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* UTF-8 and Turkish letters. Two foldings: the exact one, in which IŞIK = ışık and İŞİK = işik but I and İ differ; and the loose one
 * for finding, in which Ç = c, ğ = g, ı = i, â = a, so that Cankaya finds Çankaya. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Well-formed UTF-8 (no overlong forms, no surrogates, <= U+10FFFF); *bad_at gets the first bad byte, may be NULL. */
bool base_text_is_utf8(const char *text, size_t length, size_t *bad_at);

/* Appends the exact Turkish small-letter form: I -> ı, İ -> i, Ş -> ş, also Latin-1 and Latin Extended-A letters; a letter and
 * its combining mark become one, a combining dot after i goes; runs of blanks become one blank, blanks at the ends go; curly
 * and straight quotes and hyphens become one; zero-width characters and soft hyphens go. Letters of other scripts stay. Bytes
 * that are no UTF-8 become U+FFFD. Folding twice is folding once. */
void base_text_fold(base_buffer *out, const char *utf8, size_t length);
/* Appends the loose form: exact fold, then letters without their marks in ASCII ("ß" is "ss"); other letters stay. */
void base_text_fold_loose(base_buffer *out, const char *utf8, size_t length);
/* Name of a column or layer for matching: loose form, only a-z and 0-9 kept ("ADA_NO", "Ada No" and "adaNo" are the same). */
void base_text_fold_name(base_buffer *out, const char *utf8, size_t length);

/* Compare two UTF-8 texts as people list them: case does not matter, letters in the order of the Turkish alphabet (c before ç,
 * ı before i), other letters as without their marks, runs of digits as numbers (2 before 10), ties by bytes. <0, 0, >0. */
int base_text_compare(const char *a, const char *b);

/* Escapes for people: control characters (also those that turn the direction of writing or have no width) and bytes that are
 * no UTF-8 as \xNN; at most `most` characters, the last one "…" when something was cut. Escaping twice is escaping once. */
void base_text_escape(base_buffer *out, const char *text, size_t length, size_t most);

/* Edit distance of the loose forms of two texts, at most `most` (returned when larger): letters changed, lost, added, and
 * neighbours swapped count one each. For suggestions: texts over 64 characters are `most` apart. */
size_t base_text_distance(const char *a, const char *b, size_t most);

#endif
