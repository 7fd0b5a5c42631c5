/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A curve of a road axis at the meeting of two tangents: clothoid in, arc, clothoid out. */
#ifndef IMPORT_KTB_CURVE_H
#define IMPORT_KTB_CURVE_H

#include "import/drawing.h"

#define KTB_MOST_VERTICES 1000000u /* of one axis */

typedef struct ktb_curve {
    double radius_m;                    /* 0: none, the tangents meet in a corner */
    double in_m, out_m;                 /* lengths of the clothoids, 0 = none */
    double turn;                        /* radians, > 0 to the right */
    double in_turn, out_turn;           /* that the clothoids turn, >= 0 */
    double tangent_in_m, tangent_out_m; /* from the meeting point to the curve's ends */
    double length_m;
} ktb_curve;

/* Fills in what follows from radius, lengths and turn. False when clothoids turn further than the
 * tangents do, or a tangent would be negative. */
bool ktb_curve_solve(ktb_curve *curve);
/* Adds the curve's vertices after its first, whose place and azimuth (radians, from north to the
 * east) are given and moved along. Chords are within 0.2 mm of the curve, so that also the length
 * of the line is that of the curve within a part in a million. */
bool ktb_curve_draw(const ktb_curve *curve, drawing *d, drawing_object *object, geo_vertex *at,
                    double *azimuth);

#endif
