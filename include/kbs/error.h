/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Findings: an error is the finding that stopped the work, a ledger is the findings that did not. */
#ifndef KBS_ERROR_H
#define KBS_ERROR_H

#include <kbs/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kbs_severity {
    KBS_NOTE = 1,    /* worth knowing; nothing was changed or left out */
    KBS_MENDED = 2,  /* taken in after a repair that is stated */
    KBS_REFUSED = 3, /* this record was left out */
    KBS_FATAL = 4    /* the work stopped */
} kbs_severity;

/* One thing found. Texts are UTF-8, never NULL where "may be NULL" is not said, and live as long as their owner (the
 * city until its next call, a ledger until it is freed). */
typedef struct kbs_finding {
    const char *code; /* stable, e.g. "shp.ring-open"; docs/errors.md lists them */
    kbs_severity severity;
    const char *file;  /* may be NULL: name as the caller gave it */
    const char *layer; /* may be NULL */
    int64_t record;    /* from 1 as people count; 0 = no record */
    const char *key;   /* may be NULL: what the record calls itself, e.g. "101/5" */
    const char *field; /* may be NULL */
    int64_t byte;      /* offset in the file; -1 = not known */
    int64_t line;      /* from 1; 0 = not known */
    int64_t column;    /* from 1; 0 = not known */
    bool has_coordinate;
    double east,
        north; /* in the city's system; in the source's where a record could not be brought there */
    const char *found;    /* may be NULL; escaped, at most 80 characters */
    const char *expected; /* may be NULL; escaped, at most 400 characters */
    bool in_source_crs;   /* east, north are in the source's system, not in the city's */
} kbs_finding;

/* The finding as one sentence in the language, with its place; at most 1 KiB, control characters escaped.
 * Writes at most `size` bytes with the final NUL and returns the length the whole text has. Same facts in both languages. */
KBS_API size_t kbs_finding_text(const kbs_finding *finding, kbs_lang lang, char *text, size_t size);

/* What to do about it, in the language; "" where there is nothing to do. Static text. */
KBS_API const char *kbs_finding_advice(const kbs_finding *finding, kbs_lang lang);

KBS_API const char *kbs_severity_name(kbs_severity severity);

/* Frees a text that libkbs gave to the caller; NULL is nothing. */
KBS_API void kbs_text_free(char *text);

/* A list of findings, as a check gives it; caller frees with kbs_findings_free. */
typedef struct kbs_findings {
    const kbs_finding *items;
    size_t count;
} kbs_findings;
KBS_API void kbs_findings_free(const kbs_findings *findings);
/* A JSON array of findings; texts in the language. Caller frees with kbs_text_free. KBS_MEMORY. */
KBS_API KBS_MUST_USE kbs_code kbs_findings_json(const kbs_findings *findings, kbs_lang lang,
                                                char **out);

/* The reason of the last call on this city that did not return KBS_OK. Borrowed, valid until the next call on the city;
 * never NULL after such a call. */
KBS_API const kbs_finding *kbs_city_error(const kbs_city *city);

#ifdef __cplusplus
}
#endif
#endif
