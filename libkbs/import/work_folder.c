/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The work folder of one import. Its name carries the process id, so that a later import can tell it from a living one. */
#include "import/work_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/number.h"

#define MOST_PATH 8192
#define MOST_FOLDERS 100 /* imports of one process into one city at once */
static const char suffix[] = ".import";

/* Folder of a path, "." when it has none, with a final slash. */
static void write_folder(base_buffer *out, const char *path)
{
    const char *name = base_file_name(path);
    if (name == path) {
        base_buffer_text(out, "./");
    } else {
        base_buffer_add(out, path, (size_t)(name - path));
    }
}

static void remove_contents(int folder)
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        close(folder);
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            /* Archives are unpacked flat, so there are files only. */
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
        }
    }
    (void)closedir(entries);
}

static void remove_folder_at(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) {
        remove_contents(folder);
        (void)unlinkat(parent, name, AT_REMOVEDIR);
    }
}

/* ".NAME.PID.N.import" of a process that is no more? */
static bool is_leftover(const char *entry, const char *city_name)
{
    size_t length = strlen(entry), name_length = strlen(city_name), tail = strlen(suffix);
    int64_t pid = 0;
    if (length < name_length + tail + 3 || entry[0] != '.' ||
        strncmp(entry + 1, city_name, name_length) != 0 || entry[1 + name_length] != '.' ||
        strcmp(entry + length - tail, suffix) != 0) {
        return false;
    }
    const char *digits = entry + name_length + 2;
    const char *dot = strchr(digits, '.');
    if (!base_number_parse_int(digits, (size_t)(dot - digits), &pid) || pid <= 0 ||
        pid > INT32_MAX) {
        return false;
    }
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void remove_leftovers(const char *folder, const char *city_name)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (is_leftover(entry->d_name, city_name)) {
            remove_folder_at(dirfd(entries), entry->d_name);
        }
    }
    (void)closedir(entries);
}

/* "FOLDER.NAME.PID.N.import" */
static void write_name(base_buffer *path, const char *city_path, int number)
{
    base_buffer_clear(path);
    write_folder(path, city_path);
    base_buffer_char(path, '.');
    base_buffer_text(path, base_file_name(city_path));
    base_buffer_char(path, '.');
    base_buffer_int(path, (int64_t)getpid());
    base_buffer_char(path, '.');
    base_buffer_int(path, number);
    base_buffer_text(path, suffix);
}

kbs_code import_work_folder_new(char **out, const char *city_path, base_findings *report)
{
    base_buffer path;
    kbs_code code = KBS_OK;
    int made = -1;
    base_buffer_init(&path, MOST_PATH);
    *out = NULL;
    write_folder(&path, city_path);
    if (!path.failed) {
        remove_leftovers(path.data, base_file_name(city_path));
    }
    for (int number = 0; number < MOST_FOLDERS && made != 0; number++) {
        write_name(&path, city_path, number);
        if (path.failed) {
            break;
        }
        made = mkdir(path.data, 0700);
        if (made != 0 && errno != EEXIST) {
            break;
        }
    }
    if (path.failed) {
        code = base_findings_no_memory(report);
    } else if (made != 0) {
        code = base_findings_fail_with(report, FINDING_IMPORT_WORK_FOLDER, path.data,
                                       strerror(errno), NULL);
    } else {
        *out = base_buffer_take(&path);
    }
    base_buffer_release(&path);
    return code;
}

void import_work_folder_remove(char *folder)
{
    if (folder != NULL) {
        remove_folder_at(AT_FDCWD, folder);
        base_free(folder);
    }
}
