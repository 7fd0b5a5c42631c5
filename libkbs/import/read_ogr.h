/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to GDAL for reading. One driver may open a file; every warning of GDAL becomes a note,
 * and one failure ends the reading, because GDAL goes on with a part of the data. A door belongs to
 * one thread at a time. What must not be believed (counts, XML) is checked by ogr_reader.c without
 * GDAL. */
#ifndef IMPORT_READ_OGR_H
#define IMPORT_READ_OGR_H

#include "import/reader.h"

/* "3.6.2". Static text. */
const char *import_gdal_version(void);

typedef enum ogr_driver { OGR_GPKG = 0, OGR_GML, OGR_KML, OGR_FLATGEOBUF, OGR_MAPINFO } ogr_driver;

typedef struct ogr_door ogr_door;

/* `path` is a link of ours; `name` is shown. ogr.failure. */
kbs_code ogr_door_open(ogr_door **out, ogr_driver driver, const char *path, const char *name,
                       base_findings *report);
void ogr_door_close(ogr_door *door); /* NULL is nothing */

size_t ogr_door_layer_count(const ogr_door *door);
typedef struct ogr_layer_look {
    const char *name; /* until the door closes */
    bool has_geometry;
    int64_t features; /* as GDAL counts */
} ogr_layer_look;
kbs_code ogr_door_look(ogr_door *door, size_t layer, ogr_layer_look *look, base_findings *report);

/* The layer to read from now on, and what it tells: fills name, columns, crs, box, type_hint of
 * `layer`; its texts live until the door closes.
 * `*is_utf8` tells whether GDAL decodes the texts. */
kbs_code ogr_door_choose(ogr_door *door, size_t index, import_layer *layer, bool *is_utf8,
                         base_findings *report);
/* Coordinates of the chosen layer are degrees. */
bool ogr_door_is_geographic(const ogr_door *door);

/* The first number of the first row of a statement that asks (names in it quoted by the caller).
 * Geopackage only. */
kbs_code ogr_door_ask(ogr_door *door, const char *sql, int64_t *number, base_findings *report);

/* The next feature of the layer: values by column (texts until the next call, blanks at the ends
 * cut off), and the geometry as ISO WKB, little endian, in the order of axes that `*north_first`
 * tells; NULL = none. KBS_END. */
typedef struct ogr_row {
    import_value *values; /* the caller's */
    const void *wkb;
    size_t wkb_length;
    bool north_first;
} ogr_row;
kbs_code ogr_door_next(ogr_door *door, ogr_row *row, base_findings *report);
/* GDAL itself has told a failure: the door is of no more use. */
bool ogr_door_has_failed(const ogr_door *door);
/* Back to the first feature of the layer. */
void ogr_door_rewind(ogr_door *door);
/* Fields of the chosen layer that are no columns, because their names are too long. */
#define OGR_MOST_FIELD_NAME 64
int64_t ogr_door_fields_left_out(const ogr_door *door);
/* Warnings that were too many to be told one by one. */
int64_t ogr_door_untold_warnings(const ogr_door *door);

#endif
