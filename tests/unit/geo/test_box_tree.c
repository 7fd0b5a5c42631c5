/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The packed tree finds what a plain loop finds; the Hilbert order visits a grid step by step. */
#include "oracle.h"

#include "base/memory.h"
#include "geo/box_tree.h"

static void compare_with_loop(const kbs_box *boxes, size_t count, const kbs_box *questions,
                              size_t question_count)
{
    geo_box_tree *tree = geo_box_tree_new(boxes, count);
    assert_non_null(tree);
    uint32_t *found = NULL;
    size_t capacity = 0;
    for (size_t q = 0; q < question_count; q++) {
        size_t got, expected = 0;
        assert_true(geo_box_tree_find(tree, questions[q], &found, &capacity, &got));
        for (size_t i = 0; i < count; i++) {
            if (geo_box_meets(boxes[i], questions[q])) {
                assert_true(expected < got);
                assert_int_equal(found[expected], i);
                expected++;
            }
        }
        assert_int_equal(got, expected);
    }
    base_free(found);
    geo_box_tree_free(tree);
}

static kbs_box random_box(test_random *random, double extent, double size)
{
    double east = floor(random_between(random, 0, extent)),
           north = floor(random_between(random, 0, extent));
    return (kbs_box){ east, north, east + floor(random_between(random, 0, size)),
                      north + floor(random_between(random, 0, size)) };
}

static void finds_what_a_loop_finds(void **state)
{
    (void)state;
    test_random random = { 61 };
    static const size_t counts[] = { 0, 1, 2, 15, 16, 17, 255, 256, 257, 4095, 4097, 5000 };
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        kbs_box *boxes = base_new_array(counts[c] + 1, sizeof *boxes);
        kbs_box questions[200];
        for (size_t i = 0; i < counts[c]; i++) {
            boxes[i] = random_box(&random, 300, 9); /* whole numbers: borders often just meet */
            if (random_below(&random, 10) == 0) {
                boxes[i] = geo_box_empty();
            }
        }
        for (size_t q = 0; q < 200; q++) {
            questions[q] = random_box(&random, 310, q % 10 == 0 ? 300 : 20);
        }
        questions[0] = geo_box_empty();
        questions[1] = (kbs_box){ -INFINITY, -INFINITY, INFINITY, INFINITY };
        questions[2] = (kbs_box){ -10, -10, -1, -1 };
        compare_with_loop(boxes, counts[c], questions, 200);
        base_free(boxes);
    }
}

static void odd_boxes(void **state)
{
    (void)state;
    const kbs_box boxes[] = {
        { -INFINITY, -INFINITY, INFINITY, INFINITY },
        { NAN, NAN, NAN, NAN },
        { 1e308, 1e308, 1.5e308, 1.5e308 },
        { -1.5e308, -1.5e308, -1e308, -1e308 },
        { 3, 3, 3, 3 },
        { 3, 3, 3, 3 },
        { 4, 3, 2, 5 }, /* turned around: empty */
        { 0, 0, INFINITY, 0 },
    };
    const kbs_box questions[] = {
        { 3, 3, 3, 3 }, { 0, 0, 1, 1 }, { NAN, 0, 1, 1 }, { 1.2e308, 1.2e308, 1.3e308, 1.3e308 }
    };
    compare_with_loop(boxes, sizeof boxes / sizeof *boxes, questions, 4);
    kbs_box same[40]; /* all alike: the extent is a point */
    for (size_t i = 0; i < 40; i++) {
        same[i] = (kbs_box){ 487000, 4420000, 487000, 4420000 };
    }
    compare_with_loop(same, 40, same, 1);
}

typedef struct seen_list {
    size_t count, most;
} seen_list;

static bool count_visit(uint32_t index, void *user)
{
    seen_list *seen = user;
    assert_true(index < 1000);
    return ++seen->count < seen->most;
}

static void stops_when_told(void **state)
{
    (void)state;
    kbs_box boxes[1000];
    for (size_t i = 0; i < 1000; i++) {
        boxes[i] = (kbs_box){ 0, 0, 1, 1 };
    }
    geo_box_tree *tree = geo_box_tree_new(boxes, 1000);
    seen_list seen = { 0, 7 };
    geo_box_tree_search(tree, boxes[0], count_visit, &seen);
    assert_int_equal(seen.count, 7);
    seen = (seen_list){ 0, 5000 };
    geo_box_tree_search(tree, boxes[0], count_visit, &seen);
    assert_int_equal(seen.count, 1000);
    geo_box_tree_free(tree);
}

/* On a grid of 2^k cells the curve goes from each cell to a neighbour. */
static void hilbert_goes_step_by_step(void **state)
{
    (void)state;
    enum { SIDE = 128 };
    kbs_box *boxes = base_new_array(SIDE * SIDE + 2, sizeof *boxes);
    uint32_t *order = base_new_array(SIDE * SIDE + 2, sizeof *order);
    bool *seen = base_new_array(SIDE * SIDE + 2, sizeof *seen);
    assert_true(boxes != NULL && order != NULL && seen != NULL);
    boxes[0] = geo_box_empty(); /* comes last */
    boxes[1] = (kbs_box){ 5, 5, NAN, 6 };
    for (int i = 0; i < SIDE * SIDE; i++) {
        double east = 487000 + i % SIDE, north = 4420000 + i / SIDE;
        boxes[i + 2] = (kbs_box){ east, north, east + 1, north + 1 };
    }
    assert_true(geo_hilbert_order(boxes, SIDE * SIDE + 2, order));
    for (int i = 0; i < SIDE * SIDE + 2; i++) {
        assert_true(order[i] < SIDE * SIDE + 2);
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
    }
    assert_true(order[SIDE * SIDE] < 2 && order[SIDE * SIDE + 1] < 2);
    for (int i = 1; i < SIDE * SIDE; i++) {
        kbs_box a = boxes[order[i - 1]], b = boxes[order[i]];
        assert_true(fabs(a.east_min - b.east_min) + fabs(a.north_min - b.north_min) == 1);
    }
    base_free(seen);
    base_free(order);
    base_free(boxes);
}

static void without_memory(void **state)
{
    (void)state;
    const kbs_box boxes[3] = { { 0, 0, 1, 1 }, { 2, 2, 3, 3 }, { 0, 0, 9, 9 } };
    geo_box_tree *tree = NULL;
    size_t failures = 0;
    for (size_t n = 0; tree == NULL; n++) {
        base_memory_fail_at(n);
        tree = geo_box_tree_new(boxes, 3);
        failures += tree == NULL;
    }
    base_memory_fail_at(SIZE_MAX);
    assert_true(failures >= 4);
    uint32_t *found = NULL;
    size_t capacity = 0, count = 99;
    base_memory_fail_at(0);
    assert_false(geo_box_tree_find(tree, boxes[0], &found, &capacity, &count));
    base_memory_fail_at(SIZE_MAX);
    assert_int_equal(count, 0);
    assert_true(geo_box_tree_find(tree, boxes[0], &found, &capacity, &count));
    assert_int_equal(count, 2);
    base_free(found);
    geo_box_tree_free(tree);
    geo_box_tree_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_loop_finds), cmocka_unit_test(odd_boxes),
        cmocka_unit_test(stops_when_told),         cmocka_unit_test(hilbert_goes_step_by_step),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
