/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One character of UTF-8 in and out, by table 3-7 of the Unicode standard (no overlong forms, no
 * surrogates). */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

static bool follows(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t base_utf8_get(const uint8_t *p, size_t left, uint32_t *out)
{
    const uint8_t b = p[0];
    if (b < 0x80) {
        *out = b;
        return 1;
    }
    if (b < 0xC2 || b > 0xF4) {
        return 0;
    }
    if (b < 0xE0) {
        if (left < 2 || !follows(p[1])) {
            return 0;
        }
        *out = (uint32_t)(b & 0x1F) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (b < 0xF0) {
        if (left < 3 || !follows(p[1]) || !follows(p[2]) || (b == 0xE0 && p[1] < 0xA0) ||
            (b == 0xED && p[1] > 0x9F)) {
            return 0;
        }
        *out = (uint32_t)(b & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return 3;
    }
    if (left < 4 || !follows(p[1]) || !follows(p[2]) || !follows(p[3]) ||
        (b == 0xF0 && p[1] < 0x90) || (b == 0xF4 && p[1] > 0x8F)) {
        return 0;
    }
    *out = (uint32_t)(b & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return 4;
}

size_t base_utf8_put(char to[4], uint32_t character)
{
    if (character < 0x80) {
        to[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        to[0] = (char)(0xC0 | character >> 6);
        to[1] = (char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        to[0] = (char)(0xE0 | character >> 12);
        to[1] = (char)(0x80 | (character >> 6 & 0x3F));
        to[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | character >> 18);
    to[1] = (char)(0x80 | (character >> 12 & 0x3F));
    to[2] = (char)(0x80 | (character >> 6 & 0x3F));
    to[3] = (char)(0x80 | (character & 0x3F));
    return 4;
}

size_t base_utf8_cut(const char *text, size_t length)
{
    size_t start = length;
    for (size_t back = 0; back < 4 && start > 0; back++) {
        start--;
        const uint8_t b = (uint8_t)text[start];
        if (!follows(b)) {
            const size_t whole = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
            return start + whole <= length ? length : start;
        }
    }
    return length;
}

size_t base_utf8_ascii_run(const uint8_t *p, size_t left)
{
    size_t at = 0;
    while (left - at >= 8) {
        uint64_t word;
        memcpy(&word, p + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        at += 8;
    }
    while (at < left && p[at] < 0x80) {
        at++;
    }
    return at;
}
