/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The header that .shp and .shx have in common, and the index (.shx) as a whole. */
#ifndef IMPORT_SHP_HEADER_H
#define IMPORT_SHP_HEADER_H

#include "base/bytes.h"
#include "geo/shape.h"
#include "import/shp_layout.h"
#include "import/shp_part.h"
#include "import/shp_report.h"

typedef struct shp_header {
    uint64_t length; /* of the file as the header says it, in bytes; never more than the file has */
    uint32_t type;   /* one of shp_type */
    kbs_box box;     /* as it stands there; empty when it is no box */
} shp_header;

/* Reads and checks it. A file that is longer than its header says gives a note, a shorter one is
 * refused. */
kbs_code shp_header_read(shp_part *part, shp_header *header, base_findings *report);

const char *
shp_type_name(uint32_t type); /* "Polygon", "PolygonZ", …; NULL for a number that is no type */
bool shp_type_has_heights(uint32_t type);
bool shp_type_has_measures(uint32_t type);

/* Four f64: west, south, east, north. */
kbs_box shp_box_read(const uint8_t *bytes);

/* Where a record is, as .shx says it. */
typedef struct shp_entry {
    uint64_t offset; /* of its header in .shp */
    uint64_t length; /* of its content */
} shp_entry;

static inline uint64_t shp_entry_end(shp_entry entry)
{
    return entry.offset + SHP_RECORD_HEADER_SIZE + entry.length;
}

/* Decodes entry number `record` (from 1). It must lie inside the .shp of `shp_size` bytes and begin
 * not before `earliest`, the end of the record before it. */
kbs_code shp_entry_read(const uint8_t *bytes, int64_t record, const char *shx_name,
                        uint64_t earliest, uint64_t shp_size, shp_entry *entry,
                        base_findings *report);

typedef struct shp_index {
    uint64_t records;
    uint64_t unused_bytes; /* of .shp, that no entry points to */
} shp_index;

/* Checks all entries of the index against the size of the .shp. The window of `shx` must not be in
 * use yet. */
kbs_code shp_index_check(shp_part *shx, const shp_header *shx_header, uint64_t shp_size,
                         shp_index *index, base_findings *report);

#endif
