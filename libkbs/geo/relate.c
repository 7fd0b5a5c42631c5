/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The exact relation of two areas. If two edges cross in their insides, the insides of the areas meet and neither covers the
 * other. If none do, each edge of one area falls into pieces at the points where the other border touches it, and these
 * points are vertices of one of the two. A piece lies wholly inside the other area, wholly outside, or on its border, where the
 * two areas then lie on the same side or on opposite sides of it. How a piece lies is told by how it begins: away from the other
 * border by locating its first point, on it by the order of directions around that point. With A's pieces in B and B's in A:
 *
 *     the insides meet   = some piece of A is inside B or on its border with the same side, or some piece of B is inside A
 *     A lies in B        = no piece of A is outside B or on its border with opposite sides, and no piece of B is inside A
 *
 * Only orientations of given vertices are asked, so there is no rounding anywhere. */
#include "geo/relate.h"

enum {
    FEW_PAIRS = 4096,     /* up to here each edge is held against each */
    MOST_WORK = 100000000 /* edges looked at: some seconds */
};

typedef struct lies {
    uint64_t work; /* edges looked at */
    bool cross;    /* some edges cross in their insides */
    bool touch;    /* some edges meet */
    bool inside;   /* some piece lies inside the other area */
    bool outside;
    bool same; /* … on the border, areas on the same side */
    bool opposite;
} lies;

/* The other area as one side of the question sees it, and memory for lists. */
typedef struct other_area {
    const geo_near_edges *edges; /* all that can matter */
    const geo_edge_index
        *search; /* where there are too many to go through all for each edge, else NULL */
    const geo_edge_index *index; /* to locate points, or NULL: then the shape */
    const geo_shape *shape;
    kbs_box box;
    geo_near_edges *candidates, *touching;
} other_area;

static bool same_place(geo_vertex a, geo_vertex b)
{
    return a.east == b.east && a.north == b.north;
}

/* Does the edge hold the point? */
static bool holds(geo_border_edge edge, geo_vertex point)
{
    return geo_segments_meet(edge.from, edge.to, point, point) != GEO_APART;
}

/* Is `w`, which lies on the line through t and `toward`, on the same side of t as `toward`? */
static bool same_way(geo_vertex t, geo_vertex toward, geo_vertex w)
{
    if (toward.east != t.east) {
        return (toward.east > t.east) == (w.east > t.east);
    }
    return (toward.north > t.north) == (w.north > t.north);
}

/* An end of an edge that runs through t, seen from t. */
typedef struct spoke {
    geo_vertex end;
    int side;      /* of the direction that is asked about: -1 right, 0 straight back, 1 left */
    bool outgoing; /* the border runs from t to the end, so the area is on its left */
    bool exists;
} spoke;

/* Of two spokes the one that comes first when turning clockwise from the direction. */
static bool comes_first(geo_vertex t, spoke a, spoke b)
{
    if (a.side != b.side) {
        return a.side < b.side;
    }
    return geo_orientation(t, a.end, b.end) < 0;
}

/* The piece that begins at t, a point of the other border, and runs towards `toward`. */
static void add_piece_from_border(geo_vertex t, geo_vertex toward, const geo_near_edges *touching,
                                  lies *out)
{
    spoke nearest = { .exists = false };
    for (size_t i = 0; i < touching->count; i++) {
        geo_border_edge edge = touching->edges[i];
        if (!holds(edge, t)) {
            continue;
        }
        for (int k = 0; k < 2; k++) {
            spoke s = { .end = k == 0 ? edge.to : edge.from, .outgoing = k == 0, .exists = true };
            if (same_place(s.end, t)) {
                continue;
            }
            s.side = geo_orientation(t, toward, s.end);
            if (s.side == 0 && same_way(t, toward, s.end)) {
                out->same |= s.outgoing;
                out->opposite |= !s.outgoing;
                return;
            }
            if (!nearest.exists || comes_first(t, s, nearest)) {
                nearest = s;
            }
        }
    }
    out->inside |= nearest.exists && nearest.outgoing;
    out->outside |= !(nearest.exists && nearest.outgoing);
}

static geo_location locate(const other_area *other, geo_vertex point)
{
    if (other->index != NULL) {
        return geo_edge_index_locate(other->index, point);
    }
    kbs_box here = { point.east, point.north, point.east, point.north };
    return geo_box_meets(here, other->box) ? geo_shape_locate(other->shape, point) : GEO_OUTSIDE;
}

static void add_piece_from(geo_vertex start, const other_area *other, lies *out)
{
    bool inside = locate(other, start) == GEO_INSIDE;
    out->inside |= inside;
    out->outside |= !inside;
}

/* The other border's edges near a box; NULL when memory is out. */
static const geo_near_edges *edges_near(const other_area *other, kbs_box box, lies *out)
{
    const geo_near_edges *list = other->edges;
    if (other->search != NULL) {
        if (!geo_edge_index_near(other->search, box, other->candidates)) {
            return NULL;
        }
        list = other->candidates;
    }
    out->work += list->count + 1;
    return list;
}

static kbs_box box_of_edge(geo_border_edge edge)
{
    const geo_vertex ends[2] = { edge.from, edge.to };
    return geo_vertices_box(ends, 2);
}

/* The piece of the edge that begins at t, a point of the other border. False when memory is out. */
static bool add_piece_at(geo_vertex t, geo_border_edge edge, const other_area *other, lies *out)
{
    const geo_near_edges *around = other->touching;
    if (other->search != NULL) {
        around = edges_near(other, box_of_edge((geo_border_edge){ t, t }), out);
        if (around == NULL) {
            return false;
        }
    }
    add_piece_from_border(t, edge.to, around, out);
    return true;
}

/* All pieces of one edge, which the edges in other->touching touch. False when memory is out. */
static bool add_pieces(geo_border_edge edge, const other_area *other, lies *out)
{
    const geo_near_edges *touching = other->touching;
    bool starts_on_border = false;
    for (size_t i = 0; i < touching->count && !starts_on_border; i++) {
        starts_on_border = holds(touching->edges[i], edge.from);
    }
    if (!starts_on_border) {
        add_piece_from(edge.from, other, out);
    } else if (!add_piece_at(edge.from, edge, other, out)) {
        return false;
    }
    for (size_t i = 0; i < touching->count && out->work < MOST_WORK; i++) {
        const geo_vertex ends[2] = { touching->edges[i].from, touching->edges[i].to };
        for (int k = 0; k < 2; k++) {
            if (!same_place(ends[k], edge.from) && !same_place(ends[k], edge.to) &&
                holds(edge, ends[k]) && !add_piece_at(ends[k], edge, other, out)) {
                return false;
            }
        }
    }
    return true;
}

/* Lists the edges of the other border that meet this one. False when memory is out. */
static bool find_touching(geo_border_edge edge, const other_area *other, lies *out)
{
    geo_near_edges *touching = other->touching;
    const geo_near_edges *list = edges_near(other, box_of_edge(edge), out);
    if (list == NULL) {
        return false;
    }
    touching->count = 0;
    for (size_t i = 0; i < list->count; i++) {
        geo_border_edge f = list->edges[i];
        geo_meeting meeting = geo_segments_meet(edge.from, edge.to, f.from, f.to);
        if (meeting == GEO_APART) {
            continue;
        }
        out->touch = true;
        if (meeting == GEO_CROSS) {
            out->cross = true;
            return true;
        }
        if (!geo_near_edges_reserve(touching, touching->count + 1)) {
            return false;
        }
        touching->edges[touching->count++] = f;
    }
    return true;
}

/* How the pieces of these edges lie in the other area; stops at the first crossing. False when memory is out. */
static bool add_edges(const geo_near_edges *edges, const other_area *other, lies *out)
{
    bool known = false; /* the edge before touched nothing, so its ends lie alike */
    for (size_t i = 0; i < edges->count && out->work < MOST_WORK; i++) {
        geo_border_edge edge = edges->edges[i];
        if (same_place(edge.from, edge.to)) {
            known = false; /* a repeated vertex has no direction and is no piece */
            continue;
        }
        if (!find_touching(edge, other, out)) {
            return false;
        }
        if (out->cross) {
            return true;
        }
        if (other->touching->count > 0) {
            if (!add_pieces(edge, other, out)) {
                return false;
            }
        } else if (!known || (!same_place(edge.from, edges->edges[i - 1].to) &&
                              !same_place(edge.to, edges->edges[i - 1].from))) {
            add_piece_from(edge.from, other, out);
        }
        known = other->touching->count == 0;
    }
    return true;
}

bool geo_areas_relate(const geo_relate_input *input, geo_near_edges *candidates,
                      geo_near_edges *touching, geo_relation *out)
{
    bool few = input->a_edges->count <= FEW_PAIRS / (input->b_edges->count + 1);
    const other_area b = { .edges = input->b_edges,
                           .search = few ? NULL : input->b,
                           .index = input->b,
                           .candidates = candidates,
                           .touching = touching };
    const other_area a = { .edges = input->a_edges,
                           .search = few ? NULL : input->a_index,
                           .index = input->a_index,
                           .shape = input->a,
                           .box = input->a_box,
                           .candidates = candidates,
                           .touching = touching };
    lies of_a = { 0 }, of_b = { 0 };
    *out = (geo_relation){ 0 };
    if (!add_edges(input->a_edges, &b, &of_a)) {
        return false;
    }
    if (!of_a.cross && !add_edges(input->b_edges, &a, &of_b)) {
        return false;
    }
    out->too_complex = of_a.work >= MOST_WORK || of_b.work >= MOST_WORK;
    out->borders_meet = of_a.touch;
    out->interiors_meet = of_a.cross || of_a.inside || of_a.same || of_b.inside;
    out->covered = !of_a.cross && !of_a.outside && !of_a.opposite && !of_b.inside;
    return true;
}
