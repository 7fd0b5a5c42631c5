/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD PLT: its drawing in text. Only one record is known, the polyline: "L2 n n LAYER flags n NAME n n n", and on
 * the line below six numbers a vertex, of which the first two are its place. Other records are
 * counted by their first word. The file has no coordinate system. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/ncn_line.h"
#include "import/text_drawings.h"
#include "import/text_lines.h"

#define MOST_WORDS 32u
#define MOST_COORDINATE 1e8
#define MOST_KINDS 100u /* other records that are counted by their own names */
#define NUMBERS_PER_VERTEX 6u
#define FLAG_CLOSED 1
#define FLAG_FILLED 2
#define FLAGS_CURVE (4 | 64)
#define FLAGS_MOST 255

typedef struct plt_word {
    const char *text;
    size_t length;
} plt_word;

typedef struct plt_reading {
    text_lines lines;
    drawing *d;
    uint64_t usual, swapped, local; /* vertices by the order of their numbers */
} plt_reading;

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t split(const char *line, size_t length, plt_word words[MOST_WORDS])
{
    size_t count = 0;
    const char *at = line, *end = line + length;
    while (count < MOST_WORDS &&
           text_lines_word(&at, end, &words[count].text, &words[count].length)) {
        count++;
    }
    return count;
}

static bool skip_record(plt_reading *r, const char *word, size_t length)
{
    bool is_plain = length <= 8 && r->d->skipped_count < MOST_KINDS;
    for (size_t i = 0; i < length && is_plain; i++) {
        is_plain = is_letter(word[i]) || (word[i] >= '0' && word[i] <= '9');
    }
    const char *what = is_plain ? text_lines_decode(&r->lines, word, length) : "other";
    return what != NULL && drawing_skip(r->d, what, 1, r->lines.line_length);
}

static bool refuse(plt_reading *r, base_finding_code code, const char *found, size_t length)
{
    text_lines_tell(&r->lines, code, found, length, NULL);
    return drawing_skip(r->d, "L2", 1, 0);
}

static void count_order(plt_reading *r, double first, double second)
{
    bool is_usual = ncn_is_east(first) && ncn_is_north(second);
    bool is_swapped = ncn_is_north(first) && ncn_is_east(second);
    r->usual += is_usual ? 1 : 0;
    r->swapped += is_swapped ? 1 : 0;
    r->local += is_usual || is_swapped ? 0 : 1;
}

/* What is wrong with the line of vertices, or nothing. */
typedef struct plt_fault {
    bool is_faulty;
    base_finding_code code;
    plt_word found;
} plt_fault;

/* Adds the vertices of the line to the object; on a fault those added are to be taken back. */
static bool read_vertices(plt_reading *r, drawing_object *object, plt_fault *fault)
{
    double values[2] = { 0, 0 };
    size_t numbers = 0;
    plt_word word;
    const char *at = r->lines.line, *end = at + r->lines.line_length;
    while (text_lines_word(&at, end, &word.text, &word.length)) {
        double value;
        if (!base_number_parse(word.text, word.length, &value) ||
            !(fabs(value) <= MOST_COORDINATE)) {
            *fault = (plt_fault){ true, FINDING_NCN_NUMBER, word };
            return true;
        }
        size_t place = numbers++ % NUMBERS_PER_VERTEX;
        if (place < 2) {
            values[place] = value;
        }
        if (place == 1) {
            if (!drawing_add_vertex(r->d, object, values[0], values[1])) {
                return false;
            }
        }
    }
    if (numbers % NUMBERS_PER_VERTEX != 0) {
        *fault = (plt_fault){ true, FINDING_PLT_NUMBERS, { NULL, 0 } };
    }
    return true;
}

static bool end_ring(plt_reading *r, drawing_object *object, plt_fault *fault)
{
    bool is_closed = (object->flags & DRAWING_CLOSED) != 0;
    size_t count = object->vertex_count;
    const geo_vertex *v = drawing_vertices(r->d, object);
    bool is_repeated =
        count > 1 && v[0].east == v[count - 1].east && v[0].north == v[count - 1].north;
    size_t corners = is_closed && is_repeated ? count - 1 : count;
    if (corners < (is_closed ? 3u : 2u)) {
        *fault = (plt_fault){ true, FINDING_PLT_SHORT, { NULL, 0 } };
        return true;
    }
    for (size_t i = 0; i < object->vertex_count; i++) {
        count_order(r, v[i].east, v[i].north);
    }
    geo_vertex first = v[0];
    return !is_closed || is_repeated || drawing_add_vertex(r->d, object, first.east, first.north);
}

static drawing_object *begin_polyline(plt_reading *r, const plt_word *words, size_t count,
                                      int64_t flags)
{
    char layer_name[256];
    uint16_t layer;
    const char *text = text_lines_decode(&r->lines, words[3].text, words[3].length);
    if (text == NULL || strlen(text) >= sizeof layer_name) {
        return NULL;
    }
    memcpy(layer_name, text, strlen(text) + 1);
    drawing_object *object = drawing_find_layer(r->d, layer_name, &layer)
                                 ? drawing_add_object(r->d, DRAWING_LINE, layer, r->lines.number)
                                 : NULL;
    if (object == NULL) {
        return NULL;
    }
    object->flags = (uint8_t)(((flags & FLAG_CLOSED) != 0 ? DRAWING_CLOSED : 0) |
                              ((flags & FLAG_FILLED) != 0 ? DRAWING_FILLED : 0) |
                              ((flags & FLAGS_CURVE) != 0 ? DRAWING_CURVE : 0));
    if (count == 9) {
        return object; /* no name */
    }
    const plt_word *last = &words[count - 4];
    size_t length = (size_t)(last->text + last->length - words[6].text);
    return text_lines_text(&r->lines, r->d, words[6].text, length, &object->name) ? object : NULL;
}

/* The line below the record; false when another record or nothing follows. */
static bool next_vertices(plt_reading *r)
{
    size_t at = r->lines.at;
    int64_t number = r->lines.number;
    plt_word words[MOST_WORDS];
    bool is_there = text_lines_next(&r->lines);
    if (is_there && split(r->lines.line, r->lines.line_length, words) > 0 &&
        is_letter(words[0].text[0])) {
        r->lines.at = at;
        r->lines.number = number;
        return false;
    }
    return is_there;
}

/* The record and the line of vertices below it. */
static bool read_polyline(plt_reading *r, const plt_word *words, size_t count)
{
    int64_t flags;
    plt_fault fault = { .is_faulty = false };
    if (count < 9 || count >= MOST_WORDS || words[3].length > 64 ||
        !base_number_parse_int(words[4].text, words[4].length, &flags) || flags < 0 ||
        flags > FLAGS_MOST) {
        return refuse(r, FINDING_PLT_RECORD, NULL, 0);
    }
    drawing_object *object = begin_polyline(r, words, count, flags);
    if (object == NULL) {
        return false;
    }
    if (!next_vertices(r)) {
        fault = (plt_fault){ true, FINDING_PLT_SHORT, { NULL, 0 } };
    } else if (!read_vertices(r, object, &fault) ||
               (!fault.is_faulty && !end_ring(r, object, &fault))) {
        return false;
    }
    if (fault.is_faulty) {
        r->d->vertex_count = object->first_vertex;
        r->d->object_count--;
        return refuse(r, fault.code, fault.found.text, fault.found.length);
    }
    return true;
}

static uint64_t count_records(text_lines *lines)
{
    uint64_t count = 0;
    while (text_lines_next(lines)) {
        plt_word words[MOST_WORDS];
        count += split(lines->line, lines->line_length, words) > 0 && is_letter(words[0].text[0])
                     ? 1
                     : 0;
    }
    text_lines_rewind(lines);
    return count;
}

static kbs_code judge(plt_reading *r)
{
    if (r->lines.code != KBS_OK) {
        return r->lines.code;
    }
    if (r->usual == 0 && r->swapped > 0) {
        for (size_t i = 0; i < r->d->vertex_count; i++) {
            geo_vertex v = r->d->vertices[i];
            r->d->vertices[i] = (geo_vertex){ v.north, v.east };
        }
        text_lines_say_count(&r->lines, FINDING_NCN_SWAPPED, r->d->vertex_count, NULL);
    } else if (r->local > 0) {
        text_lines_say_count(&r->lines, FINDING_PLT_LOCAL, r->local, NULL);
    }
    text_lines_finish(&r->lines);
    drawing_count(r->d);
    return KBS_OK;
}

static bool is_hpgl(const char *bytes, size_t length)
{
    static const char *const words[] = { "IN;", "IN ", "DF;",   "PU",      "SP",
                                         "PA",  "PS",  "\x1B%", "\x1B\x45" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t n = strlen(words[i]);
        if (length > n && memcmp(bytes, words[i], n) == 0) {
            return memchr(bytes, ';', length < 100 ? length : 100) != NULL;
        }
    }
    return false;
}

kbs_code plt_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    plt_reading r = { .d = d };
    if (is_hpgl(bytes, length)) {
        return base_findings_fail_with(report, FINDING_PLT_HPGL, name, NULL, NULL);
    }
    text_lines_start(&r.lines, bytes, length, name, report);
    d->places_are_lines = true;
    d->found = count_records(&r.lines);
    while (text_lines_next(&r.lines)) {
        plt_word words[MOST_WORDS];
        size_t count = split(r.lines.line, r.lines.line_length, words);
        bool is_record = count > 0 && is_letter(words[0].text[0]);
        bool is_polyline = is_record && words[0].length == 2 && memcmp(words[0].text, "L2", 2) == 0;
        bool is_done = is_polyline ? read_polyline(&r, words, count)
                                   : !is_record || skip_record(&r, words[0].text, words[0].length);
        if (!is_done && r.lines.code == KBS_OK) {
            (void)text_lines_no_memory(&r.lines);
        }
    }
    kbs_code code = judge(&r);
    text_lines_release(&r.lines);
    return code;
}

static kbs_code read_plt(drawing *out, const char *path, const char *name, base_findings *report)
{
    return text_drawing_read(plt_read_text, out, path, name, report);
}

/* "L2", then eight words more at least, of which the fifth is a number. */
static int bid_plt(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    (void)size;
    int bid = 0;
    text_lines lines;
    if (text_lines_has_extension(name, "plt") && is_hpgl((const char *)head, length)) {
        return 60;
    }
    if (!text_lines_is_text(head, length)) {
        return 0;
    }
    text_lines_start(&lines, (const char *)head, length, name, NULL);
    while (bid == 0 && text_lines_next(&lines)) {
        plt_word words[MOST_WORDS];
        int64_t flags;
        size_t count = split(lines.line, lines.line_length, words);
        bool is_polyline = count >= 9 && words[0].length == 2 &&
                           memcmp(words[0].text, "L2", 2) == 0 &&
                           base_number_parse_int(words[4].text, words[4].length, &flags);
        bid = is_polyline ? 90 : 0;
    }
    text_lines_release(&lines);
    return bid;
}

const drawing_format drawing_format_plt = { "NetCAD PLT", bid_plt, read_plt };
