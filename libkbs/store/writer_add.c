/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One row: is it new, changed, as it was, or a second time in the source? */
#include <string.h>

#include "store/names.h"
#include "store/writer_private.h"

/* The bytes by which two rows of a source are the same thing. */
static kbs_code make_key(store_writer *writer, const store_row *row)
{
    const store_kind *kind = writer->kind;
    base_buffer *key = &writer->key;
    kbs_code code = KBS_OK;
    base_buffer_clear(key);
    if (store_kind_identity(kind) == STORE_BY_SOURCE) {
        const store_value *source = &row->values[store_kind_field(kind, "source_id")];
        base_buffer_char(key, store_value_is_empty(source) ? 'D' : 'S');
        base_buffer_add(key,
                        store_value_is_empty(source) ? (const void *)row->digest : source->text,
                        store_value_is_empty(source) ? STORE_KEPT_DIGEST : source->length);
    }
    for (size_t i = 0; code == KBS_OK && i < kind->field_count; i++) {
        const store_field *field = &kind->fields[i];
        int64_t name = 0;
        if (field->in_key && field->type == STORE_NAME) {
            code = store_writer_name_of(writer, field, &row->values[i], &name);
            base_buffer_le64(key, (uint64_t)name);
        } else if (field->in_key) {
            bool missing = store_value_is_empty(&row->values[i]);
            size_t length = missing ? 1 : row->values[i].length;
            base_buffer_le32(key, (uint32_t)length);
            base_buffer_add(key, missing ? "0" : row->values[i].text, length);
        }
    }
    return code == KBS_OK && key->failed ? base_findings_no_memory(&writer->city->error) : code;
}

static kbs_code add_in_bulk(store_writer *writer, const store_row *row, store_outcome *outcome,
                            int64_t *other_record)
{
    kbs_code code = make_key(writer, row);
    if (code != KBS_OK) {
        return code;
    }
    switch (store_key_set_add(writer->keys, writer->key.data, writer->key.length, row->record,
                              other_record)) {
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
    return store_writer_insert(writer, row);
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
        if (store_value_is_empty(source)) {
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
            code = store_writer_bind(writer, statement, parameter++, &kind->fields[i],
                                     &row->values[i]);
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

static kbs_code add_by_row(store_writer *writer, const store_row *row, store_outcome *outcome,
                           int64_t *other_record)
{
    found_row found;
    kbs_code code = find(writer, row, &found);
    if (code == KBS_END) {
        *outcome = STORE_INSERTED;
        writer->inserted++;
        return store_writer_insert(writer, row);
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
        return store_key_set_add(writer->keys, &found.id, sizeof found.id, row->record,
                                 other_record) == STORE_KEY_NO_MEMORY
                   ? base_findings_no_memory(&writer->city->error)
                   : KBS_OK;
    }
    *outcome = STORE_UPDATED;
    writer->updated++;
    code = store_writer_close_row(writer, found.id);
    return code == KBS_OK ? store_writer_insert(writer, row) : code;
}

kbs_code store_writer_add(store_writer *writer, const store_row *row, store_outcome *outcome,
                          int64_t *other_record)
{
    int64_t unused = 0;
    int64_t *other = other_record == NULL ? &unused : other_record;
    *other = 0;
    return writer->bulk ? add_in_bulk(writer, row, outcome, other)
                        : add_by_row(writer, row, outcome, other);
}
