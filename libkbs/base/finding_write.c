/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings as JSON. */
#include "base/finding_write.h"

#define SENTENCE_BYTES 1024
#define MOST_JSON_BYTES ((size_t)1 << 31)

static void write_optional_text(base_json *json, const char *key, const char *text)
{
    if (text != NULL) {
        base_json_text(json, key, text);
    } else {
        base_json_null(json, key);
    }
}

static void write_optional_int(base_json *json, const char *key, int64_t value, bool known)
{
    if (known) {
        base_json_int(json, key, value);
    } else {
        base_json_null(json, key);
    }
}

void base_finding_write_json(base_json *json, const kbs_finding *finding, kbs_lang lang)
{
    char sentence[SENTENCE_BYTES];
    (void)kbs_finding_text(finding, lang, sentence, sizeof sentence);
    base_json_object(json, NULL);
    base_json_text(json, "code", finding->code);
    base_json_text(json, "severity", kbs_severity_name(finding->severity));
    write_optional_int(json, "record", finding->record, finding->record > 0);
    write_optional_text(json, "key", finding->key);
    write_optional_text(json, "field", finding->field);
    write_optional_int(json, "byte", finding->byte, finding->byte >= 0);
    write_optional_int(json, "line", finding->line, finding->line > 0);
    write_optional_int(json, "column", finding->column, finding->column > 0);
    if (finding->has_coordinate) {
        base_json_number(json, "east", finding->east);
        base_json_number(json, "north", finding->north);
    } else {
        base_json_null(json, "east");
        base_json_null(json, "north");
    }
    write_optional_text(json, "found", finding->found);
    write_optional_text(json, "expected", finding->expected);
    base_json_text(json, "text", sentence);
    base_json_text(json, "advice", kbs_finding_advice(finding, lang));
    base_json_object_end(json);
}

kbs_code kbs_findings_json(const kbs_findings *findings, kbs_lang lang, char **out)
{
    base_buffer text;
    base_buffer_init(&text, MOST_JSON_BYTES);
    base_json json = base_json_start(&text, true);
    base_json_array(&json, NULL);
    for (size_t i = 0; i < findings->count; i++) {
        base_finding_write_json(&json, &findings->items[i], lang);
    }
    base_json_array_end(&json);
    base_buffer_char(&text, '\n');
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
