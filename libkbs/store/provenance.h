/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What earlier imports brought: asked before and after a new one. */
#ifndef STORE_PROVENANCE_H
#define STORE_PROVENANCE_H

#include "store/city_handle.h"

/* The newest revision that brought the same bytes of the same layer as this kind; 0 = none. */
kbs_code store_revision_of_source(kbs_city *city, kbs_kind kind, const char *sha256,
                                  const char *layer, int64_t *revision);

#endif
