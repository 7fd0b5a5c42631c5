/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The stream of JSON tokens: window, grammar, numbers and words. Texts are in json_text.c. */
#include "import/json_token.h"

#include <string.h>

#include "base/memory.h"
#include "import/json_text.h"

#define FOUND_BYTES 24 /* of the input shown in a finding */

kbs_code json_stream_open(json_stream *json, const base_file *file, const char *name,
                          base_findings *report)
{
    *json = (json_stream){ .file = file, .name = name, .report = report };
    base_buffer_init(&json->decoded, JSON_WINDOW_BYTES);
    json->window = base_new(JSON_WINDOW_BYTES + 1); /* one more: a look-ahead never leaves it */
    if (json->window == NULL) {
        return base_findings_no_memory(report);
    }
    return json_stream_rewind(json);
}

void json_stream_close(json_stream *json)
{
    base_free(json->window);
    base_free(json->keys);
    base_buffer_release(&json->decoded);
    json->window = NULL;
    json->keys = NULL;
}

kbs_finding json_stream_finding(const json_stream *json, base_finding_code code)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = json->name;
    finding.byte = (int64_t)json->byte;
    finding.line = json->line;
    finding.column = json->column;
    return finding;
}

/* The place of the token that begins at `at`. */
static void mark(json_stream *json)
{
    json->byte = json->window_byte + json->at;
    json->line = json->line_number;
    json->column = (int64_t)(json->byte - json->line_byte) + 1;
}

kbs_code json_stream_fail(json_stream *json, base_finding_code code, size_t at,
                          const char *expected)
{
    char found[FOUND_BYTES + 1] = "";
    size_t left = at < json->length ? json->length - at : 0;
    size_t count = left < FOUND_BYTES ? left : FOUND_BYTES;
    json->at = at;
    mark(json);
    for (size_t i = 0; i < count && json->window[at + i] != '\n'; i++) {
        found[i] = json->window[at + i] == '\0' ? ' ' : json->window[at + i];
        found[i + 1] = '\0';
    }
    kbs_finding finding = json_stream_finding(
        json, left == 0 && code == FINDING_GEOJSON_SYNTAX ? FINDING_GEOJSON_CUT : code);
    finding.found = left == 0 ? NULL : found;
    finding.expected = expected;
    return base_findings_fail(json->report, &finding);
}

/* Brings at least `count` bytes after `at` into the window, or all that the file still has. */
kbs_code json_stream_need(json_stream *json, size_t count)
{
    if (json->length - json->at >= count) {
        return KBS_OK;
    }
    uint64_t end = json->window_byte + json->length;
    uint64_t left = json->file->size - end;
    if (left == 0) {
        return KBS_OK;
    }
    memmove(json->window, json->window + json->at, json->length - json->at);
    json->window_byte += json->at;
    json->length -= json->at;
    json->at = 0;
    size_t room = JSON_WINDOW_BYTES - json->length;
    size_t take = left < room ? (size_t)left : room;
    kbs_code code =
        base_file_read_at(json->file, end, json->window + json->length, take, json->report);
    if (code == KBS_OK) {
        json->length += take;
    }
    return code;
}

kbs_code json_stream_rewind(json_stream *json)
{
    json->window_byte = 0;
    json->length = json->at = 0;
    json->line_byte = 0;
    json->line_number = 1;
    json->depth = 0;
    json->key_count = 0;
    json->wants_value = false;
    json->separated = true;
    json->kind = JSON_DOCUMENT_END;
    kbs_code code = json_stream_need(json, 3);
    if (code == KBS_OK && json->length >= 3 && memcmp(json->window, "\xEF\xBB\xBF", 3) == 0) {
        json->at = 3;
        json->line_byte = 3;
    }
    return code;
}

/* Passes blanks; record separators too when `between` documents. */
static kbs_code skip_blanks(json_stream *json, bool between)
{
    for (;;) {
        while (json->at < json->length) {
            char c = json->window[json->at];
            if (c == '\n') {
                json->line_number++;
                json->line_byte = json->window_byte + json->at + 1;
                json->separated = true;
            } else if (c == '\x1E' && between) {
                json->separated = true;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return KBS_OK;
            }
            json->at++;
        }
        kbs_code code = json_stream_need(json, 1);
        if (code != KBS_OK || json->at == json->length) {
            return code;
        }
    }
}

static void copy_bytes(json_stream *json, const char *bytes, size_t count)
{
    if (json->copy != NULL) {
        base_buffer_add(json->copy, bytes, count);
    }
}

/* FNV-1a of a key. Two different keys of one object with the same hash would be called the same;
 * that takes a file made for it, and all it brings is a refusal. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)text[i]) * UINT64_C(1099511628211);
    }
    return hash ^ length;
}

static kbs_code keep_key(json_stream *json)
{
    uint64_t hash = hash_of(json->text, json->text_length);
    size_t start = json->key_start[json->depth];
    for (size_t i = start; i < json->key_count; i++) {
        if (json->keys[i] == hash) {
            kbs_finding finding = json_stream_finding(json, FINDING_GEOJSON_KEY_TWICE);
            char *key = base_text_copy_n(json->text, json->text_length);
            finding.found = key;
            kbs_code code = base_findings_fail(json->report, &finding);
            base_free(key);
            return code;
        }
    }
    if (json->key_count - start == JSON_MOST_KEYS) {
        kbs_finding finding = json_stream_finding(json, FINDING_GEOJSON_KEYS_MANY);
        finding.expected = "512";
        return base_findings_fail(json->report, &finding);
    }
    void *items = json->keys;
    bool grown = base_array_grow(&items, &json->key_capacity, json->key_count + 1,
                                 sizeof *json->keys, (size_t)JSON_MOST_KEYS * JSON_MOST_DEPTH);
    json->keys = items;
    if (!grown) {
        return base_findings_no_memory(json->report);
    }
    json->keys[json->key_count++] = hash;
    return KBS_OK;
}

static kbs_code read_key(json_stream *json)
{
    mark(json);
    if (json->at == json->length || json->window[json->at] != '"') {
        return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, json->at,
                                json->is_first ? "\" }" : "\"");
    }
    kbs_code code = json_text_read(json);
    if (code == KBS_OK) {
        json->kind = JSON_KEY;
        json->wants_value = true;
        code = keep_key(json);
    }
    return code;
}

static kbs_code open_container(json_stream *json, bool object)
{
    if (json->depth == JSON_MOST_DEPTH) {
        kbs_finding finding = json_stream_finding(json, FINDING_GEOJSON_DEPTH);
        finding.expected = "32";
        return base_findings_fail(json->report, &finding);
    }
    copy_bytes(json, object ? "{" : "[", 1);
    json->in_object[json->depth++] = object;
    json->key_start[json->depth] = json->key_count;
    json->is_first = true;
    json->at++;
    json->kind = object ? JSON_OBJECT : JSON_ARRAY;
    return KBS_OK;
}

static kbs_code close_container(json_stream *json, bool object)
{
    copy_bytes(json, object ? "}" : "]", 1);
    mark(json);
    json->key_count = json->key_start[json->depth];
    json->depth--;
    json->is_first = false;
    json->at++;
    json->kind = object ? JSON_OBJECT_END : JSON_ARRAY_END;
    return KBS_OK;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the JSON number at `p` (at most `left` of them); 0 = none. */
static size_t number_length(const char *p, size_t left)
{
    size_t n = left > 0 && p[0] == '-' ? 1 : 0;
    if (n == left || !is_digit(p[n])) {
        return 0;
    }
    if (p[n] == '0') {
        n++;
    } else {
        while (n < left && is_digit(p[n])) {
            n++;
        }
    }
    if (n + 1 < left && p[n] == '.' && is_digit(p[n + 1])) {
        n++;
        while (n < left && is_digit(p[n])) {
            n++;
        }
    }
    if (n < left && (p[n] == 'e' || p[n] == 'E')) {
        size_t m = n + 1;
        m += m < left && (p[m] == '+' || p[m] == '-') ? 1 : 0;
        if (m < left && is_digit(p[m])) {
            n = m;
            while (n < left && is_digit(p[n])) {
                n++;
            }
        }
    }
    return n;
}

static kbs_code read_number(json_stream *json)
{
    const char *p = json->window + json->at;
    size_t left = json->length - json->at;
    size_t length = number_length(p, left < JSON_MOST_NUMBER + 1 ? left : JSON_MOST_NUMBER + 1);
    bool is_cut = length > JSON_MOST_NUMBER;
    bool runs_on = length < left && !is_cut &&
                   (is_digit(p[length]) || memchr("+-.eE_xXabcdfABCDF", p[length], 18) != NULL);
    if (length == 0 || is_cut || runs_on) {
        size_t at = json->at + (is_cut ? 0 : length);
        return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, at, length == 0 ? "0-9" : ", ] }");
    }
    json->kind = JSON_NUMBER;
    json->text = p;
    json->text_length = length;
    json->at += length;
    return KBS_OK;
}

static bool take_word(json_stream *json, const char *word, json_kind kind)
{
    size_t length = strlen(word);
    if (json->length - json->at < length || memcmp(json->window + json->at, word, length) != 0) {
        return false;
    }
    json->kind = kind;
    json->text = json->window + json->at;
    json->text_length = length;
    json->at += length;
    return true;
}

static kbs_code read_word(json_stream *json)
{
    bool known = take_word(json, "null", JSON_NULL) || take_word(json, "true", JSON_TRUE) ||
                 take_word(json, "false", JSON_FALSE) ||
                 take_word(json, "NaN", JSON_NOT_A_NUMBER) ||
                 take_word(json, "Infinity", JSON_NOT_A_NUMBER) ||
                 take_word(json, "-Infinity", JSON_NOT_A_NUMBER);
    if (!known) {
        return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, json->at,
                                "{ [ \" 0-9 true false null");
    }
    return KBS_OK;
}

static kbs_code read_scalar(json_stream *json, char first)
{
    kbs_code code;
    if (first == '"') {
        code = json_text_read(json);
        json->kind = JSON_TEXT;
    } else if (is_digit(first) || (first == '-' && json->window[json->at + 1] != 'I')) {
        code = read_number(json);
    } else {
        code = read_word(json);
    }
    if (code == KBS_OK && json->kind != JSON_TEXT) {
        copy_bytes(json, json->text, json->text_length);
    }
    json->is_first = false;
    return code;
}

static kbs_code read_value(json_stream *json)
{
    kbs_code code = json_stream_need(json, JSON_MOST_NUMBER + 2);
    if (code != KBS_OK) {
        return code;
    }
    mark(json);
    json->wants_value = false;
    if (json->at == json->length) {
        return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, json->at,
                                "{ [ \" 0-9 true false null");
    }
    char c = json->window[json->at];
    return c == '{' || c == '[' ? open_container(json, c == '{') : read_scalar(json, c);
}

/* The colon between a key and its value. */
static kbs_code pass_colon(json_stream *json)
{
    if (json->at == json->length || json->window[json->at] != ':') {
        return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, json->at, ":");
    }
    copy_bytes(json, ":", 1);
    json->at++;
    return skip_blanks(json, false);
}

kbs_code json_stream_next(json_stream *json)
{
    if (json->depth == 0) {
        json->kind = JSON_DOCUMENT_END;
        return KBS_OK;
    }
    bool object = json->in_object[json->depth - 1];
    kbs_code code = skip_blanks(json, false);
    if (code == KBS_OK && json->wants_value) {
        code = pass_colon(json);
        return code == KBS_OK ? read_value(json) : code;
    }
    if (code != KBS_OK) {
        return code;
    }
    char c = json->at < json->length ? json->window[json->at] : '\0';
    if (json->at < json->length && c == (object ? '}' : ']')) {
        return close_container(json, object);
    }
    if (!json->is_first) {
        if (c != ',') {
            return json_stream_fail(json, FINDING_GEOJSON_SYNTAX, json->at, object ? ", }" : ", ]");
        }
        copy_bytes(json, ",", 1);
        json->at++;
        code = skip_blanks(json, false);
    }
    if (code != KBS_OK) {
        return code;
    }
    return object ? read_key(json) : read_value(json);
}

kbs_code json_stream_document(json_stream *json)
{
    json->depth = 0;
    json->key_count = 0;
    json->separated = json->window_byte + json->at <= 3;
    kbs_code code = skip_blanks(json, true);
    if (code != KBS_OK) {
        return code;
    }
    if (json->at == json->length) {
        mark(json);
        json->kind = JSON_DOCUMENT_END;
        return KBS_END;
    }
    return read_value(json);
}

kbs_code json_stream_skip(json_stream *json)
{
    if (json->kind != JSON_OBJECT && json->kind != JSON_ARRAY) {
        return KBS_OK;
    }
    unsigned outside = json->depth - 1;
    kbs_code code = KBS_OK;
    while (code == KBS_OK && json->depth > outside) {
        code = json_stream_next(json);
    }
    return code;
}

bool json_stream_is(const json_stream *json, const char *text)
{
    size_t length = strlen(text);
    return json->text_length == length && memcmp(json->text, text, length) == 0;
}
