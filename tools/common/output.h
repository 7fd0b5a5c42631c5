/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where a verb writes its answer: standard output, or a file that appears whole or not at all. */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include <stdio.h>

#include "common/options.h"

typedef struct tool_output {
    FILE *stream;
    const char *path; /* NULL: standard output */
    char *temporary;
} tool_output;

/* -1 to go on, else the exit status after a message. An existing file is replaced at the end. */
int tool_output_open(tool_output *output, const tool_context *context, const char *path);
/* Flushes, renames. -1, or the exit status after a message (full disk, closed pipe). */
int tool_output_commit(tool_output *output, const tool_context *context);
/* Forgets what was written; harmless after a commit. */
void tool_output_discard(tool_output *output);

#endif
