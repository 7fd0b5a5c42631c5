/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Why a key has no answer, and what was perhaps meant. */
#ifndef ZONING_MISSING_H
#define ZONING_MISSING_H

#include "zoning/key.h"
#include "zoning/state.h"

/* Each adds a finding and returns its code. `text` is the key as it was given. In a read
 * transaction. */
kbs_code zoning_no_neighbourhood(zoning_state *state, const zoning_key *key);
kbs_code zoning_neighbourhood_unclear(zoning_state *state, const zoning_key *key);
kbs_code zoning_no_parcel(zoning_state *state, const zoning_key *key, int64_t neighbourhood,
                          const char *text);
/* The parcels of the key lie in several neighbourhoods. */
kbs_code zoning_key_unclear(zoning_state *state, const zoning_key *key, const char *text);

#endif
