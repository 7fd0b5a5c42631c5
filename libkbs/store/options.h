/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Option structs that grow, and the finding for a wrong argument. */
#ifndef STORE_OPTIONS_H
#define STORE_OPTIONS_H

#include "base/finding.h"

/* Copies the caller's options (whose first member is size_t size) over defaults of ours; NULL keeps them. A smaller struct of an older
 * caller leaves the rest at the defaults; a larger one of a newer caller must be zero where we know nothing. */
kbs_code store_options_copy(void *options, size_t size, const void *given, const char *name,
                            base_findings *report);
kbs_code store_argument_fail(base_findings *report, const char *argument, const char *found,
                             const char *expected);

#endif
