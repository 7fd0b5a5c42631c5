/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to PROJ: no network, east first, ballpark transformations refused. */
#ifndef GEO_PROJ_H
#define GEO_PROJ_H

#include "base/buffer.h"
#include "base/finding.h"
#include "geo/shape.h"

/* A coordinate reference system. Belongs to one thread. */
typedef struct geo_crs geo_crs;

/* Accepts "EPSG:nnnn" (any case), a bare code number, WKT 1 (also ESRI's) or WKT 2, "urn:ogc:def:crs:EPSG::nnnn",
 * "urn:ogc:def:crs:OGC:1.3:CRS84", "http://www.opengis.net/def/crs/EPSG/0/nnnn", and our own names TM27…TM45 (TUREF), ED50/TM30 …. Nothing is ever
 * fetched: other URLs and PROJ strings with +init or grids are refused (crs.unknown). ESRI WKT without authority is identified with EPSG where PROJ is sure. */
kbs_code geo_crs_new(geo_crs **out, const char *definition, base_findings *report);
void geo_crs_free(geo_crs *crs);
const char *geo_crs_name(const geo_crs *crs); /* "TUREF / TM30" */
const char *geo_crs_code(const geo_crs *crs); /* "EPSG:5254", or "" when PROJ does not know */
int geo_crs_epsg(const geo_crs *crs);         /* 5254, or 0 */
bool geo_crs_is_projected_metric(const geo_crs *crs);
bool geo_crs_is_geographic(const geo_crs *crs);
/* The area of use of a projected system as a box in its own coordinates, widened by half a degree; empty when PROJ does not know it. */
kbs_box geo_crs_use_box(geo_crs *crs);
/* WKT 1 (for spatial_ref_sys and .prj of exports) and PROJ string; borrowed. */
const char *geo_crs_wkt(const geo_crs *crs);
const char *geo_crs_proj4(const geo_crs *crs);
/* The same code of EPSG, or two unknown systems with the same WKT. */
bool geo_crs_same(const geo_crs *a, const geo_crs *b);
/* Where EPSG says the system is to be used, in degrees (east is longitude); empty when it does not say. */
kbs_box geo_crs_area_of_use(const geo_crs *crs);
/* A box of this system in degrees of its own datum; empty when it cannot be unprojected. */
kbs_box geo_crs_box_in_degrees(geo_crs *crs, kbs_box box);

/* A transformation between two systems: the best operation for the area of use (box in the source's system; empty box: unknown). */
typedef struct geo_transform geo_transform;
kbs_code geo_transform_new(geo_transform **out, const char *from_definition,
                           const char *to_definition, kbs_box source_box, base_findings *report);
void geo_transform_free(geo_transform *transform);
bool geo_transform_is_identity(const geo_transform *transform);
const char *geo_transform_name(
    const geo_transform *transform); /* PROJ's description of the operation; "" for identity */
double geo_transform_accuracy_m(const geo_transform *transform); /* negative: unknown */
/* All vertices in place, in one call. False: some vertex came out not finite; *bad is the first (may be NULL). */
bool geo_transform_vertices(geo_transform *transform, geo_vertex *vertices, size_t count,
                            size_t *bad);

/* For data without a system: candidates among those used in Turkey (TUREF TM27…TM45, ED50 TM27…TM45, UTM 35N…38N ED50 and WGS 84, WGS 84 degrees) that
 * would place the box inside Turkey (EPSG area of use), best first. Writes a text like "EPSG:5254 (TUREF / TM30), EPSG:2320 (ED50 / TM30)" . */
void geo_crs_candidates(kbs_box box, base_buffer *out);

const char *geo_proj_version(void);

#endif
