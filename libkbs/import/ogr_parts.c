/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Links to the files of a source. */
#define _XOPEN_SOURCE 700 /* realpath, mkdtemp */
#include "import/ogr_parts.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/source.h"

static kbs_code no_link(const import_source *source, base_findings *report)
{
    return base_findings_fail_with(report, FINDING_OGR_LINK, source->name, strerror(errno), NULL);
}

/* `path` with another extension; caller frees. */
static char *with_extension(const char *path, const char *extension, bool capitals)
{
    char small[16];
    import_extension(path, small, sizeof small);
    size_t stem = strlen(path) - (small[0] == '\0' ? 0 : strlen(small) + 1);
    base_buffer text;
    base_buffer_init(&text, 65536);
    base_buffer_add(&text, path, stem);
    base_buffer_char(&text, '.');
    for (const char *c = extension; *c != '\0'; c++) {
        base_buffer_char(&text, capitals && *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    }
    return base_buffer_take(&text);
}

static bool exists(const char *path)
{
    struct stat status;
    return path != NULL && stat(path, &status) == 0;
}

/* "FOLDER/NAME.extension", pointing to the real file. */
static kbs_code make_link(ogr_parts *parts, size_t index, const import_source *source,
                          const char *path, const char *extension, base_findings *report)
{
    char *base = import_base_name(source->name);
    char real[PATH_MAX];
    base_buffer text;
    base_buffer_init(&text, 65536);
    base_buffer_text(&text, parts->folder);
    base_buffer_char(&text, '/');
    base_buffer_text(&text, base == NULL || base[0] == '\0' ? "source" : base);
    base_buffer_char(&text, '.');
    base_buffer_text(&text, extension);
    parts->paths[index] = base_buffer_take(&text);
    kbs_code code = KBS_OK;
    if (parts->paths[index] == NULL || base == NULL) {
        code = base_findings_no_memory(report);
    } else if (realpath(path, real) == NULL || symlink(real, parts->paths[index]) != 0) {
        code = no_link(source, report);
    }
    base_free(base);
    return code;
}

static kbs_code make_folder(ogr_parts *parts, const import_source *source, base_findings *report)
{
    base_buffer text;
    base_buffer_init(&text, 65536);
    base_buffer_text(&text, source->work_folder);
    base_buffer_text(&text, "/ogrXXXXXX");
    parts->folder = base_buffer_take(&text);
    if (parts->folder == NULL) {
        return base_findings_no_memory(report);
    }
    return mkdtemp(parts->folder) == NULL ? no_link(source, report) : KBS_OK;
}

static kbs_code open_part(ogr_parts *parts, size_t index, const char *path, uint64_t most_bytes,
                          base_findings *report)
{
    kbs_code code = base_file_open(&parts->files[index], path, most_bytes, index != 0, report);
    parts->is_open[index] = code == KBS_OK;
    return code;
}

static kbs_code add_part(ogr_parts *parts, size_t index, const import_source *source,
                         const ogr_part *wanted, uint64_t most_bytes, base_findings *report)
{
    char *path = with_extension(source->path, wanted->extension, false);
    if (!exists(path)) {
        base_free(path);
        path = with_extension(source->path, wanted->extension, true);
    }
    kbs_code code = KBS_OK;
    if (exists(path)) {
        code = open_part(parts, index, path, most_bytes, report);
        if (code == KBS_OK) {
            code = make_link(parts, index, source, path, wanted->extension, report);
        }
    } else if (wanted->required) {
        code = base_findings_fail_with(report, FINDING_OGR_PART_MISSING, source->name, NULL,
                                       wanted->extension);
    }
    base_free(path);
    return code;
}

kbs_code ogr_parts_open(ogr_parts *parts, const import_source *source, const char *extension,
                        const ogr_part *wanted, uint64_t most_bytes, base_findings *report)
{
    memset(parts, 0, sizeof *parts);
    kbs_code code = make_folder(parts, source, report);
    if (code == KBS_OK) {
        code = open_part(parts, 0, source->path, most_bytes, report);
    }
    if (code == KBS_OK) {
        code = make_link(parts, 0, source, source->path, extension, report);
    }
    for (size_t i = 0;
         code == KBS_OK && wanted != NULL && i < OGR_MOST_PARTS && wanted[i].extension != NULL;
         i++) {
        code = add_part(parts, i + 1, source, &wanted[i], most_bytes, report);
    }
    return code;
}

void ogr_parts_close(ogr_parts *parts)
{
    for (size_t i = 0; i <= OGR_MOST_PARTS; i++) {
        if (parts->is_open[i]) {
            base_file_close(&parts->files[i]);
        }
        if (parts->paths[i] != NULL) {
            (void)unlink(parts->paths[i]);
        }
        base_free(parts->paths[i]);
    }
    if (parts->folder != NULL) {
        (void)rmdir(parts->folder); /* what GDAL may have left there goes with the work folder */
    }
    base_free(parts->folder);
    memset(parts, 0, sizeof *parts);
}

kbs_code ogr_parts_digest(const ogr_parts *parts, base_sha256 *sha, uint64_t *bytes,
                          base_findings *report)
{
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i <= OGR_MOST_PARTS; i++) {
        if (parts->is_open[i]) {
            code = import_file_digest(&parts->files[i], sha, bytes, report);
        }
    }
    return code;
}
