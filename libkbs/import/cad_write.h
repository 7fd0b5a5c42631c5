/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Files for NetCAD, written by ourselves: NCN, and a DXF of AutoCAD R12 with layers, outlines as closed
 * polylines, and texts. GDAL's DXF has neither texts nor windows-1254. */
#ifndef IMPORT_CAD_WRITE_H
#define IMPORT_CAD_WRITE_H

#include "base/finding.h"
#include "geo/shape.h"
#include "store/kinds.h"

typedef enum cad_format { CAD_NONE, CAD_NCN, CAD_DXF } cad_format;

typedef struct cad_writer cad_writer;

/* `path` must not exist; `shown` is the file for findings. CAD_NCN takes points alone. */
kbs_code cad_writer_new(cad_writer **out, cad_format format, const char *path, const char *shown,
                        const store_kind *kind, bool degrees, base_findings *report);
/* One row; `values` by field of the kind, `key` names it in findings. */
kbs_code cad_writer_add(cad_writer *writer, const store_value *values, int64_t id,
                        const geo_shape *shape, const char *key, base_findings *report);
kbs_code cad_writer_close(cad_writer *writer, base_findings *report);
void cad_writer_free(cad_writer *writer); /* NULL is nothing */

#endif
