/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the bytes of a file show about their code page. */
#include <string.h>

#include "base/encoding_table.h"
#include "base/fold.h"
#include "base/utf8.h"

static bool is_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(uint8_t c)
{
    return is_upper(c) || is_lower(c) || c >= 0x80;
}

/* "m²" by itself: ² is ı in another code page, so it would speak for that one. */
static bool is_unit(const uint8_t *p, size_t at, size_t length)
{
    return at > 0 && p[at - 1] == 'm' && (at < 2 || !is_letter(p[at - 2])) &&
           (at + 1 == length || !is_letter(p[at + 1]));
}

static void count_neighbours(base_encoding_guess *guess, const uint8_t *p, size_t at, size_t length)
{
    const uint8_t before = at > 0 ? p[at - 1] : 0;
    const uint8_t behind = at + 1 < length ? p[at + 1] : 0;
    const bool upper = is_upper(before) || is_upper(behind);
    const bool lower = is_lower(before) || is_lower(behind);
    if (is_unit(p, at, length)) {
        return;
    }
    guess->seen[p[at]] += upper || lower || before >= 0x80 || behind >= 0x80;
    guess->beside_upper[p[at]] += upper;
    guess->beside_lower[p[at]] += lower;
}

/* The text ends inside a character that began well: a field that was cut at its width in bytes,
 * which is no sign against UTF-8. */
static bool is_cut(const uint8_t *p, size_t left)
{
    const uint8_t lead = p[0];
    const size_t whole = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (left >= whole) {
        return false;
    }
    for (size_t i = 1; i < left; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return true;
}

void base_encoding_guess_feed(base_encoding_guess *guess, const char *bytes, size_t length)
{
    const uint8_t *p = (const uint8_t *)bytes;
    guess->bytes += length;
    for (size_t at = 0; at < length;) {
        at += base_utf8_ascii_run(p + at, length - at);
        if (at == length) {
            break;
        }
        uint32_t c;
        size_t taken = base_utf8_get(p + at, length - at, &c);
        if (taken == 0) {
            guess->utf8_broken = guess->utf8_broken || !is_cut(p + at, length - at);
            taken = 1;
        } else {
            guess->utf8_sequences++;
        }
        for (size_t i = 0; i < taken; i++, at++) {
            guess->high_bytes++;
            count_neighbours(guess, p, at, length);
        }
    }
}

static bool is_turkish_letter(uint32_t c)
{
    static const uint16_t letters[] = { 0xC7, 0xE7, 0x11E, 0x11F, 0x130, 0x131,
                                        0xD6, 0xF6, 0x15E, 0x15F, 0xDC,  0xFC };
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i] == c) {
            return true;
        }
    }
    return false;
}

static bool is_circumflex_letter(uint32_t c)
{
    return c == 0xC2 || c == 0xE2 || c == 0xCE || c == 0xEE || c == 0xDB || c == 0xFB;
}

static bool is_cyrillic(uint32_t c)
{
    return c >= 0x400 && c < 0x460;
}

/* How likely the character is beside a letter, -4..4. */
static int64_t weight(uint32_t c, const base_encoding_guess *guess, uint8_t byte)
{
    const bool small = base_fold_capital(c) != c;
    const bool odd_case = small && guess->beside_upper[byte] > guess->beside_lower[byte];
    if (is_turkish_letter(c)) {
        return odd_case ? 1 : 4;
    }
    if (is_circumflex_letter(c)) {
        return odd_case ? 0 : 2;
    }
    if (c == 0xB2 || c == 0xB3 || c == 0xB0 || c == 0xBA || c == 0xAA || c == 0x2019 ||
        c == 0x2018) {
        return 0; /* m², 5°, Atatürk’ün */
    }
    if (base_fold_ascii(c) != NULL || is_cyrillic(c)) {
        return odd_case ? -2 : -1;
    }
    return c == BASE_UTF8_BAD || c < 0xA0 ? -4 : -3;
}

static int64_t score(const base_encoding_guess *guess, const uint16_t *page)
{
    int64_t sum = 0;
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        if (guess->seen[byte] > 0) {
            sum += (int64_t)guess->seen[byte] * weight(page[byte - 0x80], guess, (uint8_t)byte);
        }
    }
    return sum;
}

static bool reads_alike(const base_encoding_guess *guess, const uint16_t *a, const uint16_t *b)
{
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        if (guess->seen[byte] > 0 && a[byte - 0x80] != b[byte - 0x80]) {
            return false;
        }
    }
    return true;
}

/* In the order in which ties are decided. ISO-8859-9 is left out: its letters are those of
 * windows-1254. */
static const base_encoding candidates[] = { BASE_ENCODING_CP1254, BASE_ENCODING_CP857,
                                            BASE_ENCODING_CP1252, BASE_ENCODING_CP1250,
                                            BASE_ENCODING_CP1251, BASE_ENCODING_CP850,
                                            BASE_ENCODING_CP437,  BASE_ENCODING_ISO8859_2 };
#define CANDIDATE_COUNT (sizeof candidates / sizeof candidates[0])

base_encoding base_encoding_guess_result(const base_encoding_guess *guess, bool *sure)
{
    *sure = true;
    if (guess->high_bytes == 0) {
        return BASE_ENCODING_ASCII;
    }
    if (!guess->utf8_broken && guess->utf8_sequences > 0) {
        return BASE_ENCODING_UTF8;
    }
    int64_t scores[CANDIDATE_COUNT];
    uint64_t letters = 0;
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        letters += guess->seen[byte];
    }
    size_t best = 0;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++) {
        scores[i] = score(guess, base_encoding_page(candidates[i]));
        best = scores[i] > scores[best] ? i : best;
    }
    /* Sure: the best one reads mostly Turkish letters, and every page that would read the bytes in
     * another way is behind by at least one step for each letter. */
    *sure = letters > 0 && scores[best] > (int64_t)letters;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++) {
        if (i != best &&
            !reads_alike(guess, base_encoding_page(candidates[best]),
                         base_encoding_page(candidates[i])) &&
            scores[best] - scores[i] < (int64_t)letters / 4 + 1) {
            *sure = false;
        }
    }
    return letters == 0 ? BASE_ENCODING_UNKNOWN : candidates[best];
}
