/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to libcrypto. */
#include "base/sha256.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/memory.h"

struct base_sha256 {
    EVP_MD_CTX *context;
    EVP_MD
    *method; /* fetched once: a look-up for each message would cost more than a short message */
    bool failed;
};

base_sha256 *base_sha256_new(void)
{
    base_sha256 *sha = base_new(sizeof *sha);
    if (sha == NULL) {
        return NULL;
    }
    sha->context = EVP_MD_CTX_new();
    sha->method = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (sha->context == NULL || sha->method == NULL ||
        EVP_DigestInit_ex(sha->context, sha->method, NULL) != 1) {
        base_sha256_free(sha);
        return NULL;
    }
    return sha;
}

void base_sha256_free(base_sha256 *sha)
{
    if (sha != NULL) {
        EVP_MD_CTX_free(sha->context);
        EVP_MD_free(sha->method);
        base_free(sha);
    }
}

void base_sha256_add(base_sha256 *sha, const void *bytes, size_t count)
{
    if (count > 0 && EVP_DigestUpdate(sha->context, bytes, count) != 1) {
        sha->failed = true;
    }
}

void base_sha256_end(base_sha256 *sha, uint8_t digest[BASE_SHA256_BYTES])
{
    unsigned length = 0;
    if (EVP_DigestFinal_ex(sha->context, digest, &length) != 1 || length != BASE_SHA256_BYTES ||
        sha->failed) {
        memset(digest, 0, BASE_SHA256_BYTES);
    }
    sha->failed = EVP_DigestInit_ex(sha->context, sha->method, NULL) != 1;
}

void base_sha256_to_hex(const uint8_t digest[BASE_SHA256_BYTES], char hex[BASE_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < BASE_SHA256_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[BASE_SHA256_HEX - 1] = '\0';
}
