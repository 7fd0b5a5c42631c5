/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names of parcels and blocks as offices write them on drawings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "import/parcel_name.h"

static void names__are_split_at_the_first_separator(void **state)
{
    (void)state;
    static const struct {
        const char *text, *block, *parcel;
        bool letter_only;
    } cases[] = {
        { "106/20", "106", "20", false },
        { "106/A", "106", "A", true },
        { "101_1", "101", "1", false },
        { "101-1", "101", "1", false },
        { "101_1/B", "101", "1/B", false },
        { "101/12/a", "101", "12/a", false },
        { "12/a", "12", "a", true },
        { "0/5", "0", "5", false },
        { "5", "", "5", false },
        { " 106 / 20 ", "106", "20", false },
        { "12a", "", "12a", false },
        { "1234A/7", "1234A", "7", false },
        { "106/Ç", "106", "Ç", true },
        { "106/AB", "106", "AB", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        import_parcel_name name;
        if (!import_parcel_name_split(cases[i].text, strlen(cases[i].text), &name)) {
            fprintf(stderr, "%s\n", cases[i].text);
            fail();
        }
        assert_string_equal(name.block, cases[i].block);
        assert_string_equal(name.parcel, cases[i].parcel);
        assert_int_equal(name.letter_only, cases[i].letter_only);
    }
}

static void names__that_are_none(void **state)
{
    (void)state;
    static const char *const cases[] = { "",
                                         " ",
                                         "YOL",
                                         "A",
                                         "A/5",
                                         "106/",
                                         "/20",
                                         "106//20",
                                         "106/YOL",
                                         "12.5",
                                         "497 000",
                                         "12=3",
                                         "106/20/",
                                         "PARK/1",
                                         "4 499 100",
                                         "1,5",
                                         "K.2 AHIR",
                                         "TARİH",
                                         "106/ABC",
                                         "1A2",
                                         "12m2",
                                         "\x01",
                                         "+5",
                                         "BELEDİYE/ÖZEL İDARE",
                                         "123456789012345678901234567890123" };
    import_parcel_name name;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool is_name = import_parcel_name_split(cases[i], strlen(cases[i]), &name);
        if (is_name) {
            fprintf(stderr, "%s\n", cases[i]);
            fail();
        }
    }
}

static void blocks__alone_or_with_the_word(void **state)
{
    (void)state;
    char out[IMPORT_NUMBER_BYTES];
    assert_true(import_block_name("106", 3, out));
    assert_string_equal(out, "106");
    assert_true(import_block_name(" Ada: 1234 ", 11, out));
    assert_string_equal(out, "1234");
    assert_true(import_block_name("ADA 7", 5, out));
    assert_string_equal(out, "7");
    assert_false(import_block_name("106/20", 6, out));
    assert_false(import_block_name("ADAPAZARI", 9, out));
    assert_false(import_block_name("", 0, out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names__are_split_at_the_first_separator),
        cmocka_unit_test(names__that_are_none),
        cmocka_unit_test(blocks__alone_or_with_the_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
