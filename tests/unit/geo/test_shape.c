/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Flat geometries and boxes: building, copying, limits. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/shape.h"

static void add_triangle(geo_shape *shape, double east, double north)
{
    assert_true(geo_shape_add_vertex(shape, east, north));
    assert_true(geo_shape_add_vertex(shape, east + 4, north));
    assert_true(geo_shape_add_vertex(shape, east, north + 3));
    assert_true(geo_shape_add_vertex(shape, east, north));
    assert_true(geo_shape_end_ring(shape));
}

static void builds_rings_and_parts(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_MULTIPOLYGON);
    add_triangle(&shape, 10, 20);
    add_triangle(&shape, 11, 21);
    assert_true(geo_shape_end_part(&shape));
    add_triangle(&shape, -5, 7);
    assert_true(geo_shape_end_part(&shape));
    assert_int_equal(shape.vertex_count, 12);
    assert_int_equal(shape.ring_count, 3);
    assert_int_equal(shape.part_count, 2);
    size_t count, first, end;
    const geo_vertex *ring = geo_shape_ring(&shape, 2, &count);
    assert_int_equal(count, 4);
    assert_true(ring[1].east == -1 && ring[1].north == 7);
    uint32_t ends[2];
    geo_shape one = geo_shape_of_ring(&shape, 1, ends);
    assert_int_equal(one.type, GEO_POLYGON);
    assert_ptr_equal(one.vertices, shape.vertices + 4);
    assert_true(one.vertex_count == 4 && one.ring_count == 1 && one.part_count == 1);
    assert_true(one.ring_end[0] == 4 && one.part_end[0] == 1);
    geo_shape_part(&shape, 0, &first, &end);
    assert_int_equal(first, 0);
    assert_int_equal(end, 2);
    geo_shape_part(&shape, 1, &first, &end);
    assert_int_equal(first, 2);
    assert_int_equal(end, 3);
    kbs_box box = geo_shape_box(&shape);
    assert_true(box.east_min == -5 && box.north_min == 7 && box.east_max == 15 &&
                box.north_max == 24);
    geo_shape_clear(&shape, GEO_LINE);
    assert_int_equal(shape.vertex_count + shape.ring_count + shape.part_count, 0);
    assert_int_equal(shape.type, GEO_LINE);
    assert_true(shape.vertex_capacity >= 12); /* the memory stays */
    geo_shape_release(&shape);
    assert_null(shape.vertices);
}

static void copies(void **state)
{
    (void)state;
    geo_shape a, b;
    geo_shape_init(&a);
    geo_shape_init(&b);
    geo_shape_clear(&a, GEO_POLYGON);
    add_triangle(&a, 1, 2);
    assert_true(geo_shape_end_part(&a));
    assert_true(geo_shape_copy(&b, &a));
    a.vertices[0].east = 99;
    assert_int_equal(b.type, GEO_POLYGON);
    assert_int_equal(b.vertex_count, 4);
    assert_true(b.vertices[0].east == 1);
    assert_int_equal(b.ring_end[0], 4);
    assert_int_equal(b.part_end[0], 1);
    assert_true(geo_shape_copy(&b, &b));
    assert_int_equal(b.vertex_count, 4);
    geo_shape_clear(&a, GEO_POINT);
    assert_true(geo_shape_add_vertex(&a, 7, 8) && geo_shape_end_ring(&a) && geo_shape_end_part(&a));
    assert_true(geo_shape_copy(&b, &a));
    assert_true(b.vertex_count == 1 && b.vertices[0].east == 7 && b.vertices[0].north == 8);
    assert_true(b.ring_end[0] == 1 && b.part_end[0] == 1);
    geo_shape_clear(&a, GEO_NONE);
    assert_true(geo_shape_copy(&b, &a));
    assert_int_equal(b.vertex_count, 0);
    geo_shape_release(&a);
    geo_shape_release(&b);
}

static void has_limits(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_MULTIPOINT);
    assert_null(geo_shape_extend(&shape, (size_t)GEO_MOST_VERTICES + 1));
    assert_null(geo_shape_extend(&shape, SIZE_MAX));
    assert_int_equal(shape.vertex_count, 0);
    geo_vertex *room = geo_shape_extend(&shape, 3);
    assert_non_null(room);
    assert_ptr_equal(room, shape.vertices);
    assert_null(geo_shape_extend(&shape, GEO_MOST_VERTICES - 2));
    assert_int_equal(shape.vertex_count, 3);
    for (unsigned i = 0; i < GEO_MOST_RINGS; i++) {
        assert_true(geo_shape_end_ring(&shape));
    }
    assert_false(geo_shape_end_ring(&shape));
    assert_int_equal(shape.ring_count, GEO_MOST_RINGS);
    geo_shape_release(&shape);
}

static void survives_no_memory(void **state)
{
    (void)state;
    geo_shape shape, other;
    geo_shape_init(&shape);
    geo_shape_init(&other);
    base_memory_fail_at(0);
    assert_false(geo_shape_add_vertex(&shape, 1, 2));
    assert_int_equal(shape.vertex_count, 0);
    base_memory_fail_at(0);
    assert_false(geo_shape_end_ring(&shape));
    base_memory_fail_at(0);
    assert_false(geo_shape_end_part(&shape));
    base_memory_fail_at(SIZE_MAX);
    add_triangle(&shape, 0, 0);
    assert_true(geo_shape_end_part(&shape));
    for (size_t n = 0; n < 3; n++) {
        geo_shape_release(&other);
        base_memory_fail_at(n);
        assert_false(geo_shape_copy(&other, &shape));
        assert_int_equal(other.vertex_count, 0);
    }
    base_memory_fail_at(SIZE_MAX);
    geo_shape_release(&shape);
    geo_shape_release(&other);
}

static void boxes(void **state)
{
    (void)state;
    kbs_box empty = geo_box_empty();
    kbs_box a = { 0, 0, 10, 10 }, b = { 10, 10, 12, 12 }, c = { 10.5, 0, 11, 5 };
    kbs_box nothing = { NAN, 0, 1, 1 };
    assert_true(geo_box_is_empty(empty));
    assert_true(geo_box_is_empty(nothing));
    assert_false(geo_box_is_empty((kbs_box){ 1, 1, 1, 1 }));
    assert_true(geo_box_meets(a, b)); /* in a corner */
    assert_false(geo_box_meets(a, c));
    assert_false(geo_box_meets(a, empty));
    assert_false(geo_box_meets(empty, empty));
    assert_false(geo_box_meets(a, nothing));
    kbs_box joined = geo_box_join(geo_box_join(empty, b), c);
    assert_true(joined.east_min == 10 && joined.north_min == 0 && joined.east_max == 12 &&
                joined.north_max == 12);
    joined = geo_box_join(a, (kbs_box){ -3, -4, 1, 1 });
    assert_true(joined.east_min == -3 && joined.north_min == -4 && joined.east_max == 10 &&
                joined.north_max == 10);
    joined = geo_box_join(a, empty);
    assert_memory_equal(&joined, &a, sizeof a);
    assert_true(geo_box_is_empty(geo_vertices_box(NULL, 0)));
    assert_true(geo_type_is_area(GEO_POLYGON) && geo_type_is_area(GEO_MULTIPOLYGON));
    assert_false(geo_type_is_area(GEO_LINE) || geo_type_is_area(GEO_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_rings_and_parts),
        cmocka_unit_test(copies),
        cmocka_unit_test(has_limits),
        cmocka_unit_test(survives_no_memory),
        cmocka_unit_test(boxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
