/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What stands before the first record of an import: options, source, columns, coordinate system, and the plan shown to the caller. */
#ifndef IMPORT_SETUP_H
#define IMPORT_SETUP_H

#include "import/ledger.h"
#include "import/take.h"
#include "store/city_handle.h"

typedef struct import_setup {
    const store_kind *kind;
    char *work_folder;
    int work_lock; /* of the folder */
    bool is_open;
    import_opened opened;
    import_profile *profile, *builtin;
    import_match match;
    kbs_mapping *map; /* the caller's, and the plan's number, status and dates as constants */
    size_t map_count;
    struct import_join *join; /* NULL = none */
    base_arena *texts;
    const char *dataset;
    geo_crs *source_crs;
    geo_transform *transform;
    import_taker *taker;
    base_findings report; /* of the reading thread while it runs */
} import_setup;

/* Findings go to the ledger, whose texts (file, layer, systems, …) are filled too. */
kbs_code import_setup_open(import_setup *setup, kbs_city *city, const char *source,
                           const kbs_import_options *options, import_ledger *ledger);
void import_setup_close(import_setup *setup); /* also after a failed open */

#endif
