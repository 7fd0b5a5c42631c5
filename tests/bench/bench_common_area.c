/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* How long the area of a common part takes. Makes its own town: parcels of about 20 m by 30 m whose corners are moved at random (and
 * shared by neighbours), zones over blocks of five by two parcels, a third of them 0.4 m beside the parcels, and one flood plain of 15 000
 * vertices across everything. Prints processor time per parcel and per pair, one thread.
 *
 *     bench_common_area [parcels a side, 316] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "geo/edge_index.h"
#include "geo/measure.h"
#include "geo/ring_check.h"

#define EAST0 487000.0
#define NORTH0 4420000.0
#define BLOCK_EAST 5
#define BLOCK_NORTH 2
#define FLOOD_VERTICES 15000

typedef struct town {
    int side; /* parcels */
    geo_vertex *corners;
    geo_shape *parcels;
    size_t parcel_count;
    geo_edge_index **zones;
    kbs_box *zone_boxes;
    size_t zone_count;
    geo_edge_index *flood;
    geo_box_tree *tree;
    geo_scratch *scratch;
} town;

/* Of processor time: others may be busy. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static uint64_t random_state = 1;

static double jitter(double size)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return size * ((double)(random_state >> 11) * 0x1p-53 - 0.5);
}

static void check(bool right, const char *what)
{
    if (!right) {
        fprintf(stderr, "bench_common_area: %s\n", what);
        exit(1);
    }
}

static geo_vertex corner(const town *t, int east, int north)
{
    return t->corners[(size_t)north * ((size_t)t->side + 1) + (size_t)east];
}

/* The ring around the cells east..east+width, north..north+height, by all their outer corners. */
static void outline(const town *t, geo_shape *shape, int east, int north, int width, int height,
                    double shift)
{
    geo_shape_clear(shape, GEO_POLYGON);
    bool ok = true;
    for (int i = 0; i < 2 * (width + height) + 1; i++) {
        int k = i % (2 * (width + height));
        int e = k < width                ? k
                : k < width + height     ? width
                : k < 2 * width + height ? 2 * width + height - k
                                         : 0;
        int n = k < width                ? 0
                : k < width + height     ? k - width
                : k < 2 * width + height ? height
                                         : 2 * (width + height) - k;
        geo_vertex v = corner(t, east + e, north + n);
        ok = ok && geo_shape_add_vertex(shape, v.east + shift, v.north + shift);
    }
    check(ok && geo_shape_end_ring(shape) && geo_shape_end_part(shape), "no memory");
}

static geo_edge_index *make_flood(const town *t)
{
    geo_shape shape;
    geo_shape_init(&shape);
    geo_shape_clear(&shape, GEO_POLYGON);
    double width = t->side * 20.0, height = t->side * 30.0;
    for (int i = 0; i < FLOOD_VERTICES; i++) {
        double angle = i * 6.283185307179586 / FLOOD_VERTICES;
        double length = 0.35 + 0.08 * sin(5 * angle) + 0.03 * sin(31 * angle) + jitter(1e-4);
        check(geo_shape_add_vertex(&shape, EAST0 + width * (0.5 + length * cos(angle)),
                                   NORTH0 + height * (0.5 + length * sin(angle))),
              "no memory");
    }
    geo_vertex first = shape.vertices[0];
    check(geo_shape_add_vertex(&shape, first.east, first.north) && geo_shape_end_ring(&shape) &&
              geo_shape_end_part(&shape),
          "no memory");
    geo_edge_index *index = geo_edge_index_new(&shape);
    check(index != NULL, "no memory");
    geo_shape_release(&shape);
    return index;
}

static void build(town *t, int side)
{
    *t = (town){ .side = side, .parcel_count = (size_t)side * (size_t)side };
    size_t corners = (size_t)(side + 1) * (size_t)(side + 1);
    size_t most_zones = (size_t)(side / BLOCK_EAST + 1) * (size_t)(side / BLOCK_NORTH + 1);
    t->corners = base_new_array(corners, sizeof *t->corners);
    t->parcels = base_new_array(t->parcel_count, sizeof *t->parcels);
    t->zones = base_new_array(most_zones, sizeof *t->zones);
    t->zone_boxes = base_new_array(most_zones, sizeof *t->zone_boxes);
    t->scratch = geo_scratch_new();
    check(t->corners && t->parcels && t->zones && t->zone_boxes && t->scratch, "no memory");
    for (size_t i = 0; i < corners; i++) {
        double east = 20.0 * (double)(i % (size_t)(side + 1)),
               north = 30.0 * (double)(i / (size_t)(side + 1));
        t->corners[i] = (geo_vertex){ EAST0 + east + jitter(5), NORTH0 + north + jitter(5) };
    }
    for (int i = 0; i < side * side; i++) {
        geo_shape_init(&t->parcels[i]);
        outline(t, &t->parcels[i], i % side, i / side, 1, 1, 0);
    }
    geo_shape zone;
    geo_shape_init(&zone);
    for (int north = 0; north + BLOCK_NORTH <= side; north += BLOCK_NORTH) {
        for (int east = 0; east + BLOCK_EAST <= side; east += BLOCK_EAST) {
            outline(t, &zone, east, north, BLOCK_EAST, BLOCK_NORTH,
                    t->zone_count % 3 == 0 ? 0.4 : 0);
            geo_edge_index *index = geo_edge_index_new(&zone);
            check(index != NULL, "no memory");
            t->zone_boxes[t->zone_count] = geo_edge_index_box(index);
            t->zones[t->zone_count++] = index;
        }
    }
    geo_shape_release(&zone);
    t->flood = make_flood(t);
}

static void release(town *t)
{
    for (size_t i = 0; i < t->parcel_count; i++) {
        geo_shape_release(&t->parcels[i]);
    }
    for (size_t i = 0; i < t->zone_count; i++) {
        geo_edge_index_free(t->zones[i]);
    }
    geo_edge_index_free(t->flood);
    geo_box_tree_free(t->tree);
    geo_scratch_free(t->scratch);
    base_free(t->corners);
    base_free(t->parcels);
    base_free(t->zones);
    base_free(t->zone_boxes);
}

static void print(const char *what, double took, size_t count)
{
    printf("%-44s %10.0f ns   (%zu)\n", what, took / (double)count * 1e9, count);
}

static void bench_shares(town *t)
{
    uint32_t *found = NULL;
    size_t capacity = 0, pairs = 0, whole = 0, none = 0;
    double shares = 0;
    double start = seconds();
    for (size_t i = 0; i < t->parcel_count; i++) {
        const geo_shape *parcel = &t->parcels[i];
        double area = geo_shape_area_m2(parcel);
        size_t count;
        check(geo_box_tree_find(t->tree, geo_shape_box(parcel), &found, &capacity, &count),
              "no memory");
        for (size_t k = 0; k < count; k++) {
            geo_common common;
            check(geo_common_area(parcel, t->zones[found[k]], t->scratch, &common), "no memory");
            shares += common.area_m2 / area;
            whole += common.area_m2 == area;
            none += common.area_m2 == 0;
        }
        pairs += count;
    }
    double took = seconds() - start;
    print("parcel: find its zones, areas in common", took, t->parcel_count);
    print("  per pair", took, pairs);
    printf("  %.2f pairs a parcel; %.1f %% wholly covered, %.1f %% without area; shares add up to "
           "%.6f\n",
           (double)pairs / (double)t->parcel_count, 100 * (double)whole / (double)pairs,
           100 * (double)none / (double)pairs, shares);
    start = seconds();
    size_t hits = 0;
    for (size_t i = 0; i < t->parcel_count; i++) {
        size_t count;
        check(geo_box_tree_find(t->tree, geo_shape_box(&t->parcels[i]), &found, &capacity, &count),
              "no memory");
        hits += count;
    }
    print("  of that, finding the zones", seconds() - start, t->parcel_count);
    check(hits == pairs, "found something else");
    base_free(found);
}

static void bench_flood(town *t)
{
    double area = 0;
    size_t partly = 0;
    double start = seconds();
    for (size_t i = 0; i < t->parcel_count; i++) {
        geo_common common;
        check(geo_common_area(&t->parcels[i], t->flood, t->scratch, &common), "no memory");
        area += common.area_m2;
        partly += common.area_m2 > 0 && common.area_m2 < geo_shape_area_m2(&t->parcels[i]);
    }
    print("parcel and a flood plain of 15 000 vertices", seconds() - start, t->parcel_count);
    printf("  %zu parcels partly in it; %.3f m2\n", partly, area);
    start = seconds();
    double cut = 0;
    size_t repeats = 0;
    for (size_t i = 0; i < t->parcel_count; i++) {
        geo_common common;
        check(geo_common_area(&t->parcels[i], t->flood, t->scratch, &common), "no memory");
        if (common.area_m2 > 0 && common.area_m2 < geo_shape_area_m2(&t->parcels[i])) {
            double one = seconds();
            for (int k = 0; k < 10; k++) {
                check(geo_common_area(&t->parcels[i], t->flood, t->scratch, &common), "no memory");
            }
            cut += seconds() - one;
            repeats += 10;
        }
    }
    print("  of these, parcels cut by its border", cut, repeats > 0 ? repeats : 1);
    size_t inside = 0;
    start = seconds();
    for (size_t i = 0; i < t->parcel_count; i++) {
        inside += geo_edge_index_locate(t->flood, t->parcels[i].vertices[0]) == GEO_INSIDE;
    }
    print("point in the flood plain", seconds() - start, t->parcel_count);
    printf("  %zu inside\n", inside);
}

static void bench_rest(town *t)
{
    double start = seconds();
    size_t bad = 0;
    for (size_t i = 0; i < t->parcel_count; i++) {
        bad += geo_shape_check(&t->parcels[i], NULL, 1).defect != GEO_SOUND;
    }
    print("check of a parcel", seconds() - start, t->parcel_count);
    check(bad == 0, "a parcel is not sound");
    double sum = 0;
    start = seconds();
    for (size_t i = 0; i < t->parcel_count; i++) {
        sum += geo_shape_inner_point(&t->parcels[i]).east;
    }
    print("point inside a parcel", seconds() - start, t->parcel_count);
    size_t boxes = 1000000;
    kbs_box *box = base_new_array(boxes, sizeof *box);
    uint32_t *order = base_new_array(boxes, sizeof *order);
    check(box != NULL && order != NULL && sum > 0, "no memory");
    for (size_t i = 0; i < boxes; i++) {
        double east = EAST0 + jitter(40000), north = NORTH0 + jitter(40000);
        box[i] = (kbs_box){ east, north, east + 20, north + 30 };
    }
    start = seconds();
    check(geo_hilbert_order(box, boxes, order), "no memory");
    print("Hilbert order, per box", seconds() - start, boxes);
    start = seconds();
    geo_box_tree *tree = geo_box_tree_new(box, boxes);
    print("box tree, per box", seconds() - start, boxes);
    geo_box_tree_free(tree);
    base_free(box);
    base_free(order);
}

int main(int argc, char **argv)
{
    town t;
    int side = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 316;
    check(side >= BLOCK_EAST && side <= 2000, "parcels a side: 5 to 2000");
    double start = seconds();
    build(&t, side);
    printf("%zu parcels, %zu zones, made in %.2f s\n", t.parcel_count, t.zone_count,
           seconds() - start);
    t.tree = geo_box_tree_new(t.zone_boxes, t.zone_count);
    check(t.tree != NULL, "no memory");
    for (int round = 0; round < 3; round++) {
        bench_shares(&t);
    }
    bench_flood(&t);
    bench_rest(&t);
    release(&t);
    return 0;
}
