/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A city file in the making, beside where it will stand. Who makes it holds a lock on it, which the system takes away with the process; what
 * dead processes left behind under such a name is removed by the next one. */
#ifndef STORE_TEMPORARY_H
#define STORE_TEMPORARY_H

#include "base/finding.h"

typedef struct store_temporary {
    char *path;
    int lock;
} store_temporary;

/* An empty file ".NAME.PID.tmp". */
kbs_code store_temporary_new(store_temporary *temporary, const char *path, base_findings *report);
/* Flushed and renamed; no SQLite handle may be open on it. The lock is let go. */
kbs_code store_temporary_publish(store_temporary *temporary, const char *path, bool replace,
                                 base_findings *report);
/* Removes it unless it was published. */
void store_temporary_free(store_temporary *temporary);

#endif
