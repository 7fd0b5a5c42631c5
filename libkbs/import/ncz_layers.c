/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The layer table, and the colours of layers from the named block LEX.ST2. */
#include "base/bytes.h"
#include "import/ncz.h"

/* Known from real drawings; what an index means is not the same in all of them, so LEX.ST2 goes first. */
static const struct {
    uint8_t index;
    uint32_t colour;
} palette[] = {
    { 0, 0x000001 },  { 1, 0x0000FF },  { 2, 0x00FF00 },   { 3, 0x00FFFF },   { 4, 0xFF0000 },
    { 5, 0xFF8000 },  { 10, 0xFF00FF }, { 14, 0xFFFF00 },  { 15, 0xFFFFFF },  { 28, 0x5378FC },
    { 64, 0xCCCCCC }, { 66, 0x008000 }, { 142, 0xE5FF65 }, { 251, 0x75C0EF }, { 255, 0xFF0000 },
};

uint32_t ncz_palette(uint8_t index)
{
    for (size_t i = 0; i < sizeof palette / sizeof palette[0]; i++) {
        if (palette[i].index == index) {
            return palette[i].colour;
        }
    }
    return DRAWING_BY_LAYER;
}

static bool add_layer(ncz *z, const uint8_t *item, uint64_t at, const uint8_t *rgb)
{
    uint16_t layer;
    ncz_place place = { .byte = (int64_t)at, .field = "layer name" };
    uint32_t colour = rgb == NULL ? ncz_palette(item[NCZ_LAYER_AT_COLOUR])
                                  : (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
    return ncz_text(z, item + NCZ_LAYER_AT_NAME, NCZ_LAYER_NAME_ROOM, place) &&
           drawing_add_layer(z->out, z->text.length == 0 ? "" : z->text.data, colour, &layer);
}

/* Styles belong to this table when they are as many as its layers. */
static bool styles_fit(ncz *z, uint32_t layers)
{
    const ncz_block *styles = &z->facts.styles;
    if (styles->at == 0) {
        return false;
    }
    uint64_t length = styles->size - NCZ_HEADER_BYTES;
    const uint8_t *p = styles->size < NCZ_STYLES_AT_COUNT + 4
                           ? NULL
                           : ncz_file_at(&z->file, styles->at + NCZ_STYLES_AT_COUNT, 4);
    uint32_t count = p == NULL ? 0 : base_get_le32(p);
    if (count == layers && length >= NCZ_STYLES_LENGTH + (uint64_t)NCZ_STYLE_BYTES * count) {
        return true;
    }
    (void)ncz_say_numbers(z, FINDING_NCZ_STYLES_DIFFER, (ncz_place){ .byte = (int64_t)styles->at },
                          count, layers);
    return false;
}

kbs_code ncz_layers_read(ncz *z)
{
    const ncz_block *table = &z->facts.layers;
    ncz_place place = { .byte = (int64_t)table->at };
    if (table->at == 0) {
        return ncz_say(z, FINDING_NCZ_LAYERS_MISSING, NCZ_NOWHERE, NULL, NULL);
    }
    if (z->facts.layer_tables > 1) {
        (void)ncz_say_numbers(z, FINDING_NCZ_LAYERS_TWICE, place, (int64_t)z->facts.layer_tables,
                              1);
    }
    uint64_t room = table->size < NCZ_LAYERS_AT_FIRST
                        ? 0
                        : (table->size - NCZ_LAYERS_AT_FIRST) / NCZ_LAYER_BYTES;
    const uint8_t *p = table->size < NCZ_LAYERS_AT_FIRST
                           ? NULL
                           : ncz_file_at(&z->file, table->at + NCZ_LAYERS_AT_COUNT, 2);
    uint32_t count = p == NULL ? 1 : base_get_le16(p);
    if (z->file.code == KBS_OK && count > room) {
        return ncz_say_numbers(z, FINDING_NCZ_LAYERS_CUT, place, count, (int64_t)room);
    }
    bool styled = styles_fit(z, count);
    for (uint32_t i = 0; i < count && z->file.code == KBS_OK; i++) {
        uint64_t at = table->at + NCZ_LAYERS_AT_FIRST + (uint64_t)i * NCZ_LAYER_BYTES;
        uint8_t item[NCZ_LAYER_BYTES], rgb[3];
        uint64_t rgb_at = z->facts.styles.at + NCZ_STYLES_AT_COLOUR + (uint64_t)i * NCZ_STYLE_BYTES;
        bool read = ncz_file_copy(&z->file, at, item, sizeof item) &&
                    (!styled || ncz_file_copy(&z->file, rgb_at, rgb, sizeof rgb));
        if (read && !add_layer(z, item, at, styled ? rgb : NULL)) {
            return drawing_failed(z->out, z->name, z->report);
        }
    }
    z->table_layers = (uint16_t)count;
    return z->file.code;
}
