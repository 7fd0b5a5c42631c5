/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reads one row of the table of revisions. */
#include "store/revision.h"

static kbs_code read_revision(const store_statement *row, kbs_revision *r)
{
    const char **const texts[] = { &r->time_utc, &r->file,        &r->layer,          &r->dataset,
                                   &r->sha256,   &r->crs,         &r->transformation, &r->encoding,
                                   &r->profile,  &r->plan_number, &r->digest,         &r->library };
    int64_t *const numbers[] = { &r->source_bytes, &r->records_in_source, &r->imported, &r->mended,
                                 &r->refused,      &r->unchanged,         &r->closed };
    int column = 3;
    r->id = store_column_int(row, 0);
    r->accuracy_m = store_column_real(row, 2);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = store_column_text(row, column++);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *numbers[i] = store_column_int(row, column++);
    }
    return kbs_kind_from_name(store_column_text(row, 1), &r->kind);
}

kbs_code store_revision_by_id(kbs_city *city, int64_t id,
                              bool (*take)(const kbs_revision *revision, void *user), void *user)
{
    store_statement *statement = NULL;
    kbs_code code =
        store_database_prepare(city->database, &statement,
                               "SELECT id, kind, accuracy_m, time_utc, file, layer, dataset, "
                               "sha256, crs, transformation, encoding, profile, "
                               "plan_number, digest, library, source_bytes, records_in_source, "
                               "imported, mended, refused, unchanged, closed "
                               "FROM revision WHERE id = ?1",
                               &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, id);
        code = store_step(statement, &city->error);
    }
    if (code == KBS_OK) {
        kbs_revision revision = { 0 };
        code = read_revision(statement, &revision);
        if (code != KBS_OK) {
            code = base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path,
                                           "revision", NULL);
        } else if (!take(&revision, user)) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_NOT_FOUND : code;
}

kbs_code store_revision_at(kbs_city *city, const char *text, size_t length, int64_t *out)
{
    store_statement *statement = NULL;
    *out = 0;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT max(id) FROM revision WHERE substr(time_utc, 1, length(?1)) <= ?1", &city->error);
    if (code == KBS_OK) {
        store_bind_text_n(statement, 1, text, length);
        code = store_step(statement, &city->error);
    }
    if (code == KBS_OK) {
        *out = store_column_int(statement, 0);
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
