/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A packed R-tree, sixteen boxes a node, sorted along a Hilbert curve. All levels lie in one array: level 0 the boxes
 * themselves in the curve's order, each level above the unions of sixteen below. */
#include "geo/box_tree.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
    FAN = 16,
    MOST_LEVELS = 9, /* 16^8 = 2^32 boxes at most, and the root */
    HILBERT_ORDER = 16,
    RADIX_BITS = 11,
    RADIX_SIZE = 1 << RADIX_BITS
};

struct geo_box_tree {
    kbs_box *boxes;
    uint32_t *ids; /* of level 0 */
    size_t level_start[MOST_LEVELS + 1], level_count[MOST_LEVELS + 1];
    int levels;
};

/* Position along the curve of a cell of the 65 536 x 65 536 grid, after the usual bit-by-bit turn and mirror. */
static uint32_t hilbert_key(uint32_t east, uint32_t north)
{
    uint32_t key = 0;
    for (uint32_t bit = 1u << (HILBERT_ORDER - 1); bit != 0; bit >>= 1) {
        uint32_t e = (east & bit) != 0;
        uint32_t n = (north & bit) != 0;
        key = key << 2 | ((3 * e) ^ n);
        uint32_t lower =
            n - 1; /* all ones in the lower half, which is turned, and mirrored where e */
        uint32_t flip = lower & (0u - e);
        uint32_t swap = lower & (east ^ north);
        east ^= flip ^ swap;
        north ^= flip ^ swap;
    }
    return key;
}

/* A number in cells of the grid; NaN and what lies outside goes to the border. */
static uint32_t cell(double value)
{
    if (!(value > 0)) {
        return 0;
    }
    return value < 65535 ? (uint32_t)value : 65535;
}

typedef struct keyed {
    uint32_t key, index;
} keyed;

/* Sorts by key, stable, in three passes over 11 bits; `spare` has the same size. The result is in the array returned. */
static keyed *radix_sort(keyed *items, keyed *spare, size_t count)
{
    for (unsigned shift = 0; shift < 32; shift += RADIX_BITS) {
        size_t start[RADIX_SIZE] = { 0 };
        for (size_t i = 0; i < count; i++) {
            start[items[i].key >> shift & (RADIX_SIZE - 1)]++;
        }
        size_t sum = 0;
        for (size_t d = 0; d < RADIX_SIZE; d++) {
            size_t here = start[d];
            start[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) {
            spare[start[items[i].key >> shift & (RADIX_SIZE - 1)]++] = items[i];
        }
        keyed *sorted = spare;
        spare = items;
        items = sorted;
    }
    return items;
}

bool geo_hilbert_order(const kbs_box *boxes, size_t count, uint32_t *order)
{
    if (count > UINT32_MAX) {
        return false;
    }
    keyed *items = base_new_array(count + 1, sizeof *items);
    keyed *spare = base_new_array(count + 1, sizeof *spare);
    if (items == NULL || spare == NULL) {
        base_free(items);
        base_free(spare);
        return false;
    }
    kbs_box all = geo_box_empty();
    for (size_t i = 0; i < count; i++) {
        all = geo_box_join(all, boxes[i]);
    }
    double east_scale = 65536 / (all.east_max - all.east_min);
    double north_scale = 65536 / (all.north_max - all.north_min);
    for (size_t i = 0; i < count; i++) {
        kbs_box b = boxes[i];
        items[i].index = (uint32_t)i;
        items[i].key = UINT32_MAX; /* empty ones last */
        if (!geo_box_is_empty(b)) {
            uint32_t east = cell((b.east_min / 2 + b.east_max / 2 - all.east_min) * east_scale);
            uint32_t north =
                cell((b.north_min / 2 + b.north_max / 2 - all.north_min) * north_scale);
            items[i].key = hilbert_key(east, north);
        }
    }
    const keyed *sorted = radix_sort(items, spare, count);
    for (size_t i = 0; i < count; i++) {
        order[i] = sorted[i].index;
    }
    base_free(items);
    base_free(spare);
    return true;
}

/* What an empty box is kept as: every comparison with it fails, also with a box without end. */
static const kbs_box nothing = { NAN, NAN, NAN, NAN };

/* Fills the levels above the boxes; empty boxes add nothing. */
static void build_levels(geo_box_tree *tree)
{
    for (int level = 1; level < tree->levels; level++) {
        const kbs_box *below = tree->boxes + tree->level_start[level - 1];
        kbs_box *here = tree->boxes + tree->level_start[level];
        size_t below_count = tree->level_count[level - 1];
        for (size_t i = 0; i < tree->level_count[level]; i++) {
            kbs_box box = nothing;
            for (size_t k = i * FAN; k < (i + 1) * FAN && k < below_count; k++) {
                box = geo_box_join(box, below[k]);
            }
            here[i] = box;
        }
    }
}

geo_box_tree *geo_box_tree_new(const kbs_box *boxes, size_t count)
{
    geo_box_tree *tree = base_new(sizeof *tree);
    if (tree == NULL || count > UINT32_MAX) {
        base_free(tree);
        return NULL;
    }
    size_t total = 0;
    size_t at_level = count;
    do {
        tree->level_start[tree->levels] = total;
        tree->level_count[tree->levels++] = at_level;
        total += at_level;
        at_level = (at_level + FAN - 1) / FAN;
    } while (tree->level_count[tree->levels - 1] > FAN);
    tree->boxes = base_new_array(total + 1, sizeof *tree->boxes);
    tree->ids = base_new_array(count + 1, sizeof *tree->ids);
    if (tree->boxes == NULL || tree->ids == NULL || !geo_hilbert_order(boxes, count, tree->ids)) {
        geo_box_tree_free(tree);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        kbs_box box = boxes[tree->ids[i]];
        tree->boxes[i] = geo_box_is_empty(box) ? nothing : box;
    }
    build_levels(tree);
    return tree;
}

void geo_box_tree_free(geo_box_tree *tree)
{
    if (tree != NULL) {
        base_free(tree->boxes);
        base_free(tree->ids);
        base_free(tree);
    }
}

void geo_box_tree_search(const geo_box_tree *tree, kbs_box box,
                         bool (*visit)(uint32_t index, void *user), void *user)
{
    struct {
        size_t first;
        int level;
    } stack[FAN * MOST_LEVELS];
    size_t depth = 0;
    if (geo_box_is_empty(box)) {
        return;
    }
    stack[depth].first = 0;
    stack[depth++].level = tree->levels - 1;
    while (depth > 0) {
        depth--;
        int level = stack[depth].level;
        size_t first = stack[depth].first;
        const kbs_box *here = tree->boxes + tree->level_start[level];
        size_t end = first + FAN;
        end = end < tree->level_count[level] ? end : tree->level_count[level];
        for (size_t i = first; i < end; i++) {
            const kbs_box *b = &here[i];
            if (!(b->east_min <= box.east_max && b->east_max >= box.east_min &&
                  b->north_min <= box.north_max && b->north_max >= box.north_min)) {
                continue;
            }
            if (level > 0) {
                stack[depth].first = i * FAN;
                stack[depth++].level = level - 1;
            } else if (!visit(tree->ids[i], user)) {
                return;
            }
        }
    }
}

typedef struct found_list {
    uint32_t *items;
    size_t capacity, count;
    bool failed;
} found_list;

static bool keep_found(uint32_t index, void *user)
{
    found_list *list = user;
    if (list->count == list->capacity) {
        void *memory = list->items;
        bool ok = base_array_grow(&memory, &list->capacity, list->count + 1, sizeof *list->items,
                                  UINT32_MAX);
        list->items = memory;
        if (!ok) {
            list->failed = true;
            return false;
        }
    }
    list->items[list->count++] = index;
    return true;
}

static int compare_indexes(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* A handful is the rule, and then insertion is the quickest. */
static void sort_indexes(uint32_t *items, size_t count)
{
    if (count > 32) {
        qsort(items, count, sizeof *items, compare_indexes);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t moved = items[i];
        size_t k = i;
        for (; k > 0 && items[k - 1] > moved; k--) {
            items[k] = items[k - 1];
        }
        items[k] = moved;
    }
}

bool geo_box_tree_find(const geo_box_tree *tree, kbs_box box, uint32_t **found, size_t *capacity,
                       size_t *count)
{
    found_list list = { .items = *found, .capacity = *capacity };
    geo_box_tree_search(tree, box, keep_found, &list);
    sort_indexes(list.items, list.count);
    *found = list.items;
    *capacity = list.capacity;
    *count = list.failed ? 0 : list.count;
    return !list.failed;
}
