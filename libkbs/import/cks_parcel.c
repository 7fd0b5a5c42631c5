/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Rings by the names of their points.
 *
 * The coordinates of a report are rounded to d = half of the last decimal, the areas are computed
 * from unrounded ones. The area of a ring is 1/2 sum e[i] (n[i+1] - n[i-1]), so rounding moves it by
 * at most d/2 sum(|n[i+1] - n[i-1]| + |e[i+1] - e[i-1]|) <= d sum(|dE| + |dN|) over the edges. Points
 * on a straight edge are left out of the ring; one that was rounded off the edge adds at most
 * d/2 (|dE| + |dN|) of it. Both together stay within 1.5 d sum(|dE| + |dN|), and half of the last
 * decimal of the area. */
#include "import/cks_parcel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"

#define AREA_ROUNDING_M2 0.0051

typedef struct named_point {
    const char *name;
    size_t object;
    bool is_ambiguous; /* of the first of a name: others of this name lie elsewhere */
} named_point;

typedef struct resolving {
    text_lines *lines;
    drawing *d;
    const cks_parcels *parcels;
    uint16_t layer;
    base_buffer names; /* a copy: texts of the drawing move while it grows */
    named_point *points;
    size_t point_count;
    size_t *ring; /* indexes of named points */
    size_t *sorted;
    size_t ring_count, ring_capacity, sorted_capacity;
} resolving;

static int compare_points(const void *a, const void *b)
{
    const named_point *first = a, *second = b;
    int by_name = strcmp(first->name, second->name);
    return by_name != 0 ? by_name
                        : (first->object > second->object) - (first->object < second->object);
}

static int compare_indexes(const void *a, const void *b)
{
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return (first > second) - (first < second);
}

static geo_vertex place_of(const resolving *r, size_t point)
{
    return *drawing_vertices(r->d, &r->d->objects[r->points[point].object]);
}

static void mark_ambiguous(resolving *r)
{
    for (size_t first = 0, i = 1; i < r->point_count; i++) {
        if (strcmp(r->points[first].name, r->points[i].name) != 0) {
            first = i;
            continue;
        }
        geo_vertex here = place_of(r, first), there = place_of(r, i);
        if (here.east != there.east || here.north != there.north) {
            r->points[first].is_ambiguous = true;
        }
    }
}

static bool collect_points(resolving *r)
{
    base_buffer_init(&r->names, r->d->texts.length + 1);
    base_buffer_add(&r->names, r->d->texts.data, r->d->texts.length);
    r->points = base_new_array(r->d->object_count + 1, sizeof *r->points);
    if (r->points == NULL || r->names.failed) {
        return false;
    }
    for (size_t i = 0; i < r->d->object_count; i++) {
        r->points[r->point_count].name = r->names.data + r->d->objects[i].name;
        r->points[r->point_count++].object = i;
    }
    qsort(r->points, r->point_count, sizeof *r->points, compare_points);
    mark_ambiguous(r);
    return true;
}

/* The first point of this name; point_count when there is none. */
static size_t find_point(const resolving *r, const char *name)
{
    size_t low = 0, high = r->point_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(r->points[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < r->point_count && strcmp(r->points[low].name, name) == 0 ? low : r->point_count;
}

static bool refuse(resolving *r, base_finding_code code, const char *found, size_t length)
{
    text_lines_tell(r->lines, code, found, length, NULL);
    return false;
}

/* One name of the ring; false when the parcel is refused. */
static bool add_name(resolving *r, const char *text, size_t length)
{
    char name[256];
    const char *decoded = text_lines_decode(r->lines, text, length);
    if (decoded == NULL) {
        (void)text_lines_no_memory(r->lines);
        return false;
    }
    size_t decoded_length = strlen(decoded);
    if (decoded_length >= sizeof name) {
        return refuse(r, FINDING_CKS_POINT_MISSING, text, length);
    }
    memcpy(name, decoded, decoded_length + 1);
    size_t point = find_point(r, name);
    if (point == r->point_count) {
        return refuse(r, FINDING_CKS_POINT_MISSING, text, length);
    }
    if (r->points[point].is_ambiguous) {
        return refuse(r, FINDING_CKS_POINT_AMBIGUOUS, text, length);
    }
    void *items = r->ring;
    bool grown = base_array_grow(&items, &r->ring_capacity, r->ring_count + 1, sizeof *r->ring,
                                 GEO_MOST_VERTICES);
    r->ring = items;
    if (!grown) {
        (void)text_lines_no_memory(r->lines);
        return false;
    }
    r->ring[r->ring_count++] = point;
    return true;
}

static bool check_ring(resolving *r)
{
    if (r->ring_count > 1 && r->ring[r->ring_count - 1] == r->ring[0]) {
        r->ring_count--; /* closed by its first name */
    }
    if (r->ring_count < 3) {
        return refuse(r, FINDING_CKS_RING_SHORT, NULL, 0);
    }
    void *items = r->sorted;
    bool grown = base_array_grow(&items, &r->sorted_capacity, r->ring_count, sizeof *r->sorted,
                                 GEO_MOST_VERTICES);
    r->sorted = items;
    if (!grown) {
        (void)text_lines_no_memory(r->lines);
        return false;
    }
    memcpy(r->sorted, r->ring, r->ring_count * sizeof *r->ring);
    qsort(r->sorted, r->ring_count, sizeof *r->sorted, compare_indexes);
    for (size_t i = 1; i < r->ring_count; i++) {
        if (r->sorted[i] == r->sorted[i - 1]) {
            const char *name = r->points[r->sorted[i]].name;
            kbs_finding finding = base_finding_of(FINDING_CKS_POINT_TWICE);
            finding.file = r->lines->name;
            finding.line = r->lines->number;
            finding.key = r->lines->key;
            finding.found = name;
            base_findings_add(r->lines->report, &finding);
            return false;
        }
    }
    return true;
}

static bool read_ring(resolving *r, const cks_parcel *parcel)
{
    const char *at = r->parcels->rings.data + parcel->ring_start;
    const char *end = at + parcel->ring_length;
    r->ring_count = 0;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma == NULL ? end : comma;
        const char *text = at;
        size_t length = (size_t)(stop - at);
        text_lines_trim(&text, &length);
        if (length > 0 && !add_name(r, text, length)) {
            return false;
        }
        at = stop + 1;
    }
    return check_ring(r);
}

/* d of the comment above. */
static double rounding_m(int decimals)
{
    double rounding = 0.5;
    for (int i = 0; i < decimals; i++) {
        rounding /= 10;
    }
    return rounding;
}

static void judge_area(resolving *r, const cks_parcel *parcel, const geo_vertex *ring, size_t count)
{
    double edges = 0;
    double area = fabs(geo_ring_area_m2(ring, count));
    for (size_t i = 1; i < count; i++) {
        edges += fabs(ring[i].east - ring[i - 1].east) + fabs(ring[i].north - ring[i - 1].north);
    }
    double tolerance = 1.5 * rounding_m(r->parcels->decimals) * edges + AREA_ROUNDING_M2;
    if (isnan(parcel->computed_m2) || fabs(area - parcel->computed_m2) <= tolerance) {
        return;
    }
    base_buffer found, expected;
    base_buffer_init(&found, 400);
    base_buffer_init(&expected, 400);
    base_buffer_fixed(&found, parcel->computed_m2, 2);
    base_buffer_fixed(&expected, area, 2);
    text_lines_tell(r->lines, FINDING_CKS_AREA, found.data == NULL ? "" : found.data, found.length,
                    expected.data);
    base_buffer_release(&found);
    base_buffer_release(&expected);
}

static bool add_parcel(resolving *r, const cks_parcel *parcel)
{
    drawing_object *object = drawing_add_object(r->d, DRAWING_LINE, r->layer, parcel->line);
    bool is_added = object != NULL;
    for (size_t i = 0; is_added && i <= r->ring_count; i++) {
        geo_vertex v = place_of(r, r->ring[i % r->ring_count]);
        is_added = drawing_add_vertex(r->d, object, v.east, v.north);
    }
    if (!is_added) {
        return false;
    }
    bool has_adjusted = !isnan(parcel->adjusted_m2);
    double stated = has_adjusted ? parcel->adjusted_m2 : parcel->computed_m2;
    object->flags = DRAWING_CLOSED;
    object->name = parcel->name;
    object->stated_area_m2 = isnan(stated) ? 0 : stated;
    judge_area(r, parcel, drawing_vertices(r->d, object), object->vertex_count);
    return true;
}

static void resolve_one(resolving *r, const cks_parcel *parcel)
{
    r->lines->number = parcel->line;
    r->lines->key = r->names.data + parcel->name;
    bool is_kept = read_ring(r, parcel);
    if (r->lines->code == KBS_OK && !is_kept && !drawing_skip(r->d, "parcel", 1, 0)) {
        (void)text_lines_no_memory(r->lines);
    }
    if (r->lines->code == KBS_OK && is_kept && !add_parcel(r, parcel)) {
        (void)text_lines_no_memory(r->lines);
    }
    r->lines->key = NULL;
}

kbs_code cks_parcels_resolve(text_lines *lines, drawing *d, const cks_parcels *parcels,
                             uint16_t layer)
{
    resolving r = { .lines = lines, .d = d, .parcels = parcels, .layer = layer };
    if (!collect_points(&r)) {
        (void)text_lines_no_memory(lines);
    }
    for (size_t i = 0; lines->code == KBS_OK && i < parcels->count; i++) {
        resolve_one(&r, &parcels->items[i]);
    }
    base_buffer_release(&r.names);
    base_free(r.points);
    base_free(r.ring);
    base_free(r.sorted);
    return lines->code;
}
