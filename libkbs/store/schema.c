/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The statements of the schema: the tables that are the same for all come from schema/0001_city.sql, those of a kind are written
 * from kinds.c, so that each is described once.
 *
 * A kind's table holds current and closed rows; its R-tree too, as SpatiaLite expects. The view current_<table> is what
 * people look at in QGIS. The last columns are `digest` (of the content, see row_digest.c) and the geometry, which is
 * long and therefore last. */
#include "store/schema.h"

#include <string.h>

#include "base/buffer.h"

/* schema/0001_city.sql, embedded. */
extern const char store_schema_0001_city[];

#define MOST_STATEMENT 8192

static const char *const geometry_names[] = { [STORE_AREAS] = "MULTIPOLYGON",
                                              [STORE_LINES_OR_AREAS] = "GEOMETRY",
                                              [STORE_POINTS] = "POINT",
                                              [STORE_ANY] = "GEOMETRY" };
static const char *const type_names[] = {
    [STORE_TEXT] = "TEXT", [STORE_NAME] = "INTEGER",    [STORE_KEY] = "TEXT",
    [STORE_REAL] = "REAL", [STORE_INTEGER] = "INTEGER", [STORE_DATE] = "TEXT"
};

static bool add(store_schema *schema, const char *name, const char *sql, bool by_sqlite)
{
    void *items = schema->objects;
    bool grown = base_array_grow(&items, &schema->capacity, schema->count + 1,
                                 sizeof schema->objects[0], 1000);
    schema->objects = items;
    if (name == NULL || sql == NULL || !grown) {
        return false;
    }
    schema->objects[schema->count++] = (store_object){ name, sql, by_sqlite };
    return true;
}

/* Joins four texts in the arena. NULL = no memory, or one of them is NULL for want of memory. */
static const char *join(base_arena *arena, const char *a, const char *b, const char *c,
                        const char *d)
{
    base_buffer text;
    if (a == NULL || b == NULL || c == NULL || d == NULL) {
        return NULL;
    }
    base_buffer_init(&text, MOST_STATEMENT);
    base_buffer_text(&text, a);
    base_buffer_text(&text, b);
    base_buffer_text(&text, c);
    base_buffer_text(&text, d);
    const char *result = text.failed ? NULL : base_arena_text_n(arena, text.data, text.length);
    base_buffer_release(&text);
    return result;
}

/* The statements of the file end with ";" at the end of a line. The name is the word before the first "(" (or " ON "). */
static bool add_common(store_schema *schema)
{
    const char *at = store_schema_0001_city;
    const char *end;
    bool good = true;
    while (good && (end = strstr(at, ";\n")) != NULL) {
        const char *sql = base_arena_text_n(schema->arena, at, (size_t)(end - at));
        const char *name = strstr(at, " TABLE ");
        const char *index = strstr(at, " INDEX ");
        if (name == NULL || (index != NULL && index < name)) {
            name = index;
        }
        name += strlen(" TABLE ");
        good = add(schema, base_arena_text_n(schema->arena, name, strcspn(name, "( ")), sql, false);
        at = end + 2;
    }
    return good;
}

static const char *table_sql(base_arena *arena, const store_kind *kind)
{
    base_buffer sql;
    base_buffer_init(&sql, MOST_STATEMENT);
    base_buffer_text(&sql, "CREATE TABLE ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, "(\n  id INTEGER PRIMARY KEY");
    for (size_t i = 0; i < kind->field_count; i++) {
        base_buffer_text(&sql, ",\n  ");
        base_buffer_text(&sql, kind->fields[i].name);
        base_buffer_char(&sql, ' ');
        base_buffer_text(&sql, type_names[kind->fields[i].type]);
    }
    if (kind->measure != NULL) {
        base_buffer_text(&sql, ",\n  ");
        base_buffer_text(&sql, kind->measure);
        base_buffer_text(&sql, " REAL");
    }
    base_buffer_text(&sql,
                     ",\n  unread TEXT,\n  record INTEGER NOT NULL,\n  dataset INTEGER NOT NULL,\n "
                     " from_revision INTEGER NOT "
                     "NULL,\n  until_revision INTEGER,\n  digest BLOB NOT NULL,\n  geometry ");
    base_buffer_text(&sql, geometry_names[kind->geometry]);
    base_buffer_text(&sql, " NOT NULL\n)");
    const char *result = sql.failed ? NULL : base_arena_text_n(arena, sql.data, sql.length);
    base_buffer_release(&sql);
    return result;
}

/* Names of neighbourhoods as text; everything else as it stands. */
static const char *view_sql(base_arena *arena, const store_kind *kind)
{
    base_buffer sql;
    bool named = false;
    base_buffer_init(&sql, MOST_STATEMENT);
    base_buffer_text(&sql, "CREATE VIEW current_");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, " AS SELECT t.id AS id");
    for (size_t i = 0; i < kind->field_count; i++) {
        bool name = kind->fields[i].type == STORE_NAME;
        named = named || name;
        base_buffer_text(&sql, name ? ", n.name AS " : ", t.");
        if (!name) {
            base_buffer_text(&sql, kind->fields[i].name);
            base_buffer_text(&sql, " AS ");
        }
        base_buffer_text(&sql, kind->fields[i].name);
    }
    if (kind->measure != NULL) {
        base_buffer_text(&sql, ", t.");
        base_buffer_text(&sql, kind->measure);
        base_buffer_text(&sql, " AS ");
        base_buffer_text(&sql, kind->measure);
    }
    base_buffer_text(&sql, ", t.geometry AS geometry FROM ");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, " AS t");
    for (size_t i = 0; named && i < kind->field_count; i++) {
        if (kind->fields[i].type == STORE_NAME) {
            base_buffer_text(&sql, " LEFT JOIN neighbourhood_name AS n ON n.id = t.");
            base_buffer_text(&sql, kind->fields[i].name);
            named = false;
        }
    }
    base_buffer_text(&sql, " WHERE t.until_revision IS NULL");
    const char *result = sql.failed ? NULL : base_arena_text_n(arena, sql.data, sql.length);
    base_buffer_release(&sql);
    return result;
}

/* "block, parcel, neighbourhood": the neighbourhood last, so that ADA/PARSEL alone finds all that have it. */
static const char *key_columns(base_arena *arena, const store_kind *kind)
{
    base_buffer text;
    base_buffer_init(&text, MOST_STATEMENT);
    for (int last = 0; last <= 1; last++) {
        for (size_t i = 0; i < kind->field_count; i++) {
            if (kind->fields[i].in_key && (kind->fields[i].type == STORE_NAME) == (last == 1)) {
                base_buffer_text(&text, text.length == 0 ? "" : ", ");
                base_buffer_text(&text, kind->fields[i].name);
            }
        }
    }
    const char *result = text.failed ? NULL : base_arena_text_n(arena, text.data, text.length);
    base_buffer_release(&text);
    return result;
}

size_t store_schema_indexes(base_arena *arena, const store_kind *kind,
                            store_index indexes[STORE_MOST_INDEXES])
{
    size_t count = 0;
    const char *on = join(arena, " ON ", kind->table, "(", "");
    memset(indexes, 0, STORE_MOST_INDEXES * sizeof *indexes);
    if (on == NULL) {
        return 0;
    }
    if (store_kind_identity(kind) == STORE_BY_KEY) {
        const char *key = key_columns(arena, kind);
        const char *tail = key == NULL ? NULL : join(arena, on, key, ")", "");
        if (tail == NULL) {
            return 0;
        }
        indexes[count].name = join(arena, kind->table, "_key", "", "");
        indexes[count++].sql = join(arena, "CREATE UNIQUE INDEX ", kind->table, "_key",
                                    join(arena, tail, " WHERE until_revision IS NULL", "", ""));
        indexes[count].of_closed = true;
        indexes[count].name = join(arena, kind->table, "_key_closed", "", "");
        indexes[count++].sql = join(arena, "CREATE INDEX ", kind->table, "_key_closed",
                                    join(arena, tail, " WHERE until_revision IS NOT NULL", "", ""));
    } else {
        indexes[count].name = join(arena, kind->table, "_source", "", "");
        indexes[count++].sql =
            join(arena, "CREATE UNIQUE INDEX ", kind->table, "_source",
                 join(arena, on,
                      "source_id, dataset) WHERE until_revision IS NULL AND source_id IS NOT NULL",
                      "", ""));
        indexes[count].name = join(arena, kind->table, "_content", "", "");
        indexes[count++].sql = join(
            arena, "CREATE UNIQUE INDEX ", kind->table, "_content",
            join(arena, on, "digest, dataset) WHERE until_revision IS NULL AND source_id IS NULL",
                 "", ""));
    }
    indexes[count].of_closed = true;
    indexes[count].name = join(arena, kind->table, "_closed", "", "");
    indexes[count++].sql =
        join(arena, "CREATE INDEX ", kind->table, "_closed",
             join(arena, on, "until_revision) WHERE until_revision IS NOT NULL", "", ""));
    for (size_t i = 0; i < count; i++) {
        if (indexes[i].name == NULL || indexes[i].sql == NULL) {
            return 0;
        }
    }
    return count;
}

/* The R-tree and the three tables that it makes for itself. */
static bool add_rtree(store_schema *schema, const store_kind *kind)
{
    static const char *const shadows[][2] = { { "_node", "\"(nodeno INTEGER PRIMARY KEY,data)" },
                                              { "_rowid", "\"(rowid INTEGER PRIMARY KEY,nodeno)" },
                                              { "_parent",
                                                "\"(nodeno INTEGER PRIMARY KEY,parentnode)" } };
    base_arena *arena = schema->arena;
    const char *name = join(arena, "idx_", kind->table, "_geometry", "");
    bool good = name != NULL && add(schema, name,
                                    join(arena, "CREATE VIRTUAL TABLE ", name,
                                         " USING rtree(pkid, xmin, xmax, ymin, ymax)", ""),
                                    false);
    for (size_t i = 0; good && i < 3; i++) {
        const char *shadow = join(arena, name, shadows[i][0], "", "");
        good = shadow != NULL &&
               add(schema, shadow, join(arena, "CREATE TABLE \"", shadow, shadows[i][1], ""), true);
    }
    return good;
}

static bool add_kind(store_schema *schema, const store_kind *kind)
{
    store_index indexes[STORE_MOST_INDEXES];
    bool good = add(schema, kind->table, table_sql(schema->arena, kind), false);
    size_t count = store_schema_indexes(schema->arena, kind, indexes);
    good = good && count > 0;
    for (size_t i = 0; good && i < count; i++) {
        good = add(schema, indexes[i].name, indexes[i].sql, false);
    }
    return good && add_rtree(schema, kind) &&
           add(schema, join(schema->arena, "current_", kind->table, "", ""),
               view_sql(schema->arena, kind), false);
}

bool store_schema_init(store_schema *schema)
{
    memset(schema, 0, sizeof *schema);
    schema->arena = base_arena_new();
    bool good = schema->arena != NULL && add_common(schema);
    for (int kind = KBS_NEIGHBOURHOOD; good && kind < KBS_NEIGHBOURHOOD + KBS_KIND_COUNT; kind++) {
        good = add_kind(schema, store_kind_of((kbs_kind)kind));
    }
    if (!good) {
        store_schema_release(schema);
    }
    return good;
}

void store_schema_release(store_schema *schema)
{
    base_free(schema->objects);
    base_arena_free(schema->arena);
    memset(schema, 0, sizeof *schema);
}

/* The rows by which SpatiaLite and those who read its files know a table and its view. */
static kbs_code register_kind(store_database *database, const store_kind *kind, int srid,
                              base_findings *report)
{
    static const int types[] = {
        [STORE_AREAS] = 6, [STORE_LINES_OR_AREAS] = 0, [STORE_POINTS] = 1, [STORE_ANY] = 0
    };
    static const char *const sql[] = {
        "INSERT INTO geometry_columns(f_table_name, f_geometry_column, geometry_type, "
        "coord_dimension, srid, "
        "spatial_index_enabled) VALUES(?1, 'geometry', ?2, 2, ?3, 1)",
        "INSERT INTO views_geometry_columns(view_name, view_geometry, view_rowid, f_table_name, "
        "f_geometry_column, read_only) "
        "VALUES('current_' || ?1, 'geometry', 'id', ?1, 'geometry', 1)",
    };
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < 2; i++) {
        store_statement *statement = NULL;
        code = store_database_prepare(database, &statement, sql[i], report);
        if (code == KBS_OK) {
            store_bind_text(statement, 1, kind->table);
            if (i == 0) {
                store_bind_int(statement, 2, types[kind->geometry]);
                store_bind_int(statement, 3, srid);
            }
            code = store_step_done(statement, report);
        }
        store_statement_free(statement);
    }
    return code;
}

kbs_code store_schema_create(store_database *database, int srid, base_findings *report)
{
    store_schema schema;
    if (!store_schema_init(&schema)) {
        return base_findings_no_memory(report);
    }
    kbs_code code = store_database_run(
        database, "PRAGMA application_id=1262637891; PRAGMA user_version=1", report);
    for (size_t i = 0; code == KBS_OK && i < schema.count; i++) {
        if (!schema.objects[i].by_sqlite) {
            code = store_database_run(database, schema.objects[i].sql, report);
        }
    }
    for (int kind = KBS_NEIGHBOURHOOD; code == KBS_OK && kind < KBS_NEIGHBOURHOOD + KBS_KIND_COUNT;
         kind++) {
        code = register_kind(database, store_kind_of((kbs_kind)kind), srid, report);
    }
    store_schema_release(&schema);
    return code;
}
