/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The end of writing rows: key indexes of a bulk import, and the R-tree, row by row or as a whole. */
#include <string.h>

#include "store/writer_private.h"

/* The R-tree is written anew when more than one in this many of its rows is new: a row costs 8 to 10 µs one by one and about 1 µs in bulk,
 * the reading of the old boxes included. */
#define BULK_SHARE 5
#define BULK_LEAST 200
/* SQLite sorts the keys of an index in portions as large as its cache, all but the last on a second thread while the table is still
 * being read: so they must not be too large. */
#define SORT_KIB 16384

static kbs_code make_indexes(store_writer *writer)
{
    kbs_city *city = writer->city;
    store_index indexes[STORE_MOST_INDEXES];
    size_t count = store_schema_indexes(writer->arena, writer->kind, indexes);
    kbs_code code = count == 0 ? base_findings_no_memory(&city->error) : KBS_OK;
    store_database_set_cache(city->database, SORT_KIB);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = indexes[i].of_closed
                   ? KBS_OK
                   : store_database_run(city->database, indexes[i].sql, &city->error);
    }
    store_database_set_cache(city->database, STORE_WRITE_CACHE_KIB);
    store_database_allow_indexing(city->database, false);
    return code;
}

static kbs_code prepare(store_writer *writer, const char *before, const char *after,
                        store_statement **out)
{
    kbs_city *city = writer->city;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, before);
    base_buffer_text(&sql, writer->kind->table);
    base_buffer_text(&sql, after);
    kbs_code code = sql.failed
                        ? base_findings_no_memory(&city->error)
                        : store_database_prepare(city->database, out, sql.data, &city->error);
    base_buffer_release(&sql);
    return code;
}

static kbs_code add_by_row(store_writer *writer)
{
    store_statement *statement = NULL;
    kbs_code code =
        prepare(writer, "INSERT INTO idx_",
                "_geometry(pkid, xmin, xmax, ymin, ymax) VALUES(?1, ?2, ?3, ?4, ?5)", &statement);
    for (size_t i = 0; code == KBS_OK && i < writer->new_count; i++) {
        const kbs_box *box = &writer->boxes[i];
        store_bind_int(statement, 1, writer->first_id + (int64_t)i);
        store_bind_real(statement, 2, box->east_min);
        store_bind_real(statement, 3, box->east_max);
        store_bind_real(statement, 4, box->north_min);
        store_bind_real(statement, 5, box->north_max);
        code = store_step_done(statement, &writer->city->error);
    }
    store_statement_free(statement);
    return code;
}

/* Boxes of the rows that were there before, as the R-tree has them (already rounded outward, which rounding again does not change). */
static kbs_code read_old(store_writer *writer, kbs_box *boxes, size_t count)
{
    kbs_city *city = writer->city;
    store_statement *statement = NULL;
    size_t seen = 0;
    kbs_code code =
        prepare(writer, "SELECT pkid, xmin, xmax, ymin, ymax FROM idx_", "_geometry", &statement);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        int64_t id = store_column_int(statement, 0);
        if (id < 1 || id > (int64_t)count) {
            seen = count + 1;
            break;
        }
        boxes[id - 1] =
            (kbs_box){ store_column_real(statement, 1), store_column_real(statement, 3),
                       store_column_real(statement, 2), store_column_real(statement, 4) };
        seen++;
    }
    store_statement_free(statement);
    if ((code == KBS_END || code == KBS_OK) && seen != count) {
        return base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path,
                                       writer->kind->table, NULL);
    }
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code write_anew(store_writer *writer, size_t old_count)
{
    kbs_city *city = writer->city;
    if (old_count == 0) {
        return store_rtree_write(city->database, writer->kind, writer->boxes, writer->new_count,
                                 &city->error);
    }
    kbs_box *all = base_new_array(old_count + writer->new_count, sizeof *all);
    if (all == NULL) {
        return base_findings_no_memory(&city->error);
    }
    kbs_code code = read_old(writer, all, old_count);
    if (code == KBS_OK) {
        memcpy(all + old_count, writer->boxes, writer->new_count * sizeof *all);
        code = store_rtree_write(city->database, writer->kind, all, old_count + writer->new_count,
                                 &city->error);
    }
    base_free(all);
    return code;
}

/* What store_writer_touched gives: the ids, and the boxes of closed rows behind those of new ones. */
static kbs_code collect_touched(store_writer *writer)
{
    kbs_city *city = writer->city;
    size_t total = writer->new_count + writer->closed_box_count;
    writer->new_ids = base_new_array(writer->new_count + 1, sizeof writer->new_ids[0]);
    void *items = writer->boxes;
    bool grown = base_array_grow(&items, &writer->box_capacity, total, sizeof writer->boxes[0],
                                 2 * STORE_MOST_ROWS);
    writer->boxes = items;
    if (writer->new_ids == NULL || !grown) {
        return base_findings_no_memory(&city->error);
    }
    for (size_t i = 0; i < writer->new_count; i++) {
        writer->new_ids[i] = writer->first_id + (int64_t)i;
    }
    if (writer->closed_box_count > 0) {
        memcpy(writer->boxes + writer->new_count, writer->closed_boxes,
               writer->closed_box_count * sizeof writer->boxes[0]);
    }
    writer->box_count = total;
    return KBS_OK;
}

static bool tell(kbs_progress_cb progress, void *user, uint64_t done)
{
    kbs_progress report = { "index", done, 2 };
    return progress == NULL || progress(&report, user);
}

kbs_code store_writer_index(store_writer *writer, kbs_progress_cb progress, void *user)
{
    kbs_city *city = writer->city;
    kbs_code code = KBS_OK;
    size_t old_count = (size_t)(writer->first_id - 1);
    if (writer->indexed) {
        return KBS_OK;
    }
    if (!tell(progress, user, 0)) {
        return base_findings_fail_with(&city->error, FINDING_CALL_CANCELLED, city->path, NULL,
                                       NULL);
    }
    code = store_writer_flush(writer);
    store_key_set_free(writer->keys); /* its memory is needed now */
    writer->keys = NULL;
    if (code == KBS_OK && writer->bulk) {
        code = make_indexes(writer);
    }
    if (code == KBS_OK && !tell(progress, user, 1)) {
        return base_findings_fail_with(&city->error, FINDING_CALL_CANCELLED, city->path, NULL,
                                       NULL);
    }
    if (code == KBS_OK && writer->new_count > 0) {
        bool anew = writer->new_count >= BULK_LEAST && writer->new_count > old_count / BULK_SHARE;
        code = anew ? write_anew(writer, old_count) : add_by_row(writer);
    }
    if (code == KBS_OK) {
        code = collect_touched(writer);
    }
    writer->indexed = code == KBS_OK;
    return code;
}

void store_writer_touched(const store_writer *writer, const kbs_box **boxes, size_t *count,
                          const int64_t **new_ids, size_t *new_count)
{
    *boxes = writer->boxes;
    *count = writer->box_count;
    *new_ids = writer->new_ids;
    *new_count = writer->indexed ? writer->new_count : 0;
}
