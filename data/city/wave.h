/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Sine and cosine from plain arithmetic. The C library's differ in the last bit between
 * machines; these are built of + - * and floor only, which IEEE 754 fixes, so the city is the
 * same everywhere. */
#ifndef CITY_WAVE_H
#define CITY_WAVE_H

#define CITY_PI 3.14159265358979323846

double wave_sin(double angle); /* |angle| up to some thousands, error under 1e-12 */
double wave_cos(double angle);

#endif
