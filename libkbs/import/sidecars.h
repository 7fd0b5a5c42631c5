/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The files that belong to a .shp: same folder, same name, another extension, in any mix of small
 * and capital letters. */
#ifndef IMPORT_SIDECARS_H
#define IMPORT_SIDECARS_H

#include "base/finding.h"

typedef enum import_sidecar {
    IMPORT_SIDECAR_SHX = 0,
    IMPORT_SIDECAR_DBF,
    IMPORT_SIDECAR_PRJ,
    IMPORT_SIDECAR_CPG,
    IMPORT_SIDECAR_COUNT
} import_sidecar;

typedef struct import_sidecars {
    char *path[IMPORT_SIDECAR_COUNT]; /* to open; NULL = there is none */
    /* To show: beside the name of the .shp; set also when there is none. */
    char *name[IMPORT_SIDECAR_COUNT];
    char *layer; /* the file's name without folder and extension */
} import_sidecars;

/* Looks into the folder of `path`. `name` is what the .shp is shown as. The same spelling as the
 * .shp goes before another one ("parcels.dbf" before "PARCELS.DBF"). Only letters A to Z are equal
 * in both sizes. Release in any case. */
kbs_code import_sidecars_find(import_sidecars *sidecars, const char *path, const char *name,
                              base_findings *report);
void import_sidecars_release(import_sidecars *sidecars);

/* Has the last part of the path this extension (without the dot, small letters)? */
bool import_has_extension(const char *path, const char *extension);

#endif
