/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* New rows into the table. In bulk several rows go in by one statement, since starting and ending a statement costs a third of what a row
 * costs; they are kept here until there are enough of them. */
#include <string.h>

#include "store/names.h"
#include "store/writer_private.h"

/* Parameters 1 and 2 are dataset and revision, the same for all rows. */
#define FIRST_PARAMETER 3

bool store_value_is_empty(const store_value *value)
{
    return value->type == STORE_VALUE_NULL ||
           (value->type == STORE_VALUE_TEXT && value->length == 0);
}

static int parameters_of(const store_kind *kind)
{
    return (int)kind->field_count + (kind->measure != NULL ? 1 : 0) + 4;
}

/* Without the id: SQLite gives the next one, and need not look whether it is taken. */
static void add_columns(base_buffer *sql, const store_kind *kind)
{
    base_buffer_text(sql, "INSERT INTO ");
    base_buffer_text(sql, kind->table);
    base_buffer_text(sql, "(dataset, from_revision");
    for (size_t i = 0; i < kind->field_count; i++) {
        base_buffer_text(sql, ", ");
        base_buffer_text(sql, kind->fields[i].name);
    }
    if (kind->measure != NULL) {
        base_buffer_text(sql, ", ");
        base_buffer_text(sql, kind->measure);
    }
    base_buffer_text(sql, ", unread, record, digest, geometry) VALUES");
}

static kbs_code prepare_rows(store_writer *writer, size_t rows, store_statement **out)
{
    kbs_city *city = writer->city;
    base_buffer sql;
    int parameter = FIRST_PARAMETER;
    base_buffer_init(&sql, 65536);
    add_columns(&sql, writer->kind);
    for (size_t row = 0; row < rows; row++) {
        base_buffer_text(&sql, row == 0 ? "(?1, ?2" : ", (?1, ?2");
        for (int i = 0; i < parameters_of(writer->kind); i++) {
            base_buffer_text(&sql, ", ?");
            base_buffer_int(&sql, parameter++);
        }
        base_buffer_char(&sql, ')');
    }
    kbs_code code = sql.failed
                        ? base_findings_no_memory(&city->error)
                        : store_database_prepare(city->database, out, sql.data, &city->error);
    base_buffer_release(&sql);
    if (code == KBS_OK) {
        store_bind_int(*out, 1, writer->dataset);
        store_bind_int(*out, 2, writer->revision);
    }
    return code;
}

kbs_code store_writer_prepare_insert(store_writer *writer)
{
    kbs_code code = prepare_rows(writer, 1, &writer->insert);
    for (size_t i = 0; i < STORE_ROWS_AT_ONCE; i++) {
        base_buffer_init(&writer->waiting[i].bytes, SIZE_MAX);
    }
    return code == KBS_OK && writer->bulk
               ? prepare_rows(writer, STORE_ROWS_AT_ONCE, &writer->insert_many)
               : code;
}

kbs_code store_writer_name_of(store_writer *writer, const store_field *field,
                              const store_value *value, int64_t *id)
{
    *id = value->type == STORE_VALUE_NULL ? 0 : value->integer;
    return *id == 0 && field->in_key ? store_name_id(writer->city, "", 0, id) : KBS_OK;
}

static void bind_text(store_statement *statement, int parameter, const store_field *field,
                      const store_value *value)
{
    if (!store_value_is_empty(value)) {
        store_bind_text_n(statement, parameter, value->text, value->length);
    } else if (field->in_key && !field->required) {
        store_bind_text(statement, parameter, "0");
    } else {
        store_bind_null(statement, parameter);
    }
}

kbs_code store_writer_bind(store_writer *writer, store_statement *statement, int parameter,
                           const store_field *field, const store_value *value)
{
    int64_t name = 0;
    kbs_code code = KBS_OK;
    switch (field->type) {
    case STORE_NAME:
        code = store_writer_name_of(writer, field, value, &name);
        if (name == 0) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_int(statement, parameter, name);
        }
        break;
    case STORE_TEXT:
    case STORE_KEY:
    case STORE_DATE:
        bind_text(statement, parameter, field, value);
        break;
    case STORE_REAL:
        if (store_value_is_empty(value)) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_real(statement, parameter,
                            value->type == STORE_VALUE_INTEGER ? (double)value->integer
                                                               : value->real);
        }
        break;
    case STORE_INTEGER:
        if (store_value_is_empty(value)) {
            store_bind_null(statement, parameter);
        } else {
            store_bind_int(statement, parameter,
                           value->type == STORE_VALUE_REAL ? (int64_t)value->real : value->integer);
        }
        break;
    }
    return code;
}

/* Area or length; what is not an area has no area, and what is one no length, whatever the caller measured. */
static double measure_of(const store_kind *kind, const store_row *row)
{
    uint8_t class_of_blob = row->blob_length > 39 ? ((const uint8_t *)row->blob)[39] : 0;
    bool area = class_of_blob == GEO_POLYGON || class_of_blob == GEO_MULTIPOLYGON;
    bool has_none = kind->measure == NULL || (kind->geometry == STORE_ANY && !area) ||
                    (kind->geometry == STORE_LINES_OR_AREAS && area);
    return has_none ? 0.0 : row->measure;
}

static kbs_code bind_row(store_writer *writer, store_statement *statement, size_t position,
                         const store_row *row)
{
    const store_kind *kind = writer->kind;
    kbs_code code = KBS_OK;
    int parameter = FIRST_PARAMETER + (int)position * parameters_of(kind);
    for (size_t i = 0; code == KBS_OK && i < kind->field_count; i++) {
        code = store_writer_bind(writer, statement, parameter++, &kind->fields[i], &row->values[i]);
    }
    if (kind->measure != NULL) {
        store_bind_real(statement, parameter++, measure_of(kind, row));
    }
    if (row->unread == NULL || row->unread[0] == '\0') {
        store_bind_null(statement, parameter++);
    } else {
        store_bind_text(statement, parameter++, row->unread);
    }
    store_bind_int(statement, parameter++, row->record);
    store_bind_blob(statement, parameter++, row->digest, STORE_KEPT_DIGEST);
    store_bind_blob(statement, parameter++, row->blob, row->blob_length);
    return code;
}

/* A copy of `length` bytes at *at, which moves on. */
static const char *put(char **at, const void *bytes, size_t length)
{
    char *start = *at;
    if (length > 0) {
        memcpy(start, bytes, length);
    }
    *at += length;
    return start;
}

/* The caller's row is borrowed for the call only: everything that it points to goes into one block. */
static bool keep(const store_kind *kind, store_waiting_row *waiting, const store_row *row)
{
    size_t unread = row->unread == NULL ? 0 : strlen(row->unread) + 1;
    size_t total = row->blob_length + unread;
    for (size_t i = 0; i < kind->field_count; i++) {
        total += row->values[i].type == STORE_VALUE_TEXT ? row->values[i].length : 0;
    }
    base_buffer_clear(&waiting->bytes);
    char *at = base_buffer_extend(&waiting->bytes, total + 1);
    if (at == NULL) {
        return false;
    }
    waiting->row = *row;
    waiting->row.values = waiting->values;
    for (size_t i = 0; i < kind->field_count; i++) {
        waiting->values[i] = row->values[i];
        if (row->values[i].type == STORE_VALUE_TEXT) {
            waiting->values[i].text = put(&at, row->values[i].text, row->values[i].length);
        }
    }
    waiting->row.unread = unread == 0 ? NULL : put(&at, row->unread, unread);
    waiting->row.blob = put(&at, row->blob, row->blob_length);
    return true;
}

/* Index and shares count on ids without gaps. */
static kbs_code check_id(const store_writer *writer)
{
    kbs_city *city = writer->city;
    if (store_database_last_id(city->database) == writer->next_id - 1) {
        return KBS_OK;
    }
    return base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path,
                                   writer->kind->table, NULL);
}

kbs_code store_writer_flush(store_writer *writer)
{
    kbs_city *city = writer->city;
    size_t count = writer->waiting_count;
    kbs_code code = KBS_OK;
    bool many = count == STORE_ROWS_AT_ONCE;
    store_statement *statement = many ? writer->insert_many : writer->insert;
    writer->waiting_count = 0;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = bind_row(writer, statement, many ? i : 0, &writer->waiting[i].row);
        if (code == KBS_OK && (!many || i == count - 1)) {
            code = store_step_done(statement, &city->error);
        }
    }
    return code == KBS_OK && count > 0 ? check_id(writer) : code;
}

static kbs_code insert_or_wait(store_writer *writer, const store_row *row)
{
    kbs_city *city = writer->city;
    if (!writer->bulk) {
        kbs_code code = bind_row(writer, writer->insert, 0, row);
        writer->next_id++;
        if (code == KBS_OK) {
            code = store_step_done(writer->insert, &city->error);
        }
        return code == KBS_OK ? check_id(writer) : code;
    }
    if (!keep(writer->kind, &writer->waiting[writer->waiting_count], row)) {
        return base_findings_no_memory(&city->error);
    }
    writer->waiting_count++;
    writer->next_id++;
    return writer->waiting_count == STORE_ROWS_AT_ONCE ? store_writer_flush(writer) : KBS_OK;
}

kbs_code store_writer_insert(store_writer *writer, const store_row *row)
{
    void *items = writer->boxes;
    bool grown = base_array_grow(&items, &writer->box_capacity, writer->new_count + 1,
                                 sizeof writer->boxes[0], STORE_MOST_ROWS);
    writer->boxes = items;
    if (!grown) {
        return base_findings_no_memory(&writer->city->error);
    }
    kbs_code code = insert_or_wait(writer, row);
    if (code == KBS_OK) {
        writer->boxes[writer->new_count++] = row->box;
        base_sha256_add(writer->sha, row->digest, BASE_SHA256_BYTES);
        writer->tally.current++;
        writer->tally.measure += measure_of(writer->kind, row);
        writer->tally.extent = geo_box_join(writer->tally.extent, row->box);
    }
    return code;
}
