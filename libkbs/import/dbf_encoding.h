/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which code page the texts of a table are in: what somebody stated, else what the bytes show, else
 * nothing: never a silent guess. */
#ifndef IMPORT_DBF_ENCODING_H
#define IMPORT_DBF_ENCODING_H

#include "import/dbf.h"

/* What is stated outside the texts. */
typedef struct dbf_statement {
    base_encoding encoding; /* UNKNOWN = nothing that we know is stated */
    const char *source;     /* "option", "cpg", "dbf language byte"; NULL = nothing stated */
    /* The language byte means "Windows", which offices in Turkey write for windows-1254 too. */
    bool is_ansi;
    char foreign[SHP_MOST_CPG_BYTES +
                 1]; /* a code page that is stated but unknown to us; "" = none */
} dbf_statement;

/* `cpg` is the content of the .cpg, shown as `cpg_name`; length 0 = there is none. One that names
 * no code page gives a note. */
dbf_statement dbf_encoding_stated(base_encoding option, const char *cpg, size_t cpg_length,
                                  const char *cpg_name, uint8_t language, base_findings *report);

/* What one pass over all rows shows. */
typedef struct dbf_scan {
    uint64_t deleted;
    bool has_high_bytes;
    bool utf8_broken;
    uint64_t utf8_texts; /* with at least one letter beyond ASCII */
    /* Bytes that windows-1252 and windows-1254 read differently: ğ ı ş Ğ İ Ş. */
    uint64_t turkish_letters;
    bool seen[256];
    base_encoding_guess guess;
    int64_t first_record; /* first text with a byte over 0x7F; 0 = a column name */
    char first_field[DBF_FIELD_NAME_SIZE + 1]; /* "" where its name is not ASCII itself */
    char first_text[64];
} dbf_scan;

/* Counts deleted rows, refuses a row that begins with neither mark and, with `texts`, looks at the
 * bytes of all texts of rows that are not deleted and of the column names. The window of `part`
 * must not be in use yet. */
kbs_code dbf_scan_rows(dbf_scan *scan, const dbf_table *table, shp_part *part, bool texts,
                       base_findings *report);
/* Must the texts be looked at to decide? */
bool dbf_encoding_needs_texts(const dbf_statement *statement);

/* The decision, and who made it ("option", "cpg", "dbf language byte", "bytes"). Fails with
 * shp.encoding-unknown or shp.encoding-foreign when there is none. */
kbs_code dbf_encoding_decide(const dbf_statement *statement, const dbf_scan *scan,
                             const dbf_table *table, base_encoding *encoding, const char **source,
                             base_findings *report);

#endif
