/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Gaps between the parcels of a block: holes in their union, and strips narrower than GAP_WIDTH_M between them, as far as no other
 * parcel lies there. A gap that is wider and open to the outside is a road, or cannot be told from one. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/pipe.h"
#include "geo/measure.h"
#include "zoning/check.h"

#define GAP_WIDTH_M 0.5
#define MOST_THREADS 16u
#define LEAST_PARCELS 512u /* a thread is not worth its start for fewer */

/* A block on its way. */
typedef struct block {
    const zoning_check_item *const *parcels; /* of one group, by id */
    size_t count;
    geo_shape joined, filled, part;
} block;

static bool add_ring(geo_shape *out, const geo_shape *from, size_t ring)
{
    size_t count;
    const geo_vertex *vertices = geo_shape_ring(from, ring, &count);
    geo_vertex *room = geo_shape_extend(out, count);
    if (room == NULL) {
        return false;
    }
    memcpy(room, vertices, count * sizeof *room);
    return geo_shape_end_ring(out);
}

/* Appends the parts of an area to a shape. */
static bool add_parts(geo_shape *out, const geo_shape *from, bool shells_only)
{
    for (size_t part = 0; part < from->part_count; part++) {
        size_t first, end;
        geo_shape_part(from, part, &first, &end);
        for (size_t ring = first; ring < (shells_only ? first + 1 : end); ring++) {
            if (!add_ring(out, from, ring)) {
                return false;
            }
        }
        if (!geo_shape_end_part(out)) {
            return false;
        }
    }
    return true;
}

/* The area of a candidate that no parcel covers; parcels of the city may overlap, then it is too small and nothing is told. */
static kbs_code uncovered_m2(zoning_checking *c, const geo_shape *candidate, double *out)
{
    size_t count = 0;
    kbs_code code = zoning_check_near(c, &c->parcels, geo_shape_box(candidate), &count);
    *out = geo_shape_area_m2(candidate);
    for (size_t i = 0; code == KBS_OK && i < count; i++) {
        geo_common common;
        if (!geo_common_area(candidate, c->parcels.items[c->near[i]].area, c->scratch, &common)) {
            code = KBS_MEMORY;
        } else {
            *out -= common.area_m2;
        }
    }
    return code;
}

static kbs_code look_at_candidate(zoning_checking *c, const block *b, const geo_shape *candidate)
{
    double open_m2 = 0.0;
    double area_m2 = geo_shape_area_m2(candidate);
    if (area_m2 < ZONING_CHECK_LEAST_M2 ||
        2 * area_m2 < c->tolerance_m * geo_shape_length_m(candidate)) {
        return KBS_OK;
    }
    kbs_code code = uncovered_m2(c, candidate, &open_m2);
    if (code == KBS_OK && open_m2 >= ZONING_CHECK_LEAST_M2 &&
        2 * open_m2 >= c->tolerance_m * geo_shape_length_m(candidate)) {
        geo_vertex place = geo_shape_inner_point(candidate);
        zoning_check_add_area(c, FINDING_CHECK_GAP, KBS_PARCEL, 0, b->parcels[0]->group, open_m2,
                              NULL, &place);
    }
    return code;
}

/* Each hole of the union, as an area. */
static kbs_code look_at_holes(zoning_checking *c, block *b)
{
    kbs_code code = KBS_OK;
    for (size_t part = 0; part < b->joined.part_count; part++) {
        size_t first, end;
        geo_shape_part(&b->joined, part, &first, &end);
        for (size_t ring = first + 1; code == KBS_OK && ring < end; ring++) {
            geo_shape_clear(&b->part, GEO_MULTIPOLYGON);
            code = add_ring(&b->part, &b->joined, ring) && geo_shape_end_part(&b->part)
                       ? look_at_candidate(c, b, &b->part)
                       : KBS_MEMORY;
        }
    }
    return code;
}

/* Each strip beside or between the shells. `strips` is a list of parts. */
static kbs_code look_at_strips(zoning_checking *c, block *b, const geo_shape *strips)
{
    kbs_code code = KBS_OK;
    for (size_t part = 0; code == KBS_OK && part < strips->part_count; part++) {
        size_t first, end;
        bool good = true;
        geo_shape_part(strips, part, &first, &end);
        geo_shape_clear(&b->part, GEO_MULTIPOLYGON);
        for (size_t ring = first; good && ring < end; ring++) {
            good = add_ring(&b->part, strips, ring);
        }
        code =
            good && geo_shape_end_part(&b->part) ? look_at_candidate(c, b, &b->part) : KBS_MEMORY;
    }
    return code;
}

/* Squared distance of a point from a segment. */
static double distance_2(geo_vertex p, geo_vertex a, geo_vertex b)
{
    double east = b.east - a.east, north = b.north - a.north;
    double length_2 = east * east + north * north;
    double along = ((p.east - a.east) * east + (p.north - a.north) * north);
    double t = length_2 > 0.0 ? along / length_2 : 0.0;
    t = t < 0.0 ? 0.0 : (t > 1.0 ? 1.0 : t);
    east = p.east - (a.east + t * east);
    north = p.north - (a.north + t * north);
    return east * east + north * north;
}

/* Does a corner of the outline come near an edge that does not begin or end there? Without that there is no narrow strip, and the closing,
 * which costs as much as all the rest, is left out. Outlines of very many vertices are not looked at but closed. */
static bool may_have_strips(const geo_shape *outline)
{
    if (outline->vertex_count > 1000) {
        return true;
    }
    for (size_t ring = 0; ring < outline->ring_count; ring++) {
        size_t count;
        const geo_vertex *edges = geo_shape_ring(outline, ring, &count);
        for (size_t i = 0; i < outline->vertex_count; i++) {
            geo_vertex p = outline->vertices[i];
            for (size_t k = 0; k + 1 < count; k++) {
                bool incident = (p.east == edges[k].east && p.north == edges[k].north) ||
                                (p.east == edges[k + 1].east && p.north == edges[k + 1].north);
                if (!incident &&
                    distance_2(p, edges[k], edges[k + 1]) < GAP_WIDTH_M * GAP_WIDTH_M) {
                    return true;
                }
            }
        }
    }
    return false;
}

static kbs_code not_checked(zoning_checking *c, const block *b, geo_outcome outcome)
{
    if (outcome == GEO_NO_MEMORY) {
        return KBS_MEMORY;
    }
    geo_vertex place = geo_shape_inner_point(geo_edge_index_shape(b->parcels[0]->area));
    zoning_check_add(c, FINDING_CHECK_BLOCK_NOT_CHECKED, KBS_PARCEL, 0, b->parcels[0]->group,
                     geo_geos_message(c->geos), NULL, &place);
    return KBS_OK;
}

static kbs_code check_block(zoning_checking *c, block *b)
{
    geo_shape_clear(&b->filled, GEO_MULTIPOLYGON);
    for (size_t i = 0; i < b->count; i++) {
        if (!add_parts(&b->filled, geo_edge_index_shape(b->parcels[i]->area), false)) {
            return KBS_MEMORY;
        }
    }
    geo_outcome outcome =
        geo_geos_union_parts(c->geos, &b->filled, ZONING_CHECK_DEADLINE_S, &b->joined);
    if (outcome != GEO_DONE) {
        return not_checked(c, b, outcome);
    }
    kbs_code code = look_at_holes(c, b);
    geo_shape_clear(&b->filled, GEO_MULTIPOLYGON);
    if (code == KBS_OK && !add_parts(&b->filled, &b->joined, true)) {
        code = KBS_MEMORY;
    }
    if (code != KBS_OK || b->filled.part_count == 0 || !may_have_strips(&b->filled)) {
        return code;
    }
    outcome =
        geo_geos_narrow_gaps(c->geos, &b->filled, GAP_WIDTH_M, ZONING_CHECK_DEADLINE_S, &b->joined);
    return outcome == GEO_DONE ? look_at_strips(c, b, &b->joined) : not_checked(c, b, outcome);
}

static int compare_groups(const void *a, const void *b)
{
    const zoning_check_item *p = *(const zoning_check_item *const *)a;
    const zoning_check_item *q = *(const zoning_check_item *const *)b;
    int order = strcmp(p->group, q->group);
    return order != 0 ? order : (p->id > q->id) - (p->id < q->id);
}

/* The blocks of one thread. Nothing in it is shared but what is only read, and the flag. */
typedef struct gap_worker {
    zoning_checking checking; /* a copy with memory of its own */
    base_findings found;
    const zoning_check_item *const *sorted;
    size_t first, end;
    atomic_bool *stop;
    base_thread *thread;
    kbs_code code;
} gap_worker;

static kbs_code check_blocks(gap_worker *w)
{
    block b = { 0 };
    zoning_checking *c = &w->checking;
    kbs_code code = KBS_OK;
    size_t end;
    geo_shape_init(&b.joined);
    geo_shape_init(&b.filled);
    geo_shape_init(&b.part);
    for (size_t at = w->first; code == KBS_OK && at < w->end && !*w->stop; at = end) {
        const char *group = w->sorted[at]->group;
        for (end = at + 1; end < w->end && strcmp(w->sorted[end]->group, group) == 0;) {
            end++;
        }
        b.parcels = w->sorted + at;
        b.count = end - at;
        if (group[0] != '\0' && b.count > 1) {
            code = check_block(c, &b);
        }
        if (code == KBS_OK) {
            code = zoning_check_tick(c, "gaps", (at - w->first) / 64 * 64, w->end - w->first);
        }
    }
    geo_shape_release(&b.joined);
    geo_shape_release(&b.filled);
    geo_shape_release(&b.part);
    return code;
}

static void run_worker(void *user)
{
    gap_worker *w = user;
    w->code = check_blocks(w);
    if (w->code != KBS_OK) {
        *w->stop = true;
    }
}

static bool worker_init(gap_worker *w, const zoning_checking *c, bool is_caller)
{
    w->checking = *c;
    base_findings_init(&w->found);
    w->checking.found = &w->found;
    w->checking.near = NULL;
    w->checking.near_capacity = 0;
    w->checking.progress = is_caller ? c->progress : NULL;
    w->checking.scratch = geo_scratch_new();
    w->checking.geos = geo_geos_new();
    return w->checking.scratch != NULL && w->checking.geos != NULL;
}

static void worker_release(gap_worker *w)
{
    geo_scratch_free(w->checking.scratch);
    geo_geos_free(w->checking.geos);
    base_free(w->checking.near);
    base_findings_release(&w->found);
}

/* The worker's findings behind those there are, up to the most. */
static void take_findings(zoning_checking *c, const gap_worker *w)
{
    for (size_t i = 0; i < w->found.count; i++) {
        if (c->found->count < c->most) {
            base_findings_add(c->found, &w->found.items[i]);
        } else {
            c->cut = true;
        }
    }
    c->cut = c->cut || w->checking.cut;
    c->found->failed = c->found->failed || w->found.failed;
}

/* Blocks in order, a run of them for each thread; findings are taken in the order of the runs. */
static kbs_code run_workers(zoning_checking *c, gap_worker *workers, size_t count)
{
    kbs_code code = KBS_OK;
    for (size_t i = 1; i < count; i++) {
        workers[i].thread = base_thread_start(run_worker, &workers[i]);
    }
    run_worker(&workers[0]);
    for (size_t i = 1; i < count; i++) {
        if (workers[i].thread != NULL) {
            base_thread_join(workers[i].thread);
        } else if (!*workers[i].stop) {
            run_worker(&workers[i]); /* there was no thread to be had */
        }
    }
    for (size_t i = 0; i < count; i++) {
        code = code == KBS_OK ? workers[i].code : code;
        take_findings(c, &workers[i]);
    }
    return code;
}

static kbs_code share_out(zoning_checking *c, const zoning_check_item *const *sorted)
{
    gap_worker workers[MOST_THREADS];
    atomic_bool stop = false;
    bool good = true;
    size_t total = c->parcels.count, at = 0;
    size_t wanted = c->threads > 0 ? c->threads : base_thread_cores();
    size_t count = total / LEAST_PARCELS + 1 < wanted ? total / LEAST_PARCELS + 1 : wanted;
    count = count > MOST_THREADS ? MOST_THREADS : count;
    memset(workers, 0, sizeof workers);
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1 == count ? total : total / count * (i + 1);
        end = end < at ? at : end;
        while (end > 0 && end < total && strcmp(sorted[end]->group, sorted[end - 1]->group) == 0) {
            end++;
        }
        good = worker_init(&workers[i], c, i == 0) && good;
        workers[i].sorted = sorted;
        workers[i].first = at;
        workers[i].end = end;
        workers[i].stop = &stop;
        at = end;
    }
    kbs_code code = good ? run_workers(c, workers, count) : KBS_MEMORY;
    for (size_t i = 0; i < count; i++) {
        worker_release(&workers[i]);
    }
    return code;
}

kbs_code zoning_check_gaps(zoning_checking *c)
{
    size_t count = c->parcels.count;
    const zoning_check_item **sorted = base_new_array(count > 0 ? count : 1, sizeof *sorted);
    if (sorted == NULL) {
        return KBS_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &c->parcels.items[i];
    }
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, compare_groups);
    }
    kbs_code code = share_out(c, sorted);
    base_free(sorted);
    return code;
}
