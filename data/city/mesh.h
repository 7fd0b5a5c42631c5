/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rings of one block, joined: a vertex that touches another ring's edge becomes a vertex of
 * that edge, and vertices within half a centimetre become one. After this, neighbours share
 * vertices exactly. */
#ifndef CITY_MESH_H
#define CITY_MESH_H

#include "shape.h"

struct ring {
    int first, count;
};

struct mesh {
    struct spot *node;
    int node_count, node_room;
    struct ring *ring;
    int ring_count, ring_room;
    struct spot *spare; /* scratch of mesh_join */
    int spare_room;
    struct spot *known; /* every vertex once, sorted */
    int known_room;
};

void mesh_clear(struct mesh *m);
void mesh_free(struct mesh *m);
int mesh_add(struct mesh *m, const struct shape *s); /* the ring's number */
void mesh_join(struct mesh *m);

/* The outline of several rings that share edges, as one closed ring; at most max nodes. Ends the
 * program where the rings do not make one simple outline: the caller only merges what it cut
 * itself. */
int mesh_merge(const struct mesh *m, const int *rings, int ring_count, struct spot *out, int max);

#endif
