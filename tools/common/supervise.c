/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The supervised child. */
#define _GNU_SOURCE /* unshare: no network for a reader of foreign files */
#include "common/supervise.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/session.h"

/* Sanitizers reserve terabytes of address space. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TOOL_LIMITS_MEMORY false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TOOL_LIMITS_MEMORY false
#else
#define TOOL_LIMITS_MEMORY true
#endif
#else
#define TOOL_LIMITS_MEMORY true
#endif

static void limit(int resource, uint64_t value)
{
    struct rlimit limits = { .rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value };
    (void)setrlimit((__rlimit_resource_t)resource, &limits);
}

/* What cannot be had (a container may forbid it) is gone without: the readers' own checks stand. */
static void confine(const tool_limits *limits, pid_t parent)
{
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent) {
        _exit(4);
    }
    limit(RLIMIT_CORE, 0);
    if (limits->cpu_seconds > 0) {
        limit(RLIMIT_CPU, limits->cpu_seconds);
    }
    if (TOOL_LIMITS_MEMORY && limits->memory_bytes > 0) {
        limit(RLIMIT_AS, limits->memory_bytes);
    }
    (void)unshare(CLONE_NEWNET);
}

static int report_death(const tool_context *context, int number)
{
    bool tr = context->lang == KBS_LANG_TR;
    tool_progress_clear();
    if (number == SIGXCPU) {
        fputs(tr ? "kbs: okuma ayrılan işlemci süresini aştı; kent dosyası değişmedi\n"
                 : "kbs: reading took more processor time than the limit allows; the city was not "
                   "changed\n",
              stderr);
    } else {
        fprintf(stderr,
                tr ? "kbs: okuyan süreç %d (%s) işaretiyle sona erdi; kent dosyası değişmedi\n"
                   : "kbs: the reading process ended by signal %d (%s); the city was not changed\n",
                number, strsignal(number));
    }
    return 4;
}

int tool_supervise(const tool_context *context, const tool_limits *limits, int (*work)(void *user),
                   void *user)
{
    pid_t parent = getpid();
    (void)fflush(NULL);
    tool_catch_signals();
    pid_t child = fork();
    if (child < 0) {
        fprintf(stderr, "kbs: fork: %s\n", strerror(errno));
        return 4;
    }
    if (child == 0) {
        confine(limits, parent);
        int status = work(user);
        (void)fflush(NULL);
        _exit(status);
    }
    int status = 0;
    bool forwarded = false;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return 4;
        }
        /* From a terminal the child got the signal itself; a second SIGTERM there only sets its flag again. */
        if (tool_was_interrupted() && !forwarded) {
            (void)kill(child, SIGTERM);
            forwarded = true;
        }
    }
    if (WIFSIGNALED(status)) {
        if (tool_was_interrupted()) {
            tool_end_by_signal();
        }
        return report_death(context, WTERMSIG(status));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}
