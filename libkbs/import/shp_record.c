/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The geometry of one record of a .shp, read in pieces so that the largest record needs no more
 * memory than its vertices. */
#include "import/shp_record.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"

#define PIECE_VERTICES 16384u /* 256 KiB: fits the window whatever stands before it */
/* Of the coordinate: boxes that went through text differ in the last digits. */
#define BOX_TOLERANCE 1e-9

/* One record while it is read. */
typedef struct reading {
    shp_records *records;
    int64_t number;   /* from 1 */
    uint64_t content; /* offset of the content in the file */
    uint64_t length;  /* of the content */
    /* First bytes of the content, SHP_PARTS_SIZE of them or all; valid until the next read. */
    const uint8_t *head;
    uint32_t type;
    geo_shape *shape;
    kbs_box box; /* of its vertices */
    base_findings *report;
} reading;

/* Ways out of a record: read, refused with its finding, or no more reading at all (the code says
 * why). */
typedef enum outcome { TAKEN, REFUSED, FAILED } outcome;

static shp_place place_of(const reading *r)
{
    return (shp_place){ .file = r->records->shp->name,
                        .record = r->number,
                        .byte = (int64_t)(r->content - SHP_RECORD_HEADER_SIZE) };
}

static outcome refuse(const reading *r, base_finding_code code, int64_t found, int64_t expected)
{
    (void)shp_report_numbers(r->report, code, place_of(r), found, expected);
    return REFUSED;
}

/* One coordinate for people: the number, or which kind of none it is. */
static void add_coordinate(base_buffer *text, double value)
{
    if (isfinite(value)) {
        base_buffer_double(text, value);
    } else {
        base_buffer_text(text, isnan(value) ? "NaN" : (value > 0 ? "inf" : "-inf"));
    }
}

static outcome refuse_coordinate(const reading *r, size_t vertex, geo_vertex at, kbs_code *code)
{
    char number[SHP_DECIMAL_SIZE];
    base_buffer found;
    base_buffer_init(&found, 128);
    add_coordinate(&found, at.east);
    base_buffer_text(&found, ", ");
    add_coordinate(&found, at.north);
    if (found.failed) {
        *code = base_findings_no_memory(r->report);
    } else {
        (void)shp_report(r->report, FINDING_SHP_COORDINATE, place_of(r), found.data,
                         shp_decimal(number, (int64_t)vertex + 1));
    }
    base_buffer_release(&found);
    return *code == KBS_OK ? REFUSED : FAILED;
}

/* "3: 12" = part 3 starts at vertex 12. */
static outcome refuse_part(const reading *r, uint32_t part, uint32_t start, uint32_t vertices)
{
    char found[2 * SHP_DECIMAL_SIZE];
    char expected[SHP_DECIMAL_SIZE];
    size_t length = strlen(shp_decimal(found, part));
    memcpy(found + length, ": ", 2);
    (void)shp_decimal(found + length + 2, (int32_t)start);
    (void)shp_report(r->report, FINDING_SHP_PART_START, place_of(r), found,
                     shp_decimal(expected, vertices));
    return REFUSED;
}

/* The length must be the one that type and counts give; heights and measures may follow. That way a
 * damaged count cannot make a geometry smaller. `block` is what one list of heights or measures
 * takes. */
static bool length_fits(const reading *r, uint64_t plain, uint64_t block)
{
    if (r->length == plain) {
        return true;
    }
    if (shp_type_has_heights(r->type)) {
        return r->length == plain + block || r->length == plain + 2 * block;
    }
    return shp_type_has_measures(r->type) && r->length == plain + block;
}

static bool is_coordinate(double value)
{
    return value >= -SHP_MOST_COORDINATE && value <= SHP_MOST_COORDINATE; /* false for NaN */
}

/* Copies vertices and widens the box. Returns the index of the first that is not within range, or
 * `count`. */
static size_t take_vertices(const uint8_t *bytes, size_t count, geo_vertex *vertices, kbs_box *box)
{
    kbs_box all = *box;
    for (size_t i = 0; i < count; i++) {
        double east = base_get_f64(bytes + i * SHP_VERTEX_SIZE);
        double north = base_get_f64(bytes + i * SHP_VERTEX_SIZE + 8);
        if (!is_coordinate(east) || !is_coordinate(north)) {
            vertices[i] = (geo_vertex){ east, north };
            return i;
        }
        vertices[i] = (geo_vertex){ east, north };
        all.east_min = east < all.east_min ? east : all.east_min;
        all.east_max = east > all.east_max ? east : all.east_max;
        all.north_min = north < all.north_min ? north : all.north_min;
        all.north_max = north > all.north_max ? north : all.north_max;
    }
    *box = all;
    return count;
}

/* `count` vertices from `at` (in the content) on, appended to the shape. */
static outcome read_vertices(reading *r, uint64_t at, size_t count, kbs_code *code)
{
    for (size_t done = 0; done < count;) {
        const uint8_t *bytes = NULL;
        size_t piece = count - done < PIECE_VERTICES ? count - done : PIECE_VERTICES;
        *code = shp_part_at(r->records->shp, r->content + at + done * SHP_VERTEX_SIZE,
                            piece * SHP_VERTEX_SIZE, &bytes, r->report);
        if (*code != KBS_OK) {
            return FAILED;
        }
        geo_vertex *vertices = geo_shape_extend(r->shape, piece);
        if (vertices == NULL) {
            *code = base_findings_no_memory(r->report);
            return FAILED;
        }
        size_t sound = take_vertices(bytes, piece, vertices, &r->box);
        if (sound < piece) {
            return refuse_coordinate(r, done + sound, vertices[sound], code);
        }
        done += piece;
    }
    return TAKEN;
}

static bool is_near(double stated, double computed)
{
    return stated == computed ||
           fabs(stated - computed) <= BOX_TOLERANCE * fmax(1.0, fabs(computed));
}

bool shp_box_is_near(kbs_box stated, kbs_box computed)
{
    return is_near(stated.east_min, computed.east_min) &&
           is_near(stated.north_min, computed.north_min) &&
           is_near(stated.east_max, computed.east_max) &&
           is_near(stated.north_max, computed.north_max);
}

/* Compares the box of the record with the one of its vertices. */
static void compare_box(const reading *r, kbs_box stated)
{
    if (!shp_box_is_near(stated, r->box) && r->records->boxes_wrong++ == 0) {
        r->records->first_box_wrong = r->number;
    }
}

static outcome end_point(reading *r, kbs_code *code)
{
    if (geo_shape_end_ring(r->shape) && geo_shape_end_part(r->shape)) {
        return TAKEN;
    }
    *code = base_findings_no_memory(r->report);
    return FAILED;
}

static outcome read_point(reading *r, kbs_code *code)
{
    if (!length_fits(r, SHP_POINT_SIZE, SHP_MEASURE_SIZE)) {
        return refuse(r, FINDING_SHP_RECORD_LENGTH, (int64_t)r->length, SHP_POINT_SIZE);
    }
    geo_shape_clear(r->shape, GEO_POINT);
    outcome out = read_vertices(r, SHP_AT_POINT, 1, code);
    return out == TAKEN ? end_point(r, code) : out;
}

static outcome read_multipoint(reading *r, kbs_code *code)
{
    if (r->length < SHP_MULTIPOINT_SIZE) {
        return refuse(r, FINDING_SHP_RECORD_LENGTH, (int64_t)r->length, SHP_MULTIPOINT_SIZE);
    }
    uint32_t count = base_get_le32(r->head + SHP_AT_MULTIPOINT_COUNT);
    uint64_t plain = SHP_MULTIPOINT_SIZE + (uint64_t)count * SHP_VERTEX_SIZE;
    if (!length_fits(r, plain, SHP_RANGE_SIZE + (uint64_t)count * SHP_MEASURE_SIZE)) {
        return refuse(r, FINDING_SHP_VERTEX_COUNT, (int32_t)count, (int64_t)r->length);
    }
    if (count > SHP_MOST_PARTS) {
        return refuse(r, FINDING_SHP_MOST_PARTS, count, SHP_MOST_PARTS);
    }
    if (count == 0) {
        return TAKEN;
    }
    const kbs_box box = shp_box_read(r->head + SHP_AT_RECORD_BOX);
    geo_shape_clear(r->shape, GEO_MULTIPOINT);
    outcome out = read_vertices(r, SHP_MULTIPOINT_SIZE, count, code);
    for (size_t i = 0; out == TAKEN && i < count; i++) {
        r->shape->vertex_count = i + 1;
        out = end_point(r, code);
    }
    if (out == TAKEN) {
        compare_box(r, box);
    }
    return out;
}

/* The first vertices of the parts become the ends of the rings. */
static outcome read_parts(reading *r, uint32_t parts, uint32_t vertices, bool is_line,
                          kbs_code *code)
{
    const uint8_t *starts = NULL;
    *code = shp_part_at(r->records->shp, r->content + SHP_PARTS_SIZE, (size_t)parts * 4, &starts,
                        r->report);
    if (*code != KBS_OK) {
        return FAILED;
    }
    if (base_get_le32(starts) != 0) {
        return refuse_part(r, 1, base_get_le32(starts), vertices);
    }
    uint32_t start = 0;
    for (uint32_t i = 0; i < parts; i++) {
        uint32_t end = i + 1 < parts ? base_get_le32(starts + (size_t)(i + 1) * 4) : vertices;
        if (end <= start || end > vertices) {
            return i + 1 < parts ? refuse_part(r, i + 2, end, vertices)
                                 : refuse_part(r, i + 1, start, vertices);
        }
        if (end - start > SHP_MOST_RING_VERTICES) {
            return refuse(r, FINDING_SHP_MOST_VERTICES, end - start, SHP_MOST_RING_VERTICES);
        }
        r->shape->vertex_count = end;
        if (!geo_shape_end_ring(r->shape) || (is_line && !geo_shape_end_part(r->shape))) {
            *code = base_findings_no_memory(r->report);
            return FAILED;
        }
        start = end;
    }
    r->shape->vertex_count = 0;
    return TAKEN;
}

static outcome check_counts(const reading *r, uint32_t parts, uint32_t vertices)
{
    uint64_t plain = SHP_PARTS_SIZE + (uint64_t)parts * 4 + (uint64_t)vertices * SHP_VERTEX_SIZE;
    if (plain > r->length) {
        uint64_t room = (r->length - SHP_PARTS_SIZE) / 4;
        return parts > room
                   ? refuse(r, FINDING_SHP_PART_COUNT, (int32_t)parts, (int64_t)r->length)
                   : refuse(r, FINDING_SHP_VERTEX_COUNT, (int32_t)vertices, (int64_t)r->length);
    }
    if (!length_fits(r, plain, SHP_RANGE_SIZE + (uint64_t)vertices * SHP_MEASURE_SIZE)) {
        return refuse(r, FINDING_SHP_VERTEX_COUNT, vertices, (int64_t)r->length);
    }
    if ((parts == 0) != (vertices == 0)) {
        return refuse(r, parts == 0 ? FINDING_SHP_PART_COUNT : FINDING_SHP_VERTEX_COUNT, 0,
                      (int64_t)r->length);
    }
    if (parts > SHP_MOST_PARTS) {
        return refuse(r, FINDING_SHP_MOST_PARTS, parts, SHP_MOST_PARTS);
    }
    return vertices > GEO_MOST_VERTICES
               ? refuse(r, FINDING_SHP_MOST_VERTICES, vertices, GEO_MOST_VERTICES)
               : TAKEN;
}

static outcome read_rings(reading *r, bool is_line, kbs_code *code)
{
    if (r->length < SHP_PARTS_SIZE) {
        return refuse(r, FINDING_SHP_RECORD_LENGTH, (int64_t)r->length, SHP_PARTS_SIZE);
    }
    uint32_t parts = base_get_le32(r->head + SHP_AT_PART_COUNT);
    uint32_t vertices = base_get_le32(r->head + SHP_AT_VERTEX_COUNT);
    outcome out = check_counts(r, parts, vertices);
    if (out != TAKEN || parts == 0) {
        return out;
    }
    const kbs_box box = shp_box_read(r->head + SHP_AT_RECORD_BOX);
    geo_shape_clear(r->shape, !is_line ? GEO_POLYGON : (parts == 1 ? GEO_LINE : GEO_MULTILINE));
    out = read_parts(r, parts, vertices, is_line, code);
    if (out == TAKEN) {
        out = read_vertices(r, SHP_PARTS_SIZE + (uint64_t)parts * 4, vertices, code);
    }
    if (out == TAKEN && !is_line && !geo_shape_end_part(r->shape)) {
        *code = base_findings_no_memory(r->report);
        return FAILED;
    }
    if (out == TAKEN) {
        compare_box(r, box);
    }
    return out;
}

static outcome read_content(reading *r, kbs_code *code)
{
    if (r->length < SHP_NULL_SIZE) {
        return refuse(r, FINDING_SHP_RECORD_LENGTH, (int64_t)r->length, SHP_NULL_SIZE);
    }
    r->type = base_get_le32(r->head);
    if (r->type == SHP_NULL) {
        /* A longer one has a geometry whose type got lost. */
        return r->length == SHP_NULL_SIZE
                   ? TAKEN
                   : refuse(r, FINDING_SHP_RECORD_LENGTH, (int64_t)r->length, SHP_NULL_SIZE);
    }
    if (r->type != r->records->type) {
        const char *found = shp_type_name(r->type);
        char number[SHP_DECIMAL_SIZE];
        (void)shp_report(r->report, FINDING_SHP_RECORD_TYPE, place_of(r),
                         found != NULL ? found : shp_decimal(number, (int32_t)r->type),
                         shp_type_name(r->records->type));
        return REFUSED;
    }
    switch (r->type % 10) {
    case SHP_POINT:
        return read_point(r, code);
    case SHP_MULTIPOINT:
        return read_multipoint(r, code);
    case SHP_LINE:
        return read_rings(r, true, code);
    default: /* SHP_POLYGON: the type of the file was checked when it was opened */
        return read_rings(r, false, code);
    }
}

/* Reads the header and the first bytes of the content and compares them with the index. */
static kbs_code begin(reading *r, shp_entry entry)
{
    shp_records *records = r->records;
    const uint8_t *bytes = NULL;
    size_t head = entry.length < SHP_PARTS_SIZE ? (size_t)entry.length : SHP_PARTS_SIZE;
    r->content = entry.offset + SHP_RECORD_HEADER_SIZE;
    r->length = entry.length;
    kbs_code code =
        shp_part_at(records->shp, entry.offset, SHP_RECORD_HEADER_SIZE + head, &bytes, r->report);
    if (code != KBS_OK) {
        return code;
    }
    uint64_t stated = (uint64_t)base_get_be32(bytes + SHP_AT_CONTENT_LENGTH) * SHP_WORD;
    if (stated != entry.length) {
        return shp_report_numbers(r->report, FINDING_SHP_INDEX_LENGTH, place_of(r),
                                  (int64_t)entry.length, (int64_t)stated);
    }
    if ((int64_t)base_get_be32(bytes + SHP_AT_NUMBER) != r->number &&
        records->numbers_wrong++ == 0) {
        records->first_number_wrong = r->number;
    }
    r->head = bytes + SHP_RECORD_HEADER_SIZE;
    return KBS_OK;
}

kbs_code shp_record_read(shp_records *records, shp_entry entry, int64_t record, geo_shape *shape,
                         bool *refused, base_findings *report)
{
    reading r = { .records = records,
                  .number = record,
                  .shape = shape,
                  .box = geo_box_empty(),
                  .report = report };
    geo_shape_clear(shape, GEO_NONE);
    *refused = false;
    kbs_code code = begin(&r, entry);
    if (code != KBS_OK) {
        return code;
    }
    switch (read_content(&r, &code)) {
    case TAKEN:
        records->box = geo_box_join(records->box, r.box);
        break;
    case REFUSED:
        geo_shape_clear(shape, GEO_NONE);
        records->refused++;
        *refused = true;
        break;
    case FAILED:
        break;
    }
    return code;
}

kbs_code shp_record_skip(shp_records *records, shp_entry entry, int64_t record, bool *has_geometry,
                         base_findings *report)
{
    reading r = { .records = records, .number = record, .report = report };
    kbs_code code = begin(&r, entry);
    *has_geometry =
        code == KBS_OK && entry.length >= SHP_NULL_SIZE && base_get_le32(r.head) != SHP_NULL;
    return code;
}
