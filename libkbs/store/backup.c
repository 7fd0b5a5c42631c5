/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A copy that can be trusted: taken in one read transaction, checked as a whole, compared with the city, then renamed. */
#include <kbs/city.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/date.h"
#include "store/city_handle.h"
#include "store/integrity.h"
#include "store/options.h"
#include "store/side_files.h"
#include "store/temporary.h"

typedef struct teller {
    kbs_progress_cb progress;
    void *user;
    double last;
    bool cancelled;
} teller;

static bool stop(void *user)
{
    teller *at = user;
    double now = base_clock_seconds();
    if (at->progress != NULL && !at->cancelled && now - at->last >= 0.1) {
        kbs_progress report = { "copy", 0, 0 };
        at->last = now;
        at->cancelled = !at->progress(&report, at->user);
    }
    return at->cancelled;
}

static kbs_code copy(kbs_city *city, const char *temporary, kbs_progress_cb progress, void *user)
{
    teller at = { .progress = progress, .user = user };
    store_database_set_cancel(city->database, stop, &at);
    kbs_code code = store_database_copy_to(city->database, temporary, &city->error);
    store_database_set_cancel(city->database, NULL, NULL);
    return code;
}

/* The digest of a revision; revisions never change, so a newer one of the city does not matter. */
static kbs_code read_digest(kbs_city *city, int64_t revision, base_buffer *digest)
{
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement, "SELECT digest FROM revision WHERE id = ?1", &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, revision);
        code = store_step(statement, &city->error);
    }
    base_buffer_text(digest, code == KBS_OK ? store_column_text(statement, 0) : "");
    store_statement_free(statement);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code compare(kbs_city *city, kbs_city *twin)
{
    int64_t revision = 0;
    base_buffer digests[2];
    base_buffer_init(&digests[0], 256);
    base_buffer_init(&digests[1], 256);
    kbs_code code = store_city_revision(twin, &revision);
    if (code == KBS_OK) {
        code = read_digest(twin, revision, &digests[0]);
    }
    if (code == KBS_OK) {
        code = read_digest(city, revision, &digests[1]);
    }
    if (code == KBS_OK && (digests[0].failed || digests[1].failed)) {
        code = base_findings_no_memory(&city->error);
    }
    if (code == KBS_OK &&
        (strcmp(digests[0].data, digests[1].data) != 0 || twin->srid != city->srid)) {
        code = base_findings_fail_with(&city->error, FINDING_BACKUP_NOT_EQUAL, city->path, "digest",
                                       NULL);
    }
    base_buffer_release(&digests[0]);
    base_buffer_release(&digests[1]);
    return code;
}

/* Opens the copy and looks at all of it. */
static kbs_code verify(kbs_city *city, const char *temporary, kbs_progress_cb progress, void *user)
{
    kbs_city *twin = NULL;
    base_findings found;
    kbs_code code = kbs_city_new(&twin);
    if (code != KBS_OK) {
        return base_findings_no_memory(&city->error);
    }
    base_findings_init(&found);
    code = store_city_attach(twin, temporary, STORE_READ);
    if (code == KBS_OK) {
        store_check check = { .city = twin, .found = &found, .progress = progress, .user = user };
        code = store_check_all(&check);
    }
    if (code != KBS_OK) {
        base_findings_join(&city->error, &twin->error);
    } else if (found.count > 0) {
        base_findings_join(&city->error, &found);
        code = base_findings_fail_with(&city->error, FINDING_BACKUP_NOT_EQUAL, city->path,
                                       found.items[0].code, NULL);
    } else {
        code = compare(city, twin);
    }
    base_findings_release(&found);
    kbs_city_free(twin);
    return code;
}

static kbs_code check_target(kbs_city *city, const char *path, bool replace)
{
    struct stat own;
    struct stat there;
    bool exists = stat(path, &there) == 0;
    if (exists && !replace) {
        return base_findings_fail_with(&city->error, FINDING_CITY_EXISTS, path, NULL, NULL);
    }
    if (exists && stat(store_database_real_path(city->database), &own) == 0 &&
        own.st_dev == there.st_dev && own.st_ino == there.st_ino) {
        return store_argument_fail(&city->error, "path", path, "another file than the city itself");
    }
    return store_side_files_check(path, &city->error);
}

kbs_code kbs_city_backup(kbs_city *city, const char *path, bool replace, kbs_progress_cb progress,
                         void *user)
{
    kbs_code code = store_city_enter(city);
    if (code != KBS_OK) {
        return code;
    }
    if (path == NULL || *path == '\0') {
        return store_argument_fail(&city->error, "path", path == NULL ? "NULL" : "", "a file name");
    }
    code = check_target(city, path, replace);
    if (code != KBS_OK) {
        return code;
    }
    store_temporary temporary;
    code = store_temporary_new(&temporary, path, &city->error);
    if (code == KBS_OK) {
        code = copy(city, temporary.path, progress, user);
    }
    if (code == KBS_OK) {
        code = verify(city, temporary.path, progress, user);
    }
    if (code == KBS_OK) {
        code = store_temporary_publish(&temporary, path, replace, &city->error);
    }
    store_temporary_free(&temporary);
    return code;
}
