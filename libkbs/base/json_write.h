/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A streaming JSON writer: digits and key order are part of our contract, so we write it ourselves. UTF-8 is passed through;
 * control characters, quotes, backslashes, U+2028 and U+2029 are escaped. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include <kbs/types.h>

#include "base/buffer.h"

typedef struct base_json {
    base_buffer *out;
    int depth;   /* at most 32 */
    bool pretty; /* two blanks a level, one member a line; else compact */
    bool has_items[33];
} base_json;

base_json base_json_start(base_buffer *out, bool pretty);
/* key NULL inside an array and at the top. */
void base_json_object(base_json *json, const char *key);
void base_json_object_end(base_json *json);
void base_json_array(base_json *json, const char *key);
void base_json_array_end(base_json *json);
void base_json_text(base_json *json, const char *key, const char *value); /* NULL value: null */
void base_json_int(base_json *json, const char *key, int64_t value);
void base_json_fixed(base_json *json, const char *key, double value,
                     int decimals); /* not finite: null */
void base_json_number(base_json *json, const char *key,
                      double value); /* shortest form; not finite: null */
void base_json_bool(base_json *json, const char *key, bool value);
void base_json_null(base_json *json, const char *key);

#endif
