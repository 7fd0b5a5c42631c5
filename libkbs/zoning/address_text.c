/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Parts, streets and door numbers of addresses. */
#include "zoning/address_text.h"

#include <string.h>

#include "base/text.h"

#define MOST_FOLDED_BYTES 65536u

/* Words for the kind of a street, loosely folded, as they are written and as they are compared. */
static const struct {
    const char *written, *kind;
} kinds[] = {
    { "cadde", "cadde" },   { "caddesi", "cadde" },  { "cad", "cadde" },      { "cd", "cadde" },
    { "sokak", "sokak" },   { "sokagi", "sokak" },   { "sok", "sokak" },      { "sk", "sokak" },
    { "bulvar", "bulvar" }, { "bulvari", "bulvar" }, { "bulv", "bulvar" },    { "blv", "bulvar" },
    { "bul", "bulvar" },    { "meydan", "meydan" },  { "meydani", "meydan" }, { "meyd", "meydan" },
    { "myd", "meydan" },    { "cikmaz", "cikmaz" },  { "cikmazi", "cikmaz" }, { "ckm", "cikmaz" },
    { "cmz", "cikmaz" },
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_letter(c) || is_digit(c);
}

/* The next word of a folded text: letters and digits; apostrophes inside it are left to the caller. */
static const char *next_word(const char *at, size_t *length)
{
    while (*at != '\0' && !is_word(*at)) {
        at++;
    }
    *length = 0;
    while (at[*length] != '\0' && (is_word(at[*length]) || at[*length] == '\'')) {
        (*length)++;
    }
    return *length > 0 ? at : NULL;
}

static const char *kind_of(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].written) == length && memcmp(kinds[i].written, word, length) == 0) {
            return kinds[i].kind;
        }
    }
    return NULL;
}

/* Without apostrophes. */
static void add_word(base_buffer *out, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (word[i] != '\'') {
            base_buffer_char(out, word[i]);
        }
    }
}

const char *zoning_street_fold(base_buffer *out, const char *text, size_t length)
{
    base_buffer folded;
    const char *kind = "";
    size_t start = out->length, word_length;
    base_buffer_init(&folded, MOST_FOLDED_BYTES);
    base_text_fold_loose(&folded, text, length);
    const char *word = folded.data == NULL ? NULL : next_word(folded.data, &word_length);
    while (word != NULL) {
        size_t next_length;
        const char *next = next_word(word + word_length, &next_length);
        const char *found = kind_of(word, word_length);
        if (found != NULL && next == NULL && out->length > start) {
            kind = found;
            break;
        }
        if (out->length > start) {
            base_buffer_char(out, ' ');
        }
        add_word(out, found != NULL ? found : word, found != NULL ? strlen(found) : word_length);
        word = next;
        word_length = next_length;
    }
    out->failed = out->failed || folded.failed;
    base_buffer_release(&folded);
    return kind;
}

/* Behind "no", "no:", "kapı no", "numara" and the like. */
static const char *behind_number_word(const char *at)
{
    static const char *const words[] = { "dis", "kapi", "numarasi", "numara", "nosu", "no" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]);
        while (*at == ' ') {
            at++;
        }
        if (strncmp(at, words[i], length) == 0 && !is_letter(at[length])) {
            at += length;
            at += strspn(at, " .:");
        }
    }
    return at;
}

void zoning_door_fold(base_buffer *out, const char *text, size_t length)
{
    base_buffer folded;
    char last = '\0';
    bool parted = false;
    base_buffer_init(&folded, MOST_FOLDED_BYTES);
    base_text_fold_loose(&folded, text, length);
    for (const char *at = folded.data == NULL ? "" : behind_number_word(folded.data); *at != '\0';
         at++) {
        if (!is_word(*at)) {
            parted = true;
            continue;
        }
        bool new_number = is_digit(*at) && (!is_digit(last) || parted);
        if (!(new_number && *at == '0' && is_digit(at[1]))) { /* no leading zeros */
            if (new_number && is_digit(last)) {
                base_buffer_char(out, '/');
            }
            base_buffer_char(out, *at);
            last = *at;
            parted = false;
        }
    }
    out->failed = out->failed || folded.failed;
    base_buffer_release(&folded);
}

/* A number, with letters or further numbers behind it, but no words: "12", "12/A", "5-7", not "1234 sokak". */
static bool is_door(const char *text, size_t length)
{
    base_buffer door;
    size_t letters = 0, most = 0;
    base_buffer_init(&door, MOST_FOLDED_BYTES);
    zoning_door_fold(&door, text, length);
    const char *at = door.failed || door.data == NULL ? "" : door.data;
    bool begins = is_digit(at[0]);
    for (; *at != '\0'; at++) {
        letters = is_letter(*at) ? letters + 1 : 0;
        most = letters > most ? letters : most;
    }
    base_buffer_release(&door);
    return begins && most <= 2;
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && **text == ' ') {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && (*text)[*length - 1] == ' ') {
        (*length)--;
    }
}

static bool is_clean(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > ZONING_ADDRESS_MOST_BYTES ||
        !base_text_is_utf8(text, length, NULL)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

bool zoning_address_parse(const char *text, zoning_address *out)
{
    const char *parts[3];
    size_t lengths[3], count = 0;
    *out = (zoning_address){ 0 };
    if (!is_clean(text)) {
        return false;
    }
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        if (count == 3) {
            return false;
        }
        parts[count] = at;
        lengths[count] = length;
        trim(&parts[count], &lengths[count]);
        if (lengths[count++] == 0) {
            return false;
        }
        at += length;
        if (*at == '\0') {
            break;
        }
    }
    if (count < 2 || !is_door(parts[count - 1], lengths[count - 1])) {
        return false;
    }
    if (count == 3) {
        out->neighbourhood = parts[0];
        out->neighbourhood_length = lengths[0];
    }
    out->street = parts[count - 2];
    out->street_length = lengths[count - 2];
    out->door = parts[count - 1];
    out->door_length = lengths[count - 1];
    return true;
}
