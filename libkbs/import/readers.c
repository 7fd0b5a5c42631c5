/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The list of formats that libkbs reads. */
#include "import/reader.h"

const import_reader *const import_readers[] = {
    &import_reader_shapefile, &import_reader_geojson,
    &import_reader_gpkg,      &import_reader_gml,
    &import_reader_kml,       &import_reader_flatgeobuf,
    &import_reader_mapinfo,   &import_reader_drawing,
    &import_reader_kap,       NULL,
};
