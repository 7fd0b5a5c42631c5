/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An answer for people. Numbers follow the language: 1.234,56 in Turkish, 1,234.56 in English. Texts of the source are shown with
 * control characters escaped, since they may end on a terminal. */
#include <math.h>
#include <string.h>

#include "base/finding.h"
#include "base/text.h"
#include "zoning/area_tolerance.h"
#include "zoning/words.h"
#include "zoning/write.h"

#define MOST_CHARACTERS 300 /* of one text of the source */
#define LABEL_WIDTH 18
#define AREA_WIDTH 14
#define SHARE_WIDTH 11

typedef struct page {
    base_buffer *out;
    kbs_lang lang;
    size_t line_start; /* where the line being written begins in the buffer */
    bool has_item;     /* of a list of conditions: one is there already */
} page;

static const char *word(const page *p, zoning_word w)
{
    return zoning_word_text(w, p->lang);
}

/* Characters that `bytes` bytes of UTF-8 show. */
static size_t characters(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Blanks up to a column of the line. */
static void tab_to(page *p, size_t column)
{
    size_t at = p->out->data != NULL ? characters(p->out->data + p->line_start, p->out->length - p->line_start) : 0;
    for (; at < column; at++) {
        base_buffer_char(p->out, ' ');
    }
}

static void end_line(page *p)
{
    base_buffer_char(p->out, '\n');
    p->line_start = p->out->length;
}

static void add(page *p, const char *text)
{
    base_buffer_text(p->out, text);
}

static void add_source_text(page *p, const char *text)
{
    base_text_escape(p->out, text, strlen(text), MOST_CHARACTERS);
}

/* Puts decimal and group signs of the language into the plain number that starts at `from`. */
static void localize(page *p, size_t from)
{
    char plain[512];
    size_t length = p->out->length - from;
    if (p->out->failed || length >= sizeof plain) {
        return;
    }
    memcpy(plain, p->out->data + from, length);
    base_buffer *out = p->out;
    out->length = from;
    size_t start = length > 0 && plain[0] == '-' ? 1 : 0;
    size_t whole = start + strspn(plain + start, "0123456789");
    bool turkish = p->lang == KBS_LANG_TR;
    for (size_t i = 0; i < length; i++) {
        if (i > start && i < whole && (whole - i) % 3 == 0) {
            base_buffer_char(out, turkish ? '.' : ',');
        }
        bool point = i == whole && plain[i] == '.';
        base_buffer_char(out, point && turkish ? ',' : plain[i]);
    }
}

static void add_fixed(page *p, double value, int decimals)
{
    size_t from = p->out->length;
    base_buffer_fixed(p->out, value, decimals);
    localize(p, from);
}

/* At least `decimals` digits after the point, more when the value has more. */
static void add_number(page *p, double value, int decimals)
{
    double scale = decimals == 0 ? 1.0 : 100.0;
    size_t from = p->out->length;
    if (fabs(value) < 1e12 && value * scale == floor(value * scale)) {
        base_buffer_fixed(p->out, value, decimals);
    } else {
        base_buffer_double(p->out, value);
    }
    localize(p, from);
}

/* A number that ends at a column. */
static void add_fixed_right(page *p, const char *before, double value, int decimals, size_t width, const char *unit)
{
    char digits[512];
    size_t from = p->out->length;
    add(p, before);
    add_fixed(p, value, decimals);
    add(p, unit);
    size_t length = p->out->length - from;
    if (p->out->failed || length >= sizeof digits) {
        return;
    }
    memcpy(digits, p->out->data + from, length);
    p->out->length = from;
    for (size_t shown = characters(digits, length); shown < width; shown++) {
        base_buffer_char(p->out, ' ');
    }
    base_buffer_add(p->out, digits, length);
}

static void begin_field(page *p, zoning_word label)
{
    add(p, word(p, label));
    tab_to(p, LABEL_WIDTH);
}

static void field(page *p, zoning_word label, const char *text)
{
    if (text[0] != '\0') {
        begin_field(p, label);
        add_source_text(p, text);
        end_line(p);
    }
}

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

static void write_area(page *p, const kbs_zoning *answer)
{
    begin_field(p, ZONING_WORD_COMPUTED_AREA);
    add_fixed(p, answer->area_m2, 2);
    add(p, " m²");
    end_line(p);
    begin_field(p, ZONING_WORD_REGISTERED_AREA);
    bool given = answer->registered_area_m2 != KBS_NO_VALUE;
    if (given) {
        int64_t difference =
            zoning_hundredths(answer->registered_area_m2) - zoning_hundredths(answer->exact_area_m2);
        int64_t size = difference < 0 ? -difference : difference;
        bool within = size <= zoning_hundredths(answer->area_tolerance_m2);
        add_fixed(p, answer->registered_area_m2, 2);
        add(p, " m²; ");
        add(p, word(p, ZONING_WORD_DIFFERENCE));
        add(p, " ");
        add_fixed(p, (double)difference / 100.0, 2);
        add(p, " m², ");
        add(p, word(p, ZONING_WORD_TOLERANCE));
        add(p, " ");
        add_fixed(p, answer->area_tolerance_m2, 2);
        add(p, " m²: ");
        add(p, word(p, within ? ZONING_WORD_WITHIN : ZONING_WORD_BEYOND));
    } else {
        add(p, word(p, ZONING_WORD_NOT_GIVEN));
    }
    end_line(p);
}

static void write_parcel(page *p, const kbs_zoning *answer)
{
    field(p, ZONING_WORD_NEIGHBOURHOOD, or_dash(answer->neighbourhood));
    begin_field(p, ZONING_WORD_BLOCK_PARCEL);
    add_source_text(p, or_dash(answer->block));
    add(p, " / ");
    add_source_text(p, answer->parcel);
    end_line(p);
    field(p, ZONING_WORD_MAP_SHEET, answer->map_sheet);
    field(p, ZONING_WORD_LAND_TYPE, answer->land_type);
    write_area(p, answer);
    if (answer->box.east_min <= answer->box.east_max) {
        begin_field(p, ZONING_WORD_POINT);
        add(p, word(p, ZONING_WORD_EAST));
        add(p, " ");
        add_fixed(p, answer->east, 2);
        add(p, "  ");
        add(p, word(p, ZONING_WORD_NORTH));
        add(p, " ");
        add_fixed(p, answer->north, 2);
        add(p, "  ");
        add(p, answer->crs);
        end_line(p);
    }
}

static void heading(page *p, zoning_word w)
{
    end_line(p);
    add(p, word(p, w));
    end_line(p);
}

/* Starts the next item of a list on lines that are indented below the areas. */
static void begin_item(page *p)
{
    if (p->has_item) {
        add(p, ", ");
    } else {
        tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    }
    p->has_item = true;
}

static void text_item(page *p, zoning_word label, const char *text)
{
    if (text[0] != '\0') {
        begin_item(p);
        add(p, word(p, label));
        add(p, " ");
        add_source_text(p, text);
    }
}

static void number_item(page *p, zoning_word label, double value, int decimals, const char *unit)
{
    if (value != KBS_NO_VALUE) {
        begin_item(p);
        add(p, word(p, label));
        add(p, " ");
        add_number(p, value, decimals);
        add(p, unit);
    }
}

static void end_items(page *p)
{
    if (p->has_item) {
        end_line(p);
    }
    p->has_item = false;
}

static void origin_item(page *p, int64_t revision, int64_t record)
{
    begin_item(p);
    add(p, word(p, ZONING_WORD_REVISION));
    add(p, " ");
    base_buffer_int(p->out, revision);
    add(p, ", ");
    add(p, word(p, ZONING_WORD_RECORD));
    add(p, " ");
    base_buffer_int(p->out, record);
}

static void add_plan_area_name(page *p, const kbs_plan_area *plan_area)
{
    if (plan_area->use[0] != '\0') {
        add_source_text(p, plan_area->use);
    } else if (plan_area->use_code[0] == '\0') {
        add(p, word(p, ZONING_WORD_WITHOUT_USE));
    }
    if (plan_area->use_code[0] != '\0') {
        add(p, plan_area->use[0] != '\0' ? " (" : "(");
        add_source_text(p, plan_area->use_code);
        add(p, ")");
    }
    if (plan_area->source_id[0] != '\0') {
        add(p, " [");
        add_source_text(p, plan_area->source_id);
        add(p, "]");
    }
}

static void write_conditions(page *p, const kbs_plan_area *a)
{
    text_item(p, ZONING_WORD_BUILDING_ORDER, a->building_order);
    number_item(p, ZONING_WORD_FLOORS, a->floors, 0, "");
    number_item(p, ZONING_WORD_COVERAGE, a->coverage_ratio, 2, "");
    number_item(p, ZONING_WORD_FLOOR_AREA, a->floor_area_ratio, 2, "");
    number_item(p, ZONING_WORD_HEIGHT, a->height_max_m, 2, " m");
    end_items(p);
    number_item(p, ZONING_WORD_FRONT, a->front_setback_m, 2, " m");
    number_item(p, ZONING_WORD_SIDE, a->side_setback_m, 2, " m");
    number_item(p, ZONING_WORD_REAR, a->rear_setback_m, 2, " m");
    end_items(p);
    text_item(p, ZONING_WORD_UNREAD, a->unread);
    end_items(p);
    text_item(p, ZONING_WORD_PLAN_NUMBER, a->plan_number);
    if (a->plan_name[0] != '\0') {
        begin_item(p);
        add_source_text(p, a->plan_name);
    }
    if (a->plan_scale[0] != '\0') {
        begin_item(p);
        add_source_text(p, a->plan_scale);
    }
    text_item(p, ZONING_WORD_APPROVED, a->approval_date);
    if (a->plan_status[0] != '\0') {
        begin_item(p);
        add_source_text(p, zoning_plan_status_text(a->plan_status, p->lang));
    }
    text_item(p, ZONING_WORD_VALID_FROM, a->valid_from);
    text_item(p, ZONING_WORD_VALID_UNTIL, a->valid_until);
    origin_item(p, a->revision, a->record);
    end_items(p);
    text_item(p, ZONING_WORD_NOTES, a->notes);
    end_items(p);
}

static void write_amount(page *p, const kbs_zoning_row *row)
{
    bool turkish = p->lang == KBS_LANG_TR; /* where the percent sign comes first */
    add_fixed_right(p, "", row->area_m2, 2, AREA_WIDTH, " m²");
    add_fixed_right(p, turkish ? "%" : "", row->share * 100.0, 4, SHARE_WIDTH, turkish ? "" : " %");
    add(p, "  ");
}

static void write_restriction(page *p, const kbs_zoning_row *row)
{
    const kbs_restriction *r = row->restriction;
    if (row->area_m2 > 0.0) {
        write_amount(p, row);
    } else if (row->length_m > 0.0) {
        add_fixed_right(p, "", row->length_m, 2, AREA_WIDTH, " m ");
        tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    } else {
        add(p, "  ");
        add(p, word(p, row->touches_only ? ZONING_WORD_TOUCHES : ZONING_WORD_INSIDE));
        tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    }
    add_source_text(p, or_dash(r->type));
    if (r->source_id[0] != '\0') {
        add(p, " [");
        add_source_text(p, r->source_id);
        add(p, "]");
    }
    end_line(p);
    text_item(p, ZONING_WORD_DEGREE, r->degree);
    text_item(p, ZONING_WORD_AUTHORITY, r->authority);
    origin_item(p, r->revision, r->record);
    end_items(p);
    if (r->note[0] != '\0') {
        begin_item(p);
        add_source_text(p, r->note);
    }
    end_items(p);
}

static void write_overlap(page *p, const kbs_zoning_row *row)
{
    add(p, word(p, ZONING_WORD_OVERLAP));
    add(p, " ");
    for (size_t i = 0; i < row->overlap_count; i++) {
        add(p, i > 0 ? " + " : "");
        add_plan_area_name(p, row->overlap[i]);
    }
    end_line(p);
}

static void write_rows(page *p, const kbs_zoning *answer)
{
    bool has_restriction = false;
    heading(p, ZONING_WORD_PLAN_AREAS);
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        switch (row->kind) {
        case KBS_ROW_PLAN_AREA:
            write_amount(p, row);
            add_plan_area_name(p, row->plan_area);
            end_line(p);
            write_conditions(p, row->plan_area);
            break;
        case KBS_ROW_UNCOVERED:
            write_amount(p, row);
            add(p, word(p, ZONING_WORD_UNCOVERED));
            end_line(p);
            break;
        case KBS_ROW_OVERLAP:
            write_amount(p, row);
            write_overlap(p, row);
            break;
        case KBS_ROW_RESTRICTION:
            if (!has_restriction) {
                heading(p, ZONING_WORD_RESTRICTIONS);
            }
            has_restriction = true;
            write_restriction(p, row);
            break;
        }
    }
    if (!has_restriction) {
        heading(p, ZONING_WORD_RESTRICTIONS);
        add(p, "  ");
        add(p, word(p, ZONING_WORD_NONE));
        end_line(p);
    }
}

static void write_neighbours(page *p, const kbs_zoning *answer)
{
    if (answer->neighbour_count == 0) {
        return;
    }
    heading(p, ZONING_WORD_NEIGHBOURS);
    for (size_t i = 0; i < answer->neighbour_count; i++) {
        add(p, "  ");
        add_plan_area_name(p, answer->neighbours[i]);
        end_line(p);
    }
}

static void write_sources(page *p, const kbs_zoning *answer)
{
    heading(p, ZONING_WORD_SOURCES);
    for (size_t i = 0; i < answer->source_count; i++) {
        const kbs_revision *source = &answer->sources[i];
        add(p, "  ");
        add(p, word(p, ZONING_WORD_REVISION));
        add(p, " ");
        base_buffer_int(p->out, source->id);
        add(p, "  ");
        add_source_text(p, source->file);
        add(p, "  ");
        add_source_text(p, source->time_utc);
        add(p, "  SHA-256 ");
        add_source_text(p, or_dash(source->sha256));
        end_line(p);
    }
    begin_field(p, ZONING_WORD_CITY_REVISION);
    base_buffer_int(p->out, answer->revision);
    if (answer->computed_now) {
        add(p, " (");
        add(p, word(p, ZONING_WORD_COMPUTED_NOW));
        add(p, ")");
    }
    end_line(p);
    begin_field(p, ZONING_WORD_VERSIONS);
    add(p, answer->versions);
    end_line(p);
    end_line(p);
    add(p, word(p, ZONING_WORD_INFORMATION_ONLY));
    end_line(p);
}

/* The reason in the words of the catalogue. */
static void write_not_determined(page *p, const kbs_zoning *answer)
{
    char text[1024];
    kbs_finding reason = { .code = answer->not_determined, .severity = KBS_NOTE, .byte = -1 };
    kbs_finding_text(&reason, p->lang, text, sizeof text);
    end_line(p);
    add(p, word(p, ZONING_WORD_NOT_DETERMINED));
    add(p, ": ");
    add(p, text);
    end_line(p);
}

void zoning_write_text(base_buffer *out, const kbs_zoning *answer, kbs_lang lang)
{
    page p = { .out = out, .lang = lang, .line_start = out->length };
    add(&p, word(&p, ZONING_WORD_TITLE));
    add(&p, "  ");
    if (answer->neighbourhood[0] != '\0') {
        add_source_text(&p, answer->neighbourhood);
        add(&p, " ");
    }
    add_source_text(&p, or_dash(answer->block));
    add(&p, "/");
    add_source_text(&p, answer->parcel);
    end_line(&p);
    end_line(&p);
    write_parcel(&p, answer);
    if (answer->not_determined[0] != '\0') {
        write_not_determined(&p, answer);
    } else {
        write_rows(&p, answer);
        write_neighbours(&p, answer);
    }
    write_sources(&p, answer);
}
