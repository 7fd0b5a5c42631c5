/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rule AT-01, area tolerance of the register (yanılma sınırı, formerly tecviz): Yanılma Sınırı
 * Yönetmeliği 8, RG 27.9.2022-31966. For a parcel with archive-approved coordinates the registered
 * and the computed area agree when they differ by no more. Whether the coordinates are
 * archive-approved is not known here and not checked.
 *
 * Everything is counted in whole hundredths of a square metre: adding binary fractions would round
 * some areas wrongly. */
#include <math.h>

#include <kbs/zoning.h>

#include "zoning/area_tolerance.h"
#include "zoning/rule_limits.h" /* made of data/rules/area-tolerance.csv */

/* The brackets of the table: up to this area (hundredths of m²) the part in the bracket counts with
 * this rate. */
static const struct {
    int64_t upper_hundredths;
    int64_t rate_per_10000;
} brackets[] = RULE_AREA_BRACKETS;

/* The largest area whose hundredths are exact as a double: beyond it there is no answer. */
static const double area_most_m2 = 9.0e13;

int64_t zoning_hundredths(double area_m2)
{
    return llround(area_m2 * 100.0);
}

int64_t zoning_tolerance_hundredths(int64_t area_hundredths)
{
    int64_t lower = 0;
    int64_t ten_thousandths = 0; /* of hundredths */
    for (size_t i = 0; area_hundredths > lower; i++) {
        int64_t upper = brackets[i].upper_hundredths;
        int64_t top = area_hundredths < upper ? area_hundredths : upper;
        ten_thousandths += (top - lower) * brackets[i].rate_per_10000;
        lower = upper;
    }
    return (ten_thousandths + 5000) / 10000;
}

double kbs_area_tolerance_m2(double computed_area_m2)
{
    if (!isfinite(computed_area_m2) || computed_area_m2 < 0.0 || computed_area_m2 > area_most_m2) {
        return KBS_NO_VALUE;
    }
    return (double)zoning_tolerance_hundredths(zoning_hundredths(computed_area_m2)) / 100.0;
}
