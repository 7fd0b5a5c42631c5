/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Temporary files of new cities and of backups. */
#include "store/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/file_error.h"

#define MOST_PATH 65536

/* What SQLite may have put beside a file of its own. */
static const char *const tails[] = { "", "-journal", "-wal", "-shm" };

static void remove_at(int folder, const char *name)
{
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        base_buffer path;
        base_buffer_init(&path, MOST_PATH);
        base_buffer_text(&path, name);
        base_buffer_text(&path, tails[i]);
        if (!path.failed) {
            (void)unlinkat(folder, path.data, 0);
        }
        base_buffer_release(&path);
    }
}

/* ".NAME.<digits>.tmp"? */
static bool is_temporary(const char *entry, const char *name)
{
    size_t length = strlen(name);
    if (entry[0] != '.' || strncmp(entry + 1, name, length) != 0 || entry[1 + length] != '.') {
        return false;
    }
    const char *digits = entry + length + 2;
    size_t count = strspn(digits, "0123456789");
    return count > 0 && strcmp(digits + count, ".tmp") == 0;
}

/* Whose maker is gone: the lock is free. */
static void remove_dead(const char *path)
{
    const char *name = base_file_name(path);
    char *folder =
        name == path ? base_text_copy(".") : base_text_copy_n(path, (size_t)(name - path));
    DIR *entries = folder == NULL ? NULL : opendir(folder);
    base_free(folder);
    if (entries == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (!is_temporary(entry->d_name, name)) {
            continue;
        }
        int file =
            openat(dirfd(entries), entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0) {
            remove_at(dirfd(entries), entry->d_name);
        }
        if (file >= 0) {
            (void)close(file);
        }
    }
    (void)closedir(entries);
}

kbs_code store_temporary_new(store_temporary *temporary, const char *path, base_findings *report)
{
    temporary->lock = -1;
    temporary->path = base_file_temporary_name(path);
    if (temporary->path == NULL) {
        return base_findings_no_memory(report);
    }
    remove_dead(path);
    temporary->lock =
        open(temporary->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (temporary->lock < 0 || flock(temporary->lock, LOCK_EX | LOCK_NB) != 0) {
        kbs_code code = base_file_error(report, path, BASE_FILE_WRITING, errno, -1);
        if (temporary->lock < 0) { /* not ours to remove */
            base_free(temporary->path);
            temporary->path = NULL;
        }
        return code;
    }
    return KBS_OK;
}

static void let_go(store_temporary *temporary)
{
    if (temporary->lock >= 0) {
        (void)close(temporary->lock);
        temporary->lock = -1;
    }
    base_free(temporary->path);
    temporary->path = NULL;
}

kbs_code store_temporary_publish(store_temporary *temporary, const char *path, bool replace,
                                 base_findings *report)
{
    kbs_code code = base_file_publish(temporary->path, path, replace, report);
    if (code == KBS_OK) {
        let_go(temporary);
    }
    return code;
}

void store_temporary_free(store_temporary *temporary)
{
    if (temporary->path != NULL) {
        remove_at(AT_FDCWD, temporary->path);
    }
    let_go(temporary);
}
