/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A growing buffer of bytes or text with a ceiling. Errors stick: append freely, look at `failed` once. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct base_buffer {
    char *data; /* always NUL-terminated when not NULL; the NUL is not counted */
    size_t length;
    size_t capacity;
    size_t ceiling; /* most bytes it may hold */
    bool failed;    /* memory was out or the ceiling was hit; contents are then not to be used */
} base_buffer;

void base_buffer_init(base_buffer *buffer, size_t ceiling);
void base_buffer_release(
    base_buffer *buffer);                    /* frees the contents; may be used again after init */
void base_buffer_clear(base_buffer *buffer); /* keeps the memory, forgets contents and failure */
/* Hands the text to the caller (base_free), leaves the buffer empty; NULL when it had failed. */
char *base_buffer_take(base_buffer *buffer);
/* Room for `count` more bytes that the caller fills; NULL when it fails. Length grows by count. */
void *base_buffer_extend(base_buffer *buffer, size_t count);
void base_buffer_add(base_buffer *buffer, const void *bytes, size_t count);
void base_buffer_text(base_buffer *buffer, const char *text);
void base_buffer_char(base_buffer *buffer, char c);
void base_buffer_int(base_buffer *buffer, int64_t value);
/* Decimal with exactly `decimals` (0..17) digits after the point, no locale, "-0.00" never; not finite: "null". */
void base_buffer_fixed(base_buffer *buffer, double value, int decimals);
/* The shortest decimal that reads back as the same double; with an exponent below 1e-7 and from 1e17 on. */
void base_buffer_double(base_buffer *buffer, double value);
void base_buffer_u8(base_buffer *buffer, uint8_t value);
void base_buffer_le32(base_buffer *buffer, uint32_t value);
void base_buffer_le64(base_buffer *buffer, uint64_t value);
void base_buffer_f64(base_buffer *buffer, double value); /* little endian */

#endif
