/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lines of a text file from outside. */
#include "import/text_lines.h"

#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "import/source.h"

#define MOST_TOLD 1000u /* findings about single lines; more tell nobody anything */
#define MOST_FOUND 200u

static bool is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

kbs_code text_lines_load(base_buffer *bytes, const char *path, const char *name, uint64_t limit,
                         base_findings *report)
{
    base_file file;
    base_buffer_init(bytes, (size_t)limit);
    kbs_code code = base_file_open(&file, path, limit, false, report);
    if (code != KBS_OK) {
        return code;
    }
    code = base_file_read_all(&file, bytes, report);
    if (code == KBS_OK) {
        code = base_file_unchanged(&file, report);
    }
    base_file_close(&file);
    if (code == KBS_OK && is_utf16(bytes->data, bytes->length)) {
        code = base_findings_fail_with(report, FINDING_SOURCE_UTF16, name, NULL, NULL);
    }
    return code;
}

void text_lines_start(text_lines *lines, const char *bytes, size_t length, const char *name,
                      base_findings *report)
{
    memset(lines, 0, sizeof *lines);
    lines->name = name;
    lines->report = report;
    lines->bytes = bytes;
    lines->length = length;
    base_buffer_init(&lines->decoded, (size_t)TEXT_LINES_MOST_LINE * 4);
    lines->encoding =
        base_text_is_utf8(bytes, length, NULL) ? BASE_ENCODING_UTF8 : BASE_ENCODING_CP1254;
    text_lines_rewind(lines);
}

void text_lines_rewind(text_lines *lines)
{
    bool has_mark = lines->length >= 3 && memcmp(lines->bytes, "\xEF\xBB\xBF", 3) == 0;
    lines->at = has_mark ? 3 : 0;
    lines->number = 0;
    lines->line = NULL;
    lines->line_length = 0;
}

void text_lines_release(text_lines *lines)
{
    base_buffer_release(&lines->decoded);
}

/* Where the line that begins at `start` ends: at CR, LF or the end of the file. */
static size_t line_end(const text_lines *lines, size_t start)
{
    size_t left = lines->length - start;
    const char *from = lines->bytes + start;
    const char *feed = memchr(from, '\n', left);
    size_t length = feed == NULL ? left : (size_t)(feed - from);
    const char *mark = memchr(from, '\r', length);
    return start + (mark == NULL ? length : (size_t)(mark - from));
}

bool text_lines_next(text_lines *lines)
{
    if (lines->code != KBS_OK || lines->at >= lines->length) {
        return false;
    }
    size_t start = lines->at;
    size_t end = line_end(lines, start);
    lines->line = lines->bytes + start;
    lines->line_length = end - start;
    lines->number++;
    lines->at = end + 1;
    if (end + 1 < lines->length && lines->bytes[end] == '\r' && lines->bytes[end + 1] == '\n') {
        lines->at = end + 2;
    }
    if (lines->line_length > TEXT_LINES_MOST_LINE) {
        (void)text_lines_fail(lines, FINDING_LINES_TOO_LONG, NULL, 0, "65536");
        return false;
    }
    if (lines->line_length > 0 && memchr(lines->line, '\0', lines->line_length) != NULL) {
        (void)text_lines_fail(lines, FINDING_LINES_BINARY, NULL, 0, NULL);
        return false;
    }
    return true;
}

static kbs_finding finding_of(text_lines *lines, base_finding_code code, const char *found,
                              size_t length, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = lines->name;
    finding.line = lines->number;
    finding.expected = expected;
    finding.key = lines->key;
    if (found != NULL) {
        size_t bad = lines->bad_letters;
        finding.found = text_lines_decode(lines, found, length < MOST_FOUND ? length : MOST_FOUND);
        lines->bad_letters = bad;
    }
    return finding;
}

void text_lines_tell(text_lines *lines, base_finding_code code, const char *found, size_t length,
                     const char *expected)
{
    if (lines->told >= MOST_TOLD) {
        lines->untold++;
        return;
    }
    kbs_finding finding = finding_of(lines, code, found, length, expected);
    lines->told++;
    base_findings_add(lines->report, &finding);
}

kbs_code text_lines_fail(text_lines *lines, base_finding_code code, const char *found,
                         size_t length, const char *expected)
{
    kbs_finding finding = finding_of(lines, code, found, length, expected);
    lines->code = base_findings_fail(lines->report, &finding);
    return lines->code;
}

kbs_code text_lines_no_memory(text_lines *lines)
{
    lines->code = base_findings_no_memory(lines->report);
    return lines->code;
}

void text_lines_say(text_lines *lines, base_finding_code code, const char *found,
                    const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = lines->name;
    finding.found = found;
    finding.expected = expected;
    base_findings_add(lines->report, &finding);
}

void text_lines_say_count(text_lines *lines, base_finding_code code, uint64_t found,
                          const char *expected)
{
    base_buffer text;
    base_buffer_init(&text, 32);
    base_buffer_int(&text, (int64_t)found);
    text_lines_say(lines, code, text.data, expected);
    base_buffer_release(&text);
}

const char *text_lines_decode(text_lines *lines, const char *bytes, size_t length)
{
    size_t bad = 0;
    base_buffer_clear(&lines->decoded);
    base_encoding_decode(&lines->decoded, lines->encoding, bytes, length, &bad);
    base_buffer_add(&lines->decoded, "", 0);
    lines->bad_letters += bad;
    if (lines->decoded.failed) {
        return NULL;
    }
    return lines->decoded.data == NULL ? "" : lines->decoded.data;
}

bool text_lines_text(text_lines *lines, drawing *d, const char *bytes, size_t length,
                     drawing_text *out)
{
    const char *text = text_lines_decode(lines, bytes, length);
    return text != NULL && drawing_add_text(d, text, strlen(text), out);
}

void text_lines_finish(text_lines *lines)
{
    if (lines->bad_letters > 0) {
        text_lines_say_count(lines, FINDING_LINES_LETTERS, lines->bad_letters,
                             base_encoding_name(lines->encoding));
    }
    if (lines->untold > 0) {
        text_lines_say_count(lines, FINDING_LINES_UNTOLD, lines->untold, NULL);
    }
}

void text_lines_trim(const char **text, size_t *length)
{
    while (*length > 0 && (**text == ' ' || **text == '\t')) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t')) {
        (*length)--;
    }
}

bool text_lines_word(const char **at, const char *end, const char **word, size_t *length)
{
    while (*at < end && (**at == ' ' || **at == '\t')) {
        (*at)++;
    }
    *word = *at;
    while (*at < end && **at != ' ' && **at != '\t') {
        (*at)++;
    }
    *length = (size_t)(*at - *word);
    return *length > 0;
}

bool text_lines_number(const char *text, size_t length, double *out)
{
    if (base_number_parse(text, length, out)) {
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        if (memchr(" 0123456789.,+-", text[i], 15) == NULL) {
            return false;
        }
    }
    base_number_form form = base_number_parse_turkish(text, length, out);
    return form == BASE_NUMBER_PLAIN || form == BASE_NUMBER_TURKISH;
}

bool text_lines_is_text(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (head[i] < 0x20 && memchr("\t\r\n\f\x1A", head[i], 5) == NULL) {
            return false;
        }
    }
    return length > 0;
}

bool text_lines_has_extension(const char *name, const char *extension)
{
    char found[16];
    import_extension(name, found, sizeof found);
    return strcmp(found, extension) == 0;
}
