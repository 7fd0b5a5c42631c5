/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Prepared statements: bind, step, read columns. */
#include "store/database_private.h"

kbs_code store_database_prepare(store_database *database, store_statement **out, const char *sql,
                                base_findings *report)
{
    *out = NULL;
    store_statement *statement = base_new(sizeof *statement);
    if (statement == NULL) {
        return base_findings_no_memory(report);
    }
    int result = sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                    &statement->handle, NULL);
    if (result != SQLITE_OK) {
        base_free(statement);
        return store_failure(database, result, sqlite3_errmsg(database->handle), report);
    }
    statement->database = database;
    statement->next = database->statements;
    if (statement->next != NULL) {
        statement->next->previous = statement;
    }
    database->statements = statement;
    *out = statement;
    return KBS_OK;
}

void store_statement_free(store_statement *statement)
{
    if (statement == NULL) {
        return;
    }
    if (statement->previous != NULL) {
        statement->previous->next = statement->next;
    } else {
        statement->database->statements = statement->next;
    }
    if (statement->next != NULL) {
        statement->next->previous = statement->previous;
    }
    sqlite3_finalize(statement->handle);
    base_free(statement);
}

void store_statement_reset(store_statement *statement)
{
    sqlite3_reset(statement->handle);
    statement->bind_error = SQLITE_OK;
}

static void note(store_statement *statement, int result)
{
    if (result != SQLITE_OK && statement->bind_error == SQLITE_OK) {
        statement->bind_error = result;
    }
}

void store_bind_null(store_statement *statement, int parameter)
{
    note(statement, sqlite3_bind_null(statement->handle, parameter));
}

void store_bind_int(store_statement *statement, int parameter, int64_t value)
{
    note(statement, sqlite3_bind_int64(statement->handle, parameter, value));
}

void store_bind_real(store_statement *statement, int parameter, double value)
{
    note(statement, sqlite3_bind_double(statement->handle, parameter, value));
}

void store_bind_text(store_statement *statement, int parameter, const char *text)
{
    note(statement, sqlite3_bind_text(statement->handle, parameter, text, -1, SQLITE_STATIC));
}

void store_bind_text_n(store_statement *statement, int parameter, const char *text, size_t length)
{
    note(statement, sqlite3_bind_text64(statement->handle, parameter, text, length, SQLITE_STATIC,
                                        SQLITE_UTF8));
}

void store_bind_blob(store_statement *statement, int parameter, const void *bytes, size_t length)
{
    note(statement,
         sqlite3_bind_blob64(statement->handle, parameter, bytes, length, SQLITE_STATIC));
}

kbs_code store_step(store_statement *statement, base_findings *report)
{
    store_database *database = statement->database;
    if (statement->bind_error != SQLITE_OK) {
        int failed = statement->bind_error;
        store_statement_reset(statement);
        return store_failure(database, failed, sqlite3_errstr(failed), report);
    }
    int result = sqlite3_step(statement->handle);
    if (result == SQLITE_ROW) {
        return KBS_OK;
    }
    if (result == SQLITE_DONE) {
        sqlite3_reset(statement->handle);
        return KBS_END;
    }
    kbs_code code = store_failure(database, result, sqlite3_errmsg(database->handle), report);
    sqlite3_reset(statement->handle);
    return code;
}

kbs_code store_step_done(store_statement *statement, base_findings *report)
{
    kbs_code code = store_step(statement, report);
    if (code == KBS_OK) {
        sqlite3_reset(statement->handle);
    }
    return code == KBS_END ? KBS_OK : code;
}

bool store_column_is_null(const store_statement *statement, int column)
{
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

int64_t store_column_int(const store_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

double store_column_real(const store_statement *statement, int column)
{
    return sqlite3_column_double(statement->handle, column);
}

const char *store_column_text(const store_statement *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement->handle, column);
    return text == NULL ? "" : (const char *)text;
}

const char *store_column_text_n(const store_statement *statement, int column, size_t *length)
{
    const unsigned char *text = sqlite3_column_text(statement->handle, column);
    *length = text == NULL ? 0 : (size_t)sqlite3_column_bytes(statement->handle, column);
    return text == NULL ? "" : (const char *)text;
}

const void *store_column_blob(const store_statement *statement, int column, size_t *length)
{
    const void *blob = sqlite3_column_blob(statement->handle, column);
    *length = blob == NULL ? 0 : (size_t)sqlite3_column_bytes(statement->handle, column);
    return blob;
}
