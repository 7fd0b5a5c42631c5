/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A change as text (the rows that went with "-", those that came with "+") and as JSON with both whole answers. */
#include <string.h>

#include "base/json_write.h"
#include "base/memory.h"
#include "zoning/diff.h"
#include "zoning/page.h"
#include "zoning/write.h"

#define MOST_BYTES ((size_t)1 << 30)

static const char *word_of(const kbs_zoning_change *change)
{
    return change->before == NULL ? "added" : (change->after == NULL ? "removed" : "changed");
}

static void write_answer(base_json *json, const char *key, const kbs_zoning *answer)
{
    if (answer == NULL) {
        base_json_null(json, key);
        return;
    }
    base_json_object(json, key);
    zoning_json_members(json, answer);
    base_json_object_end(json);
}

static void write_json(base_buffer *out, const kbs_zoning_change *change)
{
    const kbs_zoning *any = change->after != NULL ? change->after : change->before;
    base_json json = base_json_start(out, true);
    base_json_object(&json, NULL);
    base_json_text(&json, "format", "kbs-diff-1");
    base_json_text(&json, "neighbourhood",
                   any->neighbourhood[0] != '\0' ? any->neighbourhood : NULL);
    base_json_text(&json, "block", any->block[0] != '\0' ? any->block : NULL);
    base_json_text(&json, "parcel", any->parcel);
    base_json_text(&json, "change", word_of(change));
    base_json_int(&json, "from", change->from);
    base_json_int(&json, "to", change->to);
    write_answer(&json, "before", change->before);
    write_answer(&json, "after", change->after);
    base_json_object_end(&json);
    base_buffer_char(out, '\n');
}

static void write_value(zoning_page *p, const char *label, double value)
{
    if (value != KBS_NO_VALUE) {
        zoning_page_add(p, ", ");
        zoning_page_add(p, label);
        zoning_page_add(p, " ");
        zoning_page_number(p, value, 2);
    }
}

static void write_plan_area(zoning_page *p, const kbs_plan_area *a)
{
    zoning_page_source_text(p, a->use[0] != '\0' ? a->use : a->use_code);
    if (a->source_id[0] != '\0') {
        zoning_page_add(p, " [");
        zoning_page_source_text(p, a->source_id);
        zoning_page_add(p, "]");
    }
}

/* The kind in the words of the CSV form, what it is, and the values that are most asked for. */
static void write_row(zoning_page *p, const char *sign, const kbs_zoning_row *row)
{
    zoning_page_add(p, sign);
    zoning_page_fixed_right(p, "", row->area_m2, 2, 14, " m²");
    zoning_page_add(p, "  ");
    zoning_page_add(p, kbs_row_kind_name(row->kind));
    zoning_page_add(p, "  ");
    for (size_t i = 0; i < row->overlap_count; i++) {
        zoning_page_add(p, i > 0 ? " + " : "");
        write_plan_area(p, row->overlap[i]);
    }
    if (row->plan_area != NULL) {
        const kbs_plan_area *a = row->plan_area;
        write_plan_area(p, a);
        write_value(p, "TAKS", a->coverage_ratio);
        write_value(p, "KAKS", a->floor_area_ratio);
        write_value(p, zoning_page_word(p, ZONING_WORD_FLOORS), a->floors);
        write_value(p, zoning_page_word(p, ZONING_WORD_HEIGHT), a->height_max_m);
    }
    if (row->restriction != NULL) {
        zoning_page_source_text(p, row->restriction->type);
        zoning_page_add(p, " [");
        zoning_page_source_text(p, row->restriction->source_id);
        zoning_page_add(p, "]");
    }
    zoning_page_end_line(p);
}

/* Rows of the one that the other has not. */
static size_t write_missing(zoning_page *p, const char *sign, const kbs_zoning *of,
                            const kbs_zoning *other)
{
    size_t written = 0;
    for (size_t i = 0; of != NULL && i < of->row_count; i++) {
        bool there = false;
        for (size_t k = 0; other != NULL && !there && k < other->row_count; k++) {
            there = zoning_rows_are_same(&of->rows[i], &other->rows[k]);
        }
        if (!there) {
            write_row(p, sign, &of->rows[i]);
            written++;
        }
    }
    return written;
}

static void write_area(zoning_page *p, const char *sign, const kbs_zoning *answer)
{
    zoning_page_add(p, sign);
    zoning_page_fixed_right(p, "", answer->area_m2, 2, 14, " m²");
    zoning_page_add(p, "  ");
    zoning_page_add(p, zoning_page_word(p, ZONING_WORD_COMPUTED_AREA));
    zoning_page_end_line(p);
}

static void write_text(base_buffer *out, const kbs_zoning_change *change, kbs_lang lang)
{
    static const char *const words[2][3] = { { "added", "removed", "changed" },
                                             { "eklendi", "kalktı", "değişti" } };
    const kbs_zoning *any = change->after != NULL ? change->after : change->before;
    zoning_page p = { .out = out, .lang = lang, .line_start = out->length };
    size_t word = change->before == NULL ? 0 : (change->after == NULL ? 1 : 2);
    if (any->neighbourhood[0] != '\0') {
        zoning_page_source_text(&p, any->neighbourhood);
        zoning_page_add(&p, "/");
    }
    zoning_page_source_text(&p, any->block);
    zoning_page_add(&p, "/");
    zoning_page_source_text(&p, any->parcel);
    zoning_page_add(&p, ": ");
    zoning_page_add(&p, words[lang][word]);
    zoning_page_end_line(&p);
    size_t written = 0;
    if (word == 2 && change->before->area_m2 != change->after->area_m2) {
        write_area(&p, "-", change->before);
        write_area(&p, "+", change->after);
        written++;
    }
    written += write_missing(&p, "-", change->before, change->after);
    written += write_missing(&p, "+", change->after, change->before);
    if (written == 0) {
        zoning_page_add(&p, lang == KBS_LANG_TR
                                ? "  alanları aynı; yeri, tapu alanı, niteliği, pafta ya da "
                                  "komşu planları başka"
                                : "  the same areas; its place, registered area, land type, sheet "
                                  "or neighbouring plans differ");
        zoning_page_end_line(&p);
    }
}

kbs_code kbs_zoning_change_write(const kbs_zoning_change *change, kbs_zoning_format format,
                                 kbs_lang lang, char **out)
{
    base_buffer text;
    bool known = format == KBS_ZONING_TEXT || format == KBS_ZONING_JSON;
    if (out == NULL || change == NULL || !known || (lang != KBS_LANG_EN && lang != KBS_LANG_TR) ||
        (change->before == NULL && change->after == NULL)) {
        return KBS_USAGE;
    }
    *out = NULL;
    base_buffer_init(&text, MOST_BYTES);
    if (format == KBS_ZONING_JSON) {
        write_json(&text, change);
    } else {
        write_text(&text, change, lang);
    }
    *out = base_buffer_take(&text);
    base_buffer_release(&text);
    return *out != NULL ? KBS_OK : KBS_MEMORY;
}
