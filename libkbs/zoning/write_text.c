/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An answer for people. Numbers follow the language: 1.234,56 in Turkish, 1,234.56 in English.
 * Texts of the source are shown with control characters escaped, since they may end on a
 * terminal. */
#include "base/date.h"
#include "base/finding.h"
#include "zoning/area_tolerance.h"
#include "zoning/page.h"
#include "zoning/write.h"

#define LABEL_WIDTH 18
#define AREA_WIDTH 14
#define SHARE_WIDTH 11

static void begin_field(zoning_page *p, zoning_word label)
{
    zoning_page_add(p, zoning_page_word(p, label));
    zoning_page_tab_to(p, LABEL_WIDTH);
}

static void field(zoning_page *p, zoning_word label, const char *text)
{
    if (text[0] != '\0') {
        begin_field(p, label);
        zoning_page_source_text(p, text);
        zoning_page_end_line(p);
    }
}

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

static void write_area(zoning_page *p, const kbs_zoning *answer)
{
    begin_field(p, ZONING_WORD_COMPUTED_AREA);
    zoning_page_fixed(p, answer->area_m2, 2);
    zoning_page_add(p, " m²");
    zoning_page_end_line(p);
    if (answer->parcel_id == 0) { /* a free area has no register */
        return;
    }
    begin_field(p, ZONING_WORD_REGISTERED_AREA);
    bool given = answer->registered_area_m2 != KBS_NO_VALUE;
    if (given) {
        int64_t difference = zoning_hundredths(answer->registered_area_m2) -
                             zoning_hundredths(answer->exact_area_m2);
        int64_t size = difference < 0 ? -difference : difference;
        bool within = size <= zoning_hundredths(answer->area_tolerance_m2);
        zoning_page_fixed(p, answer->registered_area_m2, 2);
        zoning_page_add(p, " m²; ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_DIFFERENCE));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, (double)difference / 100.0, 2);
        zoning_page_add(p, " m², ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_TOLERANCE));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, answer->area_tolerance_m2, 2);
        zoning_page_add(p, " m²: ");
        zoning_page_add(p, zoning_page_word(p, within ? ZONING_WORD_WITHIN : ZONING_WORD_BEYOND));
    } else {
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_NOT_GIVEN));
    }
    zoning_page_end_line(p);
}

static void write_identity(zoning_page *p, const kbs_zoning *answer)
{
    field(p, ZONING_WORD_NEIGHBOURHOOD, or_dash(answer->neighbourhood));
    begin_field(p, ZONING_WORD_BLOCK_PARCEL);
    zoning_page_source_text(p, or_dash(answer->block));
    zoning_page_add(p, " / ");
    zoning_page_source_text(p, answer->parcel);
    zoning_page_end_line(p);
    field(p, ZONING_WORD_MAP_SHEET, answer->map_sheet);
    field(p, ZONING_WORD_LAND_TYPE, answer->land_type);
}

static void write_parcel(zoning_page *p, const kbs_zoning *answer)
{
    if (answer->parcel_id != 0) {
        write_identity(p, answer);
    }
    write_area(p, answer);
    if (answer->box.east_min <= answer->box.east_max) {
        begin_field(p, ZONING_WORD_POINT);
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_EAST));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, answer->east, 2);
        zoning_page_add(p, "  ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_NORTH));
        zoning_page_add(p, " ");
        zoning_page_fixed(p, answer->north, 2);
        zoning_page_add(p, "  ");
        zoning_page_add(p, answer->crs);
        zoning_page_end_line(p);
    }
}

static void heading(zoning_page *p, zoning_word w)
{
    zoning_page_end_line(p);
    zoning_page_add(p, zoning_page_word(p, w));
    zoning_page_end_line(p);
}

/* Starts the next item of a list on lines that are indented below the areas. */
static void begin_item(zoning_page *p)
{
    if (p->has_item) {
        zoning_page_add(p, ", ");
    } else {
        zoning_page_tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    }
    p->has_item = true;
}

static void text_item(zoning_page *p, zoning_word label, const char *text)
{
    if (text[0] != '\0') {
        begin_item(p);
        zoning_page_add(p, zoning_page_word(p, label));
        zoning_page_add(p, " ");
        zoning_page_source_text(p, text);
    }
}

static void number_item(zoning_page *p, zoning_word label, double value, int decimals,
                        const char *unit)
{
    if (value != KBS_NO_VALUE) {
        begin_item(p);
        zoning_page_add(p, zoning_page_word(p, label));
        zoning_page_add(p, " ");
        zoning_page_number(p, value, decimals);
        zoning_page_add(p, unit);
    }
}

static void end_items(zoning_page *p)
{
    if (p->has_item) {
        zoning_page_end_line(p);
    }
    p->has_item = false;
}

static void origin_item(zoning_page *p, int64_t revision, int64_t record)
{
    begin_item(p);
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_REVISION));
    zoning_page_add(p, " ");
    base_buffer_int(p->out, revision);
    zoning_page_add(p, ", ");
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_RECORD));
    zoning_page_add(p, " ");
    base_buffer_int(p->out, record);
}

static void add_plan_area_name(zoning_page *p, const kbs_plan_area *plan_area)
{
    if (plan_area->use[0] != '\0') {
        zoning_page_source_text(p, plan_area->use);
    } else if (plan_area->use_code[0] == '\0') {
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_WITHOUT_USE));
    }
    if (plan_area->use_code[0] != '\0') {
        zoning_page_add(p, plan_area->use[0] != '\0' ? " (" : "(");
        zoning_page_source_text(p, plan_area->use_code);
        zoning_page_add(p, ")");
    }
    if (plan_area->source_id[0] != '\0') {
        zoning_page_add(p, " [");
        zoning_page_source_text(p, plan_area->source_id);
        zoning_page_add(p, "]");
    }
}

static void write_conditions(zoning_page *p, const kbs_plan_area *a)
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
        zoning_page_source_text(p, a->plan_name);
    }
    if (a->plan_scale[0] != '\0') {
        begin_item(p);
        zoning_page_source_text(p, a->plan_scale);
    }
    text_item(p, ZONING_WORD_APPROVED, a->approval_date);
    if (a->plan_status[0] != '\0') {
        begin_item(p);
        zoning_page_source_text(p, zoning_plan_status_text(a->plan_status, p->lang));
    }
    text_item(p, ZONING_WORD_VALID_FROM, a->valid_from);
    text_item(p, ZONING_WORD_VALID_UNTIL, a->valid_until);
    origin_item(p, a->revision, a->record);
    end_items(p);
    text_item(p, ZONING_WORD_NOTES, a->notes);
    end_items(p);
}

static void write_amount(zoning_page *p, const kbs_zoning_row *row)
{
    bool turkish = p->lang == KBS_LANG_TR; /* where the percent sign comes first */
    zoning_page_fixed_right(p, "", row->area_m2, 2, AREA_WIDTH, " m²");
    zoning_page_fixed_right(p, turkish ? "%" : "", row->share * 100.0, 4, SHARE_WIDTH,
                            turkish ? "" : " %");
    zoning_page_add(p, "  ");
}

static void write_restriction(zoning_page *p, const kbs_zoning_row *row)
{
    const kbs_restriction *r = row->restriction;
    if (row->area_m2 > 0.0) {
        write_amount(p, row);
    } else if (row->length_m > 0.0) {
        zoning_page_fixed_right(p, "", row->length_m, 2, AREA_WIDTH, " m ");
        zoning_page_tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    } else {
        zoning_page_add(p, "  ");
        zoning_page_add(
            p, zoning_page_word(p, row->touches_only ? ZONING_WORD_TOUCHES : ZONING_WORD_INSIDE));
        zoning_page_tab_to(p, AREA_WIDTH + SHARE_WIDTH + 2);
    }
    zoning_page_source_text(p, or_dash(r->type));
    if (r->source_id[0] != '\0') {
        zoning_page_add(p, " [");
        zoning_page_source_text(p, r->source_id);
        zoning_page_add(p, "]");
    }
    zoning_page_end_line(p);
    text_item(p, ZONING_WORD_DEGREE, r->degree);
    text_item(p, ZONING_WORD_AUTHORITY, r->authority);
    origin_item(p, r->revision, r->record);
    end_items(p);
    if (r->note[0] != '\0') {
        begin_item(p);
        zoning_page_source_text(p, r->note);
    }
    end_items(p);
}

static void write_overlap(zoning_page *p, const kbs_zoning_row *row)
{
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_OVERLAP));
    zoning_page_add(p, " ");
    for (size_t i = 0; i < row->overlap_count; i++) {
        zoning_page_add(p, i > 0 ? " + " : "");
        add_plan_area_name(p, row->overlap[i]);
    }
    zoning_page_end_line(p);
}

static void write_rows(zoning_page *p, const kbs_zoning *answer)
{
    bool has_restriction = false;
    heading(p, ZONING_WORD_PLAN_AREAS);
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        switch (row->kind) {
        case KBS_ROW_PLAN_AREA:
            write_amount(p, row);
            add_plan_area_name(p, row->plan_area);
            zoning_page_end_line(p);
            write_conditions(p, row->plan_area);
            break;
        case KBS_ROW_UNCOVERED:
            write_amount(p, row);
            zoning_page_add(p, zoning_page_word(p, ZONING_WORD_UNCOVERED));
            zoning_page_end_line(p);
            break;
        case KBS_ROW_OVERLAP:
            write_amount(p, row);
            write_overlap(p, row);
            break;
        case KBS_ROW_NOTICE: /* below the restrictions */
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
        zoning_page_add(p, "  ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_NONE));
        zoning_page_end_line(p);
    }
}

/* Plan areas on display on the asked day. */
static void write_notices(zoning_page *p, const kbs_zoning *answer)
{
    bool headed = false;
    for (size_t i = 0; i < answer->row_count; i++) {
        const kbs_zoning_row *row = &answer->rows[i];
        if (row->kind == KBS_ROW_NOTICE) {
            if (!headed) {
                heading(p, ZONING_WORD_NOTICES);
            }
            headed = true;
            write_amount(p, row);
            add_plan_area_name(p, row->plan_area);
            zoning_page_end_line(p);
            write_conditions(p, row->plan_area);
        }
    }
}

/* The clocks, where one was set. */
static void write_clocks(zoning_page *p, const kbs_zoning *answer)
{
    char date[11];
    base_date_format(answer->valid_on, date);
    if (answer->known_on != answer->revision) {
        begin_field(p, ZONING_WORD_KNOWN_ON);
        base_buffer_int(p->out, answer->known_on);
        zoning_page_end_line(p);
    }
    field(p, ZONING_WORD_VALID_ON, date);
}

static void write_neighbours(zoning_page *p, const kbs_zoning *answer)
{
    if (answer->neighbour_count == 0) {
        return;
    }
    heading(p, ZONING_WORD_NEIGHBOURS);
    for (size_t i = 0; i < answer->neighbour_count; i++) {
        zoning_page_add(p, "  ");
        add_plan_area_name(p, answer->neighbours[i]);
        zoning_page_end_line(p);
    }
}

static void write_sources(zoning_page *p, const kbs_zoning *answer)
{
    heading(p, ZONING_WORD_SOURCES);
    for (size_t i = 0; i < answer->source_count; i++) {
        const kbs_revision *source = &answer->sources[i];
        zoning_page_add(p, "  ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_REVISION));
        zoning_page_add(p, " ");
        base_buffer_int(p->out, source->id);
        zoning_page_add(p, "  ");
        zoning_page_source_text(p, source->file);
        zoning_page_add(p, "  ");
        zoning_page_source_text(p, source->time_utc);
        zoning_page_add(p, "  SHA-256 ");
        zoning_page_source_text(p, or_dash(source->sha256));
        zoning_page_end_line(p);
    }
    begin_field(p, ZONING_WORD_CITY_REVISION);
    base_buffer_int(p->out, answer->revision);
    if (answer->computed_now) {
        zoning_page_add(p, " (");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_COMPUTED_NOW));
        zoning_page_add(p, ")");
    }
    zoning_page_end_line(p);
    write_clocks(p, answer);
    begin_field(p, ZONING_WORD_VERSIONS);
    zoning_page_add(p, answer->versions);
    zoning_page_end_line(p);
    zoning_page_end_line(p);
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_INFORMATION_ONLY));
    zoning_page_end_line(p);
}

/* The reason in the words of the catalogue. */
static void write_not_determined(zoning_page *p, const kbs_zoning *answer)
{
    char text[1024];
    kbs_finding reason = { .code = answer->not_determined, .severity = KBS_NOTE, .byte = -1 };
    kbs_finding_text(&reason, p->lang, text, sizeof text);
    zoning_page_end_line(p);
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_NOT_DETERMINED));
    zoning_page_add(p, ": ");
    zoning_page_add(p, text);
    zoning_page_end_line(p);
}

static void write_title(zoning_page *p, const kbs_zoning *answer)
{
    if (answer->parcel_id == 0) {
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_FREE_AREA));
        return;
    }
    if (answer->neighbourhood[0] != '\0') {
        zoning_page_source_text(p, answer->neighbourhood);
        zoning_page_add(p, " ");
    }
    zoning_page_source_text(p, or_dash(answer->block));
    zoning_page_add(p, "/");
    zoning_page_source_text(p, answer->parcel);
}

void zoning_write_text(base_buffer *out, const kbs_zoning *answer, kbs_lang lang)
{
    zoning_page p = { .out = out, .lang = lang, .line_start = out->length };
    zoning_page_add(&p, zoning_page_word(&p, ZONING_WORD_TITLE));
    zoning_page_add(&p, "  ");
    write_title(&p, answer);
    zoning_page_end_line(&p);
    zoning_page_end_line(&p);
    write_parcel(&p, answer);
    if (answer->not_determined[0] != '\0') {
        write_not_determined(&p, answer);
    } else {
        write_rows(&p, answer);
        write_notices(&p, answer);
        write_neighbours(&p, answer);
    }
    write_sources(&p, answer);
}
