/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A text for people in the making: a buffer, its language, and where the line began. */
#ifndef ZONING_PAGE_H
#define ZONING_PAGE_H

#include "base/buffer.h"
#include "zoning/words.h"

typedef struct zoning_page {
    base_buffer *out;
    kbs_lang lang;
    size_t line_start; /* where the line being written begins in the buffer */
    bool has_item;     /* of a list of conditions: one is there already */
} zoning_page;

const char *zoning_page_word(const zoning_page *p, zoning_word w);
void zoning_page_add(zoning_page *p, const char *text);
/* A text of the source, with control characters escaped and cut to 300 characters. */
void zoning_page_source_text(zoning_page *p, const char *text);
/* Blanks up to a column of the line. */
void zoning_page_tab_to(zoning_page *p, size_t column);
void zoning_page_end_line(zoning_page *p);
/* Numbers in the language: 1.234,56 or 1,234.56. */
void zoning_page_fixed(zoning_page *p, double value, int decimals);
/* At least `decimals` digits after the point, more when the value has more. */
void zoning_page_number(zoning_page *p, double value, int decimals);
/* A number with signs before and behind that ends at a column. */
void zoning_page_fixed_right(zoning_page *p, const char *before, double value, int decimals,
                             size_t width, const char *unit);

#endif
