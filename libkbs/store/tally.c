/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Counts, sums and extents of the current rows, kept so that asking does not mean reading everything. */
#include "store/tally.h"

#include "base/buffer.h"
#include "geo/blob.h"

kbs_code store_tally_read(kbs_city *city, const store_kind *kind, store_tally *tally)
{
    store_statement *statement = NULL;
    *tally = (store_tally){ 0, 0, 0.0, geo_box_empty() };
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT current, closed, measure, east_min, north_min, east_max, north_max FROM tally "
        "WHERE kind = ?1",
        &city->error);
    if (code == KBS_OK) {
        store_bind_text(statement, 1, kbs_kind_name(kind->kind));
        code = store_step(statement, &city->error);
    }
    if (code == KBS_OK) {
        tally->current = store_column_int(statement, 0);
        tally->closed = store_column_int(statement, 1);
        tally->measure = store_column_real(statement, 2);
        if (!store_column_is_null(statement, 3)) {
            tally->extent =
                (kbs_box){ store_column_real(statement, 3), store_column_real(statement, 4),
                           store_column_real(statement, 5), store_column_real(statement, 6) };
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_tally_write(kbs_city *city, const store_kind *kind, const store_tally *tally)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "INSERT OR REPLACE INTO tally(kind, current, closed, "
                                           "measure, east_min, north_min, east_max, "
                                           "north_max) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                           &city->error);
    if (code == KBS_OK) {
        store_bind_text(statement, 1, kbs_kind_name(kind->kind));
        store_bind_int(statement, 2, tally->current);
        store_bind_int(statement, 3, tally->closed);
        store_bind_real(statement, 4, tally->measure);
        if (!geo_box_is_empty(tally->extent)) {
            store_bind_real(statement, 5, tally->extent.east_min);
            store_bind_real(statement, 6, tally->extent.north_min);
            store_bind_real(statement, 7, tally->extent.east_max);
            store_bind_real(statement, 8, tally->extent.north_max);
        }
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    return code;
}

kbs_code store_tally_extent(kbs_city *city, const store_kind *kind, kbs_box *extent)
{
    store_statement *statement = NULL;
    base_buffer sql;
    *extent = geo_box_empty();
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "SELECT geometry FROM ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, " WHERE until_revision IS NULL");
    kbs_code code =
        sql.failed ? base_findings_no_memory(&city->error)
                   : store_database_prepare(city->database, &statement, sql.data, &city->error);
    base_buffer_release(&sql);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        kbs_box box;
        size_t length;
        const void *blob = store_column_blob(statement, 0, &length);
        if (geo_blob_box(blob, length, &box) == GEO_BLOB_OK) {
            *extent = geo_box_join(*extent, box);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
