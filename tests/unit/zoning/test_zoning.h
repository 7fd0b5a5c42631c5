/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the tests of zoning share: shapes from a few numbers, at coordinates as they are in TM30,
 * and random numbers. */
#ifndef TEST_ZONING_H
#define TEST_ZONING_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "geo/shape.h"

#define TEST_EAST 487000.0
#define TEST_NORTH 4420000.0

static inline double test_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Appends a ring (closed by itself for areas) from pairs of east and north, metres from the origin
 * of the test city. */
static inline void test_add_ring(geo_shape *shape, const double *points, size_t count)
{
    bool is_area = geo_type_is_area(shape->type);
    for (size_t i = 0; i < count + (is_area ? 1 : 0); i++) {
        const double *p = points + 2 * (i % count);
        assert_true(geo_shape_add_vertex(shape, TEST_EAST + p[0], TEST_NORTH + p[1]));
    }
    assert_true(geo_shape_end_ring(shape));
}

static inline geo_shape test_shape(geo_type type)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, type);
    return shape;
}

static inline geo_shape test_polygon(const double *points, size_t count)
{
    geo_shape shape = test_shape(GEO_MULTIPOLYGON);
    test_add_ring(&shape, points, count);
    assert_true(geo_shape_end_part(&shape));
    return shape;
}

static inline geo_shape test_box(double east_min, double north_min, double east_max,
                                 double north_max)
{
    const double points[] = { east_min, north_min, east_max, north_min,
                              east_max, north_max, east_min, north_max };
    return test_polygon(points, 4);
}

static inline void assert_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance)) {
        fail_msg("found %.12g, expected %.12g within %g", found, expected, tolerance);
    }
}

#endif
