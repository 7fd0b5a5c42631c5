/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* One file of a shapefile, read forward through a window. Nothing is mapped: a file that shrinks
 * under the reader must be an error, not a signal. Every byte that passes goes into the SHA-256 of
 * the file. */
#ifndef IMPORT_SHP_PART_H
#define IMPORT_SHP_PART_H

#include "base/file.h"
#include "base/sha256.h"

#define SHP_WINDOW_BYTES (1024u * 1024u)

typedef struct shp_part {
    base_file file;
    bool is_open;
    char *name; /* to show, e.g. "plan.zip/parcels.dbf" */
    uint8_t *window;
    size_t window_size; /* SHP_WINDOW_BYTES, or the whole file when that is less */
    uint64_t window_at; /* offset in the file of its first byte */
    size_t window_length;
    base_sha256 *sha; /* has seen all bytes before window_at + window_length */
} shp_part;

/* Opens the file at `path`, which is shown as `name`. A part that could not be opened is to be
 * closed all the same. */
kbs_code shp_part_open(shp_part *part, const char *path, const char *name, bool may_be_empty,
                       base_findings *report);
void shp_part_close(shp_part *part);

/* Any bytes, beside the window: for checks before the reading begins. The second one reads them
 * into the window's memory (`count` <= SHP_WINDOW_BYTES), which must not be in use yet. */
kbs_code shp_part_read(const shp_part *part, uint64_t offset, void *bytes, size_t count,
                       base_findings *report);
kbs_code shp_part_peek(shp_part *part, uint64_t offset, size_t count, const uint8_t **bytes,
                       base_findings *report);

/* Moves the window so that `count` bytes at `offset` are in it. Use shp_part_at. */
kbs_code shp_part_move(shp_part *part, uint64_t offset, size_t count, base_findings *report);
/* `count` bytes (<= SHP_WINDOW_BYTES) at `offset`, which must not lie before the one asked for
 * last. The pointer is valid until the next call. */
static inline kbs_code shp_part_at(shp_part *part, uint64_t offset, size_t count,
                                   const uint8_t **bytes, base_findings *report)
{
    if (offset < part->window_at || offset + count > part->window_at + part->window_length) {
        kbs_code code = shp_part_move(part, offset, count, report);
        if (code != KBS_OK) {
            return code;
        }
    }
    *bytes = part->window + (offset - part->window_at);
    return KBS_OK;
}

/* Reads what is left, gives the digest of the whole file, and fails with file.changed when it is
 * not what was opened. */
kbs_code shp_part_end(shp_part *part, uint8_t digest[BASE_SHA256_BYTES], base_findings *report);

#endif
