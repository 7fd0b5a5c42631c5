/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* kbs import --list: what a source holds, without a city. */
#ifndef TOOLS_LIST_SOURCE_H
#define TOOLS_LIST_SOURCE_H

#include "common/options.h"

/* Writes the listing to standard output, or the reason why there is none to standard error. Returns the exit status. */
int tool_list_source(const tool_context *context, const char *source,
                     const kbs_import_options *options, bool json);

#endif
