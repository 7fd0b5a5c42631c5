/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Geometry from any bytes, as BLOB and as WKB: what is read is written and read again as the same; what is called sound obeys the
 * laws that exact predicates promise; what is not is refused without harm. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/blob.h"
#include "geo/edge_index.h"
#include "geo/measure.h"
#include "geo/ring_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool right)
{
    if (!right) {
        abort();
    }
}

/* Bit for bit, since NaN may come in WKB. */
static bool same_shape(const geo_shape *a, const geo_shape *b)
{
    return a->type == b->type && a->vertex_count == b->vertex_count &&
           a->ring_count == b->ring_count && a->part_count == b->part_count &&
           (a->vertex_count == 0 ||
            memcmp(a->vertices, b->vertices, a->vertex_count * sizeof *a->vertices) == 0) &&
           (a->ring_count == 0 ||
            memcmp(a->ring_end, b->ring_end, a->ring_count * sizeof *a->ring_end) == 0) &&
           (a->part_count == 0 ||
            memcmp(a->part_end, b->part_end, a->part_count * sizeof *a->part_end) == 0);
}

/* Products of smaller numbers leave the range in which predicates are exact. */
static bool is_in_range(const geo_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double east = fabs(shape->vertices[i].east), north = fabs(shape->vertices[i].north);
        if ((east != 0 && east < 1e-50) || (north != 0 && north < 1e-50)) {
            return false;
        }
    }
    return true;
}

/* A sound area covers itself, all of it, and is where its inner point says. */
static void try_area(const geo_shape *shape)
{
    geo_edge_index *index = geo_edge_index_new(shape);
    geo_scratch *scratch = geo_scratch_new();
    geo_common common;
    want(index != NULL && scratch != NULL);
    want(geo_common_area(shape, index, scratch, &common));
    if (!common.too_complex) {
        want(common.meets);
        want(common.area_m2 == geo_shape_area_m2(shape));
    }
    geo_vertex point = geo_shape_inner_point(shape);
    want(geo_edge_index_locate(index, point) == geo_shape_locate(shape, point));
    geo_scratch_free(scratch);
    geo_edge_index_free(index);
}

static void try_shape(geo_shape *shape)
{
    geo_defect defect = geo_shape_check(shape, NULL, 1).defect;
    (void)geo_shape_length_m(shape);
    (void)geo_shape_area_m2(shape);
    if (defect == GEO_SOUND && geo_type_is_area(shape->type) && is_in_range(shape)) {
        try_area(shape);
    }
    geo_shape_drop_repeated(shape);
    geo_shape_orient(shape, true);
    if (geo_type_is_area(shape->type) && shape->part_count > 0) {
        bool changed;
        size_t rings = shape->ring_count;
        shape->part_end[0] = (uint32_t)rings;
        shape->part_count = 1;
        want(geo_shape_group_rings(shape, &changed));
        want(shape->ring_count == rings);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    geo_shape shape, again;
    base_buffer out;
    kbs_box box;
    bool dropped;
    geo_shape_init(&shape);
    geo_shape_init(&again);
    base_buffer_init(&out, 16 * size + 1024);
    if (geo_blob_decode(&shape, data, size, -1) == GEO_BLOB_OK) {
        want(geo_blob_box(data, size, &box) == GEO_BLOB_OK);
        geo_blob_encode(&out, &shape, 5254, false);
        want(!out.failed);
        want(geo_blob_decode(&again, out.data, out.length, 5254) == GEO_BLOB_OK);
        want(same_shape(&shape, &again));
        try_shape(&shape);
    }
    base_buffer_clear(&out);
    if (geo_wkb_decode(&shape, data, size, &dropped) == GEO_BLOB_OK) {
        geo_wkb_encode(&out, &shape);
        want(!out.failed);
        want(geo_wkb_decode(&again, out.data, out.length, &dropped) == GEO_BLOB_OK);
        want(same_shape(&shape, &again) && !dropped);
        try_shape(&shape);
    }
    base_buffer_release(&out);
    geo_shape_release(&shape);
    geo_shape_release(&again);
    return 0;
}
