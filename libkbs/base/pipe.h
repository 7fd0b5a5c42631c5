/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A bounded queue between two or more threads: producers put, consumers take, in order. Closing wakes everybody. */
#ifndef BASE_PIPE_H
#define BASE_PIPE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct base_pipe base_pipe;
base_pipe *base_pipe_new(size_t capacity); /* NULL = no memory */
void base_pipe_free(base_pipe *pipe);
/* Waits for room. False when the pipe was closed: the item stays the caller's. */
bool base_pipe_put(base_pipe *pipe, void *item);
/* Waits for an item. False when the pipe is closed and empty. */
bool base_pipe_take(base_pipe *pipe, void **item);
/* No more items: takers get what is left, then false. */
void base_pipe_close(base_pipe *pipe);

/* Cores that this process may use, at least 1. */
unsigned base_thread_cores(void);
/* A thread that runs `run(user)`; join waits and frees. NULL when it could not be started. */
typedef struct base_thread base_thread;
base_thread *base_thread_start(void (*run)(void *user), void *user);
void base_thread_join(base_thread *thread); /* NULL is nothing */

#endif
