/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading rows. A scan by box takes the ids from the R-tree first and then reads the rows in the order of their ids, so that an answer
 * does not depend on how the R-tree was built. */
#include "store/scan.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "geo/blob.h"
#include "store/names.h"
#include "store/tally.h"

#define MOST_IDS 20000000u

/* Columns of a scan's statement: what is always read, then the fields. */
enum {
    COLUMN_ID = 0,
    COLUMN_FROM,
    COLUMN_UNTIL,
    COLUMN_MEASURE,
    COLUMN_GEOMETRY,
    COLUMN_RECORD,
    COLUMN_UNREAD,
    COLUMN_DIGEST,
    COLUMN_FIELDS
};

struct store_scan {
    kbs_city *city;
    const store_kind *kind;
    store_statement *statement;
    bool columns;
    bool by_box; /* one row a step, its id from the list */
    kbs_box box;
    int64_t *ids;
    size_t id_count, id_capacity, at;
};

/* "SELECT … FROM <table> WHERE id = ?1" or all rows in the order of ids, with the rows of a time chosen. */
static kbs_code prepare_rows(store_scan *scan, bool one, int64_t known_on)
{
    const store_kind *kind = scan->kind;
    kbs_city *city = scan->city;
    base_buffer sql;
    base_buffer_init(&sql, 8192);
    base_buffer_text(&sql, "SELECT id, from_revision, until_revision, ");
    base_buffer_text(&sql, kind->measure == NULL ? "0.0" : kind->measure);
    base_buffer_text(&sql, scan->columns ? ", geometry, record, unread, digest" : ", geometry");
    for (size_t i = 0; scan->columns && i < kind->field_count; i++) {
        base_buffer_text(&sql, ", ");
        base_buffer_text(&sql, kind->fields[i].name);
    }
    base_buffer_text(&sql, " FROM ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, one ? " WHERE id = ?1" : " WHERE true");
    if (known_on == 0) {
        base_buffer_text(&sql, " AND until_revision IS NULL");
    } else if (known_on > 0) {
        base_buffer_text(
            &sql, " AND from_revision <= ?2 AND (until_revision IS NULL OR until_revision > ?2)");
    }
    /* Not by one of the indexes over current or closed rows, which would give another order. */
    base_buffer_text(&sql, one ? "" : " ORDER BY +id");
    kbs_code code = sql.failed ? base_findings_no_memory(&city->error)
                               : store_database_prepare(city->database, &scan->statement, sql.data,
                                                        &city->error);
    base_buffer_release(&sql);
    if (code == KBS_OK && known_on > 0) {
        store_bind_int(scan->statement, 2, known_on);
    }
    return code;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a;
    int64_t second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static kbs_code find_ids(store_scan *scan)
{
    kbs_city *city = scan->city;
    store_statement *statement = NULL;
    base_buffer sql;
    base_buffer_init(&sql, 1024);
    base_buffer_text(&sql, "SELECT pkid FROM idx_");
    base_buffer_text(&sql, scan->kind->table);
    base_buffer_text(&sql,
                     "_geometry WHERE xmin <= ?3 AND xmax >= ?1 AND ymin <= ?4 AND ymax >= ?2");
    kbs_code code =
        sql.failed ? base_findings_no_memory(&city->error)
                   : store_database_prepare(city->database, &statement, sql.data, &city->error);
    base_buffer_release(&sql);
    if (code == KBS_OK) {
        store_bind_real(statement, 1, scan->box.east_min);
        store_bind_real(statement, 2, scan->box.north_min);
        store_bind_real(statement, 3, scan->box.east_max);
        store_bind_real(statement, 4, scan->box.north_max);
    }
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        void *items = scan->ids;
        bool grown = base_array_grow(&items, &scan->id_capacity, scan->id_count + 1,
                                     sizeof scan->ids[0], MOST_IDS);
        scan->ids = items;
        if (!grown) {
            code = base_findings_no_memory(&city->error);
        } else {
            scan->ids[scan->id_count++] = store_column_int(statement, 0);
        }
    }
    store_statement_free(statement);
    if (scan->id_count > 1) {
        qsort(scan->ids, scan->id_count, sizeof scan->ids[0], compare_ids);
    }
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_scan_new(store_scan **out, kbs_city *city, kbs_kind kind, const kbs_box *box,
                        int64_t known_on, bool columns)
{
    *out = NULL;
    store_scan *scan = base_new(sizeof *scan);
    if (scan == NULL) {
        return base_findings_no_memory(&city->error);
    }
    scan->city = city;
    scan->kind = store_kind_of(kind);
    scan->columns = columns;
    scan->by_box = box != NULL;
    kbs_code code = prepare_rows(scan, scan->by_box, known_on);
    if (code == KBS_OK && box != NULL) {
        scan->box = *box;
        code = geo_box_is_empty(*box) ? KBS_OK : find_ids(scan);
    }
    if (code != KBS_OK) {
        store_scan_free(scan);
        return code;
    }
    *out = scan;
    return KBS_OK;
}

static kbs_code read_value(store_scan *scan, const store_field *field, int column,
                           store_value *value)
{
    const store_statement *statement = scan->statement;
    kbs_city *city = scan->city;
    *value = (store_value){ .type = STORE_VALUE_NULL };
    if (store_column_is_null(statement, column)) {
        return KBS_OK;
    }
    switch (field->type) {
    case STORE_NAME:
        value->type = STORE_VALUE_TEXT;
        value->integer = store_column_int(statement, column);
        value->text = store_name_text(city, value->integer);
        if (value->text == NULL && city->error.result != KBS_OK) {
            return city->error.result; /* the names could not be read */
        }
        if (value->text == NULL) {
            return base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path,
                                           scan->kind->table, NULL);
        }
        for (const char *at = value->text; *at != '\0'; at++) {
            value->length++;
        }
        break;
    case STORE_TEXT:
    case STORE_KEY:
    case STORE_DATE:
        value->type = STORE_VALUE_TEXT;
        value->text = store_column_text_n(statement, column, &value->length);
        break;
    case STORE_REAL:
        value->type = STORE_VALUE_REAL;
        value->real = store_column_real(statement, column);
        break;
    case STORE_INTEGER:
        value->type = STORE_VALUE_INTEGER;
        value->integer = store_column_int(statement, column);
        break;
    }
    return KBS_OK;
}

static kbs_code read_row(store_scan *scan, store_scanned *row)
{
    const store_statement *statement = scan->statement;
    kbs_code code = KBS_OK;
    row->id = store_column_int(statement, COLUMN_ID);
    row->from_revision = store_column_int(statement, COLUMN_FROM);
    row->until_revision = store_column_int(statement, COLUMN_UNTIL);
    row->measure = store_column_real(statement, COLUMN_MEASURE);
    row->blob = store_column_blob(statement, COLUMN_GEOMETRY, &row->blob_length);
    row->unread = "";
    row->record = 0;
    row->digest = NULL;
    row->digest_length = 0;
    if (scan->columns) {
        row->digest = store_column_blob(statement, COLUMN_DIGEST, &row->digest_length);
        row->record = store_column_int(statement, COLUMN_RECORD);
        row->unread = store_column_text(statement, COLUMN_UNREAD);
        for (size_t i = 0; code == KBS_OK && i < scan->kind->field_count; i++) {
            code =
                read_value(scan, &scan->kind->fields[i], COLUMN_FIELDS + (int)i, &row->values[i]);
        }
    }
    return code;
}

/* The R-tree's boxes are rounded outward to f32, half a metre at these coordinates: the BLOB knows better. A damaged one is given
 * to the caller, who must see it. */
static bool meets_box(const store_scan *scan, const store_scanned *row)
{
    kbs_box box;
    return geo_blob_box(row->blob, row->blob_length, &box) != GEO_BLOB_OK ||
           geo_box_meets(box, scan->box);
}

static kbs_code next_by_id(store_scan *scan, store_scanned *row)
{
    while (scan->at < scan->id_count) {
        store_statement_reset(scan->statement);
        store_bind_int(scan->statement, 1, scan->ids[scan->at++]);
        kbs_code code = store_step(scan->statement, &scan->city->error);
        if (code == KBS_OK) {
            code = read_row(scan, row);
            if (code != KBS_OK || meets_box(scan, row)) {
                return code;
            }
        } else if (code != KBS_END) { /* KBS_END: not of this time */
            return code;
        }
    }
    return KBS_END;
}

kbs_code store_scan_next(store_scan *scan, store_scanned *row)
{
    if (scan->by_box) {
        return next_by_id(scan, row);
    }
    kbs_code code = store_step(scan->statement, &scan->city->error);
    return code == KBS_OK ? read_row(scan, row) : code;
}

void store_scan_free(store_scan *scan)
{
    if (scan != NULL) {
        store_statement_free(scan->statement);
        base_free(scan->ids);
        base_free(scan);
    }
}

kbs_code store_row_by_id(kbs_city *city, kbs_kind kind, int64_t id,
                         bool (*take)(const store_scanned *row, void *user), void *user)
{
    store_scan **kept = &city->by_id[kind - KBS_NEIGHBOURHOOD];
    store_scanned row;
    kbs_code code = KBS_OK;
    if (*kept == NULL) {
        code = store_scan_new(kept, city, kind, &(kbs_box){ 1, 1, 0, 0 }, -1, true);
    }
    if (code == KBS_OK) {
        store_bind_int((*kept)->statement, 1, id);
        code = store_step((*kept)->statement, &city->error);
    }
    if (code == KBS_OK) {
        code = read_row(*kept, &row);
        if (code == KBS_OK && !take(&row, user)) {
            code = base_findings_fail_with(&city->error, FINDING_CALL_CANCELLED, city->path, NULL,
                                           NULL);
        }
        store_statement_reset((*kept)->statement);
    }
    return code == KBS_END ? KBS_NOT_FOUND : code;
}

kbs_code store_kind_count(kbs_city *city, kbs_kind kind, int64_t *count)
{
    store_tally tally;
    kbs_code code = store_tally_read(city, store_kind_of(kind), &tally);
    *count = tally.current;
    return code;
}
