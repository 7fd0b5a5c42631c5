/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GEOS as the judge of our own geometry, shapes from WKT, and random shapes. Only for the tests of this folder. */
#ifndef TEST_GEO_ORACLE_H
#define TEST_GEO_ORACLE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include "geo/blob.h"
#include "geo/shape.h"

/* ---- random numbers, the same on every machine ---- */

typedef struct test_random {
    uint64_t state;
} test_random;

static inline uint64_t random_bits(test_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 … limit - 1 */
static inline unsigned random_below(test_random *random, unsigned limit)
{
    return (unsigned)(random_bits(random) % limit);
}

static inline double random_between(test_random *random, double low, double high)
{
    return low + (high - low) * ((double)(random_bits(random) >> 11) * 0x1p-53);
}

/* ---- the judge ---- */

static inline void geos_quiet(const char *message, void *user)
{
    (void)message;
    (void)user;
}

static inline GEOSContextHandle_t judge_new(void)
{
    GEOSContextHandle_t judge = GEOS_init_r();
    assert_non_null(judge);
    GEOSContext_setNoticeMessageHandler_r(judge, geos_quiet, NULL);
    GEOSContext_setErrorMessageHandler_r(judge, geos_quiet, NULL);
    return judge;
}

static inline GEOSGeometry *judge_geometry(GEOSContextHandle_t judge, const geo_shape *shape)
{
    base_buffer wkb;
    base_buffer_init(&wkb, SIZE_MAX / 2);
    geo_wkb_encode(&wkb, shape);
    assert_false(wkb.failed);
    GEOSGeometry *geometry =
        GEOSGeomFromWKB_buf_r(judge, (const unsigned char *)wkb.data, wkb.length);
    base_buffer_release(&wkb);
    return geometry;
}

static inline void shape_from_judge(GEOSContextHandle_t judge, const GEOSGeometry *geometry,
                                    geo_shape *shape)
{
    size_t size;
    unsigned char *wkb = GEOSGeomToWKB_buf_r(judge, geometry, &size);
    assert_non_null(wkb);
    assert_int_equal(geo_wkb_decode(shape, wkb, size, NULL), GEO_BLOB_OK);
    GEOSFree_r(judge, wkb);
}

static inline void shape_from_wkt(GEOSContextHandle_t judge, const char *wkt, geo_shape *shape)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(judge);
    GEOSGeometry *geometry = GEOSWKTReader_read_r(judge, reader, wkt);
    assert_non_null(geometry);
    shape_from_judge(judge, geometry, shape);
    GEOSGeom_destroy_r(judge, geometry);
    GEOSWKTReader_destroy_r(judge, reader);
}

/* For messages of failing tests. */
static inline void print_shape(const char *name, const geo_shape *shape)
{
    GEOSContextHandle_t judge = judge_new();
    GEOSGeometry *geometry = judge_geometry(judge, shape);
    GEOSWKTWriter *writer = GEOSWKTWriter_create_r(judge);
    GEOSWKTWriter_setTrim_r(judge, writer, 1);
    char *text = geometry != NULL ? GEOSWKTWriter_write_r(judge, writer, geometry) : NULL;
    fprintf(stderr, "%s: %.4000s\n", name, text != NULL ? text : "?");
    GEOSFree_r(judge, text);
    GEOSWKTWriter_destroy_r(judge, writer);
    GEOSGeom_destroy_r(judge, geometry);
    GEOS_finish_r(judge);
}

static inline bool judge_valid(GEOSContextHandle_t judge, const geo_shape *shape)
{
    GEOSGeometry *geometry = judge_geometry(judge, shape);
    bool valid = geometry != NULL && GEOSisValid_r(judge, geometry) == 1;
    GEOSGeom_destroy_r(judge, geometry);
    return valid;
}

/* ---- shapes ---- */

static inline void shift_shape(geo_shape *shape, double east, double north)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        shape->vertices[i].east += east;
        shape->vertices[i].north += north;
    }
}

/* Turns by the angle of 3-4-5 and makes five times larger: integers stay integers. */
static inline void turn_shape(geo_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        geo_vertex v = shape->vertices[i];
        shape->vertices[i] = (geo_vertex){ 3 * v.east - 4 * v.north, 4 * v.east + 3 * v.north };
    }
}

static inline void reverse_rings(geo_shape *shape)
{
    size_t first = 0;
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        for (size_t i = first, j = shape->ring_end[ring]; i + 1 < j; i++) {
            j--;
            geo_vertex kept = shape->vertices[i];
            shape->vertices[i] = shape->vertices[j];
            shape->vertices[j] = kept;
        }
        first = shape->ring_end[ring];
    }
}

/* A ring around a point with spikes of random length, clockwise or not; with `grid`, on whole numbers. Seldom not simple. */
static inline void add_star(test_random *random, geo_shape *shape, geo_vertex middle, double radius,
                            unsigned corners, bool grid)
{
    size_t first = shape->vertex_count;
    double turn = random_below(random, 2) == 0 ? 6.283185307179586 : -6.283185307179586;
    double start = random_between(random, 0, 6.28);
    for (unsigned i = 0; i < corners; i++) {
        double angle = start + turn * (i + random_between(random, 0, 0.9)) / corners;
        double length = radius * random_between(random, 0.3, 1);
        double east = middle.east + length * cos(angle);
        double north = middle.north + length * sin(angle);
        assert_true(
            geo_shape_add_vertex(shape, grid ? floor(east) : east, grid ? floor(north) : north));
    }
    geo_vertex v = shape->vertices[first];
    assert_true(geo_shape_add_vertex(shape, v.east, v.north));
    assert_true(geo_shape_end_ring(shape));
}

/* One or more stars, the first with a hole at times. It may be not valid. */
static inline void make_stars(test_random *random, geo_shape *shape, double size, bool grid)
{
    unsigned parts = random_below(random, 4) == 0 ? 2 : 1;
    geo_shape_clear(shape, parts > 1 ? GEO_MULTIPOLYGON : GEO_POLYGON);
    for (unsigned part = 0; part < parts; part++) {
        geo_vertex middle = { random_between(random, 0, size), random_between(random, 0, size) };
        double radius = random_between(random, 0.1, 0.6) * size;
        add_star(random, shape, middle, radius, 3 + random_below(random, 12), grid);
        if (random_below(random, 3) == 0) {
            add_star(random, shape, middle, radius * 0.28, 3 + random_below(random, 4), grid);
        }
        assert_true(geo_shape_end_part(shape));
    }
}

/* The union of random cells of a chessboard: shared borders, holes, rings that touch in points. */
static inline void make_cells(GEOSContextHandle_t judge, test_random *random, geo_shape *shape,
                              unsigned side, unsigned fill_percent)
{
    GEOSGeometry *cells[64];
    unsigned count = 0;
    while (count == 0) {
        for (unsigned i = 0; i < side * side && count < 64; i++) {
            if (random_below(random, 100) < fill_percent) {
                unsigned east = i % side, north = i / side;
                cells[count++] =
                    GEOSGeom_createRectangle_r(judge, east, north, east + 1.0, north + 1.0);
            }
        }
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(judge, GEOS_MULTIPOLYGON, cells, count);
    GEOSGeometry *joined = GEOSUnaryUnion_r(judge, all);
    assert_non_null(joined);
    shape_from_judge(judge, joined, shape);
    GEOSGeom_destroy_r(judge, joined);
    GEOSGeom_destroy_r(judge, all);
}

#endif
