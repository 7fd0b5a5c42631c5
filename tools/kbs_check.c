/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs check: what is wrong with the contents of a city; --integrity: verifies its file. */
#include <stdio.h>
#include <string.h>

#include "common/output.h"
#include "common/session.h"
#include "verbs.h"

typedef enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_GEOJSON } check_format;

/* What is asked on the command line. */
typedef struct check_command {
    const tool_context *context;
    kbs_city *city;
    bool integrity;
    check_format format;
    FILE *out;
} check_command;

static void print_sentences(const check_command *command, const kbs_findings *findings)
{
    bool turkish = command->context->lang == KBS_LANG_TR;
    for (size_t i = 0; i < findings->count; i++) {
        char sentence[1200];
        (void)kbs_finding_text(&findings->items[i], command->context->lang, sentence,
                               sizeof sentence);
        fputs(sentence, command->out);
        fputc('\n', command->out);
    }
    if (findings->count == 0 && command->integrity) {
        fputs(turkish ? "kent dosyası sağlam\n" : "the city file is sound\n", command->out);
    } else if (findings->count == 0) {
        fputs(turkish ? "bulgu yok\n" : "nothing found\n", command->out);
    } else if (!command->integrity) {
        fprintf(command->out, turkish ? "%zu bulgu\n" : "%zu findings\n", findings->count);
    }
}

static kbs_code print_findings(const check_command *command, const kbs_findings *findings)
{
    char *text = NULL;
    kbs_code code = KBS_OK;
    kbs_lang lang = command->context->lang;
    const kbs_city_info *info = NULL;
    switch (command->format) {
    case CHECK_TEXT:
        print_sentences(command, findings);
        return KBS_OK;
    case CHECK_JSON:
        code = kbs_findings_json(findings, lang, &text);
        break;
    case CHECK_GEOJSON:
        code = kbs_city_info_get(command->city, &info);
        if (code == KBS_OK) {
            code = kbs_findings_geojson(findings, info->crs, lang, &text);
        }
        kbs_city_info_free(info);
        break;
    }
    if (code == KBS_OK) {
        fputs(text, command->out);
    }
    kbs_text_free(text);
    return code;
}

/* Gives the exit status. */
static int run(check_command *command)
{
    const kbs_findings *findings = NULL;
    kbs_check_options options = KBS_CHECK_OPTIONS_INIT;
    tool_context *context = (tool_context *)(uintptr_t)command->context;
    options.progress = tool_progress;
    options.user = context;
    kbs_code code = command->integrity
                        ? kbs_city_check_integrity(command->city, tool_progress, context, &findings)
                        : kbs_city_check(command->city, &options, &findings);
    tool_progress_clear();
    if (findings == NULL || (code != KBS_OK && code != KBS_CORRUPT)) {
        int status = tool_fail(context, command->city, code);
        kbs_findings_free(findings);
        return status;
    }
    kbs_code printed = print_findings(command, findings);
    int status = tool_exit_status(printed == KBS_OK ? code : printed);
    if (status == 0 && findings->count > 0) {
        status = 1;
    }
    kbs_findings_free(findings);
    return status;
}

static bool parse_format(const char *text, check_format *out)
{
    static const char *const names[] = { "text", "json", "geojson" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (check_format)i;
            return true;
        }
    }
    return false;
}

int kbs_check_verb(tool_context *context)
{
    check_command command = { .context = context };
    const char *format = "text", *path = NULL;
    const tool_option options[] = {
        { "integrity",
          '\0',
          TOOL_FLAG,
          NULL,
          { "the whole file: pages, indexes, geometries, counts, digests",
            "bütün dosya: sayfalar, dizinler, geometriler, sayılar, özetler" },
          &command.integrity },
        { "format",
          '\0',
          TOOL_TEXT,
          "text|json|geojson",
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
        "kbs check CITY [--integrity] [--format text|json|geojson] [-o FILE]",
        { "Looks for what is wrong with the contents of the city: parcels that overlap, lie inside "
          "another or\n"
          "are there twice, gaps in blocks, registered areas beyond the tolerance, plan areas that "
          "overlap or\n"
          "say nothing, addresses and buildings outside every parcel. Exit status 0: nothing "
          "found; 1: findings.\n"
          "With --integrity it verifies the city file: 0: sound; 4: damaged.",
          "Kentin içeriğindeki hataları arar: çakışan, iç içe ya da çift parseller, adalardaki "
          "boşluklar,\n"
          "yanılma sınırını aşan tapu alanları, çakışan ya da boş plan alanları, parsel dışında "
          "kalan adres\n"
          "ve binalar. Çıkış durumu 0: bulgu yok; 1: bulgu var. --integrity ile kent dosyasını "
          "denetler:\n"
          "0: sağlam; 4: bozuk." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    if (count != 1 || !parse_format(format, &command.format) ||
        (command.integrity && command.format == CHECK_GEOJSON)) {
        return tool_usage_error(
            context, "give one CITY; --format is text, json or (without --integrity) geojson",
            "bir KENT verin; --format text, json ya da (--integrity olmadan) geojson olur", "");
    }
    tool_output output;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &command.city);
    if (status >= 0) {
        return status;
    }
    status = tool_output_open(&output, context, path);
    if (status < 0) {
        command.out = output.stream;
        int checked = run(&command);
        status = checked <= 1 || command.integrity ? tool_output_commit(&output, context) : checked;
        status = status < 0 ? checked : status;
    }
    tool_output_discard(&output);
    kbs_city_free(command.city);
    return status;
}
