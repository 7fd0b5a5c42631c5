/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* New parcels are touched themselves; a plan area or a restriction touches the parcels whose box it
 * meets. */
#include "zoning/touched.h"

#include <stdlib.h>
#include <string.h>

#include "store/parcel_place.h"
#include "store/scan.h"

#define MOST_IDS 20000000u

/* More than a fifth of the parcels, or more boxes than are worth asking one by one (20 µs each):
 * all. */
#define SHARE_OF_ALL 5
#define MOST_BOXES 10000u

void zoning_touched_init(zoning_touched *touched)
{
    memset(touched, 0, sizeof *touched);
    touched->box = geo_box_empty();
}

void zoning_touched_release(zoning_touched *touched)
{
    base_free(touched->ids);
    zoning_touched_init(touched);
}

static kbs_code add(zoning_touched *touched, kbs_city *city, int64_t id)
{
    void *items = touched->ids;
    bool grown = base_array_grow(&items, &touched->capacity, touched->count + 1,
                                 sizeof *touched->ids, MOST_IDS);
    touched->ids = items;
    if (!grown) {
        return base_findings_no_memory(&city->error);
    }
    touched->ids[touched->count++] = id;
    return KBS_OK;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a;
    int64_t second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static void sort_ids(zoning_touched *touched)
{
    size_t kept = 0;
    if (touched->count > 1) {
        qsort(touched->ids, touched->count, sizeof *touched->ids, compare_ids);
    }
    for (size_t i = 0; i < touched->count; i++) {
        if (kept == 0 || touched->ids[kept - 1] != touched->ids[i]) {
            touched->ids[kept++] = touched->ids[i];
        }
    }
    touched->count = kept;
}

static bool is_most(const zoning_touched *touched, size_t count)
{
    return (int64_t)count > touched->parcels / SHARE_OF_ALL;
}

/* The R-tree is asked box by box; the rows behind an id may be closed, which the sweep passes
 * over. */
static kbs_code add_under(zoning_touched *touched, kbs_city *city, const kbs_box *boxes,
                          size_t count)
{
    store_places *places = NULL;
    kbs_code code = store_places_new(&places, city);
    for (size_t i = 0; code == KBS_OK && i < count && !touched->all; i++) {
        const store_place *found = NULL;
        size_t found_count = 0;
        if (geo_box_is_empty(
                boxes[i])) { /* of a row whose geometry is damaged: it may have lain anywhere */
            touched->all = true;
            break;
        }
        code = store_places_find(places, boxes[i], &found, &found_count);
        for (size_t k = 0; code == KBS_OK && k < found_count; k++) {
            kbs_box box = { (double)found[k].east_min, (double)found[k].north_min,
                            (double)found[k].east_max, (double)found[k].north_max };
            touched->box = geo_box_join(touched->box, box);
            code = add(touched, city, found[k].id);
        }
        if (is_most(touched, touched->count)) {
            sort_ids(touched);
            touched->all = is_most(touched, touched->count);
        }
    }
    store_places_free(places);
    return code;
}

static kbs_code add_new(zoning_touched *touched, kbs_city *city, const kbs_box *boxes,
                        const int64_t *ids, size_t count)
{
    kbs_code code = KBS_OK;
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        touched->box = geo_box_join(touched->box, boxes[i]);
        code = add(touched, city, ids[i]);
    }
    return code;
}

kbs_code zoning_touched_find(zoning_touched *touched, kbs_city *city, kbs_kind kind,
                             const store_writer *writer)
{
    const kbs_box *boxes = NULL;
    const int64_t *new_ids = NULL;
    size_t count = 0;
    size_t new_count = 0;
    store_writer_touched(writer, &boxes, &count, &new_ids, &new_count);
    kbs_code code = store_kind_count(city, KBS_PARCEL, &touched->parcels);
    if (code != KBS_OK) {
        return code;
    }
    if (kind == KBS_PARCEL) {
        touched->all = is_most(touched, new_count);
        code = touched->all ? KBS_OK : add_new(touched, city, boxes, new_ids, new_count);
    } else {
        touched->all = count > MOST_BOXES;
        code = touched->all ? KBS_OK : add_under(touched, city, boxes, count);
    }
    sort_ids(touched);
    return code;
}
