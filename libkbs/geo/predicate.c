/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Exact predicates. A floating-point filter decides nearly always; where it cannot, the determinant is summed without any
 * rounding as an expansion (a sum of doubles that do not overlap). Method and error bound: J. R. Shewchuk, "Adaptive
 * Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates", Discrete & Computational Geometry 18, 1997,
 * sections 2 and 4.
 *
 * Not covered, as in the paper: products that underflow (differences of coordinates below 1e-140) or overflow (above 1e150).
 * Coordinates are limited to 1e8 m before any of this is asked. */
#include "geo/predicate.h"

#include <float.h>
#include <math.h>

#if FLT_EVAL_METHOD != 0
#error "exact predicates need double arithmetic that is rounded to double after each operation"
#endif

/* a + b = *sum + *error, exactly (Knuth). */
static inline void two_sum(double a, double b, double *sum, double *error)
{
    double s = a + b;
    double b_seen = s - a;
    double a_seen = s - b_seen;
    *error = (a - a_seen) + (b - b_seen);
    *sum = s;
}

/* The rounding error of the difference d = a - b. */
static inline double difference_error(double a, double b, double d)
{
    double b_seen = a - d;
    double a_seen = d + b_seen;
    return (a - a_seen) + (b_seen - b);
}

/* Cuts a double into two halves of at most 26 bits (Veltkamp). */
static inline void split(double a, double *high, double *low)
{
    double c = 134217729.0 * a; /* 2^27 + 1 */
    double h = c - (c - a);
    *high = h;
    *low = a - h;
}

/* a * b = *product + *error, exactly (Dekker). */
static inline void two_product(double a, double b, double *product, double *error)
{
    double ah, al, bh, bl;
    double p = a * b;
    split(a, &ah, &al);
    split(b, &bh, &bl);
    *error = al * bl - (((p - ah * bh) - al * bh) - ah * bl);
    *product = p;
}

/* The sign of a sum of doubles, exactly: they are added one by one to an expansion, whose largest non-zero component has the
 * sign of the whole. At most 12. */
static int sign_of_sum(const double *terms, int count)
{
    double expansion[12];
    int length = 0;
    for (int i = 0; i < count; i++) {
        double carry = terms[i];
        for (int k = 0; k < length; k++) {
            two_sum(carry, expansion[k], &carry, &expansion[k]);
        }
        expansion[length++] = carry;
    }
    for (int k = length - 1; k >= 0; k--) {
        if (expansion[k] != 0) {
            return expansion[k] > 0 ? 1 : -1;
        }
    }
    return 0;
}

/* The determinant without rounding. Where the differences are exact (always when the coordinates are within a factor of two of
 * each other, as in one city) two products are enough, else it is written out in six. */
int geo_orientation_exact(geo_vertex a, geo_vertex b, geo_vertex c)
{
    double t[12];
    double ac_east = a.east - c.east;
    double ac_north = a.north - c.north;
    double bc_east = b.east - c.east;
    double bc_north = b.north - c.north;
    if (difference_error(a.east, c.east, ac_east) == 0 &&
        difference_error(a.north, c.north, ac_north) == 0 &&
        difference_error(b.east, c.east, bc_east) == 0 &&
        difference_error(b.north, c.north, bc_north) == 0) {
        two_product(ac_east, bc_north, &t[1], &t[0]);
        two_product(-ac_north, bc_east, &t[3], &t[2]);
        return sign_of_sum(t, 4);
    }
    two_product(a.east, b.north, &t[1], &t[0]);
    two_product(-a.east, c.north, &t[3], &t[2]);
    two_product(-c.east, b.north, &t[5], &t[4]);
    two_product(-a.north, b.east, &t[7], &t[6]);
    two_product(a.north, c.east, &t[9], &t[8]);
    two_product(c.north, b.east, &t[11], &t[10]);
    return sign_of_sum(t, 12);
}

static inline bool in_box_of(geo_vertex p, geo_vertex a, geo_vertex b)
{
    bool east = a.east < b.east ? a.east <= p.east && p.east <= b.east
                                : b.east <= p.east && p.east <= a.east;
    bool north = a.north < b.north ? a.north <= p.north && p.north <= b.north
                                   : b.north <= p.north && p.north <= a.north;
    return east && north;
}

static inline bool same(geo_vertex a, geo_vertex b)
{
    return a.east == b.east && a.north == b.north;
}

/* By east, then north: the order of points along any line. */
static int compare_along(geo_vertex a, geo_vertex b)
{
    if (a.east != b.east) {
        return a.east < b.east ? -1 : 1;
    }
    return a.north < b.north ? -1 : a.north > b.north;
}

/* Two segments on one line. */
static geo_meeting collinear_meet(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d)
{
    bool ab = compare_along(a, b) <= 0;
    bool cd = compare_along(c, d) <= 0;
    geo_vertex ab_first = ab ? a : b, ab_last = ab ? b : a;
    geo_vertex cd_first = cd ? c : d, cd_last = cd ? d : c;
    geo_vertex first = compare_along(ab_first, cd_first) > 0 ? ab_first : cd_first;
    geo_vertex last = compare_along(ab_last, cd_last) < 0 ? ab_last : cd_last;
    int order = compare_along(first, last);
    return order < 0 ? GEO_OVERLAP : order == 0 ? GEO_TOUCH : GEO_APART;
}

static inline bool boxes_apart(double a, double b, double c, double d)
{
    return (a > c && a > d && b > c && b > d) || (a < c && a < d && b < c && b < d);
}

geo_meeting geo_segments_meet_at(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d,
                                 unsigned *ends)
{
    *ends = 0;
    if (boxes_apart(a.east, b.east, c.east, d.east) ||
        boxes_apart(a.north, b.north, c.north, d.north)) {
        return GEO_APART;
    }
    int c_side = geo_orientation(a, b, c);
    int d_side = geo_orientation(a, b, d);
    if (c_side * d_side > 0) {
        return GEO_APART;
    }
    int a_side = geo_orientation(c, d, a);
    int b_side = geo_orientation(c, d, b);
    if (a_side * b_side > 0) {
        return GEO_APART;
    }
    if (c_side * d_side < 0 && a_side * b_side < 0) {
        return GEO_CROSS;
    }
    *ends = (a_side == 0 && in_box_of(a, c, d) ? GEO_A_ON_CD : 0u) |
            (b_side == 0 && in_box_of(b, c, d) ? GEO_B_ON_CD : 0u) |
            (c_side == 0 && in_box_of(c, a, b) ? GEO_C_ON_AB : 0u) |
            (d_side == 0 && in_box_of(d, a, b) ? GEO_D_ON_AB : 0u);
    if (c_side == 0 && d_side == 0 && a_side == 0 && b_side == 0) {
        return collinear_meet(a, b, c, d);
    }
    return *ends != 0 ? GEO_TOUCH : GEO_APART;
}

geo_meeting geo_segments_meet(geo_vertex a, geo_vertex b, geo_vertex c, geo_vertex d)
{
    unsigned ends;
    return geo_segments_meet_at(a, b, c, d, &ends);
}

geo_side geo_ray_edge(geo_vertex a, geo_vertex b, geo_vertex point)
{
    bool a_above = a.north > point.north;
    bool b_above = b.north > point.north;
    if (a_above == b_above) {
        /* Only an end, or a level edge, at the point's own height can hold it. */
        if (a.north != point.north && b.north != point.north) {
            return GEO_RAY_MISSES;
        }
        bool level = a.north == b.north;
        bool on = level ? in_box_of(point, a, b) : same(a, point) || same(b, point);
        return on ? GEO_RAY_ON : GEO_RAY_MISSES;
    }
    if (a.east < point.east && b.east < point.east) {
        return GEO_RAY_MISSES;
    }
    if (a.east > point.east && b.east > point.east) {
        return GEO_RAY_HITS;
    }
    int side = b_above ? geo_orientation(a, b, point) : geo_orientation(b, a, point);
    return side == 0 ? GEO_RAY_ON : side > 0 ? GEO_RAY_HITS : GEO_RAY_MISSES;
}

geo_location geo_shape_locate(const geo_shape *area, geo_vertex point)
{
    bool inside = false;
    for (size_t ring = 0; ring < area->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(area, ring, &count);
        for (size_t i = 1; i < count; i++) {
            geo_side side = geo_ray_edge(v[i - 1], v[i], point);
            if (side == GEO_RAY_ON) {
                return GEO_ON_BORDER;
            }
            inside ^= side == GEO_RAY_HITS;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}
