/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* What the ledger says of lines that enclose nothing: ends that hang freely, with the distance to what they may have been meant to reach; lines
 * between two things; lines drawn twice. */
#include <math.h>

#include "base/memory.h"
#include "geo/box_tree.h"
#include "import/parcel_lines.h"

#define MOST_DOUBLES                                                                               \
    10000u                /* told one by one: in some drawings every common border is drawn twice */
#define LOOK_AROUND_M 1.0 /* a free end that has another line within this missed it */

typedef struct gap_finder {
    const parcel_lines *work;
    geo_box_tree *tree;
    uint32_t *found;
    size_t found_capacity;
} gap_finder;

static bool gap_finder_init(gap_finder *g, const parcel_lines *work)
{
    const import_line_net *net = &work->net;
    kbs_box *boxes = base_new_array(net->edge_count + 1, sizeof *boxes);
    *g = (gap_finder){ .work = work };
    for (size_t i = 0; boxes != NULL && i < net->edge_count; i++) {
        const geo_vertex ends[2] = { net->corners[net->edges[i].a], net->corners[net->edges[i].b] };
        boxes[i] = geo_vertices_box(ends, 2);
    }
    g->tree = boxes == NULL ? NULL : geo_box_tree_new(boxes, net->edge_count);
    base_free(boxes);
    return g->tree != NULL;
}

static double distance_to_edge(geo_vertex p, geo_vertex a, geo_vertex b)
{
    double de = b.east - a.east, dn = b.north - a.north;
    double u = ((p.east - a.east) * de + (p.north - a.north) * dn) / (de * de + dn * dn);
    u = u > 0 ? (u < 1 ? u : 1) : 0;
    return hypot(p.east - a.east - u * de, p.north - a.north - u * dn);
}

/* From a free end to the nearest piece that does not end there; HUGE_VAL when none is near. False = no memory. */
static bool find_gap(gap_finder *g, uint32_t corner, double *gap_m)
{
    const import_line_net *net = &g->work->net;
    geo_vertex p = net->corners[corner];
    kbs_box box = { p.east - LOOK_AROUND_M, p.north - LOOK_AROUND_M, p.east + LOOK_AROUND_M,
                    p.north + LOOK_AROUND_M };
    size_t count = 0;
    uint32_t neighbour = UINT32_MAX;
    *gap_m = HUGE_VAL;
    if (!geo_box_tree_find(g->tree, box, &g->found, &g->found_capacity, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const import_net_edge *edge = &net->edges[g->found[i]];
        neighbour = edge->a == corner ? edge->b : (edge->b == corner ? edge->a : neighbour);
    }
    for (size_t i = 0; i < count; i++) {
        const import_net_edge *edge = &net->edges[g->found[i]];
        bool own =
            edge->a == corner || edge->b == corner || edge->a == neighbour || edge->b == neighbour;
        double distance = distance_to_edge(p, net->corners[edge->a], net->corners[edge->b]);
        if (!own && distance < *gap_m && distance <= LOOK_AROUND_M) {
            *gap_m = distance;
        }
    }
    return true;
}

static bool is_open_named(const parcel_lines *work, uint32_t line)
{
    return work->choice->fates[work->line_object[line]] == DRAWING_OPEN;
}

static bool report_dangles(const parcel_lines *work)
{
    gap_finder g = { .work = work };
    base_buffer found, expected;
    base_buffer_init(&found, 64);
    base_buffer_init(&expected, 64);
    bool done = work->areas.dangle_count == 0 || gap_finder_init(&g, work);
    for (size_t i = 0; done && i < work->areas.dangle_count; i++) {
        const import_dangle *dangle = &work->areas.dangles[i];
        const geo_vertex *end = &work->net.corners[dangle->corner];
        double gap_m = HUGE_VAL;
        if (is_open_named(work, dangle->line)) {
            continue; /* told already */
        }
        done = find_gap(&g, dangle->corner, &gap_m);
        bool missed = gap_m <= LOOK_AROUND_M;
        parcel_lines_number(&found, missed ? gap_m : dangle->length_m, missed ? 3 : 2, " m");
        parcel_lines_number(&expected, work->snap_m, 3, " m");
        parcel_lines_say(work, missed ? FINDING_DRAWING_LINE_GAP : FINDING_DRAWING_LINE_DANGLING,
                         work->line_object[dangle->line], end, found.data, expected.data);
    }
    geo_box_tree_free(g.tree);
    base_free(g.found);
    base_buffer_release(&found);
    base_buffer_release(&expected);
    return done;
}

static void report_bridges(const parcel_lines *work)
{
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < work->areas.bridge_count; i++) {
        const import_net_edge *edge = &work->net.edges[work->areas.bridges[i]];
        if (edge->line != last && !is_open_named(work, edge->line)) {
            parcel_lines_say(work, FINDING_DRAWING_LINE_BETWEEN, work->line_object[edge->line],
                             &work->net.corners[edge->a], NULL, NULL);
        }
        last = edge->line;
    }
}

/* Lines all of whose pieces an earlier line drew. Areas repeat their common borders by nature, and so do borders of blocks. */
static void report_doubles(const parcel_lines *work)
{
    uint64_t doubles = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < work->first_block_line; i++) {
        uint32_t object = work->line_object[i];
        const drawing_object *o = &work->d->objects[object];
        bool loose = work->choice->fates[object] == DRAWING_BORDER &&
                     !drawing_is_ring(work->d, o, work->snap_m);
        if (!loose || work->net.pieces[i] == 0 || work->net.doubled[i] < work->net.pieces[i]) {
            continue;
        }
        last = object;
        if (doubles++ < MOST_DOUBLES) {
            parcel_lines_say(work, FINDING_DRAWING_LINE_DOUBLE, object, NULL, NULL, NULL);
        }
    }
    if (doubles > MOST_DOUBLES) {
        base_buffer count;
        base_buffer_init(&count, 64);
        base_buffer_int(&count, (int64_t)(doubles - MOST_DOUBLES));
        parcel_lines_say(work, FINDING_DRAWING_LINE_DOUBLE_MORE, last, NULL, count.data, NULL);
        base_buffer_release(&count);
    }
}

bool parcel_lines_report(parcel_lines *work)
{
    if (!report_dangles(work)) {
        return false;
    }
    report_bridges(work);
    report_doubles(work);
    return true;
}
