/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What is wrong with the contents of a city: parcels that overlap, gaps, areas beyond their tolerance, orphans. */
#ifndef KBS_CHECK_H
#define KBS_CHECK_H

#include <kbs/city.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kbs_check_options {
    size_t size;
    double tolerance_m; /* overlaps and gaps of a smaller mean width are not told; 0: 0.01 */
    size_t most;        /* findings; 0: 100 000 */
    kbs_progress_cb progress;
    void *user;
    unsigned threads; /* 0: as many as there are cores; their number changes no finding */
} kbs_check_options;
#define KBS_CHECK_OPTIONS_INIT                                                                     \
    {                                                                                              \
        .size = sizeof(kbs_check_options)                                                          \
    }

/* Looks at the current rows and finds, with a place for each (docs/zoning.md says how): parcels that overlap, lie inside another, or are
 * there twice; gaps between the parcels of a block; registered areas beyond the tolerance AT-01; plan areas that overlap others of their
 * scale and status, without use or values, or with values that could not be read; addresses and buildings outside every parcel. KBS_OK
 * with *out, whose count is 0 when nothing was found. Nothing is changed. options may be NULL. Caller frees with kbs_findings_free. */
KBS_API KBS_MUST_USE kbs_code kbs_city_check(kbs_city *city, const kbs_check_options *options,
                                             const kbs_findings **out);

/* Findings with a place as a GeoJSON collection of points in WGS 84, for a GIS; `crs` is the system of their coordinates (that of the city).
 * Caller frees with kbs_text_free. KBS_MEMORY, KBS_USAGE. */
KBS_API KBS_MUST_USE kbs_code kbs_findings_geojson(const kbs_findings *findings, const char *crs,
                                                   kbs_lang lang, char **out);

#ifdef __cplusplus
}
#endif
#endif
