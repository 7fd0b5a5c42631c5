/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From the drawing board to the ground. */
#include <math.h>

#include "bend.h"
#include "wave.h"

/* The town's centre in TM30, metres: open country in inner Anatolia. */
static const double centre_east = 541250.0;
static const double centre_north = 4389400.0;

static const double chord_error_m = 0.02;

struct spot board_round(struct spot p)
{
    return (struct spot){ floor(p.u * 1000.0 + 0.5) / 1000.0, floor(p.v * 1000.0 + 0.5) / 1000.0 };
}

/* The stream's meander: how far its line is pushed aside at u, and the slope of that. */
static struct spot meander(const struct bend *b, double u)
{
    const double k1 = 2.0 * CITY_PI / 860.0;
    const double k2 = 2.0 * CITY_PI / 390.0;
    const double a1 = u * k1 + b->phase[0];
    const double a2 = u * k2 + b->phase[1];

    return (struct spot){ 36.0 * wave_sin(a1) + 6.0 * wave_sin(a2),
                          36.0 * k1 * wave_cos(a1) + 6.0 * k2 * wave_cos(a2) };
}

static double smooth_step(double t)
{
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    return t * t * (3.0 - 2.0 * t);
}

struct spot bend_spot(const struct bend *b, struct spot p)
{
    const double radius = sqrt(p.u * p.u + p.v * p.v);
    struct spot q = p;

    if (radius < b->old_radius) { /* crooked lanes */
        const double weight = 3.6 * smooth_step(1.6 * (1.0 - radius / b->old_radius));

        q.u += weight * wave_sin(p.v / 13.5 + b->phase[2]);
        q.v += weight * wave_sin(p.u / 15.0 + b->phase[3]);
    }
    if (radius > b->villa_radius) { /* winding streets */
        const double weight = 11.0 * smooth_step((radius / b->villa_radius - 1.0) * 4.0);

        q.u += weight * wave_sin(p.v / 52.0 + b->phase[4]);
        q.v += weight * wave_sin(p.u / 57.0 + b->phase[5]);
    }
    /* along the stream, streets follow it; the effect fades with distance */
    const double across = q.v - b->stream_v;
    const double fade = 1.0 / (1.0 + (across / 230.0) * (across / 230.0));
    const struct spot m = meander(b, q.u);

    q = (struct spot){ q.u - across * m.v * fade, q.v + m.u * fade };
    /* and the whole town lies in a gentle curve of the valley */
    q = (struct spot){ q.u + 40.0 * wave_sin(q.v / 620.0 + b->phase[6]),
                       q.v + 46.0 * wave_sin(q.u / 700.0 + b->phase[7]) };
    return (struct spot){ b->turn.u * q.u - b->turn.v * q.v, b->turn.v * q.u + b->turn.u * q.v };
}

struct ground bend_ground(const struct bend *b, struct spot p)
{
    const struct spot q = bend_spot(b, p);

    return (struct ground){ (int64_t)floor((q.u + centre_east) * 1000.0 + 0.5),
                            (int64_t)floor((q.v + centre_north) * 1000.0 + 0.5) };
}

int bend_ring(const struct bend *b, const struct spot *from, int count, struct ground *out)
{
    int kept = 0;

    for (int i = 0; i < count; i++) {
        const struct ground at = bend_ground(b, from[i]);

        if (kept == 0 || at.east_mm != out[kept - 1].east_mm ||
            at.north_mm != out[kept - 1].north_mm) {
            out[kept++] = at;
        }
    }
    while (kept > 1 && out[kept - 1].east_mm == out[0].east_mm &&
           out[kept - 1].north_mm == out[0].north_mm) {
        kept--;
    }
    return kept;
}

/* Ground rises on both sides of the stream; rounded to the centimetre. */
double bend_height(const struct bend *b, struct spot p)
{
    const double across = fabs(p.v - b->stream_v);
    const double height =
        842.0 + across * 0.024 - p.u * 0.0031 +
        2.4 * wave_sin(p.u / 240.0 + b->phase[2]) * wave_sin(p.v / 310.0 + b->phase[4]);

    return floor(height * 100.0 + 0.5) / 100.0;
}

/* How far the bent edge lies from its chord at share of its length. */
static double sagitta(const struct bend *b, struct spot p, struct spot q, double share)
{
    return segment_distance(bend_spot(b, spot_along(p, q, share)), bend_spot(b, p),
                            bend_spot(b, q));
}

int bend_steps(const struct bend *b, struct spot p, struct spot q)
{
    const double length = spot_distance(p, q);
    double worst = sagitta(b, p, q, 0.5);

    if (length < 2.0) {
        return 1;
    }
    const double quarter = sagitta(b, p, q, 0.25);
    const double other = sagitta(b, p, q, 0.75);

    worst = quarter > worst ? quarter : worst;
    worst = other > worst ? other : worst;
    /* long edges may have an inflection at every probe; never leave one longer than 60 m */
    const int by_length = (int)(length / 60.0) + 1;
    const int by_error = (int)(sqrt(worst / chord_error_m)) + 1;

    return by_error > by_length ? by_error : by_length;
}

void bend_densify(const struct bend *b, struct shape *s)
{
    struct shape from;

    shape_copy(&from, s);
    s->count = 0;
    for (int i = 0; i < from.count; i++) {
        const struct spot p = from.at[i];
        const struct spot q = from.at[i + 1 < from.count ? i + 1 : 0];
        /* the same points whichever way round a neighbour walks this edge */
        const bool forward = p.u < q.u || (!(q.u < p.u) && p.v < q.v);
        const struct spot low = forward ? p : q;
        const struct spot high = forward ? q : p;
        const int steps = bend_steps(b, low, high);

        for (int k = 0; k < steps; k++) {
            const int at = forward ? k : steps - k;

            shape_add(s, k == 0 ? p : spot_along(low, high, (double)at / (double)steps));
        }
    }
}

double ground_area(const struct ground *ring, int count)
{
    double twice = 0.0;

    for (int i = 0; i < count; i++) {
        const struct ground a = ring[i];
        const struct ground b = ring[i + 1 < count ? i + 1 : 0];

        /* whole millimetres relative to the first vertex: products stay exact below 2^53 */
        twice += (double)(a.east_mm - ring[0].east_mm) * (double)(b.north_mm - ring[0].north_mm) -
                 (double)(b.east_mm - ring[0].east_mm) * (double)(a.north_mm - ring[0].north_mm);
    }
    return twice / 2e6;
}
