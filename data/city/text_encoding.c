/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* UTF-8 to Windows-1254 (Turkish). */
#include <string.h>

#include "shape.h"
#include "text_encoding.h"

/* Windows-1254 is Latin-1 but for six Turkish letters (0x80-0x9F is not used here). */
static unsigned cp1254_of(unsigned letter)
{
    switch (letter) {
    case 0x11e: /* G with breve */
        return 0xd0;
    case 0x130: /* I with dot */
        return 0xdd;
    case 0x15e: /* S with cedilla */
        return 0xde;
    case 0x11f:
        return 0xf0;
    case 0x131: /* i without dot */
        return 0xfd;
    case 0x15f:
        return 0xfe;
    default:
        break;
    }
    const int moved = letter == 0xd0 || letter == 0xdd || letter == 0xde || letter == 0xf0 ||
                      letter == 0xfd || letter == 0xfe;

    if (letter > 0xff || (letter >= 0x80 && letter < 0xa0) || moved) {
        city_fail("a letter has no place in Windows-1254");
    }
    return letter;
}

size_t encode_text(enum encoding encoding, const char *text, char *out, size_t max)
{
    const unsigned char *from = (const unsigned char *)text;
    size_t count = 0;

    if (encoding == ENCODING_UTF8) {
        count = strlen(text);
        if (count > max) {
            city_fail("a text is longer than its column");
        }
        memcpy(out, text, count);
        return count;
    }
    while (*from != 0) {
        unsigned letter = *from++;

        if (letter >= 0xe0) {
            city_fail("a letter has no place in Windows-1254");
        }
        if (letter >= 0xc0) { /* our own texts: well-formed, two bytes at most */
            letter = (letter & 0x1fu) << 6 | (*from++ & 0x3fu);
        }
        if (count >= max) {
            city_fail("a text is longer than its column");
        }
        out[count++] = (char)(unsigned char)cp1254_of(letter);
    }
    return count;
}
