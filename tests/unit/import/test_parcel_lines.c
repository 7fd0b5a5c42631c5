/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Drawings made in memory become records: areas with names, holes, overlaps, numbers that agree and do not, pieces of neighbours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "import/drawing_values.h"

#define E 500000.0
#define N 4400000.0

/* A drawing, and what became of it. */
typedef struct made {
    drawing d;
    import_profile *builtin;
    drawing_patterns *patterns;
    drawing_choice choice;
    parcel_lines work;
    drawing_values values;
    base_findings report;
    kbs_code code;
} made;

static void made_init(made *m)
{
    memset(m, 0, sizeof *m);
    drawing_init(&m->d);
    base_findings_init(&m->report);
    assert_int_equal(import_profile_load(&m->builtin, NULL, &m->report), KBS_OK);
    m->patterns = drawing_patterns_new(NULL, m->builtin);
    assert_non_null(m->patterns);
}

static void made_release(made *m)
{
    drawing_values_release(&m->values);
    parcel_lines_release(&m->work);
    drawing_choice_release(&m->choice);
    drawing_patterns_free(m->patterns);
    import_profile_free(m->builtin);
    drawing_release(&m->d);
    base_findings_release(&m->report);
}

/* Pairs of metres from E, N; a name of "" is none. */
static drawing_object *add(made *m, drawing_type type, const char *layer, const char *name,
                           const double *pairs, size_t count)
{
    uint16_t index;
    assert_true(drawing_find_layer(&m->d, layer, &index));
    drawing_object *object = drawing_add_object(&m->d, type, index, 1000);
    assert_non_null(object);
    for (size_t i = 0; i < count; i++) {
        assert_true(drawing_add_vertex(&m->d, object, E + pairs[2 * i], N + pairs[2 * i + 1]));
    }
    assert_true(drawing_add_text(&m->d, name, strlen(name), &object->name));
    return object;
}

static drawing_object *add_box(made *m, const char *layer, const char *name, double east,
                               double north, double width, double height)
{
    const double pairs[] = { east,           north, east + width,   north, east + width,
                             north + height, east,  north + height, east,  north };
    drawing_object *object = add(m, DRAWING_LINE, layer, name, pairs, 5);
    object->flags |= DRAWING_CLOSED;
    return object;
}

static void add_text(made *m, const char *layer, const char *text, double east, double north)
{
    const double pair[] = { east, north };
    add(m, DRAWING_TEXT, layer, text, pair, 1)->text_height_m = 2;
}

static void make(made *m, kbs_kind kind)
{
    drawing_count(&m->d);
    assert_true(drawing_choose(&m->choice, &m->d, kind, -1, 0.02, m->patterns));
    m->code = parcel_lines_make(&m->work, &m->d, &m->choice, m->patterns, 0.02, "d", &m->report);
    assert_int_equal(m->code, KBS_OK);
    assert_true(drawing_values_init(&m->values, &m->work));
}

static const kbs_finding *find(const made *m, const char *code)
{
    for (size_t i = 0; i < m->report.count; i++) {
        if (strcmp(m->report.items[i].code, code) == 0) {
            return &m->report.items[i];
        }
    }
    return NULL;
}

static const kbs_finding *assert_found(const made *m, const char *code, const char *found,
                                       const char *expected)
{
    const kbs_finding *f = find(m, code);
    if (f == NULL || (found != NULL && (f->found == NULL || strcmp(f->found, found) != 0)) ||
        (expected != NULL && (f->expected == NULL || strcmp(f->expected, expected) != 0))) {
        for (size_t i = 0; i < m->report.count; i++) {
            fprintf(stderr, "%s: %s %s\n", m->report.items[i].code,
                    m->report.items[i].found == NULL ? "-" : m->report.items[i].found,
                    m->report.items[i].expected == NULL ? "-" : m->report.items[i].expected);
        }
        fail_msg("%s", code);
    }
    assert_true(f->has_coordinate && f->in_source_crs);
    return f;
}

/* Record n is this parcel with this area; an area below 0: refused. */
static void assert_parcel(made *m, size_t n, const char *block, const char *parcel, double area_m2)
{
    import_value values[8];
    import_record record = { .values = values };
    geo_shape_init(&record.shape);
    assert_true(n < m->work.record_count);
    assert_true(drawing_values_give(&m->values, &m->work.records[n], &record));
    assert_int_equal(record.refused, area_m2 < 0);
    if (area_m2 >= 0) {
        assert_int_equal(values[0].type, block[0] == '\0' ? IMPORT_VALUE_NULL : IMPORT_VALUE_TEXT);
        assert_string_equal(block, values[0].type == IMPORT_VALUE_TEXT ? values[0].text : "");
        assert_string_equal(parcel, values[1].text);
        assert_true(fabs(geo_shape_area_m2(&record.shape) - area_m2) < 1e-6);
    }
    geo_shape_release(&record.shape);
}

static void names__in_all_forms(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "106/20", 0, 0, 20, 30);
    add_box(&m, "PARSEL", "101_1/B", 30, 0, 20, 30);
    add_box(&m, "PARSEL", "5", 60, 0, 20, 30);
    add_box(&m, "HERHANGI", "7/8", 90, 0, 20, 30);  /* by its name alone */
    add_box(&m, "HERHANGI", "9", 120, 0, 20, 30);   /* which this is not */
    add_box(&m, "BINA", "7/9", 150, 0, 20, 30);     /* nor on a layer of something else */
    add_box(&m, "@PARSEL", "7/10", 180, 0, 20, 30); /* nor on a heading */
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 4);
    assert_parcel(&m, 0, "106", "20", 600);
    assert_parcel(&m, 1, "101", "1/B", 600);
    assert_parcel(&m, 2, "", "5", 600);
    assert_parcel(&m, 3, "7", "8", 600);
    assert_int_equal(m.choice.counts[DRAWING_NOT_TAKEN], 3);
    assert_found(&m, "drawing.block-unknown", "1", NULL);
    made_release(&m);
}

static void values__of_keys_and_stated_areas(void **state)
{
    (void)state;
    made m;
    import_value values[8];
    import_record record = { .values = values };
    geo_shape_init(&record.shape);
    made_init(&m);
    drawing_object *object = add_box(&m, "PARSEL", "1/1", 0, 0, 20, 30);
    object->stated_area_m2 = 599.5;
    assert_true(drawing_add_text(&m.d, "7654321", 7, &object->key));
    assert_true(drawing_add_text(&m.d, "PARSEL", 6, &object->class_name));
    object = add_box(&m, "PARSEL", "1/2", 30, 0, 20, 30);
    assert_true(drawing_add_text(&m.d, "@TAB1", 5, &object->key));
    make(&m, KBS_PARCEL);
    assert_true(drawing_values_give(&m.values, &m.work.records[0], &record));
    assert_true(values[2].type == IMPORT_VALUE_NUMBER && values[2].number == 599.5);
    assert_string_equal(values[3].text, "PARSEL");
    assert_string_equal(values[5].text, "7654321");
    assert_int_equal(record.number, 1);
    assert_int_equal(record.byte, 1000);
    assert_true(drawing_values_give(&m.values, &m.work.records[1], &record));
    assert_int_equal(values[2].type, IMPORT_VALUE_NULL);
    assert_int_equal(values[5].type, IMPORT_VALUE_NULL);
    geo_shape_release(&record.shape);
    made_release(&m);
}

static void hole__is_a_parcel_inside_on_the_same_layer(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "1/1", 0, 0, 40, 40);
    add_box(&m, "PARSEL", "1/2", 10, 10, 10, 10); /* two that touch each other: one hole of both */
    add_box(&m, "PARSEL", "1/3", 20, 10, 10, 10);
    make(&m, KBS_PARCEL);
    assert_parcel(&m, 0, "1", "1", 1600 - 200);
    assert_parcel(&m, 1, "1", "2", 100);
    assert_true(m.work.records[0].mended);
    assert_false(m.work.records[1].mended);
    assert_string_equal(assert_found(&m, "drawing.hole", "1/2", NULL)->key, "1/1");
    assert_null(find(&m, "drawing.overlap"));
    made_release(&m);
}

static void overlap__of_another_layer_or_state_is_told(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "PARSEL_ALN", "1/1", 0, 0, 40, 40);
    add_box(&m, "PARSEL_IFRAZ", "1/A", 10, 10, 10, 10);
    add_box(&m, "PARSEL_ALN", "1/2", 39, 0, 20, 40);    /* a metre over 1/1 */
    add_box(&m, "PARSEL_ALN", "1/3", 58.99, 0, 20, 40); /* a centimetre: a missed border */
    make(&m, KBS_PARCEL);
    assert_parcel(&m, 0, "1", "1", 1600);
    assert_parcel(&m, 1, "1", "A", 100);
    size_t overlaps = 0;
    for (size_t i = 0; i < m.report.count; i++) {
        overlaps += strcmp(m.report.items[i].code, "drawing.overlap") == 0 ? 1 : 0;
    }
    assert_int_equal(overlaps, 2);
    const kbs_finding *f = assert_found(&m, "drawing.overlap", "100.00 m²", "1/1");
    assert_string_equal(f->key, "1/A");
    assert_string_equal(f->layer, "PARSEL_IFRAZ");
    made_release(&m);
}

static void ring__open_piece_curve(void **state)
{
    (void)state;
    static const double nearly[] = { 0, 0, 20, 0, 20, 20, 0, 20, 0, 0.4 };
    static const double closed[] = { 40, 0, 60, 0, 60, 20, 40, 20, 40, 0.015 };
    static const double piece[] = { 80, 0, 100, 0, 100, 20 };
    made m;
    made_init(&m);
    add(&m, DRAWING_LINE, "PARSEL", "1/1", nearly, 5);
    add(&m, DRAWING_LINE, "PARSEL", "1/2", closed, 5);
    add(&m, DRAWING_LINE, "PARSEL", "1/3", piece, 3);
    add_box(&m, "PARSEL", "1/4", 120, 0, 10, 10)->flags |= DRAWING_CURVE;
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 3);
    assert_parcel(&m, 0, "", "", -1);
    assert_found(&m, "drawing.ring-open", "0.400 m", NULL);
    assert_parcel(&m, 1, "1", "2", 400);
    assert_true(m.work.records[1].mended);
    assert_found(&m, "drawing.ring-closed", "0.015 m", "0.020 m");
    assert_int_equal(assert_found(&m, "drawing.piece", NULL, NULL)->severity, KBS_NOTE);
    assert_parcel(&m, 2, "1", "4", 100);
    assert_found(&m, "drawing.curve", NULL, NULL);
    made_release(&m);
}

static void labels__in_named_areas_are_compared(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "106/20", 0, 0, 20, 30);
    add_text(&m, "PARSEL_NO", "20", 5, 5);
    add_text(&m, "PARSEL_NO", "106", 5, 8);
    add_text(&m, "PARSEL_NO", "106/21", 5, 10);
    add_text(&m, "PARSEL_NO", "19", 50, 10); /* a neighbour that is not drawn */
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 1);
    assert_found(&m, "drawing.label-differs", "106/21", "106/20");
    assert_int_equal(assert_found(&m, "drawing.label-outside", "19", NULL)->severity, KBS_NOTE);
    assert_int_equal(m.report.count, 2);
    made_release(&m);
}

static void lines__beside_a_named_area_use_its_border(void **state)
{
    (void)state;
    static const double beside[] = { 20, 0, 40, 0, 40, 30, 20, 30 };
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "1/1", 0, 0, 20, 30);
    add(&m, DRAWING_LINE, "PARSEL", "", beside, 4);
    add_text(&m, "PARSEL", "1/2", 30, 15);
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 2);
    assert_parcel(&m, 0, "1", "1", 600);
    assert_parcel(&m, 1, "1", "2", 600);
    assert_int_equal(m.work.known_areas, 1);
    assert_int_equal(m.report.count, 0);
    made_release(&m);
}

static void blocks__twelve_a(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "ADA", "101", 0, 0, 20, 20);
    add_text(&m, "PARSEL_NO", "12/a", 10, 10);
    add_box(&m, "ADA", "12", 50, 0, 20, 20);
    add_text(&m, "PARSEL_NO", "12/b", 60, 10);
    add_box(&m, "ADA", "13", 100, 0, 20, 20); /* nothing in it */
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 2);
    assert_parcel(&m, 0, "101", "12/a", 400);
    assert_parcel(&m, 1, "12", "b", 400);
    assert_int_equal(assert_found(&m, "drawing.area-of-block", "400.00 m²", NULL)->severity,
                     KBS_NOTE);
    made_release(&m);
}

static void blocks__two_numbers_in_what_hangs_together(void **state)
{
    (void)state;
    static const double middle[] = { 20, 0, 20, 20 };
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "", 0, 0, 40, 20);
    add(&m, DRAWING_LINE, "PARSEL", "", middle, 2);
    add_text(&m, "PARSEL_NO", "1", 5, 5);
    add_text(&m, "PARSEL_NO", "2", 30, 5);
    add_text(&m, "ADA_NO", "100", 8, 8);
    add_text(&m, "ADA_NO", "200", 32, 8);
    make(&m, KBS_PARCEL);
    assert_parcel(&m, 0, "", "1", 400);
    assert_found(&m, "drawing.block-ambiguous", "100", "200");
    assert_found(&m, "drawing.block-unknown", "2", NULL);
    made_release(&m);
}

static void broken__coordinates_are_refused(void **state)
{
    (void)state;
    made m;
    made_init(&m);
    add_box(&m, "PARSEL", "1/1", 0, 0, 20, 30);
    add_box(&m, "PARSEL", "", 2e9, 0, 20, 30);
    add_box(&m, "PARSEL", "1/2", NAN, 0, 20, 30);
    make(&m, KBS_PARCEL);
    assert_int_equal(m.work.record_count, 3);
    assert_parcel(&m, 1, "", "", -1);
    assert_parcel(&m, 2, "", "", -1);
    made_release(&m);
}

static void memory__each_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 0;; n++) {
        static const double middle[] = { 20, 0, 20, 20.01 };
        made m;
        made_init(&m);
        add_box(&m, "PARSEL", "", 0, 0, 40, 20);
        add(&m, DRAWING_LINE, "PARSEL", "", middle, 2);
        add_text(&m, "PARSEL_NO", "1", 5, 5);
        add_text(&m, "PARSEL_NO", "2", 30, 5);
        add_text(&m, "ADA_NO", "100", 8, 8);
        add_box(&m, "PARSEL", "1/1", 100, 0, 40, 40);
        add_box(&m, "PARSEL", "1/2", 110, 10, 10, 10);
        drawing_count(&m.d);
        base_memory_fail_at(n);
        bool chosen = drawing_choose(&m.choice, &m.d, KBS_PARCEL, -1, 0.02, m.patterns);
        m.code = chosen
                     ? parcel_lines_make(&m.work, &m.d, &m.choice, m.patterns, 0.02, "d", &m.report)
                     : KBS_MEMORY;
        bool complete = !m.report.failed;
        base_memory_fail_at(SIZE_MAX);
        bool done = m.code == KBS_OK && complete;
        size_t records = m.work.record_count;
        made_release(&m);
        if (done) {
            assert_int_equal(records, 4);
            assert_true(n > 40);
            break;
        }
        assert_true(n < 2000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names__in_all_forms),
        cmocka_unit_test(values__of_keys_and_stated_areas),
        cmocka_unit_test(hole__is_a_parcel_inside_on_the_same_layer),
        cmocka_unit_test(overlap__of_another_layer_or_state_is_told),
        cmocka_unit_test(ring__open_piece_curve),
        cmocka_unit_test(labels__in_named_areas_are_compared),
        cmocka_unit_test(lines__beside_a_named_area_use_its_border),
        cmocka_unit_test(blocks__twelve_a),
        cmocka_unit_test(blocks__two_numbers_in_what_hangs_together),
        cmocka_unit_test(broken__coordinates_are_refused),
        cmocka_unit_test(memory__each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
