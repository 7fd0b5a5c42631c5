/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Keys as people write them, and what is no key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "zoning/key.h"

static void assert_key(const char *text, const char *neighbourhood, const char *block,
                       const char *parcel)
{
    zoning_key key;
    if (!zoning_key_parse(text, &key)) {
        fail_msg("refused: %s", text);
    }
    assert_int_equal(key.neighbourhood_length, strlen(neighbourhood));
    assert_memory_equal(key.neighbourhood_length > 0 ? key.neighbourhood : "", neighbourhood,
                        strlen(neighbourhood));
    assert_string_equal(key.block, block);
    assert_string_equal(key.parcel, parcel);
}

static void assert_no_key(const char *text)
{
    zoning_key key;
    if (zoning_key_parse(text, &key)) {
        fail_msg("taken: %s", text);
    }
}

static void key__two_and_three_parts(void **state)
{
    (void)state;
    assert_key("101/5", "", "101", "5");
    assert_key("Çankaya/101/5", "Çankaya", "101", "5");
    assert_key(" Yeni Mahalle / 101 / 5 ", "Yeni Mahalle", "101", "5");
    assert_key("19 Mayıs/1/2", "19 Mayıs", "1", "2");
    assert_key("Er'tuğrul Gazi (Köy)/0/12", "Er'tuğrul Gazi (Köy)", "0", "12");
    assert_key("100/101/5", "100", "101", "5"); /* a neighbourhood may be a number */
}

static void key__numbers_are_normalised(void **state)
{
    (void)state;
    assert_key("0101/005", "", "101", "5");
    assert_key("101.0/5.0", "", "101", "5");
    assert_key("101a/5b", "", "101A", "5B");
    assert_key("1A-62/7", "", "1A-62", "7");
    assert_key("AB/0123", "", "AB", "123");
    assert_key("-/12", "", "0", "12");
    assert_key("Köy/-/12", "Köy", "0", "12");
}

static void key__letter_of_a_subdivision(void **state)
{
    (void)state;
    assert_key("101/12/a", "", "101", "12/A");
    assert_key("Çınar/101/12/a", "Çınar", "101", "12/A");
    assert_key("Çınar/101/12 / i", "Çınar", "101", "12/İ");
    assert_key("101/B/12/A", "", "101/B", "12/A");
    assert_key("Çınar/101/ç/5", "Çınar", "101/Ç", "5");
}

static void key__refused(void **state)
{
    (void)state;
    char long_text[400];
    assert_no_key("");
    assert_no_key("101");
    assert_no_key("/5");
    assert_no_key("101/");
    assert_no_key("/");
    assert_no_key("//");
    assert_no_key("101//5");
    assert_no_key(" /5");
    assert_no_key("101/5/7/9");
    assert_no_key("a/b/c/1/2/3/4/5/6");
    assert_no_key("101/5'--");
    assert_no_key("101'/5");
    assert_no_key("101/5;DROP TABLE parcel");
    assert_no_key("101/5\n");
    assert_no_key("\x01x/101/5");
    assert_no_key("a\xC2\x85y/101/5"); /* a C1 control character */
    assert_no_key("\xC3/101/5");       /* no UTF-8 */
    assert_no_key("101/\xD9\xA5");     /* Arabic digit five */
    assert_no_key("101/\xEF\xBC\x95"); /* full-width digit five */
    assert_no_key("101\xEF\xBC\x8F"
                  "5");         /* full-width slash */
    assert_no_key("101/x");     /* a parcel number has a digit */
    assert_no_key("Çankaya/5"); /* a block number has one, or is short */
    assert_no_key("101/10 5");
    assert_no_key("101/+5");
    assert_no_key("101/=5");
    assert_no_key("101/12345678901234567890123456789012345");
    memset(long_text, 'a', sizeof long_text);
    memcpy(long_text + 300, "/101/5", 7);
    assert_no_key(long_text);
    memset(long_text, 'a', sizeof long_text);
    memcpy(long_text + 240, "/101/5", 7); /* within the whole, not within the name */
    assert_no_key(long_text);
    memcpy(long_text + 200, "/101/5", 7);
    zoning_key key;
    assert_true(zoning_key_parse(long_text, &key));
    assert_int_equal(key.neighbourhood_length, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key__two_and_three_parts),
        cmocka_unit_test(key__numbers_are_normalised),
        cmocka_unit_test(key__letter_of_a_subdivision),
        cmocka_unit_test(key__refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
