/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts of the JSON stream, and what its two files share. */
#ifndef IMPORT_JSON_TEXT_H
#define IMPORT_JSON_TEXT_H

#include "import/json_token.h"

/* Reads the text whose opening quote is at `at`; sets text and text_length. Escapes are decoded,
 * UTF-8 is checked. */
kbs_code json_text_read(json_stream *json);

/* At least `count` bytes after `at` in the window, or all that are left. */
kbs_code json_stream_need(json_stream *json, size_t count);
/* A finding at window[at] that shows what stands there; at the end of the file geojson.syntax
 * becomes geojson.cut. */
kbs_code json_stream_fail(json_stream *json, base_finding_code code, size_t at,
                          const char *expected);

#endif
