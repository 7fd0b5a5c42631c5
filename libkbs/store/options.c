/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Options of callers that were built with another version of the headers. */
#include "store/options.h"

#include <string.h>

kbs_code store_argument_fail(base_findings *report, const char *argument, const char *found,
                             const char *expected)
{
    kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
    finding.field = argument;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(report, &finding);
}

kbs_code store_options_copy(void *options, size_t size, const void *given, const char *name,
                            base_findings *report)
{
    size_t given_size;
    if (given == NULL) {
        return KBS_OK;
    }
    memcpy(&given_size, given, sizeof given_size);
    if (given_size < sizeof given_size || given_size > 65536) {
        return store_argument_fail(report, name, "a size that cannot be",
                                   "options made with the INIT macro");
    }
    for (size_t i = size; i < given_size; i++) {
        if (((const unsigned char *)given)[i] != 0) {
            return store_argument_fail(report, name, "options of a newer libkbs",
                                       "zero where this version knows nothing");
        }
    }
    memcpy(options, given, given_size < size ? given_size : size);
    memcpy(options, &size, sizeof size);
    return KBS_OK;
}
