/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Neighbourhood names: what is one name, and what finds it. */
#include "test_store.h"

static const char path[] = "names.kbs";

static int64_t id_of(kbs_city *city, const char *name)
{
    int64_t id = 0;
    assert_ok(city, store_name_id(city, name, strlen(name), &id));
    return id;
}

static kbs_code find(kbs_city *city, const char *name, int64_t *id)
{
    return store_name_find(city, name, strlen(name), id);
}

/* Commits an empty revision with these names. */
static void add_names(kbs_city *city, const char *const *names, size_t count)
{
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    for (size_t i = 0; i < count; i++) {
        id_of(city, names[i]);
    }
    test_commit(city, writer);
}

static void names__spellings_are_one_name(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    int64_t cankaya = id_of(city, "ÇANKAYA");
    assert_int_equal(id_of(city, "Çankaya"), cankaya);
    assert_int_equal(id_of(city, "çankaya"), cankaya);
    assert_int_equal(id_of(city, "  Çankaya "), cankaya);
    int64_t light = id_of(city, "IŞIK");
    assert_int_equal(id_of(city, "ışık"), light);
    assert_int_equal(id_of(city, "Işık"), light);
    int64_t other = id_of(city, "İşık"); /* another name: İ is not I */
    assert_int_not_equal(other, light);
    assert_int_equal(id_of(city, "işık"), other);
    int64_t empty = id_of(city, "");
    assert_true(empty > 0);
    assert_string_equal(store_name_text(city, empty), "");
    assert_string_equal(store_name_text(city, cankaya), "ÇANKAYA"); /* as first written */
    assert_string_equal(store_name_folded(city, cankaya), "çankaya");
    assert_null(store_name_text(city, 999));
    test_commit(city, writer);

    int64_t id = 0;
    assert_ok(city, find(city, "Cankaya", &id)); /* without the cedilla too */
    assert_int_equal(id, cankaya);
    assert_ok(city, find(city, "IŞIK", &id));
    assert_int_equal(id, light);
    assert_ok(city, find(city, "işık", &id));
    assert_int_equal(id, other);
    assert_int_equal(find(city, "isik", &id), KBS_AMBIGUOUS); /* both */
    assert_int_equal(find(city, "Yok", &id), KBS_NOT_FOUND);
    kbs_city_free(city);
    city = test_open(path, false);
    assert_ok(city, find(city, "CANKAYA", &id));
    assert_int_equal(id, cankaya);
    assert_string_equal(store_name_text(city, id), "ÇANKAYA");
    kbs_city_free(city);
}

static bool collect(int64_t id, const char *name, const char *loose, void *user)
{
    base_buffer *out = user;
    base_buffer_int(out, id);
    base_buffer_text(out, name);
    base_buffer_char(out, '=');
    base_buffer_text(out, loose);
    base_buffer_char(out, ';');
    return out->length < 60;
}

static void names__each_in_order_of_ids(void **state)
{
    (void)state;
    static const char *const names[] = { "Ğümüşdere", "Öz İçi", "Şişli", "Zafer", "Beşinci" };
    kbs_city *city = test_city(path);
    base_buffer out;
    base_buffer_init(&out, 1000);
    add_names(city, names, 5);
    assert_ok(city, store_name_each(city, collect, &out));
    assert_string_equal(out.data, "1Ğümüşdere=gumusdere;2Öz İçi=oz ici;3Şişli=sisli;4Zafer=zafer;");
    base_buffer_release(&out);
    kbs_city_free(city);
}

/* A handle that knew the names sees those that another handle brought. */
static void names__others_names_appear(void **state)
{
    (void)state;
    static const char *const first[] = { "Bir" };
    static const char *const second[] = { "İki", "Üç" };
    kbs_city *city = test_city(path);
    int64_t id = 0;
    add_names(city, first, 1);
    kbs_city *reader = test_open(path, false);
    assert_ok(reader, find(reader, "bir", &id));
    const char *text = store_name_text(reader, id);
    assert_int_equal(find(reader, "uc", &id), KBS_NOT_FOUND);
    add_names(city, second, 2);
    assert_ok(reader, find(reader, "uc", &id));
    assert_int_equal(id, 3);
    assert_string_equal(store_name_text(reader, id), "Üç");
    assert_string_equal(text, "Bir"); /* still valid */
    kbs_city_free(reader);
    kbs_city_free(city);
}

/* A name of an import that was given up is not there afterwards, and its number goes to the next one. */
static void names__rolled_back_names_are_gone(void **state)
{
    (void)state;
    static const char *const names[] = { "Kalan" };
    kbs_city *city = test_city(path);
    int64_t id = 0;
    add_names(city, names, 1);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    assert_int_equal(id_of(city, "Giden"), 2);
    assert_int_equal(id_of(city, "Giden"), 2);
    store_writer_free(writer);
    assert_int_equal(find(city, "Giden", &id), KBS_NOT_FOUND);
    writer = test_begin(city, KBS_PARCEL, "d", 1);
    assert_int_equal(id_of(city, "Gelen"), 2);
    assert_int_equal(id_of(city, "Giden"), 3);
    test_commit(city, writer);
    assert_string_equal(store_name_text(city, 2), "Gelen");
    kbs_city_free(city);
}

static void names__hundreds_of_them(void **state)
{
    (void)state;
    kbs_city *city = test_city(path);
    char name[64];
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    for (int i = 0; i < 900; i++) {
        snprintf(name, sizeof name, "Mahalle %d", i);
        assert_int_equal(id_of(city, name), i + 1);
    }
    for (int i = 899; i >= 0; i--) {
        snprintf(name, sizeof name, "MAHALLE %d", i);
        assert_int_equal(id_of(city, name), i + 1);
    }
    test_commit(city, writer);
    kbs_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names__spellings_are_one_name),
        cmocka_unit_test(names__each_in_order_of_ids),
        cmocka_unit_test(names__others_names_appear),
        cmocka_unit_test(names__rolled_back_names_are_gone),
        cmocka_unit_test(names__hundreds_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
