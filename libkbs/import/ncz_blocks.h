/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The run of blocks that a drawing is: from one to the next, over damaged places, and what stands inside of blocks that are no
 * objects themselves. */
#ifndef IMPORT_NCZ_BLOCKS_H
#define IMPORT_NCZ_BLOCKS_H

#include "import/ncz_file.h"

typedef struct ncz_block {
    uint64_t at;   /* of its header */
    uint64_t size; /* with its header, and with what a smart object's length leaves out */
    uint8_t kind;
    uint8_t type;        /* of an object, else 0 */
    uint64_t gap_at;     /* bytes before it that are no block */
    uint64_t gap_length; /* 0 = none */
} ncz_block;

static inline bool ncz_block_is_object(const ncz_block *block)
{
    return block->kind == 21 || block->kind == 22;
}

/* The block at or after `at`. False at the end of the file (block->gap_length: bytes left that are no block) and when reading
 * failed (file->code). */
bool ncz_block_next(ncz_file *file, uint64_t at, ncz_block *block);
bool ncz_kind_is_known(uint8_t kind);
/* Records inside of `length` bytes at `at`: definitions of blocks and symbols, in coordinates of their own. */
uint64_t ncz_nested_count(ncz_file *file, uint64_t at, uint64_t length);
/* The length (payload) that an object of this type has; 0 = it varies and cannot be known from its head. `text_length` is the
 * length byte of a text. */
uint32_t ncz_type_length(uint8_t type, uint8_t kind, uint8_t text_length);

#endif
