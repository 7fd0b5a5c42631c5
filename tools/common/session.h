/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What verbs share around the library: messages, exit status, progress bar, Ctrl-C. */
#ifndef TOOLS_SESSION_H
#define TOOLS_SESSION_H

#include "common/options.h"

/* 0 done, 1 the answer is "no", 2 command line, 3 input, 4 machine. KBS_CANCELLED has none: see tool_end_by_signal. */
int tool_exit_status(kbs_code code);
/* Prints the finding with its advice on standard error. */
void tool_print_finding(const tool_context *context, const kbs_finding *finding);
/* Prints why the last call on the city failed; returns the exit status. A cancelled call ends the process by the signal it got. */
int tool_fail(const tool_context *context, const kbs_city *city, kbs_code code);

/* SIGINT, SIGTERM and SIGHUP set a flag that the progress callback hands to the library. */
void tool_catch_signals(void);
bool tool_was_interrupted(void);
/* Ends the process by the signal that was caught, so that a shell sees it; returns only when there was none. */
void tool_end_by_signal(void);

/* A progress callback: draws a bar when standard error is a terminal, and cancels after a signal. `user` is a tool_context. */
bool tool_progress(const kbs_progress *report, void *user);
/* Removes the bar from the terminal. */
void tool_progress_clear(void);

/* Makes a handle and opens the city; on failure prints why and returns an exit status, else -1. A city that is not there is wrong input. */
int tool_open_city(const tool_context *context, const char *path, bool writable, kbs_city **city);

#endif
