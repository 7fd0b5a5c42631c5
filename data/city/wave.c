/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Sine and cosine from plain arithmetic. */
#include <math.h>

#include "wave.h"

double wave_sin(double angle)
{
    /* Reduce to -pi .. pi, fold to -pi/2 .. pi/2, then the Taylor series to degree 19. */
    const double turns = angle * (1.0 / (2.0 * CITY_PI));
    double a = (turns - floor(turns + 0.5)) * (2.0 * CITY_PI);

    if (a > CITY_PI / 2.0) {
        a = CITY_PI - a;
    } else if (a < -CITY_PI / 2.0) {
        a = -CITY_PI - a;
    }
    const double s = a * a;
    double sum = 1.0;

    for (int k = 9; k >= 1; k--) {
        sum = 1.0 - s / (double)(2 * k * (2 * k + 1)) * sum;
    }
    return a * sum;
}

double wave_cos(double angle)
{
    return wave_sin(angle + CITY_PI / 2.0);
}
