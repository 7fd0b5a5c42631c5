/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Soundness of shapes: each defect by hand, our own check against GEOS over random rings, and the grouping of a record's rings. */
#include "oracle.h"

#include "base/memory.h"
#include "geo/geos.h"
#include "geo/measure.h"
#include "geo/ring_check.h"

#define PATIENT_S 30.0

typedef struct fixture {
    GEOSContextHandle_t judge;
    geo_geos *geos;
    geo_shape shape;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->judge = judge_new();
    f->geos = geo_geos_new();
    assert_non_null(f->geos);
    geo_shape_init(&f->shape);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    geo_shape_release(&f->shape);
    geo_geos_free(f->geos);
    GEOS_finish_r(f->judge);
    free(f);
    return 0;
}

/* ---- each defect ---- */

typedef struct defect_case {
    const char *wkt;
    geo_defect defect;
    size_t ring;
    double east, north; /* where */
} defect_case;

static const defect_case defect_cases[] = {
    { "POLYGON((0 0,10 0,10 10,0 10,0 0))", GEO_SOUND, 0, 0, 0 },
    { "POLYGON((0 0,0 10,10 10,10 0,0 0))", GEO_SOUND, 0, 0, 0 },
    { "POLYGON((0 0,5 0,10 0,10 10,0 10,0 5,0 0))", GEO_SOUND, 0, 0,
      0 }, /* straight on at a corner */
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))", GEO_SOUND, 0, 0, 0 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,4 4,4 6,0 5))", GEO_SOUND, 0, 0,
      0 }, /* hole touches shell once */
    { "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((1 1,2 1,2 2,1 2,1 1)))", GEO_SOUND, 0, 0, 0 },
    { "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(2 2,2 7,7 7,7 2,2 2)),((2 4,4 2,7 4,4 7,2 4)))",
      GEO_SOUND, 0, 0, 0 },
    { "POINT(1 2)", GEO_SOUND, 0, 0, 0 },
    { "LINESTRING(0 0,1 1)", GEO_SOUND, 0, 0, 0 },
    { "LINESTRING(0 0,2 2,2 0,0 2)", GEO_SOUND, 0, 0, 0 }, /* lines may cross themselves */
    { "POLYGON EMPTY", GEO_EMPTY, 0, 0, 0 },
    { "MULTIPOLYGON EMPTY", GEO_EMPTY, 0, 0, 0 },
    { "POINT(1 200000000)", GEO_OUT_OF_RANGE, 0, 1, 2e8 },
    { "LINESTRING(3 3,3 3)", GEO_FEW_VERTICES, 0, 3, 3 },
    { "POLYGON((0 0,10 0,10 0,0 0))", GEO_FEW_VERTICES, 0, 0, 0 },
    { "POLYGON((0 0,4 4,8 8,0 0))", GEO_ZERO_AREA, 0, 0, 0 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 2,3 3,1 1))", GEO_ZERO_AREA, 1, 1, 1 },
    { "POLYGON((0 0,10 0,10 10,10 20,10 10,0 10,0 0))", GEO_SPIKE, 0, 10, 20 },
    { "POLYGON((0 0,10 0,10 20,10 10,0 10,0 0))", GEO_SPIKE, 0, 10, 20 },
    { "POLYGON((0 0,10 0,20 0,10 0,10 10,0 10,0 0))", GEO_SPIKE, 0, 20, 0 },
    { "POLYGON((0 0,10 10,10 0,0 10,0 0))", GEO_SELF_CROSSING, 0, 5, 5 },
    { "POLYGON((0 0,4 0,4 8,0 8,0 6,4 6,4 2,0 2,0 0))", GEO_SELF_CROSSING, 0, 4,
      6 }, /* along a piece */
    { "POLYGON((0 0,4 4,8 0,8 8,4 4,0 8,0 0))", GEO_RING_TOUCH, 0, 4, 4 },
    { "POLYGON((0 0,4 4,8 8,8 0,4 4,0 8,0 0))", GEO_SELF_CROSSING, 0, 4,
      4 }, /* crosses in a corner */
    { "POLYGON((0 0,10 0,10 10,5 0,0 10,0 0))", GEO_RING_TOUCH, 0, 5, 0 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(20 20,20 22,22 22,22 20,20 20))", GEO_HOLE_OUTSIDE, 1, 20,
      22 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,8 8,8 2,2 2),(4 4,4 6,6 6,6 4,4 4))",
      GEO_HOLE_OUTSIDE, 2, 4, 6 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,12 8,12 2,2 2))", GEO_SELF_CROSSING, 1, 10, 8 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 4,10 5,5 6,0 5))", GEO_RING_TOUCH, 1, 10,
      5 }, /* cut in two */
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 0,10 5,5 10,0 5))", GEO_RING_TOUCH, 1, 0, 0 },
    { "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 2,0 8,5 8,5 2,0 2))", GEO_SELF_CROSSING, 1, 0, 8 },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((2 2,4 2,4 4,2 4,2 2)))", GEO_NESTED_SHELLS, 1, 2,
      2 },
    { "MULTIPOLYGON(((2 2,4 2,4 4,2 4,2 2)),((0 0,10 0,10 10,0 10,0 0)))", GEO_NESTED_SHELLS, 1, 0,
      0 },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((0 5,5 0,10 5,5 10,0 5)))", GEO_NESTED_SHELLS, 1,
      0, 5 },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 5,15 5,15 15,5 15,5 5)))", GEO_PARTS_OVERLAP, 1,
      10, 5 },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((10 2,20 2,20 8,10 8,10 2)))", GEO_PARTS_OVERLAP,
      1, 10, 8 },
    { "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((0 0,10 0,10 10,0 10,0 0)))", GEO_PARTS_OVERLAP, 1,
      0, 0 },
};

static void each_defect(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof defect_cases / sizeof *defect_cases; i++) {
        const defect_case *c = &defect_cases[i];
        shape_from_wkt(f->judge, c->wkt, &f->shape);
        geo_defect_place place = geo_shape_check(&f->shape, i % 2 ? f->geos : NULL, PATIENT_S);
        bool somewhere = c->defect == GEO_SOUND || c->defect == GEO_EMPTY ||
                         (c->east == 0 && c->north == 0) ||
                         (place.where.east == c->east && place.where.north == c->north);
        if (place.defect != c->defect || place.ring != c->ring || !somewhere) {
            fail_msg("%s: %s ring %zu at %g %g", c->wkt, geo_defect_name(place.defect), place.ring,
                     place.where.east, place.where.north);
        }
    }
}

/* GEOS makes no geometry of these, so they are made by hand. */
static void numbers_and_open_rings(void **state)
{
    fixture *f = *state;
    geo_shape *s = &f->shape;
    const double bad[3] = { NAN, INFINITY, -INFINITY };
    for (int i = 0; i < 3; i++) {
        shape_from_wkt(f->judge, "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))", s);
        s->vertices[1].east = 3e8; /* out of range, but the other is worse */
        s->vertices[6].north = bad[i];
        geo_defect_place place = geo_shape_check(s, f->geos, PATIENT_S);
        assert_int_equal(place.defect, GEO_NOT_FINITE);
        assert_int_equal(place.ring, 1);
        s->vertices[6].north = 4;
        place = geo_shape_check(s, f->geos, PATIENT_S);
        assert_int_equal(place.defect, GEO_OUT_OF_RANGE);
        assert_int_equal(place.ring, 0);
        assert_true(place.where.east == 3e8);
    }
    shape_from_wkt(f->judge, "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))", s);
    s->vertices[9] = (geo_vertex){ 5, 6 };
    geo_defect_place place = geo_shape_check(s, NULL, PATIENT_S);
    assert_int_equal(place.defect, GEO_OPEN_RING);
    assert_int_equal(place.ring, 1);
    assert_true(place.gap_m == 5);
    /* a ring without vertices beside one with some */
    geo_shape_clear(s, GEO_POLYGON);
    assert_true(geo_shape_end_ring(s));
    assert_true(geo_shape_add_vertex(s, 0, 0) && geo_shape_end_ring(s) && geo_shape_end_part(s));
    assert_int_equal(geo_shape_check(s, f->geos, PATIENT_S).defect, GEO_FEW_VERTICES);
}

static void every_defect_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i <= GEO_TOO_COMPLEX; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(geo_defect_name((geo_defect)i), geo_defect_name((geo_defect)k));
        }
    }
}

/* ---- against GEOS ---- */

static void compare_with_judge(fixture *f, const char *what, unsigned round, unsigned *sound)
{
    bool valid = judge_valid(f->judge, &f->shape);
    geo_defect_place own = geo_shape_check(&f->shape, NULL, PATIENT_S);
    geo_defect_place both = geo_shape_check(&f->shape, f->geos, PATIENT_S);
    if ((own.defect == GEO_SOUND) != valid || own.defect != both.defect) {
        print_shape(what, &f->shape);
        fail_msg("%s %u: GEOS says valid %d, we say %s and with GEOS %s", what, round, valid,
                 geo_defect_name(own.defect), geo_defect_name(both.defect));
    }
    *sound += valid;
}

/* Few vertices on a small grid: every kind of touch, spike and crossing. */
static void random_small_rings(void **state)
{
    fixture *f = *state;
    test_random random = { 31 };
    unsigned sound = 0, rounds = 30000;
    for (unsigned round = 0; round < rounds; round++) {
        geo_shape_clear(&f->shape, GEO_POLYGON);
        unsigned corners = 3 + random_below(&random, 5);
        for (unsigned i = 0; i < corners; i++) {
            assert_true(geo_shape_add_vertex(&f->shape, random_below(&random, 5),
                                             random_below(&random, 5)));
        }
        geo_vertex first = f->shape.vertices[0];
        assert_true(geo_shape_add_vertex(&f->shape, first.east, first.north));
        assert_true(geo_shape_end_ring(&f->shape) && geo_shape_end_part(&f->shape));
        geo_shape_drop_repeated(&f->shape);
        if (f->shape.vertex_count >= 4) {
            compare_with_judge(f, "small", round, &sound);
        }
    }
    assert_true(sound > rounds / 20);
    assert_true(sound < rounds * 19 / 20);
}

/* Squares on a grid as shells, holes and parts: everything that rings can do to each other. */
static void random_squares(void **state)
{
    fixture *f = *state;
    test_random random = { 32 };
    unsigned sound = 0, rounds = 30000;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned parts = 1 + random_below(&random, 3);
        geo_shape_clear(&f->shape, parts > 1 ? GEO_MULTIPOLYGON : GEO_POLYGON);
        for (unsigned part = 0; part < parts; part++) {
            unsigned holes = random_below(&random, 3);
            for (unsigned ring = 0; ring <= holes; ring++) {
                double side =
                    ring == 0 ? 3 + random_below(&random, 5) : 1 + random_below(&random, 3);
                double east = random_below(&random, 8), north = random_below(&random, 8);
                bool diamond = random_below(&random, 3) == 0;
                const double square[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
                const double turned[5][2] = {
                    { 0.5, 0 }, { 1, 0.5 }, { 0.5, 1 }, { 0, 0.5 }, { 0.5, 0 }
                };
                for (int i = 0; i < 5; i++) {
                    const double *corner = diamond ? turned[i] : square[i];
                    assert_true(geo_shape_add_vertex(&f->shape, east + side * corner[0],
                                                     north + side * corner[1]));
                }
                assert_true(geo_shape_end_ring(&f->shape));
            }
            assert_true(geo_shape_end_part(&f->shape));
        }
        compare_with_judge(f, "squares", round, &sound);
    }
    assert_true(sound > rounds / 20);
    assert_true(sound < rounds * 19 / 20);
}

/* Stars with many corners, and unions of cells, some with one vertex moved: these go to GEOS, or without it through the box tree. */
static void random_large_rings(void **state)
{
    fixture *f = *state;
    test_random random = { 33 };
    unsigned sound = 0, rounds = 1500;
    for (unsigned round = 0; round < rounds; round++) {
        if (round % 2 == 0) {
            make_cells(f->judge, &random, &f->shape, 7, 30 + random_below(&random, 60));
        } else {
            geo_shape_clear(&f->shape, GEO_POLYGON);
            geo_vertex middle = { 0, 0 };
            add_star(&random, &f->shape, middle, 300, 70 + random_below(&random, 150), true);
            assert_true(geo_shape_end_part(&f->shape));
        }
        if (random_below(&random, 2) == 0) {
            size_t moved = random_below(&random, (unsigned)f->shape.vertex_count);
            bool end = false; /* of a ring: moving it would open it */
            for (size_t ring = 0, first = 0; ring < f->shape.ring_count; ring++) {
                end = end || moved == first || moved + 1 == f->shape.ring_end[ring];
                first = f->shape.ring_end[ring];
            }
            if (!end) {
                f->shape.vertices[moved].east += random_below(&random, 3);
                f->shape.vertices[moved].north -= random_below(&random, 3);
            }
        }
        geo_shape_drop_repeated(&f->shape);
        compare_with_judge(f, "large", round, &sound);
    }
    assert_true(sound > rounds / 10);
    assert_true(sound < rounds * 19 / 20);
}

/* A ring that misses itself by the smallest step there is, and one that does not. */
static void nearly_touching(void **state)
{
    fixture *f = *state;
    shape_from_wkt(f->judge, "POLYGON((0 0,10 0,10 10,5 0,0 10,0 0))", &f->shape);
    shift_shape(&f->shape, 487000, 4420000);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_RING_TOUCH);
    f->shape.vertices[3].north = nextafter(4420000, 5e6);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_SOUND);
    f->shape.vertices[3].north = nextafter(4420000, 0);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_SELF_CROSSING);
}

static void out_of_memory_is_too_complex(void **state)
{
    fixture *f = *state;
    test_random random = { 34 };
    for (int which = 0; which < 3; which++) {
        if (which == 0) { /* rings that touch */
            make_cells(f->judge, &random, &f->shape, 7, 80);
        } else if (which == 1) { /* many corners */
            geo_shape_clear(&f->shape, GEO_POLYGON);
            for (int i = 0; i < 200; i++) {
                assert_true(geo_shape_add_vertex(&f->shape, i, i % 2));
            }
            assert_true(geo_shape_add_vertex(&f->shape, 199, -1) &&
                        geo_shape_add_vertex(&f->shape, 0, -1) &&
                        geo_shape_add_vertex(&f->shape, 0, 0) && geo_shape_end_ring(&f->shape) &&
                        geo_shape_end_part(&f->shape));
        } else { /* parts whose boxes meet, one with holes */
            shape_from_wkt(
                f->judge,
                "MULTIPOLYGON(((0 0,9 0,9 9,7 9,7 2,2 2,2 9,0 9,0 0),(3 1,4 1,4 0.5,3 1),"
                "(5 1,6 1,6 0.5,5 1)),((4 4,6 4,6 6,4 6,4 4)))",
                &f->shape);
        }
        size_t failures = 0;
        for (size_t n = 0;; n++) {
            base_memory_fail_at(n);
            geo_defect defect = geo_shape_check(&f->shape, NULL, PATIENT_S).defect;
            base_memory_fail_at(SIZE_MAX);
            if (defect == GEO_SOUND) {
                break;
            }
            assert_int_equal(defect, GEO_TOO_COMPLEX);
            failures++;
        }
        assert_true(failures > 3);
    }
}

/* ---- repeated vertices ---- */

static void drops_repeated(void **state)
{
    fixture *f = *state;
    shape_from_wkt(f->judge, "POLYGON((0 0,0 0,9 0,9 9,9 9,9 9,0 9,0 0,0 0),(1 1,1 2,2 2,1 1))",
                   &f->shape);
    assert_int_equal(geo_shape_drop_repeated(&f->shape), 4);
    geo_shape expected;
    geo_shape_init(&expected);
    shape_from_wkt(f->judge, "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,1 1))", &expected);
    assert_int_equal(f->shape.vertex_count, expected.vertex_count);
    assert_memory_equal(f->shape.vertices, expected.vertices,
                        expected.vertex_count * sizeof(geo_vertex));
    assert_memory_equal(f->shape.ring_end, expected.ring_end, 2 * sizeof(uint32_t));
    assert_int_equal(geo_shape_drop_repeated(&f->shape), 0);
    /* the same point in two parts stays */
    shape_from_wkt(f->judge, "MULTIPOINT((1 1),(1 1))", &f->shape);
    assert_int_equal(geo_shape_drop_repeated(&f->shape), 0);
    geo_shape_release(&expected);
}

/* ---- grouping ---- */

/* Takes all rings of a shape into one part. */
static void flatten(geo_shape *shape)
{
    shape->type = GEO_POLYGON;
    shape->part_end[0] = (uint32_t)shape->ring_count;
    shape->part_count = 1;
}

typedef struct group_case {
    const char *rings, *grouped;
    bool changed;
} group_case;

/* Shells clockwise, as the format wants them, where `changed` is false. */
static const group_case group_cases[] = {
    { "POLYGON((0 0,0 9,9 9,9 0,0 0))", "POLYGON((0 0,0 9,9 9,9 0,0 0))", false },
    { "POLYGON((0 0,9 0,9 9,0 9,0 0))", "POLYGON((0 0,9 0,9 9,0 9,0 0))", true },
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(2 2,4 2,4 4,2 4,2 2))",
      "POLYGON((0 0,0 9,9 9,9 0,0 0),(2 2,4 2,4 4,2 4,2 2))", false },
    /* hole first */
    { "POLYGON((2 2,4 2,4 4,2 4,2 2),(0 0,0 9,9 9,9 0,0 0))",
      "POLYGON((0 0,0 9,9 9,9 0,0 0),(2 2,4 2,4 4,2 4,2 2))", false },
    /* all clockwise: containment tells the hole */
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(2 2,2 4,4 4,4 2,2 2))",
      "POLYGON((0 0,0 9,9 9,9 0,0 0),(2 2,2 4,4 4,4 2,2 2))", true },
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(20 0,20 9,29 9,29 0,20 0))",
      "MULTIPOLYGON(((0 0,0 9,9 9,9 0,0 0)),((20 0,20 9,29 9,29 0,20 0)))", false },
    /* a hole without a shell becomes a shell */
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(20 0,29 0,29 9,20 9,20 0))",
      "MULTIPOLYGON(((0 0,0 9,9 9,9 0,0 0)),((20 0,29 0,29 9,20 9,20 0)))", true },
    /* an island in a hole, rings in a muddle */
    { "POLYGON((4 4,4 5,5 5,5 4,4 4),(2 2,7 2,7 7,2 7,2 2),(0 0,0 9,9 9,9 0,0 0))",
      "MULTIPOLYGON(((4 4,4 5,5 5,5 4,4 4)),((0 0,0 9,9 9,9 0,0 0),(2 2,7 2,7 7,2 7,2 2)))",
      false },
    /* the hole touches its shell in a corner; all its corners lie on the shell */
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(0 0,5 4,4 5,0 0))",
      "POLYGON((0 0,0 9,9 9,9 0,0 0),(0 0,5 4,4 5,0 0))", false },
    { "POLYGON((0 0,0 9,9 9,9 0,0 0),(0 4,4 0,9 4,4 9,0 4))",
      "POLYGON((0 0,0 9,9 9,9 0,0 0),(0 4,4 0,9 4,4 9,0 4))", false },
    /* box inside, ring not: the notch of a U */
    { "POLYGON((0 0,0 9,2 9,2 2,7 2,7 9,9 9,9 0,0 0),(4 4,4 6,5 6,5 4,4 4))",
      "MULTIPOLYGON(((0 0,0 9,2 9,2 2,7 2,7 9,9 9,9 0,0 0)),((4 4,4 6,5 6,5 4,4 4)))", false },
};

static void assert_same_shape(const geo_shape *a, const geo_shape *b, const char *what)
{
    bool same = a->type == b->type && a->vertex_count == b->vertex_count &&
                a->ring_count == b->ring_count && a->part_count == b->part_count &&
                memcmp(a->vertices, b->vertices, a->vertex_count * sizeof *a->vertices) == 0 &&
                memcmp(a->ring_end, b->ring_end, a->ring_count * sizeof *a->ring_end) == 0 &&
                memcmp(a->part_end, b->part_end, a->part_count * sizeof *a->part_end) == 0;
    if (!same) {
        print_shape("got", a);
        print_shape("expected", b);
        fail_msg("%s", what);
    }
}

static void groups_rings(void **state)
{
    fixture *f = *state;
    geo_shape expected;
    geo_shape_init(&expected);
    for (size_t i = 0; i < sizeof group_cases / sizeof *group_cases; i++) {
        bool changed;
        shape_from_wkt(f->judge, group_cases[i].rings, &f->shape);
        shape_from_wkt(f->judge, group_cases[i].grouped, &expected);
        assert_true(geo_shape_group_rings(&f->shape, &changed));
        assert_same_shape(&f->shape, &expected, group_cases[i].rings);
        assert_int_equal(changed, group_cases[i].changed);
    }
    geo_shape_release(&expected);
}

/* Sound multi-polygons come back from their bare rings: sound, with the same area, shells and holes. */
static void groups_what_was_flat(void **state)
{
    fixture *f = *state;
    test_random random = { 35 };
    for (unsigned round = 0; round < 1500; round++) {
        make_cells(f->judge, &random, &f->shape, 7, 30 + random_below(&random, 60));
        bool told = random_below(&random, 2) == 0;
        geo_shape_orient(&f->shape, !told);
        double area = geo_shape_area_m2(&f->shape);
        size_t parts = f->shape.part_count;
        flatten(&f->shape);
        bool changed;
        assert_true(geo_shape_group_rings(&f->shape, &changed));
        assert_int_equal(changed, !told);
        assert_true(geo_shape_area_m2(&f->shape) == area);
        assert_int_equal(f->shape.part_count, parts);
        assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_SOUND);
    }
}

/* As many rings as a record may have, beside each other and in one shell, take seconds at most. */
static void groups_many_rings(void **state)
{
    fixture *f = *state;
    enum { SIDE = 300 };
    geo_shape_clear(&f->shape, GEO_POLYGON);
    for (int i = 0; i < SIDE * SIDE; i++) {
        double east = 3 * (i % SIDE) + 1, north = 3 * (i / SIDE) + 1;
        assert_true(geo_shape_add_vertex(&f->shape, east, north) &&
                    geo_shape_add_vertex(&f->shape, east + 1, north) &&
                    geo_shape_add_vertex(&f->shape, east, north + 1) &&
                    geo_shape_add_vertex(&f->shape, east, north) && geo_shape_end_ring(&f->shape));
    }
    for (int side = 0; side < 4; side++) {
        for (int i = 0; i < 3 * SIDE; i++) {
            const double at[4][2] = {
                { 0, i }, { i, 3 * SIDE }, { 3 * SIDE, 3 * SIDE - i }, { 3 * SIDE - i, 0 }
            };
            assert_true(geo_shape_add_vertex(&f->shape, at[side][0], at[side][1]));
        }
    }
    assert_true(geo_shape_add_vertex(&f->shape, 0, 0) && geo_shape_end_ring(&f->shape) &&
                geo_shape_end_part(&f->shape));
    bool changed;
    assert_true(geo_shape_group_rings(&f->shape, &changed));
    assert_false(changed);
    assert_int_equal(f->shape.part_count, 1);
    assert_int_equal(f->shape.ring_count, SIDE * SIDE + 1);
    assert_int_equal(f->shape.ring_end[0], 4 * 3 * SIDE + 1);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_SOUND);
}

/* Squares around squares, shells and holes in turn. */
static void make_nest(geo_shape *shape, int rings)
{
    geo_shape_clear(shape, GEO_POLYGON);
    for (int i = 0; i < rings; i++) {
        const double square[5][2] = {
            { -1, -1 }, { -1, 1 }, { 1, 1 }, { 1, -1 }, { -1, -1 }
        }; /* clockwise */
        for (int k = 0; k < 5; k++) {
            const double *corner = square[(rings - i) % 2 == 1 ? k : 4 - k];
            assert_true(geo_shape_add_vertex(shape, (i + 1) * corner[0], (i + 1) * corner[1]));
        }
        assert_true(geo_shape_end_ring(shape));
    }
    assert_true(geo_shape_end_part(shape));
}

static void groups_a_nest(void **state)
{
    fixture *f = *state;
    bool changed;
    make_nest(&f->shape, 2001);
    assert_true(geo_shape_group_rings(&f->shape, &changed));
    assert_false(changed);
    assert_int_equal(f->shape.part_count, 1001);
    assert_int_equal(f->shape.part_end[0], 1); /* the innermost is a shell without a hole */
    assert_int_equal(f->shape.part_end[1], 3);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_SOUND);
    /* given up, and then refused by the check */
    make_nest(&f->shape, 8001);
    assert_true(geo_shape_group_rings(&f->shape, &changed));
    assert_true(changed);
    assert_int_equal(f->shape.ring_count, 8001);
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_NESTED_SHELLS);
}

/* Long slanted teeth side by side: every box meets every other. */
static void check_gives_up(void **state)
{
    fixture *f = *state;
    enum { TEETH = 8000 };
    geo_shape_clear(&f->shape, GEO_POLYGON);
    for (int i = 0; i < TEETH; i++) {
        assert_true(geo_shape_add_vertex(&f->shape, 2 * i, 0));
        assert_true(geo_shape_add_vertex(&f->shape, 2 * i + 100000, 100000));
    }
    assert_true(geo_shape_add_vertex(&f->shape, 2 * TEETH, -1) &&
                geo_shape_add_vertex(&f->shape, 0, -1));
    assert_true(geo_shape_add_vertex(&f->shape, 0, 0) && geo_shape_end_ring(&f->shape) &&
                geo_shape_end_part(&f->shape));
    assert_int_equal(geo_shape_check(&f->shape, NULL, PATIENT_S).defect, GEO_TOO_COMPLEX);
    assert_int_equal(geo_shape_check(&f->shape, f->geos, 0.01).defect,
                     GEO_TOO_COMPLEX); /* GEOS' deadline */
}

static void grouping_without_memory(void **state)
{
    fixture *f = *state;
    geo_shape before;
    geo_shape_init(&before);
    shape_from_wkt(f->judge, group_cases[7].rings, &before);
    size_t failures = 0;
    bool ok = false;
    for (size_t n = 0; !ok; n++) {
        bool changed;
        assert_true(geo_shape_copy(&f->shape, &before));
        base_memory_fail_at(n);
        ok = geo_shape_group_rings(&f->shape, &changed);
        base_memory_fail_at(SIZE_MAX);
        if (!ok) {
            assert_same_shape(&f->shape, &before, "changed without memory");
            failures++;
        }
    }
    assert_true(failures > 5);
    geo_shape_release(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_defect, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_and_open_rings, set_up, tear_down),
        cmocka_unit_test(every_defect_has_a_name),
        cmocka_unit_test_setup_teardown(random_small_rings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_squares, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_large_rings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nearly_touching, set_up, tear_down),
        cmocka_unit_test_setup_teardown(out_of_memory_is_too_complex, set_up, tear_down),
        cmocka_unit_test_setup_teardown(drops_repeated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_rings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_what_was_flat, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_many_rings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_a_nest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_gives_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(grouping_without_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
