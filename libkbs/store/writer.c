/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One import: begin and end. Into a table without current rows it runs in bulk: duplicates are found in memory, and the key
 * indexes are dropped here and made by store_writer_index, all in one transaction. */
#include "store/writer.h"

#include "store/names.h"
#include "store/writer_note.h"
#include "store/writer_private.h"

/* From here on dropping the indexes pays. */
#define BULK_ROWS 1000

static kbs_code prepare(store_writer *writer, store_statement **statement, const base_buffer *sql)
{
    kbs_city *city = writer->city;
    return sql->failed ? base_findings_no_memory(&city->error)
                       : store_database_prepare(city->database, statement, sql->data, &city->error);
}

/* The current row that is the same thing: by its key fields, or by source id, or by content. */
static kbs_code prepare_find(store_writer *writer)
{
    const store_kind *kind = writer->kind;
    base_buffer sql;
    kbs_code code = KBS_OK;
    int parameter = 0;
    base_buffer_init(&sql, 8192);
    for (int pass = 0; code == KBS_OK && pass < (store_kind_identity(kind) == STORE_BY_KEY ? 1 : 2);
         pass++) {
        base_buffer_clear(&sql);
        base_buffer_text(&sql, "SELECT id, digest, from_revision, record FROM ");
        base_buffer_text(&sql, kind->table);
        base_buffer_text(&sql, " WHERE until_revision IS NULL");
        for (size_t i = 0; i < kind->field_count; i++) {
            if (kind->fields[i].in_key) {
                base_buffer_text(&sql, " AND ");
                base_buffer_text(&sql, kind->fields[i].name);
                base_buffer_text(&sql, " = ?");
                base_buffer_int(&sql, ++parameter);
            }
        }
        if (store_kind_identity(kind) == STORE_BY_SOURCE) {
            base_buffer_text(&sql, pass == 0
                                       ? " AND source_id = ?1 AND dataset = ?2"
                                       : " AND source_id IS NULL AND digest = ?1 AND dataset = ?2");
        }
        code = prepare(writer, pass == 0 ? &writer->find : &writer->find_content, &sql);
    }
    base_buffer_release(&sql);
    return code;
}

static kbs_code prepare_close(store_writer *writer)
{
    const store_kind *kind = writer->kind;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "UPDATE ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, " SET until_revision = ?2 WHERE id = ?1");
    kbs_code code = prepare(writer, &writer->close, &sql);
    base_buffer_clear(&sql);
    base_buffer_text(&sql, "SELECT geometry");
    if (kind->measure != NULL) {
        base_buffer_text(&sql, ", ");
        base_buffer_text(&sql, kind->measure);
    }
    base_buffer_text(&sql, " FROM ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, " WHERE id = ?1");
    if (code == KBS_OK) {
        code = prepare(writer, &writer->look, &sql);
    }
    base_buffer_release(&sql);
    return code;
}

/* One number by a statement with at most two texts. */
static kbs_code ask(store_writer *writer, const char *sql, const char *first, const char *second,
                    int64_t *out)
{
    kbs_city *city = writer->city;
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement, sql, &city->error);
    *out = 0;
    if (code == KBS_OK) {
        if (first != NULL) {
            store_bind_text(statement, 1, first);
        }
        if (second != NULL) {
            store_bind_text(statement, 2, second);
        }
        code = store_step(statement, &city->error);
    }
    if (code == KBS_OK) {
        *out = store_column_int(statement, 0);
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code find_dataset(store_writer *writer, const char *name)
{
    const char *kind = kbs_kind_name(writer->kind->kind);
    kbs_code code = ask(writer, "SELECT id FROM dataset WHERE kind = ?1 AND name = ?2", kind, name,
                        &writer->dataset);
    if (code == KBS_OK && writer->dataset == 0) {
        code = ask(writer, "INSERT INTO dataset(kind, name) VALUES(?1, ?2)", kind, name,
                   &writer->dataset);
        if (code == KBS_OK) {
            code = ask(writer, "SELECT id FROM dataset WHERE kind = ?1 AND name = ?2", kind, name,
                       &writer->dataset);
        }
    }
    return code;
}

static kbs_code next_row(store_writer *writer)
{
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "SELECT max(id) FROM ");
    base_buffer_text(&sql, writer->kind->table);
    kbs_code code = sql.failed ? base_findings_no_memory(&writer->city->error)
                               : ask(writer, sql.data, NULL, NULL, &writer->first_id);
    base_buffer_release(&sql);
    writer->first_id++;
    writer->next_id = writer->first_id;
    return code;
}

/* New rows are current ones, so that the indexes over closed rows may stay. */
static kbs_code drop_indexes(store_writer *writer)
{
    kbs_city *city = writer->city;
    store_index indexes[STORE_MOST_INDEXES];
    size_t count = store_schema_indexes(writer->arena, writer->kind, indexes);
    kbs_code code = count == 0 ? base_findings_no_memory(&city->error) : KBS_OK;
    store_database_allow_indexing(city->database, true);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        base_buffer sql;
        if (indexes[i].of_closed) {
            continue;
        }
        base_buffer_init(&sql, 1024);
        base_buffer_text(&sql, "DROP INDEX ");
        base_buffer_text(&sql, indexes[i].name);
        code = sql.failed ? base_findings_no_memory(&city->error)
                          : store_database_run(city->database, sql.data, &city->error);
        base_buffer_release(&sql);
    }
    return code;
}

/* The digest of a revision is over the one before, its number and kind, the digests of its rows in the order of their ids, and
 * the ids of the rows that it closed, ascending. */
static kbs_code start_digest(store_writer *writer)
{
    kbs_city *city = writer->city;
    store_statement *statement = NULL;
    base_buffer start;
    base_buffer_init(&start, 1024);
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "SELECT digest FROM revision ORDER BY id DESC LIMIT 1",
                                           &city->error);
    if (code == KBS_OK) {
        code = store_step(statement, &city->error);
    }
    base_buffer_text(&start, code == KBS_OK ? store_column_text(statement, 0) : "");
    base_buffer_le64(&start, (uint64_t)writer->revision);
    base_buffer_le32(&start, (uint32_t)writer->kind->kind);
    store_statement_free(statement);
    if (start.failed) {
        code = base_findings_no_memory(&city->error);
    } else {
        base_sha256_add(writer->sha, start.data, start.length);
    }
    base_buffer_release(&start);
    return code == KBS_END ? KBS_OK : code;
}

/* A city without a revision has nothing that others could be reading. While this handle alone has the file, a rollback journal is as safe as the
 * WAL (FULL, truncated) and does not write each new page twice. docs/decisions/0001-journal-of-the-first-import.md. */
static void choose_journal(store_writer *writer)
{
    int64_t revision = 0;
    if (store_city_revision(writer->city, &revision) == KBS_OK && revision == 0) {
        writer->journal_changed =
            store_database_set_journal(writer->city->database, STORE_JOURNAL_TRUNCATE, false);
    }
}

static kbs_code begin(store_writer *writer, const char *dataset, int64_t expected)
{
    kbs_city *city = writer->city;
    choose_journal(writer);
    kbs_code code = store_database_run(city->database, "BEGIN IMMEDIATE", &city->error);
    if (code != KBS_OK) {
        return code;
    }
    writer->begun = true;
    store_writer_note_leave(store_database_real_path(city->database));
    code = store_city_revision(city, &writer->revision);
    writer->revision++;
    if (code == KBS_OK) {
        code = find_dataset(writer, dataset == NULL ? "" : dataset);
    }
    if (code == KBS_OK) {
        code = next_row(writer);
    }
    if (code == KBS_OK) {
        code = store_tally_read(city, writer->kind, &writer->tally);
    }
    if (code == KBS_OK) {
        code = start_digest(writer);
    }
    writer->bulk = writer->tally.current == 0 && expected >= BULK_ROWS;
    if (code == KBS_OK && writer->bulk) {
        code = drop_indexes(writer);
    }
    if (code == KBS_OK) {
        code = store_writer_prepare_insert(writer);
    }
    if (code == KBS_OK && !writer->bulk) {
        code = prepare_find(writer);
    }
    return code == KBS_OK ? prepare_close(writer) : code;
}

kbs_code store_writer_new(store_writer **out, kbs_city *city, kbs_kind kind, const char *dataset,
                          int64_t expected)
{
    *out = NULL;
    if (city->writer != NULL || city->read_depth > 0) {
        return base_findings_fail_with(&city->error, FINDING_INTERNAL_DEFECT, city->path,
                                       "a writer inside another transaction", NULL);
    }
    store_writer *writer = base_new(sizeof *writer);
    if (writer == NULL) {
        return base_findings_no_memory(&city->error);
    }
    writer->city = city;
    writer->kind = store_kind_of(kind);
    writer->arena = base_arena_new();
    writer->sha = base_sha256_new();
    writer->keys = store_key_set_new(expected);
    writer->tally.extent = geo_box_empty();
    base_buffer_init(&writer->key, 1 << 20);
    kbs_code code = writer->arena == NULL || writer->sha == NULL || writer->keys == NULL
                        ? base_findings_no_memory(&city->error)
                        : KBS_OK;
    city->writer = writer;
    if (code == KBS_OK) {
        code = begin(writer, dataset, expected);
    }
    if (code != KBS_OK) {
        store_writer_free(writer);
        return code;
    }
    *out = writer;
    return KBS_OK;
}

void store_writer_free(store_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    kbs_city *city = writer->city;
    store_statement *const statements[] = {
        writer->insert, writer->insert_many, writer->find,      writer->find_content, writer->close,
        writer->look,   writer->forget[0],   writer->forget[1], writer->forget[2]
    };
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        store_statement_free(statements[i]);
    }
    if (writer->begun && !writer->committed) {
        if (store_database_in_transaction(city->database)) {
            /* If even this fails, closing the connection rolls back. */
            kbs_code undone = store_database_run(city->database, "ROLLBACK", NULL);
            (void)undone;
        }
        store_names_forget(city);
    }
    store_database_allow_indexing(city->database, false);
    if (writer->begun) {
        store_writer_note_remove(store_database_real_path(city->database));
    }
    if (writer->journal_changed) {
        /* By way of DELETE, which removes the emptied journal file. Where somebody else has come in meanwhile it stays, and the next
         * opening for writing does it. */
        if (store_database_set_journal(city->database, STORE_JOURNAL_DELETE, false)) {
            store_database_set_journal(city->database, STORE_JOURNAL_WAL, false);
        }
    }
    city->writer = NULL;
    store_key_set_free(writer->keys);
    base_sha256_free(writer->sha);
    base_arena_free(writer->arena);
    base_buffer_release(&writer->key);
    for (size_t i = 0; i < STORE_ROWS_AT_ONCE; i++) {
        base_buffer_release(&writer->waiting[i].bytes);
    }
    base_free(writer->boxes);
    base_free(writer->closed_boxes);
    base_free(writer->new_ids);
    base_free(writer->closed_ids);
    base_free(writer);
}

int64_t store_writer_revision(const store_writer *writer)
{
    return writer->revision;
}

void store_writer_provenance(store_writer *writer, const char *format, const char *mapping,
                             int64_t excluded)
{
    writer->format = base_arena_text(writer->arena, format);
    writer->mapping = base_arena_text(writer->arena, mapping);
    writer->excluded = excluded;
}
