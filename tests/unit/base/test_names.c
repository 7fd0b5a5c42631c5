/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names of codes, kinds, severities. */
#include "test_base.h"

#include <kbs/kbs.h>

#include "base/memory.h"

static void code__names(void **state)
{
    (void)state;
    static const char *const names[] = { "ok",     "not-found",   "ambiguous", "usage",
                                         "input",  "unsupported", "io",        "busy",
                                         "memory", "corrupt",     "internal",  "cancelled",
                                         "end" };
    for (int code = KBS_OK; code <= KBS_END; code++) {
        assert_string_equal(kbs_code_name((kbs_code)code), names[code]);
    }
    assert_string_equal(kbs_code_name((kbs_code)99), "unknown");
}

static void kind__names_both_ways(void **state)
{
    (void)state;
    static const char *const names[] = { "neighbourhood", "parcel",   "road",    "plan-area",
                                         "restriction",   "building", "address", "point" };
    for (int kind = KBS_NEIGHBOURHOOD; kind <= KBS_POINT; kind++) {
        kbs_kind back = (kbs_kind)0;
        assert_string_equal(kbs_kind_name((kbs_kind)kind), names[kind - 1]);
        assert_int_equal(kbs_kind_from_name(names[kind - 1], &back), KBS_OK);
        assert_int_equal(back, kind);
    }
    assert_int_equal(sizeof names / sizeof names[0], KBS_KIND_COUNT);
    assert_null(kbs_kind_name((kbs_kind)0));
    assert_null(kbs_kind_name((kbs_kind)9));
    kbs_kind kind = KBS_ROAD;
    assert_int_equal(kbs_kind_from_name("parsel", &kind), KBS_NOT_FOUND);
    assert_int_equal(kbs_kind_from_name("", &kind), KBS_NOT_FOUND);
    assert_int_equal(kbs_kind_from_name("Parcel", &kind), KBS_NOT_FOUND);
    assert_int_equal(kbs_kind_from_name(NULL, &kind), KBS_USAGE);
    assert_int_equal(kbs_kind_from_name("parcel", NULL), KBS_USAGE);
    assert_int_equal(kind, KBS_ROAD);
}

static void severity__names(void **state)
{
    (void)state;
    assert_string_equal(kbs_severity_name(KBS_NOTE), "note");
    assert_string_equal(kbs_severity_name(KBS_MENDED), "mended");
    assert_string_equal(kbs_severity_name(KBS_REFUSED), "refused");
    assert_string_equal(kbs_severity_name(KBS_FATAL), "fatal");
    assert_string_equal(kbs_severity_name((kbs_severity)0), "unknown");
}

static void text__free(void **state)
{
    (void)state;
    kbs_text_free(base_text_copy("freed, or the leak check says so"));
    kbs_text_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code__names),
        cmocka_unit_test(kind__names_both_ways),
        cmocka_unit_test(severity__names),
        cmocka_unit_test(text__free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
