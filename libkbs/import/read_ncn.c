/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD NCN: a list of points, "name Y X [Z [number "s1" "s2" "s3"]]", where Y is the easting. The
 * order of the columns is one for the whole file. The file has no coordinate system. The number and
 * the three texts after the height have no known meaning and are not kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/ncn_line.h"
#include "import/text_drawings.h"
#include "import/text_lines.h"

#define POINT_LAYER "NOKTA"
#define MOST_COORDINATE 1e8
#define LEAST_HEIGHT_M 0.001 /* 0.00 says that there is no height */
#define MOST_REPEATED 100u   /* names that are told */
#define FIRST_ZONE 9
#define LAST_ZONE 15

typedef struct ncn_reading {
    text_lines lines;
    drawing *d;
    uint16_t layer;
    uint64_t usual, swapped, local; /* points by the order of their columns */
    uint64_t degrees;               /* points that could be latitude and longitude in Turkey */
    uint64_t nameless, short_lines;
    int64_t first_usual, first_swapped; /* lines */
    uint64_t zones[LAST_ZONE + 1];
    uint64_t odd_names;
    int64_t first_odd_name;
} ncn_reading;

static bool skip_line(ncn_reading *r, base_finding_code code, const ncn_field *found)
{
    text_lines_tell(&r->lines, code, found == NULL ? NULL : found->text,
                    found == NULL ? 0 : found->length, NULL);
    return drawing_skip(r->d, "line", 1, r->lines.line_length);
}

static bool skip_short_line(ncn_reading *r, const ncn_line *line)
{
    char count[2] = { (char)('0' + line->count), '\0' };
    r->short_lines++;
    r->nameless += ncn_line_is_nameless(line) ? 1 : 0;
    text_lines_tell(&r->lines, FINDING_NCN_FIELDS, count, 1, NULL);
    return drawing_skip(r->d, "line", 1, r->lines.line_length);
}

static bool is_degree_of_turkey(double a, double b)
{
    return (a >= 35 && a <= 43 && b >= 25 && b <= 46) || (b >= 35 && b <= 43 && a >= 25 && a <= 46);
}

static void count_order(ncn_reading *r, double first, double second)
{
    double east = first;
    if (ncn_is_east(first) && ncn_is_north(second)) {
        r->first_usual = r->usual == 0 ? r->lines.number : r->first_usual;
        r->usual++;
    } else if (ncn_is_north(first) && ncn_is_east(second)) {
        r->first_swapped = r->swapped == 0 ? r->lines.number : r->first_swapped;
        r->swapped++;
        east = second;
    } else {
        r->local++;
        r->degrees += is_degree_of_turkey(first, second) ? 1 : 0;
        return;
    }
    int zone = (int)(east / 1e6);
    if (zone >= FIRST_ZONE && zone <= LAST_ZONE) {
        r->zones[zone]++;
    }
}

static void take_height(ncn_reading *r, const ncn_line *line, drawing_object *point)
{
    double height;
    if (line->count < 4 || line->fields[3].length == 0) {
        return;
    }
    if (!ncn_line_number(line, 3, &height) || fabs(height) > MOST_COORDINATE) {
        text_lines_tell(&r->lines, FINDING_NCN_HEIGHT, line->fields[3].text, line->fields[3].length,
                        NULL);
    } else if (fabs(height) >= LEAST_HEIGHT_M) {
        point->height_m = (float)height;
        point->flags |= DRAWING_HAS_HEIGHT;
    }
}

static bool add_point(ncn_reading *r, const ncn_line *line, double first, double second)
{
    const ncn_field *name = &line->fields[0];
    drawing_object *point = drawing_add_object(r->d, DRAWING_POINT, r->layer, r->lines.number);
    if (point == NULL || !drawing_add_vertex(r->d, point, first, second) ||
        !text_lines_text(&r->lines, r->d, name->text, name->length, &point->name)) {
        return false;
    }
    if (name->length > NCN_MOST_NAME || memchr(name->text, ' ', name->length) != NULL) {
        r->first_odd_name = r->odd_names == 0 ? r->lines.number : r->first_odd_name;
        r->odd_names++;
    }
    take_height(r, line, point);
    count_order(r, first, second);
    return true;
}

static bool take_line(ncn_reading *r)
{
    ncn_line line;
    double values[2];
    ncn_line_split(&line, r->lines.line, r->lines.line_length);
    if (line.count < 3 || ncn_line_is_nameless(&line)) {
        return skip_short_line(r, &line);
    }
    for (size_t i = 0; i < 2; i++) {
        if (!ncn_line_number(&line, i + 1, &values[i])) {
            return skip_line(r, FINDING_NCN_NUMBER, &line.fields[i + 1]);
        }
        if (!isfinite(values[i]) || fabs(values[i]) > MOST_COORDINATE) {
            return skip_line(r, FINDING_NCN_RANGE, &line.fields[i + 1]);
        }
    }
    if (line.fields[0].length == 0) {
        return skip_line(r, FINDING_NCN_NAME_MISSING, NULL);
    }
    return add_point(r, &line, values[0], values[1]);
}

/* Lines with anything on them: by a loop of its own. */
static uint64_t count_lines(text_lines *lines)
{
    uint64_t count = 0;
    while (text_lines_next(lines)) {
        count += ncn_line_is_empty(lines->line, lines->line_length) ? 0 : 1;
    }
    text_lines_rewind(lines);
    return count;
}

static void swap_columns(drawing *d)
{
    for (size_t i = 0; i < d->vertex_count; i++) {
        geo_vertex v = d->vertices[i];
        d->vertices[i] = (geo_vertex){ v.north, v.east };
    }
}

static kbs_code fail_lines(ncn_reading *r, base_finding_code code, int64_t a, int64_t b)
{
    base_buffer found, expected;
    base_buffer_init(&found, 32);
    base_buffer_init(&expected, 32);
    base_buffer_int(&found, a);
    base_buffer_int(&expected, b);
    kbs_code failed =
        base_findings_fail_with(r->lines.report, code, r->lines.name, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return failed;
}

/* The order of columns, decided once. */
static kbs_code judge_order(ncn_reading *r)
{
    size_t count = r->d->object_count;
    if (count == 0) {
        bool are_nameless = r->nameless > 0 && r->nameless == r->short_lines;
        return base_findings_fail_with(r->lines.report,
                                       are_nameless ? FINDING_NCN_NAMELESS : FINDING_NCN_COLUMNS,
                                       r->lines.name, NULL, NULL);
    }
    if (r->usual > 0 && r->swapped > 0) {
        return fail_lines(r, FINDING_NCN_ORDER_MIXED, r->first_usual, r->first_swapped);
    }
    if (r->degrees == count) {
        return base_findings_fail_with(r->lines.report, FINDING_NCN_DEGREES, r->lines.name, NULL,
                                       NULL);
    }
    if (r->swapped > 0) {
        swap_columns(r->d);
        text_lines_say_count(&r->lines, FINDING_NCN_SWAPPED, count, NULL);
    }
    if (r->local > 0) {
        text_lines_say_count(&r->lines, r->local == count ? FINDING_NCN_LOCAL : FINDING_NCN_STRAY,
                             r->local, NULL);
    }
    return KBS_OK;
}

static void judge_zones(ncn_reading *r)
{
    for (int zone = FIRST_ZONE; zone <= LAST_ZONE; zone++) {
        if (r->zones[zone] > 0) {
            base_buffer systems;
            base_buffer_init(&systems, 64);
            base_buffer_text(&systems, "EPSG:"); /* 5269.. TUREF, 2206.. ED50: by zone from 9 */
            base_buffer_int(&systems, 5269 + zone - FIRST_ZONE);
            base_buffer_text(&systems, " (TUREF), EPSG:");
            base_buffer_int(&systems, 2206 + zone - FIRST_ZONE);
            base_buffer_text(&systems, " (ED50)");
            text_lines_say_count(&r->lines, FINDING_NCN_ZONE, (uint64_t)zone, systems.data);
            base_buffer_release(&systems);
        }
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void say_repeated(ncn_reading *r, const char *name, size_t times)
{
    base_buffer count;
    base_buffer_init(&count, 32);
    base_buffer_int(&count, (int64_t)times);
    text_lines_say(&r->lines, FINDING_NCN_REPEATED, name, count.data);
    base_buffer_release(&count);
}

/* Names that occur more than once: all points stay. */
static kbs_code judge_names(ncn_reading *r)
{
    size_t count = r->d->object_count, told = 0;
    const char **names = base_new_array(count, sizeof *names);
    if (names == NULL) {
        return base_findings_no_memory(r->lines.report);
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = drawing_text_of(r->d, r->d->objects[i].name);
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && strcmp(names[i], names[end]) == 0) {
            end++;
        }
        if (end - i > 1 && told < MOST_REPEATED) {
            say_repeated(r, names[i], end - i);
        }
        told += end - i > 1 ? 1 : 0;
        i = end;
    }
    base_free(names);
    if (told > MOST_REPEATED) {
        text_lines_say_count(&r->lines, FINDING_NCN_REPEATED_MORE, told - MOST_REPEATED, NULL);
    }
    if (r->odd_names > 0) {
        r->lines.number = r->first_odd_name;
        kbs_finding finding = base_finding_of(FINDING_NCN_NAME);
        base_buffer text;
        base_buffer_init(&text, 32);
        base_buffer_int(&text, (int64_t)r->odd_names);
        finding.file = r->lines.name;
        finding.line = r->first_odd_name;
        finding.found = text.data;
        base_findings_add(r->lines.report, &finding);
        base_buffer_release(&text);
    }
    return KBS_OK;
}

kbs_code ncn_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    ncn_reading r = { .d = d };
    text_lines_start(&r.lines, bytes, length, name, report);
    d->places_are_lines = true;
    d->found = count_lines(&r.lines);
    if (r.lines.code == KBS_OK && !drawing_find_layer(d, POINT_LAYER, &r.layer)) {
        (void)text_lines_no_memory(&r.lines);
    }
    while (text_lines_next(&r.lines)) {
        if (!ncn_line_is_empty(r.lines.line, r.lines.line_length) && !take_line(&r)) {
            (void)text_lines_no_memory(&r.lines);
        }
    }
    kbs_code code = r.lines.code == KBS_OK ? judge_order(&r) : r.lines.code;
    if (code == KBS_OK) {
        judge_zones(&r);
        code = judge_names(&r);
    }
    if (code == KBS_OK) {
        text_lines_finish(&r.lines);
        drawing_count(d);
    }
    text_lines_release(&r.lines);
    return code;
}

static kbs_code read_ncn(drawing *out, const char *path, const char *name, base_findings *report)
{
    return text_drawing_read(ncn_read_text, out, path, name, report);
}

/* Most of the whole lines in the head are points. A file that calls itself NCN and holds numbers is
 * taken too, so that it can be said what is wrong with it. */
static int bid_ncn(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    bool is_named = text_lines_has_extension(name, "ncn") ||
                    text_lines_has_extension(name, "kos") || text_lines_has_extension(name, "nok");
    size_t points = 0, numbers = 0, others = 0;
    if (!text_lines_is_text(head, length)) {
        return 0;
    }
    text_lines lines;
    text_lines_start(&lines, (const char *)head, length, name, NULL);
    while (text_lines_next(&lines)) {
        ncn_line line;
        double first, second;
        bool is_cut = lines.at >= length && size > length;
        if (is_cut || ncn_line_is_empty(lines.line, lines.line_length)) {
            continue;
        }
        ncn_line_split(&line, lines.line, lines.line_length);
        bool is_point = line.count >= 3 && ncn_line_number(&line, 1, &first) &&
                        ncn_line_number(&line, 2, &second);
        bool is_number = !is_point && ncn_line_number(&line, 0, &first);
        points += is_point ? 1 : 0;
        numbers += is_number ? 1 : 0;
        others += is_point || is_number ? 0 : 1;
    }
    text_lines_release(&lines);
    if (points > others + numbers) {
        return is_named ? 90 : 40;
    }
    return is_named && points + numbers > others ? 50 : 0;
}

const drawing_format drawing_format_ncn = { "NetCAD NCN", bid_ncn, read_ncn };
