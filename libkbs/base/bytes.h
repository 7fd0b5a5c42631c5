/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A bounded cursor over raw bytes: the only code that indexes input from outside. A read past the end gives 0 and sets
 * `short_read`, which stays set. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct base_bytes {
    const uint8_t *data;
    size_t length;
    size_t at;
    bool short_read;
} base_bytes;

base_bytes base_bytes_of(const void *data, size_t length);
size_t base_bytes_left(const base_bytes *bytes);
bool base_bytes_skip(base_bytes *bytes, size_t count);
/* A pointer to the next `count` bytes, which are consumed; NULL when there are fewer. */
const uint8_t *base_bytes_take(base_bytes *bytes, size_t count);
uint8_t base_bytes_u8(base_bytes *bytes);
uint16_t base_bytes_le16(base_bytes *bytes);
uint32_t base_bytes_le32(base_bytes *bytes);
uint64_t base_bytes_le64(base_bytes *bytes);
uint32_t base_bytes_be32(base_bytes *bytes);
double base_bytes_f64(base_bytes *bytes); /* little endian */

/* The same without a cursor, for places whose bounds were checked already. In the header, because
 * readers call them for every coordinate. */
static inline uint16_t base_get_le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | (uint16_t)(p[1] << 8));
}

static inline uint32_t base_get_le32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint32_t base_get_be32(const uint8_t *p)
{
    return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

static inline uint64_t base_get_le64(const uint8_t *p)
{
    return (uint64_t)base_get_le32(p) | (uint64_t)base_get_le32(p + 4) << 32;
}

static inline double base_get_f64(const uint8_t *p)
{
    const uint64_t bits = base_get_le64(p);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif
