/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the benchmarks over a city share: a clock, and the reason why something failed. */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <stdio.h>
#include <time.h>

#include <kbs/kbs.h>

static inline double bench_seconds(clockid_t clock)
{
    struct timespec now = { 0, 0 };
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Says why on standard error; always 1, for main. */
static inline int bench_fail(const char *program, const kbs_city *city, const char *what)
{
    char text[1024] = "";
    const kbs_finding *finding = city == NULL ? NULL : kbs_city_error(city);
    if (finding != NULL) {
        (void)kbs_finding_text(finding, KBS_LANG_EN, text, sizeof text);
    }
    fprintf(stderr, "%s: %s: %s\n", program, what, text);
    return 1;
}

#endif
