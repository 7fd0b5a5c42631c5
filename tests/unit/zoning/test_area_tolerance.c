/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* AT-01: the three worked cases of the regulation's table, the upper ends of all brackets, and a
 * second way of computing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kbs/zoning.h>

#include "zoning/area_tolerance.h"

static void assert_tolerance(double area_m2, int64_t hundredths)
{
    double tolerance = kbs_area_tolerance_m2(area_m2);
    assert_int_equal(llround(tolerance * 100.0), hundredths);
    assert_true(tolerance == (double)hundredths / 100.0);
}

static void area_tolerance__worked_cases(void **state)
{
    (void)state;
    assert_tolerance(64.00, 158);
    assert_tolerance(713.26, 737);
    assert_tolerance(720.10, 740);
    assert_tolerance(12345.67, 4684);
}

static void area_tolerance__upper_ends(void **state)
{
    (void)state;
    assert_tolerance(0.0, 0);
    assert_tolerance(10.0, 50);
    assert_tolerance(100.0, 230);
    assert_tolerance(500.0, 630);
    assert_tolerance(1000.0, 880);
    assert_tolerance(5000.0, 2480);
    assert_tolerance(25000.0, 8480);
    assert_tolerance(1025000.0, 8480 + 150000);
}

/* Halves go up, and are found as halves: 9.90 m² has 0.495, 10.10 m² has 0.502. In binary fractions
 * 0.495 is less. */
static void area_tolerance__halves(void **state)
{
    (void)state;
    assert_tolerance(9.90, 50);
    assert_tolerance(9.89, 49);
    assert_tolerance(10.25, 51);   /* 0.505 */
    assert_tolerance(100.50, 231); /* 2.305 */
}

/* The closed form of the table: constant at the lower end, rate above it; in units of a millionth
 * m². */
static void area_tolerance__closed_form(void **state)
{
    static const int64_t lower[] = { 0, 1000, 10000, 50000, 100000, 500000, 2500000 };
    static const int64_t constant[] = { 0, 50, 230, 630, 880, 2480, 8480 };
    static const int64_t rate[] = { 500, 200, 100, 50, 40, 30, 15 }; /* per 10 000 */
    (void)state;
    for (int64_t area = 0; area < 4000000; area += 7) {
        size_t bracket = 6;
        while (lower[bracket] > area) {
            bracket--;
        }
        int64_t exact = constant[bracket] * 10000 + (area - lower[bracket]) * rate[bracket];
        assert_int_equal(zoning_tolerance_hundredths(area), (exact + 5000) / 10000);
    }
}

static void area_tolerance__no_area(void **state)
{
    (void)state;
    assert_true(kbs_area_tolerance_m2(-0.01) == KBS_NO_VALUE);
    assert_true(kbs_area_tolerance_m2((double)NAN) == KBS_NO_VALUE);
    assert_true(kbs_area_tolerance_m2((double)INFINITY) == KBS_NO_VALUE);
    assert_true(kbs_area_tolerance_m2(1e300) == KBS_NO_VALUE);
    assert_true(kbs_area_tolerance_m2(9.0e13) > 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_tolerance__worked_cases),
        cmocka_unit_test(area_tolerance__upper_ends),
        cmocka_unit_test(area_tolerance__halves),
        cmocka_unit_test(area_tolerance__closed_form),
        cmocka_unit_test(area_tolerance__no_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
