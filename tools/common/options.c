/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parsing and printing of options. */
#include "common/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_OPTIONS 40
#define FIRST_CODE 256 /* of getopt_long, above all letters */

kbs_lang tool_language(const char *option)
{
    if (option != NULL) {
        return strcmp(option, "tr") == 0 ? KBS_LANG_TR : KBS_LANG_EN;
    }
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "tr", 2) == 0 ? KBS_LANG_TR : KBS_LANG_EN;
        }
    }
    return KBS_LANG_EN;
}

static void print_option(const tool_option *option, kbs_lang lang)
{
    char left[64];
    char letter[8] = "";
    if (option->letter != '\0') {
        (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    (void)snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
                   option->value == NULL ? "" : " ", option->value == NULL ? "" : option->value);
    printf("%-30s %s\n", left, option->help[lang]);
}

static void print_help(const tool_verb_help *help, const tool_option *options, size_t count,
                       kbs_lang lang)
{
    static const tool_option common[] = {
        { "lang",
          '\0',
          TOOL_TEXT,
          "tr|en",
          { "language of the output for people", "insanlar için çıktının dili" },
          NULL },
        { "help", 'h', TOOL_FLAG, NULL, { "this text", "bu metin" }, NULL },
    };
    printf("%s %s\n\n%s\n\n", lang == KBS_LANG_TR ? "kullanım:" : "usage:", help->usage,
           help->about[lang]);
    for (size_t i = 0; i < count; i++) {
        print_option(&options[i], lang);
    }
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        print_option(&common[i], lang);
    }
    if (help->more[lang] != NULL && help->more[lang][0] != '\0') {
        printf("\n%s\n", help->more[lang]);
    }
}

int tool_usage_error(const tool_context *context, const char *english, const char *turkish,
                     const char *what)
{
    bool tr = context->lang == KBS_LANG_TR;
    fprintf(stderr, "kbs %s: %s%s%s\n", context->argv[0], tr ? turkish : english,
            what[0] == '\0' ? "" : ": ", what);
    fprintf(stderr, tr ? "yardım için: kbs %s --help\n" : "for help: kbs %s --help\n",
            context->argv[0]);
    return 2;
}

static int take_value(const tool_context *context, const tool_option *option, const char *value)
{
    switch (option->kind) {
    case TOOL_FLAG:
        *(bool *)option->target = true;
        return -1;
    case TOOL_TEXT:
        *(const char **)option->target = value;
        return -1;
    case TOOL_LIST: {
        tool_list *list = option->target;
        if (list->count == TOOL_MOST_VALUES) {
            return tool_usage_error(context, "given too often", "çok fazla verildi", option->name);
        }
        list->values[list->count++] = value;
        return -1;
    }
    }
    return 2;
}

/* A parcel without a block has a key such as -/12. getopt sees it without its "-", and so takes it for no option. */
static bool is_key(const char *argument)
{
    return argument[0] == '-' && argument[1] == '/';
}

/* Hides the "-" of such keys. Returns the arguments as they were, to be freed; NULL: there is no memory. */
static char **hide_keys(const tool_context *context)
{
    size_t count = (size_t)context->argc;
    char **given = malloc((count + 1) * sizeof *given);
    for (size_t i = 0; given != NULL && i < count; i++) {
        given[i] = context->argv[i];
        context->argv[i] += is_key(given[i]) ? 1 : 0;
    }
    return given;
}

/* The argument as it was given; getopt may have moved it meanwhile. */
static char *as_given(const tool_context *context, char *const *given, char *argument)
{
    for (int i = 0; argument != NULL && argument[0] == '/' && i < context->argc; i++) {
        if (is_key(given[i]) && argument == given[i] + 1) {
            return given[i];
        }
    }
    return argument;
}

static int parse(tool_context *context, const tool_verb_help *help, const tool_option *options,
                 size_t count, char *const *given)
{
    struct option longs[MOST_OPTIONS + 3] = { { NULL, 0, NULL, 0 } };
    char letters[2 * MOST_OPTIONS + 4] = ":h";
    size_t letter_count = strlen(letters);
    const char *lang = NULL;
    bool wants_help = false;
    for (size_t i = 0; i < count; i++) {
        int has_value = options[i].kind == TOOL_FLAG ? no_argument : required_argument;
        longs[i] = (struct option){ options[i].name, has_value, NULL, FIRST_CODE + (int)i };
        if (options[i].letter != '\0') {
            letters[letter_count++] = options[i].letter;
            if (has_value == required_argument) {
                letters[letter_count++] = ':';
            }
        }
    }
    longs[count] = (struct option){ "lang", required_argument, NULL, FIRST_CODE + MOST_OPTIONS };
    longs[count + 1] = (struct option){ "help", no_argument, NULL, 'h' };
    opterr = 0;
    optind = 1;
    for (int code = getopt_long(context->argc, context->argv, letters, longs, NULL); code != -1;
         code = getopt_long(context->argc, context->argv, letters, longs, NULL)) {
        if (code == 'h') {
            wants_help = true;
            continue;
        }
        if (code == FIRST_CODE + MOST_OPTIONS) {
            lang = optarg;
            if (strcmp(lang, "tr") != 0 && strcmp(lang, "en") != 0) {
                return tool_usage_error(context, "--lang is tr or en", "--lang tr ya da en olur",
                                        lang);
            }
            context->lang = tool_language(lang);
            continue;
        }
        if (code == '?' || code == ':') {
            const char letter[] = { '-', (char)optopt, '\0' };
            bool is_long = optopt == 0 || optopt >= FIRST_CODE;
            const char *what = is_long ? context->argv[optind - 1] : letter;
            return code == '?'
                       ? tool_usage_error(context, "unknown option", "bilinmeyen seçenek", what)
                       : tool_usage_error(context, "the option needs a value",
                                          "seçenek bir değer ister", what);
        }
        for (size_t i = 0; i < count; i++) {
            if (code == FIRST_CODE + (int)i ||
                (options[i].letter != '\0' && code == options[i].letter)) {
                int status = take_value(context, &options[i], as_given(context, given, optarg));
                if (status >= 0) {
                    return status;
                }
            }
        }
    }
    if (wants_help) {
        print_help(help, options, count, context->lang);
        return fflush(stdout) == 0 ? 0 : 4;
    }
    return -1;
}

int tool_options_parse(tool_context *context, const tool_verb_help *help,
                       const tool_option *options, size_t count, char ***rest, int *rest_count)
{
    char **given = hide_keys(context);
    if (given == NULL) {
        return 4;
    }
    int status = parse(context, help, options, count, given);
    for (int i = 0; i < context->argc; i++) {
        context->argv[i] = as_given(context, given, context->argv[i]);
    }
    free(given);
    *rest = context->argv + optind;
    *rest_count = context->argc - optind;
    return status;
}
