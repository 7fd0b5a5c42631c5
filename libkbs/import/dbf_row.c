/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One row of a DBF table as values. This runs once for every record and field: it looks at eight
 * bytes at a time. */
#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "import/dbf.h"

#define EIGHT_BLANKS 0x2020202020202020u
#define EIGHT_HIGH_BITS 0x8080808080808080u

bool dbf_has_high_bytes(const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    uint64_t any = 0;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        any |= base_get_le64(at + i);
    }
    for (; i < length; i++) {
        any |= (uint64_t)at[i] << 56;
    }
    return (any & EIGHT_HIGH_BITS) != 0;
}

/* `count` without the blanks at the end. The highest bits of eight bytes are those of the last
 * one. */
static inline size_t without_blanks_behind(const uint8_t *text, size_t count)
{
    while (count >= 8) {
        const uint64_t others = base_get_le64(text + count - 8) ^ EIGHT_BLANKS;
        if (others != 0) {
            return count - (size_t)__builtin_clzll(others) / 8;
        }
        count -= 8;
    }
    while (count > 0 && text[count - 1] == ' ') {
        count--;
    }
    return count;
}

/* How many blanks there are in front. */
static inline size_t blanks_before(const uint8_t *text, size_t count)
{
    size_t at = 0;
    while (at + 8 <= count) {
        const uint64_t others = base_get_le64(text + at) ^ EIGHT_BLANKS;
        if (others != 0) {
            return at + (size_t)__builtin_ctzll(others) / 8;
        }
        at += 8;
    }
    while (at < count && text[at] == ' ') {
        at++;
    }
    return at;
}

static inline const char *field_text(const uint8_t *row, const dbf_field *field, size_t *length)
{
    const uint8_t *text = row + field->at;
    size_t count = without_blanks_behind(text, field->width);
    size_t before = blanks_before(text, count);
    *length = count - before;
    return (const char *)text + before;
}

const char *dbf_field_text(const uint8_t *row, const dbf_field *field, size_t *length)
{
    return field_text(row, field, length);
}

size_t dbf_length_to_nul(const char *text, size_t length)
{
    const char *nul = length == 0 ? NULL : memchr(text, '\0', length);
    if (nul == NULL) {
        return length;
    }
    length = (size_t)(nul - text);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    return length;
}

/* Do these last bytes begin a letter of UTF-8 that would go on behind them? */
static bool is_cut_letter(const uint8_t *bytes, size_t count)
{
    size_t whole = 0;
    if (count == 0 || count > 3) {
        return false;
    }
    if (bytes[0] >= 0xC2 && bytes[0] <= 0xDF) {
        whole = 2;
    } else if (bytes[0] >= 0xE0 && bytes[0] <= 0xEF) {
        whole = 3;
    } else if (bytes[0] >= 0xF0 && bytes[0] <= 0xF4) {
        whole = 4;
    }
    for (size_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return count < whole;
}

bool dbf_text_is_utf8(const uint8_t *row, const dbf_field *field, const char *text, size_t *length,
                      size_t *bad_at)
{
    if (base_text_is_utf8(text, *length, bad_at)) {
        return true;
    }
    bool fills_field = text + *length == (const char *)row + field->at + field->width;
    if (!fills_field || !is_cut_letter((const uint8_t *)text + *bad_at, *length - *bad_at)) {
        return false;
    }
    *length = *bad_at;
    while (*length > 0 && text[*length - 1] == ' ') {
        (*length)--;
    }
    return true;
}

static kbs_code fail_not_utf8(const dbf_table *table, const uint8_t *row, size_t column,
                              int64_t record, const char *text, size_t length, size_t bad_at,
                              base_findings *report)
{
    char found[64];
    size_t at_in_row = (size_t)((const uint8_t *)text - row);
    size_t count = length < sizeof found - 1 ? length : sizeof found - 1;
    memcpy(found, text, count);
    found[count] = '\0';
    shp_place place = { .file = table->file,
                        .record = record,
                        .field = table->columns[column].name,
                        .byte = (int64_t)(dbf_row_offset(table, (uint64_t)record - 1) + at_in_row +
                                          bad_at) };
    return shp_report(report, FINDING_SHP_NOT_UTF8, place, found, NULL);
}

/* Checks a text with bytes over 0x7F against the encoding of the table. */
static kbs_code check_high_text(dbf_table *table, const uint8_t *row, size_t column, int64_t record,
                                base_encoding encoding, const char *text, size_t *length,
                                base_findings *report)
{
    const size_t before = *length;
    size_t bad_at = 0;
    if (encoding != BASE_ENCODING_UTF8 && table->some_not_utf8) {
        return KBS_OK;
    }
    bool is_utf8 = dbf_text_is_utf8(row, &table->fields[column], text, length, &bad_at);
    if (encoding != BASE_ENCODING_UTF8) {
        *length = before;
        table->texts_beyond_ascii++;
        table->some_not_utf8 = !is_utf8;
        return KBS_OK;
    }
    if (!is_utf8) {
        return fail_not_utf8(table, row, column, record, text, before, bad_at, report);
    }
    if (*length != before) {
        if (table->texts_cut++ == 0) {
            table->first_cut_record = record;
            table->first_cut_column = column;
        }
    }
    return KBS_OK;
}

kbs_code dbf_row_values(dbf_table *table, const uint8_t *row, int64_t record,
                        base_encoding encoding, import_value *values, base_findings *report)
{
    const bool has_nul = memchr(row, '\0', table->row_length) != NULL;
    const bool has_high = dbf_has_high_bytes(row, table->row_length);
    for (size_t i = 0; i < table->column_count; i++) {
        const dbf_field *field = &table->fields[i];
        size_t length = 0;
        values[i] = (import_value){ .type = IMPORT_VALUE_NULL };
        if (table->columns[i].type == 'B') {
            continue;
        }
        const char *text = field_text(row, field, &length);
        if (has_nul) {
            length = dbf_length_to_nul(text, length);
        }
        if (length == 0 || (field->type == 'L' && *text == '?')) {
            continue;
        }
        if (has_high && field->type == 'C' && dbf_has_high_bytes(text, length)) {
            kbs_code code = check_high_text(table, row, i, record, encoding, text, &length, report);
            if (code != KBS_OK) {
                return code;
            }
            if (length == 0) {
                continue;
            }
        }
        values[i].type = IMPORT_VALUE_TEXT;
        values[i].text = text;
        values[i].length = length;
    }
    return KBS_OK;
}
