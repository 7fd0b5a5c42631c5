/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The queue between threads. Assertions stand on the main thread only: cmocka's jump out of the test. */
#include "test_base.h"

#include "base/memory.h"
#include "base/pipe.h"

enum { ITEMS = 20000, PRODUCERS = 3, CONSUMERS = 3 };

typedef struct worker {
    base_pipe *pipe;
    size_t *numbers;
    size_t first, step;
    uint64_t sum, count;
    bool in_order, closed_early;
} worker;

static void produce(void *user)
{
    worker *w = user;
    for (size_t i = w->first; i < ITEMS; i += w->step) {
        w->numbers[i] = i;
        if (!base_pipe_put(w->pipe, &w->numbers[i])) {
            w->closed_early = true;
            return;
        }
        w->count++;
    }
}

static void consume(void *user)
{
    worker *w = user;
    void *item;
    size_t last = 0;
    w->in_order = true;
    while (base_pipe_take(w->pipe, &item)) {
        const size_t number = *(size_t *)item;
        w->in_order = w->in_order && (w->count == 0 || number > last);
        last = number;
        w->sum += number;
        w->count++;
    }
}

static void pipe__one_to_one_keeps_order(void **state)
{
    (void)state;
    static size_t numbers[ITEMS];
    for (size_t capacity = 1; capacity <= 64; capacity *= 8) {
        base_pipe *pipe = base_pipe_new(capacity);
        worker from = { .pipe = pipe, .numbers = numbers, .first = 0, .step = 1 };
        worker to = { .pipe = pipe };
        base_thread *thread = base_thread_start(consume, &to);
        assert_non_null(thread);
        produce(&from);
        base_pipe_close(pipe);
        base_thread_join(thread);
        assert_int_equal(to.count, ITEMS);
        assert_true(to.in_order);
        base_pipe_free(pipe);
    }
}

static void pipe__many_to_many_loses_nothing(void **state)
{
    (void)state;
    static size_t numbers[ITEMS];
    base_pipe *pipe = base_pipe_new(16);
    worker from[PRODUCERS], to[CONSUMERS];
    base_thread *threads[PRODUCERS + CONSUMERS];
    for (size_t i = 0; i < CONSUMERS; i++) {
        to[i] = (worker){ .pipe = pipe };
        threads[PRODUCERS + i] = base_thread_start(consume, &to[i]);
        assert_non_null(threads[PRODUCERS + i]);
    }
    for (size_t i = 0; i < PRODUCERS; i++) {
        from[i] = (worker){ .pipe = pipe, .numbers = numbers, .first = i, .step = PRODUCERS };
        threads[i] = base_thread_start(produce, &from[i]);
        assert_non_null(threads[i]);
    }
    for (size_t i = 0; i < PRODUCERS; i++) {
        base_thread_join(threads[i]);
    }
    base_pipe_close(pipe);
    uint64_t sum = 0, count = 0;
    for (size_t i = 0; i < CONSUMERS; i++) {
        base_thread_join(threads[PRODUCERS + i]);
        sum += to[i].sum;
        count += to[i].count;
    }
    assert_int_equal(count, ITEMS);
    assert_true(sum == (uint64_t)ITEMS * (ITEMS - 1) / 2);
    base_pipe_free(pipe);
}

static void pipe__close_wakes_a_full_producer(void **state)
{
    (void)state;
    static size_t numbers[ITEMS];
    base_pipe *pipe = base_pipe_new(4);
    worker from = { .pipe = pipe, .numbers = numbers, .first = 0, .step = 1 };
    base_thread *thread = base_thread_start(produce, &from);
    assert_non_null(thread);
    void *item;
    for (size_t i = 0; i < 10; i++) {
        assert_true(base_pipe_take(pipe, &item));
        assert_int_equal(*(size_t *)item, i);
    }
    base_pipe_close(pipe);
    base_thread_join(thread);
    assert_true(from.closed_early);
    uint64_t taken = 10;
    while (base_pipe_take(pipe, &item)) { /* what was put before the end is still there */
        assert_int_equal(*(size_t *)item, taken);
        taken++;
    }
    assert_null(item);
    assert_int_equal(taken, from.count);
    assert_false(base_pipe_put(pipe, &from));
    base_pipe_free(pipe);
    base_pipe_free(NULL);
}

static void pipe__and_thread_without_memory(void **state)
{
    (void)state;
    for (size_t n = 0; n < 2; n++) {
        base_memory_fail_at(n);
        assert_null(base_pipe_new(8));
    }
    base_memory_fail_at(SIZE_MAX);
    assert_null(base_pipe_new(SIZE_MAX));
    base_memory_fail_at(0);
    assert_null(base_thread_start(consume, NULL));
    base_memory_fail_at(SIZE_MAX);
    base_thread_join(NULL);
    assert_in_range(base_thread_cores(), 1, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipe__one_to_one_keeps_order),
        cmocka_unit_test(pipe__many_to_many_loses_nothing),
        cmocka_unit_test(pipe__close_wakes_a_full_producer),
        cmocka_unit_test(pipe__and_thread_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
