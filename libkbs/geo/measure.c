/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Area, length, a point inside, turning of rings. Areas are summed about the ring's first vertex and with compensation
 * (A. Neumaier, 1974): what is left is the rounding of the products, below 2^-50 * (sum of edge * height over the ring's edges). */
#include "geo/measure.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/predicate.h"

/* The area, and a bound of its rounding error: each term has four roundings, the compensated sum one more. */
static double bounded_area(const geo_vertex *ring, size_t count, double *error)
{
    double base = ring[0].north;
    double before = 0;
    double sum = 0, lost = 0, size = 0;
    for (size_t i = 1; i < count; i++) {
        double height = ring[i].north - base;
        double term = (ring[i - 1].east - ring[i].east) * (before + height);
        double next = sum + term;
        lost += fabs(sum) >= fabs(term) ? (sum - next) + term : (term - next) + sum;
        size += fabs(term);
        sum = next;
        before = height;
    }
    *error = 4 * DBL_EPSILON * size;
    return (sum + lost) / 2;
}

double geo_ring_area_m2(const geo_vertex *ring, size_t count)
{
    double error;
    return count < 4 ? 0 : bounded_area(ring, count, &error);
}

/* The way a ring turns at its westernmost vertex (the southernmost of them), exactly. */
static int turn_at_corner(const geo_vertex *ring, size_t count)
{
    size_t corner = 0;
    size_t last = count - 1; /* the first vertex again */
    for (size_t i = 1; i < last; i++) {
        if (ring[i].east < ring[corner].east ||
            (ring[i].east == ring[corner].east && ring[i].north < ring[corner].north)) {
            corner = i;
        }
    }
    size_t before = corner, after = corner;
    do {
        before = before == 0 ? last - 1 : before - 1;
    } while (before != corner && ring[before].east == ring[corner].east &&
             ring[before].north == ring[corner].north);
    do {
        after = after + 1 == last ? 0 : after + 1;
    } while (after != corner && ring[after].east == ring[corner].east &&
             ring[after].north == ring[corner].north);
    return geo_orientation(ring[before], ring[corner], ring[after]);
}

int geo_ring_direction(const geo_vertex *ring, size_t count, double *area_m2)
{
    double error;
    *area_m2 = 0;
    if (count < 4) {
        return 0;
    }
    *area_m2 = bounded_area(ring, count, &error);
    if (*area_m2 > error) {
        return 1;
    }
    return *area_m2 < -error ? -1 : turn_at_corner(ring, count);
}

static double part_area_m2(const geo_shape *shape, size_t part)
{
    size_t first, end;
    geo_shape_part(shape, part, &first, &end);
    double area = 0;
    for (size_t ring = first; ring < end; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        double ring_area = fabs(geo_ring_area_m2(v, count));
        area += ring == first ? ring_area : -ring_area;
    }
    return area;
}

double geo_shape_area_m2(const geo_shape *shape)
{
    double area = 0;
    if (geo_type_is_area(shape->type)) {
        for (size_t part = 0; part < shape->part_count; part++) {
            area += part_area_m2(shape, part);
        }
    }
    return area;
}

double geo_shape_length_m(const geo_shape *shape)
{
    double length = 0;
    if (shape->type == GEO_POINT || shape->type == GEO_MULTIPOINT) {
        return 0;
    }
    for (size_t ring = 0; ring < shape->ring_count; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, ring, &count);
        for (size_t i = 1; i < count; i++) {
            double east = v[i].east - v[i - 1].east;
            double north = v[i].north - v[i - 1].north;
            length += sqrt(east * east + north * north);
        }
    }
    return length;
}

/* The rings of one part, and the height at which they are cut. */
typedef struct level_cut {
    const geo_vertex *vertices; /* of all the part's rings */
    size_t first, end;          /* vertices */
    const geo_shape *shape;
    size_t first_ring, end_ring;
    double north;
} level_cut;

/* Visits where the level meets the part's edges; returns how many there are. `keep` holds at most `room` of them. */
static size_t cut_edges(const level_cut *cut, double *keep, size_t room)
{
    size_t found = 0;
    for (size_t ring = cut->first_ring; ring < cut->end_ring; ring++) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(cut->shape, ring, &count);
        for (size_t i = 1; i < count; i++) {
            geo_vertex a = v[i - 1], b = v[i];
            if ((a.north > cut->north) == (b.north > cut->north)) {
                continue;
            }
            if (found < room) {
                double t = (cut->north - a.north) / (b.north - a.north);
                keep[found] = a.east + t * (b.east - a.east);
            }
            found++;
        }
    }
    return found;
}

static int compare_doubles(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The middle of the widest run of the level inside the part. Without memory the cut is not sorted: then none. */
static bool middle_of_widest_run(const level_cut *cut, double *east)
{
    double few[64];
    double *cuts = few;
    double *many = NULL;
    size_t count = cut_edges(cut, few, 64);
    if (count > 64) {
        many = base_new_array(count, sizeof *many);
        if (many == NULL) {
            return false;
        }
        cuts = many;
        cut_edges(cut, many, count);
    }
    qsort(cuts, count, sizeof *cuts, compare_doubles);
    double widest = 0;
    for (size_t i = 1; i < count; i += 2) {
        double width = cuts[i] - cuts[i - 1];
        if (width > widest) {
            widest = width;
            *east = cuts[i - 1] + width / 2;
        }
    }
    base_free(many);
    return widest > 0;
}

/* A height near `target` that is no vertex's: halfway between the vertices next below and next above it. */
static double height_between_vertices(const level_cut *cut, double target)
{
    double below = -INFINITY, above = INFINITY;
    for (size_t i = cut->first; i < cut->end; i++) {
        double north = cut->vertices[i].north;
        if (north <= target && north > below) {
            below = north;
        }
        if (north > target && north < above) {
            above = north;
        }
    }
    return below + (above - below) / 2;
}

/* Heights are tried at 1/2, 1/4, 3/4, 1/8, … of the part until a point lies strictly inside, which is decided exactly. Parts
 * that are narrower than the spacing of doubles everywhere have no such point: they get a vertex. */
static geo_vertex inner_point_of_part(const geo_shape *shape, size_t part)
{
    level_cut cut = { .shape = shape, .vertices = shape->vertices };
    geo_shape_part(shape, part, &cut.first_ring, &cut.end_ring);
    cut.first = cut.first_ring == 0 ? 0 : shape->ring_end[cut.first_ring - 1];
    cut.end = shape->ring_end[cut.first_ring]; /* the shell bounds the heights of interest … */
    double north_min = INFINITY, north_max = -INFINITY;
    for (size_t i = cut.first; i < cut.end; i++) {
        double north = shape->vertices[i].north;
        north_min = north < north_min ? north : north_min;
        north_max = north > north_max ? north : north_max;
    }
    cut.end = shape->ring_end[cut.end_ring - 1]; /* … and the holes' vertices are avoided too */
    for (unsigned step = 1; step < 64; step++) {
        unsigned turned = 0, size = 1; /* the bits of the step behind the point, the lowest first */
        for (unsigned bits = step; bits != 0; bits >>= 1, size *= 2) {
            turned = 2 * turned + (bits & 1u);
        }
        double fraction = (double)turned / size;
        double east = 0;
        cut.north = height_between_vertices(&cut, north_min + (north_max - north_min) * fraction);
        if (middle_of_widest_run(&cut, &east)) {
            geo_vertex point = { east, cut.north };
            if (geo_shape_locate(shape, point) == GEO_INSIDE) {
                return point;
            }
        }
    }
    return shape->vertices[cut.first];
}

geo_vertex geo_shape_inner_point(const geo_shape *shape)
{
    if (shape->vertex_count == 0) {
        return (geo_vertex){ 0, 0 };
    }
    if (!geo_type_is_area(shape->type)) {
        size_t count;
        const geo_vertex *v = geo_shape_ring(shape, 0, &count);
        return count > 0 ? v[count / 2] : shape->vertices[0];
    }
    size_t largest = 0;
    double largest_area = -1;
    for (size_t part = 0; part < shape->part_count; part++) {
        double area = part_area_m2(shape, part);
        size_t first, end;
        geo_shape_part(shape, part, &first, &end);
        if (end > first && area > largest_area) {
            largest = part;
            largest_area = area;
        }
    }
    return largest_area < 0 ? shape->vertices[0] : inner_point_of_part(shape, largest);
}

static void reverse(geo_vertex *ring, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        geo_vertex kept = ring[i];
        ring[i] = ring[j];
        ring[j] = kept;
    }
}

void geo_shape_orient(geo_shape *shape, bool shells_counter_clockwise)
{
    if (!geo_type_is_area(shape->type)) {
        return;
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        size_t first, end;
        geo_shape_part(shape, part, &first, &end);
        for (size_t ring = first; ring < end; ring++) {
            size_t count;
            const geo_vertex *v = geo_shape_ring(shape, ring, &count);
            double area;
            int direction = geo_ring_direction(v, count, &area);
            bool counter_clockwise = (ring == first) == shells_counter_clockwise;
            if (counter_clockwise ? direction < 0 : direction > 0) {
                reverse(shape->vertices + (v - shape->vertices), count);
            }
        }
    }
}
