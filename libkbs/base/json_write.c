/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The streaming JSON writer. */
#include "base/json_write.h"

#include <string.h>

#include "base/utf8.h"

#define MOST_DEPTH 32

base_json base_json_start(base_buffer *out, bool pretty)
{
    return (base_json){ .out = out, .depth = 0, .pretty = pretty };
}

static void new_line(base_json *json)
{
    static const char blanks[] = "                                                                ";
    base_buffer_char(json->out, '\n');
    base_buffer_add(json->out, blanks, 2 * (size_t)json->depth);
}

/* \u00NN for what must not stand in a JSON string or would break a line in JavaScript; NULL when
 * `c` may stand. */
static const char *escape_of(uint32_t c, char room[8])
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case 0x2028:
        return "\\u2028";
    case 0x2029:
        return "\\u2029";
    default:
        break;
    }
    if (c >= 0x20 && c != 0x7F) {
        return NULL;
    }
    memcpy(room, "\\u0000", 7);
    room[4] = hex[c >> 4];
    room[5] = hex[c & 15];
    return room;
}

static void put_string(base_buffer *out, const char *text)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t left = strlen(text);
    size_t kept = 0; /* bytes at p that pass through and are not yet written */
    base_buffer_char(out, '"');
    while (left > kept) {
        uint32_t c = 0;
        char room[8];
        const size_t taken = base_utf8_get(p + kept, left - kept, &c);
        const char *instead = taken == 0 ? "\xEF\xBF\xBD" : escape_of(c, room);
        if (instead == NULL) {
            kept += taken;
            continue;
        }
        const size_t gone = taken == 0 ? 1 : taken;
        base_buffer_add(out, p, kept);
        base_buffer_text(out, instead);
        p += kept + gone;
        left -= kept + gone;
        kept = 0;
    }
    base_buffer_add(out, p, kept);
    base_buffer_char(out, '"');
}

/* Comma, line and key: what stands before each value. */
static void begin_item(base_json *json, const char *key)
{
    if (json->has_items[json->depth]) {
        base_buffer_char(json->out, ',');
    }
    json->has_items[json->depth] = true;
    if (json->pretty && json->depth > 0) {
        new_line(json);
    }
    if (key != NULL) {
        put_string(json->out, key);
        base_buffer_text(json->out, json->pretty ? ": " : ":");
    }
}

static void open_level(base_json *json, const char *key, char bracket)
{
    begin_item(json, key);
    base_buffer_char(json->out, bracket);
    if (json->depth == MOST_DEPTH) {
        json->out->failed = true;
        return;
    }
    json->depth++;
    json->has_items[json->depth] = false;
}

static void close_level(base_json *json, char bracket)
{
    if (json->depth == 0) {
        json->out->failed = true;
        return;
    }
    const bool has_items = json->has_items[json->depth];
    json->depth--;
    if (json->pretty && has_items) {
        new_line(json);
    }
    base_buffer_char(json->out, bracket);
}

void base_json_object(base_json *json, const char *key)
{
    open_level(json, key, '{');
}

void base_json_object_end(base_json *json)
{
    close_level(json, '}');
}

void base_json_array(base_json *json, const char *key)
{
    open_level(json, key, '[');
}

void base_json_array_end(base_json *json)
{
    close_level(json, ']');
}

void base_json_text(base_json *json, const char *key, const char *value)
{
    begin_item(json, key);
    if (value == NULL) {
        base_buffer_text(json->out, "null");
    } else {
        put_string(json->out, value);
    }
}

void base_json_int(base_json *json, const char *key, int64_t value)
{
    begin_item(json, key);
    base_buffer_int(json->out, value);
}

void base_json_fixed(base_json *json, const char *key, double value, int decimals)
{
    begin_item(json, key);
    base_buffer_fixed(json->out, value, decimals);
}

void base_json_number(base_json *json, const char *key, double value)
{
    begin_item(json, key);
    base_buffer_double(json->out, value);
}

void base_json_bool(base_json *json, const char *key, bool value)
{
    begin_item(json, key);
    base_buffer_text(json->out, value ? "true" : "false");
}

void base_json_null(base_json *json, const char *key)
{
    begin_item(json, key);
    base_buffer_text(json->out, "null");
}
