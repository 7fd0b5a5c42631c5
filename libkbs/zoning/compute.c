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

/* What is loaded. */
typedef struct loading {
    zoning_ground *ground;
    kbs_city *city;
    const zoning_moment *moment; /* NULL: the present */
    const kbs_box *box;          /* NULL: everywhere */
    bool *damaged;               /* NULL: a damaged geometry ends it */
    bool on_display; /* of the plan areas only those on display, instead of those that count */
    bool display_seen;
} loading;

static bool has_day(const loading *l)
{
    return l->moment != NULL && l->moment->valid_on.year != 0;
}

/* Does a plan area count on the day of the moment? */
static bool is_wanted(loading *l, kbs_kind kind, const store_scanned *row)
{
    if (kind != KBS_PLAN_AREA || !has_day(l)) {
        return true;
    }
    zoning_standing standing = zoning_plan_standing(row, l->moment->valid_on);
    l->display_seen = l->display_seen || standing == ZONING_ON_DISPLAY;
    return standing == (l->on_display ? ZONING_ON_DISPLAY : ZONING_STANDS);
}

/* Adds the rows of a scan to the ground. */
static kbs_code load_rows(loading *l, kbs_kind kind, store_scan *scan)
{
    geo_shape shape;
    store_scanned row;
    kbs_code code = KBS_OK;
    geo_shape_init(&shape);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        if (!is_wanted(l, kind, &row)) {
            continue;
        }
        geo_blob_defect defect = geo_blob_decode(&shape, row.blob, row.blob_length, l->city->srid);
        bool usable =
            defect == GEO_BLOB_OK && (kind != KBS_PLAN_AREA || geo_type_is_area(shape.type));
        if (defect == GEO_BLOB_NO_MEMORY ||
            (usable && !zoning_ground_add(l->ground, kind, row.id, &shape))) {
            code = base_findings_no_memory(&l->city->error);
        } else if (!usable && l->damaged == NULL) {
            code = refuse(l->city, kind, row.id, defect);
        } else if (!usable) {
            *l->damaged = true;
        }
    }
    geo_shape_release(&shape);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code load_kind(loading *l, kbs_kind kind)
{
    store_scan *scan = NULL;
    kbs_code code =
        store_scan_new(&scan, l->city, kind, l->box, l->moment == NULL ? 0 : l->moment->known_on,
                       kind == KBS_PLAN_AREA && has_day(l));
    if (code == KBS_OK) {
        code = load_rows(l, kind, scan);
    }
    store_scan_free(scan);
    return code;
}

static kbs_code load(loading *l)
{
    kbs_code code = load_kind(l, KBS_PLAN_AREA);
    if (code == KBS_OK && !l->on_display) {
        code = load_kind(l, KBS_RESTRICTION);
    }
    if (code == KBS_OK && !zoning_ground_finish(l->ground)) {
        code = base_findings_no_memory(&l->city->error);
    }
    return code;
}

kbs_code zoning_ground_load(zoning_ground *ground, kbs_city *city, const zoning_moment *moment,
                            const kbs_box *box, bool *damaged)
{
    loading l = {
        .ground = ground, .city = city, .moment = moment, .box = box, .damaged = damaged
    };
    return load(&l);
}

/* The parts over one ground. */
static kbs_code find_parts(const loading *l, const geo_shape *parcel, double deadline_s,
                           zoning_parts *out, const char **not_determined)
{
    kbs_code code = KBS_OK;
    if (*l->damaged) {
        *not_determined = base_finding_catalogue(FINDING_ZONING_COVER_DAMAGED)->code;
        return code;
    }
    zoning_finder *finder = zoning_finder_new(l->ground);
    zoning_outcome outcome =
        finder != NULL ? zoning_finder_find(finder, parcel, deadline_s, out) : ZONING_NO_MEMORY;
    if (outcome == ZONING_NO_MEMORY) {
        code = base_findings_no_memory(&l->city->error);
    } else if (outcome == ZONING_TOO_COMPLEX) {
        *not_determined = base_finding_catalogue(FINDING_ZONING_TOO_COMPLEX)->code;
    }
    zoning_finder_free(finder);
    return code;
}

/* Plan areas on display over the parcel become notices; how they overlap each other says nothing. */
static kbs_code add_notices(loading *l, const geo_shape *parcel, double deadline_s,
                            zoning_parts *out, const char **not_determined)
{
    zoning_ground ground;
    zoning_parts parts;
    zoning_ground_init(&ground);
    zoning_parts_init(&parts);
    l->ground = &ground;
    l->on_display = true;
    kbs_code code = load(l);
    if (code == KBS_OK) {
        code = find_parts(l, parcel, deadline_s, &parts, not_determined);
    }
    for (size_t i = 0; code == KBS_OK && i < parts.count; i++) {
        zoning_part part = parts.items[i];
        if (part.kind == STORE_SHARE_PLAN_AREA) {
            part.kind = ZONING_PART_NOTICE;
            code = zoning_parts_add(out, &part, NULL) ? KBS_OK
                                                      : base_findings_no_memory(&l->city->error);
        }
    }
    zoning_parts_release(&parts);
    zoning_ground_release(&ground);
    return code;
}

kbs_code zoning_compute(kbs_city *city, const zoning_moment *moment, const geo_shape *parcel,
                        double deadline_s, zoning_parts *out, const char **not_determined)
{
    zoning_ground ground;
    bool damaged = false;
    kbs_box box = geo_shape_box(parcel);
    loading l = {
        .ground = &ground, .city = city, .moment = moment, .box = &box, .damaged = &damaged
    };
    *not_determined = "";
    zoning_parts_clear(out);
    zoning_ground_init(&ground);
    kbs_code code = load(&l);
    if (code == KBS_OK) {
        code = find_parts(&l, parcel, deadline_s, out, not_determined);
    }
    zoning_ground_release(&ground);
    if (code == KBS_OK && l.display_seen && (*not_determined)[0] == '\0') {
        code = add_notices(&l, parcel, deadline_s, out, not_determined);
    }
    return code;
}
