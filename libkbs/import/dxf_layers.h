/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Layers of a DXF. A drawing that was repaired before its export has the same layer in two spellings
 * ("PARSEL.NO", "PARSEL_NO", "YAPI SINIRI", "YAPI_SINIRI"): they are one. */
#ifndef IMPORT_DXF_LAYERS_H
#define IMPORT_DXF_LAYERS_H

#include "import/text_lines.h"

#define DXF_MOST_LAYERS 10000u

typedef struct dxf_spelling {
    const char *name; /* in the file */
    size_t length;
    char *folded;
    uint16_t layer;
} dxf_spelling;

typedef struct dxf_layers {
    dxf_spelling *items;
    size_t count, capacity;
    uint32_t *slots; /* of the spellings by their bytes: index + 1, 0 = free */
} dxf_layers;

/* The layer of this name; added with the colour when it is new. False: memory is out or there are
 * too many layers (then lines->code is set). */
bool dxf_layers_find(dxf_layers *layers, text_lines *lines, drawing *d, const char *name,
                     size_t length, uint32_t colour, uint16_t *layer);
void dxf_layers_release(dxf_layers *layers);
/* 0xRRGGBB of AutoCAD's colour number 1 to 9; DRAWING_BY_LAYER for others. */
uint32_t dxf_colour(int64_t number);

#endif
