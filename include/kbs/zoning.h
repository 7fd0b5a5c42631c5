/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Zoning status (imar durumu): which plan areas and restrictions lie over a parcel, with exact areas and shares. */
#ifndef KBS_ZONING_H
#define KBS_ZONING_H

#include <kbs/city.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kbs_row_kind {
    KBS_ROW_PLAN_AREA = 1,
    KBS_ROW_UNCOVERED = 2, /* the part of the parcel that no plan area covers */
    KBS_ROW_OVERLAP = 3,   /* a part that more than one plan area covers */
    KBS_ROW_RESTRICTION = 4,
    KBS_ROW_NOTICE =
        5 /* a plan area on display (askıda) on the asked day: it takes no part in the sum */
} kbs_row_kind;

/* "plan-area", "uncovered", "overlap", "restriction", "notice". */
KBS_API const char *kbs_row_kind_name(kbs_row_kind kind);

#define KBS_NO_VALUE (-1.0) /* a number that the source does not give */

/* A plan area (plan alanı) as imported. Numbers that are not given are KBS_NO_VALUE, texts "". */
typedef struct kbs_plan_area {
    int64_t id;            /* of the row in the city */
    const char *source_id; /* as the source calls it */
    const char *use, *use_code;
    const char *building_order; /* nizam: A, B, BL, … */
    double floors;              /* kat adedi */
    double coverage_ratio;      /* TAKS, 0..1 */
    double floor_area_ratio;    /* KAKS / emsal */
    double height_max_m;        /* Yençok */
    double front_setback_m, side_setback_m, rear_setback_m;
    const char *plan_number, *plan_name, *plan_scale, *approval_date, *notes;
    const char *plan_status, *valid_from, *valid_until;
    const char *
        unread; /* JSON object of values that could not be read as numbers, field to text; "" = none */
    int64_t revision, record; /* where it came from */
} kbs_plan_area;

typedef struct kbs_restriction {
    int64_t id;
    const char *source_id, *type, *degree, *authority, *note;
    int64_t revision, record;
} kbs_restriction;

/* One row. Areas of plan-area, uncovered and overlap rows are rounded to 0.01 m² by the largest remainder so that at this
 * precision: sum(plan-area) + uncovered - sum(overlap * (plan areas in it - 1)) = parcel area. */
typedef struct kbs_zoning_row {
    kbs_row_kind kind;
    double area_m2;       /* rounded to 0.01 m², adds up */
    double share;         /* area_m2 / parcel area, rounded to 6 decimals, adds up to 1 */
    double exact_area_m2; /* not rounded */
    double length_m;      /* restriction lines: their length in the parcel; else 0 */
    bool touches_only;    /* a restriction that meets the parcel in a line or a point; area 0 */
    const kbs_plan_area *plan_area;     /* KBS_ROW_PLAN_AREA and KBS_ROW_NOTICE, else NULL */
    const kbs_restriction *restriction; /* KBS_ROW_RESTRICTION, else NULL */
    const kbs_plan_area *const
        *overlap; /* KBS_ROW_OVERLAP: the plan areas of the part, in order of id */
    size_t overlap_count;
} kbs_zoning_row;

/* An answer: one tree, freed with kbs_zoning_free. */
typedef struct kbs_zoning {
    const char *neighbourhood, *block, *parcel; /* mahalle, ada, parsel */
    int64_t parcel_id;
    const char *map_sheet, *land_type; /* pafta, nitelik; "" = not given */
    double area_m2;                    /* computed from the geometry, rounded to 0.01 m² */
    double exact_area_m2;
    double registered_area_m2; /* tapu alanı; KBS_NO_VALUE = not given */
    double area_tolerance_m2;  /* yanılma sınırı of the computed area: rule AT-01 */
    double east, north;        /* a point inside the parcel, metres */
    kbs_box box;
    const kbs_zoning_row
        *rows; /* plan areas by falling area, uncovered, overlaps, restrictions by falling area */
    size_t row_count;
    const kbs_plan_area *const *neighbours; /* plan areas that only touch the parcel */
    size_t neighbour_count;
    bool computed_now;           /* true: not taken from the kept shares */
    int64_t revision;            /* of the city as answered */
    int64_t parcel_revision;     /* that brought the parcel in */
    const kbs_revision *sources; /* the revisions named by the parcel and the rows, by id */
    size_t source_count;
    const char *crs;
    const char *versions;       /* of libkbs and its libraries, one line */
    const char *not_determined; /* "" or why there is no answer, e.g. a damaged geometry */
    int64_t known_on;  /* revision whose rows were asked; `revision` unless a clock was set */
    kbs_date valid_on; /* the day of the plans; year 0: plans of every status count */
} kbs_zoning;

KBS_API void kbs_zoning_free(const kbs_zoning *answer);

/* The two clocks of all further questions on this city: by key, address, point, area, plan, and of kbs_zoning_all. Answers at a set clock
 * are computed from the rows of that time with the same code, and name both clocks. */
typedef struct kbs_zoning_clocks {
    size_t size;
    const char *
        known_on; /* what the city knew: the number of a revision, or a time (UTC): "2026-01-31", "2026-01-31T09:15",
                           * "2026-01-31T09:15:00Z", the whole of the named day, minute or second included. NULL: now */
    const char *
        valid_on; /* "YYYY-MM-DD": plans in force on that day count, those on display are notices, all others do not count
                           * (docs/zoning.md). NULL: plans of every status and date count, as their rows say */
} kbs_zoning_clocks;
#define KBS_ZONING_CLOCKS_INIT                                                                     \
    {                                                                                              \
        .size = sizeof(kbs_zoning_clocks)                                                          \
    }

/* NULL: the present again. KBS_USAGE: a text is no time or date; KBS_NOT_FOUND: no such revision, none that early. The clocks then stay as
 * they were. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_clocks_set(kbs_city *city,
                                                    const kbs_zoning_clocks *clocks);

/* By key: "MAHALLE/ADA/PARSEL", or "ADA/PARSEL" where it is unique. Upper and lower case and Turkish letters are folded.
 * KBS_USAGE: not a key; KBS_NOT_FOUND; KBS_AMBIGUOUS: the finding names the neighbourhoods. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_by_key(kbs_city *city, const char *key,
                                                const kbs_zoning **out);

/* By address: "Mahalle, Sokak, No", or "Sokak, No" where that leads to one parcel; the answer is of the parcel that the imported
 * address lies in. Case, Turkish letters and the words for streets (cadde, caddesi, cad.; sokak, sokağı, sok.; bulvar, blv.; …) are
 * folded; a flat "12/3" is looked for in the house 12 when it has no address of its own. KBS_USAGE: not an address; KBS_NOT_FOUND: the
 * finding names near streets or numbers, or says that the address lies in no parcel; KBS_AMBIGUOUS: it lists the addresses. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_by_address(kbs_city *city, const char *address,
                                                    const kbs_zoning **out);

/* By point in the city's system, metres; on a common border the parcel with the smaller key. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_at_point(kbs_city *city, double east, double north,
                                                  const kbs_zoning **out);

/* By point in another system ("EPSG:4326": east is longitude, north is latitude). */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_at_point_in(kbs_city *city, double east, double north,
                                                     const char *crs, const kbs_zoning **out);

/* A free area: a GeoJSON Polygon or MultiPolygon, alone, as a Feature, or as the one feature of a collection. The same rows as for a
 * parcel, computed by the same code; the answer has no key (texts "", parcel_id and parcel_revision 0). Coordinates are longitude and
 * latitude of WGS 84, unless the old member "crs" or `crs` names another system (`crs` wins; NULL: none); edges are straight in the
 * city's system. KBS_INPUT: no JSON, no area, several features, unsound, too many vertices, no degrees; KBS_NOT_FOUND: the city holds
 * nothing there. */
#define KBS_AREA_MOST_VERTICES 100000u
KBS_API KBS_MUST_USE kbs_code kbs_zoning_at_shape(kbs_city *city, const char *geojson,
                                                  size_t length, const char *crs,
                                                  const kbs_zoning **out);
/* The same from a file of at most 16 MiB. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_at_file(kbs_city *city, const char *path, const char *crs,
                                                 const kbs_zoning **out);

/* All parcels in the order of their keys, of one revision. The answer given to `visit` is borrowed for the call; false
 * cancels (KBS_CANCELLED). */
typedef bool (*kbs_zoning_visit_cb)(const kbs_zoning *answer, void *user);
KBS_API KBS_MUST_USE kbs_code kbs_zoning_all(kbs_city *city, kbs_zoning_visit_cb visit, void *user);

typedef enum kbs_zoning_format {
    KBS_ZONING_TEXT = 1,
    KBS_ZONING_JSON =
        2, /* docs/schema/zoning.json; keys in one documented order, the same in both languages */
    KBS_ZONING_CSV = 3, /* one row per parcel and part; the header is kbs_zoning_csv_header */
    KBS_ZONING_GEOJSON =
        4 /* one Feature: the outline in WGS 84, the members of the JSON answer as properties; not for lists */
} kbs_zoning_format;

/* The answer as text. Caller frees with kbs_text_free. The language is used by the text format only. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_write(const kbs_zoning *answer, kbs_zoning_format format,
                                               kbs_lang lang, char **out);
/* "neighbourhood,block,parcel,parcel_area_m2,kind,source_id,code,area_m2,share,…" without line end. */
KBS_API const char *kbs_zoning_csv_header(void);

/* A parcel under a plan area or a restriction that was asked for: one row for each pair. */
typedef struct kbs_zoning_under_row {
    const char *neighbourhood, *block, *parcel;
    int64_t parcel_id;
    double parcel_area_m2;
    double area_m2, share, exact_area_m2, length_m; /* as in the row of the parcel's own answer */
    const kbs_plan_area *plan_area; /* the one of the row; NULL: a restriction, or not determined */
    const kbs_restriction *restriction; /* likewise */
    const char *not_determined;         /* "" or why the parcel has no answer */
} kbs_zoning_under_row;

typedef struct kbs_zoning_under {
    kbs_kind kind;                          /* KBS_PLAN_AREA or KBS_RESTRICTION */
    const char *asked;                      /* as it was asked */
    const kbs_plan_area *const *plan_areas; /* that were asked for, by id */
    size_t plan_area_count;
    const kbs_restriction *const *restrictions;
    size_t restriction_count;
    const kbs_zoning_under_row *rows; /* in the order of keys, then of ids */
    size_t row_count;
    size_t parcel_count;
    double area_m2; /* sum of the rows */
    int64_t revision;
    int64_t known_on;
    kbs_date valid_on;
    const char *crs, *versions;
} kbs_zoning_under;

/* The parcels under a plan: `plan` is a plan number (PİN), or the source id of plan areas. Parcels that the plan only touches are not
 * under it. KBS_USAGE, KBS_NOT_FOUND (the finding names near ones). Caller frees with kbs_zoning_under_free. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_under_plan(kbs_city *city, const char *plan,
                                                    const kbs_zoning_under **out);
/* The parcels under the restrictions of a source id. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_under_restriction(kbs_city *city, const char *source_id,
                                                           const kbs_zoning_under **out);
KBS_API void kbs_zoning_under_free(const kbs_zoning_under *under);
/* As text, JSON (docs/schema/under.json) or CSV without its header. Caller frees with kbs_text_free. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_under_write(const kbs_zoning_under *under,
                                                     kbs_zoning_format format, kbs_lang lang,
                                                     char **out);
/* "neighbourhood,block,parcel,parcel_area_m2,kind,source_id,code,area_m2,share,length_m,not_determined" without line end. */
KBS_API const char *kbs_zoning_under_csv_header(void);

/* The area tolerance of the register for a parcel of this computed area: rule AT-01, Yanılma Sınırı Yönetmeliği 8
 * (RG 27.9.2022-31966), rounded to 0.01 m². Negative or not finite: KBS_NO_VALUE. */
KBS_API double kbs_area_tolerance_m2(double computed_area_m2);

#ifdef __cplusplus
}
#endif
#endif
