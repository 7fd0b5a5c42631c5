/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The table of a shapefile: its layout, the names of its columns, and one row as values. Numbers
 * and dates are given as the text that stands there: whether "48.353,71" or "*****" is a number is
 * for the import to say. */
#ifndef IMPORT_DBF_H
#define IMPORT_DBF_H

#include "base/encoding.h"
#include "import/reader.h"
#include "import/shp_layout.h"
#include "import/shp_part.h"
#include "import/shp_report.h"

typedef struct dbf_field {
    char type;     /* as it stands there: C N F D L M … */
    uint8_t width; /* in bytes */
    uint32_t at;   /* in the row */
    uint8_t raw_name[DBF_FIELD_NAME_SIZE];
} dbf_field;

typedef struct dbf_table {
    const char *file; /* name to show */
    uint64_t header_length;
    uint32_t row_length; /* with the byte that marks deleted rows; at least 1 */
    uint64_t row_count;  /* deleted ones too */
    uint8_t language;
    size_t column_count;
    dbf_field fields[DBF_MOST_FIELDS];
    import_column columns[DBF_MOST_FIELDS]; /* after dbf_name_columns */
    base_arena *names;
    /* What went by while rows were decoded. */
    uint64_t texts_cut; /* UTF-8 texts whose last letter did not fit the field */
    int64_t first_cut_record;
    size_t first_cut_column;
    uint64_t texts_beyond_ascii; /* only counted while all of them are well-formed UTF-8 … */
    bool some_not_utf8;          /* … which ends here */
} dbf_table;

/* Reads the header and checks the layout against the size of the file. The window of `part` must
 * not be in use yet. */
kbs_code dbf_table_open(dbf_table *table, shp_part *part, base_findings *report);
void dbf_table_release(dbf_table *table);

static inline uint64_t dbf_row_offset(const dbf_table *table, uint64_t row)
{
    return table->header_length + row * table->row_length;
}

/* Decodes the names; empty and repeated ones are made usable, with a note each. */
kbs_code dbf_name_columns(dbf_table *table, base_encoding encoding, base_findings *report);
/* The name in the header without what follows the first NUL and without blanks at the ends. */
const char *dbf_raw_name(const dbf_field *field, size_t *length);

/* The text of a field without blanks at the ends. Length 0 = empty. */
const char *dbf_field_text(const uint8_t *row, const dbf_field *field, size_t *length);
/* How much of a text is there: what follows a NUL is what the program that wrote it left over. */
size_t dbf_length_to_nul(const char *text, size_t length);
bool dbf_has_high_bytes(const void *bytes, size_t length);
/* Is the text UTF-8? One that fills its field may end in the middle of a letter; `*length` is then
 * made shorter by that letter. Else `*bad_at` gets the first bad byte. */
bool dbf_text_is_utf8(const uint8_t *row, const dbf_field *field, const char *text, size_t *length,
                      size_t *bad_at);

/* The row as values, column_count of them. Fails with shp.not-utf8 where the encoding is UTF-8 and
 * a text is not. */
kbs_code dbf_row_values(dbf_table *table, const uint8_t *row, int64_t record,
                        base_encoding encoding, import_value *values, base_findings *report);

#endif
