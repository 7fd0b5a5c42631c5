/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Folding, one character at a time. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct base_fold_reader {
    const uint8_t *at, *end;
    bool drop_marks;   /* leave out combining marks that make no letter with the one before */
    bool begun;        /* the last character given was no blank */
    const char *loose; /* letters still to give of a letter that folds to two, "ß" */
} base_fold_reader;

base_fold_reader base_fold_start(const char *utf8, size_t length, bool drop_marks);
/* The next character of the exact form; false at the end. */
bool base_fold_next(base_fold_reader *reader, uint32_t *out);
/* The next character of the loose form, of a reader that drops marks. Use one of the two with a
 * reader. */
bool base_fold_next_loose(base_fold_reader *reader, uint32_t *out);
/* Form in ASCII of a character of the exact form: "c" for ç; NULL when it is no letter of the
 * table. */
const char *base_fold_ascii(uint32_t character);
/* The Turkish capital: i -> İ, ı -> I; other letters that have none stay. */
uint32_t base_fold_capital(uint32_t character);

#endif
