/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One import: begin, add rows, end. Into a table without current rows it runs in bulk: duplicates are found in memory, and the key
 * indexes are dropped here and made by store_writer_index, all in one transaction. */
#include "store/writer.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
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

/* INSERT with parameter 1 = id, then the fields, then measure, unread, record, dataset, from_revision, digest, geometry. */
static kbs_code prepare_insert(store_writer *writer)
{
    const store_kind *kind = writer->kind;
    base_buffer sql;
    int count = 1;
    base_buffer_init(&sql, 8192);
    base_buffer_text(&sql, "INSERT INTO ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, "(id");
    for (size_t i = 0; i < kind->field_count; i++, count++) {
        base_buffer_text(&sql, ", ");
        base_buffer_text(&sql, kind->fields[i].name);
    }
    if (kind->measure != NULL) {
        base_buffer_text(&sql, ", ");
        base_buffer_text(&sql, kind->measure);
        count++;
    }
    base_buffer_text(&sql, ", unread, record, dataset, from_revision, digest, geometry) VALUES(?1");
    for (int i = 2; i <= count + 6; i++) {
        base_buffer_text(&sql, ", ?");
        base_buffer_int(&sql, i);
    }
    base_buffer_char(&sql, ')');
    kbs_code code = prepare(writer, &writer->insert, &sql);
    base_buffer_release(&sql);
    return code;
}

/* The current row that is the same thing: by its key fields, or by source id, or by content. */
static kbs_code prepare_find(store_writer *writer)
{
    const store_kind *kind = writer->kind;
    base_buffer sql;
    kbs_code code = KBS_OK;
    int parameter = 0;
    base_buffer_init(&sql, 8192);
    for (int pass = 0; code == KBS_OK && pass < (store_kind_identity(kind) == STORE_BY_KEY ? 1 : 2); pass++) {
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
            base_buffer_text(&sql, pass == 0 ? " AND source_id = ?1 AND dataset = ?2" : " AND source_id IS NULL AND digest = ?1 AND dataset = ?2");
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
static kbs_code ask(store_writer *writer, const char *sql, const char *first, const char *second, int64_t *out)
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
    kbs_code code = ask(writer, "SELECT id FROM dataset WHERE kind = ?1 AND name = ?2", kind, name, &writer->dataset);
    if (code == KBS_OK && writer->dataset == 0) {
        code = ask(writer, "INSERT INTO dataset(kind, name) VALUES(?1, ?2)", kind, name, &writer->dataset);
        if (code == KBS_OK) {
            code = ask(writer, "SELECT id FROM dataset WHERE kind = ?1 AND name = ?2", kind, name, &writer->dataset);
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
    kbs_code code = sql.failed ? base_findings_no_memory(&writer->city->error) : ask(writer, sql.data, NULL, NULL, &writer->first_id);
    base_buffer_release(&sql);
    writer->first_id++;
    writer->next_id = writer->first_id;
    return code;
}

static kbs_code drop_indexes(store_writer *writer)
{
    kbs_city *city = writer->city;
    store_index indexes[STORE_MOST_INDEXES];
    size_t count = store_schema_indexes(writer->arena, writer->kind, indexes);
    kbs_code code = count == 0 ? base_findings_no_memory(&city->error) : KBS_OK;
    store_database_allow_indexing(city->database, true);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        base_buffer sql;
        base_buffer_init(&sql, 1024);
        base_buffer_text(&sql, "DROP INDEX ");
        base_buffer_text(&sql, indexes[i].name);
        code = sql.failed ? base_findings_no_memory(&city->error) : store_database_run(city->database, sql.data, &city->error);
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
    kbs_code code = store_database_prepare(city->database, &statement, "SELECT digest FROM revision ORDER BY id DESC LIMIT 1", &city->error);
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
        writer->journal_changed = store_database_set_journal(writer->city->database, STORE_JOURNAL_TRUNCATE, false);
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
        code = prepare_insert(writer);
    }
    if (code == KBS_OK && !writer->bulk) {
        code = prepare_find(writer);
    }
    return code == KBS_OK ? prepare_close(writer) : code;
}

kbs_code store_writer_new(store_writer **out, kbs_city *city, kbs_kind kind, const char *dataset, int64_t expected)
{
    *out = NULL;
    if (city->writer != NULL || city->read_depth > 0) {
        return base_findings_fail_with(&city->error, FINDING_INTERNAL_DEFECT, city->path, "a writer inside another transaction", NULL);
    }
    store_writer *writer = base_new(sizeof *writer);
    if (writer == NULL) {
        return base_findings_no_memory(&city->error);
    }
    writer->city = city;
    writer->kind = store_kind_of(kind);
    writer->arena = base_arena_new();
    writer->sha = base_sha256_new();
    writer->keys = store_key_set_new();
    writer->tally.extent = (kbs_box){ INFINITY, INFINITY, -INFINITY, -INFINITY };
    base_buffer_init(&writer->key, 1 << 20);
    kbs_code code = writer->arena == NULL || writer->sha == NULL || writer->keys == NULL ? base_findings_no_memory(&city->error) : KBS_OK;
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
    store_statement *const statements[] = { writer->insert, writer->find, writer->find_content, writer->close, writer->look };
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

void store_writer_provenance(store_writer *writer, const char *format, const char *mapping, int64_t excluded)
{
    writer->format = base_arena_text(writer->arena, format);
    writer->mapping = base_arena_text(writer->arena, mapping);
    writer->excluded = excluded;
}

static bool is_empty(const store_value *value)
{
    return value->type == STORE_VALUE_NULL || (value->type == STORE_VALUE_TEXT && value->length == 0);
}

/* The id of a name; a missing one in a key is the empty name. 0 = no value. */
static kbs_code name_of(store_writer *writer, const store_field *field, const store_value *value, int64_t *id)
{
    *id = value->type == STORE_VALUE_NULL ? 0 : value->integer;
    return *id == 0 && field->in_key ? store_name_id(writer->city, "", 0, id) : KBS_OK;
}

static kbs_code bind_value(store_writer *writer, store_statement *statement, int parameter, const store_field *field, const store_value *value)
{
    int64_t name = 0;
    kbs_code code = KBS_OK;
    bool empty = is_empty(value);
    switch (field->type) {
    case STORE_NAME:
        code = name_of(writer, field, value, &name);
        if (name == 0) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_int(statement, parameter, name);
        }
        break;
    case STORE_TEXT:
    case STORE_KEY:
    case STORE_DATE:
        if (!empty) {
            store_bind_text_n(statement, parameter, value->text, value->length);
        } else if (field->in_key && !field->required) {
            store_bind_text(statement, parameter, "0");
        } else {
            store_bind_null(statement, parameter);
        }
        break;
    case STORE_REAL:
        if (empty) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_real(statement, parameter, value->type == STORE_VALUE_INTEGER ? (double)value->integer : value->real);
        }
        break;
    case STORE_INTEGER:
        if (empty) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_int(statement, parameter, value->type == STORE_VALUE_REAL ? (int64_t)value->real : value->integer);
        }
        break;
    }
    return code;
}

/* Area or length; what is not an area has no area, whatever the caller measured. */
static double measure_of(const store_kind *kind, const store_row *row)
{
    uint8_t class_of_blob = row->blob_length > 39 ? ((const uint8_t *)row->blob)[39] : 0;
    bool area = class_of_blob == GEO_POLYGON || class_of_blob == GEO_MULTIPOLYGON;
    return kind->geometry == STORE_ANY && !area ? 0.0 : row->measure;
}

static kbs_code insert(store_writer *writer, const store_row *row)
{
    const store_kind *kind = writer->kind;
    store_statement *statement = writer->insert;
    kbs_city *city = writer->city;
    kbs_code code = KBS_OK;
    int parameter = 1;
    if (!base_array_grow((void **)&writer->boxes, &writer->box_capacity, writer->new_count + 1, sizeof writer->boxes[0], STORE_MOST_ROWS)) {
        return base_findings_no_memory(&city->error);
    }
    store_bind_int(statement, parameter++, writer->next_id);
    for (size_t i = 0; code == KBS_OK && i < kind->field_count; i++) {
        code = bind_value(writer, statement, parameter++, &kind->fields[i], &row->values[i]);
    }
    double measure = measure_of(kind, row);
    if (kind->measure != NULL) {
        store_bind_real(statement, parameter++, measure);
    }
    if (row->unread == NULL || row->unread[0] == '\0') {
        store_bind_null(statement, parameter++);
    } else {
        store_bind_text(statement, parameter++, row->unread);
    }
    store_bind_int(statement, parameter++, row->record);
    store_bind_int(statement, parameter++, writer->dataset);
    store_bind_int(statement, parameter++, writer->revision);
    store_bind_blob(statement, parameter++, row->digest, STORE_KEPT_DIGEST);
    store_bind_blob(statement, parameter++, row->blob, row->blob_length);
    if (code == KBS_OK) {
        code = store_step_done(statement, &city->error);
    }
    if (code == KBS_OK) {
        writer->next_id++;
        writer->boxes[writer->new_count++] = row->box;
        base_sha256_add(writer->sha, row->digest, BASE_SHA256_BYTES);
        writer->tally.current++;
        writer->tally.measure += kind->measure == NULL ? 0.0 : measure;
        writer->tally.extent = geo_box_join(writer->tally.extent, row->box);
    }
    return code;
}

/* The bytes by which two rows of a source are the same thing. */
static kbs_code make_key(store_writer *writer, const store_row *row)
{
    const store_kind *kind = writer->kind;
    base_buffer *key = &writer->key;
    kbs_code code = KBS_OK;
    base_buffer_clear(key);
    if (store_kind_identity(kind) == STORE_BY_SOURCE) {
        const store_value *source = &row->values[store_kind_field(kind, "source_id")];
        base_buffer_char(key, is_empty(source) ? 'D' : 'S');
        base_buffer_add(key, is_empty(source) ? (const void *)row->digest : source->text, is_empty(source) ? STORE_KEPT_DIGEST : source->length);
    }
    for (size_t i = 0; code == KBS_OK && i < kind->field_count; i++) {
        const store_field *field = &kind->fields[i];
        int64_t name = 0;
        if (field->in_key && field->type == STORE_NAME) {
            code = name_of(writer, field, &row->values[i], &name);
            base_buffer_le64(key, (uint64_t)name);
        } else if (field->in_key) {
            bool missing = is_empty(&row->values[i]);
            size_t length = missing ? 1 : row->values[i].length;
            base_buffer_le32(key, (uint32_t)length);
            base_buffer_add(key, missing ? "0" : row->values[i].text, length);
        }
    }
    return code == KBS_OK && key->failed ? base_findings_no_memory(&writer->city->error) : code;
}

static kbs_code add_in_bulk(store_writer *writer, const store_row *row, store_outcome *outcome, int64_t *other_record)
{
    kbs_code code = make_key(writer, row);
    if (code != KBS_OK) {
        return code;
    }
    switch (store_key_set_add(writer->keys, writer->key.data, writer->key.length, row->record, other_record)) {
    case STORE_KEY_NO_MEMORY:
        return base_findings_no_memory(&writer->city->error);
    case STORE_KEY_THERE:
        *outcome = STORE_DUPLICATE;
        return KBS_OK;
    case STORE_KEY_NEW:
        break;
    }
    *outcome = STORE_INSERTED;
    writer->inserted++;
    return insert(writer, row);
}

typedef struct found_row {
    int64_t id, revision, record;
    bool same;
} found_row;

/* KBS_END: there is none. */
static kbs_code find(store_writer *writer, const store_row *row, found_row *found)
{
    const store_kind *kind = writer->kind;
    store_statement *statement = writer->find;
    kbs_code code = KBS_OK;
    if (store_kind_identity(kind) == STORE_BY_SOURCE) {
        const store_value *source = &row->values[store_kind_field(kind, "source_id")];
        if (is_empty(source)) {
            statement = writer->find_content;
            store_bind_blob(statement, 1, row->digest, STORE_KEPT_DIGEST);
        } else {
            store_bind_text_n(statement, 1, source->text, source->length);
        }
        store_bind_int(statement, 2, writer->dataset);
    }
    int parameter = 1;
    for (size_t i = 0; code == KBS_OK && i < kind->field_count; i++) {
        if (kind->fields[i].in_key) {
            code = bind_value(writer, statement, parameter++, &kind->fields[i], &row->values[i]);
        }
    }
    if (code == KBS_OK) {
        code = store_step(statement, &writer->city->error);
    }
    if (code == KBS_OK) {
        size_t length;
        const void *digest = store_column_blob(statement, 1, &length);
        found->id = store_column_int(statement, 0);
        found->same = length == STORE_KEPT_DIGEST && memcmp(digest, row->digest, length) == 0;
        found->revision = store_column_int(statement, 2);
        found->record = store_column_int(statement, 3);
        store_statement_reset(statement);
    }
    return code;
}

static kbs_code add_by_row(store_writer *writer, const store_row *row, store_outcome *outcome, int64_t *other_record)
{
    found_row found;
    kbs_code code = find(writer, row, &found);
    if (code == KBS_END) {
        *outcome = STORE_INSERTED;
        writer->inserted++;
        return insert(writer, row);
    }
    if (code != KBS_OK) {
        return code;
    }
    if (found.revision == writer->revision) {
        *outcome = STORE_DUPLICATE;
        *other_record = found.record;
        return KBS_OK;
    }
    if (store_key_set_has(writer->keys, &found.id, sizeof found.id, other_record)) {
        *outcome = STORE_DUPLICATE;
        return KBS_OK;
    }
    if (found.same) {
        *outcome = STORE_UNCHANGED;
        writer->unchanged++;
        return store_key_set_add(writer->keys, &found.id, sizeof found.id, row->record, other_record) == STORE_KEY_NO_MEMORY
                   ? base_findings_no_memory(&writer->city->error)
                   : KBS_OK;
    }
    *outcome = STORE_UPDATED;
    writer->updated++;
    code = store_writer_close_row(writer, found.id);
    return code == KBS_OK ? insert(writer, row) : code;
}

kbs_code store_writer_add(store_writer *writer, const store_row *row, store_outcome *outcome, int64_t *other_record)
{
    int64_t unused = 0;
    int64_t *other = other_record == NULL ? &unused : other_record;
    *other = 0;
    return writer->bulk ? add_in_bulk(writer, row, outcome, other) : add_by_row(writer, row, outcome, other);
}
