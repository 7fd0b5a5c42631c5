/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Shapes to GEOS' geometries and back, ring by ring through its coordinate sequences. */
#include "geo/geos_door.h"

#include <math.h>

#include "base/memory.h"

#define MOST_COORDINATE 1e8 /* as everywhere in libkbs: a limit of reliability, not of GEOS */

/* --- shape to GEOS --- */

static geo_flaw find_ring_flaw(const geo_shape *shape, size_t ring)
{
    size_t count;
    const geo_vertex *vertices = geo_shape_ring(shape, ring, &count);
    bool is_line = shape->type == GEO_LINE || shape->type == GEO_MULTILINE;
    size_t fewest = geo_type_is_area(shape->type) ? 4 : (is_line ? 2 : 1);
    geo_vertex first = count > 0 ? vertices[0] : (geo_vertex){ 0.0, 0.0 };
    if (count < fewest) {
        return (geo_flaw){ "Too few points in geometry component", first };
    }
    if (geo_type_is_area(shape->type) &&
        (first.east != vertices[count - 1].east || first.north != vertices[count - 1].north)) {
        return (geo_flaw){ "Ring is not closed", first };
    }
    return (geo_flaw){ NULL, first };
}

geo_flaw geo_geos_find_flaw(const geo_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        geo_vertex v = shape->vertices[i];
        if (!isfinite(v.east) || !isfinite(v.north)) {
            return (geo_flaw){ "Invalid Coordinate", v };
        }
        if (fabs(v.east) > MOST_COORDINATE || fabs(v.north) > MOST_COORDINATE) {
            return (geo_flaw){ "Coordinate out of range", v };
        }
    }
    for (size_t j = 0; j < shape->ring_count; j++) {
        geo_flaw flaw = find_ring_flaw(shape, j);
        if (flaw.text != NULL) {
            return flaw;
        }
    }
    return (geo_flaw){ NULL, { 0.0, 0.0 } };
}

static GEOSCoordSequence *sequence_of(geo_geos *geos, const geo_shape *shape, size_t ring)
{
    size_t count;
    const geo_vertex *vertices = geo_shape_ring(shape, ring, &count);
    return GEOSCoordSeq_copyFromBuffer_r(geos->context, &vertices->east, (unsigned)count, 0, 0);
}

/* GEOS takes ownership of sequences, rings and parts also when the call that takes them fails. */
static GEOSGeometry *polygon_of(geo_geos *geos, const geo_shape *shape, size_t first_ring,
                                size_t end_ring)
{
    GEOSContextHandle_t context = geos->context;
    GEOSGeometry **rings = base_new_array(end_ring - first_ring, sizeof *rings);
    size_t made = 0;
    if (rings == NULL) {
        geo_geos_keep(geos->message, "bad_alloc");
        return NULL;
    }
    while (made < end_ring - first_ring) {
        GEOSCoordSequence *sequence = sequence_of(geos, shape, first_ring + made);
        rings[made] = sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(context, sequence);
        if (rings[made] == NULL) {
            break;
        }
        made++;
    }
    GEOSGeometry *polygon = NULL;
    if (made == end_ring - first_ring) {
        polygon = GEOSGeom_createPolygon_r(context, rings[0], rings + 1, (unsigned)(made - 1));
    } else {
        for (size_t i = 0; i < made; i++) {
            GEOSGeom_destroy_r(context, rings[i]);
        }
    }
    base_free(rings);
    return polygon;
}

static GEOSGeometry *part_of(geo_geos *geos, const geo_shape *shape, size_t part)
{
    size_t first_ring = part == 0 ? 0 : shape->part_end[part - 1];
    size_t end_ring = shape->part_end[part];
    GEOSCoordSequence *sequence;
    if (first_ring == end_ring) {
        return geo_type_is_area(shape->type) ? GEOSGeom_createEmptyPolygon_r(geos->context)
                                             : GEOSGeom_createEmptyLineString_r(geos->context);
    }
    if (geo_type_is_area(shape->type)) {
        return polygon_of(geos, shape, first_ring, end_ring);
    }
    sequence = sequence_of(geos, shape, first_ring);
    if (sequence == NULL) {
        return NULL;
    }
    return shape->type == GEO_POINT || shape->type == GEO_MULTIPOINT
               ? GEOSGeom_createPoint_r(geos->context, sequence)
               : GEOSGeom_createLineString_r(geos->context, sequence);
}

static int multi_type(geo_type type)
{
    switch (type) {
    case GEO_POINT:
    case GEO_MULTIPOINT:
        return GEOS_MULTIPOINT;
    case GEO_LINE:
    case GEO_MULTILINE:
        return GEOS_MULTILINESTRING;
    case GEO_NONE:
    case GEO_POLYGON:
    case GEO_MULTIPOLYGON:
        break;
    }
    return GEOS_MULTIPOLYGON;
}

GEOSGeometry *geo_geos_build(geo_geos *geos, const geo_shape *shape)
{
    if (shape->part_count == 1) {
        return part_of(geos, shape, 0);
    }
    if (shape->part_count == 0) {
        return GEOSGeom_createEmptyCollection_r(geos->context, multi_type(shape->type));
    }
    GEOSGeometry **parts = base_new_array(shape->part_count, sizeof *parts);
    size_t made = 0;
    if (parts == NULL) {
        geo_geos_keep(geos->message, "bad_alloc");
        return NULL;
    }
    while (made < shape->part_count && (parts[made] = part_of(geos, shape, made)) != NULL) {
        made++;
    }
    GEOSGeometry *geometry = NULL;
    if (made == shape->part_count) {
        geometry = GEOSGeom_createCollection_r(geos->context, multi_type(shape->type), parts,
                                               (unsigned)made);
    } else {
        for (size_t i = 0; i < made; i++) {
            GEOSGeom_destroy_r(geos->context, parts[i]);
        }
    }
    base_free(parts);
    return geometry;
}

/* --- GEOS to shape --- */

static bool take_ring(geo_geos *geos, const GEOSGeometry *ring, geo_shape *out)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos->context, ring);
    unsigned count = 0;
    if (sequence == NULL || GEOSCoordSeq_getSize_r(geos->context, sequence, &count) == 0) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        double east, north;
        if (GEOSCoordSeq_getXY_r(geos->context, sequence, i, &east, &north) == 0 ||
            !geo_shape_add_vertex(out, east, north)) {
            return false;
        }
    }
    return geo_shape_end_ring(out);
}

static bool take_polygon(geo_geos *geos, const GEOSGeometry *polygon, geo_shape *out)
{
    int holes = GEOSGetNumInteriorRings_r(geos->context, polygon);
    const GEOSGeometry *shell = GEOSGetExteriorRing_r(geos->context, polygon);
    if (holes < 0 || shell == NULL || !take_ring(geos, shell, out)) {
        return false;
    }
    for (int i = 0; i < holes; i++) {
        const GEOSGeometry *hole = GEOSGetInteriorRingN_r(geos->context, polygon, i);
        if (hole == NULL || !take_ring(geos, hole, out)) {
            return false;
        }
    }
    return geo_shape_end_part(out);
}

/* The areal part of a result. A collection holds at most multi-polygons, so two levels are all there are. */
bool geo_geos_take_areas(geo_geos *geos, const GEOSGeometry *geometry, geo_shape *out)
{
    GEOSContextHandle_t context = geos->context;
    int count = GEOSGetNumGeometries_r(context, geometry);
    geo_shape_clear(out, GEO_MULTIPOLYGON);
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *outer = GEOSGetGeometryN_r(context, geometry, i);
        int inner_count = outer == NULL ? -1 : GEOSGetNumGeometries_r(context, outer);
        for (int j = 0; j < inner_count; j++) {
            const GEOSGeometry *inner = GEOSGetGeometryN_r(context, outer, j);
            if (inner == NULL) {
                return false;
            }
            if (GEOSGeomTypeId_r(context, inner) == GEOS_POLYGON &&
                GEOSisEmpty_r(context, inner) == 0 && !take_polygon(geos, inner, out)) {
                return false;
            }
        }
        if (inner_count < 0) {
            return false;
        }
    }
    return count >= 0;
}
