/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rows of tables in NetCAD reports. */
#include "import/cks_row.h"

#include <string.h>

#include "base/text.h"

#define OEM_BAR '\xB3'
#define UTF8_BAR "\xE2\x94\x82"

/* Length of the upright bar at `at`; 0 when there is none. */
static size_t bar_at(const text_lines *lines, size_t at)
{
    if (lines->encoding != BASE_ENCODING_UTF8) {
        return lines->line[at] == OEM_BAR ? 1 : 0;
    }
    bool is_bar = lines->line_length - at >= 3 && memcmp(lines->line + at, UTF8_BAR, 3) == 0;
    return is_bar ? 3 : 0;
}

static void add_cell(cks_row *row, const char *text, size_t length)
{
    text_lines_trim(&text, &length);
    if (row->count < CKS_MOST_CELLS) {
        row->cells[row->count++] = (cks_cell){ text, length };
    }
}

bool cks_row_split(cks_row *row, const text_lines *lines)
{
    const char *line = lines->line;
    size_t length = lines->line_length;
    size_t bars = 0, start = 0;
    row->count = 0;
    for (size_t i = 0; i < length;) {
        size_t bar = bar_at(lines, i);
        if (bar == 0) {
            i++;
            continue;
        }
        if (bars > 0) { /* what stands before the first bar is outside of the table */
            add_cell(row, line + start, i - start);
        }
        bars++;
        i += bar;
        start = i;
    }
    return bars > 1;
}

cks_cell cks_row_cell(const cks_row *row, size_t index)
{
    return index < row->count ? row->cells[index] : (cks_cell){ "", 0 };
}

bool cks_cell_is(text_lines *lines, cks_cell cell, const char *name)
{
    base_buffer folded;
    base_buffer_init(&folded, 256);
    bool is_same = false;
    bool may_be = cell.length > 0 && cell.length <= 64 && (cell.text[0] | 0x20) == name[0];
    if (may_be) { /* names begin with a letter of ASCII: most cells need no look */
        size_t bad = lines->bad_letters;
        const char *text = text_lines_decode(lines, cell.text, cell.length);
        lines->bad_letters = bad;
        base_text_fold_name(&folded, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
        is_same = !folded.failed && folded.data != NULL && strcmp(folded.data, name) == 0;
    }
    base_buffer_release(&folded);
    return is_same;
}
