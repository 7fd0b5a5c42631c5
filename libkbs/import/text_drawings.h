/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The text formats as they are read from memory: what the formats of drawing.h do after loading. */
#ifndef IMPORT_TEXT_DRAWINGS_H
#define IMPORT_TEXT_DRAWINGS_H

#include "import/drawing.h"

extern const drawing_format drawing_format_ncn, drawing_format_cks, drawing_format_ktb,
    drawing_format_plt, drawing_format_netcad_other, drawing_format_dxf;

/* `d` is initialised and empty; the caller releases it, also after a failure. */
kbs_code ncn_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report);
kbs_code cks_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report);
kbs_code ktb_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report);
kbs_code dxf_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report);
kbs_code plt_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report);

typedef kbs_code (*text_reader)(drawing *d, const char *bytes, size_t length, const char *name,
                                base_findings *report);
/* Loads the file and reads it. */
kbs_code text_drawing_read(text_reader reader, drawing *d, const char *path, const char *name,
                           base_findings *report);

#endif
