/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts of a DXF in plain. */
#include "import/dxf_text.h"

#include <string.h>

#include "base/encoding.h"
#include "base/utf8.h"

typedef struct plain {
    const char *at, *end;
    base_buffer *out;
    size_t start; /* in out */
    bool is_formatted;
} plain;

static void add_blank(plain *p)
{
    bool has_text = p->out->length > p->start;
    if (has_text && p->out->data[p->out->length - 1] != ' ') {
        base_buffer_char(p->out, ' ');
    }
}

static void add_char(plain *p, char c)
{
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        add_blank(p);
    } else {
        base_buffer_char(p->out, c);
    }
}

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\U+0130" at p->at. */
static bool take_unicode(plain *p)
{
    uint32_t character = 0;
    char bytes[4];
    if (p->end - p->at < 7 || p->at[1] != 'U' || p->at[2] != '+') {
        return false;
    }
    for (int i = 3; i < 7; i++) {
        int digit = hex_of(p->at[i]);
        if (digit < 0) {
            return false;
        }
        character = character * 16 + (uint32_t)digit;
    }
    if (character < 0x20 || (character >= 0xD800 && character < 0xE000)) {
        return false;
    }
    base_buffer_add(p->out, bytes, base_utf8_put(bytes, character));
    p->at += 7;
    return true;
}

/* "%%c", "%%065" at p->at. */
static bool take_percent(plain *p)
{
    static const char *const signs[][2] = { { "cC", "\xC3\x98" }, { "dD", "\xC2\xB0" },
                                            { "pP", "\xC2\xB1" }, { "uU", "" },
                                            { "oO", "" },         { "kK", "" },
                                            { "%%", "%" } };
    if (p->end - p->at < 3 || p->at[1] != '%') {
        return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (p->at[2] == signs[i][0][0] || p->at[2] == signs[i][0][1]) {
            base_buffer_text(p->out, signs[i][1]);
            p->at += 3;
            return true;
        }
    }
    int value = 0, digits = 0;
    while (digits < 3 && p->at + 2 + digits < p->end && p->at[2 + digits] >= '0' &&
           p->at[2 + digits] <= '9') {
        value = value * 10 + (p->at[2 + digits++] - '0');
    }
    if (digits != 3 || value < 0x20 || value > 255) {
        return false;
    }
    char byte = (char)value;
    base_encoding_decode(p->out, BASE_ENCODING_CP1254, &byte, 1, NULL);
    p->at += 5;
    return true;
}

/* Up to the semicolon that ends a code; the text's end where there is none. */
static const char *code_end(const plain *p)
{
    const char *semicolon = memchr(p->at, ';', (size_t)(p->end - p->at));
    return semicolon == NULL ? p->end : semicolon;
}

/* "\S1/2;", "\S1^2;", "\S1#2;": one above the other, "1/2". */
static void take_stack(plain *p)
{
    const char *end = code_end(p);
    for (const char *c = p->at + 2; c < end; c++) {
        add_char(p, *c == '^' || *c == '#' ? '/' : *c);
    }
    p->at = end < p->end ? end + 1 : end;
}

/* A code of an MTEXT, which begins with a backslash. */
static bool take_code(plain *p)
{
    if (p->end - p->at < 2) {
        return false;
    }
    char code = p->at[1];
    if (memchr("\\{}", code, 3) != NULL) {
        base_buffer_char(p->out, code);
        p->at += 2;
    } else if (memchr("P~Nn", code, 4) != NULL) { /* a paragraph, a fixed blank, a column */
        add_blank(p);
        p->at += 2;
    } else if (memchr("LlOoKk", code, 6) != NULL) {
        p->at += 2;
    } else if (code == 'S') {
        take_stack(p);
    } else if (memchr("ACcFfHQTWpM", code, 11) != NULL) {
        const char *end = code_end(p);
        p->at = end < p->end ? end + 1 : end;
    } else {
        return false;
    }
    return true;
}

static void take_one(plain *p)
{
    char c = *p->at;
    bool is_taken = (c == '\\' && take_unicode(p)) || (c == '%' && take_percent(p)) ||
                    (c == '\\' && p->is_formatted && take_code(p));
    if (is_taken) {
        return;
    }
    if (!p->is_formatted || (c != '{' && c != '}')) {
        add_char(p, c);
    }
    p->at++;
}

void dxf_text_plain(base_buffer *out, const char *text, size_t length, bool is_formatted)
{
    if (length == 0) {
        return; /* `text` may be NULL */
    }
    plain p = { text, text + length, out, out->length, is_formatted };
    while (p.at < p.end && !out->failed) {
        take_one(&p);
    }
    while (!out->failed && out->length > p.start && out->data[out->length - 1] == ' ') {
        out->length--;
        out->data[out->length] = '\0';
    }
}
