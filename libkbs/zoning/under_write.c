/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The parcels under a plan or a restriction as text, JSON (docs/schema/under.json) and CSV. */
#include "base/json_write.h"
#include "base/memory.h"
#include "zoning/page.h"
#include "zoning/write.h"

#define MOST_ANSWER_BYTES ((size_t)1 << 31)
#define KEY_WIDTH 34u
#define AREA_WIDTH 14u
#define SHARE_WIDTH 11u

const char *kbs_zoning_under_csv_header(void)
{
    return "neighbourhood,block,parcel,parcel_area_m2,kind,source_id,code,area_m2,share,length_m,"
           "not_determined";
}

static const char *source_id_of(const kbs_zoning_under_row *row)
{
    return row->plan_area != NULL ? row->plan_area->source_id
                                  : (row->restriction != NULL ? row->restriction->source_id : "");
}

static const char *code_of(const kbs_zoning_under_row *row)
{
    return row->plan_area != NULL ? row->plan_area->use_code
                                  : (row->restriction != NULL ? row->restriction->type : "");
}

static void write_csv(base_buffer *out, const kbs_zoning_under *under)
{
    for (size_t i = 0; i < under->row_count; i++) {
        const kbs_zoning_under_row *row = &under->rows[i];
        zoning_csv_first(out, row->neighbourhood);
        zoning_csv_text(out, row->block);
        zoning_csv_text(out, row->parcel);
        zoning_csv_fixed(out, row->parcel_area_m2, 2);
        zoning_csv_text(out, kbs_kind_name(under->kind));
        zoning_csv_text(out, source_id_of(row));
        zoning_csv_text(out, code_of(row));
        if (row->not_determined[0] == '\0') {
            zoning_csv_fixed(out, row->area_m2, 2);
            zoning_csv_fixed(out, row->share, 6);
            zoning_csv_fixed(out, row->length_m, 2);
        } else {
            base_buffer_text(out, ",,,");
        }
        zoning_csv_text(out, row->not_determined);
        base_buffer_char(out, '\n');
    }
}

static void text_or_null(base_json *json, const char *key, const char *text)
{
    base_json_text(json, key, text[0] != '\0' ? text : NULL);
}

static void write_json_row(base_json *json, const kbs_zoning_under_row *row)
{
    base_json_object(json, NULL);
    text_or_null(json, "neighbourhood", row->neighbourhood);
    text_or_null(json, "block", row->block);
    base_json_text(json, "parcel", row->parcel);
    base_json_int(json, "parcel_id", row->parcel_id);
    base_json_fixed(json, "parcel_area_m2", row->parcel_area_m2, 2);
    if (row->not_determined[0] != '\0') {
        base_json_null(json, "id");
        base_json_null(json, "source_id");
        base_json_null(json, "area_m2");
        base_json_null(json, "share");
        base_json_null(json, "exact_area_m2");
        base_json_null(json, "length_m");
    } else {
        base_json_int(json, "id",
                      row->plan_area != NULL ? row->plan_area->id : row->restriction->id);
        text_or_null(json, "source_id", source_id_of(row));
        base_json_fixed(json, "area_m2", row->area_m2, 2);
        base_json_fixed(json, "share", row->share, 6);
        base_json_number(json, "exact_area_m2", row->exact_area_m2);
        base_json_fixed(json, "length_m", row->length_m, 2);
    }
    text_or_null(json, "not_determined", row->not_determined);
    base_json_object_end(json);
}

static void write_json(base_buffer *out, const kbs_zoning_under *under)
{
    base_json writer = base_json_start(out, true);
    base_json *json = &writer;
    base_json_object(json, NULL);
    base_json_text(json, "format", "kbs-under-1");
    base_json_text(json, "kind", kbs_kind_name(under->kind));
    base_json_text(json, "asked", under->asked);
    base_json_array(json, "plan_areas");
    for (size_t i = 0; i < under->plan_area_count; i++) {
        zoning_json_plan_area(json, NULL, under->plan_areas[i]);
    }
    base_json_array_end(json);
    base_json_array(json, "restrictions");
    for (size_t i = 0; i < under->restriction_count; i++) {
        zoning_json_restriction(json, NULL, under->restrictions[i]);
    }
    base_json_array_end(json);
    base_json_int(json, "parcel_count", (int64_t)under->parcel_count);
    base_json_fixed(json, "area_m2", under->area_m2, 2);
    base_json_array(json, "rows");
    for (size_t i = 0; i < under->row_count; i++) {
        write_json_row(json, &under->rows[i]);
    }
    base_json_array_end(json);
    base_json_int(json, "revision", under->revision);
    zoning_json_clocks(json, under->known_on, under->valid_on);
    base_json_text(json, "crs", under->crs);
    base_json_text(json, "versions", under->versions);
    base_json_bool(json, "information_only", true);
    base_json_object_end(json);
    base_buffer_char(out, '\n');
}

static void write_text_row(zoning_page *p, const kbs_zoning_under_row *row)
{
    bool turkish = p->lang == KBS_LANG_TR;
    if (row->neighbourhood[0] != '\0') {
        zoning_page_source_text(p, row->neighbourhood);
        zoning_page_add(p, "/");
    }
    zoning_page_source_text(p, row->block);
    zoning_page_add(p, "/");
    zoning_page_source_text(p, row->parcel);
    zoning_page_tab_to(p, KEY_WIDTH);
    if (row->not_determined[0] != '\0') {
        zoning_page_add(p, "  ");
        zoning_page_add(p, zoning_page_word(p, ZONING_WORD_NOT_DETERMINED));
    } else if (row->area_m2 == 0.0 && row->length_m > 0.0) {
        zoning_page_fixed_right(p, "", row->length_m, 2, AREA_WIDTH, " m");
    } else {
        zoning_page_fixed_right(p, "", row->area_m2, 2, AREA_WIDTH, " m²");
        zoning_page_fixed_right(p, turkish ? "%" : "", row->share * 100.0, 4, SHARE_WIDTH,
                                turkish ? "" : " %");
    }
    if (source_id_of(row)[0] != '\0') {
        zoning_page_add(p, "  [");
        zoning_page_source_text(p, source_id_of(row));
        zoning_page_add(p, "]");
    }
    zoning_page_end_line(p);
}

static void write_text(base_buffer *out, const kbs_zoning_under *under, kbs_lang lang)
{
    bool turkish = lang == KBS_LANG_TR;
    bool is_plan = under->kind == KBS_PLAN_AREA;
    zoning_page p = { .out = out, .lang = lang, .line_start = out->length };
    zoning_page_add(
        &p, is_plan ? (turkish ? "Plan altındaki parseller: " : "Parcels under the plan ")
                    : (turkish ? "Kısıt altındaki parseller: " : "Parcels under the restriction "));
    zoning_page_source_text(&p, under->asked);
    zoning_page_end_line(&p);
    zoning_page_end_line(&p);
    for (size_t i = 0; i < under->row_count; i++) {
        write_text_row(&p, &under->rows[i]);
    }
    zoning_page_end_line(&p);
    base_buffer_int(out, (int64_t)under->parcel_count);
    zoning_page_add(&p, turkish ? " parsel, " : " parcels, ");
    zoning_page_fixed(&p, under->area_m2, 2);
    zoning_page_add(&p, " m²");
    zoning_page_end_line(&p);
    zoning_page_add(&p, zoning_page_word(&p, ZONING_WORD_CITY_REVISION));
    zoning_page_add(&p, " ");
    base_buffer_int(out, under->revision);
    zoning_page_end_line(&p);
    zoning_page_add(&p, zoning_page_word(&p, ZONING_WORD_INFORMATION_ONLY));
    zoning_page_end_line(&p);
}

kbs_code kbs_zoning_under_write(const kbs_zoning_under *under, kbs_zoning_format format,
                                kbs_lang lang, char **out)
{
    base_buffer text;
    bool known = format == KBS_ZONING_TEXT || format == KBS_ZONING_JSON || format == KBS_ZONING_CSV;
    if (out == NULL || under == NULL || !known || (lang != KBS_LANG_EN && lang != KBS_LANG_TR)) {
        return KBS_USAGE;
    }
    *out = NULL;
    base_buffer_init(&text, MOST_ANSWER_BYTES);
    base_buffer_text(&text, "");
    switch (format) {
    case KBS_ZONING_TEXT:
        write_text(&text, under, lang);
        break;
    case KBS_ZONING_JSON:
        write_json(&text, under);
        break;
    case KBS_ZONING_CSV:
        write_csv(&text, under);
        break;
    case KBS_ZONING_GEOJSON: /* refused above */
        break;
    }
    *out = base_buffer_take(&text);
    base_buffer_release(&text);
    return *out != NULL ? KBS_OK : KBS_MEMORY;
}
