/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Cuts the pieces of a net until they meet in corners alone. In rounds: each looks at all pairs of pieces of which one is new, cuts where a
 * corner lies on (or within the tolerance of) the inside of a piece and where two cross, exactly decided; cut pieces bend by the tolerance at
 * most and are new in the next round. After some rounds only rounding is tolerated, so that the work ends. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "geo/predicate.h"
#include "import/line_net.h"

#define NONE UINT32_MAX
#define TOLERANT_ROUNDS 6
#define MOST_ROUNDS 40
#define MOST_PAIRS UINT64_C(100000000) /* a town of a million pieces has some ten million */
#define MOST_CUTS 5000000u             /* of one round */
#define MOST_NEAR 256

typedef struct net_cut {
    uint32_t edge, corner;
    double along; /* 0..1 from a to b */
} net_cut;

typedef struct noder {
    import_line_net *net;
    double snap_m;  /* of this round */
    double least_m; /* what counts as the same place always */
    double cell_m;
    bool *is_new; /* by edge */
    net_cut *cuts;
    size_t cut_count, cut_capacity;
    uint32_t *slots; /* hash of edges by their corners */
    size_t slot_mask, slot_room;
    uint32_t *cells, *next_in_cell; /* corners by place */
    size_t cell_mask, in_cells, next_capacity;
    uint32_t current; /* the edge whose neighbours are looked at */
    kbs_box *boxes;
    uint64_t pairs;
    import_net_result result;
} noder;

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    return h ^ (h >> 33);
}

static size_t edge_slot(const noder *n, uint32_t a, uint32_t b)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return (size_t)mix(high << 32 | low) & n->slot_mask;
}

static bool same_ends(const import_net_edge *edge, uint32_t a, uint32_t b)
{
    return (edge->a == a && edge->b == b) || (edge->a == b && edge->b == a);
}

static uint32_t find_edge(const noder *n, uint32_t a, uint32_t b)
{
    size_t slot = edge_slot(n, a, b);
    while (n->slots[slot] != NONE && !same_ends(&n->net->edges[n->slots[slot]], a, b)) {
        slot = (slot + 1) & n->slot_mask;
    }
    return n->slots[slot];
}

/* Of edges between the same corners the first stays; the list keeps its order. */
static bool drop_doubles(noder *n)
{
    import_line_net *net = n->net;
    size_t slots = 16, kept = 0;
    while (slots < 2 * net->edge_count) {
        slots *= 2;
    }
    void *memory = n->slots;
    if (!base_array_grow(&memory, &n->slot_room, slots, sizeof *n->slots, SIZE_MAX)) {
        return false;
    }
    n->slots = memory;
    n->slot_mask = slots - 1;
    memset(n->slots, 0xFF, slots * sizeof *n->slots);
    for (size_t i = 0; i < net->edge_count; i++) {
        import_net_edge edge = net->edges[i];
        bool is_new = n->is_new[i];
        size_t slot = edge_slot(n, edge.a, edge.b);
        while (n->slots[slot] != NONE && !same_ends(&net->edges[n->slots[slot]], edge.a, edge.b)) {
            slot = (slot + 1) & n->slot_mask;
        }
        if (n->slots[slot] != NONE) {
            net->doubled[edge.line]++;
            continue;
        }
        n->slots[slot] = (uint32_t)kept;
        n->is_new[kept] = is_new;
        net->edges[kept++] = edge;
    }
    net->edge_count = kept;
    return true;
}

static size_t cell_slot(const noder *n, double east, double north)
{
    uint64_t x, y;
    east += 0.0;
    north += 0.0;
    memcpy(&x, &east, sizeof x);
    memcpy(&y, &north, sizeof y);
    return (size_t)mix(x ^ mix(y)) & n->cell_mask;
}

/* A larger grid of places when it gets crowded: a drawing of crossing lines has many more corners than ends. */
static bool grow_cells(noder *n)
{
    size_t cells = n->cell_mask + 1;
    if (n->cells != NULL && 2 * n->net->corner_count <= cells) {
        return true;
    }
    while (cells < 4 * n->net->corner_count) {
        cells *= 2;
    }
    base_free(n->cells);
    n->cells = base_new_array(cells, sizeof *n->cells);
    n->cell_mask = cells - 1;
    n->in_cells = 0;
    if (n->cells != NULL) {
        memset(n->cells, 0xFF, cells * sizeof *n->cells);
    }
    return n->cells != NULL;
}

/* Corners that are not in the grid of places yet. */
static bool put_in_cells(noder *n)
{
    import_line_net *net = n->net;
    void *memory = n->next_in_cell;
    if (!grow_cells(n) || !base_array_grow(&memory, &n->next_capacity, net->corner_count,
                                           sizeof *n->next_in_cell, SIZE_MAX)) {
        return false;
    }
    n->next_in_cell = memory;
    for (; n->in_cells < net->corner_count; n->in_cells++) {
        geo_vertex v = net->corners[n->in_cells];
        size_t slot = cell_slot(n, floor(v.east / n->cell_m), floor(v.north / n->cell_m));
        n->next_in_cell[n->in_cells] = n->cells[slot];
        n->cells[slot] = (uint32_t)n->in_cells;
    }
    return true;
}

/* The corner nearest to a place, within the round's tolerance. */
static uint32_t corner_near(const noder *n, geo_vertex p)
{
    double east = floor(p.east / n->cell_m), north = floor(p.north / n->cell_m);
    double best_m = n->snap_m;
    uint32_t best = NONE;
    size_t looked = 0;
    for (int k = 0; k < 9; k++) {
        size_t slot = cell_slot(n, east + k % 3 - 1, north + k / 3 - 1);
        for (uint32_t c = n->cells[slot]; c != NONE; c = n->next_in_cell[c]) {
            geo_vertex v = n->net->corners[c];
            double d = hypot(v.east - p.east, v.north - p.north);
            if (++looked > MOST_NEAR) {
                return best;
            }
            if (d < best_m || (d == best_m && (best == NONE || c < best))) {
                best = c;
                best_m = d;
            }
        }
    }
    return best;
}

static bool stop(noder *n, import_net_result why)
{
    n->result = why;
    return false;
}

static bool add_cut(noder *n, uint32_t edge, uint32_t corner, double along)
{
    void *cuts = n->cuts;
    if (!base_array_grow(&cuts, &n->cut_capacity, n->cut_count + 1, sizeof *n->cuts, MOST_CUTS)) {
        return stop(n, n->cut_count >= MOST_CUTS ? IMPORT_NET_TOO_COMPLEX : IMPORT_NET_NO_MEMORY);
    }
    n->cuts = cuts;
    n->cuts[n->cut_count++] = (net_cut){ edge, corner, along };
    return true;
}

static double distance(const noder *n, uint32_t p, uint32_t q)
{
    const geo_vertex *c = n->net->corners;
    return hypot(c[p].east - c[q].east, c[p].north - c[q].north);
}

/* A short piece joins the two: its end lies near the other's line by nature, not by mistake. */
static bool joined_closely(const noder *n, uint32_t p, uint32_t q)
{
    return distance(n, p, q) <= 2 * n->snap_m && find_edge(n, p, q) != NONE;
}

/* Does the corner lie near the inside of the edge? *along tells where. */
static bool lies_on(const noder *n, uint32_t corner, uint32_t edge, double *along)
{
    const import_net_edge *e = &n->net->edges[edge];
    geo_vertex a = n->net->corners[e->a], b = n->net->corners[e->b];
    geo_vertex c = n->net->corners[corner];
    if (corner == e->a || corner == e->b) {
        return false;
    }
    double de = b.east - a.east, dn = b.north - a.north, square = de * de + dn * dn;
    double u = ((c.east - a.east) * de + (c.north - a.north) * dn) / square;
    if (!(u > 0 && u < 1)) {
        return false;
    }
    double off = fabs((c.east - a.east) * dn - (c.north - a.north) * de) / sqrt(square);
    *along = u;
    if (off > n->snap_m) {
        return false;
    }
    return off <= n->least_m ||
           !(joined_closely(n, corner, e->a) || joined_closely(n, corner, e->b));
}

/* Cuts both where they cross: in a corner that is there already, or a new one. */
static bool cut_crossing(noder *n, uint32_t i, uint32_t j)
{
    const import_net_edge e = n->net->edges[i], f = n->net->edges[j];
    const geo_vertex *c = n->net->corners;
    geo_vertex a = c[e.a], b = c[e.b], p = c[f.a], q = c[f.b];
    double ae = b.east - a.east, an = b.north - a.north;
    double pe = q.east - p.east, pn = q.north - p.north;
    double area = ae * pn - an * pe;
    double u = ((p.east - a.east) * pn - (p.north - a.north) * pe) / area;
    double v = ((p.east - a.east) * an - (p.north - a.north) * ae) / area;
    u = u > 0 ? (u < 1 ? u : 1) : 0; /* rounding, also of an area of 0 */
    v = v > 0 ? (v < 1 ? v : 1) : 0;
    geo_vertex where = { a.east + u * ae, a.north + u * an };
    uint32_t corner = corner_near(n, where);
    if (corner == NONE && (!import_net_add_corner(n->net, where, &corner) || !put_in_cells(n))) {
        return stop(n, IMPORT_NET_NO_MEMORY);
    }
    bool at_end_of_first = corner == e.a || corner == e.b;
    bool at_end_of_second = corner == f.a || corner == f.b;
    return (at_end_of_first || add_cut(n, i, corner, u)) &&
           (at_end_of_second || add_cut(n, j, corner, v));
}

/* Exactly on the edge, though no distance said so. */
static bool cut_touch(noder *n, uint32_t i, uint32_t j, unsigned ends)
{
    const import_net_edge e = n->net->edges[i], f = n->net->edges[j];
    const uint32_t corners[4] = { e.a, e.b, f.a, f.b };
    bool added = true;
    for (unsigned k = 0; added && k < 4; k++) {
        uint32_t on = k < 2 ? j : i, corner = corners[k];
        const import_net_edge *other = k < 2 ? &f : &e;
        if ((ends & (1u << k)) != 0 && corner != other->a && corner != other->b) {
            double length = distance(n, other->a, other->b);
            added = add_cut(n, on, corner, distance(n, other->a, corner) / length);
        }
    }
    return added;
}

static bool look_at_pair(noder *n, uint32_t i, uint32_t j)
{
    const import_net_edge e = n->net->edges[i], f = n->net->edges[j];
    const geo_vertex *c = n->net->corners;
    size_t before = n->cut_count;
    double along = 0;
    bool added = true;
    if (lies_on(n, f.a, i, &along)) {
        added = add_cut(n, i, f.a, along);
    }
    if (added && lies_on(n, f.b, i, &along)) {
        added = add_cut(n, i, f.b, along);
    }
    if (added && lies_on(n, e.a, j, &along)) {
        added = add_cut(n, j, e.a, along);
    }
    if (added && lies_on(n, e.b, j, &along)) {
        added = add_cut(n, j, e.b, along);
    }
    if (!added || n->cut_count > before) {
        return added;
    }
    unsigned ends = 0;
    switch (geo_segments_meet_at(c[e.a], c[e.b], c[f.a], c[f.b], &ends)) {
    case GEO_APART:
        return true;
    case GEO_CROSS:
        return cut_crossing(n, i, j);
    case GEO_TOUCH:
    case GEO_OVERLAP:
        return cut_touch(n, i, j, ends);
    }
    return true;
}

static bool visit(uint32_t j, void *user)
{
    noder *n = user;
    if (++n->pairs > MOST_PAIRS) {
        return stop(n, IMPORT_NET_TOO_COMPLEX);
    }
    bool theirs = n->is_new[j] && j < n->current; /* looked at from the other one */
    return j == n->current || theirs || look_at_pair(n, n->current, j);
}

static kbs_box edge_box(const noder *n, size_t edge)
{
    const import_net_edge *e = &n->net->edges[edge];
    const geo_vertex ends[2] = { n->net->corners[e->a], n->net->corners[e->b] };
    kbs_box box = geo_vertices_box(ends, 2);
    double half = n->snap_m / 2 + n->least_m;
    return (kbs_box){ box.east_min - half, box.north_min - half, box.east_max + half,
                      box.north_max + half };
}

/* All pairs of which one is new. */
static void find_cuts(noder *n)
{
    size_t count = n->net->edge_count;
    n->cut_count = 0;
    n->boxes = base_new_array(count + 1, sizeof *n->boxes);
    if (n->boxes == NULL) {
        n->result = IMPORT_NET_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        n->boxes[i] = edge_box(n, i);
    }
    geo_box_tree *tree = geo_box_tree_new(n->boxes, count);
    n->result = tree == NULL ? IMPORT_NET_NO_MEMORY : n->result;
    for (uint32_t i = 0; n->result == IMPORT_NET_DONE && i < count; i++) {
        if (n->is_new[i]) {
            n->current = i;
            geo_box_tree_search(tree, n->boxes[i], visit, n);
        }
    }
    geo_box_tree_free(tree);
    base_free(n->boxes);
    n->boxes = NULL;
}

static int compare_cuts(const void *a, const void *b)
{
    const net_cut *p = a, *q = b;
    if (p->edge != q->edge) {
        return p->edge < q->edge ? -1 : 1;
    }
    if (p->along != q->along) {
        return p->along < q->along ? -1 : 1;
    }
    return p->corner < q->corner ? -1 : (p->corner > q->corner ? 1 : 0);
}

/* The pieces of one edge with its cuts, in their order. */
static bool cut_edge(import_line_net *out, import_line_net *net, const import_net_edge *edge,
                     const net_cut *cuts, size_t count)
{
    uint32_t from = edge->a;
    net->pieces[edge->line]--;
    for (size_t i = 0; i <= count; i++) {
        uint32_t to = i < count ? cuts[i].corner : edge->b;
        if (to == from) {
            continue;
        }
        if (!import_net_add_edge(out, from, to, edge->line)) {
            return false;
        }
        net->pieces[edge->line]++;
        from = to;
    }
    return true;
}

/* A new list of edges: cut ones in the place of whole ones, so that the order of lines stays. */
static bool apply_cuts(noder *n)
{
    import_line_net *net = n->net, out;
    size_t at = 0;
    bool done = true;
    import_net_init(&out);
    qsort(n->cuts, n->cut_count, sizeof *n->cuts, compare_cuts);
    size_t room = net->edge_count + n->cut_count + 1;
    bool *is_new = base_new_array(room, sizeof *is_new);
    done = is_new != NULL;
    for (size_t i = 0; done && i < net->edge_count; i++) {
        size_t first = at, before = out.edge_count;
        while (at < n->cut_count && n->cuts[at].edge == i) {
            at++;
        }
        done = at == first
                   ? import_net_add_edge(&out, net->edges[i].a, net->edges[i].b, net->edges[i].line)
                   : cut_edge(&out, net, &net->edges[i], n->cuts + first, at - first);
        for (size_t k = before; done && k < out.edge_count; k++) {
            is_new[k] = at > first;
        }
    }
    base_free(n->is_new);
    n->is_new = is_new;
    if (done) {
        base_free(net->edges);
        net->edges = out.edges;
        net->edge_count = out.edge_count;
        net->edge_capacity = out.edge_capacity;
    } else {
        base_free(out.edges);
    }
    return done;
}

static bool start(noder *n)
{
    n->cell_mask = 15;
    n->is_new = base_new_array(n->net->edge_count + 1, sizeof *n->is_new);
    if (n->is_new == NULL) {
        return false;
    }
    memset(n->is_new, 1, n->net->edge_count);
    return put_in_cells(n) && drop_doubles(n);
}

import_net_result import_net_node(import_line_net *net, double snap_m)
{
    noder n = { .net = net, .least_m = IMPORT_NET_LEAST_SNAP_M };
    n.snap_m = snap_m > n.least_m ? snap_m : n.least_m;
    n.cell_m = n.snap_m;
    n.result = start(&n) ? IMPORT_NET_DONE : IMPORT_NET_NO_MEMORY;
    for (int round = 0; n.result == IMPORT_NET_DONE; round++) {
        if (round == MOST_ROUNDS) {
            n.result = IMPORT_NET_TOO_COMPLEX;
            break;
        }
        n.snap_m = round < TOLERANT_ROUNDS ? n.snap_m : n.least_m;
        find_cuts(&n);
        if (n.result != IMPORT_NET_DONE || n.cut_count == 0) {
            break;
        }
        if (!apply_cuts(&n) || !drop_doubles(&n)) {
            n.result = IMPORT_NET_NO_MEMORY;
        }
    }
    base_free(n.is_new);
    base_free(n.cuts);
    base_free(n.slots);
    base_free(n.cells);
    base_free(n.next_in_cell);
    return n.result;
}
