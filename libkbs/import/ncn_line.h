/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One line of a list of points (NCN): its fields, whatever separates them, and its numbers. */
#ifndef IMPORT_NCN_LINE_H
#define IMPORT_NCN_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define NCN_MOST_FIELDS 8u /* what NetCAD writes; what comes after them is not looked at */
#define NCN_MOST_NAME 16u

typedef struct ncn_field {
    const char *text;
    size_t length;
} ncn_field;

typedef struct ncn_line {
    ncn_field fields[NCN_MOST_FIELDS];
    size_t count;
    bool has_commas; /* commas separate the fields: no number has one */
} ncn_line;

/* Blank, or a comment of another program: # ; // */
bool ncn_line_is_empty(const char *text, size_t length);
void ncn_line_split(ncn_line *line, const char *text, size_t length);
/* Decimal point, or decimal comma where commas do not separate; groups where they can be nothing
 * else. */
bool ncn_line_number(const ncn_line *line, size_t field, double *out);
/* A northing, an easting with or without the number of its zone, of Turkey in metres. */
bool ncn_is_north(double value);
bool ncn_is_east(double value);
/* The line is numbers alone: east and north without a name. */
bool ncn_line_is_nameless(const ncn_line *line);

#endif
