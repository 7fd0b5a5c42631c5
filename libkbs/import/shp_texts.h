/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The two small texts beside a shapefile: .prj (coordinate system) and .cpg (code page). Both may
 * be missing. */
#ifndef IMPORT_SHP_TEXTS_H
#define IMPORT_SHP_TEXTS_H

#include "base/buffer.h"
#include "import/shp_layout.h"
#include "import/shp_part.h"
#include "import/sidecars.h"

typedef struct shp_texts {
    shp_part prj;
    shp_part cpg;
    base_buffer crs; /* the definition in UTF-8; empty where there is none */
    char cpg_text[SHP_MOST_CPG_BYTES + 1];
    size_t cpg_length; /* more than SHP_MOST_CPG_BYTES: too long for a code page */
} shp_texts;

void shp_texts_init(shp_texts *texts);
void shp_texts_release(shp_texts *texts);
/* Reads those that are there. A .prj that holds no definition gives a note and no definition. */
kbs_code shp_texts_read(shp_texts *texts, const import_sidecars *sidecars, base_findings *report);

#endif
