/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The order in which people list names and numbers: Turkish alphabet, numbers by size. */
#include <string.h>

#include "base/fold.h"
#include "base/text.h"

/* Places in the Turkish alphabet, with q, w, x where they stand in lists. Signs come first, then
 * digits, then letters, then everything else by code. */
#define WEIGHT_LETTER 0x100u
#define WEIGHT_OTHER 0x200u

static uint32_t ascii_weight(uint32_t c)
{
    static const uint8_t places[26] = { 1,  2,  3,  5,  6,  7,  8,  10, 12, 13, 14, 15, 16,
                                        17, 18, 20, 21, 22, 23, 25, 26, 28, 29, 30, 31, 32 };
    return c >= 'a' && c <= 'z'   ? WEIGHT_LETTER + places[c - 'a']
           : c >= '0' && c <= '9' ? 0x80 + c
                                  : c;
}

static uint32_t weight(uint32_t c)
{
    switch (c) {
    case 0xE7: /* ç */
        return WEIGHT_LETTER + 4;
    case 0x11F: /* ğ */
        return WEIGHT_LETTER + 9;
    case 0x131: /* ı */
        return WEIGHT_LETTER + 11;
    case 0xF6: /* ö */
        return WEIGHT_LETTER + 19;
    case 0x15F: /* ş */
        return WEIGHT_LETTER + 24;
    case 0xFC: /* ü */
        return WEIGHT_LETTER + 27;
    default:
        return c < 0x80 ? ascii_weight(c) : WEIGHT_OTHER + c;
    }
}

/* Characters of the exact form, other letters than the Turkish ones without their marks; one may be
 * put back. */
typedef struct list_reader {
    base_fold_reader reader;
    const char *rest;
    bool kept;
    uint32_t c;
} list_reader;

static bool next(list_reader *list)
{
    if (list->kept) {
        list->kept = false;
        return list->c != 0;
    }
    if (*list->rest != '\0') {
        list->c = (uint8_t)*list->rest++;
        return true;
    }
    if (!base_fold_next(&list->reader, &list->c)) {
        list->c = 0;
        return false;
    }
    if (list->c >= 0x80 && weight(list->c) >= WEIGHT_OTHER) {
        const char *ascii = base_fold_ascii(list->c);
        if (ascii != NULL) {
            list->c = (uint8_t)ascii[0];
            list->rest = ascii + 1;
        }
    }
    return true;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Both stand on a digit. Compares the numbers and leaves both on what follows them. */
static int compare_numbers(list_reader *a, list_reader *b)
{
    bool more_a = true, more_b = true;
    while (more_a && a->c == '0') {
        more_a = next(a);
    }
    while (more_b && b->c == '0') {
        more_b = next(b);
    }
    int order = 0;
    while (more_a && more_b && is_digit(a->c) && is_digit(b->c)) {
        if (order == 0) {
            order = (a->c > b->c) - (a->c < b->c);
        }
        more_a = next(a);
        more_b = next(b);
    }
    const bool longer_a = more_a && is_digit(a->c);
    const bool longer_b = more_b && is_digit(b->c);
    a->kept = b->kept = true;
    return longer_a != longer_b ? (longer_a ? 1 : -1) : order;
}

/* How many bytes both begin with that need no closer look, because nothing in them reaches over their
 * end: they end with a sign or letter of ASCII, and no combining mark follows. Keys of one list share
 * most of their bytes. */
static size_t same_start(const char *a, const char *b)
{
    size_t same = 0, cut = 0;
    while (a[same] != '\0' && a[same] == b[same]) {
        const uint8_t c = (uint8_t)a[same];
        same++;
        if (c > ' ' && c < 0x7F && !is_digit(c) && (uint8_t)a[same] < 0x80 &&
            (uint8_t)b[same] < 0x80) {
            cut = same;
        }
    }
    return cut;
}

int base_text_compare(const char *a, const char *b)
{
    const size_t cut = same_start(a, b);
    list_reader first = { .reader = base_fold_start(a + cut, strlen(a + cut), true), .rest = "" };
    list_reader second = { .reader = base_fold_start(b + cut, strlen(b + cut), true), .rest = "" };
    first.reader.begun = second.reader.begun = cut > 0; /* a blank that follows counts */
    for (;;) {
        const bool more_a = next(&first);
        const bool more_b = next(&second);
        if (!more_a || !more_b) {
            return more_a != more_b ? (more_a ? 1 : -1) : strcmp(a, b);
        }
        if (is_digit(first.c) && is_digit(second.c)) {
            const int order = compare_numbers(&first, &second);
            if (order != 0) {
                return order;
            }
            continue;
        }
        const uint32_t wa = weight(first.c), wb = weight(second.c);
        if (wa != wb) {
            return wa < wb ? -1 : 1;
        }
    }
}
