/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The digest of a row, against bytes written down here by hand, and what it must not depend on. */
#include "test_store.h"

static void digest_of_bytes(const void *bytes, size_t length, uint8_t digest[BASE_SHA256_BYTES])
{
    base_sha256 *sha = base_sha256_new();
    base_sha256_add(sha, bytes, length);
    base_sha256_end(sha, digest);
    base_sha256_free(sha);
}

static void digest__is_over_documented_bytes(void **state)
{
    (void)state;
    static const unsigned char expected[] = {
        1, 4, 0, 0, 0,    'i',  's',  'i',  'k',  /* neighbourhood, folded */
        1, 1, 0, 0, 0,    '0',                    /* block: missing */
        1, 2, 0, 0, 0,    '5',  'A',              /* parcel */
        2, 0, 0, 0, 0,    0,    0,    0xF8, 0x3F, /* registered area 1.5 */
        0,                                        /* map sheet: none */
        1, 2, 0, 0, 0,    0xC5, 0x9F,             /* land type "ş" */
        0,                                        /* locality: empty text */
        2, 0, 0, 0, '{',  '}',                    /* unread */
        3, 0, 0, 0, 0xAA, 0xBB, 0xCC,             /* geometry */
    };
    static const uint8_t blob[] = { 0xAA, 0xBB, 0xCC };
    uint8_t wanted[BASE_SHA256_BYTES];
    test_row r;
    test_row_init(&r, KBS_PARCEL);
    test_row_text(&r, "neighbourhood", "isik");
    r.values[0].integer = 17;
    test_row_text(&r, "parcel", "5A");
    test_row_real(&r, "registered_area_m2", 1.5);
    test_row_text(&r, "land_type", "ş");
    test_row_text(&r, "locality", "");
    r.row.unread = "{}";
    r.row.blob = blob;
    r.row.blob_length = sizeof blob;
    test_row_digest(&r);
    digest_of_bytes(expected, sizeof expected, wanted);
    assert_memory_equal(r.row.digest, wanted, sizeof wanted);

    /* What it does not depend on: id of the name, record number, measure, box, "0" or nothing for the block. */
    r.values[0].integer = 99;
    r.row.record = 5;
    r.row.measure = 7;
    test_row_text(&r, "block", "0");
    test_row_digest(&r);
    assert_memory_equal(r.row.digest, wanted, sizeof wanted);
    test_row_release(&r);
}

static void digest__every_part_counts(void **state)
{
    (void)state;
    static const uint8_t blob[] = { 1, 2, 3 };
    uint8_t seen[12][BASE_SHA256_BYTES];
    test_row r;
    test_row_init(&r, KBS_PLAN_AREA);
    r.row.blob = blob;
    r.row.blob_length = sizeof blob;
    for (int i = 0; i < 12; i++) {
        switch (i) {
        case 1:
            test_row_text(&r, "source_id", "a");
            break;
        case 2:
            test_row_text(&r, "use_code", "a");
            break;
        case 3:
            test_row_text(&r, "source_id", NULL);
            break;
        case 4:
            test_row_text(&r, "use_code", "aa");
            break;
        case 5:
            test_row_real(&r, "floors", 3);
            break;
        case 6:
            test_row_real(&r, "floors", 0);
            break;
        case 7:
            test_row_real(&r, "coverage_ratio", 0.4);
            break;
        case 8:
            test_row_real(&r, "coverage_ratio", 0.4000000000000001);
            break;
        case 9:
            r.row.unread = "{\"a\":1}";
            break;
        case 10:
            r.row.blob_length = 2;
            break;
        case 11:
            test_row_text(&r, "valid_from", "2024-02-29");
            break;
        default:
            break;
        }
        test_row_digest(&r);
        memcpy(seen[i], r.row.digest, sizeof seen[i]);
        for (int k = 0; k < i; k++) {
            assert_memory_not_equal(seen[i], seen[k], sizeof seen[i]);
        }
    }
    /* Minus zero is zero, and a whole number is the same number as a real. */
    test_row_real(&r, "floors", 0.0);
    test_row_digest(&r);
    memcpy(seen[0], r.row.digest, sizeof seen[0]);
    test_row_real(&r, "floors", -0.0);
    test_row_digest(&r);
    assert_memory_equal(seen[0], r.row.digest, sizeof seen[0]);
    r.values[4] = (store_value){ .type = STORE_VALUE_INTEGER, .integer = 0 };
    test_row_digest(&r);
    assert_memory_equal(seen[0], r.row.digest, sizeof seen[0]);
    test_row_release(&r);
}

/* Long texts and geometries go by another way through the code; the bytes are the same. */
static void digest__long_values(void **state)
{
    (void)state;
    static const size_t lengths[] = { 1000, 1024, 1025, 2000, 2040, 2048, 2049, 5000, 60000 };
    char *text = malloc(70000);
    unsigned char *bytes = malloc(200000);
    memset(text, 'q', 70000);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint8_t wanted[BASE_SHA256_BYTES];
        size_t length = lengths[i];
        size_t at = 0;
        test_row r;
        test_row_init(&r, KBS_POINT); /* name, height, source id */
        r.values[0] = (store_value){ .type = STORE_VALUE_TEXT, .text = text, .length = length };
        r.row.blob = text;
        r.row.blob_length = length;
        test_row_digest(&r);
        unsigned char head[4] = { (unsigned char)length, (unsigned char)(length >> 8),
                                  (unsigned char)(length >> 16), 0 };
        bytes[at++] = 1;
        memcpy(bytes + at, head, 4);
        memcpy(bytes + at + 4, text, length);
        at += 4 + length;
        memset(bytes + at, 0, 6); /* no height, no source id, unread of length 0 */
        at += 6;
        memcpy(bytes + at, head, 4);
        memcpy(bytes + at + 4, text, length);
        digest_of_bytes(bytes, at + 4 + length, wanted);
        assert_memory_equal(r.row.digest, wanted, sizeof wanted);
        test_row_release(&r);
    }
    free(text);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest__is_over_documented_bytes),
        cmocka_unit_test(digest__every_part_counts),
        cmocka_unit_test(digest__long_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
