/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Allocation, growth, arena, and the allocation that fails. */
#include "test_base.h"

#include "base/memory.h"

static void new__is_zeroed(void **state)
{
    (void)state;
    unsigned char *bytes = base_new_array(1000, 3);
    assert_non_null(bytes);
    for (size_t i = 0; i < 3000; i++) {
        assert_int_equal(bytes[i], 0);
    }
    base_free(bytes);
    base_free(NULL);
}

static void new__nothing_is_something(void **state)
{
    (void)state;
    void *empty = base_new_array(0, 8);
    assert_non_null(empty);
    base_free(empty);
}

static void new__refuses_overflow(void **state)
{
    (void)state;
    assert_null(base_new_array(SIZE_MAX / 2, 4));
    assert_null(base_new_array((size_t)1 << 33, (size_t)1 << 33));
    base_arena *arena = base_arena_new();
    assert_non_null(arena);
    assert_null(base_arena_alloc(arena, SIZE_MAX / 2, 4));
    assert_null(base_arena_text_n(arena, "x", SIZE_MAX));
    base_arena_free(arena);
}

static void grow__keeps_items_and_the_ceiling(void **state)
{
    (void)state;
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 100; i++) {
        void *grown = items;
        assert_true(base_array_grow(&grown, &capacity, (size_t)i + 1, sizeof *items, 100));
        items = grown;
        items[i] = i * i;
    }
    assert_int_equal(capacity, 100); /* doubling would have given 128 */
    for (int i = 0; i < 100; i++) {
        assert_int_equal(items[i], i * i);
    }
    void *same = items;
    assert_false(base_array_grow(&same, &capacity, 101, sizeof *items, 100));
    assert_ptr_equal(same, items);
    assert_int_equal(capacity, 100);
    assert_true(base_array_grow(&same, &capacity, 5, sizeof *items, 100));
    assert_int_equal(capacity, 100);
    assert_false(base_array_grow(&same, &capacity, SIZE_MAX / 4, 8, SIZE_MAX));
    base_free(items);
}

static void grow__failing_leaves_the_array(void **state)
{
    (void)state;
    void *items = NULL;
    size_t capacity = 0;
    assert_true(base_array_grow(&items, &capacity, 8, 1, 1000));
    memcpy(items, "abcdefg", 8);
    void *before = items;
    base_memory_fail_at(0);
    assert_false(base_array_grow(&items, &capacity, 9, 1, 1000));
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, 8);
    assert_string_equal(items, "abcdefg");
    assert_true(base_array_grow(&items, &capacity, 9, 1, 1000)); /* it fails once */
    assert_string_equal(items, "abcdefg");
    base_free(items);
}

static void copy__adds_the_final_nul(void **state)
{
    (void)state;
    char *whole = base_text_copy("Çankaya");
    char *part = base_text_copy_n("Çankaya", 3);
    char *none = base_text_copy_n(NULL, 0);
    assert_string_equal(whole, "Çankaya");
    assert_string_equal(part, "Ça");
    assert_string_equal(none, "");
    base_free(whole);
    base_free(part);
    base_free(none);
}

static void fail_at__counts_down_once(void **state)
{
    (void)state;
    base_memory_fail_at(2);
    void *first = base_new(1);
    void *second = base_new(1);
    void *third = base_new(1);
    void *fourth = base_new(1);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(third);
    assert_non_null(fourth);
    base_free(first);
    base_free(second);
    base_free(fourth);
    base_memory_fail_at(0);
    base_memory_fail_at(SIZE_MAX);
    first = base_new(1);
    assert_non_null(first);
    base_free(first);
}

static void arena__pieces_are_aligned_zeroed_and_apart(void **state)
{
    (void)state;
    base_arena *arena = base_arena_new();
    uint64_t seed = 1;
    unsigned char *pieces[500];
    size_t sizes[500];
    for (size_t i = 0; i < 500; i++) {
        sizes[i] = test_random(&seed) % (i % 50 == 0 ? 40000 : 200);
        pieces[i] = base_arena_alloc(arena, sizes[i], 1);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(pieces[i][k], 0);
        }
        memset(pieces[i], (int)(i % 251) + 1, sizes[i]);
    }
    for (size_t i = 0; i < 500; i++) {
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(pieces[i][k], i % 251 + 1);
        }
    }
    base_arena_free(arena);
    base_arena_free(NULL);
}

static void arena__texts(void **state)
{
    (void)state;
    base_arena *arena = base_arena_new();
    assert_string_equal(base_arena_text(arena, NULL), "");
    assert_string_equal(base_arena_text(arena, "ada"), "ada");
    assert_string_equal(base_arena_text_n(arena, "parsel", 3), "par");
    assert_string_equal(base_arena_text_n(arena, NULL, 0), "");
    base_arena_free(arena);
}

/* One answer of 1.5 KiB, and twice that, must not ask for memory again. */
static void arena__small_answer_is_one_allocation(void **state)
{
    (void)state;
    base_arena *arena = base_arena_new();
    base_memory_fail_at(0);
    for (int i = 0; i < 30; i++) {
        assert_non_null(base_arena_alloc(arena, 10, 10));
    }
    base_memory_fail_at(SIZE_MAX);
    base_arena_free(arena);
}

static void arena__goes_on_after_a_failure(void **state)
{
    (void)state;
    base_memory_fail_at(0);
    assert_null(base_arena_new());
    base_arena *arena = base_arena_new();
    assert_non_null(arena);
    base_memory_fail_at(0);
    assert_null(base_arena_alloc(arena, 1, 100000));
    assert_non_null(base_arena_alloc(arena, 1, 100000));
    base_memory_fail_at(0);
    assert_string_equal(base_arena_text(arena, "still room"), "still room");
    base_memory_fail_at(SIZE_MAX);
    base_arena_free(arena);
}

/* Whatever the system makes of the hint, the bytes stay. */
static void large_pages__are_only_a_hint(void **state)
{
    (void)state;
    const size_t bytes = (size_t)9 << 20;
    uint8_t *memory = base_new_array(bytes, 1);
    assert_non_null(memory);
    memory[1] = 7;
    memory[bytes - 1] = 9;
    base_prefer_large_pages(memory, bytes);
    base_prefer_large_pages(memory, 100);
    base_prefer_large_pages(NULL, bytes);
    memory[bytes / 2] = 8;
    assert_int_equal(memory[1] + memory[bytes / 2] + memory[bytes - 1], 24);
    assert_int_equal(memory[0] + memory[bytes / 2 + 1], 0);
    base_free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new__is_zeroed),
        cmocka_unit_test(new__nothing_is_something),
        cmocka_unit_test(new__refuses_overflow),
        cmocka_unit_test(grow__keeps_items_and_the_ceiling),
        cmocka_unit_test(grow__failing_leaves_the_array),
        cmocka_unit_test(large_pages__are_only_a_hint),
        cmocka_unit_test(copy__adds_the_final_nul),
        cmocka_unit_test(fail_at__counts_down_once),
        cmocka_unit_test(arena__pieces_are_aligned_zeroed_and_apart),
        cmocka_unit_test(arena__texts),
        cmocka_unit_test(arena__small_answer_is_one_allocation),
        cmocka_unit_test(arena__goes_on_after_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
