/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Code pages: names, decoding, and what bytes show. The upper halves below were written by Python's codecs. */
#include "test_base.h"

#include "base/encoding.h"

typedef struct page_case {
    base_encoding encoding;
    size_t bad;
    const char *upper;
} page_case;

static const page_case pages[] = {
    { BASE_ENCODING_CP1254, 7,
      "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFD\uFFFD\uFFFD"
      "\uFFFD‘’“”•–—˜™š›œ\uFFFD\uFFFDŸ"
      "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
      "°±²³´µ¶·¸¹º»¼½¾¿"
      "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
      "ĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß"
      "àáâãäåæçèéêëìíîï"
      "ğñòóôõö÷øùúûüışÿ" },
    { BASE_ENCODING_CP857, 3,
      "ÇüéâäàåçêëèïîıÄÅ"
      "ÉæÆôöòûùİÖÜø£ØŞş"
      "áíóúñÑĞğ¿®¬½¼¡«»"
      "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
      "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
      "ºªÊËÈ\uFFFDÍÎÏ┘┌█▄¦Ì▀"
      "ÓßÔÒõÕµ\uFFFD×ÚÛÙìÿ¯´"
      "\u00AD±\uFFFD¾¶§÷¸°¨·¹³²■\u00A0" },
    { BASE_ENCODING_ISO8859_9, 0,
      "\302\200\302\201\302\202\302\203\302\204\302\205\302\206\302\207\302\210\302\211\302\212\302"
      "\213\302\214\302\215\302\216\302\217"
      "\302\220\302\221\302\222\302\223\302\224\302\225\302\226\302\227\302\230\302\231\302\232\302"
      "\233\302\234\302\235\302\236\302\237"
      "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
      "°±²³´µ¶·¸¹º»¼½¾¿"
      "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
      "ĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß"
      "àáâãäåæçèéêëìíîï"
      "ğñòóôõö÷øùúûüışÿ" },
    { BASE_ENCODING_CP1252, 5,
      "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD"
      "\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
      "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
      "°±²³´µ¶·¸¹º»¼½¾¿"
      "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
      "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
      "àáâãäåæçèéêëìíîï"
      "ðñòóôõö÷øùúûüýþÿ" },
    { BASE_ENCODING_ISO8859_1, 0,
      "\302\200\302\201\302\202\302\203\302\204\302\205\302\206\302\207\302\210\302\211\302\212\302"
      "\213\302\214\302\215\302\216\302\217"
      "\302\220\302\221\302\222\302\223\302\224\302\225\302\226\302\227\302\230\302\231\302\232\302"
      "\233\302\234\302\235\302\236\302\237"
      "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
      "°±²³´µ¶·¸¹º»¼½¾¿"
      "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
      "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
      "àáâãäåæçèéêëìíîï"
      "ðñòóôõö÷øùúûüýþÿ" },
    { BASE_ENCODING_CP1250, 5,
      "€\uFFFD‚\uFFFD„…†‡\uFFFD‰Š‹ŚŤŽŹ"
      "\uFFFD‘’“”•–—\uFFFD™š›śťžź"
      "\u00A0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00AD®Ż"
      "°±˛ł´µ¶·¸ąş»Ľ˝ľż"
      "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
      "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
      "ŕáâăäĺćçčéęëěíîď"
      "đńňóôőö÷řůúűüýţ˙" },
    { BASE_ENCODING_CP1251, 1,
      "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
      "ђ‘’“”•–—\uFFFD™љ›њќћџ"
      "\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї"
      "°±Ііґµ¶·ё№є»јЅѕї"
      "АБВГДЕЖЗИЙКЛМНОП"
      "РСТУФХЦЧШЩЪЫЬЭЮЯ"
      "абвгдежзийклмноп"
      "рстуфхцчшщъыьэюя" },
    { BASE_ENCODING_CP437, 0,
      "ÇüéâäàåçêëèïîìÄÅ"
      "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
      "áíóúñÑªº¿⌐¬½¼¡«»"
      "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
      "└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
      "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
      "αßΓπΣσµτΦΘΩδ∞φε∩"
      "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0" },
    { BASE_ENCODING_CP850, 0,
      "ÇüéâäàåçêëèïîìÄÅ"
      "ÉæÆôöòûùÿÖÜø£Ø×ƒ"
      "áíóúñÑªº¿®¬½¼¡«»"
      "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
      "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
      "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
      "ÓßÔÒõÕµþÞÚÛÙýÝ¯´"
      "\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0" },
    { BASE_ENCODING_ISO8859_2, 0,
      "\302\200\302\201\302\202\302\203\302\204\302\205\302\206\302\207\302\210\302\211\302\212\302"
      "\213\302\214\302\215\302\216\302\217"
      "\302\220\302\221\302\222\302\223\302\224\302\225\302\226\302\227\302\230\302\231\302\232\302"
      "\233\302\234\302\235\302\236\302\237"
      "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ"
      "°ą˛ł´ľśˇ¸šşťź˝žż"
      "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
      "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
      "ŕáâăäĺćçčéęëěíîď"
      "đńňóôőö÷řůúűüýţ˙" },
};

static void decode__upper_halves(void **state)
{
    (void)state;
    char bytes[128];
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(0x80 + i);
    }
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        size_t bad = 0;
        base_encoding_decode(&buffer, pages[i].encoding, bytes, sizeof bytes, &bad);
        assert_buffer(&buffer, pages[i].upper);
        assert_int_equal(bad, pages[i].bad);
    }
    base_buffer_release(&buffer);
}

static void decode__ascii_stays_in_every_page(void **state)
{
    (void)state;
    char bytes[600];
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(1 + i % 127);
    }
    for (int e = BASE_ENCODING_UNKNOWN; e <= BASE_ENCODING_ISO8859_2; e++) {
        size_t bad = 5;
        base_encoding_decode(&buffer, (base_encoding)e, bytes, sizeof bytes, &bad);
        assert_int_equal(bad, 5); /* added to, not set */
        assert_int_equal(buffer.length, sizeof bytes);
        assert_memory_equal(buffer.data, bytes, sizeof bytes);
        base_buffer_clear(&buffer);
    }
    base_buffer_release(&buffer);
}

static void decode__words(void **state)
{
    (void)state;
    base_buffer buffer;
    base_buffer_init(&buffer, 10000);
    const char *windows = "\xC7"
                          "ANKAYA \xDE\xDDR\xDDNEVLER m\xB2";
    const char *dos = "\x80"
                      "ankaya \x9Ei\x9Fli \x98zmir";
    base_encoding_decode(&buffer, BASE_ENCODING_CP1254, windows, strlen(windows), NULL);
    assert_buffer(&buffer, "ÇANKAYA ŞİRİNEVLER m²");
    base_encoding_decode(&buffer, BASE_ENCODING_CP857, dos, strlen(dos), NULL);
    assert_buffer(&buffer, "Çankaya Şişli İzmir");
    size_t bad = 0;
    base_encoding_decode(&buffer, BASE_ENCODING_UTF8, "Ç\xC7x\xE2\x82", 6, &bad);
    assert_buffer(&buffer, "Ç\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_int_equal(bad, 3);
    bad = 0;
    base_encoding_decode(&buffer, BASE_ENCODING_ASCII,
                         "a\xC7"
                         "b",
                         3, &bad);
    assert_buffer(&buffer, "a\xEF\xBF\xBD"
                           "b");
    assert_int_equal(bad, 1);
    bad = 0;
    base_encoding_decode(&buffer, BASE_ENCODING_UNKNOWN, "a\xC7", 2, &bad);
    assert_buffer(&buffer, "a\xEF\xBF\xBD");
    assert_int_equal(bad, 1);
    base_encoding_decode(&buffer, BASE_ENCODING_CP1254, NULL, 0, NULL);
    assert_buffer(&buffer, "");
    base_buffer_release(&buffer);
}

/* Runs of ASCII longer and shorter than the room for pieces, with letters between. */
static void decode__long_texts(void **state)
{
    (void)state;
    base_buffer in, out, expected;
    base_buffer_init(&in, 1000000);
    base_buffer_init(&out, 1000000);
    base_buffer_init(&expected, 1000000);
    uint64_t seed = 9;
    for (int i = 0; i < 300; i++) {
        const size_t run = (size_t)(test_random(&seed) % (i % 10 == 0 ? 700 : 40));
        for (size_t k = 0; k < run; k++) {
            base_buffer_char(&in, (char)('a' + k % 26));
            base_buffer_char(&expected, (char)('a' + k % 26));
        }
        base_buffer_char(&in, i % 2 == 0 ? '\xFE' : '\x80');
        base_buffer_text(&expected, i % 2 == 0 ? "ş" : "€");
    }
    base_encoding_decode(&out, BASE_ENCODING_CP1254, in.data, in.length, NULL);
    assert_buffer(&out, expected.data);
    base_buffer_release(&in);
    base_buffer_release(&out);
    base_buffer_release(&expected);
}

typedef struct name_case {
    const char *name;
    base_encoding encoding;
} name_case;

static void name__as_they_occur(void **state)
{
    (void)state;
    static const name_case cases[] = {
        { "1254", BASE_ENCODING_CP1254 },
        { "CP1254", BASE_ENCODING_CP1254 },
        { "windows-1254", BASE_ENCODING_CP1254 },
        { "Windows 1254\r\n", BASE_ENCODING_CP1254 },
        { "ANSI 1254", BASE_ENCODING_CP1254 },
        { "WIN1254", BASE_ENCODING_CP1254 },
        { "88599", BASE_ENCODING_ISO8859_9 },
        { "ISO-8859-9", BASE_ENCODING_ISO8859_9 },
        { "ISO 88599", BASE_ENCODING_ISO8859_9 },
        { "iso8859_9", BASE_ENCODING_ISO8859_9 },
        { "latin5", BASE_ENCODING_ISO8859_9 },
        { "Latin-5", BASE_ENCODING_ISO8859_9 },
        { "UTF-8", BASE_ENCODING_UTF8 },
        { "utf8", BASE_ENCODING_UTF8 },
        { "65001", BASE_ENCODING_UTF8 },
        { "\xEF\xBB\xBFUTF-8", BASE_ENCODING_UTF8 },
        { "857", BASE_ENCODING_CP857 },
        { "OEM 857", BASE_ENCODING_CP857 },
        { "IBM857", BASE_ENCODING_CP857 },
        { "1252", BASE_ENCODING_CP1252 },
        { "88591", BASE_ENCODING_ISO8859_1 },
        { "ISO-8859-1", BASE_ENCODING_ISO8859_1 },
        { "1250", BASE_ENCODING_CP1250 },
        { "1251", BASE_ENCODING_CP1251 },
        { "437", BASE_ENCODING_CP437 },
        { "cp850", BASE_ENCODING_CP850 },
        { "88592", BASE_ENCODING_ISO8859_2 },
        { "US-ASCII", BASE_ENCODING_ASCII },
        { "", BASE_ENCODING_UNKNOWN },
        { "ANSI", BASE_ENCODING_UNKNOWN },
        { "OEM", BASE_ENCODING_UNKNOWN },
        { "Big5", BASE_ENCODING_UNKNOWN },
        { "932", BASE_ENCODING_UNKNOWN },
        { "12540", BASE_ENCODING_UNKNOWN },
        { "../../etc/passwd", BASE_ENCODING_UNKNOWN },
        { "UTF-8UTF-8UTF-8UTF-8UTF-8UTF-8UTF-8", BASE_ENCODING_UNKNOWN },
        { "1254\x01", BASE_ENCODING_UNKNOWN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const base_encoding found = base_encoding_from_name(cases[i].name, strlen(cases[i].name));
        if (found != cases[i].encoding) {
            fail_msg("\"%s\": %s", cases[i].name, base_encoding_name(found));
        }
    }
    assert_int_equal(base_encoding_from_name("1254", 3), BASE_ENCODING_UNKNOWN);
}

static void name__is_understood_again(void **state)
{
    (void)state;
    for (int e = BASE_ENCODING_ASCII; e <= BASE_ENCODING_ISO8859_2; e++) {
        const char *name = base_encoding_name((base_encoding)e);
        assert_int_equal(base_encoding_from_name(name, strlen(name)), e);
    }
    assert_string_equal(base_encoding_name(BASE_ENCODING_CP1254), "windows-1254");
    assert_string_equal(base_encoding_name(BASE_ENCODING_UNKNOWN), "unknown");
}

static void dbf__language_bytes(void **state)
{
    (void)state;
    assert_int_equal(base_encoding_from_dbf(0xCA), BASE_ENCODING_CP1254);
    assert_int_equal(base_encoding_from_dbf(0x6B), BASE_ENCODING_CP857);
    assert_int_equal(base_encoding_from_dbf(0x88), BASE_ENCODING_CP857);
    assert_int_equal(base_encoding_from_dbf(0x03), BASE_ENCODING_CP1252);
    assert_int_equal(base_encoding_from_dbf(0x57), BASE_ENCODING_CP1252);
    assert_int_equal(base_encoding_from_dbf(0x01), BASE_ENCODING_CP437);
    assert_int_equal(base_encoding_from_dbf(0x02), BASE_ENCODING_CP850);
    assert_int_equal(base_encoding_from_dbf(0xC8), BASE_ENCODING_CP1250);
    assert_int_equal(base_encoding_from_dbf(0xC9), BASE_ENCODING_CP1251);
    assert_int_equal(base_encoding_from_dbf(0x00), BASE_ENCODING_UNKNOWN);
    assert_int_equal(base_encoding_from_dbf(0x7A), BASE_ENCODING_UNKNOWN); /* Chinese */
    assert_int_equal(base_encoding_from_dbf(0xFF), BASE_ENCODING_UNKNOWN);
}

/* Writes UTF-8 in a code page, by looking the letters up in the strings above. */
static size_t encode(base_encoding encoding, const char *utf8, char *out)
{
    const char *upper = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        upper = pages[i].encoding == encoding ? pages[i].upper : upper;
    }
    while (*utf8 != '\0') {
        if ((*utf8 & 0x80) == 0) {
            out[length++] = *utf8++;
            continue;
        }
        const size_t bytes = (*utf8 & 0xE0) == 0xC0 ? 2 : 3;
        const char *at = upper;
        unsigned index = 0;
        while (strncmp(at, utf8, bytes) != 0) {
            assert_true(*at != '\0'); /* the page has the letter */
            at++;
            while ((*at & 0xC0) == 0x80) {
                at++;
            }
            index++;
        }
        out[length++] = (char)(0x80 + index);
        utf8 += bytes;
    }
    return length;
}

static base_encoding guess_one(base_encoding encoding, const char *const *texts, size_t count,
                               bool *sure)
{
    base_encoding_guess guess;
    memset(&guess, 0, sizeof guess);
    for (size_t i = 0; i < count; i++) {
        char bytes[200];
        if (encoding == BASE_ENCODING_UTF8) {
            base_encoding_guess_feed(&guess, texts[i], strlen(texts[i]));
        } else {
            const size_t length = encode(encoding, texts[i], bytes);
            base_encoding_guess_feed(&guess, bytes, length);
        }
    }
    return base_encoding_guess_result(&guess, sure);
}

static const char *const districts[] = {
    "Çankaya", "ÇANKAYA",  "Şişli",  "ŞİŞLİ",  "Üsküdar",   "ÜSKÜDAR", "Kadıköy",
    "KADIKÖY", "Bağcılar", "Ödemiş", "ÖDEMİŞ", "Iğdır",     "IĞDIR",   "Gölbaşı",
    "GÖLBAŞI", "Beyoğlu",  "Ağrı",   "Uşak",   "Kâğıthane", "İnegöl",  "Doğubayazıt 3. Kısım",
};
#define DISTRICT_COUNT (sizeof districts / sizeof districts[0])

static void guess__turkish_names(void **state)
{
    (void)state;
    bool sure = false;
    assert_int_equal(guess_one(BASE_ENCODING_CP1254, districts, DISTRICT_COUNT, &sure),
                     BASE_ENCODING_CP1254);
    assert_true(sure);
    assert_int_equal(guess_one(BASE_ENCODING_CP857, districts, DISTRICT_COUNT, &sure),
                     BASE_ENCODING_CP857);
    assert_true(sure);
    assert_int_equal(guess_one(BASE_ENCODING_UTF8, districts, DISTRICT_COUNT, &sure),
                     BASE_ENCODING_UTF8);
    assert_true(sure);
    /* The letters of ISO-8859-9 are those of windows-1254, which has its name. */
    assert_int_equal(guess_one(BASE_ENCODING_ISO8859_9, districts, DISTRICT_COUNT, &sure),
                     BASE_ENCODING_CP1254);
    assert_true(sure);
}

static void guess__one_name_is_enough(void **state)
{
    (void)state;
    for (size_t i = 0; i < DISTRICT_COUNT; i++) {
        bool sure = false;
        assert_int_equal(guess_one(BASE_ENCODING_CP1254, &districts[i], 1, &sure),
                         BASE_ENCODING_CP1254);
        assert_true(sure);
        assert_int_equal(guess_one(BASE_ENCODING_CP857, &districts[i], 1, &sure),
                         BASE_ENCODING_CP857);
        assert_true(sure);
    }
}

static void guess__no_high_bytes(void **state)
{
    (void)state;
    static const char *const plain[] = { "Ada 101", "Parsel 5", "" };
    bool sure = false;
    assert_int_equal(guess_one(BASE_ENCODING_UTF8, plain, 3, &sure), BASE_ENCODING_ASCII);
    assert_true(sure);
}

/* What cannot be told from the bytes is not claimed. */
static void guess__not_sure(void **state)
{
    (void)state;
    static const char *const french[] = { "Collège", "Évreux", "Forêt", "Rue de la Libération" };
    static const char *const czech[] = { "Dvořák", "Příbram", "Kroměříž", "Plzeň" };
    static const char *const russian[] = { "Москва", "Тверь", "Казань" };
    static const char *const units[] = { "120 m²", "m²", "45,5 m²" };
    bool sure = true;
    guess_one(BASE_ENCODING_CP1252, french, 4, &sure);
    assert_false(sure);
    sure = true;
    guess_one(BASE_ENCODING_CP1250, czech, 4, &sure);
    assert_false(sure);
    sure = true;
    guess_one(BASE_ENCODING_CP1251, russian, 3, &sure);
    assert_false(sure);
    sure = true;
    assert_int_equal(guess_one(BASE_ENCODING_CP1254, units, 3, &sure), BASE_ENCODING_UNKNOWN);
    assert_false(sure);
    sure = true;
    assert_int_equal(guess_one(BASE_ENCODING_CP857, units, 3, &sure), BASE_ENCODING_UNKNOWN);
    assert_false(sure);
}

/* A field of 8 bytes that ends inside a letter is no sign against UTF-8; alone it is none for it. */
static void guess__cut_fields(void **state)
{
    (void)state;
    base_encoding_guess guess;
    bool sure;
    memset(&guess, 0, sizeof guess);
    base_encoding_guess_feed(&guess, "Çankaya", strlen("Çankaya"));
    base_encoding_guess_feed(&guess, "Kadık\xC3", 7);
    assert_int_equal(base_encoding_guess_result(&guess, &sure), BASE_ENCODING_UTF8);
    assert_true(sure);
    memset(&guess, 0, sizeof guess);
    base_encoding_guess_feed(&guess, "A\xE7", 2); /* "Aç" in windows-1254 */
    assert_int_equal(base_encoding_guess_result(&guess, &sure), BASE_ENCODING_CP1254);
    memset(&guess, 0, sizeof guess);
    base_encoding_guess_feed(&guess, "Çankaya", strlen("Çankaya"));
    base_encoding_guess_feed(&guess,
                             "\xC7"
                             "ankaya",
                             7); /* not cut: broken */
    assert_int_not_equal(base_encoding_guess_result(&guess, &sure), BASE_ENCODING_UTF8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decode__upper_halves),
        cmocka_unit_test(decode__ascii_stays_in_every_page),
        cmocka_unit_test(decode__words),
        cmocka_unit_test(decode__long_texts),
        cmocka_unit_test(name__as_they_occur),
        cmocka_unit_test(name__is_understood_again),
        cmocka_unit_test(dbf__language_bytes),
        cmocka_unit_test(guess__turkish_names),
        cmocka_unit_test(guess__one_name_is_enough),
        cmocka_unit_test(guess__no_high_bytes),
        cmocka_unit_test(guess__not_sure),
        cmocka_unit_test(guess__cut_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
