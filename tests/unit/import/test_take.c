/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From a record to a row: values by type, geometry in order, one finding for each thing that is wrong. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "geo/blob.h"
#include "geo/measure.h"
#include "import/take.h"

#define COLUMNS 6

typedef struct fixture {
    base_findings report;
    import_match match;
    import_layer layer;
    import_record record;
    import_value values[COLUMNS];
    import_batch *batch;
    import_taker *taker;
} fixture;

static const import_column columns[COLUMNS] = { { "a", 'C' }, { "b", 'C' }, { "c", 'C' },
                                                { "d", 'C' }, { "e", 'C' }, { "f", 'C' } };

/* A taker whose columns fill the named fields in order. */
static void start(fixture *f, kbs_kind kind, const char *const *fields, base_encoding encoding,
                  bool repair)
{
    const store_kind *k = store_kind_of(kind);
    memset(f, 0, sizeof *f);
    base_findings_init(&f->report);
    geo_shape_init(&f->record.shape);
    for (size_t i = 0; i < STORE_MOST_FIELDS; i++) {
        f->match.column[i] = -1;
    }
    for (int i = 0; fields[i] != NULL; i++) {
        int field = store_kind_field(k, fields[i]);
        assert_true(field >= 0);
        f->match.column[field] = i;
    }
    f->layer = (import_layer){
        .name = "layer", .columns = columns, .column_count = COLUMNS, .encoding = encoding
    };
    f->record.number = 7;
    f->record.byte = 100;
    f->record.values = f->values;
    import_taker_setup setup = { .kind = k,
                                 .layer = &f->layer,
                                 .match = &f->match,
                                 .file = "file.shp",
                                 .allowed = { 0, 0, 1e6, 5e6 },
                                 .srid = 5254,
                                 .repair = repair,
                                 .report = &f->report };
    f->taker = import_taker_new(&setup);
    f->batch = import_batch_new();
    assert_non_null(f->taker);
    assert_non_null(f->batch);
}

static void stop(fixture *f)
{
    import_taker_free(f->taker);
    import_batch_free(f->batch);
    geo_shape_release(&f->record.shape);
    base_findings_release(&f->report);
}

static void set_text(fixture *f, int column, const char *text)
{
    f->values[column] =
        (import_value){ .type = IMPORT_VALUE_TEXT, .text = text, .length = strlen(text) };
}

/* One ring, given as east, north pairs; closed by the caller. */
static void set_ring(fixture *f, geo_type type, const double *pairs, size_t count)
{
    geo_shape_clear(&f->record.shape, type);
    for (size_t i = 0; i < count; i++) {
        assert_true(geo_shape_add_vertex(&f->record.shape, pairs[2 * i], pairs[2 * i + 1]));
    }
    assert_true(geo_shape_end_ring(&f->record.shape) && geo_shape_end_part(&f->record.shape));
}

static const double square[] = {
    100, 200, 120, 200, 120, 230, 100, 230, 100, 200
}; /* 20 m x 30 m */

static bool take(fixture *f)
{
    bool kept = false;
    assert_int_equal(import_take(f->taker, &f->record, f->batch, &kept), KBS_OK);
    return kept;
}

static const store_value *value_of(const fixture *f, kbs_kind kind, const char *field)
{
    return &f->batch->rows[f->batch->count - 1]
                .values[store_kind_field(store_kind_of(kind), field)];
}

static const char *const parcel_fields[] = { "neighbourhood", "block", "parcel",
                                             "registered_area_m2", NULL };
static const char *const plan_fields[] = { "coverage_ratio", "floors", "approval_date", "use",
                                           NULL };

static void take__parcel_with_turkish_values(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_CP1254, false);
    set_text(&f, 0, " \xC7\x41\x4E\x4B\x41\x59\x41 "); /* ÇANKAYA in windows-1254 */
    set_text(&f, 1, "0101");
    set_text(&f, 2, "12/a");
    set_text(&f, 3, "48.353,71");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    const import_row *row = &f.batch->rows[0];
    assert_string_equal(row->name->text, "ÇANKAYA");
    assert_string_equal(row->name->folded, "çankaya");
    assert_string_equal(value_of(&f, KBS_PARCEL, "block")->text, "101");
    assert_string_equal(value_of(&f, KBS_PARCEL, "parcel")->text, "12/A");
    assert_true(value_of(&f, KBS_PARCEL, "registered_area_m2")->real == 48353.71);
    assert_true(row->row.measure == 600.0);
    assert_true(row->row.box.east_min == 100 && row->row.box.north_max == 230);
    assert_int_equal(f.report.count, 0);
    geo_shape decoded;
    geo_shape_init(&decoded);
    assert_int_equal(geo_blob_decode(&decoded, row->row.blob, row->row.blob_length, 5254),
                     GEO_BLOB_OK);
    assert_int_equal(decoded.type, GEO_MULTIPOLYGON);
    assert_true(geo_ring_area_m2(decoded.vertices, decoded.vertex_count) ==
                600.0); /* counter-clockwise */
    geo_shape_release(&decoded);
    stop(&f);
}

static void take__same_content_has_the_same_digest(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 0, "Çankaya");
    set_text(&f, 2, "5");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    f.record.number = 8;
    set_text(&f, 0, "ÇANKAYA");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    set_text(&f, 2, "6");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    assert_memory_equal(f.batch->rows[0].row.digest, f.batch->rows[1].row.digest,
                        BASE_SHA256_BYTES);
    assert_memory_not_equal(f.batch->rows[0].row.digest, f.batch->rows[2].row.digest,
                            BASE_SHA256_BYTES);
    stop(&f);
}

static void take__unreadable_values_are_kept_as_text(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PLAN_AREA, plan_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 0, "0.40-0.60");
    set_text(&f, 1, "*****");
    set_text(&f, 2, "30.02.2023");
    set_text(&f, 3, "Konut Alanı");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    assert_int_equal(value_of(&f, KBS_PLAN_AREA, "coverage_ratio")->type, STORE_VALUE_NULL);
    assert_string_equal(value_of(&f, KBS_PLAN_AREA, "use")->text, "Konut Alanı");
    assert_string_equal(
        f.batch->rows[0].row.unread,
        "{\"floors\":\"*****\",\"coverage_ratio\":\"0.40-0.60\",\"approval_date\":\"30.02.2023\"}");
    assert_int_equal(f.report.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(f.report.items[i].severity, KBS_NOTE);
        assert_int_equal(f.report.items[i].record, 7);
    }
    stop(&f);
}

static void take__numbers_out_of_range_stay_empty(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PLAN_AREA, plan_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 0, "40"); /* TAKS 40 is no ratio */
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_true(take(&f));
    assert_int_equal(value_of(&f, KBS_PLAN_AREA, "coverage_ratio")->type, STORE_VALUE_NULL);
    assert_string_equal(f.report.items[0].code, "value.out-of-range");
    assert_string_equal(f.report.items[0].field, "coverage_ratio");
    stop(&f);
}

static void take__missing_required_value_refuses(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 0, "Çankaya");
    set_text(&f, 2, "  ");
    set_ring(&f, GEO_POLYGON, square, 5);
    assert_false(take(&f));
    assert_int_equal(f.batch->count, 0);
    assert_string_equal(f.report.items[0].code, "value.missing");
    assert_int_equal(f.report.items[0].severity, KBS_REFUSED);
    stop(&f);
}

/* What a ring must be refused for. */
typedef struct geometry_case {
    const char *code;
    size_t count;
    double pairs[16];
} geometry_case;

static void take__each_bad_geometry_has_its_reason(void **state)
{
    static const geometry_case cases[] = {
        { "geometry.missing", 0, { 0 } },
        { "geometry.not-finite", 5, { 100, 200, 120, NAN, 120, 230, 100, 230, 100, 200 } },
        { "geometry.not-finite", 5, { 100, 200, INFINITY, 200, 120, 230, 100, 230, 100, 200 } },
        { "geometry.out-of-range", 5, { 100, 200, 1e308, 200, 120, 230, 100, 230, 100, 200 } },
        { "geometry.outside-crs", 5, { 2e6, 200, 2000020, 200, 2000020, 230, 2e6, 230, 2e6, 200 } },
        /* one vertex is farther outside than the area of use is large */
        { "geometry.outside-crs", 4, { 100, 200, 120, 200, 2.1e6, 230, 100, 200 } },
        { "geometry.open-ring", 5, { 100, 200, 120, 200, 120, 230, 100, 230, 100, 200.5 } },
        { "geometry.few-vertices", 3, { 100, 200, 120, 200, 100, 200 } },
        { "geometry.zero-area", 5, { 100, 200, 120, 200, 140, 200, 120, 200, 100, 200 } },
        { "geometry.self-crossing", 5, { 100, 200, 120, 230, 120, 200, 100, 240, 100, 200 } },
        { "geometry.spike", 6, { 100, 200, 120, 200, 140, 200, 120, 200, 110, 230, 100, 200 } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f;
        start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
        set_text(&f, 1, "101");
        set_text(&f, 2, "5");
        if (cases[i].count > 0) {
            set_ring(&f, GEO_POLYGON, cases[i].pairs, cases[i].count);
        } else {
            geo_shape_clear(&f.record.shape, GEO_NONE);
        }
        assert_false(take(&f));
        assert_int_equal(f.report.count, 1);
        if (strcmp(f.report.items[0].code, cases[i].code) != 0) {
            fail_msg("case %zu: %s, expected %s", i, f.report.items[0].code, cases[i].code);
        }
        assert_string_equal(f.report.items[0].key, "101/5");
        assert_int_equal(f.report.items[0].severity, KBS_REFUSED);
        stop(&f);
    }
}

static void take__open_ring_says_its_gap(void **state)
{
    static const double open[] = { 100, 200, 120, 200, 120, 230, 100, 230, 100, 200.5 };
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 2, "5");
    set_ring(&f, GEO_POLYGON, open, 5);
    assert_false(take(&f));
    assert_string_equal(f.report.items[0].found, "0.500 m");
    stop(&f);
}

static void take__wrong_type_is_refused(void **state)
{
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 2, "5");
    set_ring(&f, GEO_LINE, square, 3);
    assert_false(take(&f));
    assert_string_equal(f.report.items[0].code, "geometry.wrong-type");
    assert_string_equal(f.report.items[0].found, "line");
    assert_string_equal(f.report.items[0].expected, "polygon");
    stop(&f);
}

static void take__area_may_reach_over_the_border_of_use(void **state)
{
    static const double over[] = { 9e5, 200, 1.2e6, 200, 1.2e6, 230, 9e5, 230, 9e5, 200 };
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 2, "5");
    set_ring(&f, GEO_POLYGON, over, 5);
    assert_true(take(&f));
    assert_int_equal(f.report.count, 0);
    stop(&f);
}

static void take__repair_on_request_states_both_areas(void **state)
{
    /* A bow tie of two triangles of 100 m² each, crossing at (110, 210). */
    static const double bow_tie[] = { 100, 200, 120, 220, 120, 200, 100, 220, 100, 200 };
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, true);
    set_text(&f, 2, "5");
    set_ring(&f, GEO_POLYGON, bow_tie, 5);
    assert_true(take(&f));
    assert_true(f.batch->rows[0].mended);
    assert_true(fabs(f.batch->rows[0].row.measure - 200.0) < 1e-9);
    assert_string_equal(f.report.items[0].code, "geometry.repaired");
    assert_string_equal(f.report.items[0].expected, "200.00 m²");
    stop(&f);
}

static void take__repeated_vertices_are_dropped_and_said(void **state)
{
    static const double repeated[] = { 100, 200, 120, 200, 120, 200, 120,
                                       230, 100, 230, 100, 230, 100, 200 };
    fixture f;
    (void)state;
    start(&f, KBS_PARCEL, parcel_fields, BASE_ENCODING_UTF8, false);
    set_text(&f, 2, "5");
    set_ring(&f, GEO_POLYGON, repeated, 7);
    assert_true(take(&f));
    assert_false(f.batch->rows[0].mended);
    assert_string_equal(f.report.items[0].code, "geometry.repeated-vertex");
    assert_string_equal(f.report.items[0].found, "2");
    assert_true(f.batch->rows[0].row.measure == 600.0);
    stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(take__parcel_with_turkish_values),
        cmocka_unit_test(take__same_content_has_the_same_digest),
        cmocka_unit_test(take__unreadable_values_are_kept_as_text),
        cmocka_unit_test(take__numbers_out_of_range_stay_empty),
        cmocka_unit_test(take__missing_required_value_refuses),
        cmocka_unit_test(take__each_bad_geometry_has_its_reason),
        cmocka_unit_test(take__open_ring_says_its_gap),
        cmocka_unit_test(take__wrong_type_is_refused),
        cmocka_unit_test(take__area_may_reach_over_the_border_of_use),
        cmocka_unit_test(take__repair_on_request_states_both_areas),
        cmocka_unit_test(take__repeated_vertices_are_dropped_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
