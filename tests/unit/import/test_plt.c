/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Drawings in text (PLT), and the files of NetCAD that are refused with a reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "text_probe.h"

#define V1 " 487000.00  4420000.00 0 0 0 1  "
#define V2 " 487040.00  4420000.00 0 0 0 1  "
#define V3 " 487040.00  4420025.00 0 0 0 1\n"

static void run(text_probe *p, const char *text)
{
    text_probe_run(p, plt_read_text, "a.plt", text);
}

static void polylines(void **state)
{
    (void)state;
    text_probe p;
    run(&p,
        "L2 0 0 PARSEL 17 0 101/5 0 0 0\n" V1 V2 V3 "L2 0 0 YOL 2 0 ATAT\xDCRK CD 0 0 0\r\n" V1 V3
        "L2 0 0 YOL 4 0 0 0 0\n" V1 V3 "\nT1 a b\nT1 c\nXYZ\n 1 2 3\n");
    assert_text_read(&p, 3, 3, 0);
    const drawing_object *o = text_probe_named(&p, DRAWING_LINE, "101/5");
    assert_int_equal(o->flags, DRAWING_CLOSED);
    assert_int_equal(o->vertex_count, 4);
    assert_text_vertex(&p, o, 1, 487040, 4420000, 0);
    assert_text_vertex(&p, o, 3, 487000, 4420000, 0);
    assert_string_equal(text_probe_layer(&p, o), "PARSEL");
    o = text_probe_named(&p, DRAWING_LINE, "ATAT\xC3\x9CRK CD");
    assert_int_equal(o->flags, DRAWING_FILLED);
    assert_int_equal(o->vertex_count, 2);
    assert_int_equal(o->place, 3);
    o = text_probe_named(&p, DRAWING_LINE, "");
    assert_int_equal(o->flags, DRAWING_CURVE);
    assert_int_equal(p.d.skipped_count, 2);
    assert_string_equal(drawing_text_of(&p.d, p.d.skipped[0].what), "T1");
    assert_int_equal(p.d.skipped[0].count, 2);
    text_probe_release(&p);
}

static void bad_records(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        { "L2 0 0 A 17 0 n 0 0 0\n 1 2 0 0 0 1 5\n", "plt.numbers" },
        { "L2 0 0 A 17 0 n 0 0 0\n" V1 V2 "\n", "plt.short" },
        { "L2 0 0 A 17 0 n 0 0 0\n" V1 V2 V1 "\n", "plt.short" },
        { "L2 0 0 A 16 0 n 0 0 0\n" V1 "\n", "plt.short" },
        { "L2 0 0 A 17 0 n 0 0 0\n", "plt.short" },
        { "L2 0 0 A 17 0 n 0 0 0\nL2 0 0 A 17 0 n 0 0 0\n" V1 V2 V3, "plt.short" },
        { "L2 0 0 A 17 0 n 0 0 0\n 1 nan 0 0 0 1 5\n", "ncn.number" },
        { "L2 0 0 A 17 0 n 0 0 0\n 1 1e9 0 0 0 1 5\n", "ncn.number" },
        { "L2 0 0 A x 0 n 0 0 0\n", "plt.record" },
        { "L2 0 0 A 17\n", "plt.record" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[500];
        text_probe p;
        snprintf(text, sizeof text, "L2 0 0 PARSEL 17 0 101/5 0 0 0\n" V1 V2 V3 "%s",
                 cases[i].text);
        run(&p, text);
        size_t more = strstr(cases[i].text, "L2 0 0 A 17 0 n 0 0 0\nL2") != NULL ? 1 : 0;
        assert_text_read(&p, 1 + more, 1, 1);
        assert_int_equal(text_probe_finding(&p, cases[i].code)->severity, KBS_REFUSED);
        assert_int_equal(p.d.vertex_count, 4 + 4 * more);
        text_probe_release(&p);
    }
}

static void order(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "L2 0 0 A 0 0 n 0 0 0\n 4420000 487000 0 0 0 1 4420001 487002 0 0 0 1\n");
    assert_text_read(&p, 1, 0, 1);
    assert_text_vertex(&p, &p.d.objects[0], 1, 487002, 4420001, 0);
    text_probe_release(&p);
    run(&p, "L2 0 0 A 0 0 n 0 0 0\n -9.05 397.16 0 0 0 1 4 5 0 0 0 1\n");
    assert_text_read(&p, 1, 0, 1);
    assert_string_equal(text_probe_finding(&p, "plt.local")->found, "2");
    text_probe_release(&p);
}

static void hpgl(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "IN;SP1;PU0,0;PD100,100;\n");
    assert_text_refused(&p, KBS_UNSUPPORTED, "plt.hpgl", 0);
    text_probe_release(&p);
    assert_int_equal(text_probe_bid(&drawing_format_plt, "a.plt", "IN;SP1;PU0,0;\n"), 60);
    assert_int_equal(text_probe_bid(&drawing_format_plt, "a.txt", "L2 0 0 A 17 0 n 0 0 0\n"), 90);
    assert_int_equal(text_probe_bid(&drawing_format_plt, "a.plt", "L2 0 0 A\n"), 0);
}

static void memory_out(void **state)
{
    (void)state;
    static const char text[] =
        "L2 0 0 PARSEL 17 0 101/5 0 0 0\n" V1 V2 V3 "T1\nL2 0 0 B 17 0 a 0 0 0\n 5\n";
    for (size_t n = 0;; n++) {
        text_probe p;
        drawing_init(&p.d);
        base_findings_init(&p.findings);
        base_memory_fail_at(n);
        p.code = plt_read_text(&p.d, text, sizeof text - 1, "a.plt", &p.findings);
        base_memory_fail_at(SIZE_MAX);
        bool is_done = p.code == KBS_OK && p.findings.count == 1 && !p.findings.failed;
        assert_true(p.code == KBS_OK || p.code == KBS_MEMORY);
        text_probe_release(&p);
        if (is_done && n > 10) {
            return;
        }
        assert_true(n < 200);
    }
}

static void without_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *found;
    } cases[] = {
        { "2  @=PATH=NAME=NAME=D:\\YOL.KTB\n    1      1      0.000 PB\n", "road.sections",
          "KSE, KSP" },
        { "    1      1      0.000 PB\n    0     -20.0     396.39  SOL\n", "road.sections",
          "KSE, KSP" },
        { "$PARAM_MDL_KMREF\n<a/>\n$SON\n", "road.table", "KSX, PLX" },
        { "$V7.5.0.895\n$U\n", "road.table", "PLA" },
        { "$PROFILPARAMS\n$SON\n$KOLON\nKAZI,m2\n$SON\n", "road.table", "EKT" },
        { "$EXTRAGENEL\n@4\n", "road.table", "KUB" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_probe p;
        FILE *file = fopen("other.txt", "wb");
        assert_non_null(file);
        assert_true(fputs(cases[i].text, file) >= 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(text_probe_bid(&drawing_format_netcad_other, "a", cases[i].text), 92);
        assert_true(text_probe_bid(&drawing_format_ncn, "a", cases[i].text) < 92);
        text_probe_file(&p, &drawing_format_netcad_other, "other.txt");
        assert_text_refused(&p, KBS_UNSUPPORTED, cases[i].code, 0);
        assert_string_equal(p.findings.items[0].found, cases[i].found);
        text_probe_release(&p);
    }
    static const char *const others[] = { "1 487012.35 4420117.80 0 0 \"\" \"\" \"\"\n0 1 2\n",
                                          "$KM0\n0\n$SON\n", "a,b,c\n", "<kml/>" };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(text_probe_bid(&drawing_format_netcad_other, "a", others[i]), 0);
    }
}

static int best_bid(const char *path, const drawing_format **best)
{
    uint8_t head[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(head, 1, sizeof head, file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    uint64_t size = (uint64_t)ftell(file);
    assert_int_equal(fclose(file), 0);
    int most = 0;
    *best = NULL;
    for (size_t i = 0; drawing_formats[i] != NULL; i++) {
        int bid = drawing_formats[i]->bid(path, head, length, size);
        if (bid > most) {
            most = bid;
            *best = drawing_formats[i];
        }
    }
    return most;
}

static void samples(void **state)
{
    (void)state;
    static const struct {
        const char *file, *format;
    } files[] = {
        { "netcad/road/ALT_TEMEL.PLT", "NetCAD PLT" },
        { "netcad/road/ENKESIT.KSE", "NetCAD tables" },
        { "netcad/road/ENKESIT.KSX", "NetCAD tables" },
        { "netcad/road/ENKESITTABLOSU.EKT", "NetCAD tables" },
        { "netcad/road/GUZERGAH.KTB", "NetCAD KTB" },
        { "netcad/road/KIRMIZIKOT.KSP", "NetCAD tables" },
        { "netcad/road/KIRMIZIKOT.PLA", "NetCAD tables" },
        { "netcad/road/KUBAJ.KUB", "NetCAD tables" },
        { "netcad/ncn/nokta_104.NCN", "NetCAD NCN" },
        { "netcad/ncn/output_malformed_columns.NCN", "NetCAD NCN" },
        { "netcad/cks/106_IFRAZ.CKS", "NetCAD CKS" },
        { "netcad/cks/DOLGUSEVYUK.CKS", "NetCAD CKS" },
        { "netcad/tkgm/parselsorgu_corner_list.txt", "NetCAD NCN" },
        { "netcad/ncz/106-20_BEYANNAME_xml_not_drawing.NCZ", NULL },
    };
    text_probe p;
    text_probe_file(&p, &drawing_format_plt, text_probe_sample("netcad/road/ALT_TEMEL.PLT"));
    assert_text_read(&p, 146, 0, 1);
    assert_int_equal(p.d.objects[0].vertex_count, 4);
    assert_text_vertex(&p, &p.d.objects[0], 1, -9, 396.91, 0);
    text_probe_release(&p);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const drawing_format *best;
        (void)best_bid(text_probe_sample(files[i].file), &best);
        if (files[i].format != NULL) {
            assert_non_null(best);
            assert_string_equal(best->format, files[i].format);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polylines),  cmocka_unit_test(bad_records),
        cmocka_unit_test(order),      cmocka_unit_test(hpgl),
        cmocka_unit_test(memory_out), cmocka_unit_test(without_a_place),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
