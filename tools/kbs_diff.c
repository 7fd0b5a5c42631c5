/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs diff: every parcel whose answer changes between two revisions, before and after. */
#include <stdio.h>
#include <string.h>

#include "common/output.h"
#include "common/session.h"
#include "verbs.h"

typedef struct diff_command {
    const tool_context *context;
    FILE *out;
    kbs_zoning_format format;
    size_t changes;
    kbs_code code; /* of the last writing */
} diff_command;

static bool write_change(const kbs_zoning_change *change, void *user)
{
    diff_command *command = user;
    char *text = NULL;
    command->code = kbs_zoning_change_write(change, command->format, command->context->lang, &text);
    if (command->code == KBS_OK) {
        fputs(command->changes > 0 && command->format == KBS_ZONING_JSON ? ",\n" : "",
              command->out);
        fputs(text, command->out);
        command->changes++;
    }
    kbs_text_free(text);
    return command->code == KBS_OK && ferror(command->out) == 0 && !tool_was_interrupted();
}

static int run(diff_command *command, kbs_city *city, const char *from, const char *to)
{
    bool json = command->format == KBS_ZONING_JSON;
    bool turkish = command->context->lang == KBS_LANG_TR;
    fputs(json ? "[\n" : "", command->out);
    kbs_code code = kbs_zoning_diff(city, from, to, write_change, command);
    if (code == KBS_CANCELLED) {
        tool_end_by_signal();
        return command->code == KBS_OK ? 4 : tool_exit_status(command->code);
    }
    if (code != KBS_OK) {
        return tool_fail(command->context, city, code);
    }
    if (json) {
        fputs("]\n", command->out);
    } else {
        fprintf(command->out, turkish ? "%zu parselin yanıtı başka\n" : "%zu parcels differ\n",
                command->changes);
    }
    return 0;
}

int kbs_diff_verb(tool_context *context)
{
    diff_command command = { .context = context, .format = KBS_ZONING_TEXT, .code = KBS_OK };
    const char *from = NULL, *to = NULL, *format = "text", *path = NULL;
    kbs_zoning_clocks clocks = KBS_ZONING_CLOCKS_INIT;
    const tool_option options[] = {
        { "from",
          '\0',
          TOOL_TEXT,
          "REVISION|TIME",
          { "the earlier state", "önceki durum" },
          &from },
        { "to", '\0', TOOL_TEXT, "REVISION|TIME", { "the later state", "sonraki durum" }, &to },
        { "valid-on",
          '\0',
          TOOL_TEXT,
          "DATE",
          { "compare the plans in force on this day",
            "bu gün yürürlükte olan planları karşılaştır" },
          &clocks.valid_on },
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
        "kbs diff CITY --from R --to R [--valid-on DATE] [--format text|json] [-o FILE]",
        { "Every parcel whose zoning answer changes between two revisions, before and after. R is "
          "a "
          "number that\n"
          "kbs info lists, or a time (UTC) like 2026-01-31 or 2026-01-31T09:15:00Z.",
          "İki sürüm arasında imar durumu değişen her parsel, önceki ve sonraki durumuyla. R, kbs "
          "info'nun\n"
          "listelediği bir numara ya da 2026-01-31, 2026-01-31T09:15:00Z gibi bir zamandır "
          "(UTC)." },
        { "", "" },
    };
    char **rest;
    int count, status = tool_options_parse(context, &help, options,
                                           sizeof options / sizeof options[0], &rest, &count);
    if (status >= 0) {
        return status;
    }
    bool json = strcmp(format, "json") == 0;
    if (count != 1 || from == NULL || to == NULL || (!json && strcmp(format, "text") != 0)) {
        return tool_usage_error(context, "give one CITY, --from and --to",
                                "bir KENT, --from ve --to verin", "");
    }
    command.format = json ? KBS_ZONING_JSON : KBS_ZONING_TEXT;
    kbs_city *city = NULL;
    tool_output output;
    tool_catch_signals();
    status = tool_open_city(context, rest[0], false, &city);
    if (status >= 0) {
        return status;
    }
    kbs_code clocked = kbs_zoning_clocks_set(city, &clocks);
    if (clocked != KBS_OK) {
        status = tool_fail(context, city, clocked);
        kbs_city_free(city);
        return status;
    }
    status = tool_output_open(&output, context, path);
    if (status < 0) {
        command.out = output.stream;
        int compared = run(&command, city, from, to);
        status = compared == 0 ? tool_output_commit(&output, context) : compared;
        status = status < 0 ? compared : status;
    }
    tool_output_discard(&output);
    kbs_city_free(city);
    return status;
}
