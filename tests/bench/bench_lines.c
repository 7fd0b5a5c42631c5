/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From loose lines to parcels, alone: a town of blocks with a street around each, every parcel drawn by its own ten lines (so that shared borders
 * are drawn twice), turned by some degrees. bench_lines [parcels] prints a line for each step. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "import/nesting.h"

#define ACROSS 10 /* parcels along a block; a block has two rows */
#define CORNERS 11

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static geo_vertex turned(double east, double north)
{
    return (geo_vertex){ 480000 + east * 0.953717 - north * 0.300706,
                         4400000 + east * 0.300706 + north * 0.953717 };
}

/* Ten edges around a parcel of 15 m by 30 m; vertices along the sides as surveys have them. */
static void draw_parcel(geo_vertex *out, double east, double north)
{
    static const double ring[CORNERS][2] = { { 0, 0 },   { 5, 0 },   { 15, 0 },  { 15, 12 },
                                             { 15, 20 }, { 15, 30 }, { 10, 30 }, { 0, 30 },
                                             { 0, 20 },  { 0, 12 },  { 0, 0 } };
    for (int i = 0; i < CORNERS; i++) {
        out[i] = turned(east + ring[i][0], north + ring[i][1]);
    }
}

int main(int argc, char **argv)
{
    size_t parcels = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100000;
    size_t blocks = (parcels + 2 * ACROSS - 1) / (2 * ACROSS), found = 0;
    size_t columns = (size_t)ceil(sqrt((double)blocks));
    geo_vertex *vertices = calloc(parcels * CORNERS, sizeof *vertices);
    import_net_line *lines = calloc(parcels * (CORNERS - 1), sizeof *lines);
    if (vertices == NULL || lines == NULL) {
        return 1;
    }
    for (size_t p = 0; p < parcels; p++) {
        size_t block = p / (2 * ACROSS), in_block = p % (2 * ACROSS);
        double east =
            (double)(block % columns) * (15 * ACROSS + 12) + (double)(in_block % ACROSS) * 15;
        double north = (double)(block / columns) * 72 + (double)(in_block / ACROSS) * 30;
        geo_vertex *ring = vertices + p * CORNERS;
        draw_parcel(ring, east, north);
        for (size_t k = 0; k + 1 < CORNERS; k++) {
            lines[p * (CORNERS - 1) + k] = (import_net_line){ ring + k, 2 };
        }
    }
    import_line_net net;
    import_net_areas areas;
    import_net_init(&net);
    double start = seconds();
    if (import_net_snap(&net, lines, parcels * (CORNERS - 1), 0.02) != IMPORT_NET_DONE) {
        return 1;
    }
    double snapped = seconds();
    if (import_net_node(&net, 0.02) != IMPORT_NET_DONE) {
        return 1;
    }
    double noded = seconds();
    if (!import_net_polygonise(&areas, &net)) {
        return 1;
    }
    double polygonised = seconds();
    import_area_finder *finder = import_area_finder_new(&areas, &net);
    for (size_t p = 0; finder != NULL && p < parcels; p++) {
        geo_vertex a = vertices[p * CORNERS], b = vertices[p * CORNERS + 5];
        uint32_t area = IMPORT_NO_AREA;
        geo_vertex middle = { (a.east + b.east) / 2, (a.north + b.north) / 2 };
        found += import_area_find(finder, middle, &area) && area != IMPORT_NO_AREA ? 1 : 0;
    }
    double labelled = seconds();
    printf("%zu lines, %zu pieces, %zu corners\n", parcels * (CORNERS - 1), net.edge_count,
           net.corner_count);
    printf(
        "snap        %7.3f s\nnode        %7.3f s\npolygonise  %7.3f s  %zu areas (%zu by Euler)\n"
        "labels      %7.3f s  %zu found\nall         %7.3f s\n",
        snapped - start, noded - snapped, polygonised - noded, areas.area_count, areas.expected,
        labelled - polygonised, found, labelled - start);
    import_area_finder_free(finder);
    import_net_areas_release(&areas);
    import_net_release(&net);
    free(vertices);
    free(lines);
    return found == parcels ? 0 : 1;
}
