/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Records of a NetCAD drawing: the common part, points, lines, texts and symbols. */
#include <math.h>
#include <string.h>

#include "import/ncz_object.h"

#define FULL_TURN 6.283185307179586
#define LEAST_HEIGHT_M 0.001 /* less is none: some line ends carry -0.0000088 */
#define TEXT_AT_LENGTH 97u

ncz_place ncz_record_place(ncz *z, const ncz_record *r, const char *field)
{
    char room[NCZ_TYPE_NAME_SIZE];
    base_buffer_clear(&z->key);
    base_buffer_text(&z->key, ncz_type_name(r->block->type, room));
    if (r->object != NULL && r->object->name != 0) {
        base_buffer_char(&z->key, ' ');
        base_buffer_text(&z->key, drawing_text_of(z->out, r->object->name));
    }
    const char *layer =
        r->has_layer ? drawing_text_of(z->out, z->out->layers[r->layer].name) : NULL;
    return (ncz_place){ .layer = layer,
                        .key = z->key.failed ? NULL : z->key.data,
                        .field = field,
                        .record = z->record,
                        .byte = (int64_t)r->block->at };
}

ncz_outcome ncz_refuse_coordinate(ncz *z, const ncz_record *r, const char *field, double value)
{
    base_buffer text;
    base_buffer_init(&text, 512);
    if (isnan(value)) {
        base_buffer_text(&text, "NaN");
    } else if (isinf(value)) {
        base_buffer_text(&text, value > 0 ? "+∞" : "-∞");
    } else {
        base_buffer_double(&text, value);
    }
    (void)ncz_say(z, FINDING_NCZ_COORDINATE, ncz_record_place(z, r, field),
                  text.failed ? NULL : text.data, NULL);
    base_buffer_release(&text);
    return NCZ_REFUSED;
}

bool ncz_has(ncz *z, const ncz_record *r, size_t bytes)
{
    size_t needed = bytes + r->gis;
    if (r->block->size >= needed) {
        return true;
    }
    (void)ncz_say_numbers(z, FINDING_NCZ_RECORD_SHORT, ncz_record_place(z, r, NULL),
                          (int64_t)r->block->size, (int64_t)needed);
    return false;
}

float ncz_angle(ncz *z, const ncz_record *r, double angle)
{
    if (!isfinite(angle)) {
        (void)ncz_say(z, FINDING_NCZ_VALUE, ncz_record_place(z, r, "angle"), NULL, NULL);
        return 0;
    }
    double turned = fmod(angle, FULL_TURN);
    return (float)(turned < 0 ? turned + FULL_TURN : turned);
}

float ncz_size(ncz *z, const ncz_record *r, float value)
{
    if (!(fabsf(value) <= 1e6f)) {
        (void)ncz_say(z, FINDING_NCZ_VALUE, ncz_record_place(z, r, "size"), NULL, NULL);
        return 0;
    }
    return value;
}

static void set_height(ncz *z, ncz_record *r)
{
    float height_m = ncz_f32(r->head + NCZ_AT_HEIGHT);
    if (!(fabsf(height_m) <= (float)NCZ_MOST_COORDINATE)) {
        z->bad_heights++;
    } else if (fabsf(height_m) >= (float)LEAST_HEIGHT_M) {
        r->object->height_m = height_m;
        r->object->flags |= DRAWING_HAS_HEIGHT;
    }
}

/* Class and key of a record with the insert. Most objects have the class of the one before. */
static bool set_gis(ncz *z, ncz_record *r)
{
    ncz_place place = ncz_record_place(z, r, "GIS class");
    if (!ncz_text(z, r->head + NCZ_AT_CLASS, NCZ_CLASS_ROOM, place)) {
        return false;
    }
    if (z->text.length > 0) {
        if (strcmp(drawing_text_of(z->out, z->last_class), z->text.data) != 0 &&
            !ncz_text_keep(z, &z->last_class)) {
            return false;
        }
        r->object->class_name = z->last_class;
    }
    place = ncz_record_place(z, r, "GIS name");
    return ncz_text(z, r->head + NCZ_AT_KEY, NCZ_KEY_ROOM, place) &&
           ncz_text_keep(z, &r->object->key);
}

bool ncz_add(ncz *z, ncz_record *r, drawing_type type)
{
    r->object = drawing_add_object(z->out, type, r->layer, (int64_t)r->block->at);
    if (r->object == NULL) {
        return false;
    }
    uint8_t colour = r->head[NCZ_AT_COLOUR];
    if (colour != 0) {
        r->object->colour = ncz_palette(colour);
        z->unknown_colours += r->object->colour == DRAWING_BY_LAYER;
    }
    if (r->block->type != NCZ_POLYLINE) {
        set_height(z, r);
    }
    return r->gis == 0 || set_gis(z, r);
}

bool ncz_name(ncz *z, ncz_record *r, size_t at, size_t room)
{
    size_t most = r->head_length - at - r->gis - 1;
    ncz_place place = ncz_record_place(z, r, "name");
    return ncz_text(z, ncz_field(r, at), room < most ? room : most, place) &&
           ncz_text_keep(z, &r->object->name);
}

/* An object of one vertex. */
static bool add_placed(ncz *z, ncz_record *r, drawing_type type)
{
    return ncz_add(z, r, type) && drawing_add_vertex(z->out, r->object, r->east, r->north);
}

static ncz_outcome read_point(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, NCZ_COMMON_BYTES + 1 + NCZ_NAME_ROOM)) {
        return NCZ_REFUSED;
    }
    return add_placed(z, r, DRAWING_POINT) && ncz_name(z, r, NCZ_COMMON_BYTES, NCZ_NAME_ROOM)
               ? NCZ_KEPT
               : NCZ_FAILED;
}

static ncz_outcome read_line(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, 102)) {
        return NCZ_REFUSED;
    }
    double north = base_get_f64(ncz_field(r, 86)), east = base_get_f64(ncz_field(r, 94));
    if (!ncz_is_coordinate(north) || !ncz_is_coordinate(east)) {
        return ncz_refuse_coordinate(z, r, "second point", ncz_is_coordinate(north) ? east : north);
    }
    return add_placed(z, r, DRAWING_LINE) && drawing_add_vertex(z->out, r->object, east, north)
               ? NCZ_KEPT
               : NCZ_FAILED;
}

static ncz_outcome read_text(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, TEXT_AT_LENGTH + 1)) {
        return NCZ_REFUSED;
    }
    if (!add_placed(z, r, DRAWING_TEXT) || !ncz_name(z, r, TEXT_AT_LENGTH, 255)) {
        return NCZ_FAILED;
    }
    r->object->text_height_m = ncz_size(z, r, ncz_f32(ncz_field(r, 86)));
    r->object->angle = ncz_angle(z, r, (double)ncz_f32(ncz_field(r, 90)));
    return NCZ_KEPT;
}

/* The name of a symbol is "library:number". */
static ncz_outcome read_symbol(ncz *z, ncz_record *r)
{
    if (!ncz_has(z, r, 97)) {
        return NCZ_REFUSED;
    }
    if (!add_placed(z, r, DRAWING_SYMBOL)) {
        return NCZ_FAILED;
    }
    base_buffer_clear(&z->text);
    base_buffer_int(&z->text, *ncz_field(r, 96));
    base_buffer_char(&z->text, ':');
    base_buffer_int(&z->text, base_get_le16(ncz_field(r, 94)));
    r->object->text_height_m = ncz_size(z, r, ncz_f32(ncz_field(r, 86)));
    r->object->angle = ncz_angle(z, r, (double)ncz_f32(ncz_field(r, 90)));
    return !z->text.failed && ncz_text_keep(z, &r->object->name) ? NCZ_KEPT : NCZ_FAILED;
}

static ncz_outcome read_by_type(ncz *z, ncz_record *r)
{
    switch ((enum ncz_type)r->block->type) {
    case NCZ_POINT:
        return read_point(z, r);
    case NCZ_LINE:
        return read_line(z, r);
    case NCZ_CIRCLE:
        return ncz_read_circle(z, r);
    case NCZ_ARC:
        return ncz_read_arc(z, r);
    case NCZ_TEXT:
        return read_text(z, r);
    case NCZ_SYMBOL:
        return read_symbol(z, r);
    case NCZ_POLYLINE:
        return ncz_read_polyline(z, r);
    case NCZ_CONTOUR:
        return ncz_read_contour(z, r);
    case NCZ_RECTANGLE:
        return ncz_read_rectangle(z, r);
    case NCZ_SHEET:
        return ncz_read_sheet(z, r);
    case NCZ_TRIANGLE:
        return ncz_read_triangle(z, r);
    case NCZ_INSERT:
        return ncz_read_insert(z, r);
    case NCZ_DELETED:
    case NCZ_SPIRAL:
    case NCZ_MARK:
    case NCZ_SMART:
    case NCZ_TYPE_COUNT:
        break;
    }
    return NCZ_REFUSED;
}

static bool is_read(uint8_t type)
{
    return type != NCZ_SPIRAL && type < NCZ_MARK;
}

/* The layer by its number in the table; objects beyond the table go to a layer "?". */
static bool set_layer(ncz *z, ncz_record *r)
{
    uint8_t index = r->head[NCZ_AT_LAYER];
    r->layer = index;
    if (index >= z->table_layers) {
        if (!z->has_unknown_layer &&
            !drawing_add_layer(z->out, "?", DRAWING_BY_LAYER, &z->unknown_layer)) {
            return false;
        }
        z->has_unknown_layer = true;
        r->layer = z->unknown_layer;
        r->has_layer = true;
        if (z->facts.layers.at != 0) {
            (void)ncz_say_numbers(z, FINDING_NCZ_LAYER_OUTSIDE, ncz_record_place(z, r, NULL), index,
                                  z->table_layers);
        }
    }
    r->has_layer = true;
    return true;
}

/* Box and first point, as far as the kind has one. */
static ncz_outcome read_common(ncz *z, ncz_record *r)
{
    const uint8_t *box = r->head + NCZ_AT_BOX;
    uint8_t type = r->block->type;
    r->north = base_get_f64(r->head + NCZ_AT_NORTH);
    r->east = base_get_f64(r->head + NCZ_AT_EAST);
    r->box = (kbs_box){ .north_min = base_get_f64(box),
                        .east_min = base_get_f64(box + 8),
                        .north_max = base_get_f64(box + 16),
                        .east_max = base_get_f64(box + 24) };
    if (geo_box_is_empty(r->box) || !ncz_is_coordinate(r->box.north_min) ||
        !ncz_is_coordinate(r->box.east_min) || !ncz_is_coordinate(r->box.north_max) ||
        !ncz_is_coordinate(r->box.east_max)) {
        (void)ncz_say(z, FINDING_NCZ_BOX, ncz_record_place(z, r, NULL), NULL, NULL);
        return NCZ_REFUSED;
    }
    bool has_point = type != NCZ_POLYLINE && type != NCZ_SHEET;
    if (has_point && (!ncz_is_coordinate(r->north) || !ncz_is_coordinate(r->east))) {
        return ncz_refuse_coordinate(z, r, "first point",
                                     ncz_is_coordinate(r->north) ? r->east : r->north);
    }
    return NCZ_KEPT;
}

static ncz_outcome read_record(ncz *z, ncz_record *r)
{
    uint64_t size = r->block->size;
    r->head_length = size < NCZ_MOST_HEAD_BYTES ? (size_t)size : NCZ_MOST_HEAD_BYTES;
    r->head = ncz_file_at(&z->file, r->block->at, r->head_length);
    if (r->head == NULL || !set_layer(z, r)) {
        return NCZ_FAILED;
    }
    r->gis = r->block->kind == NCZ_KIND_GIS_OBJECT ? NCZ_GIS_BYTES : 0;
    if (!ncz_has(z, r, NCZ_COMMON_BYTES)) {
        return NCZ_REFUSED;
    }
    ncz_outcome outcome = read_common(z, r);
    return outcome == NCZ_KEPT ? read_by_type(z, r) : outcome;
}

/* Another length than the layout says: another version of NetCAD, perhaps. */
static void check_length(ncz *z, const ncz_record *r)
{
    uint8_t type = r->block->type;
    uint8_t text_length = type == NCZ_TEXT ? *ncz_field(r, TEXT_AT_LENGTH) : 0;
    uint32_t expected = ncz_type_length(type, r->block->kind, text_length);
    z->odd_lengths[type] += expected != 0 && expected + NCZ_HEADER_BYTES != r->block->size;
}

kbs_code ncz_object_read(ncz *z, const ncz_block *block)
{
    ncz_record r = { .block = block };
    if (block->type == NCZ_DELETED) {
        z->out->deleted++;
        return KBS_OK;
    }
    z->record++;
    if (!is_read(block->type)) {
        z->skipped++;
        z->skipped_types[block->type]++;
        z->skipped_type_bytes[block->type] += block->size;
        return KBS_OK;
    }
    switch (read_record(z, &r)) {
    case NCZ_KEPT:
        z->kept++;
        z->read_types[block->type]++;
        check_length(z, &r);
        return KBS_OK;
    case NCZ_REFUSED:
        if (r.object != NULL) {
            drawing_drop_object(z->out);
        }
        z->skipped++;
        z->refused++;
        z->refused_bytes += block->size;
        return KBS_OK;
    case NCZ_FAILED:
        break;
    }
    return z->file.code != KBS_OK ? z->file.code : drawing_failed(z->out, z->name, z->report);
}
