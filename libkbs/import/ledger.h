/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The ledger while it is being filled. The public part stands first, so that the caller's pointer is ours. */
#ifndef IMPORT_LEDGER_H
#define IMPORT_LEDGER_H

#include <kbs/import.h>

#include "base/finding.h"
#include "base/memory.h"

typedef struct import_ledger {
    kbs_ledger shown;
    base_findings findings;
    base_arena *texts;
    const char *source_crs; /* definition of the source's system as it was taken; "" = not known */
} import_ledger;

import_ledger *import_ledger_new(void); /* NULL = no memory */
void import_ledger_free(import_ledger *ledger);
/* Puts the findings in the order of records and makes them visible in `shown`. */
void import_ledger_close(import_ledger *ledger);
/* records = imported + mended + refused? */
bool import_ledger_adds_up(const kbs_ledger *ledger);

#endif
