/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which column of a source fills which field: the caller's map first, then the office's profile, then the built-in names. */
#ifndef IMPORT_PROFILE_H
#define IMPORT_PROFILE_H

#include <kbs/import.h>

#include "base/finding.h"
#include "import/reader.h"
#include "store/kinds.h"

/* One profile file, parsed. */
typedef struct import_profile import_profile;

/* `text` is the contents, `name` stands in findings. Errors name the line: profile.line, profile.kind, profile.field, profile.too-large. */
kbs_code import_profile_parse(import_profile **out, const char *text, size_t length,
                              const char *name, base_findings *report);
/* Reads and parses a file of at most 1 MiB; NULL path gives the built-in profile. */
kbs_code import_profile_load(import_profile **out, const char *path, base_findings *report);
void import_profile_free(import_profile *profile); /* NULL is nothing */

/* What fills each field of a kind. Texts live as long as the match. */
typedef struct import_match {
    int column[STORE_MOST_FIELDS];           /* of the layer; -1 = none */
    const char *constant[STORE_MOST_FIELDS]; /* the same UTF-8 value for all records; NULL = none */
    const kbs_mapping *matched;
    size_t matched_count;
    const char *const *unmatched_columns;
    size_t unmatched_column_count;
    const char *const *missing_fields;
    size_t missing_field_count;
    const char *const *owner_columns;
    size_t owner_column_count;
    base_arena *texts;
} import_match;

/* `profile` may be NULL; `builtin` is needed. A map that names an unknown field, a column that the source does not have, or a column with owner data
 * fails: import.map-field, import.map-column, import.owner-column. A required field that nothing fills: import.field-missing. */
kbs_code import_match_columns(import_match *match, const store_kind *kind,
                              const import_layer *layer, const kbs_import_options *options,
                              const import_profile *profile, const import_profile *builtin,
                              const char *file, base_findings *report);
void import_match_release(import_match *match);

#endif
