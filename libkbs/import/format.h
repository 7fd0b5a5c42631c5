/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Formats by their extensions, and the judgement over a file whose extension and content do not
 * agree. */
#ifndef IMPORT_FORMAT_H
#define IMPORT_FORMAT_H

#include "import/reader.h"

/* As messages name them. */
#define IMPORT_FORMATS "shapefile, GeoPackage, GeoJSON, GML, KML, FlatGeobuf, MapInfo, NetCAD, DXF"

/* The `format` of the reader that a file of this name should have; NULL when the extension says
 * nothing. */
const char *import_format_by_extension(const char *path);
/* The extension is one of a part that is not opened by itself: .dbf, .shx, .mid, … */
bool import_format_is_part(const char *path);
/* KBS_OK when `reader` (NULL: none bid) may open the source; else the finding that says what it is
 * and what it should be. */
kbs_code import_format_judge(const import_source *source, const import_reader *reader,
                             base_findings *report);

#endif
