/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* SHA-256 against the examples of FIPS 180-4. */
#include "test_base.h"

#include "base/memory.h"
#include "base/sha256.h"

static void assert_digest(base_sha256 *sha, const char *expected)
{
    uint8_t digest[BASE_SHA256_BYTES];
    char hex[BASE_SHA256_HEX];
    base_sha256_end(sha, digest);
    base_sha256_to_hex(digest, hex);
    assert_string_equal(hex, expected);
}

static void digest__known_messages_one_after_another(void **state)
{
    (void)state;
    base_sha256 *sha = base_sha256_new();
    assert_non_null(sha);
    assert_digest(sha, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    base_sha256_add(sha, "abc", 3);
    assert_digest(sha, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    base_sha256_add(sha, "a", 1);
    base_sha256_add(sha, NULL, 0);
    base_sha256_add(sha, "bc", 2);
    assert_digest(sha, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    base_sha256_add(sha, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
    assert_digest(sha, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char block[1000];
    memset(block, 'a', sizeof block);
    for (int i = 0; i < 1000; i++) {
        base_sha256_add(sha, block, sizeof block);
    }
    assert_digest(sha, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    base_sha256_free(sha);
    base_sha256_free(NULL);
}

static void new__without_memory(void **state)
{
    (void)state;
    base_memory_fail_at(0);
    assert_null(base_sha256_new());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest__known_messages_one_after_another),
        cmocka_unit_test(new__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
