/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Loading a text format that is read from memory. */
#include "import/text_drawings.h"

#include "import/text_lines.h"

kbs_code text_drawing_read(text_reader reader, drawing *d, const char *path, const char *name,
                           base_findings *report)
{
    base_buffer bytes;
    kbs_code code = text_lines_load(&bytes, path, name, TEXT_LINES_MOST_BYTES, report);
    if (code == KBS_OK) {
        code = reader(d, bytes.data, bytes.length, name, report);
    }
    base_buffer_release(&bytes);
    return code;
}
