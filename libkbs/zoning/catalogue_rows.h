/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads rows from the city into the catalogue. */
#ifndef ZONING_CATALOGUE_ROWS_H
#define ZONING_CATALOGUE_ROWS_H

#include "zoning/catalogue.h"

/* KBS_NOT_FOUND becomes KBS_CORRUPT: a kept share names the row, so it must be there. */
kbs_code zoning_catalogue_load_plan_area(zoning_catalogue *catalogue, kbs_city *city, int64_t id);
kbs_code zoning_catalogue_load_restriction(zoning_catalogue *catalogue, kbs_city *city, int64_t id);
kbs_code zoning_catalogue_load_revision(zoning_catalogue *catalogue, kbs_city *city, int64_t id);
/* All current plan areas, as far as there is room. KBS_MEMORY alone is a failure: what cannot be read now is asked for when an
 * answer needs it. */
kbs_code zoning_catalogue_load_plan_areas(zoning_catalogue *catalogue, kbs_city *city);

#endif
