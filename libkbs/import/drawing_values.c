/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Columns and shapes of a drawing's records. The column with the object's name has the word for what it is in each kind, so that the names of
 * fields (data/profiles) find it. */
#include "import/drawing_values.h"

#include <string.h>

#include "store/kinds.h"

#define HOLE_DEADLINE_S 5.0

typedef enum column_id {
    COLUMN_NAME,
    COLUMN_BLOCK,
    COLUMN_PARCEL,
    COLUMN_AREA,
    COLUMN_HEIGHT,
    COLUMN_LAYER,
    COLUMN_CLASS,
    COLUMN_KEY
} column_id;

typedef struct column_set {
    const import_column *columns;
    const column_id *ids;
    size_t count;
} column_set;

static const import_column parcel_columns[] = { { "ADA", 'C' },   { "PARSEL", 'C' },
                                                { "ALAN", 'N' },  { "KATMAN", 'C' },
                                                { "SINIF", 'C' }, { "ANAHTAR", 'C' } };
static const column_id parcel_ids[] = { COLUMN_BLOCK, COLUMN_PARCEL, COLUMN_AREA,
                                        COLUMN_LAYER, COLUMN_CLASS,  COLUMN_KEY };
static const import_column named_columns[] = {
    { "AD", 'C' }, { "KATMAN", 'C' }, { "SINIF", 'C' }, { "ANAHTAR", 'C' }, { "KOT", 'N' }
};
static const import_column door_columns[] = {
    { "KAPI_NO", 'C' }, { "KATMAN", 'C' }, { "SINIF", 'C' }, { "ANAHTAR", 'C' }, { "KOT", 'N' }
};
/* Kinds without a field for a name: "ETIKET", since a column AD would be taken for somebody's name. */
static const import_column label_columns[] = {
    { "ETIKET", 'C' }, { "KATMAN", 'C' }, { "SINIF", 'C' }, { "ANAHTAR", 'C' }, { "KOT", 'N' }
};
static const column_id named_ids[] = { COLUMN_NAME, COLUMN_LAYER, COLUMN_CLASS, COLUMN_KEY,
                                       COLUMN_HEIGHT };

static column_set columns_of(kbs_kind kind)
{
    switch (kind) {
    case KBS_PARCEL:
        return (column_set){ parcel_columns, parcel_ids, 6 };
    case KBS_NEIGHBOURHOOD:
    case KBS_ROAD:
        return (column_set){ named_columns, named_ids, 4 };
    case KBS_POINT:
        return (column_set){ named_columns, named_ids, 5 };
    case KBS_ADDRESS:
        return (column_set){ door_columns, named_ids, 4 };
    case KBS_PLAN_AREA:
    case KBS_RESTRICTION:
    case KBS_BUILDING:
        return (column_set){ label_columns, named_ids, 4 };
    }
    return (column_set){ label_columns, named_ids, 5 };
}

const import_column *drawing_columns(kbs_kind kind, size_t *count)
{
    column_set set = columns_of(kind);
    *count = set.count;
    return set.columns;
}

bool drawing_values_init(drawing_values *values, const parcel_lines *work)
{
    memset(values, 0, sizeof *values);
    values->work = work;
    geo_shape_init(&values->hole);
    geo_shape_init(&values->rest);
    values->geos = work->hole_count == 0 ? NULL : geo_geos_new();
    return work->hole_count == 0 || values->geos != NULL;
}

void drawing_values_release(drawing_values *values)
{
    geo_shape_release(&values->hole);
    geo_shape_release(&values->rest);
    geo_geos_free(values->geos);
    memset(values, 0, sizeof *values);
}

/* Block and parcel of a record. "12/a" in block 101 is the parcel 12/a of 101; in block 12 it is the parcel a of 12. */
static void name_parcel(drawing_values *values, const drawing_record *record)
{
    import_parcel_name name;
    char block[IMPORT_NUMBER_BYTES] = "";
    const parcel_lines *work = values->work;
    const char *text = parcel_lines_text(work, record->object);
    values->block[0] = values->parcel[0] = '\0';
    if (!record->is_named || !import_parcel_name_split(text, strlen(text), &name)) {
        return;
    }
    if (record->block != DRAWING_NO_OBJECT) {
        const char *number = parcel_lines_text(work, record->block);
        (void)import_block_name(number, strlen(number), block);
    }
    bool other = name.block[0] != '\0' && block[0] != '\0' && strcmp(block, name.block) != 0;
    memcpy(values->block, name.block[0] == '\0' || other ? block : name.block,
           sizeof values->block);
    size_t length = 0;
    if (other) {
        length = strlen(name.block);
        memcpy(values->parcel, name.block, length);
        values->parcel[length++] = '/';
    }
    memcpy(values->parcel + length, name.parcel, strlen(name.parcel) + 1);
}

static import_value text_value(const char *text)
{
    return text[0] == '\0'
               ? (import_value){ .type = IMPORT_VALUE_NULL }
               : (import_value){ .type = IMPORT_VALUE_TEXT, .text = text, .length = strlen(text) };
}

static import_value number_value(double number, bool known)
{
    return known ? (import_value){ .type = IMPORT_VALUE_NUMBER, .number = number }
                 : (import_value){ .type = IMPORT_VALUE_NULL };
}

static import_value value_of(const drawing_values *values, const drawing_record *record,
                             column_id id)
{
    const drawing *d = values->work->d;
    const drawing_object *object = &d->objects[record->object];
    const char *key = drawing_text_of(d, object->key);
    bool own = record->area == IMPORT_NO_AREA;
    switch (id) {
    case COLUMN_NAME:
        return text_value(own ? drawing_text_of(d, object->name) : "");
    case COLUMN_BLOCK:
        return text_value(values->block);
    case COLUMN_PARCEL:
        return text_value(values->parcel);
    case COLUMN_AREA:
        return number_value(object->stated_area_m2, own && object->stated_area_m2 > 0);
    case COLUMN_HEIGHT:
        return number_value((double)object->height_m, (object->flags & DRAWING_HAS_HEIGHT) != 0);
    case COLUMN_LAYER:
        return text_value(drawing_text_of(d, d->layers[object->layer].name));
    case COLUMN_CLASS:
        return text_value(drawing_text_of(d, object->class_name));
    case COLUMN_KEY:
        return text_value(key[0] == '@' ? "" : key); /* "@TAB1" is a group that NetCAD made */
    }
    return text_value("");
}

static bool give_line(const drawing *d, const drawing_object *object, geo_shape *out)
{
    const geo_vertex *v = drawing_vertices(d, object);
    bool added = true;
    geo_shape_clear(out, GEO_LINE);
    for (size_t i = 0; added && i < object->vertex_count; i++) {
        added = geo_shape_add_vertex(out, v[i].east, v[i].north);
    }
    return added && geo_shape_end_ring(out) && geo_shape_end_part(out);
}

static bool give_point(const drawing *d, const drawing_object *object, geo_shape *out)
{
    const geo_vertex *v = drawing_vertices(d, object);
    geo_shape_clear(out, GEO_POINT);
    return geo_shape_add_vertex(out, v[0].east, v[0].north) && geo_shape_end_ring(out) &&
           geo_shape_end_part(out);
}

/* Takes the areas of other parcels out of the shape. What GEOS cannot do is left, and the overlap is told where overlaps are. */
static bool cut_holes(drawing_values *values, uint32_t first, geo_shape *shape)
{
    const parcel_lines *work = values->work;
    for (size_t i = first; work->holes[i] != DRAWING_NO_OBJECT; i++) {
        if (!drawing_ring_shape(work->d, &work->d->objects[work->holes[i]], &values->hole)) {
            return false;
        }
        geo_outcome outcome = geo_geos_overlay(values->geos, GEO_DIFFERENCE, shape, &values->hole,
                                               HOLE_DEADLINE_S, &values->rest);
        if (outcome == GEO_NO_MEMORY ||
            (outcome == GEO_DONE && !geo_shape_copy(shape, &values->rest))) {
            return false;
        }
    }
    return true;
}

static bool give_shape(drawing_values *values, const drawing_record *from, geo_shape *out)
{
    const parcel_lines *work = values->work;
    const drawing_object *object = &work->d->objects[from->object];
    kbs_kind kind = work->choice->kind;
    store_geometry wanted = kind == 0 ? STORE_ANY : store_kind_of(kind)->geometry;
    if (from->area != IMPORT_NO_AREA) {
        return import_net_area_shape(&work->areas, &work->net, from->area, out);
    }
    if (object->type == DRAWING_POINT || object->type == DRAWING_TEXT) {
        return give_point(work->d, object, out);
    }
    if (wanted == STORE_LINES_OR_AREAS || !drawing_is_ring(work->d, object, work->snap_m)) {
        return give_line(work->d, object, out);
    }
    return drawing_ring_shape(work->d, object, out) &&
           (from->first_hole == DRAWING_NO_HOLES || cut_holes(values, from->first_hole, out));
}

bool drawing_values_give(drawing_values *values, const drawing_record *from, import_record *to)
{
    const drawing *d = values->work->d;
    const drawing_object *object = &d->objects[from->object];
    column_set set = columns_of(values->work->choice->kind);
    to->number = (int64_t)from->object + 1;
    to->byte = d->places_are_lines ? -1 : object->place;
    to->line = d->places_are_lines ? object->place : 0;
    to->refused = from->refused;
    to->mended = from->mended;
    to->rings_are_loose = false;
    if (from->refused) {
        return true;
    }
    name_parcel(values, from);
    for (size_t i = 0; i < set.count; i++) {
        to->values[i] = value_of(values, from, set.ids[i]);
    }
    return give_shape(values, from, &to->shape);
}
