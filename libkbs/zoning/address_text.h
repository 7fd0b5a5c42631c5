/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Addresses as people write them: "Çınar Mah., Atatürk Cad., No: 12/A". */
#ifndef ZONING_ADDRESS_TEXT_H
#define ZONING_ADDRESS_TEXT_H

#include "base/buffer.h"

#define ZONING_ADDRESS_MOST_BYTES 255

/* The parts of a question; pointers into its text, blanks at the ends left out. */
typedef struct zoning_address {
    const char *neighbourhood, *street, *door;
    size_t neighbourhood_length, street_length, door_length; /* neighbourhood 0: not given */
} zoning_address;

/* "Mahalle, Sokak, No" or "Sokak, No"; the door number must begin with a digit, words like "No:" before it do not count. False
 * when the text is no such thing. */
bool zoning_address_parse(const char *text, zoning_address *out);

/* Appends a street as it is compared: loosely folded words with one blank between them; the word for its kind (cadde, caddesi,
 * cad. …) behind them does not belong to it and is returned: "cadde", "sokak", "bulvar", "meydan", "cikmaz", or "" when it has
 * none. A street that is nothing but such a word keeps it. Static text. */
const char *zoning_street_fold(base_buffer *out, const char *text, size_t length);

/* Appends a door number as it is compared: "12/a", "12-A", "12 A" and "No: 012A" are "12a"; digits that are parted stay so:
 * "12/3". Nothing when there is no letter or digit in it. */
void zoning_door_fold(base_buffer *out, const char *text, size_t length);

#endif
