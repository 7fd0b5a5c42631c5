/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One character of a text as it is shown to people. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include <stddef.h>

typedef struct base_escape_piece {
    char text[16]; /* no final NUL */
    size_t length, characters;
} base_escape_piece;

/* Escapes the first character of text (left > 0) and returns how many bytes of it were used. */
size_t base_escape_next(const char *text, size_t left, base_escape_piece *piece);

#endif
