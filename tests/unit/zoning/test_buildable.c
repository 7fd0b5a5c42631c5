/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Setbacks and ratios rule by rule, and envelopes against areas worked out by hand. */
#include <stdio.h>

#include "site_scene.h"

#define PI 3.14159265358979323846

static zoning_setbacks setbacks(kbs_plan_area plan)
{
    return zoning_setbacks_of(&plan, zoning_order_of(plan.building_order));
}

static void assert_distance(zoning_distance d, double metres, const char *rule)
{
    assert_near(d.metres, metres, 1e-12);
    assert_string_equal(d.rule, rule);
}

static void setbacks__of_the_regulation(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    zoning_setbacks s = setbacks(plan);
    assert_distance(s.front, 5, "SB-01");
    assert_distance(s.open, 5, "EC-05");
    assert_distance(s.side, 3, "SB-02");
    assert_distance(s.rear, 3, "SB-03");
    /* SB-04, the worked example: 5, 8 and 12 floors */
    static const double floors[] = { 5, 8, 12 }, metres[] = { 3.5, 5, 7 };
    for (size_t i = 0; i < 3; i++) {
        plan.floors = floors[i];
        s = setbacks(plan);
        assert_distance(s.front, 5, "SB-01");
        assert_distance(s.open, 5, "EC-05");
        assert_distance(s.side, metres[i], "SB-04");
        assert_distance(s.rear, metres[i], "SB-04");
    }
}

static void setbacks__of_the_plan_come_first(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    plan.floors = 8;
    plan.front_setback_m = 7;
    zoning_setbacks s = setbacks(plan); /* PR-01: front 7 of the plan, the rest of the regulation */
    assert_distance(s.front, 7, "plan");
    assert_distance(s.open, 7, "plan");
    assert_distance(s.rear, 5, "SB-04");
    plan.side_setback_m = 4;
    plan.rear_setback_m = 0;
    s = setbacks(plan);
    assert_distance(s.side, 4, "plan");
    assert_distance(s.rear, 0, "plan");
}

/* SB-05: 23.70 m are 8 floors, 23.40 m are 7. */
static void floors__of_a_height(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    assert_near(zoning_floors_of_height(23.70), 8, 0);
    assert_near(zoning_floors_of_height(23.40), 7, 0);
    assert_near(zoning_floors_of_height(5.50), 1, 0); /* a rest of 2.50 is no floor */
    assert_near(zoning_floors_of_height(5.51), 2, 0);
    assert_near(zoning_floors_of_height(12.0), 4, 0);
    plan.floors = KBS_NO_VALUE;
    plan.height_max_m = 23.70;
    zoning_setbacks s = setbacks(plan);
    assert_string_equal(s.floors_rule, "SB-05");
    assert_distance(s.side, 5, "SB-04");
    plan.height_max_m = KBS_NO_VALUE;
    s = setbacks(plan);
    assert_string_equal(s.side.missing, "floors");
    assert_near(s.side.metres, KBS_NO_VALUE, 0);
    assert_distance(s.front, 5, "SB-01");
}

/* SB-06: 72.50 m have 4 floors above 60.50 m: 17 m. 60.50 m itself is inside the rule. */
static void setbacks__of_very_tall_buildings(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    plan.floors = 24;
    plan.height_max_m = 72.50;
    zoning_setbacks s = setbacks(plan);
    assert_distance(s.front, 17, "SB-06");
    assert_distance(s.side, 17, "SB-06");
    assert_distance(s.rear, 17, "SB-06");
    plan.height_max_m = 60.50;
    assert_distance(setbacks(plan).front, 15, "SB-06");
    plan.height_max_m = 60.49;
    assert_distance(setbacks(plan).front, 5, "SB-01");
}

/* SB-08: rows have no side garden where attached, and their own at a free end. */
static void setbacks__of_rows(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    plan.building_order = "B";
    plan.side_setback_m = 0;
    zoning_setbacks s = setbacks(plan);
    assert_distance(s.side, 3, "SB-02");
    assert_distance(
        zoning_distance_of(&s, KBS_EDGE_ATTACHED, ZONING_REASON_ATTACHED, KBS_BEYOND_PARCEL), 0,
        "SB-08");
    zoning_distance unknown = zoning_distance_of(&s, KBS_EDGE_UNDETERMINED,
                                                 ZONING_REASON_ATTACHED_UNKNOWN, KBS_BEYOND_PARCEL);
    assert_distance(unknown, 3, "SB-02");
    assert_true(unknown.is_least);
    assert_string_equal(unknown.missing, "attached_side");
    plan.building_order = "A";
    assert_distance(setbacks(plan).side, 0, "plan");
}

static void undetermined_edges__name_what_is_missing(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    zoning_setbacks s = setbacks(plan);
    assert_distance(
        zoning_distance_of(&s, KBS_EDGE_UNDETERMINED, ZONING_REASON_FLAG, KBS_BEYOND_PARCEL), 3,
        "SB-02");
    plan.rear_setback_m = 6;
    s = setbacks(plan);
    assert_string_equal(
        zoning_distance_of(&s, KBS_EDGE_UNDETERMINED, ZONING_REASON_FLAG, KBS_BEYOND_PARCEL)
            .missing,
        "flag_edge_class");
    assert_string_equal(
        zoning_distance_of(&s, KBS_EDGE_UNDETERMINED, ZONING_REASON_NO_FRONT, KBS_BEYOND_PARCEL)
            .missing,
        "road_front");
}

static void coverage__by_rule(void **state)
{
    kbs_plan_area plan = test_plan();
    (void)state;
    zoning_ratio r = zoning_coverage_of(&plan, ZONING_ORDER_DETACHED);
    assert_near(r.ratio, 0.40, 0);
    assert_string_equal(r.rule, "TK-02");
    assert_near(zoning_coverage_of(&plan, ZONING_ORDER_ATTACHED).ratio, KBS_NO_VALUE, 0);
    assert_string_equal(zoning_coverage_of(&plan, ZONING_ORDER_FREE).missing, "coverage_ratio");
    plan.front_setback_m = 5;
    plan.side_setback_m = plan.rear_setback_m = 3;
    plan.floor_area_ratio = 1.5;
    r = zoning_coverage_of(&plan, ZONING_ORDER_DETACHED);
    assert_near(r.ratio, 0.60, 0);
    assert_string_equal(r.rule, "TK-03");
    plan.coverage_ratio = 0.25;
    r = zoning_coverage_of(&plan, ZONING_ORDER_DETACHED);
    assert_near(r.ratio, 0.25, 0);
    assert_string_equal(r.rule, "TK-01");
}

/* 20 x 30, one road to the south. */
static void draw_row(test_scene *t, kbs_plan_area plan)
{
    test_box_parcel(t, 0, 0, 20, 30);
    test_box_parcel(t, -20, 0, 0, 30);
    test_box_parcel(t, 20, 0, 40, 30);
    test_box_parcel(t, -20, 30, 40, 60);
    test_road(t, "Lale Sokağı", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(t, plan, 600, DRAWN(-20, 0, 40, 0, 40, 60, -20, 60));
}

static void assert_subtraction(const kbs_buildable *b, size_t at, kbs_subtraction_kind kind,
                               const char *rule, double area_m2)
{
    assert_true(at < b->subtraction_count);
    assert_int_equal(b->subtractions[at].kind, kind);
    assert_string_equal(b->subtractions[at].rule, rule);
    assert_near(b->subtractions[at].area.area_m2, area_m2, 1e-6);
    assert_true(b->subtractions[at].area.part_count > 0);
}

/* TK-02, TK-04: 14 x 22 = 308, 0.40 x 600 = 240: TAKS decides. KA-02: 240 x 4. */
static void interior__taks_decides(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0.4, 0, 0);
    draw_row(&t, test_plan());
    const kbs_site *site = test_site(&t);
    assert_int_equal(site->buildable_count, 1);
    const kbs_buildable *b = &site->buildable[0];
    assert_near(b->envelope.area_m2, 308, 1e-6);
    assert_near(b->coverage_area_m2, 240, 1e-6);
    assert_near(b->base_area_m2, 240, 1e-6);
    assert_int_equal(b->binding, KBS_BINDING_COVERAGE);
    assert_near(b->floor_area_m2, 960, 1e-6);
    assert_string_equal(b->floor_area_rule, "KA-02");
    assert_int_equal(b->subtraction_count, 3);
    assert_subtraction(b, 0, KBS_SUBTRACTION_FRONT, "SB-01", 100);
    assert_subtraction(b, 1, KBS_SUBTRACTION_SIDE, "SB-02", 150);
    assert_subtraction(b, 2, KBS_SUBTRACTION_REAR, "SB-03", 42);
    assert_int_equal(b->missing_count, 0);
    assert_false(b->is_least);
    test_scene_end(&t, site);
}

/* TK-03: 0.60 x 600 = 360, envelope 308: the setbacks decide. KA-01: 1.50 x 600. */
static void interior__setbacks_decide(void **state)
{
    test_scene t;
    kbs_plan_area plan = test_plan();
    (void)state;
    plan.front_setback_m = 5;
    plan.side_setback_m = plan.rear_setback_m = 3;
    plan.floor_area_ratio = 1.5;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t, plan);
    const kbs_site *site = test_site(&t);
    const kbs_buildable *b = &site->buildable[0];
    assert_near(b->coverage_area_m2, 360, 1e-6);
    assert_near(b->base_area_m2, 308, 1e-6);
    assert_int_equal(b->binding, KBS_BINDING_ENVELOPE);
    assert_near(b->floor_area_m2, 900, 1e-6);
    assert_string_equal(b->floor_area_rule, "KA-01");
    test_scene_end(&t, site);
}

/* TK-01: 713.26 m² x 0.25 = 178.315 m². */
static void coverage__worked_example(void **state)
{
    test_scene t;
    kbs_plan_area plan = test_plan();
    (void)state;
    plan.coverage_ratio = 0.25;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 35.663);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, plan, 713.26, DRAWN(-20, 0, 40, 0, 40, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    assert_near(site->buildable[0].coverage_area_m2, 178.315, 1e-6);
    test_scene_end(&t, site);
}

/* Corner with fronts of 20 and 30 m: 12 x 22 = 264. */
static void corner__worked_example(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, -0.7, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    test_box_parcel(&t, 0, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_road(&t, "B", "Sokak", 10, GEO_MULTILINE, DRAWN(-5, -100, -5, 100));
    test_plan_area(&t, test_plan(), 600, DRAWN(0, 0, 40, 0, 40, 60, 0, 60));
    const kbs_site *site = test_site(&t);
    assert_near(site->buildable[0].envelope.area_m2, 264, 1e-6);
    test_scene_end(&t, site);
}

/* SB-08: the end of a row, 12 m wide, one side free towards a road-less neighbour of another order: 9 m. */
static void row_end__worked_example(void **state)
{
    test_scene t;
    kbs_plan_area plan = test_plan(), other = test_plan();
    (void)state;
    plan.building_order = "BL";
    plan.side_setback_m = 0;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 12, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 12, 0, 40, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, plan, 360, DRAWN(-20, 0, 12, 0, 12, 60, -20, 60));
    test_plan_area(&t, other, 0, DRAWN(12, 0, 40, 0, 40, 60, 12, 60));
    const kbs_site *site = test_site(&t);
    assert_near(site->buildable[0].envelope.area_m2, 9 * 22, 1e-6);
    test_scene_end(&t, site);
}

/* L-shape: front 5, all others 3. The reflex corner keeps a quarter of a circle of radius 3.
 * Envelope of the L 24 x 30 without 12 x 15 at the lower right: 6 x 22 beside the notch … plus the upper arm. */
static void reflex_corner__keeps_a_circle(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 1.1, 0, 0);
    test_parcel(&t, DRAWN(0, 0, 12, 0, 12, 15, 24, 15, 24, 30, 0, 30));
    test_box_parcel(&t, 12, 0, 24, 15);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 24, 0, 44, 30);
    test_box_parcel(&t, -20, 30, 44, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, test_plan(), 540, DRAWN(-20, 0, 44, 0, 44, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    /* lower arm 3..9 x 5..15, upper arm 3..21 x 15..27 without what lies within 3 m of the notch's two edges: the strip
     * 12..21 x 15..18 and the sector of the circle about (12, 15): x 9..12, y 15..18 */
    double expected = 6 * 10 + 18 * 12 - 9 * 3 - PI * 9 / 4;
    /* arcs are chords within 1 mm of the circle, so the area may be larger by 1 mm of the arc */
    double found = site->buildable[0].envelope.area_m2;
    assert_true(found > expected && found < expected + 0.001 * PI * 3 / 2);
    test_scene_end(&t, site);
}

/* Yola terk: the plan leaves the first 2 m open; the front garden counts from there. */
static void cession__moves_the_front(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0.2, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, test_plan(), 560, DRAWN(-20, 2, 40, 2, 40, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    const kbs_buildable *b = &site->buildable[0];
    assert_subtraction(b, 0, KBS_SUBTRACTION_CESSION, "plan", 40);
    assert_near(b->part_area_m2, 600, 1e-6);
    assert_near(b->net_area_m2, 560, 1e-6);
    assert_near(b->coverage_area_m2, 224, 1e-6);
    assert_near(b->envelope.area_m2, 14 * 20, 1e-5);
    test_scene_end(&t, site);
    /* the same strip as an area of road */
    test_scene_begin(&t, 0.2, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTIPOLYGON, DRAWN(-50, -8, 50, -8, 50, 2, -50, 2));
    test_plan_area(&t, test_plan(), 600, DRAWN(-20, 0, 40, 0, 40, 60, -20, 60));
    site = test_site(&t);
    b = &site->buildable[0];
    assert_subtraction(b, 0, KBS_SUBTRACTION_CESSION, "plan", 40);
    assert_near(b->envelope.area_m2, 14 * 20, 1e-5);
    test_scene_end(&t, site);
}

/* Half of the parcel is a park of the plan: EC-05 along the new border. */
static void park_in_the_parcel__is_other_use(void **state)
{
    test_scene t;
    kbs_plan_area park = test_plan();
    (void)state;
    park.use = "Park";
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, test_plan(), 400, DRAWN(-20, 0, 40, 0, 40, 20, -20, 20));
    test_plan_area(&t, park, 200, DRAWN(-20, 20, 40, 20, 40, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    assert_int_equal(site->buildable_count, 1);
    const kbs_buildable *b = &site->buildable[0];
    assert_subtraction(b, 0, KBS_SUBTRACTION_OTHER_USE, "plan", 200);
    assert_near(b->envelope.area_m2, 14 * 10, 1e-5);
    test_scene_end(&t, site);
}

/* Two plan areas: each part by its own figures, nothing kept from the line between them. */
static void two_plan_areas__two_parts(void **state)
{
    test_scene t;
    kbs_plan_area second = test_plan();
    (void)state;
    second.rear_setback_m = 6;
    second.coverage_ratio = 0.5;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, test_plan(), 240, DRAWN(-20, 0, 40, 0, 40, 12, -20, 12));
    test_plan_area(&t, second, 360, DRAWN(-20, 12, 40, 12, 40, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    assert_int_equal(site->buildable_count, 2);
    assert_int_equal(site->buildable[0].plan_area->id, 2);
    assert_near(site->buildable[0].envelope.area_m2, 14 * (30 - 12 - 6), 1e-5);
    assert_near(site->buildable[0].coverage_area_m2, 180, 1e-5);
    assert_near(site->buildable[1].envelope.area_m2, 14 * 7, 1e-5);
    test_scene_end(&t, site);
}

/* SB-09 and restrictions that forbid building; one that does not is no subtraction. */
static void restrictions__and_building_line(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t, test_plan());
    test_restriction(&t, "DERE KORUMA BANDI", "yapı yapılamaz", 200,
                     DRAWN(-10, -10, 5, -10, 5, 50, -10, 50));
    test_restriction(&t, "Yapı Yaklaşma Sınırı", "", 300, DRAWN(-10, 10, 30, 10, 30, 25, -10, 25));
    test_restriction(&t, "SİT", "3. derece", 600, DRAWN(-10, -10, 50, -10, 50, 50, -10, 50));
    const kbs_site *site = test_site(&t);
    const kbs_buildable *b = &site->buildable[0];
    assert_int_equal(b->subtraction_count, 5);
    assert_subtraction(b, 3, KBS_SUBTRACTION_RESTRICTION, "restriction", 2 * 22);
    assert_int_equal(b->subtractions[3].restriction->id, 1);
    assert_subtraction(b, 4, KBS_SUBTRACTION_BUILDING_LINE, "SB-09", 12 * 7);
    assert_near(b->envelope.area_m2, 12 * 15, 1e-6);
    test_scene_end(&t, site);
}

static void landlocked__is_not_determined(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t, test_plan());
    test_box_parcel(&t, -20, -30, 40, 0);
    const kbs_site *site = test_site(&t);
    const kbs_buildable *b = &site->buildable[0];
    assert_false(b->has_envelope);
    assert_near(b->base_area_m2, KBS_NO_VALUE, 0);
    assert_int_equal(b->binding, KBS_BINDING_NONE);
    assert_int_equal(b->missing_count, 1);
    assert_string_equal(b->missing[0], "road_front");
    assert_near(b->coverage_area_m2, 240, 1e-6);
    test_scene_end(&t, site);
}

static void too_narrow__has_an_empty_envelope(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 5, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 5, 0, 40, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    test_road(&t, "A", "Sokak", 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
    test_plan_area(&t, test_plan(), 150, DRAWN(-20, 0, 40, 0, 40, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    assert_true(site->buildable[0].has_envelope);
    assert_near(site->buildable[0].envelope.area_m2, 0, 0);
    assert_near(site->buildable[0].base_area_m2, 0, 0);
    test_scene_end(&t, site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setbacks__of_the_regulation),
        cmocka_unit_test(setbacks__of_the_plan_come_first),
        cmocka_unit_test(floors__of_a_height),
        cmocka_unit_test(setbacks__of_very_tall_buildings),
        cmocka_unit_test(setbacks__of_rows),
        cmocka_unit_test(undetermined_edges__name_what_is_missing),
        cmocka_unit_test(coverage__by_rule),
        cmocka_unit_test(interior__taks_decides),
        cmocka_unit_test(interior__setbacks_decide),
        cmocka_unit_test(coverage__worked_example),
        cmocka_unit_test(corner__worked_example),
        cmocka_unit_test(row_end__worked_example),
        cmocka_unit_test(reflex_corner__keeps_a_circle),
        cmocka_unit_test(cession__moves_the_front),
        cmocka_unit_test(park_in_the_parcel__is_other_use),
        cmocka_unit_test(two_plan_areas__two_parts),
        cmocka_unit_test(restrictions__and_building_line),
        cmocka_unit_test(landlocked__is_not_determined),
        cmocka_unit_test(too_narrow__has_an_empty_envelope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
