/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What zoning offers to the import: the shares of parcels are computed anew inside the writer's
 * transaction. */
#ifndef ZONING_STATUS_H
#define ZONING_STATUS_H

#include <kbs/zoning.h>

#include "store/writer.h"

/* Computes and keeps the shares of the parcels that this import touches: new parcels, and parcels
 * whose box meets a plan area or a restriction that was written or closed; on `threads` threads (0
 * = all cores). Also ties addresses to the parcels they lie in. To be called after
 * store_writer_index and before store_writer_commit; kinds that change no share return at once. */
kbs_code zoning_materialise(kbs_city *city, kbs_kind kind, const store_writer *writer,
                            unsigned threads, kbs_progress_cb progress, void *user,
                            base_findings *report);

#endif
