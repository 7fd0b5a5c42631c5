/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A finding as one sentence: place, text of the catalogue with its placeholders filled, coordinate.
 * Needs no memory, so that "memory is out" can be said. */
#include <math.h>
#include <string.h>

#include <kbs/error.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "base/finding.h"
#include "base/utf8.h"

#define MOST_BYTES 1024 /* with the final NUL */

/* Text of at most MOST_BYTES - 1 bytes; what is more is left out and marked with "…". */
typedef struct sentence {
    char text[MOST_BYTES];
    size_t length;
    bool full;
} sentence;

static void add_bytes(sentence *s, const char *bytes, size_t count)
{
    if (s->full) {
        return;
    }
    if (count <= MOST_BYTES - 1 - s->length) {
        memcpy(s->text + s->length, bytes, count);
        s->length += count;
        return;
    }
    s->full = true;
    size_t kept = s->length < MOST_BYTES - 4 ? s->length : MOST_BYTES - 4;
    kept = base_utf8_cut(s->text, kept);
    memcpy(s->text + kept, "…", 3);
    s->length = kept + 3;
}

static void add(sentence *s, const char *text)
{
    add_bytes(s, text, strlen(text));
}

/* Text from outside: escaped, at most `most` characters. */
static void add_escaped(sentence *s, const char *text, size_t most)
{
    size_t characters = 0;
    for (size_t left = strlen(text); left > 0;) {
        base_escape_piece piece;
        const size_t taken = base_escape_next(text, left, &piece);
        if (characters + piece.characters > most) {
            add(s, "…");
            return;
        }
        characters += piece.characters;
        add_bytes(s, piece.text, piece.length);
        text += taken;
        left -= taken;
    }
}

/* Groups of three, parted by a blank that breaks no line: the same in both languages. */
static void add_count(sentence *s, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        add(s, "-");
    }
    for (; at < sizeof digits; at++) {
        add_bytes(s, digits + at, 1);
        const size_t behind = sizeof digits - 1 - at;
        if (behind > 0 && behind % 3 == 0) {
            add(s, "\xC2\xA0");
        }
    }
}

/* Metres with 2 decimals, degrees with 7; the language's decimal mark. */
static void add_coordinate(sentence *s, double value, kbs_lang lang)
{
    char text[400];
    base_buffer room = {
        .data = text, .length = 0, .capacity = sizeof text, .ceiling = sizeof text - 1
    };
    if (!isfinite(value)) {
        add(s, "?");
        return;
    }
    /* The room is larger than any double, so the buffer never asks for memory. */
    base_buffer_fixed(&room, value, fabs(value) <= 180.0 ? 7 : 2);
    for (size_t i = 0; i < room.length; i++) {
        if (lang == KBS_LANG_TR && text[i] == '.') {
            text[i] = ',';
        }
    }
    add_bytes(s, text, room.length);
}

typedef enum part {
    PART_FOUND,
    PART_EXPECTED,
    PART_FILE,
    PART_LAYER,
    PART_RECORD,
    PART_KEY,
    PART_FIELD,
    PART_BYTE,
    PART_LINE,
    PART_COLUMN,
    PART_EAST,
    PART_NORTH,
    PART_COUNT
} part;

static const char *const part_names[PART_COUNT] = {
    "{found}", "{expected}", "{file}", "{layer}",  "{record}", "{key}",
    "{field}", "{byte}",     "{line}", "{column}", "{east}",   "{north}"
};

static bool uses(const char *pattern, part which)
{
    return strstr(pattern, part_names[which]) != NULL;
}

static void add_text_or_mark(sentence *s, const char *text)
{
    if (text == NULL) {
        add(s, "?");
    } else if (*text == '\0') {
        add(s, "\"\"");
    } else {
        add_escaped(s, text, 420);
    }
}

static void add_part(sentence *s, const kbs_finding *f, part which, kbs_lang lang)
{
    switch (which) {
    case PART_FOUND:
        add_text_or_mark(s, f->found);
        break;
    case PART_EXPECTED:
        add_text_or_mark(s, f->expected);
        break;
    case PART_FILE:
        add_text_or_mark(s, f->file);
        break;
    case PART_LAYER:
        add_text_or_mark(s, f->layer);
        break;
    case PART_RECORD:
        add_count(s, f->record);
        break;
    case PART_KEY:
        add_text_or_mark(s, f->key);
        break;
    case PART_FIELD:
        add_text_or_mark(s, f->field);
        break;
    case PART_BYTE:
        add_count(s, f->byte);
        break;
    case PART_LINE:
        add_count(s, f->line);
        break;
    case PART_COLUMN:
        add_count(s, f->column);
        break;
    case PART_EAST:
        add_coordinate(s, f->has_coordinate ? f->east : NAN, lang);
        break;
    case PART_NORTH:
        add_coordinate(s, f->has_coordinate ? f->north : NAN, lang);
        break;
    case PART_COUNT:
        break;
    }
}

/* The words of the place. */
typedef struct place_word {
    part which;
    const char *word[2];
} place_word;

static const place_word place_words[] = {
    { PART_FILE, { "", "" } },
    { PART_LAYER, { "layer ", "katman " } },
    { PART_RECORD, { "record ", "kayıt " } },
    { PART_KEY, { "", "" } },
    { PART_FIELD, { "field ", "alan " } },
    { PART_LINE, { "line ", "satır " } },
    { PART_COLUMN, { "column ", "sütun " } },
    { PART_BYTE, { "byte ", "bayt " } },
};

static bool is_given(const kbs_finding *f, part which)
{
    switch (which) {
    case PART_FILE:
        return f->file != NULL && *f->file != '\0';
    case PART_LAYER:
        return f->layer != NULL && *f->layer != '\0';
    case PART_RECORD:
        return f->record > 0;
    case PART_KEY:
        return f->key != NULL && *f->key != '\0';
    case PART_FIELD:
        return f->field != NULL && *f->field != '\0';
    case PART_BYTE:
        return f->byte >= 0;
    case PART_LINE:
        return f->line > 0;
    case PART_COLUMN:
        return f->column > 0;
    case PART_FOUND:
    case PART_EXPECTED:
    case PART_EAST:
    case PART_NORTH:
    case PART_COUNT:
        break;
    }
    return false;
}

/* "parcels.shp, layer X, record 42 (101/5), field TAKS: "; what the text itself names is left out.
 * */
static void add_place(sentence *s, const kbs_finding *f, const char *pattern, kbs_lang lang)
{
    bool begun = false, record = false;
    for (size_t i = 0; i < sizeof place_words / sizeof place_words[0]; i++) {
        const place_word *w = &place_words[i];
        if (!is_given(f, w->which) || uses(pattern, w->which)) {
            continue;
        }
        const bool in_brackets = w->which == PART_KEY && record;
        add(s, in_brackets ? " (" : begun ? ", " : "");
        add(s, w->word[lang]);
        add_part(s, f, w->which, lang);
        add(s, in_brackets ? ")" : "");
        begun = true;
        record = w->which == PART_RECORD;
    }
    if (begun) {
        add(s, ": ");
    }
}

static void add_pattern(sentence *s, const kbs_finding *f, const char *pattern, kbs_lang lang)
{
    while (*pattern != '\0') {
        const size_t plain = strcspn(pattern, "{");
        add_bytes(s, pattern, plain);
        pattern += plain;
        part which = PART_FOUND;
        while (which < PART_COUNT &&
               strncmp(pattern, part_names[which], strlen(part_names[which])) != 0) {
            which++;
        }
        if (which < PART_COUNT) {
            add_part(s, f, which, lang);
            pattern += strlen(part_names[which]);
        } else if (*pattern == '{') {
            add_bytes(s, pattern++, 1);
        }
    }
}

/* Turkish surveyors call the easting Y and the northing X; "right" and "up" cannot be mistaken. */
static void add_where(sentence *s, const kbs_finding *f, kbs_lang lang)
{
    add(s, lang == KBS_LANG_TR ? " (sağa " : " (E ");
    add_coordinate(s, f->east, lang);
    add(s, lang == KBS_LANG_TR ? ", yukarı " : ", N ");
    add_coordinate(s, f->north, lang);
    add(s, ")");
}

static kbs_lang known(kbs_lang lang)
{
    return lang == KBS_LANG_TR ? KBS_LANG_TR : KBS_LANG_EN;
}

size_t kbs_finding_text(const kbs_finding *finding, kbs_lang lang, char *text, size_t size)
{
    sentence s;
    s.length = 0;
    s.full = false;
    lang = known(lang);
    if (finding != NULL) {
        const base_finding_text *row = base_finding_catalogue_by_name(finding->code);
        const char *pattern = row != NULL             ? row->text[lang]
                              : finding->code != NULL ? finding->code
                                                      : "?";
        add_place(&s, finding, pattern, lang);
        add_pattern(&s, finding, pattern, lang);
        if (finding->has_coordinate && !uses(pattern, PART_EAST) && !uses(pattern, PART_NORTH)) {
            add_where(&s, finding, lang);
        }
    }
    if (size > 0) {
        const size_t kept = s.length < size ? s.length : base_utf8_cut(s.text, size - 1);
        memcpy(text, s.text, kept);
        text[kept] = '\0';
    }
    return s.length;
}

const char *kbs_finding_advice(const kbs_finding *finding, kbs_lang lang)
{
    const base_finding_text *row =
        finding == NULL ? NULL : base_finding_catalogue_by_name(finding->code);
    return row == NULL ? "" : row->advice[known(lang)];
}
