/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files of NetCAD that have nothing with a place on the map: cross sections, levels, volumes and
 * printed tables of road projects. They are known by their content, so that it can be said what to give instead. */
#include <string.h>

#include "base/number.h"
#include "import/text_drawings.h"
#include "import/text_lines.h"

typedef enum other_kind {
    OTHER_NONE,
    OTHER_SECTIONS,      /* KSE, KSP */
    OTHER_PARAMETERS,    /* KSX, PLX */
    OTHER_PLATFORM,      /* PLA */
    OTHER_SECTION_TABLE, /* EKT */
    OTHER_VOLUMES        /* KUB */
} other_kind;

typedef struct first_words {
    const char *words[4];
    size_t lengths[4];
    size_t count;
} first_words;

static first_words words_of(const text_lines *lines)
{
    first_words w = { .count = 0 };
    const char *at = lines->line, *end = at + lines->line_length;
    while (w.count < 4 && text_lines_word(&at, end, &w.words[w.count], &w.lengths[w.count])) {
        w.count++;
    }
    return w;
}

static bool begins_with(const text_lines *lines, const char *text)
{
    size_t length = strlen(text);
    return lines->line_length >= length && memcmp(lines->line, text, length) == 0;
}

static bool is_word(const first_words *w, size_t index, const char *text)
{
    return index < w->count && w->lengths[index] == strlen(text) &&
           memcmp(w->words[index], text, w->lengths[index]) == 0;
}

static bool is_number(const first_words *w, size_t index)
{
    double value;
    return index < w->count && base_number_parse(w->words[index], w->lengths[index], &value);
}

/* "1 number station KIND" */
static bool is_section(const first_words *w)
{
    return is_word(w, 0, "1") && is_number(w, 1) && is_number(w, 2) && w->count == 4 &&
           !is_number(w, 3) && w->words[3][0] != '"';
}

/* "0 offset elevation CODE" */
static bool is_section_point(const first_words *w)
{
    return is_word(w, 0, "0") && is_number(w, 1) && is_number(w, 2);
}

static other_kind kind_of_line(const text_lines *lines, bool is_first)
{
    first_words w = words_of(lines);
    if (is_word(&w, 0, "2") && w.count > 1 && w.lengths[1] > 2 &&
        memcmp(w.words[1], "@=", 2) == 0) {
        return OTHER_SECTIONS;
    }
    if (begins_with(lines, "$PARAM_")) {
        return OTHER_PARAMETERS;
    }
    if (is_first && begins_with(lines, "$V") && lines->line_length > 2 && lines->line[2] >= '0' &&
        lines->line[2] <= '9') {
        return OTHER_PLATFORM;
    }
    if (begins_with(lines, "$KOLON")) {
        return OTHER_SECTION_TABLE;
    }
    if (is_first && begins_with(lines, "$EXTRAGENEL")) {
        return OTHER_VOLUMES;
    }
    return OTHER_NONE;
}

static other_kind find_kind(const char *bytes, size_t length)
{
    other_kind kind = OTHER_NONE;
    bool is_first = true, was_section = false;
    text_lines lines;
    text_lines_start(&lines, bytes, length, "", NULL);
    while (kind == OTHER_NONE && text_lines_next(&lines)) {
        first_words w = words_of(&lines);
        if (w.count == 0) {
            continue;
        }
        kind = kind_of_line(&lines, is_first);
        if (kind == OTHER_NONE && was_section && is_section_point(&w)) {
            kind = OTHER_SECTIONS;
        }
        was_section = is_section(&w);
        is_first = false;
    }
    text_lines_release(&lines);
    return kind;
}

static int bid_other(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    (void)name;
    (void)size;
    bool is_text = text_lines_is_text(head, length);
    return is_text && find_kind((const char *)head, length) != OTHER_NONE ? 92 : 0;
}

static kbs_code refuse(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    (void)d;
    static const struct {
        base_finding_code code;
        const char *format;
    } reasons[] = {
        [OTHER_NONE] = { FINDING_ROAD_TABLE, "NetCAD" },
        [OTHER_SECTIONS] = { FINDING_ROAD_SECTIONS, "KSE, KSP" },
        [OTHER_PARAMETERS] = { FINDING_ROAD_TABLE, "KSX, PLX" },
        [OTHER_PLATFORM] = { FINDING_ROAD_TABLE, "PLA" },
        [OTHER_SECTION_TABLE] = { FINDING_ROAD_TABLE, "EKT" },
        [OTHER_VOLUMES] = { FINDING_ROAD_TABLE, "KUB" },
    };
    other_kind kind = find_kind(bytes, length < 4096 ? length : 4096);
    return base_findings_fail_with(report, reasons[kind].code, name, reasons[kind].format, NULL);
}

static kbs_code read_other(drawing *out, const char *path, const char *name, base_findings *report)
{
    return text_drawing_read(refuse, out, path, name, report);
}

const drawing_format drawing_format_netcad_other = { "NetCAD tables", bid_other, read_other };
