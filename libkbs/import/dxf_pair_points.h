/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Names for the points of a DXF from the list of points (NCN) that lies beside it: a DXF of NetCAD
 * has no names, so points are matched by their places. */
#ifndef IMPORT_DXF_PAIR_POINTS_H
#define IMPORT_DXF_PAIR_POINTS_H

#include "import/drawing.h"

/* Looks for a file of the same base name that ends in .ncn; nothing to do when there is none. Points
 * within 1 mm get the name and the height of the list. */
kbs_code dxf_pair_points(drawing *d, const char *path, const char *name, base_findings *report);

#endif
