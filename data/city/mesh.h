/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The rings of one block, joined: vertices within two millimetres become one, and a vertex that touches
 * another ring's edge becomes a vertex of that edge. After this, neighbours share vertices exactly. */
#ifndef CITY_MESH_H
#define CITY_MESH_H

#include <stdint.h>

#include "shape.h"

struct node {
    int64_t u_mm, v_mm;
};

struct ring {
    int first, count;
};

struct mesh {
    struct node *node;
    int node_count, node_room;
    struct ring *ring;
    int ring_count, ring_room;
    struct node *spare; /* scratch of mesh_join */
    int spare_room;
    struct node *known; /* every vertex once, sorted */
    int known_room;
};

void mesh_clear(struct mesh *m);
void mesh_free(struct mesh *m);
int mesh_add(struct mesh *m, const struct shape *s); /* the ring's number */
void mesh_join(struct mesh *m);

/* The outline of several rings that share edges, as one closed ring; at most max nodes. Ends the program
 * where the rings do not make one simple outline: the caller only merges what it cut itself. */
int mesh_merge(const struct mesh *m, const int *rings, int ring_count, struct node *out, int max);

struct spot node_spot(struct node n);

#endif
