/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The formats that are read into a drawing, one line each. */
#include "import/drawing.h"
#include "import/text_drawings.h"

const drawing_format *const drawing_formats[] = {
    &drawing_format_ncz, &drawing_format_ncn,          &drawing_format_cks, &drawing_format_ktb,
    &drawing_format_plt, &drawing_format_netcad_other, &drawing_format_dxf, NULL,
};
