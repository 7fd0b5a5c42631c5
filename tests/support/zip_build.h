/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* ZIP archives made byte by byte, so that every field can tell a lie, for tests. Include after
 * cmocka. */
#ifndef TEST_ZIP_BUILD_H
#define TEST_ZIP_BUILD_H

#include <string.h>
#include <zlib.h>

#include "base/buffer.h"

typedef struct zip_member {
    const char *name;
    const void *data;
    size_t length;
    bool deflated;
    /* lies; 0 = the truth */
    uint32_t crc, size;
    uint16_t flags, method;
    uint32_t attributes; /* external, as Unix writes them: mode << 16 */
} zip_member;

typedef struct zip_build {
    base_buffer file, directory;
    uint16_t members;
} zip_build;

static inline void zip_begin(zip_build *zip)
{
    base_buffer_init(&zip->file, SIZE_MAX / 2);
    base_buffer_init(&zip->directory, SIZE_MAX / 2);
    zip->members = 0;
}

static inline void zip_le16(base_buffer *out, uint16_t value)
{
    base_buffer_u8(out, (uint8_t)(value & 0xFF));
    base_buffer_u8(out, (uint8_t)(value >> 8));
}

/* The fields that a local header and an entry of the directory have in common. */
static inline void zip_fields(base_buffer *out, const zip_member *m, uint32_t crc, uint32_t packed,
                              uint32_t size)
{
    zip_le16(out, 20);
    zip_le16(out, m->flags);
    zip_le16(out, m->method != 0 ? m->method : m->deflated ? 8 : 0);
    zip_le16(out, 0);      /* time */
    zip_le16(out, 0x5821); /* 2024-01-01 */
    base_buffer_le32(out, crc);
    base_buffer_le32(out, packed);
    base_buffer_le32(out, size);
    zip_le16(out, (uint16_t)strlen(m->name));
    zip_le16(out, 0);
}

static inline void zip_add(zip_build *zip, zip_member m)
{
    uint32_t crc = m.crc != 0 ? m.crc : (uint32_t)crc32(0, m.data, (uInt)m.length);
    uint32_t size = m.size != 0 ? m.size : (uint32_t)m.length;
    unsigned char *packed = NULL;
    size_t packed_length = m.length;
    if (m.deflated) {
        z_stream stream;
        memset(&stream, 0, sizeof stream);
        assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
        uLong bound = deflateBound(&stream, (uLong)m.length);
        packed = malloc(bound);
        assert_non_null(packed);
        stream.next_in = (Bytef *)m.data;
        stream.avail_in = (uInt)m.length;
        stream.next_out = packed;
        stream.avail_out = (uInt)bound;
        assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
        packed_length = stream.total_out;
        deflateEnd(&stream);
    }
    uint32_t offset = (uint32_t)zip->file.length;
    base_buffer_le32(&zip->file, 0x04034b50);
    zip_fields(&zip->file, &m, crc, (uint32_t)packed_length, size);
    base_buffer_text(&zip->file, m.name);
    base_buffer_add(&zip->file, m.deflated ? (const void *)packed : m.data, packed_length);
    base_buffer_le32(&zip->directory, 0x02014b50);
    zip_le16(&zip->directory, 3 << 8 | 20); /* made by Unix */
    zip_fields(&zip->directory, &m, crc, (uint32_t)packed_length, size);
    zip_le16(&zip->directory, 0); /* comment */
    zip_le16(&zip->directory, 0); /* disk */
    zip_le16(&zip->directory, 0); /* internal attributes */
    base_buffer_le32(&zip->directory, m.attributes != 0 ? m.attributes : 0100644u << 16);
    base_buffer_le32(&zip->directory, offset);
    base_buffer_text(&zip->directory, m.name);
    zip->members++;
    free(packed);
}

static inline void zip_add_text(zip_build *zip, const char *name, const char *text)
{
    zip_add(zip,
            (zip_member){ .name = name, .data = text, .length = strlen(text), .deflated = true });
}

/* Writes the archive and forgets it. */
static inline void zip_end(zip_build *zip, const char *path)
{
    uint32_t at = (uint32_t)zip->file.length, size = (uint32_t)zip->directory.length;
    base_buffer_add(&zip->file, zip->directory.data, size);
    base_buffer_le32(&zip->file, 0x06054b50);
    zip_le16(&zip->file, 0);
    zip_le16(&zip->file, 0);
    zip_le16(&zip->file, zip->members);
    zip_le16(&zip->file, zip->members);
    base_buffer_le32(&zip->file, size);
    base_buffer_le32(&zip->file, at);
    zip_le16(&zip->file, 0);
    assert_false(zip->file.failed || zip->directory.failed);
    probe_write(path, zip->file.data, zip->file.length);
    base_buffer_release(&zip->file);
    base_buffer_release(&zip->directory);
}

#endif
