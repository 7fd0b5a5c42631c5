/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a city holds, as a table for people and as JSON. */
#include <math.h>
#include <string.h>

#include <kbs/city.h>

#include "base/json_write.h"
#include "geo/shape.h"

#define MOST_INFO_BYTES (1u << 28)

static void write_revision_json(base_json *json, const kbs_revision *revision)
{
    base_json_object(json, NULL);
    base_json_int(json, "revision", revision->id);
    base_json_text(json, "time_utc", revision->time_utc);
    base_json_text(json, "kind", kbs_kind_name(revision->kind));
    base_json_text(json, "file", revision->file);
    base_json_text(json, "layer", revision->layer);
    base_json_text(json, "dataset", revision->dataset);
    base_json_text(json, "sha256", revision->sha256);
    base_json_int(json, "source_bytes", revision->source_bytes);
    base_json_text(json, "crs", revision->crs);
    base_json_text(json, "transformation", revision->transformation);
    base_json_fixed(json, "accuracy_m", revision->accuracy_m, 2);
    base_json_text(json, "encoding", revision->encoding);
    base_json_text(json, "profile", revision->profile);
    base_json_text(json, "plan_number", revision->plan_number);
    base_json_int(json, "records_in_source", revision->records_in_source);
    base_json_int(json, "imported", revision->imported);
    base_json_int(json, "mended", revision->mended);
    base_json_int(json, "refused", revision->refused);
    base_json_int(json, "unchanged", revision->unchanged);
    base_json_int(json, "closed", revision->closed);
    base_json_text(json, "digest", revision->digest);
    base_json_text(json, "library", revision->library);
    base_json_object_end(json);
}

kbs_code kbs_city_info_json(const kbs_city_info *info, char **out)
{
    base_buffer text;
    base_buffer_init(&text, MOST_INFO_BYTES);
    base_json json = base_json_start(&text, true);
    base_json_object(&json, NULL);
    base_json_text(&json, "name", info->name);
    base_json_text(&json, "crs", info->crs);
    base_json_text(&json, "crs_name", info->crs_name);
    base_json_int(&json, "schema_version", info->schema_version);
    base_json_int(&json, "revision", info->revision);
    base_json_array(&json, "extent");
    if (!geo_box_is_empty(info->extent)) {
        base_json_fixed(&json, NULL, info->extent.east_min, 3);
        base_json_fixed(&json, NULL, info->extent.north_min, 3);
        base_json_fixed(&json, NULL, info->extent.east_max, 3);
        base_json_fixed(&json, NULL, info->extent.north_max, 3);
    }
    base_json_array_end(&json);
    base_json_array(&json, "kinds");
    for (size_t i = 0; i < KBS_KIND_COUNT; i++) {
        const struct kbs_kind_info *kind = &info->kinds[i];
        base_json_object(&json, NULL);
        base_json_text(&json, "kind", kbs_kind_name(kind->kind));
        base_json_int(&json, "current", kind->current);
        base_json_int(&json, "closed", kind->closed);
        base_json_fixed(&json, "area_m2", kind->area_m2, 2);
        base_json_fixed(&json, "length_m", kind->length_m, 2);
        base_json_object_end(&json);
    }
    base_json_array_end(&json);
    base_json_int(&json, "share_rows", info->share_rows);
    base_json_int(&json, "dirty_parcels", info->dirty_parcels);
    base_json_int(&json, "file_bytes", info->file_bytes);
    base_json_int(&json, "wal_bytes", info->wal_bytes);
    base_json_array(&json, "revisions");
    for (size_t i = 0; i < info->revision_count; i++) {
        write_revision_json(&json, &info->revisions[i]);
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_buffer_char(&text, '\n');
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}

/* Pads to `width` characters: before the text when `right`, else after it. */
static void write_cell(base_buffer *out, const char *text, size_t width, bool right)
{
    size_t characters = 0;
    for (const char *c = text; *c != '\0'; c++) {
        characters += ((unsigned char)*c & 0xC0) != 0x80 ? 1 : 0;
    }
    if (!right) {
        base_buffer_text(out, text);
    }
    for (; characters < width; characters++) {
        base_buffer_char(out, ' ');
    }
    if (right) {
        base_buffer_text(out, text);
    }
}

static void write_number_cell(base_buffer *out, double value, int decimals, size_t width)
{
    base_buffer number;
    base_buffer_init(&number, 64);
    base_buffer_fixed(&number, value, decimals);
    write_cell(out, number.failed ? "?" : number.data, width, true);
    base_buffer_release(&number);
}

static void write_kinds_text(base_buffer *out, const kbs_city_info *info, kbs_lang lang)
{
    bool tr = lang == KBS_LANG_TR;
    write_cell(out, tr ? "tür" : "kind", 16, false);
    write_cell(out, tr ? "güncel" : "current", 10, true);
    write_cell(out, tr ? "kapalı" : "closed", 10, true);
    write_cell(out, tr ? "alan m²" : "area m²", 18, true);
    write_cell(out, tr ? "uzunluk m" : "length m", 15, true);
    base_buffer_char(out, '\n');
    for (size_t i = 0; i < KBS_KIND_COUNT; i++) {
        const struct kbs_kind_info *kind = &info->kinds[i];
        write_cell(out, kbs_kind_name(kind->kind), 16, false);
        write_number_cell(out, (double)kind->current, 0, 10);
        write_number_cell(out, (double)kind->closed, 0, 10);
        write_number_cell(out, kind->area_m2, 2, 18);
        write_number_cell(out, kind->length_m, 2, 15);
        base_buffer_char(out, '\n');
    }
}

static void write_revisions_text(base_buffer *out, const kbs_city_info *info, kbs_lang lang)
{
    base_buffer_text(out, lang == KBS_LANG_TR ? "\nsürümler\n" : "\nrevisions\n");
    for (size_t i = 0; i < info->revision_count; i++) {
        const kbs_revision *revision = &info->revisions[i];
        write_number_cell(out, (double)revision->id, 0, 5);
        base_buffer_text(out, "  ");
        base_buffer_text(out, revision->time_utc);
        base_buffer_text(out, "  ");
        write_cell(out, kbs_kind_name(revision->kind), 14, false);
        write_number_cell(out, (double)(revision->imported + revision->mended), 0, 9);
        base_buffer_text(out, "  ");
        base_buffer_text(out, revision->file);
        if (revision->refused > 0) {
            base_buffer_text(out, lang == KBS_LANG_TR ? "  (alınmayan " : "  (skipped ");
            base_buffer_int(out, revision->refused);
            base_buffer_char(out, ')');
        }
        base_buffer_char(out, '\n');
    }
}

kbs_code kbs_city_info_text(const kbs_city_info *info, kbs_lang lang, char **out)
{
    base_buffer text;
    bool tr = lang == KBS_LANG_TR;
    base_buffer_init(&text, MOST_INFO_BYTES);
    base_buffer_text(&text, info->name[0] == '\0' ? (tr ? "(adsız kent)" : "(city without a name)")
                                                  : info->name);
    base_buffer_text(&text, " · ");
    base_buffer_text(&text, info->crs);
    base_buffer_text(&text, " ");
    base_buffer_text(&text, info->crs_name);
    base_buffer_text(&text, tr ? " · sürüm " : " · revision ");
    base_buffer_int(&text, info->revision);
    base_buffer_char(&text, '\n');
    if (!geo_box_is_empty(info->extent)) {
        base_buffer_text(&text, tr ? "sağa (doğu) " : "east ");
        base_buffer_fixed(&text, info->extent.east_min, 2);
        base_buffer_text(&text, " … ");
        base_buffer_fixed(&text, info->extent.east_max, 2);
        base_buffer_text(&text, tr ? " · yukarı (kuzey) " : " · north ");
        base_buffer_fixed(&text, info->extent.north_min, 2);
        base_buffer_text(&text, " … ");
        base_buffer_fixed(&text, info->extent.north_max, 2);
        base_buffer_text(&text, " m\n");
    }
    base_buffer_char(&text, '\n');
    write_kinds_text(&text, info, lang);
    base_buffer_text(&text, tr ? "\npay satırı " : "\nshare rows ");
    base_buffer_int(&text, info->share_rows);
    base_buffer_text(&text,
                     tr ? " · yeniden hesaplanacak parsel " : " · parcels to compute again ");
    base_buffer_int(&text, info->dirty_parcels);
    base_buffer_char(&text, '\n');
    write_revisions_text(&text, info, lang);
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
