/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* UTF-8 checked, texts escaped for people, edit distance. */
#include "base/text.h"

#include <string.h>

#include "base/escape.h"
#include "base/fold.h"
#include "base/utf8.h"

bool base_text_is_utf8(const char *text, size_t length, size_t *bad_at)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t at = 0;
    while (at < length) {
        at += base_utf8_ascii_run(p + at, length - at);
        if (at == length) {
            break;
        }
        uint32_t character;
        const size_t taken = base_utf8_get(p + at, length - at, &character);
        if (taken == 0) {
            if (bad_at != NULL) {
                *bad_at = at;
            }
            return false;
        }
        at += taken;
    }
    if (bad_at != NULL) {
        *bad_at = length;
    }
    return true;
}

/* Characters that would move the cursor, break the line or turn the direction of writing. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

size_t base_escape_next(const char *text, size_t left, base_escape_piece *piece)
{
    static const char hex[] = "0123456789ABCDEF";
    const uint8_t *p = (const uint8_t *)text;
    uint32_t c = 0;
    const size_t taken = base_utf8_get(p, left, &c);
    if (taken > 0 && !is_control(c)) {
        memcpy(piece->text, p, taken);
        piece->length = taken;
        piece->characters = 1;
        return taken;
    }
    const size_t bytes = taken == 0 ? 1 : taken;
    for (size_t i = 0; i < bytes; i++) {
        char *to = piece->text + 4 * i;
        to[0] = '\\';
        to[1] = 'x';
        to[2] = hex[p[i] >> 4];
        to[3] = hex[p[i] & 15];
    }
    piece->length = piece->characters = 4 * bytes;
    return bytes;
}

void base_text_escape(base_buffer *out, const char *text, size_t length, size_t most)
{
    const size_t start = out->length;
    size_t fits = 0; /* bytes written that leave room for the "…" */
    size_t characters = 0;
    for (size_t at = 0; at < length;) {
        base_escape_piece piece;
        at += base_escape_next(text + at, length - at, &piece);
        if (characters + piece.characters > most) {
            if (out->failed) {
                return;
            }
            out->length = start + fits;
            if (out->data != NULL) {
                out->data[out->length] = '\0';
            }
            if (most > 0) {
                base_buffer_text(out, "…");
            }
            return;
        }
        characters += piece.characters;
        base_buffer_add(out, piece.text, piece.length);
        if (characters < most) {
            fits = out->length - start;
        }
    }
}

/* Longer texts are no slips of the pen; they count as far apart. */
#define MOST_COMPARED 64

static bool fold_short(const char *text, uint32_t folded[MOST_COMPARED], size_t *count)
{
    base_fold_reader reader = base_fold_start(text, strlen(text), true);
    uint32_t c;
    *count = 0;
    while (base_fold_next_loose(&reader, &c)) {
        if (*count == MOST_COMPARED) {
            return false;
        }
        folded[(*count)++] = c;
    }
    return true;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Changes, losses, additions and swaps of neighbours count one each. */
size_t base_text_distance(const char *a, const char *b, size_t most)
{
    uint32_t first[MOST_COMPARED], second[MOST_COMPARED];
    size_t m, n;
    if (!fold_short(a, first, &m) || !fold_short(b, second, &n)) {
        return most;
    }
    size_t rows[3][MOST_COMPARED + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= n; j++) {
        above[j] = j;
    }
    for (size_t i = 1; i <= m; i++) {
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            const bool same = first[i - 1] == second[j - 1];
            size_t best = above[j - 1] + (same ? 0 : 1);
            best = smaller(best, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1]) {
                best = smaller(best, before[j - 2] + 1);
            }
            row[j] = best;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return smaller(above[n], most);
}
