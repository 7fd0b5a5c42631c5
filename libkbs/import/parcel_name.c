/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Splitting the names of parcels and blocks as drawings write them. */
#include "import/parcel_name.h"

#include <string.h>

#define MOST_LETTERS_ALONE 2 /* "A", "AB": a parcel of a subdivision that has no number yet */
#define MOST_LETTERS_BEHIND 3

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ASCII letters, and every byte of a UTF-8 letter beyond ASCII (Ç, Ğ, İ, …). */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

static bool is_separator(char c)
{
    return c == '/' || c == '_' || c == '-';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && ((*text)[0] == ' ' || (*text)[0] == '\t')) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t')) {
        (*length)--;
    }
}

/* UTF-8 characters. */
static size_t characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

/* "12", "12A", "A12": digits in one run, few letters. */
static bool is_number(const char *text, size_t length)
{
    size_t runs = 0, letter_bytes = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_digit(text[i])) {
            runs += i == 0 || !is_digit(text[i - 1]) ? 1 : 0;
        } else if (is_letter(text[i])) {
            letter_bytes++;
        } else {
            return false;
        }
    }
    return runs == 1 && letter_bytes <= 2 * MOST_LETTERS_BEHIND;
}

static bool is_letters(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_letter(text[i])) {
            return false;
        }
    }
    return length > 0 && characters(text, length) <= MOST_LETTERS_ALONE;
}

static bool keep(char out[IMPORT_NUMBER_BYTES], const char *text, size_t length)
{
    if (length >= IMPORT_NUMBER_BYTES) {
        return false;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return length > 0;
}

/* What stands behind the block: numbers and letters between separators, "1", "A", "12/a", "1/B". */
static bool is_parcel(const char *text, size_t length)
{
    size_t from = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && !is_separator(text[i])) {
            continue;
        }
        if (!is_number(text + from, i - from) && !is_letters(text + from, i - from)) {
            return false;
        }
        from = i + 1;
    }
    return length > 0;
}

bool import_parcel_name_split(const char *text, size_t length, import_parcel_name *out)
{
    size_t at = 0;
    memset(out, 0, sizeof *out);
    trim(&text, &length);
    while (at < length && !is_separator(text[at])) {
        at++;
    }
    const char *first = text, *second = text + at + 1;
    size_t first_length = at, second_length = at < length ? length - at - 1 : 0;
    trim(&first, &first_length);
    if (!is_number(first, first_length)) {
        return false;
    }
    if (at == length) {
        return keep(out->parcel, first, first_length);
    }
    trim(&second, &second_length);
    out->letter_only = is_letters(second, second_length);
    return is_parcel(second, second_length) && keep(out->block, first, first_length) &&
           keep(out->parcel, second, second_length);
}

/* Passes the word ADA in any case, with what stands between it and the number. */
static void pass_word(const char **text, size_t *length)
{
    if (*length > 3 && ((*text)[0] | 0x20) == 'a' && ((*text)[1] | 0x20) == 'd' &&
        ((*text)[2] | 0x20) == 'a' && memchr(" :.=\t", (*text)[3], 5) != NULL) {
        *text += 3;
        *length -= 3;
        while (*length > 0 && memchr(" :.=\t", (*text)[0], 5) != NULL) {
            (*text)++;
            (*length)--;
        }
    }
}

bool import_block_name(const char *text, size_t length, char out[IMPORT_NUMBER_BYTES])
{
    trim(&text, &length);
    pass_word(&text, &length);
    return is_number(text, length) && keep(out, text, length);
}
