/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The work folder of one import. A living import holds a lock on it, which the system takes away with the process. */
#include "import/work_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

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

/* Removes the files of a folder; what else is in it goes to `folder_in_it`, where there is one. Closes the folder. */
static void remove_contents(int folder, void (*folder_in_it)(int parent, const char *name))
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        close(folder);
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        bool is_own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!is_own && unlinkat(dirfd(entries), entry->d_name, 0) != 0 && folder_in_it != NULL) {
            folder_in_it(dirfd(entries), entry->d_name);
        }
    }
    (void)closedir(entries);
}

static void remove_flat_at(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) {
        remove_contents(folder, NULL);
        (void)unlinkat(parent, name, AT_REMOVEDIR);
    }
}

/* Each archive is unpacked flat into a folder of its own, and a reader links its parts in one; no folder is deeper. */
static void remove_folder_at(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) {
        remove_contents(folder, remove_flat_at);
        (void)unlinkat(parent, name, AT_REMOVEDIR);
    }
}

/* ".NAME.….import"? */
static bool is_work_folder(const char *entry, const char *city_name)
{
    size_t length = strlen(entry), name_length = strlen(city_name), tail = strlen(suffix);
    return length > name_length + tail + 2 && entry[0] == '.' &&
           strncmp(entry + 1, city_name, name_length) == 0 && entry[1 + name_length] == '.' &&
           strcmp(entry + length - tail, suffix) == 0;
}

/* The open folder, locked; -1 when it is not there or a living import has it. */
static int lock_folder_at(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) != 0) {
        (void)close(folder);
        folder = -1;
    }
    return folder;
}

static void remove_leftovers(const char *folder, const char *city_name)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        int lock = is_work_folder(entry->d_name, city_name)
                       ? lock_folder_at(dirfd(entries), entry->d_name)
                       : -1;
        if (lock >= 0) {
            remove_folder_at(dirfd(entries), entry->d_name);
            (void)close(lock);
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

kbs_code import_work_folder_new(char **out, int *lock, const char *city_path, base_findings *report)
{
    base_buffer path;
    kbs_code code = KBS_OK;
    int made = -1;
    base_buffer_init(&path, MOST_PATH);
    *out = NULL;
    *lock = -1;
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
        if (made == 0) {
            *lock = lock_folder_at(AT_FDCWD, path.data);
            made = *lock >= 0 ? 0 : -1; /* another import took it for a leftover: the next number */
            errno = made == 0 ? 0 : EEXIST;
        }
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

void import_work_folder_remove(char *folder, int lock)
{
    if (folder != NULL) {
        remove_folder_at(AT_FDCWD, folder);
        (void)close(lock);
        base_free(folder);
    }
}
