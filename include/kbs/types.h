/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The words that all headers of libkbs share: codes, kinds, languages, dates, boxes, progress. */
#ifndef KBS_TYPES_H
#define KBS_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kbs/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The opened store of one city; opaque. A city and all that comes from it belong to one thread at a time. Different
 * cities, also on the same file, may be used at once. */
typedef struct kbs_city kbs_city;

/* What a call returns. Finer grain is the code of the finding on the city (kbs_city_error). */
typedef enum kbs_code {
    KBS_OK = 0,
    KBS_NOT_FOUND = 1,   /* no such parcel, layer, revision */
    KBS_AMBIGUOUS = 2,   /* more than one parcel has this key */
    KBS_USAGE = 3,       /* an argument of the call is wrong */
    KBS_INPUT = 4,       /* a file or a text from outside is wrong */
    KBS_UNSUPPORTED = 5, /* right, but not a thing that libkbs reads */
    KBS_IO = 6,          /* disk, permission */
    KBS_BUSY = 7,        /* another process writes */
    KBS_MEMORY = 8,      /* not enough memory */
    KBS_CORRUPT = 9,     /* the city file is damaged */
    KBS_INTERNAL = 10,   /* a defect of libkbs */
    KBS_CANCELLED = 11,  /* the progress callback said stop */
    KBS_END = 12         /* an iterator has no more */
} kbs_code;

/* The name of a code as it stands in the enumeration, without the prefix and in small letters, e.g. "not-found". */
KBS_API const char *kbs_code_name(kbs_code code);

typedef enum kbs_lang { KBS_LANG_EN = 0, KBS_LANG_TR = 1 } kbs_lang;

/* What the city holds; one table each. */
typedef enum kbs_kind {
    KBS_NEIGHBOURHOOD = 1, /* mahalle */
    KBS_PARCEL = 2,        /* parsel */
    KBS_ROAD = 3,          /* yol */
    KBS_PLAN_AREA = 4,     /* plan alanı */
    KBS_RESTRICTION = 5,   /* kısıt: protected site, flood plain, corridor */
    KBS_BUILDING = 6,      /* bina */
    KBS_ADDRESS = 7,       /* adres: door number */
    KBS_POINT = 8          /* nokta: survey point */
} kbs_kind;

#define KBS_KIND_COUNT 8

/* "parcel", "plan-area", …; NULL for a number that is no kind. */
KBS_API const char *kbs_kind_name(kbs_kind kind);
/* KBS_NOT_FOUND when the name is none of them. */
KBS_API KBS_MUST_USE kbs_code kbs_kind_from_name(const char *name, kbs_kind *out);

/* A civil date; year 0 means "none". */
typedef struct kbs_date {
    int16_t year;
    uint8_t month; /* 1..12 */
    uint8_t day;   /* 1..31 */
} kbs_date;

/* An extent in metres of the city's coordinate system (or of the file's, where said). Empty when min > max. */
typedef struct kbs_box {
    double east_min, north_min, east_max, north_max;
} kbs_box;

/* How far a long call is. Called on the caller's thread only, at most ten times a second, never inside a commit.
 * Return false to cancel: the call ends with KBS_CANCELLED and has changed nothing. */
typedef struct kbs_progress {
    const char *stage; /* "read", "index", "shares", "commit", …; static text */
    uint64_t done;
    uint64_t total; /* 0 when not known */
} kbs_progress;
typedef bool (*kbs_progress_cb)(const kbs_progress *report, void *user);

#ifdef __cplusplus
}
#endif
#endif
