/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A result of SQLite becomes a finding; a busy city says who writes it, where that is known. */
#include "store/database_private.h"
#include "store/writer_note.h"

static base_finding_code code_of_io(int extended)
{
    switch (extended) {
    case SQLITE_IOERR_NOMEM:
        return FINDING_MEMORY_OUT;
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMLOCK:
        return FINDING_CITY_SIDE_FILES;
    case SQLITE_IOERR_SHORT_READ:
        return FINDING_CITY_DAMAGED;
    case SQLITE_IOERR_CORRUPTFS:
    default:
        return FINDING_CITY_IO;
    }
}

static base_finding_code code_of_readonly(int extended)
{
    switch (extended) {
    case SQLITE_READONLY_CANTINIT:
    case SQLITE_READONLY_DIRECTORY:
    case SQLITE_READONLY_CANTLOCK:
        return FINDING_CITY_SIDE_FILES;
    case SQLITE_READONLY_ROLLBACK:
    case SQLITE_READONLY_RECOVERY:
        return FINDING_CITY_NEEDS_RECOVERY;
    default:
        return FINDING_CITY_READ_ONLY;
    }
}

static base_finding_code code_of(int extended)
{
    switch (extended & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return FINDING_CITY_BUSY;
    case SQLITE_CORRUPT:
        return FINDING_CITY_DAMAGED;
    case SQLITE_NOTADB:
        return FINDING_CITY_NOT_A_CITY;
    case SQLITE_FULL:
        return FINDING_CITY_DISK_FULL;
    case SQLITE_IOERR:
        return code_of_io(extended);
    case SQLITE_READONLY:
        return code_of_readonly(extended);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return FINDING_CITY_PERMISSION;
    case SQLITE_NOMEM:
        return FINDING_MEMORY_OUT;
    case SQLITE_INTERRUPT:
        return FINDING_CALL_CANCELLED;
    case SQLITE_TOOBIG:
        return FINDING_CITY_TOO_BIG;
    default: /* an int of SQLite, not an enumeration: what is left is a statement of ours that is wrong */
        return FINDING_INTERNAL_DEFECT;
    }
}

kbs_code store_failure(const store_database *database, int result, const char *message,
                       base_findings *report)
{
    base_finding_code code = code_of(result);
    if (code == FINDING_INTERNAL_DEFECT && !database->known && !database->laying_out) {
        code = FINDING_CITY_DAMAGED;
    }
    if (code == FINDING_MEMORY_OUT) {
        return base_findings_no_memory(report);
    }
    kbs_finding finding = base_finding_of(code);
    char holder[STORE_WRITER_NOTE_SIZE];
    finding.file = database->path;
    finding.found = message;
    if (code == FINDING_CITY_BUSY) {
        finding.found = store_writer_note_read(database->real_path, holder) ? holder : NULL;
        if (finding.found == NULL) {
            finding = base_finding_of(FINDING_CITY_BUSY_UNKNOWN);
            finding.file = database->path;
        }
    }
    return base_findings_fail(report, &finding);
}
