/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Texts of a DXF without what formats them. */
#ifndef IMPORT_DXF_TEXT_H
#define IMPORT_DXF_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Appends UTF-8 text in plain: \U+XXXX and %%c, %%d, %%p, %%nnn as letters, %%u, %%o, %%k away; of an
 * MTEXT (`is_formatted`) also the codes for fonts, heights, colours, stacks, paragraphs and braces.
 * Runs of blanks become one, blanks at the ends go. */
void dxf_text_plain(base_buffer *out, const char *text, size_t length, bool is_formatted);

#endif
