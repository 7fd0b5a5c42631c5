/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A real NetCAD drawing against the list of what is in it, object by object, and cut at many places; an invented drawing; a file
 * that only has the extension. Skipped where the files are not there (KBS_SAMPLES). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ncz_assert.h"

#define REAL "ncz/106-20_DURUMHARITASI.NCZ"
#define EXPECTED "expected/106-20_DURUMHARITASI.expected.txt"

static const char *sample(char path[1024], const char *name)
{
    const char *folder = getenv("KBS_SAMPLES");
    FILE *file;
    if (folder == NULL || *folder == '\0') {
        skip();
    }
    snprintf(path, 1024, "%s/netcad/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        skip();
    } else {
        fclose(file);
    }
    return path;
}

/* The n-th object of a type, n from 0. */
static size_t nth(const ncz_probe *p, drawing_type type, size_t n)
{
    for (size_t i = 0; i < p->d.object_count; i++) {
        if (p->d.objects[i].type == type && n-- == 0) {
            return i;
        }
    }
    fail();
    return 0;
}

static size_t count_of(const ncz_probe *p, drawing_type type, bool only_polylines)
{
    size_t count = 0;
    for (size_t i = 0; i < p->d.object_count; i++) {
        const drawing_object *o = &p->d.objects[i];
        /* In this drawing every line of two vertices is a plain one. */
        count += o->type == type && (!only_polylines || o->vertex_count > 2);
    }
    return count;
}

/* Sum about the first vertex; an open line is closed for it, as in the list. */
static double area_m2(const ncz_probe *p, const drawing_object *o)
{
    const geo_vertex *v = drawing_vertices(&p->d, o);
    double twice = 0;
    for (size_t i = 0; i + 1 < o->vertex_count; i++) {
        twice += (v[i].east - v[0].east) * (v[i + 1].north - v[0].north) -
                 (v[i + 1].east - v[0].east) * (v[i].north - v[0].north);
    }
    return fabs(twice) / 2;
}

static void check_polyline(const ncz_probe *p, size_t n, const char *line)
{
    char name[64], layer[64];
    int flags, closed, vertices;
    double area, east, north;
    assert_int_equal(sscanf(line,
                            "pline name=%63s flags=%d closed=%d vertices=%d area=%lf layer=%63s "
                            "first=Y%lf,X%lf",
                            name, &flags, &closed, &vertices, &area, layer, &east, &north),
                     8);
    size_t seen = 0, i = 0;
    for (; i < p->d.object_count; i++) {
        const drawing_object *o = &p->d.objects[i];
        if (o->type == DRAWING_LINE && o->vertex_count > 2 && seen++ == n) {
            break;
        }
    }
    const drawing_object *o = &p->d.objects[i];
    assert_string_equal(ncz_name_of(p, i), name);
    assert_string_equal(ncz_layer_of(p, i), layer);
    assert_int_equal(o->vertex_count, vertices);
    assert_int_equal((o->flags & DRAWING_CLOSED) != 0, closed);
    assert_int_equal((o->flags & DRAWING_FILLED) != 0, (flags & 2) != 0);
    assert_ncz_vertex(p, i, 0, east, north, 6e-5);
    assert_true(fabs(area_m2(p, o) - area) < 0.003);
    if (closed) {
        const geo_vertex *v = drawing_vertices(&p->d, o);
        assert_memory_equal(&v[0], &v[vertices - 1], sizeof v[0]);
    }
}

static void check_point(const ncz_probe *p, size_t n, const char *line)
{
    char name[64], layer[64];
    double east, north, height;
    size_t i = nth(p, DRAWING_POINT, n);
    const drawing_object *o = &p->d.objects[i];
    assert_int_equal(
        sscanf(line, "point %63s Y%lf X%lf z%lf layer=%63s", name, &east, &north, &height, layer),
        5);
    assert_string_equal(ncz_name_of(p, i), name);
    assert_string_equal(ncz_layer_of(p, i), layer);
    assert_ncz_vertex(p, i, 0, east, north, 6e-5);
    assert_int_equal((o->flags & DRAWING_HAS_HEIGHT) != 0, height != 0);
    assert_true(fabs((double)o->height_m - height) < 6e-4);
}

static void check_rectangle(const ncz_probe *p, size_t n, const char *line)
{
    char name[64];
    double east, north, to_east, to_north, angle;
    size_t i = nth(p, DRAWING_SHEET, n);
    assert_int_equal(sscanf(line, "rect name=%63s Y%lf X%lf to Y%lf X%lf angle %lf", name, &east,
                            &north, &to_east, &to_north, &angle),
                     6);
    assert_string_equal(ncz_name_of(p, i), name);
    assert_string_equal(ncz_layer_of(p, i), "CIZPEN");
    assert_true(angle == 0);
    assert_int_equal(p->d.objects[i].vertex_count, 5);
    assert_ncz_vertex(p, i, 0, east, north, 6e-5);
    assert_ncz_vertex(p, i, 1, to_east, north, 6e-5);
    assert_ncz_vertex(p, i, 2, to_east, to_north, 6e-5);
    assert_ncz_vertex(p, i, 3, east, to_north, 6e-5);
    assert_ncz_vertex(p, i, 4, east, north, 6e-5);
}

static void check_text(const ncz_probe *p, size_t n, const char *line)
{
    char text[256], layer[64];
    double east, north, height, angle;
    const char *quote = strrchr(line, '\'');
    size_t length = (size_t)(quote - line) - 6;
    size_t i = nth(p, DRAWING_TEXT, n);
    const drawing_object *o = &p->d.objects[i];
    memcpy(text, line + 6, length);
    text[length] = '\0';
    assert_int_equal(sscanf(quote + 1, " Y%lf X%lf h%lf ang%lf just=%*c layer=%63s", &east, &north,
                            &height, &angle, layer),
                     5);
    assert_string_equal(ncz_name_of(p, i), text);
    assert_string_equal(ncz_layer_of(p, i), layer);
    assert_ncz_vertex(p, i, 0, east, north, 6e-5);
    assert_true(fabs((double)o->text_height_m - height) < 6e-4);
    double turn = fabs((double)o->angle - (angle < 0 ? angle + 6.283185307179586 : angle));
    assert_true(turn < 1e-4 || fabs(turn - 6.283185307179586) < 1e-4);
    assert_true(o->angle >= 0);
}

static void check_layer(const ncz_probe *p, size_t n, const char *line)
{
    char name[64];
    int index, records;
    uint64_t sum = 0;
    assert_int_equal(sscanf(line, "layer %d %63s records %d", &index, name, &records), 3);
    assert_int_equal(index, n);
    assert_string_equal(drawing_text_of(&p->d, p->d.layers[n].name), name);
    for (size_t type = 0; type < DRAWING_TYPE_COUNT; type++) {
        sum += p->d.layers[n].objects[type];
    }
    assert_int_equal(sum, records);
}

static void real__object_by_object(void **state)
{
    (void)state;
    char path[1024], line[512];
    size_t layers = 0, polylines = 0, points = 0, rectangles = 0, texts = 0;
    ncz_probe p;
    ncz_probe_read(&p, sample(path, REAL));
    assert_int_equal(p.code, KBS_OK);
    FILE *expected = fopen(sample(path, EXPECTED), "r");
    assert_non_null(expected);
    while (fgets(line, sizeof line, expected) != NULL) {
        if (strncmp(line, "layer ", 6) == 0) {
            check_layer(&p, layers++, line);
        } else if (strncmp(line, "pline ", 6) == 0) {
            check_polyline(&p, polylines++, line);
        } else if (strncmp(line, "point ", 6) == 0) {
            check_point(&p, points++, line);
        } else if (strncmp(line, "rect ", 5) == 0) {
            check_rectangle(&p, rectangles++, line);
        } else if (strncmp(line, "text ", 5) == 0) {
            check_text(&p, texts++, line);
        }
    }
    fclose(expected);
    assert_int_equal(layers, 20);
    assert_int_equal(p.d.layer_count, 20);
    assert_int_equal(polylines, 8);
    assert_int_equal(count_of(&p, DRAWING_LINE, true), 8);
    assert_int_equal(count_of(&p, DRAWING_LINE, false), 71);
    assert_int_equal(points, 38);
    assert_int_equal(count_of(&p, DRAWING_POINT, false), 38);
    assert_int_equal(rectangles, 2);
    assert_int_equal(count_of(&p, DRAWING_SHEET, false), 2);
    assert_int_equal(texts, 38);
    assert_int_equal(count_of(&p, DRAWING_TEXT, false), 38);
    assert_int_equal(count_of(&p, DRAWING_SYMBOL, false), 39);
    assert_int_equal(p.d.object_count, 188);
    assert_int_equal(p.d.found, 188);
    assert_int_equal(p.d.skipped_count, 0);
    assert_string_equal(p.d.version, "5.2.0.1035");
    assert_string_equal(p.d.crs, "EPSG:5254");
    assert_string_equal(p.d.crs_source, "MPROJ");
    assert_ncz_codes(&p, "");
    ncz_probe_release(&p);
}

/* Cut at every 1 000th byte, with the header as it was and with one that was made to fit. */
static void real__cut(void **state)
{
    (void)state;
    char path[1024];
    FILE *file = fopen(sample(path, REAL), "rb");
    size_t read = 0, refused = 0;
    ncz_build *whole = ncz_build_new_bare(), *part;
    whole->length = 0;
    for (uint8_t bytes[4096]; (read = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        ncz_build_append(whole, bytes, read);
    }
    fclose(file);
    for (size_t length = 0; length < whole->length; length += 1000) {
        for (int fitted = 0; fitted < 2; fitted++) {
            ncz_probe p;
            part = ncz_build_new_bare();
            part->length = 0;
            ncz_build_append(part, whole->data, length);
            if (fitted && length > 9) {
                ncz_build_done(part);
            }
            ncz_build_write(part, "cut.ncz");
            ncz_build_free(part);
            ncz_probe_read(&p, "cut.ncz");
            if (length == 0) {
                assert_ncz_codes(&p, "file.empty");
            } else if (!fitted) {
                assert_ncz_codes(&p, "ncz.cut");
                assert_int_equal(p.code, KBS_INPUT);
            } else if (p.code == KBS_OK) {
                assert_ncz_ledger(&p);
            } else {
                assert_non_null(base_findings_last(&p.findings));
                assert_int_equal(base_findings_last(&p.findings)->severity, KBS_FATAL);
                assert_int_equal(p.d.object_count, 0);
                refused++;
            }
            ncz_probe_release(&p);
        }
    }
    assert_true(refused > 180);
    ncz_build_free(whole);
}

static void impostor__xml(void **state)
{
    (void)state;
    char path[1024];
    ncz_probe p;
    ncz_probe_read(&p, sample(path, "ncz/106-20_BEYANNAME_xml_not_drawing.NCZ"));
    assert_int_equal(p.code, KBS_INPUT);
    assert_ncz_codes(&p, "source.other-format");
    assert_string_equal(p.findings.items[0].found, "XML");
    assert_string_equal(p.findings.items[0].expected, "NetCAD NCZ");
    ncz_probe_release(&p);
}

static void synthetic__parcels_and_street(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double area_m2;
        const char *class_name, *key;
    } areas[] = {
        { "101/1", 1000, "", "" },
        { "101/2", 750, "", "" },
        { "101/3", 1400, "PARSEL", "7654321" },
    };
    char path[1024];
    ncz_probe p;
    ncz_probe_read(&p, sample(path, "synthetic/minimal_tm33.ncz"));
    assert_int_equal(p.code, KBS_OK);
    assert_ncz_codes(&p, "");
    assert_string_equal(p.d.crs, "EPSG:5255");
    assert_string_equal(p.d.version, "SENTETIK-1");
    assert_int_equal(p.d.layer_count, 6);
    bool has_turkish = false;
    for (size_t i = 0; i < p.d.layer_count; i++) {
        const char *name = drawing_text_of(&p.d, p.d.layers[i].name);
        has_turkish = has_turkish || strcmp(name, "ÇEŞME_İĞÜŞ") == 0;
    }
    assert_true(has_turkish);
    for (size_t i = 0; i < 3; i++) {
        const drawing_object *o = &p.d.objects[i];
        assert_string_equal(ncz_name_of(&p, i), areas[i].name);
        assert_int_equal(o->flags & DRAWING_CLOSED, DRAWING_CLOSED);
        assert_true(fabs(area_m2(&p, o) - areas[i].area_m2) < 1e-6);
        assert_string_equal(drawing_text_of(&p.d, o->class_name), areas[i].class_name);
        assert_string_equal(drawing_text_of(&p.d, o->key), areas[i].key);
    }
    assert_string_equal(ncz_name_of(&p, 3), "ATATÜRK CD");
    assert_string_equal(drawing_text_of(&p.d, p.d.objects[3].class_name), "YOLORTA");
    assert_string_equal(drawing_text_of(&p.d, p.d.objects[3].key), "15");
    assert_int_equal(p.d.objects[3].flags & DRAWING_CLOSED, 0);
    assert_int_equal(count_of(&p, DRAWING_LINE, false), 5);
    assert_int_equal(count_of(&p, DRAWING_POINT, false), 8);
    assert_int_equal(count_of(&p, DRAWING_TEXT, false), 4);
    assert_int_equal(p.d.deleted, 1);
    assert_int_equal(p.d.found, 17);
    assert_ncz_ledger(&p);
    ncz_probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real__object_by_object),
        cmocka_unit_test(real__cut),
        cmocka_unit_test(impostor__xml),
        cmocka_unit_test(synthetic__parcels_and_street),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
