/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs check --integrity: verifies a city file. */
#include <stdio.h>
#include <string.h>

#include "common/session.h"
#include "verbs.h"

static kbs_code print_findings(const tool_context *context, const kbs_findings *findings, bool json)
{
    kbs_code code = KBS_OK;
    if (json) {
        char *text = NULL;
        code = kbs_findings_json(findings, context->lang, &text);
        if (code == KBS_OK) {
            fputs(text, stdout);
        }
        kbs_text_free(text);
        return code;
    }
    for (size_t i = 0; i < findings->count; i++) {
        char sentence[1200];
        (void)kbs_finding_text(&findings->items[i], context->lang, sentence, sizeof sentence);
        puts(sentence);
    }
    if (findings->count == 0) {
        puts(context->lang == KBS_LANG_TR ? "kent dosyası sağlam" : "the city file is sound");
    }
    return code;
}

int kbs_check_verb(tool_context *context)
{
    bool integrity = false;
    const char *format = "text";
    const tool_option options[] = {
        { "integrity",
          '\0',
          TOOL_FLAG,
          NULL,
          { "the whole file: pages, indexes, geometries, counts, digests",
            "bütün dosya: sayfalar, dizinler, geometriler, sayılar, özetler" },
          &integrity },
        { "format",
          '\0',
          TOOL_TEXT,
          "text|json",
          { "form of the answer", "yanıtın biçimi" },
          &format },
    };
    const tool_verb_help help = {
        "kbs check CITY --integrity [--format text|json]",
        { "Verifies the city file. Exit status 0: sound; 4: damaged, with each finding.",
          "Kent dosyasını denetler. Çıkış durumu 0: sağlam; 4: bozuk, her bulgusuyla." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    bool json = strcmp(format, "json") == 0;
    if (count != 1 || !integrity || (!json && strcmp(format, "text") != 0)) {
        return tool_usage_error(context, "give one CITY and --integrity",
                                "bir KENT ve --integrity verin", "");
    }
    kbs_city *city = NULL;
    const kbs_findings *findings = NULL;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &city);
    if (status >= 0) {
        return status;
    }
    kbs_code code = kbs_city_check_integrity(city, tool_progress, context, &findings);
    tool_progress_clear();
    if (findings != NULL && (code == KBS_OK || code == KBS_CORRUPT)) {
        kbs_code printed = print_findings(context, findings, json);
        status = tool_exit_status(printed == KBS_OK ? code : printed);
    } else {
        status = tool_fail(context, city, code);
    }
    kbs_findings_free(findings);
    kbs_city_free(city);
    return fflush(stdout) == 0 ? status : 4;
}
