/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A listing as JSON (docs/schema/list.json) and as a table for people. */
#include <string.h>

#include "base/finding_write.h"
#include "base/text.h"
#include "import/drawing.h"
#include "import/listing.h"

#define MOST_BYTES ((size_t)1 << 30)
#define SENTENCE_BYTES 1024
#define MOST_TEXT_SHOWN 30
#define MOST_FINDINGS_SHOWN 50

static void write_box(base_json *json, const char *key, kbs_box box)
{
    if (geo_box_is_empty(box)) {
        base_json_null(json, key);
        return;
    }
    base_json_array(json, key);
    base_json_number(json, NULL, box.east_min);
    base_json_number(json, NULL, box.north_min);
    base_json_number(json, NULL, box.east_max);
    base_json_number(json, NULL, box.north_max);
    base_json_array_end(json);
}

static void write_counts(base_json *json, const char *key, const kbs_source_count *counts,
                         size_t count)
{
    base_json_array(json, key);
    for (size_t i = 0; i < count; i++) {
        base_json_object(json, NULL);
        base_json_text(json, "type", counts[i].type);
        base_json_int(json, "count", counts[i].count);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_texts(base_json *json, const char *key, const char *const *texts, size_t count)
{
    base_json_array(json, key);
    for (size_t i = 0; i < count; i++) {
        base_json_text(json, NULL, texts[i]);
    }
    base_json_array_end(json);
}

static void write_layer(base_json *json, const kbs_source_layer *layer)
{
    base_json_object(json, NULL);
    base_json_text(json, "name", layer->name);
    base_json_text(json, "becomes", layer->becomes);
    base_json_int(json, "records", layer->records);
    write_box(json, "box", layer->box);
    write_counts(json, "counts", layer->counts, layer->count_count);
    write_texts(json, "texts", layer->texts, layer->text_count);
    write_texts(json, "columns", layer->columns, layer->column_count);
    base_json_object_end(json);
}

kbs_code kbs_listing_json(const kbs_listing *listing, kbs_lang lang, char **out)
{
    base_buffer text;
    base_buffer_init(&text, MOST_BYTES);
    base_json json = base_json_start(&text, true);
    base_json_object(&json, NULL);
    base_json_text(&json, "file", listing->file);
    base_json_text(&json, "format", listing->format);
    base_json_text(&json, "version", listing->version);
    base_json_text(&json, "encoding", listing->encoding);
    base_json_text(&json, "crs", listing->crs);
    base_json_text(&json, "crs_source", listing->crs_source);
    base_json_text(&json, "crs_candidates", listing->crs_candidates);
    base_json_bool(&json, "is_drawing", listing->is_drawing);
    base_json_int(&json, "deleted", listing->deleted);
    write_box(&json, "box", listing->box);
    base_json_array(&json, "layers");
    for (size_t i = 0; i < listing->layer_count; i++) {
        write_layer(&json, &listing->layers[i]);
    }
    base_json_array_end(&json);
    write_counts(&json, "skipped", listing->skipped, listing->skipped_count);
    base_json_array(&json, "findings");
    for (size_t i = 0; i < listing->finding_count; i++) {
        base_finding_write_json(&json, &listing->findings[i], lang);
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_buffer_char(&text, '\n');
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}

/* The name of a type in the language; types of formats as they are. */
static const char *type_in(const char *type, kbs_lang lang)
{
    for (int t = 0; t < DRAWING_TYPE_COUNT; t++) {
        if (strcmp(drawing_type_name((drawing_type)t, KBS_LANG_EN), type) == 0) {
            return drawing_type_name((drawing_type)t, lang);
        }
    }
    return type;
}

static void show_box(base_buffer *out, kbs_box box)
{
    int decimals = box.east_max <= 360 && box.north_max <= 90 ? 6 : 2;
    base_buffer_text(out, "E ");
    base_buffer_fixed(out, box.east_min, decimals);
    base_buffer_text(out, " … ");
    base_buffer_fixed(out, box.east_max, decimals);
    base_buffer_text(out, ", N ");
    base_buffer_fixed(out, box.north_min, decimals);
    base_buffer_text(out, " … ");
    base_buffer_fixed(out, box.north_max, decimals);
}

static void show_layer(base_buffer *out, const kbs_source_layer *layer, kbs_lang lang)
{
    bool tr = lang == KBS_LANG_TR;
    base_buffer_text(out, "  ");
    base_text_escape(out, layer->name, strlen(layer->name), 80);
    base_buffer_text(out, layer->becomes[0] == '\0' ? "" : " → ");
    base_buffer_text(out, layer->becomes);
    base_buffer_text(out, ": ");
    if (layer->count_count == 0) {
        base_buffer_int(out, layer->records);
        base_buffer_text(out, tr ? " kayıt" : layer->records == 1 ? " record" : " records");
    }
    for (size_t i = 0; i < layer->count_count; i++) {
        base_buffer_text(out, i == 0 ? "" : ", ");
        base_buffer_int(out, layer->counts[i].count);
        base_buffer_char(out, ' ');
        base_buffer_text(out, type_in(layer->counts[i].type, lang));
        base_buffer_text(out, tr || layer->counts[i].count == 1 ? "" : "s");
    }
    base_buffer_char(out, '\n');
    for (size_t i = 0; i < layer->text_count; i++) {
        base_buffer_text(out, i == 0 ? "      \"" : ", \"");
        base_text_escape(out, layer->texts[i], strlen(layer->texts[i]), MOST_TEXT_SHOWN);
        base_buffer_text(out, i + 1 == layer->text_count ? "\"\n" : "\"");
    }
    for (size_t i = 0; i < layer->column_count; i++) {
        base_buffer_text(out, i == 0 ? (tr ? "      sütunlar: " : "      columns: ") : ", ");
        base_text_escape(out, layer->columns[i], strlen(layer->columns[i]), 80);
        base_buffer_text(out, i + 1 == layer->column_count ? "\n" : "");
    }
}

static void show_head(base_buffer *out, const kbs_listing *listing, bool tr)
{
    base_buffer_text(out, listing->file);
    base_buffer_text(out, ": ");
    base_buffer_text(out, listing->format);
    if (listing->version[0] != '\0') {
        base_buffer_text(out, ", ");
        base_buffer_text(out, listing->version);
    }
    base_buffer_text(out, tr ? "\n  koordinat sistemi: " : "\n  coordinate system: ");
    if (listing->crs[0] != '\0') {
        base_buffer_text(out, listing->crs);
        base_buffer_text(out, " (");
        base_buffer_text(out, listing->crs_source);
        base_buffer_char(out, ')');
    } else {
        base_buffer_text(out, tr ? "yok; " : "none; ");
        base_buffer_text(out, listing->crs_candidates[0] == '\0'
                                  ? (tr ? "Türkiye'de değil" : "nowhere in Turkey")
                                  : listing->crs_candidates);
    }
    if (!geo_box_is_empty(listing->box)) {
        base_buffer_text(out, tr ? "\n  kapsam: " : "\n  extent: ");
        show_box(out, listing->box);
    }
    base_buffer_char(out, '\n');
}

static void show_skipped(base_buffer *out, const kbs_listing *listing, bool tr)
{
    for (size_t i = 0; i < listing->skipped_count; i++) {
        base_buffer_text(out, i == 0 ? (tr ? "  okunmayan: " : "  not read: ") : ", ");
        base_buffer_int(out, listing->skipped[i].count);
        base_buffer_char(out, ' ');
        base_text_escape(out, listing->skipped[i].type, strlen(listing->skipped[i].type), 80);
        base_buffer_text(out, i + 1 == listing->skipped_count ? "\n" : "");
    }
    if (listing->deleted > 0) {
        base_buffer_text(out, tr ? "  silinmiş işaretli: " : "  marked as deleted: ");
        base_buffer_int(out, listing->deleted);
        base_buffer_char(out, '\n');
    }
}

kbs_code kbs_listing_text(const kbs_listing *listing, kbs_lang lang, char **out)
{
    char sentence[SENTENCE_BYTES];
    base_buffer text;
    base_buffer_init(&text, MOST_BYTES);
    if (listing->format[0] != '\0') {
        show_head(&text, listing, lang == KBS_LANG_TR);
    }
    for (size_t i = 0; i < listing->layer_count; i++) {
        show_layer(&text, &listing->layers[i], lang);
    }
    show_skipped(&text, listing, lang == KBS_LANG_TR);
    for (size_t i = 0; i < listing->finding_count && i < MOST_FINDINGS_SHOWN; i++) {
        (void)kbs_finding_text(&listing->findings[i], lang, sentence, sizeof sentence);
        base_buffer_text(&text, "  ");
        base_buffer_text(&text, sentence);
        base_buffer_char(&text, '\n');
    }
    *out = base_buffer_take(&text);
    return *out == NULL ? KBS_MEMORY : KBS_OK;
}
