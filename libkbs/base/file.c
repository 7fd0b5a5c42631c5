/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files read with a limit. Writing stands in file_write.c. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_error.h"
#include "base/memory.h"

static int64_t modified_of(const struct stat *facts)
{
    return (int64_t)facts->st_mtim.tv_sec * 1000000000 + facts->st_mtim.tv_nsec;
}

static kbs_code fail_size(base_findings *report, base_finding_code code, const char *path,
                          uint64_t size, uint64_t limit)
{
    char found[24], expected[24];
    snprintf(found, sizeof found, "%llu", (unsigned long long)size);
    snprintf(expected, sizeof expected, "%llu", (unsigned long long)limit);
    return base_findings_fail_with(report, code, path, found, expected);
}

static const char *type_name(mode_t mode)
{
    return S_ISDIR(mode)    ? "directory"
           : S_ISFIFO(mode) ? "FIFO"
           : S_ISSOCK(mode) ? "socket"
                            : "device";
}

static kbs_code check_facts(const struct stat *facts, const char *path, uint64_t limit,
                            bool may_be_empty, base_findings *report)
{
    if (!S_ISREG(facts->st_mode)) {
        return base_findings_fail_with(report, FINDING_FILE_NOT_REGULAR, path,
                                       type_name(facts->st_mode), NULL);
    }
    if (facts->st_size == 0 && !may_be_empty) {
        return base_findings_fail_with(report, FINDING_FILE_EMPTY, path, NULL, NULL);
    }
    if (limit > 0 && (uint64_t)facts->st_size > limit) {
        return fail_size(report, FINDING_FILE_TOO_LARGE, path, (uint64_t)facts->st_size, limit);
    }
    return KBS_OK;
}

kbs_code base_file_open(base_file *file, const char *path, uint64_t limit_bytes, bool may_be_empty,
                        base_findings *report)
{
    struct stat facts;
    *file = (base_file){ .descriptor = -1 };
    if (path == NULL || *path == '\0') {
        return base_findings_fail_with(report, FINDING_FILE_NAME, path, "\"\"", NULL);
    }
    /* Looked at first, because opening a device can already do something. */
    if (stat(path, &facts) != 0) {
        return base_file_error(report, path, BASE_FILE_READING, errno, -1);
    }
    kbs_code code = check_facts(&facts, path, limit_bytes, may_be_empty, report);
    if (code != KBS_OK) {
        return code;
    }
    /* And again when open: it may be another one by now. Not blocking, so a FIFO in its place holds
     * nobody up. */
    int descriptor;
    do {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) {
        return base_file_error(report, path, BASE_FILE_READING, errno, -1);
    }
    if (fstat(descriptor, &facts) != 0) {
        code = base_file_error(report, path, BASE_FILE_READING, errno, -1);
        goto done;
    }
    code = check_facts(&facts, path, limit_bytes, may_be_empty, report);
    if (code != KBS_OK) {
        goto done;
    }
    file->path = base_text_copy(path);
    if (file->path == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    file->descriptor = descriptor;
    file->size = (uint64_t)facts.st_size;
    file->modified_ns = modified_of(&facts);
    descriptor = -1;
done:
    if (descriptor >= 0) {
        close(descriptor);
    }
    return code;
}

void base_file_close(base_file *file)
{
    if (file->descriptor >= 0 && file->path != NULL) {
        close(file->descriptor);
    }
    base_free(file->path);
    *file = (base_file){ .descriptor = -1 };
}

kbs_code base_file_read_at(const base_file *file, uint64_t offset, void *bytes, size_t count,
                           base_findings *report)
{
    size_t done = 0;
    while (done < count) {
        const uint64_t at = offset + done;
        if (at > INT64_MAX) {
            return base_file_error(report, file->path, BASE_FILE_READING, EOVERFLOW, -1);
        }
        const ssize_t got = pread(file->descriptor, (char *)bytes + done, count - done, (off_t)at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return base_file_error(report, file->path, BASE_FILE_READING, errno, (int64_t)at);
        }
        if (got == 0) {
            return fail_size(report, FINDING_FILE_CHANGED, file->path, at, file->size);
        }
        done += (size_t)got;
    }
    return KBS_OK;
}

kbs_code base_file_read_all(const base_file *file, base_buffer *out, base_findings *report)
{
    if (file->size > out->ceiling - out->length) {
        return fail_size(report, FINDING_FILE_TOO_LARGE, file->path, file->size,
                         out->ceiling - out->length);
    }
    void *room = base_buffer_extend(out, (size_t)file->size);
    if (room == NULL) {
        return base_findings_no_memory(report);
    }
    return base_file_read_at(file, 0, room, (size_t)file->size, report);
}

kbs_code base_file_unchanged(const base_file *file, base_findings *report)
{
    struct stat facts;
    if (fstat(file->descriptor, &facts) != 0) {
        return base_file_error(report, file->path, BASE_FILE_READING, errno, -1);
    }
    if ((uint64_t)facts.st_size != file->size || modified_of(&facts) != file->modified_ns) {
        return fail_size(report, FINDING_FILE_CHANGED, file->path, (uint64_t)facts.st_size,
                         file->size);
    }
    return KBS_OK;
}

const char *base_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}
