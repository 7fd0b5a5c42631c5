/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One pass over a DBF table before its records are read: deleted rows, and the bytes that show the
 * code page. */
#include <string.h>

#include "base/text.h"
#include "import/dbf_encoding.h"

/* Bytes that are letters of Turkish in windows-1254 and others in windows-1252. */
static bool is_turkish_byte(uint8_t byte)
{
    return byte == 0xD0 || byte == 0xDD || byte == 0xDE || byte == 0xF0 || byte == 0xFD ||
           byte == 0xFE;
}

/* Keeps the first text beyond ASCII, for people to look at. */
static void keep_first(dbf_scan *scan, const dbf_field *field, int64_t record, const char *text,
                       size_t length)
{
    size_t name_length = 0;
    const char *name = dbf_raw_name(field, &name_length);
    const size_t count =
        length < sizeof scan->first_text - 1 ? length : sizeof scan->first_text - 1;
    memcpy(scan->first_text, text, count);
    scan->first_text[count] = '\0';
    if (!dbf_has_high_bytes(name, name_length)) {
        memcpy(scan->first_field, name, name_length);
        scan->first_field[name_length] = '\0';
    }
    scan->first_record = record;
    scan->has_high_bytes = true;
}

static void scan_text(dbf_scan *scan, const uint8_t *row, const dbf_field *field, int64_t record,
                      const char *text, size_t length)
{
    size_t whole = length;
    size_t bad_at = 0;
    if (!scan->has_high_bytes) {
        keep_first(scan, field, record, text, length);
    }
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)text[i];
        scan->seen[byte] = true;
        scan->turkish_letters += is_turkish_byte(byte) ? 1 : 0;
    }
    base_encoding_guess_feed(&scan->guess, text, length);
    if (!dbf_text_is_utf8(row, field, text, &whole, &bad_at)) {
        scan->utf8_broken = true;
    } else if (dbf_has_high_bytes(text, whole)) {
        scan->utf8_texts++;
    }
}

/* `above` is the row before it where that is at hand: a text that is repeated shows nothing new. */
static void scan_row(dbf_scan *scan, const dbf_table *table, const uint8_t *row,
                     const uint8_t *above, int64_t record)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const dbf_field *field = &table->fields[i];
        if (field->type != 'C' || !dbf_has_high_bytes(row + field->at, field->width) ||
            (above != NULL && memcmp(row + field->at, above + field->at, field->width) == 0)) {
            continue;
        }
        size_t length = 0;
        const char *text = dbf_field_text(row, field, &length);
        length = dbf_length_to_nul(text, length);
        if (dbf_has_high_bytes(text, length)) {
            scan_text(scan, row, field, record, text, length);
        }
    }
}

static void scan_names(dbf_scan *scan, const dbf_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        size_t length = 0;
        const char *name = dbf_raw_name(&table->fields[i], &length);
        const dbf_field field = { .type = 'C',
                                  .width = (uint8_t)(length < 10 ? 0 : length),
                                  .at = 0 };
        if (dbf_has_high_bytes(name, length)) {
            scan_text(scan, (const uint8_t *)name, &field, 0, name, length);
        }
    }
}

kbs_code dbf_scan_rows(dbf_scan *scan, const dbf_table *table, shp_part *part, bool texts,
                       base_findings *report)
{
    memset(scan, 0, sizeof *scan);
    if (texts) {
        scan_names(scan, table);
    }
    for (uint64_t done = 0; done < table->row_count;) {
        const uint8_t *bytes = NULL;
        uint64_t rows = SHP_WINDOW_BYTES / table->row_length;
        if (rows > table->row_count - done) {
            rows = table->row_count - done;
        }
        kbs_code code = shp_part_peek(part, dbf_row_offset(table, done),
                                      (size_t)(rows * table->row_length), &bytes, report);
        if (code != KBS_OK) {
            return code;
        }
        const uint8_t *above = NULL; /* the last row that was scanned in this piece */
        for (uint64_t i = 0; i < rows; i++) {
            const uint8_t *row = bytes + i * table->row_length;
            if (*row == DBF_ROW_DELETED) {
                scan->deleted++;
            } else if (*row != DBF_ROW_PRESENT) {
                shp_place place = { .file = table->file,
                                    .record = (int64_t)(done + i + 1),
                                    .byte = (int64_t)dbf_row_offset(table, done + i) };
                return shp_report_numbers(report, FINDING_SHP_TABLE_ROW, place, *row,
                                          DBF_ROW_PRESENT);
            } else if (texts && dbf_has_high_bytes(row, table->row_length)) {
                scan_row(scan, table, row, above, (int64_t)(done + i + 1));
                above = row;
            }
        }
        done += rows;
    }
    return KBS_OK;
}
