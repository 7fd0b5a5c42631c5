/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Reading .prj and .cpg. */
#include "import/shp_texts.h"

#include <string.h>

#include "base/encoding.h"
#include "base/text.h"
#include "import/shp_report.h"

void shp_texts_init(shp_texts *texts)
{
    memset(texts, 0, sizeof *texts);
    base_buffer_init(&texts->crs, 4 * SHP_MOST_PRJ_BYTES);
}

void shp_texts_release(shp_texts *texts)
{
    shp_part_close(&texts->prj);
    shp_part_close(&texts->cpg);
    base_buffer_release(&texts->crs);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* A keyword and a bracket, as WKT begins: PROJCS[, GEOGCRS(. Whether it is a system that we know is
 * for others to say. */
static bool begins_like_wkt(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length &&
           ((text[at] >= 'A' && text[at] <= 'Z') || (text[at] >= 'a' && text[at] <= 'z') ||
            (text[at] >= '0' && text[at] <= '9') || text[at] == '_')) {
        at++;
    }
    size_t keyword = at;
    while (at < length && is_space(text[at])) {
        at++;
    }
    return keyword > 0 && at < length && (text[at] == '[' || text[at] == '(');
}

static kbs_code note_no_wkt(const shp_part *prj, const char *text, size_t length,
                            base_findings *report)
{
    char found[64];
    size_t count = length < sizeof found - 1 ? length : sizeof found - 1;
    memcpy(found, text, count);
    found[count] = '\0';
    return shp_report(report, FINDING_SHP_PRJ_UNREADABLE,
                      (shp_place){ .file = prj->name, .byte = -1 }, found, NULL);
}

/* The .prj is in the window. A degree sign in windows-1254 must not cost the whole definition: only
 * names can hold one. */
static kbs_code take_prj(shp_texts *texts, const char *text, size_t length, base_findings *report)
{
    size_t bad_at = 0;
    size_t bad = 0;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    while (length > 0 && is_space(text[length - 1])) {
        length--;
    }
    while (length > 0 && is_space(*text)) {
        text++;
        length--;
    }
    if (length == 0) {
        return KBS_OK;
    }
    if (!begins_like_wkt(text, length) || memchr(text, '\0', length) != NULL) {
        return note_no_wkt(&texts->prj, text, length, report);
    }
    bool is_utf8 = base_text_is_utf8(text, length, &bad_at);
    base_encoding_decode(&texts->crs, is_utf8 ? BASE_ENCODING_UTF8 : BASE_ENCODING_CP1254, text,
                         length, &bad);
    base_buffer_text(&texts->crs, "");
    if (texts->crs.failed) {
        return base_findings_no_memory(report);
    }
    if (!is_utf8) {
        shp_place place = { .file = texts->prj.name, .byte = (int64_t)bad_at };
        (void)shp_report(report, FINDING_SHP_PRJ_LETTERS, place, NULL,
                         base_encoding_name(BASE_ENCODING_CP1254));
    }
    return KBS_OK;
}

static kbs_code read_prj(shp_texts *texts, const import_sidecars *sidecars, base_findings *report)
{
    const uint8_t *bytes = NULL;
    kbs_code code = shp_part_open(&texts->prj, sidecars->path[IMPORT_SIDECAR_PRJ],
                                  sidecars->name[IMPORT_SIDECAR_PRJ], true, report);
    if (code != KBS_OK) {
        return code;
    }
    if (texts->prj.file.size > SHP_MOST_PRJ_BYTES) {
        shp_place place = { .file = texts->prj.name, .byte = -1 };
        return shp_report_numbers(report, FINDING_SHP_PRJ_LONG, place,
                                  (int64_t)texts->prj.file.size, SHP_MOST_PRJ_BYTES);
    }
    code = shp_part_peek(&texts->prj, 0, (size_t)texts->prj.file.size, &bytes, report);
    return code == KBS_OK
               ? take_prj(texts, (const char *)bytes, (size_t)texts->prj.file.size, report)
               : code;
}

static kbs_code read_cpg(shp_texts *texts, const import_sidecars *sidecars, base_findings *report)
{
    kbs_code code = shp_part_open(&texts->cpg, sidecars->path[IMPORT_SIDECAR_CPG],
                                  sidecars->name[IMPORT_SIDECAR_CPG], true, report);
    if (code != KBS_OK) {
        return code;
    }
    uint64_t size = texts->cpg.file.size;
    texts->cpg_length = size < sizeof texts->cpg_text ? (size_t)size : sizeof texts->cpg_text;
    return shp_part_read(&texts->cpg, 0, texts->cpg_text, texts->cpg_length, report);
}

kbs_code shp_texts_read(shp_texts *texts, const import_sidecars *sidecars, base_findings *report)
{
    kbs_code code = KBS_OK;
    if (sidecars->path[IMPORT_SIDECAR_PRJ] != NULL) {
        code = read_prj(texts, sidecars, report);
    }
    if (code == KBS_OK && sidecars->path[IMPORT_SIDECAR_CPG] != NULL) {
        code = read_cpg(texts, sidecars, report);
    }
    return code;
}
