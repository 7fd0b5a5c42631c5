/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The decision about the code page of a DBF table. */
#include "import/dbf_encoding.h"

#include <string.h>

/* Language bytes that mean "the Windows of whoever wrote it" and are written where nobody thought
 * about letters: 0x03 by FoxPro, 0x57 by ArcGIS and GDAL. */
#define LANGUAGE_WINDOWS 0x03u
#define LANGUAGE_ANSI 0x57u

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* Something like "1253", "CP936", "ISO-8859-7", "KOI8-R": a word with a digit, which could be a
 * code page. */
static bool looks_like_code_page(const char *text, size_t length)
{
    bool has_digit = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool is_digit = c >= '0' && c <= '9';
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_digit && !is_letter && c != '-' && c != '_' && c != ' ' && c != ':') {
            return false;
        }
        has_digit = has_digit || is_digit;
    }
    return has_digit && length <= 24;
}

/* What the .cpg says; true when it says something. */
static bool read_cpg(dbf_statement *statement, const char *cpg, size_t length, const char *cpg_name,
                     base_findings *report)
{
    if (length >= 3 && memcmp(cpg, "\xEF\xBB\xBF", 3) == 0) {
        cpg += 3;
        length -= 3;
    }
    while (length > 0 && is_blank(cpg[length - 1])) {
        length--;
    }
    while (length > 0 && is_blank(*cpg)) {
        cpg++;
        length--;
    }
    if (length == 0) {
        return false;
    }
    char text[SHP_MOST_CPG_BYTES + 1];
    size_t count = length < SHP_MOST_CPG_BYTES ? length : SHP_MOST_CPG_BYTES;
    memcpy(text, cpg, count);
    text[count] = '\0';
    if (length <= SHP_MOST_CPG_BYTES) {
        statement->encoding = base_encoding_from_name(cpg, length);
        if (statement->encoding != BASE_ENCODING_UNKNOWN) {
            return true;
        }
        if (looks_like_code_page(cpg, length)) {
            memcpy(statement->foreign, text, count + 1);
            return true;
        }
    }
    shp_place place = { .file = cpg_name, .byte = -1 };
    (void)shp_report(report, FINDING_SHP_CPG_UNKNOWN, place, text, NULL);
    return false;
}

dbf_statement dbf_encoding_stated(base_encoding option, const char *cpg, size_t cpg_length,
                                  const char *cpg_name, uint8_t language, base_findings *report)
{
    dbf_statement statement = { .encoding = option };
    if (option != BASE_ENCODING_UNKNOWN) {
        statement.source = "option";
        return statement;
    }
    if (cpg_length > 0 && read_cpg(&statement, cpg, cpg_length, cpg_name, report)) {
        statement.source = "cpg";
        return statement;
    }
    if (language != 0) {
        statement.source = "dbf language byte";
        statement.encoding = base_encoding_from_dbf(language);
        statement.is_ansi = language == LANGUAGE_WINDOWS || language == LANGUAGE_ANSI;
        if (statement.encoding == BASE_ENCODING_UNKNOWN) {
            static const char hex[] = "0123456789ABCDEF";
            const char text[] = { '0', 'x', hex[language >> 4], hex[language & 15], '\0' };
            memcpy(statement.foreign, text, sizeof text);
        }
    }
    return statement;
}

bool dbf_encoding_needs_texts(const dbf_statement *statement)
{
    return statement->encoding == BASE_ENCODING_UNKNOWN || statement->is_ansi;
}

static shp_place first_place(const dbf_scan *scan, const dbf_table *table)
{
    return (shp_place){ .file = table->file,
                        .record = scan->first_record,
                        .field = scan->first_field[0] != '\0' ? scan->first_field : NULL,
                        .byte = -1 };
}

static bool decodes_all(base_encoding encoding, const dbf_scan *scan, base_buffer *scratch)
{
    size_t bad = 0;
    base_buffer_clear(scratch);
    for (size_t i = 0x80; i < 0x100; i++) {
        const char byte = (char)i;
        if (scan->seen[i]) {
            base_encoding_decode(scratch, encoding, &byte, 1, &bad);
        }
    }
    return bad == 0;
}

/* Names the code pages that have a letter for each byte seen, the likeliest first, and stops the
 * import. All names together fit the 80 characters of a finding. */
static kbs_code fail_unknown(const dbf_scan *scan, const dbf_table *table, base_encoding likeliest,
                             base_findings *report)
{
    static const base_encoding candidates[] = {
        BASE_ENCODING_CP1254, BASE_ENCODING_CP857,  BASE_ENCODING_CP1252,
        BASE_ENCODING_CP850,  BASE_ENCODING_CP1250, BASE_ENCODING_CP1251,
    };
    base_buffer names;
    base_buffer scratch;
    base_buffer_init(&names, 256);
    base_buffer_init(&scratch, 4096);
    if (likeliest != BASE_ENCODING_UNKNOWN) {
        base_buffer_text(&names, base_encoding_name(likeliest));
    }
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        if (candidates[i] != likeliest && decodes_all(candidates[i], scan, &scratch)) {
            base_buffer_text(&names, names.length > 0 ? ", " : "");
            base_buffer_text(&names, base_encoding_name(candidates[i]));
        }
    }
    kbs_code code = names.failed || scratch.failed
                        ? base_findings_no_memory(report)
                        : shp_report(report, FINDING_SHP_ENCODING_UNKNOWN, first_place(scan, table),
                                     scan->first_text, names.length > 0 ? names.data : NULL);
    base_buffer_release(&names);
    base_buffer_release(&scratch);
    return code;
}

/* The language byte says Windows: windows-1252 by the letter of the format, but Turkish programs
 * write it too. */
static kbs_code decide_ansi(const dbf_statement *statement, const dbf_scan *scan,
                            const dbf_table *table, base_encoding *encoding, const char **source,
                            base_findings *report)
{
    bool sure = false;
    if (scan->turkish_letters == 0) {
        *encoding = statement->encoding; /* both code pages read the texts alike */
        *source = statement->source;
        return KBS_OK;
    }
    base_encoding shown = base_encoding_guess_result(&scan->guess, &sure);
    if (!sure || (shown != BASE_ENCODING_CP1254 && shown != BASE_ENCODING_ISO8859_9)) {
        return fail_unknown(scan, table, BASE_ENCODING_CP1254, report);
    }
    *encoding = BASE_ENCODING_CP1254;
    *source = "bytes";
    return shp_report(report, FINDING_SHP_ENCODING_TURKISH, first_place(scan, table),
                      scan->first_text, base_encoding_name(statement->encoding));
}

kbs_code dbf_encoding_decide(const dbf_statement *statement, const dbf_scan *scan,
                             const dbf_table *table, base_encoding *encoding, const char **source,
                             base_findings *report)
{
    bool sure = false;
    if (!dbf_encoding_needs_texts(statement)) {
        *encoding = statement->encoding;
        *source = statement->source;
        return KBS_OK;
    }
    *source = "bytes";
    if (!scan->has_high_bytes) {
        *encoding = BASE_ENCODING_ASCII;
        return KBS_OK;
    }
    if (!scan->utf8_broken && scan->utf8_texts > 0) {
        *encoding = BASE_ENCODING_UTF8;
        if (statement->source == NULL) {
            return KBS_OK;
        }
        return shp_report(report, FINDING_SHP_ENCODING_UTF8, first_place(scan, table),
                          scan->first_text,
                          statement->foreign[0] != '\0' ? statement->foreign
                                                        : base_encoding_name(statement->encoding));
    }
    if (statement->foreign[0] != '\0') {
        return shp_report(report, FINDING_SHP_ENCODING_FOREIGN, first_place(scan, table),
                          scan->first_text, statement->foreign);
    }
    if (statement->is_ansi) {
        return decide_ansi(statement, scan, table, encoding, source, report);
    }
    base_encoding shown = base_encoding_guess_result(&scan->guess, &sure);
    if (shown == BASE_ENCODING_ASCII || shown == BASE_ENCODING_UTF8) {
        shown = BASE_ENCODING_UNKNOWN; /* seen above: it is neither */
    }
    if (!sure || shown == BASE_ENCODING_UNKNOWN) {
        return fail_unknown(scan, table, shown, report);
    }
    *encoding = shown;
    return KBS_OK;
}
