/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files that GDAL writes, watched: most of its drivers do not look whether a piece was written. */
#ifndef IMPORT_WRITE_OGR_FILES_H
#define IMPORT_WRITE_OGR_FILES_H

#include <stdbool.h>

/* What stands before a path so that GDAL writes it through here. */
#define OGR_WATCHED "/vsikbs/"

/* Makes the prefix known to GDAL; once for the process. False when GDAL refuses. */
bool ogr_files_install(void);
/* From now on the first errno of a failed call of this thread goes to *error, which is 0 before; NULL ends that. Files that are open go on
 * telling the place that was given when they were opened. */
void ogr_files_watch(int *error);

#endif
