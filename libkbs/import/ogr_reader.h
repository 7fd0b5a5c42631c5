/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the readers of GDAL's formats share: ogr_reader.c reads, ogr_formats.c knows the formats and
 * how each of them is counted. */
#ifndef IMPORT_OGR_READER_H
#define IMPORT_OGR_READER_H

#include "import/ogr_parts.h"
#include "import/read_ogr.h"
#include "import/xml_scan.h"

typedef struct ogr_reader ogr_reader;

/* A format that GDAL reads for us. */
typedef struct ogr_format {
    ogr_driver driver;
    const char *extension; /* of the link */
    const ogr_part *parts; /* NULL = one file */
    uint64_t most_bytes;
    xml_format xml;                             /* 0 = no XML */
    kbs_code (*count_file)(ogr_reader *reader); /* before GDAL opens it: records, excluded; NULL */
    kbs_code (*count_layer)(ogr_reader *reader, import_layer *layer); /* layer->records; NULL */
} ogr_format;

struct ogr_reader {
    const ogr_format *format;
    const import_reader_options *options; /* during the opening */
    const import_source *source;          /* during the opening */
    const char *name;                     /* of the source, to show */
    const char *layer_name;
    const import_column *columns;
    size_t column_count;
    base_encoding encoding;
    ogr_parts parts;
    xml_scan scan;
    size_t scan_layer, next_fault;
    bool is_recoded; /* XML in another code page than UTF-8 */
    ogr_door *door;
    int64_t records, excluded, given;
    int64_t with_height, with_arcs;
    base_findings *report; /* of the call at hand */
};

kbs_finding ogr_finding(const ogr_reader *reader, base_finding_code code);
/* The functions of import_reader. */
kbs_code ogr_open(const ogr_format *format, void **state, const import_source *source,
                  const import_reader_options *options, import_layer *layer, base_findings *report);
kbs_code ogr_next(void *state, import_record *record, base_findings *report);
kbs_code ogr_finish(void *state, base_sha256 *sha, uint64_t *bytes, base_findings *report);
void ogr_close(void *state);

#endif
