/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Headers of .shp and .shx, and the check of the whole index. */
#include "import/shp_header.h"

#include <math.h>

const char *shp_type_name(uint32_t type)
{
    switch ((enum shp_type)type) {
    case SHP_NULL:
        return "Null";
    case SHP_POINT:
        return "Point";
    case SHP_LINE:
        return "PolyLine";
    case SHP_POLYGON:
        return "Polygon";
    case SHP_MULTIPOINT:
        return "MultiPoint";
    case SHP_POINT_Z:
        return "PointZ";
    case SHP_LINE_Z:
        return "PolyLineZ";
    case SHP_POLYGON_Z:
        return "PolygonZ";
    case SHP_MULTIPOINT_Z:
        return "MultiPointZ";
    case SHP_POINT_M:
        return "PointM";
    case SHP_LINE_M:
        return "PolyLineM";
    case SHP_POLYGON_M:
        return "PolygonM";
    case SHP_MULTIPOINT_M:
        return "MultiPointM";
    case SHP_MULTIPATCH:
        return "MultiPatch";
    }
    return NULL;
}

bool shp_type_has_heights(uint32_t type)
{
    return type / 10 == 1;
}

bool shp_type_has_measures(uint32_t type)
{
    return type / 10 == 2;
}

kbs_box shp_box_read(const uint8_t *bytes)
{
    return (kbs_box){ base_get_f64(bytes), base_get_f64(bytes + 8), base_get_f64(bytes + 16),
                      base_get_f64(bytes + 24) };
}

/* The box of the header, or the empty one: files without records have zeros, NaN or "no data"
 * (-1.8e308) there. */
static kbs_box read_header_box(const uint8_t *bytes)
{
    kbs_box box = shp_box_read(bytes);
    bool sound =
        fabs(box.east_min) <= SHP_MOST_COORDINATE && fabs(box.north_min) <= SHP_MOST_COORDINATE &&
        fabs(box.east_max) <= SHP_MOST_COORDINATE && fabs(box.north_max) <= SHP_MOST_COORDINATE &&
        box.east_min <= box.east_max && box.north_min <= box.north_max;
    return sound ? box : geo_box_empty();
}

static kbs_code check_type(const shp_part *part, uint32_t type, base_findings *report)
{
    shp_place place = { .file = part->name, .byte = SHP_AT_TYPE };
    char text[SHP_DECIMAL_SIZE];
    if (shp_type_name(type) == NULL) {
        return shp_report(report, FINDING_SHP_TYPE_UNKNOWN, place, shp_decimal(text, (int64_t)type),
                          NULL);
    }
    if (type == SHP_MULTIPATCH) {
        return shp_report(report, FINDING_SHP_MULTIPATCH, place, shp_type_name(type), NULL);
    }
    return KBS_OK;
}

kbs_code shp_header_read(shp_part *part, shp_header *header, base_findings *report)
{
    uint8_t bytes[SHP_HEADER_SIZE] = { 0 };
    uint64_t size = part->file.size;
    size_t there = size < SHP_HEADER_SIZE ? (size_t)size : SHP_HEADER_SIZE;
    char looks[SHP_LOOKS_SIZE];
    shp_place place = { .file = part->name, .byte = -1 };
    kbs_code code = shp_part_read(part, 0, bytes, there, report);
    if (code != KBS_OK) {
        return code;
    }
    if (there < 4 || base_get_be32(bytes + SHP_AT_FILE_CODE) != SHP_FILE_CODE) {
        return shp_report(report, FINDING_SHP_NOT_SHAPEFILE, place, shp_looks(looks, bytes, there),
                          NULL);
    }
    if (there < SHP_HEADER_SIZE) {
        return shp_report_numbers(report, FINDING_SHP_CUT, place, (int64_t)size, SHP_HEADER_SIZE);
    }
    uint32_t version = base_get_le32(bytes + SHP_AT_VERSION);
    if (version != SHP_VERSION) {
        place.byte = SHP_AT_VERSION;
        return shp_report_numbers(report, FINDING_SHP_VERSION, place, (int32_t)version,
                                  SHP_VERSION);
    }
    header->type = base_get_le32(bytes + SHP_AT_TYPE);
    code = check_type(part, header->type, report);
    if (code != KBS_OK) {
        return code;
    }
    header->length = (uint64_t)base_get_be32(bytes + SHP_AT_LENGTH) * SHP_WORD;
    header->box = read_header_box(bytes + SHP_AT_BOX);
    if (header->length > size) {
        return shp_report_numbers(report, FINDING_SHP_CUT, place, (int64_t)size,
                                  (int64_t)header->length);
    }
    if (header->length < size) {
        return shp_report_numbers(report, FINDING_SHP_LONGER, place, (int64_t)size,
                                  (int64_t)header->length);
    }
    return KBS_OK;
}

kbs_code shp_entry_read(const uint8_t *bytes, int64_t record, const char *shx_name,
                        uint64_t earliest, uint64_t shp_size, shp_entry *entry,
                        base_findings *report)
{
    entry->offset = (uint64_t)base_get_be32(bytes + SHX_AT_OFFSET) * SHP_WORD;
    entry->length = (uint64_t)base_get_be32(bytes + SHX_AT_LENGTH) * SHP_WORD;
    uint64_t end = shp_entry_end(*entry);
    if (entry->offset >= earliest && end <= shp_size && entry->offset % 4 == 0) {
        return KBS_OK;
    }
    shp_place place = { .file = shx_name,
                        .record = record,
                        .byte = SHP_HEADER_SIZE + (record - 1) * (int64_t)SHX_ENTRY_SIZE };
    if (end > shp_size) {
        return shp_report_numbers(report, FINDING_SHP_INDEX_OUTSIDE, place, (int64_t)end,
                                  (int64_t)shp_size);
    }
    if (entry->offset < earliest) {
        return shp_report_numbers(report, FINDING_SHP_INDEX_OVERLAP, place, (int64_t)entry->offset,
                                  (int64_t)earliest);
    }
    return shp_report_numbers(report, FINDING_SHP_INDEX_ODD, place, (int64_t)entry->offset, 4);
}

/* How many entries the index has: by its header, which must leave no remainder. */
static kbs_code count_entries(const shp_part *shx, const shp_header *header, uint64_t *records,
                              base_findings *report)
{
    shp_place place = { .file = shx->name, .byte = -1 };
    if (header->length < SHP_HEADER_SIZE ||
        (header->length - SHP_HEADER_SIZE) % SHX_ENTRY_SIZE != 0) {
        char text[SHP_DECIMAL_SIZE];
        place.byte = SHP_AT_LENGTH;
        return shp_report(report, FINDING_SHP_INDEX_SIZE, place,
                          shp_decimal(text, (int64_t)header->length), NULL);
    }
    *records = (header->length - SHP_HEADER_SIZE) / SHX_ENTRY_SIZE;
    if (*records > SHP_MOST_RECORDS) {
        return shp_report_numbers(report, FINDING_SHP_MOST_RECORDS, place, (int64_t)*records,
                                  SHP_MOST_RECORDS);
    }
    return KBS_OK;
}

kbs_code shp_index_check(shp_part *shx, const shp_header *shx_header, uint64_t shp_size,
                         shp_index *index, base_findings *report)
{
    uint64_t end = SHP_HEADER_SIZE;
    index->unused_bytes = 0;
    kbs_code code = count_entries(shx, shx_header, &index->records, report);
    for (uint64_t done = 0; code == KBS_OK && done < index->records;) {
        const uint8_t *bytes = NULL;
        uint64_t piece = SHP_WINDOW_BYTES / SHX_ENTRY_SIZE;
        if (piece > index->records - done) {
            piece = index->records - done;
        }
        code = shp_part_peek(shx, SHP_HEADER_SIZE + done * SHX_ENTRY_SIZE,
                             (size_t)piece * SHX_ENTRY_SIZE, &bytes, report);
        for (uint64_t i = 0; code == KBS_OK && i < piece; i++) {
            shp_entry entry;
            code = shp_entry_read(bytes + i * SHX_ENTRY_SIZE, (int64_t)(done + i + 1), shx->name,
                                  end, shp_size, &entry, report);
            if (code == KBS_OK) {
                index->unused_bytes += entry.offset - end;
                end = shp_entry_end(entry);
            }
        }
        done += piece;
    }
    if (code == KBS_OK) {
        index->unused_bytes += shp_size - end;
    }
    return code;
}
