/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files written: under a temporary name in the same folder, flushed, renamed, folder flushed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/file_error.h"
#include "base/memory.h"
#include "base/utf8.h"

#define MOST_NAME_BYTES 255 /* of a name in all usual file systems */

char *base_file_temporary_name(const char *path)
{
    char tail[32];
    const int tail_length = snprintf(tail, sizeof tail, ".%ld.tmp", (long)getpid());
    const char *name = base_file_name(path);
    const size_t folder = (size_t)(name - path);
    const size_t most = MOST_NAME_BYTES - 1 - (size_t)tail_length;
    size_t kept = strlen(name);
    if (kept > most) {
        kept = base_utf8_cut(name, most);
    }
    base_buffer out;
    base_buffer_init(&out, SIZE_MAX);
    base_buffer_add(&out, path, folder);
    base_buffer_char(&out, '.');
    base_buffer_add(&out, name, kept);
    base_buffer_text(&out, tail);
    return base_buffer_take(&out);
}

static int flush_at(const char *path, int flags)
{
    int descriptor, result;
    do {
        descriptor = open(path, flags | O_RDONLY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) {
        return errno;
    }
    do {
        result = fsync(descriptor) == 0 ? 0 : errno;
    } while (result == EINTR);
    close(descriptor);
    return result;
}

/* Some file systems cannot flush a folder and say EINVAL; then there is nothing to do. */
static int flush_folder_of(const char *path)
{
    const size_t length = (size_t)(base_file_name(path) - path);
    char *folder = length == 0 ? base_text_copy(".") : base_text_copy_n(path, length);
    if (folder == NULL) {
        return ENOMEM;
    }
    const int error = flush_at(folder, O_DIRECTORY);
    base_free(folder);
    return error == EINVAL ? 0 : error;
}

/* A hard link fails when the name is taken, in one step; where links do not exist we look first. */
static int rename_to_new(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0) {
        return unlink(temporary) == 0 ? 0 : errno;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK) {
        return errno;
    }
    if (access(path, F_OK) == 0) {
        return EEXIST;
    }
    return rename(temporary, path) == 0 ? 0 : errno;
}

/* /dev/null and a FIFO are no files to be replaced, whatever root may do. */
static bool is_something_else(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && !S_ISREG(facts.st_mode);
}

kbs_code base_file_publish(const char *temporary, const char *path, bool replace,
                           base_findings *report)
{
    if (replace && is_something_else(path)) {
        unlink(temporary);
        return base_findings_fail_with(report, FINDING_FILE_NOT_REGULAR, path, "folder or device",
                                       NULL);
    }
    int error = flush_at(temporary, 0);
    if (error == 0) {
        error =
            replace ? (rename(temporary, path) == 0 ? 0 : errno) : rename_to_new(temporary, path);
    }
    const bool has_name = error == 0;
    if (error == 0) {
        error = flush_folder_of(path);
    }
    if (error != 0) {
        unlink(has_name && !replace ? path : temporary);
        return base_file_error(report, path, BASE_FILE_WRITING, error, -1);
    }
    return KBS_OK;
}

/* A left-over of a dead process with our number is removed; never follows a link that somebody put
 * there. */
static int create_new(const char *path)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int descriptor = open(path, flags, 0666);
    if (descriptor < 0 && errno == EEXIST && unlink(path) == 0) {
        descriptor = open(path, flags, 0666);
    }
    return descriptor;
}

static int write_bytes(int descriptor, const char *bytes, size_t count)
{
    while (count > 0) {
        const ssize_t put = write(descriptor, bytes, count);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return errno;
        }
        bytes += put;
        count -= (size_t)put;
    }
    return 0;
}

kbs_code base_file_write_text(const char *path, const char *text, size_t length, bool replace,
                              base_findings *report)
{
    if (path == NULL || *base_file_name(path) == '\0') {
        return base_findings_fail_with(report, FINDING_FILE_NAME, path, path == NULL ? NULL : path,
                                       NULL);
    }
    char *temporary = base_file_temporary_name(path);
    if (temporary == NULL) {
        return base_findings_no_memory(report);
    }
    kbs_code code;
    const int descriptor = create_new(temporary);
    if (descriptor < 0) {
        code = base_file_error(report, path, BASE_FILE_WRITING, errno, -1);
        goto done;
    }
    int error = write_bytes(descriptor, text, length);
    if (close(descriptor) != 0 && error == 0) {
        error = errno;
    }
    if (error != 0) {
        unlink(temporary);
        code = base_file_error(report, path, BASE_FILE_WRITING, error, -1);
        goto done;
    }
    code = base_file_publish(temporary, path, replace, report);
done:
    base_free(temporary);
    return code;
}
