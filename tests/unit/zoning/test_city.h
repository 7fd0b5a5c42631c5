/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A city in a file for the tests of zoning: rows of any kind, written and materialised as an import
 * does it. Metres from TEST_EAST, TEST_NORTH of the store's tests. */
#ifndef TEST_ZONING_CITY_H
#define TEST_ZONING_CITY_H

#include "unit/store/test_store.h"

#include <kbs/zoning.h>

#include "zoning/status.h"

/* One import in the making. */
typedef struct test_import {
    kbs_city *city;
    kbs_kind kind;
    store_writer *writer;
    test_row row;
    int64_t record;
    unsigned threads;
} test_import;

static inline test_import import_begin(kbs_city *city, kbs_kind kind, int64_t expected)
{
    test_import import = { .city = city, .kind = kind, .threads = 2 };
    import.writer = test_begin(city, kind, "test", expected);
    test_row_init(&import.row, kind);
    return import;
}

/* A polygon from pairs of east and north, not closed. */
static inline void import_polygon(test_import *import, const double *points, size_t count)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    for (size_t i = 0; i <= count; i++) {
        const double *p = points + 2 * (i % count);
        assert_true(geo_shape_add_vertex(&shape, TEST_EAST + p[0], TEST_NORTH + p[1]));
    }
    assert_true(geo_shape_end_ring(&shape) && geo_shape_end_part(&shape));
    test_row_shape(&import->row, &shape);
    geo_shape_release(&shape);
}

static inline store_outcome import_add(test_import *import)
{
    import->row.row.values =
        import->row.values; /* the import may have been copied since it began */
    return test_add(import->city, import->writer, &import->row, ++import->record, NULL);
}

static inline void import_parcel(test_import *import, const char *name, const char *block,
                                 const char *parcel, double east, double north, double width,
                                 double height)
{
    test_parcel(&import->row, import->city, name, block, parcel);
    test_row_rectangle(&import->row, east, north, width, height);
    import_add(import);
}

/* A plan area or a restriction of this source id. */
static inline store_outcome import_cover(test_import *import, const char *source_id,
                                         const char *what, double east, double north, double width,
                                         double height)
{
    test_row_text(&import->row, "source_id", source_id);
    test_row_text(&import->row, import->kind == KBS_PLAN_AREA ? "use" : "type", what);
    test_row_rectangle(&import->row, east, north, width, height);
    return import_add(import);
}

/* Index, shares, commit. `replace`: what the import did not bring is closed. */
static inline kbs_code import_try_end(test_import *import, bool replace, base_findings *report)
{
    kbs_revision revision = { .file = "test.shp",
                              .layer = kbs_kind_name(import->kind),
                              .dataset = "test",
                              .crs = "EPSG:5254" };
    int64_t closed;
    if (replace) {
        assert_ok(import->city, store_writer_close_vanished(import->writer, &closed));
    }
    assert_ok(import->city, store_writer_index(import->writer, NULL, NULL));
    kbs_code code = zoning_materialise(import->city, import->kind, import->writer, import->threads,
                                       NULL, NULL, report);
    if (code == KBS_OK) {
        assert_ok(import->city, store_writer_commit(import->writer, &revision, NULL));
    }
    store_writer_free(import->writer);
    test_row_release(&import->row);
    return code;
}

static inline void import_end(test_import *import, bool replace)
{
    base_findings report;
    base_findings_init(&report);
    kbs_city *city = import->city;
    assert_ok(city, import_try_end(import, replace, &report));
    assert_int_equal(report.count, 0);
    base_findings_release(&report);
}

#endif
