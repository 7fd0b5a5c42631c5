/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Small surroundings for tests of edges and buildable areas: drawn in metres about a corner of a real
 * grid, turned and moved on demand. */
#ifndef SUPPORT_SITE_SCENE_H
#define SUPPORT_SITE_SCENE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "zoning/buildable.h"

typedef struct test_scene {
    zoning_scene scene;
    zoning_site_maker maker;
    zoning_parts parts;
    geo_shape shape;          /* of the parcel that is asked, id 1 */
    double turn, east, north; /* of everything that is drawn; 0: as it is */
    int64_t next_id;
    kbs_plan_area plans[8];
    kbs_restriction bans[4];
    size_t plan_count, ban_count;
} test_scene;

static inline kbs_plan_area test_plan(void)
{
    return (kbs_plan_area){ .source_id = "P",
                            .use = "Konut",
                            .use_code = "",
                            .building_order = "A",
                            .floors = 4,
                            .coverage_ratio = KBS_NO_VALUE,
                            .floor_area_ratio = KBS_NO_VALUE,
                            .height_max_m = KBS_NO_VALUE,
                            .front_setback_m = KBS_NO_VALUE,
                            .side_setback_m = KBS_NO_VALUE,
                            .rear_setback_m = KBS_NO_VALUE };
}

static inline void test_scene_begin(test_scene *t, double turn, double east, double north)
{
    memset(t, 0, sizeof *t);
    t->turn = turn;
    t->east = 500000 + east;
    t->north = 4400000 + north;
    assert_true(zoning_scene_init(&t->scene));
    geo_shape_init(&t->shape);
    zoning_parts_init(&t->parts);
}

/* `count` pairs; areas are closed here. */
static inline void test_draw(const test_scene *t, geo_shape *out, geo_type type, const double *at,
                             size_t count)
{
    geo_shape_clear(out, type);
    bool area = type == GEO_MULTIPOLYGON;
    for (size_t i = 0; i < count + (area ? 1u : 0u); i++) {
        double e = at[2 * (i % count)], n = at[2 * (i % count) + 1];
        assert_true(geo_shape_add_vertex(out, t->east + e * cos(t->turn) - n * sin(t->turn),
                                         t->north + e * sin(t->turn) + n * cos(t->turn)));
    }
    assert_true(geo_shape_end_ring(out) && geo_shape_end_part(out));
}

#define DRAWN(...)                                                                                 \
    (const double[]){ __VA_ARGS__ }, sizeof(const double[]){ __VA_ARGS__ } / (2 * sizeof(double))

/* The first is the parcel that is asked. */
static inline void test_parcel(test_scene *t, const double *at, size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    test_draw(t, &shape, GEO_MULTIPOLYGON, at, count);
    assert_true(zoning_scene_add_parcel(&t->scene, ++t->next_id, &shape));
    if (t->next_id == 1) {
        assert_true(geo_shape_copy(&t->shape, &shape));
    }
    geo_shape_release(&shape);
}

static inline void test_box_parcel(test_scene *t, double e0, double n0, double e1, double n1)
{
    test_parcel(t, DRAWN(e0, n0, e1, n0, e1, n1, e0, n1));
}

static inline void test_road(test_scene *t, const char *name, const char *road_class,
                             double width_m, geo_type type, const double *at, size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    test_draw(t, &shape, type, at, count);
    assert_true(zoning_scene_add_road(&t->scene, (int64_t)t->scene.roads.count + 1, &shape, name,
                                      road_class, width_m));
    geo_shape_release(&shape);
}

/* `area_m2`: of its part in the parcel; 0: none. */
static inline void test_plan_area(test_scene *t, kbs_plan_area plan, double area_m2,
                                  const double *at, size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    test_draw(t, &shape, GEO_MULTIPOLYGON, at, count);
    assert_true(t->plan_count < 8);
    plan.id = (int64_t)t->plan_count + 1;
    t->plans[t->plan_count] = plan;
    assert_true(zoning_scene_add_plan_area(&t->scene, &t->plans[t->plan_count++], &shape));
    if (area_m2 > 0) {
        zoning_part part = { .kind = STORE_SHARE_PLAN_AREA,
                             .source_id = plan.id,
                             .area_m2 = area_m2 };
        assert_true(zoning_parts_add(&t->parts, &part, NULL));
    }
    geo_shape_release(&shape);
}

static inline void test_restriction(test_scene *t, const char *type, const char *note,
                                    double area_m2, const double *at, size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    test_draw(t, &shape, GEO_MULTIPOLYGON, at, count);
    assert_true(t->ban_count < 4);
    t->bans[t->ban_count] = (kbs_restriction){ .id = (int64_t)t->ban_count + 1,
                                               .source_id = "K",
                                               .type = type,
                                               .degree = "",
                                               .authority = "",
                                               .note = note };
    assert_true(zoning_scene_add_restriction(&t->scene, &t->bans[t->ban_count++], &shape));
    zoning_part part = { .kind = STORE_SHARE_RESTRICTION,
                         .source_id = (int64_t)t->ban_count,
                         .area_m2 = area_m2 };
    assert_true(zoning_parts_add(&t->parts, &part, NULL));
    geo_shape_release(&shape);
}

/* Caller frees. */
static inline const kbs_site *test_site(test_scene *t)
{
    const kbs_site *site = NULL;
    assert_true(zoning_scene_finish(&t->scene));
    assert_true(zoning_site_maker_init(&t->maker, &t->scene, true));
    zoning_site_input input = { .parcel_id = 1,
                                .neighbourhood = "Test",
                                .block = "1",
                                .parcel = "1",
                                .shape = &t->shape,
                                .parts = &t->parts,
                                .crs = "EPSG:5254",
                                .revision = 1,
                                .not_determined = "" };
    assert_int_equal(zoning_site_make(&t->maker, &input, &site), KBS_OK);
    assert_non_null(site);
    return site;
}

static inline void test_scene_end(test_scene *t, const kbs_site *site)
{
    kbs_site_free(site);
    zoning_site_maker_release(&t->maker);
    zoning_scene_release(&t->scene);
    zoning_parts_release(&t->parts);
    geo_shape_release(&t->shape);
}

/* "front road 20.00, side parcel 30.00, …": from the parcel front on, or from the longest edge. */
static inline void test_edges_text(const kbs_site *site, char *out, size_t size)
{
    size_t start = 0;
    bool front = false;
    for (size_t i = 0; i < site->edge_count; i++) {
        const kbs_site_edge *e = &site->edges[i];
        if (e->is_parcel_front || (!front && e->length_m > site->edges[start].length_m + 1e-6)) {
            start = i;
            front = e->is_parcel_front;
        }
    }
    out[0] = '\0';
    for (size_t k = 0; k < site->edge_count; k++) {
        const kbs_site_edge *e = &site->edges[(start + k) % site->edge_count];
        size_t used = strlen(out);
        (void)snprintf(out + used, size - used, "%s%s %s %.2f", k > 0 ? ", " : "",
                       kbs_edge_class_name(e->edge_class), kbs_edge_beyond_name(e->beyond),
                       e->length_m);
    }
}

#define assert_edges(site, expected)                                                               \
    do {                                                                                           \
        char found_edges[2048];                                                                    \
        test_edges_text(site, found_edges, sizeof found_edges);                                    \
        assert_string_equal(found_edges, expected);                                                \
    } while (0)

#define assert_near(found, expected, tolerance)                                                    \
    do {                                                                                           \
        double found_value = (found), expected_value = (expected);                                 \
        if (!(fabs(found_value - expected_value) <= (tolerance))) {                                \
            print_error("%.9f is not %.9f\n", found_value, expected_value);                        \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

#endif
