/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parcels as the clocks of the state see them: of the present as kept, of another time computed with the same code. */
#ifndef ZONING_PAST_H
#define ZONING_PAST_H

#include "zoning/key.h"
#include "zoning/state.h"

/* In a read transaction, all. */

/* Collects the row of this id when it is of the time of the clocks; KBS_END when it is not. */
kbs_code zoning_collect_id(zoning_state *state, int64_t id);
/* Collects the parcel of a key; KBS_END: there was none; *more as of zoning_collect. */
kbs_code zoning_collect_past_key(zoning_state *state, int64_t neighbourhood, const zoning_key *key,
                                 int64_t *more);
/* All parcels' ids and keys as of the clocks. */
kbs_code zoning_parcel_each(zoning_state *state,
                            bool (*visit)(const store_parcel_key *key, void *user), void *user);

#endif
