/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What reading a drawing and listing it have in common. */
#ifndef IMPORT_READ_DRAWING_H
#define IMPORT_READ_DRAWING_H

#include "import/parcel_lines.h"
#include "import/reader.h"

#define DRAWING_DEFAULT_SNAP_M 0.02

/* The format that is surest about a file of this beginning; NULL when none is. */
const drawing_format *drawing_format_of(const char *name, const uint8_t *head, size_t length,
                                        uint64_t size, int *bid);
/* drawing.count when objects and passed-over ones are not what the format counted. */
kbs_code drawing_check_count(const drawing *d, const char *name, base_findings *report);
/* The tolerance that a wish means: 0 the default, below 0 none. */
double drawing_snap_m(double wished);

/* What an open reader of drawings has read, and the role of each of its layers. Lives until the reader is closed. */
const drawing *drawing_of_reader(const void *state, const uint8_t **roles);

#endif
