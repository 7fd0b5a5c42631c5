/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the blocks of a DXF would expand to, counted without expanding anything: a chain of blocks
 * that multiplies, arrays of insertions and blocks that insert themselves are refused before any
 * program draws them. */
#ifndef IMPORT_DXF_BLOCKS_H
#define IMPORT_DXF_BLOCKS_H

#include "import/dxf_pairs.h"

#define DXF_MOST_EXPANDED 1000000u
#define DXF_MOST_CELLS 10000u
#define DXF_MOST_NESTING 16u

/* Names point into the file and are compared without regard to the case of ASCII letters. */
typedef struct dxf_insert {
    const char *name;
    size_t length;
    uint64_t cells; /* rows x columns */
    size_t block;   /* index of the block; SIZE_MAX = missing */
    int64_t line;
} dxf_insert;

typedef struct dxf_block {
    const char *name;
    size_t length;
    int64_t line;
    size_t first_insert, insert_count;
    uint64_t entities; /* of its own, without insertions */
    uint64_t expanded; /* with all that is below; DXF_MOST_EXPANDED + 1 = more */
    unsigned nesting;
    int state; /* 0 not counted, 1 being counted, 2 counted */
} dxf_block;

typedef struct dxf_blocks {
    dxf_block *items;
    dxf_insert *inserts; /* of the blocks, one after the other; then those of the drawing itself */
    size_t count, capacity, insert_count, insert_capacity;
    size_t first_of_drawing; /* insertion */
    uint64_t missing;        /* insertions of blocks that the file does not define */
} dxf_blocks;

/* False when memory is out or there are more than ten million. */
bool dxf_blocks_add(dxf_blocks *blocks, const char *name, size_t length, int64_t line);
/* Into the block added last, or the drawing when first_of_drawing was set. */
bool dxf_blocks_add_insert(dxf_blocks *blocks, const char *name, size_t length, uint64_t cells,
                           int64_t line, bool in_block);
/* Counts; the finding names the block that is too much. */
kbs_code dxf_blocks_check(dxf_blocks *blocks, text_lines *lines);
void dxf_blocks_release(dxf_blocks *blocks);

#endif
