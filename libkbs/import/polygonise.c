/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Around each corner the pieces are sorted by direction, exactly; then a walk that turns as far as it can at each corner goes around one
 * area (or around the outside of what hangs together). Before, what ends freely is taken away, and pieces with the same area on both sides. */
#include "import/polygonise.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "geo/predicate.h"
#include "import/nesting.h"

#define NONE UINT32_MAX

/* Half-edge 2e goes from a to b of edge e, 2e + 1 back. */
typedef struct walker {
    const import_line_net *net;
    import_net_areas *out;
    bool *alive;      /* by edge */
    uint32_t *degree; /* by corner */
    uint32_t *start;  /* by corner: its half-edges in `around`, sorted counter-clockwise */
    uint32_t *around;
    uint32_t *position;   /* by half-edge: where it stands in `around` */
    uint32_t *walk_of;    /* by half-edge */
    uint32_t *seen_at;    /* by corner: place in the stack + 1; 0 = not on it */
    uint32_t *stack;      /* half-edges of the walk that are in no ring yet */
    uint32_t *ring_of;    /* by half-edge */
    geo_vertex *vertices; /* of one ring */
    size_t vertex_capacity;
} walker;

static uint32_t tail(const walker *w, uint32_t half)
{
    const import_net_edge *edge = &w->net->edges[half / 2];
    return half % 2 == 0 ? edge->a : edge->b;
}

static uint32_t head(const walker *w, uint32_t half)
{
    return tail(w, half ^ 1u);
}

/* Lists the half-edges that leave each corner, in the order of edges. */
static void list_around(walker *w)
{
    size_t corners = w->net->corner_count;
    memset(w->start, 0, (corners + 1) * sizeof *w->start);
    for (size_t e = 0; e < w->net->edge_count; e++) {
        if (w->alive[e]) {
            w->start[w->net->edges[e].a + 1]++;
            w->start[w->net->edges[e].b + 1]++;
        }
    }
    for (size_t c = 0; c < corners; c++) {
        w->degree[c] = w->start[c + 1];
        w->start[c + 1] += w->start[c];
    }
    for (size_t e = 0; e < w->net->edge_count; e++) {
        if (w->alive[e]) {
            const import_net_edge *edge = &w->net->edges[e];
            uint32_t half = (uint32_t)(2 * e);
            w->around[w->start[edge->a + 1] - w->degree[edge->a]] = half;
            w->around[w->start[edge->b + 1] - w->degree[edge->b]] = half + 1;
            w->degree[edge->a]--;
            w->degree[edge->b]--;
        }
    }
    for (size_t c = 0; c < corners; c++) {
        w->degree[c] = w->start[c + 1] - w->start[c];
    }
}

/* Upper half plane (and east) first. */
static int half_plane(geo_vertex from, geo_vertex to)
{
    return to.north > from.north || (to.north == from.north && to.east > from.east) ? 0 : 1;
}

/* Does direction p come before q, counter-clockwise from the east? */
static bool turns_before(const walker *w, uint32_t p, uint32_t q)
{
    const geo_vertex *c = w->net->corners;
    geo_vertex from = c[tail(w, p)], a = c[head(w, p)], b = c[head(w, q)];
    int first = half_plane(from, a), second = half_plane(from, b);
    if (first != second) {
        return first < second;
    }
    return geo_orientation(from, a, b) > 0;
}

/* Puts item `root` where it belongs in the heap. */
static void sift(const walker *w, uint32_t *items, size_t root, size_t count)
{
    while (2 * root + 1 < count) {
        size_t child = 2 * root + 1;
        if (child + 1 < count && turns_before(w, items[child], items[child + 1])) {
            child++;
        }
        if (!turns_before(w, items[root], items[child])) {
            return;
        }
        uint32_t item = items[root];
        items[root] = items[child];
        items[child] = item;
        root = child;
    }
}

/* A heap sort: a star of a million lines must not take its square. */
static void sort_heap(const walker *w, uint32_t *items, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sift(w, items, i, count);
    }
    for (size_t end = count; end-- > 1;) {
        uint32_t item = items[0];
        items[0] = items[end];
        items[end] = item;
        sift(w, items, 0, end);
    }
}

static void sort_around(walker *w)
{
    for (size_t c = 0; c < w->net->corner_count; c++) {
        uint32_t *items = w->around + w->start[c];
        size_t count = w->start[c + 1] - w->start[c];
        if (count > 12) {
            sort_heap(w, items, count);
        }
        for (size_t i = 1; i < count && count <= 12; i++) {
            uint32_t item = items[i];
            size_t k = i;
            for (; k > 0 && turns_before(w, item, items[k - 1]); k--) {
                items[k] = items[k - 1];
            }
            items[k] = item;
        }
        for (size_t i = 0; i < count; i++) {
            w->position[items[i]] = w->start[c] + (uint32_t)i;
        }
    }
}

/* The next piece around the area on the left: at the corner, the first one clockwise from where we came. */
static uint32_t next_half(const walker *w, uint32_t half)
{
    uint32_t corner = head(w, half), back = w->position[half ^ 1u];
    uint32_t at = back == w->start[corner] ? w->start[corner + 1] - 1 : back - 1;
    return w->around[at];
}

static double edge_length(const walker *w, size_t edge)
{
    const geo_vertex *c = w->net->corners;
    const import_net_edge *e = &w->net->edges[edge];
    return hypot(c[e->a].east - c[e->b].east, c[e->a].north - c[e->b].north);
}

/* The only living piece at a corner of degree 1. */
static uint32_t only_half(const walker *w, uint32_t corner)
{
    for (uint32_t i = w->start[corner]; i < w->start[corner + 1]; i++) {
        if (w->alive[w->around[i] / 2]) {
            return w->around[i];
        }
    }
    return NONE;
}

/* From a free end inwards, as long as nothing else hangs there. */
static bool take_dangle(walker *w, uint32_t corner)
{
    uint32_t half = only_half(w, corner);
    if (half == NONE) {
        return true;
    }
    void *items = w->out->dangles;
    if (!base_array_grow(&items, &w->out->dangle_capacity, w->out->dangle_count + 1,
                         sizeof *w->out->dangles, SIZE_MAX)) {
        return false;
    }
    w->out->dangles = items;
    import_dangle *dangle = &w->out->dangles[w->out->dangle_count++];
    *dangle = (import_dangle){ .corner = corner, .line = w->net->edges[half / 2].line };
    while (half != NONE) {
        uint32_t from = tail(w, half), to = head(w, half);
        dangle->length_m += edge_length(w, half / 2);
        w->alive[half / 2] = false;
        w->degree[from]--;
        w->degree[to]--;
        half = w->degree[to] == 1 ? only_half(w, to) : NONE;
    }
    return true;
}

static bool take_dangles(walker *w)
{
    for (uint32_t c = 0; c < w->net->corner_count; c++) {
        if (w->start[c + 1] - w->start[c] == 1 && w->degree[c] == 1 && !take_dangle(w, c)) {
            return false;
        }
    }
    return true;
}

/* Gives each half-edge the number of its walk. */
static void number_walks(walker *w)
{
    uint32_t walk = 0;
    size_t halves = 2 * w->net->edge_count;
    memset(w->walk_of, 0xFF, halves * sizeof *w->walk_of);
    for (uint32_t h = 0; h < halves; h++) {
        if (!w->alive[h / 2] || w->walk_of[h] != NONE) {
            continue;
        }
        for (uint32_t at = h; w->walk_of[at] == NONE; at = next_half(w, at)) {
            w->walk_of[at] = walk;
        }
        walk++;
    }
}

/* Pieces with the same walk on both sides. */
static bool take_bridges(walker *w)
{
    number_walks(w);
    for (size_t e = 0; e < w->net->edge_count; e++) {
        if (!w->alive[e] || w->walk_of[2 * e] != w->walk_of[2 * e + 1]) {
            continue;
        }
        void *items = w->out->bridges;
        if (!base_array_grow(&items, &w->out->bridge_capacity, w->out->bridge_count + 1,
                             sizeof *w->out->bridges, SIZE_MAX)) {
            return false;
        }
        w->out->bridges = items;
        w->out->bridges[w->out->bridge_count++] = (uint32_t)e;
    }
    for (size_t i = 0; i < w->out->bridge_count; i++) {
        w->alive[w->out->bridges[i]] = false;
    }
    return true;
}

/* The half-edges stack[from..depth) are a ring. */
static bool add_ring(walker *w, size_t from, size_t depth)
{
    import_net_areas *out = w->out;
    size_t count = depth - from;
    void *rings = out->rings, *way = out->way, *vertices = w->vertices;
    bool grown = base_array_grow(&rings, &out->ring_capacity, out->ring_count + 1,
                                 sizeof *out->rings, NONE - 1);
    out->rings = rings;
    grown = grown && base_array_grow(&way, &out->way_capacity, out->way_count + count,
                                     sizeof *out->way, SIZE_MAX);
    out->way = way;
    grown = grown && base_array_grow(&vertices, &w->vertex_capacity, count + 1, sizeof *w->vertices,
                                     SIZE_MAX);
    w->vertices = vertices;
    if (!grown) {
        return false;
    }
    import_net_ring *ring = &out->rings[out->ring_count];
    *ring = (import_net_ring){
        .first = out->way_count, .count = count, .area = NONE, .next_hole = NONE
    };
    for (size_t i = 0; i < count; i++) {
        uint32_t half = w->stack[from + i];
        w->ring_of[half] = (uint32_t)out->ring_count;
        out->way[out->way_count++] = tail(w, half);
        w->vertices[i] = w->net->corners[tail(w, half)];
        w->seen_at[tail(w, half)] = 0;
    }
    w->vertices[count] = w->vertices[0];
    ring->is_shell = geo_ring_direction(w->vertices, count + 1, &ring->area_m2) > 0;
    out->ring_count++;
    return true;
}

/* One walk becomes rings: whenever it comes back to a corner, what lies between is one. */
static bool split_walk(walker *w, uint32_t first)
{
    size_t depth = 0;
    uint32_t half = first;
    do {
        uint32_t corner = tail(w, half);
        if (w->seen_at[corner] != 0) {
            size_t from = w->seen_at[corner] - 1;
            if (!add_ring(w, from, depth)) {
                return false;
            }
            depth = from;
        }
        w->stack[depth++] = half;
        w->seen_at[corner] = (uint32_t)depth;
        half = next_half(w, half);
    } while (half != first);
    return add_ring(w, 0, depth);
}

static bool add_area(walker *w, uint32_t shell)
{
    import_net_areas *out = w->out;
    void *areas = out->areas;
    if (!base_array_grow(&areas, &out->area_capacity, out->area_count + 1, sizeof *out->areas,
                         NONE - 1)) {
        return false;
    }
    out->areas = areas;
    kbs_box box = geo_box_empty();
    for (size_t k = 0; k < out->rings[shell].count; k++) {
        const geo_vertex *corner = &w->net->corners[out->way[out->rings[shell].first + k]];
        box = geo_box_join(box, geo_vertices_box(corner, 1));
    }
    out->rings[shell].area = (uint32_t)out->area_count;
    out->areas[out->area_count++] = (import_net_area){ .shell = shell,
                                                       .first_hole = NONE,
                                                       .box = box,
                                                       .area_m2 = out->rings[shell].area_m2,
                                                       .line = NONE };
    return true;
}

static void add_hole(import_net_areas *out, uint32_t area, uint32_t ring)
{
    out->rings[ring].area = area;
    out->rings[ring].next_hole = out->areas[area].first_hole;
    out->areas[area].first_hole = ring;
    out->areas[area].area_m2 += out->rings[ring].area_m2;
}

/* The rings of one walk: its shell makes an area, its holes touch the shell from inside. Without a shell it goes around the outside of
 * something, and import_net_nest finds in which area that lies. */
static bool name_rings(walker *w, size_t from)
{
    import_net_areas *out = w->out;
    uint32_t area = NONE;
    for (size_t r = from; r < out->ring_count; r++) {
        if (out->rings[r].is_shell) {
            if (!add_area(w, (uint32_t)r)) {
                return false;
            }
            area = out->rings[r].area;
        }
    }
    for (size_t r = from; area != NONE && r < out->ring_count; r++) {
        if (!out->rings[r].is_shell) {
            add_hole(out, area, (uint32_t)r);
        }
    }
    return true;
}

static bool find_rings(walker *w)
{
    size_t halves = 2 * w->net->edge_count;
    memset(w->ring_of, 0xFF, halves * sizeof *w->ring_of);
    for (uint32_t h = 0; h < halves; h++) {
        size_t from = w->out->ring_count;
        if (w->alive[h / 2] && w->ring_of[h] == NONE &&
            !(split_walk(w, h) && name_rings(w, from))) {
            return false;
        }
    }
    return true;
}

/* Holes of other walks, by where they lie. */
static bool nest(walker *w)
{
    uint32_t *around = NULL;
    if (!import_net_nest(w->out, w->net, &around)) {
        return false;
    }
    for (size_t r = 0; r < w->out->ring_count; r++) {
        if (around[r] != NONE) {
            add_hole(w->out, around[r], (uint32_t)r);
        }
    }
    base_free(around);
    return true;
}

static uint32_t root_of(uint32_t *parent, uint32_t c)
{
    while (parent[c] != c) {
        parent[c] = parent[parent[c]];
        c = parent[c];
    }
    return c;
}

/* Edges - corners + pieces that hang together: the areas of any plane net, whatever the walk found. */
static void count_by_euler(walker *w)
{
    uint32_t *parent = w->seen_at; /* no longer needed */
    size_t edges = 0, corners = 0, joins = 0;
    for (uint32_t c = 0; c < w->net->corner_count; c++) {
        parent[c] = c;
        corners += w->start[c + 1] > w->start[c] ? 1 : 0;
    }
    for (size_t e = 0; e < w->net->edge_count; e++) {
        if (w->alive[e]) {
            uint32_t a = root_of(parent, w->net->edges[e].a);
            uint32_t b = root_of(parent, w->net->edges[e].b);
            edges++;
            joins += a != b ? 1 : 0;
            parent[a] = b;
        }
    }
    w->out->expected = edges + (corners - joins) - corners;
}

static void note_edge(walker *w, uint32_t area, size_t edge)
{
    const import_net_edge *e = &w->net->edges[edge];
    const uint32_t ends[2] = { e->a, e->b };
    if (area == NONE) {
        return;
    }
    import_net_area *a = &w->out->areas[area];
    a->line = e->line < a->line ? e->line : a->line;
    for (int k = 0; k < 2; k++) {
        if (w->net->moved_m[ends[k]] > a->moved_m) {
            a->moved_m = w->net->moved_m[ends[k]];
            a->moved_at = ends[k];
        }
    }
}

/* What lies on each side of each edge. */
static bool describe(walker *w)
{
    import_net_areas *out = w->out;
    size_t edges = w->net->edge_count;
    out->left = base_new_array(edges + 1, sizeof *out->left);
    out->right = base_new_array(edges + 1, sizeof *out->right);
    if (out->left == NULL || out->right == NULL) {
        return false;
    }
    for (size_t e = 0; e < edges; e++) {
        bool alive = w->alive[e];
        out->left[e] = alive ? out->rings[w->ring_of[2 * e]].area : NONE;
        out->right[e] = alive ? out->rings[w->ring_of[2 * e + 1]].area : NONE;
        note_edge(w, out->left[e], e);
        note_edge(w, out->right[e], e);
    }
    return true;
}

static bool allocate(walker *w)
{
    size_t edges = w->net->edge_count, corners = w->net->corner_count;
    w->alive = base_new_array(edges + 1, sizeof *w->alive);
    w->degree = base_new_array(corners + 1, sizeof *w->degree);
    w->start = base_new_array(corners + 2, sizeof *w->start);
    w->seen_at = base_new_array(corners + 1, sizeof *w->seen_at);
    w->around = base_new_array(2 * edges + 1, sizeof *w->around);
    w->position = base_new_array(2 * edges + 1, sizeof *w->position);
    w->walk_of = base_new_array(2 * edges + 1, sizeof *w->walk_of);
    w->ring_of = base_new_array(2 * edges + 1, sizeof *w->ring_of);
    w->stack = base_new_array(2 * edges + 1, sizeof *w->stack);
    return w->alive != NULL && w->degree != NULL && w->start != NULL && w->seen_at != NULL &&
           w->around != NULL && w->position != NULL && w->walk_of != NULL && w->ring_of != NULL &&
           w->stack != NULL;
}

bool import_net_polygonise(import_net_areas *out, const import_line_net *net)
{
    walker w = { .net = net, .out = out };
    memset(out, 0, sizeof *out);
    bool done = net->edge_count < NONE / 2 && allocate(&w);
    if (done) {
        memset(w.alive, 1, net->edge_count);
        list_around(&w);
        done = take_dangles(&w);
    }
    if (done) {
        list_around(&w);
        sort_around(&w);
        done = take_bridges(&w);
    }
    if (done && out->bridge_count > 0) {
        list_around(&w);
        sort_around(&w);
    }
    done = done && find_rings(&w) && nest(&w);
    if (done) {
        done = describe(&w);
        count_by_euler(&w);
    }
    base_free(w.alive);
    base_free(w.degree);
    base_free(w.start);
    base_free(w.seen_at);
    base_free(w.around);
    base_free(w.position);
    base_free(w.walk_of);
    base_free(w.ring_of);
    base_free(w.stack);
    base_free(w.vertices);
    return done;
}

void import_net_areas_release(import_net_areas *areas)
{
    base_free(areas->areas);
    base_free(areas->rings);
    base_free(areas->way);
    base_free(areas->left);
    base_free(areas->right);
    base_free(areas->dangles);
    base_free(areas->bridges);
    memset(areas, 0, sizeof *areas);
}

static bool add_shape_ring(const import_net_areas *areas, const import_line_net *net, uint32_t r,
                           geo_shape *out)
{
    const import_net_ring *ring = &areas->rings[r];
    for (size_t k = 0; k <= ring->count; k++) {
        geo_vertex v = net->corners[areas->way[ring->first + (k == ring->count ? 0 : k)]];
        if (!geo_shape_add_vertex(out, v.east, v.north)) {
            return false;
        }
    }
    return geo_shape_end_ring(out);
}

bool import_net_area_shape(const import_net_areas *areas, const import_line_net *net, size_t area,
                           geo_shape *out)
{
    const import_net_area *a = &areas->areas[area];
    geo_shape_clear(out, GEO_POLYGON);
    bool done = add_shape_ring(areas, net, a->shell, out);
    for (uint32_t r = a->first_hole; done && r != NONE; r = areas->rings[r].next_hole) {
        done = add_shape_ring(areas, net, r, out);
    }
    return done && geo_shape_end_part(out);
}
