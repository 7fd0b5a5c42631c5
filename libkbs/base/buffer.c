/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The growing buffer; how numbers are written stands in buffer_number.c. */
#include "base/buffer.h"

#include <string.h>

#include "base/memory.h"

void base_buffer_init(base_buffer *buffer, size_t ceiling)
{
    const size_t most = (size_t)PTRDIFF_MAX - 1;
    *buffer = (base_buffer){ .ceiling = ceiling > most ? most : ceiling };
}

void base_buffer_release(base_buffer *buffer)
{
    base_free(buffer->data);
    base_buffer_init(buffer, buffer->ceiling);
}

void base_buffer_clear(base_buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->data != NULL) {
        buffer->data[0] = '\0';
    }
}

char *base_buffer_take(base_buffer *buffer)
{
    char *text = NULL;
    base_buffer_add(buffer, "", 0);
    if (!buffer->failed) {
        text = buffer->data;
        buffer->data = NULL;
    }
    base_buffer_release(buffer);
    return text;
}

void *base_buffer_extend(base_buffer *buffer, size_t count)
{
    if (buffer->failed) {
        return NULL;
    }
    if (count > buffer->ceiling - buffer->length) {
        buffer->failed = true;
        return NULL;
    }
    const size_t need = buffer->length + count + 1;
    if (need > buffer->capacity) {
        void *data = buffer->data;
        const size_t wanted = need < 64 && buffer->ceiling >= 63 ? 64 : need;
        if (!base_array_grow(&data, &buffer->capacity, wanted, 1, buffer->ceiling + 1)) {
            buffer->failed = true;
            return NULL;
        }
        buffer->data = data;
    }
    char *room = buffer->data + buffer->length;
    buffer->length += count;
    buffer->data[buffer->length] = '\0';
    return room;
}

void base_buffer_add(base_buffer *buffer, const void *bytes, size_t count)
{
    char *room = base_buffer_extend(buffer, count);
    if (room != NULL && count > 0) {
        memcpy(room, bytes, count);
    }
}

void base_buffer_text(base_buffer *buffer, const char *text)
{
    base_buffer_add(buffer, text, strlen(text));
}

void base_buffer_char(base_buffer *buffer, char c)
{
    base_buffer_add(buffer, &c, 1);
}

void base_buffer_u8(base_buffer *buffer, uint8_t value)
{
    base_buffer_add(buffer, &value, 1);
}

static void put_le64(uint8_t *to, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

void base_buffer_le32(base_buffer *buffer, uint32_t value)
{
    uint8_t bytes[4];
    put_le64(bytes, value, sizeof bytes);
    base_buffer_add(buffer, bytes, sizeof bytes);
}

void base_buffer_le64(base_buffer *buffer, uint64_t value)
{
    uint8_t bytes[8];
    put_le64(bytes, value, sizeof bytes);
    base_buffer_add(buffer, bytes, sizeof bytes);
}

void base_buffer_f64(base_buffer *buffer, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    base_buffer_le64(buffer, bits);
}
