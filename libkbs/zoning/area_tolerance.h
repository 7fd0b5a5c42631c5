/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Areas in whole hundredths of a square metre, and the area tolerance AT-01 over them. */
#ifndef ZONING_AREA_TOLERANCE_H
#define ZONING_AREA_TOLERANCE_H

#include <stdint.h>

/* The nearest hundredth, halves away from zero. |area_m2| < 9e13. */
int64_t zoning_hundredths(double area_m2);
/* AT-01 for an area >= 0 below 9e15 hundredths, rounded to a hundredth, halves up. */
int64_t zoning_tolerance_hundredths(int64_t area_hundredths);

#endif
