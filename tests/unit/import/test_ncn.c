/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lists of points: separators, decimal marks, order of columns, names, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "base/memory.h"
#include "import/cad_text.h"
#include "text_probe.h"

#define EAST 487012.35
#define NORTH 4420117.8

static void run(text_probe *p, const char *text)
{
    text_probe_run(p, ncn_read_text, "a.ncn", text);
}

static void point(const text_probe *p, const char *name, double east, double north)
{
    const drawing_object *found = text_probe_named(p, DRAWING_POINT, name);
    assert_int_equal(found->vertex_count, 1);
    assert_text_vertex(p, found, 0, east, north, 0);
}

static void height(const text_probe *p, const char *name, double expected)
{
    const drawing_object *found = text_probe_named(p, DRAWING_POINT, name);
    assert_int_equal((found->flags & DRAWING_HAS_HEIGHT) != 0, expected != 0);
    assert_true(fabs((double)found->height_m - expected) < 1e-4);
}

static void eight_fields(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "101 487012.35 4420117.80 0.00 0 \"\" \"\" \"\"\r\n"
            "P.7/12 487020.118 4420130.004 912.45 0 \"a b\" \"\" \"\"\r\n"
            "K-3\t486990.000\t4420101.250\t908.100\r\n"
            "055             487001.000  4420090.500   -907.220\r\n");
    assert_text_read(&p, 4, 0, 0);
    assert_true(p.d.places_are_lines);
    point(&p, "101", EAST, NORTH);
    height(&p, "101", 0);
    point(&p, "P.7/12", 487020.118, 4420130.004);
    height(&p, "P.7/12", 912.45);
    point(&p, "K-3", 486990, 4420101.25);
    point(&p, "055", 487001, 4420090.5);
    height(&p, "055", -907.22);
    assert_int_equal(text_probe_named(&p, DRAWING_POINT, "055")->place, 4);
    assert_int_equal(p.d.layer_count, 1);
    assert_int_equal(p.d.layers[0].objects[DRAWING_POINT], 4);
    assert_true(p.d.layers[0].box.east_max == 487020.118);
    text_probe_release(&p);
}

/* All of them are point 7 at the same place. */
static void separators_and_decimal_marks(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "7 487012.35 4420117.80",
        "  7   487012.35\t 4420117.80  ",
        "7\t487012.35\t4420117.80\t",
        "7;487012.35;4420117.80",
        "7;487012,35;4420117,80;",
        "7 ; 487.012,35 ; 4.420.117,80 ; 12,5",
        "7,487012.35,4420117.80",
        "7, 487012.35, 4420117.80, 0",
        "7 487012,35 4420117,80",
        "7\t487012,35\t4420117,80",
        "7 487.012,35 4.420.117,8",
        "7 4.8701235e5 4.4201178E+6",
        "\"7\" 487012.35 4420117.80",
        "\xEF\xBB\xBF"
        "7 487012.35 4420117.80\n",
        "7 +487012.35 +4420117.80\r",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        text_probe p;
        run(&p, lines[i]);
        if (p.code != KBS_OK || p.d.object_count != 1) {
            fprintf(stderr, "line \"%s\": ", lines[i]);
            text_probe_show(&p);
        }
        assert_text_read(&p, 1, 0, 0);
        point(&p, "7", EAST, NORTH);
        text_probe_release(&p);
    }
}

static void line_ends_and_comments(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "# made by hand\r1 487012.35 4420117.80\r; x\r// y\r\r2 487013 4420118\r\x1A");
    assert_text_read(&p, 2, 0, 0);
    assert_int_equal(text_probe_named(&p, DRAWING_POINT, "2")->place, 6);
    text_probe_release(&p);
}

static void not_a_number(void **state)
{
    (void)state;
    static const char *const words[] = { "0x10",       "nan", "inf", "1e999",
                                         "487012.35m", "%5",  "--5", "4870\xFD" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char text[200];
        text_probe p;
        snprintf(text, sizeof text, "1 487012.35 4420117.80\nBAD %s 4420117.80\n", words[i]);
        run(&p, text);
        assert_text_read(&p, 1, 1, 1);
        const kbs_finding *f = text_probe_finding(&p, "ncn.number");
        assert_int_equal(f->line, 2);
        assert_int_equal(f->severity, KBS_REFUSED);
        text_probe_release(&p);
    }
    char digits[600] = "1 487012.35 4420117.80\n2 ";
    memset(digits + strlen(digits), '9', 400);
    strcat(digits, " 4420117");
    text_probe p;
    run(&p, digits);
    assert_text_read(&p, 1, 1, 1);
    (void)text_probe_finding(&p, "ncn.number");
    text_probe_release(&p);
    run(&p, "1 487012.35 4420117.80\n2 100000001 4420117\n3 1 2 x\n");
    assert_text_read(&p, 2, 1, 3);
    assert_string_equal(text_probe_finding(&p, "ncn.range")->found, "100000001");
    assert_string_equal(text_probe_finding(&p, "ncn.height")->found, "x");
    text_probe_release(&p);
}

static void swapped_columns(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "1 4420117.80 487012.35\n2 4420118 10487013\n3 5 6\n");
    assert_text_read(&p, 3, 0, 3);
    point(&p, "1", EAST, NORTH);
    point(&p, "2", 10487013, 4420118);
    point(&p, "3", 6, 5);
    assert_string_equal(text_probe_finding(&p, "ncn.swapped")->found, "3");
    assert_string_equal(text_probe_finding(&p, "ncn.stray")->found, "1");
    assert_string_equal(text_probe_finding(&p, "ncn.zone")->found, "10");
    text_probe_release(&p);

    run(&p, "1 487012.35 4420117.80\n\n2 4420117.80 487012.35\n");
    assert_text_refused(&p, KBS_INPUT, "ncn.order-mixed", 0);
    assert_string_equal(base_findings_last(&p.findings)->found, "1");
    assert_string_equal(base_findings_last(&p.findings)->expected, "3");
    text_probe_release(&p);
}

static void zones(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "1 9487012.35 4420117.80\n2 15487012.35 4420117.80\n");
    assert_text_read(&p, 2, 0, 2);
    assert_int_equal(text_probe_count(&p, "ncn.zone"), 2);
    assert_string_equal(p.findings.items[0].expected, "EPSG:5269 (TUREF), EPSG:2206 (ED50)");
    assert_string_equal(p.findings.items[1].expected, "EPSG:5275 (TUREF), EPSG:2212 (ED50)");
    assert_string_equal(p.d.crs, "");
    text_probe_release(&p);
}

static void local_system(void **state)
{
    (void)state;
    text_probe p;
    run(&p,
        "1 -9.953 84.606 0.000 0 \"\" \"\" \"\"\r\n2 103.019 13.214 0.000 0 \"\" \"\" \"\"\r\n");
    assert_text_read(&p, 2, 0, 1);
    point(&p, "1", -9.953, 84.606);
    assert_string_equal(text_probe_finding(&p, "ncn.local")->found, "2");
    text_probe_release(&p);
}

static void degrees(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "1\t37.3632\t35.1247\n2\t37.3635\t35.1240\n");
    assert_text_refused(&p, KBS_INPUT, "ncn.degrees", 0);
    text_probe_release(&p);
}

static void without_names(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "487012.35 4420117.80\r\n487012.36 4420117.81\r\n");
    assert_text_refused(&p, KBS_INPUT, "ncn.nameless", 0);
    text_probe_release(&p);
    run(&p, "487012.35 4420117.80 912.5\n487012.36 4420117.81 900\n");
    assert_text_refused(&p, KBS_INPUT, "ncn.nameless", 0);
    text_probe_release(&p);
    run(&p, "1 487012.35 4420117.80\n487012.36 4420117.81\n3\n;\n;;;\n");
    assert_text_read(&p, 1, 2, 2);
    assert_int_equal(text_probe_count(&p, "ncn.fields"), 2);
    assert_string_equal(p.findings.items[0].found, "2");
    assert_int_equal(p.findings.items[0].line, 2);
    text_probe_release(&p);
    run(&p, "1\n2\n487012.35\n487012.36\n4420117.80\n4420117.81\n");
    assert_text_refused(&p, KBS_INPUT, "ncn.columns", 0);
    text_probe_release(&p);
    run(&p, "\"\";487012.35;4420117.80\n1;487012.35;4420117.80\n");
    assert_text_read(&p, 1, 1, 1);
    (void)text_probe_finding(&p, "ncn.name-missing");
    text_probe_release(&p);
}

static void names(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "a 487012.35 4420117.80\nb 487012.36 4420117.80\na 487012.37 4420117.80\n"
            "12345678901234567 487012.38 4420117.80\nP 1\t487012.39\t4420117.80\na 1 2\n");
    assert_text_read(&p, 6, 0, 3);
    const kbs_finding *f = text_probe_finding(&p, "ncn.repeated");
    assert_string_equal(f->found, "a");
    assert_string_equal(f->expected, "3");
    f = text_probe_finding(&p, "ncn.name");
    assert_string_equal(f->found, "2");
    assert_int_equal(f->line, 4);
    point(&p, "P 1", 487012.39, NORTH);
    text_probe_release(&p);
}

static void encodings(void **state)
{
    (void)state;
    text_probe p;
    run(&p, "\xDE\xDD\xF0 487012.35 4420117.80\n"); /* windows-1254 */
    assert_text_read(&p, 1, 0, 0);
    point(&p, "\xC5\x9E\xC4\xB0\xC4\x9F", EAST, NORTH);
    text_probe_release(&p);
    run(&p, "\xC5\x9E\xC4\xB0\xC4\x9F 487012.35 4420117.80\n");
    point(&p, "\xC5\x9E\xC4\xB0\xC4\x9F", EAST, NORTH);
    text_probe_release(&p);
    run(&p, "\x81\xFD 487012.35 4420117.80\n");
    assert_text_read(&p, 1, 0, 1);
    assert_string_equal(text_probe_finding(&p, "lines.letters")->found, "1");
    text_probe_release(&p);
}

static void damage(void **state)
{
    (void)state;
    text_probe p;
    text_probe_bytes(&p, ncn_read_text, "a.ncn", "1 487012.35 4420117.80\n2 \0 1\n", 29);
    assert_text_refused(&p, KBS_INPUT, "lines.binary", 2);
    text_probe_release(&p);
    size_t length = 1000000;
    char *longest = malloc(length);
    assert_non_null(longest);
    memset(longest, '1', length);
    text_probe_bytes(&p, ncn_read_text, "a.ncn", longest, length);
    assert_text_refused(&p, KBS_INPUT, "lines.too-long", 1);
    text_probe_release(&p);
    for (size_t i = 0; i < length; i += 2) {
        memcpy(longest + i, "x\n", 2);
    }
    memcpy(longest, "1 1 1\n", 6);
    text_probe_bytes(&p, ncn_read_text, "a.ncn", longest, length);
    assert_int_equal(p.code, KBS_OK);
    assert_int_equal(p.d.object_count, 1);
    assert_int_equal(text_probe_skipped(&p), 499997);
    assert_int_equal(text_probe_count(&p, "ncn.fields"), 1000);
    assert_string_equal(text_probe_finding(&p, "lines.untold")->found, "498997");
    text_probe_release(&p);
    free(longest);
    run(&p, "");
    assert_text_refused(&p, KBS_INPUT, "ncn.columns", 0);
    text_probe_release(&p);
}

/* Written as NetCAD writes, read again: names byte for byte, places to the millimetre. */
static void round_trip(void **state)
{
    (void)state;
    text_probe p, again;
    base_buffer out;
    run(&p, "101 487012.354 4420117.801 0.00 0 \"\" \"\" \"\"\r\n"
            "P.7/12 -9.953 84.606 912.455\n055 487001 4420090.5\n\xDE\xDD\xF0-1 1 2 3\n");
    assert_int_equal(p.d.object_count, 4);
    base_buffer_init(&out, 10000);
    for (size_t i = 0; i < p.d.object_count; i++) {
        const drawing_object *o = &p.d.objects[i];
        const char *name = drawing_text_of(&p.d, o->name);
        const geo_vertex *v = drawing_vertices(&p.d, o);
        assert_true(
            ncn_write_point(&out, name, strlen(name), v->east, v->north, (double)o->height_m));
    }
    assert_non_null(strstr(out.data, "\r\n\xDE\xDD\xF0-1 1.000 2.000 3.000 0 \"\" \"\" \"\"\r\n"));
    assert_memory_equal(out.data, "101 487012.354 4420117.801 0.000 0 \"\" \"\" \"\"\r\n", 45);
    run(&again, out.data);
    assert_int_equal(again.d.object_count, 4);
    for (size_t i = 0; i < p.d.object_count; i++) {
        const drawing_object *a = &p.d.objects[i], *b = &again.d.objects[i];
        assert_string_equal(drawing_text_of(&p.d, a->name), drawing_text_of(&again.d, b->name));
        assert_true(drawing_vertices(&p.d, a)->east == drawing_vertices(&again.d, b)->east);
        assert_true(drawing_vertices(&p.d, a)->north == drawing_vertices(&again.d, b)->north);
        assert_true(a->height_m == b->height_m && a->flags == b->flags);
    }
    static const char *const bad[] = { "",     "a b", "12345678901234567", "a,b", "a;b",
                                       "a\"b", "#1",  "\xE4\xB8\xAD" };
    size_t length = out.length;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(ncn_write_point(&out, bad[i], strlen(bad[i]), 1, 2, 3));
        assert_int_equal(out.length, length);
    }
    base_buffer_release(&out);
    text_probe_release(&p);
    text_probe_release(&again);
}

/* Each byte of windows-1254 that is a letter comes back as itself. */
static void windows_1254_out(void **state)
{
    (void)state;
    for (int byte = 0x20; byte < 256; byte++) {
        size_t bad = 0;
        char c = (char)byte;
        base_buffer utf8, back;
        base_buffer_init(&utf8, 100);
        base_buffer_init(&back, 100);
        base_encoding_decode(&utf8, BASE_ENCODING_CP1254, &c, 1, &bad);
        bool is_known = cad_text_add(&back, utf8.data, utf8.length, false);
        assert_int_equal(is_known, bad == 0);
        assert_true(!is_known || byte == 0x7F || (back.length == 1 && back.data[0] == c));
        base_buffer_release(&utf8);
        base_buffer_release(&back);
    }
    base_buffer out;
    base_buffer_init(&out, 100);
    assert_true(cad_text_add(&out, "a\xC4\x81\n\xF0\x9F\x8C\xB3", 8, true));
    assert_string_equal(out.data, "a\\U+0101 ?");
    base_buffer_release(&out);
}

static void memory_out(void **state)
{
    (void)state;
    for (size_t n = 0;; n++) {
        text_probe p;
        drawing_init(&p.d);
        base_findings_init(&p.findings);
        base_memory_fail_at(n);
        static const char text[] = "a 487012.35 4420117.80\na 4 5\n";
        p.code = ncn_read_text(&p.d, text, sizeof text - 1, "a.ncn", &p.findings);
        base_memory_fail_at(SIZE_MAX);
        bool is_done = p.code == KBS_OK && p.d.object_count == 2 && p.findings.count == 2 &&
                       !p.findings.failed && n > 10;
        assert_true(p.code == KBS_OK || p.code == KBS_MEMORY);
        text_probe_release(&p);
        if (is_done) {
            return;
        }
        assert_true(n < 200);
    }
}

static void bids(void **state)
{
    (void)state;
    const drawing_format *f = &drawing_format_ncn;
    assert_int_equal(text_probe_bid(f, "A.NCN", "1 487012.35 4420117.80\r\n"), 90);
    assert_int_equal(text_probe_bid(f, "a.txt", "1 487012.35 4420117.80\r\n"), 40);
    assert_int_equal(text_probe_bid(f, "a.ncn", "487012.35 4420117.80\r\n"), 50);
    assert_int_equal(text_probe_bid(f, "a.ncn", "<?xml version=\"1.0\"?>\n<a/>\n"), 0);
    assert_int_equal(text_probe_bid(f, "a.ncn", ""), 0);
    assert_int_equal(text_probe_bid(f, "a.txt", "x\n"), 0);
    assert_int_equal(f->bid("a.ncn", (const uint8_t *)"1 2 3\0", 6, 6), 0);
}

static void samples(void **state)
{
    (void)state;
    text_probe p;
    text_probe_file(&p, &drawing_format_ncn, text_probe_sample("netcad/ncn/nokta_250.NCN"));
    assert_text_read(&p, 6, 0, 0);
    point(&p, "52", 484582.53, 4504631.09);
    point(&p, "341", 484687.59, 4504566.44);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_ncn, text_probe_sample("netcad/ncn/nokta_104.NCN"));
    assert_text_read(&p, 3, 0, 1);
    point(&p, "1", -9.953, 84.606);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_ncn, text_probe_sample("netcad/ncn/corrected_points.ncn"));
    assert_text_refused(&p, KBS_INPUT, "ncn.nameless", 0);
    text_probe_release(&p);
    text_probe_file(&p, &drawing_format_ncn,
                    text_probe_sample("netcad/ncn/output_malformed_columns.NCN"));
    assert_text_refused(&p, KBS_INPUT, "ncn.columns", 0);
    text_probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_fields),
        cmocka_unit_test(separators_and_decimal_marks),
        cmocka_unit_test(line_ends_and_comments),
        cmocka_unit_test(not_a_number),
        cmocka_unit_test(swapped_columns),
        cmocka_unit_test(zones),
        cmocka_unit_test(local_system),
        cmocka_unit_test(degrees),
        cmocka_unit_test(without_names),
        cmocka_unit_test(names),
        cmocka_unit_test(encodings),
        cmocka_unit_test(damage),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(windows_1254_out),
        cmocka_unit_test(memory_out),
        cmocka_unit_test(bids),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
