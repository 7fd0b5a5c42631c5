/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Turkish folding: compose, make small, fold blanks, quotes and hyphens. */
#include "base/fold.h"

#include "base/text.h"
#include "base/text_table.h"
#include "base/utf8.h"

#define SMALL_DOTLESS_I 0x0131u
#define MARK_DOT 0x0307u

base_fold_reader base_fold_start(const char *utf8, size_t length, bool drop_marks)
{
    const uint8_t *at = (const uint8_t *)utf8;
    return (base_fold_reader){
        .at = at, .end = at + length, .drop_marks = drop_marks, .begun = false, .loose = ""
    };
}

static uint32_t read_raw(const uint8_t **at, const uint8_t *end)
{
    uint32_t c = **at;
    if (c < 0x80) {
        (*at)++;
        return c;
    }
    const size_t taken = base_utf8_get(*at, (size_t)(end - *at), &c);
    *at += taken == 0 ? 1 : taken;
    return taken == 0 ? BASE_UTF8_BAD : c;
}

static const base_letter *letter_of(uint32_t c)
{
    if (c >= BASE_LETTER_FIRST && c <= BASE_LETTER_LAST) {
        return &base_letters[c - BASE_LETTER_FIRST];
    }
    if (c >= BASE_LETTER_ROMANIAN && c < BASE_LETTER_ROMANIAN + 4) {
        return &base_letters[BASE_LETTER_LAST - BASE_LETTER_FIRST + 1 + c - BASE_LETTER_ROMANIAN];
    }
    return NULL;
}

static bool is_mark(uint32_t c)
{
    return c >= 0x0300 && c <= 0x036F;
}

/* The letter that an ASCII letter and a mark make; 0 when there is none. */
static uint32_t compose(uint32_t letter, uint32_t mark)
{
    size_t low = 0, high = BASE_COMPOSITION_COUNT;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const base_composition *c = &base_compositions[middle];
        const uint32_t there = (uint32_t)(uint8_t)c->letter;
        if (there == letter && c->mark == mark) {
            return c->composed;
        }
        if (there < letter || (there == letter && c->mark < mark)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Soft hyphen, zero-width characters, byte order mark: seen by nobody, so never part of a name. */
static bool is_unseen(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

/* Takes the marks that follow and belong to the letter. A dot over i says nothing: programs that do
 * not know Turkish make "i" + dot from İ. */
static uint32_t take_marks(base_fold_reader *reader, uint32_t c)
{
    const uint8_t *at = reader->at;
    while (at < reader->end && *at >= 0x80) {
        const uint32_t mark = read_raw(&at, reader->end);
        if (is_unseen(mark)) {
            continue;
        }
        if (!is_mark(mark)) {
            break;
        }
        if (!(mark == MARK_DOT && c == 'i')) {
            const uint32_t composed = c < 0x80 ? compose(c, mark) : 0;
            if (composed == 0) {
                break;
            }
            c = composed;
        }
        reader->at = at;
    }
    return c;
}

static uint32_t fold_sign(uint32_t c)
{
    switch (c) {
    case '`':
    case 0x00B4:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
        return '\'';
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    default:
        return c;
    }
}

static uint32_t make_small(uint32_t c)
{
    if (c < 0x80) {
        return c == 'I' ? SMALL_DOTLESS_I : c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    const base_letter *letter = letter_of(c);
    return letter == NULL ? c : letter->small;
}

/* Letters, digits and most signs of ASCII, and the letters of the table: neither blank nor unseen. */
static bool is_plain(uint32_t c)
{
    return (c > ' ' && c < 0x7F) || (c >= BASE_LETTER_FIRST && c <= BASE_LETTER_LAST);
}

bool base_fold_next(base_fold_reader *reader, uint32_t *out)
{
    bool blank = false;
    while (reader->at < reader->end) {
        const uint8_t *start = reader->at;
        uint32_t c = read_raw(&reader->at, reader->end);
        const bool plain = is_plain(c);
        if (!plain && is_blank(c)) {
            blank = true;
            continue;
        }
        if (!plain && (is_unseen(c) || (reader->drop_marks && is_mark(c)))) {
            continue;
        }
        if (blank && reader->begun) {
            reader->at = start;
            reader->begun = false; /* so what is behind the blank is given next, without another */
            *out = ' ';
            return true;
        }
        reader->begun = true;
        c = take_marks(reader, c);
        *out = make_small(c);
        if (!plain || c == '`') {
            *out = fold_sign(*out);
        }
        if (*out == 'i' && c != 'i') {
            *out = take_marks(reader, *out); /* İ and a second dot */
        }
        return true;
    }
    return false;
}

const char *base_fold_ascii(uint32_t character)
{
    const base_letter *letter = letter_of(character);
    return letter == NULL || letter->loose[0] == '\0' ? NULL : letter->loose;
}

bool base_fold_next_loose(base_fold_reader *reader, uint32_t *out)
{
    if (*reader->loose != '\0') {
        *out = (uint8_t)*reader->loose++;
        return true;
    }
    uint32_t c;
    if (!base_fold_next(reader, &c)) {
        return false;
    }
    const char *ascii = c < 0x80 ? NULL : base_fold_ascii(c);
    *out = c;
    if (ascii != NULL) {
        *out = (uint8_t)ascii[0];
        reader->loose = ascii + 1;
    }
    return true;
}

uint32_t base_fold_capital(uint32_t character)
{
    if (character < 0x80) {
        return character == 'i'                       ? 0x0130
               : character >= 'a' && character <= 'z' ? character - 32
                                                      : character;
    }
    if (character == SMALL_DOTLESS_I) {
        return 'I';
    }
    for (uint32_t c = BASE_LETTER_FIRST; c <= BASE_LETTER_LAST; c++) {
        if (c != character && base_letters[c - BASE_LETTER_FIRST].small == character) {
            return c;
        }
    }
    return character;
}

/* Characters gathered before they go to the buffer. */
typedef struct collector {
    base_buffer *out;
    char bytes[256];
    size_t used;
} collector;

static void collect(collector *into, uint32_t c)
{
    if (into->used > sizeof into->bytes - 4) {
        base_buffer_add(into->out, into->bytes, into->used);
        into->used = 0;
    }
    if (c < 0x80) {
        into->bytes[into->used++] = (char)c;
    } else {
        into->used += base_utf8_put(into->bytes + into->used, c);
    }
}

void base_text_fold(base_buffer *out, const char *utf8, size_t length)
{
    collector into = { .out = out, .used = 0 };
    base_fold_reader reader = base_fold_start(utf8, length, false);
    uint32_t c;
    while (base_fold_next(&reader, &c)) {
        collect(&into, c);
    }
    base_buffer_add(out, into.bytes, into.used);
}

void base_text_fold_loose(base_buffer *out, const char *utf8, size_t length)
{
    collector into = { .out = out, .used = 0 };
    base_fold_reader reader = base_fold_start(utf8, length, true);
    uint32_t c;
    while (base_fold_next_loose(&reader, &c)) {
        collect(&into, c);
    }
    base_buffer_add(out, into.bytes, into.used);
}

void base_text_fold_name(base_buffer *out, const char *utf8, size_t length)
{
    collector into = { .out = out, .used = 0 };
    base_fold_reader reader = base_fold_start(utf8, length, true);
    uint32_t c;
    while (base_fold_next_loose(&reader, &c)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            collect(&into, c);
        }
    }
    base_buffer_add(out, into.bytes, into.used);
}
