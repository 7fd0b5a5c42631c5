/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads the _node table (its format stands in rtree_bulk.c) and checks that it is a tree: each node
 * is reached once, from the root, at the depth that the root states. What is not a tree is a
 * damaged file. */
#include "store/rtree_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/memory.h"

#define CELL_BYTES 24u
#define HEAD_BYTES 4u
#define MOST_CELLS 51u
#define MOST_DEPTH 40u /* SQLite's own limit */
#define MOST_NODES 20000000u

typedef struct node {
    int64_t number;
    uint32_t first_cell;
    uint16_t cell_count;
    uint16_t level; /* 0: a leaf; LEVEL_NONE: not reached from the root */
} node;

#define LEVEL_NONE UINT16_MAX

struct store_rtree_copy {
    node *nodes; /* by number while reading */
    size_t node_count, node_capacity;
    store_rtree_cell *cells; /* above the leaves `number` is the index of a node */
    size_t cell_count, cell_capacity;
    size_t root;
};

void store_rtree_copy_free(store_rtree_copy *copy)
{
    if (copy != NULL) {
        base_free(copy->nodes);
        base_free(copy->cells);
        base_free(copy);
    }
}

static float get_be_float(const uint8_t *at)
{
    uint32_t bits = base_get_be32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static store_rtree_cell get_cell(const uint8_t *at)
{
    uint64_t number = (uint64_t)base_get_be32(at) << 32 | base_get_be32(at + 4);
    store_rtree_cell cell = { .east_min = get_be_float(at + 8),
                              .east_max = get_be_float(at + 12),
                              .north_min = get_be_float(at + 16),
                              .north_max = get_be_float(at + 20) };
    memcpy(&cell.number, &number, sizeof number);
    return cell;
}

/* Appends a node as it stands in the table; the root's depth is kept in its level. KBS_CORRUPT,
 * KBS_MEMORY. */
static kbs_code add_node(store_rtree_copy *copy, int64_t number, const uint8_t *bytes,
                         size_t length)
{
    if (length < HEAD_BYTES) {
        return KBS_CORRUPT;
    }
    uint32_t head = base_get_be32(bytes);
    uint32_t count = head & 0xFFFF;
    uint32_t depth = number == 1 ? head >> 16 : 0;
    if (count > MOST_CELLS || HEAD_BYTES + count * CELL_BYTES > length || depth > MOST_DEPTH) {
        return KBS_CORRUPT;
    }
    void *nodes = copy->nodes;
    void *cells = copy->cells;
    bool grown = base_array_grow(&nodes, &copy->node_capacity, copy->node_count + 1,
                                 sizeof *copy->nodes, MOST_NODES) &&
                 base_array_grow(&cells, &copy->cell_capacity, copy->cell_count + count,
                                 sizeof *copy->cells, UINT32_MAX);
    copy->nodes = nodes;
    copy->cells = cells;
    if (!grown) {
        return KBS_MEMORY;
    }
    copy->root = number == 1 ? copy->node_count : copy->root;
    copy->nodes[copy->node_count++] = (node){ .number = number,
                                              .first_cell = (uint32_t)copy->cell_count,
                                              .cell_count = (uint16_t)count,
                                              .level = number == 1 ? (uint16_t)depth : LEVEL_NONE };
    for (uint32_t i = 0; i < count; i++) {
        copy->cells[copy->cell_count++] = get_cell(bytes + HEAD_BYTES + i * CELL_BYTES);
    }
    return KBS_OK;
}

static int compare_numbers(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a;
    int64_t second = ((const node *)b)->number;
    return (first > second) - (first < second);
}

/* Turns the node numbers in the cells into indexes, from the root down. `queue` has room for all
 * nodes. */
static bool link_nodes(store_rtree_copy *copy, uint32_t *queue)
{
    size_t queued = 0;
    queue[queued++] = (uint32_t)copy->root;
    for (size_t at = 0; at < queued; at++) {
        const node *parent = &copy->nodes[queue[at]];
        for (uint32_t i = 0; parent->level > 0 && i < parent->cell_count; i++) {
            store_rtree_cell *cell = &copy->cells[parent->first_cell + i];
            node *child = bsearch(&cell->number, copy->nodes, copy->node_count, sizeof *copy->nodes,
                                  compare_numbers);
            if (child == NULL || child->level != LEVEL_NONE) {
                return false;
            }
            child->level = (uint16_t)(parent->level - 1);
            cell->number = child - copy->nodes;
            queue[queued++] = (uint32_t)cell->number;
        }
    }
    return queued == copy->node_count;
}

static kbs_code read_nodes(store_rtree_copy *copy, kbs_city *city, const char *table)
{
    store_statement *statement = NULL;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "SELECT nodeno, data FROM idx_");
    base_buffer_text(&sql, table);
    base_buffer_text(&sql, "_geometry_node ORDER BY nodeno");
    kbs_code code =
        sql.failed ? base_findings_no_memory(&city->error)
                   : store_database_prepare(city->database, &statement, sql.data, &city->error);
    base_buffer_release(&sql);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        size_t length;
        const void *bytes = store_column_blob(statement, 1, &length);
        code = add_node(copy, store_column_int(statement, 0), bytes, length);
        if (code == KBS_MEMORY) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_rtree_copy_new(store_rtree_copy **out, kbs_city *city, const char *table)
{
    *out = NULL;
    store_rtree_copy *copy = base_new(sizeof *copy);
    if (copy == NULL) {
        return base_findings_no_memory(&city->error);
    }
    uint32_t *queue = NULL;
    kbs_code code = read_nodes(copy, city, table);
    if (code == KBS_OK) {
        queue = base_new_array(copy->node_count + 1, sizeof *queue);
        code = queue == NULL ? base_findings_no_memory(&city->error) : KBS_OK;
    }
    bool has_root = copy->node_count > 0 && copy->nodes[copy->root].number == 1;
    if (code == KBS_OK && (!has_root || !link_nodes(copy, queue))) {
        code = KBS_CORRUPT;
    }
    base_free(queue);
    if (code == KBS_CORRUPT) {
        code = base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path, table, NULL);
    }
    if (code != KBS_OK) {
        store_rtree_copy_free(copy);
        return code;
    }
    *out = copy;
    return KBS_OK;
}

static bool meets(const store_rtree_cell *cell, const kbs_box *box)
{
    return (double)cell->east_min <= box->east_max && (double)cell->east_max >= box->east_min &&
           (double)cell->north_min <= box->north_max && (double)cell->north_max >= box->north_min;
}

void store_rtree_copy_search(const store_rtree_copy *copy, kbs_box box,
                             bool (*visit)(const store_rtree_cell *cell, void *user), void *user)
{
    /* A node is replaced by its children, one level down: never more than these wait. */
    uint32_t waiting[MOST_DEPTH * MOST_CELLS + 1];
    size_t count = 0;
    waiting[count++] = (uint32_t)copy->root;
    while (count > 0) {
        const node *at = &copy->nodes[waiting[--count]];
        const store_rtree_cell *cells = copy->cells + at->first_cell;
        for (uint32_t i = 0; i < at->cell_count; i++) {
            if (!meets(&cells[i], &box)) {
                continue;
            }
            if (at->level > 0) {
                waiting[count++] = (uint32_t)cells[i].number;
            } else if (!visit(&cells[i], user)) {
                return;
            }
        }
    }
}
