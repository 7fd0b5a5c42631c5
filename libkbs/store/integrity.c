/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is the file whole? From the pages up: SQLite's own check, the spatial indexes, each row, and what the rows must add up to. */
#include "store/integrity.h"

#include <kbs/city.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/date.h"

#define MOST_LISTED 200

void store_check_add(store_check *check, const kbs_finding *finding)
{
    if (check->found->count < check->most) {
        base_findings_add(check->found, finding);
    } else {
        check->more++;
    }
}

kbs_code store_check_tell(store_check *check)
{
    double now = base_clock_seconds();
    if (check->progress != NULL && !check->cancelled && now - check->last_told >= 0.1) {
        kbs_progress report = { check->stage, check->done, check->total };
        check->last_told = now;
        check->cancelled = !check->progress(&report, check->user);
    }
    return check->cancelled ? base_findings_fail_with(&check->city->error, FINDING_CALL_CANCELLED,
                                                      check->city->path, NULL, NULL)
                            : KBS_OK;
}

kbs_code store_check_absorb(store_check *check, kbs_code code)
{
    if (code != KBS_CORRUPT) {
        return code;
    }
    for (size_t i = 0; i < check->city->error.count; i++) {
        store_check_add(check, &check->city->error.items[i]);
    }
    base_findings_clear(&check->city->error);
    return KBS_OK;
}

static bool stop(void *user)
{
    store_check *check = user;
    kbs_progress report = { check->stage, check->done, check->total };
    double now = base_clock_seconds();
    if (check->progress != NULL && !check->cancelled && now - check->last_told >= 0.1) {
        check->last_told = now;
        check->cancelled = !check->progress(&report, check->user);
    }
    return check->cancelled;
}

/* A statement whose rows are texts, "ok" when all is well. */
static kbs_code check_texts(store_check *check, const char *sql, base_finding_code finding_code,
                            const char *layer)
{
    kbs_city *city = check->city;
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(city->database, &statement, sql, &city->error);
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        const char *text = store_column_text(statement, 0);
        if (strcmp(text, "ok") != 0) {
            kbs_finding finding = base_finding_of(finding_code);
            finding.file = city->path;
            finding.layer = layer;
            finding.found = text;
            store_check_add(check, &finding);
        }
    }
    store_statement_free(statement);
    return store_check_absorb(check, code == KBS_END ? KBS_OK : code);
}

static kbs_code check_spatial_index(store_check *check, const store_kind *kind)
{
    base_buffer sql;
    base_buffer_init(&sql, 256);
    base_buffer_text(&sql, "SELECT rtreecheck('main', 'idx_");
    base_buffer_text(&sql, kind->table);
    base_buffer_text(&sql, "_geometry')");
    kbs_code code = sql.failed
                        ? base_findings_no_memory(&check->city->error)
                        : check_texts(check, sql.data, FINDING_CHECK_SPATIAL_INDEX, kind->table);
    base_buffer_release(&sql);
    return code;
}

/* Rows that belong to something that is not current. */
static kbs_code check_orphans(store_check *check)
{
    static const struct {
        const char *table, *sql;
    } checks[] = {
        { "share", "SELECT count(*) FROM share AS s WHERE NOT EXISTS (SELECT 1 FROM parcel AS p "
                   "WHERE p.id = s.parcel_id AND "
                   "p.until_revision IS NULL)" },
        { "share", "SELECT count(*) FROM share AS s WHERE s.kind <> 4 AND NOT EXISTS (SELECT 1 "
                   "FROM plan_area AS a WHERE a.id = s.source_id "
                   "AND a.until_revision IS NULL)" },
        { "share", "SELECT count(*) FROM share AS s WHERE s.kind = 4 AND NOT EXISTS (SELECT 1 FROM "
                   "restriction AS r WHERE r.id = s.source_id "
                   "AND r.until_revision IS NULL)" },
        { "dirty", "SELECT count(*) FROM dirty AS d WHERE NOT EXISTS (SELECT 1 FROM parcel AS p "
                   "WHERE p.id = d.parcel_id AND "
                   "p.until_revision IS NULL)" },
        { "address_parcel", "SELECT count(*) FROM address_parcel AS l WHERE NOT EXISTS (SELECT 1 "
                            "FROM parcel AS p WHERE p.id = l.parcel_id "
                            "AND p.until_revision IS NULL) OR NOT EXISTS (SELECT 1 FROM address AS "
                            "a WHERE a.id = l.address_id AND "
                            "a.until_revision IS NULL)" },
    };
    kbs_city *city = check->city;
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < sizeof checks / sizeof checks[0]; i++) {
        store_statement *statement = NULL;
        code = store_database_prepare(city->database, &statement, checks[i].sql, &city->error);
        if (code == KBS_OK) {
            code = store_step(statement, &city->error);
        }
        if (code == KBS_OK && store_column_int(statement, 0) != 0) {
            kbs_finding finding = base_finding_of(FINDING_CHECK_ORPHAN);
            finding.file = city->path;
            finding.layer = checks[i].table;
            finding.found = store_column_text(statement, 0);
            store_check_add(check, &finding);
        }
        store_statement_free(statement);
        code = store_check_absorb(check, code);
    }
    return code;
}

/* SQLite rounds a file that ends inside a page up to whole pages, so a tail that is cut off may go unseen. */
static kbs_code check_length(store_check *check)
{
    struct stat file;
    store_statement *statement = NULL;
    int64_t page_bytes = 0;
    kbs_code code = store_database_prepare(check->city->database, &statement, "PRAGMA page_size",
                                           &check->city->error);
    if (code == KBS_OK) {
        code = store_step(statement, &check->city->error);
        page_bytes = code == KBS_OK ? store_column_int(statement, 0) : 0;
    }
    store_statement_free(statement);
    if (code == KBS_OK && page_bytes > 0 && stat(check->city->path, &file) == 0 &&
        file.st_size % page_bytes != 0) {
        base_buffer bytes;
        base_buffer_init(&bytes, 64);
        base_buffer_int(&bytes, (int64_t)file.st_size);
        kbs_finding finding = base_finding_of(FINDING_CHECK_LENGTH);
        finding.file = check->city->path;
        finding.found = bytes.data;
        store_check_add(check, &finding);
        base_buffer_release(&bytes);
    }
    return store_check_absorb(check, code);
}

static kbs_code check_steps(store_check *check)
{
    kbs_code code = store_check_tell(check);
    check->stage = "pages";
    if (code == KBS_OK) {
        code = check_length(check);
    }
    if (code == KBS_OK) {
        code = check_texts(check, "PRAGMA integrity_check(100)", FINDING_CHECK_PAGE, NULL);
    }
    for (int kind = KBS_NEIGHBOURHOOD; code == KBS_OK && kind < KBS_NEIGHBOURHOOD + KBS_KIND_COUNT;
         kind++) {
        code = check_spatial_index(check, store_kind_of((kbs_kind)kind));
    }
    check->stage = "rows";
    for (int kind = KBS_NEIGHBOURHOOD; code == KBS_OK && kind < KBS_NEIGHBOURHOOD + KBS_KIND_COUNT;
         kind++) {
        code = store_check_absorb(check, store_check_kind(check, store_kind_of((kbs_kind)kind)));
    }
    check->stage = "derived";
    return code == KBS_OK ? check_orphans(check) : code;
}

kbs_code store_check_all(store_check *check)
{
    kbs_city *city = check->city;
    check->most = MOST_LISTED;
    check->stage = "pages";
    kbs_code code = store_city_begin_read(city);
    if (code != KBS_OK) {
        return store_check_absorb(check, code);
    }
    store_database_set_cancel(city->database, stop, check);
    code = check_steps(check);
    store_database_set_cancel(city->database, NULL, NULL);
    store_city_end_read(city);
    if (code == KBS_OK && check->more > 0) {
        char text[32];
        base_buffer number;
        base_buffer_init(&number, sizeof text);
        base_buffer_int(&number, check->more);
        kbs_finding finding = base_finding_of(FINDING_CHECK_MORE);
        finding.file = city->path;
        finding.found = number.data;
        base_findings_add(check->found, &finding);
        base_buffer_release(&number);
    }
    return code == KBS_OK && check->found->failed ? base_findings_no_memory(&city->error) : code;
}

void kbs_findings_free(const kbs_findings *findings)
{
    if (findings != NULL) {
        store_findings *tree = (store_findings *)(uintptr_t)findings;
        base_findings_release(&tree->list);
        base_free(tree);
    }
}

kbs_code kbs_city_check_integrity(kbs_city *city, kbs_progress_cb progress, void *user,
                                  const kbs_findings **out)
{
    kbs_code code = store_city_enter(city);
    if (out == NULL || code != KBS_OK) {
        return out == NULL ? KBS_USAGE : code;
    }
    *out = NULL;
    store_findings *tree = base_new(sizeof *tree);
    if (tree == NULL) {
        return base_findings_no_memory(&city->error);
    }
    base_findings_init(&tree->list);
    store_check check = { .city = city, .found = &tree->list, .progress = progress, .user = user };
    code = store_check_all(&check);
    if (code != KBS_OK) {
        kbs_findings_free(&tree->findings);
        return code;
    }
    tree->findings = (kbs_findings){ tree->list.items, tree->list.count };
    *out = &tree->findings;
    if (tree->list.count > 0) {
        base_findings_add(&city->error, &tree->list.items[0]);
        return KBS_CORRUPT;
    }
    return KBS_OK;
}
