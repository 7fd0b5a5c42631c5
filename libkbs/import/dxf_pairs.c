/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Pairs of lines of a DXF. */
#include "import/dxf_pairs.h"

#include <string.h>

#include "base/number.h"

#define LEAST_CODE (-5)
#define MOST_CODE 1071
#define COMMENT 999

void dxf_pairs_start(dxf_pairs *pairs, const char *bytes, size_t length, const char *name,
                     base_findings *report)
{
    memset(pairs, 0, sizeof *pairs);
    text_lines_start(&pairs->lines, bytes, length, name, report);
}

void dxf_pairs_rewind(dxf_pairs *pairs)
{
    text_lines_rewind(&pairs->lines);
}

void dxf_pairs_release(dxf_pairs *pairs)
{
    text_lines_release(&pairs->lines);
}

/* Nothing but blanks and ends of lines (or of files, 1A) are left. */
static bool is_rest_blank(const text_lines *lines)
{
    for (size_t i = lines->at; i < lines->length; i++) {
        if (memchr(" \t\r\n\x1A", lines->bytes[i], 5) == NULL) {
            return false;
        }
    }
    return true;
}

static bool read_code(dxf_pairs *pairs)
{
    int64_t code;
    text_lines *lines = &pairs->lines;
    const char *text = lines->line;
    size_t length = lines->line_length;
    text_lines_trim(&text, &length);
    if (!base_number_parse_int(text, length, &code) || code < LEAST_CODE || code > MOST_CODE) {
        bool is_blank = length == 0 || (length == 1 && *text == '\x1A');
        if (!is_blank || !is_rest_blank(lines)) {
            (void)text_lines_fail(lines, FINDING_DXF_GROUP_CODE, text, length, NULL);
        }
        return false;
    }
    pairs->code = (int)code;
    pairs->line = lines->number;
    return true;
}

bool dxf_pairs_next(dxf_pairs *pairs)
{
    text_lines *lines = &pairs->lines;
    do {
        if (!text_lines_next(lines) || !read_code(pairs)) {
            return false;
        }
        if (!text_lines_next(lines)) {
            if (lines->code == KBS_OK) {
                (void)text_lines_fail(lines, FINDING_DXF_CUT, NULL, 0, NULL);
            }
            return false;
        }
    } while (pairs->code == COMMENT);
    pairs->value = lines->line;
    pairs->length = lines->line_length;
    text_lines_trim(&pairs->value, &pairs->length);
    return true;
}

bool dxf_pairs_is(const dxf_pairs *pairs, int code, const char *value)
{
    return pairs->code == code && pairs->length == strlen(value) &&
           memcmp(pairs->value, value, pairs->length) == 0;
}

/* DWG begins with its version, "AC1015"; a DXF with a pair "0 SECTION" after comments. */
dxf_kind dxf_kind_of(const uint8_t *head, size_t length)
{
    static const char binary[] = "AutoCAD Binary DXF";
    bool is_text;
    dxf_pairs pairs;
    if (length >= sizeof binary - 1 && memcmp(head, binary, sizeof binary - 1) == 0) {
        return DXF_BINARY;
    }
    if (length >= 6 && memcmp(head, "AC10", 4) == 0 && head[4] >= '0' && head[4] <= '9') {
        return DXF_DWG;
    }
    if (!text_lines_is_text(head, length)) {
        return DXF_NOT;
    }
    dxf_pairs_start(&pairs, (const char *)head, length, "", NULL);
    is_text = dxf_pairs_next(&pairs) && pairs.code == 0 && dxf_pairs_is(&pairs, 0, "SECTION");
    dxf_pairs_release(&pairs);
    return is_text ? DXF_TEXT : DXF_NOT;
}
