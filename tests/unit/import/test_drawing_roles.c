/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Roles of layers: the names that the format's document lists, and an office's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "import/drawing_roles.h"

static void patterns__fit_whole_words(void **state)
{
    (void)state;
    assert_true(drawing_pattern_fits("ADA", "KAD_ADA"));
    assert_true(drawing_pattern_fits("ADA", "ada"));
    assert_false(drawing_pattern_fits("ADA", "KADASTRO"));
    assert_false(drawing_pattern_fits("ADA", "ADALAR"));
    assert_true(drawing_pattern_fits("YOL*", "Yolorta"));
    assert_true(drawing_pattern_fits("YOL*", "KAD.YOL"));
    assert_true(drawing_pattern_fits("*PARSEL*", "YENIPARSELLER_1"));
    assert_true(drawing_pattern_fits("PARSEL_NO", "Kad Parsel No"));
    assert_false(drawing_pattern_fits("PARSEL_NO", "PARSEL_NOKTA"));
    assert_true(drawing_pattern_fits("SINIR", "sınır"));
    assert_true(drawing_pattern_fits("ÇEŞME_İĞÜŞ", "CESME IGUS"));
    assert_true(drawing_pattern_fits("*", "x"));
    assert_false(drawing_pattern_fits("-", "x"));
    assert_true(drawing_pattern_fits("*A*B*", "xxA__B"));
    assert_false(drawing_pattern_fits("*A*B*C", "AAAAAAAABBBBBBBB"));
}

static void roles__of_layers_seen_in_offices(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        drawing_role role;
    } cases[] = {
        { "PARSEL_ALN_YENI", DRAWING_ROLE_PARCEL },
        { "PARSEL_ALAN_İFRAZ", DRAWING_ROLE_PARCEL },
        { "KAD_PARSEL_PL", DRAWING_ROLE_PARCEL },
        { "#PARSEL", DRAWING_ROLE_PARCEL },
        { "parsel", DRAWING_ROLE_PARCEL },
        { "PASIF_PARSEL", DRAWING_ROLE_IGNORED },
        { "@PARSEL", DRAWING_ROLE_IGNORED },
        { "PARSEL_GRİD", DRAWING_ROLE_IGNORED },
        { "GRIDKOOR", DRAWING_ROLE_IGNORED },
        { "DURUMKLISE", DRAWING_ROLE_IGNORED },
        { "ROL_DİK", DRAWING_ROLE_IGNORED },
        { "NADI", DRAWING_ROLE_IGNORED },
        { "PARSEL_NOKTA", DRAWING_ROLE_POINT },
        { "NOKTA", DRAWING_ROLE_POINT },
        { "SNRTIP_GECERLI", DRAWING_ROLE_PARCEL_LINES },
        { "KAD_HAT", DRAWING_ROLE_PARCEL_LINES },
        { "PARSEL_SNR", DRAWING_ROLE_PARCEL_LINES },
        { "KAD_PARSEL_NO", DRAWING_ROLE_PARCEL_TEXTS },
        { "KAD_NO_PARSEL", DRAWING_ROLE_PARCEL_TEXTS },
        { "KAD_ADI", DRAWING_ROLE_PARCEL_TEXTS },
        { "KAD_ADA_NO", DRAWING_ROLE_BLOCK_TEXTS },
        { "KAD_NO_ADA", DRAWING_ROLE_BLOCK_TEXTS },
        { "ADA_IMAR", DRAWING_ROLE_BLOCK },
        { "KAD_ADA_PL", DRAWING_ROLE_BLOCK },
        { "YAPI_SNR_TSCL", DRAWING_ROLE_BUILDING },
        { "BINA_MESKUN", DRAWING_ROLE_BUILDING },
        { "BİNA", DRAWING_ROLE_BUILDING },
        { "YOLORTA", DRAWING_ROLE_ROAD },
        { "YOL_EKSEN", DRAWING_ROLE_ROAD },
        { "YOL_KENAR", DRAWING_ROLE_IGNORED },
        { "IRTIFAK", DRAWING_ROLE_RESTRICTION },
        { "PL_KONUT", DRAWING_ROLE_PLAN_AREA },
        { "NUMARATAJ_NO", DRAWING_ROLE_ADDRESS },
        { "KADASTRO", DRAWING_ROLE_NONE },
        { "DETAY_YAZI_PAFTA", DRAWING_ROLE_NONE },
        { "0", DRAWING_ROLE_NONE },
        { "", DRAWING_ROLE_NONE },
    };
    import_profile *builtin = NULL;
    base_findings report;
    base_findings_init(&report);
    assert_int_equal(import_profile_load(&builtin, NULL, &report), KBS_OK);
    drawing_patterns *patterns = drawing_patterns_new(NULL, builtin);
    assert_non_null(patterns);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        drawing_role role = drawing_role_of(patterns, cases[i].name);
        if (role != cases[i].role) {
            fprintf(stderr, "%s is %s, not %s\n", cases[i].name, drawing_role_name(role),
                    drawing_role_name(cases[i].role));
            fail();
        }
    }
    assert_true(drawing_text_is_no_parcel(patterns, "YOL"));
    assert_true(drawing_text_is_no_parcel(patterns, "Tescil Harici"));
    assert_true(drawing_text_is_no_parcel(patterns, "Çocuk Parkı"));
    assert_false(drawing_text_is_no_parcel(patterns, "Hüseyin Yolcu"));
    drawing_patterns_free(patterns);
    import_profile_free(builtin);
    base_findings_release(&report);
}

static void roles__of_an_office_go_first(void **state)
{
    (void)state;
    static const char text[] = "[drawing-layers]\nparcel = SINIRLAR\nignored = PARSEL_ESKI\n";
    import_profile *office = NULL, *builtin = NULL;
    base_findings report;
    base_findings_init(&report);
    assert_int_equal(import_profile_load(&builtin, NULL, &report), KBS_OK);
    assert_int_equal(import_profile_parse(&office, text, strlen(text), "o", &report), KBS_OK);
    drawing_patterns *patterns = drawing_patterns_new(office, builtin);
    assert_non_null(patterns);
    assert_int_equal(drawing_role_of(patterns, "Sınırlar"), DRAWING_ROLE_PARCEL);
    assert_int_equal(drawing_role_of(patterns, "PARSEL_ESKI"), DRAWING_ROLE_IGNORED);
    assert_int_equal(drawing_role_of(patterns, "PARSEL"), DRAWING_ROLE_PARCEL);
    drawing_patterns_free(patterns);
    import_profile_free(office);
    static const char wrong[] = "[drawing-layers]\nparcels = X\n";
    assert_int_equal(import_profile_parse(&office, wrong, strlen(wrong), "o", &report), KBS_INPUT);
    assert_string_equal(base_findings_last(&report)->code, "profile.field");
    import_profile_free(builtin);
    base_findings_release(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns__fit_whole_words),
        cmocka_unit_test(roles__of_layers_seen_in_offices),
        cmocka_unit_test(roles__of_an_office_go_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
