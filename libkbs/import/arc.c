/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Arcs through three points. All computing is done from `start`, since TM coordinates leave few
 * digits. */
#include "import/arc.h"

#include <math.h>

#define TURN 6.283185307179586

typedef struct circle {
    double east, north, radius; /* centre, from the arc's start */
} circle;

/* The circle through 0, a and b; false when they stand on one line (then the centre would be
 * farther than any coordinate). */
static bool circle_through(double a_east, double a_north, double b_east, double b_north,
                           circle *out)
{
    double cross = 2 * (a_east * b_north - a_north * b_east);
    double a = a_east * a_east + a_north * a_north, b = b_east * b_east + b_north * b_north;
    out->east = (b_north * a - a_north * b) / cross;
    out->north = (a_east * b - b_east * a) / cross;
    out->radius = hypot(out->east, out->north);
    return isfinite(out->radius) && out->radius <= 1e8;
}

/* Appends the part from angle `from` over `sweep` that ends in `end`. */
static bool append_part(geo_shape *shape, geo_vertex origin, const circle *c, double from,
                        double sweep, geo_vertex end, double chord_error)
{
    double step = c->radius > chord_error ? 2 * acos(1 - chord_error / c->radius) : TURN / 4;
    double least = TURN / ARC_MOST_SEGMENTS;
    size_t segments = (size_t)ceil(fabs(sweep) / (step > least ? step : least));
    for (size_t i = 1; i < segments; i++) {
        double angle = from + sweep * (double)i / (double)segments;
        double east = origin.east + (c->east + c->radius * cos(angle));
        double north = origin.north + (c->north + c->radius * sin(angle));
        if (!geo_shape_add_vertex(shape, east, north)) {
            return false;
        }
    }
    return geo_shape_add_vertex(shape, end.east, end.north);
}

/* From angle a to angle b, turning the way that `left` says. */
static double turn_between(double a, double b, bool left)
{
    double sweep = b - a;
    if (left && sweep <= 0) {
        sweep += TURN;
    } else if (!left && sweep >= 0) {
        sweep -= TURN;
    }
    return sweep;
}

bool import_arc_append(geo_shape *shape, geo_vertex start, geo_vertex middle, geo_vertex end,
                       double chord_error)
{
    double m_east = middle.east - start.east, m_north = middle.north - start.north;
    double e_east = end.east - start.east, e_north = end.north - start.north;
    bool is_circle = e_east == 0 && e_north == 0;
    circle c = { m_east / 2, m_north / 2, hypot(m_east, m_north) / 2 };
    bool is_arc = is_circle ? c.radius > 0 && isfinite(c.radius)
                            : circle_through(m_east, m_north, e_east, e_north, &c);
    if (!is_arc) {
        return geo_shape_add_vertex(shape, middle.east, middle.north) &&
               geo_shape_add_vertex(shape, end.east, end.north);
    }
    bool left = is_circle || m_east * e_north - m_north * e_east > 0;
    double a = atan2(-c.north, -c.east);
    double b = atan2(m_north - c.north, m_east - c.east);
    double d = atan2(e_north - c.north, e_east - c.east);
    return append_part(shape, start, &c, a, turn_between(a, b, left), middle, chord_error) &&
           append_part(shape, start, &c, b, turn_between(b, d, left), end, chord_error);
}
