/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A few addresses are looked up one by one through the R-tree of parcels; many are put into a tree
 * of their own, and all parcels pass by. */
#include "zoning/address_tie.h"

#include <stdlib.h>

#include "geo/blob.h"
#include "geo/box_tree.h"
#include "geo/predicate.h"
#include "store/address.h"
#include "store/parcel_place.h"
#include "store/parcel_sweep.h"
#include "store/scan.h"

#define MOST_ADDRESSES 20000000u

/* Up to here one by one: 60 µs each, against some seconds for a sweep over a million parcels. */
#define FEW 2000u

typedef struct address {
    int64_t id;
    geo_vertex point;
    int64_t parcel; /* 0: none so far */
    bool inside;    /* not only on its border */
} address;

typedef struct tying {
    kbs_city *city;
    address *items;
    size_t count, capacity;
    bool all; /* these are all addresses of the city */
    geo_shape shape;
} tying;

static kbs_code add(tying *t, int64_t id, geo_vertex point)
{
    void *items = t->items;
    bool grown =
        base_array_grow(&items, &t->capacity, t->count + 1, sizeof *t->items, MOST_ADDRESSES);
    t->items = items;
    if (!grown) {
        return base_findings_no_memory(&t->city->error);
    }
    t->items[t->count++] = (address){ .id = id, .point = point };
    return KBS_OK;
}

/* The current addresses in a box, or all. One with a damaged geometry has no place and gets no
 * parcel. */
static kbs_code add_from_city(tying *t, const kbs_box *box)
{
    store_scan *scan = NULL;
    store_scanned row;
    kbs_code code = store_scan_new(&scan, t->city, KBS_ADDRESS, box, 0, false);
    while (code == KBS_OK && (code = store_scan_next(scan, &row)) == KBS_OK) {
        geo_blob_defect defect =
            geo_blob_decode(&t->shape, row.blob, row.blob_length, t->city->srid);
        if (defect == GEO_BLOB_NO_MEMORY) {
            code = base_findings_no_memory(&t->city->error);
        } else if (defect == GEO_BLOB_OK && t->shape.type == GEO_POINT) {
            code = add(t, row.id, t->shape.vertices[0]);
        }
    }
    store_scan_free(scan);
    return code == KBS_END ? KBS_OK : code;
}

static int compare_addresses(const void *a, const void *b)
{
    int64_t p = ((const address *)a)->id;
    int64_t q = ((const address *)b)->id;
    return (p > q) - (p < q);
}

/* Several boxes give an address several times. */
static void keep_each_once(tying *t)
{
    size_t kept = 0;
    if (t->count > 1) {
        qsort(t->items, t->count, sizeof *t->items, compare_addresses);
    }
    for (size_t i = 0; i < t->count; i++) {
        if (kept == 0 || t->items[kept - 1].id != t->items[i].id) {
            t->items[kept++] = t->items[i];
        }
    }
    t->count = kept;
}

/* Which addresses are to be tied anew. */
static kbs_code choose(tying *t, kbs_kind kind, const store_writer *writer)
{
    const kbs_box *boxes = NULL;
    const int64_t *new_ids = NULL;
    size_t count = 0;
    size_t new_count = 0;
    kbs_code code = KBS_OK;
    store_writer_touched(writer, &boxes, &count, &new_ids, &new_count);
    if (kind == KBS_ADDRESS) { /* the box of a point is the point */
        for (size_t i = 0; code == KBS_OK && i < new_count; i++) {
            code = add(t, new_ids[i], (geo_vertex){ boxes[i].east_min, boxes[i].north_min });
        }
        return code;
    }
    t->all = count > FEW;
    for (size_t i = 0; i < count && !t->all; i++) {
        t->all = geo_box_is_empty(boxes[i]); /* of a damaged parcel: it may have lain anywhere */
    }
    if (t->all) {
        return add_from_city(t, NULL);
    }
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        code = add_from_city(t, &boxes[i]);
    }
    keep_each_once(t);
    return code;
}

/* Parcels come in the order of their ids, and the first that fits stays. */
static void offer(tying *t, address *a, int64_t parcel)
{
    if (a->inside) {
        return;
    }
    geo_location location = geo_shape_locate(&t->shape, a->point);
    if (location == GEO_INSIDE || (location == GEO_ON_BORDER && a->parcel == 0)) {
        a->parcel = parcel;
        a->inside = location == GEO_INSIDE;
    }
}

/* The next parcel of a sweep into t->shape, damaged ones passed over. */
static kbs_code next_parcel(tying *t, store_parcel_sweep *sweep, int64_t *id)
{
    const void *blob;
    size_t length;
    kbs_code code;
    while ((code = store_parcel_sweep_next(sweep, id, &blob, &length)) == KBS_OK) {
        geo_blob_defect defect = geo_blob_decode(&t->shape, blob, length, t->city->srid);
        if (defect == GEO_BLOB_NO_MEMORY) {
            return base_findings_no_memory(&t->city->error);
        }
        if (defect == GEO_BLOB_OK) {
            return KBS_OK;
        }
    }
    return code;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t p = *(const int64_t *)a;
    int64_t q = *(const int64_t *)b;
    return (p > q) - (p < q);
}

static kbs_code locate_one(tying *t, store_places *places, address *a)
{
    const store_place *found = NULL;
    size_t count = 0;
    kbs_box box = { a->point.east, a->point.north, a->point.east, a->point.north };
    kbs_code code = store_places_find(places, box, &found, &count);
    if (code != KBS_OK || count == 0) {
        return code;
    }
    store_parcel_sweep *sweep = NULL;
    int64_t *ids = base_new_array(count, sizeof *ids);
    code = ids != NULL ? KBS_OK : base_findings_no_memory(&t->city->error);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        ids[i] = found[i].id;
    }
    if (code == KBS_OK) {
        qsort(ids, count, sizeof *ids, compare_ids);
        code = store_parcel_sweep_new(&sweep, t->city, ids, count);
    }
    int64_t parcel;
    while (code == KBS_OK && (code = next_parcel(t, sweep, &parcel)) == KBS_OK) {
        offer(t, a, parcel);
    }
    store_parcel_sweep_free(sweep);
    base_free(ids);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code locate_few(tying *t)
{
    store_places *places = NULL;
    kbs_code code = store_places_new(&places, t->city);
    for (size_t i = 0; code == KBS_OK && i < t->count; i++) {
        code = locate_one(t, places, &t->items[i]);
    }
    store_places_free(places);
    return code;
}

static kbs_code pass_by(tying *t, const geo_box_tree *tree)
{
    store_parcel_sweep *sweep = NULL;
    uint32_t *found = NULL;
    size_t capacity = 0;
    int64_t parcel;
    kbs_code code = store_parcel_sweep_new(&sweep, t->city, NULL, 0);
    while (code == KBS_OK && (code = next_parcel(t, sweep, &parcel)) == KBS_OK) {
        size_t count = 0;
        if (!geo_box_tree_find(tree, geo_shape_box(&t->shape), &found, &capacity, &count)) {
            code = base_findings_no_memory(&t->city->error);
        }
        for (size_t i = 0; code == KBS_OK && i < count; i++) {
            offer(t, &t->items[found[i]], parcel);
        }
    }
    store_parcel_sweep_free(sweep);
    base_free(found);
    return code == KBS_END ? KBS_OK : code;
}

static kbs_code locate_many(tying *t)
{
    kbs_box *boxes = base_new_array(t->count, sizeof *boxes);
    if (boxes == NULL) {
        return base_findings_no_memory(&t->city->error);
    }
    for (size_t i = 0; i < t->count; i++) {
        geo_vertex p = t->items[i].point;
        boxes[i] = (kbs_box){ p.east, p.north, p.east, p.north };
    }
    geo_box_tree *tree = geo_box_tree_new(boxes, t->count);
    base_free(boxes);
    kbs_code code = tree != NULL ? pass_by(t, tree) : base_findings_no_memory(&t->city->error);
    geo_box_tree_free(tree);
    return code;
}

static kbs_code write_ties(tying *t)
{
    store_address_ties *ties = NULL;
    kbs_code code = store_address_ties_new(&ties, t->city, t->all);
    for (size_t i = 0; code == KBS_OK && i < t->count; i++) {
        code = store_address_tie(ties, t->items[i].id, t->items[i].parcel);
    }
    store_address_ties_free(ties);
    return code;
}

kbs_code zoning_tie_addresses(kbs_city *city, kbs_kind kind, const store_writer *writer)
{
    tying t = { .city = city };
    int64_t addresses = 0;
    geo_shape_init(&t.shape);
    kbs_code code = kind == KBS_ADDRESS
                        ? store_address_forget_closed(city, store_writer_revision(writer))
                        : store_kind_count(city, KBS_ADDRESS, &addresses);
    bool any = kind == KBS_ADDRESS || addresses > 0;
    if (code == KBS_OK && any) {
        code = choose(&t, kind, writer);
    }
    if (code == KBS_OK && t.count > 0) {
        code = t.count <= FEW ? locate_few(&t) : locate_many(&t);
    }
    if (code == KBS_OK && any) {
        code = write_ties(&t);
    }
    base_free(t.items);
    geo_shape_release(&t.shape);
    return code;
}
