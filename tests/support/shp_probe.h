/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* A shapefile read from end to end by the reader, with all that it said, for tests. */
#ifndef TEST_SHP_PROBE_H
#define TEST_SHP_PROBE_H

#include "import/reader.h"

typedef struct shp_probe {
    kbs_code opened, ended,
        finished;              /* ended: KBS_END when all went well; KBS_OK where not reached */
    int64_t records, excluded; /* as the layer says */
    int64_t given, refused, without_shape;
    uint64_t bytes;
    char sha256[BASE_SHA256_HEX];
    base_findings findings;
    import_layer layer; /* names in it are valid until the probe is released */
    void *state;
    import_record record; /* the last one given */
} shp_probe;

/* Opens; NULL options = the defaults. Then shp_probe_next until it gives something other than
 * KBS_OK, then shp_probe_finish; or shp_probe_run for all of it. Release in any case. */
void shp_probe_open(shp_probe *probe, const char *path, const import_reader_options *options);
kbs_code shp_probe_next(shp_probe *probe);
kbs_code shp_probe_finish(shp_probe *probe);
void shp_probe_run(shp_probe *probe, const char *path, const import_reader_options *options);
void shp_probe_release(shp_probe *probe);

/* The first finding with this code; NULL when there is none. */
const kbs_finding *shp_probe_finding(const shp_probe *probe, const char *code);
size_t shp_probe_count(const shp_probe *probe, const char *code);
/* Value of a column of the last record as text ("" for an empty one), in one of four buffers that
 * take turns. */
const char *shp_probe_value(const shp_probe *probe, const char *column);

#endif
