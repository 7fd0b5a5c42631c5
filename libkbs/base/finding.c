/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Lists of findings and the look-up of the catalogue. How a finding reads as a sentence stands in
 * finding_text.c. */
#include "base/finding.h"

#include <string.h>

#include "base/escape.h"
#include "base/finding_table.h"
#include "base/utf8.h"

#define MOST_FINDINGS ((size_t)1 << 24)
#define MOST_FOUND_CHARACTERS 80
#define MOST_EXPECTED_CHARACTERS 400 /* it may list what is possible */

static const kbs_finding no_memory = { .code = "memory.out", .severity = KBS_FATAL, .byte = -1 };

kbs_finding base_finding_of(base_finding_code code)
{
    const base_finding_text *row = base_finding_catalogue(code);
    return (kbs_finding){ .code = row->code, .severity = row->severity, .byte = -1 };
}

const base_finding_text *base_finding_catalogue(base_finding_code code)
{
    return &base_finding_table[code < FINDING_CODE_COUNT ? code : FINDING_INTERNAL_DEFECT];
}

const base_finding_text *base_finding_catalogue_by_name(const char *code)
{
    size_t low = 0, high = FINDING_CODE_COUNT;
    if (code == NULL) {
        return NULL;
    }
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = strcmp(code, base_finding_table[middle].code);
        if (order == 0) {
            return &base_finding_table[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

void base_findings_init(base_findings *list)
{
    *list = (base_findings){ .result = KBS_OK };
}

void base_findings_release(base_findings *list)
{
    base_free(list->items);
    base_arena_free(list->texts);
    base_findings_init(list);
}

void base_findings_clear(base_findings *list)
{
    base_arena_free(list->texts);
    list->texts = NULL;
    list->count = 0;
    list->failed = false;
    list->result = KBS_OK;
}

/* A copy of `text` in the arena; the last finding's copy is used again when it says the same, as
 * file and layer mostly do. Returns false without memory. */
static bool copy_text(base_findings *list, const char *text, const char *last, const char **out)
{
    *out = NULL;
    if (text == NULL) {
        return true;
    }
    *out = last != NULL && strcmp(last, text) == 0 ? last : base_arena_text(list->texts, text);
    return *out != NULL;
}

/* The same, escaped and cut. The room is for characters of 4 bytes. */
static bool copy_escaped(base_findings *list, const char *text, size_t most, const char **out)
{
    char room[4 * MOST_EXPECTED_CHARACTERS + 8];
    size_t length = 0, fits = 0, characters = 0;
    *out = NULL;
    if (text == NULL) {
        return true;
    }
    for (size_t left = strlen(text); left > 0;) {
        base_escape_piece piece;
        const size_t taken = base_escape_next(text, left, &piece);
        text += taken;
        left -= taken;
        if (characters + piece.characters > most) {
            memcpy(room + fits, "…", 3);
            length = fits + 3;
            break;
        }
        memcpy(room + length, piece.text, piece.length);
        length += piece.length;
        characters += piece.characters;
        fits = characters < most ? length : fits;
    }
    *out = base_arena_text_n(list->texts, room, length);
    return *out != NULL;
}

static bool copy_finding(base_findings *list, const kbs_finding *from, kbs_finding *to)
{
    static const kbs_finding none = { .code = NULL };
    const kbs_finding *last = list->count > 0 ? &list->items[list->count - 1] : &none;
    const base_finding_text *row = base_finding_catalogue_by_name(from->code);
    *to = *from;
    if (row != NULL) {
        to->code = row->code;
    } else if (!copy_text(list, from->code == NULL ? "" : from->code, last->code, &to->code)) {
        return false;
    }
    return copy_text(list, from->file, last->file, &to->file) &&
           copy_text(list, from->layer, last->layer, &to->layer) &&
           copy_text(list, from->key, last->key, &to->key) &&
           copy_text(list, from->field, last->field, &to->field) &&
           copy_escaped(list, from->found, MOST_FOUND_CHARACTERS, &to->found) &&
           copy_escaped(list, from->expected, MOST_EXPECTED_CHARACTERS, &to->expected);
}

void base_findings_add(base_findings *list, const kbs_finding *finding)
{
    if (list == NULL) {
        return;
    }
    if (finding->severity == KBS_FATAL) {
        const base_finding_text *row = base_finding_catalogue_by_name(finding->code);
        list->result = row == NULL ? KBS_INTERNAL : row->result;
    }
    if (list->texts == NULL) {
        list->texts = base_arena_new();
    }
    void *items = list->items;
    kbs_finding copy;
    if (list->texts == NULL || !base_array_grow(&items, &list->capacity, list->count + 1,
                                                sizeof *list->items, MOST_FINDINGS)) {
        list->failed = true;
        return;
    }
    list->items = items;
    if (!copy_finding(list, finding, &copy)) {
        list->failed = true;
        return;
    }
    list->items[list->count++] = copy;
}

kbs_code base_findings_fail(base_findings *list, const kbs_finding *finding)
{
    const base_finding_text *row = base_finding_catalogue_by_name(finding->code);
    kbs_finding fatal = *finding;
    fatal.severity = KBS_FATAL; /* also a refused record, when it stops the work */
    base_findings_add(list, &fatal);
    return row == NULL ? KBS_INTERNAL : row->result;
}

kbs_code base_findings_fail_with(base_findings *list, base_finding_code code, const char *file,
                                 const char *found, const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = file;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(list, &finding);
}

kbs_code base_findings_no_memory(base_findings *list)
{
    if (list != NULL) {
        list->failed = true;
        list->result = KBS_MEMORY;
    }
    return KBS_MEMORY;
}

const kbs_finding *base_findings_last(const base_findings *list)
{
    if (list == NULL) {
        return NULL;
    }
    if (list->failed && list->result == KBS_MEMORY) {
        return &no_memory;
    }
    for (size_t i = list->count; i > 0; i--) {
        if (list->items[i - 1].severity == KBS_FATAL) {
            return &list->items[i - 1];
        }
    }
    if (list->failed) {
        return &no_memory;
    }
    return list->count > 0 ? &list->items[list->count - 1] : NULL;
}

void base_findings_join(base_findings *list, const base_findings *from)
{
    if (list == NULL) {
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        base_findings_add(list, &from->items[i]);
    }
    if (from->failed) {
        list->failed = true;
    }
    if (from->result != KBS_OK) {
        list->result = from->result;
    }
}
