/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Values of a record, field by field. */
#include "import/values.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "import/join.h"

#define MOST_TEXT_BYTES 65536u /* of one value after decoding */
#define MOST_KEY_BYTES 64

/* One value at hand. */
typedef struct value_at {
    import_value_reader *reader;
    const import_record *record;
    const store_field *field;
    const import_row *row;
    base_arena *arena;
    const char *text; /* decoded; "" when empty */
    size_t length;
    bool is_number;
    double number;
} value_at;

bool import_value_reader_init(import_value_reader *reader, const import_taker_setup *setup)
{
    memset(reader, 0, sizeof *reader);
    reader->setup = setup;
    reader->names = import_names_new();
    base_buffer_init(&reader->decoded, 4 * MOST_TEXT_BYTES);
    base_buffer_init(&reader->unread, 1u << 20);
    return reader->names != NULL;
}

void import_value_reader_release(import_value_reader *reader)
{
    import_names_free(reader->names);
    base_buffer_release(&reader->decoded);
    base_buffer_release(&reader->unread);
}

static void report_value(const value_at *at, base_finding_code code, const char *found,
                         const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    base_buffer label;
    base_buffer_init(&label, 4096);
    import_label_write(&label, at->reader->setup->kind, at->row->values, at->row->name);
    finding.file = at->reader->setup->file;
    finding.layer = at->reader->setup->layer->name;
    finding.record = at->record->number;
    finding.byte = at->record->byte;
    finding.line = at->record->line;
    finding.field = at->field->name;
    finding.key = label.failed || label.length == 0 ? NULL : label.data;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(at->reader->setup->report, &finding);
    base_buffer_release(&label);
}

/* The text is kept beside the row, so that nothing that the source says is lost. */
static void keep_unread(value_at *at)
{
    import_value_reader *reader = at->reader;
    if (reader->unread.length == 0) {
        reader->json = base_json_start(&reader->unread, false);
        base_json_object(&reader->json, NULL);
    }
    char *copy = base_arena_text_n(at->arena, at->text, at->length);
    base_json_text(&reader->json, at->field->name, copy == NULL ? "" : copy);
}

static store_value text_value(const char *text, size_t length)
{
    return (store_value){ .type = STORE_VALUE_TEXT, .text = text, .length = length };
}

static kbs_code keep_text(value_at *at, const char *text, size_t length, store_value *out)
{
    const char *copy = base_arena_text_n(at->arena, text, length);
    *out = text_value(copy, length);
    return copy == NULL ? KBS_MEMORY : KBS_OK;
}

/* A number that the field's limits allow; otherwise the value stays empty and its text is kept. */
static kbs_code read_number(value_at *at, store_value *out)
{
    double value = at->number;
    base_number_form form = BASE_NUMBER_PLAIN;
    const store_field *field = at->field;
    if (!at->is_number) {
        form = base_number_parse_turkish(at->text, at->length, &value);
    }
    if (form == BASE_NUMBER_EMPTY) {
        return KBS_OK;
    }
    bool whole = field->type != STORE_INTEGER || value == floor(value);
    if (form == BASE_NUMBER_BAD || !isfinite(value) || !whole) {
        report_value(at, FINDING_VALUE_NOT_NUMBER, at->text, NULL);
        keep_unread(at);
        return KBS_OK;
    }
    if (form == BASE_NUMBER_AMBIGUOUS) {
        report_value(at, FINDING_VALUE_AMBIGUOUS_NUMBER, at->text, NULL);
    }
    bool limited = field->minimum != 0.0 || field->maximum != 0.0;
    if (limited && (value < field->minimum || value > field->maximum)) {
        base_buffer limits;
        base_buffer_init(&limits, 100);
        base_buffer_double(&limits, field->minimum);
        base_buffer_text(&limits, "…");
        base_buffer_double(&limits, field->maximum);
        report_value(at, FINDING_VALUE_OUT_OF_RANGE, at->text, limits.failed ? NULL : limits.data);
        base_buffer_release(&limits);
        keep_unread(at);
        return KBS_OK;
    }
    if (field->type == STORE_INTEGER && fabs(value) < 9e15) {
        *out = (store_value){ .type = STORE_VALUE_INTEGER, .integer = (int64_t)value };
    } else {
        *out = (store_value){ .type = STORE_VALUE_REAL, .real = value };
    }
    return KBS_OK;
}

static kbs_code read_date(value_at *at, store_value *out)
{
    kbs_date date;
    char text[11];
    bool empty = at->length == 0 || (at->length == 8 && memcmp(at->text, "00000000", 8) == 0);
    if (empty) {
        return KBS_OK;
    }
    if (!base_date_parse(at->text, at->length, &date)) {
        report_value(at, FINDING_VALUE_NOT_DATE, at->text, "YYYY-MM-DD");
        keep_unread(at);
        return KBS_OK;
    }
    base_date_format(date, text);
    return keep_text(at, text, strlen(text), out);
}

static kbs_code read_key(value_at *at, store_value *out)
{
    char key[MOST_KEY_BYTES];
    if (at->length == 0) {
        return KBS_OK;
    }
    if (!base_number_normalize_key(at->text, at->length, key, sizeof key)) {
        report_value(at, FINDING_VALUE_NOT_KEY, at->text, NULL);
        keep_unread(at);
        return KBS_OK;
    }
    return keep_text(at, key, strlen(key), out);
}

static kbs_code read_name(value_at *at, import_row *row, size_t field, store_value *out)
{
    const import_name *name = import_names_get(at->reader->names, at->text, at->length);
    if (name == NULL) {
        return KBS_MEMORY;
    }
    row->name = name;
    row->name_field = (int)field;
    *out = text_value(name->folded, name->folded_length);
    return KBS_OK;
}

/* Decodes the raw value: UTF-8 without blanks at the ends, cut at a NUL, at most MOST_TEXT_BYTES. */
static void decode(value_at *at, const import_value *raw)
{
    import_value_reader *reader = at->reader;
    base_buffer_clear(&reader->decoded);
    at->is_number = raw->type == IMPORT_VALUE_NUMBER;
    at->number = raw->number;
    at->text = "";
    at->length = 0;
    if (raw->type == IMPORT_VALUE_NULL) {
        return;
    }
    if (at->is_number) {
        base_buffer_double(&reader->decoded, raw->number);
    } else {
        const char *end = memchr(raw->text, '\0', raw->length);
        size_t length = end == NULL ? raw->length : (size_t)(end - raw->text);
        size_t bad = 0;
        base_encoding_decode(&reader->decoded, reader->setup->layer->encoding, raw->text,
                             length > MOST_TEXT_BYTES ? MOST_TEXT_BYTES : length, &bad);
        reader->bad_text_bytes += (int64_t)bad;
        if (bad > 0) {
            report_value(at, FINDING_VALUE_BAD_LETTERS, reader->decoded.data,
                         base_encoding_name(reader->setup->layer->encoding));
        }
        if (length > MOST_TEXT_BYTES) {
            report_value(at, FINDING_VALUE_TOO_LONG, NULL, NULL);
        }
    }
    if (!reader->decoded.failed && reader->decoded.data != NULL) {
        at->text = reader->decoded.data;
        at->length = reader->decoded.length;
    }
    while (at->length > 0 && (unsigned char)at->text[at->length - 1] <= ' ') {
        at->length--;
    }
    while (at->length > 0 && (unsigned char)at->text[0] <= ' ') {
        at->text++;
        at->length--;
    }
    if (at->length < reader->decoded.length && reader->decoded.data != NULL) {
        reader->decoded.data[(size_t)(at->text - reader->decoded.data) + at->length] = '\0';
    }
}

static kbs_code read_field(value_at *at, import_row *row, size_t field, store_value *out)
{
    switch (at->field->type) {
    case STORE_TEXT:
        return at->length == 0 ? KBS_OK : keep_text(at, at->text, at->length, out);
    case STORE_NAME:
        return read_name(at, row, field, out);
    case STORE_KEY:
        return read_key(at, out);
    case STORE_REAL:
    case STORE_INTEGER:
        return read_number(at, out);
    case STORE_DATE:
        return read_date(at, out);
    }
    return KBS_INTERNAL;
}

static bool is_missing(const store_value *value, const import_row *row, size_t field)
{
    if (row->name != NULL && row->name_field == (int)field) {
        return row->name->length == 0;
    }
    return value->type == STORE_VALUE_NULL;
}

/* The normalised key of a field that is part of a parcel's name, as the record alone gives it; "" = none. */
static void read_key_text(value_at *at, const char *field, char out[MOST_KEY_BYTES])
{
    const import_match *match = at->reader->setup->match;
    int f = store_kind_field(at->reader->setup->kind, field);
    out[0] = '\0';
    if (f >= 0 && match->column[f] >= 0) {
        at->field = &at->reader->setup->kind->fields[f];
        decode(at, &at->record->values[match->column[f]]);
        (void)(at->length > 0 &&
               base_number_normalize_key(at->text, at->length, out, MOST_KEY_BYTES));
    }
}

/* The row of the joined table for this record; NULL. */
static kbs_code find_joined(value_at *at, const store_value **out)
{
    import_value_reader *reader = at->reader;
    char block[MOST_KEY_BYTES], parcel[MOST_KEY_BYTES];
    const import_match *match = reader->setup->match;
    int f = store_kind_field(reader->setup->kind, "neighbourhood");
    import_join_key key = { .neighbourhood = "",
                            .block = block,
                            .parcel = parcel,
                            .file = reader->setup->file,
                            .layer = reader->setup->layer->name,
                            .record = at->record->number };
    read_key_text(at, "block", block);
    read_key_text(at, "parcel", parcel);
    at->text = "";
    at->length = 0;
    if (f >= 0 && match->column[f] >= 0) {
        at->field = &reader->setup->kind->fields[f];
        decode(at, &at->record->values[match->column[f]]);
    } else if (f >= 0 && match->constant[f] != NULL) {
        at->text = match->constant[f];
        at->length = strlen(at->text);
    }
    if (at->length > 0) {
        const import_name *name = import_names_get(reader->names, at->text, at->length);
        if (name == NULL) {
            return KBS_MEMORY;
        }
        key.neighbourhood = name->folded;
    }
    *out = import_join_find(reader->setup->join, &key, reader->setup->report);
    return KBS_OK;
}

/* A value that the record leaves empty and the joined row has. */
static kbs_code take_joined(value_at *at, const store_value *joined, import_row *row, size_t field,
                            store_value *out)
{
    if (joined->type == STORE_VALUE_NULL) {
        return KBS_OK;
    }
    if (at->field->type == STORE_NAME) {
        at->text = joined->text;
        at->length = joined->length;
        return read_name(at, row, field, out);
    }
    *out = *joined;
    return KBS_OK;
}

kbs_code import_values_read(import_value_reader *reader, const import_record *record,
                            import_row *row, base_arena *arena, bool *refused)
{
    const store_kind *kind = reader->setup->kind;
    const import_match *match = reader->setup->match;
    value_at at = { .reader = reader, .record = record, .row = row, .arena = arena };
    *refused = false;
    row->name = NULL;
    row->name_field = -1;
    base_buffer_clear(&reader->unread);
    const store_value *joined = NULL;
    if (reader->setup->join != NULL && find_joined(&at, &joined) != KBS_OK) {
        return base_findings_no_memory(reader->setup->report);
    }
    for (size_t f = 0; f < kind->field_count; f++) {
        import_value raw = { .type = IMPORT_VALUE_NULL };
        at.field = &kind->fields[f];
        row->values[f] = (store_value){ .type = STORE_VALUE_NULL };
        if (match->column[f] >= 0) {
            raw = record->values[match->column[f]];
            decode(&at, &raw);
        } else {
            at.text = match->constant[f] == NULL ? "" : match->constant[f];
            at.length = strlen(at.text);
            at.is_number = false;
        }
        bool fill = joined != NULL && at.length == 0;
        if ((fill ? take_joined(&at, &joined[f], row, f, &row->values[f])
                  : read_field(&at, row, f, &row->values[f])) != KBS_OK) {
            return base_findings_no_memory(reader->setup->report);
        }
    }
    for (size_t f = 0; f < kind->field_count && !*refused; f++) {
        at.field = &kind->fields[f];
        if (at.field->required && is_missing(&row->values[f], row, f)) {
            report_value(&at, FINDING_VALUE_MISSING, NULL, at.field->name);
            *refused = true;
        }
    }
    row->row.unread = NULL;
    if (reader->unread.length > 0) {
        base_json_object_end(&reader->json);
        row->row.unread = base_arena_text_n(arena, reader->unread.data, reader->unread.length);
        if (row->row.unread == NULL || reader->unread.failed) {
            return base_findings_no_memory(reader->setup->report);
        }
    }
    return KBS_OK;
}
