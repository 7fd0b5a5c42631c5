/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The door to GEOS. Geometries are made from the flat arrays of a shape, live for one call and die in it. Before GEOS sees a
 * shape its coordinates are finite and in range, its rings closed and long enough; NaN has crashed overlays in the past.
 *
 * Deadlines. Two valid polygons of 4 000 vertices can take a minute and gigabytes, so limits on vertices are no limits on
 * time. GEOS 3.11 asks a callback now and then whether to stop; ours compares the clock with a thread-local deadline. The
 * flag that stops is one for the whole process: another thread may take our request, or we another's. So the callback asks
 * again at every check, and work that was stopped before its own deadline is done again.
 * Not checked: overlays that the host program or SpatiaLite run at the same time could take a request too. libkbs runs none. */
#include "geo/geos_door.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"

#define MOST_TRIES 64 /* after that many stops by others something else is wrong */

/* --- deadline --- */

static _Thread_local double deadline_at =
    HUGE_VAL; /* of base_clock_seconds; the call that runs on this thread */
static _Thread_local bool deadline_hit;
static pthread_mutex_t context_mutex = PTHREAD_MUTEX_INITIALIZER;
static bool callback_registered;
static _Atomic(GEOSInterruptCallback *) host_callback; /* the host program's own, still called */

static void stop_when_late(void)
{
    GEOSInterruptCallback *next = host_callback;
    if (next != NULL) {
        next();
    }
    if (deadline_at != HUGE_VAL && base_clock_seconds() >= deadline_at) {
        deadline_hit = true;
        GEOS_interruptRequest();
    }
}

/* --- the handle --- */

void geo_geos_keep(char kept[GEOS_MOST_MESSAGE], const char *message)
{
    size_t length = strnlen(message, GEOS_MOST_MESSAGE - 1);
    memcpy(kept, message, length);
    kept[length] = '\0';
}

static void keep_message(const char *message, void *user)
{
    geo_geos *geos = user;
    geo_geos_keep(geos->message, message);
}

static void ignore_notice(const char *message, void *user)
{
    (void)message;
    (void)user;
}

geo_geos *geo_geos_new(void)
{
    geo_geos *geos = base_new(sizeof *geos);
    if (geos == NULL) {
        return NULL;
    }
    pthread_mutex_lock(&context_mutex);
    geos->context = GEOS_init_r();
    if (!callback_registered) {
        host_callback = GEOS_interruptRegisterCallback(stop_when_late);
        callback_registered = true;
    }
    pthread_mutex_unlock(&context_mutex);
    if (geos->context == NULL) {
        base_free(geos);
        return NULL;
    }
    GEOSContext_setNoticeMessageHandler_r(geos->context, ignore_notice, NULL);
    GEOSContext_setErrorMessageHandler_r(geos->context, keep_message, geos);
    return geos;
}

void geo_geos_free(geo_geos *geos)
{
    if (geos != NULL) {
        GEOS_finish_r(geos->context);
        base_free(geos);
    }
}

const char *geo_geos_message(const geo_geos *geos)
{
    return geos->message;
}

const char *geo_geos_version(void)
{
    return GEOSversion();
}

/* --- one call with its deadline --- */

/* What a call works on. `a` and `b` are built once, `result` anew at each try. */
typedef struct task {
    geo_overlay overlay;
    GEOSGeometry *a, *b, *result;
    bool valid, meets;
    geo_vertex where;
    double length_m;
} task;

typedef bool (*task_step)(geo_geos *geos, task *work); /* false: GEOS threw */

static void task_release(geo_geos *geos, task *work)
{
    GEOSGeom_destroy_r(geos->context, work->a);
    GEOSGeom_destroy_r(geos->context, work->b);
    GEOSGeom_destroy_r(geos->context, work->result);
}

static geo_outcome failure(geo_geos *geos)
{
    return strstr(geos->message, "bad_alloc") != NULL ? GEO_NO_MEMORY : GEO_FAILED;
}

/* `b` may be NULL. */
static geo_outcome task_build(geo_geos *geos, task *work, const geo_shape *a, const geo_shape *b)
{
    geo_flaw found = geo_geos_find_flaw(a);
    if (found.text == NULL && b != NULL) {
        found = geo_geos_find_flaw(b);
    }
    if (found.text != NULL) {
        geo_geos_keep(geos->message, found.text);
        return GEO_FAILED;
    }
    work->a = geo_geos_build(geos, a);
    if (work->a != NULL && b != NULL) {
        work->b = geo_geos_build(geos, b);
    }
    return work->a == NULL || (b != NULL && work->b == NULL) ? failure(geos) : GEO_DONE;
}

static geo_outcome task_run(geo_geos *geos, task *work, task_step step, double deadline_s)
{
    double end = base_clock_seconds() + deadline_s;
    for (unsigned tries = 1;; tries++) {
        geos->message[0] = '\0';
        deadline_hit = false;
        deadline_at = end;
        bool done = step(geos, work);
        deadline_at = HUGE_VAL;
        if (done) {
            return GEO_DONE;
        }
        bool stopped = strstr(geos->message, "Interrupted") != NULL;
        if (deadline_hit || (stopped && base_clock_seconds() >= end)) {
            geo_geos_keep(geos->message, "not done within its time");
            return GEO_DEADLINE;
        }
        if (!stopped || tries == MOST_TRIES) {
            return failure(geos);
        }
    }
}

/* --- the calls --- */

static bool step_valid(geo_geos *geos, task *work)
{
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    char answer = GEOSisValidDetail_r(geos->context, work->a, 0, &reason, &place);
    work->valid = answer == 1;
    if (answer == 0 && place != NULL && GEOSisEmpty_r(geos->context, place) == 0) {
        (void)GEOSGeomGetX_r(geos->context, place, &work->where.east);
        (void)GEOSGeomGetY_r(geos->context, place, &work->where.north);
    }
    if (reason != NULL) {
        geo_geos_keep(geos->reason, reason);
        GEOSFree_r(geos->context, reason);
    }
    GEOSGeom_destroy_r(geos->context, place);
    return answer == 0 || answer == 1;
}

geo_outcome geo_geos_is_valid(geo_geos *geos, const geo_shape *shape, double deadline_s,
                              bool *valid, const char **reason, geo_vertex *where)
{
    task work = { 0 };
    geo_outcome outcome = GEO_DONE;
    geo_flaw found = geo_geos_find_flaw(shape);
    geos->reason[0] = '\0';
    if (found.text != NULL) {
        *valid = false;
        *reason = found.text;
        *where = found.where;
        return GEO_DONE;
    }
    outcome = task_build(geos, &work, shape, NULL);
    if (outcome == GEO_DONE) {
        outcome = task_run(geos, &work, step_valid, deadline_s);
    }
    *valid = outcome == GEO_DONE && work.valid;
    *reason = geos->reason;
    *where = work.where;
    task_release(geos, &work);
    return outcome;
}

static bool step_make_valid(geo_geos *geos, task *work)
{
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(geos->context);
    if (how == NULL) {
        return false;
    }
    if (GEOSMakeValidParams_setMethod_r(geos->context, how, GEOS_MAKE_VALID_STRUCTURE) != 0 &&
        GEOSMakeValidParams_setKeepCollapsed_r(geos->context, how, 0) != 0) {
        work->result = GEOSMakeValidWithParams_r(geos->context, work->a, how);
    }
    GEOSMakeValidParams_destroy_r(geos->context, how);
    return work->result != NULL;
}

static bool step_overlay(geo_geos *geos, task *work)
{
    switch (work->overlay) {
    case GEO_INTERSECTION:
        work->result = GEOSIntersection_r(geos->context, work->a, work->b);
        break;
    case GEO_UNION:
        work->result = GEOSUnion_r(geos->context, work->a, work->b);
        break;
    case GEO_DIFFERENCE:
        work->result = GEOSDifference_r(geos->context, work->a, work->b);
        break;
    }
    return work->result != NULL;
}

/* Builds, runs and reads the areal result. */
static geo_outcome areal_call(geo_geos *geos, task *work, task_step step, const geo_shape *a,
                              const geo_shape *b, double deadline_s, geo_shape *out)
{
    geo_outcome outcome = task_build(geos, work, a, b);
    if (outcome == GEO_DONE) {
        outcome = task_run(geos, work, step, deadline_s);
    }
    if (outcome == GEO_DONE && !geo_geos_take_areas(geos, work->result, out)) {
        geo_geos_keep(geos->message, "the result does not fit into memory");
        outcome = GEO_NO_MEMORY;
    }
    if (outcome != GEO_DONE) {
        geo_shape_clear(out, GEO_MULTIPOLYGON);
    }
    task_release(geos, work);
    return outcome;
}

geo_outcome geo_geos_make_valid(geo_geos *geos, const geo_shape *shape, double deadline_s,
                                geo_shape *out)
{
    task work = { 0 };
    return areal_call(geos, &work, step_make_valid, shape, NULL, deadline_s, out);
}

geo_outcome geo_geos_overlay(geo_geos *geos, geo_overlay operation, const geo_shape *a,
                             const geo_shape *b, double deadline_s, geo_shape *out)
{
    task work = { .overlay = operation };
    return areal_call(geos, &work, step_overlay, a, b, deadline_s, out);
}

static bool step_union_parts(geo_geos *geos, task *work)
{
    work->result = GEOSUnaryUnion_r(geos->context, work->a);
    return work->result != NULL;
}

geo_outcome geo_geos_union_parts(geo_geos *geos, const geo_shape *areas, double deadline_s,
                                 geo_shape *out)
{
    task work = { 0 };
    return areal_call(geos, &work, step_union_parts, areas, NULL, deadline_s, out);
}

/* Corners are kept up to four times the distance; sharper ones are cut, which only makes the closing smaller. */
#define MITRE_LIMIT 4.0

static GEOSGeometry *grow(geo_geos *geos, const GEOSGeometry *geometry, double distance_m)
{
    return GEOSBufferWithStyle_r(geos->context, geometry, distance_m, 8, GEOSBUF_CAP_FLAT,
                                 GEOSBUF_JOIN_MITRE, MITRE_LIMIT);
}

static bool step_narrow_gaps(geo_geos *geos, task *work)
{
    GEOSGeometry *grown = grow(geos, work->a, work->length_m / 2);
    GEOSGeometry *shrunk = grown != NULL ? grow(geos, grown, -work->length_m / 2) : NULL;
    if (shrunk != NULL) {
        work->result = GEOSDifference_r(geos->context, shrunk, work->a);
    }
    GEOSGeom_destroy_r(geos->context, grown);
    GEOSGeom_destroy_r(geos->context, shrunk);
    return work->result != NULL;
}

geo_outcome geo_geos_narrow_gaps(geo_geos *geos, const geo_shape *areas, double width_m,
                                 double deadline_s, geo_shape *out)
{
    task work = { .length_m = width_m };
    return areal_call(geos, &work, step_narrow_gaps, areas, NULL, deadline_s, out);
}

static bool step_line(geo_geos *geos, task *work)
{
    char meets = GEOSIntersects_r(geos->context, work->a, work->b);
    work->meets = meets == 1;
    work->length_m = 0.0;
    if (meets != 1) {
        return meets == 0;
    }
    work->result = GEOSIntersection_r(geos->context, work->a, work->b);
    bool done =
        work->result != NULL && GEOSLength_r(geos->context, work->result, &work->length_m) == 1;
    GEOSGeom_destroy_r(geos->context, work->result);
    work->result = NULL;
    return done;
}

geo_outcome geo_geos_line_in_area(geo_geos *geos, const geo_shape *line, const geo_shape *area,
                                  double deadline_s, double *length_m, bool *meets)
{
    task work = { 0 };
    geo_outcome outcome = task_build(geos, &work, line, area);
    if (outcome == GEO_DONE) {
        outcome = task_run(geos, &work, step_line, deadline_s);
    }
    *length_m = outcome == GEO_DONE ? work.length_m : 0.0;
    *meets = outcome == GEO_DONE && work.meets;
    task_release(geos, &work);
    return outcome;
}
