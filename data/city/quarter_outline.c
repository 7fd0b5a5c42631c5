/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Outlines of quarters: arcs of the ring roads between the lines of the boulevards. */
#include <math.h>

#include "town.h"
#include "wave.h"

double town_ring_radius(const struct town *t, int ring, double angle)
{
    const double *w = t->wobble[ring];

    return t->radius[ring] *
           (1.0 + w[0] * wave_sin(2.0 * angle + w[1]) + w[2] * wave_sin(3.0 * angle + w[3]));
}

static struct spot on_ring(const struct town *t, int ring, double angle, double widen)
{
    const struct spot d = spot_direction(angle);
    const double radius = town_ring_radius(t, ring, angle) + widen;

    return (struct spot){ d.u * radius, d.v * radius };
}

/* Adds the angle to a sorted list unless it is there already (as seen from any number of turns). */
static void add_angle(double *angles, int *count, int max, double angle, double from, double to)
{
    const double turn = 2.0 * CITY_PI;

    angle -= floor((angle - from) / turn) * turn;
    if (angle <= from + 1e-9 || angle >= to - 1e-9) {
        return;
    }
    int k = *count;

    while (k > 0 && angles[k - 1] > angle) {
        k--;
    }
    if (k > 0 && angle - angles[k - 1] < 1e-9) {
        return;
    }
    if (*count >= max) {
        city_fail("an arc has too many corners");
    }
    for (int i = *count; i > k; i--) {
        angles[i] = angles[i - 1];
    }
    angles[k] = angle;
    (*count)++;
}

int town_arc(const struct town *t, int ring, double from, double to, double widen, struct spot *out,
             int max)
{
    enum { ANGLES = SHAPE_MAX };
    double angles[ANGLES];
    int count = 0;
    /* steps that the whole ring shares, with a sagitta of about 1 cm */
    const double step_m = sqrt(8.0 * t->radius[ring] * 0.012);
    const int steps = (int)(2.0 * CITY_PI * t->radius[ring] / step_m) + 1;
    const double step = 2.0 * CITY_PI / (double)steps;

    for (int k = (int)floor(from / step); (double)k * step < to; k++) {
        add_angle(angles, &count, ANGLES - 2, (double)k * step, from, to);
    }
    for (int side = ring; side <= ring + 1 && side < t->rings; side++) {
        for (int s = 0; s < t->sectors[side] && side > 0; s++) {
            add_angle(angles, &count, ANGLES - 2, t->quarter[t->first_quarter[side] + s].from, from,
                      to);
        }
    }
    if (count + 2 > max) {
        city_fail("an arc has too many vertices");
    }
    out[0] = on_ring(t, ring, from, widen);
    for (int i = 0; i < count; i++) {
        out[i + 1] = on_ring(t, ring, angles[i], widen);
    }
    out[count + 1] = on_ring(t, ring, to, widen);
    return count + 2;
}

static void outline(const struct town *t, const struct quarter *q, double in, double outward,
                    struct shape *s)
{
    struct spot arc[SHAPE_MAX];
    int count = town_arc(t, q->ring, q->from, q->to, outward, arc, SHAPE_MAX);

    s->count = 0;
    if (q->ring == 0) {
        count--; /* a full circle: its last vertex is its first */
    }
    for (int i = 0; i < count; i++) {
        shape_add(s, arc[i]);
    }
    if (q->ring > 0) {
        count = town_arc(t, q->ring - 1, q->from, q->to, in, arc, SHAPE_MAX);
        for (int i = count - 1; i >= 0; i--) {
            shape_add(s, arc[i]);
        }
    }
}

void town_quarter_gross(const struct town *t, const struct quarter *q, struct shape *s)
{
    outline(t, q, 0.0, 0.0, s);
}

bool town_quarter_net(const struct town *t, const struct quarter *q, struct shape *s)
{
    outline(t, q, q->ring > 0 ? town_ring_width(q->ring - 1) / 2.0 : 0.0,
            -town_ring_width(q->ring) / 2.0, s);
    if (q->ring == 0) {
        return true;
    }
    const struct spot left = spot_turned(spot_direction(q->from));
    const struct spot right = spot_turned(spot_direction(q->to));
    const double left_half = town_side_width(t, q->ring, q->sector) / 2.0;
    const double right_half = town_side_width(t, q->ring, q->sector + 1) / 2.0;

    return shape_keep(s, (struct line){ left, left_half }) &&
           shape_keep(s, line_reversed((struct line){ right, -right_half }));
}
