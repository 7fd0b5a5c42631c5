/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The name of a city's file, before SQLite gets it. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/buffer.h"
#include "base/file.h"
#include "store/database_private.h"

/* The absolute path with the links of its folder resolved; the last part is not followed. */
kbs_code store_path_resolve(const char *path, char **out, base_findings *report)
{
    const char *name = base_file_name(path);
    char folder[PATH_MAX];
    kbs_code code = KBS_OK;
    size_t length = (size_t)(name - path);
    char *given = length == 0 ? base_text_copy(".") : base_text_copy_n(path, length);
    base_buffer whole;
    base_buffer_init(&whole, 2 * PATH_MAX);
    if (given == NULL) {
        code = base_findings_no_memory(report);
    } else if (*name == '\0' || realpath(given, folder) == NULL) {
        bool forbidden = *name != '\0' && errno == EACCES;
        code = base_findings_fail_with(report,
                                       forbidden ? FINDING_CITY_PERMISSION : FINDING_CITY_MISSING,
                                       path, *name == '\0' ? "" : strerror(errno), NULL);
    } else {
        base_buffer_text(&whole, strcmp(folder, "/") == 0 ? "" : folder);
        base_buffer_char(&whole, '/');
        base_buffer_text(&whole, name);
        *out = base_buffer_take(&whole);
        code = *out == NULL ? base_findings_no_memory(report) : KBS_OK;
    }
    base_buffer_release(&whole);
    base_free(given);
    return code;
}

/* SQLite's locks do not hold on a network share, and its shared memory cannot be there. */
static bool is_on_network(const char *path)
{
    struct statfs where;
    if (statfs(path, &where) != 0) {
        return false;
    }
    switch ((unsigned long)where.f_type & 0xFFFFFFFFul) {
    case 0x6969ul:     /* NFS */
    case 0xFF534D42ul: /* CIFS */
    case 0xFE534D42ul: /* SMB 2 */
    case 0x517Bul:     /* SMB */
        return true;
    default:
        return false;
    }
}

/* What can be said about the file before SQLite opens it, so that the reason is a plain one. */
kbs_code store_path_look(const store_database *database, base_findings *report)
{
    struct stat status;
    bool there = lstat(database->real_path, &status) == 0;
    if (database->mode == STORE_CREATE) {
        return there && status.st_size > 0 ? base_findings_fail_with(report, FINDING_CITY_EXISTS,
                                                                     database->path, NULL, NULL)
                                           : KBS_OK;
    }
    if (!there) {
        return base_findings_fail_with(
            report, errno == EACCES ? FINDING_CITY_PERMISSION : FINDING_CITY_MISSING,
            database->path, strerror(errno), NULL);
    }
    if (S_ISLNK(status.st_mode)) {
        return base_findings_fail_with(report, FINDING_CITY_SYMBOLIC_LINK, database->path, NULL,
                                       NULL);
    }
    if (!S_ISREG(status.st_mode)) {
        return base_findings_fail_with(report, FINDING_CITY_NOT_A_CITY, database->path, NULL, NULL);
    }
    if (status.st_size == 0) {
        return base_findings_fail_with(report, FINDING_CITY_EMPTY, database->path, NULL, NULL);
    }
    if (database->mode != STORE_READ_IMMUTABLE && is_on_network(database->real_path)) {
        return base_findings_fail_with(report, FINDING_CITY_NETWORK_SHARE, database->path, NULL,
                                       NULL);
    }
    return KBS_OK;
}

/* "file:///…?immutable=1" with everything escaped that has a meaning there. */
char *store_path_immutable_uri(const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    base_buffer uri;
    base_buffer_init(&uri, 8 * PATH_MAX);
    base_buffer_text(&uri, "file://");
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("/._-", c) != NULL;
        if (plain) {
            base_buffer_char(&uri, (char)c);
        } else {
            base_buffer_char(&uri, '%');
            base_buffer_char(&uri, digits[c >> 4]);
            base_buffer_char(&uri, digits[c & 15]);
        }
    }
    base_buffer_text(&uri, "?immutable=1");
    return base_buffer_take(&uri);
}
