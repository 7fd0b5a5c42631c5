/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Addresses: what a text is taken apart to, and which parcel it leads to. */
#include "test_city.h"

#include "zoning/address_text.h"

#define CITY "address.kbs"

static void assert_street(const char *text, const char *folded, const char *kind)
{
    base_buffer out;
    base_buffer_init(&out, 1024);
    assert_string_equal(zoning_street_fold(&out, text, strlen(text)), kind);
    assert_false(out.failed);
    assert_string_equal(out.data == NULL ? "" : out.data, folded);
    base_buffer_release(&out);
}

static void street__words_are_folded(void **state)
{
    (void)state;
    assert_street("Atatürk Caddesi", "ataturk", "cadde");
    assert_street("ATATÜRK CAD.", "ataturk", "cadde");
    assert_street("Atatürk cd", "ataturk", "cadde");
    assert_street("1234. Sokak", "1234", "sokak");
    assert_street("1234.sk.", "1234", "sokak");
    assert_street("Işık Sokağı", "isik", "sokak");
    assert_street("Cumhuriyet Blv.", "cumhuriyet", "bulvar");
    assert_street("Cumhuriyet Meydanı", "cumhuriyet", "meydan");
    assert_street("12. Cad. 3. Sok.", "12 cadde 3", "sokak");
    assert_street("Fatih 2. Caddesi", "fatih 2", "cadde");
    assert_street("Şehit Ali'nin  Yolu", "sehit alinin yolu", "");
    assert_street("Sokak", "sokak", "");
    assert_street("", "", "");
    assert_street(" . ", "", "");
}

static void assert_door(const char *text, const char *folded)
{
    base_buffer out;
    base_buffer_init(&out, 1024);
    zoning_door_fold(&out, text, strlen(text));
    assert_string_equal(out.data == NULL ? "" : out.data, folded);
    base_buffer_release(&out);
}

static void door__forms_are_one(void **state)
{
    (void)state;
    assert_door("12/A", "12a");
    assert_door("12-a", "12a");
    assert_door("No: 12 A", "12a");
    assert_door("Kapı No:012A", "12a");
    assert_door("numara 7", "7");
    assert_door("12/3", "12/3");
    assert_door("12 / 03", "12/3");
    assert_door("0", "0");
    assert_door("5-7", "5/7");
    assert_door("--", "");
}

static void parse__parts(void **state)
{
    zoning_address parts;
    (void)state;
    assert_true(zoning_address_parse(" Çınar Mah. , Atatürk Cad. ,No:12/A ", &parts));
    assert_int_equal(parts.neighbourhood_length, strlen("Çınar Mah."));
    assert_int_equal(parts.street_length, strlen("Atatürk Cad."));
    assert_memory_equal(parts.door, "No:12/A", 7);
    assert_true(zoning_address_parse("1234. Sokak, 5", &parts));
    assert_int_equal(parts.neighbourhood_length, 0);
    static const char *const bad[] = { "",           "Çınar",      "Çınar, 1234. Sokak",
                                       ", Ada, 1",   "A, B, C, 5", "Çınar, Atatürk Cad., ",
                                       "A, B, no",   "A\n, B, 5",  "A, \xff, 5",
                                       "A, B, 5 kat" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(zoning_address_parse(bad[i], &parts));
    }
}

static void add_address(test_import *import, const char *name, const char *street, const char *door,
                        double east, double north)
{
    if (name != NULL) {
        test_row_name(&import->row, import->city, "neighbourhood", name);
    }
    test_row_text(&import->row, "street", street);
    test_row_text(&import->row, "door_number", door);
    test_row_point(&import->row, east, north);
    assert_int_equal(import_add(import), STORE_INSERTED);
}

static int set_up(void **state)
{
    kbs_city *city = test_city(CITY);
    test_import import = import_begin(city, KBS_PARCEL, 10);
    import_parcel(&import, "Çınar", "101", "1", 0, 0, 20, 30);
    import_parcel(&import, "Çınar", "101", "2", 20, 0, 20, 30);
    import_parcel(&import, "Işıklar", "5", "7", 100, 0, 20, 30);
    import_end(&import, false);
    import = import_begin(city, KBS_ADDRESS, 20);
    add_address(&import, "Çınar", "Atatürk Caddesi", "1", 5, 5);
    add_address(&import, "Çınar", "Atatürk Caddesi", "3/A", 25, 5);
    add_address(&import, "Çınar", "Atatürk Caddesi", "99", 500, 5);
    add_address(&import, "Çınar", "Atatürk Sokağı", "1", 25, 5);
    add_address(&import, "Çınar", "1234. Sokak", "12", 6, 6);
    add_address(&import, "Çınar", "1234. Sokak", "12", 7, 6); /* again, in the same parcel */
    add_address(&import, "Çınar", "Işık Sokak", "2", 8, 6);
    add_address(&import, "Çınar", "İşik Sokak", "2", 28, 6);
    add_address(&import, "Işıklar", "Atatürk Caddesi", "1", 105, 5);
    add_address(&import, "Işıklar", "Lâle Sokağı", "5", 106, 6);
    import_end(&import, false);
    kbs_city_free(city);
    *state = test_open(CITY, false);
    return 0;
}

static int tear_down(void **state)
{
    kbs_city_free(*state);
    test_remove(CITY);
    return 0;
}

static void assert_leads_to(kbs_city *city, const char *address, const char *block,
                            const char *parcel)
{
    const kbs_zoning *answer = NULL;
    assert_ok(city, kbs_zoning_by_address(city, address, &answer));
    assert_string_equal(answer->block, block);
    assert_string_equal(answer->parcel, parcel);
    kbs_zoning_free(answer);
}

static void by_address__spellings(void **state)
{
    assert_leads_to(*state, "Çınar, Atatürk Caddesi, 1", "101", "1");
    assert_leads_to(*state, "cinar mahallesi, ATATURK CAD., No:1", "101", "1");
    assert_leads_to(*state, "Çınar, Atatürk Sk, 1", "101", "2");
    assert_leads_to(*state, "ÇINAR MAH., Atatürk Cd, 3a", "101", "2");
    assert_leads_to(*state, "Işıklar, Atatürk Caddesi, 1", "5", "7");
    assert_leads_to(*state, "1234.sokak, 12", "101", "1");
    assert_leads_to(*state, "1234, 12/4", "101", "1"); /* a flat of the house */
    assert_leads_to(*state, "lale sok, 05", "5", "7");
    assert_leads_to(*state, "Çınar, Işık Sokak, 2", "101", "1");
    assert_leads_to(*state, "Çınar, İşik Sokak, 2", "101", "2");
    assert_leads_to(*state, "Çınar, Atatürk, 3/A", "101", "2"); /* only the cadde has 3/A */
}

static void assert_refused(kbs_city *city, const char *address, kbs_code code, const char *finding,
                           const char *expected)
{
    const kbs_zoning *answer = (const kbs_zoning *)city;
    assert_code(city, kbs_zoning_by_address(city, address, &answer), code);
    assert_null(answer);
    assert_finding(city, finding);
    if (expected != NULL) {
        assert_string_equal(kbs_city_error(city)->expected, expected);
    }
}

static void by_address__what_is_not_found(void **state)
{
    kbs_city *city = *state;
    assert_refused(city, "Çınar, Atatürk Caddesi, 2", KBS_NOT_FOUND, "address.door-near",
                   "1, 3/A, 99");
    assert_refused(city, "Çınar, Atatürc Caddesi, 1", KBS_NOT_FOUND, "address.street-near",
                   "Atatürk Caddesi, Atatürk Sokağı");
    assert_refused(city, "Çınar, Lale Sokağı, 5", KBS_NOT_FOUND, "address.street-near",
                   "Işıklar, Lâle Sokağı");
    assert_refused(city, "Çınar, Cumhuriyet Bulvarı, 5", KBS_NOT_FOUND, "address.street-unknown",
                   NULL);
    assert_refused(city, "Cinarr, Atatürk Caddesi, 1", KBS_NOT_FOUND, "zoning.neighbourhood-near",
                   "Çınar");
    assert_refused(city, "Çınar, Atatürk Caddesi, 99", KBS_NOT_FOUND, "address.outside", NULL);
    assert_refused(city, "Çınar", KBS_USAGE, "address.form", NULL);
    assert_refused(city, NULL, KBS_USAGE, "call.argument", NULL);
}

static void by_address__what_is_not_clear(void **state)
{
    assert_refused(*state, "Atatürk Caddesi, 1", KBS_AMBIGUOUS, "address.ambiguous",
                   "Çınar, Atatürk Caddesi 1 (Çınar/101/1), Işıklar, Atatürk Caddesi 1 "
                   "(Işıklar/5/7)");
    assert_refused(*state, "Çınar, Atatürk, 1", KBS_AMBIGUOUS, "address.ambiguous",
                   "Atatürk Caddesi 1 (Çınar/101/1), Atatürk Sokağı 1 (Çınar/101/2)");
    assert_refused(*state, "Çınar, ISIK sok, 2", KBS_AMBIGUOUS, "address.ambiguous", NULL);
}

static void by_address__sees_a_new_revision(void **state)
{
    kbs_city *city = *state;
    assert_refused(city, "Çınar, Yeni Sokak, 1", KBS_NOT_FOUND, "address.street-unknown", NULL);
    kbs_city *writer = test_open(CITY, true);
    test_import import = import_begin(writer, KBS_ADDRESS, 1);
    add_address(&import, "Çınar", "Yeni Sokak", "1", 9, 9);
    import_end(&import, false);
    kbs_city_free(writer);
    assert_leads_to(city, "Çınar, Yeni Sokak, 1", "101", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(street__words_are_folded),
        cmocka_unit_test(door__forms_are_one),
        cmocka_unit_test(parse__parts),
        cmocka_unit_test_setup_teardown(by_address__spellings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(by_address__what_is_not_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(by_address__what_is_not_clear, set_up, tear_down),
        cmocka_unit_test_setup_teardown(by_address__sees_a_new_revision, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
