/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The ledger: counts that add up, findings in the order of the source. */
#include "import/ledger.h"

#include <stdlib.h>
#include <string.h>

import_ledger *import_ledger_new(void)
{
    import_ledger *ledger = base_new(sizeof *ledger);
    if (ledger == NULL) {
        return NULL;
    }
    base_findings_init(&ledger->findings);
    ledger->texts = base_arena_new();
    if (ledger->texts == NULL) {
        base_free(ledger);
        return NULL;
    }
    ledger->shown.file = ledger->shown.layer = ledger->shown.format = "";
    ledger->shown.encoding = ledger->shown.crs = ledger->shown.transformation = "";
    ledger->shown.city_crs = ledger->source_crs = "";
    return ledger;
}

void import_ledger_free(import_ledger *ledger)
{
    if (ledger != NULL) {
        base_findings_release(&ledger->findings);
        base_arena_free(ledger->texts);
        base_free(ledger);
    }
}

void kbs_ledger_free(const kbs_ledger *ledger)
{
    /* `shown` is the first member, so the caller's pointer is the one that import_ledger_new gave. */
    import_ledger_free((import_ledger *)(uintptr_t)ledger);
}

static int order(int64_t a, int64_t b)
{
    return a < b ? -1 : (a > b ? 1 : 0);
}

/* By record; what has none stands first; then by code and field, so that the order never depends on threads. */
static int compare_findings(const void *a, const void *b)
{
    const kbs_finding *p = a, *q = b;
    int result = order(p->record, q->record);
    if (result == 0) {
        result = strcmp(p->code, q->code);
    }
    if (result == 0) {
        result = strcmp(p->field == NULL ? "" : p->field, q->field == NULL ? "" : q->field);
    }
    return result == 0 ? order(p->byte, q->byte) : result;
}

void import_ledger_close(import_ledger *ledger)
{
    if (ledger->findings.count > 1) {
        qsort(ledger->findings.items, ledger->findings.count, sizeof ledger->findings.items[0],
              compare_findings);
    }
    ledger->shown.findings = ledger->findings.items;
    ledger->shown.finding_count = ledger->findings.count;
}

bool import_ledger_adds_up(const kbs_ledger *ledger)
{
    return ledger->records == ledger->imported + ledger->mended + ledger->refused;
}
