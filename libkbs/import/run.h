/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One import from beginning to end: open, match, read and write on two threads, index, derived data, commit. */
#ifndef IMPORT_RUN_H
#define IMPORT_RUN_H

#include "import/ledger.h"
#include "store/writer.h"

/* What must be computed from the new rows before the commit (shares); import does not know what that is. */
typedef kbs_code (*import_derive_cb)(kbs_city *city, kbs_kind kind, const store_writer *writer,
                                     unsigned threads, kbs_progress_cb progress, void *user,
                                     base_findings *report);

/* kbs_import with the derived data given; *out may be NULL. */
kbs_code import_run(kbs_city *city, const char *source, const kbs_import_options *options,
                    import_derive_cb derive, const kbs_ledger **out);

#endif
