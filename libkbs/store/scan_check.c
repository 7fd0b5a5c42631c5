/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is a row that was read what was imported, and what is it called? */
#include <string.h>

#include "store/names.h"
#include "store/scan.h"
#include "store/writer.h"

bool store_scanned_is_sound(kbs_city *city, const store_kind *kind, const store_scanned *row,
                            base_sha256 *sha, uint8_t digest[BASE_SHA256_BYTES])
{
    store_value values[STORE_MOST_FIELDS];
    uint8_t own[BASE_SHA256_BYTES];
    uint8_t *result = digest == NULL ? own : digest;
    for (size_t i = 0; i < kind->field_count; i++) {
        values[i] = row->values[i];
        if (kind->fields[i].type == STORE_NAME && values[i].type != STORE_VALUE_NULL) {
            const char *folded = store_name_folded(city, values[i].integer);
            values[i].text = folded == NULL ? "" : folded;
            values[i].length = strlen(values[i].text);
        }
    }
    store_row content = {
        .values = values, .blob = row->blob, .blob_length = row->blob_length, .unread = row->unread
    };
    store_row_digest(sha, kind, &content, result);
    return row->digest_length > 0 && row->digest_length <= BASE_SHA256_BYTES &&
           memcmp(row->digest, result, row->digest_length) == 0;
}

void store_scanned_label(const store_kind *kind, const store_scanned *row, base_buffer *out)
{
    bool by_key = store_kind_identity(kind) == STORE_BY_KEY;
    size_t start = out->length;
    for (size_t i = 0; i < kind->field_count; i++) {
        const store_value *value = &row->values[i];
        bool wanted =
            by_key ? kind->fields[i].in_key : strcmp(kind->fields[i].name, "source_id") == 0;
        if (wanted && value->type == STORE_VALUE_TEXT && value->length > 0) {
            if (out->length > start) {
                base_buffer_char(out, '/');
            }
            base_buffer_add(out, value->text, value->length);
        }
    }
    base_buffer_text(out, "");
}
