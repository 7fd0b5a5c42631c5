/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Tables of Latin letters for folding. */
#ifndef BASE_TEXT_TABLE_H
#define BASE_TEXT_TABLE_H

#include <stdint.h>

#define BASE_LETTER_FIRST 0x00C0u
#define BASE_LETTER_LAST 0x017Fu
#define BASE_LETTER_ROMANIAN 0x0218u /* to 0x021B: at the end of the table */
#define BASE_LETTER_COUNT 196
#define BASE_COMPOSITION_COUNT 165

typedef struct base_letter {
    uint16_t small;
    char loose[3]; /* in ASCII; "" = no letter */
} base_letter;
extern const base_letter base_letters[BASE_LETTER_COUNT];

typedef struct base_composition {
    char letter;
    uint16_t mark, composed;
} base_composition;
extern const base_composition base_compositions[BASE_COMPOSITION_COUNT]; /* by letter, then mark */

#endif
