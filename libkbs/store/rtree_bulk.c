/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writes a whole R-tree of SQLite at once. The module's own insertion splits nodes one row at a time, 7 to 10 µs a row; here boxes are put in the
 * order of a Hilbert curve, filled into nodes from the leaves up, and written into the module's tables: under 1 µs a row, and to every reader an
 * ordinary R-tree ("rtreecheck" agrees).
 *
 * A node (SQLite: ext/rtree/rtree.c, "Database Format of R-Tree Tables") is a BLOB of one fixed size: two bytes depth (of the root only), two bytes
 * count, then cells of 24 bytes: row or node number (8 bytes) and min, max of the two axes as f32; all big endian. Node 1 is the
 * root. The minima are rounded down and the maxima up, so that a box is never smaller than what it stands for. */
#include <math.h>
#include <string.h>

#include "geo/box_tree.h"
#include "store/writer_private.h"

#define CELL_BYTES 24u
#define HEAD_BYTES 4u
#define MOST_CELLS 51u /* RTREE_MAXCELLS */
#define MOST_NODE_BYTES (HEAD_BYTES + MOST_CELLS * CELL_BYTES)

#define ROWS_A_STATEMENT 40u

typedef struct tree_writer {
    store_database *database;
    base_findings *report;
    store_statement *node, *rowid, *rowids, *parent;
    size_t node_bytes, cells; /* of a node, as SQLite chose them when it made the table */
    int64_t next_node;
    uint8_t bytes[MOST_NODE_BYTES];
} tree_writer;

/* What a cell of the next level up needs. */
typedef struct level {
    kbs_box *boxes;
    int64_t *nodes;
    size_t count;
} level;

static void put_be(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    }
}

static void put_coordinate(uint8_t *at, double value, bool up)
{
    float rounded = (float)value;
    uint32_t bits;
    if (up ? (double)rounded < value : (double)rounded > value) {
        rounded = nextafterf(rounded, up ? INFINITY : -INFINITY);
    }
    memcpy(&bits, &rounded, sizeof bits);
    put_be(at, bits, 4);
}

static void put_cell(uint8_t *cell, int64_t number, const kbs_box *box)
{
    put_be(cell, (uint64_t)number, 8);
    put_coordinate(cell + 8, box->east_min, false);
    put_coordinate(cell + 12, box->east_max, true);
    put_coordinate(cell + 16, box->north_min, false);
    put_coordinate(cell + 20, box->north_max, true);
}

static kbs_code write_pair(tree_writer *tree, store_statement *statement, int64_t first,
                           int64_t second)
{
    store_bind_int(statement, 1, first);
    store_bind_int(statement, 2, second);
    return store_step_done(statement, tree->report);
}

static kbs_code write_node(tree_writer *tree, int64_t number, size_t count, unsigned depth)
{
    memset(tree->bytes + HEAD_BYTES + count * CELL_BYTES, 0,
           tree->node_bytes - HEAD_BYTES - count * CELL_BYTES);
    put_be(tree->bytes, number == 1 ? depth : 0, 2);
    put_be(tree->bytes + 2, count, 2);
    store_bind_int(tree->node, 1, number);
    store_bind_blob(tree->node, 2, tree->bytes, tree->node_bytes);
    return store_step_done(tree->node, tree->report);
}

static void level_free(level *l)
{
    base_free(l->boxes);
    base_free(l->nodes);
    *l = (level){ NULL, NULL, 0 };
}

/* One level: cells of `from` in its order (or `order`) into nodes; `up` gets one entry a node. leaf_of (leaves only) gets each row's node. */
static kbs_code write_level(tree_writer *tree, const level *from, const uint32_t *order,
                            unsigned depth, int64_t *leaf_of, level *up)
{
    size_t nodes = (from->count + tree->cells - 1) / tree->cells;
    bool root = nodes <= 1;
    kbs_code code = KBS_OK;
    up->boxes = base_new_array(nodes + 1, sizeof *up->boxes);
    up->nodes = base_new_array(nodes + 1, sizeof *up->nodes);
    if (up->boxes == NULL || up->nodes == NULL) {
        return base_findings_no_memory(tree->report);
    }
    for (size_t start = 0; code == KBS_OK && (start < from->count || (root && start == 0));
         start += tree->cells) {
        size_t count = from->count - start < tree->cells ? from->count - start : tree->cells;
        int64_t number = root ? 1 : tree->next_node++;
        kbs_box box = geo_box_empty();
        for (size_t i = 0; code == KBS_OK && i < count; i++) {
            size_t at = order == NULL ? start + i : order[start + i];
            put_cell(tree->bytes + HEAD_BYTES + i * CELL_BYTES,
                     from->nodes == NULL ? (int64_t)at + 1 : from->nodes[at], &from->boxes[at]);
            box = geo_box_join(box, from->boxes[at]);
            if (leaf_of != NULL) {
                leaf_of[at] = number;
            } else {
                code = write_pair(tree, tree->parent, from->nodes[at], number);
            }
        }
        if (code == KBS_OK) {
            code = write_node(tree, number, count, depth);
        }
        up->boxes[up->count] = box;
        up->nodes[up->count++] = number;
    }
    return code;
}

/* Which leaf each row is in. A statement costs more than the row that it writes, so it writes many. SQLite numbers the rows itself, 1, 2, 3 in
 * the table that was just emptied: then it need not look whether a number is taken. */
static kbs_code write_rowids(tree_writer *tree, const int64_t *leaf_of, size_t count)
{
    kbs_code code = KBS_OK;
    size_t i = 0;
    for (; code == KBS_OK && count - i >= ROWS_A_STATEMENT; i += ROWS_A_STATEMENT) {
        for (size_t k = 0; k < ROWS_A_STATEMENT; k++) {
            store_bind_int(tree->rowids, (int)k + 1, leaf_of[i + k]);
        }
        code = store_step_done(tree->rowids, tree->report);
    }
    for (; code == KBS_OK && i < count; i++) {
        code = write_pair(tree, tree->rowid, (int64_t)i + 1, leaf_of[i]);
    }
    return code;
}

static kbs_code write_levels(tree_writer *tree, const kbs_box *boxes, size_t count,
                             const uint32_t *order, int64_t *leaf_of)
{
    /* The leaves' boxes are the caller's and not freed here. */
    level leaves = { (kbs_box *)(uintptr_t)boxes, NULL, count };
    level here = { NULL, NULL, 0 };
    level up = { NULL, NULL, 0 };
    kbs_code code = write_level(tree, &leaves, order, 0, leaf_of, &up);
    for (unsigned depth = 1; code == KBS_OK && up.count > 1; depth++) {
        level_free(&here);
        here = up;
        up = (level){ NULL, NULL, 0 };
        code = write_level(tree, &here, NULL, depth, NULL, &up);
    }
    level_free(&here);
    level_free(&up);
    return code == KBS_OK ? write_rowids(tree, leaf_of, count) : code;
}

static kbs_code prepare(tree_writer *tree, const store_kind *kind, const char *before,
                        const char *after, store_statement **out)
{
    base_buffer sql;
    base_buffer_init(&sql, 8192);
    base_buffer_text(&sql, before);
    base_buffer_text(&sql, " idx_");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, "_geometry");
    base_buffer_text(&sql, after);
    kbs_code code = sql.failed
                        ? base_findings_no_memory(tree->report)
                        : store_database_prepare(tree->database, out, sql.data, tree->report);
    base_buffer_release(&sql);
    return code;
}

static kbs_code run(tree_writer *tree, const store_kind *kind, const char *before,
                    const char *after)
{
    store_statement *statement = NULL;
    kbs_code code = prepare(tree, kind, before, after, &statement);
    if (code == KBS_OK) {
        code = store_step_done(statement, tree->report);
    }
    store_statement_free(statement);
    return code;
}

/* SQLite took the size of a node from the page size when it made the table and reads it back from the root. */
static kbs_code read_node_size(tree_writer *tree, const store_kind *kind)
{
    store_statement *statement = NULL;
    kbs_code code =
        prepare(tree, kind, "SELECT length(data) FROM", "_node WHERE nodeno = 1", &statement);
    if (code == KBS_OK) {
        code = store_step(statement, tree->report);
    }
    int64_t bytes = code == KBS_OK ? store_column_int(statement, 0) : 0;
    store_statement_free(statement);
    if (code == KBS_END || (code == KBS_OK && (bytes < (int64_t)(HEAD_BYTES + 4 * CELL_BYTES) ||
                                               bytes > (int64_t)MOST_NODE_BYTES))) {
        const char *path;
        store_database_file(tree->database, &path);
        return base_findings_fail_with(tree->report, FINDING_CITY_DAMAGED, path, kind->table, NULL);
    }
    tree->node_bytes = (size_t)bytes;
    tree->cells = (tree->node_bytes - HEAD_BYTES) / CELL_BYTES;
    return code;
}

static kbs_code clear_tables(tree_writer *tree, const store_kind *kind)
{
    kbs_code code = run(tree, kind, "DELETE FROM", "_node");
    if (code == KBS_OK) {
        code = run(tree, kind, "DELETE FROM", "_rowid");
    }
    return code == KBS_OK ? run(tree, kind, "DELETE FROM", "_parent") : code;
}

static kbs_code prepare_rowids(tree_writer *tree, const store_kind *kind)
{
    base_buffer values;
    base_buffer_init(&values, 4096);
    base_buffer_text(&values, "_rowid(nodeno) VALUES");
    for (int i = 0; i < (int)ROWS_A_STATEMENT; i++) {
        base_buffer_text(&values, i == 0 ? "(?" : ", (?");
        base_buffer_int(&values, i + 1);
        base_buffer_char(&values, ')');
    }
    kbs_code code = values.failed ? base_findings_no_memory(tree->report)
                                  : prepare(tree, kind, "INSERT INTO", values.data, &tree->rowids);
    base_buffer_release(&values);
    return code;
}

static kbs_code prepare_all(tree_writer *tree, const store_kind *kind)
{
    kbs_code code =
        prepare(tree, kind, "INSERT INTO", "_node(nodeno, data) VALUES(?1, ?2)", &tree->node);
    if (code == KBS_OK) {
        code = prepare(tree, kind, "INSERT INTO", "_rowid(rowid, nodeno) VALUES(?1, ?2)",
                       &tree->rowid);
    }
    if (code == KBS_OK) {
        code = prepare_rowids(tree, kind);
    }
    return code == KBS_OK ? prepare(tree, kind, "INSERT INTO",
                                    "_parent(nodeno, parentnode) VALUES(?1, ?2)", &tree->parent)
                          : code;
}

kbs_code store_rtree_write(store_database *database, const store_kind *kind, const kbs_box *boxes,
                           size_t count, base_findings *report)
{
    tree_writer tree = { .database = database, .report = report, .next_node = 2 };
    uint32_t *order = base_new_array(count + 1, sizeof *order);
    int64_t *leaf_of = base_new_array(count + 1, sizeof *leaf_of);
    kbs_code code = order == NULL || leaf_of == NULL || !geo_hilbert_order(boxes, count, order)
                        ? base_findings_no_memory(report)
                        : KBS_OK;
    if (code == KBS_OK) {
        code = store_database_allow_shadow(database, true, report);
    }
    if (code == KBS_OK) {
        code = read_node_size(&tree, kind);
    }
    if (code == KBS_OK) {
        code = clear_tables(&tree, kind);
    }
    if (code == KBS_OK) {
        code = prepare_all(&tree, kind);
    }
    if (code == KBS_OK) {
        code = write_levels(&tree, boxes, count, order, leaf_of);
    }
    store_statement_free(tree.node);
    store_statement_free(tree.rowid);
    store_statement_free(tree.rowids);
    store_statement_free(tree.parent);
    kbs_code closed = store_database_allow_shadow(database, false, report);
    base_free(order);
    base_free(leaf_of);
    return code == KBS_OK ? closed : code;
}
