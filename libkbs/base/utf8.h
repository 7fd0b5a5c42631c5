/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One character of UTF-8 in and out. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define BASE_UTF8_BAD 0xFFFDu /* U+FFFD, what stands in for bytes that are no character */

/* Reads the character at p (left > 0) into *out and returns its length, 1..4; 0 when the bytes are
 * no well-formed character. */
size_t base_utf8_get(const uint8_t *p, size_t left, uint32_t *out);
/* Writes a character (<= U+10FFFF) and returns its length. */
size_t base_utf8_put(char to[4], uint32_t character);
/* How many of the first `length` bytes can stay so that no character is cut in two. */
size_t base_utf8_cut(const char *text, size_t length);
/* Length of the run of ASCII at p. */
size_t base_utf8_ascii_run(const uint8_t *p, size_t left);

#endif
