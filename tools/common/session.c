/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Messages, exit status, progress, signals. */
#include "common/session.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SENTENCE_BYTES 1200
#define BAR_WIDTH 30

static volatile sig_atomic_t caught_signal;
static bool bar_is_drawn;

int tool_exit_status(kbs_code code)
{
    switch (code) {
    case KBS_OK:
    case KBS_END:
        return 0;
    case KBS_NOT_FOUND:
    case KBS_AMBIGUOUS:
        return 1;
    case KBS_USAGE:
        return 2;
    case KBS_INPUT:
    case KBS_UNSUPPORTED:
        return 3;
    case KBS_IO:
    case KBS_BUSY:
    case KBS_MEMORY:
    case KBS_CORRUPT:
    case KBS_INTERNAL:
    case KBS_CANCELLED:
        return 4;
    }
    return 4;
}

void tool_print_finding(const tool_context *context, const kbs_finding *finding)
{
    char sentence[SENTENCE_BYTES];
    (void)kbs_finding_text(finding, context->lang, sentence, sizeof sentence);
    const char *advice = kbs_finding_advice(finding, context->lang);
    tool_progress_clear();
    fprintf(stderr, "kbs: %s\n", sentence);
    if (advice[0] != '\0') {
        fprintf(stderr, "  → %s\n", advice);
    }
}

int tool_fail(const tool_context *context, const kbs_city *city, kbs_code code)
{
    tool_progress_clear();
    const kbs_finding *finding = city == NULL ? NULL : kbs_city_error(city);
    if (finding != NULL) {
        tool_print_finding(context, finding);
    } else {
        fprintf(stderr, "kbs: %s\n", kbs_code_name(code));
    }
    if (code == KBS_CANCELLED) {
        tool_end_by_signal();
    }
    return tool_exit_status(code);
}

static void on_signal(int number)
{
    caught_signal = number;
}

void tool_catch_signals(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction before;
        /* A signal that the caller has set to be ignored (nohup) stays ignored. */
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            (void)sigaction(numbers[i], &action, NULL);
        }
    }
}

bool tool_was_interrupted(void)
{
    return caught_signal != 0;
}

void tool_end_by_signal(void)
{
    int number = (int)caught_signal;
    if (number != 0) {
        (void)fflush(NULL);
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
}

void tool_progress_clear(void)
{
    if (bar_is_drawn) {
        fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        bar_is_drawn = false;
    }
}

static const char *stage_name(const char *stage, kbs_lang lang)
{
    static const char *const names[][3] = {
        { "read", "reading", "okunuyor" },
        { "index", "indexing", "dizinleniyor" },
        { "shares", "shares", "paylar" },
        { "commit", "writing", "yazılıyor" },
        { "check", "checking", "denetleniyor" },
        { "copy", "copying", "kopyalanıyor" },
        { "export", "exporting", "dışa aktarılıyor" },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i][0], stage) == 0) {
            return names[i][lang == KBS_LANG_TR ? 2 : 1];
        }
    }
    return stage;
}

bool tool_progress(const kbs_progress *report, void *user)
{
    const tool_context *context = user;
    if (isatty(STDERR_FILENO) == 1) {
        fprintf(stderr, "\r\033[K%-14s ", stage_name(report->stage, context->lang));
        if (report->total > 0) {
            unsigned filled = (unsigned)(report->done >= report->total
                                             ? BAR_WIDTH
                                             : report->done * BAR_WIDTH / report->total);
            for (unsigned i = 0; i < BAR_WIDTH; i++) {
                fputs(i < filled ? "█" : "░", stderr);
            }
            fprintf(stderr, " %3u %%  ",
                    (unsigned)(report->done >= report->total ? 100
                                                             : report->done * 100 / report->total));
        }
        fprintf(stderr, "%llu", (unsigned long long)report->done);
        (void)fflush(stderr);
        bar_is_drawn = true;
    }
    return caught_signal == 0;
}

int tool_open_city(const tool_context *context, const char *path, bool writable, kbs_city **city)
{
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    options.writable = writable;
    *city = NULL;
    kbs_code code = kbs_city_new(city);
    if (code == KBS_OK) {
        code = kbs_city_open(*city, path, &options);
    }
    if (code == KBS_OK) {
        return -1;
    }
    int status = tool_fail(context, *city, code);
    kbs_city_free(*city);
    *city = NULL;
    return code == KBS_NOT_FOUND ? 3 : status;
}
