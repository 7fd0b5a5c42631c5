/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Checked allocation with a switch that makes one allocation fail, and the arena. */
#define _DEFAULT_SOURCE /* madvise */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static _Thread_local size_t fail_countdown = SIZE_MAX;

void base_memory_fail_at(size_t n)
{
    fail_countdown = n;
}

static bool must_fail(void)
{
    if (fail_countdown == SIZE_MAX) {
        return false;
    }
    /* After the failing one the countdown stands at SIZE_MAX again, that is off. */
    return fail_countdown-- == 0;
}

static bool is_too_large(size_t count, size_t size)
{
    return size != 0 && count > (size_t)PTRDIFF_MAX / size;
}

void *base_new(size_t size)
{
    return base_new_array(1, size);
}

void *base_new_array(size_t count, size_t size)
{
    if (is_too_large(count, size) || must_fail()) {
        return NULL;
    }
    const size_t total = count * size;
    return calloc(1, total == 0 ? 1 : total);
}

bool base_array_grow(void **items, size_t *capacity, size_t need, size_t size, size_t ceiling)
{
    if (need <= *capacity) {
        return need <= ceiling;
    }
    if (need > ceiling || is_too_large(need, size)) {
        return false;
    }
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < need) {
        wanted = wanted > SIZE_MAX / 2 ? need : wanted * 2;
    }
    if (wanted > ceiling) {
        wanted = ceiling;
    }
    if (is_too_large(wanted, size)) {
        wanted = need;
    }
    if (must_fail()) {
        return false;
    }
    void *grown = realloc(*items, wanted * size == 0 ? 1 : wanted * size);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

#define SMALL_PAGE ((uintptr_t)4096)
#define WORTH_LARGE_PAGES ((size_t)4 << 20)

void base_prefer_large_pages(void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    if (memory == NULL || bytes < WORTH_LARGE_PAGES) {
        return;
    }
    const uintptr_t start = ((uintptr_t)memory + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
    const uintptr_t end = ((uintptr_t)memory + bytes) & ~(SMALL_PAGE - 1);
    (void)madvise((char *)memory + (start - (uintptr_t)memory), end - start, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}

void base_free(void *memory)
{
    free(memory);
}

char *base_text_copy(const char *text)
{
    return base_text_copy_n(text, strlen(text));
}

char *base_text_copy_n(const char *text, size_t length)
{
    if (length >= (size_t)PTRDIFF_MAX || must_fail()) {
        return NULL;
    }
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, text, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

/* The arena lies at the start of its first block, so a small answer costs one malloc and one free.
 * Pieces are cut from the front of the current block; when it is used up a new one follows, twice
 * as big as the last. */
#define FIRST_BLOCK ((size_t)4096 - 32) /* with malloc's own words just under a page */
#define LARGEST_BLOCK ((size_t)1 << 20)

typedef struct block {
    _Alignas(max_align_t) struct block *next;
    size_t used, size; /* of the bytes behind this head */
} block;

struct base_arena {
    block *others; /* all but the first */
    block *current;
    size_t next_size;
    block first;
};

base_arena *base_arena_new(void)
{
    if (must_fail()) {
        return NULL;
    }
    base_arena *arena = malloc(FIRST_BLOCK);
    if (arena != NULL) {
        arena->first = (block){ .next = NULL, .used = 0, .size = FIRST_BLOCK - sizeof *arena };
        arena->others = NULL;
        arena->current = &arena->first;
        arena->next_size = 2 * FIRST_BLOCK;
    }
    return arena;
}

void base_arena_free(base_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (block *b = arena->others; b != NULL;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

static block *add_block(base_arena *arena, size_t size)
{
    if (size > (size_t)PTRDIFF_MAX - sizeof(block) || must_fail()) {
        return NULL;
    }
    block *b = malloc(sizeof *b + size);
    if (b != NULL) {
        *b = (block){ .next = arena->others, .used = 0, .size = size };
        arena->others = b;
    }
    return b;
}

/* Room for `bytes`, aligned to `align` (a power of two). A big piece gets a block of its own; the
 * rest of the current one stays usable. */
static void *arena_take(base_arena *arena, size_t bytes, size_t align)
{
    block *b = arena->current;
    const size_t start = (b->used + align - 1) & ~(align - 1);
    if (start <= b->size && bytes <= b->size - start) {
        b->used = start + bytes;
        return (char *)b + sizeof *b + start;
    }
    const bool own_block = bytes > arena->next_size / 4;
    b = add_block(arena, own_block ? bytes : arena->next_size);
    if (b == NULL) {
        return NULL;
    }
    b->used = bytes;
    if (!own_block) {
        arena->current = b;
        arena->next_size = arena->next_size < LARGEST_BLOCK ? arena->next_size * 2 : LARGEST_BLOCK;
    }
    return (char *)b + sizeof *b;
}

void *base_arena_alloc(base_arena *arena, size_t count, size_t size)
{
    if (is_too_large(count, size)) {
        return NULL;
    }
    void *piece = arena_take(arena, count * size, _Alignof(max_align_t));
    if (piece != NULL) {
        memset(piece, 0, count * size);
    }
    return piece;
}

char *base_arena_text(base_arena *arena, const char *text)
{
    return text == NULL ? base_arena_text_n(arena, "", 0)
                        : base_arena_text_n(arena, text, strlen(text));
}

char *base_arena_text_n(base_arena *arena, const char *text, size_t length)
{
    if (length >= (size_t)PTRDIFF_MAX) {
        return NULL;
    }
    char *copy = arena_take(arena, length + 1, 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, text, length);
        }
        copy[length] = '\0';
    }
    return copy;
}
