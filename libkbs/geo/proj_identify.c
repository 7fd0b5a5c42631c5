/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Is a system that came as WKT one of EPSG's? By its own word, by PROJ's search where that is sure, and for definitions without
 * a datum by the numbers of the national grids. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "geo/proj_door.h"

#define MOST_CODE 24
#define SURE 70 /* confidence of proj_identify: from here on the datum is the same too */
#define NAMED                                                                                      \
    50 /* from here on the numbers are the same, and the name of the system, but not that of the datum */

PJ *geo_proj_from_epsg(PJ_CONTEXT *context, int epsg)
{
    char code[MOST_CODE];
    size_t at = sizeof code - 1;
    code[at] = '\0';
    for (unsigned left = epsg < 0 ? 0 : (unsigned)epsg; at > 0 && (left > 0 || code[at] == '\0');
         left /= 10) {
        code[--at] = (char)('0' + left % 10);
    }
    return proj_create_from_database(context, "EPSG", code + at, PJ_CATEGORY_CRS, 0, NULL);
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fmax(fabs(a), fabs(b)));
}

static bool same_ellipsoid(PJ_CONTEXT *context, const PJ *a, const PJ *b)
{
    PJ *shape[2] = { proj_get_ellipsoid(context, a), proj_get_ellipsoid(context, b) };
    PJ *meridian[2] = { proj_get_prime_meridian(context, a), proj_get_prime_meridian(context, b) };
    double axis_m[2], flattening[2], longitude[2], unit[2];
    bool same = true;
    for (int i = 0; i < 2 && same; i++) {
        same = shape[i] != NULL && meridian[i] != NULL &&
               proj_ellipsoid_get_parameters(context, shape[i], &axis_m[i], NULL, NULL,
                                             &flattening[i]) != 0 &&
               proj_prime_meridian_get_parameters(context, meridian[i], &longitude[i], &unit[i],
                                                  NULL) != 0;
    }
    same = same && near(axis_m[0], axis_m[1]) && near(flattening[0], flattening[1]) &&
           near(longitude[0] * unit[0], longitude[1] * unit[1]);
    for (int i = 0; i < 2; i++) {
        proj_destroy(shape[i]);
        proj_destroy(meridian[i]);
    }
    return same;
}

/* Value of the projection's parameter with this EPSG code, in radians, metres or as a ratio; NAN when it has none. */
static double parameter_of(PJ_CONTEXT *context, const PJ *conversion, const char *code)
{
    int count = proj_coordoperation_get_param_count(context, conversion);
    for (int i = 0; i < count; i++) {
        const char *found = NULL;
        double value = NAN, unit = 1.0;
        if (proj_coordoperation_get_param(context, conversion, i, NULL, NULL, &found, &value, NULL,
                                          &unit, NULL, NULL, NULL, NULL) != 0 &&
            found != NULL && strcmp(found, code) == 0) {
            return value * unit;
        }
    }
    return NAN;
}

/* The parameters that the Transverse Mercator, the conic, the azimuthal and the Mercator projections have; the parallels of
 * a conic may stand in either order. */
static bool same_parameters(PJ_CONTEXT *context, const PJ *a, const PJ *b)
{
    static const char *const codes[] = { "8801", "8802", "8805", "8806", "8807", "8811",
                                         "8812", "8813", "8814", "8815", "8816", "8817",
                                         "8818", "8819", "8821", "8822", "8826", "8827" };
    bool same = true;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0] && same; i++) {
        double one = parameter_of(context, a, codes[i]);
        double other = parameter_of(context, b, codes[i]);
        same = isnan(one) ? isnan(other) : near(one, other);
    }
    double a1 = parameter_of(context, a, "8823"), a2 = parameter_of(context, a, "8824");
    double b1 = parameter_of(context, b, "8823"), b2 = parameter_of(context, b, "8824");
    if (isnan(a1) || isnan(a2) || isnan(b1) || isnan(b2)) {
        return same && isnan(a1) == isnan(b1) && (isnan(a1) || near(a1, b1)) &&
               isnan(a2) == isnan(b2);
    }
    return same && near(fmin(a1, a2), fmin(b1, b2)) && near(fmax(a1, a2), fmax(b1, b2));
}

static double unit_of(PJ_CONTEXT *context, const PJ *system)
{
    PJ *axes = proj_crs_get_coordinate_system(context, system);
    double unit = NAN;
    if (axes == NULL ||
        proj_cs_get_axis_info(context, axes, 0, NULL, NULL, NULL, &unit, NULL, NULL, NULL) == 0) {
        unit = NAN;
    }
    proj_destroy(axes);
    return unit;
}

bool geo_proj_same_numbers(PJ_CONTEXT *context, const PJ *a, const PJ *b)
{
    if (proj_get_type(a) != proj_get_type(b) || !same_ellipsoid(context, a, b) ||
        !near(unit_of(context, a), unit_of(context, b))) {
        return false;
    }
    if (proj_get_type(a) != PJ_TYPE_PROJECTED_CRS) {
        return true;
    }
    PJ *one = proj_crs_get_coordoperation(context, a);
    PJ *other = proj_crs_get_coordoperation(context, b);
    const char *method[2] = { NULL, NULL };
    bool same = one != NULL && other != NULL &&
                proj_coordoperation_get_method_info(context, one, NULL, NULL, &method[0]) != 0 &&
                proj_coordoperation_get_method_info(context, other, NULL, NULL, &method[1]) != 0 &&
                method[0] != NULL && method[1] != NULL && strcmp(method[0], method[1]) == 0 &&
                same_parameters(context, one, other);
    proj_destroy(one);
    proj_destroy(other);
    return same;
}

static int number_of(const char *code)
{
    int number = 0;
    for (; code != NULL && *code >= '0' && *code <= '9' && number < 1000000; code++) {
        number = number * 10 + (*code - '0');
    }
    return code != NULL && *code == '\0' ? number : 0;
}

int geo_proj_own_code(const PJ *system)
{
    const char *authority = proj_get_id_auth_name(system, 0);
    return authority != NULL && strcmp(authority, "EPSG") == 0
               ? number_of(proj_get_id_code(system, 0))
               : 0;
}

/* By the letters and digits of both names: "TUREF_TM30" and "TUREF / TM30" are one. */
static bool same_name(const PJ *a, const PJ *b)
{
    base_buffer names[2];
    const char *texts[2] = { proj_get_name(a), proj_get_name(b) };
    for (int i = 0; i < 2; i++) {
        base_buffer_init(&names[i], 4096);
        base_text_fold_name(&names[i], texts[i], strlen(texts[i]));
    }
    bool same = !names[0].failed && !names[1].failed && names[0].length > 0 &&
                names[0].length == names[1].length &&
                memcmp(names[0].data, names[1].data, names[0].length) == 0;
    base_buffer_release(&names[0]);
    base_buffer_release(&names[1]);
    return same;
}

/* The first of PROJ's finds with at least this confidence that is the system. */
static int find_code(PJ_CONTEXT *context, const PJ *system, int least, bool by_name)
{
    int *confidence = NULL;
    int best = 0;
    PJ_OBJ_LIST *list = proj_identify(context, system, "EPSG", NULL, &confidence);
    int count = list == NULL || confidence == NULL ? 0 : proj_list_get_count(list);
    for (int i = 0; i < count && best == 0 && confidence[i] >= least; i++) {
        PJ *known = proj_list_get(context, list, i);
        /* Not proj_is_equivalent_to: EPSG's Turkish zones have north as the first axis, files have east. */
        if (known != NULL && proj_is_deprecated(known) == 0 &&
            geo_proj_same_numbers(context, system, known) &&
            (!by_name || same_name(system, known))) {
            best = geo_proj_own_code(known);
        }
        proj_destroy(known);
    }
    proj_int_list_destroy(confidence);
    proj_list_destroy(list);
    return best;
}

int geo_proj_identified_code(PJ_CONTEXT *context, const PJ *system)
{
    return find_code(context, system, SURE, false);
}

int geo_proj_named_code(PJ_CONTEXT *context, const PJ *system)
{
    return find_code(context, system, NAMED, true);
}

/* Does the definition leave its datum open: "GCS_Unknown", "D_GRS_80", "Not specified (based on …)"? */
static bool datum_is_unnamed(PJ_CONTEXT *context, const PJ *system)
{
    PJ *datum = proj_crs_get_datum_forced(context, system);
    PJ *ellipsoid = proj_get_ellipsoid(context, system);
    base_buffer name, shape;
    bool unnamed = false;
    base_buffer_init(&name, 4096);
    base_buffer_init(&shape, 4096);
    if (datum != NULL && ellipsoid != NULL) {
        base_text_fold_name(&name, proj_get_name(datum), strlen(proj_get_name(datum)));
        base_text_fold_name(&shape, proj_get_name(ellipsoid), strlen(proj_get_name(ellipsoid)));
        if (name.data != NULL && shape.data != NULL && !name.failed && !shape.failed) {
            const char *text =
                strncmp(name.data, "d", 1) == 0 && strcmp(name.data + 1, shape.data) == 0
                    ? name.data + 1
                    : name.data;
            unnamed = strcmp(text, shape.data) == 0 || strstr(text, "unknown") != NULL ||
                      strstr(text, "unnamed") != NULL || strstr(text, "notspecified") != NULL;
        }
    }
    base_buffer_release(&name);
    base_buffer_release(&shape);
    proj_destroy(datum);
    proj_destroy(ellipsoid);
    return unnamed;
}

/* For definitions without a datum: national grids whose numbers belong to no other system. The zones of UTM are not here,
 * because many datums share an ellipsoid. */
int geo_proj_assumed_code(PJ_CONTEXT *context, const PJ *system)
{
    static const int grids[] = { 5253, 5254, 5255, 5256, 5257, 5258, 5259, 2319,
                                 2320, 2321, 2322, 2323, 2324, 2325, 2154 };
    int code = 0;
    if (proj_get_type(system) != PJ_TYPE_PROJECTED_CRS || !datum_is_unnamed(context, system)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof grids / sizeof grids[0] && code == 0; i++) {
        PJ *known = geo_proj_from_epsg(context, grids[i]);
        if (known != NULL && geo_proj_same_numbers(context, system, known)) {
            code = grids[i];
        }
        proj_destroy(known);
    }
    return code;
}
