/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Options of a verb as a table that both parses the command line and prints the help. */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <kbs/kbs.h>

typedef enum tool_option_kind {
    TOOL_FLAG = 1, /* target: bool */
    TOOL_TEXT = 2, /* target: const char * */
    TOOL_LIST = 3  /* target: tool_list; may be given many times */
} tool_option_kind;

#define TOOL_MOST_VALUES 256

typedef struct tool_list {
    const char *values[TOOL_MOST_VALUES];
    size_t count;
} tool_list;

typedef struct tool_option {
    const char *name; /* without the two dashes */
    char letter;      /* a one-letter form, or '\0' */
    tool_option_kind kind;
    const char *value;   /* what stands for the value in the help; NULL for flags */
    const char *help[2]; /* by kbs_lang */
    void *target;
} tool_option;

typedef struct tool_verb_help {
    const char *usage; /* "kbs import CITY SOURCE --as KIND [options]" */
    const char *about[2];
    const char *more[2]; /* after the options; "" = nothing */
} tool_verb_help;

/* What every verb knows. */
typedef struct tool_context {
    kbs_lang lang;
    int argc; /* of the verb: argv[0] is its name */
    char **argv;
} tool_context;

/* Parses all options; what is left stands in *rest (borrowed from argv). Returns -1 to go on, else the exit status (help was printed: 0; a
 * mistake was printed: 2). `count` does not include --lang and --help, which every verb has. An argument that begins with "-/" is the key of a
 * parcel without a block, not an option. */
int tool_options_parse(tool_context *context, const tool_verb_help *help,
                       const tool_option *options, size_t count, char ***rest, int *rest_count);
/* "kbs zoning: …" on standard error with a hint at --help; returns 2. */
int tool_usage_error(const tool_context *context, const char *english, const char *turkish,
                     const char *what);

/* The language of --lang, or of LC_ALL, LC_MESSAGES, LANG: Turkish when they begin with "tr". */
kbs_lang tool_language(const char *option);

#endif
