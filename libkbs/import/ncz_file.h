/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A drawing's file, read through one window. Nothing is mapped: a file that shrinks under the reader must be an error, not a
 * signal; and nothing is read whole, so that memory is what the model needs. */
#ifndef IMPORT_NCZ_FILE_H
#define IMPORT_NCZ_FILE_H

#include "base/file.h"

#define NCZ_WINDOW_BYTES (256u * 1024u)
#define NCZ_PIECE_BYTES (48u * 1024u) /* of long records; no more is ever asked for at once */

typedef struct ncz_file {
    base_file file;
    bool is_open;
    const char *name; /* to show */
    uint8_t *window;
    size_t window_size; /* NCZ_WINDOW_BYTES, or the whole file when that is less */
    uint64_t window_at;
    size_t window_length;
    base_findings *report;
    kbs_code code; /* of the first read that failed */
} ncz_file;

kbs_code ncz_file_open(ncz_file *file, const char *path, const char *name, base_findings *report);
void ncz_file_close(ncz_file *file);
/* Fails when it is not what was opened. */
kbs_code ncz_file_unchanged(ncz_file *file);

const uint8_t *ncz_file_move(ncz_file *file, uint64_t at, size_t count);
/* `count` bytes (<= NCZ_PIECE_BYTES) at `at`, which lie inside the file; valid until the next call. NULL: file->code. */
static inline const uint8_t *ncz_file_at(ncz_file *file, uint64_t at, size_t count)
{
    if (at >= file->window_at && at + count <= file->window_at + file->window_length) {
        return file->window + (at - file->window_at);
    }
    return ncz_file_move(file, at, count);
}
/* A few bytes far from the window, which stays where it is. */
bool ncz_file_copy(ncz_file *file, uint64_t at, uint8_t *bytes, size_t count);

#endif
