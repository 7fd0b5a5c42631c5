/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The first look at a DXF. */
#include "import/dxf_scan.h"

#include <string.h>

#include "base/number.h"

typedef enum scan_section {
    SCAN_NONE,
    SCAN_UNNAMED,
    SCAN_HEADER,
    SCAN_BLOCKS,
    SCAN_ENTITIES,
    SCAN_OTHER
} scan_section;

typedef struct scanning {
    dxf_scanned *out;
    dxf_pairs *pairs;
    scan_section section;
    bool has_section, has_end;
    char variable[24]; /* of the heading */
    bool in_block;     /* between BLOCK and ENDBLK */
    bool is_block_start;
    /* the entity being looked at */
    bool is_insert;
    const char *name;
    size_t name_length;
    int64_t columns, rows, line;
} scanning;

static bool is_part(const dxf_pairs *pairs)
{
    return dxf_pairs_is(pairs, 0, "VERTEX") || dxf_pairs_is(pairs, 0, "SEQEND");
}

/* Negative and zero counts are one; what is too large stays so. */
static uint64_t count_of(int64_t value)
{
    return value < 1 ? 1 : value > 100000000 ? 100000000 : (uint64_t)value;
}

static bool end_entity(scanning *s)
{
    bool added = true;
    if (s->is_block_start && s->name != NULL) {
        added = dxf_blocks_add(&s->out->blocks, s->name, s->name_length, s->line);
    } else if (s->is_insert && s->name != NULL) {
        uint64_t cells = count_of(s->columns) * count_of(s->rows);
        added = dxf_blocks_add_insert(&s->out->blocks, s->name, s->name_length, cells, s->line,
                                      s->section == SCAN_BLOCKS);
    }
    s->is_block_start = s->is_insert = false;
    s->name = NULL;
    s->columns = s->rows = 1;
    return added;
}

static void begin_entity(scanning *s)
{
    const dxf_pairs *pairs = s->pairs;
    s->line = pairs->line;
    s->is_insert = dxf_pairs_is(pairs, 0, "INSERT");
    s->is_block_start = s->section == SCAN_BLOCKS && dxf_pairs_is(pairs, 0, "BLOCK");
    s->in_block = s->is_block_start || (s->in_block && !dxf_pairs_is(pairs, 0, "ENDBLK"));
    if (s->section == SCAN_ENTITIES && !is_part(pairs)) {
        s->out->entities++;
        s->out->inserts += s->is_insert ? 1 : 0;
    }
    bool is_inside = s->in_block && !s->is_block_start && !s->is_insert && !is_part(pairs);
    if (s->section == SCAN_BLOCKS && is_inside && s->out->blocks.count > 0) {
        s->out->blocks.items[s->out->blocks.count - 1].entities++;
    }
}

static void begin_section(scanning *s)
{
    static const struct {
        const char *name;
        scan_section section;
    } names[] = { { "HEADER", SCAN_HEADER },
                  { "BLOCKS", SCAN_BLOCKS },
                  { "ENTITIES", SCAN_ENTITIES } };
    s->section = SCAN_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        s->section = dxf_pairs_is(s->pairs, 2, names[i].name) ? names[i].section : s->section;
    }
    if (s->section == SCAN_ENTITIES) {
        s->out->blocks.first_of_drawing = s->out->blocks.insert_count;
    }
}

static void read_variable(scanning *s)
{
    const dxf_pairs *pairs = s->pairs;
    if (pairs->code == 9) {
        size_t length = pairs->length < sizeof s->variable ? pairs->length : 0;
        memcpy(s->variable, pairs->value, length);
        s->variable[length] = '\0';
    } else if (pairs->code == 1 && strcmp(s->variable, "$ACADVER") == 0 &&
               pairs->length < sizeof s->out->version) {
        memcpy(s->out->version, pairs->value, pairs->length);
        s->out->version[pairs->length] = '\0';
    } else if (pairs->code == 70 && strcmp(s->variable, "$INSUNITS") == 0) {
        (void)base_number_parse_int(pairs->value, pairs->length, &s->out->unit);
    }
}

static void read_pair(scanning *s)
{
    const dxf_pairs *pairs = s->pairs;
    if (s->section == SCAN_UNNAMED) { /* its name is the next pair or nowhere */
        begin_section(s);
    } else if (s->section == SCAN_HEADER) {
        read_variable(s);
    } else if (pairs->code == 2 && s->name == NULL) {
        s->name = pairs->value;
        s->name_length = pairs->length;
    } else if (pairs->code == 70 && s->is_insert) {
        (void)base_number_parse_int(pairs->value, pairs->length, &s->columns);
    } else if (pairs->code == 71 && s->is_insert) {
        (void)base_number_parse_int(pairs->value, pairs->length, &s->rows);
    }
}

/* False when memory is out. */
static bool read_zero(scanning *s)
{
    if (!end_entity(s)) {
        return false;
    }
    if (s->section == SCAN_UNNAMED) {
        s->section = SCAN_OTHER;
    }
    if (dxf_pairs_is(s->pairs, 0, "SECTION")) {
        s->section = SCAN_UNNAMED;
        s->has_section = true;
    } else if (dxf_pairs_is(s->pairs, 0, "ENDSEC")) {
        s->section = SCAN_NONE;
        s->in_block = false;
    } else if (dxf_pairs_is(s->pairs, 0, "EOF")) {
        s->has_end = true;
    } else {
        begin_entity(s);
    }
    return true;
}

static kbs_code fail(scanning *s, base_finding_code code)
{
    return text_lines_fail(&s->pairs->lines, code, NULL, 0, NULL);
}

kbs_code dxf_scan(dxf_scanned *scanned, dxf_pairs *pairs)
{
    scanning s = { .out = scanned, .pairs = pairs, .columns = 1, .rows = 1 };
    memset(scanned, 0, sizeof *scanned);
    scanned->unit = -1;
    scanned->blocks.first_of_drawing = SIZE_MAX;
    while (!s.has_end && dxf_pairs_next(pairs)) {
        if (pairs->code != 0) {
            read_pair(&s);
        } else if (!read_zero(&s)) {
            return text_lines_no_memory(&pairs->lines);
        }
    }
    if (pairs->lines.code != KBS_OK) {
        return pairs->lines.code;
    }
    if (!s.has_section) {
        return fail(&s, FINDING_DXF_NO_SECTION);
    }
    if (!s.has_end || s.section != SCAN_NONE) {
        return fail(&s, FINDING_DXF_CUT);
    }
    if (scanned->blocks.first_of_drawing > scanned->blocks.insert_count) {
        scanned->blocks.first_of_drawing = scanned->blocks.insert_count;
    }
    kbs_code code = dxf_blocks_check(&scanned->blocks, &pairs->lines);
    dxf_pairs_rewind(pairs);
    return code;
}

void dxf_scanned_release(dxf_scanned *scanned)
{
    dxf_blocks_release(&scanned->blocks);
}
