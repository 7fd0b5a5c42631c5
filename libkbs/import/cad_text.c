/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* windows-1254 out, and lines of points. */
#include "import/cad_text.h"

#include <string.h>

#include "base/encoding.h"
#include "base/utf8.h"
#include "import/ncn_line.h"

#define NCN_DECIMALS 3

int cad_text_byte(uint32_t character)
{
    static const uint16_t windows[32] = {
        /* 80 to 9F; 0 = none */
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0,      0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0,      0x0178
    };
    static const struct {
        uint16_t character;
        uint8_t byte;
    } turkish[] = { { 0x011E, 0xD0 }, { 0x0130, 0xDD }, { 0x015E, 0xDE },
                    { 0x011F, 0xF0 }, { 0x0131, 0xFD }, { 0x015F, 0xFE } };
    bool is_latin = character < 0x80 || (character >= 0xA0 && character <= 0xFF);
    for (size_t i = 0; i < sizeof turkish / sizeof turkish[0]; i++) {
        if (character == turkish[i].character) {
            return turkish[i].byte;
        }
        is_latin = is_latin && character != turkish[i].byte;
    }
    for (int i = 0; i < 32; i++) {
        if (character != 0 && character == windows[i]) {
            return 0x80 + i;
        }
    }
    return is_latin ? (int)character : -1;
}

static void add_escape(base_buffer *out, uint32_t character)
{
    static const char digits[] = "0123456789ABCDEF";
    if (character > 0xFFFF) {
        base_buffer_char(out, '?'); /* beyond what the escape can say */
        return;
    }
    base_buffer_text(out, "\\U+");
    for (int shift = 12; shift >= 0; shift -= 4) {
        base_buffer_char(out, digits[(character >> shift) & 15]);
    }
}

bool cad_text_add(base_buffer *out, const char *text, size_t length, bool with_escapes)
{
    size_t start = out->length;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t taken = base_utf8_get((const uint8_t *)text + at, length - at, &character);
        int byte = taken == 0 ? -1 : cad_text_byte(character);
        at += taken == 0 ? 1 : taken;
        if (byte >= 0) {
            base_buffer_char(out, byte < 0x20 || byte == 0x7F ? ' ' : (char)byte);
        } else if (with_escapes) {
            add_escape(out, taken == 0 ? BASE_UTF8_BAD : character);
        } else {
            out->length = start;
            return false;
        }
    }
    return true;
}

bool ncn_write_point(base_buffer *out, const char *name, size_t length, double east, double north,
                     double height_m)
{
    size_t start = out->length;
    bool is_name = length > 0 && memchr(name, ' ', length) == NULL &&
                   memchr(name, '"', length) == NULL && !ncn_line_is_empty(name, length) &&
                   cad_text_add(out, name, length, false);
    if (!is_name || out->length - start > NCN_MOST_NAME) {
        out->length = start;
        return false;
    }
    for (size_t i = start; i < out->length; i++) { /* what separates fields in other files */
        if (memchr(" ;,\t", out->data[i], 4) != NULL) {
            out->length = start;
            return false;
        }
    }
    base_buffer_char(out, ' ');
    base_buffer_fixed(out, east, NCN_DECIMALS);
    base_buffer_char(out, ' ');
    base_buffer_fixed(out, north, NCN_DECIMALS);
    base_buffer_char(out, ' ');
    base_buffer_fixed(out, height_m, NCN_DECIMALS);
    base_buffer_text(out, " 0 \"\" \"\" \"\"\r\n");
    return true;
}
