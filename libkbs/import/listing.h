/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A listing while it is made. The public part stands first, so that the caller's pointer is ours. */
#ifndef IMPORT_LISTING_H
#define IMPORT_LISTING_H

#include <kbs/import.h>

#include "import/reader.h"

typedef struct import_listing {
    kbs_listing shown;
    base_findings findings;
    base_arena *texts;
    kbs_source_layer *layers;
    size_t layer_capacity;
} import_listing;

/* Adds an empty layer; NULL = no memory. Lives until the next one is added. */
kbs_source_layer *import_listing_add_layer(import_listing *listing, const char *name);
/* All layers of an open drawing. False = no memory. */
bool import_listing_add_drawing(import_listing *listing, const import_opened *opened);

#endif
