/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Classes of edges, rule by rule. The parcel asked is drawn first; its road lies to the south unless said otherwise. */
#include <stdio.h>

#include "site_scene.h"

/* 20 x 30 between two neighbours and one behind. */
static void draw_row(test_scene *t)
{
    test_box_parcel(t, 0, 0, 20, 30);
    test_box_parcel(t, -20, 0, 0, 30);
    test_box_parcel(t, 20, 0, 40, 30);
    test_box_parcel(t, -20, 30, 40, 60);
}

static void draw_street(test_scene *t, const char *road_class)
{
    test_road(t, "Lale Sokağı", road_class, 10, GEO_MULTILINE, DRAWN(-100, -5, 100, -5));
}

static void interior__front_sides_rear(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00");
    assert_string_equal(site->form, "interior");
    assert_string_equal(site->edges[0].road_name, "Lale Sokağı");
    for (size_t i = 0; i < site->edge_count; i++) {
        const kbs_site_edge *e = &site->edges[i];
        bool front = e->edge_class == KBS_EDGE_FRONT;
        assert_true(e->is_parcel_front == front);
        assert_near(e->road_width_m, front ? 10 : KBS_NO_VALUE, 0);
        assert_int_equal(e->road_id, front ? 1 : 0);
        assert_string_equal(e->rule, front                            ? "EC-02"
                                     : e->edge_class == KBS_EDGE_SIDE ? "EC-04"
                                                                      : "EC-03");
        assert_int_equal(e->corner_count, 2);
    }
    assert_near(site->depth_m, 30, 1e-6);
    test_scene_end(&t, site);
}

/* EC-08: rear corners 28 and 32 m from the line of the front. */
static void depth__mean_of_rear_corners(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0.3, 100, 200);
    test_parcel(&t, DRAWN(0, 0, 20, 0, 20, 28, 0, 32));
    test_box_parcel(&t, -20, 0, 0, 32);
    test_box_parcel(&t, 20, 0, 40, 28);
    test_parcel(&t, DRAWN(20, 28, 20, 60, 0, 60, 0, 32));
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_near(site->depth_m, 30, 1e-6);
    test_scene_end(&t, site);
}

/* EC-01, the worked example: 15 m and 10 m roads; and equal widths, where the shorter edge is the front. */
static void draw_corner(test_scene *t, double west_width_m)
{
    test_box_parcel(t, 0, 0, 20, 30);
    test_box_parcel(t, 20, 0, 40, 30);
    test_box_parcel(t, 0, 30, 40, 60);
    draw_street(t, "Sokak");
    double middle = -west_width_m / 2;
    test_road(t, "Gül Caddesi", "Cadde", west_width_m, GEO_MULTILINE,
              DRAWN(middle, -100, middle, 100));
}

static void corner__two_fronts_no_rear(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_corner(&t, 15);
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 30.00, front road 20.00, side parcel 30.00, side parcel 20.00");
    assert_string_equal(site->form, "corner");
    assert_near(site->depth_m, KBS_NO_VALUE, 0);
    test_scene_end(&t, site);
    test_scene_begin(&t, 0, 0, 0);
    draw_corner(&t, 10);
    site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, side parcel 20.00, front road 30.00");
    test_scene_end(&t, site);
}

static void through__two_fronts(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    draw_street(&t, "Sokak");
    test_road(&t, "Gül Caddesi", "Cadde", 12, GEO_MULTILINE, DRAWN(-100, 36, 100, 36));
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, front road 20.00, side parcel 30.00");
    assert_string_equal(site->form, "through");
    test_scene_end(&t, site);
}

static void block_end__three_fronts_one_side(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    draw_street(&t, "Sokak");
    test_road(&t, "B", "Sokak", 12, GEO_MULTILINE, DRAWN(-100, 36, 100, 36));
    test_road(&t, "C", "Sokak", 8, GEO_MULTILINE, DRAWN(24, -100, 24, 100));
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, front road 20.00, front road 30.00");
    assert_string_equal(site->form, "several-roads");
    test_scene_end(&t, site);
}

/* EC-06: no width recorded, so the way to the block across the road; and no road recorded at all. */
static void gap__is_a_road(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    test_box_parcel(&t, -40, -37, 60, -7);
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front gap 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00");
    assert_near(site->edges[0].road_width_m, 7, 1e-6);
    assert_true(site->edges[0].road_width_is_measured);
    test_scene_end(&t, site);
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    test_box_parcel(&t, -40, -39, 60, -9);
    draw_street(&t, "Sokak");
    t.scene.roads.items[0].width_m = KBS_NO_VALUE;
    site = test_site(&t);
    assert_near(site->edges[0].road_width_m, 9, 1e-6);
    assert_true(site->edges[0].road_width_is_measured);
    test_scene_end(&t, site);
}

static void road_area__is_measured_across(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    test_road(&t, "Yol", "Sokak", KBS_NO_VALUE, GEO_MULTIPOLYGON,
              DRAWN(-50, -8, 50, -8, 50, 0, -50, 0));
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00");
    assert_near(site->edges[0].road_width_m, 8, 1e-6);
    test_scene_end(&t, site);
}

/* Nothing beyond and no road recorded near by: inferred, and said so. */
static void end_of_records__is_taken_for_a_road(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    const kbs_site *site = test_site(&t);
    assert_edges(site,
                 "front nothing 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00");
    assert_non_null(strstr(site->edges[0].reason_en, "records end here"));
    test_scene_end(&t, site);
    /* with a road on the other side it is no road */
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 20, 0, 40, 30);
    test_road(&t, "B", "Sokak", 12, GEO_MULTILINE, DRAWN(-100, 36, 100, 36));
    site = test_site(&t);
    assert_edges(site,
                 "front road 20.00, side parcel 30.00, rear nothing 20.00, side parcel 30.00");
    test_scene_end(&t, site);
}

static void pedestrian_road__is_a_front(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    draw_street(&t, "Yaya Yolu");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front pedestrian-road 20.00, side parcel 30.00, rear parcel 20.00, side "
                       "parcel 30.00");
    assert_string_equal(site->edges[0].rule, "EC-09");
    test_scene_end(&t, site);
}

/* A stream is no road: no front at all. */
static void water__is_no_front(void **state)
{
    test_scene t;
    (void)state;
    kbs_plan_area water = test_plan();
    water.use = "Su Yüzeyi";
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    test_plan_area(&t, water, 0, DRAWN(-50, -20, 50, -20, 50, 0, -50, 0));
    test_box_parcel(&t, -40, -50, 60, -20);
    const kbs_site *site = test_site(&t);
    assert_string_equal(site->form, "landlocked");
    for (size_t i = 0; i < site->edge_count; i++) {
        assert_int_equal(site->edges[i].edge_class, KBS_EDGE_UNDETERMINED);
    }
    test_scene_end(&t, site);
}

static void landlocked__is_undetermined(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    draw_row(&t);
    test_box_parcel(&t, -20, -30, 40, 0);
    const kbs_site *site = test_site(&t);
    assert_edges(site, "undetermined parcel 30.00, undetermined parcel 20.00, undetermined parcel "
                       "30.00, undetermined parcel 20.00");
    assert_string_equal(site->form, "landlocked");
    assert_string_equal(site->edges[0].reason_en, "no edge of the parcel faces a road");
    test_scene_end(&t, site);
}

/* EC-05: the side along a park takes the front's distance. */
static void park__side_with_the_distance_of_a_front(void **state)
{
    test_scene t;
    (void)state;
    kbs_plan_area park = test_plan(), home = test_plan();
    park.use = "Park";
    home.floors = 9;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, -20, 30, 40, 60);
    draw_street(&t, "Sokak");
    test_plan_area(&t, park, 0, DRAWN(20, 0, 60, 0, 60, 30, 20, 30));
    test_plan_area(&t, home, 600, DRAWN(-20, 0, 20, 0, 20, 60, -20, 60));
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side park 30.00, rear parcel 20.00, side parcel 30.00");
    for (size_t i = 0; i < site->edge_count; i++) {
        const kbs_site_edge *e = &site->edges[i];
        bool front = e->edge_class == KBS_EDGE_FRONT || e->beyond == KBS_BEYOND_PARK;
        assert_near(e->setback_m, front ? 5.0 : 5.5, 0);
    }
    test_scene_end(&t, site);
}

static void flag__neck_and_shoulder_are_undetermined(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_parcel(&t, DRAWN(0, 0, 4, 0, 4, 30, 24, 30, 24, 60, 0, 60));
    test_box_parcel(&t, 4, 0, 24, 30);
    test_box_parcel(&t, -20, 0, 0, 60);
    test_box_parcel(&t, 24, 0, 44, 60);
    test_box_parcel(&t, -20, 60, 44, 90);
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site,
                 "front road 4.00, undetermined parcel 30.00, undetermined parcel 20.00, rear "
                 "parcel 30.00, rear parcel 24.00, side parcel 60.00");
    assert_string_equal(site->form, "flag");
    test_scene_end(&t, site);
}

static void l_shape__notch_is_rear(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_parcel(&t, DRAWN(0, 0, 12, 0, 12, 15, 24, 15, 24, 30, 0, 30));
    test_box_parcel(&t, 12, 0, 24, 15);
    test_box_parcel(&t, -20, 0, 0, 30);
    test_box_parcel(&t, 24, 0, 44, 30);
    test_box_parcel(&t, -20, 30, 44, 60);
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 12.00, side parcel 15.00, rear parcel 12.00, rear parcel 15.00, "
                       "rear parcel 24.00, side parcel 30.00");
    assert_string_equal(site->form, "interior");
    test_scene_end(&t, site);
}

/* Sides that bend by less than 45 degrees go on; the rest is rear. */
static void irregular__sides_go_on_where_they_bend_little(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_parcel(&t, DRAWN(0, 0, 20, 0, 20, 15, 25, 30, 10, 40, 0, 30));
    test_parcel(&t, DRAWN(20, 0, 60, 0, 60, 60, 10, 60, 10, 40, 25, 30, 20, 15));
    test_parcel(&t, DRAWN(0, 0, 0, 30, 10, 40, 10, 60, -40, 60, -40, 0));
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.81, rear parcel 18.03, rear parcel 14.14, "
                       "side parcel 30.00");
    test_scene_end(&t, site);
}

static void triangle__both_others_are_sides(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_parcel(&t, DRAWN(0, 0, 30, 0, 0, 40));
    test_parcel(&t, DRAWN(30, 0, 60, 0, 60, 80, 0, 80, 0, 40));
    test_box_parcel(&t, -30, 0, 0, 80);
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 30.00, side parcel 50.00, side parcel 40.00");
    test_scene_end(&t, site);
}

/* A front along an arc of 20 edges, with vertices in the straight sides too: four edges. */
static void curved_front__is_one_edge(void **state)
{
    enum { STEPS = 20 };
    double at[2 * (STEPS + 5)], road[2 * (STEPS + 1)];
    test_scene t;
    size_t count = 0;
    double length = 0;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    for (int i = 0; i <= STEPS; i++) {
        double angle =
            (60.0 + 60.0 * i / STEPS) * 3.14159265358979323846 / 180.0 + 3.14159265358979323846;
        at[count++] = 40 * cos(angle);
        at[count++] = 40 * sin(angle);
        road[2 * i] = 45 * cos(angle);
        road[2 * i + 1] = 45 * sin(angle);
        length += i > 0 ? hypot(at[count - 2] - at[count - 4], at[count - 1] - at[count - 3]) : 0;
    }
    double east = at[count - 2], south = at[count - 1];
    const double rest[] = { east, south / 2, east, 0, -east, 0, -east, south / 2 };
    memcpy(at + count, rest, sizeof rest);
    test_parcel(&t, at, STEPS + 5);
    test_box_parcel(&t, east, south, 50, 0);
    test_box_parcel(&t, -50, south, -east, 0);
    test_box_parcel(&t, -50, 0, 50, 30);
    test_road(&t, "Kavis", "Sokak", 10, GEO_MULTILINE, road, STEPS + 1);
    const kbs_site *site = test_site(&t);
    assert_int_equal(site->edge_count, 4);
    char expected[200];
    (void)snprintf(expected, sizeof expected,
                   "front road %.2f, side parcel %.2f, rear parcel %.2f, side parcel %.2f", length,
                   -south, 2 * east, -south);
    assert_edges(site, expected);
    assert_string_equal(site->form, "interior");
    test_scene_end(&t, site);
}

/* A corner of two roads that nobody recorded, cut off by three metres: two fronts, not one. */
static void cut_corner__is_two_fronts(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_parcel(&t, DRAWN(3, 0, 20, 0, 20, 30, 0, 30, 0, 3));
    test_box_parcel(&t, 20, 0, 40, 30);
    test_box_parcel(&t, 0, 30, 40, 60);
    test_box_parcel(&t, -40, -40, 60, -8);
    test_box_parcel(&t, -40, -8, -10, 60);
    const kbs_site *site = test_site(&t);
    assert_string_equal(site->form, "corner");
    assert_int_equal(site->edge_count, 4);
    test_scene_end(&t, site);
}

/* Neighbours whose corners miss the parcel by 4 cm, apart or overlapping, are neighbours. */
static void misfit__of_neighbours_changes_nothing(void **state)
{
    test_scene t;
    (void)state;
    test_scene_begin(&t, 0, 0, 0);
    test_box_parcel(&t, 0, 0, 20, 30);
    test_box_parcel(&t, -20, 0.04, 0.04, 30.03);
    test_box_parcel(&t, 20.3, -0.02, 40, 30);
    test_box_parcel(&t, -20, 29.96, 40, 60);
    draw_street(&t, "Sokak");
    const kbs_site *site = test_site(&t);
    assert_edges(site, "front road 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00");
    test_scene_end(&t, site);
}

/* SB-08: rows are attached to neighbours of the order, not to the parcel without one. */
static void attached_order__sides_are_attached(void **state)
{
    static const struct {
        const char *order, *expected;
        double side_m;
    } cases[] = {
        { "B", "front road 20.00, side parcel 30.00, rear parcel 20.00, attached parcel 30.00",
          -1 },
        { "Bitişik",
          "front road 20.00, side parcel 30.00, rear parcel 20.00, attached parcel 30.00", 0 },
        { "BL", "front road 20.00, side parcel 30.00, rear parcel 20.00, undetermined parcel 30.00",
          3 },
        { "İ", "front road 20.00, side parcel 30.00, rear parcel 20.00, undetermined parcel 30.00",
          3 },
        { "BL", "front road 20.00, side parcel 30.00, rear parcel 20.00, attached parcel 30.00",
          0 },
        { "A", "front road 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00", -1 },
        { "", "front road 20.00, side parcel 30.00, rear parcel 20.00, side parcel 30.00", -1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_scene t;
        kbs_plan_area plan = test_plan();
        plan.building_order = cases[i].order;
        plan.side_setback_m = cases[i].side_m;
        test_scene_begin(&t, 0, 0, 0);
        draw_row(&t);
        draw_street(&t, "Sokak");
        test_plan_area(&t, plan, 600, DRAWN(-20, 0, 20, 0, 20, 60, -20, 60));
        const kbs_site *site = test_site(&t);
        assert_edges(site, cases[i].expected);
        test_scene_end(&t, site);
    }
}

/* Turned, moved, begun elsewhere, drawn the other way round: the same edges. */
static void any_place_and_order__same_edges(void **state)
{
    static const double corners[] = { 0, 0, 12, 0, 12, 15, 24, 15, 24, 30, 0, 30 };
    (void)state;
    for (int i = 0; i < 48; i++) {
        test_scene t;
        double at[12];
        for (int k = 0; k < 6; k++) {
            int from = i % 2 == 0 ? (k + i / 2) % 6 : (11 - k + i / 2) % 6;
            at[2 * k] = corners[2 * from];
            at[2 * k + 1] = corners[2 * from + 1];
        }
        test_scene_begin(&t, i * 0.137, i * 1234.567, i * -987.65);
        test_parcel(&t, at, 6);
        test_box_parcel(&t, 12, 0, 24, 15);
        test_box_parcel(&t, -20, 0, 0, 30);
        test_box_parcel(&t, 24, 0, 44, 30);
        test_box_parcel(&t, -20, 30, 44, 60);
        draw_street(&t, "Sokak");
        const kbs_site *site = test_site(&t);
        assert_edges(site, "front road 12.00, side parcel 15.00, rear parcel 12.00, rear parcel "
                           "15.00, rear parcel 24.00, side parcel 30.00");
        test_scene_end(&t, site);
    }
}

static void words__of_uses_orders_and_bans(void **state)
{
    (void)state;
    assert_int_equal(zoning_use_of_plan("Park", ""), ZONING_USE_PARK);
    assert_int_equal(zoning_use_of_plan("PASİF YEŞİL ALAN", ""), ZONING_USE_PARK);
    assert_int_equal(zoning_use_of_plan("Meydan", ""), ZONING_USE_PEDESTRIAN);
    assert_int_equal(zoning_use_of_plan("Taşıt Yolu", ""), ZONING_USE_ROAD);
    assert_int_equal(zoning_use_of_plan("Demiryolu", ""), ZONING_USE_BARRIER);
    assert_int_equal(zoning_use_of_plan("İlkokul Alanı", ""), ZONING_USE_PUBLIC);
    assert_int_equal(zoning_use_of_plan("Gelişme Konut Alanı", ""), ZONING_USE_BUILDING);
    assert_int_equal(zoning_use_of_plan("", ""), ZONING_USE_BUILDING);
    assert_int_equal(zoning_use_of_road("Yaya yolu"), ZONING_USE_PEDESTRIAN);
    assert_int_equal(zoning_use_of_road(""), ZONING_USE_ROAD);
    assert_int_equal(zoning_order_of("A-4"), ZONING_ORDER_DETACHED);
    assert_int_equal(zoning_order_of("AYRIK"), ZONING_ORDER_DETACHED);
    assert_int_equal(zoning_order_of("İkiz"), ZONING_ORDER_TWIN);
    assert_int_equal(zoning_order_of("BL"), ZONING_ORDER_BLOCK);
    assert_int_equal(zoning_order_of(""), ZONING_ORDER_NONE);
    assert_int_equal(zoning_order_of("xyz"), ZONING_ORDER_UNKNOWN);
    assert_int_equal(zoning_ban_of("DERE KORUMA BANDI", "", "işletme bandı; yapı yapılamaz"),
                     ZONING_BAN_BUILDING);
    assert_int_equal(zoning_ban_of("Yapı yaklaşma sınırı", "", ""), ZONING_BAN_BEYOND);
    assert_int_equal(zoning_ban_of("SİT", "3. Derece", ""), ZONING_BAN_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interior__front_sides_rear),
        cmocka_unit_test(depth__mean_of_rear_corners),
        cmocka_unit_test(corner__two_fronts_no_rear),
        cmocka_unit_test(through__two_fronts),
        cmocka_unit_test(block_end__three_fronts_one_side),
        cmocka_unit_test(gap__is_a_road),
        cmocka_unit_test(road_area__is_measured_across),
        cmocka_unit_test(end_of_records__is_taken_for_a_road),
        cmocka_unit_test(pedestrian_road__is_a_front),
        cmocka_unit_test(water__is_no_front),
        cmocka_unit_test(landlocked__is_undetermined),
        cmocka_unit_test(park__side_with_the_distance_of_a_front),
        cmocka_unit_test(flag__neck_and_shoulder_are_undetermined),
        cmocka_unit_test(l_shape__notch_is_rear),
        cmocka_unit_test(irregular__sides_go_on_where_they_bend_little),
        cmocka_unit_test(triangle__both_others_are_sides),
        cmocka_unit_test(curved_front__is_one_edge),
        cmocka_unit_test(cut_corner__is_two_fronts),
        cmocka_unit_test(misfit__of_neighbours_changes_nothing),
        cmocka_unit_test(attached_order__sides_are_attached),
        cmocka_unit_test(any_place_and_order__same_edges),
        cmocka_unit_test(words__of_uses_orders_and_bans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
