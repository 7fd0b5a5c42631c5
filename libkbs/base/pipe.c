/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The bounded queue, threads, and how many cores there are. */
/* sched_getaffinity: the cores that this process may use, not those of the machine. */
#define _GNU_SOURCE
#include "base/pipe.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "base/memory.h"

struct base_pipe {
    pthread_mutex_t lock;
    pthread_cond_t has_room, has_item;
    void **items; /* a ring */
    size_t capacity, count, first;
    bool closed;
};

base_pipe *base_pipe_new(size_t capacity)
{
    if (capacity == 0) {
        capacity = 1;
    }
    base_pipe *pipe = base_new(sizeof *pipe);
    if (pipe == NULL) {
        return NULL;
    }
    pipe->capacity = capacity;
    pipe->items = base_new_array(capacity, sizeof *pipe->items);
    if (pipe->items == NULL || pthread_mutex_init(&pipe->lock, NULL) != 0) {
        goto no_lock;
    }
    if (pthread_cond_init(&pipe->has_room, NULL) != 0) {
        goto no_room;
    }
    if (pthread_cond_init(&pipe->has_item, NULL) != 0) {
        goto no_item;
    }
    return pipe;
no_item:
    pthread_cond_destroy(&pipe->has_room);
no_room:
    pthread_mutex_destroy(&pipe->lock);
no_lock:
    base_free(pipe->items);
    base_free(pipe);
    return NULL;
}

void base_pipe_free(base_pipe *pipe)
{
    if (pipe == NULL) {
        return;
    }
    pthread_cond_destroy(&pipe->has_item);
    pthread_cond_destroy(&pipe->has_room);
    pthread_mutex_destroy(&pipe->lock);
    base_free(pipe->items);
    base_free(pipe);
}

bool base_pipe_put(base_pipe *pipe, void *item)
{
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->closed && pipe->count == pipe->capacity) {
        pthread_cond_wait(&pipe->has_room, &pipe->lock);
    }
    const bool put = !pipe->closed;
    if (put) {
        size_t at = pipe->first + pipe->count;
        at = at >= pipe->capacity ? at - pipe->capacity : at;
        pipe->items[at] = item;
        pipe->count++;
        pthread_cond_signal(&pipe->has_item);
    }
    pthread_mutex_unlock(&pipe->lock);
    return put;
}

bool base_pipe_take(base_pipe *pipe, void **item)
{
    *item = NULL;
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->closed && pipe->count == 0) {
        pthread_cond_wait(&pipe->has_item, &pipe->lock);
    }
    const bool taken = pipe->count > 0;
    if (taken) {
        *item = pipe->items[pipe->first];
        pipe->first = pipe->first + 1 == pipe->capacity ? 0 : pipe->first + 1;
        pipe->count--;
        pthread_cond_signal(&pipe->has_room);
    }
    pthread_mutex_unlock(&pipe->lock);
    return taken;
}

void base_pipe_close(base_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->closed = true;
    pthread_cond_broadcast(&pipe->has_room);
    pthread_cond_broadcast(&pipe->has_item);
    pthread_mutex_unlock(&pipe->lock);
}

unsigned base_thread_cores(void)
{
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) {
        return (unsigned)CPU_COUNT(&set);
    }
#endif
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}

struct base_thread {
    pthread_t id;
    void (*run)(void *user);
    void *user;
};

static void *thread_main(void *argument)
{
    const base_thread *thread = argument;
    thread->run(thread->user);
    return NULL;
}

base_thread *base_thread_start(void (*run)(void *user), void *user)
{
    base_thread *thread = base_new(sizeof *thread);
    if (thread == NULL) {
        return NULL;
    }
    thread->run = run;
    thread->user = user;
    if (pthread_create(&thread->id, NULL, thread_main, thread) != 0) {
        base_free(thread);
        return NULL;
    }
    return thread;
}

void base_thread_join(base_thread *thread)
{
    if (thread != NULL) {
        pthread_join(thread->id, NULL);
        base_free(thread);
    }
}
