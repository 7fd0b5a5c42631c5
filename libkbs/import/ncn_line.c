/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lines of a list of points. */
#include "import/ncn_line.h"

#include <math.h>
#include <string.h>

#include "import/text_lines.h"

#define NORTH_LEAST 3.8e6
#define NORTH_MOST 4.8e6
#define EAST_LEAST 1e5
#define EAST_MOST 1e6
#define ZONED_LEAST 9.3e6 /* zones 9 to 15 of 3 degrees before the easting */
#define ZONED_MOST 15.7e6
#define HEIGHT_MOST_M 9000

bool ncn_line_is_empty(const char *text, size_t length)
{
    text_lines_trim(&text, &length);
    return length == 0 || text[0] == '#' || text[0] == ';' || text[0] == '\x1A' ||
           (length >= 2 && text[0] == '/' && text[1] == '/');
}

static void add_field(ncn_line *line, const char *text, size_t length)
{
    text_lines_trim(&text, &length);
    if (length >= 2 && text[0] == '"' && text[length - 1] == '"') {
        text++;
        length -= 2;
    }
    if (line->count < NCN_MOST_FIELDS) {
        line->fields[line->count++] = (ncn_field){ text, length };
    }
}

/* At `separator` outside of quotes. An empty field at the end of the line is none. */
static void split_at(ncn_line *line, const char *text, size_t length, char separator)
{
    bool is_quoted = false;
    size_t start = 0;
    line->count = 0;
    for (size_t i = 0; i < length; i++) {
        is_quoted = text[i] == '"' ? !is_quoted : is_quoted;
        if (text[i] == separator && !is_quoted) {
            add_field(line, text + start, i - start);
            start = i + 1;
        }
    }
    if (start < length) {
        add_field(line, text + start, length - start);
    }
}

/* At runs of blanks and tabs; a field that begins with a quote ends with one. */
static void split_at_blanks(ncn_line *line, const char *text, size_t length)
{
    const char *end = text + length;
    line->count = 0;
    while (text < end) {
        while (text < end && (*text == ' ' || *text == '\t')) {
            text++;
        }
        const char *start = text;
        const char *quote =
            text < end && *text == '"' ? memchr(text + 1, '"', (size_t)(end - text - 1)) : NULL;
        text = quote != NULL ? quote + 1 : text;
        while (text < end && *text != ' ' && *text != '\t') {
            text++;
        }
        if (text > start) {
            add_field(line, start, (size_t)(text - start));
        }
    }
}

static bool has(const char *text, size_t length, char c)
{
    return memchr(text, c, length) != NULL;
}

/* "101, 487012.35, 4420117.80": a comma at the end of a field separates; inside of a number it is
 * the decimal mark. */
static bool commas_separate(const ncn_line *line)
{
    if (line->count < 3) {
        return true;
    }
    for (size_t i = 0; i < 3; i++) {
        const ncn_field *field = &line->fields[i];
        if (field->length > 0 && field->text[field->length - 1] == ',') {
            return true;
        }
    }
    return false;
}

void ncn_line_split(ncn_line *line, const char *text, size_t length)
{
    memset(line, 0, sizeof *line);
    text_lines_trim(&text, &length);
    if (has(text, length, ';')) {
        split_at(line, text, length, ';');
        return;
    }
    if (has(text, length, '\t')) { /* a name may hold a blank then */
        split_at(line, text, length, '\t');
        double east, north;
        if (line->count >= 3 && ncn_line_number(line, 1, &east) &&
            ncn_line_number(line, 2, &north)) {
            return;
        }
    }
    split_at_blanks(line, text, length);
    if (has(text, length, ',') && commas_separate(line)) {
        ncn_line with_commas = { .has_commas = true };
        split_at(&with_commas, text, length, ',');
        *line = with_commas.count >= line->count ? with_commas : *line;
    }
}

bool ncn_line_number(const ncn_line *line, size_t field, double *out)
{
    *out = 0;
    if (field >= line->count) {
        return false;
    }
    const char *text = line->fields[field].text;
    size_t length = line->fields[field].length;
    return text_lines_number(text, length, out) && !(line->has_commas && has(text, length, ','));
}

bool ncn_is_north(double value)
{
    return value >= NORTH_LEAST && value <= NORTH_MOST;
}

bool ncn_is_east(double value)
{
    return (value >= EAST_LEAST && value <= EAST_MOST) ||
           (value >= ZONED_LEAST && value <= ZONED_MOST);
}

bool ncn_line_is_nameless(const ncn_line *line)
{
    double first, second, third;
    if (line->count < 2 || !ncn_line_number(line, 0, &first) ||
        !ncn_line_number(line, 1, &second)) {
        return false;
    }
    if (line->count == 2) {
        return true;
    }
    bool is_place = (ncn_is_east(first) && ncn_is_north(second)) ||
                    (ncn_is_north(first) && ncn_is_east(second));
    return is_place && line->count == 3 && ncn_line_number(line, 2, &third) &&
           fabs(third) <= HEIGHT_MOST_M;
}
