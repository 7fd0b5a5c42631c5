/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Finding the files beside a .shp. */
#include "import/sidecars.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "import/shp_report.h"

#define MOST_PATH_BYTES 65536u

static const char *const extensions[IMPORT_SIDECAR_COUNT] = { "shx", "dbf", "prj", "cpg" };

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (small(a[i]) != small(b[i])) {
            return false;
        }
    }
    return true;
}

/* Length of a file's name without its extension; a dot in front is part of the name. */
static size_t stem_length(const char *file_name)
{
    const char *dot = strrchr(file_name, '.');
    return dot == NULL || dot == file_name ? strlen(file_name) : (size_t)(dot - file_name);
}

bool import_has_extension(const char *path, const char *extension)
{
    const char *file_name = base_file_name(path);
    size_t stem = stem_length(file_name);
    size_t length = strlen(extension);
    return strlen(file_name + stem) == length + 1 &&
           same_letters(file_name + stem + 1, extension, length);
}

/* The first `head` bytes of one text and then another; NULL = no memory. */
static char *join(const char *first, size_t head, const char *second)
{
    base_buffer text;
    base_buffer_init(&text, MOST_PATH_BYTES);
    base_buffer_add(&text, first, head);
    base_buffer_text(&text, second);
    char *joined = base_buffer_take(&text);
    base_buffer_release(&text);
    return joined;
}

/* How well an entry of the folder fits: 0 = not at all, 3 = same stem and extension in small
 * letters. */
static int fit(const char *entry, const char *stem, size_t stem_bytes, const char *extension)
{
    size_t length = strlen(entry);
    if (length != stem_bytes + 4 || entry[stem_bytes] != '.' ||
        !same_letters(entry, stem, stem_bytes) ||
        !same_letters(entry + stem_bytes + 1, extension, 3)) {
        return 0;
    }
    if (memcmp(entry, stem, stem_bytes) != 0) {
        return 1;
    }
    return memcmp(entry + stem_bytes + 1, extension, 3) == 0 ? 3 : 2;
}

typedef struct search {
    const char *stem;
    size_t stem_bytes;
    int best[IMPORT_SIDECAR_COUNT];
} search;

/* Takes the entry where it fits better than what was found, or as well and stands before it in the
 * alphabet. */
static bool consider(import_sidecars *sidecars, search *looking, const char *folder,
                     size_t folder_bytes, const char *entry)
{
    for (size_t i = 0; i < IMPORT_SIDECAR_COUNT; i++) {
        int fits = fit(entry, looking->stem, looking->stem_bytes, extensions[i]);
        if (fits == 0 || fits < looking->best[i] ||
            (fits == looking->best[i] && strcmp(entry, base_file_name(sidecars->path[i])) > 0)) {
            continue;
        }
        base_free(sidecars->path[i]);
        sidecars->path[i] = join(folder, folder_bytes, entry);
        if (sidecars->path[i] == NULL) {
            return false;
        }
        looking->best[i] = fits;
    }
    return true;
}

/* The reason as its number, because texts of the system are in whatever language it has. */
static kbs_code fail_folder(const char *name, int error, base_findings *report)
{
    char number[SHP_DECIMAL_SIZE];
    const char *found = error == EACCES   ? "EACCES"
                        : error == ENOENT ? "ENOENT"
                                          : shp_decimal(number, error);
    return error == ENOMEM ? base_findings_no_memory(report)
                           : base_findings_fail_with(report, FINDING_SHP_FOLDER, name, found, NULL);
}

static kbs_code read_folder(import_sidecars *sidecars, const char *path, const char *name,
                            base_findings *report)
{
    const char *file_name = base_file_name(path);
    size_t folder_bytes = (size_t)(file_name - path);
    search looking = { .stem = file_name, .stem_bytes = stem_length(file_name) };
    char *folder = folder_bytes == 0 ? base_text_copy("./") : base_text_copy_n(path, folder_bytes);
    kbs_code code = KBS_OK;
    DIR *open_folder = NULL;
    if (folder == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    open_folder = opendir(folder);
    if (open_folder == NULL) {
        code = fail_folder(name, errno, report);
        goto done;
    }
    errno = 0;
    for (struct dirent *entry = readdir(open_folder); entry != NULL; entry = readdir(open_folder)) {
        if (!consider(sidecars, &looking, path, folder_bytes, entry->d_name)) {
            code = base_findings_no_memory(report);
            goto done;
        }
        errno = 0;
    }
    if (errno != 0) {
        code = fail_folder(name, errno, report);
    }
done:
    if (open_folder != NULL) {
        closedir(open_folder);
    }
    base_free(folder);
    return code;
}

/* "plan.zip/PARCELS.SHP" and a sidecar "…/PARCELS.DBF" give "plan.zip/PARCELS.DBF"; a missing one
 * is spelt as the .shp is. */
static char *shown_name(const char *name, const char *sidecar_path, const char *extension)
{
    const char *file_name = base_file_name(name);
    size_t folder_bytes = (size_t)(file_name - name);
    if (sidecar_path != NULL) {
        return join(name, folder_bytes, base_file_name(sidecar_path));
    }
    char dotted[5] = { '.', extension[0], extension[1], extension[2], '\0' };
    size_t stem = stem_length(file_name);
    if (file_name[stem] == '.' && file_name[stem + 1] >= 'A' && file_name[stem + 1] <= 'Z') {
        for (size_t i = 1; i < 4; i++) {
            dotted[i] = (char)(dotted[i] - 'a' + 'A');
        }
    }
    return join(name, folder_bytes + stem, dotted);
}

kbs_code import_sidecars_find(import_sidecars *sidecars, const char *path, const char *name,
                              base_findings *report)
{
    memset(sidecars, 0, sizeof *sidecars);
    kbs_code code = read_folder(sidecars, path, name, report);
    if (code != KBS_OK) {
        return code;
    }
    const char *file_name = base_file_name(name);
    sidecars->layer = base_text_copy_n(file_name, stem_length(file_name));
    bool complete = sidecars->layer != NULL;
    for (size_t i = 0; i < IMPORT_SIDECAR_COUNT; i++) {
        sidecars->name[i] = shown_name(name, sidecars->path[i], extensions[i]);
        complete = complete && sidecars->name[i] != NULL;
    }
    return complete ? KBS_OK : base_findings_no_memory(report);
}

void import_sidecars_release(import_sidecars *sidecars)
{
    for (size_t i = 0; i < IMPORT_SIDECAR_COUNT; i++) {
        base_free(sidecars->path[i]);
        base_free(sidecars->name[i]);
    }
    base_free(sidecars->layer);
    memset(sidecars, 0, sizeof *sidecars);
}
