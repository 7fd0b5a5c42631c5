/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A site with the memory that it lives in. */
#ifndef ZONING_SITE_PRIVATE_H
#define ZONING_SITE_PRIVATE_H

#include <kbs/zoning.h>

#include "base/memory.h"

typedef struct site {
    kbs_site shown; /* first: kbs_site_free casts back */
    base_arena *arena;
} site;

#endif
