/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Where the regulation's figures apply: Planlı Alanlar İmar Yönetmeliği 5(6), 20, 21, 23 (RG 3.7.2017-30113 and its amendments). They apply
 * only where the plan is silent (PR-01). */
#include "zoning/buildable_rule.h"

#include <math.h>

#include "zoning/rule_limits.h" /* made of data/rules/planned-areas.csv */

#define HEIGHT_NOISE_M 1e-9 /* of 12.50 - 4 * 3.00 */

double zoning_floors_of_height(double height_m)
{
    double whole = floor((height_m + HEIGHT_NOISE_M) / RULE_STOREY_HEIGHT_M);
    double rest = height_m - whole * RULE_STOREY_HEIGHT_M;
    return whole + (rest > RULE_STOREY_REST_M + HEIGHT_NOISE_M ? 1 : 0);
}

static bool is_given(double value)
{
    return value != KBS_NO_VALUE;
}

static zoning_distance known(double metres, const char *rule)
{
    return (zoning_distance){ .metres = metres, .rule = rule, .missing = "" };
}

static zoning_distance missing(const char *what)
{
    return (zoning_distance){ .metres = KBS_NO_VALUE, .rule = "", .missing = what };
}

/* SB-02 to SB-04: side and rear garden by the number of floors. */
static zoning_distance by_floors(double base_m, const char *base_rule, double floors)
{
    if (!is_given(floors)) {
        return missing("floors");
    }
    double more = floors - RULE_FLOORS_WITHOUT_INCREMENT;
    return more > 0 ? known(base_m + RULE_FLOOR_INCREMENT_M * more, "SB-04")
                    : known(base_m, base_rule);
}

zoning_setbacks zoning_setbacks_of(const kbs_plan_area *p, zoning_order order)
{
    zoning_setbacks s = { .floors = p->floors, .floors_rule = is_given(p->floors) ? "plan" : "" };
    if (!is_given(s.floors) && is_given(p->height_max_m)) {
        s.floors = zoning_floors_of_height(p->height_max_m);
        s.floors_rule = "SB-05";
    }
    if (is_given(p->height_max_m) && p->height_max_m >= RULE_TALL_HEIGHT_M) {
        double above = zoning_floors_of_height(p->height_max_m - RULE_TALL_HEIGHT_M);
        s.front = s.side = s.rear =
            known(RULE_TALL_SETBACK_M + RULE_FLOOR_INCREMENT_M * above, "SB-06");
        s.open = s.front;
    } else {
        s.front = known(RULE_FRONT_SETBACK_M, "SB-01");
        s.open = known(RULE_FRONT_SETBACK_M, "EC-05");
        s.side = by_floors(RULE_SIDE_SETBACK_M, "SB-02", s.floors);
        s.rear = by_floors(RULE_REAR_SETBACK_M, "SB-03", s.floors);
    }
    if (is_given(p->front_setback_m)) {
        s.front = known(p->front_setback_m, "plan");
        s.open = s.front; /* EC-05: takes the front value */
    }
    /* In rows a side of 0 is that of the attached edges; a free end has its garden (SB-08). */
    bool in_rows =
        order == ZONING_ORDER_ATTACHED || order == ZONING_ORDER_BLOCK || order == ZONING_ORDER_TWIN;
    if (is_given(p->side_setback_m) && !(in_rows && p->side_setback_m == 0.0)) {
        s.side = known(p->side_setback_m, "plan");
    }
    if (is_given(p->rear_setback_m)) {
        s.rear = known(p->rear_setback_m, "plan");
    }
    return s;
}

/* Side or rear, which of them is not known. */
static zoning_distance either(const zoning_setbacks *s)
{
    if (!is_given(s->side.metres) || !is_given(s->rear.metres)) {
        return is_given(s->side.metres) ? s->rear : s->side;
    }
    if (s->side.metres == s->rear.metres) {
        return s->side;
    }
    return missing("flag_edge_class");
}

zoning_distance zoning_distance_of(const zoning_setbacks *s, kbs_edge_class edge_class,
                                   zoning_reason reason, kbs_edge_beyond beyond)
{
    bool open = beyond == KBS_BEYOND_PARK || beyond == KBS_BEYOND_PUBLIC_AREA;
    zoning_distance d = missing("edge_class");
    switch (edge_class) {
    case KBS_EDGE_FRONT:
        d = s->front;
        if (reason == ZONING_REASON_NOTHING) { /* it may be no road; a side has less */
            d.missing = "road";
            d.is_least = true;
        }
        return d;
    case KBS_EDGE_SIDE:
        return open ? s->open : s->side;
    case KBS_EDGE_REAR:
        return open ? s->open : s->rear;
    case KBS_EDGE_ATTACHED:
        return known(0.0, "SB-08");
    case KBS_EDGE_UNDETERMINED:
        break;
    }
    if (reason == ZONING_REASON_FLAG) {
        return open ? s->open : either(s);
    }
    if (reason == ZONING_REASON_ATTACHED_UNKNOWN) {
        d = s->side;
        d.missing = is_given(d.metres) ? "attached_side" : d.missing;
        d.is_least = is_given(d.metres);
        return d;
    }
    return missing("road_front");
}

zoning_ratio zoning_coverage_of(const kbs_plan_area *p, zoning_order order)
{
    bool setbacks =
        is_given(p->front_setback_m) && is_given(p->side_setback_m) && is_given(p->rear_setback_m);
    if (is_given(p->coverage_ratio)) {
        return (zoning_ratio){ p->coverage_ratio, "TK-01", "" };
    }
    if (order == ZONING_ORDER_ATTACHED) {
        return (zoning_ratio){ KBS_NO_VALUE, "TK-02", "" }; /* its default is not for rows */
    }
    if (setbacks && is_given(p->floor_area_ratio)) {
        return (zoning_ratio){ RULE_COVERAGE_BY_SETBACKS, "TK-03", "" };
    }
    if (order == ZONING_ORDER_FREE || order == ZONING_ORDER_UNKNOWN) {
        return (zoning_ratio){ KBS_NO_VALUE, "", "coverage_ratio" };
    }
    return (zoning_ratio){ RULE_COVERAGE_DEFAULT, "TK-02", "" };
}
