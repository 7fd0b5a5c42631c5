/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The memory of a net of lines. */
#include "import/line_net.h"

#include <string.h>

#include "base/memory.h"

#define MOST_CORNERS 100000000u
#define MOST_EDGES 100000000u

void import_net_init(import_line_net *net)
{
    memset(net, 0, sizeof *net);
}

void import_net_release(import_line_net *net)
{
    base_free(net->corners);
    base_free(net->moved_m);
    base_free(net->edges);
    base_free(net->pieces);
    base_free(net->doubled);
    import_net_init(net);
}

bool import_net_add_corner(import_line_net *net, geo_vertex place, uint32_t *corner)
{
    void *corners = net->corners, *moved = net->moved_m;
    bool grown = base_array_grow(&corners, &net->corner_capacity, net->corner_count + 1,
                                 sizeof *net->corners, MOST_CORNERS);
    net->corners = corners;
    grown = grown && base_array_grow(&moved, &net->moved_capacity, net->corner_count + 1,
                                     sizeof *net->moved_m, MOST_CORNERS);
    net->moved_m = moved;
    if (!grown) {
        return false;
    }
    net->corners[net->corner_count] = place;
    net->moved_m[net->corner_count] = 0;
    *corner = (uint32_t)net->corner_count++;
    return true;
}

bool import_net_add_edge(import_line_net *net, uint32_t a, uint32_t b, uint32_t line)
{
    void *edges = net->edges;
    if (!base_array_grow(&edges, &net->edge_capacity, net->edge_count + 1, sizeof *net->edges,
                         MOST_EDGES)) {
        return false;
    }
    net->edges = edges;
    net->edges[net->edge_count++] = (import_net_edge){ a, b, line };
    return true;
}
