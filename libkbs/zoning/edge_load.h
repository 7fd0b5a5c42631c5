/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The surroundings of a box, or of the whole city, from the store. */
#ifndef ZONING_EDGE_LOAD_H
#define ZONING_EDGE_LOAD_H

#include "store/city_handle.h"
#include "zoning/catalogue.h"
#include "zoning/edge_scene.h"

/* In a read transaction. `box` NULL: everything. A geometry that cannot be read is left out: as a
 * neighbour it is as if it were not recorded. Finishes the scene. */
kbs_code zoning_scene_load(zoning_scene *scene, kbs_city *city, zoning_catalogue *catalogue,
                           const kbs_box *box);

#endif
