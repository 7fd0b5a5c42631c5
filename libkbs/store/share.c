/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Writing the kept shares. */
#include "store/share.h"

struct store_share_writer {
    kbs_city *city;
    store_statement *insert, *forget, *clean;
    bool all;
};

kbs_code store_share_writer_new(store_share_writer **out, kbs_city *city, bool all)
{
    *out = NULL;
    store_share_writer *writer = base_new(sizeof *writer);
    if (writer == NULL) {
        return base_findings_no_memory(&city->error);
    }
    writer->city = city;
    writer->all = all;
    kbs_code code = all ? store_database_run(city->database, "DELETE FROM share; DELETE FROM dirty",
                                             &city->error)
                        : KBS_OK;
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &writer->insert,
                                      "INSERT INTO share(parcel_id, ordinal, kind, source_id, "
                                      "area_m2, length_m, others, touches_only) "
                                      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                      &city->error);
    }
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &writer->forget,
                                      "DELETE FROM share WHERE parcel_id = ?1", &city->error);
    }
    if (code == KBS_OK) {
        code = store_database_prepare(city->database, &writer->clean,
                                      "DELETE FROM dirty WHERE parcel_id = ?1", &city->error);
    }
    if (code != KBS_OK) {
        store_share_writer_free(writer);
        return code;
    }
    *out = writer;
    return KBS_OK;
}

kbs_code store_share_writer_parcel(store_share_writer *writer, int64_t parcel_id)
{
    if (writer->all) {
        return KBS_OK;
    }
    store_bind_int(writer->forget, 1, parcel_id);
    kbs_code code = store_step_done(writer->forget, &writer->city->error);
    if (code == KBS_OK) {
        store_bind_int(writer->clean, 1, parcel_id);
        code = store_step_done(writer->clean, &writer->city->error);
    }
    return code;
}

kbs_code store_share_writer_add(store_share_writer *writer, const store_share *share)
{
    store_statement *insert = writer->insert;
    store_bind_int(insert, 1, share->parcel_id);
    store_bind_int(insert, 2, share->ordinal);
    store_bind_int(insert, 3, (int64_t)share->kind);
    store_bind_int(insert, 4, share->source_id);
    store_bind_real(insert, 5, share->area_m2);
    store_bind_real(insert, 6, share->length_m);
    store_bind_text(insert, 7, share->others);
    store_bind_int(insert, 8, share->touches_only ? 1 : 0);
    return store_step_done(insert, &writer->city->error);
}

void store_share_writer_free(store_share_writer *writer)
{
    if (writer != NULL) {
        store_statement_free(writer->insert);
        store_statement_free(writer->forget);
        store_statement_free(writer->clean);
        base_free(writer);
    }
}

kbs_code store_share_mark_dirty(kbs_city *city, int64_t parcel_id)
{
    store_statement *statement = NULL;
    kbs_code code =
        store_database_prepare(city->database, &statement,
                               "INSERT OR REPLACE INTO dirty(parcel_id) VALUES(?1)", &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, parcel_id);
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    return code;
}
