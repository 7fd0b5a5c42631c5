/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Walking over the blocks. A block is taken when it fits into the file and what follows it looks like a block too, or when its
 * own content says that its length is right. Else the next believable one is searched byte by byte: smart objects of NetCAD 8
 * state a length that is too small, and files get damaged. */
#include "import/ncz_blocks.h"

#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "import/ncz_layout.h"

#define MOST_KIND 63u /* no kind above 29 was ever seen */
#define MOST_VERSION_ROOM 64u

typedef struct header {
    uint8_t kind;
    uint32_t length;
    bool fits;
} header;

/* The header of a block: where the walk stands, or (`peek`) behind a block that may be long, without moving the window. */
static bool header_at(ncz_file *file, uint64_t at, bool peek, header *out)
{
    uint8_t copy[NCZ_HEADER_BYTES];
    const uint8_t *p = copy;
    uint64_t left = file->file.size - at;
    *out = (header){ .fits = false };
    if (left < NCZ_HEADER_BYTES) {
        return false;
    }
    bool inside =
        at >= file->window_at && at + NCZ_HEADER_BYTES <= file->window_at + file->window_length;
    if (inside || !peek) {
        p = ncz_file_at(file, at, NCZ_HEADER_BYTES);
    } else if (!ncz_file_copy(file, at, copy, NCZ_HEADER_BYTES)) {
        p = NULL;
    }
    if (p == NULL) {
        return false;
    }
    *out = (header){ .kind = p[0], .length = base_get_le32(p + 1) };
    out->fits = out->length <= left - NCZ_HEADER_BYTES;
    return true;
}

static bool is_object(uint8_t kind)
{
    return kind == NCZ_KIND_OBJECT || kind == NCZ_KIND_GIS_OBJECT;
}

bool ncz_kind_is_known(uint8_t kind)
{
    static const uint8_t kinds[] = { NCZ_KIND_HEADER,     NCZ_KIND_USER,         NCZ_KIND_THREE,
                                     NCZ_KIND_VIEW,       NCZ_KIND_FIVE,         NCZ_KIND_LAYERS,
                                     NCZ_KIND_LINE_TYPES, NCZ_KIND_FONTS,        NCZ_KIND_SYMBOLS,
                                     NCZ_KIND_THIRTEEN,   NCZ_KIND_PREVIEW,      NCZ_KIND_OBJECT,
                                     NCZ_KIND_GIS_OBJECT, NCZ_KIND_TWENTY_THREE, NCZ_KIND_VERSION,
                                     NCZ_KIND_TWENTY_SIX, NCZ_KIND_INDEX,        NCZ_KIND_NAMED,
                                     NCZ_KIND_EMPTY_INDEX };
    return kind != 0 && memchr(kinds, kind, sizeof kinds) != NULL;
}

uint32_t ncz_type_length(uint8_t type, uint8_t kind, uint8_t text_length)
{
    uint32_t gis = kind == NCZ_KIND_GIS_OBJECT ? NCZ_GIS_BYTES : 0;
    switch (type) {
    case NCZ_POINT:
        return 104 + gis;
    case NCZ_LINE:
        return 101 + gis;
    case NCZ_TEXT:
        return 93 + gis + text_length;
    case NCZ_SYMBOL:
        return 92 + gis;
    case NCZ_RECTANGLE:
        return 119 + gis;
    default:
        return 0;
    }
}

/* Could a block begin here? Only its header is looked at. */
static bool looks_like_block(ncz_file *file, uint64_t at)
{
    header h;
    if (at == file->file.size) {
        return true;
    }
    if (!header_at(file, at, true, &h) || !h.fits) {
        return false;
    }
    return is_object(h.kind) ? h.length >= NCZ_COMMON_LENGTH : h.kind > 0 && h.kind <= MOST_KIND;
}

static bool box_is_sound(const uint8_t *box)
{
    double min_n = base_get_f64(box), min_e = base_get_f64(box + 8);
    double max_n = base_get_f64(box + 16), max_e = base_get_f64(box + 24);
    return min_n >= -NCZ_MOST_COORDINATE && min_e >= -NCZ_MOST_COORDINATE && min_n <= max_n &&
           min_e <= max_e && max_n <= NCZ_MOST_COORDINATE && max_e <= NCZ_MOST_COORDINATE;
}

/* A record by its own bytes: the common part is there, its type is one, its box is sound. `left` is what its length may not
 * pass. */
static bool record_is_believable(const uint8_t *p, uint64_t left)
{
    uint32_t length = base_get_le32(p + 1);
    uint8_t type = p[NCZ_AT_TYPE];
    return is_object(p[0]) && (p[NCZ_AT_NESTED] == 0 || p[NCZ_AT_NESTED] == type) && type >= 1 &&
           type < NCZ_TYPE_COUNT && (length >= NCZ_COMMON_LENGTH || type == NCZ_SMART) &&
           left >= NCZ_COMMON_BYTES && length <= left - NCZ_HEADER_BYTES &&
           box_is_sound(p + NCZ_AT_BOX);
}

/* A smart object ends where a block follows: its length is too small by 81, or right. When neither is so, only its common
 * part is taken, and the search begins behind that. */
static uint64_t smart_size(ncz_file *file, uint64_t at, uint32_t length)
{
    uint64_t left = file->file.size - at;
    uint64_t stated = (uint64_t)NCZ_HEADER_BYTES + length;
    uint64_t full = stated + NCZ_SMART_MISSING;
    if (full <= left && looks_like_block(file, at + full)) {
        return full;
    }
    if (stated >= NCZ_COMMON_BYTES && looks_like_block(file, at + stated)) {
        return stated;
    }
    return NCZ_COMMON_BYTES;
}

/* Do the bytes of an object say the same length as its header? */
static bool object_length_holds(ncz_file *file, uint64_t at, const header *h)
{
    uint64_t left = file->file.size - at;
    const uint8_t *p = ncz_file_at(file, at, NCZ_COMMON_BYTES);
    if (p == NULL || !record_is_believable(p, left)) {
        return false;
    }
    uint32_t gis = h->kind == NCZ_KIND_GIS_OBJECT ? NCZ_GIS_BYTES : 0;
    uint8_t type = p[NCZ_AT_TYPE], text_length = 0;
    if (type == NCZ_TEXT) {
        uint32_t to_length = 97 + gis;
        if (h->length + NCZ_HEADER_BYTES <= to_length ||
            (p = ncz_file_at(file, at + to_length, 1)) == NULL) {
            return false;
        }
        text_length = p[0];
    }
    if (type == NCZ_POLYLINE) {
        uint32_t head = NCZ_AT_VERTICES - NCZ_HEADER_BYTES + gis;
        return h->length >= head && (h->length - head) % NCZ_VERTEX_BYTES == 0;
    }
    uint32_t own = ncz_type_length(type, h->kind, text_length);
    return own == 0 || own == h->length;
}

static bool object_size(ncz_file *file, uint64_t at, const header *h, ncz_block *block)
{
    uint64_t left = file->file.size - at;
    if (left < NCZ_COMMON_BYTES) {
        return false;
    }
    const uint8_t *p = ncz_file_at(file, at, NCZ_COMMON_BYTES);
    if (p == NULL) {
        return false;
    }
    block->type = p[NCZ_AT_TYPE];
    if (block->type == NCZ_SMART && record_is_believable(p, left)) {
        block->size = smart_size(file, at, h->length);
        return true;
    }
    block->size = (uint64_t)NCZ_HEADER_BYTES + h->length;
    return h->length >= NCZ_COMMON_LENGTH &&
           (looks_like_block(file, at + block->size) || object_length_holds(file, at, h));
}

static bool block_at(ncz_file *file, uint64_t at, ncz_block *block)
{
    header h;
    if (!header_at(file, at, false, &h) || !h.fits || h.kind == 0) {
        return false;
    }
    *block = (ncz_block){ .at = at, .kind = h.kind, .size = (uint64_t)NCZ_HEADER_BYTES + h.length };
    if (is_object(h.kind)) {
        return object_size(file, at, &h, block);
    }
    return ncz_kind_is_known(h.kind) || looks_like_block(file, at + block->size);
}

/* Blocks that are no objects and yet can be known by their bytes: layer table, named blocks, version. */
static bool block_is_believable(ncz_file *file, uint64_t at, const uint8_t *p, uint64_t left)
{
    uint32_t length = base_get_le32(p + 1);
    if (left < NCZ_LAYERS_AT_FIRST || length > left - NCZ_HEADER_BYTES) {
        return false;
    }
    bool known = false;
    if (p[0] == NCZ_KIND_LAYERS) {
        uint32_t count = base_get_le16(p + NCZ_LAYERS_AT_COUNT);
        return count > 0 && length == 13 + NCZ_LAYER_BYTES * count;
    } else if (p[0] == NCZ_KIND_NAMED) {
        uint8_t name = p[NCZ_AT_BLOCK_NAME];
        known = length >= 11 && name >= 3 && name <= NCZ_BLOCK_NAME_ROOM;
        for (size_t i = 1; known && i <= name; i++) {
            uint8_t c = p[NCZ_AT_BLOCK_NAME + i];
            known = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '.' ||
                    (c >= '0' && c <= '9');
        }
    } else if (p[0] == NCZ_KIND_VERSION) {
        known = length >= 2 && length <= MOST_VERSION_ROOM && p[NCZ_HEADER_BYTES] > 0 &&
                p[NCZ_HEADER_BYTES] < length;
    }
    return known && looks_like_block(file, at + NCZ_HEADER_BYTES + length);
}

/* The first place after `at` where a record or a block can be believed; the end of the file when there is none. */
static uint64_t search(ncz_file *file, uint64_t at)
{
    uint64_t size = file->file.size;
    while (++at < size) {
        uint64_t left = size - at;
        const uint8_t *p = ncz_file_at(file, at, left < NCZ_COMMON_BYTES ? 1 : NCZ_COMMON_BYTES);
        if (p == NULL || left < NCZ_LAYERS_AT_FIRST) {
            return size;
        }
        if (is_object(p[0])) {
            if (left >= NCZ_COMMON_BYTES && record_is_believable(p, left)) {
                return at;
            }
        } else if (p[0] == NCZ_KIND_LAYERS || p[0] == NCZ_KIND_NAMED || p[0] == NCZ_KIND_VERSION) {
            p = ncz_file_at(file, at, NCZ_LAYERS_AT_FIRST);
            if (p == NULL || block_is_believable(file, at, p, left)) {
                return p == NULL ? size : at;
            }
        }
    }
    return size;
}

bool ncz_block_next(ncz_file *file, uint64_t at, ncz_block *block)
{
    uint64_t size = file->file.size, from = at;
    *block = (ncz_block){ .at = size };
    while (at < size && file->code == KBS_OK) {
        if (block_at(file, at, block)) {
            block->gap_at = from;
            block->gap_length = at - from;
            return file->code == KBS_OK;
        }
        at = search(file, at);
    }
    *block = (ncz_block){ .at = size, .gap_at = from, .gap_length = size - from };
    return false;
}

uint64_t ncz_nested_count(ncz_file *file, uint64_t at, uint64_t length)
{
    uint64_t end = at + length, count = 0;
    while (end - at >= NCZ_COMMON_BYTES) {
        const uint8_t *p = ncz_file_at(file, at, NCZ_COMMON_BYTES);
        if (p == NULL) {
            return count;
        }
        if (is_object(p[0]) && record_is_believable(p, end - at)) {
            count++;
            at += (uint64_t)NCZ_HEADER_BYTES + base_get_le32(p + 1);
        } else {
            at++;
        }
    }
    return count;
}
