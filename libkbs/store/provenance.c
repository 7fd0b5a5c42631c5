/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Look-ups in the table of revisions. */
#include "store/provenance.h"

kbs_code store_revision_of_source(kbs_city *city, kbs_kind kind, const char *sha256,
                                  const char *layer, int64_t *revision)
{
    store_statement *statement = NULL;
    *revision = 0;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT max(id) FROM revision WHERE kind = ?1 AND sha256 = ?2 AND layer = ?3",
        &city->error);
    if (code == KBS_OK) {
        store_bind_text(statement, 1, kbs_kind_name(kind));
        store_bind_text(statement, 2, sha256);
        store_bind_text(statement, 3, layer);
        code = store_step(statement, &city->error);
        if (code == KBS_OK) {
            *revision = store_column_int(statement, 0);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
