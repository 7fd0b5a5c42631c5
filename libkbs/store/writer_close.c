/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Closing rows: they stay in the file with the revision that ended them. */
#include "geo/blob.h"
#include "store/writer_private.h"

static bool lies_on_border(const kbs_box *box, const kbs_box *extent)
{
    return box->east_min <= extent->east_min || box->north_min <= extent->north_min ||
           box->east_max >= extent->east_max || box->north_max >= extent->north_max;
}

/* Box and measure of a row that is about to be closed. A row with a damaged geometry can be closed too: that is how it is replaced. */
static kbs_code look_at(store_writer *writer, int64_t id, kbs_box *box, double *measure)
{
    store_bind_int(writer->look, 1, id);
    kbs_code code = store_step(writer->look, &writer->city->error);
    if (code == KBS_OK) {
        size_t length;
        const void *blob = store_column_blob(writer->look, 0, &length);
        if (geo_blob_box(blob, length, box) != GEO_BLOB_OK) {
            *box = geo_box_empty();
            writer->extent_shrinks = true;
        }
        *measure = writer->kind->measure == NULL ? 0.0 : store_column_real(writer->look, 1);
        store_statement_reset(writer->look);
    }
    return code == KBS_END ? base_findings_fail_with(&writer->city->error, FINDING_CITY_DAMAGED,
                                                     writer->city->path, writer->kind->table, NULL)
                           : code;
}

/* What is derived from a row goes with it: nothing may answer for a parcel that is no more. */
static kbs_code forget_derived(store_writer *writer, int64_t id)
{
    static const char *const of_parcel[] = { "DELETE FROM share WHERE parcel_id = ?1",
                                             "DELETE FROM dirty WHERE parcel_id = ?1",
                                             "DELETE FROM address_parcel WHERE parcel_id = ?1" };
    static const char *const of_address[] = { "DELETE FROM address_parcel WHERE address_id = ?1" };
    kbs_city *city = writer->city;
    bool parcel = writer->kind->kind == KBS_PARCEL;
    size_t count = parcel ? 3 : (writer->kind->kind == KBS_ADDRESS ? 1 : 0);
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        if (writer->forget[i] == NULL) {
            code = store_database_prepare(city->database, &writer->forget[i],
                                          parcel ? of_parcel[i] : of_address[i], &city->error);
        }
        if (code == KBS_OK) {
            store_bind_int(writer->forget[i], 1, id);
            code = store_step_done(writer->forget[i], &city->error);
        }
    }
    return code;
}

kbs_code store_writer_close_row(store_writer *writer, int64_t id)
{
    kbs_city *city = writer->city;
    kbs_box box;
    double measure = 0.0;
    kbs_code code = look_at(writer, id, &box, &measure);
    if (code != KBS_OK) {
        return code;
    }
    void *items = writer->closed_ids, *boxes = writer->closed_boxes;
    bool grown = base_array_grow(&items, &writer->closed_capacity, writer->closed_count + 1,
                                 sizeof writer->closed_ids[0], STORE_MOST_ROWS) &&
                 base_array_grow(&boxes, &writer->closed_box_capacity, writer->closed_box_count + 1,
                                 sizeof writer->closed_boxes[0], STORE_MOST_ROWS);
    writer->closed_ids = items;
    writer->closed_boxes = boxes;
    if (!grown) {
        return base_findings_no_memory(&city->error);
    }
    store_bind_int(writer->close, 1, id);
    store_bind_int(writer->close, 2, writer->revision);
    code = store_step_done(writer->close, &city->error);
    if (code == KBS_OK) {
        code = forget_derived(writer, id);
    }
    if (code == KBS_OK) {
        writer->closed_ids[writer->closed_count++] = id;
        writer->closed_boxes[writer->closed_box_count++] = box;
        writer->tally.current--;
        writer->tally.closed++;
        writer->tally.measure -= measure;
        writer->extent_shrinks =
            writer->extent_shrinks || lies_on_border(&box, &writer->tally.extent);
    }
    return code;
}

/* The current rows of this dataset that were there before this import. */
static kbs_code select_old(store_writer *writer, store_statement **statement)
{
    kbs_city *city = writer->city;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "SELECT id FROM ");
    base_buffer_text(&sql, writer->kind->table);
    base_buffer_text(&sql,
                     " WHERE until_revision IS NULL AND dataset = ?1 AND id < ?2 ORDER BY id");
    kbs_code code = sql.failed
                        ? base_findings_no_memory(&city->error)
                        : store_database_prepare(city->database, statement, sql.data, &city->error);
    base_buffer_release(&sql);
    if (code == KBS_OK) {
        store_bind_int(*statement, 1, writer->dataset);
        store_bind_int(*statement, 2, writer->first_id);
    }
    return code;
}

kbs_code store_writer_close_vanished(store_writer *writer, int64_t *closed)
{
    store_statement *statement = NULL;
    int64_t *ids = NULL;
    size_t count = 0;
    size_t capacity = 0;
    *closed = 0;
    if (writer->bulk) {
        return KBS_OK; /* there were no current rows */
    }
    kbs_code code = select_old(writer, &statement);
    while (code == KBS_OK && (code = store_step(statement, &writer->city->error)) == KBS_OK) {
        int64_t id = store_column_int(statement, 0);
        int64_t record;
        if (store_key_set_has(writer->keys, &id, sizeof id, &record)) {
            continue;
        }
        void *items = ids;
        bool grown = base_array_grow(&items, &capacity, count + 1, sizeof *ids, STORE_MOST_ROWS);
        ids = items;
        if (!grown) {
            code = base_findings_no_memory(&writer->city->error);
        } else {
            ids[count++] = id;
        }
    }
    store_statement_free(statement);
    code = code == KBS_END ? KBS_OK : code;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = store_writer_close_row(writer, ids[i]);
    }
    base_free(ids);
    *closed = code == KBS_OK ? (int64_t)count : 0;
    writer->vanished += *closed;
    return code;
}
