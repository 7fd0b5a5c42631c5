/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* GDAL sees a source only through links in the work folder: it finds no other neighbours than those
 * that belong to the format, writes nothing beside the user's file, and no name of a file can be
 * taken for a connection string. */
#ifndef IMPORT_OGR_PARTS_H
#define IMPORT_OGR_PARTS_H

#include "base/file.h"
#include "import/reader.h"

#define OGR_MOST_PARTS 5

/* A file of the format beside the main one, e.g. the .dat of a .tab. */
typedef struct ogr_part {
    const char *extension;
    bool required;
} ogr_part;

typedef struct ogr_parts {
    char *folder; /* of the links */
    char *paths[OGR_MOST_PARTS +
                1]; /* of the links: the main file, then the parts that are there, else NULL */
    base_file files[OGR_MOST_PARTS + 1];
    bool is_open[OGR_MOST_PARTS + 1];
} ogr_parts;

/* Opens the files and makes the links, which end in `extension` and those of the parts. `parts`
 * ends with a NULL extension, may be NULL. To be closed also after a failure. ogr.part-missing. */
kbs_code ogr_parts_open(ogr_parts *parts, const import_source *source, const char *extension,
                        const ogr_part *wanted, uint64_t most_bytes, base_findings *report);
void ogr_parts_close(ogr_parts *parts);
/* Digest of all parts in their order; fails when one has changed. */
kbs_code ogr_parts_digest(const ogr_parts *parts, base_sha256 *sha, uint64_t *bytes,
                          base_findings *report);

#endif
