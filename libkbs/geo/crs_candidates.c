/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Which coordinate systems would place data in Turkey? For files that do not say theirs: numbers alone cannot tell TUREF from
 * ED50 (about 185 m apart) nor one three-degree zone from the next, so the answer is a list and the choice stays with people. */
#include "geo/proj.h"

/* Best first: TUREF is the system in force (BÖHHBÜY), ED50 that of older plans; zone prefixes leave no doubt about the zone. */
static const int candidate_codes[] = {
    5253,  5254,  5255,  5256,
    5257,  5258,  5259, /* TUREF / TM27 … TM45 */
    5269,  5270,  5271,  5272,
    5273,  5274,  5275, /* TUREF, 3-degree Gauss-Kruger zones 9 … 15, zone before the easting */
    2319,  2320,  2321,  2322,
    2323,  2324,  2325, /* ED50 / TM27 … TM45 */
    2206,  2207,  2208,  2209,
    2210,  2211,  2212,         /* ED50, zones 9 … 15 */
    32635, 32636, 32637, 32638, /* WGS 84 / UTM 35N … 38N */
    23035, 23036, 23037, 23038  /* ED50 / UTM 35N … 38N */
};

/* Degrees; the area of use of TUREF (EPSG:5252) and half a degree of sea and neighbours around it. */
static const kbs_box turkey = { 25.1, 34.9, 45.4, 43.9 };

static bool inside(kbs_box inner, kbs_box outer)
{
    return !geo_box_is_empty(inner) && !geo_box_is_empty(outer) &&
           inner.east_min >= outer.east_min && inner.east_max <= outer.east_max &&
           inner.north_min >= outer.north_min && inner.north_max <= outer.north_max;
}

static void add(base_buffer *out, const char *code, const char *name)
{
    if (out->length > 0) {
        base_buffer_text(out, ", ");
    }
    base_buffer_text(out, code);
    base_buffer_text(out, " (");
    base_buffer_text(out, name);
    base_buffer_text(out, ")");
}

void geo_crs_candidates(kbs_box box, base_buffer *out)
{
    if (geo_box_is_empty(box)) {
        return;
    }
    if (inside(box, turkey)) {
        add(out, "EPSG:4326", "WGS 84");
        return;
    }
    for (size_t i = 0; i < sizeof candidate_codes / sizeof candidate_codes[0]; i++) {
        base_buffer definition;
        geo_crs *crs = NULL;
        base_buffer_init(&definition, 16);
        base_buffer_int(&definition, candidate_codes[i]);
        if (!definition.failed && geo_crs_new(&crs, definition.data, NULL) == KBS_OK) {
            kbs_box degrees = geo_crs_box_in_degrees(crs, box);
            if (inside(degrees, geo_crs_area_of_use(crs)) && inside(degrees, turkey)) {
                add(out, geo_crs_code(crs), geo_crs_name(crs));
            }
        }
        geo_crs_free(crs);
        base_buffer_release(&definition);
    }
}
