/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads parcels in the order in which they lie in the file. */
#include "store/parcel_sweep.h"

struct store_parcel_sweep {
    kbs_city *city;
    store_statement *statement;
    const int64_t *ids;
    size_t count, at;
};

kbs_code store_parcel_sweep_new(store_parcel_sweep **out, kbs_city *city, const int64_t *ids,
                                size_t count)
{
    *out = NULL;
    store_parcel_sweep *sweep = base_new(sizeof *sweep);
    if (sweep == NULL) {
        return base_findings_no_memory(&city->error);
    }
    sweep->city = city;
    sweep->ids = ids;
    sweep->count = count;
    /* NOT INDEXED: by row id, without the detour over a partial index of current rows. */
    const char *sql =
        ids == NULL
            ? "SELECT id, geometry FROM parcel NOT INDEXED WHERE until_revision IS NULL ORDER BY id"
            : "SELECT id, geometry FROM parcel WHERE id = ?1 AND until_revision IS NULL";
    kbs_code code = store_database_prepare(city->database, &sweep->statement, sql, &city->error);
    if (code != KBS_OK) {
        base_free(sweep);
        return code;
    }
    *out = sweep;
    return KBS_OK;
}

void store_parcel_sweep_free(store_parcel_sweep *sweep)
{
    if (sweep != NULL) {
        store_statement_free(sweep->statement);
        base_free(sweep);
    }
}

kbs_code store_parcel_sweep_next(store_parcel_sweep *sweep, int64_t *id, const void **blob,
                                 size_t *length)
{
    base_findings *report = &sweep->city->error;
    kbs_code code = KBS_END;
    if (sweep->ids == NULL) {
        code = store_step(sweep->statement, report);
    }
    while (sweep->ids != NULL && code == KBS_END && sweep->at < sweep->count) {
        store_statement_reset(sweep->statement);
        store_bind_int(sweep->statement, 1, sweep->ids[sweep->at++]);
        code = store_step(sweep->statement, report);
    }
    if (code == KBS_OK) {
        *id = store_column_int(sweep->statement, 0);
        *blob = store_column_blob(sweep->statement, 1, length);
    }
    return code;
}

kbs_code store_parcel_closed_by(kbs_city *city, int64_t revision,
                                kbs_code (*visit)(int64_t id, void *user), void *user)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement, "SELECT id FROM parcel WHERE until_revision = ?1 ORDER BY id",
        &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, revision);
    }
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        code = visit(store_column_int(statement, 0), user);
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
