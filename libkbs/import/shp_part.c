/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A file of a shapefile read forward through a window of one MiB, with its digest. */
#include "import/shp_part.h"

#include <string.h>

#include "base/memory.h"
#include "import/shp_layout.h"

/* base_file knows the path that it opened; people know the name that they gave. */
static kbs_code report_as(const char *name, kbs_code code, const base_findings *from,
                          base_findings *report)
{
    for (size_t i = 0; i < from->count; i++) {
        kbs_finding finding = from->items[i];
        finding.file = name;
        if (finding.severity == KBS_FATAL) {
            code = base_findings_fail(report, &finding);
        } else {
            base_findings_add(report, &finding);
        }
    }
    return from->failed ? base_findings_no_memory(report) : code;
}

kbs_code shp_part_open(shp_part *part, const char *path, const char *name, bool may_be_empty,
                       base_findings *report)
{
    base_findings own;
    kbs_code code = KBS_OK;
    memset(part, 0, sizeof *part);
    base_findings_init(&own);
    part->name = base_text_copy(name);
    part->sha = base_sha256_new();
    if (part->name == NULL || part->sha == NULL) {
        code = base_findings_no_memory(report);
        goto done;
    }
    code = base_file_open(&part->file, path, SHP_MOST_PART_BYTES, may_be_empty, &own);
    part->is_open = code == KBS_OK;
    code = report_as(part->name, code, &own, report);
    if (code != KBS_OK) {
        goto done;
    }
    part->window_size =
        part->file.size < SHP_WINDOW_BYTES ? (size_t)part->file.size : SHP_WINDOW_BYTES;
    part->window = base_new(part->window_size > 0 ? part->window_size : 1);
    if (part->window == NULL) {
        code = base_findings_no_memory(report);
    }
done:
    base_findings_release(&own);
    return code;
}

void shp_part_close(shp_part *part)
{
    if (part->is_open) {
        base_file_close(&part->file);
    }
    base_free(part->name);
    base_free(part->window);
    base_sha256_free(part->sha);
    memset(part, 0, sizeof *part);
}

kbs_code shp_part_read(const shp_part *part, uint64_t offset, void *bytes, size_t count,
                       base_findings *report)
{
    base_findings own;
    base_findings_init(&own);
    kbs_code code = base_file_read_at(&part->file, offset, bytes, count, &own);
    code = report_as(part->name, code, &own, report);
    base_findings_release(&own);
    return code;
}

kbs_code shp_part_peek(shp_part *part, uint64_t offset, size_t count, const uint8_t **bytes,
                       base_findings *report)
{
    *bytes = part->window;
    return shp_part_read(part, offset, part->window, count, report);
}

/* The next bytes of the file into the window from `keep` on; as many as fit and are there. */
static kbs_code fill(shp_part *part, size_t keep, base_findings *report)
{
    uint64_t from = part->window_at + keep;
    uint64_t left = part->file.size - from;
    size_t count = part->window_size - keep;
    if (count > left) {
        count = (size_t)left;
    }
    if (count == 0) {
        part->window_length = keep;
        return KBS_OK;
    }
    kbs_code code = shp_part_read(part, from, part->window + keep, count, report);
    if (code == KBS_OK) {
        base_sha256_add(part->sha, part->window + keep, count);
        part->window_length = keep + count;
    }
    return code;
}

kbs_code shp_part_move(shp_part *part, uint64_t offset, size_t count, base_findings *report)
{
    if (offset < part->window_at || count > part->window_size || offset > part->file.size ||
        count > part->file.size - offset) {
        kbs_finding finding = base_finding_of(FINDING_INTERNAL_DEFECT);
        finding.file = part->name;
        finding.byte = (int64_t)offset;
        finding.found = "a read outside the file";
        return base_findings_fail(report, &finding);
    }
    /* Bytes that nobody asks for are read too: the digest is over the whole file. */
    while (offset >= part->window_at + part->window_length) {
        part->window_at += part->window_length;
        part->window_length = 0;
        kbs_code code = fill(part, 0, report);
        if (code != KBS_OK) {
            return code;
        }
        if (part->window_length == 0) {
            return KBS_OK; /* nothing was asked for at the very end */
        }
    }
    if (offset + count > part->window_at + part->window_length) {
        size_t gone = (size_t)(offset - part->window_at);
        size_t keep = part->window_length - gone;
        memmove(part->window, part->window + gone, keep);
        part->window_at = offset;
        part->window_length = keep;
        return fill(part, keep, report);
    }
    return KBS_OK;
}

kbs_code shp_part_end(shp_part *part, uint8_t digest[BASE_SHA256_BYTES], base_findings *report)
{
    base_findings own;
    kbs_code code = shp_part_move(part, part->file.size, 0, report);
    if (code != KBS_OK) {
        return code;
    }
    base_sha256_end(part->sha, digest);
    base_findings_init(&own);
    code = base_file_unchanged(&part->file, &own);
    code = report_as(part->name, code, &own, report);
    base_findings_release(&own);
    return code;
}
