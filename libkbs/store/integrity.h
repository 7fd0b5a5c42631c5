/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The check of a whole city: what its parts share. */
#ifndef STORE_INTEGRITY_H
#define STORE_INTEGRITY_H

#include "store/city_handle.h"
#include "store/kinds.h"

typedef struct store_check {
    kbs_city *city;
    base_findings *found;
    size_t most; /* findings that are listed; the rest is counted */
    int64_t more;
    kbs_progress_cb progress;
    void *user;
    const char *stage;
    uint64_t done, total;
    double last_told;
    bool cancelled;
} store_check;

/* Everything: pages, spatial indexes, rows, digests, tallies, derived rows. KBS_OK: it was all looked at, and `found` says what was found. */
kbs_code store_check_all(store_check *check);
/* The rows of one kind (integrity_rows.c). */
kbs_code store_check_kind(store_check *check, const store_kind *kind);
void store_check_add(store_check *check, const kbs_finding *finding);
/* KBS_CANCELLED when the caller said stop; asks at most ten times a second. */
kbs_code store_check_tell(store_check *check);
/* A step that failed because of damage is a finding and no failure: takes it over from the city's error. */
kbs_code store_check_absorb(store_check *check, kbs_code code);

/* What a check gives away: the caller holds the first member, kbs_findings_free ends both. */
typedef struct store_findings {
    kbs_findings findings;
    base_findings list;
} store_findings;

#endif
