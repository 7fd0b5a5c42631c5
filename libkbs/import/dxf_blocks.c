/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Expansion of blocks, counted. */
#include "import/dxf_blocks.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ITEMS 10000000u

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int compare_names(const char *a, size_t a_length, const char *b, size_t b_length)
{
    for (size_t i = 0; i < a_length && i < b_length; i++) {
        int difference = (unsigned char)small(a[i]) - (unsigned char)small(b[i]);
        if (difference != 0) {
            return difference;
        }
    }
    return (a_length > b_length) - (a_length < b_length);
}

bool dxf_blocks_add(dxf_blocks *blocks, const char *name, size_t length, int64_t line)
{
    void *items = blocks->items;
    bool grown = base_array_grow(&items, &blocks->capacity, blocks->count + 1,
                                 sizeof *blocks->items, MOST_ITEMS);
    blocks->items = items;
    if (grown) {
        blocks->items[blocks->count++] = (dxf_block){
            .name = name, .length = length, .line = line, .first_insert = blocks->insert_count
        };
    }
    return grown;
}

bool dxf_blocks_add_insert(dxf_blocks *blocks, const char *name, size_t length, uint64_t cells,
                           int64_t line, bool in_block)
{
    void *items = blocks->inserts;
    bool grown = base_array_grow(&items, &blocks->insert_capacity, blocks->insert_count + 1,
                                 sizeof *blocks->inserts, MOST_ITEMS);
    blocks->inserts = items;
    if (grown) {
        blocks->inserts[blocks->insert_count++] =
            (dxf_insert){ name, length, cells, SIZE_MAX, line };
    }
    if (grown && in_block && blocks->count > 0) {
        blocks->items[blocks->count - 1].insert_count++;
    }
    return grown;
}

void dxf_blocks_release(dxf_blocks *blocks)
{
    base_free(blocks->items);
    base_free(blocks->inserts);
    memset(blocks, 0, sizeof *blocks);
}

/* ---- names ---- */

typedef struct named {
    const char *name;
    size_t length;
    size_t block;
} named;

static int compare_named(const void *a, const void *b)
{
    const named *first = a, *second = b;
    int order = compare_names(first->name, first->length, second->name, second->length);
    return order != 0 ? order : (first->block > second->block) - (first->block < second->block);
}

static size_t find_block(const named *sorted, size_t count, const dxf_insert *insert)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_names(sorted[middle].name, sorted[middle].length, insert->name,
                          insert->length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_found = low < count && compare_names(sorted[low].name, sorted[low].length, insert->name,
                                                 insert->length) == 0;
    return is_found ? sorted[low].block : SIZE_MAX;
}

static bool resolve(dxf_blocks *blocks)
{
    named *sorted = base_new_array(blocks->count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < blocks->count; i++) {
        sorted[i] = (named){ blocks->items[i].name, blocks->items[i].length, i };
    }
    qsort(sorted, blocks->count, sizeof *sorted, compare_named);
    for (size_t i = 0; i < blocks->insert_count; i++) {
        dxf_insert *insert = &blocks->inserts[i];
        insert->block = find_block(sorted, blocks->count, insert);
        blocks->missing += insert->block == SIZE_MAX ? 1 : 0;
    }
    base_free(sorted);
    return true;
}

/* ---- counting ---- */

static uint64_t add_up(uint64_t sum, uint64_t more)
{
    sum += more;
    return sum > DXF_MOST_EXPANDED ? DXF_MOST_EXPANDED + 1 : sum;
}

/* cells <= DXF_MOST_CELLS + 1, below <= DXF_MOST_EXPANDED + 1: no overflow. An insertion of an empty
 * block is one object for each cell. */
static uint64_t expanded_of(const dxf_blocks *blocks, const dxf_insert *insert)
{
    uint64_t below = insert->block == SIZE_MAX ? 1 : blocks->items[insert->block].expanded;
    uint64_t cells = insert->cells > DXF_MOST_CELLS ? DXF_MOST_CELLS + 1 : insert->cells;
    return add_up(0, cells * (below < 1 ? 1 : below));
}

static void close_block(dxf_blocks *blocks, dxf_block *block)
{
    block->expanded = add_up(0, block->entities);
    block->nesting = 1;
    for (size_t i = 0; i < block->insert_count; i++) {
        const dxf_insert *insert = &blocks->inserts[block->first_insert + i];
        block->expanded = add_up(block->expanded, expanded_of(blocks, insert));
        unsigned below = insert->block == SIZE_MAX ? 0 : blocks->items[insert->block].nesting;
        block->nesting = below + 1 > block->nesting ? below + 1 : block->nesting;
    }
    block->state = 2;
}

static kbs_code fail(text_lines *lines, base_finding_code code, const char *name, size_t length,
                     int64_t line, const char *expected)
{
    lines->number = line;
    return text_lines_fail(lines, code, name, length, expected);
}

/* Goes down from one block without recursion: a stack of at most DXF_MOST_NESTING + 1 blocks, each
 * with the insertion that it is at. */
static kbs_code count_from(dxf_blocks *blocks, size_t start, text_lines *lines)
{
    size_t stack[DXF_MOST_NESTING + 1], at[DXF_MOST_NESTING + 1];
    size_t depth = 0;
    stack[0] = start;
    at[0] = 0;
    blocks->items[start].state = 1;
    for (;;) {
        dxf_block *block = &blocks->items[stack[depth]];
        if (at[depth] == block->insert_count) {
            close_block(blocks, block);
            if (depth == 0) {
                return KBS_OK;
            }
            depth--;
            continue;
        }
        const dxf_insert *insert = &blocks->inserts[block->first_insert + at[depth]++];
        if (insert->block == SIZE_MAX || blocks->items[insert->block].state == 2) {
            continue;
        }
        if (blocks->items[insert->block].state == 1) {
            return fail(lines, FINDING_DXF_BLOCK_ITSELF, insert->name, insert->length, insert->line,
                        NULL);
        }
        if (depth == DXF_MOST_NESTING) {
            return fail(lines, FINDING_DXF_BLOCK_NESTING, insert->name, insert->length,
                        insert->line, "16");
        }
        blocks->items[insert->block].state = 1;
        stack[++depth] = insert->block;
        at[depth] = 0;
    }
}

static kbs_code check_inserts(const dxf_blocks *blocks, text_lines *lines)
{
    for (size_t i = 0; i < blocks->insert_count; i++) {
        const dxf_insert *insert = &blocks->inserts[i];
        if (insert->cells > DXF_MOST_CELLS) {
            return fail(lines, FINDING_DXF_ARRAY, insert->name, insert->length, insert->line,
                        "10000");
        }
    }
    return KBS_OK;
}

kbs_code dxf_blocks_check(dxf_blocks *blocks, text_lines *lines)
{
    uint64_t sum = 0;
    if (!resolve(blocks)) {
        return text_lines_no_memory(lines);
    }
    kbs_code code = check_inserts(blocks, lines);
    for (size_t i = 0; code == KBS_OK && i < blocks->count; i++) {
        dxf_block *block = &blocks->items[i];
        code = block->state == 2 ? KBS_OK : count_from(blocks, i, lines);
        if (code == KBS_OK && block->nesting > DXF_MOST_NESTING) {
            code = fail(lines, FINDING_DXF_BLOCK_NESTING, block->name, block->length, block->line,
                        "16");
        }
        if (code == KBS_OK && block->expanded > DXF_MOST_EXPANDED) {
            code = fail(lines, FINDING_DXF_BLOCK_EXPANDS, block->name, block->length, block->line,
                        "1000000");
        }
    }
    for (size_t i = blocks->first_of_drawing; code == KBS_OK && i < blocks->insert_count; i++) {
        const dxf_insert *insert = &blocks->inserts[i];
        sum = add_up(sum, expanded_of(blocks, insert));
        if (sum > DXF_MOST_EXPANDED) {
            code = fail(lines, FINDING_DXF_BLOCK_EXPANDS, insert->name, insert->length,
                        insert->line, "1000000");
        }
    }
    return code;
}
