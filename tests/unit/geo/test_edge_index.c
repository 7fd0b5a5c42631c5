/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The chains of a border: points are located as by a walk over all edges, and near edges and the winding of the far ones are
 * what a plain loop finds. */
#include "oracle.h"

#include "base/memory.h"
#include "geo/edge_index.h"
#include "geo/measure.h"
#include "geo/near_edges.h"

/* Many rings: a field of small squares as holes in a large one, or as parts. */
static void make_field(geo_shape *shape, int side, bool holes)
{
    geo_shape_clear(shape, holes ? GEO_POLYGON : GEO_MULTIPOLYGON);
    if (holes) {
        const double end = 3 * side + 1;
        const double square[5][2] = { { 0, 0 }, { end, 0 }, { end, end }, { 0, end }, { 0, 0 } };
        for (int i = 0; i < 5; i++) {
            assert_true(geo_shape_add_vertex(shape, square[i][0], square[i][1]));
        }
        assert_true(geo_shape_end_ring(shape));
    }
    for (int i = 0; i < side * side; i++) {
        double east = 3 * (i % side) + 1, north = 3 * (i / side) + 1;
        const double triangle[4][2] = { { 0, 0 }, { 2, 0 }, { 0, 2 }, { 0, 0 } };
        for (int k = 0; k < 4; k++) {
            const double *corner = triangle[i % 2 == 0 ? k : 3 - k];
            assert_true(geo_shape_add_vertex(shape, east + corner[0], north + corner[1]));
        }
        assert_true(geo_shape_end_ring(shape));
        if (!holes) {
            assert_true(geo_shape_end_part(shape));
        }
    }
    if (holes) {
        assert_true(geo_shape_end_part(shape));
    }
}

static void compare_locations(const geo_shape *shape, test_random *random, unsigned points)
{
    geo_edge_index *index = geo_edge_index_new(shape);
    assert_non_null(index);
    kbs_box box = geo_edge_index_box(index);
    assert_memory_equal(&box, &(kbs_box[]){ geo_shape_box(shape) }, sizeof box);
    assert_true(geo_edge_index_area_m2(index) == geo_shape_area_m2(shape));
    const geo_shape *copy = geo_edge_index_shape(index);
    assert_int_equal(copy->vertex_count, shape->vertex_count);
    assert_memory_equal(copy->vertices, shape->vertices,
                        shape->vertex_count * sizeof *shape->vertices);
    for (unsigned i = 0; i < points; i++) {
        geo_vertex p = { random_between(random, box.east_min - 1, box.east_max + 1),
                         random_between(random, box.north_min - 1, box.north_max + 1) };
        const geo_vertex *v = shape->vertices;
        size_t k = random_below(random, (unsigned)shape->vertex_count - 1);
        if (i % 4 == 1) {
            p = v[k];
        } else if (i % 4 == 2) {
            p = (geo_vertex){ (v[k].east + v[k + 1].east) / 2, (v[k].north + v[k + 1].north) / 2 };
        } else if (i % 4 == 3) {
            p.north = v[k].north; /* level with a vertex */
        }
        geo_location expected = geo_shape_locate(shape, p);
        if (geo_edge_index_locate(index, p) != expected) {
            print_shape("shape", shape);
            fail_msg("%.17g %.17g: %d, expected %d", p.east, p.north,
                     geo_edge_index_locate(index, p), expected);
        }
    }
    geo_edge_index_free(index);
}

static void locates_like_the_plain_walk(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    test_random random = { 71 };
    geo_shape shape;
    geo_shape_init(&shape);
    for (unsigned round = 0; round < 300; round++) {
        geo_shape_clear(&shape, GEO_POLYGON);
        geo_vertex middle = { 0, 0 };
        add_star(&random, &shape, middle, 500,
                 3 + random_below(&random, round % 10 == 0 ? 3000 : 60), round % 2 == 0);
        assert_true(geo_shape_end_part(&shape));
        compare_locations(&shape, &random, 400);
        make_cells(judge, &random, &shape, 7, 60);
        turn_shape(&shape);
        compare_locations(&shape, &random, 400);
    }
    for (int side = 1; side < 30; side += 4) {
        make_field(&shape, side, true);
        compare_locations(&shape, &random, 2000);
        make_field(&shape, side, false);
        compare_locations(&shape, &random, 2000);
    }
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

/* The plain loop over all edges, each with the area on its left. */
static void compare_near(const geo_shape *shape, kbs_box box)
{
    geo_near_edges near = { 0 }, all = { 0 };
    double area;
    geo_edge_index *index = geo_edge_index_new(shape);
    assert_non_null(index);
    assert_true(geo_edge_index_near(index, box, &near));
    assert_true(geo_near_edges_of_shape(shape, &all, &area));
    assert_true(area == geo_shape_area_m2(shape));
    assert_int_equal(all.winding, 0);
    size_t count = 0;
    int winding = 0;
    for (size_t i = 0; i < all.count; i++) {
        geo_border_edge edge = all.edges[i];
        const geo_vertex ends[2] = { edge.from, edge.to };
        if (geo_box_meets(geo_vertices_box(ends, 2), box)) {
            count++;
            bool listed = false;
            for (size_t k = 0; k < near.count; k++) {
                listed = listed || memcmp(&near.edges[k], &edge, sizeof edge) == 0;
            }
            assert_true(listed);
        } else if (fmax(edge.from.east, edge.to.east) < box.east_min) {
            winding += (edge.from.north > box.north_max) - (edge.to.north > box.north_max);
        }
    }
    assert_int_equal(near.count, count);
    assert_int_equal(near.winding, winding);
    if (count == 0) {
        geo_vertex corner = { box.east_min, box.north_max };
        assert_int_equal(geo_shape_locate(shape, corner) == GEO_INSIDE, winding == 1);
        assert_true(winding == 0 || winding == 1);
    }
    geo_near_edges_release(&near);
    geo_near_edges_release(&all);
    geo_edge_index_free(index);
}

static void near_edges_and_winding(void **state)
{
    (void)state;
    GEOSContextHandle_t judge = judge_new();
    test_random random = { 72 };
    geo_shape shape;
    geo_shape_init(&shape);
    for (unsigned round = 0; round < 1500; round++) {
        double extent = 30;
        switch (round % 3) {
        case 0:
            geo_shape_clear(&shape, GEO_POLYGON);
            add_star(&random, &shape, (geo_vertex){ 15, 15 }, 15, 100 + random_below(&random, 500),
                     false);
            assert_true(geo_shape_end_part(&shape));
            break;
        case 1:
            make_field(&shape, 10, random_below(&random, 2) == 0);
            break;
        default:
            make_cells(judge, &random, &shape, 7, 60);
            extent = 7;
            break;
        }
        if (random_below(&random, 2) == 0) {
            reverse_rings(&shape);
        }
        double east = random_between(&random, -2, extent),
               north = random_between(&random, -2, extent);
        double side = random_between(&random, 0, round % 5 == 0 ? extent : 2);
        kbs_box box = { east, north, east + side, north + side };
        if (round % 2 == 0) {
            box = (kbs_box){ floor(east), floor(north), floor(east) + 1, floor(north) + 1 };
        }
        compare_near(&shape, box);
    }
    geo_shape_release(&shape);
    GEOS_finish_r(judge);
}

/* A parcel beside 15 000 vertices is as near to a few of them as beside 200. */
static void few_edges_are_listed(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    for (int i = 0; i <= 15000; i++) {
        double angle = i % 15000 * 6.283185307179586 / 15000;
        assert_true(geo_shape_add_vertex(&shape, 5000 * cos(angle), 3000 * sin(angle)));
    }
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    geo_edge_index *index = geo_edge_index_new(&shape);
    geo_near_edges near = { 0 };
    assert_true(geo_edge_index_near(index, (kbs_box){ 4990, -15, 5010, 15 }, &near));
    assert_true(near.count >= 20 && near.count <= 30);
    assert_true(geo_edge_index_near(index, (kbs_box){ 4000, -15, 4030, 15 }, &near));
    assert_int_equal(near.count, 0);
    assert_int_equal(near.winding, 1);
    assert_true(geo_edge_index_near(index, (kbs_box){ 6000, -15, 6030, 15 }, &near));
    assert_int_equal(near.count, 0);
    assert_int_equal(near.winding, 0);
    geo_near_edges_release(&near);
    geo_edge_index_free(index);
    geo_shape_release(&shape);
}

static void odd_shapes(void **state)
{
    (void)state;
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_LINE);
    assert_null(geo_edge_index_new(&shape));
    geo_shape_clear(&shape, GEO_MULTIPOLYGON);
    geo_edge_index *index = geo_edge_index_new(&shape);
    assert_non_null(index);
    assert_true(geo_box_is_empty(geo_edge_index_box(index)));
    assert_int_equal(geo_edge_index_locate(index, (geo_vertex){ 0, 0 }), GEO_OUTSIDE);
    geo_edge_index_free(index);
    /* rings of 0, 1 and 2 vertices do no harm */
    assert_true(geo_shape_end_ring(&shape));
    assert_true(geo_shape_add_vertex(&shape, 1, 1) && geo_shape_end_ring(&shape));
    assert_true(geo_shape_add_vertex(&shape, 1, 1) && geo_shape_add_vertex(&shape, 1, 1) &&
                geo_shape_end_ring(&shape));
    assert_true(geo_shape_end_part(&shape));
    index = geo_edge_index_new(&shape);
    assert_non_null(index);
    assert_int_equal(geo_edge_index_locate(index, (geo_vertex){ 0, 0 }), GEO_OUTSIDE);
    assert_int_equal(geo_edge_index_locate(index, (geo_vertex){ 1, 1 }), GEO_ON_BORDER);
    geo_edge_index_free(index);
    base_memory_fail_at(0);
    assert_null(geo_edge_index_new(&shape));
    base_memory_fail_at(SIZE_MAX);
    geo_edge_index_free(NULL);
    geo_shape_release(&shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locates_like_the_plain_walk),
        cmocka_unit_test(near_edges_and_winding),
        cmocka_unit_test(few_edges_are_listed),
        cmocka_unit_test(odd_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
