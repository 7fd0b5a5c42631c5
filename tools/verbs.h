/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The verbs of kbs: each reads its arguments and calls the library. They return the exit status. */
#ifndef TOOLS_VERBS_H
#define TOOLS_VERBS_H

#include "common/options.h"

int kbs_init_verb(tool_context *context);
int kbs_import_verb(tool_context *context);
int kbs_info_verb(tool_context *context);
int kbs_zoning_verb(tool_context *context);
int kbs_check_verb(tool_context *context);
int kbs_diff_verb(tool_context *context);
int kbs_export_verb(tool_context *context);
int kbs_backup_verb(tool_context *context);

#endif
