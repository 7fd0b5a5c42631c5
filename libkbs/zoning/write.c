/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to the forms of an answer. */
#include "zoning/write.h"

#include "base/memory.h"

/* Longer than any answer that the limits on parts and texts allow. */
#define MOST_ANSWER_BYTES ((size_t)1 << 30)

const char *kbs_row_kind_name(kbs_row_kind kind)
{
    switch (kind) {
    case KBS_ROW_PLAN_AREA:
        return "plan-area";
    case KBS_ROW_UNCOVERED:
        return "uncovered";
    case KBS_ROW_OVERLAP:
        return "overlap";
    case KBS_ROW_RESTRICTION:
        return "restriction";
    case KBS_ROW_NOTICE:
        return "notice";
    }
    return "";
}

kbs_code kbs_zoning_write(const kbs_zoning *answer, kbs_zoning_format format, kbs_lang lang,
                          char **out)
{
    if (out == NULL) {
        return KBS_USAGE;
    }
    *out = NULL;
    bool known = format >= KBS_ZONING_TEXT && format <= KBS_ZONING_GEOJSON;
    if (answer == NULL || !known || (lang != KBS_LANG_EN && lang != KBS_LANG_TR)) {
        return KBS_USAGE;
    }
    base_buffer text;
    base_buffer_init(&text, MOST_ANSWER_BYTES);
    switch (format) {
    case KBS_ZONING_TEXT:
        zoning_write_text(&text, answer, lang);
        break;
    case KBS_ZONING_JSON:
        zoning_write_json(&text, answer);
        break;
    case KBS_ZONING_CSV:
        zoning_write_csv(&text, answer);
        break;
    case KBS_ZONING_GEOJSON:
        zoning_write_geojson(&text, answer);
        break;
    }
    *out = base_buffer_take(&text);
    base_buffer_release(&text);
    return *out != NULL ? KBS_OK : KBS_MEMORY;
}
