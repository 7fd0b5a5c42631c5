/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files: read with a limit, and written under a temporary name in the same folder, flushed and renamed. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/finding.h"

/* A file opened for reading. Size and time are taken when it is opened and compared again by base_file_unchanged. */
typedef struct base_file {
    int descriptor;
    char *path;
    uint64_t size;
    int64_t modified_ns;
} base_file;

/* A regular file only (not a folder, FIFO or device); empty files are refused when `may_be_empty` is false. The finding names the
 * reason: file.missing, file.permission, file.not-regular, file.empty, file.too-large (limit 0 = none). */
kbs_code base_file_open(base_file *file, const char *path, uint64_t limit_bytes, bool may_be_empty,
                        base_findings *report);
void base_file_close(base_file *file);
/* Exactly `count` bytes at `offset`; fails with file.read (byte, errno) or file.changed when the file ended early. */
kbs_code base_file_read_at(const base_file *file, uint64_t offset, void *bytes, size_t count,
                           base_findings *report);
/* The whole file in one buffer; its ceiling limits it. */
kbs_code base_file_read_all(const base_file *file, base_buffer *out, base_findings *report);
/* file.changed when size or modification time are no longer what they were. */
kbs_code base_file_unchanged(const base_file *file, base_findings *report);

/* `.NAME.PID.tmp` beside `path`; caller frees. NULL = no memory. */
char *base_file_temporary_name(const char *path);
/* fsync(temporary), rename to path, fsync(folder). `replace` false: fails with file.exists when path is there; true: a path
 * that is no regular file (a folder, /dev/null) is left alone, file.not-regular. When anything fails the temporary file is removed,
 * and so is a path that was new; one that was replaced already stays, whole, since the old file is gone. */
kbs_code base_file_publish(const char *temporary, const char *path, bool replace,
                           base_findings *report);
/* Writes text so: temporary name, flush, rename. */
kbs_code base_file_write_text(const char *path, const char *text, size_t length, bool replace,
                              base_findings *report);
/* Last part of a path; points into it. */
const char *base_file_name(const char *path);

#endif
