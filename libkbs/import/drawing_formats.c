/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The formats that are read into a drawing, one line each. */
#include "import/drawing.h"

const drawing_format *const drawing_formats[] = {
    NULL,
};
