/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What a format must do: look at the first bytes, open a layer, give records one by one. A reader touches neither city nor mapping. It runs on
 * one thread, which need not be the caller's. */
#ifndef IMPORT_READER_H
#define IMPORT_READER_H

#include "base/encoding.h"
#include "base/file.h"
#include "base/sha256.h"
#include "geo/shape.h"

/* The source as looked at before any reader opens it. */
typedef struct import_source {
    const char *path;   /* to open; for a member of an archive a file in the work folder */
    const char *name;   /* to show: as the caller gave it, members as "plan.zip/parcels.shp" */
    uint8_t head[4096]; /* first bytes */
    size_t head_length;
    uint64_t size;
    const char *work_folder; /* for temporary files; exists, ours alone, emptied by the caller */
} import_source;

typedef struct import_column {
    const char *name; /* UTF-8 */
    char type;        /* 'C' text, 'N' number, 'D' date, 'L' logical, 'B' other */
} import_column;

/* A layer as opened. Texts live until close. */
typedef struct import_layer {
    const char *name;
    const import_column *columns;
    size_t column_count;
    int64_t
        records; /* by a count that is not the reader's loop; excludes records marked as deleted */
    int64_t excluded; /* marked as deleted */
    base_encoding
        encoding; /* of TEXT values: what import must decode; UTF8 when the reader already did */
    const char *encoding_source; /* "cpg", "dbf language byte", "bytes", "option", "format" */
    const char *crs;             /* definition for geo_crs_new, NULL = the source has none */
    const char *crs_source;      /* "prj", "crs member", "format", … */
    kbs_box box;                 /* of the data as the source states it; may be empty */
    geo_type type_hint;          /* GEO_NONE = mixed or unknown */
    const char *format; /* what the reader found it to be; NULL = the reader's own format */
} import_layer;

typedef struct import_value {
    enum { IMPORT_VALUE_NULL = 0, IMPORT_VALUE_TEXT, IMPORT_VALUE_NUMBER } type;
    const char *
        text; /* TEXT: not NUL-terminated, in the layer's encoding, blanks at the ends already cut */
    size_t length;
    double number;
} import_value;

/* One record; reused. Values and shape are valid until the next call. */
typedef struct import_record {
    int64_t number;     /* from 1, as the source counts */
    int64_t byte, line; /* where it starts; -1 and 0 when not known */
    geo_shape
        shape; /* in the source's coordinate system, east first; type GEO_NONE = null geometry */
    bool rings_are_loose; /* polygon rings are in one part and must still be grouped (shapefile) */
    bool has_heights;     /* in the source; they are not kept */
    import_value *values; /* column_count of them; allocated by import */
    bool
        refused; /* the reader itself refused it: the finding is in the report, shape and values are not to be used */
    bool mended; /* the reader itself mended it: the finding is in the report */
} import_record;

typedef struct import_reader_options {
    const char *layer;      /* NULL = the only one */
    base_encoding encoding; /* UNKNOWN = find out */
    bool no_attributes;
    bool strict;
    bool table_only; /* values are wanted and no shapes: a table without places will do */
    kbs_kind kind;   /* what records are wanted; 0 = any. Only drawings ask */
    double snap_m;   /* of drawings: what is meant to be one place; 0 = 0.02, below 0 = none */
    const struct import_profile *profile, *builtin; /* roles of layers; NULL = none, built in */
} import_reader_options;

typedef struct import_reader {
    const char *format; /* "ESRI Shapefile", "GeoJSON", "GPKG", … */
    /* How sure the reader is that this is its format, 0..100, from first bytes and neighbours, never from the extension alone. */
    int (*bid)(const import_source *source);
    /* Opens one layer. Checks the whole structure that can be checked without reading the records. */
    kbs_code (*open)(void **state, const import_source *source,
                     const import_reader_options *options, import_layer *layer,
                     base_findings *report);
    /* The next record in the order of the source: KBS_OK, KBS_END, or a fatal code with its finding. Deleted records are skipped. */
    kbs_code (*next)(void *state, import_record *record, base_findings *report);
    /* After KBS_END: was the file changed while it was read, were all records given? Adds what identifies the content to the digest: the bytes of the one
     * file; of a shapefile the SHA-256 of each part that was read, in the order .shp .shx .dbf .prj .cpg, because its parts are read side by side. */
    kbs_code (*finish)(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report);
    void (*close)(void *state); /* NULL is nothing */
} import_reader;

/* All formats, ended by NULL. */
extern const import_reader *const import_readers[];
extern const import_reader import_reader_shapefile;
extern const import_reader import_reader_geojson;
extern const import_reader import_reader_kap;
/* GDAL behind one door: one entry a driver, so that exactly one driver may open a file. */
extern const import_reader import_reader_gpkg, import_reader_gml, import_reader_kml,
    import_reader_flatgeobuf, import_reader_mapinfo;
extern const import_reader import_reader_drawing;

/* Looks at a path: opens, reads the head, unpacks an archive (zip, kmz) into the work folder within limits and chooses the member (options->layer where
 * several), chooses the reader that bids highest. Findings: source.unknown-format names what it looks like. */
typedef struct import_opened {
    import_source source;
    const import_reader *reader;
    void *state;
    import_layer layer;
    void *owned; /* of open.c */
} import_opened;
kbs_code import_open(import_opened *opened, const char *path, const char *work_folder,
                     const import_reader_options *options, base_findings *report);
/* After the last record: reader->finish, and the digest of what the caller named (the archive itself when it was one). */
kbs_code import_opened_finish(import_opened *opened, char sha256_hex[BASE_SHA256_HEX],
                              uint64_t *bytes, base_findings *report);
void import_opened_close(import_opened *opened);

/* What a file looks like by its first bytes: "ZIP archive", "PDF", "HTML", "XML", "shapefile", "SQLite database", "Git LFS pointer", "UTF-16 text", "all zero bytes", …;
 * NULL when nothing is known about it. Static text. */
const char *import_looks_like(const uint8_t *head, size_t length);

#endif
