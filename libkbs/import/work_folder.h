/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A folder of our own beside the city for what an import unpacks; folders of dead imports are removed. */
#ifndef IMPORT_WORK_FOLDER_H
#define IMPORT_WORK_FOLDER_H

#include "base/finding.h"

/* Makes `.NAME.PID.N.import` beside the city and locks it, so that other imports can tell it from one of a dead process; *lock is the
 * open folder. Caller ends both with import_work_folder_remove. */
kbs_code import_work_folder_new(char **out, int *lock, const char *city_path,
                                base_findings *report);
void import_work_folder_remove(char *folder, int lock); /* NULL is nothing */

#endif
