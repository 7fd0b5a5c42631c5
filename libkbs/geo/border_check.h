/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Do the rings of an area cross, touch or lie wrong in each other? Exact, without GEOS. */
#ifndef GEO_BORDER_CHECK_H
#define GEO_BORDER_CHECK_H

#include "geo/ring_check.h"

/* The rings are closed, have at least three different corners that are not all on one line, and numbers in range.
 * GEO_TOO_COMPLEX when memory is out. */
geo_defect_place geo_border_check(const geo_shape *area);

#endif
