/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Circular arcs into chords. */
#ifndef IMPORT_ARC_H
#define IMPORT_ARC_H

#include "geo/shape.h"

#define ARC_MOST_SEGMENTS 2048 /* of a full turn */
#define ARC_CHORD_ERROR_M 0.001

/* Appends the arc from `start` over `middle` to `end` without its first vertex; middle and end are
 * kept exactly. start = end is a full circle with `middle` opposite. `chord_error` is the largest
 * distance between arc and chord, in the unit of the coordinates, unless the limit of segments is
 * met first. Three points on one line give two chords. False = no memory. */
bool import_arc_append(geo_shape *shape, geo_vertex start, geo_vertex middle, geo_vertex end,
                       double chord_error);

#endif
