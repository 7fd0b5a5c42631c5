/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs info: what a city holds. */
#include <stdio.h>
#include <string.h>

#include "common/output.h"
#include "common/session.h"
#include "verbs.h"

static kbs_code write_info(kbs_city *city, kbs_lang lang, bool json, FILE *out)
{
    const kbs_city_info *info = NULL;
    char *text = NULL;
    kbs_code code = kbs_city_info_get(city, &info);
    if (code == KBS_OK) {
        code = json ? kbs_city_info_json(info, &text) : kbs_city_info_text(info, lang, &text);
    }
    if (code == KBS_OK) {
        fputs(text, out);
        if (!json) {
            fprintf(out, "\n%s\n", kbs_version_details());
        }
    }
    kbs_text_free(text);
    kbs_city_info_free(info);
    return code;
}

int kbs_info_verb(tool_context *context)
{
    const char *format = "text", *path = NULL;
    const tool_option options[] = {
        { "format",
          '\0',
          TOOL_TEXT,
          "text|json",
          { "form of the answer", "yanıtın biçimi" },
          &format },
        { "output",
          'o',
          TOOL_TEXT,
          "FILE",
          { "write there instead of standard output", "standart çıktı yerine buraya yaz" },
          &path },
    };
    const tool_verb_help help = {
        "kbs info CITY [--format text|json]",
        { "Counts, extent, revisions with their sources, versions.",
          "Sayılar, kapsam, kaynaklarıyla sürümler, yazılım sürümleri." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    bool json = strcmp(format, "json") == 0;
    if (count != 1 || (!json && strcmp(format, "text") != 0)) {
        return tool_usage_error(context, "give one CITY; --format is text or json",
                                "bir KENT verin; --format text ya da json olur", "");
    }
    kbs_city *city = NULL;
    tool_output output;
    status = tool_open_city(context, rest[0], false, &city);
    if (status >= 0) {
        return status;
    }
    status = tool_output_open(&output, context, path);
    if (status < 0) {
        kbs_code code = write_info(city, context->lang, json, output.stream);
        status =
            code == KBS_OK ? tool_output_commit(&output, context) : tool_fail(context, city, code);
    }
    tool_output_discard(&output);
    kbs_city_free(city);
    return status < 0 ? 0 : status;
}
