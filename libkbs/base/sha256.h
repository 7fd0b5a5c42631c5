/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to libcrypto: SHA-256 and nothing else. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BASE_SHA256_BYTES 32
#define BASE_SHA256_HEX 65 /* with the final NUL */

typedef struct base_sha256 base_sha256;
base_sha256 *base_sha256_new(void); /* NULL = no memory */
void base_sha256_free(base_sha256 *sha);
void base_sha256_add(base_sha256 *sha, const void *bytes, size_t count);
/* Ends the message and starts the next one. All zeros when libcrypto failed. */
void base_sha256_end(base_sha256 *sha, uint8_t digest[BASE_SHA256_BYTES]);
void base_sha256_to_hex(const uint8_t digest[BASE_SHA256_BYTES], char hex[BASE_SHA256_HEX]);

#endif
