/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Simple polygons on the drawing board: measures and tests. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shape.h"
#include "wave.h"

/* The generator has no input but its command line: an inner limit that is met is a defect, and
 * ends it. */
_Noreturn void city_fail(const char *what)
{
    (void)fprintf(stderr, "kbs-make-city: %s\n", what);
    exit(4);
}

struct spot spot_along(struct spot from, struct spot to, double share)
{
    return (struct spot){ from.u + (to.u - from.u) * share, from.v + (to.v - from.v) * share };
}

double spot_dot(struct spot a, struct spot b)
{
    return a.u * b.u + a.v * b.v;
}

double spot_distance(struct spot a, struct spot b)
{
    return sqrt((a.u - b.u) * (a.u - b.u) + (a.v - b.v) * (a.v - b.v));
}

struct spot spot_turned(struct spot axis)
{
    return (struct spot){ -axis.v, axis.u };
}

struct spot spot_direction(double angle)
{
    return (struct spot){ wave_cos(angle), wave_sin(angle) };
}

struct spot spot_in_frame(struct spot axis, double along, double across)
{
    return (struct spot){ axis.u * along - axis.v * across, axis.v * along + axis.u * across };
}

struct line line_reversed(struct line l)
{
    return (struct line){ { -l.normal.u, -l.normal.v }, -l.offset };
}

void shape_add(struct shape *s, struct spot p)
{
    if (s->count >= SHAPE_MAX) {
        city_fail("a shape has too many vertices");
    }
    s->at[s->count++] = p;
}

void shape_copy(struct shape *to, const struct shape *from)
{
    to->count = from->count;
    memcpy(to->at, from->at, (size_t)from->count * sizeof from->at[0]);
}

double shape_area(const struct shape *s)
{
    double twice = 0.0;

    for (int i = 0; i < s->count; i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[i + 1 < s->count ? i + 1 : 0];

        /* relative to the first vertex, so that far coordinates lose no digits */
        twice += (a.u - s->at[0].u) * (b.v - s->at[0].v) - (b.u - s->at[0].u) * (a.v - s->at[0].v);
    }
    return twice / 2.0;
}

double shape_girth(const struct shape *s)
{
    double sum = 0.0;

    for (int i = 0; i < s->count; i++) {
        sum += spot_distance(s->at[i], s->at[i + 1 < s->count ? i + 1 : 0]);
    }
    return sum;
}

/* The centroid of the area. */
struct spot shape_middle(const struct shape *s)
{
    double twice = 0.0;
    struct spot sum = { 0.0, 0.0 };
    const struct spot o = s->at[0];

    for (int i = 0; i < s->count; i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[i + 1 < s->count ? i + 1 : 0];
        const double cross = (a.u - o.u) * (b.v - o.v) - (b.u - o.u) * (a.v - o.v);

        twice += cross;
        sum.u += cross * (a.u - o.u + b.u - o.u);
        sum.v += cross * (a.v - o.v + b.v - o.v);
    }
    if (twice < 1e-9) {
        return o;
    }
    return (struct spot){ o.u + sum.u / (3.0 * twice), o.v + sum.v / (3.0 * twice) };
}

struct extent shape_extent(const struct shape *s, struct spot direction)
{
    struct extent x = { HUGE_VAL, -HUGE_VAL };

    for (int i = 0; i < s->count; i++) {
        const double d = spot_dot(s->at[i], direction);

        x.low = d < x.low ? d : x.low;
        x.high = d > x.high ? d : x.high;
    }
    return x;
}

bool shape_contains(const struct shape *s, struct spot p)
{
    bool inside = false;

    for (int i = 0, j = s->count - 1; i < s->count; j = i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[j];

        if ((a.v > p.v) != (b.v > p.v) && p.u < (b.u - a.u) * (p.v - a.v) / (b.v - a.v) + a.u) {
            inside = !inside;
        }
    }
    return inside;
}

double segment_distance(struct spot p, struct spot a, struct spot b)
{
    const double du = b.u - a.u;
    const double dv = b.v - a.v;
    const double square = du * du + dv * dv;
    double share = square > 0.0 ? ((p.u - a.u) * du + (p.v - a.v) * dv) / square : 0.0;

    share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    return spot_distance(p, spot_along(a, b, share));
}

double shape_edge_distance(const struct shape *s, struct spot p)
{
    double best = HUGE_VAL;

    for (int i = 0; i < s->count; i++) {
        const double d = segment_distance(p, s->at[i], s->at[i + 1 < s->count ? i + 1 : 0]);

        best = d < best ? d : best;
    }
    return best;
}

struct spot shape_long_axis(const struct shape *s)
{
    struct spot best = { 1.0, 0.0 };
    double smallest = HUGE_VAL;

    for (int i = 0; i < s->count; i++) {
        const struct spot a = s->at[i];
        const struct spot b = s->at[i + 1 < s->count ? i + 1 : 0];
        const double length = spot_distance(a, b);

        if (length < 4.0) {
            continue;
        }
        const struct spot axis = { (b.u - a.u) / length, (b.v - a.v) / length };
        const struct extent along = shape_extent(s, axis);
        const struct extent across = shape_extent(s, spot_turned(axis));
        const double box = (along.high - along.low) * (across.high - across.low);

        if (box < smallest - 1e-6) {
            smallest = box;
            best = along.high - along.low >= across.high - across.low ? axis : spot_turned(axis);
        }
    }
    return best;
}
