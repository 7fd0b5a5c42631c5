/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Import (one call, one transaction, one revision) with its ledger, and export. */
#ifndef KBS_IMPORT_H
#define KBS_IMPORT_H

#include <kbs/city.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One "FIELD=COLUMN" of a mapping: our field name, the source's column. */
typedef struct kbs_mapping {
    const char *field;
    const char *column;
} kbs_mapping;

/* What will be taken from the source, told before the first record is read. Borrowed for the call. */
typedef struct kbs_import_plan {
    const char *file, *layer, *format; /* "ESRI Shapefile", "GeoJSON", … */
    int64_t records;                   /* by an independent count */
    const char *encoding,
        *encoding_source; /* "windows-1254", "cpg" | "dbf language byte" | "bytes" | "option" | "format" */
    const char *crs, *transformation;
    double accuracy_m;
    const kbs_mapping *matched; /* fields that a column fills */
    size_t matched_count;
    const char *const *unmatched_columns; /* columns that fill nothing */
    size_t unmatched_column_count;
    const char *const *missing_fields; /* fields of the kind that no column fills */
    size_t missing_field_count;
    const char *const *owner_columns; /* personal data, never taken */
    size_t owner_column_count;
} kbs_import_plan;

typedef struct kbs_import_options {
    size_t size;
    kbs_kind kind;          /* required */
    const char *layer;      /* NULL: the only one */
    const char *crs;        /* NULL: what the source says; then it must say it */
    const char *encoding;   /* NULL: what the source says or its bytes show */
    const kbs_mapping *map; /* goes before profile and built-in names */
    size_t map_count;
    const char *profile; /* a profile file; NULL: built-in names */
    const char *dataset; /* NULL: file and layer name; the scope of `replace` and of source ids */
    const char *plan_number; /* PİN for plan areas; NULL */
    const char
        *plan_status; /* "in-force" (default), "on-display" (askıda), "annulled", "superseded" */
    kbs_date valid_from, valid_until; /* of plans; year 0 = none */
    bool strict;                      /* any refused record stops the import */
    bool replace;       /* close the rows of this dataset that the source no longer has */
    bool repair;        /* mend invalid rings within a deadline instead of refusing them */
    bool crs_overrides; /* `crs` wins over what the source says */
    bool no_attributes; /* a shapefile without .dbf */
    bool (*plan_cb)(const kbs_import_plan *plan, void *user); /* NULL, or false = cancel */
    kbs_progress_cb progress;
    void *user;
    unsigned threads; /* 0: as many as there are cores */
    double
        snap_m; /* of drawings: ends of lines within this are one corner. 0: 0.02; below 0: none; at most 1 */
    const char *
        join; /* a second source whose columns fill what this one leaves empty, by neighbourhood, block and parcel; NULL */
    bool
        all_states; /* of data of the land registry also parcels that are passive or drafts (durum 1, 2) */
} kbs_import_options;
#define KBS_IMPORT_OPTIONS_INIT                                                                    \
    {                                                                                              \
        .size = sizeof(kbs_import_options)                                                         \
    }

/* The book of one import: records = imported + mended + refused, always. `unchanged` of them were already there. */
typedef struct kbs_ledger {
    const char *file, *layer, *format, *encoding, *crs, *transformation;
    double accuracy_m;
    kbs_kind kind;
    int64_t revision; /* 0: nothing was written */
    int64_t records;  /* in the source, by a count that does not come from the reader's loop */
    int64_t imported; /* without any change */
    int64_t mended;
    int64_t refused;
    int64_t excluded; /* records that the source itself marks as deleted; not part of `records` */
    int64_t inserted, updated, unchanged, closed; /* what it meant for the city */
    double area_m2, length_m;                     /* of the imported and mended shapes */
    const kbs_finding *findings;
    size_t finding_count;
    const char *city_crs; /* of the coordinates of findings that are not in_source_crs */
} kbs_ledger;

/* Imports one layer. On KBS_OK the revision is on disk. `out` may be NULL; it is set also when the import fails and
 * something was read, so that the reasons can be shown. The city must be open for writing. KBS_INPUT, KBS_UNSUPPORTED, KBS_IO,
 * KBS_BUSY, KBS_MEMORY, KBS_CANCELLED, KBS_USAGE. After anything but KBS_OK the city is as it was. */
KBS_API KBS_MUST_USE kbs_code kbs_import(kbs_city *city, const char *source,
                                         const kbs_import_options *options, const kbs_ledger **out);
KBS_API void kbs_ledger_free(const kbs_ledger *ledger);

/* The ledger as JSON (docs/schema/ledger.json) or as a table for people. Caller frees with kbs_text_free. */
KBS_API KBS_MUST_USE kbs_code kbs_ledger_json(const kbs_ledger *ledger, kbs_lang lang, char **out);
/* The findings that have a coordinate as a GeoJSON FeatureCollection of points, longitude and latitude of WGS 84, with code, severity,
 * layer, record, key, found, expected, text and advice in the language, and east, north and crs as they were found. A place that cannot be brought to
 * WGS 84 has no geometry. Also of a failed import. Caller frees with kbs_text_free. KBS_MEMORY. */
KBS_API KBS_MUST_USE kbs_code kbs_ledger_geojson(const kbs_ledger *ledger, kbs_lang lang,
                                                 char **out);
KBS_API KBS_MUST_USE kbs_code kbs_ledger_text(const kbs_ledger *ledger, kbs_lang lang, char **out);

/* How many of something a source has. */
typedef struct kbs_source_count {
    const char
        *type; /* of objects of drawings: "point", "line", "text", …; or what the format calls it */
    int64_t count;
} kbs_source_count;

/* One layer of a source, as it is before any import. */
typedef struct kbs_source_layer {
    const char *name;
    const char *
        becomes; /* what libkbs would make of it: a kind ("parcel"); of layers of drawings also "parcel-lines", "parcel-texts", "block",
                          * "block-texts", "ignored"; "" = nothing, unless the layer is named */
    int64_t records;                /* objects of the drawing, records of other sources */
    kbs_box box;                    /* in the source's system; empty when not known */
    const kbs_source_count *counts; /* of layers of drawings: objects by type, none of 0 */
    size_t count_count;
    const char *const *texts; /* the first different texts and names of objects, at most five */
    size_t text_count;
    const char *const *columns; /* of other sources */
    size_t column_count;
} kbs_source_layer;

/* What a source holds. Texts are never NULL. */
typedef struct kbs_listing {
    const char *file, *format, *version; /* version: of the program that wrote it; "" = not known */
    const char *encoding, *crs, *crs_source; /* "" = the source has none */
    const char *
        crs_candidates; /* where the source has no system: those that would place it in Turkey; else "" */
    bool is_drawing;
    int64_t deleted; /* marked as deleted by the source itself */
    kbs_box box;
    const kbs_source_layer *layers;
    size_t layer_count;
    const kbs_source_count *skipped; /* what the drawing holds and libkbs does not read */
    size_t skipped_count;
    const kbs_finding *findings;
    size_t finding_count;
} kbs_listing;

typedef struct kbs_list_options {
    size_t size;
    const char *encoding; /* NULL: what the source says or its bytes show */
    const char *profile;  /* a profile file, for the roles of layers; NULL: built-in */
    const char *folder;   /* for what an archive holds, while the call lasts; NULL: /tmp */
} kbs_list_options;
#define KBS_LIST_OPTIONS_INIT                                                                      \
    {                                                                                              \
        .size = sizeof(kbs_list_options)                                                           \
    }

/* What is in a source: its layers, how many objects or records, columns, coordinate system, extent. Needs no city and changes nothing. `options` may
 * be NULL. *out is set also when the call fails, so that its findings can be shown (the last one is the reason); NULL only for KBS_MEMORY. Caller
 * frees with kbs_listing_free. KBS_INPUT, KBS_UNSUPPORTED, KBS_IO, KBS_MEMORY, KBS_USAGE. */
KBS_API KBS_MUST_USE kbs_code kbs_source_list(const char *source, const kbs_list_options *options,
                                              const kbs_listing **out);
KBS_API void kbs_listing_free(const kbs_listing *listing);
/* As JSON (docs/schema/list.json) or as a table for people. Caller frees with kbs_text_free. KBS_MEMORY. */
KBS_API KBS_MUST_USE kbs_code kbs_listing_json(const kbs_listing *listing, kbs_lang lang,
                                               char **out);
KBS_API KBS_MUST_USE kbs_code kbs_listing_text(const kbs_listing *listing, kbs_lang lang,
                                               char **out);

/* The fields of a kind, by index from 0, in the order of columns and exports; NULL after the last. Static text. */
KBS_API const char *kbs_kind_field(kbs_kind kind, size_t index);

typedef struct kbs_export_options {
    size_t size;
    kbs_kind kind;      /* required */
    const char *format; /* GDAL's short driver name, or "NCN"; NULL: by the extension */
    const char *crs;    /* NULL: the city's (WGS 84 where the format demands it) */
    bool closed;        /* also rows that are closed */
    bool replace;       /* an existing file */
    kbs_progress_cb progress;
    void *user;
} kbs_export_options;
#define KBS_EXPORT_OPTIONS_INIT                                                                    \
    {                                                                                              \
        .size = sizeof(kbs_export_options)                                                         \
    }

/* Writes the rows of one kind with any vector driver of GDAL; NCN (points) and DXF as NetCAD opens them, without GDAL. Under
 * a temporary name that is renamed at the end. `written`
 * may be NULL. KBS_USAGE (unknown format, file exists), KBS_IO, KBS_CANCELLED. */
KBS_API KBS_MUST_USE kbs_code kbs_export(kbs_city *city, const char *path,
                                         const kbs_export_options *options, int64_t *written);

#ifdef __cplusplus
}
#endif
#endif
