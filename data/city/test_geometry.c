/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Unit tests of the generator's geometry: cutting, joining, sine, Windows-1254. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mesh.h"
#include "random.h"
#include "text_encoding.h"
#include "wave.h"

static void set_shape(struct shape *s, const double *numbers, int count)
{
    s->count = 0;
    for (int i = 0; i < count; i++) {
        shape_add(s, (struct spot){ numbers[2 * i], numbers[2 * i + 1] });
    }
}

static const double u_numbers[] = { 0, 0, 30, 0, 30, 20, 20, 20, 20, 5, 10, 5, 10, 20, 0, 20 };

/*  The U of three strips 10 wide; at v = 10 the line crosses both arms and leaves the base whole. */
static void test_cut_of_a_u_gives_two_arms(void **state)
{
    (void)state;
    static struct shape s;
    static struct shape pieces[SHAPE_PIECES];

    set_shape(&s, u_numbers, 8);
    assert_true(fabs(shape_area(&s) - 450.0) < 1e-9);
    assert_int_equal(shape_cut(&s, (struct line){ { 0, 1 }, 10 }, pieces), 2);
    assert_true(fabs(shape_area(&pieces[0]) - 100.0) < 1e-9);
    assert_true(fabs(shape_area(&pieces[1]) - 100.0) < 1e-9);
    assert_int_equal(shape_cut(&s, (struct line){ { 0, -1 }, -10 }, pieces), 1);
    assert_true(fabs(shape_area(&pieces[0]) - 250.0) < 1e-9);
}

/* The dip of the boundary below the line belongs to the piece above it: one piece, two closing sides. */
static void test_piece_above_a_dip_keeps_the_dip(void **state)
{
    (void)state;
    static struct shape s;
    static struct shape pieces[SHAPE_PIECES];
    /* a block 40 x 20 whose lower side rises to v = 8 in the middle */
    const double numbers[] = { 0, 0, 10, 0, 20, 8, 30, 0, 40, 0, 40, 20, 0, 20 };

    set_shape(&s, numbers, 7);
    assert_int_equal(shape_cut(&s, (struct line){ { 0, 1 }, 4 }, pieces), 1);
    /* 40 x 16 less the part of the rise above v = 4: base 10, height 4 */
    assert_true(fabs(shape_area(&pieces[0]) - (640.0 - 20.0)) < 1e-9);
    assert_int_equal(shape_cut(&s, (struct line){ { 0, -1 }, -4 }, pieces), 2);
    assert_true(fabs(shape_area(&pieces[0]) + shape_area(&pieces[1]) - 100.0) < 1e-9);
}

static void test_cuts_lose_no_area(void **state)
{
    (void)state;
    static struct shape s;
    static struct shape pieces[SHAPE_PIECES];
    struct random r = random_stream(1, 2, 3);

    set_shape(&s, u_numbers, 8);
    for (int i = 0; i < 2000; i++) {
        const struct spot normal = spot_direction(random_between(&r, 0.0, 2.0 * CITY_PI));
        const struct line l = { normal, spot_dot(normal, (struct spot){ 15, 8 }) +
                                            random_between(&r, -14.0, 14.0) };
        double sum = 0.0;
        int count = shape_cut(&s, l, pieces);

        for (int k = 0; k < count; k++) {
            sum += shape_area(&pieces[k]);
        }
        count = shape_cut(&s, line_reversed(l), pieces);
        for (int k = 0; k < count; k++) {
            sum += shape_area(&pieces[k]);
        }
        /* a cut within a centimetre of a vertex goes through it: both sides alike */
        assert_true(fabs(sum - 450.0) < 2e-3);
    }
}

static void test_join_puts_a_vertex_where_a_neighbour_touches(void **state)
{
    (void)state;
    static struct shape s;
    struct mesh m = { 0 };
    struct spot out[16];
    const double wide[] = { 0, 0, 20, 0, 20, 10, 0, 10 };
    const double left[] = { 0, 10, 8, 10, 8, 30, 0, 30 };
    const double right[] = { 8, 10, 20, 10, 20, 30, 8, 30 };

    set_shape(&s, wide, 4);
    assert_int_equal(mesh_add(&m, &s), 0);
    set_shape(&s, left, 4);
    assert_int_equal(mesh_add(&m, &s), 1);
    set_shape(&s, right, 4);
    assert_int_equal(mesh_add(&m, &s), 2);
    mesh_join(&m);
    assert_int_equal(m.ring[0].count, 5); /* the wide one gets 8,10 */
    assert_int_equal(m.ring[1].count, 4);
    assert_int_equal(m.ring[2].count, 4);

    const int l_shape[] = { 0, 1 };
    /* an L of 0,0 20,0 20,10 8,10 8,30 0,30 and the old corner 0,10 */
    assert_int_equal(mesh_merge(&m, l_shape, 2, out, 16), 7);
    mesh_free(&m);
}

static void test_vertices_closer_than_half_a_centimetre_become_one(void **state)
{
    (void)state;
    static struct shape s;
    struct mesh m = { 0 };
    const double numbers[] = { 0, 0, 20, 0, 20, 10, 19.997, 10.002, 0, 10 };

    set_shape(&s, numbers, 5);
    (void)mesh_add(&m, &s);
    mesh_join(&m);
    assert_int_equal(m.ring[0].count, 4);
    mesh_free(&m);
}

static void test_sine_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (int i = -20000; i <= 20000; i++) {
        const double angle = (double)i * 0.0137;

        assert_true(fabs(wave_sin(angle) - sin(angle)) < 1e-11);
        assert_true(fabs(wave_cos(angle) - cos(angle)) < 1e-11);
    }
}

static void test_turkish_letters_in_windows_1254(void **state)
{
    (void)state;
    char out[32];
    const char expected[] = "\xe7\xc7\xf0\xd0\xfd\xdd\xf6\xd6\xfe\xde\xfc\xdc\xe2\xee Ii";
    const size_t count = encode_text(ENCODING_CP1254, "çÇğĞıİöÖşŞüÜâî Ii", out, sizeof out);

    assert_int_equal(count, sizeof expected - 1);
    assert_memory_equal(out, expected, count);
}

static void test_random_numbers_are_those_of_splitmix64(void **state)
{
    (void)state;
    /* the published first values for the state 1234567 */
    struct random r = { UINT64_C(1234567) };

    assert_true(random_bits(&r) == UINT64_C(6457827717110365317));
    assert_true(random_bits(&r) == UINT64_C(3203168211198807973));
    assert_true(random_bits(&r) == UINT64_C(9817491932198370423));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_of_a_u_gives_two_arms),
        cmocka_unit_test(test_piece_above_a_dip_keeps_the_dip),
        cmocka_unit_test(test_cuts_lose_no_area),
        cmocka_unit_test(test_join_puts_a_vertex_where_a_neighbour_touches),
        cmocka_unit_test(test_vertices_closer_than_half_a_centimetre_become_one),
        cmocka_unit_test(test_sine_agrees_with_the_c_library),
        cmocka_unit_test(test_turkish_letters_in_windows_1254),
        cmocka_unit_test(test_random_numbers_are_those_of_splitmix64),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
