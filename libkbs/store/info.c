/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a city holds. */
#include <kbs/city.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "store/city_handle.h"
#include "store/schema.h"
#include "store/tally.h"

#define MOST_REVISIONS 1000000u

/* What the caller holds is the first member. */
typedef struct info_tree {
    kbs_city_info info;
    base_arena *arena;
    kbs_revision *revisions;
    size_t count, capacity;
} info_tree;

static int64_t bytes_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (int64_t)status.st_size : 0;
}

static kbs_code read_sizes(kbs_city *city, kbs_city_info *info)
{
    const char *path = store_database_real_path(city->database);
    base_buffer wal;
    base_buffer_init(&wal, 8192);
    base_buffer_text(&wal, path);
    base_buffer_text(&wal, "-wal");
    kbs_code code = wal.failed ? base_findings_no_memory(&city->error) : KBS_OK;
    if (code == KBS_OK) {
        info->file_bytes = bytes_of(path);
        info->wal_bytes = bytes_of(wal.data);
    }
    base_buffer_release(&wal);
    return code;
}

static kbs_code read_number(kbs_city *city, const char *sql, int64_t *out)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement, sql, &city->error);
    if (code == KBS_OK) {
        code = store_step(statement, &city->error);
    }
    *out = code == KBS_OK ? store_column_int(statement, 0) : 0;
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code read_kinds(kbs_city *city, kbs_city_info *info)
{
    kbs_code code = KBS_OK;
    info->extent = geo_box_empty();
    for (int i = 0; code == KBS_OK && i < KBS_KIND_COUNT; i++) {
        const store_kind *kind = store_kind_of((kbs_kind)(KBS_NEIGHBOURHOOD + i));
        store_tally tally;
        code = store_tally_read(city, kind, &tally);
        info->kinds[i].kind = kind->kind;
        info->kinds[i].current = tally.current;
        info->kinds[i].closed = tally.closed;
        info->kinds[i].area_m2 = kind->geometry == STORE_LINES_OR_AREAS ? 0.0 : tally.measure;
        info->kinds[i].length_m = kind->geometry == STORE_LINES_OR_AREAS ? tally.measure : 0.0;
        info->extent = geo_box_join(info->extent, tally.extent);
    }
    return code;
}

static kbs_code add_revision(info_tree *tree, const store_statement *row)
{
    enum { TEXTS = 12 };
    void *items = tree->revisions;
    bool grown = base_array_grow(&items, &tree->capacity, tree->count + 1,
                                 sizeof tree->revisions[0], MOST_REVISIONS);
    tree->revisions = items;
    if (!grown) {
        return KBS_MEMORY;
    }
    kbs_revision *r = &tree->revisions[tree->count];
    memset(r, 0, sizeof *r);
    const char **const texts[TEXTS] = { &r->time_utc,       &r->file,     &r->layer,
                                        &r->dataset,        &r->sha256,   &r->crs,
                                        &r->transformation, &r->encoding, &r->profile,
                                        &r->plan_number,    &r->digest,   &r->library };
    int64_t *const numbers[] = { &r->source_bytes, &r->records_in_source, &r->imported, &r->mended,
                                 &r->refused,      &r->unchanged,         &r->closed };
    r->id = store_column_int(row, 0);
    if (kbs_kind_from_name(store_column_text(row, 1), &r->kind) != KBS_OK) {
        return KBS_CORRUPT;
    }
    r->accuracy_m = store_column_real(row, 2);
    for (int i = 0; i < TEXTS; i++) {
        *texts[i] = base_arena_text(tree->arena, store_column_text(row, 3 + i));
        if (*texts[i] == NULL) {
            return KBS_MEMORY;
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *numbers[i] = store_column_int(row, 3 + TEXTS + (int)i);
    }
    tree->count++;
    return KBS_OK;
}

static kbs_code read_revisions(kbs_city *city, info_tree *tree)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement,
                                           "SELECT id, kind, accuracy_m, time_utc, file, layer, "
                                           "dataset, sha256, crs, transformation, encoding, "
                                           "profile, plan_number, digest, library, source_bytes, "
                                           "records_in_source, imported, mended, refused, "
                                           "unchanged, closed FROM revision ORDER BY id",
                                           &city->error);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        code = add_revision(tree, statement);
        if (code == KBS_MEMORY) {
            code = base_findings_no_memory(&city->error);
        } else if (code == KBS_CORRUPT) {
            code = base_findings_fail_with(&city->error, FINDING_CITY_DAMAGED, city->path,
                                           "revision", NULL);
        }
    }
    store_statement_free(statement);
    tree->info.revisions = tree->revisions;
    tree->info.revision_count = tree->count;
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code read_all(kbs_city *city, info_tree *tree)
{
    kbs_city_info *info = &tree->info;
    info->path = base_arena_text(tree->arena, city->path);
    info->name = base_arena_text(tree->arena, city->name);
    info->crs = base_arena_text(tree->arena, city->crs);
    info->crs_name = base_arena_text(tree->arena, city->crs_name);
    info->schema_version = STORE_SCHEMA_VERSION;
    if (info->path == NULL || info->name == NULL || info->crs == NULL || info->crs_name == NULL) {
        return base_findings_no_memory(&city->error);
    }
    kbs_code code = store_city_revision(city, &info->revision);
    if (code == KBS_OK) {
        code = read_kinds(city, info);
    }
    if (code == KBS_OK) {
        code = read_revisions(city, tree);
    }
    if (code == KBS_OK) {
        code = read_number(city, "SELECT count(*) FROM share", &info->share_rows);
    }
    if (code == KBS_OK) {
        code = read_number(city, "SELECT count(*) FROM dirty", &info->dirty_parcels);
    }
    return code == KBS_OK ? read_sizes(city, info) : code;
}

kbs_code kbs_city_info_get(kbs_city *city, const kbs_city_info **out)
{
    kbs_code code = store_city_enter(city);
    if (out == NULL || code != KBS_OK) {
        return out == NULL ? KBS_USAGE : code;
    }
    *out = NULL;
    info_tree *tree = base_new(sizeof *tree);
    base_arena *arena = base_arena_new();
    if (tree == NULL || arena == NULL) {
        base_free(tree);
        base_arena_free(arena);
        return base_findings_no_memory(&city->error);
    }
    tree->arena = arena;
    code = store_city_begin_read(city);
    if (code == KBS_OK) {
        code = read_all(city, tree);
        store_city_end_read(city);
    }
    if (code != KBS_OK) {
        kbs_city_info_free(&tree->info);
        return code;
    }
    *out = &tree->info;
    return KBS_OK;
}

void kbs_city_info_free(const kbs_city_info *info)
{
    if (info != NULL) {
        info_tree *tree = (info_tree *)(uintptr_t)info;
        base_arena_free(tree->arena);
        base_free(tree->revisions);
        base_free(tree);
    }
}
