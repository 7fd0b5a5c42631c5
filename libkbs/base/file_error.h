/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From errno to findings. */
#ifndef BASE_FILE_ERROR_H
#define BASE_FILE_ERROR_H

#include "base/finding.h"

/* What was tried, for errors that say nothing by themselves. */
typedef enum base_file_action { BASE_FILE_READING, BASE_FILE_WRITING } base_file_action;

/* Reports errno `error` on `path`; byte -1 = none. */
kbs_code base_file_error(base_findings *report, const char *path, base_file_action action,
                         int error, int64_t byte);

#endif
