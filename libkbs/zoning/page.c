/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Words, numbers and columns of a text for people. */
#include "zoning/page.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

#define MOST_CHARACTERS 300 /* of one text of the source */

const char *zoning_page_word(const zoning_page *p, zoning_word w)
{
    return zoning_word_text(w, p->lang);
}

/* Characters that `bytes` bytes of UTF-8 show. */
static size_t characters(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Blanks up to a column of the line. */
void zoning_page_tab_to(zoning_page *p, size_t column)
{
    size_t at = p->out->data != NULL
                    ? characters(p->out->data + p->line_start, p->out->length - p->line_start)
                    : 0;
    for (; at < column; at++) {
        base_buffer_char(p->out, ' ');
    }
}

void zoning_page_end_line(zoning_page *p)
{
    base_buffer_char(p->out, '\n');
    p->line_start = p->out->length;
}

void zoning_page_add(zoning_page *p, const char *text)
{
    base_buffer_text(p->out, text);
}

void zoning_page_source_text(zoning_page *p, const char *text)
{
    base_text_escape(p->out, text, strlen(text), MOST_CHARACTERS);
}

/* Puts decimal and group signs of the language into the plain number that starts at `from`. */
static void localize(zoning_page *p, size_t from)
{
    char plain[512];
    size_t length = p->out->length - from;
    if (p->out->failed || length >= sizeof plain) {
        return;
    }
    memcpy(plain, p->out->data + from, length);
    plain[length] = '\0';
    base_buffer *out = p->out;
    out->length = from;
    size_t start = length > 0 && plain[0] == '-' ? 1 : 0;
    size_t whole = start + strspn(plain + start, "0123456789");
    bool turkish = p->lang == KBS_LANG_TR;
    for (size_t i = 0; i < length; i++) {
        if (i > start && i < whole && (whole - i) % 3 == 0) {
            base_buffer_char(out, turkish ? '.' : ',');
        }
        bool point = i == whole && plain[i] == '.';
        base_buffer_char(out, point && turkish ? ',' : plain[i]);
    }
}

void zoning_page_fixed(zoning_page *p, double value, int decimals)
{
    size_t from = p->out->length;
    base_buffer_fixed(p->out, value, decimals);
    localize(p, from);
}

/* At least `decimals` digits after the point, more when the value has more. */
void zoning_page_number(zoning_page *p, double value, int decimals)
{
    double scale = decimals == 0 ? 1.0 : 100.0;
    size_t from = p->out->length;
    if (fabs(value) < 1e12 && value * scale == floor(value * scale)) {
        base_buffer_fixed(p->out, value, decimals);
    } else {
        base_buffer_double(p->out, value);
    }
    localize(p, from);
}

/* A number that ends at a column. */
void zoning_page_fixed_right(zoning_page *p, const char *before, double value, int decimals,
                             size_t width, const char *unit)
{
    char digits[512];
    size_t from = p->out->length;
    zoning_page_add(p, before);
    zoning_page_fixed(p, value, decimals);
    zoning_page_add(p, unit);
    size_t length = p->out->length - from;
    if (p->out->failed || length >= sizeof digits) {
        return;
    }
    memcpy(digits, p->out->data + from, length);
    p->out->length = from;
    for (size_t shown = characters(digits, length); shown < width; shown++) {
        base_buffer_char(p->out, ' ');
    }
    base_buffer_add(p->out, digits, length);
}
