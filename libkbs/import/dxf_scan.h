/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The first look at a DXF, before any entity is read: is it whole, what does its heading say, how many
 * entities does it have, what would its blocks expand to. */
#ifndef IMPORT_DXF_SCAN_H
#define IMPORT_DXF_SCAN_H

#include "import/dxf_blocks.h"

typedef struct dxf_scanned {
    uint64_t entities; /* of ENTITIES; a polyline with its vertices is one */
    uint64_t inserts;
    char version[16]; /* $ACADVER */
    int64_t unit;     /* $INSUNITS, -1 = not said */
    dxf_blocks blocks;
} dxf_scanned;

/* Reads all pairs once and rewinds. */
kbs_code dxf_scan(dxf_scanned *scanned, dxf_pairs *pairs);
void dxf_scanned_release(dxf_scanned *scanned);

#endif
