/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* DXF: entities against geometry done by hand and against GDAL, the guards against blocks that
 * multiply, texts, layers, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "import/dxf_text.h"
#include "text_probe.h"

#define HEAD "  0\nSECTION\n  2\nENTITIES\n"
#define TAIL "  0\nENDSEC\n  0\nEOF\n"

static char buffer[200000];

/* "0 LINE|8 A|10 1": pairs, "|" between them, a blank between code and value. */
static const char *pairs(const char *text)
{
    size_t n = 0;
    bool in_code = true;
    for (; *text != '\0' && n < sizeof buffer - 1; text++) {
        bool is_end = *text == '|' || (in_code && *text == ' ');
        in_code = *text == '|' || (in_code && *text != ' ');
        buffer[n++] = is_end ? '\n' : *text;
    }
    buffer[n] = '\0';
    return buffer;
}

static void run_raw(text_probe *p, const char *text)
{
    text_probe_run(p, dxf_read_text, "a.dxf", text);
}

static void run(text_probe *p, const char *entities)
{
    static char whole[sizeof buffer + 100];
    snprintf(whole, sizeof whole, HEAD "%s\n" TAIL, pairs(entities));
    run_raw(p, whole);
}

static double length_of(const text_probe *p)
{
    double length = 0;
    for (size_t i = 0; i < p->d.object_count; i++) {
        const geo_vertex *v = drawing_vertices(&p->d, &p->d.objects[i]);
        for (size_t k = 1; k < p->d.objects[i].vertex_count; k++) {
            length += hypot(v[k].east - v[k - 1].east, v[k].north - v[k - 1].north);
        }
    }
    return length;
}

static const drawing_object *only(const text_probe *p)
{
    assert_text_read(p, 1, 0, 0);
    return &p->d.objects[0];
}

static void lines_and_points(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 LINE|8 YOL|10 487000.25|20 4420000.5|30 900|11 487010|21 4420000.5|62 3|"
            "0 POINT|8 NOKTA|10 1|20 2|30 0|0 POINT|10 3|20 4|30 912.5|420 255");
    assert_text_read(&p, 3, 0, 0);
    const drawing_object *o = &p.d.objects[0];
    assert_int_equal(o->type, DRAWING_LINE);
    assert_int_equal(o->vertex_count, 2);
    assert_text_vertex(&p, o, 0, 487000.25, 4420000.5, 0);
    assert_text_vertex(&p, o, 1, 487010, 4420000.5, 0);
    assert_int_equal(o->colour, 0x00FF00);
    assert_int_equal(o->place, 5);
    assert_string_equal(text_probe_layer(&p, o), "YOL");
    assert_int_equal(p.d.objects[1].flags, 0);
    assert_int_equal(p.d.objects[2].flags, DRAWING_HAS_HEIGHT);
    assert_true(p.d.objects[2].height_m == 912.5f);
    assert_int_equal(p.d.objects[2].colour, 255);
    assert_string_equal(text_probe_layer(&p, &p.d.objects[2]), "0");
    text_probe_release(&p);
}

static void polylines(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 LWPOLYLINE|8 P|90 3|70 1|10 0|20 0|10 4|20 0|10 4|20 3");
    const drawing_object *o = only(&p);
    assert_int_equal(o->flags, DRAWING_CLOSED);
    assert_int_equal(o->vertex_count, 4);
    assert_true(geo_ring_area_m2(drawing_vertices(&p.d, o), 4) == 6);
    text_probe_release(&p);

    run(&p, "0 LWPOLYLINE|8 P|90 4|70 0|10 0|20 0|10 4|20 0|10 4|20 3|10 0|20 0");
    assert_int_equal(only(&p)->flags, DRAWING_CLOSED); /* its first vertex is repeated */
    assert_int_equal(p.d.objects[0].vertex_count, 4);
    text_probe_release(&p);

    run(&p, "0 LWPOLYLINE|8 P|90 2|70 0|10 0|20 0|10 4|20 0");
    assert_int_equal(only(&p)->flags, 0);
    text_probe_release(&p);

    run(&p, "0 POLYLINE|8 P|66 1|70 1|10 0|20 0|0 VERTEX|8 P|10 0|20 0|70 0|0 VERTEX|10 4|20 0|"
            "0 VERTEX|10 9|20 9|70 16|0 VERTEX|10 4|20 3|0 SEQEND|0 LINE|10 0|20 0|11 1|21 1");
    assert_text_read(&p, 2, 0, 0);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CLOSED);
    assert_true(geo_ring_area_m2(drawing_vertices(&p.d, &p.d.objects[0]), 4) == 6);
    assert_int_equal(p.d.objects[0].place, 5);
    text_probe_release(&p);

    run(&p, "0 POLYLINE|8 P|70 64|0 VERTEX|10 0|20 0|0 VERTEX|10 4|20 0|0 SEQEND");
    assert_text_read(&p, 0, 1, 0);
    text_probe_release(&p);
}

/* A square of 10 m with a half circle outside of its eastern side: 100 + 25 pi / 2 m². */
static void bulges(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 LWPOLYLINE|8 P|90 4|70 1|10 0|20 0|10 10|20 0|42 1|10 10|20 10|10 0|20 10");
    const drawing_object *o = only(&p);
    const geo_vertex *v = drawing_vertices(&p.d, o);
    assert_true(fabs(geo_ring_area_m2(v, o->vertex_count) - 139.2699) < 0.02);
    for (size_t i = 1; i + 2 < o->vertex_count; i++) {
        assert_true(fabs(hypot(v[i].east - 10, v[i].north - 5) - 5) < 1e-9);
    }
    for (size_t i = 1; i + 3 < o->vertex_count; i++) { /* the chord's middle is within 1 mm */
        double east = (v[i].east + v[i + 1].east) / 2, north = (v[i].north + v[i + 1].north) / 2;
        assert_true(hypot(east - 10, north - 5) >= 4.999);
    }
    text_probe_release(&p);

    /* the last bulge closes the ring inwards by a quarter circle over its side of 10 m, which cuts
     * 25 (pi / 2 - 1) m² off the 50 */
    run(&p, "0 LWPOLYLINE|8 P|90 3|70 1|10 0|20 0|10 10|20 0|10 0|20 10|42 -0.41421356237309503");
    o = only(&p);
    assert_true(fabs(geo_ring_area_m2(drawing_vertices(&p.d, o), o->vertex_count) - 35.7301) <
                0.02);
    text_probe_release(&p);

    /* more than half of a circle: 4 atan 2 radians of r = hypot(9, 1) 5 / 8. GDAL 3.6.2 draws two
     * thirds of it. */
    run(&p, "0 LWPOLYLINE|8 P|90 2|70 0|10 0|20 0|42 2|10 9|20 1");
    assert_true(fabs(length_of(&p) - 25.0641) < 0.005);
    assert_int_equal(only(&p)->flags, 0);
    text_probe_release(&p);

    run(&p, "0 LWPOLYLINE|8 P|90 2|70 0|10 0|20 0|42 0.0001|10 1|20 0"); /* 0.05 mm high */
    assert_int_equal(only(&p)->vertex_count, 2);
    text_probe_release(&p);

    /* mirrored: a half circle from 10,0 to -10,0 that bulges down in its own system */
    run(&p, "0 LWPOLYLINE|8 P|90 2|70 0|10 -10|20 0|42 1|10 10|20 0|230 -1");
    o = only(&p);
    assert_text_vertex(&p, o, 0, 10, 0, 0);
    v = drawing_vertices(&p.d, o);
    for (size_t i = 1; i + 1 < o->vertex_count; i++) {
        assert_true(v[i].north < 0);
    }
    text_probe_release(&p);
}

static void round_shapes(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 CIRCLE|8 A|10 100|20 200|40 5");
    const drawing_object *o = only(&p);
    const geo_vertex *v = drawing_vertices(&p.d, o);
    assert_int_equal(o->type, DRAWING_CIRCLE);
    assert_int_equal(o->flags, DRAWING_CLOSED);
    assert_true(o->text_height_m == 5);
    assert_true(v[0].east == v[o->vertex_count - 1].east &&
                v[0].north == v[o->vertex_count - 1].north);
    assert_true(fabs(geo_ring_area_m2(v, o->vertex_count) - 78.5398) < 0.03);
    text_probe_release(&p);

    run(&p, "0 CIRCLE|8 A|10 100|20 200|40 5000"); /* more chords than are made */
    assert_string_equal(base_findings_last(&p.findings)->code, "drawing.arc-coarse");
    assert_string_equal(base_findings_last(&p.findings)->found, "1");
    text_probe_release(&p);

    run(&p, "0 ARC|8 A|10 0|20 0|40 10|50 270|51 90"); /* through the east */
    o = only(&p);
    assert_int_equal(o->type, DRAWING_ARC);
    assert_text_vertex(&p, o, 0, 0, -10, 1e-9);
    assert_text_vertex(&p, o, o->vertex_count - 1, 0, 10, 1e-9);
    assert_true(drawing_vertices(&p.d, o)[o->vertex_count / 2].east > 9.9);
    text_probe_release(&p);

    run(&p, "0 ARC|8 A|10 0|20 0|40 10|50 270|51 90|230 -1"); /* seen from below: the west */
    o = only(&p);
    assert_true(drawing_vertices(&p.d, o)[o->vertex_count / 2].east < -9.9);
    text_probe_release(&p);

    run(&p, "0 ELLIPSE|8 A|10 1|20 2|11 0|21 10|40 0.5|41 0|42 6.283185307179586");
    o = only(&p);
    v = drawing_vertices(&p.d, o);
    assert_int_equal(o->type, DRAWING_CIRCLE);
    assert_true(fabs(geo_ring_area_m2(v, o->vertex_count) - 157.0796) < 0.1);
    for (size_t i = 0; i < o->vertex_count; i++) {
        double n = (v[i].north - 2) / 10, e = (v[i].east - 1) / 5;
        assert_true(fabs(n * n + e * e - 1) < 1e-9);
    }
    text_probe_release(&p);
    /* a second axis that is the longer one, an end with six decimals: pi 5 10 m² */
    run(&p, "0 ELLIPSE|8 A|10 1|20 2|11 5|21 0|40 2|41 0|42 6.283185");
    o = only(&p);
    assert_int_equal(o->flags, DRAWING_CLOSED);
    v = drawing_vertices(&p.d, o);
    assert_true(fabs(geo_ring_area_m2(v, o->vertex_count) - 157.0796) < 0.1);
    text_probe_release(&p);
    /* a quarter from the long axis (north) to the short one (west) */
    run(&p, "0 ELLIPSE|8 A|10 0|20 0|11 0|21 10|40 0.5|41 0|42 1.5707963267948966");
    o = only(&p);
    assert_int_equal(o->type, DRAWING_ARC);
    assert_text_vertex(&p, o, 0, 0, 10, 1e-9);
    assert_text_vertex(&p, o, o->vertex_count - 1, -5, 0, 1e-9);
    text_probe_release(&p);

    run(&p, "0 SPLINE|8 A|70 8|71 3|72 8|73 4|40 0|40 1|10 0|20 0|10 1|20 5|10 2|20 5|10 3|20 0");
    assert_text_read(&p, 1, 0, 1);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CURVE);
    assert_int_equal(p.d.objects[0].vertex_count, 4);
    assert_string_equal(text_probe_finding(&p, "dxf.curves")->found, "1");
    text_probe_release(&p);
}

/* There and back has no inside. */
static void splines_of_two_corners(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 SPLINE|8 A|70 9|71 2|10 0|20 0|10 5|20 5|10 0|20 0");
    assert_text_read(&p, 1, 0, 1);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CURVE);
    text_probe_release(&p);
    run(&p, "0 SPLINE|8 A|70 9|71 2|10 0|20 0|10 5|20 5|10 0|20 5");
    assert_text_read(&p, 1, 0, 1);
    assert_int_equal(p.d.objects[0].flags, DRAWING_CURVE | DRAWING_CLOSED);
    assert_int_equal(p.d.objects[0].vertex_count, 4);
    text_probe_release(&p);
}

static void refused_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *entity, *code;
    } cases[] = {
        { "0 ARC|10 0|20 0|40 0|50 0|51 90", "dxf.radius" },
        { "0 ARC|10 0|20 0|40 -1|50 0|51 90", "dxf.radius" },
        { "0 ARC|10 0|20 0|40 1e8|50 0|51 90", "dxf.radius" },
        { "0 ARC|10 0|20 0|40 1|50 90|51 450", "dxf.radius" },
        { "0 ARC|10 0|20 0|40 nan|50 90|51 45", "dxf.number" },
        { "0 ARC|40 1|50 90|51 45", "dxf.short" },
        { "0 CIRCLE|10 1e9|20 0|40 1", "dxf.number" },
        { "0 POINT|10 1|20 2|30 5e88", "dxf.number" },
        { "0 CIRCLE|10 0|20 0|40 1|210 1|230 0", "dxf.extrusion" },
        { "0 ELLIPSE|10 0|20 0|11 1|21 0|40 0|41 0|42 1", "dxf.radius" },
        { "0 ELLIPSE|10 0|20 0|11 0|21 0|40 1|41 0|42 1", "dxf.radius" },
        { "0 LWPOLYLINE|90 2|70 0|10 0|20 0|42 1e9|10 1|20 0", "dxf.radius" },
        { "0 LWPOLYLINE|90 1|70 0|10 0|20 0", "dxf.short" },
        { "0 LWPOLYLINE|90 2|70 0|10 0|20 0|10 5", "dxf.short" },
        { "0 LWPOLYLINE|90 -2|70 0|10 0|20 0|10 5|20 0", "dxf.number" },
        { "0 LWPOLYLINE|90 100000000|70 0|10 0|20 0|10 5|20 0", "dxf.count" },
        { "0 LINE|10 0|20 0", "dxf.short" },
        { "0 SPLINE|71 0|10 0|20 0|10 5|20 0", "dxf.spline" },
        { "0 SPLINE|71 60|10 0|20 0|10 5|20 0", "dxf.spline" },
        { "0 POLYLINE|70 0|0 VERTEX|10 0|20 0|0 VERTEX|10 0|20 5", "dxf.seqend" },
        { "0 POLYLINE|70 0|0 VERTEX|10 0|20 x|0 VERTEX|10 0|20 5|0 SEQEND", "dxf.number" },
        { "0 POLYLINE|70 0|0 VERTEX|10 0|20 0|0 SEQEND", "dxf.short" },
        { "0 TEXT|1 abc", "dxf.short" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_probe p;
        char text[500];
        snprintf(text, sizeof text, "%s|0 POINT|10 1|20 2", cases[i].entity);
        run(&p, text);
        if (p.findings.count == 0 || strcmp(p.findings.items[0].code, cases[i].code) != 0) {
            fprintf(stderr, "%s: ", cases[i].entity);
            text_probe_show(&p);
        }
        if (strcmp(cases[i].code, "dxf.number") == 0 && strstr(cases[i].entity, "-2") != NULL) {
            assert_text_read(&p, 2, 0, 0); /* a negative count is as none */
            text_probe_release(&p);
            continue;
        }
        assert_text_read(&p, 1, 1, 1);
        assert_int_equal(text_probe_finding(&p, cases[i].code)->severity, KBS_REFUSED);
        assert_int_equal(p.d.vertex_count, 1);
        text_probe_release(&p);
    }
    text_probe p;
    run(&p, "0 VERTEX|10 1|20 2|0 POINT|10 1|20 2");
    assert_text_read(&p, 1, 0, 1);
    (void)text_probe_finding(&p, "dxf.vertex");
    text_probe_release(&p);
}

static void plain(const char *text, bool is_formatted, const char *expected)
{
    base_buffer out;
    base_buffer_init(&out, 100000);
    base_buffer_text(&out, "x");
    dxf_text_plain(&out, text, strlen(text), is_formatted);
    assert_false(out.failed);
    assert_string_equal(out.data + 1, expected);
    base_buffer_release(&out);
}

static void text_codes(void **state)
{
    (void)state;
    plain("  101/5  ", false, "101/5");
    plain("\\U+0130STANBUL", false, "\xC4\xB0STANBUL");
    plain("\\U+01\\U+D800\\U+", false, "\\U+01\\U+D800\\U+");
    plain("%%c12 %%d %%p1 %%uA%%u %%% %%065", false,
          "\xC3\x98"
          "12 \xC2\xB0 \xC2\xB1"
          "1 A % A");
    plain("%%222 %%9 %%x %", false, "\xC5\x9E %%9 %%x %");
    plain("{\\fArial|b0|i0;101}\\P\\H2.5x;\\C1;5", true, "101 5");
    plain("\\A1;{\\Larsa\\l}\\~\\S1/2; \\S3^4;\\\\ \\{a\\}", true, "arsa 1/2 3/4\\ {a}");
    plain("{\\fArial", true, "");
    plain("a\\", true, "a\\");
    plain("{a}\\P", false, "{a}\\P");
    char braces[20002];
    memset(braces, '{', 10000);
    memset(braces + 10000, '}', 10000);
    memcpy(braces + 20000, "z", 2);
    plain(braces, true, "z");
}

static void texts(void **state)
{
    (void)state;
    text_probe p;
    run(&p,
        "0 TEXT|8 NO|10 1|20 2|40 2.5|50 90|1 101/\xDD\n0\nTEXT|8 NO|10 1|20 2|11 5|21 6|72 1|1 b|"
        "0 MTEXT|8 NO|10 3|20 4|40 1|3 {\\fA; KAVAKLI |1 SOKAK}|11 0|21 1|"
        "0 INSERT|8 B|2 AGAC|10 7|20 8|50 180|66 1|0 ATTRIB|2 NO|10 7|20 9|1 12|0 SEQEND");
    assert_text_read(&p, 5, 0, 2);
    const drawing_object *o = text_probe_named(&p, DRAWING_TEXT, "101/\xC4\xB0");
    assert_true(fabs((double)o->angle - 1.5707963) < 1e-6);
    assert_true(o->text_height_m == 2.5f);
    assert_text_vertex(&p, o, 0, 1, 2, 0);
    assert_text_vertex(&p, text_probe_named(&p, DRAWING_TEXT, "b"), 0, 5, 6, 0);
    o = text_probe_named(&p, DRAWING_TEXT, "KAVAKLI SOKAK");
    assert_true(fabs((double)o->angle - 1.5707963) < 1e-6);
    o = text_probe_named(&p, DRAWING_INSERT, "AGAC");
    assert_text_vertex(&p, o, 0, 7, 8, 0);
    o = text_probe_named(&p, DRAWING_TEXT, "12");
    assert_string_equal(drawing_text_of(&p.d, o->class_name), "NO");
    assert_string_equal(text_probe_finding(&p, "dxf.inserts")->found, "1");
    assert_string_equal(text_probe_finding(&p, "dxf.block-missing")->found, "1");
    text_probe_release(&p);
    run(&p, "0 TEXT|10 1|20 2|1 \xC5\x9E");
    (void)text_probe_named(&p, DRAWING_TEXT, "\xC5\x9E");
    text_probe_release(&p);
}

static void layers(void **state)
{
    (void)state;
    text_probe p;
    run_raw(&p, "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1018\n9\n$INSUNITS\n70\n4\n0\nENDSEC\n"
                "0\nSECTION\n2\nTABLES\n0\nTABLE\n2\nLAYER\n0\nLAYER\n2\nPARSEL NO\n62\n-1\n0\n"
                "ENDTAB\n0\nENDSEC\n" HEAD "0\nPOINT\n8\nPARSEL_NO\n10\n1\n20\n2\n0\nPOINT\n8\n"
                "PARSEL NO\n10\n1\n20\n2\n0\nPOINT\n8\nYOL\n10\n1\n20\n2\n" TAIL);
    assert_text_read(&p, 3, 0, 2);
    assert_int_equal(p.d.layer_count, 2);
    assert_int_equal(p.d.layers[0].colour, 0xFF0000);
    assert_int_equal(p.d.layers[0].objects[DRAWING_POINT], 2);
    assert_string_equal(p.d.version, "AC1018");
    assert_string_equal(text_probe_finding(&p, "dxf.units")->found, "mm");
    const kbs_finding *f = text_probe_finding(&p, "dxf.layer-merged");
    assert_string_equal(f->found, "PARSEL_NO");
    assert_string_equal(f->expected, "PARSEL NO");
    text_probe_release(&p);
}

static void skipped(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "0 HATCH|8 A|91 -5|10 x|0 3DFACE|0 HATCH|0 ACAD_PROXY_ENTITY|0 IMAGE|0 SOLID|"
            "0 LINE|67 1|10 0|20 0|11 1|21 1");
    assert_text_read(&p, 0, 7, 0);
    assert_int_equal(p.d.skipped_count, 6);
    assert_int_equal(p.d.skipped[0].count, 2);
    assert_string_equal(drawing_text_of(&p.d, p.d.skipped[5].what), "paper space");
    text_probe_release(&p);
}

/* ---- blocks ---- */

/* `levels` blocks of which each inserts the one below ten times; the lowest has one line. */
static void make_chain(char *text, size_t size, int levels, int last)
{
    size_t n = (size_t)snprintf(text, size, "0\nSECTION\n2\nBLOCKS\n");
    for (int level = 0; level <= levels; level++) {
        n += (size_t)snprintf(text + n, size - n, "0\nBLOCK\n2\nB%d\n10\n0\n20\n0\n", level);
        if (level == 0) {
            n += (size_t)snprintf(text + n, size - n, "0\nLINE\n10\n0\n20\n0\n11\n1\n21\n1\n");
        }
        for (int i = 0; level > 0 && i < 10; i++) {
            n += (size_t)snprintf(text + n, size - n, "0\nINSERT\n2\nb%d\n10\n0\n20\n0\n",
                                  level - 1);
        }
        n += (size_t)snprintf(text + n, size - n, "0\nENDBLK\n");
    }
    (void)snprintf(text + n, size - n, "0\nENDSEC\n" HEAD "0\nINSERT\n2\nB%d\n10\n1\n20\n2\n" TAIL,
                   last);
}

static void block_chains(void **state)
{
    (void)state;
    text_probe p;
    make_chain(buffer, sizeof buffer, 7, 7);
    run_raw(&p, buffer);
    assert_text_refused(&p, KBS_INPUT, "dxf.block-expands", 0);
    assert_string_equal(base_findings_last(&p.findings)->found, "B7");
    text_probe_release(&p);
    make_chain(buffer, sizeof buffer, 6, 6); /* exactly a million */
    run_raw(&p, buffer);
    assert_text_read(&p, 1, 0, 1);
    text_probe_release(&p);
}

static void block_limits(void **state)
{
    (void)state;
    static const struct {
        const char *blocks, *entities, *code, *found;
    } cases[] = {
        { "0\nBLOCK\n2\nA\n0\nINSERT\n2\na\n0\nENDBLK\n", "", "dxf.block-itself", "a" },
        { "0\nBLOCK\n2\nA\n0\nINSERT\n2\nB\n0\nENDBLK\n0\nBLOCK\n2\nB\n0\nINSERT\n2\nA\n0\nENDBLK"
          "\n",
          "", "dxf.block-itself", "A" },
        { "", "0\nINSERT\n2\nA\n70\n30000\n71\n30000\n", "dxf.array", "A" },
        { "", "0\nINSERT\n2\nA\n70\n10001\n", "dxf.array", "A" },
        { "0\nBLOCK\n2\nA\n0\nLINE\n0\nLINE\n0\nENDBLK\n", "0\nINSERT\n2\nA\n70\n100\n71\n100\n",
          NULL, NULL },
        { "0\nBLOCK\n2\nA\n0\nINSERT\n2\nX\n70\n10000\n0\nENDBLK\n", "0\nINSERT\n2\nA\n70\n101\n",
          "dxf.block-expands", "A" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_probe p;
        snprintf(buffer, sizeof buffer, "0\nSECTION\n2\nBLOCKS\n%s0\nENDSEC\n" HEAD "%s" TAIL,
                 cases[i].blocks, cases[i].entities);
        run_raw(&p, buffer);
        if (cases[i].code == NULL) {
            assert_int_equal(p.code, KBS_INPUT == p.code ? KBS_OK : p.code);
            assert_int_equal(p.d.skipped_count, 1); /* an insertion without a place */
        } else {
            assert_text_refused(&p, KBS_INPUT, cases[i].code, 0);
            assert_string_equal(base_findings_last(&p.findings)->found, cases[i].found);
        }
        text_probe_release(&p);
    }
    size_t n = (size_t)snprintf(buffer, sizeof buffer, "0\nSECTION\n2\nBLOCKS\n");
    for (int i = 0; i < 20; i++) { /* each inserts the next one */
        n += (size_t)snprintf(buffer + n, sizeof buffer - n,
                              "0\nBLOCK\n2\nB%d\n0\nINSERT\n2\nB%d\n0\nENDBLK\n", i, i + 1);
    }
    (void)snprintf(buffer + n, sizeof buffer - n, "0\nENDSEC\n" HEAD TAIL);
    text_probe p;
    run_raw(&p, buffer);
    assert_text_refused(&p, KBS_INPUT, "dxf.block-nesting", 0);
    text_probe_release(&p);
}

/* ---- damage ---- */

static void damage(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        kbs_code code;
        const char *finding;
        int64_t line;
    } cases[] = {
        { "AutoCAD Binary DXF\r\n\x1A", KBS_UNSUPPORTED, "dxf.binary", 0 },
        { "AC1015......", KBS_UNSUPPORTED, "dxf.dwg", 0 },
        { "0\nEOF\n", KBS_INPUT, "dxf.no-section", 0 },
        { "", KBS_INPUT, "dxf.no-section", 0 },
        { HEAD "0\nLINE\n8\n", KBS_INPUT, "dxf.cut", 0 },
        { HEAD "0\nLINE\n8\nA\n", KBS_INPUT, "dxf.cut", 0 },
        { HEAD "0\nENDSEC\n", KBS_INPUT, "dxf.cut", 0 },
        { HEAD "0\nLINE\n8\nA\n0\nEOF\n", KBS_INPUT, "dxf.cut", 0 },
        { HEAD "0\nLINE\nx\nA\n" TAIL, KBS_INPUT, "dxf.group-code", 7 },
        { HEAD "0\nLINE\n1072\nA\n" TAIL, KBS_INPUT, "dxf.group-code", 7 },
        { HEAD "0\nLINE\n8\n\nA\n" TAIL, KBS_INPUT, "dxf.group-code", 9 },
        { HEAD "0\nLINE\n\n0\nEOF\n", KBS_INPUT, "dxf.group-code", 7 },
    };
    text_probe p;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        run_raw(&p, cases[i].text);
        assert_text_refused(&p, cases[i].code, cases[i].finding, cases[i].line);
        text_probe_release(&p);
    }
    run_raw(&p, "999\nx\n" HEAD "0\nPOINT\n999\nx\n10\n1\n20\n2\n" TAIL "\r\n\x1A\n");
    assert_text_read(&p, 1, 0, 0);
    text_probe_release(&p);
    text_probe_bytes(&p, dxf_read_text, "a.dxf", HEAD "0\nA\0B\n" TAIL, sizeof HEAD TAIL + 5);
    assert_text_refused(&p, KBS_INPUT, "lines.binary", 6);
    text_probe_release(&p);
}

/* Cut at each byte: an error, never a drawing that looks whole. */
static void cut_anywhere(void **state)
{
    (void)state;
    static char whole[4000];
    snprintf(whole, sizeof whole, HEAD "%s\n" TAIL,
             pairs("0 LINE|8 YOL|10 1|20 2|11 3|21 4|0 LWPOLYLINE|8 P|90 2|10 0|20 0|10 4|20 0|"
                   "0 TEXT|10 1|20 2|1 a"));
    size_t length = strlen(whole);
    for (size_t i = 0; i + 1 < length; i++) {
        text_probe p;
        text_probe_bytes(&p, dxf_read_text, "a.dxf", whole, i);
        assert_int_equal(p.code, KBS_INPUT);
        text_probe_release(&p);
    }
}

static void memory_out(void **state)
{
    (void)state;
    static char whole[4000];
    snprintf(
        whole, sizeof whole, HEAD "%s\n" TAIL,
        pairs("0 LINE|8 YOL|10 1|20 2|11 3|21 4|0 LWPOLYLINE|8 P|90 2|10 0|20 0|42 1|10 4|20 0|"
              "0 TEXT|10 1|20 2|1 a|0 HATCH|0 INSERT|2 a|10 1|20 1|0 CIRCLE|40 1|10 0|20 0"));
    for (size_t n = 0;; n++) {
        text_probe p;
        drawing_init(&p.d);
        base_findings_init(&p.findings);
        base_memory_fail_at(n);
        p.code = dxf_read_text(&p.d, whole, strlen(whole), "a.dxf", &p.findings);
        base_memory_fail_at(SIZE_MAX);
        bool is_done = p.code == KBS_OK && p.findings.count == 2 && !p.findings.failed;
        assert_true(p.code == KBS_OK || p.code == KBS_MEMORY);
        text_probe_release(&p);
        if (is_done && n > 25) {
            return;
        }
        assert_true(n < 300);
    }
}

static void paired_points(void **state)
{
    (void)state;
    text_probe p;
    FILE *file = fopen("pair.dxf", "wb");
    assert_non_null(file);
    assert_true(fprintf(file, HEAD "%s\n" TAIL,
                        pairs("0 POINT|10 487000.001|20 4420000|0 POINT|10 487001|20 4420000|"
                              "0 POINT|10 487002|20 4420000.0015")) > 0);
    assert_int_equal(fclose(file), 0);
    file = fopen("pair.NCN", "wb");
    assert_non_null(file);
    assert_true(fputs("P1 487000.000 4420000.000 900.5\nP2 487001 4420000 0\nP3 487002 4420000\n",
                      file) >= 0);
    assert_int_equal(fclose(file), 0);
    text_probe_file(&p, &drawing_format_dxf, "pair.dxf");
    assert_text_read(&p, 3, 0, 1);
    assert_string_equal(drawing_text_of(&p.d, p.d.objects[0].name), "P1");
    assert_true(p.d.objects[0].height_m == 900.5f);
    assert_string_equal(drawing_text_of(&p.d, p.d.objects[1].name), "P2");
    assert_int_equal(p.d.objects[2].name, 0);
    assert_string_equal(text_probe_finding(&p, "dxf.paired")->found, "2");
    text_probe_release(&p);
    file = fopen("pair.NCN", "wb");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    text_probe_file(&p, &drawing_format_dxf, "pair.dxf");
    assert_text_read(&p, 3, 0, 1);
    assert_string_equal(text_probe_finding(&p, "dxf.not-paired")->found, "pair.NCN");
    text_probe_release(&p);
    assert_int_equal(remove("pair.NCN"), 0);
    text_probe_file(&p, &drawing_format_dxf, "pair.dxf");
    assert_text_read(&p, 3, 0, 0);
    text_probe_release(&p);
}

static void bids(void **state)
{
    (void)state;
    const drawing_format *f = &drawing_format_dxf;
    assert_int_equal(text_probe_bid(f, "a", HEAD), 95);
    assert_int_equal(text_probe_bid(f, "a", "999\nmade by\n" HEAD), 95);
    assert_int_equal(text_probe_bid(f, "a.dxf", "x"), 20);
    assert_int_equal(text_probe_bid(f, "a.txt", "x"), 0);
    assert_int_equal(text_probe_bid(f, "a.dxf", "AC1027\x01"), 80);
    assert_int_equal(text_probe_bid(f, "a.ncn", "1 2 3\n"), 0);
}

/* ---- GDAL as a judge ---- */

typedef struct judged {
    size_t lines, points; /* features by their geometry */
    double length_m;
    OGREnvelope box;
} judged;

static void judge_by_gdal(const char *path, judged *j)
{
    static const char *const drivers[] = { "DXF", NULL };
    memset(j, 0, sizeof *j);
    GDALAllRegister();
    CPLSetConfigOption("DXF_INLINE_BLOCKS", "FALSE");
    CPLSetConfigOption("OGR_ARC_STEPSIZE", "0.2");
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "entities");
    assert_non_null(layer);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer)) != NULL) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        OGRwkbGeometryType type =
            geometry == NULL ? wkbNone : wkbFlatten(OGR_G_GetGeometryType(geometry));
        j->points += type == wkbPoint ? 1 : 0;
        j->lines += type == wkbLineString || type == wkbPolygon ? 1 : 0;
        if (type == wkbLineString) {
            j->length_m += OGR_G_Length(geometry);
        } else if (type == wkbPolygon) {
            j->length_m += OGR_G_Length(OGR_G_GetGeometryRef(geometry, 0));
        }
        OGR_F_Destroy(feature);
    }
    (void)GDALClose(dataset);
}

static void same_as_gdal(const char *path, double tolerance)
{
    judged j;
    text_probe p;
    size_t lines = 0, points = 0;
    text_probe_file(&p, &drawing_format_dxf, path);
    if (p.code != KBS_OK) {
        text_probe_show(&p);
    }
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.found, p.d.object_count + text_probe_skipped(&p));
    judge_by_gdal(path, &j);
    for (size_t i = 0; i < p.d.object_count; i++) {
        lines += p.d.objects[i].vertex_count > 1 ? 1 : 0;
        points += p.d.objects[i].vertex_count == 1 ? 1 : 0;
    }
    if (lines != j.lines || points != j.points ||
        !(fabs(length_of(&p) - j.length_m) <= tolerance * j.length_m)) {
        fprintf(stderr, "%s: %zu lines of %zu, %zu points of %zu, %.4f m of %.4f m; ", path, lines,
                j.lines, points, j.points, length_of(&p), j.length_m);
        text_probe_show(&p);
        fail();
    }
    text_probe_release(&p);
}

static void made_as_gdal(void **state)
{
    (void)state;
    FILE *file = fopen("judge.dxf", "wb");
    assert_non_null(file);
    assert_true(
        fprintf(
            file, HEAD "%s\n" TAIL,
            pairs(
                "0 LINE|8 A|10 1|20 2|11 3|21 4|0 ARC|8 A|10 0|20 0|40 10|50 270|51 90|"
                "0 CIRCLE|8 A|10 0|20 0|40 7|0 LWPOLYLINE|8 A|90 3|70 1|10 0|20 0|42 0.3|10 4|20 "
                "0|10 4|20 3|42 -1|0 ELLIPSE|8 A|10 0|20 0|30 0|11 10|21 5|31 0|40 0.5|41 0.3|42 4|"
                "0 POLYLINE|8 A|66 1|70 0|0 VERTEX|8 A|10 0|20 0|42 0.9|0 VERTEX|8 A|10 9|20 1|0 "
                "SEQEND|"
                "0 LWPOLYLINE|8 A|90 2|70 0|10 5|20 0|42 0.7|10 1|20 3|230 -1|"
                "0 POINT|8 A|10 1|20 2|30 0|0 TEXT|8 A|10 1|20 2|40 1|1 x|0 MTEXT|8 A|10 1|20 2|40 "
                "1|1 y")) > 0);
    assert_int_equal(fclose(file), 0);
    same_as_gdal("judge.dxf", 1e-4);
}

static void samples(void **state)
{
    (void)state;
    same_as_gdal(text_probe_sample("dxf/polylines.dxf"), 1e-3);
    same_as_gdal(text_probe_sample("dxf/arc1.dxf"), 1e-3);
    same_as_gdal(text_probe_sample("dxf/mtext-test.dxf"), 1e-3);
    static const char *const files[] = { "arcs-as-splines.dxf", "blocks.dxf",       "blocks2.dxf",
                                         "ellipse.dxf",         "extendeddata.dxf", "header.dxf",
                                         "mleader.dxf",         "splines.dxf",      "tables.dxf" };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[64];
        text_probe p;
        snprintf(name, sizeof name, "dxf/%s", files[i]);
        text_probe_file(&p, &drawing_format_dxf, text_probe_sample(name));
        if (p.code == KBS_OK) {
            assert_int_equal(p.d.found, p.d.object_count + text_probe_skipped(&p));
        } else {
            assert_int_equal(p.code, KBS_INPUT);
        }
        text_probe_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_points),
        cmocka_unit_test(polylines),
        cmocka_unit_test(bulges),
        cmocka_unit_test(round_shapes),
        cmocka_unit_test(splines_of_two_corners),
        cmocka_unit_test(refused_shapes),
        cmocka_unit_test(text_codes),
        cmocka_unit_test(texts),
        cmocka_unit_test(layers),
        cmocka_unit_test(skipped),
        cmocka_unit_test(block_chains),
        cmocka_unit_test(block_limits),
        cmocka_unit_test(damage),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(memory_out),
        cmocka_unit_test(paired_points),
        cmocka_unit_test(bids),
        cmocka_unit_test(made_as_gdal),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
