/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* In which area of a net something lies: another part of the net that touches nothing around it, or a point. */
#ifndef IMPORT_NESTING_H
#define IMPORT_NESTING_H

#include "import/polygonise.h"

/* For each ring that bounds no area yet: the area around it, or IMPORT_NO_AREA. *around has an entry for each ring; caller frees with base_free.
 * False = no memory. */
bool import_net_nest(const import_net_areas *areas, const import_line_net *net, uint32_t **around);

/* Areas made ready to be asked which of them holds a point. */
typedef struct import_area_finder import_area_finder;
import_area_finder *import_area_finder_new(const import_net_areas *areas,
                                           const import_line_net *net); /* NULL = no memory */
void import_area_finder_free(import_area_finder *finder);
/* The area that has the point in its inside; IMPORT_NO_AREA when none has it, or when it is on a border. False = no memory. */
bool import_area_find(import_area_finder *finder, geo_vertex point, uint32_t *area);

#endif
