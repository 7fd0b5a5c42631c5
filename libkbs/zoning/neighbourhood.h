/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finds the neighbourhood that a question names. */
#ifndef ZONING_NEIGHBOURHOOD_H
#define ZONING_NEIGHBOURHOOD_H

#include "store/city_handle.h"
#include "zoning/key.h"

/* The id of the neighbourhood, 0 when the key has none; words like "mahallesi" behind the name do not count. KBS_NOT_FOUND and
 * KBS_AMBIGUOUS without a finding. */
kbs_code zoning_find_neighbourhood(kbs_city *city, const zoning_key *key, int64_t *id);

#endif
