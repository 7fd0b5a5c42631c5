/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The zoning status of a free area, computed with the code of a parcel. What is asked comes from outside: everything is checked before
 * it is computed, and each refusal says where. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "geo/geojson_area.h"
#include "geo/measure.h"
#include "geo/ring_check.h"
#include "store/tally.h"
#include "zoning/answer.h"
#include "zoning/compute.h"
#include "zoning/state.h"
#include "zoning/status.h"

#define MOST_BYTES ((size_t)1 << 24)
#define WGS84 "EPSG:4326"

/* The area on its way. */
typedef struct free_area {
    kbs_city *city;
    const char *file; /* for findings; NULL: a text */
    geo_shape shape;
    geo_geojson_found found;
} free_area;

static kbs_code refuse(const free_area *a, base_finding_code code, const char *found,
                       const char *expected)
{
    return base_findings_fail_with(&a->city->error, code, a->file, found, expected);
}

/* A finding with a number in words. */
static kbs_code refuse_number(const free_area *a, base_finding_code code, size_t found)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + found % 10);
        found /= 10;
    } while (found > 0);
    return refuse(a, code, digits + at, NULL);
}

static kbs_code parse(free_area *a, const char *text, size_t length)
{
    kbs_finding finding = base_finding_of(FINDING_AREA_SYNTAX);
    switch (geo_geojson_area(text, length, KBS_AREA_MOST_VERTICES, &a->shape, &a->found)) {
    case GEO_GEOJSON_DONE:
        return KBS_OK;
    case GEO_GEOJSON_SYNTAX:
        finding.file = a->file;
        finding.byte = (int64_t)a->found.byte;
        return base_findings_fail(&a->city->error, &finding);
    case GEO_GEOJSON_FEATURES:
        return refuse_number(a, FINDING_AREA_FEATURES, a->found.feature_count);
    case GEO_GEOJSON_TYPE:
        return refuse(a, FINDING_AREA_TYPE, a->found.type[0] != '\0' ? a->found.type : "null",
                      NULL);
    case GEO_GEOJSON_LARGE:
        return refuse_number(a, FINDING_AREA_VERTICES, KBS_AREA_MOST_VERTICES);
    case GEO_GEOJSON_NO_MEMORY:
        break;
    }
    return base_findings_no_memory(&a->city->error);
}

static kbs_code refuse_place(const free_area *a, base_finding_code code, const char *found,
                             geo_vertex where, bool in_source)
{
    kbs_finding finding = base_finding_of(code);
    finding.file = a->file;
    finding.found = found;
    finding.has_coordinate = isfinite(where.east) && isfinite(where.north);
    finding.east = finding.has_coordinate ? where.east : 0.0;
    finding.north = finding.has_coordinate ? where.north : 0.0;
    finding.in_source_crs = in_source;
    return base_findings_fail(&a->city->error, &finding);
}

/* Brings the vertices into the city's system. Degrees must be such. */
static kbs_code transform(free_area *a, const char *crs)
{
    kbs_city *city = a->city;
    geo_transform *way = NULL;
    size_t bad = 0;
    bool unnamed = crs == NULL && a->found.crs[0] == '\0';
    const char *from = unnamed ? WGS84 : (crs != NULL ? crs : a->found.crs);
    for (size_t i = 0; unnamed && i < a->shape.vertex_count; i++) {
        if (!(fabs(a->shape.vertices[i].east) <= 180.0 &&
              fabs(a->shape.vertices[i].north) <= 90.0)) {
            return refuse_place(a, FINDING_AREA_NOT_DEGREES, NULL, a->shape.vertices[i], true);
        }
    }
    kbs_code code =
        geo_transform_new(&way, from, city->crs, geo_shape_box(&a->shape), &city->error);
    if (code == KBS_OK &&
        !geo_transform_vertices(way, a->shape.vertices, a->shape.vertex_count, &bad)) {
        code = refuse(a, FINDING_AREA_NOT_TRANSFORMED, from, city->crs);
    }
    geo_transform_free(way);
    return code;
}

static kbs_code check(free_area *a)
{
    (void)geo_shape_drop_repeated(&a->shape);
    geo_geos *geos = geo_geos_new();
    if (geos == NULL) {
        return base_findings_no_memory(&a->city->error);
    }
    geo_defect_place place = geo_shape_check(&a->shape, geos, ZONING_REQUEST_DEADLINE_S);
    geo_geos_free(geos);
    return place.defect == GEO_SOUND
               ? KBS_OK
               : refuse_place(a, FINDING_AREA_UNSOUND, geo_defect_name(place.defect), place.where,
                              false);
}

/* An area where the city holds nothing is a mistake, not an answer. */
static kbs_code check_place(free_area *a)
{
    static const kbs_kind kinds[] = { KBS_PARCEL, KBS_PLAN_AREA, KBS_RESTRICTION };
    kbs_box extent = geo_box_empty();
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        store_tally tally;
        code = store_tally_read(a->city, store_kind_of(kinds[i]), &tally);
        if (code == KBS_OK && tally.current > 0) {
            extent = geo_box_join(extent, tally.extent);
        }
    }
    if (code == KBS_OK && !geo_box_meets(extent, geo_shape_box(&a->shape))) {
        code = refuse_place(a, FINDING_AREA_OUTSIDE, NULL, geo_shape_inner_point(&a->shape), false);
    }
    return code;
}

/* In a read transaction. */
static kbs_code answer(free_area *a, zoning_state *state, const kbs_zoning **out)
{
    kbs_city *city = a->city;
    zoning_answer_setup setup = {
        .catalogue = state->catalogue,
        .parcel = { .neighbourhood = "",
                    .block = "",
                    .parcel = "",
                    .map_sheet = "",
                    .land_type = "",
                    .area_m2 = geo_shape_area_m2(&a->shape),
                    .registered_area_m2 = KBS_NO_VALUE,
                    .shape = &a->shape },
        .parts = &state->collected.parts,
        .moment = state->moment,
        .crs = city->crs,
        .computed_now = true,
    };
    kbs_code code = store_city_revision(city, &setup.revision); /* takes the snapshot */
    if (code == KBS_OK) {
        code = check_place(a);
    }
    if (code == KBS_OK) {
        code = zoning_compute(city, &state->moment, &a->shape, state->deadline_s,
                              &state->collected.parts, &setup.not_determined);
    }
    if (code == KBS_OK) {
        code = zoning_answer_new(out, &setup);
    }
    return code == KBS_MEMORY && city->error.count == 0 ? base_findings_no_memory(&city->error)
                                                        : code;
}

static kbs_code ask(kbs_city *city, const char *file, const char *text, size_t length,
                    const char *crs, const kbs_zoning **out)
{
    free_area a = { .city = city, .file = file };
    zoning_state *state = NULL;
    geo_shape_init(&a.shape);
    kbs_code code = zoning_state_of(city, &state);
    if (code == KBS_OK) {
        code = parse(&a, text, length);
    }
    if (code == KBS_OK) {
        code = transform(&a, crs);
    }
    if (code == KBS_OK) {
        code = check(&a);
    }
    if (code == KBS_OK) {
        code = store_city_begin_read(city);
    }
    if (code == KBS_OK) {
        code = answer(&a, state, out);
        store_city_end_read(city);
    }
    geo_shape_release(&a.shape);
    return code;
}

static kbs_code enter(kbs_city *city, const char *what, const char *name, const kbs_zoning **out)
{
    if (out != NULL) {
        *out = NULL;
    }
    kbs_code code = store_city_enter(city);
    if (code == KBS_OK && (out == NULL || what == NULL)) {
        kbs_finding finding = base_finding_of(FINDING_CALL_ARGUMENT);
        finding.field = out == NULL ? "out" : name;
        finding.found = "NULL";
        finding.expected = out == NULL ? "a place for the answer" : "GeoJSON";
        return base_findings_fail(&city->error, &finding);
    }
    return code;
}

kbs_code kbs_zoning_at_shape(kbs_city *city, const char *geojson, size_t length, const char *crs,
                             const kbs_zoning **out)
{
    kbs_code code = enter(city, geojson, "geojson", out);
    return code == KBS_OK ? ask(city, NULL, geojson, length, crs, out) : code;
}

kbs_code kbs_zoning_at_file(kbs_city *city, const char *path, const char *crs,
                            const kbs_zoning **out)
{
    base_file file;
    base_buffer text;
    kbs_code code = enter(city, path, "path", out);
    if (code == KBS_OK) {
        code = base_file_open(&file, path, MOST_BYTES, false, &city->error);
    }
    if (code != KBS_OK) {
        return code;
    }
    base_buffer_init(&text, MOST_BYTES + 1);
    code = base_file_read_all(&file, &text, &city->error);
    base_file_close(&file);
    if (code == KBS_OK) {
        code = ask(city, path, text.data, text.length, crs, out);
    }
    base_buffer_release(&text);
    return code;
}
