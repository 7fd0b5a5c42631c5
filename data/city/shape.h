/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Simple polygons on the drawing board: u and v in metres, before the town is bent and placed.
 * Rings run counter-clockwise and are not closed by a repeated vertex. */
#ifndef CITY_SHAPE_H
#define CITY_SHAPE_H

#include <stdbool.h>

enum { SHAPE_MAX = 480, SHAPE_PIECES = 8 };

struct spot {
    double u, v;
};

struct shape {
    int count;
    struct spot at[SHAPE_MAX];
};

/* The points with normal . point = offset; normal has length 1. */
struct line {
    struct spot normal;
    double offset;
};

struct extent {
    double low, high;
};

struct spot spot_along(struct spot from, struct spot to, double share);
double spot_dot(struct spot a, struct spot b);
double spot_distance(struct spot a, struct spot b);
struct spot spot_turned(struct spot axis); /* a quarter turn to the left */
struct spot spot_direction(double angle);
struct spot spot_in_frame(struct spot axis, double along, double across);

struct line line_reversed(struct line l);

void shape_add(struct shape *s, struct spot p);
double shape_area(const struct shape *s);
double shape_girth(const struct shape *s);
struct spot shape_middle(const struct shape *s);
struct extent shape_extent(const struct shape *s, struct spot direction);
bool shape_contains(const struct shape *s, struct spot p);
double shape_edge_distance(const struct shape *s, struct spot p);
double segment_distance(struct spot p, struct spot a, struct spot b);

/* The direction (an edge of the shape, longer than 4 m) whose bounding box is smallest, turned
 * so that the box is longer along it than across it. */
struct spot shape_long_axis(const struct shape *s);

/* The pieces of s where normal . point >= offset; returns how many (at most SHAPE_PIECES). */
int shape_cut(const struct shape *s, struct line l, struct shape *pieces);

/* Like shape_cut, but only the largest piece; false where nothing is left. */
bool shape_keep(struct shape *s, struct line l);

/* Cuts s in two where the line leaves exactly one piece on each side. */
bool shape_halve(const struct shape *s, struct line l, struct shape *below, struct shape *above);

/* The parts of the line inside s, as extents along the turned normal; returns how many. */
int shape_chords(const struct shape *s, struct line l, struct extent *chords, int max);

void shape_copy(struct shape *to, const struct shape *from);
_Noreturn void city_fail(const char *what);

#endif
