/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to libzip: a ZIP (also a KMZ) is unpacked into the work folder, and every limit is
 * counted while it is unpacked; what its directory says of sizes is a claim. */
#ifndef IMPORT_ARCHIVE_H
#define IMPORT_ARCHIVE_H

#include "base/file.h"

#define ARCHIVE_MOST_MEMBERS 1000
#define ARCHIVE_MOST_BYTES (UINT64_C(4) << 30)
#define ARCHIVE_MOST_RATIO 200      /* unpacked : packed, */
#define ARCHIVE_FREE_BYTES 1048576u /* beyond the first MiB of a member */

/* One file of the archive that may be, or belong to, a source. Others are read and checked, but not
 * kept. */
typedef struct archive_member {
    const char *name; /* inside the archive, UTF-8, with '/' */
    const char *path; /* where it was unpacked */
} archive_member;

typedef struct import_archive {
    archive_member *members;
    size_t count;
    base_arena *texts;
} import_archive;

/* Unpacks the file. `name` is shown in findings. Refuses encrypted members, names that leave the
 * folder, links, two members of one name, nested archives, wrong checksums and sizes, and what
 * passes the limits: archive.*. To be released also after a failure. */
kbs_code import_archive_unpack(import_archive *archive, const base_file *file, const char *name,
                               const char *work_folder, base_findings *report);
void import_archive_release(import_archive *archive);

#endif
