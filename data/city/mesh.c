/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rings of one block, joined. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mesh.h"

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

struct spot node_spot(struct node n)
{
    return (struct spot){(double)n.u_mm / 1000.0, (double)n.v_mm / 1000.0};
}

int mesh_add(struct mesh *m, const struct shape *s)
{
    m->ring = grown(m->ring, &m->ring_room, m->ring_count + 1, sizeof *m->ring);
    m->node = grown(m->node, &m->node_room, m->node_count + s->count, sizeof *m->node);
    m->ring[m->ring_count] = (struct ring){m->node_count, s->count};
    for (int i = 0; i < s->count; i++) {
        m->node[m->node_count++] = (struct node){(int64_t)floor(s->at[i].u * 1000.0 + 0.5),
                                                 (int64_t)floor(s->at[i].v * 1000.0 + 0.5)};
    }
    return m->ring_count++;
}

static int compare_nodes(const void *left, const void *right)
{
    const struct node *a = left;
    const struct node *b = right;

    if (a->u_mm != b->u_mm) {
        return a->u_mm < b->u_mm ? -1 : 1;
    }
    return a->v_mm < b->v_mm ? -1 : a->v_mm > b->v_mm ? 1 : 0;
}

static bool same(struct node a, struct node b)
{
    return a.u_mm == b.u_mm && a.v_mm == b.v_mm;
}

/* The first entry of the sorted list with u >= u_mm. */
static int first_from(const struct node *known, int count, int64_t u_mm)
{
    int low = 0;
    int high = count;

    while (low < high) {
        const int middle = (low + high) / 2;

        if (known[middle].u_mm < u_mm) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Fills the sorted list of vertices; of those within two millimetres of each other only the first stays. */
static int collect_known(struct mesh *m)
{
    int count = 0;

    m->known = grown(m->known, &m->known_room, m->node_count, sizeof *m->known);
    memcpy(m->known, m->node, (size_t)m->node_count * sizeof *m->known);
    qsort(m->known, (size_t)m->node_count, sizeof *m->known, compare_nodes);
    for (int i = 0; i < m->node_count; i++) {
        bool near = false;

        for (int j = count - 1; j >= 0 && m->known[i].u_mm - m->known[j].u_mm <= 2 && !near; j--) {
            near = llabs(m->known[i].v_mm - m->known[j].v_mm) <= 2;
        }
        if (!near) {
            m->known[count++] = m->known[i];
        }
    }
    return count;
}

static struct node snapped(const struct mesh *m, int known_count, struct node n)
{
    for (int i = first_from(m->known, known_count, n.u_mm - 2);
         i < known_count && m->known[i].u_mm <= n.u_mm + 2; i++) {
        if (llabs(m->known[i].v_mm - n.v_mm) <= 2) {
            return m->known[i];
        }
    }
    return n;
}

/* True where n lies inside the edge from a to b within 2.5 mm (three roundings); *place grows from a to b. */
static bool on_edge(struct node a, struct node b, struct node n, double *place)
{
    const double du = (double)(b.u_mm - a.u_mm);
    const double dv = (double)(b.v_mm - a.v_mm);
    const double nu = (double)(n.u_mm - a.u_mm);
    const double nv = (double)(n.v_mm - a.v_mm);
    const double square = du * du + dv * dv;
    const double cross = du * nv - dv * nu;

    *place = du * nu + dv * nv;
    return *place > 0.0 && *place < square && cross * cross <= 6.25 * square;
}

/* Appends to the spare list the vertices that lie inside the edge from a to b, in order. */
static void add_touching(struct mesh *m, int known_count, int *spare_count, struct node a, struct node b)
{
    const int64_t low = (a.u_mm < b.u_mm ? a.u_mm : b.u_mm) - 3;
    const int64_t high = (a.u_mm > b.u_mm ? a.u_mm : b.u_mm) + 3;
    const int64_t bottom = (a.v_mm < b.v_mm ? a.v_mm : b.v_mm) - 3;
    const int64_t top = (a.v_mm > b.v_mm ? a.v_mm : b.v_mm) + 3;
    const int start = *spare_count;

    for (int i = first_from(m->known, known_count, low); i < known_count && m->known[i].u_mm <= high; i++) {
        const struct node n = m->known[i];
        double place;
        double other;

        if (n.v_mm < bottom || n.v_mm > top || same(n, a) || same(n, b) || !on_edge(a, b, n, &place)) {
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
            const struct node a = snapped(m, known_count, m->node[ring.first + i]);
            const struct node b =
                snapped(m, known_count, m->node[ring.first + (i + 1 < ring.count ? i + 1 : 0)]);

            if (same(a, b)) {
                continue;
            }
            m->spare = grown(m->spare, &m->spare_room, spare_count + 1, sizeof *m->spare);
            m->spare[spare_count++] = a;
            add_touching(m, known_count, &spare_count, a, b);
        }
        m->ring[r] = (struct ring){start, spare_count - start};
    }
    struct node *const old = m->node;
    const int old_room = m->node_room;

    m->node = m->spare;
    m->node_room = m->spare_room;
    m->node_count = spare_count;
    m->spare = old;
    m->spare_room = old_room;
}

int mesh_merge(const struct mesh *m, const int *rings, int ring_count, struct node *out, int max)
{
    enum { EDGES = 1024 };
    struct node from[EDGES];
    struct node to[EDGES];
    int edges = 0;

    for (int r = 0; r < ring_count; r++) {
        const struct ring ring = m->ring[rings[r]];

        for (int i = 0; i < ring.count; i++) {
            const struct node a = m->node[ring.first + i];
            const struct node b = m->node[ring.first + (i + 1 < ring.count ? i + 1 : 0)];
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
    struct node at = from[0];

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
