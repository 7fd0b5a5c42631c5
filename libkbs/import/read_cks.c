/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD CKS: printed reports. The report of a subdivision or a union has tables of points and a table of
 * parcels with their rings as names of points; other programs write tables of points alone. A table
 * is known by the cells of its heading, so that it may have any columns. Reports without points (of
 * road projects) are refused. The file has no coordinate system. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "import/cks_parcel.h"
#include "import/cks_row.h"
#include "import/text_drawings.h"

#define POINT_LAYER "NOKTA"
#define PARCEL_LAYER "PARSEL"
#define MOST_GROUPS 8u /* points in one row */
#define MOST_PARCELS 10000000u
#define MOST_RING_BYTES 268435456u
#define MOST_COORDINATE 1e8
#define LEAST_HEIGHT_M 0.001
#define NONE SIZE_MAX

typedef struct point_columns {
    size_t name, end;           /* where the next point of the row begins */
    size_t east, north, height; /* NONE */
} point_columns;

typedef enum cks_table { TABLE_NONE, TABLE_POINTS, TABLE_PARCELS, TABLE_TOTALS } cks_table;

typedef struct cks_reading {
    text_lines lines;
    drawing *d;
    uint16_t point_layer;
    cks_table table;
    point_columns groups[MOST_GROUPS];
    size_t group_count;
    size_t computed, adjusted; /* columns of areas */
    cks_parcels parcels;
    double sum_m2; /* of the areas as computed */
    bool has_points, has_sum;
} cks_reading;

/* ---- headings ---- */

static void begin_points(cks_reading *r, const cks_row *row)
{
    r->group_count = 0;
    for (size_t i = 0; i < row->count; i++) {
        point_columns *group = r->group_count == 0 ? NULL : &r->groups[r->group_count - 1];
        if (cks_cell_is(&r->lines, row->cells[i], "noktano") && r->group_count < MOST_GROUPS) {
            r->groups[r->group_count++] = (point_columns){ i, row->count, NONE, NONE, NONE };
            if (group != NULL) {
                group->end = i;
            }
        } else if (group != NULL && cks_cell_is(&r->lines, row->cells[i], "y")) {
            group->east = i;
        } else if (group != NULL && cks_cell_is(&r->lines, row->cells[i], "x")) {
            group->north = i;
        } else if (group != NULL && cks_cell_is(&r->lines, row->cells[i], "z")) {
            group->height = i;
        }
    }
    r->table = TABLE_POINTS;
    for (size_t i = 0; i < r->group_count; i++) {
        if (r->groups[i].east == NONE || r->groups[i].north == NONE) {
            text_lines_tell(&r->lines, FINDING_CKS_HEADING, NULL, 0, NULL);
            return;
        }
    }
    r->has_points = true;
}

static void begin_parcels(cks_reading *r, const cks_row *row)
{
    r->table = TABLE_PARCELS;
    r->computed = r->adjusted = NONE;
    for (size_t i = 2; i < row->count; i++) {
        if (cks_cell_is(&r->lines, row->cells[i], "hesapalan")) {
            r->computed = i;
        } else if (cks_cell_is(&r->lines, row->cells[i], "dengalan")) {
            r->adjusted = i;
        }
    }
}

/* True when the row was a heading. */
static bool begin_table(cks_reading *r, const cks_row *row)
{
    if (cks_cell_is(&r->lines, cks_row_cell(row, 1), "noktalar")) {
        begin_parcels(r, row);
        return true;
    }
    if (!cks_cell_is(&r->lines, cks_row_cell(row, 0), "noktano")) {
        return false;
    }
    begin_points(r, row);
    return true;
}

/* ---- points ---- */

static bool skip(cks_reading *r, const char *what, base_finding_code code, cks_cell found)
{
    text_lines_tell(&r->lines, code, found.text, found.length, NULL);
    return drawing_skip(r->d, what, 1, 0);
}

/* Digits behind the decimal mark. */
static int decimals_of(cks_cell cell)
{
    for (size_t i = cell.length; i > 0; i--) {
        if (cell.text[i - 1] == '.' || cell.text[i - 1] == ',') {
            return (int)(cell.length - i < 9 ? cell.length - i : 9);
        }
    }
    return 0;
}

static bool read_coordinate(cks_reading *r, cks_cell cell, double *out)
{
    int decimals = decimals_of(cell);
    bool is_number =
        text_lines_number(cell.text, cell.length, out) && fabs(*out) <= MOST_COORDINATE;
    if (is_number && decimals < r->parcels.decimals) {
        r->parcels.decimals = decimals;
    }
    return is_number;
}

static bool is_blank(const cks_row *row, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (cks_row_cell(row, i).length > 0) {
            return false;
        }
    }
    return true;
}

static bool add_point(cks_reading *r, const cks_row *row, const point_columns *columns)
{
    double east, north, height;
    cks_cell name = cks_row_cell(row, columns->name);
    cks_cell y = cks_row_cell(row, columns->east), x = cks_row_cell(row, columns->north);
    if (is_blank(row, columns->name, columns->end)) {
        return true; /* the right half of the last row */
    }
    if (columns->east == NONE || columns->north == NONE) {
        return drawing_skip(r->d, "point", 1, 0);
    }
    if (name.length == 0) {
        return skip(r, "point", FINDING_NCN_NAME_MISSING, y);
    }
    if (!read_coordinate(r, y, &east)) {
        return skip(r, "point", FINDING_NCN_NUMBER, y);
    }
    if (!read_coordinate(r, x, &north)) {
        return skip(r, "point", FINDING_NCN_NUMBER, x);
    }
    drawing_object *point =
        drawing_add_object(r->d, DRAWING_POINT, r->point_layer, r->lines.number);
    if (point == NULL || !drawing_add_vertex(r->d, point, east, north) ||
        !text_lines_text(&r->lines, r->d, name.text, name.length, &point->name)) {
        return false;
    }
    cks_cell z = columns->height == NONE ? (cks_cell){ "", 0 } : cks_row_cell(row, columns->height);
    if (z.length > 0 && text_lines_number(z.text, z.length, &height) &&
        fabs(height) >= LEAST_HEIGHT_M && fabs(height) <= MOST_COORDINATE) {
        point->height_m = (float)height;
        point->flags |= DRAWING_HAS_HEIGHT;
    }
    return true;
}

static bool read_points(cks_reading *r, const cks_row *row)
{
    for (size_t i = 0; i < r->group_count; i++) {
        if (!add_point(r, row, &r->groups[i])) {
            return false;
        }
    }
    return true;
}

/* ---- parcels ---- */

static double area_of(const cks_row *row, size_t column)
{
    double area;
    cks_cell cell = column == NONE ? (cks_cell){ "", 0 } : cks_row_cell(row, column);
    bool is_area = cell.length > 0 && text_lines_number(cell.text, cell.length, &area) && area > 0;
    return is_area ? area : NAN;
}

static bool begin_parcel(cks_reading *r, const cks_row *row, cks_cell name)
{
    void *items = r->parcels.items;
    bool grown = base_array_grow(&items, &r->parcels.capacity, r->parcels.count + 1,
                                 sizeof *r->parcels.items, MOST_PARCELS);
    r->parcels.items = items;
    if (!grown) {
        return false;
    }
    cks_parcel *parcel = &r->parcels.items[r->parcels.count++];
    *parcel = (cks_parcel){ .ring_start = r->parcels.rings.length,
                            .computed_m2 = area_of(row, r->computed),
                            .adjusted_m2 = area_of(row, r->adjusted),
                            .line = r->lines.number };
    r->sum_m2 += isnan(parcel->computed_m2) ? 0 : parcel->computed_m2;
    return text_lines_text(&r->lines, r->d, name.text, name.length, &parcel->name);
}

static void judge_total(cks_reading *r, const cks_row *row)
{
    double total = area_of(row, r->computed);
    double rounding = 0.005 * (double)(r->parcels.count + 1) + 1e-6;
    r->table = TABLE_TOTALS;
    if (isnan(total) || fabs(total - r->sum_m2) <= rounding) {
        return;
    }
    base_buffer sum;
    base_buffer_init(&sum, 400);
    base_buffer_fixed(&sum, r->sum_m2, 2);
    cks_cell cell = cks_row_cell(row, r->computed);
    text_lines_tell(&r->lines, FINDING_CKS_TOTAL, cell.text, cell.length, sum.data);
    base_buffer_release(&sum);
}

/* The total of the list: no name, and areas. What follows are its sums. */
static bool is_total(text_lines *lines, const cks_row *row)
{
    return cks_cell_is(lines, cks_row_cell(row, 1), "toplam") ||
           (cks_row_cell(row, 0).length == 0 && !is_blank(row, 2, row->count));
}

/* A row with a name begins a parcel; one without goes on with its ring. */
static bool read_parcel(cks_reading *r, const cks_row *row)
{
    cks_cell name = cks_row_cell(row, 0), ring = cks_row_cell(row, 1);
    if (is_total(&r->lines, row)) {
        judge_total(r, row);
        return true;
    }
    if (name.length > 0 && !begin_parcel(r, row, name)) {
        return false;
    }
    if (r->parcels.count == 0) {
        text_lines_tell(&r->lines, FINDING_CKS_ROW, ring.text, ring.length, NULL);
        return true;
    }
    cks_parcel *parcel = &r->parcels.items[r->parcels.count - 1];
    base_buffer_add(&r->parcels.rings, ring.text, ring.length);
    base_buffer_char(&r->parcels.rings, ','); /* a trailing comma more is nothing */
    parcel->ring_length = r->parcels.rings.length - parcel->ring_start;
    return !r->parcels.rings.failed;
}

static bool read_row(cks_reading *r, const cks_row *row)
{
    if (begin_table(r, row)) {
        return true;
    }
    switch (r->table) {
    case TABLE_POINTS:
        return read_points(r, row);
    case TABLE_PARCELS:
        return read_parcel(r, row);
    case TABLE_NONE:
    case TABLE_TOTALS:
        break;
    }
    return true;
}

/* ---- the whole ---- */

/* Points and parcels in the tables, by a loop of its own: places where a name can stand, with
 * something in them or in the cells that follow. */
typedef struct counting {
    size_t starts[MOST_GROUPS + 1]; /* of points in a row, then the row's end */
    size_t points;                  /* in a row; 0 = the table has none */
    bool has_parcels;
    uint64_t count;
} counting;

static void count_heading(counting *c, text_lines *lines, const cks_row *row)
{
    c->points = 0;
    for (size_t i = 0; i < row->count && c->points < MOST_GROUPS && !c->has_parcels; i++) {
        if (cks_cell_is(lines, row->cells[i], "noktano")) {
            c->starts[c->points++] = i;
        }
    }
    c->starts[c->points] = row->count;
}

static void count_row(counting *c, text_lines *lines, const cks_row *row)
{
    bool begins_parcels = cks_cell_is(lines, cks_row_cell(row, 1), "noktalar");
    if (begins_parcels || cks_cell_is(lines, cks_row_cell(row, 0), "noktano")) {
        c->has_parcels = begins_parcels;
        count_heading(c, lines, row);
        return;
    }
    for (size_t i = 0; i < c->points; i++) {
        c->count += is_blank(row, c->starts[i], c->starts[i + 1]) ? 0 : 1;
    }
    if (c->has_parcels) {
        c->has_parcels = !is_total(lines, row);
        c->count += c->has_parcels && cks_row_cell(row, 0).length > 0 ? 1 : 0;
    }
}

static uint64_t count_names(text_lines *lines)
{
    counting c = { .count = 0 };
    cks_row row;
    while (text_lines_next(lines)) {
        if (cks_row_split(&row, lines)) {
            count_row(&c, lines, &row);
        }
    }
    text_lines_rewind(lines);
    return c.count;
}

/* Parts are named by letters (106/A) beside the numbers of their parents (106/20). */
static void judge_names(cks_reading *r)
{
    uint64_t letters = 0;
    for (size_t i = 0; i < r->parcels.count; i++) {
        const char *name = drawing_text_of(r->d, r->parcels.items[i].name);
        const char *slash = strrchr(name, '/');
        bool is_digit = slash != NULL && slash[1] >= '0' && slash[1] <= '9';
        letters += slash != NULL && slash[1] != '\0' && !is_digit ? 1 : 0;
    }
    if (letters > 0 && letters < r->parcels.count) {
        text_lines_say_count(&r->lines, FINDING_CKS_BEFORE_AND_AFTER, r->parcels.count, NULL);
    }
}

static kbs_code read_rows(cks_reading *r)
{
    cks_row row;
    while (text_lines_next(&r->lines)) {
        if (cks_row_split(&row, &r->lines) && !read_row(r, &row)) {
            return text_lines_no_memory(&r->lines);
        }
    }
    if (r->lines.code == KBS_OK && !r->has_points) {
        return base_findings_fail_with(r->lines.report, FINDING_CKS_NO_POINTS, r->lines.name, NULL,
                                       NULL);
    }
    return r->lines.code;
}

kbs_code cks_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    uint16_t parcel_layer = 0;
    cks_reading r = { .d = d, .parcels.decimals = 9 };
    text_lines_start(&r.lines, bytes, length, name, report);
    base_buffer_init(&r.parcels.rings, MOST_RING_BYTES);
    d->places_are_lines = true;
    d->found = count_names(&r.lines);
    if (r.lines.code == KBS_OK && (!drawing_find_layer(d, POINT_LAYER, &r.point_layer) ||
                                   !drawing_find_layer(d, PARCEL_LAYER, &parcel_layer))) {
        (void)text_lines_no_memory(&r.lines);
    }
    kbs_code code = read_rows(&r);
    if (code == KBS_OK) {
        code = cks_parcels_resolve(&r.lines, d, &r.parcels, parcel_layer);
    }
    if (code == KBS_OK) {
        judge_names(&r);
        text_lines_finish(&r.lines);
        drawing_count(d);
    }
    base_free(r.parcels.items);
    base_buffer_release(&r.parcels.rings);
    text_lines_release(&r.lines);
    return code;
}

static kbs_code read_cks(drawing *out, const char *path, const char *name, base_findings *report)
{
    return text_drawing_read(cks_read_text, out, path, name, report);
}

/* A row of a table is what shows a report; the heading of points may come pages later. */
static int bid_cks(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    (void)size;
    cks_row row;
    int bid = 0;
    text_lines lines;
    if (!text_lines_is_text(head, length)) {
        return 0;
    }
    text_lines_start(&lines, (const char *)head, base_utf8_cut((const char *)head, length), name,
                     NULL);
    while (bid < 90 && text_lines_next(&lines)) {
        if (cks_row_split(&row, &lines)) {
            bool is_heading = cks_cell_is(&lines, cks_row_cell(&row, 0), "noktano");
            bid = is_heading ? 90 : row.count >= 3 ? 60 : bid;
        }
    }
    text_lines_release(&lines);
    return bid;
}

const drawing_format drawing_format_cks = { "NetCAD CKS", bid_cks, read_cks };
