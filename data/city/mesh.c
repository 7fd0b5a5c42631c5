/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rings of one block, joined. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mesh.h"

/* The same vertex, reached by two ways of reckoning, differs by less than this (metres). */
static const double same_m = 1e-7;

/* A vertex lies on an edge when it is nearer than this. */
static const double on_edge_m = 1e-6;

/* Vertices nearer than this become one, so that rounding to the millimetre leaves no splinters. */
static const double apart_m = 0.005;

static void *grown(void *old, int *room, int need, size_t each)
{
    if (need <= *room) {
        return old;
    }
    const int next = need + need / 2 + 64;
    void *bigger = realloc(old, (size_t)next * each);

    if (bigger == NULL) {
        city_fail("out of memory");
    }
    *room = next;
    return bigger;
}

void mesh_clear(struct mesh *m)
{
    m->node_count = 0;
    m->ring_count = 0;
}

void mesh_free(struct mesh *m)
{
    free(m->node);
    free(m->ring);
    free(m->spare);
    free(m->known);
    memset(m, 0, sizeof *m);
}

int mesh_add(struct mesh *m, const struct shape *s)
{
    m->ring = grown(m->ring, &m->ring_room, m->ring_count + 1, sizeof *m->ring);
    m->node = grown(m->node, &m->node_room, m->node_count + s->count, sizeof *m->node);
    m->ring[m->ring_count] = (struct ring){ m->node_count, s->count };
    for (int i = 0; i < s->count; i++) {
        m->node[m->node_count++] = s->at[i];
    }
    return m->ring_count++;
}

static int compare_nodes(const void *left, const void *right)
{
    const struct spot *a = left;
    const struct spot *b = right;

    if (a->u < b->u || a->u > b->u) {
        return a->u < b->u ? -1 : 1;
    }
    return a->v < b->v ? -1 : a->v > b->v ? 1 : 0;
}

/* Once settled, the same vertex is the same bits. */
static bool same(struct spot a, struct spot b)
{
    return !(a.u < b.u) && !(a.u > b.u) && !(a.v < b.v) && !(a.v > b.v);
}

/* The first entry of the sorted list with u >= from. */
static int first_from(const struct spot *known, int count, double from)
{
    int low = 0;
    int high = count;

    while (low < high) {
        const int middle = (low + high) / 2;

        if (known[middle].u < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool near(struct spot a, struct spot b, double reach)
{
    return fabs(a.u - b.u) <= reach && fabs(a.v - b.v) <= reach;
}

/* Copies from a sorted list into another what is not near an earlier one; returns how many. */
static int thin_out(const struct spot *from, int from_count, struct spot *to, double reach)
{
    int count = 0;

    for (int i = 0; i < from_count; i++) {
        bool found = false;

        for (int j = count - 1; j >= 0 && from[i].u - to[j].u <= reach && !found; j--) {
            found = near(from[i], to[j], reach);
        }
        if (!found) {
            to[count++] = from[i];
        }
    }
    return count;
}

/* Fills the sorted list of all vertices. */
static int collect_known(struct mesh *m)
{
    m->known = grown(m->known, &m->known_room, m->node_count, sizeof *m->known);
    memcpy(m->known, m->node, (size_t)m->node_count * sizeof *m->known);
    qsort(m->known, (size_t)m->node_count, sizeof *m->known, compare_nodes);
    return thin_out(m->known, m->node_count, m->known, same_m);
}

/* The one that stands for n among those that stay. */
static struct spot settled(const struct spot *staying, int count, struct spot n)
{
    for (int i = first_from(staying, count, n.u - apart_m);
         i < count && staying[i].u <= n.u + apart_m; i++) {
        if (near(staying[i], n, apart_m)) {
            return staying[i];
        }
    }
    return n;
}

/* Moves every vertex to the one that stands for it, and drops what has become double. */
static void settle(struct mesh *m, int known_count)
{
    const int staying = thin_out(m->known, known_count, m->known, apart_m);
    int kept = 0;

    for (int r = 0; r < m->ring_count; r++) {
        const struct ring ring = m->ring[r];
        const int start = kept;

        for (int i = 0; i < ring.count; i++) {
            const struct spot n = settled(m->known, staying, m->node[ring.first + i]);

            if (kept == start || !same(m->node[kept - 1], n)) {
                m->node[kept++] = n;
            }
        }
        while (kept - start > 1 && same(m->node[kept - 1], m->node[start])) {
            kept--;
        }
        m->ring[r] = (struct ring){ start, kept - start };
    }
    m->node_count = kept;
}

/* True where n lies inside the edge from a to b ; *place grows from a to b. */
static bool on_edge(struct spot a, struct spot b, struct spot n, double *place)
{
    const double du = b.u - a.u;
    const double dv = b.v - a.v;
    const double nu = n.u - a.u;
    const double nv = n.v - a.v;
    const double square = du * du + dv * dv;
    const double cross = du * nv - dv * nu;

    *place = du * nu + dv * nv;
    return *place > 0.0 && *place < square && cross * cross <= on_edge_m * on_edge_m * square;
}

/* Appends to the spare list the vertices that lie inside the edge from a to b, in order. */
static void add_touching(struct mesh *m, int known_count, int *spare_count, struct spot a,
                         struct spot b)
{
    const double low = (a.u < b.u ? a.u : b.u) - same_m;
    const double high = (a.u > b.u ? a.u : b.u) + same_m;
    const double bottom = (a.v < b.v ? a.v : b.v) - same_m;
    const double top = (a.v > b.v ? a.v : b.v) + same_m;
    const int start = *spare_count;

    for (int i = first_from(m->known, known_count, low); i < known_count && m->known[i].u <= high;
         i++) {
        const struct spot n = m->known[i];
        double place;
        double other;

        if (n.v < bottom || n.v > top || near(n, a, same_m) || near(n, b, same_m) ||
            !on_edge(a, b, n, &place)) {
            continue;
        }
        m->spare = grown(m->spare, &m->spare_room, *spare_count + 1, sizeof *m->spare);
        int k = (*spare_count)++;

        while (k > start && on_edge(a, b, m->spare[k - 1], &other) && other > place) {
            m->spare[k] = m->spare[k - 1];
            k--;
        }
        m->spare[k] = n;
    }
}

void mesh_join(struct mesh *m)
{
    const int known_count = collect_known(m);
    int spare_count = 0;

    for (int r = 0; r < m->ring_count; r++) {
        const struct ring ring = m->ring[r];
        const int start = spare_count;

        for (int i = 0; i < ring.count; i++) {
            const struct spot a = m->node[ring.first + i];
            const struct spot b = m->node[ring.first + (i + 1 < ring.count ? i + 1 : 0)];

            m->spare = grown(m->spare, &m->spare_room, spare_count + 1, sizeof *m->spare);
            m->spare[spare_count++] = a;
            add_touching(m, known_count, &spare_count, a, b);
        }
        m->ring[r] = (struct ring){ start, spare_count - start };
    }
    struct spot *const old = m->node;
    const int old_room = m->node_room;

    m->node = m->spare;
    m->node_room = m->spare_room;
    m->node_count = spare_count;
    m->spare = old;
    m->spare_room = old_room;
    settle(m, known_count);
}

int mesh_merge(const struct mesh *m, const int *rings, int ring_count, struct spot *out, int max)
{
    enum { EDGES = 1024 };
    struct spot from[EDGES];
    struct spot to[EDGES];
    int edges = 0;

    for (int r = 0; r < ring_count; r++) {
        const struct ring ring = m->ring[rings[r]];

        for (int i = 0; i < ring.count; i++) {
            const struct spot a = m->node[ring.first + i];
            const struct spot b = m->node[ring.first + (i + 1 < ring.count ? i + 1 : 0)];
            int k = 0;

            while (k < edges && !(same(from[k], b) && same(to[k], a))) {
                k++;
            }
            if (k < edges) { /* an inner edge, walked both ways: gone */
                edges--;
                from[k] = from[edges];
                to[k] = to[edges];
            } else if (edges < EDGES) {
                from[edges] = a;
                to[edges++] = b;
            } else {
                city_fail("merged pieces have too many edges");
            }
        }
    }
    int count = 0;
    struct spot at = from[0];

    while (edges > 0) {
        int k = 0;

        while (k < edges && !same(from[k], at)) {
            k++;
        }
        if (k == edges || count >= max) {
            city_fail("pieces of a parcel do not join");
        }
        out[count++] = from[k];
        at = to[k];
        edges--;
        from[k] = from[edges];
        to[k] = to[edges];
    }
    return count;
}
