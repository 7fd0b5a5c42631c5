/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a text on a drawing says about a parcel: "106/20", "101_1/B", "0/5", "12/a", "5", or nothing of the kind. */
#ifndef IMPORT_PARCEL_NAME_H
#define IMPORT_PARCEL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define IMPORT_NUMBER_BYTES 33

typedef struct import_parcel_name {
    char block[IMPORT_NUMBER_BYTES];  /* ada; "" when the text names none */
    char parcel[IMPORT_NUMBER_BYTES]; /* parsel, letters of subdivisions with it: "12/a" */
    bool letter_only;                 /* the parcel is letters alone: "106/A" */
} import_parcel_name;

/* Splits at the first of / _ - into block and parcel; without one the whole is the parcel. False when the text is no such name: a part that is
 * empty, longer than 32 bytes, without a digit (but one or two letters after a block are a parcel of a subdivision), or with anything but
 * letters, digits and separators. Blanks around the parts do not matter. */
bool import_parcel_name_split(const char *text, size_t length, import_parcel_name *out);

/* A number alone, as a block's name is drawn: "106", "Ada 106", "ADA:106". False for all else. */
bool import_block_name(const char *text, size_t length, char out[IMPORT_NUMBER_BYTES]);

#endif
