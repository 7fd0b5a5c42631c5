/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Checked allocation, and an arena that holds one answer. No other file calls malloc or free. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* All return NULL when memory is out or count * size overflows; new memory is zeroed. */
void *base_new(size_t size);
void *base_new_array(size_t count, size_t size);
/* Grows (never shrinks) *items to hold `need` items, at most `ceiling`; *capacity is updated, new items are not zeroed.
 * Returns false when memory is out or need > ceiling; the array is then as it was. */
bool base_array_grow(void **items, size_t *capacity, size_t need, size_t size, size_t ceiling);
/* A hint before a large array (some MiB) is filled: that it had better lie in large pages. The first touch of a small page
 * costs more than all that a reader does with it. No effect where the system has none, or the memory is small. */
void base_prefer_large_pages(void *memory, size_t bytes);
void base_free(void *memory); /* NULL is nothing */
char *base_text_copy(const char *text);
char *base_text_copy_n(const char *text, size_t length); /* adds the final NUL */

/* An arena: many small allocations, one free. Not for two threads at once. */
typedef struct base_arena base_arena;
base_arena *base_arena_new(void);
void base_arena_free(base_arena *arena); /* NULL is nothing */
void *base_arena_alloc(base_arena *arena, size_t count,
                       size_t size); /* zeroed, aligned for any type; NULL = no memory */
char *base_arena_text(base_arena *arena, const char *text); /* NULL gives "" */
char *base_arena_text_n(base_arena *arena, const char *text, size_t length);

/* Tests only: allocation number n from now (0 = the next) fails, once; SIZE_MAX switches this off. Thread-local. */
void base_memory_fail_at(size_t n);

#endif
