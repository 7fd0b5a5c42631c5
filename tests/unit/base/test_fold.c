/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Turkish folding and the order of lists. */
#include "test_base.h"

#include <stdlib.h>

#include "base/text.h"

typedef struct fold_case {
    const char *text, *exact, *loose;
} fold_case;

static const fold_case cases[] = {
    { "", "", "" },
    { "ÇANKAYA", "çankaya", "cankaya" },
    { "Çankaya", "çankaya", "cankaya" },
    { "Cankaya", "cankaya", "cankaya" },
    { "IŞIK", "ışık", "isik" },
    { "ışık", "ışık", "isik" },
    { "Işık", "ışık", "isik" },
    { "İşık", "işık", "isik" },
    { "İŞİK", "işik", "isik" },
    { "işik", "işik", "isik" },
    { "ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZ", "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
      "abccdefgghiijklmnoopqrsstuuvwxyz" },
    { "Kâğıthane", "kâğıthane", "kagithane" },
    { "KAĞITHANE", "kağıthane", "kagithane" },
    { "Hakkâri ÎÛ", "hakkâri îû", "hakkari iu" },
    /* decomposed, as macOS keeps names of files */
    { "C\xCC\xA7"
      "ankaya",
      "çankaya", "cankaya" },
    { "S\xCC\xA7i\xCC\x87"
      "S\xCC\xA7li",
      "şişli", "sisli" },
    { "G\xCC\x86o\xCC\x88u\xCC\x88g\xCC\x86", "ğöüğ", "goug" },
    { "I\xCC\x87stanbul", "istanbul", "istanbul" },
    { "Ka\xCC\x82g\xCC\x86\xC4\xB1t", "kâğıt", "kagit" },
    { "İ\xCC\x87zmir", "izmir", "izmir" },
    /* what programs make of İSTANBUL that do not know Turkish */
    { "i\xCC\x87stanbul", "istanbul", "istanbul" },
    /* a mark that belongs to nothing */
    { "b\xCC\xA7", "b\xCC\xA7", "b" },
    { "a\xCC\x81\xCC\x81", "á\xCC\x81", "a" },
    /* blanks */
    { "  Yeni   Mahalle\t\n", "yeni mahalle", "yeni mahalle" },
    { "Yeni\xC2\xA0\xE2\x80\xAFMahalle", "yeni mahalle", "yeni mahalle" },
    { " \t ", "", "" },
    { "Yeni\xE2\x80\x8BMahalle\xEF\xBB\xBF\xC2\xAD", "yenimahalle", "yenimahalle" },
    /* signs */
    { "Atatürk’ün “x” – y", "atatürk'ün \"x\" - y", "ataturk'un \"x\" - y" },
    { "A‐B‑C—D−E", "a-b-c-d-e", "a-b-c-d-e" },
    /* other letters */
    { "Straße ÆŒØ ŁÓDŹ", "straße æœø łódź", "strasse aeoeo lodz" },
    { "ŢaraȘȚ", "ţarașț", "tarast" },
    { "ΑΘΗΝΑ Москва", "ΑΘΗΝΑ Москва", "ΑΘΗΝΑ Москва" },
    { "½×÷", "½×÷", "½×÷" },
    /* bytes that are no UTF-8 */
    { "\xC7"
      "ank\xFF",
      "\xEF\xBF\xBD"
      "ank\xEF\xBF\xBD",
      "\xEF\xBF\xBD"
      "ank\xEF\xBF\xBD" },
};

static void fold__exact_and_loose(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        base_text_fold(&buffer, cases[i].text, strlen(cases[i].text));
        assert_buffer(&buffer, cases[i].exact);
        base_text_fold_loose(&buffer, cases[i].text, strlen(cases[i].text));
        assert_buffer(&buffer, cases[i].loose);
    }
    base_buffer_release(&buffer);
}

/* Each letter in a pair folds to the second; made from the tables of Unicode. */
static void fold__capitals_of_all_latin_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "À", "à" }, { "Á", "á" }, { "Â", "â" }, { "Ã", "ã" }, { "Ä", "ä" }, { "Å", "å" },
        { "Æ", "æ" }, { "Ç", "ç" }, { "È", "è" }, { "É", "é" }, { "Ê", "ê" }, { "Ë", "ë" },
        { "Ì", "ì" }, { "Í", "í" }, { "Î", "î" }, { "Ï", "ï" }, { "Ð", "ð" }, { "Ñ", "ñ" },
        { "Ò", "ò" }, { "Ó", "ó" }, { "Ô", "ô" }, { "Õ", "õ" }, { "Ö", "ö" }, { "Ø", "ø" },
        { "Ù", "ù" }, { "Ú", "ú" }, { "Û", "û" }, { "Ü", "ü" }, { "Ý", "ý" }, { "Þ", "þ" },
        { "Ā", "ā" }, { "Ă", "ă" }, { "Ą", "ą" }, { "Ć", "ć" }, { "Ĉ", "ĉ" }, { "Ċ", "ċ" },
        { "Č", "č" }, { "Ď", "ď" }, { "Đ", "đ" }, { "Ē", "ē" }, { "Ĕ", "ĕ" }, { "Ė", "ė" },
        { "Ę", "ę" }, { "Ě", "ě" }, { "Ĝ", "ĝ" }, { "Ğ", "ğ" }, { "Ġ", "ġ" }, { "Ģ", "ģ" },
        { "Ĥ", "ĥ" }, { "Ħ", "ħ" }, { "Ĩ", "ĩ" }, { "Ī", "ī" }, { "Ĭ", "ĭ" }, { "Į", "į" },
        { "Ĳ", "ĳ" }, { "Ĵ", "ĵ" }, { "Ķ", "ķ" }, { "Ĺ", "ĺ" }, { "Ļ", "ļ" }, { "Ľ", "ľ" },
        { "Ŀ", "ŀ" }, { "Ł", "ł" }, { "Ń", "ń" }, { "Ņ", "ņ" }, { "Ň", "ň" }, { "Ŋ", "ŋ" },
        { "Ō", "ō" }, { "Ŏ", "ŏ" }, { "Ő", "ő" }, { "Œ", "œ" }, { "Ŕ", "ŕ" }, { "Ŗ", "ŗ" },
        { "Ř", "ř" }, { "Ś", "ś" }, { "Ŝ", "ŝ" }, { "Ş", "ş" }, { "Š", "š" }, { "Ţ", "ţ" },
        { "Ť", "ť" }, { "Ŧ", "ŧ" }, { "Ũ", "ũ" }, { "Ū", "ū" }, { "Ŭ", "ŭ" }, { "Ů", "ů" },
        { "Ű", "ű" }, { "Ų", "ų" }, { "Ŵ", "ŵ" }, { "Ŷ", "ŷ" }, { "Ÿ", "ÿ" }, { "Ź", "ź" },
        { "Ż", "ż" }, { "Ž", "ž" }, { "Ș", "ș" }, { "Ț", "ț" },
    };
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        base_text_fold(&buffer, pairs[i][0], strlen(pairs[i][0]));
        assert_buffer(&buffer, pairs[i][1]);
        base_text_fold(&buffer, pairs[i][1], strlen(pairs[i][1]));
        assert_buffer(&buffer, pairs[i][1]);
    }
    base_buffer_release(&buffer);
}

static void fold__names_of_columns(void **state)
{
    (void)state;
    static const char *const same[] = { "ADA_NO",  "Ada No",    "adaNo", "ada-no",
                                        "ADA.NO ", "\"adaNo\"", "ÂDA NO" };
    base_buffer buffer;
    base_buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        base_text_fold_name(&buffer, same[i], strlen(same[i]));
        assert_buffer(&buffer, "adano");
    }
    base_text_fold_name(&buffer, "KAT ADEDİ", strlen("KAT ADEDİ"));
    assert_buffer(&buffer, "katadedi");
    base_text_fold_name(&buffer, "Yapı İnşaat Alanı (m²)", strlen("Yapı İnşaat Alanı (m²)"));
    assert_buffer(&buffer, "yapiinsaatalanim");
    base_text_fold_name(&buffer, "MAHALLE_ISMI", strlen("MAHALLE_ISMI"));
    assert_buffer(&buffer, "mahalleismi");
    base_buffer_release(&buffer);
}

/* The collector's room is 256 bytes: texts longer than that, with letters of 2 bytes over its edge. */
static void fold__long_texts(void **state)
{
    (void)state;
    base_buffer text, out, expected;
    base_buffer_init(&text, 10000);
    base_buffer_init(&out, 10000);
    base_buffer_init(&expected, 10000);
    for (int i = 0; i < 1000; i++) {
        base_buffer_text(&text, i % 3 == 0 ? "I" : "Ş");
        base_buffer_text(&expected, i % 3 == 0 ? "ı" : "ş");
    }
    base_text_fold(&out, text.data, text.length);
    assert_int_equal(out.length, 2000);
    assert_buffer(&out, expected.data);
    base_buffer_release(&text);
    base_buffer_release(&out);
    base_buffer_release(&expected);
}

static void fold__small_ceiling_is_enough(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 8);
    base_text_fold(&buffer, "Çankaya", 8);
    assert_buffer(&buffer, "çankaya");
    base_text_fold(&buffer, "IIIII", 5); /* 10 bytes */
    assert_true(buffer.failed);
    base_buffer_release(&buffer);
}

static int compare_entries(const void *a, const void *b)
{
    return base_text_compare(*(const char *const *)a, *(const char *const *)b);
}

static void compare__lists_as_people_do(void **state)
{
    (void)state;
    static const char *const sorted[] = {
        "",      "-",       "1",      "2",       "2/1",    "2/2",      "2/10",    "10",    "010a",
        "ada 2", "Ada 10",  "bağ",    "cami",    "Cebeci", "çam",      "Çankaya", "dere",  "göl",
        "ğ",     "Ihlamur", "ırmak",  "İncirli", "izmir",  "jandarma", "oba",     "orman", "ödemiş",
        "park",  "qua",     "rıhtım", "sahil",   "şehir",  "tarla",    "uç",      "üç",    "vadi",
        "wagon", "xeno",    "yol",    "zeytin",  "Ωmega",
    };
    const size_t count = sizeof sorted / sizeof sorted[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            const int order = base_text_compare(sorted[i], sorted[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
    const char *mixed[sizeof sorted / sizeof sorted[0]];
    uint64_t seed = 3;
    memcpy(mixed, sorted, sizeof mixed);
    for (size_t i = count - 1; i > 0; i--) {
        const size_t j = test_random(&seed) % (i + 1);
        const char *held = mixed[i];
        mixed[i] = mixed[j];
        mixed[j] = held;
    }
    qsort(mixed, count, sizeof mixed[0], compare_entries);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(mixed[i], sorted[i]);
    }
}

static void compare__numbers_and_ties(void **state)
{
    (void)state;
    assert_true(base_text_compare("99999999999999999999999", "100000000000000000000000") < 0);
    assert_true(base_text_compare("a1b", "a01c") < 0);
    assert_true(base_text_compare("a01", "a1") < 0); /* the same number: by bytes */
    assert_true(base_text_compare("a1", "a01") > 0);
    assert_true(base_text_compare("00", "0") > 0);
    assert_true(base_text_compare("0", "") > 0);
    assert_true(base_text_compare("Kâğıt", "Kağıt") !=
                0); /* equal in letters, told apart by bytes */
    assert_true(base_text_compare("Kâğıt", "Kağıu") < 0);
    assert_true(base_text_compare("1", "1a") < 0);
    assert_int_equal(base_text_compare("12/5", "12/5"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fold__exact_and_loose),
        cmocka_unit_test(fold__capitals_of_all_latin_letters),
        cmocka_unit_test(fold__names_of_columns),
        cmocka_unit_test(fold__long_texts),
        cmocka_unit_test(fold__small_ceiling_is_enough),
        cmocka_unit_test(compare__lists_as_people_do),
        cmocka_unit_test(compare__numbers_and_ties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
