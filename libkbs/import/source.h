/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What opening and the readers share about a source: names, first bytes, choice of a layer, digest.
 */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include "import/reader.h"

/* The head holds these ASCII letters, as they are. */
bool import_head_has(const uint8_t *head, size_t length, const char *word);
/* The root element of XML in the head, as "prefix:local"; false when this is no XML. HTML counts as
 * XML. */
bool import_head_root(const uint8_t *head, size_t length, char *root, size_t size);

/* The last part of a path without its extension; caller frees. NULL = no memory. */
char *import_base_name(const char *path);
/* The extension of a path with ASCII capitals made small, "" when there is none or it is longer
 * than `size` - 1. */
void import_extension(const char *path, char *extension, size_t size);
/* Two names that people would call the same (base_text_fold_name). KBS_MEMORY is told as "not the
 * same". */
bool import_names_match(const char *a, const char *b);

/* A source with one layer: `wanted` must be NULL or match its name or the file's. layer.missing. */
kbs_code import_layer_named(const char *wanted, const char *name, const import_source *source,
                            base_findings *report);
/* A source with `count` layers: which one? layer.missing, layer.which-one, both with the list of
 * names. */
kbs_code import_layer_choose(const char *const *names, size_t count, const char *wanted,
                             const import_source *source, size_t *index, base_findings *report);

/* A note for each name (at most 100), then the failure, which lists what fits into one line. */
kbs_code import_which_one(base_finding_code code, const char *const *names, size_t count,
                          const char *wanted, const import_source *source, base_findings *report);

/* The count of section "nothing is lost" does not agree: source.records-lost. */
kbs_code import_records_lost(const char *file, const char *layer, int64_t given, int64_t counted,
                             base_findings *report);
/* Adds all bytes of the file to the digest and to *bytes; fails when it is not what was opened. */
kbs_code import_file_digest(const base_file *file, base_sha256 *sha, uint64_t *bytes,
                            base_findings *report);

#endif
