/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is a geometry sound? Numbers first, then rings one by one, then how they lie to each other: small areas by our own exact check, larger
 * ones by GEOS within a deadline; which defect a refused one has is then told by our own check. */
#include "geo/ring_check.h"

#include <math.h>

#include "geo/border.h"
#include "geo/border_check.h"
#include "geo/predicate.h"

static const double most_coordinate_m = 1e8;

const char *geo_defect_name(geo_defect defect)
{
    switch (defect) {
    case GEO_SOUND:
        return "sound";
    case GEO_EMPTY:
        return "empty";
    case GEO_NOT_FINITE:
        return "not finite";
    case GEO_OUT_OF_RANGE:
        return "out of range";
    case GEO_OPEN_RING:
        return "open ring";
    case GEO_FEW_VERTICES:
        return "too few vertices";
    case GEO_ZERO_AREA:
        return "no area";
    case GEO_REPEATED_VERTEX:
        return "repeated vertex";
    case GEO_SPIKE:
        return "spike";
    case GEO_SELF_CROSSING:
        return "rings cross";
    case GEO_RING_TOUCH:
        return "ring touches itself";
    case GEO_HOLE_OUTSIDE:
        return "hole outside its shell";
    case GEO_NESTED_SHELLS:
        return "part inside another";
    case GEO_PARTS_OVERLAP:
        return "parts overlap";
    case GEO_TOO_COMPLEX:
        return "too complex to check";
    }
    return "unknown";
}

static bool same_place(geo_vertex a, geo_vertex b)
{
    return a.east == b.east && a.north == b.north;
}

/* The ring of a vertex. */
static uint32_t ring_of_vertex(const geo_shape *shape, size_t vertex)
{
    uint32_t ring = 0;
    while (ring + 1 < shape->ring_count && shape->ring_end[ring] <= vertex) {
        ring++;
    }
    return ring;
}

static geo_defect_place check_numbers(const geo_shape *shape)
{
    geo_defect_place place = { 0 };
    for (size_t i = 0; i < shape->vertex_count; i++) {
        geo_vertex v = shape->vertices[i];
        if (fabs(v.east) <= most_coordinate_m && fabs(v.north) <= most_coordinate_m) {
            continue; /* not so for NaN either */
        }
        if (!isfinite(v.east) || !isfinite(v.north)) {
            return geo_place_of(GEO_NOT_FINITE, ring_of_vertex(shape, i), v);
        }
        if (place.defect == GEO_SOUND) {
            place = geo_place_of(GEO_OUT_OF_RANGE, ring_of_vertex(shape, i), v);
        }
    }
    return place;
}

/* Vertices that differ from the one before. */
static size_t different_vertices(const geo_vertex *v, size_t count)
{
    size_t different = count > 0 ? 1 : 0;
    for (size_t i = 1; i < count; i++) {
        different += !same_place(v[i], v[i - 1]);
    }
    return different;
}

/* All on one line? */
static bool is_flat(const geo_vertex *v, size_t count)
{
    size_t other = 1;
    while (other < count && same_place(v[other], v[0])) {
        other++;
    }
    for (size_t i = other + 1; i < count; i++) {
        if (geo_orientation(v[0], v[other], v[i]) != 0) {
            return false;
        }
    }
    return true;
}

bool geo_shape_ring_is_flat(const geo_shape *shape, size_t ring)
{
    size_t count = 0;
    const geo_vertex *v = geo_shape_ring(shape, ring, &count);
    return is_flat(v, count);
}

static geo_defect_place check_rings_closed(const geo_shape *area)
{
    for (uint32_t ring = 0; ring < area->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(area, ring, &count);
        if (count > 0 && !same_place(v[0], v[count - 1])) {
            geo_defect_place place = geo_place_of(GEO_OPEN_RING, ring, v[count - 1]);
            place.gap_m = hypot(v[count - 1].east - v[0].east, v[count - 1].north - v[0].north);
            return place;
        }
    }
    return (geo_defect_place){ 0 };
}

/* Each ring or line has enough different vertices; rings are not flat. */
static geo_defect_place check_each_ring(const geo_shape *shape)
{
    bool area = geo_type_is_area(shape->type);
    bool line = shape->type == GEO_LINE || shape->type == GEO_MULTILINE;
    size_t fewest = area ? 4 : line ? 2 : 1;
    for (uint32_t ring = 0; ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        if (count < fewest || (fewest > 1 && different_vertices(v, count) < fewest)) {
            return geo_place_of(GEO_FEW_VERTICES, ring, count > 0 ? v[0] : shape->vertices[0]);
        }
    }
    for (uint32_t ring = 0; area && ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        if (is_flat(v, count)) {
            return geo_place_of(GEO_ZERO_AREA, ring, v[0]);
        }
    }
    return (geo_defect_place){ 0 };
}

/* GEOS has decided; where it refuses, our own check finds out what and where. */
static geo_defect_place check_with_geos(const geo_shape *area, geo_geos *geos, double deadline_s)
{
    bool valid = false;
    const char *reason = NULL;
    geo_vertex where = area->vertices[0];
    switch (geo_geos_is_valid(geos, area, deadline_s, &valid, &reason, &where)) {
    case GEO_DONE:
        break;
    case GEO_FAILED:
        return geo_border_check(area);
    case GEO_DEADLINE:
    case GEO_NO_MEMORY:
        return geo_place_of(GEO_TOO_COMPLEX, 0, where);
    }
    if (valid) {
        return (geo_defect_place){ 0 };
    }
    geo_defect_place place = geo_border_check(area);
    return place.defect == GEO_SOUND ? geo_place_of(GEO_SELF_CROSSING, 0, where) : place;
}

geo_defect_place geo_shape_check(const geo_shape *shape, geo_geos *geos, double deadline_s)
{
    if (shape->type == GEO_NONE || shape->vertex_count == 0 || shape->part_count == 0) {
        return geo_place_of(GEO_EMPTY, 0, (geo_vertex){ 0, 0 });
    }
    geo_defect_place place = check_numbers(shape);
    if (place.defect == GEO_SOUND && geo_type_is_area(shape->type)) {
        place = check_rings_closed(shape);
    }
    if (place.defect == GEO_SOUND) {
        place = check_each_ring(shape);
    }
    if (place.defect != GEO_SOUND || !geo_type_is_area(shape->type)) {
        return place;
    }
    if (geos != NULL && shape->vertex_count > GEO_BORDER_SMALL) {
        return check_with_geos(shape, geos, deadline_s);
    }
    return geo_border_check(shape);
}

size_t geo_shape_drop_repeated(geo_shape *shape)
{
    size_t kept = 0;
    size_t first = 0;
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        size_t end = shape->ring_end[ring];
        size_t ring_start = kept;
        for (size_t i = first; i < end; i++) {
            geo_vertex v = shape->vertices[i];
            if (kept == ring_start || !same_place(v, shape->vertices[kept - 1])) {
                shape->vertices[kept++] = v;
            }
        }
        shape->ring_end[ring] = (uint32_t)kept;
        first = end;
    }
    size_t dropped = shape->vertex_count - kept;
    shape->vertex_count = kept;
    return dropped;
}
