/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rings of an area as one list of corners, without closing and repeated vertices. Corner i begins edge i. Only the files of the border
 * check include it. */
#ifndef GEO_BORDER_H
#define GEO_BORDER_H

#include "geo/ring_check.h"

enum { GEO_BORDER_SMALL = 64 };

typedef struct geo_border {
    geo_vertex *corners;
    uint32_t *ring_of;    /* of a corner */
    uint32_t *ring_start; /* first corner of a ring; ring_count + 1 of them */
    uint32_t *part_of;    /* of a ring */
    uint32_t corner_count, ring_count;
    void *memory; /* when it is not in `small` */
    struct {
        geo_vertex corners[GEO_BORDER_SMALL];
        uint32_t ring_of[GEO_BORDER_SMALL], ring_start[GEO_BORDER_SMALL + 1],
            part_of[GEO_BORDER_SMALL];
    } small;
} geo_border;

/* False = no memory. */
bool geo_border_init(geo_border *border, const geo_shape *area);
void geo_border_release(geo_border *border);

static inline uint32_t geo_border_next(const geo_border *border, uint32_t corner)
{
    uint32_t ring = border->ring_of[corner];
    return corner + 1 == border->ring_start[ring + 1] ? border->ring_start[ring] : corner + 1;
}

static inline uint32_t geo_border_previous(const geo_border *border, uint32_t corner)
{
    uint32_t ring = border->ring_of[corner];
    return corner == border->ring_start[ring] ? border->ring_start[ring + 1] - 1 : corner - 1;
}

/* Where rings touch without a defect: one for each ring at each such point, in any order, repeated. */
typedef struct geo_ring_touch {
    geo_vertex where;
    uint32_t part, ring;
} geo_ring_touch;

typedef struct geo_ring_touches {
    geo_ring_touch *items;
    size_t count, capacity;
} geo_ring_touches;

/* How rings of one part hang together and lie in each other; their edges do not cross. (border_nesting.c) */
geo_defect_place geo_border_check_nesting(const geo_shape *area, const geo_border *border,
                                          geo_ring_touches *touches);

static inline geo_defect_place geo_place_of(geo_defect defect, uint32_t ring, geo_vertex where)
{
    return (geo_defect_place){ .defect = defect, .ring = ring, .where = where };
}

#endif
