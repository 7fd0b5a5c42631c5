/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Values of a record: decoded, parsed by the type of their field, judged; what cannot be read is kept as text. */
#ifndef IMPORT_VALUES_H
#define IMPORT_VALUES_H

#include "base/json_write.h"
#include "import/take.h"

/* The neighbourhood names of one source: each is decoded and folded once. */
typedef struct import_names import_names;
import_names *import_names_new(void);
void import_names_free(import_names *names);
/* The name of these bytes; NULL = no memory. Blank names give the name "". */
const import_name *import_names_get(import_names *names, const char *utf8, size_t length);

typedef struct import_value_reader {
    const import_taker_setup *setup;
    import_names *names;
    base_buffer decoded; /* of the value at hand */
    base_buffer unread;  /* JSON of values that could not be read */
    base_json json;
    int64_t bad_text_bytes; /* bytes that the code page does not have, in all */
} import_value_reader;

bool import_value_reader_init(import_value_reader *reader, const import_taker_setup *setup);
void import_value_reader_release(import_value_reader *reader);
/* Fills row->values, row->name and row->row.unread from the record; findings of single values are notes and leave the value empty. `refused` is set
 * when a required value is missing (its finding is added). */
kbs_code import_values_read(import_value_reader *reader, const import_record *record,
                            import_row *row, base_arena *arena, bool *refused);

#endif
