/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The three forms of an answer that is made by hand, to the letter. */
#include "test_zoning.h"

#include <stdio.h>

#include <kbs/zoning.h>

static const kbs_plan_area housing = {
    .id = 3,
    .source_id = "P-17",
    .use = "Konut Alanı",
    .use_code = "K",
    .building_order = "A",
    .floors = 4,
    .coverage_ratio = 0.4,
    .floor_area_ratio = 1.2,
    .height_max_m = 12.5,
    .front_setback_m = 5,
    .side_setback_m = 3,
    .rear_setback_m = KBS_NO_VALUE,
    .plan_number = "UIP-1234",
    .plan_name = "Merkez",
    .plan_scale = "1/1000",
    .approval_date = "2021-05-04",
    .notes = "Zemin katta, \"ticaret\"\x1b yapılabilir",
    .plan_status = "in-force",
    .valid_from = "",
    .valid_until = "",
    .unread = "",
    .revision = 2,
    .record = 17,
};
static const kbs_plan_area park = {
    .id = 5,
    .source_id = "=1+1",
    .use = "Park",
    .use_code = "",
    .building_order = "",
    .floors = KBS_NO_VALUE,
    .coverage_ratio = KBS_NO_VALUE,
    .floor_area_ratio = KBS_NO_VALUE,
    .height_max_m = KBS_NO_VALUE,
    .front_setback_m = KBS_NO_VALUE,
    .side_setback_m = KBS_NO_VALUE,
    .rear_setback_m = KBS_NO_VALUE,
    .plan_number = "",
    .plan_name = "",
    .plan_scale = "",
    .approval_date = "",
    .notes = "",
    .plan_status = "",
    .valid_from = "",
    .valid_until = "",
    .unread = "",
    .revision = 2,
    .record = 18,
};
static const kbs_restriction site = {
    .id = 1,
    .source_id = "S1",
    .type = "Arkeolojik sit",
    .degree = "3",
    .authority = "Kültür, Turizm",
    .note = "",
    .revision = 3,
    .record = 1,
};
static const kbs_revision sources[] = {
    { .id = 1,
      .time_utc = "2026-01-31T09:15:00Z",
      .kind = KBS_PARCEL,
      .file = "parsel.shp",
      .layer = "parsel",
      .dataset = "parsel",
      .sha256 = "aa",
      .crs = "EPSG:5254",
      .transformation = "",
      .accuracy_m = 0,
      .encoding = "UTF-8",
      .plan_number = "" },
    { .id = 2,
      .time_utc = "2026-01-31T09:16:00Z",
      .kind = KBS_PLAN_AREA,
      .file = "plan.shp",
      .layer = "plan",
      .dataset = "plan",
      .sha256 = "bb",
      .crs = "EPSG:2320",
      .transformation = "ED50 to TUREF",
      .accuracy_m = -1,
      .encoding = "",
      .plan_number = "" },
};
static const kbs_plan_area *const both[] = { &housing, &park };
static const kbs_plan_area *const neighbours[] = { &park };

/* A parcel of 1 234.56 m²: 1 000 housing, 334.56 park, 200 of these both, 100 open. */
static kbs_zoning_row rows[5];
static kbs_zoning example(void)
{
    rows[0] = (kbs_zoning_row){ .kind = KBS_ROW_PLAN_AREA,
                                .area_m2 = 1000.0,
                                .share = 0.810005,
                                .exact_area_m2 = 1000.001,
                                .plan_area = &housing };
    rows[1] = (kbs_zoning_row){ .kind = KBS_ROW_PLAN_AREA,
                                .area_m2 = 334.56,
                                .share = 0.270995,
                                .exact_area_m2 = 334.5625,
                                .plan_area = &park };
    rows[2] = (kbs_zoning_row){
        .kind = KBS_ROW_UNCOVERED, .area_m2 = 100.0, .share = 0.081, .exact_area_m2 = 100.0
    };
    rows[3] = (kbs_zoning_row){ .kind = KBS_ROW_OVERLAP,
                                .area_m2 = 200.0,
                                .share = 0.162,
                                .exact_area_m2 = 200.0,
                                .overlap = both,
                                .overlap_count = 2 };
    rows[4] =
        (kbs_zoning_row){ .kind = KBS_ROW_RESTRICTION, .length_m = 12.345, .restriction = &site };
    return (kbs_zoning){
        .neighbourhood = "Işıklar, Yeni",
        .block = "101",
        .parcel = "5",
        .parcel_id = 42,
        .map_sheet = "G22-b",
        .land_type = "",
        .area_m2 = 1234.56,
        .exact_area_m2 = 1234.5625,
        .registered_area_m2 = 1250.0,
        .area_tolerance_m2 = 9.74,
        .east = 487010.125,
        .north = 4420015.5,
        .box = { 487000, 4420000, 487020, 4420030 },
        .rows = rows,
        .row_count = 5,
        .neighbours = neighbours,
        .neighbour_count = 1,
        .revision = 3,
        .known_on = 3,
        .parcel_revision = 1,
        .sources = sources,
        .source_count = 2,
        .crs = "EPSG:5254",
        .versions = "libkbs 0.1.0",
        .not_determined = "",
    };
}

/* Compares with a file of expected/; when it differs, what was written is left in the working
 * folder. */
static void assert_written(const kbs_zoning *answer, kbs_zoning_format format, kbs_lang lang,
                           const char *name)
{
    char path[1024];
    char expected[16384];
    char *text = NULL;
    snprintf(path, sizeof path, "%s/tests/unit/zoning/expected/%s", KBS_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    size_t length = file != NULL ? fread(expected, 1, sizeof expected - 1, file) : 0;
    expected[length] = '\0';
    if (file != NULL) {
        fclose(file);
    }
    assert_int_equal(kbs_zoning_write(answer, format, lang, &text), KBS_OK);
    if (strcmp(text, expected) != 0) {
        FILE *found = fopen(name, "wb");
        if (found != NULL) {
            fputs(text, found);
            fclose(found);
        }
        fail_msg("%s differs; see it in the working folder", name);
    }
    kbs_text_free(text);
}

static void write__text(void **state)
{
    (void)state;
    kbs_zoning answer = example();
    assert_written(&answer, KBS_ZONING_TEXT, KBS_LANG_TR, "answer.tr.txt");
    assert_written(&answer, KBS_ZONING_TEXT, KBS_LANG_EN, "answer.en.txt");
}

static void write__csv(void **state)
{
    (void)state;
    kbs_zoning answer = example();
    assert_written(&answer, KBS_ZONING_CSV, KBS_LANG_TR, "answer.csv");
    assert_written(&answer, KBS_ZONING_CSV, KBS_LANG_EN, "answer.csv");
}

static void write__json(void **state)
{
    (void)state;
    kbs_zoning answer = example();
    assert_written(&answer, KBS_ZONING_JSON, KBS_LANG_TR, "answer.json");
    assert_written(&answer, KBS_ZONING_JSON, KBS_LANG_EN, "answer.json");
}

/* A damaged parcel: no rows, the reason in the language, its code in the others. */
static void write__not_determined(void **state)
{
    (void)state;
    kbs_zoning answer = example();
    answer.row_count = 0;
    answer.neighbour_count = 0;
    answer.registered_area_m2 = KBS_NO_VALUE;
    answer.box = (kbs_box){ 1, 1, 0, 0 };
    answer.not_determined = "zoning.geometry-damaged";
    assert_written(&answer, KBS_ZONING_TEXT, KBS_LANG_TR, "not-determined.tr.txt");
    assert_written(&answer, KBS_ZONING_CSV, KBS_LANG_TR, "not-determined.csv");
    assert_written(&answer, KBS_ZONING_JSON, KBS_LANG_TR, "not-determined.json");
}

/* As many fields in every row as in the header, whatever stands in them. */
static size_t fields_of(const char *line)
{
    size_t count = 1;
    bool quoted = false;
    for (; *line != '\0' && (*line != '\n' || quoted); line++) {
        quoted = quoted != (*line == '"');
        count += *line == ',' && !quoted;
    }
    return count;
}

static void write__csv_has_all_columns(void **state)
{
    (void)state;
    char *text = NULL;
    kbs_zoning answer = example();
    size_t expected = fields_of(kbs_zoning_csv_header());
    assert_int_equal(expected, 27);
    for (int pass = 0; pass < 2; pass++) {
        answer.row_count = pass == 0 ? 5 : 0;
        assert_int_equal(kbs_zoning_write(&answer, KBS_ZONING_CSV, KBS_LANG_TR, &text), KBS_OK);
        size_t lines = 0;
        for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1, lines++) {
            assert_int_equal(fields_of(line), expected);
        }
        assert_int_equal(lines, pass == 0 ? 5 : 1);
        kbs_text_free(text);
    }
}

static void write__wrong_arguments(void **state)
{
    (void)state;
    char *text = NULL;
    kbs_zoning answer = example();
    assert_int_equal(kbs_zoning_write(NULL, KBS_ZONING_CSV, KBS_LANG_TR, &text), KBS_USAGE);
    assert_int_equal(kbs_zoning_write(&answer, (kbs_zoning_format)9, KBS_LANG_TR, &text),
                     KBS_USAGE);
    assert_int_equal(kbs_zoning_write(&answer, KBS_ZONING_CSV, (kbs_lang)7, &text), KBS_USAGE);
    assert_int_equal(kbs_zoning_write(&answer, KBS_ZONING_CSV, KBS_LANG_TR, NULL), KBS_USAGE);
    assert_string_equal(kbs_row_kind_name(KBS_ROW_OVERLAP), "overlap");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write__text),
        cmocka_unit_test(write__csv),
        cmocka_unit_test(write__json),
        cmocka_unit_test(write__not_determined),
        cmocka_unit_test(write__csv_has_all_columns),
        cmocka_unit_test(write__wrong_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
