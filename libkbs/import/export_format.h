/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The formats that an export writes, and the names of fields in formats that have short ones. */
#ifndef IMPORT_EXPORT_FORMAT_H
#define IMPORT_EXPORT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "import/cad_write.h"

/* In messages. */
#define EXPORT_EXTENSIONS ".gpkg .geojson .geojsonl .shp .fgb .gml .kml .csv .tab .mif .dxf .ncn"

typedef struct export_format {
    const char *extension; /* without the dot */
    const char *driver;    /* GDAL's short name, or our own where `cad` is set */
    const char *crs;       /* the only system that it may be in; NULL = any */
    const char *usual_crs; /* when none is asked for; NULL = the city's */
    cad_format cad;        /* written by ourselves, not by GDAL */
    bool short_names;      /* ten letters */
    bool file_is_layer;    /* the layer's name is the file's */
    bool dates_are_texts;
    bool formulas;     /* a spreadsheet may open it and run what begins with = */
    bool needs_bounds; /* coordinates are integers within bounds that must be told first */
    const char *dataset_options[4];
    const char *layer_options[4];
    const char *degree_options[4]; /* of the layer, instead, when coordinates are degrees */
} export_format;

/* By the extension of `path`, or by GDAL's name of the driver; NULL when neither says. `other` is
 * filled for a driver that is not in the table. */
const export_format *export_format_find(const char *path, const char *driver, export_format *other);

/* The name of a field in a shapefile: its first ten letters, as written in a table that is checked
 * to have no name twice in one kind. The built-in profile finds such names again. The name itself
 * where it is short enough. */
const char *export_short_name(const char *field);

/* Index files of a shapefile that another program made; they would be wrong beside a new one.
 * NULL-ended. */
extern const char *const export_stale_extensions[];

#endif
