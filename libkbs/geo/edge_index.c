/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The border of an area as chains: runs of up to sixteen edges that follow each other in a ring, with their box; sixteen runs
 * make a chain of the next level, and so on. Neighbours in a ring are neighbours in space, so nothing has to be sorted.
 *
 * A chain that lies wholly to one side of a level line's stretch of interest needs no look at its edges: how often it crosses
 * the line, counted up against down, follows from its two ends alone. Whole rings inside a chain cancel, so that a
 * chain over several rings needs the ends of its first and last ring only. That makes point location and the search for near
 * edges take a time that grows with the logarithm of the border's length and with the number of edges near. */
#include "geo/edge_index.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "geo/near_edges.h"

enum {
    FAN = 16,
    MOST_LEVELS = 8 /* 16^7 runs of 16 edges are more than GEO_MOST_VERTICES */
};

typedef struct chain {
    kbs_box box;
    uint32_t first_vertex, last_vertex; /* both belong to it */
    uint32_t first_ring, last_ring;
} chain;

struct geo_edge_index {
    geo_shape shape; /* its arrays lie in the same allocation */
    kbs_box box;
    double area_m2;
    const bool *ring_left; /* the area lies on the left of the ring as it is stored */
    const chain *chains;   /* level 0 first */
    uint32_t level_start[MOST_LEVELS], level_count[MOST_LEVELS];
    uint32_t levels;
};

/* Area, and for each ring whether the area lies on its left. Adds up in the order of geo_shape_area_m2. With `near`, whose room
 * is sure, the edges are listed too; `ring_left` may then be NULL. */
static double measure_rings(const geo_shape *area, bool *ring_left, geo_near_edges *near)
{
    double total = 0;
    for (size_t part = 0; part < area->part_count; part++) {
        size_t first, end;
        geo_shape_part(area, part, &first, &end);
        double of_part = 0;
        for (size_t ring = first; ring < end; ring++) {
            size_t count;
            const geo_vertex *v = geo_shape_ring(area, ring, &count);
            double signed_area;
            bool shell = ring == first;
            bool left = (geo_ring_direction(v, count, &signed_area) >= 0) == shell;
            of_part += shell ? fabs(signed_area) : -fabs(signed_area);
            if (ring_left != NULL) {
                ring_left[ring] = left;
            }
            for (size_t i = 1; near != NULL && i < count; i++) {
                near->edges[near->count++] = left ? (geo_border_edge){ v[i - 1], v[i] }
                                                  : (geo_border_edge){ v[i], v[i - 1] };
            }
        }
        total += of_part;
    }
    return total;
}

static size_t count_runs(const geo_shape *area)
{
    size_t runs = 0;
    for (size_t ring = 0; ring < area->ring_count; ring++) {
        size_t count;
        geo_shape_ring(area, ring, &count);
        runs += count < 2 ? 0 : (count - 1 + FAN - 1) / FAN;
    }
    return runs;
}

/* Level 0. */
static void fill_runs(const geo_shape *area, chain *out)
{
    uint32_t first = 0;
    for (uint32_t ring = 0; ring < area->ring_count; ring++) {
        uint32_t end = area->ring_end[ring];
        for (uint32_t from = first; from + 1 < end; from += FAN) {
            uint32_t last = end - 1 - from > FAN ? from + FAN : end - 1;
            *out++ = (chain){ .box = geo_vertices_box(area->vertices + from, last - from + 1),
                              .first_vertex = from,
                              .last_vertex = last,
                              .first_ring = ring,
                              .last_ring = ring };
        }
        first = end;
    }
}

/* A level from the one below. */
static void fill_level(const chain *below, size_t below_count, chain *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t first = i * FAN;
        size_t end = first + FAN < below_count ? first + FAN : below_count;
        chain joined = below[first];
        for (size_t k = first + 1; k < end; k++) {
            joined.box = geo_box_join(joined.box, below[k].box);
        }
        joined.last_vertex = below[end - 1].last_vertex;
        joined.last_ring = below[end - 1].last_ring;
        out[i] = joined;
    }
}

/* Where the arrays lie behind the structure; `total` is the size of all. */
typedef struct layout {
    size_t chains, vertices, ring_end, part_end, ring_left, total;
} layout;

static layout lay_out(const geo_shape *area, size_t chain_count)
{
    layout l;
    l.chains = sizeof(geo_edge_index);
    l.vertices = l.chains + chain_count * sizeof(chain);
    l.ring_end = l.vertices + area->vertex_count * sizeof(geo_vertex);
    l.part_end = l.ring_end + area->ring_count * sizeof(uint32_t);
    l.ring_left = l.part_end + area->part_count * sizeof(uint32_t);
    l.total = l.ring_left + area->ring_count * sizeof(bool);
    return l;
}

static void copy(void *to, const void *from, size_t size)
{
    if (size > 0) {
        memcpy(to, from, size);
    }
}

geo_edge_index *geo_edge_index_new(const geo_shape *area)
{
    if (!geo_type_is_area(area->type) || area->vertex_count > GEO_MOST_VERTICES) {
        return NULL;
    }
    geo_edge_index head = { .shape = *area, .box = geo_shape_box(area) };
    size_t chain_count = 0;
    size_t here = count_runs(area);
    while (here > 0) {
        head.level_start[head.levels] = (uint32_t)chain_count;
        head.level_count[head.levels++] = (uint32_t)here;
        chain_count += here;
        here = here > FAN ? (here + FAN - 1) / FAN : 0;
    }
    layout l = lay_out(area, chain_count);
    unsigned char *memory = base_new(l.total);
    if (memory == NULL) {
        return NULL;
    }
    head.shape.vertices = (void *)(memory + l.vertices);
    head.shape.ring_end = (void *)(memory + l.ring_end);
    head.shape.part_end = (void *)(memory + l.part_end);
    head.shape.vertex_capacity = area->vertex_count;
    head.shape.ring_capacity = area->ring_count;
    head.shape.part_capacity = area->part_count;
    copy(head.shape.vertices, area->vertices, area->vertex_count * sizeof(geo_vertex));
    copy(head.shape.ring_end, area->ring_end, area->ring_count * sizeof(uint32_t));
    copy(head.shape.part_end, area->part_end, area->part_count * sizeof(uint32_t));
    bool *ring_left = (void *)(memory + l.ring_left);
    head.ring_left = ring_left;
    head.area_m2 = measure_rings(&head.shape, ring_left, NULL);
    chain *chains = (void *)(memory + l.chains);
    head.chains = chains;
    fill_runs(&head.shape, chains);
    for (uint32_t level = 1; level < head.levels; level++) {
        fill_level(chains + head.level_start[level - 1], head.level_count[level - 1],
                   chains + head.level_start[level], head.level_count[level]);
    }
    memcpy(memory, &head, sizeof head);
    return (void *)memory;
}

void geo_edge_index_free(geo_edge_index *index)
{
    base_free(index);
}

kbs_box geo_edge_index_box(const geo_edge_index *index)
{
    return index->box;
}

double geo_edge_index_area_m2(const geo_edge_index *index)
{
    return index->area_m2;
}

const geo_shape *geo_edge_index_shape(const geo_edge_index *index)
{
    return &index->shape;
}

static inline int sign_of(const geo_edge_index *index, uint32_t ring)
{
    return index->ring_left[ring] ? 1 : -1;
}

/* How often a chain crosses a level line upwards, less downwards, with the area on the left. */
static int net_crossings(const geo_edge_index *index, const chain *c, double north)
{
    const geo_vertex *v = index->shape.vertices;
    int first = v[c->first_vertex].north > north;
    int last = v[c->last_vertex].north > north;
    if (c->first_ring == c->last_ring) {
        return sign_of(index, c->first_ring) * (last - first);
    }
    uint32_t last_ring_start = index->shape.ring_end[c->last_ring - 1];
    int first_ring_end = v[index->shape.ring_end[c->first_ring] - 1].north > north;
    return sign_of(index, c->first_ring) * (first_ring_end - first) +
           sign_of(index, c->last_ring) * (last - (v[last_ring_start].north > north));
}

/* A walk down the levels: chains still to be looked at. */
typedef struct walk {
    const geo_edge_index *index;
    struct {
        uint32_t level, from, end;
    } stack[MOST_LEVELS];
    uint32_t depth;
} walk;

static walk start_walk(const geo_edge_index *index)
{
    walk w = { .index = index };
    if (index->levels > 0) {
        w.stack[0].level = index->levels - 1;
        w.stack[0].end = index->level_count[index->levels - 1];
        w.depth = 1;
    }
    return w;
}

/* The next chain; NULL at the end. *level is its level. */
static inline const chain *next_chain(walk *w, uint32_t *level, uint32_t *at)
{
    while (w->depth > 0) {
        uint32_t top = w->depth - 1;
        if (w->stack[top].from < w->stack[top].end) {
            *level = w->stack[top].level;
            *at = w->stack[top].from++;
            return &w->index->chains[w->index->level_start[*level] + *at];
        }
        w->depth = top;
    }
    return NULL;
}

/* Looks at the parts of a chain of level 1 or more next. */
static inline void descend(walk *w, uint32_t level, uint32_t at)
{
    uint32_t from = at * FAN;
    uint32_t count = w->index->level_count[level - 1];
    w->stack[w->depth].level = level - 1;
    w->stack[w->depth].from = from;
    w->stack[w->depth].end = count - from > FAN ? from + FAN : count;
    w->depth++;
}

geo_location geo_edge_index_locate(const geo_edge_index *index, geo_vertex point)
{
    bool inside = false;
    uint32_t level, at;
    walk w = start_walk(index);
    for (const chain *c = next_chain(&w, &level, &at); c != NULL; c = next_chain(&w, &level, &at)) {
        if (point.north < c->box.north_min || point.north > c->box.north_max ||
            point.east > c->box.east_max) {
            continue;
        }
        if (point.east < c->box.east_min) {
            inside ^= (net_crossings(index, c, point.north) & 1) != 0;
            continue;
        }
        if (level > 0) {
            descend(&w, level, at);
            continue;
        }
        const geo_vertex *v = index->shape.vertices;
        for (uint32_t i = c->first_vertex; i < c->last_vertex; i++) {
            geo_side side = geo_ray_edge(v[i], v[i + 1], point);
            if (side == GEO_RAY_ON) {
                return GEO_ON_BORDER;
            }
            inside ^= side == GEO_RAY_HITS;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}

void geo_near_edges_release(geo_near_edges *near)
{
    base_free(near->edges);
    *near = (geo_near_edges){ 0 };
}

bool geo_near_edges_reserve(geo_near_edges *near, size_t need)
{
    if (need <= near->capacity) {
        return true;
    }
    void *memory = near->edges;
    bool ok =
        base_array_grow(&memory, &near->capacity, need, sizeof *near->edges, GEO_MOST_VERTICES);
    near->edges = memory;
    return ok;
}

/* Where a vertex lies beside a box. */
enum { WEST = 1, EAST = 2, SOUTH = 4, NORTH = 8 };

static inline unsigned beside(geo_vertex v, const kbs_box *box)
{
    return (v.east < box->east_min ? WEST : 0u) | (v.east > box->east_max ? EAST : 0u) |
           (v.north < box->north_min ? SOUTH : 0u) | (v.north > box->north_max ? NORTH : 0u);
}

/* The edges of one run; there is room for them. */
static void near_of_run(const geo_edge_index *index, const chain *c, kbs_box box,
                        geo_near_edges *near)
{
    const geo_vertex *v = index->shape.vertices;
    int sign = sign_of(index, c->first_ring);
    unsigned from_side = beside(v[c->first_vertex], &box);
    for (uint32_t i = c->first_vertex; i < c->last_vertex; i++) {
        unsigned to_side = beside(v[i + 1], &box);
        unsigned both = from_side & to_side;
        if (both == 0) {
            near->edges[near->count++] = sign > 0 ? (geo_border_edge){ v[i], v[i + 1] }
                                                  : (geo_border_edge){ v[i + 1], v[i] };
        } else if (both == WEST) {
            near->winding -= sign * ((int)(to_side / NORTH) - (int)(from_side / NORTH));
        }
        from_side = to_side;
    }
}

bool geo_edge_index_near(const geo_edge_index *index, kbs_box box, geo_near_edges *near)
{
    near->count = 0;
    near->winding = 0;
    uint32_t level, at;
    walk w = start_walk(index);
    for (const chain *c = next_chain(&w, &level, &at); c != NULL; c = next_chain(&w, &level, &at)) {
        if (c->box.east_min > box.east_max || c->box.north_min > box.north_max ||
            c->box.north_max < box.north_min) {
            continue;
        }
        if (c->box.east_max < box.east_min) {
            near->winding -= net_crossings(index, c, box.north_max);
        } else if (level > 0) {
            descend(&w, level, at);
        } else {
            if (!geo_near_edges_reserve(near, near->count + FAN)) {
                return false;
            }
            near_of_run(index, c, box, near);
        }
    }
    return true;
}

bool geo_near_edges_of_shape(const geo_shape *area, geo_near_edges *near, double *area_m2)
{
    near->count = 0;
    near->winding = 0;
    if (!geo_near_edges_reserve(near, area->vertex_count)) {
        return false;
    }
    *area_m2 = measure_rings(area, NULL, near);
    return true;
}
