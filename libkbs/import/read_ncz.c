/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* NetCAD drawings (NCZ). The first pass walks over the blocks, counts objects and notes where layer table and coordinate system
 * stand, which may be behind the objects; the second reads the objects. What one counts and the other keeps or leaves out must
 * be the same. */
#include <string.h>

#include "base/bytes.h"
#include "base/encoding.h"
#include "import/ncz.h"
#include "import/reader.h"

#define FORMAT_NAME "NetCAD NCZ"
#define MOST_SKIPPED_PERCENT 1u

static bool is_header(const uint8_t *head, size_t length)
{
    return length >= NCZ_HEADER_BYTES && head[0] == NCZ_KIND_HEADER &&
           base_get_le32(head + 1) == NCZ_FILE_HEADER_LENGTH;
}

static int bid(const char *name, const uint8_t *head, size_t length, uint64_t size)
{
    size_t second = NCZ_HEADER_BYTES + NCZ_FILE_HEADER_LENGTH;
    (void)name;
    (void)size;
    if (!is_header(head, length)) {
        return 0;
    }
    return length > second && head[second] == NCZ_KIND_VERSION ? 100 : 80;
}

static kbs_code refuse_head(ncz *z, const uint8_t *head, size_t length)
{
    const char *looks = import_looks_like(head, length);
    if (looks != NULL && strcmp(looks, "all zero bytes") == 0) {
        return ncz_say(z, FINDING_SOURCE_ZEROS, NCZ_NOWHERE, NULL, FORMAT_NAME);
    }
    if (looks != NULL && strcmp(looks, "UTF-16 text") == 0) {
        return ncz_say(z, FINDING_SOURCE_UTF16, NCZ_NOWHERE, NULL, NULL);
    }
    if (looks != NULL) {
        return ncz_say(z, FINDING_SOURCE_OTHER_FORMAT, NCZ_NOWHERE, looks, FORMAT_NAME);
    }
    return ncz_say_numbers(z, FINDING_NCZ_NOT_DRAWING, NCZ_NOWHERE, length > 0 ? head[0] : 0,
                           length >= NCZ_HEADER_BYTES ? base_get_le32(head + 1) : 0);
}

/* The file header, and what it says about the size of the file. */
static kbs_code read_header(ncz *z)
{
    uint64_t size = z->file.file.size;
    size_t length = size < 4096 ? (size_t)size : 4096;
    const uint8_t *head = ncz_file_at(&z->file, 0, length);
    if (head == NULL) {
        return z->file.code;
    }
    if (!is_header(head, length)) {
        return refuse_head(z, head, length);
    }
    uint64_t least = NCZ_HEADER_BYTES + NCZ_FILE_HEADER_LENGTH;
    z->stated_size = size < least ? least : base_get_le32(head + NCZ_FILE_AT_SIZE);
    if (z->stated_size > size) {
        return ncz_say_numbers(z, FINDING_NCZ_CUT, NCZ_NOWHERE, (int64_t)size,
                               (int64_t)z->stated_size);
    }
    if (z->stated_size < size) {
        return ncz_say_numbers(z, FINDING_NCZ_LONGER, NCZ_NOWHERE, (int64_t)size,
                               (int64_t)z->stated_size);
    }
    return KBS_OK;
}

/* Two statements of the coordinate system that do not agree are none. */
static void compare_projections(ncz *z, const ncz_block *other)
{
    uint8_t a[NCZ_MPROJ_BYTES], b[NCZ_MPROJ_BYTES];
    const ncz_block *first = &z->facts.projection;
    if (first->size < sizeof a || other->size < sizeof b ||
        !ncz_file_copy(&z->file, first->at, a, sizeof a) ||
        !ncz_file_copy(&z->file, other->at, b, sizeof b)) {
        return;
    }
    size_t from = NCZ_MPROJ_AT_PROJECTION, count = NCZ_MPROJ_BYTES - NCZ_MPROJ_AT_PROJECTION;
    z->facts.projections_differ =
        z->facts.projections_differ || memcmp(a + from, b + from, count) != 0;
}

static bool has_name(const uint8_t *bytes, const char *name)
{
    return bytes[0] == strlen(name) && memcmp(bytes + 1, name, bytes[0]) == 0;
}

static void note_named(ncz *z, const ncz_block *block)
{
    ncz_facts *facts = &z->facts;
    if (block->size < NCZ_AT_BLOCK_DATA) {
        return;
    }
    const uint8_t *name =
        ncz_file_at(&z->file, block->at + NCZ_AT_BLOCK_NAME, NCZ_BLOCK_NAME_ROOM + 1);
    ncz_block *known = NULL;
    if (name == NULL) {
        return;
    }
    if (has_name(name, "MPROJ")) {
        if (facts->projection.at != 0) {
            compare_projections(z, block);
        }
        known = &facts->projection;
    } else if (has_name(name, "LEX.ST2")) {
        known = &facts->styles;
    } else if (has_name(name, "TILED_XML")) {
        known = &facts->tiles;
    }
    if (known != NULL && known->at == 0) {
        *known = *block;
    }
}

/* Records in a block that is no object, or behind the fields of an inserted block. */
static void note_nested(ncz *z, const ncz_block *block)
{
    uint64_t head = NCZ_HEADER_BYTES;
    if (ncz_block_is_object(block)) {
        if (block->type != NCZ_INSERT) {
            return;
        }
        head = NCZ_INSERT_BYTES + (block->kind == NCZ_KIND_GIS_OBJECT ? NCZ_GIS_BYTES : 0);
    }
    if (block->kind != NCZ_KIND_HEADER && block->kind != NCZ_KIND_PREVIEW &&
        block->kind != NCZ_KIND_INDEX && block->kind != NCZ_KIND_EMPTY_INDEX &&
        block->size > head) {
        z->facts.nested += ncz_nested_count(&z->file, block->at + head, block->size - head);
    }
}

static void note_block(ncz *z, const ncz_block *block)
{
    ncz_facts *facts = &z->facts;
    if (block->kind == NCZ_KIND_NAMED) {
        note_named(z, block);
    } else if (block->kind == NCZ_KIND_LAYERS) {
        facts->layers = facts->layer_tables++ == 0 ? *block : facts->layers;
    } else if (block->kind == NCZ_KIND_VERSION) {
        facts->version = facts->version.at == 0 ? *block : facts->version;
    } else if (!ncz_kind_is_known(block->kind)) {
        facts->unknown_blocks[block->kind]++;
        facts->unknown_bytes[block->kind] += block->size;
    }
}

static void note_gap(ncz *z, const ncz_block *block)
{
    if (block->gap_length > 0) {
        ncz_place place = { .byte = (int64_t)block->gap_at };
        z->facts.skipped_bytes += block->gap_length;
        (void)ncz_say_numbers(z, FINDING_NCZ_BYTES_SKIPPED, place, (int64_t)block->gap_length,
                              (int64_t)block->at);
    }
}

/* Vertices that an object will need, one more for a ring to be closed. */
static uint64_t vertices_of(const ncz_block *block)
{
    uint64_t size = block->size;
    if (block->type == NCZ_POLYLINE) {
        return size < NCZ_AT_VERTICES ? 0 : (size - NCZ_AT_VERTICES) / NCZ_VERTEX_BYTES + 1;
    }
    if (block->type == NCZ_CONTOUR) {
        return size < NCZ_AT_STEPS ? 0 : (size - NCZ_AT_STEPS) / NCZ_STEP_BYTES + 1;
    }
    return block->type == NCZ_RECTANGLE || block->type == NCZ_SHEET ? 5
           : block->type == NCZ_TRIANGLE                            ? 4
           : block->type == NCZ_LINE                                ? 2
                                                                    : 1;
}

static kbs_code first_pass(ncz *z)
{
    ncz_block block;
    uint64_t at = 0;
    while (ncz_block_next(&z->file, at, &block)) {
        note_gap(z, &block);
        if (!ncz_block_is_object(&block)) {
            note_block(z, &block);
        } else if (block.type != NCZ_DELETED) {
            z->out->found++;
            z->facts.vertices += vertices_of(&block);
        }
        note_nested(z, &block);
        at = block.at + block.size;
    }
    z->out->found += z->facts.nested;
    if (z->file.code != KBS_OK) {
        return z->file.code;
    }
    if (block.gap_length > 0 && block.gap_at < z->stated_size) {
        ncz_place place = { .byte = (int64_t)block.gap_at };
        return ncz_say(z, FINDING_NCZ_NO_OBJECT_AFTER, place, NULL, NULL);
    }
    if (z->facts.skipped_bytes > z->file.file.size / 100 * MOST_SKIPPED_PERCENT) {
        return ncz_say_numbers(z, FINDING_NCZ_DAMAGED, NCZ_NOWHERE, (int64_t)z->facts.skipped_bytes,
                               (int64_t)z->file.file.size);
    }
    return KBS_OK;
}

static kbs_code read_version(ncz *z)
{
    const ncz_block *block = &z->facts.version;
    drawing *d = z->out;
    if (block->at == 0 || block->size < NCZ_HEADER_BYTES + 1) {
        return KBS_OK;
    }
    size_t length = block->size < 261 ? (size_t)block->size - NCZ_HEADER_BYTES : 256;
    const uint8_t *p = ncz_file_at(&z->file, block->at + NCZ_HEADER_BYTES, length);
    ncz_place place = { .byte = (int64_t)block->at, .field = "version" };
    if (p == NULL) {
        return z->file.code;
    }
    if (!ncz_text(z, p, length - 1, place)) {
        return base_findings_no_memory(z->report);
    }
    size_t kept = z->text.length < sizeof d->version ? z->text.length : sizeof d->version - 1;
    while (kept < z->text.length && kept > 0 && ((uint8_t)z->text.data[kept] & 0xC0u) == 0x80) {
        kept--;
    }
    if (kept > 0) {
        memcpy(d->version, z->text.data, kept);
    }
    return KBS_OK;
}

static kbs_code second_pass(ncz *z)
{
    ncz_block block;
    kbs_code code = KBS_OK;
    for (uint64_t at = 0; code == KBS_OK && ncz_block_next(&z->file, at, &block);
         at = block.at + block.size) {
        if (ncz_block_is_object(&block)) {
            code = ncz_object_read(z, &block);
        }
    }
    return code != KBS_OK ? code : z->file.code;
}

static bool add_skipped(ncz *z)
{
    char room[NCZ_TYPE_NAME_SIZE];
    for (unsigned type = 0; type < 256; type++) {
        const char *name = ncz_type_name((uint8_t)type, room);
        uint64_t count = z->skipped_types[type];
        if (count > 0 && !drawing_skip(z->out, name, count, z->skipped_type_bytes[type])) {
            return false;
        }
        ncz_say_count(z, FINDING_NCZ_TYPE_SKIPPED, count, name);
    }
    return (z->refused == 0 || drawing_skip(z->out, "refused", z->refused, z->refused_bytes)) &&
           (z->facts.nested == 0 || drawing_skip(z->out, "nested", z->facts.nested, 0));
}

/* What stands for many objects. */
static void say_sums(ncz *z)
{
    static const uint8_t second_hand[] = { NCZ_CIRCLE, NCZ_ARC,      NCZ_CONTOUR,
                                           NCZ_SHEET,  NCZ_TRIANGLE, NCZ_INSERT };
    char room[NCZ_TYPE_NAME_SIZE];
    for (size_t i = 0; i < sizeof second_hand; i++) {
        uint8_t type = second_hand[i];
        ncz_say_count(z, FINDING_NCZ_SECOND_HAND, z->read_types[type], ncz_type_name(type, room));
    }
    for (uint8_t type = 0; type < NCZ_TYPE_COUNT; type++) {
        ncz_say_count(z, FINDING_NCZ_LENGTH_ODD, z->odd_lengths[type], ncz_type_name(type, room));
    }
    for (unsigned kind = 0; kind < 256; kind++) {
        if (z->facts.unknown_blocks[kind] > 0) {
            ncz_place place = { .byte = -1, .record = 0 };
            (void)ncz_say_numbers(z, FINDING_NCZ_BLOCK_UNKNOWN, place,
                                  (int64_t)z->facts.unknown_blocks[kind], (int64_t)kind);
        }
    }
    ncz_say_count(z, FINDING_NCZ_NESTED, z->facts.nested, NULL);
    ncz_say_count(z, FINDING_DRAWING_ARC_COARSE, z->out->coarse_arcs, NULL);
    ncz_say_count(z, FINDING_NCZ_CURVE, z->curves, NULL);
    ncz_say_count(z, FINDING_NCZ_HEIGHT, z->bad_heights, NULL);
    ncz_say_count(z, FINDING_NCZ_COLOUR_UNKNOWN, z->unknown_colours, NULL);
}

/* Every object of the first count was kept or left out with a reason. */
static kbs_code check_ledger(ncz *z)
{
    uint64_t accounted = z->kept + z->skipped + z->facts.nested;
    if (accounted == z->out->found && z->kept == z->out->object_count) {
        return KBS_OK;
    }
    return ncz_say_numbers(z, FINDING_SOURCE_RECORDS_LOST, NCZ_NOWHERE, (int64_t)accounted,
                           (int64_t)z->out->found);
}

static kbs_code read_all(ncz *z)
{
    kbs_code code = read_header(z);
    code = code == KBS_OK ? first_pass(z) : code;
    code = code == KBS_OK ? read_version(z) : code;
    code = code == KBS_OK ? ncz_layers_read(z) : code;
    code = code == KBS_OK ? ncz_projection_read(z) : code;
    if (code != KBS_OK) {
        return code;
    }
    if (!drawing_reserve(z->out, (size_t)(z->out->found - z->facts.nested),
                         (size_t)z->facts.vertices)) {
        return drawing_failed(z->out, z->name, z->report);
    }
    code = second_pass(z);
    if (code != KBS_OK) {
        return code;
    }
    if (!add_skipped(z)) {
        return drawing_failed(z->out, z->name, z->report);
    }
    say_sums(z);
    ncz_projection_check(z);
    drawing_count(z->out);
    code = check_ledger(z);
    code = code == KBS_OK ? ncz_file_unchanged(&z->file) : code;
    return code == KBS_OK && z->report != NULL && z->report->failed
               ? base_findings_no_memory(z->report)
               : code;
}

static kbs_code read_drawing(drawing *out, const char *path, const char *name,
                             base_findings *report)
{
    ncz z = { .out = out, .report = report, .name = name };
    base_buffer_init(&z.text, 4096);
    base_buffer_init(&z.key, 4096);
    kbs_code code = ncz_file_open(&z.file, path, name, report);
    if (code == KBS_OK) {
        code = read_all(&z);
    }
    ncz_say_rest(&z);
    if (code != KBS_OK) {
        drawing_release(out);
    }
    ncz_file_close(&z.file);
    base_buffer_release(&z.text);
    base_buffer_release(&z.key);
    return code;
}

const drawing_format drawing_format_ncz = { .format = FORMAT_NAME,
                                            .bid = bid,
                                            .read = read_drawing };
