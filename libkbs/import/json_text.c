/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts of the JSON stream: found in the window as they are where nothing is escaped, else decoded.
 */
#include "import/json_text.h"

#include "base/text.h"

/* The longest text: every byte escaped, two quotes. */
#define RAW_BYTES ((size_t)JSON_MOST_TEXT * 6 + 2)

/* Bytes from `p` to the closing quote; *plain stays true when none of them is a backslash, *ascii
 * when none is over 0x7F. Stops also at a control character. */
static size_t raw_length(const char *p, size_t left, bool *plain, bool *ascii)
{
    size_t n = 0;
    while (n < left) {
        uint8_t c = (uint8_t)p[n];
        if (c == '"' || c < 0x20) {
            return n;
        }
        if (c == '\\') {
            *plain = false;
            n++; /* what is escaped may be a quote */
            if (n < left && (uint8_t)p[n] < 0x20) {
                return n;
            }
        } else if (c >= 0x80) {
            *ascii = false;
        }
        n++;
    }
    return left;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hexadecimal digits at `p`; -1 when they are not. */
static int32_t hex_unit(const char *p, size_t left)
{
    int32_t unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < left ? hex_digit(p[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

static void add_utf8(base_buffer *out, uint32_t c)
{
    if (c < 0x80) {
        base_buffer_char(out, (char)c);
    } else if (c < 0x800) {
        base_buffer_u8(out, (uint8_t)(0xC0 | c >> 6));
        base_buffer_u8(out, (uint8_t)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        base_buffer_u8(out, (uint8_t)(0xE0 | c >> 12));
        base_buffer_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
        base_buffer_u8(out, (uint8_t)(0x80 | (c & 0x3F)));
    } else {
        base_buffer_u8(out, (uint8_t)(0xF0 | c >> 18));
        base_buffer_u8(out, (uint8_t)(0x80 | (c >> 12 & 0x3F)));
        base_buffer_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
        base_buffer_u8(out, (uint8_t)(0x80 | (c & 0x3F)));
    }
}

/* What may be written as \uXXXX in a text: no NUL, no control characters but tab and line ends. */
static bool is_allowed(uint32_t c)
{
    return (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
}

/* One \u escape, two for a pair of surrogates; `*n` is moved over it. Returns the code to fail
 * with, FINDING_CODE_COUNT = none. */
static base_finding_code decode_unit(base_buffer *out, const char *p, size_t length, size_t *n)
{
    int32_t unit = hex_unit(p + *n + 2, length - *n - 2);
    if (unit < 0) {
        return FINDING_GEOJSON_SYNTAX;
    }
    uint32_t c = (uint32_t)unit;
    *n += 6;
    if (c >= 0xDC00 && c <= 0xDFFF) {
        return FINDING_GEOJSON_SURROGATE;
    }
    if (c >= 0xD800 && c <= 0xDBFF) {
        bool follows = length - *n >= 6 && p[*n] == '\\' && p[*n + 1] == 'u';
        int32_t low = follows ? hex_unit(p + *n + 2, 4) : -1;
        if (low < 0xDC00 || low > 0xDFFF) {
            return FINDING_GEOJSON_SURROGATE;
        }
        c = 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
        *n += 6;
    }
    if (!is_allowed(c)) {
        return FINDING_GEOJSON_TEXT_CONTROL;
    }
    add_utf8(out, c);
    return FINDING_CODE_COUNT;
}

/* One escape at p[*n] == '\\'. */
static base_finding_code decode_escape(base_buffer *out, const char *p, size_t length, size_t *n)
{
    char c = length - *n >= 2 ? p[*n + 1] : '\0';
    switch (c) {
    case '"':
    case '\\':
    case '/':
        base_buffer_char(out, c);
        break;
    case 'n':
        base_buffer_char(out, '\n');
        break;
    case 'r':
        base_buffer_char(out, '\r');
        break;
    case 't':
        base_buffer_char(out, '\t');
        break;
    case 'b':
    case 'f':
        return FINDING_GEOJSON_TEXT_CONTROL;
    case 'u':
        return decode_unit(out, p, length, n);
    default:
        return FINDING_GEOJSON_SYNTAX;
    }
    *n += 2;
    return FINDING_CODE_COUNT;
}

static kbs_code decode(json_stream *json, const char *p, size_t length)
{
    base_buffer_clear(&json->decoded);
    size_t n = 0;
    while (n < length) {
        size_t run = n;
        while (n < length && p[n] != '\\') {
            n++;
        }
        base_buffer_add(&json->decoded, p + run, n - run);
        if (n < length) {
            size_t escape = n;
            base_finding_code wrong = decode_escape(&json->decoded, p, length, &n);
            if (wrong != FINDING_CODE_COUNT) {
                const char *expected =
                    wrong == FINDING_GEOJSON_SYNTAX ? "\\\" \\\\ \\/ \\n \\r \\t \\uXXXX" : NULL;
                return json_stream_fail(json, wrong, (size_t)(p - json->window) + escape, expected);
            }
        }
    }
    if (json->decoded.failed) {
        return base_findings_no_memory(json->report);
    }
    json->text = json->decoded.data == NULL ? "" : json->decoded.data;
    json->text_length = json->decoded.length;
    return KBS_OK;
}

static kbs_code too_long(json_stream *json)
{
    kbs_finding finding = json_stream_finding(json, FINDING_GEOJSON_TEXT_LONG);
    finding.expected = "65536";
    return base_findings_fail(json->report, &finding);
}

kbs_code json_text_read(json_stream *json)
{
    kbs_code code = json_stream_need(json, RAW_BYTES);
    if (code != KBS_OK) {
        return code;
    }
    bool plain = true, ascii = true;
    const char *p = json->window + json->at + 1;
    size_t left = json->length - json->at - 1;
    size_t length = raw_length(p, left < RAW_BYTES - 1 ? left : RAW_BYTES - 1, &plain, &ascii);
    if (length == RAW_BYTES - 1) {
        return too_long(json);
    }
    if (length == left || p[length] != '"') {
        base_finding_code wrong =
            length == left ? FINDING_GEOJSON_SYNTAX : FINDING_GEOJSON_TEXT_CONTROL;
        return json_stream_fail(json, wrong, json->at + 1 + length, "\"");
    }
    size_t bad_at;
    if (!ascii && !base_text_is_utf8(p, length, &bad_at)) {
        return json_stream_fail(json, FINDING_GEOJSON_UTF8, json->at + 1 + bad_at, NULL);
    }
    json->text = p;
    json->text_length = length;
    if (!plain) {
        code = decode(json, p, length);
    }
    if (code == KBS_OK && json->text_length > JSON_MOST_TEXT) {
        return too_long(json);
    }
    if (json->copy != NULL) {
        base_buffer_add(json->copy, p - 1, length + 2);
    }
    json->at += length + 2;
    return code;
}
