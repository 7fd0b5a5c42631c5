/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How far a building must stay from each class of edge: the plan's figures, else the regulation's (rules PR-01, SB-01 to SB-08,
 * EC-05), and the ratios that limit it (TK-01 to TK-04, KA-01, KA-02). */
#ifndef ZONING_BUILDABLE_RULE_H
#define ZONING_BUILDABLE_RULE_H

#include "zoning/edge_class.h"

typedef struct zoning_distance {
    double metres;       /* KBS_NO_VALUE: not determined */
    const char *rule;    /* "plan", "SB-01", … */
    const char *missing; /* what would determine it, or enlarge what may be built; "" = nothing */
    bool is_least;       /* what is missing can only make it smaller */
} zoning_distance;

typedef struct zoning_setbacks {
    zoning_distance front, side, rear, open; /* open: along parks and public areas */
    double floors;                           /* KBS_NO_VALUE: neither floors nor height are given */
    const char *floors_rule;
} zoning_setbacks;

/* SB-05, of the predecessor: the floors of a height above the ground. */
double zoning_floors_of_height(double height_m);
/* Of a plan area whose building order is `order`. */
zoning_setbacks zoning_setbacks_of(const kbs_plan_area *plan_area, zoning_order order);
/* For one edge. */
zoning_distance zoning_distance_of(const zoning_setbacks *setbacks, kbs_edge_class edge_class,
                                   zoning_reason reason, kbs_edge_beyond beyond);

typedef struct zoning_ratio {
    double ratio; /* KBS_NO_VALUE: no limit, or not determined when `missing` is not "" */
    const char *rule, *missing;
} zoning_ratio;
zoning_ratio zoning_coverage_of(const kbs_plan_area *plan_area, zoning_order order);

#endif
