/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Curves of road axes.
 *
 * A clothoid of length L into an arc of radius R turns by L/2R. With X, Y its end in the system of
 * its tangent, the arc's circle is moved away from the tangent by p = Y - R (1 - cos(L/2R)) and
 * begins k = X - R sin(L/2R) along it. For clothoids 1 (in) and 2 (out) and the turn d:
 *   T in  = k1 + (R + p2) / sin d - (R + p1) / tan d
 *   T out = k2 + (R + p1) / sin d - (R + p2) / tan d
 * The usual series p = L²/24R, k = L/2 - L³/240R² are the first terms of these. */
#include "import/ktb_curve.h"

#include <math.h>

#define PI 3.14159265358979323846
#define STRAIGHT 1e-7 /* radians: tangents that go on in one line */
#define CHORD_ERROR_M 0.0002
#define WIDEST_CHORD (PI / 16)

/* The end of a clothoid by the series of its integrals; theta <= pi, where 20 terms are exact. */
static void clothoid_end(double length_m, double theta, double *x, double *y)
{
    double term = 1; /* theta^n / n! */
    *x = *y = 0;
    for (int n = 0; n < 40; n++) {
        double part = term / (2 * n + 1);
        double sign = (n / 2) % 2 == 0 ? 1 : -1;
        *(n % 2 == 0 ? x : y) += sign * part;
        term *= theta / (n + 1);
    }
    *x *= length_m;
    *y *= length_m;
}

static void circle_shift(double length_m, double radius_m, double *p, double *k)
{
    double x, y;
    double theta = length_m / (2 * radius_m);
    clothoid_end(length_m, theta, &x, &y);
    *p = y - radius_m * (1 - cos(theta));
    *k = x - radius_m * sin(theta);
}

bool ktb_curve_solve(ktb_curve *curve)
{
    double p1, k1, p2, k2;
    double turn = fabs(curve->turn), r = curve->radius_m;
    curve->tangent_in_m = curve->tangent_out_m = curve->length_m = 0;
    if (!(r > 0) || turn < STRAIGHT) {
        curve->radius_m = 0; /* nothing to round */
        return true;
    }
    curve->in_turn = curve->in_m / (2 * r);
    curve->out_turn = curve->out_m / (2 * r);
    if (turn > PI - STRAIGHT || !(curve->in_turn + curve->out_turn <= turn)) {
        return false;
    }
    circle_shift(curve->in_m, r, &p1, &k1);
    circle_shift(curve->out_m, r, &p2, &k2);
    curve->tangent_in_m = k1 + (r + p2) / sin(turn) - (r + p1) / tan(turn);
    curve->tangent_out_m = k2 + (r + p1) / sin(turn) - (r + p2) / tan(turn);
    curve->length_m = r * turn + (curve->in_m + curve->out_m) / 2;
    return curve->tangent_in_m >= 0 && curve->tangent_out_m >= 0;
}

/* A piece whose curvature changes evenly, in chords; each chord by Gauss' rule of three points. */
typedef struct piece {
    double length_m, from, to; /* curvature, 1/m, > 0 to the right */
} piece;

static double azimuth_at(const piece *part, double start, double along)
{
    double change = part->length_m > 0 ? (part->to - part->from) / part->length_m : 0;
    return start + along * (part->from + change * along / 2);
}

static double chord_count(const piece *part)
{
    double curvature = fmax(fabs(part->from), fabs(part->to));
    double by_error = part->length_m * sqrt(curvature / (8 * CHORD_ERROR_M));
    double by_turn = part->length_m * curvature / WIDEST_CHORD;
    return fmax(1, ceil(fmax(by_error, by_turn)));
}

static bool draw_piece(const piece *part, drawing *d, drawing_object *object, geo_vertex *at,
                       double *azimuth)
{
    static const double places[3] = { 0.11270166537925831, 0.5, 0.8872983346207417 };
    static const double weights[3] = { 5.0 / 18, 8.0 / 18, 5.0 / 18 };
    double count = chord_count(part);
    double step = part->length_m / count;
    for (double i = 0; part->length_m > 0 && i < count; i++) {
        for (int g = 0; g < 3; g++) {
            double here = azimuth_at(part, *azimuth, (i + places[g]) * step);
            at->east += weights[g] * step * sin(here);
            at->north += weights[g] * step * cos(here);
        }
        if (object->vertex_count >= KTB_MOST_VERTICES ||
            !drawing_add_vertex(d, object, at->east, at->north)) {
            return false;
        }
    }
    *azimuth = azimuth_at(part, *azimuth, part->length_m);
    return true;
}

bool ktb_curve_draw(const ktb_curve *curve, drawing *d, drawing_object *object, geo_vertex *at,
                    double *azimuth)
{
    double bend = (curve->turn > 0 ? 1 : -1) / curve->radius_m;
    double arc = fabs(curve->turn) - curve->in_turn - curve->out_turn;
    piece in = { curve->in_m, 0, bend };
    piece middle = { arc * curve->radius_m, bend, bend };
    piece out = { curve->out_m, bend, 0 };
    return draw_piece(&in, d, object, at, azimuth) && draw_piece(&middle, d, object, at, azimuth) &&
           draw_piece(&out, d, object, at, azimuth);
}
