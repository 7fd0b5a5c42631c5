/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* An answer as CSV (RFC 4180, lines ending with LF, decimal point): one row per parcel and part. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front. */
#include <string.h>

#include "base/number.h"
#include "zoning/write.h"

const char *kbs_zoning_csv_header(void)
{
    return "neighbourhood,block,parcel,parcel_area_m2,kind,source_id,code,area_m2,share,"
           "length_m,touches_only,use,building_order,floors,coverage_ratio,floor_area_ratio,height_"
           "max_m,"
           "front_setback_m,side_setback_m,rear_setback_m,plan_number,plan_status,authority,"
           "revision,record,"
           "registered_area_m2,not_determined";
}

/* Texts that begin like this are formulas to a spreadsheet, unless they are numbers. */
static bool looks_like_formula(const char *text, size_t length)
{
    double number;
    return length > 0 && strchr("=+-@\t\r", text[0]) != NULL &&
           !base_number_parse(text, length, &number);
}

static void add_raw(base_buffer *out, const char *text, size_t length)
{
    bool formula = looks_like_formula(text, length);
    bool quoted = false;
    for (size_t i = 0; i < length && !quoted; i++) {
        quoted = strchr(",\"\r\n", text[i]) != NULL;
    }
    if (quoted) {
        base_buffer_char(out, '"');
    }
    if (formula) {
        base_buffer_char(out, '\'');
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            base_buffer_char(out, '"');
        }
        base_buffer_char(out, text[i]);
    }
    if (quoted) {
        base_buffer_char(out, '"');
    }
}

/* A field and the comma before it. */
static void add_text(base_buffer *out, const char *text)
{
    base_buffer_char(out, ',');
    add_raw(out, text, strlen(text));
}

static void add_fixed(base_buffer *out, double value, int decimals)
{
    base_buffer_char(out, ',');
    base_buffer_fixed(out, value, decimals);
}

static void add_number(base_buffer *out, double value)
{
    base_buffer_char(out, ',');
    if (value != KBS_NO_VALUE) {
        base_buffer_double(out, value);
    }
}

static void add_int(base_buffer *out, int64_t value)
{
    base_buffer_char(out, ',');
    base_buffer_int(out, value);
}

static void add_empty(base_buffer *out, int count)
{
    for (int i = 0; i < count; i++) {
        base_buffer_char(out, ',');
    }
}

/* The source ids, or the codes, of an overlap, joined by "+"; nothing when none is given. */
static void add_joined(base_buffer *out, const kbs_zoning_row *row, bool codes)
{
    base_buffer joined;
    bool given = false;
    base_buffer_init(&joined, (size_t)1 << 24);
    for (size_t i = 0; i < row->overlap_count; i++) {
        const char *one = codes ? row->overlap[i]->use_code : row->overlap[i]->source_id;
        base_buffer_text(&joined, i > 0 ? "+" : "");
        base_buffer_text(&joined, one);
        given = given || one[0] != '\0';
    }
    if (!given) {
        base_buffer_clear(&joined);
    }
    out->failed = out->failed || joined.failed;
    add_text(out, joined.data != NULL ? joined.data : "");
    base_buffer_release(&joined);
}

static void add_source_and_code(base_buffer *out, const kbs_zoning_row *row)
{
    switch (row->kind) {
    case KBS_ROW_PLAN_AREA:
    case KBS_ROW_NOTICE:
        add_text(out, row->plan_area->source_id);
        add_text(out, row->plan_area->use_code);
        break;
    case KBS_ROW_UNCOVERED:
        add_empty(out, 2);
        break;
    case KBS_ROW_OVERLAP:
        add_joined(out, row, false);
        add_joined(out, row, true);
        break;
    case KBS_ROW_RESTRICTION:
        add_text(out, row->restriction->source_id);
        add_text(out, row->restriction->type);
        break;
    }
}

/* use … plan_status: eleven fields. */
static void add_conditions(base_buffer *out, const kbs_plan_area *p)
{
    if (p == NULL) {
        add_empty(out, 11);
        return;
    }
    add_text(out, p->use);
    add_text(out, p->building_order);
    add_number(out, p->floors);
    add_number(out, p->coverage_ratio);
    add_number(out, p->floor_area_ratio);
    add_number(out, p->height_max_m);
    add_number(out, p->front_setback_m);
    add_number(out, p->side_setback_m);
    add_number(out, p->rear_setback_m);
    add_text(out, p->plan_number);
    add_text(out, p->plan_status);
}

static void begin(base_buffer *out, const kbs_zoning *answer)
{
    add_raw(out, answer->neighbourhood, strlen(answer->neighbourhood));
    add_text(out, answer->block);
    add_text(out, answer->parcel);
    add_fixed(out, answer->area_m2, 2);
}

static void end(base_buffer *out, const kbs_zoning *answer)
{
    add_number(out, answer->registered_area_m2);
    add_text(out, answer->not_determined);
    base_buffer_char(out, '\n');
}

static void write_row(base_buffer *out, const kbs_zoning *answer, const kbs_zoning_row *row)
{
    begin(out, answer);
    add_text(out, kbs_row_kind_name(row->kind));
    add_source_and_code(out, row);
    add_fixed(out, row->area_m2, 2);
    add_fixed(out, row->share, 6);
    if (row->kind == KBS_ROW_RESTRICTION) {
        add_fixed(out, row->length_m, 2);
        add_text(out, row->touches_only ? "true" : "false");
    } else {
        add_empty(out, 2);
    }
    add_conditions(out, row->plan_area);
    add_text(out, row->restriction != NULL ? row->restriction->authority : "");
    if (row->plan_area != NULL) {
        add_int(out, row->plan_area->revision);
        add_int(out, row->plan_area->record);
    } else if (row->restriction != NULL) {
        add_int(out, row->restriction->revision);
        add_int(out, row->restriction->record);
    } else {
        add_empty(out, 2);
    }
    end(out, answer);
}

void zoning_write_csv(base_buffer *out, const kbs_zoning *answer)
{
    for (size_t i = 0; i < answer->row_count; i++) {
        write_row(out, answer, &answer->rows[i]);
    }
    if (answer->row_count == 0) {
        begin(out, answer);
        add_empty(out, 21); /* kind … record: nothing was determined */
        end(out, answer);
    }
}

void zoning_csv_first(base_buffer *out, const char *text)
{
    add_raw(out, text, strlen(text));
}

void zoning_csv_text(base_buffer *out, const char *text)
{
    add_text(out, text);
}

void zoning_csv_fixed(base_buffer *out, double value, int decimals)
{
    add_fixed(out, value, decimals);
}
