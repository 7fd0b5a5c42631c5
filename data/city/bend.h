/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From the drawing board to the ground: the flat town is bent along its stream, turned and
 * placed in TUREF / TM30. Everything is bent vertex by vertex, so what shares vertices on the
 * board shares them on the ground. */
#ifndef CITY_BEND_H
#define CITY_BEND_H

#include <stdint.h>

#include "shape.h"

/* Coordinates on the ground in whole millimetres: what is written is exactly this. */
struct ground {
    int64_t east_mm, north_mm;
};

struct bend {
    double stream_v;     /* the stream runs along v = stream_v on the board */
    double old_radius;   /* streets of the old town, inside this radius, are crooked */
    double villa_radius; /* streets outside this radius wind */
    double phase[8];
    struct spot turn; /* direction of the u axis on the ground */
};

/* Rounds to the board's millimetre, which is where vertices that should be one become one. */
struct spot board_round(struct spot p);

struct spot bend_spot(const struct bend *b,
                      struct spot p); /* metres, relative to the town's centre */
struct ground bend_ground(const struct bend *b, struct spot p);

/* Bends a ring. Vertices that fall on one millimetre become one, as they do in a neighbour's
 * ring. */
int bend_ring(const struct bend *b, const struct spot *from, int count, struct ground *out);

double bend_height(const struct bend *b, struct spot p); /* made-up terrain, metres */

/* Adds vertices to the edges of s, so that straight edges between them follow the bend within 2
 * cm. */
void bend_densify(const struct bend *b, struct shape *s);

/* How many equal steps the edge from p to q needs for that. */
int bend_steps(const struct bend *b, struct spot p, struct spot q);

double ground_area(const struct ground *ring, int count); /* m2, positive when counter-clockwise */

#endif
