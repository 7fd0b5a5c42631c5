/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Work in a child process with limits, so that a crash inside a foreign reader is an error message. */
#ifndef TOOLS_SUPERVISE_H
#define TOOLS_SUPERVISE_H

#include <stdint.h>

#include "common/options.h"

typedef struct tool_limits {
    uint64_t memory_bytes; /* address space; 0 = none */
    uint64_t cpu_seconds;  /* 0 = none */
} tool_limits;

/* Forks, sets the limits in the child and runs `work` there; returns its exit status. When the child dies by a signal or a limit, a message
 * says so and the status is 4. A Ctrl-C reaches the child, which cancels; then this process ends by the same signal. */
int tool_supervise(const tool_context *context, const tool_limits *limits, int (*work)(void *user),
                   void *user);

#endif
