/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The numbers in which NetCAD states a coordinate system, and their codes. */
#ifndef IMPORT_NCZ_PROJECTION_H
#define IMPORT_NCZ_PROJECTION_H

#include <stdbool.h>
#include <stdint.h>

enum { NCZ_GEOGRAPHIC = 1, NCZ_UTM = 2, NCZ_TM = 3 };
enum { NCZ_WGS84 = 0, NCZ_ITRF = 1, NCZ_ED50 = 4, NCZ_ED50_HGK = 254 };

/* The EPSG code, or 0 where there is none: then nothing is guessed. `zone` is the central meridian of a 3° zone, the number
 * of a UTM zone. `prefixed`: the eastings begin with the number of their 3° zone. */
int ncz_epsg(uint8_t projection, uint8_t datum, uint32_t zone, bool prefixed);

#endif
