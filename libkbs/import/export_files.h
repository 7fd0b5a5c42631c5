/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The files of an export: made in a folder of their own beside the target, then moved to it, the
 * main one last. */
#ifndef IMPORT_EXPORT_FILES_H
#define IMPORT_EXPORT_FILES_H

#include "base/finding.h"

typedef struct export_files {
    char *target; /* the file that the caller named */
    char *folder; /* `.NAME.PID.tmp` beside it */
    char *path;   /* of the main file in the folder */
} export_files;

/* Makes the folder. `replace` false: file.exists when the target is there. To be released also
 * after a failure. */
kbs_code export_files_begin(export_files *files, const char *target, bool replace,
                            base_findings *report);
/* Moves all files of the folder to the target's folder. When one cannot be moved, those that were
 * new are taken away again. */
kbs_code export_files_publish(export_files *files, bool replace, base_findings *report);
/* Removes what is left of the folder. */
void export_files_release(export_files *files);

#endif
