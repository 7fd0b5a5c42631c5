/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The end of an import: digest, ledger, tally, commit. */
#include <kbs/version.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "store/writer_private.h"

#define COMMIT_PATIENCE_MS 60000

static int compare_ids(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a;
    int64_t second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static void end_digest(store_writer *writer)
{
    uint8_t digest[BASE_SHA256_BYTES];
    if (writer->closed_count > 1) {
        qsort(writer->closed_ids, writer->closed_count, sizeof writer->closed_ids[0], compare_ids);
    }
    for (size_t i = 0; i < writer->closed_count; i++) {
        uint8_t bytes[8];
        for (size_t b = 0; b < sizeof bytes; b++) {
            bytes[b] = (uint8_t)((uint64_t)writer->closed_ids[i] >> (8 * b));
        }
        base_sha256_add(writer->sha, bytes, sizeof bytes);
    }
    base_sha256_end(writer->sha, digest);
    base_sha256_to_hex(digest, writer->digest);
}

static void bind_or_empty(store_statement *statement, int parameter, const char *text)
{
    store_bind_text(statement, parameter, text == NULL ? "" : text);
}

static void bind_revision(store_statement *statement, const store_writer *writer,
                          const kbs_revision *revision)
{
    const char *const texts[] = { revision->time_utc,       kbs_kind_name(writer->kind->kind),
                                  revision->file,           revision->layer,
                                  revision->dataset,        revision->sha256,
                                  writer->format,           revision->crs,
                                  revision->transformation, revision->encoding,
                                  revision->profile,        writer->mapping,
                                  revision->plan_number,    writer->digest,
                                  revision->library };
    const int64_t numbers[] = { revision->source_bytes, revision->records_in_source,
                                revision->imported,     revision->mended,
                                revision->refused,      writer->excluded,
                                writer->inserted,       writer->updated,
                                writer->unchanged,      writer->vanished,
                                writer->first_id };
    int parameter = 1;
    store_bind_int(statement, parameter++, writer->revision);
    store_bind_real(statement, parameter++, revision->accuracy_m);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        bind_or_empty(statement, parameter++, texts[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        store_bind_int(statement, parameter++, numbers[i]);
    }
}

static kbs_code write_revision(store_writer *writer, const kbs_revision *revision)
{
    kbs_city *city = writer->city;
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "INSERT INTO revision(id, accuracy_m, time_utc, kind, file, layer, dataset, sha256, "
        "format, crs, transformation, encoding, profile, "
        "mapping, plan_number, digest, library, source_bytes, records_in_source, imported, mended, "
        "refused, excluded, inserted, updated, "
        "unchanged, closed, first_row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
        "?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
        "?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)",
        &city->error);
    if (code == KBS_OK) {
        bind_revision(statement, writer, revision);
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    return code;
}

static void bind_finding(store_statement *statement, const kbs_finding *finding)
{
    store_bind_text(statement, 3, finding->code);
    store_bind_int(statement, 4, (int64_t)finding->severity);
    store_bind_text(statement, 5, finding->layer);
    store_bind_int(statement, 6, finding->record);
    store_bind_text(statement, 7, finding->key);
    store_bind_text(statement, 8, finding->field);
    store_bind_int(statement, 9, finding->byte);
    store_bind_int(statement, 10, finding->line);
    store_bind_int(statement, 11, finding->column);
    if (finding->has_coordinate) {
        store_bind_real(statement, 12, finding->east);
        store_bind_real(statement, 13, finding->north);
    } else {
        store_bind_null(statement, 12);
        store_bind_null(statement, 13);
    }
    store_bind_text(statement, 14, finding->found);
    store_bind_text(statement, 15, finding->expected);
}

static kbs_code write_ledger(store_writer *writer, const base_findings *ledger)
{
    kbs_city *city = writer->city;
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "INSERT INTO ledger(revision, ordinal, code, severity, layer, record, key, field, byte, "
        "line, column, east, north, found, expected) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        &city->error);
    for (size_t i = 0; code == KBS_OK && i < ledger->count; i++) {
        store_bind_int(statement, 1, writer->revision);
        store_bind_int(statement, 2, (int64_t)i + 1);
        bind_finding(statement, &ledger->items[i]);
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    return code;
}

static kbs_code write_tally(store_writer *writer)
{
    kbs_code code = KBS_OK;
    if (writer->extent_shrinks || writer->tally.current == 0) {
        code = store_tally_extent(writer->city, writer->kind, &writer->tally.extent);
    }
    if (writer->tally.current == 0) {
        writer->tally.measure = 0.0;
    }
    return code == KBS_OK ? store_tally_write(writer->city, writer->kind, &writer->tally) : code;
}

static void fill(store_writer *writer, kbs_revision *revision)
{
    base_clock_utc(writer->time_utc);
    revision->id = writer->revision;
    revision->kind = writer->kind->kind;
    revision->time_utc = revision->time_utc == NULL ? writer->time_utc : revision->time_utc;
    revision->library = KBS_VERSION;
    revision->digest = writer->digest;
    revision->unchanged = writer->unchanged;
    revision->closed = writer->vanished;
}

/* In WAL nobody can stand in the way of a commit. With the rollback journal of a first import a reader can, one that came in meanwhile: it is
 * waited for longer than usual, since all the work is done. */
static kbs_code end_transaction(store_writer *writer)
{
    store_database *database = writer->city->database;
    if (writer->journal_changed) {
        store_database_set_patience(database, COMMIT_PATIENCE_MS);
    }
    kbs_code code = store_database_run(database, "COMMIT", &writer->city->error);
    if (writer->journal_changed) {
        store_database_set_patience(database, STORE_PATIENCE_MS);
    }
    return code;
}

kbs_code store_writer_commit(store_writer *writer, kbs_revision *revision,
                             const base_findings *ledger)
{
    kbs_city *city = writer->city;
    kbs_code code = store_writer_index(writer, NULL, NULL);
    end_digest(writer);
    fill(writer, revision);
    if (code == KBS_OK) {
        code = write_revision(writer, revision);
    }
    if (code == KBS_OK && ledger != NULL) {
        code = write_ledger(writer, ledger);
    }
    if (code == KBS_OK) {
        code = write_tally(writer);
    }
    if (code == KBS_OK) {
        code = end_transaction(writer);
    }
    if (code != KBS_OK) {
        return code;
    }
    writer->committed = true;
    if (!writer->journal_changed) {
        store_database_checkpoint(city->database);
    }
    return KBS_OK;
}
