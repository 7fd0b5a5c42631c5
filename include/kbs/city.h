/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The city: make, open, ask what it holds, check, back up. */
#ifndef KBS_CITY_H
#define KBS_CITY_H

#include <kbs/error.h>
#include <kbs/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A city handle without a file. Fails only for memory. Caller frees with kbs_city_free. */
KBS_API KBS_MUST_USE kbs_code kbs_city_new(kbs_city **out);
/* Closes and frees; NULL is nothing. */
KBS_API void kbs_city_free(kbs_city *city);

typedef struct kbs_city_create_options {
    size_t size;
    const char *crs;  /* "EPSG:nnnn", a projected system in metres; required */
    const char *name; /* of the municipality; may be NULL */
} kbs_city_create_options;
#define KBS_CITY_CREATE_OPTIONS_INIT                                                               \
    {                                                                                              \
        sizeof(kbs_city_create_options), NULL, NULL                                                \
    }

/* Makes a new city file (under a temporary name, then renamed) and opens it for writing. An existing file is never
 * overwritten (KBS_USAGE). KBS_INPUT when the system is unknown, geographic or not metric; KBS_IO. */
KBS_API KBS_MUST_USE kbs_code kbs_city_create(kbs_city *city, const char *path,
                                              const kbs_city_create_options *options);

typedef struct kbs_city_open_options {
    size_t size;
    bool writable;  /* default: read only */
    bool immutable; /* read only, and the caller promises that nobody changes the file */
} kbs_city_open_options;
#define KBS_CITY_OPEN_OPTIONS_INIT                                                                 \
    {                                                                                              \
        sizeof(kbs_city_open_options), false, false                                                \
    }

/* Opens a city. options may be NULL. KBS_NOT_FOUND, KBS_INPUT (not a city, foreign schema, newer schema), KBS_CORRUPT, KBS_IO,
 * KBS_BUSY. A closed handle may be opened again. */
KBS_API KBS_MUST_USE kbs_code kbs_city_open(kbs_city *city, const char *path,
                                            const kbs_city_open_options *options);
KBS_API void kbs_city_close(kbs_city *city);

/* Where the rows of one revision came from. */
typedef struct kbs_revision {
    int64_t id;
    const char *time_utc; /* ISO 8601 */
    kbs_kind kind;
    const char *file, *layer, *dataset;
    const char *sha256; /* of the source, hex */
    int64_t source_bytes;
    const char *crs;            /* of the source */
    const char *transformation; /* PROJ's name of the operation; "" = none was needed */
    double accuracy_m;          /* of the transformation; negative = unknown, 0 = none was needed */
    const char *encoding, *profile;
    const char *plan_number; /* PİN; "" = none */
    int64_t records_in_source, imported, mended, refused, unchanged, closed;
    const char *digest;  /* SHA-256 chained over the rows of all revisions up to this one, hex */
    const char *library; /* version of libkbs that wrote it */
} kbs_revision;

typedef struct kbs_city_info {
    const char *path, *name, *crs, *crs_name;
    int schema_version;
    int64_t revision; /* 0 = nothing imported yet */
    kbs_box extent;   /* of all current rows, metres */
    struct kbs_kind_info {
        kbs_kind kind;
        int64_t current, closed;
        double area_m2;  /* of the current rows, areal kinds; else 0 */
        double length_m; /* of the current rows, roads; else 0 */
    } kinds[KBS_KIND_COUNT];
    const kbs_revision *revisions;
    size_t revision_count;
    int64_t share_rows, dirty_parcels;
    int64_t file_bytes, wal_bytes;
} kbs_city_info;

/* What the city holds. Caller frees with kbs_city_info_free. */
KBS_API KBS_MUST_USE kbs_code kbs_city_info_get(kbs_city *city, const kbs_city_info **out);
KBS_API void kbs_city_info_free(const kbs_city_info *info);
/* The same as a table for people, or as JSON (docs/schema/info.json; the language changes nothing there). Caller frees with
 * kbs_text_free. KBS_MEMORY. */
KBS_API KBS_MUST_USE kbs_code kbs_city_info_text(const kbs_city_info *info, kbs_lang lang,
                                                 char **out);
KBS_API KBS_MUST_USE kbs_code kbs_city_info_json(const kbs_city_info *info, char **out);

/* Verifies the whole file: SQLite's integrity check and the spatial index check, our geometry decoder over every row,
 * row counts, shares that belong to their parcels, digest of every revision. KBS_OK with no findings when all is well;
 * KBS_CORRUPT with findings when not. */
KBS_API KBS_MUST_USE kbs_code kbs_city_check_integrity(kbs_city *city, kbs_progress_cb progress,
                                                       void *user, const kbs_findings **out);

/* A consistent copy while others read and one writes: written under a temporary name beside `path`, verified as by
 * kbs_city_check_integrity, flushed, renamed. An existing file is replaced only when `replace` is true. */
KBS_API KBS_MUST_USE kbs_code kbs_city_backup(kbs_city *city, const char *path, bool replace,
                                              kbs_progress_cb progress, void *user);

#ifdef __cplusplus
}
#endif
#endif
