/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The nested arrays of a "coordinates" member. */
#ifndef IMPORT_GEOJSON_COORDINATES_H
#define IMPORT_GEOJSON_COORDINATES_H

#include "import/geojson_shape.h"

/* Reads the value into builder->scratch: a vertex for each position, a ring for each array of
 * positions, a part for each array of those. Sets geometry->levels and is_empty. */
kbs_code geojson_coordinates_read(geojson_geometry *geometry, json_stream *json,
                                  geojson_builder *builder, geojson_problem *problem);

#endif
