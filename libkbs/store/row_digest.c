/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The digest of a row's content. The bytes that it is over, per field of the kind in its order: 0 for no value; 1, length (u32) and bytes
 * for text; 2 and the f64 for reals; 3 and the i64 for integers. Then length and bytes of `unread`, then length and bytes
 * of the BLOB. Little endian. Empty texts are no value, and a missing key field is what it is kept as ("0", the empty
 * name), so that a row read back has the digest that it had on its way in. */
#include <string.h>

#include "store/writer.h"

#define PIECE 2048

typedef struct bytes_out {
    base_sha256 *sha;
    size_t length;
    uint8_t bytes[PIECE];
} bytes_out;

static void put(bytes_out *out, const void *bytes, size_t count)
{
    if (count > PIECE - out->length) {
        base_sha256_add(out->sha, out->bytes, out->length);
        out->length = 0;
        if (count > PIECE / 2) {
            base_sha256_add(out->sha, bytes, count);
            return;
        }
    }
    if (count > 0) {
        memcpy(out->bytes + out->length, bytes, count);
        out->length += count;
    }
}

static void put_u64(bytes_out *out, uint8_t mark, uint64_t value)
{
    uint8_t bytes[9] = { mark };
    for (size_t i = 0; i < 8; i++) {
        bytes[1 + i] = (uint8_t)(value >> (8 * i));
    }
    put(out, bytes, sizeof bytes);
}

static void put_text(bytes_out *out, bool marked, const void *text, size_t length)
{
    uint8_t head[5] = { 1 };
    for (size_t i = 0; i < 4; i++) {
        head[1 + i] = (uint8_t)((uint64_t)length >> (8 * i));
    }
    put(out, marked ? head : head + 1, marked ? 5 : 4);
    put(out, text, length);
}

static void put_real(bytes_out *out, double value)
{
    double kept = value == 0.0 ? 0.0 : value; /* -0.0 and 0.0 are equal and must not differ here */
    uint64_t bits;
    memcpy(&bits, &kept, sizeof bits);
    put_u64(out, 2, bits);
}

static void put_value(bytes_out *out, const store_field *field, const store_value *value)
{
    static const uint8_t none = 0;
    bool empty =
        value->type == STORE_VALUE_NULL || (value->type == STORE_VALUE_TEXT && value->length == 0);
    switch (field->type) {
    case STORE_NAME:
        /* The exact fold stands beside the id; in a key the empty name is a name. */
        if (value->type == STORE_VALUE_NULL && !field->in_key) {
            put(out, &none, 1);
        } else {
            put_text(out, true, value->text, value->type == STORE_VALUE_NULL ? 0 : value->length);
        }
        break;
    case STORE_KEY:
        if (empty && field->in_key && !field->required) {
            put_text(out, true, "0", 1);
            break;
        }
        /* fall through */
    case STORE_TEXT:
    case STORE_DATE:
        if (empty) {
            put(out, &none, 1);
        } else {
            put_text(out, true, value->text, value->length);
        }
        break;
    case STORE_REAL:
        if (empty) {
            put(out, &none, 1);
        } else {
            put_real(out,
                     value->type == STORE_VALUE_INTEGER ? (double)value->integer : value->real);
        }
        break;
    case STORE_INTEGER:
        if (empty) {
            put(out, &none, 1);
        } else {
            put_u64(out, 3,
                    (uint64_t)(value->type == STORE_VALUE_REAL ? (int64_t)value->real
                                                               : value->integer));
        }
        break;
    }
}

void store_row_digest(base_sha256 *sha, const store_kind *kind, const store_row *row,
                      uint8_t digest[BASE_SHA256_BYTES])
{
    bytes_out out;
    out.sha = sha;
    out.length = 0;
    for (size_t i = 0; i < kind->field_count; i++) {
        put_value(&out, &kind->fields[i], &row->values[i]);
    }
    put_text(&out, false, row->unread, row->unread == NULL ? 0 : strlen(row->unread));
    put_text(&out, false, row->blob, row->blob_length);
    base_sha256_add(sha, out.bytes, out.length);
    base_sha256_end(sha, digest);
}
