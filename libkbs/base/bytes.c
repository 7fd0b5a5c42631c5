/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The bounded cursor over raw bytes. */
#include "base/bytes.h"

base_bytes base_bytes_of(const void *data, size_t length)
{
    return (base_bytes){ .data = data, .length = length, .at = 0, .short_read = false };
}

size_t base_bytes_left(const base_bytes *bytes)
{
    return bytes->length - bytes->at;
}

const uint8_t *base_bytes_take(base_bytes *bytes, size_t count)
{
    if (count > bytes->length - bytes->at) {
        bytes->short_read = true;
        return NULL;
    }
    const uint8_t *from = bytes->data + bytes->at;
    bytes->at += count;
    return from;
}

bool base_bytes_skip(base_bytes *bytes, size_t count)
{
    if (count > bytes->length - bytes->at) {
        bytes->short_read = true;
        return false;
    }
    bytes->at += count;
    return true;
}

uint8_t base_bytes_u8(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 1);
    return p == NULL ? 0 : *p;
}

uint16_t base_bytes_le16(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 2);
    return p == NULL ? 0 : base_get_le16(p);
}

uint32_t base_bytes_le32(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 4);
    return p == NULL ? 0 : base_get_le32(p);
}

uint64_t base_bytes_le64(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 8);
    return p == NULL ? 0 : base_get_le64(p);
}

uint32_t base_bytes_be32(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 4);
    return p == NULL ? 0 : base_get_be32(p);
}

double base_bytes_f64(base_bytes *bytes)
{
    const uint8_t *p = base_bytes_take(bytes, 8);
    return p == NULL ? 0.0 : base_get_f64(p);
}
