/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The largest remainder: worked by hand, and its promises on random data. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "zoning/rounding.h"

#define MOST_PIECES 40

static uint64_t random_state = 20240229;

static double random_unit(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static int64_t sum_of(const zoning_piece *pieces, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += pieces[i].units;
    }
    return sum;
}

/* Thirds of 100 units: the first one gets the missing unit. */
static void round__thirds(void **state)
{
    (void)state;
    zoning_piece pieces[3] = { { .exact = 100.0 / 3 },
                               { .exact = 100.0 / 3 },
                               { .exact = 100.0 / 3 } };
    zoning_round(pieces, 3, 100, 0.5);
    assert_int_equal(pieces[0].units, 34);
    assert_int_equal(pieces[1].units, 33);
    assert_int_equal(pieces[2].units, 33);
}

static void round__largest_rest_gets_the_unit(void **state)
{
    (void)state;
    zoning_piece pieces[3] = { { .exact = 10.3 }, { .exact = 20.6 }, { .exact = 5.1 } };
    zoning_round(pieces, 3, 36, 0.5);
    assert_int_equal(pieces[0].units, 10);
    assert_int_equal(pieces[1].units, 21);
    assert_int_equal(pieces[2].units, 5);
}

/* A sliver of less than half a unit gets nothing, although its rest is the largest. */
static void round__sliver_gets_nothing(void **state)
{
    (void)state;
    zoning_piece pieces[2] = { { .exact = 0.45 }, { .exact = 99.55 - 0.2 } };
    zoning_round(pieces, 2, 100, 0.5);
    assert_int_equal(pieces[0].units, 0);
    assert_int_equal(pieces[1].units, 100);
    zoning_piece tiny[2] = { { .exact = 0.3 }, { .exact = 0.4 } };
    zoning_round(tiny, 2, 1, 0.5);
    assert_int_equal(tiny[0].units, 0);
    assert_int_equal(tiny[1].units, 1);
}

static void round__nothing_at_all(void **state)
{
    (void)state;
    zoning_piece pieces[2] = { { .exact = 0.0 }, { .exact = 0.0 } };
    zoning_round(pieces, 2, 0, 0.5);
    assert_int_equal(sum_of(pieces, 2), 0);
    zoning_round(pieces, 2, 3, 0.5);
    assert_int_equal(sum_of(pieces, 2), 3);
}

/* Pieces that do not add up to the whole are stretched to it. */
static void round__not_the_whole(void **state)
{
    (void)state;
    zoning_piece pieces[3] = { { .exact = 50.2 }, { .exact = 50.9 }, { .exact = 0.6 } };
    zoning_round(pieces, 3, 100, 0.5);
    assert_int_equal(pieces[0].units, 49); /* 49.36, 50.05, 0.59 */
    assert_int_equal(pieces[1].units, 50);
    assert_int_equal(pieces[2].units, 1);
    zoning_piece wrong[2] = { { .exact = 5e15 }, { .exact = 7.0 } };
    zoning_round(wrong, 2, 4, 0.5);
    assert_int_equal(sum_of(wrong, 2), 4);
    assert_true(wrong[0].units >= 0 && wrong[1].units >= 0);
}

/* Pieces that add up: the sum is the rounded whole, each piece is less than a unit off, and order
 * is kept. */
static void round__random(void **state)
{
    (void)state;
    for (int trial = 0; trial < 100000; trial++) {
        zoning_piece pieces[MOST_PIECES];
        double exact[MOST_PIECES];
        size_t count = 1 + (size_t)(random_unit() * (MOST_PIECES - 1));
        double whole = 0.0;
        for (size_t i = 0; i < count; i++) {
            exact[i] = 0.5 + random_unit() * (trial % 3 == 0 ? 3.0 : 100000.0);
            pieces[i] = (zoning_piece){ .exact = exact[i] };
            whole += exact[i];
        }
        int64_t total = llround(whole);
        zoning_round(pieces, count, total, 0.5);
        assert_int_equal(sum_of(pieces, count), total);
        for (size_t i = 0; i < count; i++) {
            assert_true(pieces[i].exact == exact[i]);
            assert_true(fabs((double)pieces[i].units - exact[i]) < 1.0 + 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round__thirds),
        cmocka_unit_test(round__largest_rest_gets_the_unit),
        cmocka_unit_test(round__sliver_gets_nothing),
        cmocka_unit_test(round__nothing_at_all),
        cmocka_unit_test(round__not_the_whole),
        cmocka_unit_test(round__random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
