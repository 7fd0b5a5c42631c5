/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The area of the common part of two areas, without making that part.
 *
 * Turn each ring so that its area lies on the left, and give each edge that is not vertical the sign +1 when it runs west (the area
 * lies below it) and -1 when it runs east. Then a point lies in the area P when the signs of P's edges above it
 * add up to 1, and
 *
 *     area(P and Q) = sum over edges e of P and f of Q of  sign e * sign f * integral of min(e, f) over their common span of east,
 *
 * heights being measured from a level below both. To look at near edges only, both areas are cut to a cell (the box of P, at first), heights
 * being measured from its lower side and spans from its west side. Cut to the cell, Q's border is: the parts of its edges inside; parts of the
 * cell's lower side, whose height is 0; parts of the vertical sides, whose span is 0; and the parts of the upper side that
 * lie in Q. The last follow from where Q's border crosses the level line through the upper side: a crossing at c that runs down begins a stretch in Q, one that
 * runs up ends it, and each is written as an edge at the cell's height from c to the cell's east side, signed +1 or -1. Crossings
 * west of the cell begin at its west side; they are counted, not looked at (geo_edge_index_near). Edges above, below, or
 * east of the cell have no part in this. Nothing here depends on a decision that rounding could turn: moving c or a vertex a little moves
 * the sum a little, and which vertices are above the upper side is asked of the given coordinates, for all edges alike.
 *
 * Error. Coordinates are taken from the cell's corner before they are multiplied. With u = 2^-53, W and H the cell's sides, D the
 * largest coordinate of a near edge from the corner, S the sum of the spans of all pairs that meet, n and m the numbers of
 * edge pieces: heights err by up to 8 u H and spans by 4 u D, so each pair errs by up to (8 u H + what its
 * ends move) and adding up gives (n + m) u H S. The sum is off by less than
 *
 *     u * ((16 + n + m) * H * S  +  8 * (n + m) * (W + H) * D).
 *
 * For a parcel of 40 m among edges of 1 km that is 1e-9 m². Where the sum is nearer than this to nothing or to the whole of P, exact
 * predicates decide (relate.c). Cells with many pairs of edges are halved until the pairs are few, which also keeps H * S small for areas of
 * square kilometres.
 *
 * The bound on the number of pairs that are looked at makes two hostile combs end as `too_complex` after a second or two. */
#include <float.h>
#include <math.h>

#include "base/memory.h"
#include "geo/measure.h"
#include "geo/near_edges.h"
#include "geo/relate.h"

/* Pairs in one cell; pairs and edges over all cells, some seconds' worth; halvings of a cell. */
#define MOST_PAIRS 1024
#define MOST_WORK 400000000u
enum { MOST_DEPTH = 56 };
/* A cell of this side is not halved any more; what it can hold is nothing (1e-12 m²). */
static const double smallest_side_m = 1e-6;
static const double half_ulp = DBL_EPSILON / 2;

/* Part of an edge inside the cell: height at its west end, slope, and the sign of the edge. */
typedef struct piece {
    double east_from, east_to, north_from, slope, sign;
} piece;

typedef struct piece_list {
    piece *items;
    size_t count, capacity;
    double reach; /* no coordinate of an edge is farther from the cell's corner */
} piece_list;

struct geo_scratch {
    geo_near_edges a_edges, b_edges;
    geo_near_edges a_cell, b_cell; /* of one cell */
    geo_touch_list touches;
    piece_list a_pieces, b_pieces;
};

geo_scratch *geo_scratch_new(void)
{
    return base_new(sizeof(geo_scratch));
}

void geo_scratch_free(geo_scratch *scratch)
{
    if (scratch != NULL) {
        geo_near_edges_release(&scratch->a_edges);
        geo_near_edges_release(&scratch->b_edges);
        geo_near_edges_release(&scratch->a_cell);
        geo_near_edges_release(&scratch->b_cell);
        base_free(scratch->a_pieces.items);
        base_free(scratch->b_pieces.items);
        base_free(scratch->touches.items);
        base_free(scratch);
    }
}

static bool reserve_pieces(piece_list *list, size_t need)
{
    if (need <= list->capacity) {
        return true;
    }
    void *memory = list->items;
    bool ok = base_array_grow(&memory, &list->capacity, need, sizeof *list->items,
                              2 * (size_t)GEO_MOST_VERTICES + 1);
    list->items = memory;
    return ok;
}

/* One edge from the cell's corner, west end first. */
typedef struct span {
    double west, west_north, east, east_north;
    bool west_above, east_above; /* of the cell's upper side */
    bool runs_west;
} span;

static inline span span_of(geo_border_edge edge, kbs_box cell)
{
    bool runs_west = edge.to.east < edge.from.east;
    geo_vertex west = runs_west ? edge.to : edge.from;
    geo_vertex east = runs_west ? edge.from : edge.to;
    return (span){ .west = west.east - cell.east_min,
                   .west_north = west.north - cell.north_min,
                   .east = east.east - cell.east_min,
                   .east_north = east.north - cell.north_min,
                   .west_above = west.north > cell.north_max,
                   .east_above = east.north > cell.north_max,
                   .runs_west = runs_west };
}

/* Where a span that has one end above it meets the level line through the upper side. Rounding must not leave the span. */
static inline double crossing_of(span s, double height)
{
    double rise = s.east_north - s.west_north;
    double t = rise != 0 ? (height - s.west_north) / rise : 0;
    t = t > 0 ? t : 0;
    return s.west + (s.east - s.west) * (t < 1 ? t : 1);
}

/* The part of a span inside the cell of width W and height H; false when there is none that counts. `crossing` is where it
 * meets the upper side, if it does. */
static inline bool cut_span(span s, double width, double height, double crossing, piece *out)
{
    if ((s.west_above && s.east_above) || (s.west_north <= 0 && s.east_north <= 0) || s.east <= 0 ||
        s.west >= width) {
        return false;
    }
    if (s.west_above) {
        s.west = crossing;
        s.west_north = height;
    } else if (s.east_above) {
        s.east = crossing;
        s.east_north = height;
    }
    if (s.west_north < 0) {
        s.west += (s.east - s.west) * (-s.west_north / (s.east_north - s.west_north));
        s.west_north = 0;
    } else if (s.east_north < 0) {
        s.east = s.west + (s.east - s.west) * (s.west_north / (s.west_north - s.east_north));
        s.east_north = 0;
    }
    double run = s.east - s.west;
    if (!(run > 1e-200)) { /* vertical; also keeps the slope finite */
        return false;
    }
    out->slope = (s.east_north - s.west_north) / run;
    if (s.west < 0) {
        s.west_north -= out->slope * s.west;
        s.west = 0;
    }
    out->east_from = s.west;
    out->east_to = s.east < width ? s.east : width;
    out->north_from = s.west_north;
    out->sign = s.runs_west ? 1 : -1;
    return out->east_to > out->east_from;
}

/* Cuts the edges near a cell to it. */
static bool cut_edges(const geo_near_edges *near, kbs_box cell, piece_list *out)
{
    double width = cell.east_max - cell.east_min;
    double height = cell.north_max - cell.north_min;
    double reach = 0;
    int winding = near->winding;
    if (!reserve_pieces(out, 2 * near->count + 1)) {
        return false;
    }
    piece *next = out->items;
    for (size_t i = 0; i < near->count; i++) {
        span s = span_of(near->edges[i], cell);
        double far = fabs(s.west) + fabs(s.east) + fabs(s.west_north) + fabs(s.east_north);
        reach = far > reach ? far : reach;
        double crossing = 0;
        if (s.west_above != s.east_above) {
            int turn = s.runs_west == s.east_above ? 1 : -1; /* it runs down, or up */
            crossing = crossing_of(s, height);
            if (crossing <= 0) {
                winding += turn;
            } else if (crossing < width) {
                *next++ = (piece){ crossing, width, height, 0, turn };
            }
        }
        next += cut_span(s, width, height, crossing, next);
    }
    if (winding != 0) {
        *next++ = (piece){ 0, width, height, 0, winding };
    }
    out->count = (size_t)(next - out->items);
    out->reach = reach;
    return true;
}

/* What has been added up, and how far off it may be. */
typedef struct total {
    double area_m2, error_m2;
    uint64_t work;
} total;

/* The sum over all pairs of pieces. Over a common span the lower of two straight lines is the lower of the ends at both
 * ends, plus a triangle where they cross. */
static void add_pairs(const piece_list *a, const piece_list *b, kbs_box cell, total *sum)
{
    double width = cell.east_max - cell.east_min;
    double height = cell.north_max - cell.north_min;
    double area = 0, spans = 0;
    for (size_t i = 0; i < a->count; i++) {
        piece e = a->items[i];
        double strip = 0;
        for (size_t k = 0; k < b->count; k++) {
            const piece *f = &b->items[k];
            double from = e.east_from > f->east_from ? e.east_from : f->east_from;
            double to = e.east_to < f->east_to ? e.east_to : f->east_to;
            double run = to - from;
            if (!(run > 0)) {
                continue;
            }
            double e_from = e.north_from + e.slope * (from - e.east_from);
            double f_from = f->north_from + f->slope * (from - f->east_from);
            double e_to = e.north_from + e.slope * (to - e.east_from);
            double f_to = f->north_from + f->slope * (to - f->east_from);
            double from_gap = e_from - f_from;
            double to_gap = e_to - f_to;
            double lower = (from_gap < 0 ? e_from : f_from) + (to_gap < 0 ? e_to : f_to);
            if (from_gap * to_gap < 0) {
                lower -= from_gap * to_gap / fabs(from_gap - to_gap);
            }
            strip += f->sign * run * lower;
            spans += run;
        }
        area += e.sign * strip;
    }
    double pieces = (double)(a->count + b->count);
    double reach = a->reach > b->reach ? a->reach : b->reach;
    sum->area_m2 += area / 2;
    sum->error_m2 +=
        half_ulp * ((16 + pieces) * height * spans + 8 * pieces * (width + height) * reach);
}

static bool add_cell(geo_scratch *scratch, const geo_near_edges *a, const geo_near_edges *b,
                     kbs_box cell, total *sum)
{
    if (!cut_edges(a, cell, &scratch->a_pieces) || !cut_edges(b, cell, &scratch->b_pieces)) {
        return false;
    }
    add_pairs(&scratch->a_pieces, &scratch->b_pieces, cell, sum);
    return true;
}

/* Halves a cell across its longer side; false when it is too small for that. */
static bool halve(kbs_box cell, kbs_box halves[2])
{
    double width = cell.east_max - cell.east_min;
    double height = cell.north_max - cell.north_min;
    halves[0] = halves[1] = cell;
    if (width >= height) {
        double middle = cell.east_min + width / 2;
        halves[0].east_max = halves[1].east_min = middle;
        return width > smallest_side_m && middle > cell.east_min && middle < cell.east_max;
    }
    double middle = cell.north_min + height / 2;
    halves[0].north_max = halves[1].north_min = middle;
    return height > smallest_side_m && middle > cell.north_min && middle < cell.north_max;
}

/* The sum over cells with few pairs each. */
static bool add_cells(geo_scratch *scratch, const geo_edge_index *a, const geo_edge_index *b,
                      kbs_box whole, total *sum)
{
    struct {
        kbs_box box;
        int depth;
    } stack[MOST_DEPTH + 2];
    size_t waiting = 1;
    stack[0].box = whole;
    stack[0].depth = 0;
    while (waiting > 0 && sum->work < MOST_WORK) {
        kbs_box cell = stack[--waiting].box;
        int depth = stack[waiting].depth;
        kbs_box halves[2];
        if (!geo_edge_index_near(a, cell, &scratch->a_cell) ||
            !geo_edge_index_near(b, cell, &scratch->b_cell)) {
            return false;
        }
        size_t a_count = scratch->a_cell.count, b_count = scratch->b_cell.count;
        sum->work += 16 + a_count + b_count;
        if ((a_count == 0 && scratch->a_cell.winding == 0) ||
            (b_count == 0 && scratch->b_cell.winding == 0)) {
            continue;
        }
        if (a_count * b_count <= MOST_PAIRS) {
            sum->work += a_count * b_count;
            if (!add_cell(scratch, &scratch->a_cell, &scratch->b_cell, cell, sum)) {
                return false;
            }
        } else if (depth < MOST_DEPTH && halve(cell, halves)) {
            for (int k = 0; k < 2; k++) {
                stack[waiting].box = halves[k];
                stack[waiting++].depth = depth + 1;
            }
        } else {
            sum->error_m2 += (cell.east_max - cell.east_min) * (cell.north_max - cell.north_min);
        }
    }
    return true;
}

/* The sum, straight or over cells. False = no memory. */
static bool add_up(geo_scratch *scratch, const geo_shape *a, geo_edge_index **a_index, kbs_box box,
                   const geo_edge_index *b, total *sum)
{
    if (scratch->a_edges.count * scratch->b_edges.count <= MOST_PAIRS) {
        return add_cell(scratch, &scratch->a_edges, &scratch->b_edges, box, sum);
    }
    *a_index = geo_edge_index_new(a);
    return *a_index != NULL && add_cells(scratch, *a_index, b, box, sum);
}

/* An area strictly between nothing and all. */
static void set_part(geo_common *out, double area_m2, double all_m2)
{
    out->meets = true;
    out->area_m2 = fmin(fmax(area_m2, DBL_MIN), nextafter(all_m2, 0));
}

static void set_relation(geo_common *out, const geo_relation *relation, double area_m2,
                         double all_m2)
{
    if (relation->too_complex) {
        out->too_complex = true;
    } else if (relation->interiors_meet && !relation->covered) {
        set_part(out, area_m2, all_m2);
    } else {
        out->area_m2 = relation->interiors_meet ? all_m2 : 0;
        out->meets = relation->borders_meet || relation->interiors_meet;
    }
}

bool geo_common_area(const geo_shape *a, const geo_edge_index *b, geo_scratch *scratch,
                     geo_common *out)
{
    *out = (geo_common){ 0 };
    kbs_box box = geo_shape_box(a);
    if (!geo_type_is_area(a->type) || !geo_box_meets(box, geo_edge_index_box(b))) {
        return true;
    }
    if (!geo_edge_index_near(b, box, &scratch->b_edges)) {
        return false;
    }
    if (scratch->b_edges.count == 0) {
        out->meets = scratch->b_edges.winding != 0;
        out->area_m2 = out->meets ? geo_shape_area_m2(a) : 0;
        return true;
    }
    double all_m2;
    if (!geo_near_edges_of_shape(a, &scratch->a_edges, &all_m2)) {
        return false;
    }
    geo_relate_input input = { a, &scratch->a_edges, NULL, box, b, &scratch->b_edges };
    geo_relation relation;
    geo_convex_answer answer = geo_convex_relate(&input, &relation);
    if (answer == GEO_CONVEX_FREE) {
        set_relation(out, &relation, 0, all_m2);
        return true;
    }
    total sum = { 0 };
    geo_edge_index *a_index = NULL;
    bool ok = add_up(scratch, a, &a_index, box, b, &sum);
    double error = sum.error_m2 + 4 * DBL_EPSILON * all_m2;
    if (sum.work >= MOST_WORK) {
        out->too_complex = true;
    } else if (answer == GEO_CONVEX_ENTERED ||
               (sum.area_m2 > error && sum.area_m2 < all_m2 - error)) {
        set_part(out, sum.area_m2, all_m2);
    } else if (ok) {
        input.a_index = a_index;
        ok = geo_areas_relate(&input, &scratch->touches, &relation);
        set_relation(out, &relation, sum.area_m2, all_m2);
    }
    geo_edge_index_free(a_index);
    return ok;
}
