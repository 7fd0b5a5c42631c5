/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Loose lines as a net: corners, and pieces of line between them. First the corners that are meant to be one become one (import_net_snap),
 * then lines are cut where they cross or where one ends on another (import_net_node): after that pieces meet in corners alone. */
#ifndef IMPORT_LINE_NET_H
#define IMPORT_LINE_NET_H

#include "geo/shape.h"

/* A line as drawn; two vertices or more, finite, within the range of coordinates. */
typedef struct import_net_line {
    const geo_vertex *vertices;
    size_t count;
} import_net_line;

typedef struct import_net_edge {
    uint32_t a, b; /* corners, different */
    uint32_t line; /* that it comes from; of two that drew the same piece the first */
} import_net_edge;

typedef struct import_line_net {
    geo_vertex *corners;
    float *moved_m; /* by corner: how far the farthest vertex was moved to it */
    import_net_edge *edges;
    uint32_t *pieces, *doubled; /* by line: its pieces, and those that an earlier line drew too */
    size_t corner_count, edge_count, line_count;
    size_t corner_capacity, moved_capacity, edge_capacity;
} import_line_net;

typedef enum import_net_result {
    IMPORT_NET_DONE = 0,
    IMPORT_NET_NO_MEMORY,
    IMPORT_NET_TOO_COMPLEX /* more meetings of lines than a drawing of land has */
} import_net_result;

/* Below this nothing is told apart: rounding of coordinates, far below what is drawn. Tolerances are never smaller. */
#define IMPORT_NET_LEAST_SNAP_M 1e-6
#define IMPORT_NET_MOST_SNAP_M 1.0

void import_net_init(import_line_net *net);
void import_net_release(import_line_net *net);
/* False = no memory. */
bool import_net_add_corner(import_line_net *net, geo_vertex place, uint32_t *corner);
bool import_net_add_edge(import_line_net *net, uint32_t a, uint32_t b, uint32_t line);

/* Fills an empty net from lines. Two vertices within `snap_m` become one corner, unless one line has both of them: what somebody drew as two
 * corners of one line stays two. The ends of a line of four vertices or more may meet: a ring that was not quite closed. A vertex that several lines
 * share stays where it is and draws the others to itself. */
import_net_result import_net_snap(import_line_net *net, const import_net_line *lines, size_t count,
                                  double snap_m);
/* Cuts pieces where they cross, and where a corner lies within `snap_m` of their inside; of pieces drawn twice one stays. */
import_net_result import_net_node(import_line_net *net, double snap_m);

#endif
