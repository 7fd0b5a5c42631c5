/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Envelopes of random polygons: against distances measured at points all over them, and the two ways against each other. */
#include <stdio.h>

#include "geo/measure.h"
#include "geo/predicate.h"
#include "site_scene.h"

#define MOST_CORNERS 24
#define ROUNDS 400

static unsigned long long seed = 20240601;

static double random_share(void)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(seed >> 11) / 9007199254740992.0;
}

typedef struct polygon {
    geo_shape shape;
    zoning_strip strips[MOST_CORNERS];
    size_t count;
} polygon;

/* Star-shaped about its middle, so that it is simple; some corners turn back. */
static void draw(polygon *p, double roughness)
{
    static const double distances[] = { 0, 3, 3, 3.5, 5, 5, 10 };
    double radius = 12 + 20 * random_share();
    p->count = 3 + (size_t)(random_share() * (MOST_CORNERS - 3));
    geo_shape_clear(&p->shape, GEO_MULTIPOLYGON);
    for (size_t i = 0; i < p->count; i++) {
        double angle = 6.283185307179586 * ((double)i + 0.6 * random_share()) / (double)p->count;
        double far = radius * (1 - roughness * random_share());
        assert_true(geo_shape_add_vertex(&p->shape, 500000 + far * cos(angle),
                                         4400000 + 1.4 * far * sin(angle)));
    }
    geo_vertex first = p->shape.vertices[0];
    assert_true(geo_shape_add_vertex(&p->shape, first.east, first.north));
    assert_true(geo_shape_end_ring(&p->shape) && geo_shape_end_part(&p->shape));
    double distance = 3;
    for (size_t i = 0; i < p->count; i++) {
        if (random_share() < 0.4) {
            distance = distances[(size_t)(random_share() * 7)];
        }
        p->strips[i] =
            (zoning_strip){ p->shape.vertices[i], p->shape.vertices[i + 1], distance, 0, 1 };
    }
}

static double distance_to(const zoning_strip *s, geo_vertex p)
{
    double de = s->to.east - s->from.east, dn = s->to.north - s->from.north;
    double t =
        ((p.east - s->from.east) * de + (p.north - s->from.north) * dn) / (de * de + dn * dn);
    t = fmin(1, fmax(0, t));
    return hypot(p.east - s->from.east - t * de, p.north - s->from.north - t * dn);
}

/* How much a point has to spare; negative: it may not be built on. */
static double margin(const polygon *p, geo_vertex at)
{
    double least = 1e9;
    if (geo_shape_locate(&p->shape, at) == GEO_OUTSIDE) {
        return -1e9;
    }
    for (size_t i = 0; i < p->count; i++) {
        least = fmin(least, distance_to(&p->strips[i], at) - p->strips[i].distance_m);
    }
    return least;
}

static void assert_envelope(const polygon *p, const geo_shape *envelope, int round)
{
    kbs_box box = geo_shape_box(&p->shape);
    for (int i = 0; i < 2500; i++) {
        geo_vertex at = { box.east_min + (box.east_max - box.east_min) * random_share(),
                          box.north_min + (box.north_max - box.north_min) * random_share() };
        double spare = margin(p, at);
        bool inside = envelope->part_count > 0 && geo_shape_locate(envelope, at) != GEO_OUTSIDE;
        /* arcs are chords: up to a millimetre may be wrong */
        if (fabs(spare) > 0.0011 && inside != (spare > 0)) {
            print_error("round %d, %zu corners: a point with %.4f m to spare is %s\n", round,
                        p->count, spare, inside ? "in" : "out");
            fail();
        }
    }
}

static void envelopes__agree_with_distances(void **state)
{
    polygon p = { .count = 0 };
    zoning_offset offset;
    geo_shape quick, slow;
    size_t quick_ones = 0;
    (void)state;
    geo_geos *geos = geo_geos_new();
    assert_non_null(geos);
    geo_shape_init(&p.shape);
    geo_shape_init(&quick);
    geo_shape_init(&slow);
    zoning_offset_init(&offset);
    for (int round = 0; round < ROUNDS; round++) {
        draw(&p, round % 4 == 0 ? 0.6 : 0.15);
        bool known = zoning_offset_by_border(&offset, p.strips, p.count, 1, &quick);
        assert_int_equal(zoning_offset_by_cutting(&offset, geos, &p.shape, p.strips, p.count, 1,
                                                  HUGE_VAL, &slow),
                         GEO_DONE);
        assert_envelope(&p, &slow, round);
        if (known) {
            quick_ones++;
            assert_envelope(&p, &quick, round);
            assert_near(geo_shape_area_m2(&quick), geo_shape_area_m2(&slow), 0.06);
        }
    }
    print_message("%zu of %d by offsetting the border\n", quick_ones, ROUNDS);
    assert_true(quick_ones > ROUNDS / 4);
    zoning_offset_release(&offset);
    geo_shape_release(&quick);
    geo_shape_release(&slow);
    geo_shape_release(&p.shape);
    geo_geos_free(geos);
}

/* A front of 5 m beside a side of 3 m at a corner of 150 degrees: beyond the end of the front only the distance to its end
 * counts, an arc that the lines alone would cut off. */
static void flat_corner__has_an_arc(void **state)
{
    static const double at[] = { 0, 0, 20, 0, 37.32050807568877, 10, 37.32050807568877, 40, 0, 40 };
    zoning_strip strips[5];
    zoning_offset offset;
    geo_shape out;
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        size_t k = (i + 1) % 5;
        strips[i] = (zoning_strip){
            { at[2 * i], at[2 * i + 1] }, { at[2 * k], at[2 * k + 1] }, i == 0 ? 5 : 3, 0, 1
        };
    }
    zoning_offset_init(&offset);
    geo_shape_init(&out);
    assert_true(zoning_offset_by_border(&offset, strips, 5, 1, &out));
    /* on the circle about (20, 0) between the two lines: 15 degrees left of straight up */
    geo_vertex in = { 20 + 5.002 * sin(0.3), 5.002 * cos(0.3) };
    geo_vertex no = { 20 + 4.998 * sin(0.3), 4.998 * cos(0.3) };
    assert_int_equal(geo_shape_locate(&out, in), GEO_INSIDE);
    assert_int_equal(geo_shape_locate(&out, no), GEO_OUTSIDE);
    assert_true(in.north < 5);
    zoning_offset_release(&offset);
    geo_shape_release(&out);
}

/* The deadline is kept: the answer is that there is none. */
static void deadline__is_an_outcome(void **state)
{
    polygon p = { .count = 0 };
    zoning_offset offset;
    geo_shape out;
    (void)state;
    geo_geos *geos = geo_geos_new();
    geo_shape_init(&p.shape);
    geo_shape_init(&out);
    zoning_offset_init(&offset);
    draw(&p, 0.6);
    for (size_t i = 0; i < p.count; i++) {
        p.strips[i].distance_m = 2;
    }
    assert_int_equal(
        zoning_offset_by_cutting(&offset, geos, &p.shape, p.strips, p.count, 1, 0.0, &out),
        GEO_DEADLINE);
    zoning_offset_release(&offset);
    geo_shape_release(&p.shape);
    geo_shape_release(&out);
    geo_geos_free(geos);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelopes__agree_with_distances),
        cmocka_unit_test(flat_corner__has_an_arc),
        cmocka_unit_test(deadline__is_an_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
