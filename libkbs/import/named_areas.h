/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The areas of a drawing that are drawn as such: which one holds a point, which lie over each other, which are holes of others. */
#ifndef IMPORT_NAMED_AREAS_H
#define IMPORT_NAMED_AREAS_H

#include "geo/box_tree.h"
#include "import/drawing.h"

#define DRAWING_NO_OBJECT UINT32_MAX

typedef struct named_areas {
    const drawing *d;
    uint32_t *objects; /* ascending */
    kbs_box *boxes;
    double *sizes_m2;
    size_t count;
    geo_box_tree *tree;
    uint32_t *found; /* scratch */
    size_t found_capacity;
} named_areas;

/* `objects` become the owned list. False = no memory. */
bool named_areas_init(named_areas *areas, const drawing *d, uint32_t *objects, size_t count);
void named_areas_release(named_areas *areas);
/* The smallest one with the point inside, as an index into `objects`; DRAWING_NO_OBJECT: none. False = no memory. */
bool named_areas_find(named_areas *areas, geo_vertex point, uint32_t *index);

/* The ring of an object as a polygon; closes it where the last vertex is not the first. False = no memory. */
bool drawing_ring_shape(const drawing *d, const drawing_object *object, geo_shape *out);

/* Two areas that lie over each other. */
typedef struct named_overlap {
    uint32_t a, b;       /* indexes, a < b */
    double area_m2;      /* common */
    bool b_in_a, a_in_b; /* wholly inside, borders apart */
} named_overlap;

/* All pairs whose common part is more than a border missed by `snap_m` explains. Caller frees. False = no memory. */
bool named_areas_overlaps(named_areas *areas, double snap_m, named_overlap **out, size_t *count);

#endif
