/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Code pages: names and decoding. What bytes show about their code page stands in encoding_guess.c.
 * */
#include "base/encoding.h"

#include <string.h>

#include "base/encoding_table.h"
#include "base/utf8.h"

const char *base_encoding_name(base_encoding encoding)
{
    switch (encoding) {
    case BASE_ENCODING_UNKNOWN:
        return "unknown";
    case BASE_ENCODING_ASCII:
        return "US-ASCII";
    case BASE_ENCODING_UTF8:
        return "UTF-8";
    case BASE_ENCODING_CP1254:
        return "windows-1254";
    case BASE_ENCODING_CP857:
        return "cp857";
    case BASE_ENCODING_ISO8859_9:
        return "ISO-8859-9";
    case BASE_ENCODING_CP1252:
        return "windows-1252";
    case BASE_ENCODING_ISO8859_1:
        return "ISO-8859-1";
    case BASE_ENCODING_CP1250:
        return "windows-1250";
    case BASE_ENCODING_CP1251:
        return "windows-1251";
    case BASE_ENCODING_CP437:
        return "cp437";
    case BASE_ENCODING_CP850:
        return "cp850";
    case BASE_ENCODING_ISO8859_2:
        return "ISO-8859-2";
    }
    return "unknown";
}

/* Names in small letters with everything but letters and digits left out. */
static const struct {
    const char *name;
    base_encoding encoding;
} names[] = {
    { "ascii", BASE_ENCODING_ASCII },         { "usascii", BASE_ENCODING_ASCII },
    { "20127", BASE_ENCODING_ASCII },         { "utf8", BASE_ENCODING_UTF8 },
    { "65001", BASE_ENCODING_UTF8 },          { "cp65001", BASE_ENCODING_UTF8 },
    { "1254", BASE_ENCODING_CP1254 },         { "cp1254", BASE_ENCODING_CP1254 },
    { "ansi1254", BASE_ENCODING_CP1254 },     { "windows1254", BASE_ENCODING_CP1254 },
    { "win1254", BASE_ENCODING_CP1254 },      { "857", BASE_ENCODING_CP857 },
    { "cp857", BASE_ENCODING_CP857 },         { "ibm857", BASE_ENCODING_CP857 },
    { "oem857", BASE_ENCODING_CP857 },        { "dos857", BASE_ENCODING_CP857 },
    { "88599", BASE_ENCODING_ISO8859_9 },     { "iso88599", BASE_ENCODING_ISO8859_9 },
    { "latin5", BASE_ENCODING_ISO8859_9 },    { "isolatin5", BASE_ENCODING_ISO8859_9 },
    { "28599", BASE_ENCODING_ISO8859_9 },     { "1252", BASE_ENCODING_CP1252 },
    { "cp1252", BASE_ENCODING_CP1252 },       { "ansi1252", BASE_ENCODING_CP1252 },
    { "windows1252", BASE_ENCODING_CP1252 },  { "win1252", BASE_ENCODING_CP1252 },
    { "88591", BASE_ENCODING_ISO8859_1 },     { "iso88591", BASE_ENCODING_ISO8859_1 },
    { "latin1", BASE_ENCODING_ISO8859_1 },    { "isolatin1", BASE_ENCODING_ISO8859_1 },
    { "28591", BASE_ENCODING_ISO8859_1 },     { "1250", BASE_ENCODING_CP1250 },
    { "cp1250", BASE_ENCODING_CP1250 },       { "ansi1250", BASE_ENCODING_CP1250 },
    { "windows1250", BASE_ENCODING_CP1250 },  { "win1250", BASE_ENCODING_CP1250 },
    { "1251", BASE_ENCODING_CP1251 },         { "cp1251", BASE_ENCODING_CP1251 },
    { "ansi1251", BASE_ENCODING_CP1251 },     { "windows1251", BASE_ENCODING_CP1251 },
    { "win1251", BASE_ENCODING_CP1251 },      { "437", BASE_ENCODING_CP437 },
    { "cp437", BASE_ENCODING_CP437 },         { "ibm437", BASE_ENCODING_CP437 },
    { "oem437", BASE_ENCODING_CP437 },        { "850", BASE_ENCODING_CP850 },
    { "cp850", BASE_ENCODING_CP850 },         { "ibm850", BASE_ENCODING_CP850 },
    { "oem850", BASE_ENCODING_CP850 },        { "88592", BASE_ENCODING_ISO8859_2 },
    { "iso88592", BASE_ENCODING_ISO8859_2 },  { "latin2", BASE_ENCODING_ISO8859_2 },
    { "isolatin2", BASE_ENCODING_ISO8859_2 }, { "28592", BASE_ENCODING_ISO8859_2 },
};

base_encoding base_encoding_from_name(const char *name, size_t length)
{
    char plain[24];
    size_t count = 0;
    if (length >= 3 && memcmp(name, "\xEF\xBB\xBF", 3) == 0) {
        name += 3; /* a .cpg written by Notepad */
        length -= 3;
    }
    for (size_t i = 0; i < length; i++) {
        const char c = name[i];
        if (c >= 'A' && c <= 'Z') {
            plain[count++] = (char)(c + 32);
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            plain[count++] = c;
        } else if (c != ' ' && c != '-' && c != '_' && c != '.' && c != ':' && c != '\t' &&
                   c != '\r' && c != '\n') {
            return BASE_ENCODING_UNKNOWN;
        }
        if (count == sizeof plain) {
            return BASE_ENCODING_UNKNOWN;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i].name) == count && memcmp(names[i].name, plain, count) == 0) {
            return names[i].encoding;
        }
    }
    return BASE_ENCODING_UNKNOWN;
}

/* The list of language drivers as shapelib and GDAL keep it. */
base_encoding base_encoding_from_dbf(uint8_t language_byte)
{
    switch (language_byte) {
    case 0x01: /* US MS-DOS */
    case 0x09: /* Dutch OEM */
    case 0x0B: /* French OEM */
    case 0x0D: /* German OEM */
    case 0x0F: /* Italian OEM */
    case 0x11: /* Spanish OEM */
    case 0x15: /* Swedish OEM */
    case 0x18: /* Spanish OEM */
    case 0x19: /* English OEM (Great Britain) */
    case 0x1B: /* English OEM (US) */
        return BASE_ENCODING_CP437;
    case 0x02: /* international MS-DOS */
    case 0x0A: /* Dutch OEM */
    case 0x0E: /* German OEM */
    case 0x10: /* Italian OEM */
    case 0x12: /* Spanish OEM */
    case 0x14: /* Spanish OEM */
    case 0x16: /* Swedish OEM */
    case 0x1A: /* English OEM (Great Britain) */
    case 0x1D: /* French OEM */
    case 0x25: /* Portuguese OEM */
    case 0x37: /* English OEM (US) */
        return BASE_ENCODING_CP850;
    case 0x03: /* Windows ANSI */
    case 0x57: /* ANSI */
    case 0x58: /* Western European ANSI */
    case 0x59: /* Spanish ANSI */
        return BASE_ENCODING_CP1252;
    case 0x6B: /* Turkish MS-DOS */
    case 0x88: /* Turkish OEM */
        return BASE_ENCODING_CP857;
    case 0xCA: /* Turkish Windows */
        return BASE_ENCODING_CP1254;
    case 0xC8: /* Eastern European Windows */
        return BASE_ENCODING_CP1250;
    case 0xC9: /* Russian Windows */
        return BASE_ENCODING_CP1251;
    default:
        return BASE_ENCODING_UNKNOWN;
    }
}

const uint16_t *base_encoding_page(base_encoding encoding)
{
    return encoding >= BASE_ENCODING_PAGE_FIRST && encoding <= BASE_ENCODING_ISO8859_2
               ? base_encoding_pages[encoding - BASE_ENCODING_PAGE_FIRST]
               : NULL;
}

/* One character (or one bad byte) at p; counts what was replaced. Unknown is read like ASCII. */
static size_t decode_one(base_encoding encoding, const uint16_t *page, const uint8_t *p,
                         size_t left, uint32_t *out, size_t *replaced)
{
    size_t taken = 1;
    if (page != NULL) {
        *out = page[*p - 0x80];
    } else {
        taken = encoding == BASE_ENCODING_UTF8 ? base_utf8_get(p, left, out) : 0;
        if (taken == 0) {
            *out = BASE_UTF8_BAD;
            (*replaced)++;
            return 1;
        }
        return taken;
    }
    *replaced += *out == BASE_UTF8_BAD;
    return taken;
}

void base_encoding_decode(base_buffer *out, base_encoding encoding, const char *bytes,
                          size_t length, size_t *bad)
{
    const uint16_t *page = base_encoding_page(encoding);
    const uint8_t *p = (const uint8_t *)bytes;
    char room[256];
    size_t used = 0, at = 0, replaced = 0;
    while (at < length) {
        const size_t run = base_utf8_ascii_run(p + at, length - at);
        if (run > sizeof room - used) {
            base_buffer_add(out, room, used);
            base_buffer_add(out, p + at, run);
            used = 0;
        } else if (run > 0) {
            memcpy(room + used, p + at, run);
            used += run;
        }
        at += run;
        if (at == length) {
            break;
        }
        if (used > sizeof room - 4) {
            base_buffer_add(out, room, used);
            used = 0;
        }
        uint32_t c = BASE_UTF8_BAD;
        at += decode_one(encoding, page, p + at, length - at, &c, &replaced);
        used += base_utf8_put(room + used, c);
    }
    base_buffer_add(out, room, used);
    if (bad != NULL) {
        *bad += replaced;
    }
}
