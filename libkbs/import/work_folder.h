/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A folder of our own beside the city for what an import unpacks; folders of dead imports are removed. */
#ifndef IMPORT_WORK_FOLDER_H
#define IMPORT_WORK_FOLDER_H

#include "base/finding.h"

/* Makes `.NAME.PID.N.import` beside the city; caller removes and frees it with import_work_folder_remove. */
kbs_code import_work_folder_new(char **out, const char *city_path, base_findings *report);
void import_work_folder_remove(char *folder); /* NULL is nothing */

#endif
