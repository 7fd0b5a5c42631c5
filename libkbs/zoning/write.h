/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The forms of an answer, each appended to a buffer whose `failed` tells of memory. */
#ifndef ZONING_WRITE_H
#define ZONING_WRITE_H

#include <kbs/zoning.h>

#include "base/buffer.h"
#include "base/json_write.h"

void zoning_write_text(base_buffer *out, const kbs_zoning *answer, kbs_lang lang);
void zoning_write_json(base_buffer *out, const kbs_zoning *answer);
void zoning_write_csv(base_buffer *out, const kbs_zoning *answer);
void zoning_write_geojson(base_buffer *out, const kbs_zoning *answer);

/* Fields of a CSV line: the first, then each with the comma before it. */
void zoning_csv_first(base_buffer *out, const char *text);
void zoning_csv_text(base_buffer *out, const char *text);
void zoning_csv_fixed(base_buffer *out, double value, int decimals);
/* Members of JSON answers. */
void zoning_json_clocks(base_json *json, int64_t known_on, kbs_date valid_on);
void zoning_json_members(base_json *json, const kbs_zoning *answer);
void zoning_json_plan_area(base_json *json, const char *key, const kbs_plan_area *p);
void zoning_json_restriction(base_json *json, const char *key, const kbs_restriction *r);

#endif
