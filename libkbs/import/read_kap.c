/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* KAP as a table to join: block and parcel, both areas and the land type, which are the columns that are known. Owners and everything
 * behind the fifth column are left where they are, and counted. The parts of a parcel, "101_1/B" (left, taken, right), are rows of
 * their own. By itself the table is no source, since it has no boundaries. */
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "import/kap.h"
#include "import/source.h"
#include "import/text_lines.h"

#define FORMAT_NAME "NetCAD KAP"
#define KNOWN_COLUMNS 5u

enum { KAP_BLOCK = 0, KAP_PARCEL, KAP_COMPUTED_AREA, KAP_DEED_AREA, KAP_LAND_TYPE, KAP_FIELDS };

static const import_column columns[KAP_FIELDS] = {
    { "ADA", 'C' }, { "PARSEL", 'C' }, { "HESAP_ALAN", 'N' }, { "TAPU_ALAN", 'N' }, { "CINSI", 'C' }
};

typedef struct kap_reader {
    base_file file;
    base_buffer bytes;
    text_lines lines;
    const char *name;
    int64_t record;
} kap_reader;

bool kap_is_row(const char *line, size_t length)
{
    size_t commas = 0, digits = 0, underscores = 0;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        digits += commas == 1 && c >= '0' && c <= '9' ? 1 : 0;
        underscores += commas == 1 && c == '_' ? 1 : 0;
        commas += c == ',' ? 1 : 0;
    }
    return commas == KAP_COLUMNS - 1 && digits > 0 && underscores == 1;
}

static bool is_blank(const char *line, size_t length)
{
    text_lines_trim(&line, &length);
    return length == 0;
}

static int kap_bid(const import_source *source)
{
    const char *head = (const char *)source->head;
    text_lines lines;
    int sure = 0;
    if (!text_lines_is_text(source->head, source->head_length)) {
        return 0;
    }
    text_lines_start(&lines, head, source->head_length, "", NULL);
    while (sure == 0 && text_lines_next(&lines)) {
        if (!is_blank(lines.line, lines.line_length)) {
            sure = kap_is_row(lines.line, lines.line_length) ? 93 : -1;
        }
    }
    text_lines_release(&lines);
    return sure > 0 ? sure : 0;
}

/* Lines that have something in them. */
static int64_t count_lines(const char *bytes, size_t length)
{
    int64_t count = 0;
    bool has_text = false;
    for (size_t i = 0; i < length; i++) {
        bool ends = bytes[i] == '\n' || bytes[i] == '\r';
        count += ends && has_text;
        has_text = !ends && (has_text || (bytes[i] != ' ' && bytes[i] != '\t'));
    }
    return count + has_text;
}

static void kap_close(void *state)
{
    kap_reader *r = state;
    if (r != NULL) {
        text_lines_release(&r->lines);
        base_buffer_release(&r->bytes);
        base_file_close(&r->file);
        base_free(r);
    }
}

static kbs_code kap_open(void **state, const import_source *source,
                         const import_reader_options *options, import_layer *layer,
                         base_findings *report)
{
    *state = NULL;
    if (!options->table_only) {
        return base_findings_fail_with(report, FINDING_ROAD_EXPROPRIATION, source->name, "KAP",
                                       NULL);
    }
    kap_reader *r = base_new(sizeof *r);
    if (r == NULL) {
        return base_findings_no_memory(report);
    }
    r->file.descriptor = -1;
    base_buffer_init(&r->bytes, TEXT_LINES_MOST_BYTES);
    kbs_code code = base_file_open(&r->file, source->path, TEXT_LINES_MOST_BYTES, false, report);
    if (code == KBS_OK) {
        code = base_file_read_all(&r->file, &r->bytes, report);
    }
    if (code != KBS_OK) {
        kap_close(r);
        return code;
    }
    r->name = source->name;
    text_lines_start(&r->lines, r->bytes.data, r->bytes.length, source->name, report);
    text_lines_say_count(&r->lines, FINDING_KAP_COLUMNS, KAP_COLUMNS - KNOWN_COLUMNS, NULL);
    *layer = (import_layer){ .name = "KAP",
                             .format = FORMAT_NAME,
                             .columns = columns,
                             .column_count = KAP_FIELDS,
                             .records = count_lines(r->bytes.data, r->bytes.length),
                             .encoding = r->lines.encoding,
                             .encoding_source = "bytes",
                             .box = geo_box_empty(),
                             .type_hint = GEO_NONE };
    *state = r;
    return KBS_OK;
}

static import_value text_value(const char *text, size_t length)
{
    text_lines_trim(&text, &length);
    return (import_value){ .type = length == 0 ? IMPORT_VALUE_NULL : IMPORT_VALUE_TEXT,
                           .text = text,
                           .length = length };
}

/* The decimal sign is a point, so that "1.234" is no thousand. What is no number is given as the text that it is. */
static import_value number_value(const char *text, size_t length)
{
    import_value value = text_value(text, length);
    if (value.type == IMPORT_VALUE_TEXT &&
        base_number_parse(value.text, value.length, &value.number)) {
        value.type = IMPORT_VALUE_NUMBER;
    }
    return value;
}

static void fill(const char *line, size_t length, import_value *values)
{
    const char *starts[KNOWN_COLUMNS];
    size_t lengths[KNOWN_COLUMNS];
    for (size_t i = 0; i < KNOWN_COLUMNS; i++) {
        const char *comma = memchr(line, ',', length); /* there are 50 of them */
        starts[i] = line;
        lengths[i] = comma == NULL ? length : (size_t)(comma - line);
        length -= comma == NULL ? length : lengths[i] + 1;
        line += comma == NULL ? lengths[i] : lengths[i] + 1;
    }
    const char *split = memchr(starts[1], '_', lengths[1]); /* there is one */
    size_t before = split == NULL ? 0 : (size_t)(split - starts[1]);
    size_t after = split == NULL ? 0 : before + 1;
    values[KAP_BLOCK] = text_value(starts[1], before);
    values[KAP_PARCEL] = text_value(starts[1] + after, lengths[1] - after);
    values[KAP_COMPUTED_AREA] = number_value(starts[2], lengths[2]);
    values[KAP_DEED_AREA] = number_value(starts[3], lengths[3]);
    values[KAP_LAND_TYPE] = text_value(starts[4], lengths[4]);
}

static kbs_code kap_next(void *state, import_record *record, base_findings *report)
{
    kap_reader *r = state;
    (void)report;
    do {
        if (!text_lines_next(&r->lines)) {
            return r->lines.code == KBS_OK ? KBS_END : r->lines.code;
        }
    } while (is_blank(r->lines.line, r->lines.line_length));
    record->number = ++r->record;
    record->line = r->lines.number;
    record->byte = -1;
    geo_shape_clear(&record->shape, GEO_NONE);
    record->refused = !kap_is_row(r->lines.line, r->lines.line_length);
    if (record->refused) {
        text_lines_tell(&r->lines, FINDING_KAP_ROW, NULL, 0, NULL);
    } else {
        fill(r->lines.line, r->lines.line_length, record->values);
    }
    return KBS_OK;
}

static kbs_code kap_finish(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report)
{
    kap_reader *r = state;
    text_lines_finish(&r->lines);
    return import_file_digest(&r->file, sha, bytes, report);
}

const import_reader import_reader_kap = {
    .format = FORMAT_NAME,
    .bid = kap_bid,
    .open = kap_open,
    .next = kap_next,
    .finish = kap_finish,
    .close = kap_close,
};
