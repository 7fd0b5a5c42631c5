/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A DXF in text as pairs of lines: a group code and its value. */
#ifndef IMPORT_DXF_PAIRS_H
#define IMPORT_DXF_PAIRS_H

#include "import/text_lines.h"

#define DXF_MOST_BYTES 1073741824u /* 1 GiB */

typedef struct dxf_pairs {
    text_lines lines;
    int code;
    const char *value; /* blanks at both ends are off */
    size_t length;
    int64_t line; /* of the group code */
} dxf_pairs;

void dxf_pairs_start(dxf_pairs *pairs, const char *bytes, size_t length, const char *name,
                     base_findings *report);
void dxf_pairs_rewind(dxf_pairs *pairs);
void dxf_pairs_release(dxf_pairs *pairs);
/* The next pair; comments (999) are passed over. False at the end of the file or when lines.code is
 * no longer KBS_OK. */
bool dxf_pairs_next(dxf_pairs *pairs);
bool dxf_pairs_is(const dxf_pairs *pairs, int code, const char *value);

typedef enum dxf_kind { DXF_TEXT, DXF_BINARY, DXF_DWG, DXF_NOT } dxf_kind;
dxf_kind dxf_kind_of(const uint8_t *head, size_t length);

#endif
