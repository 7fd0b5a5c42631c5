/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The eight tables as data: which fields a kind has, of which type, and what identifies a row. Import, export, schema and
 * queries all read this one description. */
#ifndef STORE_KINDS_H
#define STORE_KINDS_H

#include <kbs/types.h>

#include "geo/shape.h"

typedef enum store_type {
    STORE_TEXT = 1,
    STORE_NAME =
        2, /* a neighbourhood name: kept as the id of a row of neighbourhood_name, folded there */
    STORE_KEY = 3,  /* block and parcel numbers: normalised text (base_number_normalize_key) */
    STORE_REAL = 4, /* a number as people write it (base_number_parse_turkish) */
    STORE_INTEGER = 5,
    STORE_DATE = 6 /* YYYY-MM-DD */
} store_type;

typedef struct store_field {
    const char *name; /* of the API, of columns, JSON, CSV and exports; unit in the name */
    store_type type;
    bool
        in_key; /* part of what identifies a row of this kind (parcel: neighbourhood, block, parcel) */
    bool required; /* a record without it is refused */
    double minimum,
        maximum; /* of numbers: outside is a finding and the value stays empty; both 0 = no limits */
} store_field;

typedef enum store_geometry {
    STORE_AREAS = 1, /* MULTIPOLYGON */
    STORE_LINES_OR_AREAS =
        2, /* GEOMETRY: roads are lines or the areas of streets, written as multi types */
    STORE_POINTS = 3, /* POINT */
    STORE_ANY =
        4 /* GEOMETRY: restrictions may be areas, lines or points (written as multi types, one point alone as POINT) */
} store_geometry;

#define STORE_MOST_FIELDS 24

typedef struct store_kind {
    kbs_kind kind;
    const char *table; /* "parcel", "plan_area", … */
    store_geometry geometry;
    const char *measure; /* column computed from the geometry: "area_m2", "length_m", or NULL */
    const store_field *fields;
    size_t field_count;
} store_kind;

/* Never NULL for a kind 1..8. */
const store_kind *store_kind_of(kbs_kind kind);
/* Index of a field by name; -1 when the kind has none. */
int store_kind_field(const store_kind *kind, const char *name);

/* What makes two records the same thing: the key fields, over the whole city; or, within one dataset, source_id and where it
 * is not given the content itself. */
typedef enum store_identity { STORE_BY_KEY = 1, STORE_BY_SOURCE = 2 } store_identity;
store_identity store_kind_identity(const store_kind *kind);

/* A value of a field. Texts are UTF-8 and borrowed. */
typedef struct store_value {
    enum { STORE_VALUE_NULL = 0, STORE_VALUE_TEXT, STORE_VALUE_REAL, STORE_VALUE_INTEGER } type;
    const char *text; /* not NUL-terminated */
    size_t length;
    double real;
    int64_t integer; /* also the neighbourhood_name id of a STORE_NAME */
} store_value;

#endif
