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

/* A parcel whose answer is another one at the later of two moments. */
typedef struct kbs_zoning_change {
    int64_t from, to;         /* revisions */
    const kbs_zoning *before; /* NULL: the parcel was not there */
    const kbs_zoning *after;  /* NULL: it is not there any more */
} kbs_zoning_change;
/* Borrowed for the call; false cancels (KBS_CANCELLED). */
typedef bool (*kbs_zoning_change_cb)(const kbs_zoning_change *change, void *user);

/* All parcels whose answers differ between two revisions (each a number or a time, as known_on of the clocks), in the order of keys. What is
 * compared is what the answers say: areas, outline box, rows with all values of plan areas and restrictions, neighbours; not row ids,
 * revisions and sources. The day of the clocks (valid_on) is kept, their known_on does not count here. KBS_USAGE, KBS_NOT_FOUND. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_diff(kbs_city *city, const char *from, const char *to,
                                              kbs_zoning_change_cb visit, void *user);
/* One change as text or JSON (docs/schema/diff.json). Caller frees with kbs_text_free. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_change_write(const kbs_zoning_change *change,
                                                      kbs_zoning_format format, kbs_lang lang,
                                                      char **out);

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

/* The site of a parcel: its edges and what may be built on it (docs/zoning.md). */

typedef enum kbs_edge_class {
    KBS_EDGE_FRONT = 1,       /* faces a road (ön) */
    KBS_EDGE_SIDE = 2,        /* yan */
    KBS_EDGE_REAR = 3,        /* arka */
    KBS_EDGE_ATTACHED = 4,    /* a building stands on it (bitişik) */
    KBS_EDGE_UNDETERMINED = 5 /* the reason says why */
} kbs_edge_class;

typedef enum kbs_edge_beyond {
    KBS_BEYOND_NOTHING = 0, /* nothing is recorded there */
    KBS_BEYOND_PARCEL = 1,
    KBS_BEYOND_ROAD = 2,
    KBS_BEYOND_PEDESTRIAN_ROAD = 3,
    KBS_BEYOND_GAP = 4, /* a road that is not recorded: the free way between two blocks */
    KBS_BEYOND_PARK = 5,
    KBS_BEYOND_PUBLIC_AREA = 6, /* umumi hizmet alanı */
    KBS_BEYOND_WATER_OR_RAIL = 7
} kbs_edge_beyond;

/* "front", "side", "rear", "attached", "undetermined". */
KBS_API const char *kbs_edge_class_name(kbs_edge_class edge_class);
/* "nothing", "parcel", "road", "pedestrian-road", "gap", "park", "public-area", "water-or-rail". */
KBS_API const char *kbs_edge_beyond_name(kbs_edge_beyond beyond);

/* Edges of one class side by side, one after the other with the parcel on the left. */
typedef struct kbs_site_edge {
    kbs_edge_class edge_class;
    kbs_edge_beyond beyond;
    bool is_parcel_front; /* the one front that depth and levels go by: rule EC-01 */
    double length_m;
    int64_t road_id;       /* row of the recorded road; 0 = none */
    const char *road_name; /* "" = none */
    double road_width_m;   /* KBS_NO_VALUE = not known */
    bool road_width_is_measured;
    int64_t neighbour_id;     /* row of the parcel beyond; 0 = none or several */
    double setback_m;         /* of the largest plan area; KBS_NO_VALUE = not determined */
    const char *setback_rule; /* "plan", "SB-01", …; "" = not determined */
    const char *rule;         /* of the class: "EC-02", … */
    const char *reason_en, *reason_tr;
    const double *coordinates; /* of its corners: east, north, east, … */
    size_t corner_count;
} kbs_site_edge;

/* An area with its rings: ring j has the corners ring_end[j-1] .. ring_end[j]-1 (first = last), part i the rings
 * part_end[i-1] .. part_end[i]-1, the first of them its shell. */
typedef struct kbs_site_area {
    double area_m2;
    const double *coordinates; /* east, north, east, … */
    const uint32_t *ring_end, *part_end;
    size_t ring_count, part_count; /* 0: no geometry was asked for, or the area is empty */
} kbs_site_area;

typedef enum kbs_subtraction_kind {
    KBS_SUBTRACTION_CESSION = 1,   /* yola terk: in a road of the plan */
    KBS_SUBTRACTION_OTHER_USE = 2, /* in a park or another use without building */
    KBS_SUBTRACTION_FRONT = 3,     /* strips of the setbacks, without what those before took */
    KBS_SUBTRACTION_PUBLIC = 4,    /* along parks and public areas: rule EC-05 */
    KBS_SUBTRACTION_SIDE = 5,
    KBS_SUBTRACTION_REAR = 6,
    KBS_SUBTRACTION_RESTRICTION = 7,  /* one that forbids building */
    KBS_SUBTRACTION_BUILDING_LINE = 8 /* beyond the building line of the plan: rule SB-09 */
} kbs_subtraction_kind;

/* "cession", "other-use", "front", "public", "side", "rear", "restriction", "building-line". */
KBS_API const char *kbs_subtraction_kind_name(kbs_subtraction_kind kind);

typedef struct kbs_subtraction {
    kbs_subtraction_kind kind;
    const char *rule;
    const kbs_restriction *restriction; /* NULL = none */
    kbs_site_area area;
} kbs_subtraction;

typedef enum kbs_binding {
    KBS_BINDING_NONE = 0,
    KBS_BINDING_COVERAGE = 1, /* TAKS is the smaller */
    KBS_BINDING_ENVELOPE = 2  /* the setbacks are */
} kbs_binding;

/* What may be built on the part of the parcel under one plan area. Numbers that could not be determined are
 * KBS_NO_VALUE; `missing` then names what was needed. */
typedef struct kbs_buildable {
    const kbs_plan_area *plan_area;
    double part_area_m2; /* of the parcel under it, slivers of other areas joined to it */
    const kbs_subtraction *subtractions;
    size_t subtraction_count;
    kbs_site_area envelope; /* where a building may stand */
    bool has_envelope;
    bool is_least;         /* more may be allowed: what is missing would only enlarge it */
    double net_area_m2;    /* part without cessions: what the ratios are of */
    double coverage_ratio; /* TAKS of the plan or by TK-02, TK-03; KBS_NO_VALUE: no limit */
    const char *coverage_rule;
    double coverage_area_m2;
    double base_area_m2; /* the largest base: TK-04 */
    kbs_binding binding;
    double floor_area_m2; /* the largest by KAKS (KA-01) or by TAKS and floors (KA-02) */
    const char *floor_area_rule;
    double floors; /* of the plan, or by SB-05 from its height */
    const char *floors_rule;
    double height_max_m;        /* Yençok of the plan */
    const char *const *missing; /* "building_order", "floors", "attached_side", … */
    size_t missing_count;
} kbs_buildable;

typedef struct kbs_site {
    const char *neighbourhood, *block, *parcel;
    int64_t parcel_id;
    /* "interior", "corner", "through", "several-roads", "flag", "landlocked"; "" = not determined */
    const char *form;
    double exact_area_m2;
    double depth_m; /* rule EC-08; KBS_NO_VALUE: no rear */
    const kbs_site_edge *edges;
    size_t edge_count;
    const kbs_buildable *buildable; /* one for each building plan area over it, the largest first */
    size_t buildable_count;
    const char *crs;
    int64_t revision;
    const char *not_determined; /* "" or the code of a finding: there are no edges then */
} kbs_site;

KBS_API void kbs_site_free(const kbs_site *site);

/* The site of a current parcel by its row (kbs_zoning.parcel_id), computed from what lies within 60 m of it: some
 * hundred microseconds. It is of the present, whatever clocks are set; plan areas that are on display, annulled or
 * superseded do not count. KBS_NOT_FOUND: no such parcel. Caller frees with kbs_site_free. */
KBS_API KBS_MUST_USE kbs_code kbs_zoning_site(kbs_city *city, int64_t parcel_id,
                                              const kbs_site **out);

/* Of all current parcels in the order of their rows, of one revision; the whole city is held in memory meanwhile.
 * Areas come without rings when `geometry` is false, which is faster. The site given to `visit` is borrowed for the
 * call; false cancels (KBS_CANCELLED). */
typedef bool (*kbs_site_visit_cb)(const kbs_site *site, void *user);
KBS_API KBS_MUST_USE kbs_code kbs_zoning_site_all(kbs_city *city, bool geometry,
                                                  kbs_site_visit_cb visit, void *user);

/* As text or as JSON (docs/schema/site.json); KBS_ZONING_CSV is KBS_USAGE. Caller frees with kbs_text_free. */
KBS_API KBS_MUST_USE kbs_code kbs_site_write(const kbs_site *site, kbs_zoning_format format,
                                             kbs_lang lang, char **out);

#ifdef __cplusplus
}
#endif
#endif
