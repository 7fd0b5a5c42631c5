/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parses a parcel key. The text comes from a command line or a request: everything that is not
 * clearly a key is refused. */
#include "zoning/key.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

#define MOST_NEIGHBOURHOOD_BYTES 200
#define MOST_RAW_PARTS 5 /* neighbourhood, two numbers, a letter after each */
#define MOST_LETTERS_OF_A_BLOCK 3

typedef struct part {
    const char *text;
    size_t length;
} part;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of the Turkish letter at `text` (ç ğ ı ö ş ü and their capitals), 0 when there is none. */
static size_t turkish_letter(const char *text, size_t length)
{
    static const char letters[][3] = { "ç", "Ç", "ğ", "Ğ", "ı", "İ", "ö", "Ö", "ş", "Ş", "ü", "Ü" };
    for (size_t i = 0; length >= 2 && i < sizeof letters / sizeof letters[0]; i++) {
        if (memcmp(text, letters[i], 2) == 0) {
            return 2;
        }
    }
    return 0;
}

/* Bytes of the letter at `text`, 0 when there is none. */
static size_t letter(const char *text, size_t length)
{
    return length > 0 && is_ascii_letter(*text) ? 1 : turkish_letter(text, length);
}

static bool is_digits(part p)
{
    for (size_t i = 0; i < p.length; i++) {
        if (!is_digit(p.text[i])) {
            return false;
        }
    }
    return p.length > 0;
}

static bool is_single_letter(part p)
{
    return p.length > 0 && letter(p.text, p.length) == p.length;
}

/* C0 and C1 control characters and DEL; the text is valid UTF-8. */
static bool has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool c1 = c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || c1) {
            return true;
        }
    }
    return false;
}

/* Cuts the text at its slashes and joins a single letter to the digits before it. Returns the
 * number of parts, 0 when one is empty or there are too many. */
static size_t split(const char *text, size_t length, part parts[MOST_RAW_PARTS])
{
    size_t count = 0;
    const char *end = text + length;
    for (const char *at = text; at <= end;) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        const char *stop = slash != NULL ? slash : end;
        part p = { at, (size_t)(stop - at) };
        while (p.length > 0 && *p.text == ' ') {
            p.text++;
            p.length--;
        }
        while (p.length > 0 && p.text[p.length - 1] == ' ') {
            p.length--;
        }
        if (p.length == 0) {
            return 0;
        }
        if (count > 0 && is_single_letter(p) && is_digits(parts[count - 1])) {
            parts[count - 1].length = (size_t)(p.text + p.length - parts[count - 1].text);
        } else if (count == MOST_RAW_PARTS) {
            return 0;
        } else {
            parts[count++] = p;
        }
        at = stop + 1;
    }
    return count;
}

/* A block or parcel number: checks its letters, then writes its normal form. A block "-" is none,
 * which the store keeps as 0. */
static bool take_number(part p, bool needs_digit, char out[ZONING_NUMBER_SIZE])
{
    if (!needs_digit && p.length == 1 && *p.text == '-') {
        memcpy(out, "0", 2);
        return true;
    }
    char joined[ZONING_NUMBER_SIZE];
    size_t count = 0;
    size_t letters = 0;
    size_t digits = 0;
    bool has_slash = memchr(p.text, '/', p.length) != NULL; /* "12 / a", as split joined it */
    for (size_t i = 0; i < p.length;) {
        char c = p.text[i];
        size_t bytes = letter(p.text + i, p.length - i);
        if (bytes > 0) {
            letters++;
        } else if (is_digit(c)) {
            digits++;
            bytes = 1;
        } else if (strchr("-._/", c) != NULL || (c == ' ' && has_slash)) {
            bytes = 1;
        } else {
            return false;
        }
        if (count + bytes >= sizeof joined) {
            return false;
        }
        if (c != ' ') {
            memcpy(joined + count, p.text + i, bytes);
            count += bytes;
        }
        i += bytes;
    }
    if (digits == 0 && (needs_digit || letters == 0 || letters > MOST_LETTERS_OF_A_BLOCK)) {
        return false;
    }
    return base_number_normalize_key(joined, count, out, ZONING_NUMBER_SIZE);
}

bool zoning_key_parse(const char *text, zoning_key *out)
{
    memset(out, 0, sizeof *out);
    size_t length = strnlen(text, ZONING_KEY_MOST_BYTES + 1);
    part parts[MOST_RAW_PARTS];
    if (length > ZONING_KEY_MOST_BYTES || !base_text_is_utf8(text, length, NULL) ||
        has_control(text, length)) {
        return false;
    }
    size_t count = split(text, length, parts);
    if (count != 2 && count != 3) {
        return false;
    }
    if (count == 3) {
        if (parts[0].length > MOST_NEIGHBOURHOOD_BYTES) {
            return false;
        }
        out->neighbourhood = parts[0].text;
        out->neighbourhood_length = parts[0].length;
    }
    return take_number(parts[count - 2], false, out->block) &&
           take_number(parts[count - 1], true, out->parcel);
}
