/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Profiles and the matching of columns to fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "import/profile.h"

typedef struct fixture {
    import_profile *builtin;
    base_findings report;
    import_match match;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    memset(&f, 0, sizeof f);
    base_findings_init(&f.report);
    assert_int_equal(import_profile_load(&f.builtin, NULL, &f.report), KBS_OK);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    import_match_release(&f->match);
    import_profile_free(f->builtin);
    base_findings_release(&f->report);
    return 0;
}

/* Matches columns given by name, ended by NULL. */
static kbs_code match(fixture *f, kbs_kind kind, const char *const *names,
                      const kbs_import_options *options, const import_profile *profile)
{
    static import_column columns[32];
    size_t count = 0;
    for (; names[count] != NULL; count++) {
        columns[count] = (import_column){ names[count], 'C' };
    }
    import_layer layer = { .name = "layer", .columns = columns, .column_count = count };
    import_match_release(&f->match);
    return import_match_columns(&f->match, store_kind_of(kind), &layer, options, profile,
                                f->builtin, "file", &f->report);
}

static int column_of(const fixture *f, kbs_kind kind, const char *field)
{
    int index = store_kind_field(store_kind_of(kind), field);
    assert_true(index >= 0);
    return f->match.column[index];
}

static const kbs_import_options no_options = KBS_IMPORT_OPTIONS_INIT;

static void match__spellings_of_turkish_offices_are_one_name(void **state)
{
    static const char *const spellings[][4] = {
        { "MAHALLE", "ADA", "PARSEL", NULL },
        { "mahalleAd", "adaNo", "parselNo", NULL },
        { "Mahalle Adı", "Ada No", "Parsel No", NULL },
        { "TAPU_MAH_A", "ADA_NO", "PARSEL_NO", NULL }, /* TAPU_MAH_ADI as a shapefile cuts it */
        { "tapumahall", "adano", "parselno", NULL },   /* tapumahallead, cut likewise */
    };
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        assert_int_equal(match(*state, KBS_PARCEL, spellings[i], &no_options, NULL), KBS_OK);
        assert_int_equal(column_of(*state, KBS_PARCEL, "neighbourhood"), 0);
        assert_int_equal(column_of(*state, KBS_PARCEL, "block"), 1);
        assert_int_equal(column_of(*state, KBS_PARCEL, "parcel"), 2);
    }
}

static void match__plan_area_columns_of_the_benchmark_city(void **state)
{
    static const char *const names[] = { "plan_id",   "kullanim",  "taks",     "kaks",
                                         "yencok",    "kat",       "nizam",    "on_cekme",
                                         "yan_cekme", "ark_cekme", "plan_adi", NULL };
    static const char *const fields[] = { "source_id",      "use",
                                          "coverage_ratio", "floor_area_ratio",
                                          "height_max_m",   "floors",
                                          "building_order", "front_setback_m",
                                          "side_setback_m", "rear_setback_m",
                                          "plan_name" };
    fixture *f = *state;
    assert_int_equal(match(f, KBS_PLAN_AREA, names, &no_options, NULL), KBS_OK);
    for (int i = 0; i < 11; i++) {
        assert_int_equal(column_of(f, KBS_PLAN_AREA, fields[i]), i);
    }
    assert_int_equal(f->match.matched_count, 11);
    assert_int_equal(f->match.unmatched_column_count, 0);
}

static void match__what_fills_nothing_is_listed(void **state)
{
    static const char *const names[] = { "PARSEL", "RENK", "MALIK_ADI", "TC", NULL };
    fixture *f = *state;
    assert_int_equal(match(f, KBS_PARCEL, names, &no_options, NULL), KBS_OK);
    assert_int_equal(f->match.unmatched_column_count, 1);
    assert_string_equal(f->match.unmatched_columns[0], "RENK");
    assert_int_equal(f->match.owner_column_count, 2);
    assert_string_equal(f->match.owner_columns[0], "MALIK_ADI");
    assert_string_equal(f->match.owner_columns[1], "TC");
    assert_int_equal(f->match.matched_count + f->match.missing_field_count,
                     store_kind_of(KBS_PARCEL)->field_count);
}

static void match__callers_map_goes_first(void **state)
{
    static const char *const names[] = { "PARSEL", "ML", "ADA", NULL };
    static const kbs_mapping map[] = { { "parcel", "ml" }, { "neighbourhood", "\"Merkez\"" } };
    fixture *f = *state;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    options.map = map;
    options.map_count = 2;
    assert_int_equal(match(f, KBS_PARCEL, names, &options, NULL), KBS_OK);
    assert_int_equal(column_of(f, KBS_PARCEL, "parcel"), 1);
    assert_int_equal(column_of(f, KBS_PARCEL, "block"), 2);
    assert_int_equal(column_of(f, KBS_PARCEL, "neighbourhood"), -1);
    assert_string_equal(
        f->match.constant[store_kind_field(store_kind_of(KBS_PARCEL), "neighbourhood")], "Merkez");
}

static void match__office_profile_goes_before_builtin_names(void **state)
{
    static const char *const names[] = { "PARSEL", "PNO", NULL };
    static const char text[] =
        "\xEF\xBB\xBF# ours\r\n[parcel]\r\nparcel = YOK, PNO\r\nblock = \"7\"\r\n";
    fixture *f = *state;
    import_profile *profile = NULL;
    assert_int_equal(
        import_profile_parse(&profile, text, strlen(text), "office.profile", &f->report), KBS_OK);
    assert_int_equal(match(f, KBS_PARCEL, names, &no_options, profile), KBS_OK);
    assert_int_equal(column_of(f, KBS_PARCEL, "parcel"), 1);
    assert_string_equal(f->match.constant[store_kind_field(store_kind_of(KBS_PARCEL), "block")],
                        "7");
    import_profile_free(profile);
}

static void match__mistakes_of_the_map_are_named(void **state)
{
    static const char *const names[] = { "PARSEL", "MALIK", NULL };
    static const struct {
        kbs_mapping map;
        const char *code;
    } cases[] = {
        { { "colour", "PARSEL" }, "import.map-field" },
        { { "block", "ADA" }, "import.map-column" },
        { { "locality", "MALIK" }, "import.owner-column" },
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
        options.map = &cases[i].map;
        options.map_count = 1;
        base_findings_clear(&f->report);
        assert_int_equal(match(f, KBS_PARCEL, names, &options, NULL), KBS_USAGE);
        assert_string_equal(base_findings_last(&f->report)->code, cases[i].code);
    }
}

/* "ADI" may be an owner's name, but the name of a road is called that too: the map may say what the built-in profile says. */
static void match__map_may_name_what_is_built_in(void **state)
{
    static const char *const names[] = { "ADI", NULL };
    static const kbs_mapping map = { "name", "adi" }, wrong = { "class", "adi" };
    fixture *f = *state;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    options.map = &map;
    options.map_count = 1;
    assert_int_equal(match(f, KBS_ROAD, names, &options, NULL), KBS_OK);
    assert_int_equal(column_of(f, KBS_ROAD, "name"), 0);
    options.map = &wrong;
    assert_int_equal(match(f, KBS_ROAD, names, &options, NULL), KBS_USAGE);
}

static void match__name_without_letters_is_found_as_it_stands(void **state)
{
    static const char *const names[] = { "PARSEL", "☃", NULL };
    static const kbs_mapping map = { "locality", "☃" };
    fixture *f = *state;
    kbs_import_options options = KBS_IMPORT_OPTIONS_INIT;
    options.map = &map;
    options.map_count = 1;
    assert_int_equal(match(f, KBS_PARCEL, names, &options, NULL), KBS_OK);
    assert_int_equal(column_of(f, KBS_PARCEL, "locality"), 1);
}

static void match__required_field_without_column_stops(void **state)
{
    static const char *const names[] = { "ADA", "RENK", NULL };
    fixture *f = *state;
    assert_int_equal(match(f, KBS_PARCEL, names, &no_options, NULL), KBS_INPUT);
    const kbs_finding *finding = base_findings_last(&f->report);
    assert_string_equal(finding->code, "import.field-missing");
    assert_string_equal(finding->expected, "parcel");
    assert_string_equal(finding->found, "ADA, RENK");
}

static void profile__errors_name_the_line(void **state)
{
    static const struct {
        const char *text, *code;
        int64_t line;
    } cases[] = {
        { "[parcel]\nparcel\n", "profile.line", 2 },
        { "parcel = P\n", "profile.line", 1 },
        { "\n[parsel]\n", "profile.kind", 2 },
        { "[parcel]\n\n# x\ncolour = RENK\n", "profile.field", 4 },
        { "[parcel]\nparcel = A,,B\n", "profile.line", 2 },
        { "[parcel\n", "profile.line", 1 },
        { "[parcel]\nparcel = \xC7\n", "profile.line", 0 },
        { "[owner]\nnames = X\n", "profile.field", 2 },
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        import_profile *profile = NULL;
        base_findings_clear(&f->report);
        assert_int_equal(
            import_profile_parse(&profile, cases[i].text, strlen(cases[i].text), "p", &f->report),
            KBS_INPUT);
        assert_null(profile);
        assert_string_equal(base_findings_last(&f->report)->code, cases[i].code);
        assert_int_equal(base_findings_last(&f->report)->line, cases[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(match__spellings_of_turkish_offices_are_one_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(match__plan_area_columns_of_the_benchmark_city, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(match__what_fills_nothing_is_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(match__callers_map_goes_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(match__office_profile_goes_before_builtin_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(match__mistakes_of_the_map_are_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(match__map_may_name_what_is_built_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(match__name_without_letters_is_found_as_it_stands, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(match__required_field_without_column_stops, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(profile__errors_name_the_line, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
