/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* JSON as a stream of tokens from a file, with bounded memory: grammar, depth, UTF-8, double keys
 * and lengths are checked on the way, and every token knows its byte, line and column. It exists
 * beside jansson because a file of 1 GiB must not become a tree, and because the place of one bad
 * coordinate must be told. NaN and Infinity, which many programs write, are tokens of their own. */
#ifndef IMPORT_JSON_TOKEN_H
#define IMPORT_JSON_TOKEN_H

#include "base/file.h"

#define JSON_MOST_DEPTH 32
#define JSON_MOST_KEYS 512         /* of one object */
#define JSON_MOST_TEXT 65536u      /* bytes of a text, decoded */
#define JSON_MOST_NUMBER 1024u     /* bytes of a number */
#define JSON_WINDOW_BYTES 1048576u /* holds the longest text even when every letter is \uXXXX */

typedef enum json_kind {
    JSON_DOCUMENT_END = 0,
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,
    JSON_TEXT,
    JSON_NUMBER,
    JSON_NOT_A_NUMBER, /* NaN, Infinity, -Infinity: not JSON, but told apart from other errors */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
} json_kind;

typedef struct json_stream {
    const base_file *file;
    const char *name; /* to show */
    base_findings *report;
    /* window of the file */
    char *window;
    size_t length, at;
    uint64_t window_byte; /* offset in the file of window[0] */
    uint64_t line_byte;   /* where the line begins */
    int64_t line_number;
    /* grammar */
    unsigned depth;
    bool in_object[JSON_MOST_DEPTH];
    bool is_first;    /* nothing stands in the innermost container yet */
    bool wants_value; /* after a key */
    uint64_t *keys;   /* hashes of the keys of all open objects */
    size_t key_count, key_capacity, key_start[JSON_MOST_DEPTH + 1];
    /* the token */
    json_kind kind;
    const char *text; /* of a key, text or number: until the next token; not NUL-terminated */
    size_t text_length;
    uint64_t byte;
    int64_t line, column; /* column in bytes, from 1 */
    base_buffer decoded;
    /* documents */
    bool separated;    /* a line end or a record separator stood before this document */
    base_buffer *copy; /* when set, tokens are also written there without blanks */
} json_stream;

/* The file stays the caller's. KBS_MEMORY. */
kbs_code json_stream_open(json_stream *json, const base_file *file, const char *name,
                          base_findings *report);
void json_stream_close(json_stream *json);
/* To the beginning; a byte order mark is skipped. */
kbs_code json_stream_rewind(json_stream *json);

/* The first token of the next document, or JSON_DOCUMENT_END with KBS_END when nothing but blanks
 * is left. */
kbs_code json_stream_document(json_stream *json);
/* The next token inside the document; JSON_DOCUMENT_END after its last one. geojson.syntax, .depth,
 * .utf8, .text-long, .key-twice, .keys-many, .text-control. */
kbs_code json_stream_next(json_stream *json);
/* Passes over the rest of the value whose first token is the present one. */
kbs_code json_stream_skip(json_stream *json);
/* The present key or text is this one. */
bool json_stream_is(const json_stream *json, const char *text);
/* A finding at the present token. */
kbs_finding json_stream_finding(const json_stream *json, base_finding_code code);

#endif
