/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Counting records of FlatGeobuf and MapInfo files. */
#include "import/ogr_count.h"

#include <string.h>

#include "base/bytes.h"

#define CHUNK_BYTES 1048576u
#define MOST_HEADER (16u * 1048576)
#define FGB_MAGIC_BYTES 8u
#define FGB_NODE_BYTES 40u    /* a box and an offset */
#define FGB_FEATURES_COUNT 8u /* fields of the header's table, by their number in the schema */
#define FGB_INDEX_NODE_SIZE 9u
#define FGB_DEFAULT_NODE_SIZE 16u

/* A window that moves forward over a file. */
typedef struct window {
    const base_file *file;
    base_findings *report;
    uint8_t *bytes;
    uint64_t at;
    size_t length;
} window;

static kbs_code window_open(window *w, const base_file *file, base_findings *report)
{
    *w = (window){ .file = file, .report = report, .bytes = base_new(CHUNK_BYTES) };
    return w->bytes == NULL ? base_findings_no_memory(report) : KBS_OK;
}

/* `count` bytes at `offset`, which the file must have. */
static kbs_code window_get(window *w, uint64_t offset, size_t count, const uint8_t **bytes)
{
    kbs_code code = KBS_OK;
    if (offset < w->at || offset + count > w->at + w->length) {
        uint64_t left = w->file->size - offset;
        w->length = left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES;
        w->at = offset;
        code = base_file_read_at(w->file, offset, w->bytes, w->length, w->report);
    }
    *bytes = w->bytes + (offset - w->at);
    return code;
}

static kbs_code cut(const char *name, uint64_t byte, base_findings *report)
{
    kbs_finding finding = base_finding_of(FINDING_OGR_CUT);
    finding.file = name;
    finding.byte = (int64_t)byte;
    return base_findings_fail(report, &finding);
}

/* Where field `number` of a FlatBuffers table stands, 0 when it has its default. */
static size_t fgb_field(const uint8_t *header, size_t size, size_t number)
{
    base_bytes bytes = base_bytes_of(header, size);
    uint32_t table = base_bytes_le32(&bytes);
    if (table > size || size - table < 4) {
        return 0;
    }
    int64_t vtable = (int64_t)table - (int32_t)base_get_le32(header + table);
    if (vtable < 0 || (uint64_t)vtable + 4 > size) {
        return 0;
    }
    size_t length = base_get_le16(header + vtable);
    size_t slot = 4 + number * 2;
    if (slot + 2 > length || (uint64_t)vtable + slot + 2 > size) {
        return 0;
    }
    size_t offset = base_get_le16(header + (size_t)vtable + slot);
    return offset == 0 || table + offset + 8 > size ? 0 : table + offset;
}

/* Bytes of the packed R-tree; false when they overflow. */
static bool fgb_index_bytes(uint64_t features, uint32_t node_size, uint64_t *bytes)
{
    uint64_t nodes = features, level = features;
    *bytes = 0;
    if (features == 0 || node_size < 2) {
        return node_size == 0 || features == 0;
    }
    if (features > UINT64_C(1) << 40) {
        return false;
    }
    do {
        level = (level + node_size - 1) / node_size;
        nodes += level;
    } while (level > 1);
    *bytes = nodes * FGB_NODE_BYTES;
    return true;
}

static kbs_code fgb_walk(window *w, const char *name, uint64_t at, int64_t *records)
{
    uint64_t size = w->file->size;
    for (*records = 0; at < size; (*records)++) {
        const uint8_t *bytes;
        if (size - at < 4) {
            return cut(name, at, w->report);
        }
        kbs_code code = window_get(w, at, 4, &bytes);
        if (code != KBS_OK) {
            return code;
        }
        uint32_t length = base_get_le32(bytes);
        if (length == 0 || length > size - at - 4) {
            return cut(name, at, w->report);
        }
        at += 4 + (uint64_t)length;
    }
    return KBS_OK;
}

kbs_code ogr_counts_disagree(const char *name, uint64_t header, int64_t counted,
                             base_findings *report)
{
    base_buffer found, expected;
    base_buffer_init(&found, 32);
    base_buffer_init(&expected, 32);
    base_buffer_int(&found, counted);
    base_buffer_int(&expected, (int64_t)header);
    kbs_code code =
        base_findings_fail_with(report, FINDING_OGR_COUNT, name, found.data, expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return code;
}

/* What the header tells: where the features begin, and how many it says there are. */
static kbs_code fgb_header(const base_file *file, const char *name, uint64_t *at,
                           uint64_t *features, base_findings *report)
{
    uint8_t start[FGB_MAGIC_BYTES + 4];
    if (file->size < sizeof start) {
        return cut(name, file->size, report);
    }
    kbs_code code = base_file_read_at(file, 0, start, sizeof start, report);
    uint32_t size = code == KBS_OK ? base_get_le32(start + FGB_MAGIC_BYTES) : 0;
    if (code == KBS_OK && (size < 8 || size > MOST_HEADER || size > file->size - sizeof start)) {
        return cut(name, FGB_MAGIC_BYTES, report);
    }
    uint8_t *header = code == KBS_OK ? base_new(size) : NULL;
    if (code == KBS_OK) {
        code = header == NULL ? base_findings_no_memory(report)
                              : base_file_read_at(file, sizeof start, header, size, report);
    }
    if (code == KBS_OK) {
        uint64_t index = 0;
        size_t field = fgb_field(header, size, FGB_FEATURES_COUNT);
        *features = 0;
        if (field != 0) {
            *features = base_get_le32(header + field) | (uint64_t)base_get_le32(header + field + 4)
                                                            << 32;
        }
        field = fgb_field(header, size, FGB_INDEX_NODE_SIZE);
        uint32_t node_size = field == 0 ? FGB_DEFAULT_NODE_SIZE : base_get_le16(header + field);
        bool known = fgb_index_bytes(*features, node_size, &index);
        *at = sizeof start + size + index;
        code = known && *at <= file->size ? KBS_OK : cut(name, sizeof start + size, report);
    }
    base_free(header);
    return code;
}

kbs_code ogr_count_flatgeobuf(const base_file *file, const char *name, int64_t *records,
                              base_findings *report)
{
    window w;
    uint64_t at = 0, features = 0;
    kbs_code code = window_open(&w, file, report);
    if (code == KBS_OK) {
        code = fgb_header(file, name, &at, &features, report);
    }
    if (code == KBS_OK) {
        code = fgb_walk(&w, name, at, records);
    }
    if (code == KBS_OK && features != 0 && features != (uint64_t)*records) {
        code = ogr_counts_disagree(name, features, *records, report);
    }
    base_free(w.bytes);
    return code;
}

/* The table of a MapInfo .dat begins like that of a DBF: number of records, where they begin,
 * length. */
kbs_code ogr_count_dat(const base_file *file, const char *name, int64_t *records, int64_t *deleted,
                       base_findings *report)
{
    window w;
    uint8_t header[32] = { 0 };
    *records = *deleted = 0;
    if (file->size < sizeof header) {
        return cut(name, file->size, report);
    }
    kbs_code code = window_open(&w, file, report);
    if (code == KBS_OK) {
        code = base_file_read_at(file, 0, header, sizeof header, report);
    }
    uint32_t count = base_get_le32(header + 4);
    uint64_t first = base_get_le16(header + 8), length = base_get_le16(header + 10);
    if (code == KBS_OK &&
        (length == 0 || first < sizeof header || first + count * length > file->size)) {
        code = cut(name, file->size, report);
    }
    for (uint32_t i = 0; code == KBS_OK && i < count; i++) {
        const uint8_t *bytes;
        code = window_get(&w, first + i * length, 1, &bytes);
        if (code == KBS_OK) {
            *deleted += bytes[0] == '*' ? 1 : 0;
        }
    }
    *records = (int64_t)count - *deleted;
    base_free(w.bytes);
    return code;
}

/* The first word of a line, in capitals. */
typedef struct line_start {
    char word[16];
    size_t length;
    int state;       /* 0 blanks before the word, 1 in it, 2 after it */
    unsigned number; /* that follows the word */
} line_start;

static void line_take(line_start *line, uint8_t c)
{
    bool is_blank = c == ' ' || c == '\t' || c == '\r';
    bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (line->state == 0 && !is_blank) {
        line->state = is_letter ? 1 : 3;
    }
    if (line->state == 1) {
        if (is_letter && line->length + 1 < sizeof line->word) {
            line->word[line->length++] = (char)(c & ~0x20);
        } else {
            line->state = is_blank ? 2 : 3;
        }
    } else if (line->state == 2 && c >= '0' && c <= '9' && line->number < 1000000) {
        line->number = line->number * 10 + (unsigned)(c - '0');
    }
}

static bool is_mif_object(const char *word)
{
    static const char *const objects[] = { "NONE",      "POINT",   "LINE",       "PLINE",
                                           "REGION",    "ARC",     "TEXT",       "RECT",
                                           "ROUNDRECT", "ELLIPSE", "MULTIPOINT", "COLLECTION" };
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        if (strcmp(objects[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* What a line of a .mif means for the count. Parts of a collection are written like objects. */
typedef struct mif_count {
    bool in_data;
    unsigned parts_left;
    int64_t objects;
} mif_count;

static void mif_take_line(mif_count *count, const line_start *line)
{
    if (!count->in_data) {
        count->in_data = strcmp(line->word, "DATA") == 0;
    } else if (is_mif_object(line->word)) {
        if (count->parts_left > 0) {
            count->parts_left--;
            return;
        }
        count->objects++;
        count->parts_left = strcmp(line->word, "COLLECTION") == 0 ? line->number : 0;
    }
}

kbs_code ogr_count_mif(const base_file *file, int64_t *records, base_findings *report)
{
    window w;
    mif_count count = { .in_data = false };
    line_start line = { .state = 0 };
    kbs_code code = window_open(&w, file, report);
    for (uint64_t at = 0; code == KBS_OK && at < file->size;) {
        const uint8_t *bytes;
        size_t size = file->size - at < CHUNK_BYTES ? (size_t)(file->size - at) : CHUNK_BYTES;
        code = window_get(&w, at, size, &bytes);
        for (size_t i = 0; code == KBS_OK && i < size; i++) {
            if (bytes[i] == '\n') {
                mif_take_line(&count, &line);
                line = (line_start){ .state = 0 };
            } else {
                line_take(&line, bytes[i]);
            }
        }
        at += size;
    }
    mif_take_line(&count, &line);
    *records = count.objects;
    base_free(w.bytes);
    return code;
}

/* One line a record; lines without anything at the end of the file are none. */
kbs_code ogr_count_mid(const base_file *file, int64_t *records, base_findings *report)
{
    window w;
    kbs_code code = window_open(&w, file, report);
    int64_t blank_lines = 0;
    bool is_blank = true;
    *records = 0;
    for (uint64_t at = 0; code == KBS_OK && at < file->size;) {
        const uint8_t *bytes;
        size_t count = file->size - at < CHUNK_BYTES ? (size_t)(file->size - at) : CHUNK_BYTES;
        code = window_get(&w, at, count, &bytes);
        for (size_t i = 0; code == KBS_OK && i < count; i++) {
            bool is_end = bytes[i] == '\n';
            is_blank = is_blank && (is_end || bytes[i] == '\r');
            if (is_end || at + i + 1 == file->size) {
                (*records)++;
                blank_lines = is_blank ? blank_lines + 1 : 0;
                is_blank = true;
            }
        }
        at += count;
    }
    *records -= blank_lines;
    base_free(w.bytes);
    return code;
}
