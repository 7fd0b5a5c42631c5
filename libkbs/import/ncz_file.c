/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The window over a drawing's file. */
#include "import/ncz_file.h"

#include <string.h>

#include "base/memory.h"
#include "import/ncz_layout.h"

/* base_file knows the path that it opened; people know the name that they gave. */
static kbs_code report_as(ncz_file *file, kbs_code code, base_findings *own)
{
    for (size_t i = 0; i < own->count; i++) {
        kbs_finding finding = own->items[i];
        finding.file = file->name;
        base_findings_add(file->report, &finding);
    }
    code = own->failed ? base_findings_no_memory(file->report) : code;
    base_findings_release(own);
    file->code = file->code == KBS_OK ? code : file->code;
    return code;
}

kbs_code ncz_file_open(ncz_file *file, const char *path, const char *name, base_findings *report)
{
    base_findings own;
    base_findings_init(&own);
    *file = (ncz_file){ .name = name, .report = report };
    kbs_code code = base_file_open(&file->file, path, NCZ_MOST_FILE_BYTES, false, &own);
    file->is_open = code == KBS_OK;
    code = report_as(file, code, &own);
    if (code != KBS_OK) {
        return code;
    }
    uint64_t size = file->file.size;
    file->window_size = size < NCZ_WINDOW_BYTES ? (size_t)size : NCZ_WINDOW_BYTES;
    file->window = base_new(file->window_size);
    if (file->window == NULL) {
        file->code = base_findings_no_memory(report);
    }
    return file->code;
}

void ncz_file_close(ncz_file *file)
{
    if (file->is_open) {
        base_file_close(&file->file);
    }
    base_free(file->window);
    *file = (ncz_file){ .window = NULL };
}

kbs_code ncz_file_unchanged(ncz_file *file)
{
    base_findings own;
    base_findings_init(&own);
    return report_as(file, base_file_unchanged(&file->file, &own), &own);
}

bool ncz_file_copy(ncz_file *file, uint64_t at, uint8_t *bytes, size_t count)
{
    base_findings own;
    if (file->code != KBS_OK) {
        return false;
    }
    base_findings_init(&own);
    return report_as(file, base_file_read_at(&file->file, at, bytes, count, &own), &own) == KBS_OK;
}

const uint8_t *ncz_file_move(ncz_file *file, uint64_t at, size_t count)
{
    if (at > file->file.size || count > file->file.size - at || count > NCZ_PIECE_BYTES) {
        kbs_finding finding = base_finding_of(FINDING_INTERNAL_DEFECT);
        finding.file = file->name;
        finding.byte = (int64_t)at;
        finding.found = "a read outside the file";
        kbs_code code = base_findings_fail(file->report, &finding);
        file->code = file->code == KBS_OK ? code : file->code;
        return NULL;
    }
    uint64_t left = file->file.size - at;
    size_t length = left < file->window_size ? (size_t)left : file->window_size;
    file->window_length = 0;
    if (!ncz_file_copy(file, at, file->window, length)) {
        return NULL;
    }
    file->window_at = at;
    file->window_length = length;
    return file->window;
}
