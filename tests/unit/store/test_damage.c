/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A city whose bytes were changed: no crash, no hang, and what is found is named. The whole header and then every 1 999th byte of a small city,
 * each in another way; KBS_DAMAGE_STEP=1 in the environment takes every byte. */
#include "test_store.h"

#include "base/date.h"

static const char path[] = "damage.kbs";
static unsigned char *bytes;
static size_t size;

static void make_small_city(void)
{
    kbs_city *city = test_city(path);
    test_row r;
    test_add_grid(city, "d", 0, 300, 1000); /* in bulk */
    test_row_init(&r, KBS_ROAD);
    store_writer *writer = test_begin(city, KBS_ROAD, "r", 1);
    test_row_text(&r, "source_id", "R1");
    test_row_line(&r, 0, 0, 100, 100);
    assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_INSERTED);
    test_commit(city, writer);
    test_row_release(&r);
    kbs_city_free(city);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(size);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
}

static void write_city(size_t length)
{
    test_remove(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static bool is_good_answer(kbs_code code)
{
    switch (code) {
    case KBS_OK:
    case KBS_INPUT:
    case KBS_CORRUPT:
    case KBS_NOT_FOUND:
    case KBS_END:
        return true;
    case KBS_IO: /* a flag in the header says that the file must not be written or read by this version */
    case KBS_AMBIGUOUS:
    case KBS_USAGE:
    case KBS_UNSUPPORTED:
    case KBS_BUSY:
    case KBS_MEMORY:
    case KBS_INTERNAL:
    case KBS_CANCELLED:
        return false;
    }
    return false;
}

static void expect_good(kbs_city *city, kbs_code code, size_t at, const char *call)
{
    if (!is_good_answer(code)) {
        char text[1024];
        kbs_finding_text(kbs_city_error(city), KBS_LANG_EN, text, sizeof text);
        /* Byte 18 and 19 of the header are versions: SQLite calls a file of a later one read-only or not a database. */
        if ((at == 18 || at == 19) && code == KBS_IO) {
            return;
        }
        print_error("byte %zu, %s: %s %s\n", at, call, kbs_code_name(code), text);
        fail();
    }
}

/* Everything that reads, then one import. Returns whether the check found something (or the city did not open). */
static bool use(size_t at)
{
    kbs_city *city = NULL;
    const kbs_findings *findings = NULL;
    const kbs_city_info *info = NULL;
    kbs_box box = { TEST_EAST + 5, TEST_NORTH + 5, TEST_EAST + 300, TEST_NORTH + 40 };
    store_scan *scan = NULL;
    store_scanned row;
    int64_t id = 0;
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    kbs_code code = kbs_city_open(city, path, NULL);
    expect_good(city, code, at, "open");
    if (code != KBS_OK) {
        kbs_city_free(city);
        return true;
    }
    code = kbs_city_info_get(city, &info);
    expect_good(city, code, at, "info");
    kbs_city_info_free(info);
    code = store_name_find(city, "Çınar", strlen("Çınar"), &id);
    expect_good(city, code, at, "name");
    for (int pass = 0; pass < 2; pass++) {
        code = store_scan_new(&scan, city, KBS_PARCEL, pass == 0 ? &box : NULL, 0, true);
        expect_good(city, code, at, "scan");
        for (int rows = 0; code == KBS_OK && rows < 100000; rows++) {
            code = store_scan_next(scan, &row);
        }
        expect_good(city, code, at, "next");
        store_scan_free(scan);
        scan = NULL;
    }
    kbs_code checked = kbs_city_check_integrity(city, NULL, NULL, &findings);
    expect_good(city, checked, at, "check");
    kbs_findings_free(findings);
    kbs_city_free(city);
    return checked != KBS_OK;
}

static void import_into(size_t at)
{
    kbs_city *city = NULL;
    kbs_city_open_options options = KBS_CITY_OPEN_OPTIONS_INIT;
    store_writer *writer = NULL;
    store_outcome outcome;
    test_row r;
    options.writable = true;
    assert_int_equal(kbs_city_new(&city), KBS_OK);
    kbs_code code = kbs_city_open(city, path, &options);
    expect_good(city, code, at, "open to write");
    if (code == KBS_OK) {
        code = store_writer_new(&writer, city, KBS_PARCEL, "d", 10);
        expect_good(city, code, at, "begin");
    }
    if (code == KBS_OK) {
        test_row_init(&r, KBS_PARCEL);
        test_row_text(&r, "neighbourhood", "çınar");
        r.values[0].integer = 1;
        test_row_text(&r, "block", "1");
        test_row_text(&r, "parcel", "1");
        test_row_rectangle(&r, 0, 0, 21, 30);
        test_row_digest(&r);
        int64_t closed;
        code = store_writer_add(writer, &r.row, &outcome, NULL);
        expect_good(city, code, at, "add");
        if (code == KBS_OK) {
            code = store_writer_close_vanished(writer, &closed);
            expect_good(city, code, at, "close");
        }
        kbs_revision revision = { .file = "x" };
        if (code == KBS_OK) {
            expect_good(city, store_writer_commit(writer, &revision, NULL), at, "commit");
        }
        test_row_release(&r);
    }
    store_writer_free(writer);
    kbs_city_free(city);
}

static size_t step(void)
{
    const char *text = getenv("KBS_DAMAGE_STEP");
    int value = text == NULL ? 0 : atoi(text);
    return value > 0 ? (size_t)value : 1999;
}

static void damage__changed_bytes(void **state)
{
    (void)state;
    size_t found = 0;
    size_t tried = 0;
    double slowest = 0;
    int way = 0;
    /* The whole header and then every step-th byte, each time in another of the ways. */
    for (size_t at = 0; at < size; at += at < 100 ? 1 : step()) {
        unsigned char old = bytes[at];
        static const unsigned char masks[] = { 0xFF, 0x01, 0x80, 0x10 };
        bytes[at] =
            way % 6 == 4 ? 0 : (way % 6 == 5 ? 0xFF : (unsigned char)(old ^ masks[way % 6]));
        way++;
        double start = base_clock_seconds();
        write_city(size);
        bool noticed = use(at);
        if (way % 4 == 0) {
            import_into(at);
        }
        double spent = base_clock_seconds() - start;
        slowest = spent > slowest ? spent : slowest;
        found += noticed ? 1 : 0;
        tried++;
        bytes[at] = old;
    }
    print_message("%zu changes, %zu noticed, slowest %.2f s\n", tried, found, slowest);
    assert_true(slowest <
                10.0); /* all calls of one round together; each has 2 s on a quiet machine */
    assert_true(found > tried / 10);
}

/* The cells of a row's table are under digests: every change there is found. */
static void damage__no_changed_value_goes_unnoticed(void **state)
{
    (void)state;
    static const char needle[] = "IV-sheet";
    kbs_city *city = test_city(path);
    test_row r;
    test_row_init(&r, KBS_PARCEL);
    store_writer *writer = test_begin(city, KBS_PARCEL, "d", 1);
    test_parcel(&r, city, "Çınar", "1", "1");
    test_row_text(&r, "map_sheet", needle);
    test_row_rectangle(&r, 0, 0, 20, 30);
    assert_int_equal(test_add(city, writer, &r, 1, NULL), STORE_INSERTED);
    test_commit(city, writer);
    kbs_city_free(city);
    FILE *file = fopen(path, "rb");
    unsigned char *own = malloc(4 << 20);
    size_t length = fread(own, 1, 4 << 20, file);
    fclose(file);
    size_t at = 0;
    while (at + sizeof needle < length && memcmp(own + at, needle, sizeof needle - 1) != 0) {
        at++;
    }
    assert_true(at + sizeof needle < length);
    /* From the text on: the rest of the row is record number … digest and geometry. */
    for (size_t i = at; i < at + 8 + 40 + r.row.blob_length; i++) {
        file = fopen(path, "wb");
        own[i] ^= 0x04;
        assert_int_equal(fwrite(own, 1, length, file), length);
        fclose(file);
        own[i] ^= 0x04;
        if (!use(i) && i < at + 8 + 20 + r.row.blob_length) {
            /* What is not content: number of the record and of the dataset. */
            static int unnoticed;
            assert_true(++unnoticed <= 3);
        }
    }
    free(own);
    test_row_release(&r);
}

static void damage__cut_at_every_page(void **state)
{
    (void)state;
    for (size_t length = 0; length < size; length += 8192 / 2) {
        write_city(length);
        if (!use(length)) {
            print_error("cut to %zu of %zu bytes: not noticed\n", length, size);
            fail();
        }
        import_into(length);
    }
}

/* Side files that belong to nothing. */
static void damage__side_files_of_nonsense(void **state)
{
    (void)state;
    static const char *const names[] = { "damage.kbs-wal", "damage.kbs-shm", "damage.kbs-lock" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        write_city(size);
        FILE *file = fopen(names[i], "wb");
        for (int k = 0; k < 40000; k++) {
            fputc((k * 7919) & 0xFF, file);
        }
        fclose(file);
        assert_false(use(0)); /* SQLite tells that they are none of its own */
        import_into(0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage__changed_bytes),
        cmocka_unit_test(damage__cut_at_every_page),
        cmocka_unit_test(damage__side_files_of_nonsense),
        cmocka_unit_test(damage__no_changed_value_goes_unnoticed),
    };
    make_small_city();
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    free(bytes);
    return result;
}
