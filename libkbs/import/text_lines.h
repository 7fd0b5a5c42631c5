/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A text file from outside, line by line: what the readers of points, reports, alignments and DXF
 * share. Any line end (CR LF, LF, CR), a byte order mark is passed over, a zero byte or a line over
 * the limit ends the reading. UTF-8 where the whole file is, else windows-1254. */
#ifndef IMPORT_TEXT_LINES_H
#define IMPORT_TEXT_LINES_H

#include "base/encoding.h"
#include "base/finding.h"
#include "import/drawing.h"

#define TEXT_LINES_MOST_BYTES 268435456u /* 256 MiB */
#define TEXT_LINES_MOST_LINE 65536u

typedef struct text_lines {
    const char *name; /* of the file, for findings */
    const char *bytes;
    size_t length, at;
    const char *line; /* the line last given; not NUL-terminated */
    size_t line_length;
    int64_t number; /* of that line, from 1 */
    base_encoding encoding;
    base_buffer decoded;
    size_t bad_letters;
    const char *key;       /* UTF-8, of the record that findings are about; NULL */
    uint64_t told, untold; /* findings about lines that were added, and that were only counted */
    kbs_code code;         /* KBS_OK until something ended the reading */
    base_findings *report;
} text_lines;

/* The whole file into `bytes`, at most `limit`; KBS_INPUT when it is UTF-16. */
kbs_code text_lines_load(base_buffer *bytes, const char *path, const char *name, uint64_t limit,
                         base_findings *report);
/* `bytes` must live as long as the lines. */
void text_lines_start(text_lines *lines, const char *bytes, size_t length, const char *name,
                      base_findings *report);
/* The next line; false at the end and when `code` is no longer KBS_OK. */
bool text_lines_next(text_lines *lines);
void text_lines_rewind(text_lines *lines);
/* A finding about the line last given; after the first thousand they are counted alone. */
void text_lines_tell(text_lines *lines, base_finding_code code, const char *found, size_t length,
                     const char *expected);
/* The same as fatal. Sets and returns `code`. */
kbs_code text_lines_fail(text_lines *lines, base_finding_code code, const char *found,
                         size_t length, const char *expected);
/* Memory is out or the drawing is at its limit. */
kbs_code text_lines_no_memory(text_lines *lines);
/* A finding about the whole file. */
void text_lines_say(text_lines *lines, base_finding_code code, const char *found,
                    const char *expected);
/* The same with a number for `found`. */
void text_lines_say_count(text_lines *lines, base_finding_code code, uint64_t found,
                          const char *expected);
/* Bytes of the file as UTF-8; NULL when memory is out. Valid until the next call. */
const char *text_lines_decode(text_lines *lines, const char *bytes, size_t length);
/* The same as a text of the drawing. */
bool text_lines_text(text_lines *lines, drawing *d, const char *bytes, size_t length,
                     drawing_text *out);
/* What is to be said when all is read: letters that no code page has, findings that were not told. */
void text_lines_finish(text_lines *lines);
void text_lines_release(text_lines *lines);

/* Blanks and tabs off at both ends. */
void text_lines_trim(const char **text, size_t *length);
/* The next run of bytes other than blank and tab; false when there is none. */
bool text_lines_word(const char **at, const char *end, const char **word, size_t *length);
/* A decimal with a point or a comma, with groups where they can be nothing else; no unit, no other
 * text. */
bool text_lines_number(const char *text, size_t length, double *out);
/* How a head looks: no zero byte, no control character but those of lines and pages. */
bool text_lines_is_text(const uint8_t *head, size_t length);
/* The extension of a file name is this one, in any case of letters; `extension` in small letters. */
bool text_lines_has_extension(const char *name, const char *extension);

#endif
