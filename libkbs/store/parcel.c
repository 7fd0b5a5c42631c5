/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Statements over parcel and share. The index parcel_key (block, parcel, neighbourhood) holds
 * current rows only, parcel_key_closed the closed ones; each statement says which it means, so that
 * SQLite uses the index. */
#include "store/parcel.h"

#include <string.h>

#include "store/key_hint.h"

#define MOST_OF_A_BLOCK "1000"

/* The columns of a walk. */
#define COLUMNS                                                                                    \
    "SELECT p.id, p.neighbourhood, p.block, p.parcel, p.map_sheet, p.land_type, p.area_m2, "       \
    "p.registered_area_m2, p.from_revision, p.geometry, "                                          \
    "s.ordinal, s.kind, s.source_id, s.area_m2, s.length_m, s.others, s.touches_only "             \
    "FROM parcel AS p LEFT JOIN share AS s ON s.parcel_id = p.id "
enum {
    COLUMN_ID = 0,
    COLUMN_NEIGHBOURHOOD,
    COLUMN_BLOCK,
    COLUMN_PARCEL,
    COLUMN_MAP_SHEET,
    COLUMN_LAND_TYPE,
    COLUMN_AREA,
    COLUMN_REGISTERED,
    COLUMN_FROM,
    COLUMN_GEOMETRY,
    COLUMN_ORDINAL,
    COLUMN_KIND,
    COLUMN_SOURCE,
    COLUMN_SHARE_AREA,
    COLUMN_LENGTH,
    COLUMN_OTHERS,
    COLUMN_TOUCHES
};

typedef enum question {
    BY_KEY = 0,
    BY_KEY_ANYWHERE,
    BY_ID,
    CLOSED,
    CLOSED_ANYWHERE,
    OF_BLOCK,
    MOMENT,
    IS_DIRTY,
    QUESTION_COUNT
} question;

static const char *const statements[QUESTION_COUNT] = {
    [BY_KEY] = COLUMNS
    "WHERE p.block = ?2 AND p.parcel = ?3 AND p.neighbourhood = ?1 AND p.until_revision IS NULL",
    [BY_KEY_ANYWHERE] = COLUMNS "WHERE p.block = ?2 AND p.parcel = ?3 AND p.until_revision IS NULL",
    [BY_ID] = COLUMNS "WHERE p.id = ?1 AND p.until_revision IS NULL",
    [CLOSED] =
        "SELECT max(until_revision) FROM parcel "
        "WHERE block = ?2 AND parcel = ?3 AND neighbourhood = ?1 AND until_revision IS NOT NULL",
    [CLOSED_ANYWHERE] = "SELECT max(until_revision) FROM parcel "
                        "WHERE block = ?2 AND parcel = ?3 AND until_revision IS NOT NULL",
    [OF_BLOCK] = "SELECT neighbourhood, parcel FROM parcel WHERE block = ?1 AND until_revision IS "
                 "NULL LIMIT " MOST_OF_A_BLOCK,
    [MOMENT] = "SELECT max(id), EXISTS(SELECT 1 FROM dirty) FROM revision",
    [IS_DIRTY] = "SELECT 1 FROM dirty WHERE parcel_id = ?1",
};

/* A hint that was wrong this often is made anew. */
#define MOST_MISLED 10000

struct store_parcel_finder {
    kbs_city *city;
    store_statement *prepared[QUESTION_COUNT]; /* each made when it is asked first */
    store_statement *walking;
    store_key_hint *hint;
    uint32_t asked, misled; /* questions before there is a hint; times that it was wrong */
    /* The key that the row of the walk must have; parcel NULL: whatever it has. */
    struct {
        int64_t neighbourhood;
        const char *block, *parcel;
    } hoped;
    /* What a version of the database has: asked again only when a walk sees another one. */
    bool moment_known;
    uint32_t version;
    int64_t city_revision;
    bool any_dirty;
};

kbs_code store_parcel_finder_new(store_parcel_finder **out, kbs_city *city)
{
    *out = base_new(sizeof **out);
    if (*out == NULL) {
        return base_findings_no_memory(&city->error);
    }
    (*out)->city = city;
    return KBS_OK;
}

void store_parcel_finder_free(store_parcel_finder *finder)
{
    if (finder != NULL) {
        for (size_t i = 0; i < QUESTION_COUNT; i++) {
            store_statement_free(finder->prepared[i]);
        }
        store_key_hint_free(finder->hint);
        base_free(finder);
    }
}

static kbs_code prepared(store_parcel_finder *finder, question asked, store_statement **out)
{
    kbs_code code = KBS_OK;
    if (finder->prepared[asked] == NULL) {
        code = store_database_prepare(finder->city->database, &finder->prepared[asked],
                                      statements[asked], &finder->city->error);
    }
    *out = finder->prepared[asked];
    return code;
}

/* Binds a key to a statement with or without the neighbourhood. */
static kbs_code prepare_key(store_parcel_finder *finder, question with, question without,
                            int64_t neighbourhood, const char *block, const char *parcel,
                            store_statement **out)
{
    kbs_code code = prepared(finder, neighbourhood != 0 ? with : without, out);
    if (code != KBS_OK) {
        return code;
    }
    if (neighbourhood != 0) {
        store_bind_int(*out, 1, neighbourhood);
    }
    store_bind_text(*out, 2, block);
    store_bind_text(*out, 3, parcel);
    return KBS_OK;
}

/* Where the row of the key probably is; 0 = nobody knows. The hint is left alone while this handle writes. */
static int64_t hint_for(store_parcel_finder *finder, int64_t neighbourhood, const char *block,
                        const char *parcel)
{
    if (neighbourhood == 0 || finder->city->writer != NULL) {
        return 0;
    }
    if (finder->hint == NULL && finder->asked < STORE_PARCEL_PATIENCE &&
        ++finder->asked == STORE_PARCEL_PATIENCE &&
        store_key_hint_new(&finder->hint, finder->city) != KBS_OK) {
        base_findings_clear(&finder->city->error); /* it goes without, and slower */
    }
    return finder->hint == NULL ? 0
                                : store_key_hint_find(finder->hint, neighbourhood, block, parcel);
}

kbs_code store_parcel_seek_key(store_parcel_finder *finder, int64_t neighbourhood,
                               const char *block, const char *parcel)
{
    int64_t id = hint_for(finder, neighbourhood, block, parcel);
    if (id != 0) {
        kbs_code code = store_parcel_seek_id(finder, id);
        finder->hoped.neighbourhood = neighbourhood;
        finder->hoped.block = block;
        finder->hoped.parcel = code == KBS_OK ? parcel : NULL;
        return code;
    }
    store_parcel_stop(finder);
    return prepare_key(finder, BY_KEY, BY_KEY_ANYWHERE, neighbourhood, block, parcel,
                       &finder->walking);
}

kbs_code store_parcel_seek_id(store_parcel_finder *finder, int64_t id)
{
    store_parcel_stop(finder);
    kbs_code code = prepared(finder, BY_ID, &finder->walking);
    if (code == KBS_OK) {
        store_bind_int(finder->walking, 1, id);
    }
    return code;
}

static bool is_hoped(const store_parcel_finder *finder)
{
    const store_statement *row = finder->walking;
    return store_column_int(row, COLUMN_NEIGHBOURHOOD) == finder->hoped.neighbourhood &&
           strcmp(store_column_text(row, COLUMN_BLOCK), finder->hoped.block) == 0 &&
           strcmp(store_column_text(row, COLUMN_PARCEL), finder->hoped.parcel) == 0;
}

/* The hint was wrong: the index of the file is asked. A hint that is wrong too often is made anew. */
static kbs_code seek_without_hint(store_parcel_finder *finder)
{
    const char *block = finder->hoped.block, *parcel = finder->hoped.parcel;
    store_parcel_stop(finder);
    if (++finder->misled == MOST_MISLED) {
        store_key_hint_free(finder->hint);
        finder->hint = NULL;
        finder->asked = 0;
        finder->misled = 0;
    }
    return prepare_key(finder, BY_KEY, BY_KEY_ANYWHERE, finder->hoped.neighbourhood, block, parcel,
                       &finder->walking);
}

kbs_code store_parcel_step(store_parcel_finder *finder)
{
    kbs_code code = store_step(finder->walking, &finder->city->error);
    if (finder->hoped.parcel != NULL) {
        bool misled = code == KBS_END || (code == KBS_OK && !is_hoped(finder));
        if (misled) {
            code = seek_without_hint(finder);
            if (code == KBS_OK) {
                code = store_step(finder->walking, &finder->city->error);
            }
        }
        finder->hoped.parcel = NULL;
    }
    if (code != KBS_OK) {
        finder->walking = NULL;
    }
    return code;
}

int64_t store_parcel_neighbourhood(const store_parcel_finder *finder)
{
    return store_column_int(finder->walking, COLUMN_NEIGHBOURHOOD);
}

int64_t store_parcel_id(const store_parcel_finder *finder)
{
    return store_column_int(finder->walking, COLUMN_ID);
}

/* The number of the city's revision, and whether any parcel is dirty. The walk is under way, so
 * these statements see its moment. */
static kbs_code look_at_moment(store_parcel_finder *finder)
{
    store_statement *statement;
    uint32_t version = store_database_version(finder->city->database);
    if (finder->moment_known && finder->version == version) {
        return KBS_OK;
    }
    kbs_code code = prepared(finder, MOMENT, &statement);
    if (code == KBS_OK) {
        code = store_step(statement, &finder->city->error);
    }
    if (code == KBS_OK) {
        finder->city_revision = store_column_int(statement, 0);
        finder->any_dirty = store_column_int(statement, 1) != 0;
        finder->version = version;
        finder->moment_known = true;
        store_statement_reset(statement);
    }
    return code;
}

static kbs_code look_for_dirt(store_parcel_finder *finder, int64_t id, bool *dirty)
{
    store_statement *statement;
    *dirty = false;
    kbs_code code = finder->any_dirty ? prepared(finder, IS_DIRTY, &statement) : KBS_END;
    if (code == KBS_OK) {
        store_bind_int(statement, 1, id);
        code = store_step(statement, &finder->city->error);
    }
    if (code == KBS_OK) {
        *dirty = true;
        store_statement_reset(statement);
    }
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_parcel_read(store_parcel_finder *finder, store_parcel *out)
{
    const store_statement *row = finder->walking;
    out->id = store_column_int(row, COLUMN_ID);
    out->neighbourhood = store_column_int(row, COLUMN_NEIGHBOURHOOD);
    out->block = store_column_text(row, COLUMN_BLOCK);
    out->parcel = store_column_text(row, COLUMN_PARCEL);
    out->map_sheet = store_column_text(row, COLUMN_MAP_SHEET);
    out->land_type = store_column_text(row, COLUMN_LAND_TYPE);
    out->area_m2 = store_column_real(row, COLUMN_AREA);
    out->registered_area_m2 = store_column_is_null(row, COLUMN_REGISTERED)
                                  ? -1.0
                                  : store_column_real(row, COLUMN_REGISTERED);
    out->from_revision = store_column_int(row, COLUMN_FROM);
    out->blob = store_column_blob(row, COLUMN_GEOMETRY, &out->blob_length);
    kbs_code code = look_at_moment(finder);
    out->city_revision = finder->city_revision;
    out->version = finder->version;
    return code == KBS_OK ? look_for_dirt(finder, out->id, &out->dirty) : code;
}

bool store_parcel_read_share(const store_parcel_finder *finder, store_share *out)
{
    const store_statement *row = finder->walking;
    if (store_column_is_null(row, COLUMN_ORDINAL)) {
        return false;
    }
    out->parcel_id = store_column_int(row, COLUMN_ID);
    out->ordinal = (int32_t)store_column_int(row, COLUMN_ORDINAL);
    out->kind = (store_share_kind)store_column_int(row, COLUMN_KIND);
    out->source_id = store_column_int(row, COLUMN_SOURCE);
    out->area_m2 = store_column_real(row, COLUMN_SHARE_AREA);
    out->length_m = store_column_real(row, COLUMN_LENGTH);
    out->others =
        store_column_is_null(row, COLUMN_OTHERS) ? NULL : store_column_text(row, COLUMN_OTHERS);
    out->touches_only = store_column_int(row, COLUMN_TOUCHES) != 0;
    return true;
}

void store_parcel_stop(store_parcel_finder *finder)
{
    if (finder->walking != NULL) {
        store_statement_reset(finder->walking);
        finder->walking = NULL;
    }
    finder->hoped.parcel = NULL;
}

kbs_code store_parcel_closed_in(store_parcel_finder *finder, int64_t neighbourhood,
                                const char *block, const char *parcel, int64_t *revision)
{
    store_statement *statement;
    *revision = 0;
    kbs_code code =
        prepare_key(finder, CLOSED, CLOSED_ANYWHERE, neighbourhood, block, parcel, &statement);
    if (code == KBS_OK) {
        code = store_step(statement, &finder->city->error);
    }
    if (code == KBS_OK) {
        *revision = store_column_int(statement, 0);
        store_statement_reset(statement);
    }
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_parcel_block(store_parcel_finder *finder, const char *block,
                            bool (*visit)(int64_t neighbourhood, const char *parcel, void *user),
                            void *user)
{
    store_statement *statement;
    kbs_code code = prepared(finder, OF_BLOCK, &statement);
    if (code != KBS_OK) {
        return code;
    }
    store_bind_text(statement, 1, block);
    while ((code = store_step(statement, &finder->city->error)) == KBS_OK) {
        if (!visit(store_column_int(statement, 0), store_column_text(statement, 1), user)) {
            store_statement_reset(statement);
            return KBS_OK;
        }
    }
    return code == KBS_END ? KBS_OK : code;
}

kbs_code store_parcel_each(kbs_city *city, bool (*visit)(const store_parcel_key *key, void *user),
                           void *user)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "SELECT id, neighbourhood, block, parcel FROM parcel "
                                           "WHERE until_revision IS NULL",
                                           &city->error);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        store_parcel_key key = { store_column_int(statement, 0), store_column_int(statement, 1),
                                 store_column_text(statement, 2), store_column_text(statement, 3) };
        if (!visit(&key, user)) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}
