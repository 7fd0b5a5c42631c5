/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Sine and cosine from plain arithmetic. */
#include <math.h>

#include "wave.h"

double wave_sin(double angle)
{
    /* Reduce to -pi .. pi, fold to -pi/2 .. pi/2, then the Taylor series to degree 17. */
    const double turns = angle * (1.0 / (2.0 * CITY_PI));
    double a = (turns - floor(turns + 0.5)) * (2.0 * CITY_PI);

    if (a > CITY_PI / 2.0) {
        a = CITY_PI - a;
    } else if (a < -CITY_PI / 2.0) {
        a = -CITY_PI - a;
    }
    const double s = a * a;

    return a * (1.0 + s * (-1.0 / 6.0 +
                           s * (1.0 / 120.0 +
                                s * (-1.0 / 5040.0 +
                                     s * (1.0 / 362880.0 +
                                          s * (-1.0 / 39916800.0 +
                                               s * (1.0 / 6227020800.0 +
                                                    s * (-1.0 / 1307674368000.0 +
                                                         s * (1.0 / 355687428096000.0)))))))));
}

double wave_cos(double angle)
{
    return wave_sin(angle + CITY_PI / 2.0);
}
