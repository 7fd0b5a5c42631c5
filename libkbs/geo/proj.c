/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to PROJ. Each object has a context of its own: no network, no search path from the environment or the home folder,
 * messages kept instead of printed. East comes first everywhere. Operations of unknown accuracy ("ballpark") are refused. */
#include "geo/proj.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "geo/crs_text.h"
#include "geo/proj_door.h"

#define MOST_CODE 24

struct geo_crs {
    geo_proj_session session;
    PJ *system;     /* two-dimensional; a BoundCRS only where the base is not known to EPSG */
    PJ *to_degrees; /* conversion to the geographic system below it, no datum shift; made when needed */
    char *name, *wkt, *proj4;
    char code[MOST_CODE];
    int epsg;
    bool projected_metric, geographic;
};

struct geo_transform {
    geo_proj_session session;
    PJ *operation; /* NULL: identity */
    char *name;
    double accuracy_m;
};

/* --- context --- */

static void keep_message(void *user, int level, const char *message)
{
    geo_proj_session *session = user;
    size_t length = strnlen(message, PROJ_MOST_MESSAGE - 1);
    (void)level;
    memcpy(session->message, message, length);
    session->message[length] = '\0';
}

/* Where PROJ's files are: in the folder known at build time and nowhere else, whatever PROJ_DATA and the home folder say. Only
 * when that folder is not there PROJ searches as it likes. */
static const char *find_file(PJ_CONTEXT *context, const char *name, void *user)
{
    static const char folder[] = KBS_PROJ_DATA "/";
    geo_proj_session *session = user;
    size_t length = strlen(name);
    (void)context;
    if (length >= PROJ_MOST_MESSAGE - sizeof folder ||
        access(KBS_PROJ_DATA "/proj.db", R_OK) != 0) {
        return NULL;
    }
    memcpy(session->path, folder, sizeof folder - 1);
    memcpy(session->path + sizeof folder - 1, name, length + 1);
    return session->path;
}

static bool session_open(geo_proj_session *session)
{
    session->context = proj_context_create();
    if (session->context == NULL) {
        return false;
    }
    proj_log_func(session->context, session, keep_message);
    proj_log_level(session->context, PJ_LOG_ERROR);
    proj_context_set_file_finder(session->context, find_file, session);
    proj_context_use_proj4_init_rules(session->context, 0);
    proj_context_set_enable_network(session->context, 0);
    return true;
}

static void session_close(geo_proj_session *session)
{
    proj_context_destroy(
        session->context); /* NULL would be the default context, which is harmless */
    session->context = NULL;
}

static bool database_is_there(const geo_proj_session *session)
{
    return proj_context_get_database_metadata(session->context, "EPSG.VERSION") != NULL;
}

/* --- reading a definition --- */

static PJ *system_from_wkt(geo_proj_session *session, const char *wkt)
{
    PROJ_STRING_LIST warnings = NULL;
    PROJ_STRING_LIST errors = NULL;
    PJ *system = proj_create_from_wkt(session->context, wkt, NULL, &warnings, &errors);
    if (errors != NULL && errors[0] != NULL) {
        keep_message(session, PJ_LOG_ERROR, errors[0]);
    }
    proj_string_list_destroy(warnings);
    proj_string_list_destroy(errors);
    return system;
}

/* The horizontal, two-dimensional part of a system. Takes `system`; NULL when it has none. A bound system stays bound. */
static PJ *horizontal(PJ_CONTEXT *context, PJ *system)
{
    if (system != NULL && proj_get_type(system) == PJ_TYPE_COMPOUND_CRS) {
        PJ *part = proj_crs_get_sub_crs(context, system, 0);
        proj_destroy(system);
        system = part;
    }
    switch (system == NULL ? PJ_TYPE_UNKNOWN : proj_get_type(system)) {
    case PJ_TYPE_PROJECTED_CRS:
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
    case PJ_TYPE_BOUND_CRS:
        return system;
    default: /* PROJ's enumeration grows with its versions */
        proj_destroy(system);
        return NULL;
    }
}

/* --- a system --- */

static void note_code(base_findings *report, base_finding_code what, const char *found,
                      const geo_crs *crs)
{
    kbs_finding finding = base_finding_of(what);
    finding.found = found;
    finding.expected = crs->code;
    base_findings_add(report, &finding);
}

static bool set_code(geo_crs *crs, int epsg)
{
    base_buffer code;
    base_buffer_init(&code, MOST_CODE - 1);
    base_buffer_text(&code, "EPSG:");
    base_buffer_int(&code, epsg);
    bool done = !code.failed;
    if (done) {
        memcpy(crs->code, code.data, code.length + 1);
        crs->epsg = epsg;
    }
    base_buffer_release(&code);
    return done;
}

/* A system that came as WKT becomes EPSG's own where it is that. */
static kbs_code identify(geo_crs *crs, base_findings *report)
{
    PJ_CONTEXT *context = crs->session.context;
    bool bound = proj_get_type(crs->system) == PJ_TYPE_BOUND_CRS;
    PJ *base = bound ? horizontal(crs->session.context, proj_get_source_crs(context, crs->system))
                     : crs->system;
    if (base == NULL || proj_get_type(base) == PJ_TYPE_BOUND_CRS) {
        proj_destroy(base);
        return base_findings_fail_with(report, FINDING_CRS_NOT_HORIZONTAL, NULL,
                                       proj_get_name(crs->system), NULL);
    }
    int stated = geo_proj_own_code(base);
    int code = stated != 0 ? stated : geo_proj_identified_code(context, base);
    bool assumed = code == 0 && (code = geo_proj_assumed_code(context, base)) != 0;
    bool named = code == 0 && (code = geo_proj_named_code(context, base)) != 0;
    PJ *known =
        code != 0 ? horizontal(crs->session.context, geo_proj_from_epsg(crs->session.context, code))
                  : NULL;
    if (known != NULL &&
        (!set_code(crs, code) || (stated != 0 && !geo_proj_same_numbers(context, base, known)))) {
        kbs_code failed =
            base_findings_fail_with(report, FINDING_CRS_CONTRADICTION, NULL, crs->code, NULL);
        proj_destroy(known);
        if (bound) {
            proj_destroy(base);
        }
        return failed;
    }
    if (known != NULL && assumed) {
        note_code(report, FINDING_CRS_DATUM_ASSUMED, proj_get_name(base), crs);
    }
    if (known != NULL && named) {
        PJ *datum = proj_crs_get_datum_forced(context, base);
        note_code(report, FINDING_CRS_DATUM_UNKNOWN, datum == NULL ? "" : proj_get_name(datum),
                  crs);
        proj_destroy(datum);
    }
    if (known != NULL && bound) {
        note_code(report, FINDING_CRS_SHIFT_NOT_USED, proj_get_name(base), crs);
    }
    if (bound) {
        proj_destroy(base);
    }
    if (known != NULL) {
        proj_destroy(crs->system);
        crs->system = known;
    }
    return KBS_OK;
}

static bool axes_are_east_and_north_in_metres(PJ_CONTEXT *context, const PJ *system)
{
    PJ *axes = proj_crs_get_coordinate_system(context, system);
    bool east = false, north = false, metric = axes != NULL;
    for (int i = 0; i < 2 && metric; i++) {
        const char *direction = NULL;
        double unit = 0.0;
        metric = proj_cs_get_axis_info(context, axes, i, NULL, NULL, &direction, &unit, NULL, NULL,
                                       NULL) != 0 &&
                 unit == 1.0 && direction != NULL;
        east = east || (metric && strcmp(direction, "east") == 0);
        north = north || (metric && strcmp(direction, "north") == 0);
    }
    proj_destroy(axes);
    return metric && east && north;
}

/* Fills what can be asked of a system. False = no memory. */
static bool describe(geo_crs *crs)
{
    static const char *const one_line[] = { "MULTILINE=NO", NULL };
    PJ_CONTEXT *context = crs->session.context;
    bool bound = proj_get_type(crs->system) == PJ_TYPE_BOUND_CRS;
    PJ *base = bound ? proj_get_source_crs(context, crs->system) : crs->system;
    const char *name = base == NULL ? NULL : proj_get_name(base);
    const char *wkt = proj_as_wkt(context, crs->system, PJ_WKT1_GDAL, one_line);
    crs->name = base_text_copy(name == NULL ? "" : name);
    crs->wkt = base_text_copy(wkt == NULL ? "" : wkt);
    const char *proj4 = proj_as_proj_string(context, crs->system, PJ_PROJ_4, NULL);
    crs->proj4 = base_text_copy(proj4 == NULL ? "" : proj4);
    if (base != NULL) {
        crs->geographic = proj_get_type(base) == PJ_TYPE_GEOGRAPHIC_2D_CRS;
        crs->projected_metric = proj_get_type(base) == PJ_TYPE_PROJECTED_CRS &&
                                axes_are_east_and_north_in_metres(context, base);
    }
    if (bound) {
        proj_destroy(base);
    }
    return crs->name != NULL && crs->wkt != NULL && crs->proj4 != NULL;
}

static kbs_code read_definition(geo_crs *crs, const char *definition, base_findings *report)
{
    geo_crs_text text = geo_crs_text_read(definition);
    PJ *system = NULL;
    switch (text.kind) {
    case GEO_CRS_TEXT_REFUSED:
        return base_findings_fail_with(report, text.refusal, NULL,
                                       definition == NULL ? "" : definition, NULL);
    case GEO_CRS_TEXT_EPSG:
        system = geo_proj_from_epsg(crs->session.context, text.epsg);
        break;
    case GEO_CRS_TEXT_WKT:
        system = system_from_wkt(&crs->session, text.wkt);
        break;
    }
    if (system == NULL && !database_is_there(&crs->session)) {
        return base_findings_fail_with(report, FINDING_CRS_NO_DATABASE, NULL, crs->session.message,
                                       NULL);
    }
    if (system == NULL) {
        return base_findings_fail_with(report, FINDING_CRS_UNKNOWN, NULL, definition, NULL);
    }
    crs->system = horizontal(crs->session.context, system);
    if (crs->system == NULL) {
        return base_findings_fail_with(report, FINDING_CRS_NOT_HORIZONTAL, NULL, definition, NULL);
    }
    if (text.kind == GEO_CRS_TEXT_WKT) {
        return identify(crs, report);
    }
    return set_code(crs, text.epsg) ? KBS_OK : base_findings_no_memory(report);
}

kbs_code geo_crs_new(geo_crs **out, const char *definition, base_findings *report)
{
    geo_crs *crs = base_new(sizeof *crs);
    kbs_code code = KBS_OK;
    *out = NULL;
    if (crs == NULL || !session_open(&crs->session)) {
        base_free(crs);
        return base_findings_no_memory(report);
    }
    code = read_definition(crs, definition, report);
    if (code == KBS_OK && !describe(crs)) {
        code = base_findings_no_memory(report);
    }
    if (code != KBS_OK) {
        geo_crs_free(crs);
        return code;
    }
    *out = crs;
    return KBS_OK;
}

void geo_crs_free(geo_crs *crs)
{
    if (crs == NULL) {
        return;
    }
    proj_destroy(crs->to_degrees);
    proj_destroy(crs->system);
    session_close(&crs->session);
    base_free(crs->name);
    base_free(crs->wkt);
    base_free(crs->proj4);
    base_free(crs);
}

const char *geo_crs_name(const geo_crs *crs)
{
    return crs->name;
}

const char *geo_crs_code(const geo_crs *crs)
{
    return crs->code;
}

int geo_crs_epsg(const geo_crs *crs)
{
    return crs->epsg;
}

bool geo_crs_is_projected_metric(const geo_crs *crs)
{
    return crs->projected_metric;
}

bool geo_crs_is_geographic(const geo_crs *crs)
{
    return crs->geographic;
}

const char *geo_crs_wkt(const geo_crs *crs)
{
    return crs->wkt;
}

const char *geo_crs_proj4(const geo_crs *crs)
{
    return crs->proj4;
}

bool geo_crs_same(const geo_crs *a, const geo_crs *b)
{
    assert(a != NULL && b != NULL);
    return a->epsg != 0 || b->epsg != 0 ? a->epsg == b->epsg
                                        : a->wkt[0] != '\0' && strcmp(a->wkt, b->wkt) == 0;
}

kbs_box geo_crs_area_of_use(const geo_crs *crs)
{
    kbs_box area = geo_box_empty();
    double west, south, east, north;
    if (proj_get_area_of_use(crs->session.context, crs->system, &west, &south, &east, &north,
                             NULL) != 0 &&
        west > -999.0 && west <= east) {
        area = (kbs_box){ west, south, east, north };
    }
    return area;
}

/* An operation between two systems that only projects or unprojects, east first. */
static PJ *conversion_to_degrees(PJ_CONTEXT *context, const PJ *system)
{
    PJ *degrees = proj_crs_get_geodetic_crs(context, system);
    PJ *conversion = degrees == NULL
                         ? NULL
                         : proj_create_crs_to_crs_from_pj(context, system, degrees, NULL, NULL);
    PJ *east_first =
        conversion == NULL ? NULL : proj_normalize_for_visualization(context, conversion);
    proj_destroy(degrees);
    proj_destroy(conversion);
    return east_first;
}

kbs_box geo_crs_box_in_degrees(geo_crs *crs, kbs_box box)
{
    kbs_box degrees = geo_box_empty();
    kbs_box result;
    if (geo_box_is_empty(box)) {
        return degrees;
    }
    if (crs->to_degrees == NULL) {
        crs->to_degrees = conversion_to_degrees(crs->session.context, crs->system);
    }
    if (crs->to_degrees != NULL &&
        proj_trans_bounds(crs->session.context, crs->to_degrees, PJ_FWD, box.east_min,
                          box.north_min, box.east_max, box.north_max, &result.east_min,
                          &result.north_min, &result.east_max, &result.north_max, 21) != 0 &&
        isfinite(result.east_min) && isfinite(result.north_min) && isfinite(result.east_max) &&
        isfinite(result.north_max) && result.east_min <= result.east_max) {
        degrees = result;
    }
    return degrees;
}

kbs_box geo_crs_use_box(geo_crs *crs)
{
    static const double margin_degrees = 0.5;
    kbs_box area = geo_crs_area_of_use(crs);
    kbs_box box = geo_box_empty();
    kbs_box result;
    if (geo_box_is_empty(area)) {
        return box;
    }
    if (crs->to_degrees == NULL) {
        crs->to_degrees = conversion_to_degrees(crs->session.context, crs->system);
    }
    if (crs->to_degrees != NULL &&
        proj_trans_bounds(crs->session.context, crs->to_degrees, PJ_INV,
                          area.east_min - margin_degrees, area.north_min - margin_degrees,
                          area.east_max + margin_degrees, area.north_max + margin_degrees,
                          &result.east_min, &result.north_min, &result.east_max, &result.north_max,
                          21) != 0 &&
        isfinite(result.east_min) && isfinite(result.north_min) && isfinite(result.east_max) &&
        isfinite(result.north_max) && result.east_min <= result.east_max) {
        box = result;
    }
    return box;
}

/* --- a transformation --- */

/* The first of PROJ's operations for the area: by coverage of it, then by accuracy. NULL: there is none. */
static PJ *best_operation(PJ_CONTEXT *context, const PJ *from, const PJ *to, kbs_box area_degrees)
{
    PJ *best = NULL;
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(context, NULL);
    if (factory == NULL) {
        return NULL;
    }
    proj_operation_factory_context_set_allow_ballpark_transformations(context, factory, 0);
    proj_operation_factory_context_set_grid_availability_use(
        context, factory, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    proj_operation_factory_context_set_spatial_criterion(
        context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    if (!geo_box_is_empty(area_degrees)) {
        proj_operation_factory_context_set_area_of_interest(
            context, factory, area_degrees.east_min, area_degrees.north_min, area_degrees.east_max,
            area_degrees.north_max);
    }
    PJ_OBJ_LIST *list = proj_create_operations(context, from, to, factory);
    int count = list == NULL ? 0 : proj_list_get_count(list);
    for (int i = 0; i < count && best == NULL; i++) {
        PJ *operation = proj_list_get(context, list, i);
        if (operation != NULL && proj_coordoperation_is_instantiable(context, operation) != 0 &&
            proj_coordoperation_has_ballpark_transformation(context, operation) == 0) {
            best = operation;
        } else {
            proj_destroy(operation);
        }
    }
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
    return best;
}

/* Conversions change no datum and are exact; PROJ gives them no accuracy. */
static bool is_conversion(PJ_CONTEXT *context, const PJ *operation)
{
    if (proj_get_type(operation) != PJ_TYPE_CONCATENATED_OPERATION) {
        return proj_get_type(operation) == PJ_TYPE_CONVERSION;
    }
    bool all = true;
    int count = proj_concatoperation_get_step_count(context, operation);
    for (int i = 0; i < count && all; i++) {
        PJ *step = proj_concatoperation_get_step(context, operation, i);
        all = step != NULL && proj_get_type(step) == PJ_TYPE_CONVERSION;
        proj_destroy(step);
    }
    return all && count > 0;
}

static kbs_code make_operation(geo_transform *transform, const geo_crs *from, const geo_crs *to,
                               kbs_box area_degrees, base_findings *report)
{
    PJ_CONTEXT *context = transform->session.context;
    PJ *source = proj_clone(context, from->system);
    PJ *target = proj_clone(context, to->system);
    PJ *operation = source == NULL || target == NULL
                        ? NULL
                        : best_operation(context, source, target, area_degrees);
    const char *name = operation == NULL ? NULL : proj_get_name(operation);
    if (operation != NULL) {
        transform->name = base_text_copy(name == NULL ? "" : name);
        transform->accuracy_m = is_conversion(context, operation)
                                    ? 0.0
                                    : proj_coordoperation_get_accuracy(context, operation);
        transform->operation = proj_normalize_for_visualization(context, operation);
    }
    proj_destroy(operation);
    proj_destroy(source);
    proj_destroy(target);
    if (operation != NULL && transform->name == NULL) {
        return base_findings_no_memory(report);
    }
    if (transform->operation == NULL) {
        bool known = from->code[0] != '\0';
        return base_findings_fail_with(
            report, known ? FINDING_CRS_NO_TRANSFORMATION : FINDING_CRS_UNIDENTIFIED, NULL,
            known ? from->code : from->name, to->code[0] != '\0' ? to->code : to->name);
    }
    return KBS_OK;
}

/* Where the data and the target's area of use both are. Where they do not meet, or where a header lies about the box, the target's area:
 * records that lie elsewhere are then judged one by one. */
static kbs_box area_of_interest(geo_crs *from, const geo_crs *to, kbs_box source_box)
{
    kbs_box data = geo_crs_box_in_degrees(from, source_box), use = geo_crs_area_of_use(to);
    if (geo_box_is_empty(data) || geo_box_is_empty(use)) {
        return data;
    }
    kbs_box both = { fmax(data.east_min, use.east_min), fmax(data.north_min, use.north_min),
                     fmin(data.east_max, use.east_max), fmin(data.north_max, use.north_max) };
    return geo_box_is_empty(both) ? use : both;
}

kbs_code geo_transform_new(geo_transform **out, const char *from_definition,
                           const char *to_definition, kbs_box source_box, base_findings *report)
{
    geo_crs *from = NULL;
    geo_crs *to = NULL;
    geo_transform *transform = base_new(sizeof *transform);
    kbs_code code = KBS_OK;
    *out = NULL;
    if (transform == NULL || !session_open(&transform->session)) {
        base_free(transform);
        return base_findings_no_memory(report);
    }
    code = geo_crs_new(&from, from_definition, report);
    if (code == KBS_OK) {
        code = geo_crs_new(&to, to_definition, report);
    }
    if (code == KBS_OK && !geo_crs_same(from, to)) {
        code = make_operation(transform, from, to, area_of_interest(from, to, source_box), report);
    }
    geo_crs_free(from);
    geo_crs_free(to);
    if (code != KBS_OK) {
        geo_transform_free(transform);
        return code;
    }
    *out = transform;
    return KBS_OK;
}

void geo_transform_free(geo_transform *transform)
{
    if (transform == NULL) {
        return;
    }
    proj_destroy(transform->operation);
    session_close(&transform->session);
    base_free(transform->name);
    base_free(transform);
}

bool geo_transform_is_identity(const geo_transform *transform)
{
    return transform->operation == NULL;
}

const char *geo_transform_name(const geo_transform *transform)
{
    return transform->name == NULL ? "" : transform->name;
}

double geo_transform_accuracy_m(const geo_transform *transform)
{
    return transform->accuracy_m;
}

bool geo_transform_vertices(geo_transform *transform, geo_vertex *vertices, size_t count,
                            size_t *bad)
{
    if (transform->operation != NULL && count > 0) {
        proj_errno_reset(transform->operation);
        (void)proj_trans_generic(transform->operation, PJ_FWD, &vertices[0].east, sizeof *vertices,
                                 count, &vertices[0].north, sizeof *vertices, count, NULL, 0, 0,
                                 NULL, 0, 0);
    }
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(vertices[i].east) || !isfinite(vertices[i].north)) {
            if (bad != NULL) {
                *bad = i;
            }
            return false;
        }
    }
    return true;
}

const char *geo_proj_version(void)
{
    return proj_info().version;
}
