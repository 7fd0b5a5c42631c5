/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The encodings that a DBF table is written in. */
#ifndef CITY_TEXT_ENCODING_H
#define CITY_TEXT_ENCODING_H

#include <stddef.h>

enum encoding { ENCODING_UTF8, ENCODING_CP1254 };

/* Writes text (UTF-8) in the encoding; returns the number of bytes. Ends the program where it
 * does not fit in max bytes or a letter has no place in the encoding. */
size_t encode_text(enum encoding encoding, const char *text, char *out, size_t max);

#endif
