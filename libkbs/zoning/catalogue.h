/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Plan areas, restrictions and revisions as answers show them, kept by row id. A row never changes
 * once it is written (it is only closed), so what was read once stays right; only the amount is
 * bounded. */
#ifndef ZONING_CATALOGUE_H
#define ZONING_CATALOGUE_H

#include <kbs/zoning.h>

#include "base/memory.h"
#include "store/city_handle.h"

/* After this many plan areas that had to be asked for one by one, all are read. */
#define ZONING_CATALOGUE_PATIENCE 64

typedef struct zoning_catalogue zoning_catalogue;

/* `city` is where rows come from that are not kept yet; NULL: only what was put. NULL = no
 * memory. */
zoning_catalogue *zoning_catalogue_new(kbs_city *city);
void zoning_catalogue_free(zoning_catalogue *catalogue); /* NULL is nothing */

/* Keeps a copy. False = no memory. */
bool zoning_catalogue_put_plan_area(zoning_catalogue *catalogue, const kbs_plan_area *plan_area);
bool zoning_catalogue_put_restriction(zoning_catalogue *catalogue,
                                      const kbs_restriction *restriction);
bool zoning_catalogue_put_revision(zoning_catalogue *catalogue, const kbs_revision *revision);

/* False when three quarters of what may be kept are kept. */
bool zoning_catalogue_has_room(const zoning_catalogue *catalogue);

/* A copy in the arena. KBS_CORRUPT when the city has no such row. */
kbs_code zoning_catalogue_plan_area(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                    const kbs_plan_area **out);
kbs_code zoning_catalogue_restriction(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                      const kbs_restriction **out);
/* The same with the texts in the arena, into memory of the caller. */
kbs_code zoning_catalogue_revision(zoning_catalogue *catalogue, int64_t id, base_arena *arena,
                                   kbs_revision *out);

#endif
