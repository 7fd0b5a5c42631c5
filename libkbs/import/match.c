/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Matching of columns to fields by their folded names, and the columns with owner data that are never taken. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "import/profile_names.h"

/* The shapefile format cuts column names to this many bytes. */
#define DBF_NAME_BYTES 10

/* One matching at work. */
typedef struct matcher {
    import_match *match;
    const store_kind *kind;
    const import_layer *layer;
    const char *file;
    base_findings *report;
    char **folded; /* of the columns */
    bool *used;    /* columns that fill a field */
} matcher;

static char *fold_copy(base_arena *arena, const char *text, size_t length)
{
    base_buffer folded;
    base_buffer_init(&folded, 4096);
    base_text_fold_name(&folded, text, length);
    char *copy = folded.failed ? NULL
                               : base_arena_text_n(arena, folded.data == NULL ? "" : folded.data,
                                                   folded.length);
    base_buffer_release(&folded);
    return copy;
}

/* The column of this name, whole or cut as the shapefile format cuts it; -1 = none. */
static int find_column(const matcher *m, const char *name)
{
    base_arena *arena = m->match->texts;
    size_t length = strlen(name);
    for (size_t i = 0; i < m->layer->column_count; i++) {
        if (length > 0 && strcmp(m->layer->columns[i].name, name) == 0) {
            return (int)i; /* also names without letters */
        }
    }
    const char *whole = fold_copy(arena, name, length);
    const char *cut = length > DBF_NAME_BYTES ? fold_copy(arena, name, DBF_NAME_BYTES) : NULL;
    if (whole == NULL || (cut == NULL && length > DBF_NAME_BYTES)) {
        (void)base_findings_no_memory(m->report); /* the import looks at that before it commits */
        return -1;
    }
    if (whole[0] == '\0') {
        return -1;
    }
    for (size_t i = 0; i < m->layer->column_count; i++) {
        if (strcmp(m->folded[i], whole) == 0) {
            return (int)i;
        }
    }
    for (size_t i = 0; cut != NULL && i < m->layer->column_count; i++) {
        if (strlen(m->layer->columns[i].name) == DBF_NAME_BYTES && strcmp(m->folded[i], cut) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool is_owner_column(const matcher *m, size_t column, const import_profile *builtin)
{
    size_t count;
    const import_profile_name *names = import_profile_names(builtin, &count);
    const char *folded = m->folded[column];
    bool owner = false;
    for (size_t i = 0; i < count; i++) {
        if (names[i].role < IMPORT_PROFILE_OWNER_WORD) {
            continue;
        }
        const char *word = fold_copy(m->match->texts, names[i].text, strlen(names[i].text));
        if (word == NULL) { /* rather no import than one with owners in it */
            (void)base_findings_no_memory(m->report);
            return true;
        }
        if (names[i].role == IMPORT_PROFILE_OWNER_NOT && strncmp(folded, word, strlen(word)) == 0) {
            return false;
        }
        owner = owner ||
                (names[i].role == IMPORT_PROFILE_OWNER_WORD && strstr(folded, word) != NULL) ||
                (names[i].role == IMPORT_PROFILE_OWNER_EXACT && strcmp(folded, word) == 0);
    }
    return owner;
}

static kbs_code fail(const matcher *m, base_finding_code code, const char *field, const char *found,
                     const char *expected)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = m->file;
    finding.layer = m->layer->name;
    finding.field = field;
    finding.found = found;
    finding.expected = expected;
    return base_findings_fail(m->report, &finding);
}

static void take_column(matcher *m, size_t field, int column)
{
    m->match->column[field] = column;
    m->used[column] = true;
}

/* Does the built-in profile give this column to the field? Such a column ("ADI" of a road) is no owner data there. */
static bool is_builtin_column(const matcher *m, int field, int column,
                              const import_profile *builtin)
{
    size_t count;
    const import_profile_name *names = import_profile_names(builtin, &count);
    for (size_t i = 0; i < count; i++) {
        if (names[i].role == IMPORT_PROFILE_COLUMN && names[i].kind == m->kind &&
            names[i].field == field && find_column(m, names[i].text) == column) {
            return true;
        }
    }
    return false;
}

/* "FIELD=COLUMN" of the caller; a column in quotes is a constant. */
static kbs_code apply_map(matcher *m, const kbs_mapping *map, const import_profile *builtin)
{
    int field = store_kind_field(m->kind, map->field == NULL ? "" : map->field);
    if (field < 0 || map->column == NULL) {
        return fail(m, FINDING_IMPORT_MAP_FIELD, map->field, map->field,
                    kbs_kind_name(m->kind->kind));
    }
    size_t length = strlen(map->column);
    if (length >= 2 && map->column[0] == '"' && map->column[length - 1] == '"') {
        m->match->constant[field] = base_arena_text_n(m->match->texts, map->column + 1, length - 2);
        return m->match->constant[field] == NULL ? base_findings_no_memory(m->report) : KBS_OK;
    }
    int column = find_column(m, map->column);
    if (column < 0) {
        return fail(m, FINDING_IMPORT_MAP_COLUMN, map->field, map->column, NULL);
    }
    bool address = m->kind->kind == KBS_ADDRESS;
    if (!address && is_owner_column(m, (size_t)column, builtin) &&
        !is_builtin_column(m, field, column, builtin)) {
        return fail(m, FINDING_IMPORT_OWNER_COLUMN, map->field, m->layer->columns[column].name,
                    NULL);
    }
    take_column(m, (size_t)field, column);
    return KBS_OK;
}

/* Fields that nothing fills yet take the first column of the profile's list that the source has. */
static void apply_profile(matcher *m, const import_profile *profile)
{
    size_t count;
    const import_profile_name *names = import_profile_names(profile, &count);
    bool filled[STORE_MOST_FIELDS];
    for (size_t f = 0; f < m->kind->field_count; f++) {
        filled[f] = m->match->column[f] >= 0 || m->match->constant[f] != NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind != m->kind || names[i].field < 0 || filled[names[i].field]) {
            continue;
        }
        size_t field = (size_t)names[i].field;
        if (names[i].role == IMPORT_PROFILE_CONSTANT) {
            m->match->constant[field] = base_arena_text(m->match->texts, names[i].text);
            filled[field] = true;
        } else {
            int column = find_column(m, names[i].text);
            if (column >= 0 && !m->used[column]) {
                take_column(m, field, column);
                filled[field] = true;
            }
        }
    }
}

/* The lists that are shown before the import: matched, unmatched, missing, owner. */
static kbs_code describe(matcher *m, const import_profile *builtin)
{
    import_match *match = m->match;
    base_arena *arena = match->texts;
    size_t fields = m->kind->field_count, columns = m->layer->column_count;
    kbs_mapping *matched = base_arena_alloc(arena, fields + 1, sizeof *matched);
    const char **missing = base_arena_alloc(arena, fields + 1, sizeof *missing);
    const char **unmatched = base_arena_alloc(arena, columns + 1, sizeof *unmatched);
    const char **owner = base_arena_alloc(arena, columns + 1, sizeof *owner);
    if (matched == NULL || missing == NULL || unmatched == NULL || owner == NULL) {
        return base_findings_no_memory(m->report);
    }
    for (size_t f = 0; f < fields; f++) {
        const char *name = m->kind->fields[f].name;
        if (match->column[f] >= 0) {
            matched[match->matched_count++] =
                (kbs_mapping){ name, m->layer->columns[match->column[f]].name };
        } else if (match->constant[f] != NULL) {
            base_buffer quoted;
            base_buffer_init(&quoted, 70000);
            base_buffer_char(&quoted, '"');
            base_buffer_text(&quoted, match->constant[f]);
            base_buffer_char(&quoted, '"');
            matched[match->matched_count++] =
                (kbs_mapping){ name, base_arena_text(arena, quoted.failed ? "\"\"" : quoted.data) };
            base_buffer_release(&quoted);
        } else {
            missing[match->missing_field_count++] = name;
        }
    }
    for (size_t c = 0; c < columns; c++) {
        if (m->used[c]) {
            continue;
        }
        if (is_owner_column(m, c, builtin)) {
            owner[match->owner_column_count++] = m->layer->columns[c].name;
        } else {
            unmatched[match->unmatched_column_count++] = m->layer->columns[c].name;
        }
    }
    match->matched = matched;
    match->missing_fields = missing;
    match->unmatched_columns = unmatched;
    match->owner_columns = owner;
    return KBS_OK;
}

static kbs_code check_required(const matcher *m)
{
    for (size_t f = 0; f < m->kind->field_count; f++) {
        const store_field *field = &m->kind->fields[f];
        if (field->required && m->match->column[f] < 0 && m->match->constant[f] == NULL) {
            base_buffer columns;
            base_buffer_init(&columns, 4096);
            for (size_t c = 0; c < m->layer->column_count && columns.length < 200; c++) {
                base_buffer_text(&columns, c == 0 ? "" : ", ");
                base_buffer_text(&columns, m->layer->columns[c].name);
            }
            kbs_code code =
                fail(m, FINDING_IMPORT_FIELD_MISSING, field->name,
                     columns.failed || columns.length == 0 ? "-" : columns.data, field->name);
            base_buffer_release(&columns);
            return code;
        }
    }
    return KBS_OK;
}

kbs_code import_match_columns(import_match *match, const store_kind *kind,
                              const import_layer *layer, const kbs_import_options *options,
                              const import_profile *profile, const import_profile *builtin,
                              const char *file, base_findings *report)
{
    matcher m = { .match = match, .kind = kind, .layer = layer, .file = file, .report = report };
    kbs_code code = KBS_OK;
    memset(match, 0, sizeof *match);
    for (size_t f = 0; f < STORE_MOST_FIELDS; f++) {
        match->column[f] = -1;
    }
    match->texts = base_arena_new();
    m.folded = match->texts == NULL
                   ? NULL
                   : base_arena_alloc(match->texts, layer->column_count + 1, sizeof *m.folded);
    m.used = m.folded == NULL
                 ? NULL
                 : base_arena_alloc(match->texts, layer->column_count + 1, sizeof *m.used);
    if (m.used == NULL) {
        return base_findings_no_memory(report);
    }
    for (size_t c = 0; c < layer->column_count; c++) {
        m.folded[c] =
            fold_copy(match->texts, layer->columns[c].name, strlen(layer->columns[c].name));
        if (m.folded[c] == NULL) {
            return base_findings_no_memory(report);
        }
    }
    for (size_t i = 0; code == KBS_OK && i < options->map_count; i++) {
        code = apply_map(&m, &options->map[i], builtin);
    }
    if (code == KBS_OK) {
        apply_profile(&m, profile);
        apply_profile(&m, builtin);
        code = check_required(&m);
    }
    return code == KBS_OK ? describe(&m, builtin) : code;
}

void import_match_release(import_match *match)
{
    base_arena_free(match->texts);
    memset(match, 0, sizeof *match);
}

const char *kbs_kind_field(kbs_kind kind, size_t index)
{
    if (kbs_kind_name(kind) == NULL || index >= store_kind_of(kind)->field_count) {
        return NULL;
    }
    return store_kind_of(kind)->fields[index].name;
}
