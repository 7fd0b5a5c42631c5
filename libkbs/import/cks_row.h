/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One row of a table in a NetCAD report (CKS). Two code pages meet there: the lines of the table
 * are OEM box drawing, the letters windows-1254. Reports that were saved as UTF-8 are read too. */
#ifndef IMPORT_CKS_ROW_H
#define IMPORT_CKS_ROW_H

#include "import/text_lines.h"

#define CKS_MOST_CELLS 64u

typedef struct cks_cell {
    const char *text;
    size_t length;
} cks_cell;

typedef struct cks_row {
    cks_cell cells[CKS_MOST_CELLS]; /* blanks at their ends are off */
    size_t count;
} cks_row;

/* The line last given; false when it is no row of a table: it has no two upright bars. */
bool cks_row_split(cks_row *row, const text_lines *lines);
/* The cell, empty where the row has fewer. */
cks_cell cks_row_cell(const cks_row *row, size_t index);
/* Letters and digits of the cell, without regard to case and Turkish marks, are `name`. */
bool cks_cell_is(text_lines *lines, cks_cell cell, const char *name);

#endif
