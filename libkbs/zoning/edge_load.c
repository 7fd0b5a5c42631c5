/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rows become lands. */
#include "zoning/edge_load.h"

#include "geo/blob.h"
#include "store/scan.h"

typedef struct loading {
    zoning_scene *scene;
    kbs_city *city;
    zoning_catalogue *catalogue;
    geo_shape shape;
} loading;

static const char *text_of(loading *l, const store_scanned *row, const char *field)
{
    const store_kind *kind = store_kind_of(KBS_ROAD);
    int at = store_kind_field(kind, field);
    const store_value *value = at >= 0 ? &row->values[at] : NULL;
    bool given = value != NULL && value->type == STORE_VALUE_TEXT;
    return given ? base_arena_text_n(l->scene->texts, value->text, value->length) : "";
}

static bool add_road(loading *l, const store_scanned *row)
{
    int at = store_kind_field(store_kind_of(KBS_ROAD), "width_m");
    bool given = at >= 0 && row->values[at].type == STORE_VALUE_REAL;
    double width_m = given ? row->values[at].real : KBS_NO_VALUE;
    const char *name = text_of(l, row, "name");
    const char *road_class = text_of(l, row, "class");
    return name != NULL && road_class != NULL &&
           zoning_scene_add_road(l->scene, row->id, &l->shape, name, road_class, width_m);
}

static kbs_code add_plan_area(loading *l, int64_t id)
{
    const kbs_plan_area *plan_area = NULL;
    kbs_code code = zoning_catalogue_plan_area(l->catalogue, id, l->scene->texts, &plan_area);
    if (code == KBS_OK && !zoning_scene_add_plan_area(l->scene, plan_area, &l->shape)) {
        code = KBS_MEMORY;
    }
    return code;
}

static kbs_code add_restriction(loading *l, int64_t id)
{
    const kbs_restriction *restriction = NULL;
    kbs_code code = zoning_catalogue_restriction(l->catalogue, id, l->scene->texts, &restriction);
    if (code == KBS_OK && !zoning_scene_add_restriction(l->scene, restriction, &l->shape)) {
        code = KBS_MEMORY;
    }
    return code;
}

static kbs_code add_row(loading *l, kbs_kind kind, const store_scanned *row)
{
    bool is_area = geo_type_is_area(l->shape.type);
    switch (kind) {
    case KBS_PARCEL:
        return !is_area || zoning_scene_add_parcel(l->scene, row->id, &l->shape) ? KBS_OK
                                                                                 : KBS_MEMORY;
    case KBS_ROAD:
        return add_road(l, row) ? KBS_OK : KBS_MEMORY;
    case KBS_PLAN_AREA:
        return is_area ? add_plan_area(l, row->id) : KBS_OK;
    case KBS_RESTRICTION:
        return add_restriction(l, row->id);
    case KBS_NEIGHBOURHOOD:
    case KBS_BUILDING:
    case KBS_ADDRESS:
    case KBS_POINT:
        break;
    }
    return KBS_OK;
}

static kbs_code load(loading *l, kbs_kind kind, const kbs_box *box)
{
    store_scan *scan = NULL;
    store_scanned row;
    kbs_code code = store_scan_new(&scan, l->city, kind, box, 0, kind == KBS_ROAD);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        geo_blob_defect defect =
            geo_blob_decode(&l->shape, row.blob, row.blob_length, l->city->srid);
        if (defect == GEO_BLOB_NO_MEMORY) {
            code = KBS_MEMORY;
        } else if (defect == GEO_BLOB_OK) {
            code = add_row(l, kind, &row);
        }
    }
    store_scan_free(scan);
    return code == KBS_END ? KBS_OK : code;
}

kbs_code zoning_scene_load(zoning_scene *scene, kbs_city *city, zoning_catalogue *catalogue,
                           const kbs_box *box)
{
    static const kbs_kind kinds[] = { KBS_PARCEL, KBS_ROAD, KBS_PLAN_AREA, KBS_RESTRICTION };
    loading l = { .scene = scene, .city = city, .catalogue = catalogue };
    kbs_code code = KBS_OK;
    geo_shape_init(&l.shape);
    for (size_t i = 0; code == KBS_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        code = load(&l, kinds[i], box);
    }
    geo_shape_release(&l.shape);
    if (code == KBS_OK && !zoning_scene_finish(scene)) {
        code = KBS_MEMORY;
    }
    if (code == KBS_MEMORY && city->error.count == 0) {
        code = base_findings_no_memory(&city->error);
    }
    return code;
}
