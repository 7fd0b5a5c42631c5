/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The exact relation of two areas, both ways of deciding it, against GEOS' matrix on exact coordinates. */
#include "oracle.h"

#include "base/memory.h"
#include "geo/relate.h"

typedef struct fixture {
    GEOSContextHandle_t judge;
    geo_near_edges a_edges, b_edges;
    geo_touch_list touches;
    geo_shape a, b;
    unsigned free, entered, unknown, disjoint, touching, covered, overlapping;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->judge = judge_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    geo_near_edges_release(&f->a_edges);
    geo_near_edges_release(&f->b_edges);
    base_free(f->touches.items);
    geo_shape_release(&f->a);
    geo_shape_release(&f->b);
    GEOS_finish_r(f->judge);
    free(f);
    return 0;
}

static geo_relation judge_relation(fixture *f)
{
    GEOSGeometry *p = judge_geometry(f->judge, &f->a);
    GEOSGeometry *q = judge_geometry(f->judge, &f->b);
    geo_relation r = { .borders_meet = GEOSRelatePattern_r(f->judge, p, q, "****T****") == 1,
                       .interiors_meet = GEOSRelatePattern_r(f->judge, p, q, "T********") == 1,
                       .covered = GEOSCoveredBy_r(f->judge, p, q) == 1 };
    GEOSGeom_destroy_r(f->judge, p);
    GEOSGeom_destroy_r(f->judge, q);
    return r;
}

static bool same_relation(const geo_relation *a, const geo_relation *b)
{
    return a->borders_meet == b->borders_meet && a->interiors_meet == b->interiors_meet &&
           a->covered == b->covered && !a->too_complex && !b->too_complex;
}

/* The pair as it is; both have to be sound. */
static void compare(fixture *f, unsigned round)
{
    double area;
    geo_relation relation, convex;
    kbs_box box = geo_shape_box(&f->a);
    geo_edge_index *index = geo_edge_index_new(&f->b);
    assert_non_null(index);
    if (!geo_box_meets(box, geo_edge_index_box(index))) {
        geo_edge_index_free(index);
        return;
    }
    assert_true(geo_edge_index_near(index, box, &f->b_edges));
    assert_true(geo_near_edges_of_shape(&f->a, &f->a_edges, &area));
    const geo_relate_input input = { &f->a, &f->a_edges, NULL, box, index, &f->b_edges };
    const geo_relation expected = judge_relation(f);
    assert_true(geo_areas_relate(&input, &f->touches, &relation));
    bool right = same_relation(&relation, &expected) ||
                 /* a crossing is the end: whether borders meet is known, the rest too */
                 (expected.interiors_meet && !expected.covered && relation.interiors_meet &&
                  !relation.covered);
    geo_convex_answer answer = geo_convex_relate(&input, &convex);
    switch (answer) {
    case GEO_CONVEX_UNKNOWN:
        f->unknown++;
        break;
    case GEO_CONVEX_ENTERED:
        right = right && expected.interiors_meet && !expected.covered;
        f->entered++;
        break;
    case GEO_CONVEX_FREE:
        right = right && same_relation(&convex, &expected);
        f->free++;
        break;
    }
    if (!right) {
        print_shape("a", &f->a);
        print_shape("b", &f->b);
        fail_msg("round %u: borders %d insides %d covered %d, answer %d; GEOS %d %d %d", round,
                 relation.borders_meet, relation.interiors_meet, relation.covered, answer,
                 expected.borders_meet, expected.interiors_meet, expected.covered);
    }
    f->disjoint += !expected.borders_meet && !expected.interiors_meet;
    f->touching += expected.borders_meet && !expected.interiors_meet;
    f->covered += expected.covered;
    f->overlapping += expected.interiors_meet && !expected.covered;
    geo_edge_index_free(index);
}

/* Up to four corners on a small grid, so that most are convex and touch. */
static void small_polygons(void **state)
{
    fixture *f = *state;
    test_random random = { 91 };
    for (unsigned round = 0; round < 20000; round++) {
        geo_shape *shapes[2] = { &f->a, &f->b };
        for (int k = 0; k < 2; k++) {
            geo_shape_clear(shapes[k], GEO_POLYGON);
            unsigned corners = 3 + random_below(&random, 2);
            for (unsigned i = 0; i < corners; i++) {
                assert_true(geo_shape_add_vertex(shapes[k], random_below(&random, 5),
                                                 random_below(&random, 5)));
            }
            geo_vertex v = shapes[k]->vertices[0];
            assert_true(geo_shape_add_vertex(shapes[k], v.east, v.north));
            assert_true(geo_shape_end_ring(shapes[k]) && geo_shape_end_part(shapes[k]));
        }
        if (judge_valid(f->judge, &f->a) && judge_valid(f->judge, &f->b)) {
            compare(f, round);
        }
    }
    assert_true(f->free > 1000 && f->entered > 1000 && f->unknown > 500);
    assert_true(f->disjoint > 200 && f->touching > 500 && f->covered > 50 && f->overlapping > 1000);
}

/* Rectangles against unions of cells: the parcel in a hole, in a notch, along many edges. */
static void rectangles_and_cells(void **state)
{
    fixture *f = *state;
    test_random random = { 92 };
    for (unsigned round = 0; round < 3000; round++) {
        make_cells(f->judge, &random, &f->b, 2 + random_below(&random, 5),
                   30 + random_below(&random, 65));
        for (size_t i = 0; i < f->b.vertex_count; i++) {
            f->b.vertices[i].east *= 2;
            f->b.vertices[i].north *= 2;
        }
        double east = random_below(&random, 9), north = random_below(&random, 9);
        double width = 1 + random_below(&random, 4), height = 1 + random_below(&random, 4);
        const double square[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
        geo_shape_clear(&f->a, GEO_POLYGON);
        for (int i = 0; i < 5; i++) {
            assert_true(geo_shape_add_vertex(&f->a, east + width * square[i][0],
                                             north + height * square[i][1]));
        }
        assert_true(geo_shape_end_ring(&f->a) && geo_shape_end_part(&f->a));
        if (random_below(&random, 2) == 0) {
            turn_shape(&f->a);
            turn_shape(&f->b);
        }
        if (random_below(&random, 2) == 0) {
            reverse_rings(&f->a);
        }
        compare(f, round);
    }
    assert_int_equal(f->unknown, 0);
    assert_true(f->free > 500 && f->entered > 500);
    assert_true(f->touching > 300 && f->covered > 300);
}

/* Concave and with holes, both: only the general way. */
static void cells_and_cells(void **state)
{
    fixture *f = *state;
    test_random random = { 93 };
    for (unsigned round = 0; round < 3000; round++) {
        make_cells(f->judge, &random, &f->a, 2 + random_below(&random, 4),
                   20 + random_below(&random, 70));
        make_cells(f->judge, &random, &f->b, 2 + random_below(&random, 5),
                   20 + random_below(&random, 75));
        shift_shape(&f->a, random_below(&random, 4), random_below(&random, 4));
        compare(f, round);
    }
    assert_true(f->unknown > 1000);
    assert_true(f->touching > 100 && f->covered > 100 && f->overlapping > 500);
}

/* Straight corners do not make a ring concave; holes and parts do. */
static void what_is_convex(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *wkt;
        bool convex;
    } cases[] = {
        { "POLYGON((0 0,4 0,4 4,0 4,0 0))", true },
        { "POLYGON((0 0,0 4,4 4,4 0,0 0))", true },
        { "POLYGON((0 0,2 0,4 0,4 4,0 4,0 2,0 0))", true },
        { "POLYGON((0 0,4 0,4 4,2 3,0 4,0 0))", false },
        { "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,1 1))", false },
        { "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)))", true },
        { "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((9 9,9 8,8 8,9 9)))", false },
    };
    shape_from_wkt(f->judge, "POLYGON((1 -9,2 -9,2 9,1 9,1 -9))", &f->b);
    geo_edge_index *index = geo_edge_index_new(&f->b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double area;
        geo_relation relation;
        shape_from_wkt(f->judge, cases[i].wkt, &f->a);
        kbs_box box = geo_shape_box(&f->a);
        assert_true(geo_edge_index_near(index, box, &f->b_edges));
        assert_true(geo_near_edges_of_shape(&f->a, &f->a_edges, &area));
        const geo_relate_input input = { &f->a, &f->a_edges, NULL, box, index, &f->b_edges };
        assert_int_equal(geo_convex_relate(&input, &relation),
                         cases[i].convex ? GEO_CONVEX_ENTERED : GEO_CONVEX_UNKNOWN);
    }
    geo_edge_index_free(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(small_polygons, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rectangles_and_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_and_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_convex, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
