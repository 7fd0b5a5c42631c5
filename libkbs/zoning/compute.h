/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Computes the parts of one parcel when it is asked, from the plan areas and restrictions around
 * it. */
#ifndef ZONING_COMPUTE_H
#define ZONING_COMPUTE_H

#include "store/city_handle.h"
#include "zoning/clocks.h"
#include "zoning/parts.h"

/* What one question may cost, and one parcel of an import. */
#define ZONING_REQUEST_DEADLINE_S 0.5
#define ZONING_IMPORT_DEADLINE_S 5.0

/* Loads the plan areas and restrictions that meet `box` (NULL: all), of the present (`moment` NULL) or as a moment sees them, and finishes the
 * ground. A damaged geometry sets *damaged and is left out; with `damaged` NULL it ends the call
 * with KBS_CORRUPT. */
kbs_code zoning_ground_load(zoning_ground *ground, kbs_city *city, const zoning_moment *moment,
                            const kbs_box *box, bool *damaged);
/* Inside a read transaction. With a day of validity, plan areas on display are parts of kind ZONING_PART_NOTICE. *not_determined becomes "" or the code of a finding that says why
 * there are no parts. */
kbs_code zoning_compute(kbs_city *city, const zoning_moment *moment, const geo_shape *parcel,
                        double deadline_s, zoning_parts *out, const char **not_determined);

#endif
