/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Two indexes hold the keys, of current and of closed rows; each half of the union uses one. */
#include "store/parcel_past.h"

#include <stdint.h>

kbs_code store_parcel_ids_at(kbs_city *city, int64_t neighbourhood, const char *block,
                             const char *parcel, int64_t known_on,
                             bool (*visit)(int64_t id, int64_t neighbourhood, void *user),
                             void *user)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT id, neighbourhood FROM parcel WHERE block = ?2 AND parcel = ?3 "
        "AND (?1 = 0 OR neighbourhood = ?1) AND until_revision IS NULL AND from_revision <= ?4 "
        "UNION ALL SELECT id, neighbourhood FROM parcel WHERE block = ?2 AND parcel = ?3 "
        "AND (?1 = 0 OR neighbourhood = ?1) AND until_revision IS NOT NULL "
        "AND until_revision > ?4 AND from_revision <= ?4 ORDER BY 1",
        &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, neighbourhood);
        store_bind_text(statement, 2, block);
        store_bind_text(statement, 3, parcel);
        store_bind_int(statement, 4, known_on == 0 ? INT64_MAX : known_on);
    }
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        if (!visit(store_column_int(statement, 0), store_column_int(statement, 1), user)) {
            code = KBS_END;
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_parcel_each_at(kbs_city *city, int64_t known_on,
                              bool (*visit)(const store_parcel_key *key, void *user), void *user)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT id, neighbourhood, block, parcel FROM parcel WHERE from_revision <= ?1 "
        "AND (until_revision IS NULL OR until_revision > ?1)",
        &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, known_on);
    }
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        store_parcel_key key = { store_column_int(statement, 0), store_column_int(statement, 1),
                                 store_column_text(statement, 2), store_column_text(statement, 3) };
        if (!visit(&key, user)) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
