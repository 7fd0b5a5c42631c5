/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is this geometry sound? In the order that matters: finite, in range, closed, enough vertices, area, no crossing, holes inside. */
#ifndef GEO_RING_CHECK_H
#define GEO_RING_CHECK_H

#include "geo/geos.h"
#include "geo/shape.h"

typedef enum geo_defect {
    GEO_SOUND = 0,
    GEO_EMPTY,        /* no vertices */
    GEO_NOT_FINITE,   /* NaN or infinity */
    GEO_OUT_OF_RANGE, /* |v| > 1e8 */
    GEO_OPEN_RING,    /* first and last vertex differ; `gap_m` says by how much */
    GEO_FEW_VERTICES, /* fewer than 4 with the closing one; fewer than 2 different in a line */
    GEO_ZERO_AREA,
    GEO_REPEATED_VERTEX, /* the same vertex twice in a row: harmless, mended by dropping it */
    GEO_SPIKE,           /* the ring goes out and back along the same line */
    GEO_SELF_CROSSING,   /* a ring crosses or touches itself along more than a point */
    GEO_RING_TOUCH,      /* a ring touches itself in a point (invalid by OGC) */
    GEO_HOLE_OUTSIDE,
    GEO_NESTED_SHELLS,
    GEO_PARTS_OVERLAP,
    GEO_TOO_COMPLEX /* the check did not end within the deadline */
} geo_defect;

const char *geo_defect_name(geo_defect defect);

typedef struct geo_defect_place {
    geo_defect defect;
    size_t ring; /* index in the shape */
    geo_vertex where;
    double gap_m; /* of an open ring */
} geo_defect_place;

/* Checks a shape completely (OGC validity for areas), exactly. Areas of up to 64 vertices are decided here; larger ones by GEOS within
 * `deadline_s`, and here when `geos` is NULL (through a box tree, without a deadline). GEO_REPEATED_VERTEX is never returned: call
 * geo_shape_drop_repeated first. GEO_TOO_COMPLEX also tells that memory was out. A ring that leaves its shell or crosses another of its
 * part is GEO_SELF_CROSSING; parts that cross or share a piece of border are GEO_PARTS_OVERLAP; holes that cut a part in two are
 * GEO_RING_TOUCH; a hole in a hole is GEO_HOLE_OUTSIDE. */
geo_defect_place geo_shape_check(const geo_shape *shape, geo_geos *geos, double deadline_s);
/* Are all vertices of this ring on one line? */
bool geo_shape_ring_is_flat(const geo_shape *shape, size_t ring);
/* Removes vertices that repeat their predecessor exactly; returns how many. */
size_t geo_shape_drop_repeated(geo_shape *shape);
/* Groups rings of unknown nesting (as a shapefile record has them) into shells and holes: by orientation (clockwise = shell, as the format
 * wants) when that is consistent, else by containment. In: one part with all rings. Returns false when memory is out;
 * *changed tells that orientation did not say the truth and containment was used; hole without shell: it becomes a shell. */
bool geo_shape_group_rings(geo_shape *shape, bool *changed);

#endif
