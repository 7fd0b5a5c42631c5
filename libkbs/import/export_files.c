/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Moving the files of an export to their place. */
#include "import/export_files.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "import/export_format.h"
#include "import/source.h"

#define MOST_FILES 64 /* of one dataset */
#define MOST_PATH 65536u

static char *join(const char *folder, size_t folder_length, const char *name)
{
    base_buffer path;
    base_buffer_init(&path, MOST_PATH);
    base_buffer_add(&path, folder, folder_length);
    base_buffer_text(&path, name);
    return base_buffer_take(&path);
}

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

kbs_code export_files_begin(export_files *files, const char *target, bool replace,
                            base_findings *report)
{
    const char *name = base_file_name(target);
    *files = (export_files){ .target = base_text_copy(target) };
    if (name[0] == '\0' || is_folder(target)) {
        return base_findings_fail_with(report, FINDING_FILE_NAME, target, name, NULL);
    }
    if (!replace && exists(target)) {
        return base_findings_fail_with(report, FINDING_FILE_EXISTS, target, NULL, NULL);
    }
    files->folder = base_file_temporary_name(target);
    char *inside = files->folder == NULL ? NULL : join(files->folder, strlen(files->folder), "/");
    files->path = inside == NULL ? NULL : join(inside, strlen(inside), name);
    base_free(inside);
    if (files->target == NULL || files->path == NULL) {
        return base_findings_no_memory(report);
    }
    if (mkdir(files->folder, 0700) != 0) {
        base_finding_code code = errno == ENOENT || errno == ENOTDIR ? FINDING_FILE_NO_FOLDER
                                 : errno == EACCES ? FINDING_FILE_NO_WRITE_PERMISSION
                                                   : FINDING_FILE_WRITE;
        kbs_code result = base_findings_fail_with(report, code, target, strerror(errno), NULL);
        base_free(files->folder);
        files->folder = NULL;
        return result;
    }
    return KBS_OK;
}

/* Names in the folder, the main file last. */
static kbs_code list(const export_files *files, char **names, size_t *count, base_findings *report)
{
    const char *main_name = base_file_name(files->target);
    DIR *folder = opendir(files->folder);
    bool has_main = false, kept = folder != NULL;
    *count = 0;
    for (struct dirent *entry; kept && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (strcmp(entry->d_name, main_name) == 0) {
            has_main = true;
            continue;
        }
        kept = *count < MOST_FILES - 1 && (names[*count] = base_text_copy(entry->d_name)) != NULL;
        *count += kept ? 1 : 0;
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    if (kept && has_main) {
        kept = (names[*count] = base_text_copy(main_name)) != NULL;
        *count += kept ? 1 : 0;
    }
    return kept ? KBS_OK
                : base_findings_fail_with(report, FINDING_FILE_WRITE, files->target, "readdir",
                                          NULL);
}

static kbs_code move(const export_files *files, const char *name, bool replace,
                     base_findings *report)
{
    char *inside = join(files->folder, strlen(files->folder), "/");
    char *from = inside == NULL ? NULL : join(inside, strlen(inside), name);
    char *to = join(files->target, (size_t)(base_file_name(files->target) - files->target), name);
    kbs_code code = from == NULL || to == NULL ? base_findings_no_memory(report)
                                               : base_file_publish(from, to, replace, report);
    base_free(inside);
    base_free(from);
    base_free(to);
    return code;
}

static void take_away(const export_files *files, const char *name)
{
    char *path = join(files->target, (size_t)(base_file_name(files->target) - files->target), name);
    if (path != NULL) {
        (void)unlink(path);
    }
    base_free(path);
}

/* Indexes that another program made for the shapefile that was there before. */
static void remove_stale(const export_files *files)
{
    char extension[16];
    import_extension(files->target, extension, sizeof extension);
    if (strcmp(extension, "shp") != 0) {
        return;
    }
    for (size_t i = 0; export_stale_extensions[i] != NULL; i++) {
        char *path = join(files->target, strlen(files->target) - strlen(extension),
                          export_stale_extensions[i]);
        if (path != NULL) {
            (void)unlink(path);
        }
        base_free(path);
    }
}

kbs_code export_files_publish(export_files *files, bool replace, base_findings *report)
{
    char *names[MOST_FILES];
    size_t count = 0, moved = 0;
    kbs_code code = list(files, names, &count, report);
    if (code == KBS_OK && replace) {
        remove_stale(files);
    }
    for (; code == KBS_OK && moved < count; moved++) {
        code = move(files, names[moved], replace, report);
    }
    if (code != KBS_OK && !replace) {
        for (size_t i = 0; i + 1 < moved; i++) {
            take_away(files, names[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        base_free(names[i]);
    }
    return code;
}

/* A database leaves a journal when its writer died; whatever is in the folder is ours. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    (void)closedir(folder);
    (void)rmdir(path);
}

void export_files_release(export_files *files)
{
    if (files->folder != NULL) {
        remove_folder(files->folder);
    }
    base_free(files->target);
    base_free(files->folder);
    base_free(files->path);
    *files = (export_files){ .target = NULL };
}
