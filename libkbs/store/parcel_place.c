/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The R-tree of parcels and its copy. The copy is of one revision; when the transaction sees
 * another, it is made again. */
#include "store/parcel_place.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "store/rtree_copy.h"

#define MOST_FOUND 20000000u

struct store_places {
    kbs_city *city;
    store_statement *search;
    store_rtree_copy *copy;
    int64_t copy_revision;
    uint32_t copy_version; /* of the database, when the copy was last known to be right */
    uint64_t asked;
    store_place *found;
    size_t capacity, count;
    bool no_memory;
};

kbs_code store_places_new(store_places **out, kbs_city *city)
{
    *out = base_new(sizeof **out);
    if (*out == NULL) {
        return base_findings_no_memory(&city->error);
    }
    (*out)->city = city;
    return KBS_OK;
}

void store_places_free(store_places *places)
{
    if (places != NULL) {
        store_statement_free(places->search);
        store_rtree_copy_free(places->copy);
        base_free(places->found);
        base_free(places);
    }
}

static bool add(store_places *places, store_place place)
{
    void *items = places->found;
    bool grown = base_array_grow(&items, &places->capacity, places->count + 1,
                                 sizeof *places->found, MOST_FOUND);
    places->found = items;
    if (grown) {
        places->found[places->count++] = place;
    }
    return grown;
}

static kbs_code find_in_file(store_places *places, kbs_box box)
{
    base_findings *report = &places->city->error;
    kbs_code code = KBS_OK;
    if (places->search == NULL) {
        code =
            store_database_prepare(places->city->database, &places->search,
                                   "SELECT pkid, xmin, xmax, ymin, ymax FROM idx_parcel_geometry "
                                   "WHERE xmin <= ?3 AND xmax >= ?1 AND ymin <= ?4 AND ymax >= ?2",
                                   report);
    }
    if (code == KBS_OK) {
        store_bind_real(places->search, 1, box.east_min);
        store_bind_real(places->search, 2, box.north_min);
        store_bind_real(places->search, 3, box.east_max);
        store_bind_real(places->search, 4, box.north_max);
    }
    while (code == KBS_OK && (code = store_step(places->search, report)) == KBS_OK) {
        store_place place = { .id = store_column_int(places->search, 0),
                              .east_min = (float)store_column_real(places->search, 1),
                              .east_max = (float)store_column_real(places->search, 2),
                              .north_min = (float)store_column_real(places->search, 3),
                              .north_max = (float)store_column_real(places->search, 4) };
        if (!add(places, place)) {
            store_statement_reset(places->search);
            code = base_findings_no_memory(report);
        }
    }
    return code == KBS_END ? KBS_OK : code;
}

/* Makes the copy, or makes it again when the city has another revision now. */
static kbs_code refresh(store_places *places)
{
    int64_t revision = 0;
    kbs_code code = store_city_revision(places->city, &revision);
    if (code != KBS_OK) {
        return code;
    }
    places->copy_version = store_database_version(places->city->database);
    if (places->copy != NULL && places->copy_revision == revision) {
        return KBS_OK;
    }
    store_rtree_copy_free(places->copy);
    places->copy = NULL;
    code = store_rtree_copy_new(&places->copy, places->city, "parcel");
    places->copy_revision = revision;
    return code;
}

static bool take(const store_rtree_cell *cell, void *user)
{
    store_places *places = user;
    store_place place = { cell->number, cell->east_min, cell->east_max, cell->north_min,
                          cell->north_max };
    places->no_memory = places->no_memory || !add(places, place);
    return !places->no_memory;
}

bool store_places_find_in_copy(store_places *places, kbs_box box, const store_place **found,
                               size_t *count, uint32_t *version)
{
    if (places->copy == NULL || places->city->writer != NULL) {
        return false;
    }
    places->count = 0;
    places->no_memory = false;
    store_rtree_copy_search(places->copy, box, take, places);
    *found = places->found;
    *count = places->count;
    *version = places->copy_version;
    return !places->no_memory;
}

kbs_code store_places_find(store_places *places, kbs_box box, const store_place **found,
                           size_t *count)
{
    kbs_code code;
    places->count = 0;
    places->no_memory = false;
    if (places->asked < STORE_PLACES_PATIENCE || places->city->writer != NULL) {
        places->asked++;
        code = find_in_file(places, box);
    } else {
        code = refresh(places);
        if (code == KBS_OK) {
            store_rtree_copy_search(places->copy, box, take, places);
            code = places->no_memory ? base_findings_no_memory(&places->city->error) : KBS_OK;
        }
    }
    *found = places->found;
    *count = code == KBS_OK ? places->count : 0;
    return code;
}
