/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts and numbers of the files that NetCAD opens: windows-1254, decimal point. */
#ifndef IMPORT_CAD_TEXT_H
#define IMPORT_CAD_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"

/* The byte of a character in windows-1254; -1 when it has none. */
int cad_text_byte(uint32_t character);
/* Appends UTF-8 text in windows-1254. Characters that it does not have become \U+XXXX where
 * `with_escapes`; else false is returned and nothing is appended. Control characters become blanks.
 */
bool cad_text_add(base_buffer *out, const char *text, size_t length, bool with_escapes);

#define NCN_HEIGHT_NONE 0.0
/* One line of a list of points as NetCAD writes it: name, Y, X, Z, 0 and three empty texts. False when
 * the name cannot stand there: none, more than 16 letters, a blank, a quote, a letter that
 * windows-1254 does not have. */
bool ncn_write_point(base_buffer *out, const char *name, size_t length, double east, double north,
                     double height_m);

#endif
