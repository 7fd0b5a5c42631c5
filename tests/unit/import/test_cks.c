/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reports: tables of points, rings by names, areas, damage. "|" stands for the bar of the table and
 * "=" for its lines; bytes() puts them in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "text_probe.h"

#define POINTS                                                                                     \
    "|    NoktaNo    |    Y     |     X     |    NoktaNo    |    Y     |     X     |\r\n"          \
    "===============================\r\n"                                                          \
    "|1              | 487000.00| 4420000.00|2              | 487040.00| 4420000.00|\r\n"          \
    "|3              | 487040.00| 4420025.00|4              | 487000.00| 4420025.00|\r\n"          \
    "|5              | 487060.00| 4420000.00|               |          |           |\r\n"          \
    "===============================\r\n\x0C\r\n"
#define PARCELS "|  Ada/Parsel   | Noktalar   |HesapAlan | D\xFCzeltme |Deng.Alan |\r\n=====\r\n"
#define TOTALS                                                                                     \
    "=====\r\n|               |    TOPLAM  |   1250.00|     +0.00|   1250.50|\r\n=====\r\n"        \
    "|Tapu Alan\xFD |   1250.00|          |          |          |\r\n"                             \
    "|TECV\xDDZ     |     27.47|          |          |          |\r\n=====\r\n"

static char buffer[20000];

static const char *bytes(const char *text)
{
    size_t n = 0;
    for (; text[n] != '\0' && n < sizeof buffer - 1; n++) {
        buffer[n] = text[n] == '|' ? '\xB3' : text[n] == '=' ? '\xC4' : text[n];
    }
    buffer[n] = '\0';
    return buffer;
}

static void run(text_probe *p, const char *text)
{
    text_probe_run(p, cks_read_text, "a.cks", bytes(text));
}

static void subdivision(void **state)
{
    (void)state;
    text_probe p;
    run(&p, " dm2  IfrazTevhid Hesaplanan\r\n\r\n" POINTS PARCELS
            "|101/A          |1,2,       |   1000.00|     +0.50|   1000.50|\r\n"
            "|               |3,4        |          |          |          |\r\n"
            "|101/B          |2,5,3      |    250.00|     +0.00|    250.00|\r\n" TOTALS);
    assert_text_read(&p, 7, 0, 0);
    const drawing_object *a = text_probe_named(&p, DRAWING_LINE, "101/A");
    assert_int_equal(a->flags, DRAWING_CLOSED);
    assert_int_equal(a->vertex_count, 5);
    assert_true(a->stated_area_m2 == 1000.50);
    assert_int_equal(a->place, 12);
    assert_text_vertex(&p, a, 1, 487040, 4420000, 0);
    assert_text_vertex(&p, a, 4, 487000, 4420000, 0);
    assert_true(geo_ring_area_m2(drawing_vertices(&p.d, a), 5) == 1000);
    assert_string_equal(text_probe_layer(&p, a), "PARSEL");
    assert_string_equal(text_probe_layer(&p, text_probe_named(&p, DRAWING_POINT, "5")), "NOKTA");
    assert_true(text_probe_named(&p, DRAWING_LINE, "101/B")->stated_area_m2 == 250);
    text_probe_release(&p);
}

/* The points of 101/A are rounded to 1 cm and its edges are 130 m long in all: 0.5 cm times 1.5
 * times 130 m is 0.975 m², and 0.0051 of the area. */
static void area_within_rounding(void **state)
{
    (void)state;
    static const struct {
        const char *area;
        size_t findings;
    } cases[] = { { "   1000.98", 0 }, { "    999.02", 0 }, { "   1000.99", 1 },
                  { "    999.01", 1 }, { "          ", 0 }, { "   1000,98", 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[2000];
        text_probe p;
        snprintf(text, sizeof text, POINTS PARCELS "|7|1,2,3,4|%s| |%s|\r\n", cases[i].area,
                 cases[i].area);
        run(&p, text);
        assert_text_read(&p, 6, 0, cases[i].findings);
        if (cases[i].findings > 0) {
            const kbs_finding *f = text_probe_finding(&p, "cks.area");
            assert_string_equal(f->found, cases[i].area + 3 + (cases[i].area[3] == ' ' ? 1 : 0));
            assert_string_equal(f->expected, "1000.00");
            assert_string_equal(f->key, "7");
            assert_int_equal(f->severity, KBS_NOTE);
        }
        text_probe_release(&p);
    }
}

static void bad_rings(void **state)
{
    (void)state;
    static const struct {
        const char *ring, *code, *found;
    } cases[] = {
        { "1,2,9,4", "cks.point-missing", "9" }, { "1,2,3,2", "cks.point-twice", "2" },
        { "1,2", "cks.ring-short", NULL },       { "1,2,1", "cks.ring-short", NULL },
        { ",,,", "cks.ring-short", NULL },       { "", "cks.ring-short", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[2000];
        text_probe p;
        snprintf(text, sizeof text, POINTS PARCELS "|7|%s| | | |\r\n|8|1,2,3,1|||\r\n",
                 cases[i].ring);
        run(&p, text);
        assert_text_read(&p, 6, 1, 1);
        const kbs_finding *f = text_probe_finding(&p, cases[i].code);
        assert_int_equal(f->severity, KBS_REFUSED);
        assert_string_equal(f->key, "7");
        assert_int_equal(f->line, 10);
        if (cases[i].found != NULL) {
            assert_string_equal(f->found, cases[i].found);
        }
        (void)text_probe_named(&p, DRAWING_LINE, "8");
        text_probe_release(&p);
    }
}

static void ambiguous_points(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "|NoktaNo|Y|X|\n|1|0|0|\n|2|5|0|\n|3|5|5|\n|3|5|5|\n|2|5|0.01|\n" PARCELS
            "|a|1,2,3||||\n|b|1,3,4||||\n|c|1,3,3||||\n");
    assert_text_read(&p, 5, 3, 3);
    assert_string_equal(text_probe_finding(&p, "cks.point-ambiguous")->found, "2");
    assert_string_equal(text_probe_finding(&p, "cks.point-missing")->found, "4");
    assert_string_equal(text_probe_finding(&p, "cks.point-twice")->found, "3");
    text_probe_release(&p);
}

static void parents_and_parts(void **state)
{
    (void)state;
    text_probe p;
    run(&p, POINTS PARCELS "|106/A|1,2,3,4|1000.00||1000.00|\n|106/20|1,2,3,4|1000.00||1000.00|\n"
                           "||TOPLAM|2000.00||2000.00|\n");
    assert_text_read(&p, 7, 0, 1);
    assert_string_equal(text_probe_finding(&p, "cks.before-and-after")->found, "2");
    text_probe_release(&p);
    run(&p, POINTS PARCELS "|106/1|1,2,3,4|1000.00||1000.00|\n|||1000.02||1000.00|\n|x|1|2|3|4|\n");
    assert_text_read(&p, 6, 0, 1);
    assert_string_equal(text_probe_finding(&p, "cks.total")->expected, "1000.00");
    text_probe_release(&p);
}

/* As scripts write them: one point a row, a height, no corners, text at the end. */
static void simple_tables(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "\r\n====\r\n| NoktaNo |    Y     |     X     |    Z    |\r\n====\r\n"
            "|  1      | -9.953   | 84.606    | 0.000   |\r\n"
            "|  2      | 103.019  | 13.214    | 12,5   |\r\n"
            "|  3      | 103.019  | 13        | |\r\n"
            "|  4      | x  | 13        | |\r\n|   | 1  | 13 | |\r\n| | | | |\r\n"
            "====\r\n         made by hand\r\n");
    assert_text_read(&p, 3, 2, 2);
    assert_int_equal(text_probe_named(&p, DRAWING_POINT, "1")->flags, 0);
    assert_int_equal(text_probe_named(&p, DRAWING_POINT, "2")->flags, DRAWING_HAS_HEIGHT);
    assert_true(text_probe_named(&p, DRAWING_POINT, "2")->height_m == 12.5f);
    assert_text_vertex(&p, text_probe_named(&p, DRAWING_POINT, "1"), 0, -9.953, 84.606, 0);
    assert_string_equal(text_probe_finding(&p, "ncn.number")->found, "x");
    (void)text_probe_finding(&p, "ncn.name-missing");
    text_probe_release(&p);
    run(&p, "| NoktaNo | Y |\n|1|5|\n| NoktaNo | Y | X |\n|2|5|6|\n");
    assert_text_read(&p, 1, 1, 1);
    (void)text_probe_finding(&p, "cks.heading");
    text_probe_release(&p);
}

static void letters(void **state)
{
    (void)state;
    text_probe p;
    run(&p,
        "|NoktaNo|Y|X|\n|\xDEi.1|0|0|\n|2|5|0|\n|3|5|5|\n" PARCELS "|101/\xDD|\xDEi.1,2,3||||\n");
    assert_text_read(&p, 4, 0, 0);
    (void)text_probe_named(&p, DRAWING_POINT, "\xC5\x9Ei.1");
    (void)text_probe_named(&p, DRAWING_LINE, "101/\xC4\xB0");
    text_probe_release(&p);
#define BAR "\xE2\x94\x82"
    text_probe_run(&p, cks_read_text, "a.cks",
                   BAR "NoktaNo" BAR "Y" BAR "X" BAR "\n" BAR "\xC3\xB3\xC5\x9E" BAR "1" BAR "2" BAR
                       "\n");
    assert_text_read(&p, 1, 0, 0);
    (void)text_probe_named(&p, DRAWING_POINT, "\xC3\xB3\xC5\x9E");
    text_probe_release(&p);
}

static void no_points(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "30.12.2017 01:09:09\nSolda\n\n====\n|  Ba\xFElang\xFD\xE7  |  Biti\xFE |\n====\n"
            "|   0+525.000 |   1+025.000 |\n");
    assert_text_refused(&p, KBS_UNSUPPORTED, "cks.no-points", 0);
    text_probe_release(&p);
    text_probe_bytes(&p, cks_read_text, "a.cks", "\xB3NoktaNo\xB3Y\xB3X\xB3\n\0", 15);
    assert_text_refused(&p, KBS_INPUT, "lines.binary", 2);
    text_probe_release(&p);
}

static void memory_out(void **state)
{
    (void)state;
    (void)bytes(POINTS PARCELS "|101/A|1,2,3,4|1005.00||1000.50|\r\n|7|1,2,9||||\r\n");
    for (size_t n = 0;; n++) {
        text_probe p;
        drawing_init(&p.d);
        base_findings_init(&p.findings);
        base_memory_fail_at(n);
        p.code = cks_read_text(&p.d, buffer, strlen(buffer), "a.cks", &p.findings);
        base_memory_fail_at(SIZE_MAX);
        bool is_done = p.code == KBS_OK && p.d.object_count == 6 && p.findings.count == 3 &&
                       !p.findings.failed;
        assert_true(p.code == KBS_OK || p.code == KBS_MEMORY || p.code == KBS_UNSUPPORTED);
        text_probe_release(&p);
        if (is_done && n > 60) {
            return;
        }
        assert_true(n < 1000);
    }
}

static void bids(void **state)
{
    (void)state;
    const drawing_format *f = &drawing_format_cks;
    assert_int_equal(text_probe_bid(f, "a.txt", bytes("x\n|NoktaNo|Y|X|\n")), 90);
    assert_int_equal(text_probe_bid(f, "a.cks", bytes("x\n|a|b|c|\n")), 60);
    assert_int_equal(text_probe_bid(f, "a.cks", "1 487012.35 4420117.80\n"), 0);
    assert_int_equal(text_probe_bid(f, "a.cks", "\xB3\xB2 5\xB3 1\n"), 0);
    assert_int_equal(f->bid("a.cks", (const uint8_t *)"\xB3NoktaNo\xB3\0", 11, 11), 0);
}

static double area_of(const text_probe *p, const char *name)
{
    const drawing_object *o = text_probe_named(p, DRAWING_LINE, name);
    return fabs(geo_ring_area_m2(drawing_vertices(&p->d, o), o->vertex_count));
}

static void samples(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double area_m2;
        uint32_t points;
    } parcels[] = { { "106/A", 1379.91, 6 },   { "106/B", 1237.89, 7 }, { "106/C", 1341.84, 11 },
                    { "106/D", 4077.05, 14 },  { "106/E", 2718.00, 4 }, { "106/F", 2725.34, 11 },
                    { "106/20", 13479.98, 26 } };
    text_probe p;
    text_probe_file(&p, &drawing_format_cks, text_probe_sample("netcad/cks/106_IFRAZ.CKS"));
    assert_text_read(&p, 38 + 7, 0, 1);
    (void)text_probe_finding(&p, "cks.before-and-after");
    for (size_t i = 0; i < sizeof parcels / sizeof parcels[0]; i++) {
        const drawing_object *o = text_probe_named(&p, DRAWING_LINE, parcels[i].name);
        assert_true(o->stated_area_m2 == parcels[i].area_m2);
        assert_true(fabs(area_of(&p, parcels[i].name) - parcels[i].area_m2) <= 0.71);
    }
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_cks, text_probe_sample("netcad/cks/4279_TEVHIT.CKS"));
    assert_text_read(&p, 17 + 4, 0, 1);
    assert_true(fabs(area_of(&p, "4279/A") - 827.92) <= 0.71);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_cks, text_probe_sample("netcad/cks/3_Number_Of_Table.CKS"));
    assert_text_read(&p, 3, 0, 0);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_cks, text_probe_sample("netcad/cks/cikti.cks"));
    assert_text_read(&p, 1, 0, 0);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_cks, text_probe_sample("netcad/cks/DOLGUSEVYUK.CKS"));
    assert_text_refused(&p, KBS_UNSUPPORTED, "cks.no-points", 0);
    text_probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subdivision),       cmocka_unit_test(area_within_rounding),
        cmocka_unit_test(bad_rings),         cmocka_unit_test(ambiguous_points),
        cmocka_unit_test(parents_and_parts), cmocka_unit_test(simple_tables),
        cmocka_unit_test(letters),           cmocka_unit_test(no_points),
        cmocka_unit_test(memory_out),        cmocka_unit_test(bids),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
