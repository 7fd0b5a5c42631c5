/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads all areas of a kind into memory, about 1 kB each, and checks what a row says of itself. */
#include <string.h>

#include <kbs/zoning.h>

#include "base/text.h"
#include "geo/blob.h"
#include "geo/measure.h"
#include "store/scan.h"
#include "zoning/area_tolerance.h"
#include "zoning/check.h"

#define MOST_ITEMS 20000000u
#define MOST_TEXT_BYTES 65536u

static const store_value *value_of(const store_kind *kind, const store_scanned *row,
                                   const char *name)
{
    static const store_value none = { .type = STORE_VALUE_NULL };
    int at = store_kind_field(kind, name);
    return at >= 0 ? &row->values[at] : &none;
}

static bool is_given(const store_value *value)
{
    return value->type != STORE_VALUE_NULL &&
           (value->type != STORE_VALUE_TEXT || value->length > 0);
}

static void add_text(base_buffer *out, const store_value *value)
{
    if (value->type == STORE_VALUE_TEXT) {
        base_buffer_add(out, value->text, value->length);
    }
}

/* Registered against computed, in whole hundredths. */
static void check_registered(zoning_checking *c, const store_scanned *row, const char *label,
                             const geo_shape *shape)
{
    const store_value *registered = value_of(store_kind_of(KBS_PARCEL), row, "registered_area_m2");
    if (registered->type != STORE_VALUE_REAL || !(registered->real > 0.0)) {
        return;
    }
    int64_t computed = zoning_hundredths(row->measure);
    int64_t difference = zoning_hundredths(registered->real) - computed;
    if ((difference < 0 ? -difference : difference) > zoning_tolerance_hundredths(computed)) {
        base_buffer text;
        geo_vertex place = geo_shape_inner_point(shape);
        base_buffer_init(&text, 512);
        base_buffer_fixed(&text, registered->real, 2);
        zoning_check_add_area(c, FINDING_CHECK_AREA_MISFIT, KBS_PARCEL, row->id, label,
                              row->measure, text.data, &place);
        base_buffer_release(&text);
    }
}

/* Uses that need no values: nothing is built there, or the law says it all. Loosely folded parts of their names. */
static bool needs_no_values(const store_value *use)
{
    static const char *const words[] = { "yol",   "park",   "yesil",  "meydan", "refuj",
                                         "mezar", "orman",  "tarim",  "su ",    "dere",
                                         "agac",  "rekrea", "cocuk",  "oyun",   "kavsak",
                                         "road",  "green",  "forest", "water",  "square" };
    base_buffer folded;
    bool found = false;
    base_buffer_init(&folded, MOST_TEXT_BYTES);
    base_text_fold_loose(&folded, use->text, use->length);
    for (size_t i = 0; folded.data != NULL && !found && i < sizeof words / sizeof words[0]; i++) {
        found = strstr(folded.data, words[i]) != NULL;
    }
    base_buffer_release(&folded);
    return found;
}

static void check_values(zoning_checking *c, const store_scanned *row, const char *label,
                         const geo_shape *shape)
{
    static const char *const names[] = { "coverage_ratio", "floor_area_ratio", "floors",
                                         "height_max_m" };
    const store_kind *kind = store_kind_of(KBS_PLAN_AREA);
    const store_value *use = value_of(kind, row, "use");
    geo_vertex place = geo_shape_inner_point(shape);
    bool any = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        any = any || is_given(value_of(kind, row, names[i]));
    }
    if (!is_given(use) && !is_given(value_of(kind, row, "use_code"))) {
        zoning_check_add(c, FINDING_CHECK_PLAN_WITHOUT_USE, KBS_PLAN_AREA, row->id, label, NULL,
                         NULL, &place);
    } else if (!any && is_given(use) && !needs_no_values(use)) {
        base_buffer text;
        base_buffer_init(&text, MOST_TEXT_BYTES);
        add_text(&text, use);
        zoning_check_add(c, FINDING_CHECK_PLAN_WITHOUT_VALUES, KBS_PLAN_AREA, row->id, label,
                         text.data, NULL, &place);
        base_buffer_release(&text);
    }
    if (row->unread[0] != '\0') {
        zoning_check_add(c, FINDING_CHECK_PLAN_UNREAD, KBS_PLAN_AREA, row->id, label, row->unread,
                         NULL, &place);
    }
}

/* What may be compared with each other. */
static void write_group(base_buffer *out, const store_kind *kind, const store_scanned *row)
{
    if (kind->kind == KBS_PARCEL) {
        const store_value *block = value_of(kind, row, "block");
        bool none = !is_given(block) || (block->length == 1 && block->text[0] == '0');
        if (!none) {
            add_text(out, value_of(kind, row, "neighbourhood"));
            base_buffer_char(out, '/');
            add_text(out, block);
        }
    } else {
        add_text(out, value_of(kind, row, "plan_scale"));
        base_buffer_char(out, '/');
        add_text(out, value_of(kind, row, "plan_status"));
    }
    base_buffer_text(out, "");
}

static bool add_item(zoning_check_layer *layer, const store_kind *kind, const store_scanned *row,
                     const char *label, const geo_shape *shape)
{
    base_buffer group;
    void *items = layer->items;
    bool grown = base_array_grow(&items, &layer->capacity, layer->count + 1, sizeof *layer->items,
                                 MOST_ITEMS);
    layer->items = items;
    if (!grown) {
        return false;
    }
    base_buffer_init(&group, MOST_TEXT_BYTES);
    write_group(&group, kind, row);
    zoning_check_item item = {
        .id = row->id,
        .label = base_arena_text(layer->texts, label),
        .group = group.failed ? NULL : base_arena_text(layer->texts, group.data),
        .box = geo_shape_box(shape),
        .area = geo_edge_index_new(shape),
        .area_m2 = row->measure,
    };
    base_buffer_release(&group);
    if (item.label == NULL || item.group == NULL || item.area == NULL) {
        geo_edge_index_free(item.area);
        return false;
    }
    layer->items[layer->count++] = item;
    return true;
}

static kbs_code take_row(zoning_check_layer *layer, zoning_checking *c, const store_scanned *row,
                         geo_shape *shape, base_buffer *label)
{
    const store_kind *kind = store_kind_of(layer->kind);
    geo_blob_defect defect = geo_blob_decode(shape, row->blob, row->blob_length, c->city->srid);
    base_buffer_clear(label);
    store_scanned_label(kind, row, label);
    base_buffer_text(label, "");
    if (defect == GEO_BLOB_NO_MEMORY || label->failed) {
        return base_findings_no_memory(&c->city->error);
    }
    if (defect != GEO_BLOB_OK || !geo_type_is_area(shape->type)) {
        zoning_check_add(c, FINDING_CHECK_DAMAGED, layer->kind, row->id, label->data,
                         geo_blob_defect_name(defect), NULL, NULL);
        return KBS_OK;
    }
    if (layer->kind == KBS_PARCEL) {
        check_registered(c, row, label->data, shape);
    } else {
        check_values(c, row, label->data, shape);
    }
    return add_item(layer, kind, row, label->data, shape)
               ? zoning_check_tick(c, "read", layer->count, 0)
               : base_findings_no_memory(&c->city->error);
}

static bool build_tree(zoning_check_layer *layer)
{
    kbs_box *boxes = base_new_array(layer->count > 0 ? layer->count : 1, sizeof *boxes);
    for (size_t i = 0; boxes != NULL && i < layer->count; i++) {
        boxes[i] = layer->items[i].box;
    }
    layer->tree = boxes != NULL ? geo_box_tree_new(boxes, layer->count) : NULL;
    base_free(boxes);
    return layer->tree != NULL;
}

kbs_code zoning_check_layer_load(zoning_check_layer *layer, zoning_checking *c, kbs_kind kind)
{
    store_scan *scan = NULL;
    store_scanned row;
    geo_shape shape;
    base_buffer label;
    geo_shape_init(&shape);
    base_buffer_init(&label, MOST_TEXT_BYTES);
    layer->kind = kind;
    layer->texts = base_arena_new();
    kbs_code code = layer->texts != NULL ? store_scan_new(&scan, c->city, kind, NULL, 0, true)
                                         : base_findings_no_memory(&c->city->error);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        code = take_row(layer, c, &row, &shape, &label);
    }
    if (code == KBS_END) {
        code = build_tree(layer) ? KBS_OK : base_findings_no_memory(&c->city->error);
    }
    store_scan_free(scan);
    geo_shape_release(&shape);
    base_buffer_release(&label);
    return code;
}

void zoning_check_layer_release(zoning_check_layer *layer)
{
    for (size_t i = 0; i < layer->count; i++) {
        geo_edge_index_free(layer->items[i].area);
    }
    base_free(layer->items);
    geo_box_tree_free(layer->tree);
    base_arena_free(layer->texts);
    memset(layer, 0, sizeof *layer);
}
