/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The layout of a DBF table and the names of its columns. */
#include "import/dbf.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

/* Versions whose header is the one of shp_layout.h: dBASE III to V and FoxPro, with and without
 * memo file. Not dBASE 7 (4, 0x8C), whose field descriptions are longer, and not dBASE II (2). */
static bool is_known_version(uint8_t version)
{
    static const uint8_t known[] = { 0x03, 0x30, 0x31, 0x32, 0x43, 0x63,
                                     0x83, 0x8B, 0xCB, 0xF5, 0xFB };
    return memchr(known, version, sizeof known) != NULL;
}

/* What the type letter demands. A width beyond it does no harm here, because values are given as
 * text. */
static bool width_fits(char type, uint8_t width)
{
    switch (type) {
    case 'C':
        return width > 0;
    case 'N':
    case 'F':
        return width > 0 && width <= 33; /* dBASE writes 20 at most, offices' programs up to 33 */
    case 'D':
        return width == 8;
    case 'L':
        return width == 1;
    default:
        return true;
    }
}

static bool is_text_type(char type)
{
    return type == 'C' || type == 'N' || type == 'F' || type == 'D' || type == 'L';
}

static char column_type(char type)
{
    if (type == 'F') {
        return 'N';
    }
    return is_text_type(type) ? type : 'B';
}

/* The descriptions from byte 32 to the end mark or to the end of the header; `*end` is where they
 * end. */
static kbs_code read_fields(dbf_table *table, const uint8_t *header, size_t *end,
                            base_findings *report)
{
    shp_place place = { .file = table->file, .byte = -1 };
    uint32_t at_in_row = 1;
    size_t at = DBF_HEADER_SIZE;
    while (at + DBF_FIELD_SIZE <= table->header_length && header[at] != DBF_END_OF_FIELDS) {
        if (table->column_count == DBF_MOST_FIELDS) {
            char text[SHP_DECIMAL_SIZE];
            place.byte = (int64_t)at;
            return shp_report(report, FINDING_SHP_TABLE_FIELDS, place, NULL,
                              shp_decimal(text, DBF_MOST_FIELDS));
        }
        dbf_field *field = &table->fields[table->column_count++];
        memcpy(field->raw_name, header + at, DBF_FIELD_NAME_SIZE);
        field->type = (char)header[at + DBF_AT_FIELD_TYPE];
        field->width = header[at + DBF_AT_FIELD_WIDTH];
        field->at = at_in_row;
        at_in_row += field->width;
        at += DBF_FIELD_SIZE;
    }
    *end = at;
    if (at_in_row != table->row_length) {
        place.byte = DBF_AT_ROW_LENGTH;
        return shp_report_numbers(report, FINDING_SHP_TABLE_ROW_LENGTH, place, table->row_length,
                                  at_in_row);
    }
    return KBS_OK;
}

/* Behind the descriptions stand the end mark and nothing else, or one byte of padding, or FoxPro's
 * path. */
static kbs_code check_header_length(const dbf_table *table, const uint8_t *header, size_t end,
                                    base_findings *report)
{
    shp_place place = { .file = table->file, .byte = DBF_AT_HEADER_LENGTH };
    size_t behind = (size_t)table->header_length - end;
    if (behind != 1 && behind != 2 && behind != 1 + DBF_FOXPRO_BACKLINK) {
        return shp_report_numbers(report, FINDING_SHP_TABLE_HEADER, place,
                                  (int64_t)table->header_length, (int64_t)end + 1);
    }
    if (header[end] != DBF_END_OF_FIELDS) {
        place.byte = (int64_t)end;
        return shp_report_numbers(report, FINDING_SHP_TABLE_END_MARK, place, header[end],
                                  DBF_END_OF_FIELDS);
    }
    return KBS_OK;
}

static kbs_code check_size(const dbf_table *table, const shp_part *part, base_findings *report)
{
    shp_place place = { .file = table->file, .byte = -1 };
    if (table->row_count > SHP_MOST_RECORDS &&
        dbf_row_offset(table, table->row_count) <= part->file.size) {
        return shp_report_numbers(report, FINDING_SHP_MOST_RECORDS, place,
                                  (int64_t)table->row_count, SHP_MOST_RECORDS);
    }
    uint64_t need = dbf_row_offset(table, table->row_count);
    if (need > part->file.size) {
        return shp_report_numbers(report, FINDING_SHP_TABLE_CUT, place, (int64_t)part->file.size,
                                  (int64_t)need);
    }
    uint64_t behind = part->file.size - need;
    if (behind > 1) {
        place.byte = (int64_t)need;
        shp_note_count(report, FINDING_SHP_TABLE_TAIL, place, behind);
    }
    return KBS_OK;
}

kbs_code dbf_table_open(dbf_table *table, shp_part *part, base_findings *report)
{
    memset(table, 0, sizeof *table);
    table->file = part->name;
    const uint8_t *header = NULL;
    size_t there = part->file.size < DBF_HEADER_SIZE ? (size_t)part->file.size : DBF_HEADER_SIZE;
    shp_place place = { .file = table->file, .byte = -1 };
    char looks[SHP_LOOKS_SIZE];
    kbs_code code = shp_part_peek(part, 0, there, &header, report);
    if (code != KBS_OK) {
        return code;
    }
    if (!is_known_version(header[DBF_AT_VERSION])) {
        return shp_report(report, FINDING_SHP_NOT_TABLE, place, shp_looks(looks, header, there),
                          NULL);
    }
    if (there < DBF_HEADER_SIZE) {
        return shp_report_numbers(report, FINDING_SHP_TABLE_CUT, place, (int64_t)there,
                                  DBF_HEADER_SIZE + 1);
    }
    table->row_count = base_get_le32(header + DBF_AT_RECORD_COUNT);
    table->header_length = base_get_le16(header + DBF_AT_HEADER_LENGTH);
    table->row_length = base_get_le16(header + DBF_AT_ROW_LENGTH);
    table->language = header[DBF_AT_LANGUAGE];
    if (table->header_length <= DBF_HEADER_SIZE) {
        place.byte = DBF_AT_HEADER_LENGTH;
        return shp_report_numbers(report, FINDING_SHP_TABLE_HEADER, place,
                                  (int64_t)table->header_length, DBF_HEADER_SIZE + 1);
    }
    if (table->header_length > part->file.size) {
        return shp_report_numbers(report, FINDING_SHP_TABLE_CUT, place, (int64_t)part->file.size,
                                  (int64_t)table->header_length);
    }
    size_t end = 0;
    code = shp_part_peek(part, 0, (size_t)table->header_length, &header, report);
    if (code == KBS_OK) {
        code = read_fields(table, header, &end, report);
    }
    if (code == KBS_OK) {
        code = check_header_length(table, header, end, report);
    }
    return code == KBS_OK ? check_size(table, part, report) : code;
}

void dbf_table_release(dbf_table *table)
{
    base_arena_free(table->names);
    table->names = NULL;
}

const char *dbf_raw_name(const dbf_field *field, size_t *length)
{
    const char *name = (const char *)field->raw_name;
    const void *nul = memchr(name, '\0', DBF_FIELD_NAME_SIZE);
    size_t count = nul == NULL ? DBF_FIELD_NAME_SIZE : (size_t)((const char *)nul - name);
    while (count > 0 && name[count - 1] == ' ') {
        count--;
    }
    while (count > 0 && *name == ' ') {
        name++;
        count--;
    }
    *length = count;
    return name;
}

static bool name_is_taken(const dbf_table *table, size_t column, const char *name)
{
    for (size_t i = 0; i < column; i++) {
        if (strcmp(table->columns[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* `stem` and "_2", "_3", … until no column before this one has that name. */
static bool make_unique(const dbf_table *table, size_t column, base_buffer *name)
{
    char number[SHP_DECIMAL_SIZE];
    size_t stem = name->length;
    for (int64_t n = 2; name_is_taken(table, column, name->data); n++) {
        name->length = stem;
        base_buffer_char(name, '_');
        base_buffer_text(name, shp_decimal(number, n));
        if (name->failed) {
            return false;
        }
    }
    return true;
}

/* One name: decoded, or "COLUMN_n" where there is none, and made unique. */
static bool name_column(dbf_table *table, size_t column, base_encoding encoding, base_buffer *name,
                        base_findings *report)
{
    size_t raw_length = 0;
    size_t bad = 0;
    char number[SHP_DECIMAL_SIZE];
    const char *raw = dbf_raw_name(&table->fields[column], &raw_length);
    shp_place place = { .file = table->file,
                        .byte = (int64_t)(DBF_HEADER_SIZE + column * DBF_FIELD_SIZE) };
    base_buffer_clear(name);
    if (encoding == BASE_ENCODING_UTF8) {
        /* A name that takes all ten bytes may end in the middle of a letter. */
        dbf_field field = { .type = 'C',
                            .width = (uint8_t)(raw_length < 10 ? 0 : raw_length),
                            .at = 0 };
        size_t bad_at = 0;
        (void)dbf_text_is_utf8((const uint8_t *)raw, &field, raw, &raw_length, &bad_at);
    }
    base_encoding_decode(name, encoding, raw, raw_length, &bad);
    base_buffer_text(name, "");
    if (name->failed) {
        return false;
    }
    if (bad > 0) {
        (void)shp_report(report, FINDING_SHP_COLUMN_LETTERS, place, name->data,
                         base_encoding_name(encoding));
    }
    if (name->length == 0) {
        base_buffer_text(name, "COLUMN_");
        base_buffer_text(name, shp_decimal(number, (int64_t)column + 1));
        if (name->failed || !make_unique(table, column, name)) {
            return false;
        }
        (void)shp_report(report, FINDING_SHP_COLUMN_EMPTY, place, NULL, name->data);
    } else if (name_is_taken(table, column, name->data)) {
        char *found = base_arena_text(table->names, name->data);
        if (found == NULL || !make_unique(table, column, name)) {
            return false;
        }
        (void)shp_report(report, FINDING_SHP_COLUMN_REPEATED, place, found, name->data);
    }
    table->columns[column].name = base_arena_text(table->names, name->data);
    return table->columns[column].name != NULL;
}

/* Notes about columns that are read in part or not at all. */
static void note_column(const dbf_table *table, size_t column, base_findings *report)
{
    const dbf_field *field = &table->fields[column];
    shp_place place = { .file = table->file, .byte = -1, .field = table->columns[column].name };
    char letter[2] = { field->type, '\0' };
    char width[SHP_DECIMAL_SIZE];
    if (field->type == 'M') {
        (void)shp_report(report, FINDING_SHP_COLUMN_MEMO, place, NULL, NULL);
    } else if (!is_text_type(field->type)) {
        (void)shp_report(report, FINDING_SHP_COLUMN_TYPE, place, letter, "C N F D L");
    } else if (!width_fits(field->type, field->width)) {
        (void)shp_report(report, FINDING_SHP_COLUMN_WIDTH, place, shp_decimal(width, field->width),
                         letter);
    }
}

kbs_code dbf_name_columns(dbf_table *table, base_encoding encoding, base_findings *report)
{
    base_buffer name;
    kbs_code code = KBS_OK;
    base_buffer_init(&name, 256);
    table->names = base_arena_new();
    if (table->names == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        if (!name_column(table, i, encoding, &name, report)) {
            code = base_findings_no_memory(report);
            goto done;
        }
        table->columns[i].type = column_type(table->fields[i].type);
        note_column(table, i, report);
    }
done:
    base_buffer_release(&name);
    return code;
}
