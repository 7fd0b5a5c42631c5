/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* DXF in text, read by ourselves. What must be looked at before any other program opens the file - blocks that
 * multiply, arrays, counts, group codes - needs all pairs of it anyway; and arcs within 1 mm, names of
 * layers in two spellings, code pages that the heading does not tell and the line of each entity are not to
 * be had from GDAL, which the tests hold this reader against. Only ENTITIES count: blocks are
 * symbols near 0,0. The file has no coordinate system. */
#include <string.h>

#include "import/dxf_draw.h"
#include "import/dxf_pair_points.h"
#include "import/dxf_scan.h"
#include "import/text_drawings.h"

#define UNIT_METRES 6

static bool take_layer(dxf_drawing *r)
{
    uint16_t layer;
    const dxf_entity *e = &r->entity;
    bool is_true = e->true_colour >= 0 && e->true_colour <= 0xFFFFFF;
    int64_t number = e->colour < 0 ? -e->colour : e->colour; /* < 0: the layer is off */
    uint32_t colour = is_true ? (uint32_t)e->true_colour : dxf_colour(number);
    return e->name.length == 0 || dxf_layers_find(&r->layers, &r->pairs.lines, r->d, e->name.text,
                                                  e->name.length, colour, &layer);
}

/* The pair 0 of an entity was read; ends at the next one. */
static bool take_entity(dxf_drawing *r, bool is_table)
{
    bool is_layer = is_table && dxf_pairs_is(&r->pairs, 0, "LAYER");
    if (!dxf_entity_read(&r->entity, &r->parts, &r->pairs)) {
        return false;
    }
    return is_table ? !is_layer || take_layer(r) : dxf_draw(r);
}

static bool begin_section(dxf_drawing *r, bool *is_table, bool *is_entities)
{
    if (!dxf_pairs_next(&r->pairs)) {
        return false;
    }
    *is_table = dxf_pairs_is(&r->pairs, 2, "TABLES");
    *is_entities = dxf_pairs_is(&r->pairs, 2, "ENTITIES");
    return true;
}

static kbs_code read_sections(dxf_drawing *r)
{
    bool is_table = false, is_entities = false;
    bool goes_on = dxf_pairs_next(&r->pairs);
    while (goes_on && !dxf_pairs_is(&r->pairs, 0, "EOF")) {
        if (dxf_pairs_is(&r->pairs, 0, "SECTION")) {
            goes_on = begin_section(r, &is_table, &is_entities);
        } else if (dxf_pairs_is(&r->pairs, 0, "ENDSEC")) {
            is_table = is_entities = false;
            goes_on = dxf_draw_end(r) && dxf_pairs_next(&r->pairs);
        } else if (r->pairs.code == 0 && (is_table || is_entities)) {
            goes_on = take_entity(r, is_table);
        } else {
            goes_on = dxf_pairs_next(&r->pairs);
        }
    }
    if (!goes_on && r->pairs.lines.code == KBS_OK) {
        return text_lines_no_memory(&r->pairs.lines);
    }
    return r->pairs.lines.code;
}

static const char *unit_name(int64_t unit)
{
    static const char *const names[] = { "", "inch", "foot", "mile", "mm", "cm", "m", "km" };
    return unit > 0 && unit < (int64_t)(sizeof names / sizeof names[0]) ? names[unit] : "?";
}

static void say_all(dxf_drawing *r, const dxf_scanned *scanned)
{
    text_lines *lines = &r->pairs.lines;
    if (scanned->unit > 0 && scanned->unit != UNIT_METRES) {
        text_lines_say(lines, FINDING_DXF_UNITS, unit_name(scanned->unit), NULL);
    }
    if (scanned->inserts > 0) {
        text_lines_say_count(lines, FINDING_DXF_INSERTS, scanned->inserts, NULL);
    }
    if (scanned->blocks.missing > 0) {
        text_lines_say_count(lines, FINDING_DXF_BLOCK_MISSING, scanned->blocks.missing, NULL);
    }
    if (r->d->coarse_arcs > 0) {
        text_lines_say_count(lines, FINDING_DRAWING_ARC_COARSE, r->d->coarse_arcs, NULL);
    }
    if (r->curves > 0) {
        text_lines_say_count(lines, FINDING_DXF_CURVES, r->curves, NULL);
    }
    text_lines_finish(lines);
}

kbs_code dxf_read_text(drawing *d, const char *bytes, size_t length, const char *name,
                       base_findings *report)
{
    static const base_finding_code refused[] = {
        [DXF_BINARY] = FINDING_DXF_BINARY, [DXF_DWG] = FINDING_DXF_DWG
    };
    dxf_kind kind = dxf_kind_of((const uint8_t *)bytes, length < 4096 ? length : 4096);
    if (kind == DXF_BINARY || kind == DXF_DWG) {
        return base_findings_fail_with(report, refused[kind], name, NULL, NULL);
    }
    dxf_drawing r = { .d = d };
    dxf_scanned scanned;
    dxf_pairs_start(&r.pairs, bytes, length, name, report);
    dxf_parts_init(&r.parts);
    dxf_parts_init(&r.polyline_parts);
    base_buffer_init(&r.text, 64u * 1048576);
    d->places_are_lines = true;
    kbs_code code = dxf_scan(&scanned, &r.pairs);
    d->found = scanned.entities;
    memcpy(d->version, scanned.version, sizeof scanned.version);
    if (code == KBS_OK) {
        code = read_sections(&r);
    }
    if (code == KBS_OK) {
        say_all(&r, &scanned);
        drawing_count(d);
    }
    dxf_scanned_release(&scanned);
    dxf_layers_release(&r.layers);
    dxf_parts_release(&r.parts);
    dxf_parts_release(&r.polyline_parts);
    base_buffer_release(&r.text);
    dxf_pairs_release(&r.pairs);
    return code;
}

static kbs_code read_dxf(drawing *out, const char *path, const char *name, base_findings *report)
{
    base_buffer bytes;
    kbs_code code = text_lines_load(&bytes, path, name, DXF_MOST_BYTES, report);
    if (code == KBS_OK) {
        code = dxf_read_text(out, bytes.data, bytes.length, name, report);
    }
    base_buffer_release(&bytes);
    return code == KBS_OK ? dxf_pair_points(out, path, name, report) : code;
}

static int bid_dxf(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    (void)size;
    switch (dxf_kind_of(head, length)) {
    case DXF_TEXT:
    case DXF_BINARY:
        return 95;
    case DXF_DWG:
        return 80;
    case DXF_NOT:
        break;
    }
    bool is_text = text_lines_is_text(head, length);
    return is_text && text_lines_has_extension(name, "dxf") ? 20 : 0;
}

const drawing_format drawing_format_dxf = { "DXF", bid_dxf, read_dxf };
