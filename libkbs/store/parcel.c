/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Statements over parcel and share. The index parcel_key (block, parcel, neighbourhood) holds
 * current rows only, parcel_key_closed the closed ones; each statement says which it means, so that
 * SQLite uses the index. */
#include "store/parcel.h"

#define MOST_OF_A_BLOCK "1000"

/* The columns of a walk. */
#define COLUMNS                                                                                    \
    "SELECT p.id, p.neighbourhood, p.block, p.parcel, p.map_sheet, p.land_type, p.area_m2, "       \
    "p.registered_area_m2, "                                                                       \
    "p.from_revision, p.geometry, (SELECT max(id) FROM revision), d.parcel_id, "                   \
    "s.ordinal, s.kind, s.source_id, s.area_m2, s.length_m, s.others, s.touches_only "             \
    "FROM parcel AS p LEFT JOIN dirty AS d ON d.parcel_id = p.id LEFT JOIN share AS s ON "         \
    "s.parcel_id = p.id "
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
    COLUMN_CITY_REVISION,
    COLUMN_DIRTY,
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
};

struct store_parcel_finder {
    kbs_city *city;
    store_statement *prepared[QUESTION_COUNT]; /* each made when it is asked first */
    store_statement *walking;
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

kbs_code store_parcel_seek_key(store_parcel_finder *finder, int64_t neighbourhood,
                               const char *block, const char *parcel)
{
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

kbs_code store_parcel_step(store_parcel_finder *finder)
{
    kbs_code code = store_step(finder->walking, &finder->city->error);
    if (code != KBS_OK) {
        finder->walking = NULL;
    }
    return code;
}

int64_t store_parcel_id(const store_parcel_finder *finder)
{
    return store_column_int(finder->walking, COLUMN_ID);
}

void store_parcel_read(const store_parcel_finder *finder, store_parcel *out)
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
    out->city_revision = store_column_int(row, COLUMN_CITY_REVISION);
    out->dirty = !store_column_is_null(row, COLUMN_DIRTY);
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
