/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The same ground and the same finder as an import uses, for one parcel. */
#include "zoning/compute.h"

#include "geo/blob.h"
#include "store/scan.h"

/* The geometry of a plan area or a restriction cannot be read. */
static kbs_code refuse(kbs_city *city, kbs_kind kind, int64_t id, geo_blob_defect defect)
{
    kbs_finding finding = base_finding_of(FINDING_ZONING_COVER_UNREADABLE);
    finding.file = city->path;
    finding.layer = kbs_kind_name(kind);
    finding.record = id;
    finding.found = geo_blob_defect_name(defect);
    return base_findings_fail(&city->error, &finding);
}

/* Adds the rows of a scan to the ground. */
static kbs_code load_rows(zoning_ground *ground, kbs_city *city, kbs_kind kind, store_scan *scan,
                          bool *damaged)
{
    geo_shape shape;
    store_scanned row;
    kbs_code code = KBS_OK;
    geo_shape_init(&shape);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        geo_blob_defect defect = geo_blob_decode(&shape, row.blob, row.blob_length, city->srid);
        bool usable =
            defect == GEO_BLOB_OK && (kind != KBS_PLAN_AREA || geo_type_is_area(shape.type));
        if (defect == GEO_BLOB_NO_MEMORY ||
            (usable && !zoning_ground_add(ground, kind, row.id, &shape))) {
            code = base_findings_no_memory(&city->error);
        } else if (!usable && damaged == NULL) {
            code = refuse(city, kind, row.id, defect);
        } else if (!usable) {
            *damaged = true;
        }
    }
    geo_shape_release(&shape);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code load_kind(zoning_ground *ground, kbs_city *city, kbs_kind kind, const kbs_box *box,
                          bool *damaged)
{
    store_scan *scan = NULL;
    kbs_code code = store_scan_new(&scan, city, kind, box, 0, false);
    if (code == KBS_OK) {
        code = load_rows(ground, city, kind, scan, damaged);
    }
    store_scan_free(scan);
    return code;
}

kbs_code zoning_ground_load(zoning_ground *ground, kbs_city *city, const kbs_box *box,
                            bool *damaged)
{
    kbs_code code = load_kind(ground, city, KBS_PLAN_AREA, box, damaged);
    if (code == KBS_OK) {
        code = load_kind(ground, city, KBS_RESTRICTION, box, damaged);
    }
    if (code == KBS_OK && !zoning_ground_finish(ground)) {
        code = base_findings_no_memory(&city->error);
    }
    return code;
}

kbs_code zoning_compute(kbs_city *city, const geo_shape *parcel, double deadline_s,
                        zoning_parts *out, const char **not_determined)
{
    zoning_ground ground;
    zoning_finder *finder = NULL;
    bool damaged = false;
    kbs_box box = geo_shape_box(parcel);
    *not_determined = "";
    zoning_parts_clear(out);
    zoning_ground_init(&ground);
    kbs_code code = zoning_ground_load(&ground, city, &box, &damaged);
    if (code == KBS_OK && damaged) {
        *not_determined = base_finding_catalogue(FINDING_ZONING_COVER_DAMAGED)->code;
    } else if (code == KBS_OK) {
        finder = zoning_finder_new(&ground);
        zoning_outcome outcome =
            finder != NULL ? zoning_finder_find(finder, parcel, deadline_s, out) : ZONING_NO_MEMORY;
        if (outcome == ZONING_NO_MEMORY) {
            code = base_findings_no_memory(&city->error);
        } else if (outcome == ZONING_TOO_COMPLEX) {
            *not_determined = base_finding_catalogue(FINDING_ZONING_TOO_COMPLEX)->code;
        }
    }
    zoning_finder_free(finder);
    zoning_ground_release(&ground);
    return code;
}
