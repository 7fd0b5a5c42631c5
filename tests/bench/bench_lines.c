/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* From loose lines to parcels, alone: a town of blocks with a street around each, every parcel drawn by its own ten lines (so that shared borders
 * are drawn twice), turned by some degrees. bench_lines [parcels] prints a line for each step of the net, and then the whole way from a drawing in
 * memory with lines and numbers, and with named areas instead, to the records of the import. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "import/drawing_values.h"

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

/* Where parcel p lies: its south-western corner before the turn. */
static geo_vertex place_of(size_t p, size_t columns)
{
    size_t block = p / (2 * ACROSS), in_block = p % (2 * ACROSS);
    return (geo_vertex){ (double)(block % columns) * (15 * ACROSS + 12) +
                             (double)(in_block % ACROSS) * 15,
                         (double)(block / columns) * 72 + (double)(in_block / ACROSS) * 30 };
}

static bool add_object(drawing *d, drawing_type type, uint16_t layer, const geo_vertex *v,
                       size_t count, const char *name)
{
    drawing_object *object = drawing_add_object(d, type, layer, 0);
    bool added = object != NULL && drawing_add_text(d, name, strlen(name), &object->name);
    for (size_t i = 0; added && i < count; i++) {
        added = drawing_add_vertex(d, object, v[i].east, v[i].north);
    }
    if (added && count == CORNERS) {
        object->flags |= DRAWING_CLOSED;
    }
    return added;
}

/* Lines and numbers, or named areas. */
static bool draw_town(drawing *d, const geo_vertex *vertices, size_t parcels, bool areas)
{
    uint16_t lines, texts;
    bool added =
        drawing_add_layer(d, "PARSEL", 0, &lines) && drawing_add_layer(d, "PARSEL_NO", 0, &texts);
    for (size_t p = 0; added && p < parcels; p++) {
        const geo_vertex *ring = vertices + p * CORNERS;
        geo_vertex middle = { (ring[0].east + ring[5].east) / 2,
                              (ring[0].north + ring[5].north) / 2 };
        char name[32];
        snprintf(name, sizeof name, "%zu/%zu", p / (2 * ACROSS) + 1, p % (2 * ACROSS) + 1);
        if (areas) {
            added = add_object(d, DRAWING_LINE, lines, ring, CORNERS, name);
            continue;
        }
        for (size_t k = 0; added && k + 1 < CORNERS; k++) {
            added = add_object(d, DRAWING_LINE, lines, ring + k, 2, "");
        }
        added = added && add_object(d, DRAWING_TEXT, texts, &middle, 1, name);
    }
    drawing_count(d);
    return added;
}

/* From a drawing to its last record. */
static bool run_whole(const geo_vertex *vertices, size_t parcels, bool areas)
{
    drawing d;
    drawing_choice choice = { .d = NULL };
    parcel_lines work = { .d = NULL };
    drawing_values values = { .work = NULL };
    base_findings report;
    import_profile *builtin = NULL;
    import_value cells[8];
    import_record record = { .values = cells };
    size_t given = 0;
    drawing_init(&d);
    base_findings_init(&report);
    geo_shape_init(&record.shape);
    bool done = draw_town(&d, vertices, parcels, areas) &&
                import_profile_load(&builtin, NULL, &report) == KBS_OK;
    drawing_patterns *patterns = done ? drawing_patterns_new(NULL, builtin) : NULL;
    double start = seconds();
    done = patterns != NULL && drawing_choose(&choice, &d, KBS_PARCEL, -1, 0.02, patterns) &&
           parcel_lines_make(&work, &d, &choice, patterns, 0.02, "town", &report) == KBS_OK &&
           drawing_values_init(&values, &work);
    for (size_t i = 0; done && i < work.record_count; i++) {
        done = drawing_values_give(&values, &work.records[i], &record);
        given += done && !record.refused ? 1 : 0;
    }
    printf("%-12s%7.3f s  %zu parcels, %zu findings\n", areas ? "named areas" : "whole way",
           seconds() - start, given, report.count);
    geo_shape_release(&record.shape);
    drawing_values_release(&values);
    parcel_lines_release(&work);
    drawing_choice_release(&choice);
    drawing_patterns_free(patterns);
    import_profile_free(builtin);
    drawing_release(&d);
    base_findings_release(&report);
    return given == parcels;
}

static bool run_net(const geo_vertex *vertices, const import_net_line *lines, size_t parcels)
{
    import_line_net net;
    import_net_areas areas;
    size_t found = 0;
    import_net_init(&net);
    double start = seconds();
    if (import_net_snap(&net, lines, parcels * (CORNERS - 1), 0.02) != IMPORT_NET_DONE) {
        return false;
    }
    double snapped = seconds();
    if (import_net_node(&net, 0.02) != IMPORT_NET_DONE) {
        return false;
    }
    double noded = seconds();
    if (!import_net_polygonise(&areas, &net)) {
        return false;
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
        "labels      %7.3f s  %zu found\nnet, all    %7.3f s\n",
        snapped - start, noded - snapped, polygonised - noded, areas.area_count, areas.expected,
        labelled - polygonised, found, labelled - start);
    import_area_finder_free(finder);
    import_net_areas_release(&areas);
    import_net_release(&net);
    return found == parcels;
}

int main(int argc, char **argv)
{
    size_t parcels = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100000;
    size_t blocks = (parcels + 2 * ACROSS - 1) / (2 * ACROSS);
    size_t columns = (size_t)ceil(sqrt((double)blocks));
    geo_vertex *vertices = calloc(parcels * CORNERS + 1, sizeof *vertices);
    import_net_line *lines = calloc(parcels * (CORNERS - 1) + 1, sizeof *lines);
    if (vertices == NULL || lines == NULL) {
        return 1;
    }
    for (size_t p = 0; p < parcels; p++) {
        geo_vertex at = place_of(p, columns), *ring = vertices + p * CORNERS;
        draw_parcel(ring, at.east, at.north);
        for (size_t k = 0; k + 1 < CORNERS; k++) {
            lines[p * (CORNERS - 1) + k] = (import_net_line){ ring + k, 2 };
        }
    }
    bool done = run_net(vertices, lines, parcels) && run_whole(vertices, parcels, false) &&
                run_whole(vertices, parcels, true);
    free(vertices);
    free(lines);
    return done ? 0 : 1;
}
