/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Addresses and buildings that lie in no parcel. */
#include "geo/blob.h"
#include "geo/measure.h"
#include "store/address.h"
#include "store/scan.h"
#include "zoning/check.h"

#define MOST_ORPHANS 10000000u
#define MOST_TEXT_BYTES 65536u

typedef struct orphans {
    int64_t *ids;
    size_t count, capacity;
} orphans;

static bool keep_orphan(const store_address *address, void *user)
{
    orphans *o = user;
    void *items = o->ids;
    if (address->parcel != 0) {
        return true;
    }
    bool grown = base_array_grow(&items, &o->capacity, o->count + 1, sizeof *o->ids, MOST_ORPHANS);
    o->ids = items;
    if (grown) {
        o->ids[o->count++] = address->id;
    }
    return grown;
}

/* "Çınar, Atatürk Caddesi 5" */
static void write_address(base_buffer *out, const store_scanned *row)
{
    static const char *const fields[] = { "neighbourhood", "street", "door_number" };
    static const char *const between[] = { "", ", ", " " };
    const store_kind *kind = store_kind_of(KBS_ADDRESS);
    for (size_t i = 0; i < 3; i++) {
        const store_value *value = &row->values[store_kind_field(kind, fields[i])];
        if (value->type == STORE_VALUE_TEXT && value->length > 0) {
            base_buffer_text(out, out->length > 0 ? between[i] : "");
            base_buffer_add(out, value->text, value->length);
        }
    }
    base_buffer_text(out, "");
}

static bool tell_address(const store_scanned *row, void *user)
{
    zoning_checking *c = user;
    base_buffer text;
    kbs_box box;
    bool placed = geo_blob_box(row->blob, row->blob_length, &box) == GEO_BLOB_OK;
    geo_vertex place = { placed ? box.east_min : 0.0, placed ? box.north_min : 0.0 };
    base_buffer_init(&text, MOST_TEXT_BYTES);
    write_address(&text, row);
    zoning_check_add(c, FINDING_CHECK_ADDRESS_ORPHAN, KBS_ADDRESS, row->id, text.data, NULL, NULL,
                     placed ? &place : NULL);
    base_buffer_release(&text);
    return true;
}

static kbs_code check_addresses(zoning_checking *c)
{
    orphans o = { 0 };
    kbs_code code = store_address_each(c->city, keep_orphan, &o);
    for (size_t i = 0; code == KBS_OK && !c->cut && i < o.count; i++) {
        code = store_row_by_id(c->city, KBS_ADDRESS, o.ids[i], tell_address, c);
        code = code == KBS_NOT_FOUND ? KBS_OK : code;
    }
    base_free(o.ids);
    return code;
}

/* Has the building an area in common with any parcel? */
static kbs_code lies_in_parcel(zoning_checking *c, const geo_shape *building, bool *in)
{
    size_t count = 0;
    kbs_code code = zoning_check_near(c, &c->parcels, geo_shape_box(building), &count);
    *in = false;
    for (size_t i = 0; code == KBS_OK && !*in && i < count; i++) {
        geo_common common;
        if (!geo_common_area(building, c->parcels.items[c->near[i]].area, c->scratch, &common)) {
            code = base_findings_no_memory(&c->city->error);
        } else {
            *in = common.area_m2 > 0.0 || common.too_complex;
        }
    }
    return code;
}

static kbs_code check_building(zoning_checking *c, const store_scanned *row, geo_shape *shape)
{
    bool in = false;
    base_buffer label;
    geo_blob_defect defect = geo_blob_decode(shape, row->blob, row->blob_length, c->city->srid);
    if (defect == GEO_BLOB_NO_MEMORY) {
        return base_findings_no_memory(&c->city->error);
    }
    bool usable = defect == GEO_BLOB_OK && geo_type_is_area(shape->type);
    kbs_code code = usable ? lies_in_parcel(c, shape, &in) : KBS_OK;
    if (code != KBS_OK || in) {
        return code;
    }
    base_buffer_init(&label, MOST_TEXT_BYTES);
    store_scanned_label(store_kind_of(KBS_BUILDING), row, &label);
    geo_vertex place = usable ? geo_shape_inner_point(shape) : (geo_vertex){ 0, 0 };
    zoning_check_add(c, usable ? FINDING_CHECK_BUILDING_ORPHAN : FINDING_CHECK_DAMAGED,
                     KBS_BUILDING, row->id, label.data,
                     usable ? NULL : geo_blob_defect_name(defect), NULL, usable ? &place : NULL);
    base_buffer_release(&label);
    return KBS_OK;
}

static kbs_code check_buildings(zoning_checking *c)
{
    store_scan *scan = NULL;
    store_scanned row;
    geo_shape shape;
    size_t done = 0;
    geo_shape_init(&shape);
    kbs_code code = store_scan_new(&scan, c->city, KBS_BUILDING, NULL, 0, true);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        code = check_building(c, &row, &shape);
        if (code == KBS_OK) {
            code = zoning_check_tick(c, "buildings", done++, 0);
        }
    }
    store_scan_free(scan);
    geo_shape_release(&shape);
    return code == KBS_END ? KBS_OK : code;
}

kbs_code zoning_check_orphans(zoning_checking *c)
{
    kbs_code code = check_addresses(c);
    return code == KBS_OK ? check_buildings(c) : code;
}
