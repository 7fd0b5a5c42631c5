/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The key of a parcel as people write it: MAHALLE/ADA/PARSEL or ADA/PARSEL. */
#ifndef ZONING_KEY_H
#define ZONING_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define ZONING_KEY_MOST_BYTES 255
#define ZONING_NUMBER_SIZE 33 /* of a block or parcel number with its final NUL */

typedef struct zoning_key {
    const char
        *neighbourhood; /* points into the text that was parsed, blanks at the ends left out */
    size_t neighbourhood_length;    /* 0: the key has none */
    char block[ZONING_NUMBER_SIZE]; /* normalised like the numbers in the store; "0": none */
    char parcel[ZONING_NUMBER_SIZE];
} zoning_key;

/* Parts are parted by "/"; blanks around a part do not count. A single letter after a part of
 * digits belongs to it: "Çınar/101/12/a" is parcel 12/A of block 101. Block and parcel numbers are
 * made of letters, digits, "-", "." and "_"; a parcel number has a digit, a block number has one or
 * is at most three letters; "0" and "-" stand for no block. The neighbourhood is any text without
 * control characters. False when the text is no key. */
bool zoning_key_parse(const char *text, zoning_key *out);

#endif
