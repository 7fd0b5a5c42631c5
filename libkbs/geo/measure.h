/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Area, length, centre: always about a local origin, since at TM coordinates the plain shoelace sum errs by up to 2e-4 m². */
#ifndef GEO_MEASURE_H
#define GEO_MEASURE_H

#include "geo/shape.h"

/* Signed area of one closed ring in m², counter-clockwise positive. Shoelace about the first vertex. */
double geo_ring_area_m2(const geo_vertex *ring, size_t count);
/* 1: counter-clockwise, -1: clockwise, exactly, also where the area is smaller than its rounding; 0: no area at its western corner. */
int geo_ring_direction(const geo_vertex *ring, size_t count, double *area_m2);
/* Shells minus holes, whatever way the rings turn; 0 for lines and points. */
double geo_shape_area_m2(const geo_shape *shape);
/* Length of lines, perimeter of areas, metres. */
double geo_shape_length_m(const geo_shape *shape);
/* A point inside the area (on a horizontal through the middle of the widest run), on a line its middle vertex. */
geo_vertex geo_shape_inner_point(const geo_shape *shape);
/* Turn rings: shells counter-clockwise or clockwise, holes the other way. */
void geo_shape_orient(geo_shape *shape, bool shells_counter_clockwise);

#endif
