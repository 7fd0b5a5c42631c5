/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Formats of exports. */
#include "import/export_format.h"

#include <string.h>

#include "import/source.h"

#define WGS84 "EPSG:4326"

/* Ten decimals of a degree are 0.01 mm; seven of a metre 0.1 µm. A FlatGeobuf with an index would
 * be in the order of the index, not of the ids. */
static const export_format formats[] = {
    { .extension = "gpkg", .driver = "GPKG" },
    { .extension = "geojson",
      .driver = "GeoJSON",
      .usual_crs = WGS84,
      .dates_are_texts = true,
      .layer_options = { "COORDINATE_PRECISION=7" },
      .degree_options = { "RFC7946=YES", "COORDINATE_PRECISION=10" } },
    { .extension = "json",
      .driver = "GeoJSON",
      .usual_crs = WGS84,
      .dates_are_texts = true,
      .layer_options = { "COORDINATE_PRECISION=7" },
      .degree_options = { "RFC7946=YES", "COORDINATE_PRECISION=10" } },
    { .extension = "geojsonl",
      .driver = "GeoJSONSeq",
      .crs = WGS84,
      .dates_are_texts = true,
      .layer_options = { "COORDINATE_PRECISION=10" } },
    { .extension = "shp",
      .driver = "ESRI Shapefile",
      .short_names = true,
      .file_is_layer = true,
      .layer_options = { "ENCODING=UTF-8" } },
    { .extension = "fgb",
      .driver = "FlatGeobuf",
      .dates_are_texts = true,
      .layer_options = { "SPATIAL_INDEX=NO" } },
    { .extension = "gml",
      .driver = "GML",
      .dates_are_texts = true,
      .dataset_options = { "FORMAT=GML3.2" } },
    { .extension = "kml", .driver = "KML", .crs = WGS84, .dates_are_texts = true },
    { .extension = "csv",
      .driver = "CSV",
      .file_is_layer = true,
      .dates_are_texts = true,
      .formulas = true,
      .layer_options = { "GEOMETRY=AS_WKT", "STRING_QUOTING=IF_NEEDED" } },
    { .extension = "tab",
      .driver = "MapInfo File",
      .file_is_layer = true,
      .needs_bounds = true,
      .dataset_options = { "FORMAT=TAB", "ENCODING=CP1254" } },
    { .extension = "mif",
      .driver = "MapInfo File",
      .file_is_layer = true,
      .dataset_options = { "FORMAT=MIF", "ENCODING=CP1254" } },
    { .extension = "dxf", .driver = "DXF", .cad = CAD_DXF },
    { .extension = "ncn", .driver = "NCN", .cad = CAD_NCN },
};

/* Names over ten letters of all kinds, and of the columns that an export adds. */
static const char *const short_names[][2] = {
    { "neighbourhood", "neighbourh" },    { "registered_area_m2", "registered" },
    { "building_order", "building_o" },   { "coverage_ratio", "coverage_r" },
    { "floor_area_ratio", "floor_area" }, { "height_max_m", "height_max" },
    { "front_setback_m", "front_setb" },  { "side_setback_m", "side_setba" },
    { "rear_setback_m", "rear_setba" },   { "plan_number", "plan_numbe" },
    { "approval_date", "approval_d" },    { "plan_status", "plan_statu" },
    { "valid_until", "valid_unti" },      { "door_number", "door_numbe" },
    { "uavt_number", "uavt_numbe" },      { "from_revision", "from_revis" },
    { "until_revision", "until_revi" },
};

const char *const export_stale_extensions[] = { "qix", "sbn", "sbx", NULL };

const export_format *export_format_find(const char *path, const char *driver, export_format *other)
{
    char extension[16];
    import_extension(path, extension, sizeof extension);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        bool same_driver = driver == NULL || strcmp(driver, formats[i].driver) == 0;
        if (same_driver && strcmp(extension, formats[i].extension) == 0) {
            return &formats[i];
        }
    }
    for (size_t i = 0; driver != NULL && i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(driver, formats[i].driver) == 0) {
            return &formats[i];
        }
    }
    if (driver == NULL) {
        return NULL;
    }
    *other = (export_format){ .extension = "", .driver = driver, .dates_are_texts = true };
    return other;
}

const char *export_short_name(const char *field)
{
    for (size_t i = 0; i < sizeof short_names / sizeof short_names[0]; i++) {
        if (strcmp(short_names[i][0], field) == 0) {
            return short_names[i][1];
        }
    }
    return field;
}
