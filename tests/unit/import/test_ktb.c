/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Axes of roads: curves against plane geometry done by hand, sections, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "text_probe.h"

#define REST " 1 0 0 0 0 0 0 0 (0 0) (0 0)\n"

static char buffer[20000];

static void run(text_probe *p, const char *text)
{
    text_probe_run(p, ktb_read_text, "yollar/ATAT\xC3\x9CRK.KTB", text);
}

/* $YATAY of three points, the middle one with this radius, and $GECIS with these clothoids. */
static void run_curve(text_probe *p, const char *middle, const char *clothoids)
{
    snprintf(buffer, sizeof buffer,
             "$KM0\n 0.000\n$SON\n$YATAY\nBA\xDE 1000 2000 0" REST "%s" REST
             "B\xDDT 1200 2200 0" REST
             "$SON\n$GECIS\nBA\xDE 1 0 0\nSOME1 1 %s\nB\xDDT 1 0 0\n$SON\n",
             middle, clothoids);
    run(p, buffer);
}

static double length_of(const text_probe *p)
{
    const geo_vertex *v = drawing_vertices(&p->d, &p->d.objects[0]);
    double length = 0;
    for (size_t i = 1; i < p->d.objects[0].vertex_count; i++) {
        length += hypot(v[i].east - v[i - 1].east, v[i].north - v[i - 1].north);
    }
    return length;
}

/* Two legs of 200 m, north then east; a circle of 100 m about 1100, 2100: the tangents take 100 m
 * each, the quarter of the circle is 157.0796 m. */
static void arc(void **state)
{
    (void)state;
    text_probe p;
    run_curve(&p, "SOME1 1000 2200 100", "0 0");
    assert_text_read(&p, 1, 0, 0);
    const drawing_object *axis = &p.d.objects[0];
    const geo_vertex *v = drawing_vertices(&p.d, axis);
    size_t last = axis->vertex_count - 1;
    assert_int_equal(axis->type, DRAWING_LINE);
    assert_int_equal(axis->flags, 0);
    assert_int_equal(axis->place, 5);
    assert_string_equal(text_probe_layer(&p, axis), "YOL_EKSEN");
    assert_string_equal(drawing_text_of(&p.d, axis->name), "ATAT\xC3\x9CRK");
    assert_text_vertex(&p, axis, 0, 1000, 2000, 0);
    assert_text_vertex(&p, axis, 1, 1000, 2100, 1e-9);
    assert_text_vertex(&p, axis, last - 1, 1100, 2200, 1e-9);
    assert_text_vertex(&p, axis, last, 1200, 2200, 0);
    for (size_t i = 1; i < last; i++) {
        assert_true(fabs(hypot(v[i].east - 1100, v[i].north - 2100) - 100) < 1e-9);
        double chord = hypot(v[i + 1].east - v[i].east, v[i + 1].north - v[i].north);
        assert_true(i + 1 == last || chord * chord / 800 <= 0.001); /* sagitta */
    }
    assert_true(fabs(length_of(&p) - 357.079633) < 0.001);
    text_probe_release(&p);
}

static void corner_and_straight(void **state)
{
    (void)state;
    text_probe p;
    run_curve(&p, "SOME1 1000 2200 0", "0 0");
    assert_text_read(&p, 1, 0, 0);
    assert_int_equal(p.d.objects[0].vertex_count, 3);
    assert_text_vertex(&p, &p.d.objects[0], 1, 1000, 2200, 0);
    text_probe_release(&p);
    run_curve(&p, "SOME1 1100 2100 500", "50 50");
    assert_text_read(&p, 1, 0, 0);
    assert_int_equal(p.d.objects[0].vertex_count, 3);
    text_probe_release(&p);
}

/* The curve must end on the second tangent, going its way; that is where clothoids, arc and tangents
 * agree with each other. The first metres follow s³/6RL. */
static void assert_clothoids(const text_probe *p, double tangent_in, double tangent_out, double in,
                             double length)
{
    const drawing_object *axis = &p->d.objects[0];
    const geo_vertex *v = drawing_vertices(&p->d, axis);
    size_t last = axis->vertex_count - 1;
    assert_text_vertex(p, axis, 1, 1000, 2200 - tangent_in, 2e-3);
    assert_text_vertex(p, axis, last - 1, 1000 + tangent_out, 2200, 2e-3);
    assert_true(fabs(v[last - 1].north - 2200) < 1e-8);
    assert_true(fabs(v[last - 1].north - v[last - 2].north) < 0.001);
    double s = 0;
    for (size_t i = 2; i < 8 && s < in / 4; i++) {
        s += hypot(v[i].east - v[i - 1].east, v[i].north - v[i - 1].north);
        assert_true(fabs(v[i].east - 1000 - s * s * s / (6 * 100 * in)) < 1e-4);
    }
    assert_true(fabs(length_of(p) - length) < 0.003);
}

static void clothoids(void **state)
{
    (void)state;
    text_probe p;
    /* L 60 on both sides: p = 1.5, k = 30 - 0.09, T = 101.5 + 29.91, curve 157.0796 + 60 */
    run_curve(&p, "SOME1 1000 2200 100", "60 60");
    assert_text_read(&p, 1, 0, 0);
    double left_out = 3600.0 * 3600 / 2688 / 1e6; /* the next term of p */
    assert_clothoids(&p, 131.41 - left_out, 131.41 - left_out, 60,
                     400 - 262.82 + 217.079633 + 2 * left_out);
    text_probe_release(&p);
    /* L 60 in, 30 out: p 1.5 and 0.375, k 29.91 and 14.98875;
     * T in = 29.91 + 100.375, T out = 14.98875 + 101.5, curve 157.0796 + 45 */
    run_curve(&p, "SOME1 1000 2200 100", "60 30");
    assert_text_read(&p, 1, 0, 0);
    assert_clothoids(&p, 130.285, 116.48875 - left_out, 60,
                     400 - 246.77375 + 202.079633 + left_out);
    text_probe_release(&p);
    run_curve(&p, "SOME1 1000 2200 100", "0 30");
    assert_text_read(&p, 1, 0, 0);
    assert_text_vertex(&p, &p.d.objects[0], 1, 1000, 2200 - 100.375, 1e-3);
    text_probe_release(&p);
}

static void left_turn(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "$YATAY\na 0 0 0\nb 200 0 100\nc 200 200 0\n$SON\n");
    assert_text_read(&p, 1, 0, 0);
    const geo_vertex *v = drawing_vertices(&p.d, &p.d.objects[0]);
    for (size_t i = 1; i + 1 < p.d.objects[0].vertex_count; i++) {
        assert_true(fabs(hypot(v[i].east - 100, v[i].north - 100) - 100) < 1e-9);
    }
    assert_true(fabs(length_of(&p) - 357.079633) < 0.001);
    text_probe_release(&p);
}

static void does_not_fit(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "SOME1 1000 2200 250", "0 0" },   { "SOME1 1000 2200 100", "200 200" },
        { "SOME1 1000 2200 190", "60 60" }, { "SOME1 1000 2200 -5", "0 0" },
        { "SOME1 1000 2200 5", "-1 0" },    { "SOME1 1000 2200 0.0001", "1 0" }
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_probe p;
        run_curve(&p, cases[i][0], cases[i][1]);
        assert_int_equal(p.code, KBS_INPUT);
        const kbs_finding *f = text_probe_finding(&p, "ktb.curve");
        assert_string_equal(f->found, "SOME1");
        text_probe_release(&p);
    }
    text_probe p;
    run(&p, "$YATAY\na 0 0 0\nb 0 200 100\nc 0 0 0\n$SON\n"); /* straight back */
    assert_text_refused(&p, KBS_INPUT, "ktb.curve", 3);
    text_probe_release(&p);
    run(&p, "$YATAY\na 0 0 0\nb 0 200 120\nc 150 200 120\nd 150 0 0\n$SON\n");
    assert_text_refused(&p, KBS_INPUT, "ktb.curve", 4);
    text_probe_release(&p);
}

static void sections(void **state)
{
    (void)state;
    text_probe p;
    static const struct {
        const char *text, *code;
        int64_t line;
    } bad[] = {
        { "$YATAY\na 0 0 0\nb 0 1 0\n", "ktb.open-section", 1 },
        { "$KM0\n0\n$YATAY\na 0 0 0\nb 0 1 0\n$SON\n", "ktb.open-section", 1 },
        { "$KM0\n0\n$SON\n", "ktb.no-axis", 0 },
        { "$YATAY\n$SON\n", "ktb.no-axis", 0 },
        { "$YATAY\na 0 0 0\n$SON\n", "ktb.no-axis", 0 },
        { "$YATAY\na 0 0 0\nb 0 x 0\n$SON\n", "ktb.number", 3 },
        { "$YATAY\na 0 0 0\nb 0 1\n$SON\n", "ktb.number", 3 },
        { "$YATAY\na 0 0 0\nb 0 1e9 0\n$SON\n", "ktb.number", 3 },
        { "$YATAY\na 0 0 0\nb 0 nan 0\n$SON\n", "ktb.number", 3 },
        { "$YATAY\na 0 0 0\nb 0 0 5\nc 0 1 0\n$SON\n", "ktb.point-twice", 3 },
        { "$YATAY\na 0 0 0\nb 0 1 0\n$SON\n$GECIS\na 1 x 0\n$SON\n", "ktb.number", 6 },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        run(&p, bad[i].text);
        assert_text_refused(&p, KBS_INPUT, bad[i].code, bad[i].line);
        text_probe_release(&p);
    }
    run(&p, "$DVR_PRM\nA=1\n$SON\n$KM0\n 100\n$SON\n$YATAY\na 0 0 0\n\nb 0 50 0\n$SON\n$YATAY\nq\n"
            "$SON\n$GECIS\nz 1 5 5\n$SON\n$DUSEY\n 100 5 0 0\n 151 6 0 0\n$SON\n");
    assert_text_read(&p, 1, 3, 2);
    assert_string_equal(text_probe_finding(&p, "ktb.point-missing")->found, "z");
    assert_string_equal(text_probe_finding(&p, "ktb.length")->found, "150.000");
    assert_string_equal(text_probe_finding(&p, "ktb.length")->expected, "151.000");
    text_probe_release(&p);
}

static void many_points(void **state)
{
    (void)state;
    size_t size = 400000;
    char *text = malloc(size);
    assert_non_null(text);
    size_t n = (size_t)snprintf(text, size, "$YATAY\n");
    for (int i = 0; i <= 10000; i++) {
        n += (size_t)snprintf(text + n, size - n, "p%d %d %d 0\n", i, i, i % 2);
    }
    (void)snprintf(text + n, size - n, "$SON\n");
    text_probe p;
    run(&p, text);
    assert_text_refused(&p, KBS_INPUT, "ktb.too-long", 10002);
    text_probe_release(&p);
    /* curves of 10 000 km: 1 000 000 chords are too many */
    n = (size_t)snprintf(text, size, "$YATAY\n");
    for (int i = 0; i < 100; i++) {
        n += (size_t)snprintf(text + n, size - n, "p%d %d %d %d\n", i, i % 2 * 50000000,
                              i * 1000000 - 50000000, 1000000);
    }
    (void)snprintf(text + n, size - n, "$SON\n");
    run(&p, text);
    assert_int_equal(p.code, KBS_INPUT);
    text_probe_release(&p);
    free(text);
}

static void memory_out(void **state)
{
    (void)state;
    static const char text[] =
        "$YATAY\na 0 0 0\nb 0 200 100\nc 200 200 0\n$SON\n$DUSEY\n0 0\n$SON\n";
    for (size_t n = 0;; n++) {
        text_probe p;
        drawing_init(&p.d);
        base_findings_init(&p.findings);
        base_memory_fail_at(n);
        p.code = ktb_read_text(&p.d, text, sizeof text - 1, "a.ktb", &p.findings);
        base_memory_fail_at(SIZE_MAX);
        bool is_done = p.code == KBS_OK && p.findings.count == 1 && !p.findings.failed;
        assert_true(p.code == KBS_OK || p.code == KBS_MEMORY);
        text_probe_release(&p);
        if (is_done && n > 15) {
            return;
        }
        assert_true(n < 200);
    }
}

static void bids(void **state)
{
    (void)state;
    const drawing_format *f = &drawing_format_ktb;
    assert_int_equal(text_probe_bid(f, "a.ktb", "$DVR_PRM\nA=1\n"), 95);
    assert_int_equal(text_probe_bid(f, "a.txt", "\n  $YATAY\n"), 95);
    assert_int_equal(text_probe_bid(f, "a.ktb", "$PROFILPARAMS\n"), 0);
    assert_int_equal(text_probe_bid(f, "a.ktb", ""), 0);
}

static void sample(void **state)
{
    (void)state;
    text_probe p;
    text_probe_file(&p, &drawing_format_ktb, text_probe_sample("netcad/road/GUZERGAH.KTB"));
    assert_text_read(&p, 1, 3, 0); /* $DVR_PRM, $PROFILPARAMS, $DUSEY; the profile's end agrees */
    const drawing_object *axis = &p.d.objects[0];
    assert_string_equal(drawing_text_of(&p.d, axis->name), "GUZERGAH");
    assert_text_vertex(&p, axis, 0, 558130.81968, 4615078.73463, 0);
    assert_text_vertex(&p, axis, axis->vertex_count - 1, 560243.03095, 4615895.02894, 0);
    assert_true(fabs(length_of(&p) - 2916.5746) < 0.001);
    text_probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arc),          cmocka_unit_test(corner_and_straight),
        cmocka_unit_test(clothoids),    cmocka_unit_test(left_turn),
        cmocka_unit_test(does_not_fit), cmocka_unit_test(sections),
        cmocka_unit_test(many_points),  cmocka_unit_test(memory_out),
        cmocka_unit_test(bids),         cmocka_unit_test(sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
