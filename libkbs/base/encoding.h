/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Code pages in: windows-1254, cp857, ISO-8859-9, and the ones that neighbours' files come in. */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

typedef enum base_encoding {
    BASE_ENCODING_UNKNOWN = 0,
    BASE_ENCODING_ASCII, /* no byte over 0x7F seen */
    BASE_ENCODING_UTF8,
    BASE_ENCODING_CP1254,
    BASE_ENCODING_CP857,
    BASE_ENCODING_ISO8859_9,
    BASE_ENCODING_CP1252,
    BASE_ENCODING_ISO8859_1,
    BASE_ENCODING_CP1250,
    BASE_ENCODING_CP1251,
    BASE_ENCODING_CP437,
    BASE_ENCODING_CP850,
    BASE_ENCODING_ISO8859_2
} base_encoding;

/* "windows-1254", "UTF-8", … as stated in ledgers. */
const char *base_encoding_name(base_encoding encoding);
/* From names as they occur: "1254", "CP1254", "windows-1254", "88599", "ISO-8859-9", "ISO 88599", "latin5", "UTF-8", "65001", "857", …
 * Blanks and case do not matter. UNKNOWN when none. */
base_encoding base_encoding_from_name(const char *name, size_t length);
/* From the language byte of a DBF header (0xCA = 1254, 0x6B = 857, 0x03 = 1252, 0x57 = 1252, 0x01 = 437, 0x02 = 850, …). UNKNOWN for 0 and others. */
base_encoding base_encoding_from_dbf(uint8_t language_byte);

/* What bytes can show: ASCII, UTF8 (at least one valid multi-byte sequence and none broken, but for the end of a text, where
 * fields are cut), or the code page in which the letters look most Turkish (letters against box-drawing, capitals and small
 * letters beside each other), UNKNOWN when no high byte stands beside a letter. `sure` is true only when every page that would
 * read the bytes in another way is clearly worse: windows-1254 stands for ISO-8859-9, and for windows-1252 and ISO-8859-1
 * where only letters were seen that they share. Feed all text of a file, field by field; begin with zeros. */
typedef struct base_encoding_guess {
    uint64_t bytes, high_bytes, utf8_sequences;
    bool utf8_broken;
    uint64_t seen[256]; /* how often each high byte occurs beside a letter */
    uint64_t beside_upper[256], beside_lower[256];
} base_encoding_guess;
void base_encoding_guess_feed(base_encoding_guess *guess, const char *bytes,
                              size_t length); /* one whole text */
base_encoding base_encoding_guess_result(const base_encoding_guess *guess, bool *sure);

/* Appends the text as UTF-8. Bytes that the code page does not have become U+FFFD and are counted in *bad (may be NULL). For
 * UTF8 and ASCII the bytes are checked and bad ones replaced likewise. */
void base_encoding_decode(base_buffer *out, base_encoding encoding, const char *bytes,
                          size_t length, size_t *bad);

#endif
