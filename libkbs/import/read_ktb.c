/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD KTB: the axis of a road. Sections "$NAME" to "$SON"; $YATAY has the meeting points of the
 * tangents with the radii, $GECIS the lengths of the clothoids. Station ($KM0) and profile ($DUSEY)
 * have no place in the model of a drawing. The file has no coordinate system. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/ktb_curve.h"
#include "import/source.h"
#include "import/text_drawings.h"
#include "import/text_lines.h"

#define AXIS_LAYER "YOL_EKSEN"
#define MOST_POINTS 10000u
#define MOST_COORDINATE 1e8
#define MOST_RADIUS_M 1e7
#define OVERLAP_M 0.001 /* two curves may share so much of a tangent: rounding of the file */
#define STATION_M 0.01

typedef enum ktb_section {
    SECTION_NONE,
    SECTION_STATION,
    SECTION_AXIS,
    SECTION_CLOTHOIDS,
    SECTION_PROFILE,
    SECTION_OTHER
} ktb_section;

typedef struct ktb_point {
    const char *name; /* in the file */
    size_t name_length;
    geo_vertex place;
    ktb_curve curve;
    int64_t line;
} ktb_point;

typedef struct ktb_reading {
    text_lines lines;
    drawing *d;
    ktb_section section;
    int64_t section_line;
    char section_name[32];
    bool has_axis;
    ktb_point *points;
    size_t count, capacity;
    double start, last_station; /* NaN = not stated */
} ktb_reading;

/* ---- the text ---- */

static kbs_code fail_number(ktb_reading *r, const char *text, size_t length)
{
    return text_lines_fail(&r->lines, FINDING_KTB_NUMBER, text, length, NULL);
}

/* The next word of the line as a finite number of at most `most`. */
static bool next_number(ktb_reading *r, const char **at, double most, double *out)
{
    const char *word;
    size_t length;
    (void)text_lines_word(at, r->lines.line + r->lines.line_length, &word, &length);
    if (!base_number_parse(word, length, out) || !(fabs(*out) <= most)) {
        (void)fail_number(r, word, length);
        return false;
    }
    return true;
}

static bool read_point(ktb_reading *r)
{
    ktb_point point = { .line = r->lines.number };
    const char *at = r->lines.line;
    void *items = r->points;
    if (!text_lines_word(&at, at + r->lines.line_length, &point.name, &point.name_length)) {
        return true; /* a blank line */
    }
    if (!next_number(r, &at, MOST_COORDINATE, &point.place.east) ||
        !next_number(r, &at, MOST_COORDINATE, &point.place.north) ||
        !next_number(r, &at, MOST_RADIUS_M, &point.curve.radius_m)) {
        return false;
    }
    if (point.curve.radius_m < 0) {
        (void)text_lines_fail(&r->lines, FINDING_KTB_CURVE, point.name, point.name_length, NULL);
        return false;
    }
    if (r->count >= MOST_POINTS) {
        (void)text_lines_fail(&r->lines, FINDING_KTB_TOO_LONG, NULL, 0, "10000");
        return false;
    }
    bool grown =
        base_array_grow(&items, &r->capacity, r->count + 1, sizeof *r->points, MOST_POINTS);
    r->points = items;
    if (!grown) {
        (void)text_lines_no_memory(&r->lines);
        return false;
    }
    r->points[r->count++] = point;
    return true;
}

static ktb_point *find_point(ktb_reading *r, const char *name, size_t length)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->points[i].name_length == length && memcmp(r->points[i].name, name, length) == 0) {
            return &r->points[i];
        }
    }
    return NULL;
}

/* Lines of $GECIS stand in the order of $YATAY; the name is what counts. */
static bool read_clothoids(ktb_reading *r)
{
    double kind, in, out;
    const char *name, *at = r->lines.line;
    size_t length;
    if (!text_lines_word(&at, at + r->lines.line_length, &name, &length)) {
        return true;
    }
    if (!next_number(r, &at, MOST_COORDINATE, &kind) ||
        !next_number(r, &at, MOST_COORDINATE, &in) || !next_number(r, &at, MOST_COORDINATE, &out)) {
        return false;
    }
    ktb_point *point = find_point(r, name, length);
    if (point == NULL) {
        text_lines_tell(&r->lines, FINDING_KTB_POINT_MISSING, name, length, NULL);
        return true;
    }
    if (in < 0 || out < 0) {
        (void)text_lines_fail(&r->lines, FINDING_KTB_CURVE, name, length, NULL);
        return false;
    }
    point->curve.in_m = in;
    point->curve.out_m = out;
    return true;
}

static void read_station(ktb_reading *r, double *out)
{
    double station;
    const char *word, *at = r->lines.line;
    size_t length;
    if (text_lines_word(&at, at + r->lines.line_length, &word, &length) &&
        base_number_parse(word, length, &station)) {
        *out = station;
    }
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

static bool begin_section(ktb_reading *r, const char *name, size_t length)
{
    static const struct {
        const char *name;
        ktb_section section;
    } sections[] = { { "$KM0", SECTION_STATION },
                     { "$YATAY", SECTION_AXIS },
                     { "$GECIS", SECTION_CLOTHOIDS },
                     { "$DUSEY", SECTION_PROFILE } };
    size_t kept = length < sizeof r->section_name ? length : sizeof r->section_name - 1;
    if (r->section != SECTION_NONE) {
        r->lines.number = r->section_line;
        (void)text_lines_fail(&r->lines, FINDING_KTB_OPEN_SECTION, r->section_name,
                              strlen(r->section_name), NULL);
        return false;
    }
    memcpy(r->section_name, name, kept);
    r->section_name[kept] = '\0';
    r->section_line = r->lines.number;
    r->section = SECTION_OTHER;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        r->section = is_word(name, length, sections[i].name) ? sections[i].section : r->section;
    }
    if (r->section == SECTION_AXIS && r->has_axis) {
        r->section = SECTION_OTHER; /* one axis a file */
    }
    r->has_axis = r->has_axis || r->section == SECTION_AXIS;
    bool is_skipped = r->section == SECTION_OTHER || r->section == SECTION_PROFILE;
    const char *what = text_lines_decode(&r->lines, r->section_name, kept);
    if (is_skipped && (what == NULL || !drawing_skip(r->d, what, 1, 0))) {
        (void)text_lines_no_memory(&r->lines);
        return false;
    }
    return true;
}

static bool read_line(ktb_reading *r)
{
    const char *word, *at = r->lines.line;
    size_t length;
    bool has_word = text_lines_word(&at, at + r->lines.line_length, &word, &length);
    if (has_word && is_word(word, length, "$SON")) {
        r->section = SECTION_NONE;
        return true;
    }
    if (has_word && word[0] == '$' && length > 1) {
        return begin_section(r, word, length);
    }
    switch (r->section) {
    case SECTION_AXIS:
        return read_point(r);
    case SECTION_CLOTHOIDS:
        return read_clothoids(r);
    case SECTION_STATION:
        read_station(r, &r->start);
        break;
    case SECTION_PROFILE:
        read_station(r, &r->last_station);
        break;
    case SECTION_NONE:
    case SECTION_OTHER:
        break;
    }
    return true;
}

/* ---- the axis ---- */

static double azimuth_of(geo_vertex from, geo_vertex to)
{
    return atan2(to.east - from.east, to.north - from.north);
}

static double leg_of(const ktb_reading *r, size_t i)
{
    geo_vertex a = r->points[i].place, b = r->points[i + 1].place;
    return hypot(b.east - a.east, b.north - a.north);
}

static kbs_code fail_curve(ktb_reading *r, const ktb_point *point, base_finding_code code)
{
    r->lines.number = point->line;
    return text_lines_fail(&r->lines, code, point->name, point->name_length, NULL);
}

static kbs_code solve_curves(ktb_reading *r)
{
    const double pi = 3.14159265358979323846;
    for (size_t i = 0; i < r->count; i++) {
        ktb_point *point = &r->points[i];
        if (i == 0 || i + 1 == r->count) {
            point->curve = (ktb_curve){ .radius_m = 0 };
            continue;
        }
        if (leg_of(r, i - 1) <= 0 || leg_of(r, i) <= 0) {
            return fail_curve(r, point, FINDING_KTB_POINT_TWICE);
        }
        double turn = azimuth_of(point->place, r->points[i + 1].place) -
                      azimuth_of(r->points[i - 1].place, point->place);
        turn = turn > pi ? turn - 2 * pi : turn <= -pi ? turn + 2 * pi : turn;
        point->curve.turn = turn;
        if (!ktb_curve_solve(&point->curve)) {
            return fail_curve(r, point, FINDING_KTB_CURVE);
        }
    }
    for (size_t i = 0; i + 1 < r->count; i++) {
        double taken = r->points[i].curve.tangent_out_m + r->points[i + 1].curve.tangent_in_m;
        if (!(taken <= leg_of(r, i) + OVERLAP_M)) {
            return fail_curve(r, &r->points[i + 1 < r->count - 1 ? i + 1 : i], FINDING_KTB_CURVE);
        }
    }
    return KBS_OK;
}

static kbs_code draw_curve(ktb_reading *r, drawing_object *object, size_t i)
{
    const ktb_point *point = &r->points[i];
    double azimuth = azimuth_of(r->points[i - 1].place, point->place);
    double back = point->curve.tangent_in_m;
    geo_vertex at = { point->place.east - back * sin(azimuth),
                      point->place.north - back * cos(azimuth) };
    if (!drawing_add_vertex(r->d, object, at.east, at.north)) {
        return text_lines_no_memory(&r->lines);
    }
    if (point->curve.radius_m > 0 && !ktb_curve_draw(&point->curve, r->d, object, &at, &azimuth)) {
        return object->vertex_count >= KTB_MOST_VERTICES
                   ? text_lines_fail(&r->lines, FINDING_KTB_TOO_LONG, NULL, 0, "1000000")
                   : text_lines_no_memory(&r->lines);
    }
    return KBS_OK;
}

static kbs_code name_axis(ktb_reading *r, drawing_object *object)
{
    char *base = import_base_name(r->lines.name);
    bool is_named = base != NULL && drawing_add_text(r->d, base, strlen(base), &object->name);
    base_free(base);
    return is_named ? KBS_OK : text_lines_no_memory(&r->lines);
}

static kbs_code draw_axis(ktb_reading *r)
{
    uint16_t layer;
    drawing_object *object = drawing_find_layer(r->d, AXIS_LAYER, &layer)
                                 ? drawing_add_object(r->d, DRAWING_LINE, layer, r->points[0].line)
                                 : NULL;
    if (object == NULL ||
        !drawing_add_vertex(r->d, object, r->points[0].place.east, r->points[0].place.north)) {
        return text_lines_no_memory(&r->lines);
    }
    for (size_t i = 1; i + 1 < r->count; i++) {
        if (draw_curve(r, object, i) != KBS_OK) {
            return r->lines.code;
        }
    }
    geo_vertex last = r->points[r->count - 1].place;
    return drawing_add_vertex(r->d, object, last.east, last.north)
               ? name_axis(r, object)
               : text_lines_no_memory(&r->lines);
}

/* The profile ends where the axis does. */
static void judge_length(ktb_reading *r)
{
    double length = isnan(r->start) ? 0 : r->start;
    for (size_t i = 0; i + 1 < r->count; i++) {
        const ktb_curve *curve = &r->points[i].curve;
        length += leg_of(r, i) - curve->tangent_in_m - curve->tangent_out_m + curve->length_m;
    }
    if (isnan(r->last_station) || fabs(length - r->last_station) <= STATION_M) {
        return;
    }
    base_buffer found, expected;
    base_buffer_init(&found, 400);
    base_buffer_init(&expected, 400);
    base_buffer_fixed(&found, length, 3);
    base_buffer_fixed(&expected, r->last_station, 3);
    text_lines_say(&r->lines, FINDING_KTB_LENGTH, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
}

/* Sections that are no part of the axis, and the axis, by a loop of its own. */
static uint64_t count_sections(text_lines *lines)
{
    uint64_t count = 0, axes = 0;
    while (text_lines_next(lines)) {
        const char *word, *at = lines->line;
        size_t length;
        (void)text_lines_word(&at, at + lines->line_length, &word, &length);
        bool is_begin = length > 1 && word[0] == '$' && !is_word(word, length, "$SON");
        bool is_part =
            is_begin && (is_word(word, length, "$KM0") || is_word(word, length, "$GECIS") ||
                         (is_word(word, length, "$YATAY") && axes++ == 0));
        count += is_begin && !is_part ? 1 : 0;
    }
    text_lines_rewind(lines);
    return count + (axes > 0 ? 1 : 0);
}

static kbs_code read_lines(ktb_reading *r)
{
    while (text_lines_next(&r->lines)) {
        if (!read_line(r)) {
            return r->lines.code;
        }
    }
    if (r->lines.code == KBS_OK && r->section != SECTION_NONE) {
        r->lines.number = r->section_line;
        return text_lines_fail(&r->lines, FINDING_KTB_OPEN_SECTION, r->section_name,
                               strlen(r->section_name), NULL);
    }
    if (r->lines.code == KBS_OK && r->count < 2) {
        return base_findings_fail_with(r->lines.report, FINDING_KTB_NO_AXIS, r->lines.name, NULL,
                                       NULL);
    }
    return r->lines.code;
}

kbs_code ktb_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    ktb_reading r = { .d = d, .start = NAN, .last_station = NAN };
    text_lines_start(&r.lines, bytes, length, name, report);
    d->places_are_lines = true;
    d->found = count_sections(&r.lines);
    kbs_code code = read_lines(&r);
    if (code == KBS_OK) {
        code = solve_curves(&r);
    }
    if (code == KBS_OK) {
        code = draw_axis(&r);
    }
    if (code == KBS_OK) {
        judge_length(&r);
        text_lines_finish(&r.lines);
        drawing_count(d);
    }
    base_free(r.points);
    text_lines_release(&r.lines);
    return code;
}

static kbs_code read_ktb(drawing *out, const char *path, const char *name, base_findings *report)
{
    return text_drawing_read(ktb_read_text, out, path, name, report);
}

static int bid_ktb(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    (void)size;
    static const char *const words[] = { "$YATAY", "$GECIS", "$KM0", "$DVR_PRM" };
    int bid = 0;
    text_lines lines;
    if (!text_lines_is_text(head, length)) {
        return 0;
    }
    text_lines_start(&lines, (const char *)head, length, name, NULL);
    while (bid == 0 && text_lines_next(&lines)) {
        const char *word, *at = lines.line;
        size_t word_length;
        (void)text_lines_word(&at, at + lines.line_length, &word, &word_length);
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            bid = is_word(word, word_length, words[i]) ? 95 : bid;
        }
    }
    text_lines_release(&lines);
    return bid;
}

const drawing_format drawing_format_ktb = { "NetCAD KTB", bid_ktb, read_ktb };
