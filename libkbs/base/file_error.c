/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From errno to findings: the usual reasons have a text of their own, the others are named by their
 * symbol. */
#include "base/file_error.h"

#include <errno.h>
#include <stdio.h>

static base_finding_code code_of(base_file_action action, int error)
{
    const bool writing = action == BASE_FILE_WRITING;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return writing ? FINDING_FILE_NO_FOLDER : FINDING_FILE_MISSING;
    case EACCES:
    case EPERM:
        return writing ? FINDING_FILE_NO_WRITE_PERMISSION : FINDING_FILE_PERMISSION;
    case EROFS:
        return FINDING_FILE_READ_ONLY;
    case EEXIST:
        return FINDING_FILE_EXISTS;
    case EISDIR:
        return FINDING_FILE_NOT_REGULAR;
    case ENOSPC:
    case EDQUOT:
        return FINDING_FILE_FULL;
    case EFBIG:
        return FINDING_FILE_TOO_LARGE_FOR_DISK;
    case EMFILE:
    case ENFILE:
        return FINDING_FILE_TOO_MANY_OPEN;
    case ENAMETOOLONG:
    case ELOOP:
        return FINDING_FILE_NAME;
    default:
        return writing ? FINDING_FILE_WRITE : FINDING_FILE_READ;
    }
}

/* The symbol of an error that has no text of its own. */
static const char *symbol_of(int error, char room[16])
{
    switch (error) {
    case EISDIR:
        return "directory";
    case EIO:
        return "EIO";
    case ENXIO:
        return "ENXIO";
    case ENODEV:
        return "ENODEV";
    case EBUSY:
        return "EBUSY";
    case ETXTBSY:
        return "ETXTBSY";
    case EXDEV:
        return "EXDEV";
    case ESTALE:
        return "ESTALE";
    case ETIMEDOUT:
        return "ETIMEDOUT";
    case EAGAIN:
        return "EAGAIN";
    case EINVAL:
        return "EINVAL";
    case ENAMETOOLONG:
        return "ENAMETOOLONG";
    case ELOOP:
        return "ELOOP";
    case EOVERFLOW:
        return "EOVERFLOW";
    default:
        snprintf(room, 16, "errno %d", error);
        return room;
    }
}

kbs_code base_file_error(base_findings *report, const char *path, base_file_action action,
                         int error, int64_t byte)
{
    char room[16];
    if (error == ENOMEM) {
        return base_findings_no_memory(report);
    }
    kbs_finding finding = base_finding_of(code_of(action, error));
    finding.file = path;
    finding.byte = byte;
    finding.found = symbol_of(error, room);
    return base_findings_fail(report, &finding);
}
